"""One field of a form as a page shows it: the label exactly, the mark outside it, everything connected by ids."""

import re

import pytest
from django import forms
from django.template import Context, Template

from yakuba.ui import controls, samples


def shown(form: forms.Form, name: str, extra: str = "") -> str:
    return Template(f"{{% load ui %}}{{% field form.{name} {extra} %}}").render(Context({"form": form}))


@pytest.mark.parametrize("name", ["dog", "breed", "postcode", "colour", "reason", "photo"])
def test_a_label_is_exactly_the_label_of_its_field(name):
    form = samples.SampleForm()
    label = f'<label class="label" for="id_{name}">{form[name].label}</label>'
    assert label in shown(form, name)


@pytest.mark.parametrize("name", ["together", "wishes"])
def test_the_label_of_a_group_is_exactly_its_legend(name):
    form = samples.SampleForm()
    assert f'<legend class="label">{form[name].label}</legend>' in shown(form, name)


def test_the_mark_says_required_or_optional_beside_the_label_and_is_read_out():
    form = samples.SampleForm()
    assert '</label><span class="must" id="id_dog_mark">※必須</span>' in shown(form, "dog")
    assert 'aria-describedby="id_dog_mark id_dog_helptext"' in shown(form, "dog")
    assert '</label><span class="may" id="id_breed_mark">任意</span>' in shown(form, "breed")


def test_a_form_in_which_all_is_needed_leaves_the_marks_out():
    assert "必須" not in shown(samples.SampleForm(), "dog", "mark=False")


def test_every_id_that_a_control_points_to_is_there():
    form = samples.wrong_form()
    page = "".join(shown(form, name) for name in form.fields)
    named = {word for ids in re.findall(r'aria-describedby="([^"]+)"', page) for word in ids.split()}
    assert named
    assert named <= set(re.findall(r' id="([^"]+)"', page))


def test_an_error_stands_at_its_field_and_is_linked_from_the_summary():
    form = samples.wrong_form()
    assert "郵便番号は、数字7けたで入力してください" in shown(form, "postcode")
    assert 'aria-invalid="true"' in shown(form, "postcode")
    assert controls.Problem("wrong_postcode", "郵便番号は、数字7けたで入力してください") in controls.problems(
        form
    )


def test_the_summary_leads_to_the_first_choice_of_a_group():
    ids = [problem.id for problem in controls.problems(samples.wrong_form())]
    assert "wrong_together_0" in ids


def test_a_fault_of_the_whole_form_is_listed_without_a_link():
    form = samples.SampleForm({})
    form.add_error(None, "受付番号か照会コードが違います")
    assert controls.problems(form)[-1] == controls.Problem("", "受付番号か照会コードが違います")


def test_what_was_typed_is_shown_again():
    assert 'value="390-081"' in shown(samples.wrong_form(), "postcode")


def test_a_choice_stands_under_the_heading_of_its_group():
    page = shown(samples.SampleForm(), "wishes")
    assert (
        page.index("申請する方") < page.index("電話番号") < page.index("振込口座") < page.index("口座の写真")
    )


def test_a_field_that_decides_about_others_says_so():
    form = samples.SampleForm()
    form.fields["together"].decides = True
    assert "data-decides" in shown(form, "together")
    assert "data-decides" not in shown(form, "dog")


def test_a_widget_with_its_own_template_draws_itself():
    class OwnRadios(forms.RadioSelect):
        template_name = "ui/gallery/date_boxes.html"

    class OwnForm(forms.Form):
        when = forms.ChoiceField(label="いつ", choices=[("a", "あ")], widget=OwnRadios)

    assert 'class="inline dates"' in shown(OwnForm(), "when")


def test_a_hidden_field_is_only_its_input():
    class HiddenForm(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert shown(HiddenForm({"token": "x"}), "token").strip().startswith('<input type="hidden"')

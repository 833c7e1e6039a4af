"""What officials type about a draft on its way: how much hangs on it, whom it passes, opinions, remands, another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from yakuba.applications.forms import DecisionForm, RemarkForm, _long
from yakuba.approvals.models import Weight
from yakuba.core import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yakuba.accounts.models import Department
    from yakuba.applications.models import Application

_Choices = list[tuple[str, str]]


class DraftForm(DecisionForm):
    """The outcome with its reasons, how much hangs on it, and who is asked besides those that the definition names."""

    weight = forms.ChoiceField(
        label="案の重さ",
        choices=Weight.choices,
        initial=Weight.ORDINARY,
        required=False,
        widget=forms.RadioSelect,
        help_text="重要・異例・新規の案は、決裁する人が不在でも代決しません。",
    )
    amount = forms.CharField(
        label="金額（円）",
        required=False,
        max_length=20,
        help_text="専決の表に金額の定めがあるときに使います。例：50000",
        widget=forms.TextInput(
            attrs={"class": "input w-post", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    consult = forms.MultipleChoiceField(
        label="ほかに合議する部署", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, application: Application, *arguments: Any, departments: Sequence[Department], **options: Any
    ) -> None:
        super().__init__(application, *arguments, **options)
        choices: Any = self.fields["consult"]
        choices.choices = [(one.code, str(one)) for one in departments]
        if not departments:
            del self.fields["consult"]

    def clean_amount(self) -> int | None:
        """Whole yen, or none."""
        typed = text.normalise(self.cleaned_data["amount"]).replace(",", "").removesuffix("円").strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdigit() or len(typed) > 15:
            raise forms.ValidationError("金額は、円の単位の数字で入力してください。例：50000")
        return int(typed)

    @property
    def so_far(self) -> dict[str, Any]:
        """What of it is known and right already, also while an outcome or reasons are missing."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018  cleans
        return self.drafted

    def is_asked_only(self) -> None:
        """Leave aside what need not be there yet: only the way is asked for."""
        for name in ("outcome", "reasons"):
            self.errors.pop(name, None)

    @property
    def drafted(self) -> dict[str, Any]:
        """What was typed, by the keywords of the action."""
        typed = dict(self.cleaned_data)
        typed["amount_yen"] = typed.pop("amount", None)
        return {**typed, "consult": typed.get("consult", [])}


class OpinionForm(forms.Form):
    """What somebody says to a draft as they agree."""

    comment = _long("意見", "起案した人と、この後に見る人に見えます。申請者には見えません。", required=False)


class SendBackForm(RemarkForm):
    """To whom a draft goes back, and why."""

    to = forms.ChoiceField(label="差し戻す先", required=False, widget=forms.RadioSelect, initial="")
    field_order = ("to", "remark")

    def __init__(self, *arguments: Any, people: _Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices: Any = self.fields["to"]
        choices.choices = people
        if len(people) < 2:
            del self.fields["to"]


class OtherWayForm(forms.Form):
    """Which stop of the way goes to whom instead, and why."""

    stop = forms.ChoiceField(
        label="変える段", widget=forms.RadioSelect, error_messages={"required": "変える段を選んでください"}
    )
    target = forms.ChoiceField(
        label="新しい回り先",
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "新しい回り先を選んでください"},
    )
    reason = _long("変える理由", "起案した人と、この後に見る人に見えます。申請者には見えません。")

    def __init__(
        self, *arguments: Any, stops: _Choices, targets: list[tuple[str, _Choices]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        fields: Any = self.fields
        fields["stop"].choices = stops
        fields["target"].choices = [("", "選んでください"), *targets]
        if len(stops) == 1:
            fields["stop"].initial = stops[0][0]

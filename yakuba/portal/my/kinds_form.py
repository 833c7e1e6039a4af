"""Forms about people whose questions are the same kinds as those of procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.core import languages
from yakuba.procedures.definition import Field
from yakuba.procedures.fields import Wrong, is_answered, kind_of

if TYPE_CHECKING:
    from yakuba.accounts.models import HouseholdMember

RELATIONS = {
    "spouse": gettext_lazy("夫・妻"),
    "child": gettext_lazy("子"),
    "parent": gettext_lazy("父・母"),
    "grandparent": gettext_lazy("祖父・祖母"),
    "grandchild": gettext_lazy("孫"),
    "sibling": gettext_lazy("兄弟姉妹"),
    "other": gettext_lazy("そのほか"),
}


class KindsForm(forms.Form):
    """Questions of the definition language outside a procedure: `facts` maps meanings to stored values."""

    use_required_attribute = False
    asked: tuple[str, ...] = ()
    must: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, facts: dict[str, Any], **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        self.stored: dict[str, Any] = {}
        own = dict(self.fields)
        self.fields.clear()
        for name in self.asked:
            kind = kind_of(_question(name, required=name in self.must))
            field = kind.form_field()
            field.required = name in self.must
            field.initial = kind.initial(facts.get(f"person.{name}"))
            self.fields[name] = field
        self.fields.update(own)

    def clean(self) -> dict[str, Any]:
        """The stored values by meaning, as a procedure would keep them."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.asked:
            if name in self.errors:
                continue
            field: Any = self.fields[name]
            try:
                value = field.kind.stored(cleaned.get(name))
            except Wrong as problem:
                self.add_error(name, str(problem))
            else:
                if is_answered(value):
                    self.stored[f"person.{name}"] = value
        return cleaned


def _question(name: str, *, required: bool) -> Field:
    labels = {
        "name": ("person", _("氏名")),
        "kana": ("kana", _("フリガナ")),
        "birth_date": ("date", _("生年月日")),
        "postal_code": ("postal_code", _("郵便番号")),
        "address": ("address", _("住所")),
        "telephone": ("telephone", _("電話番号")),
    }
    kind, label = labels[name]
    # Of a member of the household the browser must not offer one's own name.
    return Field.model_validate({"id": name, "kind": kind, "label": label, "required": required})


class ProfileForm(KindsForm):
    """What fills forms in, and what one wishes."""

    asked = ("name", "kana", "birth_date", "postal_code", "address", "telephone")

    spoken = forms.ChoiceField(
        label=gettext_lazy("使う言葉"), choices=list(languages.NAMES.items()), widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("お知らせの受け取り方"),
        choices=(
            ("mail", gettext_lazy("メールでも受け取る")),
            ("post", gettext_lazy("メールはいらない（このサイトと郵便で受け取る）")),
        ),
        widget=forms.RadioSelect,
    )
    notice = forms.ChoiceField(
        label=gettext_lazy("通知書の受け取り方"),
        help_text=gettext_lazy(
            "町の決定などの通知書です。選んだものが、これからの申請に初めから入ります。申請ごとに変えられます。"
        ),
        choices=(
            ("", gettext_lazy("申請のたびに選ぶ")),
            ("online", gettext_lazy("このサイトで受け取ることを希望する")),
            ("post", gettext_lazy("郵便で受け取る")),
        ),
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def wishes(self) -> dict[str, Any]:
        """The wishes as the action takes them."""
        notice = {"online": True, "post": False}.get(self.cleaned_data["notice"])
        return {
            "language": self.cleaned_data["spoken"],
            "channel": self.cleaned_data["channel"],
            "electronic_notice": notice,
        }


class MemberForm(KindsForm):
    """One member of the household."""

    asked = ("name", "kana", "birth_date")
    must = ("name",)

    relation = forms.ChoiceField(
        label=gettext_lazy("あなたとの続柄"),
        choices=[("", gettext_lazy("選んでください")), *RELATIONS.items()],
        error_messages={"required": gettext_lazy("あなたとの続柄を選んでください")},
    )


def relation_words(member: HouseholdMember) -> str:
    """Who somebody is to the resident, in the language of the page."""
    return str(RELATIONS[member.relation])

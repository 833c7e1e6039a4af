"""What is said about who acts: the applicant alone, a proxy with a mandate, a scribe who types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.core import dates, renditions, text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.accounts.models import Mandate

LONGEST = 100
KINDS = (
    ("parent", gettext_lazy("親権者（父・母など）")),
    ("guardian", gettext_lazy("成年後見人などの法定代理人")),
    ("letter", gettext_lazy("委任状で頼まれた代理人")),
    ("company", gettext_lazy("会社や団体の代表者・担当者")),
)
RELATIONS = (
    ("family", gettext_lazy("家族・親族")),
    ("promoter", gettext_lazy("デジタル普及員")),
    ("care", gettext_lazy("施設・事業所の職員")),
    ("staff", gettext_lazy("役場の職員")),
    ("other", gettext_lazy("そのほかの方")),
)
# What is needed besides the choice, with what is said where it is missing.
OF_A_NEW_PROXY = {
    "kind": gettext_lazy("代理の種類を選んでください"),
    "proxy_name": gettext_lazy("代理人の氏名を入力してください"),
    "proxy_address": gettext_lazy("代理人の住所を入力してください"),
    "proxy_telephone": gettext_lazy("代理人の電話番号を入力してください"),
}
OF_A_SCRIBE = {
    "scribe_name": gettext_lazy("手伝った人の氏名を入力してください"),
    "relation": gettext_lazy("本人との関係を選んでください"),
}


class Line(forms.CharField):
    """One line of text in its plain form: width and spaces make no difference."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **options)

    def to_python(self, value: Any) -> str:
        """The words, normalised, with single spaces."""
        typed = " ".join(text.normalise(super().to_python(value) or "").split())
        if said := text.forbidden(typed):
            raise forms.ValidationError(said)
        return typed


class PeopleForm(forms.Form):
    """Who acts. What does not belong to the choice that was made is not judged, and not kept."""

    use_required_attribute = False

    acting = forms.ChoiceField(
        label=gettext_lazy("この申請をする方"),
        choices=(
            ("self", gettext_lazy("本人が自分で申請する")),
            ("proxy", gettext_lazy("代理人が、本人の代わりに申請する")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("この申請をする方を選んでください")},
    )
    mandate = forms.ChoiceField(
        label=gettext_lazy("どなたの代理ですか"), required=False, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("代理の種類"),
        choices=[("", gettext_lazy("選んでください")), *KINDS],
        required=False,
    )
    proxy_name = Line(
        label=gettext_lazy("代理人の氏名"),
        help_text=gettext_lazy("姓と名の間を空けてください。例：見本 花子"),
    )
    company = Line(
        label=gettext_lazy("会社や団体の名称"),
        help_text=gettext_lazy("会社や団体の代表者・担当者のときだけ入力してください。"),
    )
    proxy_address = Line(label=gettext_lazy("代理人の住所"))
    proxy_telephone = Line(
        label=gettext_lazy("代理人の電話番号"), widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    until_on = Line(
        label=gettext_lazy("代理の期限"),
        help_text=gettext_lazy("委任状などに期限が書いてあるときだけ入力してください。例：令和9年3月31日"),
    )
    document = forms.FileField(
        label=gettext_lazy("代理の権限が分かる書類"),
        help_text=gettext_lazy("委任状、戸籍全部事項証明書、登記事項証明書など。写真かPDF。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        max_length=None,
        error_messages={
            "empty": gettext_lazy("ファイルが空です。もう一度選んでください"),
            "invalid": gettext_lazy("ファイルを読めません。もう一度選んでください"),
        },
    )
    later = forms.BooleanField(label=gettext_lazy("代理の書類は、あとで役場に出します"), required=False)
    scribed = forms.BooleanField(label=gettext_lazy("入力を手伝った人がいます"), required=False)
    scribe_name = Line(label=gettext_lazy("手伝った人の氏名"))
    relation = forms.ChoiceField(
        label=gettext_lazy("本人との関係"),
        choices=[("", gettext_lazy("選んでください")), *RELATIONS],
        required=False,
    )
    scribe_signed_in = forms.BooleanField(
        label=gettext_lazy("今サインインしているのは、手伝った人です"), required=False
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        facts: dict[str, Any],
        held: Sequence[Mandate],
        proxy: str,
        has_document: bool,
        signed_in: bool,
        today: datetime.date,
    ) -> None:
        super().__init__(data, files, initial={"acting": "self", **facts}, label_suffix="")
        self.may_follow, self.has_document, self.today = proxy == "document-later", has_document, today
        if proxy == "none":
            acting: Any = self.fields["acting"]
            acting.choices = acting.choices[:1]
        choices: Any = self.fields["mandate"]
        choices.choices = [
            *((str(one.pk), _words(one)) for one in held),
            ("", _("ほかの方の代理（下に入力する）")),
        ]
        absent = {"mandate": not held, "later": not self.may_follow, "scribe_signed_in": not signed_in}
        for name, is_absent in absent.items():
            if is_absent:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What belongs to the choice is there; all else is forgotten."""
        found: dict[str, Any] = super().clean() or {}
        is_proxy = found.get("acting") == "proxy"
        if is_proxy and not found.get("mandate"):
            self._require(found, OF_A_NEW_PROXY)
            self._require_company(found)
            self._require_proof(found)
            self._judge_day(found)
        if found.get("scribed"):
            self._require(found, OF_A_SCRIBE)
        return found

    def _require(self, found: dict[str, Any], needed: dict[str, Any]) -> None:
        for name, words in needed.items():
            if name not in self.errors and not found.get(name):
                self.add_error(name, str(words))

    def _require_company(self, found: dict[str, Any]) -> None:
        if found.get("kind") == "company" and not found.get("company"):
            self.add_error("company", _("会社や団体の名称を入力してください"))

    def _require_proof(self, found: dict[str, Any]) -> None:
        if found.get("document") or self.has_document or found.get("later") or "document" in self.errors:
            return
        if self.may_follow:
            said = _("書類を選ぶか、「代理の書類は、あとで役場に出します」に印を付けてください")
        else:
            said = _("代理の権限が分かる書類を選んでください")
        self.add_error("document", said)

    def _judge_day(self, found: dict[str, Any]) -> None:
        if not found.get("until_on") or "until_on" in self.errors:
            return
        try:
            day = dates.parse_date(found["until_on"])
        except dates.DateProblem as problem:
            self.add_error("until_on", str(problem))
            return
        if day < self.today:
            self.add_error("until_on", _("代理の期限が過ぎています。期限が切れた委任状では申請できません"))
        found["until_on"] = day.isoformat()

    def facts(self) -> dict[str, Any]:
        """What is kept with the draft: only what belongs to the choice."""
        found = self.cleaned_data
        kept = ["acting"]
        if found["acting"] == "proxy":
            kept += ["mandate"] if found.get("mandate") else [*OF_A_NEW_PROXY, "company", "until_on", "later"]
        if found["scribed"]:
            kept += ["scribed", *OF_A_SCRIBE, "scribe_signed_in"]
        return {name: found[name] for name in kept if found.get(name)}


def _words(mandate: Mandate) -> str:
    if mandate.until_on is None:
        return _("{name}さんの代理（届出済み）").format(name=mandate.principal_name)
    return _("{name}さんの代理（届出済み、{day}まで）").format(
        name=mandate.principal_name, day=renditions.day(mandate.until_on)
    )

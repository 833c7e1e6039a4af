"""What officials type about an application, and the code by which a guest finds it again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.accounts.models import ABOUT_CASES
from yakuba.core import dates, numbers, text
from yakuba.procedures.fields import kind_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.applications.models import Application
    from yakuba.procedures.definition import Field
    from yakuba.procedures.queries import Section

LONG = 2000


class Prose(forms.CharField):
    """What officials write to people: every character stays as it is typed, only line ends are made alike."""

    def to_python(self, value: Any) -> str:
        """The words without spaces at the ends of lines; what no paper can show is refused."""
        lines = (super().to_python(value) or "").splitlines()
        typed = "\n".join(line.rstrip() for line in lines).strip()
        if said := text.forbidden(typed):
            raise forms.ValidationError(f"{self.label}に、{said}")
        return typed


def _long(label: str, hint: str, *, required: bool = True, missing: str = "") -> Prose:
    return Prose(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
        error_messages={
            "required": missing or f"{label}を書いてください",
            "max_length": f"{label}は{LONG}字までで書いてください",
        },
    )


class FindForm(forms.Form):
    """The receipt number (none for a draft) and the look-up code."""

    number = forms.CharField(
        label=gettext_lazy("受付番号"),
        help_text=gettext_lazy(
            "例：R8-000012-2。入力の途中で保存した申請には、まだありません。空のままにしてください。"
        ),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("照会コード"),
        help_text=gettext_lazy("12けたの英数字です。例：CDFG-HJKM-2345"),
        max_length=40,
        error_messages={
            "required": gettext_lazy(
                "照会コードを入力してください。申請したとき、または保存したときの画面に出た12けたの英数字です"
            )
        },
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )

    def clean_number(self) -> str | None:
        """The number in its one form, or None where nothing was typed."""
        typed = self.cleaned_data["number"].strip()
        if not typed:
            return None
        number = numbers.parse_receipt_number(typed)
        if number is None:
            raise forms.ValidationError(
                _(
                    "受付番号が正しくありません。控えにある「R8-000012-2」のような番号を、もう一度確かめてください"
                )
            )
        return number

    def clean_code(self) -> str:
        """The code in its one form."""
        code = numbers.parse_lookup_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("照会コードは12けたの英数字です。もう一度確かめてください"))
        return code


class CorrectionForm(forms.Form):
    """Which fields, what is wrong, until when (行政手続法7条: 相当の期間)."""

    fields_to_correct = forms.MultipleChoiceField(
        label="直してもらう項目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "直してもらう項目を1つ以上選んでください"},
    )
    message = _long("申請者への説明", "何を、どう直せばよいかを書きます。申請者にそのまま見えます。")
    due_on = forms.CharField(
        label="期限",
        help_text="和暦でも西暦でも入力できます。例：令和8年12月1日",
        max_length=40,
        error_messages={"required": "期限を入力してください"},
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(
        self,
        data: Any,
        *,
        sections: Sequence[Section],
        today: datetime.date,
    ) -> None:
        super().__init__(data)
        self.today = today
        choices: Any = self.fields["fields_to_correct"]
        choices.choices = [
            (section.title, [(row.field_id, row.label) for row in section.rows]) for section in sections
        ]
        self.fields["due_on"].initial = dates.wareki(today + timedelta(days=14))

    def clean_due_on(self) -> datetime.date:
        """A day from tomorrow to a year ahead."""
        try:
            day = dates.parse_date(self.cleaned_data["due_on"])
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem
        if not self.today < day <= self.today + timedelta(days=366):
            raise forms.ValidationError("期限は、明日から1年以内の日にしてください")
        return day


class DecisionForm(forms.Form):
    """The outcome and its reasons, for a draft and for a decision."""

    outcome = forms.ChoiceField(
        label="結果",
        widget=forms.RadioSelect,
        error_messages={"required": "結果を選んでください", "invalid_choice": "結果を選んでください"},
    )
    reasons = _long(
        "理由",
        "根拠となる条文、審査基準、事実を書きます。認めない決定では必須で、通知書に載ります（行政手続法8条）。",
        required=False,
    )

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.definition = application.definition
        choices: Any = self.fields["outcome"]
        choices.choices = [(outcome.id, outcome.title) for outcome in self.definition.outcomes]

    def clean(self) -> dict[str, Any]:
        """Reasons stand with every outcome that the definition asks them for."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") and cleaned.get("reasons") == "":
            outcome = self.definition.outcome(cleaned["outcome"])
            if outcome.reasons:
                self.fields["reasons"].required = True
                self.add_error(
                    "reasons",
                    f"「{outcome.title}」には理由が要ります。根拠となる条文、審査基準、事実を書いてください",
                )
        return cleaned


class RemarkForm(forms.Form):
    """Why a draft goes back to the one who drafted it."""

    remark = _long("差し戻す理由", "起案した人に見えます。申請者には見えません。")


class AssentForm(forms.Form):
    """Nothing is typed: the press of the button says it all."""


class AssignForm(forms.Form):
    """Who becomes the one in charge."""

    staff = forms.ChoiceField(
        label="担当にする職員",
        error_messages={
            "required": "担当にする職員を選んでください",
            "invalid_choice": "担当にする職員を選んでください",
        },
    )

    def __init__(self, data: Any, *, staff: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choices: Any = self.fields["staff"]
        choices.choices = [("", "選んでください"), *staff]


OTHERS_AGREED = (
    "ほかの課が合議・審査した案なので、理由は変えられません（変えると、合議からやり直しになります）。"
    "空のままにすると、起案ごとの理由で決裁します。"
)


class TogetherForm(forms.Form):
    """One reason for cases that are decided alike."""

    reasons = _long(
        "全件に共通の理由",
        "書くと、どの案件にもこの理由が付きます。空のままなら、起案ごとの理由がそのまま残ります。",
        required=False,
    )

    def __init__(self, data: Any, *, others_agreed: bool = False) -> None:
        super().__init__(data)
        self._others_agreed = others_agreed
        if others_agreed:
            self.fields["reasons"].help_text = OTHERS_AGREED

    def clean_reasons(self) -> str:
        """Other reasons are another draft: whoever agreed to this one would have to be asked again."""
        typed: str = self.cleaned_data["reasons"]
        if typed.strip() and self._others_agreed:
            raise forms.ValidationError(OTHERS_AGREED)
        return typed


class CommentForm(forms.Form):
    """One comment for drafts that go on."""

    comment = _long("全件に共通の意見", "決裁する人に見えます。申請者には見えません。", required=False)


class SupplementForm(forms.Form):
    """One box for each document that the applicant put off; at least one of them is filled."""

    use_required_attribute = False

    def __init__(self, owed: Sequence[Field], data: Any, files: Any) -> None:
        super().__init__(data, files, label_suffix="")
        for asked in owed:
            # Now it is sent: it can neither be put off again nor left to the town.
            kind = kind_of(asked.model_copy(update={"later": False, "known": None, "required": False}))
            field = kind.form_field()
            field.initial = kind.initial(None)
            self.fields[asked.id] = field

    def clean(self) -> dict[str, Any]:
        """Something must be sent; which of the documents is the applicant's choice."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            first = next(iter(self.fields), None)
            self.add_error(first, _("書類を1つ以上選んでください"))
        return cleaned

    def uploads(self) -> dict[str, list[Any]]:
        """The files that came, by the document for which they came."""
        return {name: list(answer.uploads) for name, answer in self.cleaned_data.items() if answer}


class DelayForm(forms.Form):
    """Until when the result is put off, and why (延期の通知)."""

    until = forms.CharField(
        label="延期した後の期限",
        help_text="和暦でも西暦でも入力できます。例：令和8年12月25日",
        max_length=40,
        error_messages={"required": "延期した後の期限を入力してください"},
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    reasons = _long("延期の理由", "なぜ期限までに結果が出ないのかを書きます。通知書にそのまま載ります。")

    def __init__(self, *args: Any, beyond: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if beyond:
            # Another article lets it be put off for longer; whoever applies it says so.
            self.fields["beyond"] = forms.BooleanField(
                label=f"{beyond}を適用する",
                required=False,
                help_text="量が著しく多いときなど、この条文によって、もっと長く延ばすときだけ選びます。",
            )

    def clean_until(self) -> datetime.date:
        """A day; whether the law allows it, the action says."""
        try:
            return dates.parse_date(self.cleaned_data["until"])
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


class SecondForm(forms.Form):
    """For what a second official is asked about a case that a protection (支援措置) keeps back, and why."""

    purposes = forms.MultipleChoiceField(
        label="頼むこと",
        widget=forms.CheckboxSelectMultiple,
        choices=[(purpose.value, purpose.label) for purpose in ABOUT_CASES],
        error_messages={
            "required": "頼むことを1つ以上選んでください",
            "invalid_choice": "頼むことを選び直してください",
        },
    )
    reason = Prose(
        label="理由",
        help_text="二人目が、これを読んで決めます。氏名や住所は書きません。",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={
            "required": "理由を入力してください",
            "max_length": "理由は500文字以内で入力してください",
        },
    )

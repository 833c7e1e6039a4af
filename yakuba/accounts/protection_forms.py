"""What officers and officials type about protections (支援措置)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from yakuba.accounts.actions.protections import LONGEST, LONGEST_REASON
from yakuba.accounts.models import Protection, Purpose
from yakuba.core import dates, text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.accounts.models import Department, Staff

EXAMPLE = "和暦でも西暦でも入力できます。例：令和9年11月20日"


class Day(forms.Field):
    """A day as people write it."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        words = {"required": f"{options['label']}を入力してください"}
        hint = options.pop("help_text", EXAMPLE)
        super().__init__(help_text=hint, error_messages=words, **options)
        self.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        """The day, or None where nothing was typed."""
        typed = str(value or "").strip()[:40]
        if not typed:
            return None
        try:
            return dates.parse_date(typed)
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> str:
        """A day as it is written; what was typed stays as it is."""
        return dates.wareki(value) if hasattr(value, "isoformat") else str(value or "")


class Words(forms.CharField):
    """Some words that are kept sealed; what no page can show is refused."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        label, longest = options["label"], options.setdefault("max_length", 100)
        words = {
            "required": f"{label}を入力してください",
            "max_length": f"{label}は{longest}文字以内で入力してください",
        }
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        widget.attrs |= {"class": "input", "autocomplete": "off"}
        super().__init__(error_messages=words, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """The words, if they can be shown."""
        typed = str(super().clean(value) or "").strip()
        if said := text.forbidden(typed.replace("\r\n", "\n")):
            raise forms.ValidationError(f"{self.label}に、{said}")
        return typed


def why(label: str = "理由") -> Words:
    """Why something is asked, for who answers."""
    hint = "二人目が、これを読んで決めます。氏名や住所は書きません。"
    return Words(label=label, help_text=hint, max_length=LONGEST_REASON, rows=3)


class FlagForm(forms.Form):
    """Who is to be protected, against what, until when."""

    family = Words(label="姓", max_length=50)
    given = Words(label="名", max_length=50)
    kana = Words(label="ふりがな", max_length=100, required=False)
    birth_date = Day(label="生年月日", required=False, help_text="例：平成2年4月1日、1990-04-01")
    telephone = Words(label="電話番号", max_length=30, required=False)
    mail = Words(label="メールアドレス", max_length=200, required=False)
    reason = forms.ChoiceField(
        label="支援の理由",
        widget=forms.RadioSelect,
        choices=Protection.Reason.choices,
        error_messages={
            "required": "支援の理由を選んでください",
            "invalid_choice": "支援の理由を選んでください",
        },
    )
    department = forms.ChoiceField(
        label="所管",
        help_text="二人目の確認を求める作業が、この課の「やること」に出ます。",
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "所管を選んでください", "invalid_choice": "所管を選んでください"},
    )
    until_on = Day(label="期間の終わり")
    note = Words(
        label="連絡先と注意",
        help_text="相談機関の名前、連絡してよい方法と時間など。",
        max_length=2000,
        rows=4,
        required=False,
    )

    def __init__(self, *arguments: Any, departments: Sequence[Department], today: datetime.date) -> None:
        super().__init__(*arguments)
        # Each choice is named, so that an officer of two departments knows which is which.
        choices: Any = self.fields["department"]
        choices.choices = [(str(one.pk), str(one)) for one in departments]
        self.departments = {str(one.pk): one for one in departments}
        self.fields["until_on"].initial = today + LONGEST - timedelta(days=1)

    def clean_department(self) -> Department:
        """The department itself."""
        return self.departments[self.cleaned_data["department"]]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed about the person, by meaning."""
        typed = self.cleaned_data
        born = typed["birth_date"]
        return {
            "person.name": {"family": typed["family"], "given": typed["given"]},
            "person.kana": typed["kana"],
            "person.birth_date": born.isoformat() if born else "",
            "person.telephone": typed["telephone"],
            "person.mail": typed["mail"],
        }


class AskForm(forms.Form):
    """What a second officer is asked about a protection itself."""

    purpose = forms.ChoiceField(
        label="頼むこと",
        widget=forms.RadioSelect,
        error_messages={"required": "頼むことを選んでください", "invalid_choice": "頼むことを選んでください"},
    )
    until_on = Day(
        label="新しい期間の終わり", required=False, help_text="延長のときだけ入力します。例：令和9年11月20日"
    )
    reason = why()

    def __init__(self, *arguments: Any, purposes: Sequence[Purpose]) -> None:
        super().__init__(*arguments)
        choices: Any = self.fields["purpose"]
        labels = {Purpose.VIEW: "だれの支援措置かを見る"}
        choices.choices = [(one.value, labels.get(one, one.label)) for one in purposes]


class AnswerForm(forms.Form):
    """Whether somebody agrees, and a word to who asked."""

    remark = Words(
        label="ひとこと",
        help_text="認めないときは、理由を書くと伝わります。",
        max_length=LONGEST_REASON,
        rows=2,
        required=False,
    )


class AppointForm(forms.Form):
    """Who sees to protections from when until when."""

    staff = forms.ChoiceField(
        label="職員",
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "職員を選んでください", "invalid_choice": "職員を選んでください"},
    )
    from_on = Day(label="始まりの日")
    until_on = Day(label="終わりの日", required=False, help_text="決まっていなければ、空のままにします。")

    def __init__(self, *arguments: Any, staff: Sequence[Staff], today: datetime.date) -> None:
        super().__init__(*arguments)
        choices: Any = self.fields["staff"]
        choices.choices = [("", "選んでください"), *((str(one.pk), one.name) for one in staff)]
        self.people = {str(one.pk): one for one in staff}
        self.fields["from_on"].initial = today

    def clean_staff(self) -> Staff:
        """The member of staff."""
        return self.people[self.cleaned_data["staff"]]

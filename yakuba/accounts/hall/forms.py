"""What officials type about the organisation: a day, a post, a login, a rule, an absence, the file of April."""

from __future__ import annotations

import base64
import binascii
import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import make_aware

from yakuba.accounts import queries
from yakuba.accounts.models import Absence, Membership, Rank
from yakuba.core import dates, text
from yakuba.core.dates import TOKYO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yakuba.accounts.models import Department, Staff

RULE_EFFECTS = (("", "どちらでも"), ("grant", "認めるとき"), ("refuse", "認めないとき"))
Choices = list[tuple[str, Any]]


class Day(forms.CharField):
    """A day in any of the ways in which people write one."""

    def __init__(
        self, label: str, *, hint: str = "例：令和9年4月1日、2027-04-01", required: bool = True
    ) -> None:
        """Say what the day is."""
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            max_length=40,
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            error_messages={"required": f"{label}を入力してください"},
        )

    def clean(self, value: Any) -> Any:
        """The day, or None where nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return dates.parse_date(typed)
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


class Clock(forms.CharField):
    """A time of the day, of either width: 13:30, 13時30分, 9時."""

    def __init__(self, label: str) -> None:
        """Say what the time is."""
        super().__init__(
            label=label,
            help_text="1日じゅうなら空のままにします。例：13:30",
            required=False,
            max_length=10,
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> Any:
        """The time, or None where nothing was typed."""
        typed = text.normalise(super().clean(value) or "").replace("時", ":").replace("分", "").strip()
        if not typed:
            return None
        hour, _, minute = typed.partition(":")
        try:
            return datetime.time(int(hour), int(minute or "0"))
        except ValueError as problem:
            raise forms.ValidationError(
                "時刻として読めません。「13:30」のように入力してください"
            ) from problem


def _words(label: str, *, most: int, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": f"{label}を入力してください",
            "max_length": f"{label}は{most}文字までで入力してください",
        },
    )


def _choice(
    label: str, choices: Iterable[tuple[str, Any]] = (), *, hint: str = "", required: bool = True
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=list(choices),
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "required": f"{label}を選んでください",
            "invalid_choice": f"{label}を選び直してください",
        },
    )


def department_choices(departments: Iterable[Department], *, empty: str = "") -> Choices:
    """Departments to choose from, by their codes."""
    rows = [(row.code, f"{row.name} {row.section}".strip()) for row in departments]
    return [("", empty), *rows] if empty else [("", "選んでください"), *rows]


# The April file -------------------------------------------------------------------------------------
class SheetForm(forms.Form):
    """The file of a reorganisation."""

    file = forms.FileField(
        label="組織変更のファイル（CSV）",
        help_text="UTF-8でもShift_JISでも読めます。1MBまで。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,text/csv"}),
        error_messages={"required": "ファイルを選んでください"},
    )

    @property
    def content(self) -> bytes:
        """What was uploaded, one byte more than is taken at most."""
        found: bytes = self.cleaned_data["file"].read(queries.LARGEST_REORGANISATION + 1)
        return found


class ShownSheetForm(forms.Form):
    """The file that was shown, and the stamp of what was shown of it."""

    content = forms.CharField(widget=forms.HiddenInput)
    stamp = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        """The bytes of the file."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as problem:
            raise forms.ValidationError("ファイルをもう一度選んでください") from problem


# Days, people and posts -----------------------------------------------------------------------------
class OnForm(forms.Form):
    """On which day."""

    on = Day("いつの組織か", required=False)


class NewStaffForm(forms.Form):
    """A login and a name."""

    login = _words("ログイン名", most=150, hint="例：tanaka-h。後から変えられません。")
    name = _words("氏名", most=80, hint="姓と名の間に空白を入れます。")


class PostForm(forms.Form):
    """Where somebody works, as what, from when until when."""

    department = _choice("部署")
    role = _choice(
        "役割",
        Membership.Role.choices,
        hint="担当は審査を、決裁者は決裁を、情報担当はこのシステムの管理をします。",
    )
    rank = _choice("職", Rank.choices, hint="専決・代決・回議の順番に使います。")
    title = _words("職名", most=40, required=False, hint="名札の呼び名です。空なら職の名前が出ます。例：主事")
    from_on = Day("開始日")
    until_on = Day("終了日", required=False, hint="決まっていなければ空のままにします。")

    def __init__(self, *args: Any, departments: Iterable[Department], **more: Any) -> None:
        """Offer these departments."""
        super().__init__(*args, **more)
        self.fields["department"].choices = department_choices(departments)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days stand in their order."""
        found = super().clean() or {}
        _check_days(self, found)
        return found


class EndForm(forms.Form):
    """The last day of something."""

    until_on = Day("最後の日", hint="この日まで有効です。例：令和9年3月31日")


def _check_days(form: forms.Form, found: dict[str, Any]) -> None:
    first, last = found.get("from_on"), found.get("until_on")
    if first and last and last < first:
        form.add_error("until_on", "終了日が開始日より前です。開始日か、その後の日にしてください")


# Rules of deciding ----------------------------------------------------------------------------------
class DelegationForm(forms.Form):
    """A line of the table of delegated decisions."""

    decider = _choice("決裁する職", Rank.choices)
    procedure = _choice("手続", required=False)
    effect = _choice("結果", RULE_EFFECTS, required=False)
    department = _choice("部署", required=False)
    up_to_yen = forms.IntegerField(
        label="上限額（円）",
        required=False,
        min_value=0,
        max_value=999_999_999_999,
        help_text="この額まで決裁できます。額によらないなら空のままにします。",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "数字で入力してください",
            "min_value": "0以上の額を入力してください",
            "max_value": "額が大きすぎます",
        },
    )
    source = _words("根拠", most=80, required=False, hint="例：軽井沢町事務専決規程 別表第1")
    from_on = Day("開始日")

    def __init__(
        self, *args: Any, departments: Iterable[Department], procedures: Choices, **more: Any
    ) -> None:
        """Offer these departments and procedures."""
        super().__init__(*args, **more)
        self.fields["procedure"].choices = [("", "すべての手続"), *procedures]  # type: ignore[attr-defined]
        chosen = department_choices(departments, empty="すべての部署")
        self.fields["department"].choices = chosen  # type: ignore[attr-defined]


class ActingForm(forms.Form):
    """A line of the order of acting decisions."""

    absent = _choice("不在の職", Rank.choices)
    acting = _choice("代わりに決裁する職", Rank.choices)
    order = forms.IntegerField(
        label="順番",
        min_value=1,
        max_value=99,
        initial=1,
        help_text="1番目の人も不在なら、2番目の人が代決します。",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "順番を入力してください",
            "invalid": "1から99までの数字を入力してください",
            "min_value": "1から99までの数字を入力してください",
            "max_value": "1から99までの数字を入力してください",
        },
    )
    department = _choice("部署", required=False)
    from_on = Day("開始日")

    def __init__(self, *args: Any, departments: Iterable[Department], **more: Any) -> None:
        """Offer these departments."""
        super().__init__(*args, **more)
        chosen = department_choices(departments, empty="すべての部署")
        self.fields["department"].choices = chosen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nobody acts for the same post."""
        found = super().clean() or {}
        if found.get("absent") and found.get("absent") == found.get("acting"):
            self.add_error("acting", "不在の職と同じです。別の職を選んでください")
        return found


class TryForm(forms.Form):
    """Which case would be decided by whom."""

    outcome = _choice("手続と結果")
    amount_yen = forms.IntegerField(
        label="額（円）",
        required=False,
        min_value=0,
        max_value=999_999_999_999,
        help_text="額のある手続だけ入力します。",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "数字で入力してください",
            "min_value": "0以上の額を入力してください",
            "max_value": "額が大きすぎます",
        },
    )
    on = Day("いつ", required=False, hint="空なら今日です。")

    def __init__(self, *args: Any, outcomes: Choices, **more: Any) -> None:
        """Offer these outcomes, under the titles of their procedures."""
        super().__init__(*args, **more)
        self.fields["outcome"].choices = [("", "選んでください"), *outcomes]  # type: ignore[attr-defined]


# Absences -------------------------------------------------------------------------------------------
class AbsenceForm(forms.Form):
    """Who is away, why, from when until when."""

    staff = _choice("だれの不在か")
    kind = _choice("わけ", Absence.Kind.choices)
    from_on = Day("始まりの日", hint="例：令和8年12月3日")
    from_time = Clock("始まりの時刻")
    until_on = Day("終わりの日", required=False, hint="同じ日なら空のままにします。")
    until_time = Clock("終わりの時刻")

    def __init__(self, *args: Any, people: Iterable[Staff], **more: Any) -> None:
        """Offer these people; the first is who types."""
        super().__init__(*args, **more)
        self.fields["staff"].choices = [(str(row.pk), row.name) for row in people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two moments, the second after the first."""
        found = super().clean() or {}
        first = found.get("from_on")
        if first is None or self.errors:
            return found
        last = found.get("until_on") or first
        begin = _moment(first, found.get("from_time") or datetime.time(0))
        end_time = found.get("until_time")
        end = (
            _moment(last, end_time)
            if end_time
            else _moment(last + datetime.timedelta(days=1), datetime.time(0))
        )
        if end <= begin:
            self.add_error("until_on", "終わりが始まりより前です。日と時刻を確かめてください")
        elif end - begin > datetime.timedelta(days=366):
            self.add_error("until_on", "1年より長い不在は入力できません。終わりの日を確かめてください")
        found["from_at"], found["until_at"] = begin, end
        return found


def _moment(on: datetime.date, at: datetime.time) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(on, at), TOKYO)

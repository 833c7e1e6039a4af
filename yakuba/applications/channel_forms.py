"""What officials type about paper and telephone: the stamp, who said what, and why."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from yakuba.applications.actions import CODE_WAYS, Said
from yakuba.applications.forms import LONG, Prose
from yakuba.applications.models import ELECTRONIC, Call, Channel, Identification, Posting, Revocation
from yakuba.applications.step_form import SHORT, Day, Line
from yakuba.core import dates
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yakuba.documents.actions import Admitted
    from yakuba.procedures.models import Version
    from yakuba.procedures.queries import Section

NOT_ONLINE = [(channel.value, channel.label) for channel in Channel if channel not in ELECTRONIC]
DAY_HINT = "和暦でも西暦でも入力できます。例：令和8年11月20日"


def day(label: str, *, hint: str = DAY_HINT, required: bool = True) -> Day:
    """A day as people write it; which one may be, the action says."""
    return Day(
        label=label,
        help_text=hint,
        max_length=40,
        required=required,
        error_messages={"required": f"{label}を入力してください"},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def line(label: str, *, hint: str = "", required: bool = True) -> Line:
    """One line of text."""
    return Line(
        label=label,
        help_text=hint,
        required=required,
        max_length=SHORT,
        error_messages={
            "required": f"{label}を入力してください",
            "max_length": f"{label}は{SHORT}字までで入力してください",
        },
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def words(label: str, hint: str, *, required: bool = True) -> Prose:
    """A box for what officials write down."""
    return Prose(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
        error_messages={
            "required": f"{label}を書いてください",
            "max_length": f"{label}は{LONG}字までで書いてください",
        },
    )


def one_of(label: str, choices: Sequence[tuple[str, str]], *, hint: str = "") -> forms.ChoiceField:
    """One of a few."""
    wrong = f"{label}を選んでください"
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def scan_field(label: str, hint: str) -> forms.FileField:
    """A scan, which the one gate will judge."""
    return forms.FileField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.FileInput(attrs={"class": "input", "accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "empty": "選んだファイルは中身が空です。元のファイルが開けるか確かめて、選び直してください",
            "invalid": "ファイルを選び直してください",
            "missing": "ファイルを選び直してください",
        },
    )


class WithScan(forms.Form):
    """A form beside which a scan may come."""

    def clean_scan(self) -> Admitted | None:
        """The file, let in by the gate."""
        upload = self.cleaned_data["scan"]
        try:
            return documents.admit(upload) if upload else None
        except documents.Refused as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        """A browser forgets the file of a page that comes back: say so."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors and self.files and "scan" not in self.errors:
            self.add_error("scan", "ほかの項目を直してから、ファイルをもう一度選んでください")
        return cleaned


class IntakeForm(WithScan):
    """Which procedure, when it was stamped, how it came, and its scan (収受)."""

    procedure = forms.ChoiceField(
        label="手続",
        error_messages={"required": "手続を選んでください", "invalid_choice": "手続を選んでください"},
        widget=forms.Select(attrs={"class": "input"}),
    )
    channel = one_of("届いた方法", NOT_ONLINE)
    received_on = day(
        "収受印の日", hint="標準処理期間と法律の期限は、この日から数えます。和暦でも西暦でも入力できます。"
    )
    scan = scan_field(
        "読み取った申請書", "PDFか写真です。あとから入力するときに、ここを見ながら入力できます。"
    )
    note = words(
        "収受のメモ", "封筒の消印の日、同封されていたものなど。申請者には見えません。", required=False
    )

    def __init__(self, versions: Sequence[Version], *arguments: Any, today: datetime.date) -> None:
        super().__init__(*arguments)
        chosen: Any = self.fields["procedure"]
        chosen.choices = [("", "選んでください")] + [
            (version.procedure, version.definition.title) for version in versions
        ]
        self.fields["received_on"].initial = dates.wareki(today)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = words("理由", "記録に残ります。")


class AgainForm(forms.Form):
    """Whether a paper is issued anew or replaced, and why."""

    kind = one_of(
        "どうしますか",
        [
            ("reissue", "再発行：同じ内容で、もう一度出す（なくした、届かないなど）"),
            ("replace", "差し替え：今の案件の内容で作り直す（氏名や住所の誤りを直したなど）"),
        ],
    )
    reason = words("理由", "文書には載りません。記録に残ります。")


class PostedForm(forms.Form):
    """On which day a bundle was brought to the post."""

    posted_on = day(
        "郵送した日", hint="この日が、通知の施行日（発送した日）になります。和暦でも西暦でも入力できます。"
    )


class ReachedForm(forms.Form):
    """On which day the notice reached the applicant."""

    reached_on = day("届いた日", hint="配達証明などで分かった日です。和暦でも西暦でも入力できます。")


class ReturnedForm(forms.Form):
    """On which day a letter came back, and why."""

    returned_on = day("戻った日")
    why = one_of("戻った理由", Posting.Return.choices)


class SaidForm(WithScan):
    """Who said what, when, how (電話等の記録)."""

    channel = one_of("方法", NOT_ONLINE)
    speaker = one_of("話した人", Call.Speaker.choices)
    speaker_name = line("話した人の名前")
    heard_on = day("聞いた日")
    heard_time = line("聞いた時刻", hint="例：14:30")
    words = words("聞いた内容", "だれが読んでも分かるように、話した順に書きます。申請者には見えません。")
    scan = scan_field("届いた書面", "書面が届いたときだけ。PDFか写真です。")

    def __init__(self, *arguments: Any, now: datetime.datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        local = timezone.localtime(now)
        self.fields["channel"].initial = Channel.TELEPHONE.value
        self.fields["heard_on"].initial = dates.wareki(local.date())
        self.fields["heard_time"].initial = f"{local:%H:%M}"

    def clean_heard_time(self) -> datetime.time:
        """A time of day."""
        found = re.fullmatch(r"([0-9]{1,2})[:時]([0-9]{1,2})分?", self.cleaned_data["heard_time"])
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise forms.ValidationError("聞いた時刻は「14:30」のように入力してください")
        return datetime.time(int(found[1]), int(found[2]))

    def said(self) -> Said:
        """What was typed, with the scan that the gate has admitted."""
        typed = self.cleaned_data
        at = datetime.datetime.combine(typed["heard_on"], typed["heard_time"])
        return Said(
            channel=typed["channel"],
            speaker=typed["speaker"],
            speaker_name=typed["speaker_name"],
            words=typed["words"],
            heard_at=timezone.make_aware(at, dates.TOKYO),
            scan=typed["scan"],
        )


class CallForm(SaidForm):
    """A call of which nothing comes but the note, or the wish to take the application back."""

    about = one_of("扱い", [("note", "聞いたことだけを残す"), ("withdrawal", "申請を取り下げる")])


class WhichForm(forms.Form):
    """Which answers are corrected as told."""

    fields_to_correct = forms.MultipleChoiceField(
        label="訂正する項目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "訂正する項目を1つ以上選んでください",
            "invalid_choice": "訂正する項目を選び直してください",
        },
    )

    def __init__(self, sections: Sequence[Section], correctable: set[str], *arguments: Any) -> None:
        super().__init__(*arguments)
        choices: Any = self.fields["fields_to_correct"]
        choices.choices = [
            (section.title, rows)
            for section in sections
            if (rows := [(row.field_id, row.label) for row in section.rows if row.field_id in correctable])
        ]


class DeathForm(SaidForm):
    """When the applicant died, and who told so."""

    died_on = day("亡くなった日")


class CodeForm(forms.Form):
    """How it was checked who asks for another look-up code, and how it reaches them."""

    checked = one_of("本人確認", Identification.choices)
    seen = line("確かめた書類", hint="例：運転免許証。書類の番号は書きません。")
    way = one_of("渡し方", list(CODE_WAYS.items()))


class HeirForm(WithScan):
    """Who goes on in the place of the dead (承継人)."""

    family = line("承継人の姓")
    given = line("承継人の名")
    kana = line("フリガナ", required=False)
    birth_date = day("生年月日", required=False)
    postal_code = line("郵便番号", hint="例：389-0111", required=False)
    address = line("住所", hint="通知書を郵送する宛先になります。")
    telephone = line("電話番号", required=False)
    mail = line("メールアドレス", required=False)
    relation = line("亡くなった方との続柄", hint="例：長男")
    scan = scan_field("引き継ぐことが分かる書類", "戸籍の写し、相続人の代表を決めた書類など。PDFか写真です。")

    def facts(self) -> dict[str, Any]:
        """What is known of the heir, by meaning."""
        typed = self.cleaned_data
        told = {
            "person.name": {"family": typed["family"], "given": typed["given"]},
            "person.birth_date": typed["birth_date"].isoformat() if typed["birth_date"] else "",
        }
        same = ("kana", "postal_code", "address", "telephone", "mail")
        return told | {f"person.{name}": typed[name] for name in same}


class RevokeForm(forms.Form):
    """How a decision is taken away, from when, why, and how the person was heard (行政手続法13条・14条)."""

    kind = one_of(
        "種類", [choice for choice in Revocation.Kind.choices if choice[0] != Revocation.Kind.REOPEN.value]
    )
    effective_on = day(
        "撤回の効力が生じる日",
        hint="撤回のときだけ。今日以後の日です。取消しは、決定の日にさかのぼります。",
        required=False,
    )
    reasons = words(
        "理由", "根拠となる条文と、その事実を書きます。通知書にそのまま載ります（行政手続法14条）。"
    )
    hearing = one_of("意見を聞く手続（行政手続法13条）", Revocation.Hearing.choices)
    hearing_note = words(
        "意見を聞いた記録", "聴聞や弁明の日と結果など。申請者には見えません。", required=False
    )

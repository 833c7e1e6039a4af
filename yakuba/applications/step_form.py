"""The one form of every step of a route: its kind says what is asked, this puts it on the page and judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from yakuba.applications import papers, walk
from yakuba.applications.forms import LONG, Prose
from yakuba.core import dates, text
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from yakuba.applications.models import Application
    from yakuba.documents.actions import Admitted
    from yakuba.procedures.definition import Outcome, Step
    from yakuba.procedures.steps import Act, Ask

# A number of a paper or of a register.
SHORT = 100
# What is never the day of today without somebody saying so: it stands on another authority's paper.
_NOT_TODAY = frozenset({"decided_on"})


class Day(forms.CharField):
    """A day that is past or today, in either way of counting years."""

    def clean(self, value: Any) -> Any:
        """The day, or None where nothing was typed."""
        typed = super().clean(value)
        try:
            return dates.parse_date(typed) if typed else None
        except dates.DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


class Line(Prose):
    """A number of a paper or of a register: digits of either width are the same."""

    def to_python(self, value: Any) -> str:
        """The line in one width."""
        return text.normalise(super().to_python(value))


class StepForm(forms.Form):
    """What is written down at one act of one step."""

    def __init__(
        self,
        application: Application,
        step: Step,
        act: Act,
        *arguments: Any,
        today: datetime.date,
    ) -> None:
        super().__init__(*arguments)
        self.application, self.step, self.act, self.today = application, step, act, today
        for ask in act.asks:
            if _is_asked(ask, application, step):
                self.fields[ask.name] = _FIELDS[ask.kind](self, ask)

    @property
    def typed(self) -> dict[str, Any]:
        """What the action takes: everything that was asked and filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def say(self, words: str) -> str:
        """A label or hint with the names of this step."""
        return walk.say(self.application, self.step, words)

    def clean_scan(self) -> Admitted | None:
        """The file, let in by the gate."""
        upload = self.cleaned_data["scan"]
        try:
            return documents.admit(upload) if upload else None
        except documents.Refused as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        """What hangs together: days, reasons, the entry in the register, the paper, and who came to the counter."""
        cleaned: dict[str, Any] = super().clean() or {}
        first = walk.first_day(self.application, self.step, walk.standing(self.application).get(self.step.id))
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if isinstance(field, Day) and day:
                self._blame(name, walk.day_problem(str(field.label), day, first=first, today=self.today))
        if cleaned.get("outcome"):
            self._judge_outcome(cleaned, self.application.definition.outcome(cleaned["outcome"]))
        if cleaned.get("method") == "counter" and not cleaned.get("identity"):
            self._blame("identity", "窓口で渡したときは、本人の確かめ方を選んでください")
        if self.errors and self.files:
            self._blame("scan", "ほかの項目を直してから、ファイルをもう一度選んでください")
        return cleaned

    def _judge_outcome(self, cleaned: dict[str, Any], outcome: Outcome) -> None:
        if outcome.effect == "refuse":
            # What is not accepted is not entered.
            for name in {"entered_on", "reference"} & set(self.fields) if self.act.name == "accept" else ():
                cleaned[name] = None
        elif self.step.register_:
            for name in ("entered_on", "reference"):
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self._blame(name, f"{self.fields[name].label}を入力してください")
        if outcome.reasons and cleaned.get("reasons") == "":
            self._blame(
                "reasons",
                f"「{outcome.title}」には理由が要ります。根拠となる条文、審査基準、事実を書いてください",
            )
        if self._needs_scan(outcome) and not cleaned.get("scan") and "scan" not in self.errors:
            self._blame(
                "scan",
                "申請者は、このサイトでの受け取りを選んでいます。届いた文書を読み取って、ファイルを選んでください",
            )

    def _needs_scan(self, outcome: Outcome) -> bool:
        is_wanted = outcome.document == "received" and "scan" in self.fields
        return is_wanted and papers.wants_electronic_notice(self.application)

    def _blame(self, name: str, problem: str) -> None:
        if problem and name in self.fields:
            self.fields[name].required = True
            self.add_error(name, problem)


def _is_asked(ask: Ask, application: Application, step: Step) -> bool:
    """Only what this definition has: a register, outcomes with reasons, papers of another authority."""
    outcomes = application.definition.outcomes
    if ask.name in {"entered_on", "reference"} and step.kind == "accept":
        return step.register_ is not None
    if ask.name == "reasons":
        return any(outcome.reasons for outcome in outcomes)
    if ask.name == "scan":
        return any(outcome.document == "received" for outcome in outcomes)
    return True


def _day(form: StepForm, ask: Ask) -> forms.Field:
    label = form.say(ask.label)
    return Day(
        label=label,
        help_text=ask.hint or "和暦でも西暦でも入力できます。例：令和8年12月1日",
        required=ask.is_required,
        initial=None if ask.name in _NOT_TODAY else dates.wareki(form.today),
        max_length=40,
        error_messages={"required": f"{label}を入力してください"},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def _line(form: StepForm, ask: Ask) -> forms.Field:
    label = form.say(ask.label)
    return Line(
        label=label,
        help_text=ask.hint,
        required=ask.is_required,
        max_length=SHORT,
        error_messages={
            "required": f"{label}を入力してください",
            "max_length": f"{label}は{SHORT}字までで書いてください",
        },
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def _prose(form: StepForm, ask: Ask) -> forms.Field:
    label = form.say(ask.label)
    return Prose(
        label=label,
        help_text=ask.hint,
        required=ask.is_required,
        max_length=LONG,
        error_messages={"max_length": f"{label}は{LONG}字までで書いてください"},
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
    )


def _choice(form: StepForm, ask: Ask) -> forms.Field:
    offered = [
        (code, words) for code, words in ask.options if code != "online" or papers.is_online(form.application)
    ]
    return _radio(ask, offered)


def _outcome(form: StepForm, ask: Ask) -> forms.Field:
    return _radio(ask, [(outcome.id, outcome.title) for outcome in form.application.definition.outcomes])


def _radio(ask: Ask, choices: list[tuple[str, str]]) -> forms.Field:
    missing = f"{ask.label}を選んでください"
    return forms.ChoiceField(
        label=ask.label,
        help_text=ask.hint,
        required=ask.is_required,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _scan(_form: StepForm, ask: Ask) -> forms.Field:
    return forms.FileField(
        label=ask.label,
        help_text=ask.hint,
        required=ask.is_required,
        widget=forms.FileInput(attrs={"class": "input", "accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "empty": "選んだファイルは中身が空です。元のファイルが開けるか確かめて、選び直してください",
            "invalid": "ファイルを選び直してください",
            "missing": "ファイルを選び直してください",
        },
    )


_FIELDS: dict[str, Callable[[StepForm, Ask], forms.Field]] = {
    "day": _day,
    "line": _line,
    "prose": _prose,
    "choice": _choice,
    "outcome": _outcome,
    "scan": _scan,
}

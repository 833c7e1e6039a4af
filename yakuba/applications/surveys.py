"""Reads of surveys: which there are, what was answered how often, and every answer as a row of a table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications.models import OFFICIALS, State, Submission
from yakuba.core import dates
from yakuba.procedures import queries as procedures
from yakuba.procedures.fields import is_answered, kind_of

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition, Field
    from yakuba.procedures.models import Version

# As many as a page can show; the table that is exported has all of them.
MOST_TEXTS = 300
# A number below this may tell who it was, once it is published.
SMALL = 3
# Excel takes a file for UTF-8 by this mark only.


@dataclass(frozen=True)
class Survey:
    """One survey (アンケート) of this town, and whose it is today."""

    version: Version
    department: Department

    @property
    def procedure(self) -> str:
        """The id of its procedure."""
        return self.version.procedure

    @property
    def definition(self) -> Definition:
        """The newest definition; answers to older ones count under the same questions."""
        return self.version.definition

    @property
    def department_id(self) -> UUID:
        """Whose posts decide who may see it."""
        return self.department.pk

    def reaches(self, actor: Actor) -> bool:
        """Whether it is a survey of a department of the actor."""
        return self.department_id in actor.departments_as(OFFICIALS)

    @cached_property
    def filed(self) -> list[Submission]:
        """Every answer, opened once. Those without a name stand in no order of arrival."""
        # What is disposed of is still counted, but says nothing any more.
        rows = Submission.objects.filter(
            application__version__procedure=self.procedure,
            application__state=State.CLOSED,
            matter__disposed_at__isnull=True,
        ).select_related("matter__key__town_key", "application__version")
        if self.definition.anonymous:
            return sorted(rows, key=lambda row: hashlib.sha256(row.pk.bytes).digest())
        # 支援措置: what a protected person answered under their name is neither shown nor taken out.
        return [row for row in rows.order_by("arrived_at", "pk") if not _is_protected(row)]

    @property
    def count(self) -> int:
        """How many answered."""
        counted: int = Submission.objects.filter(
            application__version__procedure=self.procedure, application__state=State.CLOSED
        ).count()
        return counted


@dataclass(frozen=True)
class Bar:
    """One answer, how often it was given, and its share of those who answered the question (whole percent)."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Result:
    """What was answered to one question: as bars, as numbers, or word by word."""

    field_id: str
    label: str
    answered: int
    unanswered: int
    bars: list[Bar]
    numbers: list[tuple[str, str]]
    texts: list[tuple[str, int]]
    more_texts: int = 0


def _is_protected(row: Submission) -> bool:
    definition = row.application.version.definition
    everybody = [procedures.known(definition, row.answers), *procedures.named(definition, row.answers)]
    return any(accounts.knows_protected(facts) for facts in everybody)


# Which there are ------------------------------------------------------------------------------------
def surveys(actor: Actor, on: datetime.date) -> list[Survey]:
    """The surveys of the actor's departments, by title."""
    found = [
        survey
        for version in procedures.catalogue()
        if version.definition.is_survey and (survey := _survey(version, on)) and survey.reaches(actor)
    ]
    return sorted(found, key=lambda survey: survey.definition.title)


def survey(procedure: str, actor: Actor, on: datetime.date) -> Survey | None:
    """One survey, if it is one of the actor's departments."""
    version = procedures.current(procedure)
    if version is None or not version.definition.is_survey:
        return None
    found = _survey(version, on)
    return found if found and found.reaches(actor) else None


def _survey(version: Version, on: datetime.date) -> Survey | None:
    department = accounts.department(version.definition.department, on, procedure=version.procedure)
    return Survey(version, department) if department else None


# What was answered ----------------------------------------------------------------------------------
def results(survey: Survey) -> list[Result]:
    """What was answered to every question, in the order in which they are asked."""
    return [_result(asked, _values(survey, asked)) for asked in questions(survey)]


def questions(survey: Survey) -> list[Field]:
    """Every question that was asked in any version, the newest wording first; a group by what it asks of each item."""
    definitions = [survey.definition, *_older(survey)]
    found: dict[str, Field] = {}
    for definition in definitions:
        for asked in definition.fields.values():
            for one in asked.fields or (asked,):
                if kind_of(one).is_asked:
                    found.setdefault(one.id, one)
    return list(found.values())


def _older(survey: Survey) -> list[Definition]:
    versions = {row.application.version.number: row.application.version for row in survey.filed}
    return [versions[number].definition for number in sorted(versions, reverse=True)]


def _values(survey: Survey, asked: Field) -> list[Any]:
    """Every answer to one question, None where it was left empty; of a group one for every item."""
    values: list[Any] = []
    for row in survey.filed:
        definition = row.application.version.definition
        if asked.id in definition.fields:
            values.append(row.answers.get(asked.id))
            continue
        group = next((one for one in definition.fields.values() if asked.id in one.inner), None)
        items = row.answers.get(group.id) or () if group else ()
        values += [item.get(asked.id) for item in items]
    return values


def _result(asked: Field, values: list[Any]) -> Result:
    given = [value for value in values if is_answered(value)]
    kind = kind_of(asked)
    classes = kind.classes()
    bars = _bars(classes, [kind.counted(value) for value in given]) if classes else []
    numbers = [] if classes else _numbers(asked, given)
    texts = [] if classes or numbers else _texts(asked, given)
    return Result(
        field_id=asked.id,
        label=asked.label,
        answered=len(given),
        unanswered=len(values) - len(given),
        bars=bars,
        numbers=numbers,
        texts=texts[:MOST_TEXTS],
        more_texts=max(0, len(texts) - MOST_TEXTS),
    )


def _bars(classes: dict[str, str], chosen: list[list[str]]) -> list[Bar]:
    whole = max(len(chosen), 1)
    # An option that the definition no longer has keeps the answers that it was given.
    gone = {code: code for codes in chosen for code in codes if code not in classes}
    return [
        Bar(label, number, round(100 * number / whole))
        for code, label in {**classes, **gone}.items()
        for number in (sum(code in codes for codes in chosen),)
    ]


def _numbers(asked: Field, given: list[Any]) -> list[tuple[str, str]]:
    numbers = [value for value in given if isinstance(value, int) and not isinstance(value, bool)]
    if not numbers or len(numbers) != len(given):
        return []
    kind = kind_of(asked)
    facts = (
        ("合計", sum(numbers)),
        ("平均", round(sum(numbers) / len(numbers), 1)),
        ("中央値", median(numbers)),
        ("最小", min(numbers)),
        ("最大", max(numbers)),
    )
    return [
        (label, kind.text(number) if isinstance(number, int) else f"{number:g}") for label, number in facts
    ]


def _texts(asked: Field, given: list[Any]) -> list[tuple[str, int]]:
    """Every text with how often it was given, in the order of the answers."""
    kind, counts = kind_of(asked), dict[str, int]()
    for value in given:
        text = kind.text(value)
        counts[text] = counts.get(text, 0) + 1
    return list(counts.items())


# As a table -----------------------------------------------------------------------------------------
def survey_table(survey: Survey) -> list[list[Any]]:
    """A head of labels, then one row for every answer; the day of arrival only where names are known."""
    asked = _columns(survey)
    days = [] if survey.definition.anonymous else ["回答日"]
    head = [*days, *(field.label for field in asked)]
    return [head, *(_row(survey, row, asked) for row in survey.filed)]


def _columns(survey: Survey) -> list[Field]:
    found: dict[str, Field] = {}
    for definition in [survey.definition, *_older(survey)]:
        for asked in definition.fields.values():
            found.setdefault(asked.id, asked)
    return list(found.values())


def _row(survey: Survey, row: Submission, asked: list[Field]) -> list[Any]:
    own = row.application.version.definition.fields
    days = [] if survey.definition.anonymous else [dates.wareki(localdate(row.arrived_at))]
    # Each answer is read by the definition that it was given under: its options may have changed since.
    return [*days, *(_cell(own.get(field.id, field), row.answers.get(field.id)) for field in asked)]


def _cell(asked: Field, value: Any) -> Any:
    return kind_of(asked).cell(value) if is_answered(value) else ""

"""Every shipped procedure, in every town's variant, comes from arrival to its end along its own route."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from yakuba.accounts import actions as accounts
from yakuba.applications.tests import walking
from yakuba.core.actors import MACHINE
from yakuba.procedures import loader
from yakuba.procedures.actions import publish
from yakuba.work.models import WorkItem

LONG_AGO = datetime.date(2020, 4, 1)
TOKYO = ZoneInfo("Asia/Tokyo")
TOWNS = {"": loader.written_for("")} | {
    slug: loader.written_for(slug)
    for slug in sorted({path.parent.name for path in loader.shipped_variants()})
}
DEFINITIONS = {
    (slug, name): loader.load_written(written)
    for slug, texts in TOWNS.items()
    for name, written in texts.items()
    if not slug or "/" in written.name
}
ERRANDS = [
    pytest.param(slug, name, effect, id=f"{slug or 'common'}-{name}-{effect}")
    for (slug, name), definition in DEFINITIONS.items()
    for effect in ("grant", "refuse")
    if not definition.is_survey and any(outcome.effect == effect for outcome in definition.outcomes)
]


@pytest.fixture
def office(town):
    """Found the department of a definition, with a clerk and a chief."""

    def found(code, now):
        department = accounts.found_department(
            code,
            name="見本課",
            symbol="見本",
            telephone="0267-00-0000",
            from_on=LONG_AGO,
            actor=MACHINE,
            now=now,
        )
        return walking.official("clerk", department, now), walking.official("chief", department, now)

    return found


@pytest.mark.parametrize(("slug", "name", "effect"), ERRANDS)
def test_a_shipped_procedure_comes_to_its_end(town, office, slug, name, effect):
    definition = DEFINITIONS[slug, name]
    example = definition.examples[0]
    now = datetime.datetime.combine(example.on, datetime.time(10), tzinfo=TOKYO)
    clerk, chief = office(definition.department, now)
    version = publish(TOWNS[slug][name].text, actor=MACHINE, now=now)
    application = walking.filed(version, example, now)
    outcome = next(outcome for outcome in definition.outcomes if outcome.effect == effect)
    application = walking.to_the_end(application, outcome, clerk, chief, now)
    assert (application.state, application.outcome) == ("closed", outcome.id)
    assert not WorkItem.objects.still_open().exists()
    assert application.matter.closed_at is not None

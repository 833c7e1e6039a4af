"""No table is forgotten: every sealed value and every keyed hash ends with its matter, or by a rule that says when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.apps import apps

from scripts import retention as page
from tests.rules import repository
from tests.rules.repository import none_of
from yakuba.core import retention
from yakuba.core.sealed import SealedField

if TYPE_CHECKING:
    from django.db import models

# What is named so is made of something that people are.
HASHES = re.compile(r"(_hash|^digest|^login)$")


# Of something else than people.
NOBODYS = {
    "procedures.Version.digest": "of the text of a definition, which is published",
    "accounts.Program.purpose": "why the town authorised a system",
    "documents.Document.code_hash": "of the code on a paper, which says that the paper is genuine, and nothing else",
}


def telling(model: type[models.Model]) -> list[str]:
    """The columns of a model that could tell a person: what is sealed, and what is a keyed hash."""
    columns = model._meta.concrete_fields
    return [one.name for one in columns if isinstance(one, SealedField) or HASHES.search(one.name)]


def covered() -> set[str]:
    """Every column that somebody sees to."""
    of_matters = {
        f"{model._meta.label}.{column}"
        for model in retention.of_matters()
        for column in retention.sealed_columns(model)
    }
    by_rule = {column for rule in retention.RULES.values() for column in rule.covers}
    return of_matters | retention.OF_MATTERS | by_rule


def everything() -> set[str]:
    return {
        f"{model._meta.label}.{column}"
        for model in apps.get_models()
        if model.__module__.startswith("yakuba.")
        for column in telling(model)
    }


def test_whatever_could_tell_a_person_is_forgotten_by_somebody():
    assert {
        "accounts.Person.name",
        "applications.Submission.answers",
        "documents.File.digest",
    } <= everything()
    none_of(sorted(everything() - covered() - set(NOBODYS)))


def test_what_a_rule_or_a_matter_covers_is_there():
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    none_of(sorted(covered() - fields))


def test_every_rule_says_what_how_long_and_why():
    for rule in retention.RULES.values():
        assert all((rule.what, rule.kept, rule.why)), rule.name
        assert bool(rule.forget) != bool(rule.otherwise), rule.name


def test_the_page_of_rules_is_current():
    written = (repository.DOCS / "operate" / "retention.md").read_text(encoding="utf-8")
    assert page.table() in written, (
        "docs/operate/retention.md is old: run `.venv/bin/python -m scripts.retention`"
    )

"""What is kept how long: every app declares its rules here, and what it forgets together with a matter.

A rule test walks all tables: a sealed value or a keyed hash that no rule and no matter covers fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from yakuba.core.actions import destroy_key
from yakuba.core.models import Matter, Scoped
from yakuba.core.sealed import SealedField

if TYPE_CHECKING:
    import datetime

# Forgets at most `limit` of what is over at `now`, in the caller's transaction; returns how many.
Forget = Callable[..., int]
WithMatter = Callable[[Matter, "datetime.datetime"], None]


@dataclass(frozen=True)
class Rule:
    """One line of the table: what, how long, why, and who sees to it; `forget` where the night does."""

    name: str
    what: str
    kept: str
    why: str
    covers: tuple[str, ...] = ()
    forget: Forget | None = None
    otherwise: str = ""


RULES: dict[str, Rule] = {}
WITH_MATTER: dict[str, WithMatter] = {}
# Columns ("accounts.Person.name_hash") that a matter's end empties.
OF_MATTERS: set[str] = set()


class BadRule(Exception):
    """A rule was declared twice, or says nobody who sees to it."""


def declare(rule: Rule) -> Rule:
    """Add one rule; either the night carries it out, or the rule says who does."""
    if rule.name in RULES or bool(rule.forget) == bool(rule.otherwise):
        raise BadRule(rule.name)
    RULES[rule.name] = rule
    return rule


def with_matter(*columns: str) -> Callable[[WithMatter], WithMatter]:
    """Let a function forget what these columns hold about a matter, in the transaction that ends the matter."""

    def keep(function: WithMatter) -> WithMatter:
        WITH_MATTER[f"{function.__module__}.{function.__qualname__}"] = function
        OF_MATTERS.update(columns)
        return function

    return keep


def forget_matter(matter: Matter, *, now: datetime.datetime) -> None:
    """Destroy the matter's key and take away whatever else could still tell a person, in the caller's transaction.

    Ids, codes, numbers and days stay, and so do events: what is counted stays countable. Called again it does nothing.
    """
    for function in WITH_MATTER.values():
        function(matter, now)
    for model in of_matters():
        if model.append_only is None:
            # What nobody can open any more takes no room; rows that are never changed keep their envelopes.
            rows: Any = model._default_manager
            rows.filter(matter=matter).update(**dict.fromkeys(sealed_columns(model)))
    if matter.key.destroyed_at is None:
        destroy_key(matter.key, now=now)


def of_matters() -> list[type[Scoped]]:
    """Every model with sealed values whose rows are a matter's."""
    found = []
    for model in apps.get_models():
        columns = {field.name: field for field in model._meta.concrete_fields}
        owner: Any = columns.get("matter")
        if issubclass(model, Scoped) and owner is not None and owner.related_model is Matter:
            found.append(model)
    return [model for model in found if sealed_columns(model)]


def sealed_columns(model: type[Any]) -> list[str]:
    """The names of a model's sealed values."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]

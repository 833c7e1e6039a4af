"""The one state machine: a table of named moves that locks, checks and sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext

from yakuba.core.models import Matter, Scoped
from yakuba.core.statements import kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

Row = TypeVar("Row", bound=models.Model)


class NotPossible(Exception):
    """The row is not in a state from which this move leads; the message is for the person."""

    def __init__(self, message: str, state: str) -> None:
        super().__init__(message)
        self.state = state


@dataclass(frozen=True)
class Move:
    """From which states a move leads where, and what to tell somebody who comes too late (in Japanese)."""

    sources: frozenset[str]
    target: str
    otherwise: str


def move(*sources: str, to: str, otherwise: str) -> Move:
    """One line of a table of moves."""
    return Move(frozenset(sources), to, otherwise)


def apply(row: Row, moves: Mapping[str, Move], name: str) -> Row:
    """Lock the row (its matter first), check the move and set `state`; the caller saves."""
    fresh = lock(row)
    step = moves[name]
    state = fresh.state  # type: ignore[attr-defined]
    if state not in step.sources:
        raise NotPossible(gettext(step.otherwise), state)
    fresh.state = step.target  # type: ignore[attr-defined]
    return fresh


def hold(matter_id: UUID) -> None:
    """Lock a matter until the transaction ends; held already, it is not asked for again. Lock order: matter, children."""
    if not _is_held(matter_id):
        _matter.get(pk=matter_id)
        _remember(matter_id)


def lock(row: Row) -> Row:
    """The row as it is now, locked until the transaction ends, and its matter before it, with key and town."""
    _require_transaction()
    matter_id: UUID | None = getattr(row, "matter_id", None)
    if matter_id is None:
        fresh: Row = _row(type(row), ("self",)).get(pk=row.pk)
    else:
        # The database locks in the order in which they are named here.
        named = ("self",) if _is_held(matter_id) else ("matter", "self")
        fresh = _row(type(row), named, "matter__key__town_key").get(pk=row.pk)
        _remember(matter_id)
    _carry_over(row, fresh)
    return fresh


@kept
def _matter(pk: UUID) -> models.QuerySet[Matter]:
    rows: models.QuerySet[Matter] = Matter.objects.select_for_update(of=("self",)).filter(pk=pk).only("pk")
    return rows


@cache
def _row(model: type[Row], named: tuple[str, ...], *beside: str) -> kept[Row]:
    objects: Any = model._default_manager

    def row(pk: Any) -> models.QuerySet[Row]:
        rows: models.QuerySet[Row] = objects.select_for_update(of=named).filter(pk=pk)
        return rows.select_related(*beside) if beside else rows

    return kept(row)


@dataclass(frozen=True)
class _Held:
    """That the transaction holds a matter, kept where Django forgets it with the transaction or savepoint that took it."""

    matter_id: UUID

    def __call__(self) -> None:
        """Nothing is left to do after the commit: the lock is gone."""


def _is_held(matter_id: UUID) -> bool:
    _require_transaction()
    held = _Held(matter_id)
    return any(after == held for _savepoints, after, _robust in transaction.get_connection().run_on_commit)


def _remember(matter_id: UUID) -> None:
    if not _is_held(matter_id):
        transaction.on_commit(_Held(matter_id))


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        # PostgreSQL says so by itself; SQLite would read without any lock.
        raise transaction.TransactionManagementError("a row is locked inside a transaction only")


def _carry_over(row: Row, fresh: Row) -> None:
    """Take along what was read beside the row and never changes, so that nobody asks for it again."""
    for field in row._meta.concrete_fields:
        target = field.related_model
        if not (
            isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, Scoped)
        ):
            continue
        if target.append_only == () and field.is_cached(row):
            beside = field.get_cached_value(row)
            if beside is not None and beside.pk == getattr(fresh, field.attname):
                field.set_cached_value(fresh, beside)

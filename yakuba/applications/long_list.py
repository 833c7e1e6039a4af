"""The list of cases, which takes no longer among a million than among a thousand.

Each department of an official, and each version of a procedure that is asked for, is one short walk along an index that
has the order of the list; the walks are merged, and only the rows of the page are read as a whole. One query for
everything would have to sort what several departments received before it could show the newest fifty.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from yakuba.accounts import queries as accounts
from yakuba.applications.models import OFFICIALS, Application
from yakuba.core import numbers
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.applications.lists import Choice
    from yakuba.applications.models import ApplicationQuerySet
    from yakuba.core.actors import Actor

PAGE = 50
Key = tuple[datetime.datetime, UUID]


@dataclass(frozen=True)
class Page:
    """One page of a list and the keys of its neighbours."""

    rows: list[Application]
    after: str
    is_first: bool


def for_staff(
    actor: Actor, *, choice: Choice | None = None, words: str = "", after: str = "", size: int = PAGE
) -> Page:
    """One page of what the actor's departments have received, newest first, by keyset.

    `after` is text as `Page.after` gave it; one that nobody gave begins at the beginning.
    """
    place = _place(after)
    walks = [_from(place, walk) for walk in _walks(actor, choice, words)]
    # The same case may be found on two walks: by its applicant and by its procedure.
    keys = list(islice(_once(walks, size + 1), size + 1))
    rows = Application.objects.with_everything().in_bulk([pk for _, pk in keys[:size]])
    more = f"{keys[size - 1][0].isoformat()}_{keys[size - 1][1]}" if len(keys) > size else ""
    return Page([rows[pk] for _, pk in keys[:size]], more, is_first=place is None)


def walks_of(actor: Actor, *, choice: Choice | None = None, words: str = "") -> list[ApplicationQuerySet]:
    """The walks of a list, to look at how the database goes along them."""
    return [walk.order_by("-submitted_at", "-pk") for walk in _walks(actor, choice, words)]


def _walks(actor: Actor, choice: Choice | None, words: str) -> list[ApplicationQuerySet]:
    if number := numbers.parse_receipt_number(words):
        # Who was only asked about a case finds it by its number.
        rows = Application.objects.visible_to(actor).filter(matter__number=number)
        return [choice.of(rows) if choice else rows]
    hidden = accounts.hidden_from(actor)
    received = Application.objects.exclude(submitted_at=None).exclude(matter__number=None)
    if hidden:
        received = received.exclude(matter__in=hidden)
    theirs = actor.departments_as(OFFICIALS)
    parts = _parts(choice, words)
    return [received.filter(part, department=department) for department in theirs for part in parts]


def _parts(choice: Choice | None, words: str) -> list[Q]:
    """What is asked for, as conditions each of which one index answers."""
    versions = procedures.versions_of([choice.procedure]) if choice and choice.procedure else None
    asked = replace(choice, procedure="").wanted if choice else Q()
    if words:
        titles = procedures.versions_of([version.procedure for version in procedures.search(words)])
        if versions is not None:
            titles = [pk for pk in titles if pk in versions]
            asked &= Q(version__in=versions)
        return [asked & _of_person(words), *([asked & Q(version__in=titles)] if titles else [])]
    return [asked] if versions is None else [asked & Q(version=pk) for pk in versions]


def _of_person(words: str) -> Q:
    """By the applicant's name, reading or telephone (keyed hashes)."""
    people = (
        accounts.people_found(name=words)
        | accounts.people_found(kana=words)
        | accounts.people_found(telephone=words)
    )
    return Q(pk__in=Application.objects.filter(matter__in=accounts.matters_with(people)).values("pk"))


def _from(place: Key | None, walk: ApplicationQuerySet) -> ApplicationQuerySet:
    if place is None:
        return walk
    moment, last = place
    # The first condition is where the index begins; the second is exact.
    beyond = Q(submitted_at__lt=moment) | Q(submitted_at=moment, pk__lt=last)
    return walk.filter(submitted_at__lte=moment).filter(beyond)


def _once(walks: list[ApplicationQuerySet], size: int) -> Iterator[Key]:
    found: list[list[Any]] = [
        list(walk.order_by("-submitted_at", "-pk").values_list("submitted_at", "pk")[:size]) for walk in walks
    ]
    before = None
    for key in merge(*found, reverse=True):
        if key != before:
            yield key
        before = key


def _place(after: str) -> Key | None:
    moment, _, last = after.partition("_")
    try:
        place = datetime.datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None
    return place if place[0].tzinfo else None

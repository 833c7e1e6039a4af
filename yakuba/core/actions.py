"""What the spine does for everybody: facts, matters, timers, numbers and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from yakuba.core import access, envelopes, events, scope, statements
from yakuba.core.deliveries import deliver_soon
from yakuba.core.keyring import KeyringProblem
from yakuba.core.models import (
    Counter,
    Delivery,
    Event,
    Key,
    Matter,
    Municipality,
    OfficeHoliday,
    Run,
    RunItem,
    Timer,
    TownKey,
)
from yakuba.core.transactions import joining

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType


def record(
    event: EventType,
    /,
    *,
    matter: Matter | None,
    actor: Actor,
    now: datetime.datetime,
    **data: Any,
) -> Event:
    """Write one declared fact and one pending delivery per subscriber, in the caller's transaction."""
    row: Event = Event.objects.create(
        name=event.name, matter=matter, actor=actor.code, at=now, data=events.checked(event, data)
    )
    subscribers = events.SUBSCRIBERS[event.name]
    if subscribers:
        pending = [Delivery(event=row, subscriber=name, due_at=now) for name in subscribers]
        Delivery.objects.bulk_create(pending)
        deliver_soon(pending, now=now)
    return row


@transaction.atomic
def create_municipality(*, hosts: list[str], now: datetime.datetime, **facts: str) -> Municipality:
    """Found a town in this installation: its row, its host names and the first generation of its key."""
    town = Municipality(**facts)
    town.full_clean()
    town.save()
    for host in hosts:
        # Host names have no case (RFC 4343), and requests are asked for in small letters.
        town.hosts.create(name=host.lower())
    with scope.within(town):
        _new_town_key(1, now=now)
    return town


@transaction.atomic
def close_office(on: datetime.date, *, name: str, actor: Actor, now: datetime.datetime) -> OfficeHoliday:
    """Enter a day on which the town in scope closes its office (閉庁日); entered again, it takes the new name.

    Deadlines that are counted from now on pass over it. Raises ValidationError for a name that is empty or longer
    than 60 characters.
    """
    access.require(actor, "office.close")
    day: OfficeHoliday = OfficeHoliday.objects.filter(on=on).first() or OfficeHoliday(on=on)
    day.name = name.strip()
    day.full_clean()
    day.save()
    record(events.OFFICE_CLOSED, matter=None, actor=actor, now=now, on=on)
    return day


def _new_town_key(generation: int, *, now: datetime.datetime) -> TownKey:
    key = TownKey(generation=generation, made_at=now)
    key.wrap(envelopes.new_key())
    key.save()
    return key


def current_town_key() -> TownKey:
    """The newest generation of the key of the town in scope."""
    return _town_keys.get()


@statements.kept
def _town_keys() -> QuerySet[TownKey]:
    newest: QuerySet[TownKey] = TownKey.objects.filter(retired_at__isnull=True).order_by("-generation")[:1]
    return newest


def new_key() -> Key:
    """A fresh data key for a matter or a person of the town in scope."""
    key = Key()
    key.wrap(current_town_key(), envelopes.new_key())
    key.save()
    return key


@joining
def open_matter(kind: str, *, now: datetime.datetime, parent: Matter | None = None) -> Matter:
    """Open one piece of business with a key of its own."""
    matter: Matter = Matter.objects.create(kind=kind, key=new_key(), opened_at=now, parent=parent)
    return matter


@joining
def close_matter(matter: Matter, *, now: datetime.datetime) -> Matter:
    """Close the matter: nothing is waited for any more."""
    matter.closed_at = now
    matter.save(update_fields=["closed_at"])
    Timer.objects.filter(matter=matter, done_at__isnull=True).update(done_at=now)
    return matter


@joining
def shut_out(matter: Matter) -> None:
    """Let in nobody any more whom an earlier look-up code let in; the caller gives out the next code."""
    Matter.objects.filter(pk=matter.pk).update(code_issue=F("code_issue") + 1)
    matter.refresh_from_db(fields=["code_issue"])


def set_timer(matter: Matter, name: str, *, due_at: datetime.datetime) -> None:
    """Start the matter's timer of this name, or move it to another moment."""
    # A name that no event may carry would stop the clock when the moment comes.
    events.checked(events.TIMER_DUE, {"name": name})
    timer = Timer(matter=matter, name=name, due_at=due_at)
    statements.upsert(timer, over="(matter_id, name) WHERE done_at IS NULL", sets="due_at")


def cancel_timer(matter: Matter, name: str, *, now: datetime.datetime) -> None:
    """Stop the matter's timer of this name, if it runs."""
    Timer.objects.filter(matter=matter, name=name, done_at__isnull=True).update(done_at=now)


@joining
def next_number(name: str, *, year: int) -> int:
    """The next number of a series, from 1, without gaps. Call it last: its row stays locked until the commit."""
    # The update locks the row; only the first number of a series finds none.
    number = _advance(name, year)
    if number is None:
        Counter.objects.get_or_create(name=name, year=year)
        number = _advance(name, year)
    if number is None:
        raise LookupError(f"the series {name} of {year} went away while a number was taken")
    return number


def _advance(name: str, year: int) -> int | None:
    town = statements.stored(Counter._meta.get_field("municipality"), scope.current().pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_counter SET value = value + 1"
            " WHERE municipality_id = %s AND name = %s AND year = %s RETURNING value",
            [town, name, year],
        )
        row = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic
def start_run(kind: str, *, total: int, actor: Actor, now: datetime.datetime) -> Run:
    """Begin long work of `total` pieces."""
    access.require(actor, "run.start")
    run: Run = Run.objects.create(kind=kind, actor=actor.code, total=total, started_at=now)
    record(events.RUN_STARTED, matter=None, actor=actor, now=now, run=run.pk, kind=kind)
    return run


@transaction.atomic
def ask_for_run(
    kind: str,
    *,
    asked: Any,
    token: UUID,
    actor: Actor,
    now: datetime.datetime,
    pieces: Mapping[Matter, dict[str, Any]] | None = None,
) -> Run:
    """Ask for long work that workers will do (`core.runs`): a piece for each matter, or one piece without any.

    `token` is the press of the button: pressed twice, the run is found as it stands. `asked` may hold what people
    typed; the data of a piece are ids, codes and numbers.
    """
    access.require(actor, "run.start")
    defaults = {"kind": kind, "actor": actor.code, "total": len(pieces or {}) or 1, "started_at": now}
    run: Run
    run, is_new = Run.objects.get_or_create(token=token, defaults=defaults)
    if not is_new and run.actor != actor.code:
        raise access.NotAllowed("この処理は、別の職員が始めたものです。画面を開き直してください。")
    if not is_new:
        return run
    run.key, run.asked = new_key(), asked
    run.save(update_fields=["key", "asked"])
    RunItem.objects.bulk_create(
        RunItem(run=run, matter=matter, data=data, due_at=now) for matter, data in (pieces or {}).items()
    )
    record(events.RUN_STARTED, matter=None, actor=actor, now=now, run=run.pk, kind=kind)
    return run


@transaction.atomic
def ask_for_list(
    listing: str, *, query: str, form: str, token: UUID, actor: Actor, now: datetime.datetime
) -> Run:
    """Ask for a list as a file ("csv" or "xlsx"); a worker writes it. `query` is the choice, as in an address."""
    access.require(actor, "list.export")
    asked = {"query": query, "format": form}
    return ask_for_run(f"{listing}.export", asked=asked, token=token, actor=actor, now=now)


@transaction.atomic
def record_fetch_of_list(run: Run, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that the one who asked for a list took its file."""
    access.require(actor, "list.export")
    record(events.LIST_FETCHED, matter=None, actor=actor, now=now, run=run.pk)


@transaction.atomic
def forget_run(run: Run, *, now: datetime.datetime) -> Run:
    """Forget what was asked for and what came of it; that there was the run stays."""
    if run.key is not None:
        destroy_key(run.key, now=now)
    run.output = None
    run.save(update_fields=["output"])
    return run


def advance_run(run: Run, *, done: int, failed: int = 0) -> Run:
    """Say how far the work has come."""
    run.done, run.failed = min(done, run.total), failed
    run.save(update_fields=["done", "failed"])
    return run


@transaction.atomic
def finish_run(
    run: Run, *, actor: Actor, now: datetime.datetime, result: dict[str, Any] | None = None
) -> Run:
    """End the work and keep its result (ids, codes and numbers)."""
    run.finished_at, run.result = now, result or {}
    run.save(update_fields=["finished_at", "result"])
    record(events.RUN_FINISHED, matter=None, actor=actor, now=now, run=run.pk, kind=run.kind, done=run.done)
    return run


def rewrap_keys(*, actor: Actor, now: datetime.datetime) -> Run:
    """Give the town in scope a new key and rewrap every data key by it; what was sealed stays as it is.

    Each batch is a transaction of its own, so that the town goes on working. A rotation that was killed has
    lost nothing, because every generation stays readable; it is simply started again. Keys that no master key
    opens any more are counted as failed and left as they are.
    """
    fresh, run = _begin_rotation(actor=actor, now=now)
    done, failed, last = 0, 0, UUID(int=0)
    while keys := _rewrap_batch(fresh, after=last):
        done, failed, last = (
            done + sum(keys.values()),
            failed + sum(not good for good in keys.values()),
            max(keys),
        )
        run = advance_run(run, done=done, failed=failed)
    return _end_rotation(fresh, run, actor=actor, now=now)


@transaction.atomic
def _begin_rotation(*, actor: Actor, now: datetime.datetime) -> tuple[TownKey, Run]:
    access.require(actor, "keys.rotate")
    fresh = _new_town_key(current_town_key().generation + 1, now=now)
    run = start_run("keys.rotate", total=Key.objects.wrapped_before(fresh).count(), actor=actor, now=now)
    return fresh, run


@transaction.atomic
def _rewrap_batch(fresh: TownKey, *, after: UUID, size: int = 500) -> dict[UUID, bool]:
    older = Key.objects.wrapped_before(fresh).filter(pk__gt=after).select_for_update(of=("self",))
    keys = list(older.select_related("town_key").order_by("pk")[:size])
    return {key.pk: _rewrap(key, fresh) for key in keys}


def _rewrap(key: Key, fresh: TownKey) -> bool:
    try:
        key.wrap(fresh, key.data_key())
    except (envelopes.CannotOpen, KeyringProblem):
        return False
    key.save(update_fields=["town_key", "wrapped"])
    return True


@transaction.atomic
def _end_rotation(fresh: TownKey, run: Run, *, actor: Actor, now: datetime.datetime) -> Run:
    TownKey.objects.filter(generation__lt=fresh.generation, retired_at__isnull=True).update(retired_at=now)
    record(events.KEYS_ROTATED, matter=None, actor=actor, now=now, generation=fresh.generation)
    return finish_run(run, actor=actor, now=now, result={"generation": fresh.generation})


@transaction.atomic
def replace_lost_key(*, now: datetime.datetime) -> TownKey:
    """A key for the town in scope to go on with after its own was lost; what that one sealed stays unreadable."""
    return _new_town_key(current_town_key().generation + 1, now=now)


@transaction.atomic
def destroy_key(key: Key, *, now: datetime.datetime) -> Key:
    """Forget everything that this key sealed, without touching a single other row."""
    key.destroyed_at, key.wrapped = now, b""
    key.save(update_fields=["destroyed_at", "wrapped"])
    return key

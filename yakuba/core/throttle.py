"""Rate limits that hold for all processes together: a fixed window counted in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import lookup
from yakuba.core.models import Throttle

if TYPE_CHECKING:
    import datetime


def hit(name: str, key: str, *, limit: int, seconds: int, now: datetime.datetime) -> bool:
    """Count one try of `name` by `key`; False when it is one too many within the window of `seconds`."""
    digest = lookup.global_fingerprint(f"throttle:{name}", key)
    window = (int(now.timestamp()) // seconds + 1) * seconds
    with transaction.atomic():
        Throttle.objects.get_or_create(key=digest, defaults={"window": window})
        row = Throttle.objects.select_for_update().get(key=digest)
        row.count = row.count + 1 if row.window == window else 1
        row.window = window
        row.save(update_fields=["window", "count"])
    return row.count <= limit


def is_over(name: str, key: str, *, limit: int, seconds: int, now: datetime.datetime) -> bool:
    """Whether the limit is reached, without counting a try: for what only counts when it was wrong."""
    digest = lookup.global_fingerprint(f"throttle:{name}", key)
    window = (int(now.timestamp()) // seconds + 1) * seconds
    return Throttle.objects.filter(key=digest, window=window, count__gte=limit).exists()


def seconds_left(seconds: int, *, now: datetime.datetime) -> int:
    """How long the present window of `seconds` still lasts: after that a try counts anew."""
    return seconds - int(now.timestamp()) % seconds


def forget_past(*, now: datetime.datetime) -> int:
    """Delete the counts of windows that are over; returns how many."""
    deleted, _ = Throttle.objects.filter(window__lt=int(now.timestamp())).delete()
    return deleted

"""What no browser can wait for, as a program on a server's data: years pass, a disposal is halfway, a night had trouble."""

from __future__ import annotations

import datetime
import sys
import uuid

import django
from django.db import transaction
from django.utils import timezone

HALFWAY = datetime.timedelta(days=1)


def years(*numbers: str) -> None:
    """The period of these cases is over, and the night has put them on the list of its chief."""
    from yakuba.core import retention, terms  # noqa: PLC0415  Django is set up first
    from yakuba.records.models import Retention  # noqa: PLC0415

    now = timezone.now()
    for place, row in enumerate(Retention.objects.filter(matter__number__in=numbers)):
        # All in one year, so that they end on one day and stand in one list.
        row.finished_on = datetime.date(now.year - row.years - 2, 6, 1) + datetime.timedelta(days=9 * place)
        row.until_on = terms.ends_on(row.finished_on, row.years)
        row.save(update_fields=["finished_on", "until_on"])
    retention.RULES["cases"].forget(now=now, limit=1000)


def halfway(login: str, *numbers: str) -> None:
    """A chief agrees to a disposal, somebody stops the first at that moment, and the last has not been come to."""
    from yakuba.accounts.models import Staff  # noqa: PLC0415
    from yakuba.accounts.queries import actor_of_code  # noqa: PLC0415
    from yakuba.records import actions  # noqa: PLC0415
    from yakuba.records.models import Retention  # noqa: PLC0415

    now = timezone.now()
    staff = Staff.objects.get(user__login=login)
    who = {"actor": actor_of_code(f"staff:{staff.pk}", now=now), "now": now}
    rows = list(Retention.objects.filter(matter__number__in=numbers).order_by("matter__number"))
    with transaction.atomic():
        run = actions.agree_to_disposal([row.pk for row in rows], token=uuid.uuid4(), **who)
        actions.hold(rows[0].matter, kind="audit", reason="監査で要るため。", **who)
        run.items.filter(matter=rows[-1].matter).update(due_at=now + HALFWAY)
    sys.stdout.write(str(run.pk))


def trouble(day: str) -> None:
    """The night of this day did much, and two of its rules failed."""
    from yakuba.core import retention  # noqa: PLC0415
    from yakuba.core.models import Run  # noqa: PLC0415

    names = [name for name, rule in retention.RULES.items() if rule.forget]
    told = {name: {"done": 37 * place % 1300, "over": True} for place, name in enumerate(names)}
    for name in names[1:3]:
        told[name] |= {"tries": 3, "error": "OperationalError"}
    began = datetime.datetime.fromisoformat(f"{day}T01:00:00+09:00")
    Run.objects.create(
        kind="records.night",
        total=len(names),
        done=len(names),
        failed=2,
        result={"day": day, "rules": told, "due": 1204, "held": 3},
        started_at=began,
        finished_at=began + datetime.timedelta(minutes=4),
    )


if __name__ == "__main__":
    django.setup()
    from yakuba.core import scope
    from yakuba.core.models import Municipality

    with scope.within(Municipality.objects.get(slug="karuizawa")):
        {"years": years, "halfway": halfway, "trouble": trouble}[sys.argv[1]](*sys.argv[2:])

"""What of the to-do goes with a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import retention
from yakuba.work.models import Labelling, Reminder, Watch

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter


@retention.with_matter()
def forget_beside(matter: Matter, now: datetime.datetime) -> None:  # noqa: ARG001  every part of a matter's end takes it
    """Take away who watched it, who was reminded, and labels, whose words somebody typed."""
    Labelling.objects.filter(matter=matter).delete()
    Watch.objects.filter(matter=matter).delete()
    Reminder.objects.filter(item__matter=matter).delete()

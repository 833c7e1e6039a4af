"""The facts that the app `work` records."""

import uuid

from yakuba.core.events import declare

WORK_ASSIGNED = declare("work.assigned", "担当者を決めました", staff=uuid.UUID, steps=list)
WORK_RELEASED = declare("work.released", "担当を外しました", steps=list)

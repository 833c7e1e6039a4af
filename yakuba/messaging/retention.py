"""What of messages goes with a matter, and the rules of what is not a matter's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from yakuba.core import retention
from yakuba.messaging.models import BadAddress, Message, State

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter

GONE = "disposed"
CLEARED_KEPT = timedelta(days=366)
BAD_KEPT = timedelta(days=3 * 366)


@retention.with_matter()
def stop_messages(matter: Matter, now: datetime.datetime) -> None:  # noqa: ARG001  every part of a matter's end takes it
    """What was never sent is not sent any more; nobody's inbox leads to it."""
    rows = Message.objects.filter(matter=matter)
    rows.filter(state__in=[State.WAITING, State.HELD]).update(
        state=State.FAILED, due_at=None, leased_until=None, failure=GONE
    )
    rows.update(resident=None)


def forget_bad_addresses(*, now: datetime.datetime, limit: int) -> int:
    """Forget addresses a year after they were confirmed again, and three years after mails last came back."""
    over = Q(cleared_at__lt=now - CLEARED_KEPT) | Q(cleared_at__isnull=True, noted_at__lt=now - BAD_KEPT)
    found = list(BadAddress.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:limit])
    BadAddress.objects.filter(pk__in=found).delete()
    return len(found)


retention.declare(
    retention.Rule(
        name="bad-addresses",
        what="届かなかったメールアドレスの照合値",
        kept="確かめられてから1年。確かめられないままなら、届かなかった日から3年",
        why="届かない宛先に、何度も送らないように。",
        covers=("messaging.BadAddress.address_hash",),
        forget=forget_bad_addresses,
    )
)
retention.declare(
    retention.Rule(
        name="devices",
        what="通知を受け取る端末の宛先",
        kept="本人がやめるまで、または登録を削除するまで",
        why="本人が、通知を受け取りたいと望んだ端末だから。",
        covers=("messaging.Subscription.place", "messaging.Subscription.endpoint_hash"),
        otherwise="本人がやめた時、登録を削除した時、ブラウザーが宛先を閉じた時に、すぐ消す",
    )
)
retention.declare(
    retention.Rule(
        name="code-mails",
        what="確認コードのメール（宛先と本文）",
        kept="送るまで、長くて10分",
        why="コードは10分で使えなくなる。",
        covers=(
            "messaging.CodeMail.address",
            "messaging.CodeMail.subject",
            "messaging.CodeMail.body",
        ),
        otherwise="送った時、または期限が過ぎた時に、ワーカーがすぐ消す",
    )
)

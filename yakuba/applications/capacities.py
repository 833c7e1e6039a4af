"""Reads of who acts at an application: proxy and mandate, scribe, and whether the mandate still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Mandate, Party
from yakuba.applications.models import Application, Capacity
from yakuba.core import access, renditions
from yakuba.core.statements import kept

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.core.actors import Actor


class MandateRefused(access.NotAllowed):
    """The proxy may not do this: there is no mandate that stands on this day for this procedure."""


def capacity_of(application: Application) -> Capacity | None:
    """In what capacity it is or was filed; None where nobody said anything: the applicant does it alone."""
    told = Application.capacity.related
    if told.is_cached(application) and told.get_cached_value(application) is None:
        return None
    found = _capacity.first(application=application.pk)
    if found is None:
        told.set_cached_value(application, None)
    return found


@kept
def _capacity(application: UUID) -> QuerySet[Capacity]:
    rows: QuerySet[Capacity] = Capacity.objects.filter(application=application)
    return rows.select_related("matter__key__town_key", "mandate__principal")[:1]


def is_over(application: Application) -> bool:
    """Whether it was filed by a proxy to whom nothing goes any more: the mandate has ended, or 支援措置 shuts them out."""
    capacity = capacity_of(application)
    if capacity is None or capacity.mandate is None:
        return False
    return capacity.mandate.ended_at is not None or is_shut_out(application)


def is_shut_out(application: Application) -> bool:
    """Whether a protection (支援措置) of the applicant keeps the proxy from everything, until two people let them act."""
    theirs = Capacity.objects.filter(application=application, mandate__isnull=False)
    return bool(theirs.filter(accounts.shuts_out_proxies()).exists())


def standing_mandate(application: Application, *, on: datetime.date) -> Mandate | None:
    """The mandate under which a proxy may act in it on a day; None where the applicant acts."""
    capacity = capacity_of(application)
    if capacity is None or capacity.mandate is None or capacity.taken_over_at is not None:
        return None
    mandate: Mandate = capacity.mandate
    return mandate if mandate.holds(application.version.procedure, on) else None


def require_mandate(application: Application, *, actor: Actor, now: datetime.datetime) -> Capacity | None:
    """Raise MandateRefused if the actor acts as a proxy whose mandate does not hold today.

    The principal's own account, an applicant who took over, officials and the machine need none. Returns the capacity, if there is one.
    """
    capacity = capacity_of(application)
    if capacity is None or capacity.mandate is None or actor.is_staff or "machine" in actor.roles:
        return capacity
    mandate = capacity.mandate
    if capacity.taken_over_at is not None or _is_principal(mandate, actor):
        # Who took over holds the only code there is.
        return capacity
    if not mandate.holds(application.version.procedure, localdate(now)):
        raise MandateRefused(over_words(mandate))
    if is_shut_out(application):
        # In the words of a mandate that waits: nobody learns from this page that somebody is protected.
        raise MandateRefused(_unseen_words())
    return capacity


def require_confirmed(capacity: Capacity | None, *, actor: Actor) -> None:
    """Raise MandateRefused while the town has not seen the proof of the proxy's mandate: before that no notice."""
    if (
        capacity is None
        or capacity.mandate is None
        or capacity.taken_over_at is not None
        or actor.is_staff
        or _is_principal(capacity.mandate, actor)
    ):
        return
    if capacity.mandate.confirmed_at is None:
        raise MandateRefused(_unseen_words())


def _unseen_words() -> str:
    return _(
        "町が、まだ代理の権限を確かめていません。確かめ終わると開けます。お急ぎのときは、担当の課に電話してください。"
    )


def _is_principal(mandate: Mandate, actor: Actor) -> bool:
    if not actor.is_resident or actor.resident is None or mandate.principal_id is None:
        return False
    return bool(accounts.resident(actor.resident).person_id == mandate.principal_id)


def over_words(mandate: Mandate) -> str:
    """Why the proxy can do nothing more, and who can."""
    if mandate.ended_at is not None and mandate.ending != Mandate.Ending.PERIOD:
        return _("代理の権限が取り消されたため、この申請は開けません。続きは、本人が役場に連絡してください。")
    if mandate.until_on is None:
        return _("代理の権限が、この手続にはありません。続きは、本人が役場に連絡してください。")
    return _(
        "代理の期間が{day}で終わったため、この申請は開けません。続けるときは、新しい委任状などを役場に出してください。"
    ).format(day=renditions.day(mandate.until_on))


def scribe_of(application: Application) -> Party | None:
    """The scribe of a filing, `party.person` ready to be opened."""
    if capacity_of(application) is None:
        return None
    return next(
        (one for one in accounts.people_of(application.matter) if one.role == Party.Role.SCRIBE), None
    )


def lines(application: Application) -> list[dict[str, str]]:
    """Who acted, as label and text for papers and officials: nothing where the applicant did it alone."""
    capacity = capacity_of(application)
    if capacity is None:
        return []
    found = []
    # What the applicant files who took over is their own.
    mandate_id = capacity.mandate_id if capacity.taken_over_at is None else None
    mandate = accounts.mandate(mandate_id) if mandate_id else None
    if mandate is not None:
        found.append({"label": "代理人", "text": mandate.proxy.full_name})
        found.append({"label": "代理の種類", "text": mandate.get_kind_display()})
        if mandate.organisation is not None:
            found.append({"label": "法人・団体", "text": mandate.principal_name})
    scribe = scribe_of(application)
    if scribe is not None:
        text = f"{scribe.person.full_name}（{scribe.get_relation_display()}）"
        found.append({"label": "入力を手伝った人", "text": text})
    return found


def draft_lines(capacity: Capacity | None) -> list[str]:
    """Who acts, in sentences for the check before sending."""
    facts = (capacity.facts if capacity else None) or {}
    if facts.get("acting") == "proxy":
        first = _("{name}さんが、代理人として申請します。").format(name=facts.get("proxy_name", ""))
        found = [first if facts.get("proxy_name") else _("代理人が申請します。")]
    else:
        found = [_("本人が自分で申請します。")]
    if facts.get("scribed"):
        found.append(_("{name}さんが入力を手伝いました。").format(name=facts.get("scribe_name", "")))
    return found


def for_officials(application: Application, *, today: datetime.date) -> dict[str, Any] | None:
    """Who acts for whom with which mandate, for the case page."""
    capacity = capacity_of(application)
    if capacity is None or not (capacity.mandate_id or capacity.has_scribe):
        return None
    mandate = accounts.mandate(capacity.mandate_id) if capacity.mandate_id else None
    return {
        "mandate": mandate,
        "holds": mandate is not None and mandate.holds(application.version.procedure, today),
        "taken_over_at": capacity.taken_over_at,
        "document": capacity.document,
        "scribe": scribe_of(application),
    }

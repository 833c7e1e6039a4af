"""What the site knows about a resident, as facts for machines and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.accounts import queries as accounts
from yakuba.applications import queries as applications
from yakuba.messaging import queries as messaging
from yakuba.records import queries as records

if TYPE_CHECKING:
    from yakuba.accounts.models import Resident
    from yakuba.core.actors import Actor


def facts(resident: Resident, actor: Actor) -> dict[str, Any]:
    """Everything as JSON values, by English names that stay."""
    return {
        "profile": accounts.profile_facts(resident),
        "wishes": {
            "language": resident.language,
            "channel": resident.channel,
            "electronic_notice": resident.electronic_notice,
        },
        "household": [
            {
                "name": one.person.name,
                "kana": one.person.kana,
                "birth_date": one.person.birth_date,
                "relation": one.relation,
            }
            for one in accounts.household(resident)
        ],
        "mandates": [
            {
                "kind": one.kind,
                "proxy": one.proxy.full_name,
                "procedures": one.procedures,
                "from": one.from_on,
                "until": one.until_on,
                "ended_at": one.ended_at,
            }
            for one in accounts.mandates_given(resident)
        ],
        "sign_ins": [
            {"at": one.began_at, "method": one.method, "device": one.device, "ended_at": one.ended_at}
            for one in accounts.sign_in_history(resident.user, kind="resident")
        ],
        "applications": [
            {
                "procedure": one.version.procedure,
                "number": one.matter.number,
                "state": one.state,
                "outcome": one.outcome,
                "submitted_at": one.submitted_at,
                "answers": one.answers,
            }
            for one in applications.mine(actor)
        ],
        "letters": [
            {"subject": one.subject, "body": one.body, "at": one.written_at}
            for one in messaging.inbox(actor.resident)
        ],
    }


def parts(resident: Resident) -> list[dict[str, Any]]:
    """The same as headings with rows of label and text, as the one way of telling gives them."""
    return [
        {"title": part.title, "rows": [{"label": line.label, "text": line.text} for line in part.lines]}
        for part in records.told(records.subject_of_resident(resident))
    ]

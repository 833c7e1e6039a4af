"""Reads of what residents keep about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.accounts.models import HouseholdMember

if TYPE_CHECKING:
    from yakuba.accounts.models import Resident

FACTS = ("name", "kana", "birth_date", "postal_code", "address", "telephone", "mail")
FACTS_OF_A_MEMBER = ("name", "kana", "birth_date")


def profile_facts(resident: Resident) -> dict[str, Any]:
    """What is known of a resident by its meaning ("person.name"): what fills a form in."""
    if resident.closed_at is not None:
        return {}
    held = {f"person.{fact}": getattr(resident.person, fact) for fact in FACTS}
    if resident.electronic_notice is not None:
        held["notice.channel"] = "online" if resident.electronic_notice else "post"
    return {means: value for means, value in held.items() if value}


def household_facts(resident: Resident) -> dict[str, Any]:
    """Who lives with a resident, by meaning: lists of {"member.name": …, "member.relation": …} as the resident said."""
    if resident.closed_at is not None:
        return {}
    everybody = [_facts_of(member) for member in household(resident)]
    children = [person for person in everybody if person["member.relation"] == HouseholdMember.Relation.CHILD]
    # Forms ask for children from the oldest on.
    children.sort(key=lambda child: str(child.get("member.birth_date", "")))
    held = {"household.members": everybody, "household.children": children}
    return {means: people for means, people in held.items() if people}


def _facts_of(member: HouseholdMember) -> dict[str, Any]:
    held = {f"member.{fact}": getattr(member.person, fact) for fact in FACTS_OF_A_MEMBER}
    return {means: value for means, value in held.items() if value} | {"member.relation": member.relation}


def household(resident: Resident) -> list[HouseholdMember]:
    """The household as the resident entered it, in that order."""
    rows = HouseholdMember.objects.filter(resident=resident)
    return list(rows.select_related("person__key__town_key").order_by("id"))

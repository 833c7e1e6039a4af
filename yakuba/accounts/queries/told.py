"""Reads of who did something: an actor's code as a name, and the post of that day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yakuba.accounts.models import Membership, Rank
from yakuba.accounts.queries.people import actor_names, staff_ids

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable


class Doers:
    """Who some actors are: by name, and by the posts that they held on a day; two queries for all of them."""

    def __init__(self, codes: Iterable[str]) -> None:
        codes = set(codes)
        self._names = actor_names(codes)
        self._posts: dict[str, list[Membership]] = defaultdict(list)
        rows = Membership.objects.filter(staff__in=staff_ids(codes)).select_related("department")
        for row in rows.order_by("from_on", "id"):
            self._posts[f"staff:{row.staff_id}"].append(row)

    def name(self, code: str) -> str:
        """The name of a member of staff; 申請者 for residents and guests."""
        return self._names[code]

    def posts(self, code: str, on: datetime.date, *, office: str = "") -> str:
        """The posts of a member of staff on that day, as 環境課 係長; nothing for everybody else.

        Of somebody with several, that in the department of this code, where there is one: in it they acted.
        """
        held = [
            row
            for row in self._posts[code]
            if row.from_on <= on and (row.until_on is None or on <= row.until_on)
        ]
        held = [row for row in held if row.department.code == office] or held
        return "、".join(dict.fromkeys(_post(row) for row in held))


def _post(row: Membership) -> str:
    is_systems = row.role == Membership.Role.SYSTEMS and row.rank == Rank.MEMBER
    return (
        f"{row.department} {row.title or (row.get_role_display() if is_systems else row.get_rank_display())}"
    )

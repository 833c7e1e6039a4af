"""Where the apply flow leads: the pages of one application, in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from yakuba.applications import queries
from yakuba.applications.models import State
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from yakuba.applications.models import Application


# What an official says who types from paper, where the applicant says that it is true.
TYPED_SURE = "「紙に書いてあるとおりに入力しました。」に印を付けてください"


@dataclass(frozen=True)
class PageStep:
    """One word of the steps bar."""

    label: str
    state: str
    url: str


class Pages:
    """The pages that this applicant passes, and their order."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @cached_property
    def sections(self) -> list[str]:
        """The ids of the sections to pass, from the answers given so far."""
        return queries.visited_sections(self.application)

    @cached_property
    def only(self) -> set[str] | None:
        """The fields that may be changed: all in a draft, the named ones in a correction."""
        return queries.correctable(self.application)

    def first(self) -> str:
        """The page to begin or go on with: the first section that still lacks an answer."""
        missing = procedures.missing(self.application.spoken, self.application.answers)
        lacking = {section for section, _, _ in missing}
        for section in self.sections:
            is_seen = section in self.application.stamps and section not in lacking
            if self.application.state == State.RETURNED or not is_seen:
                return self.url(section)
        return self.url("check")

    def after(self, section: str, *, back_to_check: bool) -> str:
        """Where to go after this section; from a 変更 link back to the check, unless questions are new."""
        following = self._following(section)
        if back_to_check:
            unseen = [part for part in self.sections if part not in self.application.stamps]
            return self.url(unseen[0] if unseen else "check")
        return self.url(following[0] if following else "check")

    def before(self, section: str) -> str:
        """The page to go back to."""
        order = [*self.sections, "check"]
        place = order.index(section) if section in order else 0
        if place == 0 and self.application.state == State.RETURNED:
            return reverse("application", args=[self.application.matter.number])
        if place == 0 and self.application.is_being_typed:
            return reverse("staff-intake", args=[self.application.matter.number])
        if place == 0:
            return reverse("apply", args=[self.application.version.procedure])
        return self.url(order[place - 1])

    def steps(self, here: str) -> list[PageStep]:
        """The steps bar: what is done, what is now, what will come."""
        order = [*self.sections, "check"]
        place = order.index(here) if here in order else 0
        return [
            PageStep(
                self._title(section),
                "done" if number < place else "now" if number == place else "todo",
                self.url(section),
            )
            for number, section in enumerate(order)
        ]

    def url(self, section: str) -> str:
        """The address of one page of this application."""
        arguments = [self.application.version.procedure, self.application.pk]
        # What came on paper, officials type with the same pages under an address of their own.
        flow = "staff-typing" if self.application.is_being_typed else "apply"
        if section == "check":
            return reverse(f"{flow}-check", args=arguments)
        return reverse(f"{flow}-section", args=[*arguments, section])

    def _following(self, section: str) -> list[str]:
        definition_order = [part.id for part in self.application.definition.sections]
        place = definition_order.index(section)
        return [part for part in self.sections if definition_order.index(part) > place]

    def _title(self, section: str) -> str:
        return gettext("確認") if section == "check" else self.application.spoken.section(section).title

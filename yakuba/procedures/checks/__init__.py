"""What must be true across the parts of a definition; each check says what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures.checks import conditions, flow, law, shape
from yakuba.procedures.checks.fault import Fault, instead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yakuba.procedures.definition import Definition

__all__ = ["Fault", "faults", "instead"]

_CHECKS: tuple[Callable[[Definition], Iterator[Fault]], ...] = (
    shape.ids_stand_once,
    shape.controls_stand_once,
    shape.labels_stand_once_on_a_page,
    shape.kinds_know_their_keys,
    shape.rules_exist,
    shape.meanings_fit,
    conditions.look_up,
    flow.route_reaches_a_result,
    flow.steps_follow_each_other,
    flow.drafts_go_their_way,
    flow.outcomes_have_their_papers,
    flow.survey_is_anonymous_and_counted,
    flow.fees_have_one_price,
    flow.open_period_is_whole,
    flow.appeal_is_told_right,
    flow.follow_ups_know_outcomes,
    law.publish_is_not_private,
    law.no_individual_numbers,
    law.applications_follow_the_law,
    law.refusals_have_reasons,
    shape.limits_are_in_order,
    shape.tables_are_even,
    shape.languages_are_complete,
    shape.notices_show_answers,
    shape.sections_leave_pages_free,
    shape.examples_fit,
)


def faults(definition: Definition) -> list[Fault]:
    """Everything that is wrong across the parts of a definition."""
    return [fault for check in _CHECKS for fault in check(definition)]

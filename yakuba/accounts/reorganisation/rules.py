"""The lines about delegated and acting decisions become changes; a new line follows the one it replaces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yakuba.accounts.reorganisation.changes import (
    Delegated,
    Ended,
    LetAct,
    RuleEnded,
    acting_words,
    delegation_words,
)
from yakuba.accounts.reorganisation.known import DAY
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    from collections.abc import Collection

    from yakuba.accounts.models import ActingRule, DelegationRule
    from yakuba.accounts.reorganisation.known import Known
    from yakuba.accounts.reorganisation.lines import ActingLine, DelegationLine


def plan(delegations: Collection[DelegationLine], actings: Collection[ActingLine], known: Known) -> None:
    """Add what the lines change, and say which lines name a department that ends."""
    begun: list[Delegated | LetAct] = []
    begun += [change for line in delegations if (change := _delegation(line, known))]
    begun += [order for line in actings if (order := _acting(line, known))]
    for rule in known.delegations:
        _add_end(rule, "専決", _delegation_words(rule, known), known)
    for place in known.actings:
        what = acting_words(place.absent, place.acting, place.order, place.department_code)
        _add_end(place, "代決", what, known)
    known.changes += begun
    _say_lost_codes(known)


def _delegation(line: DelegationLine, known: Known) -> Delegated | None:
    procedure = known.procedure(line.procedure) if line.procedure else ""
    if procedure is None:
        known.wrong(
            line.line,
            "手続",
            f"手続「{line.procedure[:40]}」はありません。"
            f"{known.like(line.procedure, [*known.titles, *known.titles.values()])}手続のIDか題名を書いてください。",
        )
        return None
    if line.outcome and not procedure:
        known.wrong(line.line, "手続", "結果を書くときは、手続も書いてください。")
        return None
    outcome = _outcome(line, procedure, known)
    if outcome is None or _unknown_code(line.code, line.line, known):
        return None
    line = replace(line, procedure=procedure, outcome=outcome)
    subject = (procedure, line.outcome, line.effect, line.code, line.up_to_yen)
    for rule in known.delegations:
        if subject == (rule.procedure, rule.outcome, rule.effect, rule.department_code, rule.up_to_yen):
            if rule.from_on == line.from_on and rule.decider == line.decider:
                _new_end(rule, line, known)
                return None
            if not _make_way(rule, line, known):
                return None
    where = (known.shown_on(line.code, line.from_on) or line.code) if line.code else ""
    return Delegated(line, known.titles.get(procedure, ""), where)


def _outcome(line: DelegationLine, procedure: str, known: Known) -> str | None:
    """The id of the outcome that a line names by its id or title; none is any."""
    outcomes = known.outcomes.get(procedure, {})
    if not line.outcome or line.outcome in outcomes:
        return line.outcome
    found = next((code for code, title in outcomes.items() if title == line.outcome), None)
    if found is None:
        known.wrong(
            line.line,
            "結果",
            f"結果「{line.outcome[:40]}」は、この手続にありません。{'・'.join(outcomes.values())} のどれかを書いてください。",
        )
    return found


def _acting(line: ActingLine, known: Known) -> LetAct | None:
    if _unknown_code(line.code, line.line, known):
        return None
    for rule in known.actings:
        if (line.absent, line.order, line.code) == (rule.absent, rule.order, rule.department_code):
            if rule.from_on == line.from_on and rule.acting == line.acting:
                _new_end(rule, line, known)
                return None
            if not _make_way(rule, line, known):
                return None
    where = (known.shown_on(line.code, line.from_on) or line.code) if line.code else ""
    return LetAct(line, where)


def _unknown_code(code: str, line: int, known: Known) -> bool:
    if not code or code in known.codes() or code in known.spoilt:
        return False
    known.wrong(line, "部署コード", f"部署 {code} はありません。{known.like(code, known.codes())}")
    return True


def _new_end(rule: DelegationRule | ActingRule, line: DelegationLine | ActingLine, known: Known) -> None:
    if line.until_on is not None and line.until_on != rule.until_on:
        known.ends[rule.pk] = line.until_on


def _make_way(rule: DelegationRule | ActingRule, line: DelegationLine | ActingLine, known: Known) -> bool:
    """End the rule that the line replaces; False where both would begin on the same day or the other begins later."""
    if rule.from_on >= line.from_on and (line.until_on is None or line.until_on >= rule.from_on):
        known.wrong(
            line.line,
            "開始日",
            f"同じ対象の決まりが、{wareki(rule.from_on)}から登録されています。先に、専決・代決のページでそれを終わらせてください。",
        )
        return False
    if known.holds(rule, line.from_on):
        known.ends[rule.pk] = line.from_on - DAY
    return True


def _add_end(rule: DelegationRule | ActingRule, kind: str, what: str, known: Known) -> None:
    until_on = known.ends.get(rule.pk)
    if until_on is not None and until_on != rule.until_on:
        known.changes.append(RuleEnded(rule.pk, kind, what, until_on))


def _delegation_words(rule: DelegationRule, known: Known) -> str:
    title = known.titles.get(rule.procedure, rule.procedure)
    return delegation_words(
        rule.decider,
        title=title,
        outcome=rule.outcome,
        effect=rule.effect,
        where=rule.department_code,
        up_to_yen=rule.up_to_yen,
    )


def _say_lost_codes(known: Known) -> None:
    ended = {
        change.code
        for change in known.changes
        if isinstance(change, Ended) and known.shown_on(change.code, change.until_on + DAY) is None
    }
    rules: list[DelegationRule | ActingRule] = [*known.delegations, *known.actings]
    named = {
        rule.department_code for rule in rules if known.until(rule) is None and rule.department_code in ended
    }
    known.notes += [
        f"専決・代決に、終わる部署 {code} を名指しした行があります。引き継ぐ部署の行を書いてください。"
        for code in sorted(named)
    ]

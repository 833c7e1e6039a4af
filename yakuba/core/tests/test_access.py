"""Who may do what: one table, asked with the row's own reach."""

import pytest

from yakuba.core import access
from yakuba.core.actors import MACHINE, Actor, guest
from yakuba.core.identifiers import uuid7

CLERK = Actor(code="staff:1", roles=frozenset({"clerk"}))


class Row:
    """A row that is everybody's business, or nobody's."""

    def __init__(self, *, reached):
        self.reached = reached

    def reaches(self, _actor):
        return self.reached


@pytest.fixture(autouse=True)
def verb():
    access.declare({"sample.do": {"clerk", "machine"}})
    yield "sample.do"
    del access.TABLE["sample.do"]


def test_a_role_of_the_table_may_and_no_other():
    assert access.may(CLERK, "sample.do")
    assert access.may(MACHINE, "sample.do")
    assert not access.may(guest(), "sample.do")


def test_the_row_must_be_the_actors_business_too():
    assert access.may(CLERK, "sample.do", Row(reached=True))
    assert not access.may(CLERK, "sample.do", Row(reached=False))
    assert not access.may(guest(), "sample.do", Row(reached=True))


def test_what_staff_may_do_in_a_department_their_posts_there_say():
    ours, theirs, neither = uuid7(), uuid7(), uuid7()
    both = Actor(
        code="staff:1",
        staff=uuid7(),
        roles=frozenset({"clerk", "chief"}),
        posts=frozenset({(ours, "clerk"), (theirs, "chief")}),
    )
    assert both.departments == {ours, theirs}
    assert both.departments_as({"chief", "systems"}) == {theirs}
    assert both.roles_in(neither) == frozenset()
    row = Row(reached=True)
    for department, may in ((ours, True), (theirs, False), (neither, False), (None, True)):
        row.department_id = department
        assert access.may(both, "sample.do", row) is may
    row.department_id = theirs
    assert access.may(MACHINE, "sample.do", row)


def test_what_is_not_allowed_is_said_in_words_for_the_person():
    access.require(CLERK, "sample.do")
    with pytest.raises(access.NotAllowed, match="権限がありません"):
        access.require(guest(), "sample.do")


def test_a_verb_that_no_table_has_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        access.may(CLERK, "sample.never")


def test_a_role_that_does_not_exist_cannot_be_declared():
    with pytest.raises(ValueError, match="mayor"):
        access.declare({"sample.other": {"mayor"}})
    assert "sample.other" not in access.TABLE


def test_a_verb_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        access.declare({"sample.do": {"chief"}})
    access.declare({"sample.do": {"clerk", "machine"}})

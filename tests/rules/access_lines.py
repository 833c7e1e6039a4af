"""The words of the access table: who asks, what they get, and the lines that are written of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Visitor(StrEnum):
    """Who asks."""

    GUEST = "somebody without an account"
    HOLDER = "a guest who holds the look-up code of the cases"
    RESIDENT = "the resident whose cases they are"
    NEIGHBOUR = "another resident"
    CLERK = "a clerk of the department"
    CHIEF = "the chief of the department"
    OTHER_CLERK = "a clerk of another department"
    STRANGER = "a clerk of another municipality, with the session from there"
    SYSTEMS = "a systems officer"
    OFFICER = "an officer for 支援措置 who is a clerk of another department"


class Answer(StrEnum):
    """What the visitor gets."""

    PAGE = "a page (200)"
    FILE = "a download (200, attachment)"
    DATA = "a few words for a monitor (JSON)"
    GO = "led on: done, or to where this visitor belongs (302)"
    STAFF_DOOR = "the staff sign-in"
    RESIDENT_DOOR = "the residents' sign-in"
    CODE_DOOR = "asked for the look-up code or a sign-in (403)"
    REFUSED = "told that this post may not do it (403 or 409)"
    NOTHING = "not found (404): what is not one's business does not exist"
    WRONG_METHOD = "405"
    TOKEN_DOOR = "asked for a token or a look-up code (401): no session of a browser counts"
    UNREADABLE = "told what is wrong with what was sent (400 or 422)"


@dataclass(frozen=True)
class Line:
    """One address with one method: what each visitor gets."""

    name: str
    method: str
    answers: dict[Visitor, Answer]


EVERYBODY = frozenset(Visitor)
OFFICE = frozenset({Visitor.CLERK, Visitor.CHIEF, Visitor.OTHER_CLERK, Visitor.SYSTEMS, Visitor.OFFICER})
DEPARTMENT = frozenset({Visitor.CLERK, Visitor.CHIEF})
OTHER_OFFICE = OFFICE - DEPARTMENT
APPLICANT = frozenset({Visitor.HOLDER, Visitor.RESIDENT})
CHIEF, SYSTEMS, RESIDENTS = {Visitor.CHIEF}, {Visitor.SYSTEMS}, {Visitor.RESIDENT, Visitor.NEIGHBOUR}
OFFICERS = {Visitor.OFFICER}

PAGE, FILE, DATA, GO = Answer.PAGE, Answer.FILE, Answer.DATA, Answer.GO
STAFF_DOOR, RESIDENT_DOOR, CODE_DOOR = Answer.STAFF_DOOR, Answer.RESIDENT_DOOR, Answer.CODE_DOOR
REFUSED, NOTHING = Answer.REFUSED, Answer.NOTHING
TOKEN_DOOR, UNREADABLE = Answer.TOKEN_DOOR, Answer.UNREADABLE


def line(name: str, method: str, *granted: tuple[frozenset[Visitor] | set[Visitor], Answer]) -> Line:
    """A line from groups: of a visitor who stands in several, the last one counts. Everybody must get an answer."""
    answers: dict[Visitor, Answer] = {}
    for visitors, answer in granted:
        answers |= dict.fromkeys(visitors, answer)
    assert set(answers) == EVERYBODY, name
    return Line(name, method, answers)


def public(name: str, method: str = "GET", answer: Answer = PAGE) -> Line:
    """The same for everybody."""
    return line(name, method, (EVERYBODY, answer))


def own(name: str, method: str, answer: Answer) -> Line:
    """Only the applicant; everybody else, officials too, is asked for the code."""
    return line(name, method, (EVERYBODY, CODE_DOOR), (APPLICANT, answer))


def case(name: str, method: str, answer: Answer) -> Line:
    """Only the department of the case; for the rest of the office there is no such case."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OTHER_OFFICE, NOTHING), (DEPARTMENT, answer))


def case_of_chief(name: str, method: str, answer: Answer) -> Line:
    """As `case`, and of the department only who decides."""
    return line(
        name, method, (EVERYBODY, STAFF_DOOR), (OTHER_OFFICE, NOTHING), (DEPARTMENT, REFUSED), (CHIEF, answer)
    )


def mine(name: str, method: str, answer: Answer) -> Line:
    """A resident's own account: everybody else is asked to sign in, officials have none here."""
    return line(name, method, (EVERYBODY, RESIDENT_DOOR), (OFFICE, REFUSED), (RESIDENTS, answer))


def survey(name: str, method: str, answer: Answer) -> Line:
    """As `case`; who looks after the systems has no business with answers at all."""
    return line(
        name,
        method,
        (EVERYBODY, STAFF_DOOR),
        (OTHER_OFFICE, NOTHING),
        (SYSTEMS, REFUSED),
        (DEPARTMENT, answer),
    )


def office(name: str, method: str, answer: Answer) -> Line:
    """Everybody on the staff of this town."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, answer))


def told_by_token(name: str, method: str = "GET") -> Line:
    """An address of the API: whoever comes with a session and no token is nobody, whoever it is."""
    return public(name, method, TOKEN_DOOR)


def working(name: str, method: str, answer: Answer) -> Line:
    """Everybody on the staff of this town who examines or decides."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, answer), (SYSTEMS, REFUSED))


def systems(name: str, method: str, answer: Answer) -> Line:
    """Only systems officers."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED), (SYSTEMS, answer))


def history(name: str) -> Line:
    """The chief of the department, and systems officers for an audit."""
    return line(
        name,
        "GET",
        (EVERYBODY, STAFF_DOOR),
        (OTHER_OFFICE, NOTHING),
        (DEPARTMENT, REFUSED),
        ({Visitor.CHIEF, Visitor.SYSTEMS}, PAGE),
    )


def officers(name: str, method: str, answer: Answer) -> Line:
    """Only officers for 支援措置."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED), (OFFICERS, answer))

"""The one reviewed table: what each visitor gets at each address; a new address without a line fails.

Nine visitors stand before every address, with every method. An address and method without a line here must answer
405 to all of them. The cases belong to 環境係 of 軽井沢町; the resident began them signed in, the holder has their
look-up code in the browser.
"""

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


@dataclass(frozen=True)
class Line:
    """One address with one method: what each visitor gets."""

    name: str
    method: str
    answers: dict[Visitor, Answer]


EVERYBODY = frozenset(Visitor)
OFFICE = frozenset({Visitor.CLERK, Visitor.CHIEF, Visitor.OTHER_CLERK, Visitor.SYSTEMS})
DEPARTMENT = frozenset({Visitor.CLERK, Visitor.CHIEF})
OTHER_OFFICE = OFFICE - DEPARTMENT
APPLICANT = frozenset({Visitor.HOLDER, Visitor.RESIDENT})
CHIEF, SYSTEMS, RESIDENTS = {Visitor.CHIEF}, {Visitor.SYSTEMS}, {Visitor.RESIDENT, Visitor.NEIGHBOUR}

PAGE, FILE, DATA, GO = Answer.PAGE, Answer.FILE, Answer.DATA, Answer.GO
STAFF_DOOR, RESIDENT_DOOR, CODE_DOOR = Answer.STAFF_DOOR, Answer.RESIDENT_DOOR, Answer.CODE_DOOR
REFUSED, NOTHING = Answer.REFUSED, Answer.NOTHING


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


def office(name: str, method: str, answer: Answer) -> Line:
    """Everybody on the staff of this town."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, answer))


def systems(name: str, method: str, answer: Answer) -> Line:
    """Only systems officers."""
    return line(name, method, (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED), (SYSTEMS, answer))


TABLE: tuple[Line, ...] = (
    # Monitors
    public("healthz", answer=DATA),
    public("readyz", answer=DATA),
    # What anybody may read
    public("home"),
    public("procedures"),
    public("procedure"),
    public("about"),
    public("privacy"),
    public("accessibility"),
    # My page, and the way in and out
    line("my", "GET", (EVERYBODY, GO), (RESIDENTS, PAGE)),
    line("sign-in", "GET", (EVERYBODY, PAGE), (RESIDENTS, GO)),
    public("sign-in", "POST", GO),
    public("sign-in-code", answer=RESIDENT_DOOR),
    public("sign-in-code", "POST", RESIDENT_DOOR),
    public("sign-in-resume"),
    public("sign-out", "POST", GO),
    # Applying. Officials do not apply here: the counter is for that.
    public("apply"),
    line("apply", "POST", (EVERYBODY, GO), (OFFICE, REFUSED)),
    own("apply-go-on", "GET", GO),
    own("apply-section", "GET", PAGE),
    own("apply-section", "POST", GO),
    own("apply-file", "GET", FILE),
    own("apply-check", "GET", PAGE),
    own("apply-check", "POST", GO),
    own("apply-later", "GET", PAGE),
    own("apply-done", "GET", PAGE),
    own("apply-discard", "GET", GO),
    own("apply-discard", "POST", PAGE),
    # Following
    public("find"),
    public("find", "POST", GO),
    own("application", "GET", PAGE),
    own("application-withdraw", "GET", PAGE),
    own("application-withdraw", "POST", GO),
    own("application-document", "GET", FILE),
    # The office: way in and out
    line("staff-login", "GET", (EVERYBODY, PAGE), (OFFICE, GO)),
    public("staff-login", "POST", PAGE),
    public("staff-login-code", answer=STAFF_DOOR),
    public("staff-login-code", "POST", STAFF_DOOR),
    public("staff-login-recovery", answer=STAFF_DOOR),
    public("staff-login-recovery", "POST", STAFF_DOOR),
    public("staff-enrol", answer=STAFF_DOOR),
    public("staff-enrol", "POST", STAFF_DOOR),
    office("staff-resume", "GET", PAGE),
    public("staff-sign-out", "POST", STAFF_DOOR),
    office("staff-password", "GET", PAGE),
    office("staff-password", "POST", PAGE),
    office("staff-second-factor", "GET", PAGE),
    office("staff-second-factor", "POST", PAGE),
    office("staff-second-factor-new", "GET", GO),
    office("staff-second-factor-new", "POST", GO),
    systems("staff-people", "GET", PAGE),
    systems("staff-second-factor-reset", "GET", PAGE),
    systems("staff-second-factor-reset", "POST", GO),
    # The office: work
    office("staff-todo", "GET", PAGE),
    office("staff-applications", "GET", PAGE),
    case("staff-application", "GET", PAGE),
    case("staff-take", "POST", GO),
    case("staff-return", "GET", PAGE),
    case("staff-return", "POST", GO),
    case("staff-resume-examination", "POST", GO),
    case("staff-propose", "GET", PAGE),
    case("staff-propose", "POST", GO),
    case_of_chief("staff-remand", "GET", PAGE),
    case_of_chief("staff-remand", "POST", GO),
    case_of_chief("staff-decide", "GET", PAGE),
    case_of_chief("staff-decide", "POST", GO),
    case("staff-close", "POST", GO),
    case("staff-file", "GET", FILE),
    case("staff-document", "GET", FILE),
    case("staff-remake", "POST", GO),
    # The sample town and the gallery: not routed in a real one
    public("demo"),
    public("demo-mails"),
    public("ui:gallery"),
    public("ui:staff-gallery"),
    public("ui:error-page"),
)

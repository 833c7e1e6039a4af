"""The one reviewed table: what each visitor gets at each address; a new address without a line fails.

Ten visitors stand before every address, with every method. An address and method without a line here must answer
405 to all of them. The cases belong to 環境係 of 軽井沢町; the resident began them signed in, the holder has their
look-up code in the browser.

Reviewed line by line on 27 November 2026, together with the tenth visitor, the officer for 支援措置: of all visitors the
one who may do what nobody else may (protect a person, and give the second signature), and who must nevertheless see no
case but those of the own department. What was looked at: that every POST stands beside its GET with the same visitors;
that only systems officers appoint officers, and officers reach nothing of systems officers; that nobody but the
department gets anything else than 404 at a case, officers of other departments included; that no page of officers is
open to the department's chief. What the walk cannot say, because its cases belong to nobody who is protected, says
tests/rules/test_protected.py: the same visitors before the same addresses, when the applicant is.

The lines of the route and of what follows a decision were looked at a second time on the same day, for whoever is asked
about a draft from another department, too: they read the case, answer and send back, from their turn on, and do nothing
else with it (tests/stories/test_consulted.py). What came of it: only a chief of the department that deals with the case
sends a draft another way; only its drafter or that chief gives up the draft of a revocation; the pages of drafting and of
corrections are refused before anything is typed.
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
    mine("my-profile", "GET", PAGE),
    mine("my-profile", "POST", GO),
    mine("my-data-pdf", "POST", GO),
    mine("my-household", "GET", PAGE),
    mine("my-household", "POST", GO),
    mine("my-household-remove", "POST", GO),
    mine("my-mandates", "GET", PAGE),
    mine("my-mandates", "POST", GO),
    mine("my-mandate-end", "POST", GO),
    mine("my-devices", "GET", PAGE),
    # The town does not offer it in tests, and says so.
    mine("my-devices", "POST", REFUSED),
    mine("my-device-remove", "POST", GO),
    public("push-worker"),
    mine("my-data", "GET", PAGE),
    mine("my-data-file", "GET", FILE),
    mine("my-close", "GET", PAGE),
    mine("my-close", "POST", GO),
    mine("my-security", "GET", PAGE),
    mine("my-sessions-end", "POST", GO),
    mine("my-session-end", "POST", GO),
    mine("my-tokens", "GET", PAGE),
    # The one page that shows the secret.
    mine("my-tokens", "POST", PAGE),
    mine("my-token-revoke", "POST", GO),
    mine("my-passkey-new", "GET", PAGE),
    # Nothing that a device made was sent: the page says so.
    mine("my-passkey-new", "POST", PAGE),
    mine("my-passkey-remove", "POST", GO),
    line("sign-in-passkey", "GET", (EVERYBODY, PAGE), (RESIDENTS, GO)),
    public("sign-in-passkey", "POST"),
    line("sign-in", "GET", (EVERYBODY, PAGE), (RESIDENTS, GO)),
    public("sign-in", "POST", GO),
    public("sign-in-code", answer=RESIDENT_DOOR),
    public("sign-in-code", "POST", RESIDENT_DOOR),
    public("sign-in-resume"),
    public("sign-out", "POST", GO),
    # The API, for browsers: what tokens open says tests/rules/test_api_access.py. One address has one name for each method.
    public("api:api-root", answer=NOTHING),
    public("api:api-root", "POST", NOTHING),
    public("api:openapi-json", answer=DATA),
    public("api:openapi-json", "POST", DATA),
    public("api:list_procedures", answer=DATA),
    public("api:show_procedure", answer=DATA),
    told_by_token("api:begin_application"),
    public("api:begin_application", "POST", UNREADABLE),
    told_by_token("api:list_applications"),
    public("api:list_applications", "POST", UNREADABLE),
    told_by_token("api:show_application"),
    told_by_token("api:show_answers"),
    told_by_token("api:write_answers"),
    told_by_token("api:submit_application", "POST"),
    told_by_token("api:withdraw_application", "POST"),
    told_by_token("api:send_file", "POST"),
    told_by_token("api:fetch_file"),
    told_by_token("api:remove_file"),
    told_by_token("api:list_messages"),
    told_by_token("api:fetch_paper"),
    # Applying. Officials do not apply here: the counter is for that.
    public("apply"),
    line("apply", "POST", (EVERYBODY, GO), (OFFICE, REFUSED)),
    own("apply-go-on", "GET", GO),
    own("apply-section", "GET", PAGE),
    own("apply-section", "POST", GO),
    own("apply-file", "GET", FILE),
    own("apply-check", "GET", PAGE),
    own("apply-check", "POST", GO),
    # No card is asked for here.
    own("apply-identity", "GET", GO),
    own("apply-identity", "POST", GO),
    own("apply-people", "GET", PAGE),
    own("apply-people", "POST", GO),
    own("apply-later", "GET", PAGE),
    own("apply-done", "GET", PAGE),
    # Nobody is known who answered a survey: its thanks are for everybody.
    public("apply-thanks"),
    own("apply-discard", "GET", GO),
    own("apply-discard", "POST", PAGE),
    # Whether a paper is the town's and stands: whoever is shown it may ask, and learns nothing about anybody.
    public("verify"),
    public("verify", "POST"),
    public("verify-code"),
    # Characters, cut out of fonts for a page that somebody was shown; nobody's name can be put together from it.
    public("glyphs-sheet"),
    public("glyphs-font"),
    # Following
    public("find"),
    public("find", "POST", GO),
    own("application", "GET", PAGE),
    own("application-withdraw", "GET", PAGE),
    own("application-withdraw", "POST", GO),
    own("application-document", "GET", FILE),
    # What does not follow this one is not found.
    own("application-follow", "POST", NOTHING),
    own("application-supplements", "GET", PAGE),
    # Nothing was put off here, and nothing is sent: the page says so.
    own("application-supplements", "POST", PAGE),
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
    line("staff-login-passkey", "GET", (EVERYBODY, PAGE), (OFFICE, GO)),
    public("staff-login-passkey", "POST"),
    office("staff-passkey-new", "GET", PAGE),
    office("staff-passkey-new", "POST", PAGE),
    office("staff-passkey-remove", "POST", GO),
    office("staff-sessions", "GET", PAGE),
    office("staff-sessions-end", "POST", GO),
    office("staff-session-end", "POST", GO),
    systems("staff-programs", "GET", PAGE),
    systems("staff-program-new", "GET", PAGE),
    systems("staff-program-new", "POST", GO),
    systems("staff-program", "GET", PAGE),
    # The one page that shows the secret.
    systems("staff-program", "POST", PAGE),
    systems("staff-program-end", "POST", GO),
    systems("staff-program-token-revoke", "POST", GO),
    systems("staff-people", "GET", PAGE),
    # The organisation: everybody may look and note their own absence; systems officers keep it.
    office("staff-organisation", "GET", PAGE),
    systems("staff-reorganisation", "GET", PAGE),
    systems("staff-reorganisation", "POST", PAGE),
    systems("staff-reorganise", "POST", GO),
    systems("staff-organisation-export", "POST", FILE),
    systems("staff-create", "GET", PAGE),
    systems("staff-create", "POST", PAGE),
    systems("staff-person", "GET", PAGE),
    systems("staff-person-close", "GET", PAGE),
    systems("staff-person-close", "POST", GO),
    systems("staff-post-new", "GET", PAGE),
    systems("staff-post-new", "POST", PAGE),
    systems("staff-post-end", "GET", PAGE),
    systems("staff-post-end", "POST", PAGE),
    office("staff-rules", "GET", PAGE),
    systems("staff-delegation-new", "GET", PAGE),
    systems("staff-delegation-new", "POST", PAGE),
    systems("staff-acting-new", "GET", PAGE),
    systems("staff-acting-new", "POST", PAGE),
    systems("staff-rule-end", "GET", PAGE),
    systems("staff-rule-end", "POST", PAGE),
    office("staff-who-decides", "GET", PAGE),
    office("staff-absences", "GET", PAGE),
    office("staff-absence-new", "GET", PAGE),
    office("staff-absence-new", "POST", PAGE),
    # One's own, one's people's as chief, all as systems officer.
    line(
        "staff-absence-cancel",
        "POST",
        (EVERYBODY, STAFF_DOOR),
        (OFFICE, GO),
        ({Visitor.OTHER_CLERK, Visitor.OFFICER}, REFUSED),
    ),
    systems("staff-second-factor-reset", "GET", PAGE),
    systems("staff-second-factor-reset", "POST", GO),
    # The office: work
    office("staff-todo", "GET", PAGE),
    working("staff-filter-save", "POST", GO),
    working("staff-filter-drop", "POST", GO),
    working("staff-reminders", "POST", GO),
    office("staff-applications", "GET", PAGE),
    # Of cases of other departments there is nothing among those that are chosen.
    working("staff-bulk", "POST", PAGE),
    # Nothing was confirmed, or it is another's case: nothing begins.
    line("staff-bulk-start", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED), (CHIEF, GO)),
    # Systems officers take histories out, and see nothing of what others took out.
    office("staff-runs", "GET", PAGE),
    office("staff-export", "POST", GO),
    line("staff-run-file", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING), (CHIEF, FILE)),
    # Only who began it sees it.
    line("staff-run", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING), (CHIEF, PAGE)),
    line(
        "staff-run-again",
        "POST",
        (EVERYBODY, STAFF_DOOR),
        (OFFICE, NOTHING),
        (SYSTEMS, REFUSED),
        (CHIEF, PAGE),
    ),
    # Only who began it stops it.
    line(
        "staff-run-stop", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING), (SYSTEMS, REFUSED), (CHIEF, GO)
    ),
    case("staff-application", "GET", PAGE),
    case("staff-take", "POST", GO),
    case("staff-note", "POST", GO),
    case("staff-label", "POST", GO),
    case("staff-watch", "POST", GO),
    # Nobody was chosen: the page says so.
    case("staff-pass-on", "POST", REFUSED),
    case("staff-same-person", "GET", PAGE),
    # Who did what and who looked: the chief of the department, and for an audit systems officers.
    history("staff-history"),
    history("staff-person-history"),
    systems("staff-history-find", "GET", PAGE),
    # Nobody acts for another in these cases.
    case("staff-proxy-confirm", "POST", REFUSED),
    case("staff-proxy-end", "POST", REFUSED),
    case("staff-proxy-document", "GET", NOTHING),
    case("staff-return", "GET", PAGE),
    case("staff-return", "POST", GO),
    case("staff-resume-examination", "POST", GO),
    case("staff-propose", "GET", PAGE),
    case("staff-propose", "POST", GO),
    case_of_chief("staff-remand", "GET", PAGE),
    case_of_chief("staff-remand", "POST", GO),
    case_of_chief("staff-decide", "GET", PAGE),
    case_of_chief("staff-decide", "POST", GO),
    # A draft on its way: here the chief decides, so nobody is asked to agree, and nothing went past anybody.
    case("staff-agree", "GET", REFUSED),
    case("staff-agree", "POST", REFUSED),
    case("staff-revise", "GET", PAGE),
    case("staff-revise", "POST", GO),
    # Only the drafter takes a draft back.
    line(
        "staff-take-back",
        "POST",
        (EVERYBODY, STAFF_DOOR),
        (OTHER_OFFICE, NOTHING),
        (DEPARTMENT, GO),
        (CHIEF, REFUSED),
    ),
    case("staff-view-after", "POST", REFUSED),
    case("staff-record", "POST", GO),
    case_of_chief("staff-reroute", "GET", PAGE),
    # Nothing was typed: the page asks for it.
    case_of_chief("staff-reroute", "POST", PAGE),
    case("staff-step", "GET", PAGE),
    case("staff-step", "POST", GO),
    case_of_chief("staff-delay", "GET", PAGE),
    # No day was typed: the page asks for it.
    case_of_chief("staff-delay", "POST", PAGE),
    # No delay notice waits for the post, and no document came later.
    case("staff-delay-posted", "POST", REFUSED),
    case("staff-supplement", "POST", REFUSED),
    case("staff-close", "POST", GO),
    case("staff-file", "GET", FILE),
    case("staff-document", "GET", FILE),
    case("staff-remake", "POST", GO),
    # What came on paper, and what people say by telephone
    case("staff-call", "GET", PAGE),
    # Nothing was typed: the page asks for it.
    case("staff-call", "POST", PAGE),
    case("staff-correct", "GET", PAGE),
    case("staff-correct", "POST", PAGE),
    line("staff-intakes", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, PAGE), (SYSTEMS, REFUSED)),
    line("staff-intake-new", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, PAGE), (SYSTEMS, REFUSED)),
    line("staff-intake-new", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, PAGE), (SYSTEMS, REFUSED)),
    case("staff-intake", "GET", PAGE),
    case("staff-intake-cancel", "POST", GO),
    case("staff-intake-scan", "GET", FILE),
    case("staff-typing-section", "GET", PAGE),
    case("staff-typing-section", "POST", GO),
    case("staff-typing-check", "GET", PAGE),
    # Not everything is typed yet: the page says what is missing.
    case("staff-typing-check", "POST", PAGE),
    # 支援措置: what is kept back, and the second signature. The case in question is nobody's who is protected.
    office("staff-restricted", "GET", PAGE),
    line("staff-second", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    line("staff-second", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    officers("staff-protections", "GET", PAGE),
    officers("staff-protection-new", "GET", PAGE),
    officers("staff-protection-new", "POST", GO),
    officers("staff-protection", "GET", PAGE),
    officers("staff-protection", "POST", GO),
    officers("staff-countersign", "GET", PAGE),
    officers("staff-countersign", "POST", GO),
    systems("staff-protection-officers", "GET", PAGE),
    systems("staff-protection-officers", "POST", GO),
    systems("staff-protection-officer-end", "POST", GO),
    # The applicant dies; a decision is taken away again; a case is re-opened. Nothing was typed: the page asks for it.
    # A paper of the case; a notice of a decision is revoked with the decision only.
    case("staff-paper", "GET", PAGE),
    case("staff-paper-again", "GET", PAGE),
    case("staff-paper-again", "POST", GO),
    case_of_chief("staff-paper-revoke", "GET", PAGE),
    case_of_chief("staff-paper-revoke", "POST", REFUSED),
    case("staff-death", "GET", PAGE),
    case("staff-death", "POST", PAGE),
    case("staff-heir", "GET", PAGE),
    case("staff-heir", "POST", PAGE),
    case("staff-ended", "GET", PAGE),
    case("staff-ended", "POST", PAGE),
    case("staff-revoke", "GET", PAGE),
    case("staff-revoke", "POST", PAGE),
    # Nothing was drafted.
    case("staff-revoke-decide", "POST", REFUSED),
    case("staff-revoke-cancel", "POST", REFUSED),
    case_of_chief("staff-reopen", "GET", PAGE),
    case_of_chief("staff-reopen", "POST", PAGE),
    # How long records are kept. Nothing of the small town is due yet; one night has been, and one erasure is asked for.
    working("staff-records", "GET", PAGE),
    working("staff-records-due", "GET", NOTHING),
    line("staff-records-due", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED)),
    working("staff-records-run", "GET", NOTHING),
    office("staff-records-nights", "GET", PAGE),
    office("staff-records-night", "GET", PAGE),
    office("staff-records-night-file", "GET", FILE),
    office("staff-records-rules", "GET", PAGE),
    working("staff-erasures", "GET", PAGE),
    survey("staff-erasure", "GET", PAGE),
    line(
        "staff-erasure",
        "POST",
        (EVERYBODY, STAFF_DOOR),
        (OTHER_OFFICE, NOTHING),
        (SYSTEMS, REFUSED),
        (DEPARTMENT, REFUSED),
        (CHIEF, GO),
    ),
    case("staff-keeping", "GET", PAGE),
    # Nothing was typed: the page asks for it.
    case("staff-keeping", "POST", PAGE),
    line("staff-hold-lift", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    # The small town's cases ask for no disclosure.
    line("staff-disclosure", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    line("staff-disclosure", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    line("staff-disclosure-file", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, NOTHING)),
    case("staff-erase", "GET", PAGE),
    case("staff-erase", "POST", PAGE),
    # What goes by mail and by post
    # Systems officers see how messages are delivered, and nothing of what they say.
    office("staff-deliveries", "GET", PAGE),
    line(
        "staff-delivery",
        "GET",
        (EVERYBODY, STAFF_DOOR),
        (OTHER_OFFICE, NOTHING),
        (SYSTEMS, REFUSED),
        (DEPARTMENT, PAGE),
    ),
    *(
        line(
            f"staff-delivery-{act}",
            "POST",
            (EVERYBODY, STAFF_DOOR),
            (OTHER_OFFICE, NOTHING),
            (SYSTEMS, REFUSED),
            (DEPARTMENT, answer),
        )
        for act, answer in (("again", REFUSED), ("post", GO), ("stop", GO))
    ),
    line("staff-postings", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, PAGE), (SYSTEMS, REFUSED)),
    # Nothing was chosen: the page says so.
    line("staff-postings", "POST", (EVERYBODY, STAFF_DOOR), (OFFICE, REFUSED)),
    case("staff-bundle", "GET", PAGE),
    case("staff-bundle", "POST", GO),
    case("staff-bundle-sheets", "GET", FILE),
    case("staff-bundle-dissolve", "POST", GO),
    case("staff-posting-drop", "GET", PAGE),
    case("staff-posting-drop", "POST", PAGE),
    # It was not posted yet: nothing can come back, and nothing goes out again.
    case("staff-posting-returned", "GET", PAGE),
    case("staff-posting-returned", "POST", PAGE),
    case("staff-posting-again", "POST", GO),
    case("staff-reached", "GET", PAGE),
    case("staff-reached", "POST", PAGE),
    # Surveys: of the department whose they are
    line("staff-surveys", "GET", (EVERYBODY, STAFF_DOOR), (OFFICE, PAGE), (SYSTEMS, REFUSED)),
    survey("staff-survey", "GET", PAGE),
    survey("staff-survey-export", "POST", FILE),
    # The sample town and the gallery: not routed in a real one
    public("demo"),
    public("demo-mails"),
    public("ui:gallery"),
    public("ui:staff-gallery"),
    public("ui:error-page"),
)

"""Who may do what to an application."""

from yakuba.core import access

RESIDENTS = {"guest", "resident", "program"}

access.declare(
    {
        # Online only the applicant writes; what came on paper, officials register and type.
        "application.start": RESIDENTS,
        "application.save": RESIDENTS,
        "application.submit": RESIDENTS,
        "application.withdraw": RESIDENTS,
        "application.discard": RESIDENTS | {"machine"},
        "application.supplement": RESIDENTS,
        "application.register": {"clerk", "chief"},
        "application.type": {"clerk", "chief"},
        "application.note_call": {"clerk", "chief"},
        # Another look-up code for whoever was identified at the town hall.
        "application.issue_code": {"clerk", "chief"},
        "application.revoke": {"clerk", "chief"},
        "application.reopen": {"chief"},
        # A paper in the place of another; a paper that should not have gone out.
        "application.reissue": {"clerk", "chief"},
        "application.revoke_paper": {"chief"},
        "posting.want": {"clerk", "chief", "machine"},
        "posting.bundle": {"clerk", "chief"},
        "survey.see": {"clerk", "chief"},
        "survey.export": {"clerk", "chief"},
        "application.view": RESIDENTS | {"clerk", "chief"},
        "application.examine": {"clerk", "chief"},
        # Beyond the case at hand: what else this person has with the town.
        "person.look_for": {"clerk", "chief"},
        # Who did what and who looked: the chief of the department; for an audit whoever is in charge of the system.
        "history.see": {"chief"},
        "history.audit": {"systems"},
        # Turning to the applicant when a proxy lost the mandate: the machine opens the work.
        "application.turn": {"clerk", "chief", "machine"},
        "application.return": {"clerk", "chief"},
        "application.propose": {"clerk", "chief"},
        "application.decide": {"chief"},
        # Who is asked about a draft: whose turn it is, its stop says by the posts and absences of the moment.
        "application.consider": {"clerk", "chief"},
        # Another way than the rules give, a chief of the department that deals with the case orders.
        "application.reroute": {"chief"},
        # A 届出 has no decision: whoever examines it accepts it (行政手続法37条).
        "application.accept": {"clerk", "chief"},
        # Consultations and forwardings go out and come back through the hands of whoever examines.
        "application.send": {"clerk", "chief"},
        "application.receive": {"clerk", "chief"},
        "application.confirm": {"clerk", "chief"},
        "application.deliver": {"clerk", "chief"},
        # 支援措置: who deals with a case asks a second official; what was held back is carried out afterwards.
        "application.ask_second": {"clerk", "chief"},
        "application.release": {"machine"},
        "application.close": {"clerk", "chief", "machine"},
        "application.hand_over": {"machine"},
    }
)

"""What the people's app lets whom do."""

from yakuba.core import access

access.declare(
    {
        "department.found": {"systems", "machine"},
        "organisation.reorganise": {"systems", "machine"},
        "department.end": {"systems", "machine"},
        "staff.create": {"systems", "machine"},
        "staff.close": {"systems", "machine"},
        "membership.add": {"systems", "machine"},
        "membership.end": {"systems", "machine"},
        "absence.note": {"clerk", "chief", "systems", "machine"},
        "organisation.see": {"clerk", "chief", "systems"},
        "rule.see": {"clerk", "chief", "systems"},
        "rule.enter": {"systems", "machine"},
        # The machine ends an account when two officials agreed that a person's data are erased (消去).
        "account.mind": {"resident", "machine"},
        "passkey.mind": {"resident", "clerk", "chief", "systems"},
        "session.end": {"resident", "clerk", "chief", "systems", "machine"},
        # The keys of the API: a resident's own, and those of authorised systems (連携システム).
        "token.revoke": {"resident", "systems", "machine"},
        "program.mind": {"systems", "machine"},
        "people.see": {"systems"},
        "password.reset": {"systems", "machine"},
        "second_factor.reset": {"systems", "machine"},
        "identity.prove": {"guest", "resident", "machine"},
        "mandate.give": {"guest", "resident", "program", "clerk", "chief", "machine"},
        "mandate.confirm": {"clerk", "chief"},
        "mandate.end": {"resident", "clerk", "chief", "machine"},
        "officer.appoint": {"systems", "machine"},
        "protection.see": {"protector"},
        "protection.flag": {"protector"},
        # Whoever deals with the case asks; whether it is theirs, the case above says.
        "countersignature.ask": {"clerk", "chief", "protector"},
        "countersignature.answer": {"protector"},
        "countersignature.use": {"clerk", "chief", "machine"},
        "person.register": {"guest", "resident", "program", "clerk", "chief", "protector", "machine"},
        "party.add": {"guest", "resident", "program", "clerk", "chief", "machine"},
    }
)

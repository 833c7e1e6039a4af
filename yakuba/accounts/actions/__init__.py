"""What is done about people and organisation, and every step of a sign-in."""

from yakuba.accounts.actions.organisation import (
    BadSymbol,
    EndsTooEarly,
    LoginTaken,
    TimesOverlap,
    add_membership,
    close_staff,
    create_staff,
    end_department,
    end_membership,
    found_department,
)
from yakuba.accounts.actions.passwords import change_password, check_password, new_password, reset_password
from yakuba.accounts.actions.people import add_party, register_person
from yakuba.accounts.actions.residents import forget_old_codes, request_sign_in_code, sign_in_with_code
from yakuba.accounts.actions.second_factor import (
    NeedsAnother,
    check_totp,
    confirm_totp,
    enrol_totp,
    reset_second_factor,
    use_recovery_code,
)
from yakuba.accounts.actions.tries import LockedOut, SignInRefused, TooOften

__all__ = [
    "BadSymbol",
    "EndsTooEarly",
    "LockedOut",
    "LoginTaken",
    "NeedsAnother",
    "SignInRefused",
    "TimesOverlap",
    "TooOften",
    "add_membership",
    "add_party",
    "change_password",
    "check_password",
    "check_totp",
    "close_staff",
    "confirm_totp",
    "create_staff",
    "end_department",
    "end_membership",
    "enrol_totp",
    "forget_old_codes",
    "found_department",
    "new_password",
    "register_person",
    "request_sign_in_code",
    "reset_password",
    "reset_second_factor",
    "sign_in_with_code",
    "use_recovery_code",
]

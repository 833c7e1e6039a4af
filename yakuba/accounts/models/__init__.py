"""The rows of people, organisation and sign-in."""

from yakuba.accounts.models.organisation import Department, Membership, Staff
from yakuba.accounts.models.people import Party, Person, Resident
from yakuba.accounts.models.users import RecoveryCode, SecondFactor, SignInCode, User

__all__ = [
    "Department",
    "Membership",
    "Party",
    "Person",
    "RecoveryCode",
    "Resident",
    "SecondFactor",
    "SignInCode",
    "Staff",
    "User",
]

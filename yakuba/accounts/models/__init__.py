"""The rows of people, organisation and sign-in."""

from yakuba.accounts.models.identity import IdentityProof
from yakuba.accounts.models.mandates import Mandate, Organisation
from yakuba.accounts.models.organisation import EXECUTIVES, Department, Membership, Rank, Staff, Succession
from yakuba.accounts.models.passkeys import Passkey
from yakuba.accounts.models.people import HouseholdMember, Party, Person, Resident
from yakuba.accounts.models.posts import Absence, ActingRule, DelegationRule
from yakuba.accounts.models.protections import (
    ABOUT_CASES,
    Countersignature,
    Protection,
    ProtectionOfficer,
    Purpose,
)
from yakuba.accounts.models.sessions import SignIn
from yakuba.accounts.models.tokens import Program, Token, TokenUse
from yakuba.accounts.models.users import RecoveryCode, SecondFactor, SignInCode, User

__all__ = [
    "ABOUT_CASES",
    "EXECUTIVES",
    "Absence",
    "ActingRule",
    "Countersignature",
    "DelegationRule",
    "Department",
    "HouseholdMember",
    "IdentityProof",
    "Mandate",
    "Membership",
    "Organisation",
    "Party",
    "Passkey",
    "Person",
    "Program",
    "Protection",
    "ProtectionOfficer",
    "Purpose",
    "Rank",
    "RecoveryCode",
    "Resident",
    "SecondFactor",
    "SignIn",
    "SignInCode",
    "Staff",
    "Succession",
    "Token",
    "TokenUse",
    "User",
]

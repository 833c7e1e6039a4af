"""The kinds of fields, found by name."""

from yakuba.procedures.fields.agreements import Agreement
from yakuba.procedures.fields.amounts import Count, Money, Number
from yakuba.procedures.fields.attachments import File, FileAnswer
from yakuba.procedures.fields.bank import BankAccount
from yakuba.procedures.fields.bound import AnswerField, BoundAnswer
from yakuba.procedures.fields.choices import Choice, Choices, YesNo
from yakuba.procedures.fields.clock import Time
from yakuba.procedures.fields.computed import Computed
from yakuba.procedures.fields.contact import Address, Mail, PostalCode, Telephone
from yakuba.procedures.fields.dates import Date
from yakuba.procedures.fields.groups import Group
from yakuba.procedures.fields.kind import Kind, Wrong, WrongItems, quoted
from yakuba.procedures.fields.people import Person
from yakuba.procedures.fields.registry import KINDS, holds, is_answered, is_required, kind_of, standing
from yakuba.procedures.fields.widgets import asked
from yakuba.procedures.fields.words import Kana, LongText, Text

KINDS.update(
    {
        kind.name: kind
        for kind in (
            *(Text, LongText, Kana, Number, Count, Money, YesNo, Choice, Choices, Date, Time, Person),
            *(Mail, Telephone, PostalCode, Address, BankAccount, Agreement, File, Group, Computed),
        )
    }
)

__all__ = [
    "KINDS",
    "AnswerField",
    "BoundAnswer",
    "Computed",
    "FileAnswer",
    "Kind",
    "Wrong",
    "WrongItems",
    "asked",
    "holds",
    "is_answered",
    "is_required",
    "kind_of",
    "quoted",
    "standing",
]

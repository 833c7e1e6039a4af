"""The ten kinds of fields, found by name."""

from yakuba.procedures.fields.amounts import Money, Number
from yakuba.procedures.fields.attachments import File, FileAnswer
from yakuba.procedures.fields.bound import AnswerField, BoundAnswer
from yakuba.procedures.fields.choices import Choice, YesNo
from yakuba.procedures.fields.dates import Date
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.people import Person
from yakuba.procedures.fields.widgets import asked
from yakuba.procedures.fields.words import Kana, LongText, Text

KINDS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (Text, LongText, Kana, Number, Money, YesNo, Choice, Date, Person, File)
}

__all__ = ["KINDS", "AnswerField", "BoundAnswer", "FileAnswer", "Kind", "Wrong", "asked", "quoted"]

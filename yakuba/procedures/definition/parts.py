"""What every part of a definition is made of: scalars that are read strictly, and the frozen model."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic import Field as Key
from pydantic_core import PydanticCustomError


def _whole(value: object) -> object:
    # pydantic alone would also take "1_000", " 5 " and "5.0".
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise PydanticCustomError("whole_number", "not a whole number")
    return value


def _flag(value: object) -> object:
    # pydantic alone would also take "yes", "on", "t" and "1".
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("flag", "not true or false")
    return value


def _clock(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise PydanticCustomError("clock", "not a time")
    return value


def _yearly(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("yearly", "not a date")
    return value


def _day(value: object) -> object:
    # pydantic alone would also take seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "not a date")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Clock = Annotated[str, BeforeValidator(_clock)]
# 2026-12-01, or 12-01 of every year.
YearlyDay = Annotated[str, BeforeValidator(_yearly)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Yen = Annotated[Whole, Key(ge=0, le=100_000_000)]
Days = Annotated[Whole, Key(ge=1, le=1000)]


class Part(BaseModel):
    """A piece of a definition: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

"""Japanese dates: eras, readings of what people type, fiscal years and ages."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yakuba.core import text as texts

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

TOKYO = ZoneInfo("Asia/Tokyo")
WESTERN = "western"
LATEST_YEAR = 2199
_SHORTEST_WESTERN = 1000
_WEEKDAYS = "月火水木金土日"
_PART_NAMES = {"year": gettext_noop("年"), "month": gettext_noop("月"), "day": gettext_noop("日")}


class DateProblem(ValueError):
    """What somebody typed is no date; the text says why and what to write instead, in the language of the page.

    `parts` names the boxes to look at again: era, year, month, day.
    """

    def __init__(self, message: str, *parts: str) -> None:
        """Keep the message and the boxes that it is about."""
        super().__init__(message)
        self.parts = parts


class DateMissing(DateProblem):
    """Nothing was typed, or a part of the date is missing."""


@dataclass(frozen=True, slots=True)
class Era:
    """One era (元号); `digit` is its numeric code on administrative forms."""

    code: str
    label: str
    letter: str
    digit: int
    starts_on: date


# Newest first. Gregorian starts: 元号法 and its orders for 平成 (昭和64年政令1号) and 令和 (平成31年政令143号), the edicts
# for the older ones. The solar calendar holds since 明治6年1月1日; earlier days are counted back in it.
ERAS = (
    Era("reiwa", gettext_noop("令和"), "R", 5, date(2019, 5, 1)),
    Era("heisei", gettext_noop("平成"), "H", 4, date(1989, 1, 8)),
    Era("showa", gettext_noop("昭和"), "S", 3, date(1926, 12, 25)),
    Era("taisho", gettext_noop("大正"), "T", 2, date(1912, 7, 30)),
    Era("meiji", gettext_noop("明治"), "M", 1, date(1868, 10, 23)),
)
EARLIEST = ERAS[-1].starts_on
_BY_NAME = {name: era for era in ERAS for name in (era.code, era.label, era.letter, era.letter.lower())}
_WESTERN_NAMES = frozenset({WESTERN, "西暦"})


def era_of(on: date) -> Era | None:
    """Find the era of a day, or None before 明治."""
    return next((era for era in ERAS if era.starts_on <= on), None)


def wareki_year(on: date) -> str:
    """Show the year of a day as 令和8年 or 令和元年, and as 西暦1850年 before 明治."""
    era = era_of(on)
    return _era_year(era, on.year - era.starts_on.year + 1) if era else f"西暦{on.year}年"


def wareki(on: date) -> str:
    """Show a day as 令和8年11月20日."""
    return f"{wareki_year(on)}{on.month}月{on.day}日"


def with_weekday(on: date) -> str:
    """Show a near day as 12月1日（火）."""
    return f"{on.month}月{on.day}日（{_WEEKDAYS[on.weekday()]}）"


def full_with_weekday(on: date) -> str:
    """Show a day as 令和8年12月1日（火）."""
    return f"{wareki_year(on)}{with_weekday(on)}"


def moment(at: datetime, zone: tzinfo = TOKYO) -> str:
    """Show a moment as 11月17日（火）9時20分 on the clock of `zone`; one without a time zone raises ValueError."""
    on = local(at, zone)
    return f"{with_weekday(on.date())}{on.hour}時{on.minute:02}分"


def local(at: datetime, zone: tzinfo = TOKYO) -> datetime:
    """Read a moment on the clock of `zone`; one without a time zone raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(zone)


def fiscal_year(on: date) -> int:
    """Give the western year in which the fiscal year (会計年度) of a day begins, 地方自治法208条: 1 April to 31 March."""
    return on.year if on.month >= 4 else on.year - 1


def wareki_fiscal_year(year: int) -> str:
    """Show the fiscal year that begins in the western `year` as 令和8年度."""
    return f"{wareki_year(naming_day(year))}度"


def naming_day(year: int) -> date:
    """Give the day whose era names the fiscal year that begins in `year`.

    It is 1 May: the year in whose second month 令和 began is 令和元年度 as a whole (改元に伴う元号による年表示の取扱いについて,
    関係省庁連絡会議申合せ, 1 April 2019); the one in whose tenth month 平成 began stays 昭和63年度.
    """
    return date(year, 5, 1)


def age_on(birth: date, on: date) -> int:
    """Give the age in whole years as people say it: one more on each birthday, on 1 March for those of 29 February.

    The law reaches an age one day earlier, at the end of the day before (年齢計算ニ関する法律, 民法143条): a rule
    that turns on that moment asks for the age on the next day. A day before birth raises ValueError.
    """
    if on < birth:
        raise ValueError(f"{on} is before the birth on {birth}")
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def parse_date(text: str) -> date:
    """Read a whole date: 令和8年11月20日, R8.11.20, 2026-11-20, 20261120, of any width; else raise DateProblem."""
    cleaned = _clean(text)
    if not cleaned:
        raise DateMissing(_("日付を入力してください"), *_PART_NAMES)
    typed = _split(cleaned)
    if typed is None:
        raise DateProblem(
            _(
                "日付として読めません。「令和8年11月20日」や「2026-11-20」のように年・月・日を入力してください"
            ),
            *_PART_NAMES,
        )
    return _read(typed)


def parse_parts(era: str, year: str, month: str, day: str) -> date:
    """Read a date from four boxes; `era` is a code, a label or a letter of ERAS, or western or 西暦.

    An era or a whole date typed in the year box is understood and goes before the chosen era. Raises DateProblem.
    """
    chosen = _Typed(_clean(era), _clean(year), _clean(month), _clean(day))
    typed = _split(chosen.year)
    if typed is None or bool(typed.month) != bool(typed.day):
        return _read(chosen)
    if not typed.month:
        return _read(replace(chosen, era=typed.era or chosen.era, year=typed.year))
    if not (_agree(chosen.month, typed.month) and _agree(chosen.day, typed.day)):
        raise DateProblem(
            _("年の欄の日付と、月・日の欄が合いません。どちらか一方に入力してください"), *_PART_NAMES
        )
    # A whole date with a year of four digits is western, whichever era happened to be chosen beside it.
    return _read(replace(typed, era=typed.era or (WESTERN if len(typed.year) == 4 else chosen.era)))


@dataclass(frozen=True, slots=True)
class _Typed:
    """The four parts of a date as they were typed, cleaned; an empty one is missing."""

    era: str
    year: str
    month: str
    day: str


_WEEKDAY = re.compile(f"\\([{_WEEKDAYS}](?:曜日?)?\\)$|[{_WEEKDAYS}]曜日$")
_KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十]+")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ERA = "(?P<era>西暦|" + "|".join(f"{era.label}|{era.letter}|{era.letter.lower()}" for era in ERAS) + ")"
_NUMBER = "[0-9]{1,4}"
_SHORT = "[0-9]{1,3}"
_BETWEEN = f"[{texts.HYPHENS}./・,、]"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        f"{_ERA}(?P<year>[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        f"{_ERA}?(?P<year>元|{_NUMBER})年?",
        f"{_ERA}?(?:(?P<year>元|{_NUMBER})年)?(?:(?P<month>{_SHORT})月)?(?:(?P<day>{_SHORT})日)?",
        f"(?:{_ERA}\\.?)?(?P<year>元|{_NUMBER})(?:年|{_BETWEEN})(?P<month>{_SHORT})(?:月|{_BETWEEN})(?P<day>{_SHORT})日?",
    )
)


def _clean(text: str) -> str:
    """Make width and numerals alike (㋿八年 as 令和8年) and drop spaces and the day of the week."""
    folded = unicodedata.normalize("NFKC", texts.normalise(text))
    joined = re.sub(r"\s", "", re.sub(r"(?<=[0-9])\s+(?=[0-9])", "-", folded))
    return _KANJI_NUMBER.sub(lambda found: _arabic(found[0]), _WEEKDAY.sub("", joined))


def _arabic(kanji: str) -> str:
    """Write a number up to 99 in kanji, or digits side by side (二〇二六), with Arabic numerals."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return kanji.translate(_KANJI_DIGITS)
    return ((tens or "一") + (ones or "〇")).translate(_KANJI_DIGITS)


def _split(cleaned: str) -> _Typed | None:
    """Take a cleaned text apart, or give None when it has not the shape of a date or of a part of one."""
    found = next(filter(None, (shape.fullmatch(cleaned) for shape in _SHAPES)), None)
    if found is None:
        return None
    parts = found.groupdict()
    return _Typed(*(parts.get(name) or "" for name in ("era", *_PART_NAMES)))


def _agree(box: str, typed: str) -> bool:
    """Say whether a box adds nothing to what was typed elsewhere."""
    return not box or box.rstrip("月日").lstrip("0") == typed.lstrip("0")


def _read(typed: _Typed) -> date:
    """Turn the parts into a day or raise the DateProblem that helps most."""
    given = {"year": typed.year, "month": typed.month, "day": typed.day}
    if missing := [part for part, text in given.items() if not text]:
        if len(missing) == len(given):
            raise DateMissing(_("日付を入力してください"), *missing)
        what = _("と").join(_(_PART_NAMES[part]) for part in missing)
        raise DateMissing(_("{what}を入力してください").format(what=what), *missing)
    year, month, day = (_number(part, text) for part, text in given.items())
    era = _era(typed.era, year)
    western = era.starts_on.year + year - 1 if era else year
    _check_year(era, year, western)
    label = _era_year(era, year) if era else f"{year}年"
    on = _day_of(label, western, month, day)
    _check_era(era, on)
    return on


def _number(part: str, text: str) -> int:
    """Read one part; 元 is the first year of an era."""
    name = _PART_NAMES[part]
    bare = "1" if text.removesuffix(name) == "元" and part == "year" else text.removesuffix(name)
    if not re.fullmatch(_NUMBER, bare):
        raise DateProblem(_("{part}は数字で入力してください").format(part=_(name)), part)
    return int(bare)


def _era(name: str, year: int) -> Era | None:
    """Find the era that was meant, or None for a western year."""
    if name in _WESTERN_NAMES or (not name and year >= _SHORTEST_WESTERN):
        return None
    if name in _BY_NAME:
        return _BY_NAME[name]
    raise DateProblem(_("元号を選んでください。西暦なら年を4桁で入力してください"), "era", "year")


def _check_year(era: Era | None, year: int, western: int) -> None:
    """Refuse a year that no calendar has, before the days of its months are counted."""
    message = ""
    if era and year == 0:
        message = _("{era}0年はありません。最初の年は元年（1年）です").format(era=_(era.label))
    elif era and year >= _SHORTEST_WESTERN:
        message = _("{era}{year}年はありません。西暦{year}年ではありませんか")
        message = message.format(era=_(era.label), year=year)
    elif western < _SHORTEST_WESTERN:
        message = _("西暦の年は4桁で入力してください（例：2026年）")
    elif western > LATEST_YEAR:
        message = _("西暦{year}年より後の日付は入力できません。年を確かめてください").format(year=LATEST_YEAR)
    if message:
        raise DateProblem(message, "era", "year")


def _day_of(label: str, year: int, month: int, day: int) -> date:
    """Build the day; `label` is the year as it was typed."""
    if not 1 <= month <= 12:
        raise DateProblem(_("{month}月はありません。月は1から12までです").format(month=month), "month")
    last = calendar.monthrange(year, month)[1]
    if day < 1:
        raise DateProblem(_("0日はありません。日は1からです"), "day")
    if day > last:
        message = _("{year}{month}月は{last}日までです").format(year=label, month=month, last=last)
        raise DateProblem(message, "day")
    return date(year, month, day)


def _check_era(era: Era | None, on: date) -> None:
    """Refuse a day outside the era that it was written in, naming the same day in the right one."""
    actual = era_of(on)
    if actual is None:
        raise DateProblem(
            _("明治元年10月23日（1868年）より前の日付は入力できません。年を確かめてください"), "era", "year"
        )
    if era is None or actual is era:
        return
    if on < era.starts_on:
        message, limit = _("{era}は{limit}からです。{right}ではありませんか"), era.starts_on
    else:
        message = _("{era}は{limit}までです。{right}ではありませんか")
        limit = ERAS[ERAS.index(era) - 1].starts_on - timedelta(days=1)
    shown = wareki(limit).removeprefix(era.label)
    raise DateProblem(message.format(era=_(era.label), limit=shown, right=wareki(on)), "era", *_PART_NAMES)


def _era_year(era: Era, year: int) -> str:
    """Show a year of an era, the first as 元年."""
    return f"{era.label}{'元' if year == 1 else year}年"

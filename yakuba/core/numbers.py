"""Numbers with a check digit and codes to be read aloud: 団体コード, receipt numbers, look-up codes."""

from __future__ import annotations

import re
import secrets

from yakuba.core import dates, text

# One of each pair that is mistaken for the other, and no vowels, so that no word appears; the other one is
# understood when it is typed. 24 signs, 12 times: 55 bits.
LOOKUP_ALPHABET = "23456789CDFGHJKMNPRTVWXY"
_LOOKUP_LENGTH = 12
_LOOK_ALIKES = str.maketrans("ZSBU", "258V")

_PREFECTURES = range(1, 48)
_LARGEST_SERIAL = 999_999
_RECEIPT = re.compile("(?P<letter>[A-Z]?)(?P<year>[0-9]{1,2})(?P<serial>[0-9]{6})(?P<check>[0-9])")
_SPACED_RECEIPT = re.compile("(?P<letter>[A-Z]?)(?P<year>[0-9]{1,2})-(?P<serial>[0-9]{1,6})-(?P<check>[0-9])")
_NOT_HYPHENS = re.compile(f"[{text.HYPHENS}]")


def local_government_code_is_valid(code: str) -> bool:
    """Check the 6 digits of a 全国地方公共団体コード: prefecture 01 to 47 and the check digit at the end."""
    if not re.fullmatch("[0-9]{6}", code) or int(code[:2]) not in _PREFECTURES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10 == int(code[5])


def mod_11_10(digits: str) -> str:
    """Compute the check digit of ISO/IEC 7064 MOD 11,10 for a text of digits 0 to 9.

    It finds every single wrong digit and nearly all swaps of neighbours: of the 900 that can happen it misses 20.
    """
    if not re.fullmatch("[0-9]+", digits):
        raise ValueError(f"{digits!r} is not made of digits")
    return str(_check_value([int(digit) for digit in digits], 10))


def _check_value(values: list[int], size: int) -> int:
    """The check value of a hybrid system of ISO/IEC 7064 (MOD size+1, size) over values from 0 to size-1."""
    product = size
    for value in values:
        product = 2 * ((product + value) % size or size) % (size + 1)
    return (size + 1 - product) % size


def receipt_number(year: int, serial: int) -> str:
    """Make the public number of an application (受付番号), such as R8-001042-3.

    `year` is the western year in which the fiscal year begins, `serial` 1 to 999999 within it. The check digit
    covers the era's digit, the year and the serial as shown: 5 8 001042.
    """
    era = dates.era_of(dates.naming_day(year))
    if era is None or not 1 <= serial <= _LARGEST_SERIAL:
        raise ValueError(f"no receipt number for serial {serial} of {year}")
    return _receipt_number(era, year - era.starts_on.year + 1, serial)


def parse_receipt_number(typed: str) -> str | None:
    """Read a receipt number as people type it and give its exact form, or None if it cannot be one.

    Full width, lower case, 令和 for R, spaces, missing hyphens and a missing R are all understood.
    """
    letters = text.normalise(typed).upper().replace("令和", "R")
    spaced = _NOT_HYPHENS.sub("-", re.sub(r"\s", "", letters))
    found = _SPACED_RECEIPT.fullmatch(spaced) or _RECEIPT.fullmatch(spaced.replace("-", ""))
    if found is None:
        return None
    era = next((era for era in dates.ERAS if era.letter == (found["letter"] or "R")), None)
    year, serial = int(found["year"]), int(found["serial"])
    if era is None or not year or not serial:
        return None
    number = _receipt_number(era, year, serial)
    return number if number[-1] == found["check"] else None


def _receipt_number(era: dates.Era, year: int, serial: int) -> str:
    """Put the parts together with their check digit."""
    return f"{era.letter}{year}-{serial:06}-{mod_11_10(f'{era.digit}{year}{serial:06}')}"


def lookup_code() -> str:
    """Draw a secret code for a guest to come back with (照会番号): XXXX-XXXX-XXXX, to be stored only as a fingerprint."""
    return _in_fours("".join(secrets.choice(LOOKUP_ALPHABET) for _ in range(_LOOKUP_LENGTH)))


def parse_lookup_code(typed: str) -> str | None:
    """Read a look-up code as people type it and give its exact form, or None if it cannot be one."""
    letters = re.sub(r"\s", "", _NOT_HYPHENS.sub("", text.normalise(typed))).upper().translate(_LOOK_ALIKES)
    return _in_fours(letters) if re.fullmatch(f"[{LOOKUP_ALPHABET}]{{{_LOOKUP_LENGTH}}}", letters) else None


def verification_code() -> str:
    """Draw the code by which a paper is confirmed (文書確認コード): XXXX-XXXX-XXXX, eleven signs (50 bits) and a check sign."""
    letters = "".join(secrets.choice(LOOKUP_ALPHABET) for _ in range(_LOOKUP_LENGTH - 1))
    return _in_fours(letters + _check_sign(letters))


def parse_verification_code(typed: str) -> str | None:
    """Read a code of a paper as people type it and give its exact form, or None if it cannot be one."""
    code = parse_lookup_code(typed)
    letters = code.replace("-", "") if code else ""
    return code if letters and letters[-1] == _check_sign(letters[:-1]) else None


def _check_sign(letters: str) -> str:
    """MOD 25,24 over the alphabet of codes: it finds every single wrong sign and most swaps of neighbours."""
    values = [LOOKUP_ALPHABET.index(letter) for letter in letters]
    return LOOKUP_ALPHABET[_check_value(values, len(LOOKUP_ALPHABET))]


def _in_fours(letters: str) -> str:
    """Show twelve signs in three groups of four."""
    return "-".join(letters[start : start + 4] for start in range(0, _LOOKUP_LENGTH, 4))

"""The controls of every kind as HTML, with the classes of the design and nothing inline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# What is sent and stored; templates show them, and the words of the boxes, in the language of the page.
ERAS = ("令和", "平成", "昭和", "大正", "明治", gettext_noop("西暦"))
NAMES = {"family": gettext_noop("姓"), "given": gettext_noop("名")}
_FOLDER = "procedures/widgets"
# What a browser or a program sends for a box that is ticked.
TICKED = frozenset({"on", "1", "true", "yes"})


class TextBox(forms.TextInput):
    """One line; `unit` is the word behind it (円)."""

    template_name = f"{_FOLDER}/text.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, unit: str = "") -> None:
        super().__init__(attrs)
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"unit": self.unit}


class LongBox(forms.Textarea):
    """Several lines."""

    template_name = f"{_FOLDER}/long_text.html"


def _described(attrs: dict[str, Any] | None) -> dict[str, Any]:
    # Each box inside a fieldset points to the hint and the error itself: not every reader reads a fieldset's.
    given = attrs or {}
    return {"described": given.get("aria-describedby"), "invalid": given.get("aria-invalid")}


class Radios(forms.RadioSelect):
    """A few answers, all visible."""

    template_name = f"{_FOLDER}/choices.html"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A browser sends nothing for radios without a choice, so a hidden control says that they were there."""
        return super().value_omitted_from_data(data, files, name) and asked(name) not in data


class Boxes(forms.CheckboxSelectMultiple):
    """Several answers to tick, all visible."""

    template_name = f"{_FOLDER}/choices.html"

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        return [str(one) for one in _all(data, name)]

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        """As with radios, a hidden control says that the boxes were there."""
        return name not in data and asked(name) not in data


class TickBox(forms.CheckboxInput):
    """One box to tick."""

    template_name = f"{_FOLDER}/tick.html"

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> bool:
        """Django would take any word for a tick, "no" too; nobody agrees by that."""
        return str(data.get(name) or "").strip().lower() in TICKED

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        """A browser sends nothing for a box without a tick, so a hidden control says that it was there."""
        return name not in data and asked(name) not in data


class PostalBox(TextBox):
    """A postal code, with the button that fills in the beginning of the address below it."""

    template_name = f"{_FOLDER}/postal_code.html"
    # The id of that address, set by the form; without one there is no button.
    fills = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"fills": self.fills}


class Output(forms.Widget):
    """A value that is only shown."""

    template_name = f"{_FOLDER}/output.html"

    def value_from_datadict(self, _data: Any, _files: Any, _name: str) -> None:
        return None

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        return False


class AccountBoxes(forms.Widget):
    """The five boxes of a bank account; `words` is the label of each part, `types` the sorts of account."""

    template_name = f"{_FOLDER}/bank_account.html"
    use_fieldset = True

    def __init__(self, words: dict[str, str], types: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words
        self.types = types

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}_{part}") or "") for part in self.words}

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return f"{name}_bank" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = value or {}
        boxes = [
            {"part": part, "word": word, "value": typed.get(part, "")} for part, word in self.words.items()
        ]
        return (
            super().get_context(name, None, attrs)
            | _described(attrs)
            | {
                "boxes": boxes,
                "types": self.types,
            }
        )


class Dropdown(forms.Select):
    """Many answers."""

    template_name = f"{_FOLDER}/dropdown.html"


@dataclass(frozen=True)
class TypedDate:
    """The boxes of a date as they were typed; `whole` is a date sent under the plain name."""

    whole: str = ""
    era: str = ""
    year: str = ""
    month: str = ""
    day: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; a chosen era alone is nothing."""
        return not any(part.strip() for part in (self.whole, self.year, self.month, self.day))


class DateBoxes(forms.Widget):
    """Era, year, month and day; a western year or a whole date in the year box is understood too."""

    template_name = f"{_FOLDER}/date.html"
    use_fieldset = True

    def __init__(self, autocomplete: str = "") -> None:
        super().__init__()
        # "bday" becomes bday-year, bday-month and bday-day.
        self.autocomplete = autocomplete

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> TypedDate:
        parts = {part: str(data.get(f"{name}_{part}") or "") for part in ("era", "year", "month", "day")}
        return TypedDate(whole=str(data.get(name) or ""), **parts)

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return name not in data and f"{name}_year" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, TypedDate) else TypedDate()
        boxes = [
            {"part": part, "word": word, "value": value, "css": css, "autocomplete": self.filled(part)}
            for part, word, value, css in (
                ("year", "年", typed.year or typed.whole, "w-year"),
                ("month", "月", typed.month, "w-two"),
                ("day", "日", typed.day, "w-two"),
            )
        ]
        eras = [{"name": era, "chosen": era == typed.era} for era in ERAS]
        return context | _described(attrs) | {"boxes": boxes, "eras": eras}

    def filled(self, part: str) -> str:
        """The autocomplete word of one box."""
        return f"{self.autocomplete}-{part}" if self.autocomplete else "off"


class NameBoxes(forms.Widget):
    """Family name and given name."""

    template_name = f"{_FOLDER}/person.html"
    use_fieldset = True

    def __init__(self, *, is_self: bool = False) -> None:
        super().__init__()
        self.is_self = is_self

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}_{part}") or "") for part in ("family", "given")}

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return f"{name}_family" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = value or {}
        boxes = [
            {
                "part": part,
                "word": word,
                "value": typed.get(part, ""),
                "autocomplete": f"{part}-name" if self.is_self else "off",
            }
            for part, word in NAMES.items()
        ]
        return super().get_context(name, None, attrs) | _described(attrs) | {"boxes": boxes}


@dataclass(frozen=True)
class SentFiles:
    """What a file question sent: the ids of entries to keep, the new files, and what was ticked instead."""

    keep: tuple[str, ...] = ()
    uploads: tuple[UploadedFile[bytes], ...] = ()
    instead: str = ""


class FileBox(forms.Widget):
    """Files to choose, and those that are kept already."""

    template_name = f"{_FOLDER}/file.html"
    needs_multipart_form = True

    def __init__(self, *, accept: str, many: bool, instead: dict[str, str] | None = None) -> None:
        super().__init__()
        self.accept = accept
        self.many = many
        self.instead = instead or {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> SentFiles:
        instead = str((data or {}).get(f"{name}_instead") or "")
        return SentFiles(tuple(_all(data, f"{name}_keep")), tuple(_all(files, name)), instead)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A browser sends nothing for a file box left alone, so a hidden control says that it was there."""
        return not {name, asked(name), f"{name}_keep"} & {*data, *(files or {})}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs) | {
            **_described(attrs),
            "entries": value or [],
            "instead": [
                {"code": code, "words": words, "ticked": code == getattr(value, "instead", "")}
                for code, words in self.instead.items()
            ],
            "accept": self.accept,
            "many": self.many,
        }


def asked(name: str) -> str:
    """The hidden control that says: this question stood on the page."""
    return f"{name}_asked"


def _all(data: Any, name: str) -> list[Any]:
    # A browser's data holds lists; a test's or a caller's plain dict holds a value or a list.
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = (data or {}).get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]

"""What a page would do in a browser: scripts that run, and the forms with their controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_plus

from tests.hostile.strings import FLAG

# Attributes in which an address stands.
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
# What somebody types into; everything else is chosen, or hidden.
TYPED = {"text", "search", "email", "tel", "url", "number", "password", "textarea", "date", "time"}
VOID = {"script", "style", "template"}


@dataclass
class Form:
    """One form: where it goes, how, and its controls as (name, sort, value) in order."""

    action: str
    method: str
    controls: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def sort(self) -> tuple[str, ...]:
        """What makes it the same form as another."""
        return (self.method, *sorted({name for name, _, _ in self.controls}))

    def typed(self) -> list[str]:
        """The names of the controls into which somebody types."""
        return [name for name, sort, _ in self.controls if sort in TYPED]


class Seen(HTMLParser):
    """Reads a page: `alive` says what would run, `forms` what could be sent."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.alive: list[str] = []
        self.forms: list[Form] = []
        self._inside = ""
        self._list = ""
        self._words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self._inside = tag if tag in VOID else ""
        if tag == "script" and "src" not in given:
            self.alive.append("a script inside the page")
        for name, value in given.items():
            if name.startswith("on"):
                self.alive.append(f"{tag} {name}")
            squeezed = "".join(value.split()).lower()
            if name in ADDRESSES and squeezed.startswith(("javascript:", "data:text", "vbscript:")):
                self.alive.append(f"{tag} {name}={value}")
            if name == "style" and FLAG in value:
                self.alive.append(f"{tag} style")
        self._control(tag, given)

    def _control(self, tag, given):
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms:
            return
        controls, name = self.forms[-1].controls, given.get("name", "")
        if tag == "input" and name:
            sort = given.get("type", "text")
            if sort in {"checkbox", "radio"} and "checked" not in given:
                return
            controls.append((name, sort, given.get("value", "on" if sort == "checkbox" else "")))
        elif tag == "textarea" and name:
            controls.append((name, "textarea", ""))
        elif tag == "select" and name:
            controls.append((name, "select", ""))
        elif tag == "button" and name:
            controls.append((name, "button", given.get("value", "")))
        elif tag == "option" and controls and controls[-1][1] == "select":
            name, sort, chosen = controls[-1]
            if "selected" in given or not chosen:
                controls[-1] = (name, sort, given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        if self._inside == "script" and FLAG in data:
            self.alive.append("what was typed, inside a script")


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """A form as it goes over the wire; half of a character too, as no browser would send it."""
    return "&".join(f"{_one(name)}={_one(value)}" for name, value in pairs).encode()


def _one(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))

"""What a browser sends for a piece of a page: the controls as they stand, without JavaScript."""

from __future__ import annotations

from html.parser import HTMLParser

from django.utils.datastructures import MultiValueDict


def sent(html: str) -> MultiValueDict:
    """The names and values of the controls that a browser would send, had nobody touched them."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.data


class _Page(HTMLParser):
    """Reads the controls of a page (HTML, constructing the entry list)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: MultiValueDict = MultiValueDict()
        self.inside = ""
        self.words = ""
        self.list_name = ""
        self.options: list[tuple[str | None, str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.inside, self.words, self.list_name = tag, "", given["name"]
        elif tag == "select":
            self.list_name, self.options = given["name"], []
        elif tag == "option":
            self.inside, self.words = tag, ""
            self.options.append((given.get("value"), "", "selected" in given))

    def handle_data(self, data):
        self.words += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line end after the tag is no part of the text; a browser sends CRLF.
            text = self.words.removeprefix("\n")
            self.data.appendlist(self.list_name, text.replace("\r\n", "\n").replace("\n", "\r\n"))
        elif tag == "option":
            value, _, chosen = self.options.pop()
            self.options.append((self.words.strip() if value is None else value, "", chosen))
        elif tag == "select":
            chosen = [value for value, _, is_chosen in self.options if is_chosen]
            self.data.appendlist(self.list_name, chosen[-1] if chosen else self.options[0][0])

    def _input(self, given):
        sort = given.get("type", "text")
        if sort in {"submit", "file", "button"}:
            return
        if sort in {"checkbox", "radio"} and "checked" not in given:
            return
        usual = "on" if sort in {"checkbox", "radio"} else ""
        self.data.appendlist(given["name"], given.get("value", usual))

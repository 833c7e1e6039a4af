"""What a page shows and asks: its text, its links and its forms, read as a browser without scripts reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
UNSEEN = frozenset({"head", "script", "style", "template", "svg"})
# Inline parts belong to the line that they stand in; everything else begins a line of its own.
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "small", "span", "strong", "time"}
)
# A button of these types sends nothing by itself.
UNSENT = frozenset({"submit", "button", "reset", "image"})


@dataclass(eq=False)
class Node:
    """One element."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        """Every element below this one with one of these tags, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def above(self, tag: str) -> Node | None:
        """The nearest element of this tag around this one."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    @property
    def raw(self) -> str:
        """The text inside exactly as it stands."""
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def lines(self) -> str:
        """The text that people see or hear, a line for each block."""
        parts = (" ".join(line.split()) for line in self._seen().split("\n"))
        return "\n".join(part for part in parts if part)

    @property
    def words(self) -> str:
        """The text that people see or hear, in one line."""
        return " ".join(self.lines.split())

    def _seen(self) -> str:
        if self.tag in UNSEEN or "hidden" in self.attributes or self.attributes.get("aria-hidden") == "true":
            return ""
        parts = [
            re.sub(r"\s+", " ", child) if isinstance(child, str) else child._seen() for child in self.children
        ]
        return "".join(parts) if self.tag in INLINE else "\n" + "".join(parts) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.here = self.top = Node("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


@dataclass(eq=False)
class Control:
    """One control of a form, and the words by which a person finds it."""

    node: Node
    label: str
    group: str
    value: object = ""
    checked: bool = False
    # The repeated question in one of whose items it stands.
    repeats: str = ""

    @property
    def name(self) -> str:
        """The name under which it is sent."""
        return self.node.attributes.get("name", "")

    @property
    def type(self) -> str:
        """What kind of control it is: text, radio, checkbox, select, textarea, file, hidden …"""
        return self.node.attributes.get("type", "text") if self.node.tag == "input" else self.node.tag

    @property
    def options(self) -> dict[str, str]:
        """The choices of a list: what people read, and what is sent."""
        return {
            option.words: option.attributes.get("value", option.words) for option in self.node.all("option")
        }

    def sent(self) -> list[object]:
        """What a browser sends for it."""
        if not self.name or self.type in UNSENT:
            return []
        if self.type in {"radio", "checkbox"}:
            return [self.node.attributes.get("value", "on")] if self.checked else []
        if self.type == "file":
            return list(self.value) if isinstance(self.value, list) else []
        # HTML: the line ends of a text area are sent as CR LF.
        return [
            str(self.value).replace("\r\n", "\n").replace("\n", "\r\n")
            if self.type == "textarea"
            else self.value
        ]


@dataclass(eq=False)
class Form:
    """One form of a page, filled in as far as it is."""

    node: Node
    controls: list[Control]

    def data(self, button: Node | None) -> dict[str, list[object]]:
        """What is sent when this button is pressed."""
        found: dict[str, list[object]] = {}
        for control in self.controls:
            if values := control.sent():
                found.setdefault(control.name, []).extend(values)
        if button is not None and button.attributes.get("name"):
            found.setdefault(button.attributes["name"], []).append(button.attributes.get("value", ""))
        return found


class Page:
    """One page as it came."""

    def __init__(self, html: str, path: str, status: int) -> None:
        reader = _Reader()
        reader.feed(html)
        self.html, self.path, self.status, self.top = html, path, status, reader.top
        self._labels = {
            node.attributes["for"]: node.words for node in self.top.all("label") if "for" in node.attributes
        }
        self.forms = [
            Form(node, [self._control(part) for part in node.all("input", "select", "textarea")])
            for node in self.top.all("form")
        ]

    @property
    def text(self) -> str:
        """Everything that people see or hear on the page."""
        return self.top.lines

    @property
    def main(self) -> str:
        """The same without head, bar and foot."""
        return next(self.top.all("main")).lines

    @property
    def title(self) -> str:
        """The words of the browser's tab."""
        return next(self.top.all("title")).raw.strip()

    @property
    def heading(self) -> str:
        """The one h1."""
        (heading,) = self.top.all("h1")
        return heading.words

    @property
    def problems(self) -> list[str]:
        """The lines of the error summary."""
        boxes = [node for node in self.top.all("div") if "data-error-summary" in node.attributes]
        return [line.words for box in boxes for line in box.all("li")]

    @property
    def links(self) -> dict[str, str]:
        """Words of each link, and where it leads."""
        return {
            node.words: urljoin(self.path, node.attributes["href"])
            for node in self.top.all("a")
            if "href" in node.attributes
        }

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons that send something."""
        return [node.words for node in self._buttons()]

    @property
    def labels(self) -> list[str]:
        """The words by which the questions of the page are found."""
        found = [
            control.repeats or control.group or control.label
            for form in self.forms
            for control in form.controls
            if control.type != "hidden"
        ]
        return list(dict.fromkeys(found))

    @property
    def rows(self) -> dict[str, str]:
        """What stands beside each term of the page's lists: the answers, the facts."""
        found = {}
        for term in self.top.all("dt"):
            siblings = (
                [node for node in term.parent.children if isinstance(node, Node)] if term.parent else []
            )
            found[term.words] = next(node.lines for node in siblings if node.tag == "dd")
        return found

    def by_id(self, name: str) -> Node:
        """The element with this id."""
        return next(
            node for node in self.top.all("span", "p", "section", "div") if node.attributes.get("id") == name
        )

    def button(self, words: str) -> tuple[Form, Node]:
        """The one button with these words, and its form."""
        found = [node for node in self._buttons() if node.words == words]
        assert len(found) == 1, f"{len(found)} buttons「{words}」 on {self.path}: {self.buttons}"
        return self._form_of(found[0]), found[0]

    def _form_of(self, button: Node) -> Form:
        """The form that a button sends: the one that it names, or else the one around it."""
        named, around = button.attributes.get("form"), button.above("form")
        return next(
            form
            for form in self.forms
            if (form.node.attributes.get("id") == named if named else form.node is around)
        )

    def controls(self, label: str) -> list[Control]:
        """The controls of the question with this label, in one form."""
        for form in self.forms:
            seen = [control for control in form.controls if control.type != "hidden"]
            if group := [control for control in seen if control.group == label]:
                return group
            if alone := [control for control in seen if control.label == label]:
                return alone[:1]
        raise AssertionError(f"no question「{label}」 on {self.path} ({self.heading}): {self.labels}")

    def items(self, label: str) -> list[list[Control]]:
        """The controls of each item of the repeated question with this label."""
        boxes = [
            node
            for node in self.top.all("fieldset")
            if "item" in node.attributes.get("class", "").split()
            and (around := node.above("fieldset"))
            and next(around.all("legend")).words == label
        ]
        found = []
        for box in boxes:
            nodes = {id(node) for node in box.all("input", "select", "textarea")}
            found.append(
                [
                    control
                    for form in self.forms
                    for control in form.controls
                    if id(control.node) in nodes and control.type != "hidden"
                ]
            )
        return found

    def _buttons(self) -> list[Node]:
        return [
            node
            for node in self.top.all("button")
            if node.attributes.get("type", "submit") == "submit" and "aria-hidden" not in node.attributes
        ]

    def _control(self, node: Node) -> Control:
        around = node.above("fieldset")
        item = around
        while item and "item" not in item.attributes.get("class", "").split():
            item = item.above("fieldset")
        # What stands alone in an item has no group: the legend there only counts the items.
        legend = next(around.all("legend")).words if around and around is not item else ""
        repeated = item.above("fieldset") if item else None
        control = Control(node, self._label(node), legend, checked="checked" in node.attributes)
        control.repeats = next(repeated.all("legend")).words if repeated else ""
        if node.tag == "textarea":
            control.value = node.raw.removeprefix("\n")
        elif node.tag == "select":
            options = list(node.all("option"))
            chosen = next((option for option in options if "selected" in option.attributes), options[0])
            control.value = chosen.attributes.get("value", chosen.words)
        elif control.type != "file":
            control.value = node.attributes.get("value", "")
        return control

    def _label(self, node: Node) -> str:
        around = node.above("label")
        if around is None:
            return self._labels.get(node.attributes.get("id", ""), "")
        rest = [
            child
            for child in around.children
            if isinstance(child, str) or not (child is node or node in child.all(node.tag))
        ]
        return " ".join(child if isinstance(child, str) else child.words for child in rest).strip()

"""A person at a browser without scripts: follows links by their words, fills in by label, presses by the words on it."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.stories.pages import Control, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.core.models import Municipality

DATE = re.compile(r"(?P<era>\D*)(?P<year>元|\d+)年(?P<month>\d+)月(?P<day>\d+)日")
URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Download:
    """A file that the browser saves, while the page stays where it is."""

    name: str
    type: str
    content: bytes


class Visitor:
    """One browser at one town's site. `page` is what it shows now."""

    page: Page

    def __init__(self, town: Municipality, address: str = "127.0.0.1") -> None:
        self.host = f"{town.slug}.localhost"
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME=self.host, REMOTE_ADDR=address)

    # Going ---------------------------------------------------------------------------------------
    def open(self, path: str) -> Page | Download:
        """Type an address."""
        return self._arrive(self.client.get(path), path)

    def follow(self, words: str) -> Page | Download:
        """Follow the link that reads so, or else the only one that begins so."""
        links, words = self.page.links, " ".join(words.split())
        found = [words] if words in links else [link for link in links if link.startswith(words)]
        assert len({links[link] for link in found}) == 1, (
            f"{found} for「{words}」 on {self.page.path}: {list(links)}"
        )
        return self.open(links[found[0]])

    def reload(self) -> Page | Download:
        """Ask for the page again."""
        return self.open(self.page.path)

    def tab(self) -> Visitor:
        """Another tab of the same browser, on the same page."""
        other = copy.copy(self)
        other.page = copy.deepcopy(self.page)
        return other

    # Filling in ----------------------------------------------------------------------------------
    def fill(self, label: str, value: object) -> None:
        """Answer the question with this label as a person would: the words of a choice, a date as it is written."""
        if isinstance(value, list) and value and isinstance(value[0], dict):
            self._fill_items(label, value)
            return
        self._answer(self.page.controls(label), value)

    def _fill_items(self, label: str, items: list[dict[str, object]]) -> None:
        """Answer a repeated question: as many items as there are, each by the labels inside it."""
        while len(self.page.items(label)) < len(items):
            add = next(words for words in self.page.buttons if words.endswith("を追加する"))
            self.press(add)
        for number, item in enumerate(items):
            for name, value in item.items():
                inside = [one for one in self.page.items(label)[number] if name in {one.group, one.label}]
                if inside:
                    self._answer(inside, value)

    def _answer(self, controls: list[Control], value: object) -> None:
        types = {control.type for control in controls}
        if types <= {"radio", "checkbox"}:
            self._choose(controls, value)
        elif "file" in types:
            self._attach(controls, value)
        elif isinstance(value, str) and len(controls) == 4 and (date := DATE.fullmatch(value)):
            self._type(
                controls,
                {"元号": date["era"] or "西暦", "年": date["year"], "月": date["month"], "日": date["day"]},
            )
        elif isinstance(value, tuple):
            self._type(controls, dict(zip(("姓", "名"), value, strict=True)))
        elif isinstance(value, dict):
            self._type(controls, value)
        else:
            self._type(controls, {controls[0].label: value})

    def fill_in(self, answers: Mapping[str, object]) -> None:
        """Answer every question of this page that there is an answer to."""
        for label in self.page.labels:
            if label in answers:
                value = answers[label]
                if _is_attached(self.page, value):
                    continue
                if isinstance(value, str) and value in {"あとで出す", "省略する"}:
                    instead = f"{label}を、{value}"
                    self.fill(next(one for one in self.page.labels if one.startswith(instead)), True)
                else:
                    self.fill(label, value)

    def shown(self, label: str) -> object:
        """What stands in the controls of this question now."""
        controls = self.page.controls(label)
        ticked = [control.label for control in controls if control.checked]
        if {control.type for control in controls} <= {"radio"}:
            return ticked[0] if ticked else ""
        if any(control.type in {"file", "checkbox"} for control in controls):
            return ticked
        return controls[0].value if len(controls) == 1 else tuple(str(control.value) for control in controls)

    def _choose(self, controls: list[Control], value: object) -> None:
        wanted = set(value) if isinstance(value, list | tuple | set) else {value}
        if len(controls) == 1 and isinstance(value, bool):
            controls[0].checked = value
            return
        known = {control.label for control in controls}
        assert wanted <= known, f"no choice {wanted - known}: {known}"
        for control in controls:
            control.checked = control.label in wanted

    def _attach(self, controls: list[Control], value: object) -> None:
        (box,) = (control for control in controls if control.type == "file")
        files = value if isinstance(value, list) else [value]
        box.value = [SimpleUploadedFile(*file) for file in files]

    def _type(self, controls: list[Control], values: Mapping[str, object]) -> None:
        by_label = {control.label: control for control in controls}
        for label, value in values.items():
            control = by_label[label]
            control.value = control.options[str(value)] if control.type == "select" else value

    # Sending -------------------------------------------------------------------------------------
    def press(self, words: str) -> Page | Download:
        """Press the one button with these words."""
        form, button = self.page.button(words)
        action = urljoin(self.page.path, form.node.attributes.get("action", "") or self.page.path)
        data = form.data(button)
        if form.node.attributes.get("method", "get").lower() == "get":
            return self.open(f"{urlsplit(action).path}?{urlencode(data, doseq=True)}")
        is_multipart = form.node.attributes.get("enctype") == "multipart/form-data"
        body = encode_multipart(BOUNDARY, data) if is_multipart else urlencode(data, doseq=True)
        return self.send(action, body, MULTIPART_CONTENT if is_multipart else URLENCODED)

    def send(self, path: str, body: object, kind: str, **headers: str) -> Page | Download:
        """Post a body, as a browser on this site does it."""
        origin = {"origin": f"http://{self.host}", **headers}
        response = self.client.generic("POST", path, body, kind, headers=origin)
        return self._arrive(response, path)

    def _arrive(self, response, path: str) -> Page | Download:
        for _ in range(10):
            if response.status_code not in {301, 302, 303}:
                break
            path = urljoin(path, response.url)
            assert not urlsplit(path).netloc, f"led away to {path}"
            response = self.client.get(path)
        assert response.status_code < 500, f"{response.status_code} on {path}"
        if not response.headers["Content-Type"].startswith("text/html"):
            disposition = response.headers["Content-Disposition"]
            return Download(disposition, response.headers["Content-Type"], response.getvalue())
        self.page = Page(response.content.decode(), path, response.status_code)
        _look_over(self.page)
        return self.page

    # Mishaps -------------------------------------------------------------------------------------
    def lose_session(self) -> None:
        """Come back so late that the server has forgotten the session."""
        # A guest may hold nothing but the cookie of a draft.
        if cookie := self.client.cookies.get(settings.SESSION_COOKIE_NAME):
            Session.objects.filter(session_key=cookie.value).delete()

    def lose_cookies(self, *names: str) -> None:
        """Lose these cookies, or all."""
        for name in names or list(self.client.cookies):
            self.client.cookies.pop(name, None)


def _is_attached(page: Page, value: object) -> bool:
    """Whether these files have been taken in already: the page offers to keep them."""
    names = [file[0] for file in value if isinstance(file, tuple)] if isinstance(value, list) else []
    return bool(names) and all(
        any(label.startswith(name.rpartition(".")[0]) and "このまま使う" in label for label in page.labels)
        for name in names
    )


def _look_over(page: Page) -> None:
    """What no page may ever show: a hole in a template, or words that only programs say."""
    assert page.title
    assert page.heading
    for slip in ("None", "Traceback", "Error", "DoesNotExist"):
        assert slip not in page.text, f"「{slip}」 on {page.path}:\n{page.text}"

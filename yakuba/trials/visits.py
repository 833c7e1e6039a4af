"""Residents who file errands and press again when no answer comes, and what they know of it afterwards."""

from __future__ import annotations

import io
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from yakuba.trials.filling import ERRAND, PAPERS
from yakuba.trials.resident import ANSWERS, Interrupted, Resident, Unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yakuba.trials.resident import Page, Upload

# Seconds for which somebody presses again and again.
PATIENCE = 180.0
BREATH = 0.4
# Seconds for which somebody waits for the correction that the town will ask for.
UNTIL_ASKED = 90.0
SHARE_WITH_PHOTO = 0.15
SHARE_CORRECTED = 0.12
_CORRECT = re.compile(r'href="(/apply/[^"]+)"')
# A page that says what happened and what to do, in the language of the town.
_JAPANESE = re.compile("[ぁ-ん]")
_MANY = 500
# What a corrected answer ends with.
CORRECTED = "、直しました"


class GaveUp(Exception):
    """Nothing came for too long."""


@dataclass
class Filing:
    """What one resident did, as the resident knows it: `number` once a page acknowledged it."""

    mark: str
    procedure: str
    token: str = ""
    number: str = ""
    files: int = 0
    corrected: bool = False
    pressed_again: int = 0
    ended: str = ""


@dataclass
class Ledger:
    """Everything that was acknowledged to residents and officials, and how the pages of a fault looked."""

    filings: list[Filing] = field(default_factory=list)
    # Receipt numbers whose decision was acknowledged to the chief.
    decided: set[str] = field(default_factory=set)
    # Receipt numbers whose owners wait to be asked for a correction.
    to_correct: set[str] = field(default_factory=set)
    interrupted: Counter[str] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Filing]:
        """What residents were told has arrived."""
        return [filing for filing in self.filings if filing.number]

    def note_fault_page(self, page: Page, typed: Mapping[str, str]) -> None:
        """Keep how a page of status 5xx looked: unclear is what says nothing to a person, or lost what was typed."""
        self.interrupted[f"{page.status}"] += 1
        if not _JAPANESE.search(page.text):
            self.unclear.append(f"{page.status} {page.path}: {page.text[:200]}")
        kept = page.hidden
        if lost := [name for name, value in typed.items() if kept.get(name) != value]:
            self.unclear.append(f"{page.status} {page.path} lost {lost}")


class Patient:
    """A browser whose owner presses the very same button again until an answer comes."""

    def __init__(
        self,
        addresses: Sequence[str],
        ledger: Ledger,
        chance: random.Random,
        sent: Callable[[str, str], None] = lambda _address, _method: None,
        answered: Callable[[str], None] = lambda _address: None,
    ) -> None:
        self._addresses, self._ledger, self._chance, self._answered = addresses, ledger, chance, answered
        self.again = 0
        self._browser = Resident(chance.choice(addresses), timeout=60.0)
        self._browser.sent = lambda method: sent(self._browser.address, method)

    def open(self, path: str) -> Page:
        """Ask for a page until it comes."""
        return self._insist(lambda: self._browser.open(path), {})

    def press(self, path: str, fields: Mapping[str, str], files: Mapping[str, Upload] | None = None) -> Page:
        """Send a form until an answer comes: nobody knows whether the one before arrived."""
        return self._insist(lambda: self._browser.press(path, fields, files), fields)

    def hang_up(self) -> None:
        """Close the browser."""
        self._browser.hang_up()

    def _insist(self, ask: Callable[[], Page], typed: Mapping[str, str]) -> Page:
        deadline = time.monotonic() + PATIENCE
        while True:
            address = self._browser.address
            try:
                page = ask()
                if page.status < _MANY:
                    return page
                self._ledger.note_fault_page(page, typed)
            except Interrupted:
                self._ledger.interrupted["no answer"] += 1
            finally:
                self._answered(address)
            if time.monotonic() > deadline:
                raise GaveUp(f"no answer for {PATIENCE:.0f} seconds")
            self.again += 1
            time.sleep(BREATH)
            self._browser.move(self._chance.choice(self._addresses))


class Visitors:
    """Residents who file one errand after another until they are told to finish."""

    def __init__(
        self,
        count: int,
        ledger: Ledger,
        chance: random.Random,
        browser: Callable[[random.Random], Patient],
    ) -> None:
        self._ledger, self._browser = ledger, browser
        self._finish = threading.Event()
        self._threads = [
            threading.Thread(target=self._live, args=(number, random.Random(chance.random())), daemon=True)  # noqa: S311  a trial is repeatable
            for number in range(count)
        ]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let everybody end what they have begun, and wait for them."""
        self._finish.set()
        for thread in self._threads:
            thread.join()

    def _live(self, resident: int, chance: random.Random) -> None:
        errands = 0
        while not self._finish.is_set():
            errands += 1
            self._file(f"印{resident}の{errands}", chance)

    def _file(self, mark: str, chance: random.Random) -> None:
        with_photo = chance.random() < SHARE_WITH_PHOTO
        filing = Filing(mark, PAPERS if with_photo else ERRAND)
        self._ledger.filings.append(filing)
        browser = self._browser(chance)
        try:
            file(browser, filing)
            if chance.random() < SHARE_CORRECTED and not self._finish.is_set():
                self._ledger.to_correct.add(filing.number)
                correct(browser, filing)
        except (GaveUp, Unexpected) as problem:
            filing.ended = str(problem)
        finally:
            filing.pressed_again = browser.again
            browser.hang_up()


def file(browser: Patient, filing: Filing) -> None:
    """File one errand; `filing.number` is set once it was acknowledged. Raises GaveUp and Unexpected."""
    start = browser.open(f"/apply/{filing.procedure}/")
    filing.token = start.hidden["token"]
    page = _follow(browser, browser.press(start.path, start.hidden))
    answers = {**ANSWERS, "reason": filing.mark}
    names = ["name_family", "name_given", "kana", "telephone", "mail"]
    if filing.procedure == PAPERS:
        first = {name: answers.pop(name) for name in names}
        page = _follow(browser, browser.press(page.path, page.hidden | first))
        files = {"photo": ("写真.png", photo(), "image/png")}
        page = _follow(browser, browser.press(page.path, page.hidden | answers, files))
        filing.files = 1
    else:
        page = _follow(browser, browser.press(page.path, page.hidden | answers))
    filing.number = _send(browser, page)


def correct(browser: Patient, filing: Filing) -> None:
    """Wait until the town asks for a correction, and send it."""
    deadline = time.monotonic() + UNTIL_ASKED
    status = browser.open(f"/applications/{filing.number}/")
    while not (found := _CORRECT.search(status.text)):
        if time.monotonic() > deadline:
            return
        time.sleep(1)
        status = browser.open(status.path)
    page = browser.open(found[1])
    page = _follow(browser, browser.press(page.path, page.hidden | {"reason": filing.mark + CORRECTED}))
    if _send(browser, page) != filing.number:
        raise Unexpected(page)
    filing.corrected = True


def photo() -> bytes:
    """A small picture."""
    data = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(data, "PNG")
    return data.getvalue()


def _follow(browser: Patient, page: Page) -> Page:
    if not page.leads_to:
        raise Unexpected(page)
    return browser.open(page.leads_to)


def _send(browser: Patient, check: Page) -> str:
    sent = browser.press(check.path, check.hidden | {"sure": "1"})
    # Pressed again, the town answers that it has arrived already; the page of the receipt stands where it stood.
    if not sent.leads_to and sent.status != 409:
        raise Unexpected(sent)
    done = browser.open(check.path.removesuffix("check/") + "done/")
    if not done.receipt_number:
        raise Unexpected(done)
    return done.receipt_number

"""A clerk and a chief who sign in and work through cases on the real pages, pressing again when no answer comes."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
from django.db import OperationalError, connection
from django.utils import timezone

from yakuba.applications.models import Application, State
from yakuba.approvals.models import Approval
from yakuba.core import dates, scope
from yakuba.trials.filling import PASSWORD
from yakuba.trials.resident import Unexpected
from yakuba.trials.visits import GaveUp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yakuba.core.models import Municipality
    from yakuba.trials.filling import Founded, Official
    from yakuba.trials.resident import Resident
    from yakuba.trials.visits import Ledger, Patient

REST = 0.3
# Of so many cases one is decided: residents are many, officials are few.
ONE_OF = 3
REDIRECT = 302


class Hall:
    """The clerk and the chief at work, each in a thread, until they are told to finish."""

    def __init__(self, founded: Founded, ledger: Ledger, browser: Callable[[], Patient]) -> None:
        self._founded, self._ledger, self._browser = founded, ledger, browser
        self._town = founded.town
        self._finish = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Sign both in, while nothing is wrong yet, and let them begin. Raises Unexpected."""
        for official, act in ((self._founded.clerk, self._examine), (self._founded.chief, self._decide)):
            browser = self._browser()
            sign_in(browser, official)
            self._threads.append(threading.Thread(target=self._live, args=(browser, act), daemon=True))
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let them end the act that they are at, and wait for them."""
        self._finish.set()
        for thread in self._threads:
            thread.join()

    def _live(self, browser: Patient, act: Callable[[Patient, Application], None]) -> None:
        try:
            while not self._finish.is_set():
                for application in _waiting(self._town):
                    if self._finish.is_set():
                        break
                    act(browser, application)
                self._finish.wait(REST)
        except (GaveUp, Unexpected) as problem:
            self._ledger.unclear.append(f"an official stopped working: {problem}")
        finally:
            browser.hang_up()
            connection.close()

    def _examine(self, browser: Patient, application: Application) -> None:
        number = application.matter.number or ""
        case = f"/staff/applications/{number}/"
        if number in self._ledger.to_correct:
            page = browser.open(f"{case}return/")
            due = dates.wareki(timezone.localdate() + timedelta(days=14))
            typed = {"fields_to_correct": "reason", "message": "理由を詳しく書いてください。", "due_on": due}
            browser.press(page.path, page.hidden | typed)
            self._ledger.to_correct.discard(number)
        elif not _is_chosen(application):
            return
        elif application.step == "examine":
            shown = browser.open(case)
            browser.press(f"{case}take/", shown.hidden)
            page = browser.open(f"{case}steps/examine/")
            if page.hidden.get("act") == "finish":
                browser.press(page.path, page.hidden)
        elif not _has_draft(application, self._town):
            page = browser.open(f"{case}propose/")
            browser.press(
                page.path, page.hidden | {"outcome": "granted", "reasons": "", "weight": "ordinary"}
            )

    def _decide(self, browser: Patient, application: Application) -> None:
        if application.step != "decide" or not _has_draft(application, self._town):
            return
        number = application.matter.number or ""
        shown = browser.open(f"/staff/applications/{number}/")
        if "seen" not in shown.hidden:
            return
        pressed = {
            name: value
            for name, value in shown.hidden.items()
            if name in {"csrfmiddlewaretoken", "outcome", "reasons", "seen", "revision"}
        }
        if browser.press(f"{shown.path}decide/", pressed).status == REDIRECT:
            self._ledger.decided.add(number)


def sign_in(browser: Patient | Resident, official: Official) -> None:
    """Sign in by password and authenticator app. Raises Unexpected when the door stays shut."""
    page = browser.open("/staff/login/")
    typed = {"login": official.login, "password": PASSWORD}
    asked = browser.press(page.path, page.hidden | typed)
    if not asked.leads_to:
        raise Unexpected(asked)
    page = browser.open(asked.leads_to)
    app = pyotp.TOTP(official.secret)
    let_in = browser.press(page.path, page.hidden | {"code": app.now()})
    if not let_in.leads_to:
        # A code opens once: whoever signs in again so soon waits for the next one.
        time.sleep(app.interval - time.time() % app.interval)
        let_in = browser.press(page.path, let_in.hidden | {"code": app.now()})
    if not let_in.leads_to.startswith("/staff/"):
        raise Unexpected(let_in)


def _waiting(town: Municipality) -> Iterator[Application]:
    """What is open, the newest first, as the books have it now."""
    with scope.within(town):
        rows = Application.objects.filter(state=State.SUBMITTED).select_related("matter")
        try:
            found = list(rows.order_by("-submitted_at")[:30])
        except OperationalError:
            connection.close()
            return
    yield from found


def _is_chosen(application: Application) -> bool:
    return int((application.matter.number or "0-0-0").split("-")[1]) % ONE_OF == 0


def _has_draft(application: Application, town: Municipality) -> bool:
    with scope.within(town):
        return bool(Approval.objects.still_open().filter(matter=application.matter_id).exists())

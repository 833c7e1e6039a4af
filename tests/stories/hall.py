"""A small town hall at work: its officials, its worker, and what one finds in its books."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from django.utils import timezone

from tests.stories.visitor import Visitor
from yakuba.accounts import actions as accounts
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE
from yakuba.core.queries import story
from yakuba.messaging.models import CodeMail
from yakuba.procedures import loader
from yakuba.procedures.actions import publish

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.applications.models import Application
    from yakuba.core.models import Municipality
    from yakuba.procedures.models import Version

# The other departments of the shipped definitions, each with a clerk and a chief.
OTHERS = {
    "residents": "住民",
    "health": "保健",
    "care": "介護",
    "disaster": "防災",
    "water": "水道",
    "roads": "建設",
    "learning": "学習",
    "planning": "企画",
    "personnel": "総務",
    "digital": "情報",
}
LONG_AGO = datetime.date(2020, 4, 1)
TELLING = frozenset({"application", "approval", "notice", "correction", "target", "draft"})
LOOKS = frozenset({"application.viewed", "application.found"})
PASSWORD = "asama-yama-2568"


@dataclass
class Official:
    """Somebody who works here, with the authenticator app in their pocket."""

    town: Municipality
    login: str
    staff: Staff
    secret: str = ""
    steps: int = 0

    def sign_in(self, path: str = "/staff/") -> Visitor:
        """Open a page of the staff and sign in by password and app."""
        if not self.secret:
            self.secret = _enrol(self.staff)
        browser = Visitor(self.town)
        browser.open(path)
        self.pass_the_door(browser)
        return browser

    def pass_the_door(self, browser: Visitor) -> None:
        """Answer what the sign-in asks, on the page that the browser shows."""
        browser.fill_in({"ログイン名": self.login, "パスワード": PASSWORD})
        browser.press("サインインする")
        # A code is good once: a second sign-in at the same moment shows the next one.
        code = pyotp.TOTP(self.secret).at(timezone.now(), counter_offset=self.steps)
        self.steps += 1
        browser.fill("確認コード", code)
        browser.press("サインインする")
        assert "サインアウト" in browser.page.buttons, browser.page.problems


@dataclass
class Hall:
    """環境係 with a clerk, a colleague and a chief; こども係 with a clerk and a chief; one systems officer."""

    town: Municipality
    departments: dict[str, Department]
    officials: dict[str, Official]

    def has(self, code: str) -> None:
        """Found another department with a clerk and a chief, if it is not there yet."""
        if code in self.departments:
            return
        name = OTHERS[code]
        self.departments[code] = accounts.found_department(
            code, name=f"{name}課", section=f"{name}係", symbol=f"軽{name[0]}", telephone="0267-00-0199",
            place="役場 1階", from_on=LONG_AGO, actor=MACHINE, now=timezone.now(),
        )  # fmt: skip
        for role, person in (("clerk", "雛形 定"), ("chief", "標本 明")):
            login = f"{code}-{role}"
            self.officials[login] = official(self.town, login, person, (self.departments[code], role))

    def __getitem__(self, login: str) -> Official:
        return self.officials[login]


def found(town: Municipality) -> Hall:
    """Found the departments and let everybody enrol."""
    departments = {
        code: accounts.found_department(
            code, name=name, section=section, symbol=symbol, telephone=telephone,
            place="役場 1階", from_on=LONG_AGO, actor=MACHINE, now=timezone.now(),
        )
        for code, name, section, symbol, telephone in (
            ("environment", "生活環境課", "環境衛生係", "軽環", "0267-00-0105"),
            ("children", "こども教育課", "こども支援係", "軽こ", "0267-00-0104"),
        )
    }  # fmt: skip
    posts = {
        "clerk": ("例田 歩", "environment", "clerk"),
        "colleague": ("用例 誠", "environment", "clerk"),
        "chief": ("架空 直", "environment", "chief"),
        "child-clerk": ("試山 涼", "children", "clerk"),
        "child-chief": ("仮野 恵", "children", "chief"),
        "systems": ("模型 守", "environment", "systems"),
    }
    officials = {
        login: official(town, login, name, (departments[code], role))
        for login, (name, code, role) in posts.items()
    }
    return Hall(town, departments, officials)


def official(
    town: Municipality, login: str, name: str, post: tuple[Department, str], from_on: datetime.date = LONG_AGO
) -> Official:
    """Somebody new in a department."""
    department, role = post
    who = {"actor": MACHINE, "now": timezone.now()}
    staff = accounts.create_staff(
        f"{town.slug}/{login}", name=name, password=PASSWORD, is_initial=False, **who
    )
    accounts.add_membership(staff, department=department, role=role, title="主事", from_on=from_on, **who)
    return Official(town, f"{town.slug}/{login}", staff)


def _enrol(staff: Staff) -> str:
    # An hour ago, so that the code of this moment has not been used.
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    secret = accounts.enrol_totp(staff.user).next_secret
    accounts.confirm_totp(staff, pyotp.TOTP(secret).at(hour_ago), now=hour_ago)
    return secret


def publish_shipped(name: str) -> Version:
    """Publish a definition that comes with the program."""
    return make.version(name, now=timezone.now())


def publish_written(name: str) -> Version:
    """Publish a definition as it stands in a town (yosano/bulky-waste), or the shared one."""
    slug, _, procedure = name.rpartition("/")
    text = loader.written_for(slug)[procedure].text
    return publish(text, actor=MACHINE, now=timezone.now())


def work_off(now: datetime.datetime | None = None) -> None:
    """Let the worker do all that is due at this moment."""
    make.work_off(now or timezone.now())


def facts(application: Application) -> list[str]:
    """What was done about a case, in order: the facts of the case and its drafts, without looks and letters."""
    names = [event.name for event in story(application.matter)]
    return [name for name in names if name.partition(".")[0] in TELLING and name not in LOOKS]


def mailed_code() -> str:
    """The six digits of the newest mail with a code."""
    letter = CodeMail.objects.latest("written_at")
    return "".join(sign for sign in letter.subject if sign.isdigit())


# What officials do
def look_up(browser: Visitor, application: Application) -> None:
    """Open a case by its number, as one does on the telephone."""
    browser.open("/staff/")
    browser.fill("探す", application.matter.number)
    browser.press("検索")
    browser.follow(application.definition.title)


def ask(
    browser: Visitor, application: Application, *labels: str, message: str = "確かめてください。"
) -> None:
    """Return a case so that these questions are corrected."""
    look_up(browser, application)
    browser.follow("補正を依頼する")
    browser.fill_in({"直してもらう項目": labels, "申請者への説明": message})
    browser.press("補正を依頼する")


def draft(browser: Visitor, application: Application, outcome: str, reasons: str = "") -> None:
    """Draft a decision."""
    look_up(browser, application)
    browser.follow("起案して決裁へ送る")
    browser.fill_in({"結果": outcome, "理由": reasons})
    browser.press("起案して決裁へ送る")


def decide(browser: Visitor, application: Application, outcome: str, reasons: str = "") -> None:
    """Decide without a draft."""
    look_up(browser, application)
    browser.follow("起案なしで決裁する")
    browser.fill_in({"結果": outcome, "理由": reasons})
    browser.press("この内容で決裁する")

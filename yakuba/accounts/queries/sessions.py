"""Reads of sign-ins: which sessions are open, on which devices, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import events
from yakuba.accounts.models import SignIn
from yakuba.core.models import Event

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import User

# The first mark that is found counts: Edge calls itself Chrome and Safari too, Android Linux.
BROWSER_MARKS = (
    ("Edg", "edge"),
    ("Firefox", "firefox"),
    ("FxiOS", "firefox"),
    ("SamsungBrowser", "samsung"),
    ("Chrome", "chrome"),
    ("CriOS", "chrome"),
    ("Safari", "safari"),
)
SYSTEM_MARKS = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Mac OS", "mac"),
    ("CrOS", "chromebook"),
    ("Linux", "linux"),
)


def is_session_open(sign_in_id: UUID, user: User) -> bool:
    """Whether the session that this sign-in began may go on: nobody ended it, here or from another device."""
    return bool(SignIn.objects.filter(pk=sign_in_id, user=user, ended_at__isnull=True).exists())


def open_sign_ins(user: User, *, kind: str, since: datetime.datetime) -> list[SignIn]:
    """The sessions of a user that are still good, the newest first; `since`: unused longer, a session is over."""
    return list(SignIn.objects.open_of(user, kind).filter(seen_at__gte=since).order_by("-began_at", "-id"))


def sign_in_history(user: User, *, kind: str, size: int = 50) -> list[SignIn]:
    """The newest sign-ins of a user in this town."""
    return list(SignIn.objects.filter(user=user, kind=kind).order_by("-began_at", "-id")[:size])


def failed_sign_ins(user: User, *, since: datetime.datetime, size: int = 50) -> list[datetime.datetime]:
    """When somebody failed to sign in as this member of staff, the newest first."""
    failed = Event.objects.filter(name=events.STAFF_SIGN_IN_FAILED.name, at__gte=since)
    rows = failed.filter(data__user=str(user.pk)).order_by("-at")
    return list(rows.values_list("at", flat=True)[:size])


def device_of(agent: str) -> str:
    """What the browser says of itself as a code of ours, "chrome.windows"; empty where it says nothing known."""
    found = [
        next((code for mark, code in marks if mark in agent), "") for marks in (BROWSER_MARKS, SYSTEM_MARKS)
    ]
    return ".".join(filter(None, found))


# Names that are the same in every language.
NAMES = {
    "edge": "Edge",
    "firefox": "Firefox",
    "samsung": "Samsung Internet",
    "chrome": "Chrome",
    "safari": "Safari",
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": "Android",
    "windows": "Windows",
    "mac": "Mac",
    "chromebook": "Chromebook",
    "linux": "Linux",
}


def device_name(code: str) -> str:
    """A device's code as people read it, "Chrome / Windows"; empty for one that said nothing known."""
    return " / ".join(NAMES[part] for part in code.split(".") if part in NAMES)

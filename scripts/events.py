"""Writes docs/events.md from the declared events: `.venv/bin/python -m scripts.events`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.core.events import EventType

PAGE = Path(__file__).resolve().parent.parent / "docs" / "events.md"
HEAD = """\
# Events

Written by `.venv/bin/python -m scripts.events`; a rule fails while it is old.

Every event is one row of `core.Event`: a fact that happened, never changed and never deleted. It is declared once,
in `events.py` of the app that records it, with the sentence that people read and the only keys that its data may
have. Data holds ids, codes, numbers and dates, never names or free text (`core.events.checked` refuses the rest), so
that a person can be forgotten without rewriting history. "Heard by" are the subscribers: each runs once after the
commit, in a transaction of its own, and is tried again when it fails (`core.deliveries`). Where 閲覧 stands behind the
sentence, somebody only looked at something or took it out.
"""


def text() -> str:
    """The page as it must stand in docs/events.md."""
    from yakuba.core import events  # noqa: PLC0415  only once Django is set up

    by_app: dict[str, list[EventType]] = {}
    for event in events.DECLARED.values():
        by_app.setdefault(_app_of(event.name), []).append(event)
    return "\n".join([HEAD, *("\n".join(_section(app, by_app[app])) for app in sorted(by_app))])


def _app_of(name: str) -> str:
    """The app whose events module declares it."""
    from importlib import import_module  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    from django.apps import apps  # noqa: PLC0415

    for config in apps.get_app_configs():
        if config.name.startswith("yakuba.") and find_spec(f"{config.name}.events"):
            declared = vars(import_module(f"{config.name}.events")).values()
            if any(getattr(value, "name", None) == name and hasattr(value, "sentence") for value in declared):
                return config.label
    raise LookupError(name)


def _section(app: str, declared: list[EventType]) -> Iterator[str]:
    yield f"## {app}\n"
    yield "| event | what people read | data | heard by |"
    yield "|---|---|---|---|"
    for event in sorted(declared, key=lambda event: event.name):
        keys = ", ".join(f"`{key}` {kind.__name__}" for key, kind in event.keys) or "–"
        heard = "<br>".join(f"`{name.removeprefix('yakuba.')}`" for name in _subscribers(event.name)) or "–"
        look = "・閲覧" if event.is_look else ""
        yield f"| `{event.name}` | {event.sentence}{look} | {keys} | {heard} |"
    yield ""


def _subscribers(name: str) -> list[str]:
    from yakuba.core import events  # noqa: PLC0415

    # Tests may declare listeners of their own.
    return sorted(name for name in events.SUBSCRIBERS.get(name, {}) if ".tests." not in name)


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()

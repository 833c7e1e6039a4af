"""Writes the table of docs/operate/retention.md from the rules that the apps declare."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")

BEGIN, END = "<!-- rules -->\n", "<!-- /rules -->\n"


def table() -> str:
    """The rules as a table of Markdown."""
    from yakuba.core import retention  # noqa: PLC0415  only once Django is set up

    head = "| rule | what | kept | why | by whom |\n|---|---|---|---|---|\n"
    rows = [
        f"| `{rule.name}` | {rule.what} | {rule.kept} | {rule.why} | {rule.otherwise or '夜の処理'} |\n"
        for rule in sorted(retention.RULES.values(), key=lambda rule: rule.name)
    ]
    return head + "".join(rows)


def main() -> None:
    """Put the table in its place."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415  likewise

    path = settings.CHECKOUT / "docs" / "operate" / "retention.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

"""`yakuba settings`: every YAKUBA_… variable, as the page docs/operate/settings.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

HEAD = """# Settings

Every setting is an environment variable. This page is what `yakuba settings` prints.

| Variable | Kind | Default | What it does |
|---|---|---|---|
"""


class Command(BaseCommand):
    """Print the reference of settings."""

    help = "Prints every YAKUBA_… variable with its kind, its default and what it does (Markdown)."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        """One row per declared variable, by name."""
        self.stdout.write(HEAD, ending="")
        for name in sorted(settings.DECLARED):
            setting = settings.DECLARED[name]
            default = f"`{setting.default}`" if setting.default else "(empty)"
            self.stdout.write(f"| `{setting.name}` | {setting.kind} | {default} | {setting.about} |")

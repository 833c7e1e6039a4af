"""The command line: Django's management commands and ours behind the one name `yakuba`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the arguments name; without one, show them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")
    # The demo is a mode of the program before it is a command: settings must know it when they load.
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("YAKUBA_DEMO", "yes")
        _take_over(sys.argv, "--data", "YAKUBA_DATA")
        # Papers name the address at which they are confirmed.
        os.environ.setdefault("YAKUBA_SITE_PORT", "8000")
        _take_over(sys.argv, "--port", "YAKUBA_SITE_PORT")
    execute_from_command_line(["yakuba", *sys.argv[1:]])


def _take_over(arguments: list[str], option: str, variable: str) -> None:
    for place, word in enumerate(arguments):
        if word.startswith(f"{option}="):
            os.environ[variable] = word.removeprefix(f"{option}=")
        elif word == option and place + 1 < len(arguments):
            os.environ[variable] = arguments[place + 1]

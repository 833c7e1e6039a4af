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
        _data_folder_from(sys.argv)
    execute_from_command_line(["yakuba", *sys.argv[1:]])


def _data_folder_from(arguments: list[str]) -> None:
    for place, word in enumerate(arguments):
        if word.startswith("--data="):
            os.environ["YAKUBA_DATA"] = word.removeprefix("--data=")
        elif word == "--data" and place + 1 < len(arguments):
            os.environ["YAKUBA_DATA"] = arguments[place + 1]

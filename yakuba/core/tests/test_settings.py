"""`yakuba settings`: the reference page is what the program reads, word for word."""

import io

from django.conf import settings
from django.core.management import call_command

PAGE = settings.CHECKOUT / "docs" / "operate" / "settings.md"


def page():
    said = io.StringIO()
    call_command("settings", stdout=said)
    return said.getvalue()


def test_every_setting_has_a_row_with_its_kind_its_default_and_what_it_does():
    rows = [line for line in page().splitlines() if line.startswith("| `YAKUBA_")]
    assert len(rows) == len(settings.DECLARED) > 15
    for row in rows:
        assert all(cell.strip() for cell in row.strip("|").split("|")), row


def test_the_page_is_what_the_command_prints():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: ./run settings > docs/operate/settings.md"


def test_no_path_of_a_machine_is_on_the_page():
    assert str(settings.CHECKOUT) not in page()

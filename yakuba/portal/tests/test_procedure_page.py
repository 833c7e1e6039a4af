"""The page of a procedure stands whether or not its department is known."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts.tests.visitors import browser
from yakuba.core.actors import MACHINE
from yakuba.procedures import loader
from yakuba.procedures.actions import publish


@pytest.fixture
def version(town):
    text = next(path for path in loader.shipped() if path.stem == "dog-registration").read_text(
        encoding="utf-8"
    )
    return publish(text, actor=MACHINE, now=timezone.now())


def pages(version) -> list[str]:
    """The page that explains it, the page that begins it, and the first page of questions."""
    guest = browser()
    explained, start = f"/procedures/{version.procedure}/", f"/apply/{version.procedure}/"
    begun = guest.post(start, follow=True)
    shown = [guest.get(explained), guest.get(start), begun]
    assert [response.status_code for response in shown] == [200, 200, 200]
    return [response.content.decode() for response in shown]


def test_an_unknown_department_is_stood_in_for_by_the_town(version):
    for page in pages(version):
        main = page.partition("<main")[2].partition("</main")[0]
        assert "軽井沢町役場" in main
        assert 'href="tel:0267000000"' in main


def test_a_known_department_answers_itself(version):
    accounts.found_department(
        version.definition.department,
        name="生活環境課",
        section="環境衛生係",
        symbol="軽環",
        telephone="0267-00-0105",
        from_on=datetime.date(2020, 4, 1),
        actor=MACHINE,
        now=timezone.now(),
    )
    for page in pages(version):
        main = page.partition("<main")[2].partition("</main")[0]
        assert "環境衛生係" in main
        assert 'href="tel:0267000105"' in main

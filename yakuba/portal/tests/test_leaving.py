"""A guest at a shared computer ends its use from every page that closes an errand."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts.tests.visitors import browser, resident, resident_browser
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE

DOG = "dog-registration"
LEAVE = "この端末での利用を終える"


@pytest.fixture
def dog(town):
    version = make.version(DOG, now=timezone.now())
    accounts.found_department(
        version.definition.department,
        name="生活環境課",
        symbol="軽環",
        telephone="0267-00-0105",
        from_on=datetime.date(2020, 4, 1),
        actor=MACHINE,
        now=timezone.now(),
    )
    return version


def let_in(application):
    page = browser()
    typed = {"code": application.lookup_code, "number": application.matter.number or ""}
    assert page.post(reverse("find"), typed).status_code == 302
    return page


def closing_pages(application) -> list[str]:
    if not application.matter.number:
        return [reverse("apply-later", args=[DOG, application.pk])]
    return [
        reverse("apply-done", args=[DOG, application.pk]),
        reverse("application", args=[application.matter.number]),
    ]


@pytest.mark.parametrize(
    ("made", "needed"), [(make.draft, "照会コードが必要"), (make.submitted, "受付番号と照会コードが必要")]
)
def test_a_guest_leaves_and_needs_the_code_to_come_back(dog, made, needed):
    application = made(DOG, now=timezone.now())
    page = let_in(application)
    for address in closing_pages(application):
        response = page.get(address)
        shown = response.content.decode()
        assert LEAVE in shown
        assert needed in shown
        assert f'action="{reverse("sign-out")}"' in shown
        assert "no-store" in response.headers["Cache-Control"]
    page.post(reverse("sign-out"))
    for address in closing_pages(application):
        assert page.get(address).status_code == 403
    assert let_in(application).get(closing_pages(application)[0]).status_code == 200


def test_a_resident_is_not_asked_to(dog):
    mail = "hanako@example.jp"
    application = make.submitted(DOG, now=timezone.now(), resident=resident(mail))
    page = resident_browser(mail)
    for address in closing_pages(application):
        response = page.get(address)
        assert response.status_code == 200
        assert LEAVE not in response.content.decode()

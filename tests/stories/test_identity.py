"""A certificate is asked for on the site: the card signs what is filed, and nothing of the card is kept."""

from __future__ import annotations

import pytest

from tests.stories import errands, hall
from yakuba.accounts.models import IdentityProof
from yakuba.accounts.providers.fake import FakeIdentity
from yakuba.applications.models import Application
from yakuba.core.queries import story


@pytest.fixture
def certificate(office):
    office.has("residents")
    return hall.publish_shipped("residence-certificate").definition


def to_the_check(visitor, certificate):
    errands.begin(visitor, certificate)
    errands.go_through(visitor, errands.answers(certificate))


def test_a_certificate_is_not_filed_without_the_card(certificate, resident):
    to_the_check(resident, certificate)
    resident.fill(errands.SURE, True)
    resident.press("この内容で申請する")
    assert "先に、カードで確認してください" in resident.page.main
    resident.follow(errands.CARD)
    resident.press("署名する")
    assert resident.page.problems == ["暗証番号が違います。もう一度入力してください。"]
    resident.fill("署名用の暗証番号", "mihon1")
    resident.press("署名する")
    assert errands.CARD not in resident.page.links
    application = errands.send(resident)
    proof = IdentityProof.objects.get(matter=application.matter)
    assert (proof.level, len(proof.digest)) == ("card-signed", 64)
    proved = next(event for event in story(application.matter) if event.name == "identity.proved")
    assert proved.data == {"level": "card-signed"}


def test_what_is_changed_after_signing_is_signed_again(certificate, resident):
    to_the_check(resident, certificate)
    resident.follow(errands.CARD)
    resident.fill("署名用の暗証番号", "MIHON1")
    resident.press("署名する")
    draft = Application.objects.get()
    other = next(part for part in certificate.sections if any(f.id == "telephone" for f in part.fields))
    resident.open(f"/apply/residence-certificate/{draft.pk}/{other.id}/?check=1")
    resident.fill(certificate.fields["telephone"].label, "0267-00-0077")
    resident.press("次へ進む")
    resident.fill(errands.SURE, True)
    resident.press("この内容で申請する")
    assert "署名のあとで内容が変わりました" in resident.page.main
    assert errands.send(resident).state == "submitted"


def test_a_card_that_only_authenticates_or_is_locked_is_told_so(certificate, resident, settings, monkeypatch):
    settings.ACCOUNTS_IDENTITY = "yakuba.accounts.providers.fake.FakeIdentity"
    to_the_check(resident, certificate)
    resident.follow(errands.CARD)
    for code, said in (("locked", "ロックされています"), ("unreachable", "時間をおいて")):
        monkeypatch.setattr(FakeIdentity, "trouble", code)
        resident.press("署名する")
        assert said in resident.page.problems[0]
    monkeypatch.setattr(FakeIdentity, "trouble", "")
    monkeypatch.setattr(FakeIdentity, "proves", "card-authenticated")
    resident.press("署名する")
    assert "署名用の暗証番号" in resident.page.problems[0]
    assert not IdentityProof.objects.exists()


def test_without_a_provider_the_page_leads_to_counter_and_post(certificate, resident, settings):
    settings.ACCOUNTS_IDENTITY = ""
    to_the_check(resident, certificate)
    resident.follow(errands.CARD)
    assert "窓口か郵送で手続をしてください" in resident.page.main
    assert "署名する" not in resident.page.buttons


def test_the_pin_is_not_tried_for_ever(certificate, resident):
    to_the_check(resident, certificate)
    resident.follow(errands.CARD)
    for _ in range(6):
        resident.fill("署名用の暗証番号", "0000")
        resident.press("署名する")
    assert "5回間違えました" in resident.page.problems[0]

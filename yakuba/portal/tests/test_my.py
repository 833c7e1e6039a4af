"""A resident's own account: profile that fills forms in, household, proxies, a copy of the data, and the end."""

from __future__ import annotations

import datetime
import json
import uuid
from html import unescape

import pytest
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import HouseholdMember, Mandate, Person, Resident
from yakuba.accounts.tests.visitors import resident, resident_browser
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.core import envelopes
from yakuba.core.models import Event
from yakuba.procedures import queries as procedures

MAIL = "hanako@example.jp"
PROFILE = {
    "name_family": "見本",
    "name_given": "花子",
    "kana": "みほん　はなこ",
    "postal_code": "３８９−０１１１",
    "telephone": "0267-00-0001",
    "spoken": "en",
    "channel": "mail",
    "notice": "post",
}


@pytest.fixture
def page(town):
    return resident_browser(MAIL)


def text(response) -> str:
    return unescape(response.content.decode())


def begun(version, mail=MAIL):
    owner = resident(mail)
    return actions.start(
        version,
        token=uuid.uuid4(),
        resident=owner,
        actor=people.actor_of_resident(owner),
        now=timezone.now(),
    )


def test_a_profile_is_kept_normalised_and_in_its_language(page):
    response = page.post("/my/profile/", PROFILE)
    assert response.url == "/my/profile/"
    assert response.cookies["yakuba_language"].value == "en"
    owner = Resident.objects.get()
    assert people.profile_facts(owner) == {
        "person.name": {"family": "見本", "given": "花子"},
        "person.kana": "ミホン ハナコ",
        "person.postal_code": "389-0111",
        "person.telephone": "0267-00-0001",
        "person.mail": MAIL,
        "notice.channel": "post",
    }
    assert "Profile" in text(page.get("/my/profile/"))


def test_a_wrong_profile_is_told_and_nothing_typed_is_lost(page):
    shown = text(page.post("/my/profile/", PROFILE | {"telephone": "12", "name_given": ""}))
    assert 'value="みほん　はなこ"' in shown
    assert "電話番号は" in shown
    assert Resident.objects.get().person.name is None


def test_a_profile_fills_a_draft_in_and_never_replaces_what_was_typed(page, town):
    version = make.version("dog-registration", now=timezone.now())
    page.post("/my/profile/", PROFILE)
    application = begun(version)
    assert application.answers["name"] == {"family": "見本", "given": "花子"}
    assert application.answers["notice_channel"] == "post"
    first = version.definition.sections[0]
    actor = people.actor_of_resident(Resident.objects.get()).holding(application.matter_id)
    typed = dict(application.answers) | {"name": {"family": "例田", "given": "一"}}
    part = {field.id: typed[field.id] for field in first.fields if field.id in typed}
    saved = actions.save_section(
        application, section=first.id, answers=part, seen=0, actor=actor, now=timezone.now()
    )
    page.post("/my/profile/", PROFILE | {"name_given": "春子"})
    saved.refresh_from_db()
    assert saved.answers["name"] == {"family": "例田", "given": "一"}


def test_filled_values_are_shown_as_such_until_the_page_was_kept(page, town):
    version = make.version("dog-registration", now=timezone.now())
    page.post("/my/profile/", PROFILE | {"spoken": "ja"})
    application = begun(version)
    first = version.definition.sections[0]
    shown = text(page.get(f"/apply/dog-registration/{application.pk}/{first.id}/"))
    assert "プロフィールに登録した内容が入っています" in shown


def test_the_children_of_a_household_stand_in_a_form_and_what_is_unknown_is_still_asked(page, town):
    page.post("/my/profile/", PROFILE | {"spoken": "ja"})
    for given, born, relation in (
        ("次郎", "2024", "child"),
        ("太郎", "2020", "child"),
        ("母子", "1955", "parent"),
    ):
        born_on = {"birth_date_year": born, "birth_date_month": "4", "birth_date_day": "2"}
        page.post(
            "/my/household/", {"name_family": "見本", "name_given": given, "relation": relation} | born_on
        )
    application = begun(make.version("child-allowance", now=timezone.now()))
    assert [child["child_name"]["given"] for child in application.answers["children"]] == ["太郎", "次郎"]
    assert application.answers["children"][0]["child_relation"] == "child"
    shown = text(page.get(f"/apply/child-allowance/{application.pk}/children/"))
    assert 'value="次郎"' in shown
    assert "プロフィールに登録した内容が入っています" in shown
    # Half an item is no answer: the page of what is missing still names the children.
    asked = [field for _, field, _ in procedures.missing(application.definition, application.answers)]
    assert "children" in asked


def test_a_household_is_entered_and_forgotten(page):
    wrong = text(page.post("/my/household/", {"name_family": "見本", "name_given": "太郎"}))
    assert "あなたとの続柄を選んでください" in wrong
    page.post("/my/household/", {"name_family": "見本", "name_given": "太郎", "relation": "child"})
    member = HouseholdMember.objects.get()
    assert "見本 太郎" in text(page.get("/my/household/"))
    neighbour = resident_browser("taro@example.jp")
    neighbour.post(f"/my/household/{member.pk}/remove/")
    assert HouseholdMember.objects.count() == 1
    page.post(f"/my/household/{member.pk}/remove/")
    page.post(f"/my/household/{member.pk}/remove/")
    assert not HouseholdMember.objects.exists()
    assert Person.objects.get(pk=member.person_id).name is None


def test_a_proxy_of_a_resident_is_found_by_mail_and_can_be_taken_back(page, town):
    make.version("dog-registration", now=timezone.now())
    assert "先に、プロフィールに氏名を登録してください" in text(page.get("/my/mandates/"))
    page.post("/my/profile/", PROFILE | {"spoken": "ja"})
    until = timezone.localdate() + datetime.timedelta(days=30)
    typed = {"name": "例田　一郎", "mail": "ＴＡＲＯ@example.jp", "until_on": until.isoformat()}
    assert "今日から1年以内" in text(page.post("/my/mandates/", typed | {"until_on": "令和元年5月1日"}))
    page.post("/my/mandates/", typed | {"procedure": "dog-registration"})
    proxy = resident_browser("taro@example.jp")
    assert "見本 花子" in text(proxy.get("/my/mandates/"))
    assert "見本 花子" not in text(resident_browser("jiro@example.jp").get("/my/mandates/"))
    mandate = Mandate.objects.get()
    today = timezone.localdate()
    assert mandate.holds("dog-registration", until)
    assert not mandate.holds("dog-registration", until + datetime.timedelta(days=1))
    assert not mandate.holds("child-allowance", today)
    proxy.post(f"/my/mandates/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.ended_at is None
    page.post(f"/my/mandates/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.ending == "principal"
    assert not mandate.holds("dog-registration", today)


def test_a_copy_of_ones_own_data_is_a_download_and_a_fact(page, town):
    version = make.version("dog-registration", now=timezone.now())
    page.post("/my/profile/", PROFILE | {"spoken": "ja"})
    begun(version)
    found = page.get("/my/data/file.json")
    assert found.headers["Content-Disposition"].startswith("attachment")
    copy = json.loads(found.content)
    assert copy["profile"]["person.name"] == {"family": "見本", "given": "花子"}
    assert copy["applications"][0]["procedure"] == "dog-registration"
    readable = text(page.get("/my/data/file.page"))
    assert "見本 花子" in readable
    assert "<script" not in readable
    assert Event.objects.filter(name="account.exported").count() == 2


def test_an_account_ends_only_with_the_word_and_then_wholly(page, town, django_capture_on_commit_callbacks):
    version = make.version("dog-registration", now=timezone.now())
    page.post("/my/profile/", PROFILE | {"spoken": "ja"})
    page.post("/my/household/", {"name_family": "見本", "name_given": "太郎", "relation": "child"})
    draft = begun(version)
    owner = Resident.objects.get()
    assert "「削除」と入力してください" in text(page.post("/my/close/", {"word": "はい"}))
    owner.refresh_from_db()
    assert owner.closed_at is None
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post("/my/close/", {"word": "削除"}).url == "/"
    assert page.get("/my/profile/").status_code == 302
    owner = Resident.objects.select_related("person__key", "user").get(pk=owner.pk)
    assert not owner.user.is_active
    assert (owner.person.name, owner.person.mail_hash, owner.person.full_name) == (None, "", "")
    with pytest.raises(envelopes.CannotOpen):
        owner.person.key.data_key()
    assert not HouseholdMember.objects.exists()
    assert Application.objects.get(pk=draft.pk).state == "withdrawn"
    # Whoever comes again with the same address begins anew.
    assert resident(MAIL).pk != owner.pk


def test_who_deletes_an_account_learns_how_to_open_what_the_town_still_works_on(page, published):
    application = make.submitted("dog-registration", now=timezone.now(), resident=Resident.objects.get())
    shown = text(page.get("/my/close/"))
    assert application.lookup_code in shown
    page.post("/my/close/", {"word": "削除"})
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_household_is_no_village(page):
    owner = Resident.objects.get()
    actor = people.actor_of_resident(owner)
    facts = {"person.name": {"family": "見本", "given": "子"}}
    for _ in range(20):
        accounts.add_household_member(owner, facts=facts, relation="child", actor=actor, now=timezone.now())
    many = {"name_family": "見本", "name_given": "太郎", "relation": "child"}
    assert "20人まで" in text(page.post("/my/household/", many))

"""支援措置: a case that only names a protected person is kept back too, and being named gives no part in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from yakuba.accounts import queries as people
from yakuba.accounts.models import Party, Person
from yakuba.accounts.retention import forget_people
from yakuba.accounts.tests import protecting
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.tests import make, small
from yakuba.documents.models import Document
from yakuba.messaging.models import Message
from yakuba.procedures import queries as procedures
from yakuba.records import queries as records

FAMILY = (
    small.BENEFIT.replace("id: benefit", "id: family")
    .replace("手当の請求", "世帯の請求")
    .replace(
        "      - {id: paper, kind: file, label: 診断書, required: false}\n",
        """      - {id: spouse, kind: person, label: 配偶者の氏名, required: false}
      - id: children
        kind: group
        label: お子さん
        means: household.children
        required: false
        fields:
          - {id: child, kind: person, label: 氏名, means: member.name}
          - {id: child_kana, kind: kana, label: フリガナ, means: member.kana, required: false}
          - {id: child_birth, kind: date, label: 生年月日, means: member.birth_date}
""",
    )
)
CHILD = {"family": "隠野", "given": "若葉"}
BORN = "2019-06-01"
HOUR = timedelta(hours=1)


@pytest.fixture
def moment():
    """The pages read the real clock."""
    return timezone.now()


@pytest.fixture
def officers(hall, moment):
    return [
        protecting.officer(f"karuizawa/officer-{number}", hall.departments[code], now=moment)
        for number, code in enumerate(("environment", "children"))
    ]


@pytest.fixture
def family(hall, moment):
    return small.published(FAMILY, now=moment - 2 * HOUR)


def child(name=CHILD, born=BORN, **more):
    return {"child": name, "child_birth": born, **more}


def filed(family, moment, *, children=(), **more):
    """What the father files, who is not protected."""
    answers = {**small.PERSON, "children": list(children) or None, **more}
    told = {name: value for name, value in answers.items() if value is not None}
    return small.fresh(small.sent(family, told, now=moment - HOUR))


def protect(officers, moment, **facts):
    told = facts or {"name": CHILD, "birth_date": BORN}
    return protecting.flag(
        {f"person.{name}": value for name, value in told.items()}, by=officers[1], now=moment - HOUR
    )


def test_everybody_whom_the_answers_name_is_known_by_name_reading_and_birth_date(family):
    answers = {
        **small.PERSON,
        "spouse": {"family": "隠野", "given": "静香"},
        "children": [child(child_kana="カクレノ ワカバ"), child({"family": "隠野", "given": "青葉"})],
    }
    assert procedures.named(family.definition, answers) == [
        {"person.name": {"family": "隠野", "given": "静香"}},
        {"person.kana": "カクレノ ワカバ", "person.birth_date": BORN, "person.name": CHILD},
        {"person.birth_date": BORN, "person.name": {"family": "隠野", "given": "青葉"}},
    ]
    assert procedures.named(family.definition, small.PERSON) == []


@pytest.mark.parametrize("is_flagged_first", [True, False])
def test_a_case_that_names_a_protected_child_is_kept_back_as_the_child_s_own(
    family, hall, officers, moment, is_flagged_first
):
    if is_flagged_first:
        protect(officers, moment)
    case = filed(family, moment, children=[child()])
    if not is_flagged_first:
        protect(officers, moment)
    number = case.matter.number
    make.work_off(moment)
    assert people.is_restricted(case.matter_id)
    clerk = protecting.acting(hall.staff["clerk"], now=moment)
    for words in ("", "隠野若葉", "見本花子", "0267000001", "世帯の請求"):
        assert queries.for_staff(clerk, words=words).rows == []
    browser = staff_browser(hall.staff["clerk"])
    for path in (f"/staff/applications/{number}/", f"/staff/applications/{number}/call/"):
        page = browser.get(path)
        assert page.status_code == 403
        assert "若葉" not in page.content.decode()
    for path in ("/staff/", "/staff/applications/", "/staff/restricted/"):
        page = browser.get(path).content.decode()
        assert "花子" not in page
        assert "若葉" not in page
    # The receipt and the message tell nobody before a second official agrees.
    assert Document.objects.get(matter=case.matter).state == "held"
    assert {row.state for row in Message.objects.filter(matter=case.matter)} == {"held"}
    asked = protecting.ask(case.matter, "view", by=hall.staff["clerk"], now=moment)
    protecting.agree(asked, by=officers[1], now=moment)
    assert "若葉" in browser.get(f"/staff/applications/{number}/").content.decode()


def test_another_child_of_this_name_is_somebody_else(family, officers, moment):
    protect(officers, moment)
    assert not people.is_restricted(filed(family, moment, children=[child(born="2011-01-01")]).matter_id)


def test_where_only_a_name_is_asked_for_the_name_is_enough_until_two_have_looked(
    family, hall, officers, moment
):
    wife = {"family": "隠野", "given": "静香"}
    protect(officers, moment, name=wife, birth_date="1985-02-03")
    case = filed(family, moment, spouse=wife)
    assert people.is_restricted(case.matter_id)
    asked = protecting.ask(case.matter, "different", by=hall.staff["clerk"], now=moment)
    protecting.agree(asked, by=officers[0], now=moment)
    assert not people.is_restricted(case.matter_id)


def test_whom_an_earlier_filing_named_it_goes_on_naming(family, hall, officers, moment):
    case = filed(family, moment, children=[child()])
    said = actions.Said(
        channel="telephone",
        speaker="self",
        speaker_name="見本 花子",
        words="子の名前がちがう",
        heard_at=moment - HOUR,
    )
    other = {"family": "見本", "given": "青葉"}
    for telephone in ("0267-00-0002", "0267-00-0003"):
        told = {"children": [child(other)], "telephone": telephone}
        actions.correct_as_told(small.fresh(case), answers=told, said=said, actor=hall["clerk"], now=moment)
    # The first child still, and the other one once.
    assert Party.objects.filter(matter=case.matter, role="named").count() == 2
    protect(officers, moment)
    assert people.is_restricted(case.matter_id)


def test_being_named_is_no_part_in_the_case(family, hall, moment):
    case = filed(family, moment, children=[child()])
    named = Person.objects.get(parties__matter=case.matter, parties__role="named")
    assert records.subject_of_person(named).matters == ()
    clerk = protecting.acting(hall.staff["clerk"], now=moment)
    assert queries.for_staff(clerk, words="隠野若葉").rows == []
    assert [row.pk for row in queries.for_staff(clerk, words="見本花子").rows] == [case.pk]


def test_the_copy_for_the_father_is_without_the_case(family, officers, moment):
    case = filed(family, moment, children=[child()])
    father = people.applicant(case.matter)
    assert records.subject_of_person(father).matters == (case.matter_id,)
    protect(officers, moment)
    assert records.subject_of_person(father).matters == ()


def test_who_was_named_is_forgotten_with_the_case(family, moment):
    case = filed(family, moment, children=[child()])
    named = Person.objects.get(parties__matter=case.matter, parties__role="named")
    forget_people(case.matter, moment)
    named.refresh_from_db()
    assert named.name_hash == ""
    assert named.key.destroyed_at is not None


def test_a_named_survey_leaves_out_answers_that_name_a_protected_person(hall, officers, now):
    text = small.NAMED_SURVEY.replace(
        "      - {id: again,",
        "      - {id: helper, kind: person, label: 助けてくれた人, required: false}\n      - {id: again,",
    )
    version = small.published(text, now=now)
    small.sent(version, small.OPINION, now=now)
    small.sent(version, {**small.OPINION, "helper": CHILD}, now=now)
    survey = queries.survey(version.procedure, hall["clerk"], now.date())
    assert len(survey.filed) == 2
    protecting.flag({"person.name": CHILD, "person.birth_date": BORN}, by=officers[1], now=timezone.now())
    survey = queries.survey(version.procedure, hall["clerk"], now.date())
    assert len(survey.filed) == 1

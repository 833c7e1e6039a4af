"""A program files, corrects, follows and withdraws for a resident, by the actions of the pages."""

from __future__ import annotations

import uuid

import pytest

from yakuba.api.tests.conftest import Program
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.documents.tests import samples

DOG = make.example


@pytest.fixture
def answers(dog):
    return make.example(dog.definition)


def all_of_them() -> list[Application]:
    return list(Application.objects.with_everything().order_by("pk"))


def test_the_list_and_one_procedure_with_the_schema_of_its_answers(nobody, dog):
    listed = nobody.get("/procedures").json()["procedures"]
    assert [(one["id"], one["is_open"]) for one in listed] == [("dog-registration", True)]
    assert nobody.get("/procedures?q=いぬ").json()["procedures"] == listed
    told = nobody.get("/procedures/dog-registration").json()
    assert told["answers_schema"]["properties"]["sex"]["oneOf"][0] == {"const": "male", "title": "オス"}
    assert "owner_type" in told["answers_schema"]["required"]
    assert nobody.get("/procedures/nothing").status_code == 404


def test_it_files_at_once_and_the_case_says_through_what(mine, owner, answers):
    response = mine.apply("dog-registration", answers)
    assert response.status_code == 201, response.content
    told = response.json()
    application = all_of_them()[0]
    assert told["application"]["number"] == application.matter.number
    assert response.headers["Location"] == f"/api/v1/applications/{application.pk}"
    assert told["lookup_code"] is None
    assert (application.channel, application.resident_id, application.state) == ("api", owner.pk, "submitted")
    assert mine.get(f"/applications/{application.matter.number}").json() == told["application"]
    assert [one["number"] for one in mine.get("/applications").json()["applications"]] == [
        application.matter.number
    ]


def test_the_same_key_files_once_and_another_body_under_it_is_refused(mine, answers):
    key = str(uuid.uuid4())
    first, second = (mine.apply("dog-registration", answers, key=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(all_of_them()) == 1
    other = mine.apply("dog-registration", answers | {"coat": "黒"}, key=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert len(all_of_them()) == 1


def test_two_who_chose_the_same_key_never_meet(mine, nobody, answers):
    key = "0000000000000000"
    assert mine.apply("dog-registration", answers, key=key).status_code == 201
    guest = nobody.apply("dog-registration", answers | {"coat": "白"}, key=key)
    other = nobody.apply("dog-registration", answers | {"coat": "黒"}, key=key)
    assert (guest.status_code, other.status_code) == (201, 201)
    assert len({one.pk for one in all_of_them()}) == 3


def test_a_key_is_asked_for(mine, answers):
    response = mine.post("/applications", {"procedure": "dog-registration", "answers": answers})
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"].lower().endswith("idempotency-key")


def test_what_cannot_be_filed_leaves_nothing_and_says_where(mine, answers):
    wrong = answers | {
        "dog_birth": "2999-01-01",
        "telephone": 1,
        "zzz": "?",
        "name": {"family": "見本", "given": "\u202e花子"},
    }
    response = mine.apply("dog-registration", wrong)
    assert response.status_code == 422
    told = response.json()
    assert {one["pointer"] for one in told["errors"]} >= {"#/answers/telephone", "#/answers/zzz"}
    response = mine.apply("dog-registration", wrong | {"telephone": "0267-00-0001", "zzz": None})
    assert response.status_code == 422
    response = mine.apply(
        "dog-registration", {k: v for k, v in wrong.items() if k != "zzz"} | {"telephone": "0267-00-0001"}
    )
    assert {one["pointer"] for one in response.json()["errors"]} == {"#/answers/dog_birth", "#/answers/name"}
    missing = mine.apply("dog-registration", {k: v for k, v in answers.items() if k != "coat"})
    assert missing.json()["code"] == "incomplete"
    assert [one["pointer"] for one in missing.json()["errors"]] == ["#/answers/coat"]
    assert all_of_them() == []


def test_an_answer_to_a_question_that_does_not_stand_is_refused(mine, answers):
    response = mine.apply("dog-registration", answers | {"chip": "392140000000000"})
    assert [one["pointer"] for one in response.json()["errors"]] == ["#/answers/chip"]


def test_a_draft_takes_files_and_is_filed_once(mine, dog):
    told = make.example(dog.definition, 1)
    paper = told.pop("vaccination_paper")
    assert paper
    draft = mine.apply("dog-registration", told, submit=False).json()["application"]
    where = f"/applications/{draft['id']}"
    assert draft["state"] == "draft"
    bad = mine.send(f"{where}/files/vaccination_paper", b"MZ this is a program", "写真.jpg")
    assert (bad.status_code, bad.json()["code"]) == (422, "file")
    sent = mine.send(f"{where}/files/vaccination_paper", samples.photo())
    assert sent.status_code == 201, sent.content
    file = sent.json()["files"][0]
    assert mine.get(f"{where}/files/vaccination_paper/{file['id']}").content[:2] == b"\xff\xd8"
    assert mine.get(f"{where}/answers").json()["missing"] == []
    assert mine.send(f"{where}/files/coat", samples.photo()).status_code == 404
    assert mine.ask("DELETE", f"{where}/files/vaccination_paper/{file['id']}").json()["files"] == []
    assert mine.send(f"{where}/files/vaccination_paper", samples.photo()).status_code == 201
    first, again = (mine.post(f"{where}/submit", {"revision": 0}) for _ in range(2))
    assert first.json()["state"] == "submitted", first.content
    assert first.json() == again.json()
    assert len(all_of_them()) == 1


def test_a_correction_takes_the_named_answers_only(mine, answers, hall, now):
    mine.apply("dog-registration", answers)
    application = all_of_them()[0]
    actions.ask_for_correction(
        application,
        fields=["telephone"],
        message="番号を確かめてください。",
        due_on=now.date(),
        actor=hall["clerk"],
        now=now,
    )
    where = f"/applications/{application.matter.number}"
    told = mine.get(where).json()
    assert told["correction"] == {
        "fields": ["telephone"],
        "message": "番号を確かめてください。",
        "due_on": now.date().isoformat(),
    }
    wrong = mine.ask("PATCH", f"{where}/answers", {"answers": {"coat": "黒"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/answers/coat")
    right = mine.ask("PATCH", f"{where}/answers", {"answers": {**answers, "telephone": "0267-00-9999"}})
    assert right.status_code == 200, right.content
    sent = [mine.post(f"{where}/submit", {"revision": 1}).json() for _ in range(2)]
    assert [(one["state"], one["revision"]) for one in sent] == [("submitted", 2)] * 2
    assert mine.post(f"{where}/submit", {"revision": 9}).status_code == 409


def test_it_follows_fetches_papers_and_messages_and_withdraws(mine, answers, hall, now):
    mine.apply("dog-registration", answers)
    make.work_off(now)
    application = all_of_them()[0]
    where = f"/applications/{application.pk}"
    told = mine.get(where).json()
    assert [stage["state"] for stage in told["stages"]][:2] == ["done", "now"]
    paper = told["papers"][0]
    fetched = mine.get(f"{where}/papers/{paper['id']}")
    assert fetched.status_code == 200
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert mine.get(f"{where}/papers/{uuid.uuid4()}").status_code == 404
    assert mine.get(f"{where}/messages").json()["messages"]
    assert [mine.post(f"{where}/withdraw").json()["state"] for _ in range(2)] == ["withdrawn"] * 2
    assert mine.get(where).json()["may"] == []


def test_a_draft_is_thrown_away(mine, answers):
    draft = mine.apply("dog-registration", answers, submit=False).json()["application"]
    assert mine.post(f"/applications/{draft['id']}/withdraw").status_code == 204
    assert mine.get(f"/applications/{draft['id']}").status_code == 404
    assert mine.get("/applications").json()["applications"] == []


def test_a_guest_follows_by_number_and_code(nobody, answers):
    told = nobody.apply("dog-registration", answers).json()
    number = told["application"]["number"]
    holder = Program(code=told["lookup_code"])
    assert holder.get(f"/applications/{number}").json() == told["application"]
    assert Program(code="2345-6789-CDFG").get(f"/applications/{number}").status_code == 404
    assert nobody.get(f"/applications/{number}").status_code == 401
    assert holder.get("/applications").status_code == 403
    assert holder.post(f"/applications/{number}/withdraw").json()["state"] == "withdrawn"


def test_an_anonymous_survey_keeps_nobody_and_leads_back_to_nothing(mine, nobody, hall, now):
    small.published(small.SURVEY, now=now)
    assert mine.apply("opinions", small.OPINION).json()["code"] == "anonymous"
    key = str(uuid.uuid4())
    first, second = (nobody.apply("opinions", small.OPINION, key=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == {"application": None, "lookup_code": None}
    row = all_of_them()[0]
    assert (row.resident, row.program, row.state, len(all_of_them())) == (None, None, "closed", 1)
    assert Program(code=row.lookup_code).get(f"/applications/{row.pk}").status_code == 404
    assert nobody.apply("opinions", small.OPINION, submit=False).status_code == 422


def test_closed_is_said_as_on_the_page(nobody, hall, now):
    text = small.SURVEY.replace("from: 2026-11-01, until: 2026-11-30", "from: 2027-11-01, until: 2027-11-30")
    small.published(text, now=now)
    assert nobody.apply("opinions", small.OPINION).json()["code"] == "closed"

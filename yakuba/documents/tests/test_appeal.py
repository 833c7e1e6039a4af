"""The 教示 names the right reviewer, defendant, representative and periods, or says nothing."""

from __future__ import annotations

import pytest

from yakuba.documents import appeal, queries
from yakuba.procedures.definition import Appeal


def clauses(
    authority="町長",
    affair="自治事務",
    municipality="軽井沢町",
    prefecture="長野県",
    *,
    is_disposition=True,
    special=None,
):
    return appeal.clauses(
        authority=authority,
        affair=affair,
        municipality=municipality,
        prefecture=prefecture,
        is_disposition=is_disposition,
        special=special,
    )


def test_in_the_towns_own_affairs_one_appeals_to_the_mayor_and_sues_the_town():
    review, court, limits = clauses()
    assert review == (
        "この処分について不服がある場合は、この処分があったことを知った日の翌日から起算して3か月以内に、"
        "軽井沢町長に対して審査請求をすることができます。"
    )
    assert "知った日の翌日から起算して6か月以内に、軽井沢町を被告として" in court
    assert "軽井沢町を代表する者は、軽井沢町長となります" in court
    assert "裁決があったことを知った日の翌日から起算して6か月以内" in court
    assert "1年を経過した" in limits
    assert "正当な理由があるときは" in limits


@pytest.mark.parametrize("affair", ["第1号法定受託事務", "第2号法定受託事務"])
def test_in_delegated_affairs_one_appeals_to_the_governor_and_still_sues_the_town(affair):
    review, court, _ = clauses(affair=affair)
    assert "長野県知事に対して審査請求" in review
    assert "軽井沢町を被告として" in court
    assert "軽井沢町を代表する者は、軽井沢町長となります" in court


@pytest.mark.parametrize(
    ("affair", "reviewer"), [("自治事務", "下諏訪町教育委員会"), ("第1号法定受託事務", "長野県教育委員会")]
)
def test_the_board_of_education_answers_for_itself_and_stands_in_court(affair, reviewer):
    review, court, _ = clauses(authority="教育委員会", affair=affair, municipality="下諏訪町")
    assert f"{reviewer}に対して審査請求" in review
    assert "下諏訪町を被告として" in court
    assert "下諏訪町を代表する者は、下諏訪町教育委員会となります" in court


@pytest.mark.parametrize(
    ("municipality", "authority", "prefecture", "governor", "mayor"),
    [
        ("八王子市", "市長", "東京都", "東京都知事", "八王子市長"),
        ("北竜町", "町長", "北海道", "北海道知事", "北竜町長"),
        ("与謝野町", "町長", "京都府", "京都府知事", "与謝野町長"),
        ("白馬村", "村長", "長野県", "長野県知事", "白馬村長"),
    ],
)
def test_the_words_fit_every_kind_of_municipality(municipality, authority, prefecture, governor, mayor):
    said = clauses(authority, "第1号法定受託事務", municipality, prefecture)
    assert f"{governor}に対して" in said[0]
    assert f"{municipality}を代表する者は、{mayor}となります" in said[1]


def test_what_is_no_disposition_carries_no_instruction():
    assert clauses(is_disposition=False) == []


@pytest.mark.parametrize("authority", ["知事", "広域連合", "税務署長"])
def test_another_bodys_decision_is_not_instructed_about(authority):
    with pytest.raises(appeal.UnknownAuthority, match=f"「{authority}」の処分の教示は用意されていません"):
        clauses(authority=authority)


def test_an_unknown_kind_of_affair_is_not_guessed():
    with pytest.raises(appeal.UnknownAuthority, match="事務区分「機関委任事務」"):
        clauses(affair="機関委任事務")


def test_the_authority_signs_with_its_town():
    signed = appeal.acting(authority="町長", affair="自治事務", municipality="軽井沢町", prefecture="長野県")
    assert signed.name == "軽井沢町長"


# Where the law of the procedure departs ---------------------------------------------------------
REVIEW_FIRST = {"kind": "審査請求前置", "reviewer": "{prefecture}介護保険審査会", "law": "介護保険法 第196条"}


def special(**keys):
    return Appeal.model_validate(keys)


def test_where_the_review_comes_first_the_suit_waits_for_the_ruling_but_for_three_cases():
    review, only, court, limits = clauses(special=special(**REVIEW_FIRST))
    assert "長野県介護保険審査会に対して審査請求" in review
    assert only.startswith(
        "この処分の取消しの訴えは、上記1の審査請求に対する裁決を経た後でなければ提起することができません"
        "（介護保険法 第196条）。"
    )
    # 行政事件訴訟法8条2項1号から3号まで.
    for case in ("3か月を経過しても裁決がないとき", "緊急の必要があるとき", "正当な理由があるとき"):
        assert case in only
    assert "裁決があったことを知った日の翌日から起算して6か月以内に、軽井沢町を被告として" in court
    assert "軽井沢町を代表する者は、軽井沢町長となります" in court
    assert "審査請求のほか" not in only + court
    assert "1年を経過した" in limits


def test_where_only_the_ruling_is_sued_against_no_defendant_is_named():
    said = clauses(
        special=special(kind="裁決主義", reviewer="{municipality}審査委員会", law="地方税法 第434条")
    )
    review, only, limits = said
    assert "軽井沢町審査委員会に対して審査請求" in review
    assert "処分の取消しの訴えを提起することはできません" in only
    assert "裁決に対してのみ、取消訴訟を提起することができます（地方税法 第434条）。" in only
    assert "被告" not in "".join(said)
    assert "取消しの訴え" not in limits


@pytest.mark.parametrize("authority", ["町長", "教育委員会"])
def test_where_the_council_is_asked_one_appeals_to_the_mayor_first(authority):
    review, only, court, _ = clauses(authority, special=special(kind="議会諮問", law="地方自治法 第229条"))
    assert "軽井沢町長に対して審査請求" in review
    assert "軽井沢町長は、不適法で却下するときを除き、議会に諮問した上で裁決をします。" in review
    assert "（地方自治法 第229条）" in only
    acting = "軽井沢町長" if authority == "町長" else "軽井沢町教育委員会"
    assert f"軽井沢町を代表する者は、{acting}となります" in court


def test_another_reviewer_alone_leaves_the_free_choice():
    review, court, _ = clauses(
        affair="第1号法定受託事務", special=special(kind="自由選択", reviewer="{municipality}長")
    )
    assert "軽井沢町長に対して審査請求" in review
    assert "上記1の審査請求のほか" in court


def test_what_the_definition_calls_no_disposition_carries_none():
    assert clauses(special=special(kind="なし", why="事実の証明です。")) == []


@pytest.mark.parametrize(
    ("authority", "addressee"),
    [
        ("知事", "長野県知事"),
        ("諏訪広域連合", "諏訪広域連合長"),
        ("見本組合管理者", "見本組合管理者"),
        ("町長", "軽井沢町長"),
    ],
)
def test_an_application_is_addressed_to_whoever_decides_it(town, authority, addressee):
    class Told:
        affair = "自治事務"

    Told.authority = authority
    assert queries.addressee(Told, town) == addressee

"""The limit in the law: nothing but the law itself stops it, a delay notice in time moves it, and when it passes everybody is told."""

from __future__ import annotations

import datetime
from datetime import date, timedelta

import pytest
from django.utils import timezone

from yakuba.accounts.tests.visitors import browser, staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.tests import make, small
from yakuba.core import access, states
from yakuba.core.models import Timer
from yakuba.core.queries import story
from yakuba.documents.models import Document
from yakuba.messaging.models import Message
from yakuba.work.models import WorkItem

# The fixture `now` is Friday, 20 November 2026; 30 days end on Sunday, 20 December.
LIMIT = date(2026, 12, 20)
UNTIL = date(2027, 1, 15)


def midnight_after(day):
    return datetime.datetime.combine(day + timedelta(days=1), datetime.time(), tzinfo=make.TOKYO)


def names(application):
    return [event.name for event in story(application.matter)]


def running(application):
    return dict(Timer.objects.filter(matter=application.matter, done_at=None).values_list("name", "due_at"))


def titles():
    return {item.step: item.title for item in WorkItem.objects.still_open()}


@pytest.fixture
def claim(hall, now):
    return small.published(small.CLAIM, now=now)


@pytest.fixture
def arrived(claim, now):
    return small.sent(claim, small.CLAIMED, now=now)


def delayed(
    application, hall, now, *, until=UNTIL, reasons="主治医の意見書が届いていないため。", who="chief"
):
    return actions.notify_delay(application, until=until, reasons=reasons, actor=hall[who], now=now)


def test_it_is_counted_from_the_day_after_arrival_and_ends_with_its_last_day(arrived):
    # 民法140条・141条. That the last day is a Sunday prolongs nothing for the town.
    assert arrived.statutory_due_on == LIMIT
    timers = running(arrived)
    assert timers["statutory"] == midnight_after(LIMIT)
    assert timers["statutory-soon"] == midnight_after(date(2026, 12, 12))


def test_a_correction_stops_the_standard_time_and_not_this(arrived, hall, now):
    asked = make.returned(arrived, hall["clerk"], now=now)
    assert set(running(asked)) == {"correction-due", "statutory", "statutory-soon"}
    back = make.save(
        asked, "who", {**small.CLAIMED, "telephone": "0267-00-0002"}, now=now + timedelta(days=10)
    )
    again = actions.submit(back, actor=small.sender(back), now=now + timedelta(days=10))
    assert again.due_on == arrived.due_on + timedelta(days=10)
    assert again.statutory_due_on == LIMIT
    by_id = {clock.id: clock for clock in queries.clocks(again, date(2026, 11, 30))}
    assert (by_id["standard"].words, by_id["statutory"].words) == ("あと20日", "あと20日")
    assert "補正の間も止まりません" in by_id["statutory"].text


@pytest.fixture
def kept_short(hall, now):
    """One that waits for corrections and is put off by 30 days at most, as 個人情報保護法83条 has it."""
    law = "delay: 例の法 第83条第2項, longest: 30, beyond: 例の法 第84条, stops: 例の法 第83条第1項ただし書"
    text = small.CLAIM.replace("delay: 例の法 第27条第11項", law)
    return small.sent(small.published(text, now=now), small.CLAIMED, now=now)


def test_where_the_law_says_so_the_days_of_a_correction_do_not_count(kept_short, hall, now):
    asked = make.returned(kept_short, hall["clerk"], now=now + timedelta(days=3))
    assert set(running(asked)) == {"correction-due"}
    still = {clock.id: clock for clock in queries.clocks(asked, LIMIT)}["statutory"]
    assert (still.words, still.tone) == ("あと27日", "")
    assert still.text.startswith("補正の間は止まっています。")
    make.work_off(midnight_after(LIMIT))
    assert "statutory.passed" not in names(asked)
    moment = now + timedelta(days=13)
    back = make.save(asked, "who", {**small.CLAIMED, "telephone": "0267-00-0002"}, now=moment)
    again = actions.submit(back, actor=small.sender(back), now=moment)
    assert again.statutory_due_on == LIMIT + timedelta(days=10)
    assert running(again)["statutory"] == midnight_after(LIMIT + timedelta(days=10))
    assert "補正の日数は数えません" in queries.clocks(again, date(2026, 12, 3))[1].text


def test_so_it_is_when_the_examination_goes_on_without_a_correction(kept_short, hall, now):
    until = LIMIT + timedelta(days=30)
    fresh = delayed(kept_short, hall, now, until=until)
    asked = make.returned(fresh, hall["clerk"], now=now + timedelta(days=3))
    gone_on = actions.resume_examination(asked, actor=hall["clerk"], now=now + timedelta(days=8))
    gone_on.refresh_from_db()
    five = timedelta(days=5)
    assert (gone_on.statutory_due_on, gone_on.delayed_on) == (LIMIT + five, until + five)
    assert running(gone_on)["statutory"] == midnight_after(until + five)


def test_what_had_passed_before_the_correction_was_asked_stays_past(kept_short, hall, now):
    late = now + timedelta(days=35)
    asked = make.returned(kept_short, hall["clerk"], now=late)
    gone_on = actions.resume_examination(asked, actor=hall["clerk"], now=late + timedelta(days=3))
    assert gone_on.statutory_due_on == LIMIT
    with pytest.raises(actions.NoDelay, match="もうできません"):
        delayed(gone_on, hall, late + timedelta(days=3), until=date(2027, 1, 30))


def test_it_is_put_off_by_no_more_days_than_the_law_allows(kept_short, hall, now):
    last = LIMIT + timedelta(days=30)
    with pytest.raises(actions.NoDelay, match="30日以内（令和9年1月19日まで）"):
        delayed(kept_short, hall, now, until=last + timedelta(days=1))
    assert delayed(kept_short, hall, now, until=last).delayed_on == last
    assert Document.objects.get(consequence="delay").data["law"] == "例の法 第83条第2項"


def test_for_longer_the_other_article_has_to_be_applied(kept_short, hall, now):
    far = LIMIT + timedelta(days=90)
    reasons = "著しく大量なため。"
    fresh = actions.notify_delay(
        kept_short, until=far, reasons=reasons, beyond=True, actor=hall["chief"], now=now
    )
    assert fresh.delayed_on == far
    assert Document.objects.get(consequence="delay").data["law"] == "例の法 第84条"


def test_where_the_law_names_no_other_article_nothing_is_beyond(hall, now):
    text = small.CLAIM.replace("delay: 例の法 第27条第11項", "delay: 例の法 第27条第11項, longest: 30")
    application = small.sent(small.published(text, now=now), small.CLAIMED, now=now)
    far = LIMIT + timedelta(days=31)
    with pytest.raises(actions.NoDelay, match="30日以内"):
        actions.notify_delay(
            application, until=far, reasons="例のため。", beyond=True, actor=hall["chief"], now=now
        )


def test_a_week_before_the_office_is_asked_whether_to_delay(arrived, now):
    make.work_off(midnight_after(date(2026, 12, 12)) - timedelta(seconds=1))
    assert "statutory-soon" not in titles()
    make.work_off(midnight_after(date(2026, 12, 12)))
    assert titles()["statutory-soon"] == "延期の通知をするか、決める"
    assert WorkItem.objects.get(step="statutory-soon").due_on == LIMIT


def test_where_the_law_offers_no_delay_nobody_is_asked_for_one(hall, now):
    text = small.CLAIM.replace(", delay: 例の法 第27条第11項", "")
    application = small.sent(small.published(text, now=now), small.CLAIMED, now=now)
    make.work_off(midnight_after(date(2026, 12, 12)))
    assert titles()["statutory-soon"] == "法律の期限までに結果を出す"
    with pytest.raises(actions.NoDelay, match="期限を延ばす定めがありません"):
        delayed(application, hall, now)


def test_the_question_stands_after_a_correction_too(arrived, hall, now):
    late = midnight_after(date(2026, 12, 12))
    make.work_off(late)
    asked = make.returned(arrived, hall["clerk"], now=late)
    back = make.save(asked, "who", {**small.CLAIMED, "telephone": "0267-00-0002"}, now=late)
    actions.submit(back, actor=small.sender(back), now=late)
    assert titles()["statutory-soon"] == "延期の通知をするか、決める"


def test_a_delay_notice_moves_it(arrived, hall, now):
    make.work_off(midnight_after(date(2026, 12, 12)))
    moment = now + timedelta(days=25)
    fresh = delayed(small.fresh(arrived), hall, moment)
    assert (fresh.statutory_due_on, fresh.delayed_on, fresh.due_on) == (LIMIT, UNTIL, arrived.due_on)
    assert running(fresh)["statutory"] == midnight_after(UNTIL)
    assert "statutory-soon" not in titles()
    paper = Document.objects.get(consequence="delay")
    assert (paper.template, paper.number, paper.revision) == ("delay", "軽環第1号", 1)
    assert paper.data["until"] == "令和9年1月15日（金）まで"
    assert paper.data["law"] == "例の法 第27条第11項"
    event = next(event for event in story(fresh.matter) if event.name == "delay.notified")
    assert event.data == {"revision": 1, "until": "2027-01-15"}
    make.work_off(moment)
    letter = Message.objects.get(consequence="delay", channel="inbox")
    assert "令和9年1月15日（金）まで延ばします。" in letter.body
    make.work_off(midnight_after(LIMIT))
    assert "statutory.passed" not in names(fresh)
    make.work_off(midnight_after(UNTIL))
    assert names(fresh).count("statutory.passed") == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"until": LIMIT}, "より後の日"), ({"reasons": "　\n"}, "延期の理由を書いてください")],
)
def test_a_delay_needs_a_later_day_and_its_reasons(arrived, hall, now, changes, words):
    with pytest.raises(actions.NoDelay, match=words):
        delayed(arrived, hall, now, **changes)
    assert small.fresh(arrived).delayed_on is None
    assert not Document.objects.filter(consequence="delay").exists()


def test_on_the_last_day_it_can_still_be_notified_and_the_day_after_no_more(arrived, hall):
    last = midnight_after(LIMIT) - timedelta(seconds=1)
    delayed(arrived, hall, last)
    with pytest.raises(actions.NoDelay, match="もうできません"):
        delayed(arrived, hall, midnight_after(LIMIT), until=date(2027, 2, 1))


def test_before_the_limit_passes_a_longer_delay_replaces_the_first(arrived, hall, now):
    delayed(arrived, hall, now)
    again = delayed(arrived, hall, now + timedelta(days=1), until=date(2027, 2, 1))
    assert again.delayed_on == date(2027, 2, 1)
    papers = Document.objects.filter(consequence="delay").order_by("revision")
    assert [paper.number for paper in papers] == ["軽環第1号", "軽環第2号"]


@pytest.mark.parametrize("who", ["clerk", "colleague", "other chief", "systems", "stranger", "machine"])
def test_only_who_decides_delays(arrived, hall, now, who):
    with pytest.raises(access.NotAllowed):
        delayed(arrived, hall, now, who=who)


def test_what_has_ended_is_not_delayed(arrived, hall, now):
    make.withdrawn(arrived, now=now)
    with pytest.raises(actions.NoDelay):
        delayed(arrived, hall, now)


def test_without_the_wish_for_this_site_the_notice_goes_by_post(claim, hall, now):
    application = small.sent(claim, {**small.CLAIMED, "channel": "post"}, now=now)
    delayed(application, hall, now)
    assert titles()["post-delay"] == "延期の通知書を印刷して郵送する"
    actions.record_delay_posting(application, actor=hall["clerk"], now=now)
    assert "post-delay" not in titles()
    assert "delay.posted" in names(application)
    with pytest.raises(states.NotPossible):
        actions.record_delay_posting(application, actor=hall["clerk"], now=now)


def test_a_delay_notice_that_waits_for_the_post_outlasts_the_decision(claim, hall, now):
    application = small.sent(claim, {**small.CLAIMED, "channel": "post"}, now=now)
    delayed(application, hall, now)
    make.decided(small.fresh(application), hall["chief"], now=now)
    assert titles()["post-delay"] == "延期の通知書を印刷して郵送する"
    make.work_off(now)
    actions.record_posting(small.fresh(application), actor=hall["clerk"], now=now)
    assert titles() == {"post-delay": "延期の通知書を印刷して郵送する"}
    actions.record_delay_posting(small.fresh(application), actor=hall["clerk"], now=now)
    assert titles() == {}


def test_when_it_passes_everybody_is_told_and_nothing_is_decided(arrived, now):
    make.work_off(midnight_after(LIMIT) - timedelta(seconds=1))
    assert "statutory.passed" not in names(arrived)
    make.work_off(midnight_after(LIMIT))
    make.work_off(midnight_after(LIMIT) + timedelta(days=1))
    assert names(arrived).count("statutory.passed") == 1
    assert titles()["statutory-passed"] == "法律の期限が過ぎた：申請者に連絡し、結果を出す"
    fresh = small.fresh(arrived)
    assert (fresh.state, fresh.outcome) == ("submitted", "")
    letter = Message.objects.get(consequence="statutory-passed", channel="inbox")
    assert "却下されたものとみなして、審査請求ができます。（例の法 第27条第12項）" in letter.body
    clock = queries.clocks(fresh, LIMIT + timedelta(days=2))[-1]
    assert (clock.words, clock.is_past) == ("2日超過", True)


@pytest.mark.parametrize("ending", ["decided", "withdrawn"])
def test_what_ended_in_time_has_not_passed(arrived, hall, now, ending):
    {
        "decided": lambda: make.decided(arrived, hall["chief"], now=now),
        "withdrawn": lambda: make.withdrawn(arrived, now=now),
    }[ending]()
    make.work_off(midnight_after(LIMIT) + timedelta(days=30))
    assert "statutory.passed" not in names(arrived)


def test_while_the_applicant_corrects_it_passes_all_the_same(arrived, hall, now):
    make.returned(arrived, hall["clerk"], now=midnight_after(LIMIT) - timedelta(days=3))
    make.work_off(midnight_after(LIMIT))
    assert "statutory.passed" in names(arrived)


def test_the_pages_of_both_show_both_clocks(arrived, hall, now):
    number = arrived.matter.number
    visitor = browser()
    assert "例の法 第27条第12項" in visitor.get("/procedures/claim/").content.decode()
    visitor.post("/applications/", {"code": arrived.lookup_code, "number": number})
    status = visitor.get(f"/applications/{number}/").content.decode()
    assert "令和8年12月20日（日）" in status
    assert "却下されたものとみなして" in status
    chief = staff_browser(hall.staff["chief"])
    case = chief.get(f"/staff/applications/{number}/").content.decode()
    assert "標準処理期間" in case
    assert "法律の期限" in case


def test_the_chief_notifies_on_the_page(claim, hall):
    application = small.sent(claim, {**small.CLAIMED, "channel": "post"}, now=timezone.now())
    case = f"/staff/applications/{application.matter.number}/"
    assert "延期の通知をする" not in staff_browser(hall.staff["clerk"]).get(case).content.decode()
    assert staff_browser(hall.staff["clerk"]).get(f"{case}delay/").status_code == 403
    chief = staff_browser(hall.staff["chief"])
    assert f'href="{case}delay/"' in chief.get(case).content.decode()
    assert "延期の通知をする" in chief.get(f"{case}delay/").content.decode()
    until = timezone.localdate() + timedelta(days=45)
    early = {"until": timezone.localdate().isoformat(), "reasons": "意見書を待つため。"}
    refused = chief.post(f"{case}delay/", early)
    assert refused.status_code == 409
    assert "より後の日にしてください" in refused.content.decode()
    assert "意見書を待つため。" in refused.content.decode()
    done = chief.post(f"{case}delay/", {**early, "until": until.isoformat()})
    assert done.url == case
    assert small.fresh(application).delayed_on == until
    page = chief.get(case).content.decode()
    assert "延期の通知書を郵送した" in page
    assert chief.post(f"{case}delay/posted/").status_code == 302
    assert "延期の通知書を郵送した" not in chief.get(case).content.decode()


def test_the_page_says_how_long_and_asks_for_the_article_for_more(kept_short, hall):
    application = small.sent(kept_short.version, small.CLAIMED, now=timezone.now())
    page = f"/staff/applications/{application.matter.number}/delay/"
    chief = staff_browser(hall.staff["chief"])
    shown = chief.get(page).content.decode()
    assert "延ばせるのは" in shown
    assert "例の法 第84条を適用する" in shown
    far = application.statutory_due_on + timedelta(days=60)
    typed = {"until": far.isoformat(), "reasons": "著しく大量なため。"}
    refused = chief.post(page, typed)
    assert (refused.status_code, "30日以内" in refused.content.decode()) == (409, True)
    assert chief.post(page, {**typed, "beyond": "on"}).status_code == 302
    assert small.fresh(application).delayed_on == far

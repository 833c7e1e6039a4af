"""A town's clerk handles one case of each kind of route: 届出, 申請, 経由, 申込, and a survey."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PIL import Image

from tests.browser.acts import agrees, decides, drafts
from tests.browser.wire import example_sent, number_of
from yakuba.core import dates
from yakuba.procedures import loader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.people import Official
    from tests.browser.server import Server

SUWA = "shimosuwa.localhost"
TODAY = dates.wareki(datetime.datetime.now(tz=ZoneInfo("Asia/Tokyo")).date())


def filed(server: Server, name: str, host: str = "127.0.0.1", slug: str = "karuizawa") -> str:
    """Somebody applies as in the first example, some weeks later; the receipt number."""
    return number_of(example_sent(server.address, name, town=host, slug=slug))


def records(clerk: Official, link: str, button: str, answers: dict[str, str | list[Path]], done: str) -> None:
    """Write down what was done at the step that this link leads to."""
    clerk.follow(link)
    clerk.answer_all(answers)
    clerk.press(button)
    clerk.sees(done)


def test_a_notification_is_accepted_into_the_register(
    server: Server, official: Callable[..., Official]
) -> None:
    number = filed(server, "water-start")
    clerk = official("suido")
    clerk.find(number)
    clerk.follow("受理を記録する")
    clerk.press("この内容で記録する")
    clerk.sees("結果を選んでください")
    outcome = loader.load_written(loader.written_for("karuizawa")["water-start"]).outcomes[0].title
    clerk.answer_all(
        {
            "結果": outcome,
            "給水台帳（水道使用者）に記載した日": TODAY,
            "給水台帳（水道使用者）の番号": "見本-12",
        }
    )
    clerk.press("この内容で記録する")
    clerk.sees("届出の結果を記録しました。")
    clerk.sees("見本-12")


def test_an_application_is_decided_and_handed_over(server: Server, official: Callable[..., Official]) -> None:
    number = filed(server, "residence-certificate")
    outcome = loader.load_written(loader.written_for("karuizawa")["residence-certificate"]).outcomes[0].title
    drafts(official("jumin"), number, outcome)
    agrees(official("jumin-kakaricho"), number)
    decides(official("jumin-kacho"), number, outcome)
    clerk = official("jumin")
    clerk.find(number)
    records(
        clerk,
        "渡したことを記録する",
        "渡したことを記録して完了にする",
        {"渡した方法": "窓口で渡した", "本人の確かめ方": "運転免許証・運転経歴証明書"},
        "渡したことを記録し、案件を完了にしました。",
    )


def test_what_another_authority_decides_is_forwarded_and_comes_back(
    server: Server, official: Callable[..., Official], tmp_path: Path
) -> None:
    number = filed(server, "care-need", SUWA, "shimosuwa")
    paper = tmp_path / "結果通知.jpg"
    Image.new("RGB", (640, 900), "white").save(paper)
    clerk = official("suwa-jumin", host=SUWA)
    clerk.find(number)
    definition = loader.load_written(loader.written_for("shimosuwa")["care-need"])
    to = next(step.to for step in definition.route if step.kind == "forward")
    records(
        clerk,
        f"{to}への進達を記録する",
        "進達を記録する",
        {"文書番号": "下住第12号"},
        "進達したことを記録しました。",
    )
    records(
        clerk,
        f"{to}の結果を記録する",
        "結果を記録する",
        {
            "結果": definition.outcomes[0].title,
            "相手が決めた日": TODAY,
            "届いた文書を読み取ったもの": [paper],
        },
        "結果を受け取ったことを記録しました。",
    )
    records(
        clerk,
        "渡したことを記録する",
        "渡したことを記録して完了にする",
        {"渡した方法": "郵送した"},
        "渡したことを記録し、案件を完了にしました。",
    )


def test_an_order_is_confirmed(server: Server, official: Callable[..., Official]) -> None:
    number = filed(server, "bulky-waste")
    clerk = official("kankyo")
    clerk.find(number)
    outcome = loader.load_written(loader.written_for("karuizawa")["bulky-waste"]).outcomes[0].title
    clerk.follow("結果を確定する")
    clerk.answer("結果", outcome)
    clerk.press("この結果に確定する")
    clerk.sees("結果を確定しました。")


def test_a_survey_is_counted_and_exported(official: Callable[..., Official]) -> None:
    clerk = official("kikaku")
    clerk.go("/staff/surveys/")
    clerk.follow("町民アンケート", exact=False)
    clerk.sees("無記名")
    with clerk.page.expect_download() as coming:
        clerk.press("CSVで書き出す")
    text = coming.value.path().read_bytes().decode("utf-8-sig")
    labels = [
        field.label for field in loader.load_written(loader.written_for("")["town-survey"]).fields.values()
    ]
    assert [label for label in labels if label not in text.splitlines()[0]] == []
    assert len(text.splitlines()) > 1

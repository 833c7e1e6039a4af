"""docs/tour.md walks the errand through the code: a traced run of the errand finds no file that it leaves out."""

from __future__ import annotations

import inspect
import re
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test.signals import template_rendered
from django.urls import get_resolver

from tests.rules.repository import DOCS, PACKAGE, ROOT, none_of
from tests.stories import errands, hall
from tests.stories.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from yakuba.core.models import Municipality


@contextmanager
def traced() -> Iterator[set[str]]:
    """The files of the program, and the templates, in which something was done while the block ran."""
    touched: set[str] = set()
    inside, outside = str(PACKAGE), ("/tests/", "/migrations/")

    def on_call(frame: FrameType, event: str, _argument: object) -> None:
        name = frame.f_code.co_filename
        # Bodies of modules and classes run while Python loads them, whether anybody needs them or not.
        is_function = frame.f_code.co_flags & inspect.CO_OPTIMIZED and not frame.f_code.co_name.startswith(
            "<"
        )
        if event == "call" and is_function and name.startswith(inside):
            touched.add(name)

    def on_template(template: object, **_more: object) -> None:
        origin = getattr(template, "origin", None)
        touched.add(str(getattr(origin, "name", "")))

    template_rendered.connect(on_template)
    threading.setprofile(on_call)
    sys.setprofile(on_call)
    try:
        yield touched
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]  None is how it ends
        template_rendered.disconnect(on_template)
        kept = {
            name for name in touched if name.startswith(inside) and not any(part in name for part in outside)
        }
        touched.clear()
        touched |= {Path(name).relative_to(ROOT).as_posix() for name in kept}


def errand(town: Municipality) -> None:
    """The errand of the tour: apply with a file, return, correct, draft, decide, fetch the notice."""
    office = hall.found(town)
    definition = hall.publish_shipped(errands.DOG).definition
    resident = Visitor(town)
    application = errands.apply(
        resident, definition, 1, notice_channel="このサイトで受け取る", vaccinated_on="令和8年5月13日"
    )
    hall.work_off()
    clerk = office["clerk"].sign_in()
    clerk.follow("犬の登録申請")
    clerk.press("自分が担当になる")
    clerk.follow("補正を依頼する")
    clerk.fill_in({"直してもらう項目": ["電話番号"], "申請者への説明": "番号を確かめてください。"})
    clerk.press("補正を依頼する")
    hall.work_off()
    resident.open(f"/applications/{application.matter.number}/")
    resident.follow("直して送る")
    resident.fill("電話番号", "0267-00-0001")
    resident.press("次へ進む")
    errands.send(resident)
    hall.work_off()
    clerk.open("/staff/")
    clerk.follow("犬の登録申請")
    clerk.follow("起案して決裁へ送る")
    clerk.fill("結果", "登録する")
    clerk.press("起案して決裁へ送る")
    chief = office["chief"].sign_in()
    chief.follow("犬の登録申請")
    chief.press("「登録する」で決裁する")
    hall.work_off()
    resident.open(f"/applications/{application.matter.number}/")
    assert resident.follow("決定通知書を開く（PDF）").type == "application/pdf"


def named(text: str) -> set[str]:
    """The paths in the code of a page."""
    return set(re.findall(r"`(yakuba/[\w./-]+)`", text))


@pytest.mark.long
def test_the_tour_names_every_file_that_the_errand_touches(town):
    # Addresses and views are loaded first: what is done while loading is no part of the errand.
    assert get_resolver().url_patterns
    with traced() as touched:
        errand(town)
    assert "yakuba/applications/actions/filing.py" in touched
    # Components are explained once, as a folder.
    left_out = {name for name in touched if not name.startswith("yakuba/ui/templates/ui/components/")}
    none_of(sorted(left_out - named((DOCS / "tour.md").read_text(encoding="utf-8"))))


def test_a_file_that_was_touched_is_seen():
    from yakuba.core import money  # noqa: PLC0415

    with traced() as touched:
        money.yen(3000)
    assert touched == {"yakuba/core/money.py"}
    assert named("`yakuba/core/money.py`, yakuba/core/days.py") == {"yakuba/core/money.py"}

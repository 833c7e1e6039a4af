"""The events of life by which residents look for procedures; a definition names them by code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class LifeEvent:
    """One event of life (くらしの出来事)."""

    code: str
    label: _StrPromise
    meta: _StrPromise
    icon: str


LIFE_EVENTS = (
    LifeEvent("moving", _("引っ越し"), _("転入・転居・転出"), "moving"),
    LifeEvent("birth", _("妊娠・出産"), _("母子手帳・出生届"), "baby"),
    LifeEvent("children", _("子育て・学校"), _("手当・保育・転校"), "family"),
    LifeEvent("marriage", _("結婚・離婚"), _("届出・氏名の変更"), "rings"),
    LifeEvent("work", _("仕事を始める・辞める"), _("国保・年金・税"), "work"),
    LifeEvent("elder", _("高齢・介護"), _("認定・サービス"), "elder"),
    LifeEvent("bereavement", _("家族が亡くなったとき"), _("届出・相続・年金"), "sprout"),
    LifeEvent("home", _("住まい・ごみ・ペット"), _("水道・粗大ごみ・犬"), "house"),
)
BY_CODE = {event.code: event for event in LIFE_EVENTS}

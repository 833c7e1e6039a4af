"""The events of life by which residents look for procedures; a definition names them by code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LifeEvent:
    """One event of life (くらしの出来事)."""

    code: str
    label: str
    meta: str
    icon: str


LIFE_EVENTS = (
    LifeEvent("moving", "引っ越し", "転入・転居・転出", "moving"),
    LifeEvent("birth", "妊娠・出産", "母子手帳・出生届", "baby"),
    LifeEvent("children", "子育て・学校", "手当・保育・転校", "family"),
    LifeEvent("marriage", "結婚・離婚", "届出・氏名の変更", "rings"),
    LifeEvent("work", "仕事を始める・辞める", "国保・年金・税", "work"),
    LifeEvent("elder", "高齢・介護", "認定・サービス", "elder"),
    LifeEvent("bereavement", "家族が亡くなったとき", "届出・相続・年金", "sprout"),
    LifeEvent("home", "住まい・ごみ・ペット", "水道・粗大ごみ・犬", "house"),
)
BY_CODE = {event.code: event for event in LIFE_EVENTS}

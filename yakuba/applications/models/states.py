"""The six states of an application, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_noop

from yakuba.applications.models.channels import Channel
from yakuba.core import states


class State(models.TextChoices):
    """The six states of every application of every procedure."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "到達"
    RETURNED = "returned", "補正"
    DECIDED = "decided", "決定"
    WITHDRAWN = "withdrawn", "取下げ"
    CLOSED = "closed", "完了"


# What comes without paper: through the pages, or through the API that offers the same (デジタル手続法6条).
ELECTRONIC = frozenset({Channel.ONLINE, Channel.API})
OPEN = frozenset({State.SUBMITTED, State.RETURNED})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
FINISHED = frozenset({State.DECIDED, State.CLOSED})
# The posts of a department that deal with its cases.
OFFICIALS = frozenset({"clerk", "chief"})

# What residents' pages translate of `settled_word` and `settled_chip`.
SETTLED = (
    gettext_noop("決定"),
    gettext_noop("決定しました"),
    gettext_noop("受理"),
    gettext_noop("受理しました"),
    gettext_noop("確定"),
    gettext_noop("確定しました"),
)

MOVES = {
    "submit": states.move(
        "draft", to="submitted", otherwise=gettext_noop("この申請は、もう町に届いています。")
    ),
    "resubmit": states.move(
        "returned", to="submitted", otherwise=gettext_noop("直した内容は、もう町に届いています。")
    ),
    "return": states.move(
        "submitted", to="returned", otherwise="今は補正を依頼できません。申請の状態が変わっています。"
    ),
    "resume": states.move(
        "returned", to="submitted", otherwise="今は補正を待っていません。申請の状態が変わっています。"
    ),
    "decide": states.move(
        "submitted", to="decided", otherwise="今は決裁できません。申請の状態が変わっています。"
    ),
    # Where no decision is drafted: a notification is accepted, an order confirmed, another authority's result taken in.
    "settle": states.move(
        "submitted",
        to="decided",
        otherwise="今は結果を記録できません。申請の状態が変わっています。画面を開き直して確かめてください。",
    ),
    "withdraw": states.move(
        "submitted",
        "returned",
        to="withdrawn",
        otherwise=gettext_noop("決定した後、または取り下げた後は、取り下げられません。"),
    ),
    "discard": states.move(
        "draft", to="withdrawn", otherwise=gettext_noop("この申請は、もう町に届いています。")
    ),
    # An answer to a survey is counted the moment it arrives: nobody decides about it.
    "count": states.move("draft", to="closed", otherwise=gettext_noop("この回答は、もう町に届いています。")),
    "close": states.move("decided", to="closed", otherwise="決定していない案件は、完了にできません。"),
    # As long as nobody was told: a notice that has left the house is annulled or withdrawn (取消し・撤回) instead.
    "reopen": states.move(
        "decided",
        "closed",
        to="submitted",
        otherwise="決定した案件だけ、審査に戻せます。申請の状態が変わっています。",
    ),
}

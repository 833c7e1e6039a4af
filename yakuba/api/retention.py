"""How long it is known that a call with an idempotency key was carried out."""

from __future__ import annotations

from yakuba.api import actions
from yakuba.core import retention

retention.declare(
    retention.Rule(
        name="api-keys",
        what="APIの冪等キー（鍵付きの照合値）",
        kept="30日",
        why="同じ呼び出しがもう一度来ても、二重に受け付けないように。",
        covers=("api.Carried.digest",),
        forget=actions.forget_keys,
    )
)

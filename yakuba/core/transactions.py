"""Parts of an action: steps that are a transaction when called alone, and join their caller's without a savepoint."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def joining(step: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let an action join the transaction of the action that calls it.

    `transaction.atomic` would set a savepoint there and let it go again: two more questions to the database for each
    step. Without it a failure takes everything back up to the next `with transaction.atomic()`; whoever wants to go on
    after a failure of such a step must open one around it, and the database refuses every statement until then.
    """

    @wraps(step)
    def run(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        with transaction.atomic(savepoint=not _is_inside_action()):
            return step(*arguments, **named)

    return run


def _is_inside_action() -> bool:
    # The transaction that Django opens around a whole test is nobody's action.
    blocks = transaction.get_connection().atomic_blocks
    return bool(blocks) and not blocks[-1]._from_testcase  # noqa: SLF001  Django's own mark of it

"""Every refusal of the program in the shape of a problem: one table from what was raised to what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, UnreadablePostError
from ninja.errors import HttpError, ValidationError

from yakuba.api import actions
from yakuba.api.problems import Problem, nothing
from yakuba.applications import actions as applications
from yakuba.core import access, states
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI

    from yakuba.api.problems import Where

# What pydantic finds wrong, for people; anything else is said in general words.
_WORDS = {
    "missing": "必要な項目がありません",
    "extra_forbidden": "この名前の項目はありません",
    "string_type": "文字列で書いてください",
    "string_too_long": "長すぎます",
    "string_too_short": "短すぎます",
    "string_pattern_mismatch": "形が違います",
    "int_type": "整数で書いてください",
    "int_parsing": "整数で書いてください",
    "int_from_float": "整数で書いてください",
    "bool_type": "trueかfalseで書いてください",
    "bool_parsing": "trueかfalseで書いてください",
    "dict_type": "オブジェクトで書いてください",
    "model_type": "オブジェクトで書いてください",
    "model_attributes_type": "オブジェクトで書いてください",
    "uuid_parsing": "UUIDで書いてください",
    "less_than_equal": "大きすぎます",
    "greater_than_equal": "小さすぎます",
    "json_invalid": "JSONとして読めません",
}
_OTHER = "形が違います"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _shape(raised: ValidationError) -> Problem:
    return Problem(
        422,
        "shape",
        "送られたものの形が違います。",
        errors=[(_place(error), _WORDS.get(str(error["type"]), _OTHER)) for error in raised.errors],
    )


def _place(error: dict[str, Any]) -> tuple[str | int, ...]:
    """Into the body, or to the parameter: ninja puts the name of our argument between."""
    source, *rest = error["loc"]
    return tuple(rest[1:]) if source == "body" else (str(source), *rest)


def _incomplete(raised: applications.Incomplete) -> Problem:
    errors: list[Where] = [(("answers", field), words) for _section, field, words in raised.missing]
    return Problem(422, "incomplete", str(raised), errors=errors)


def _first(raised: applications.FiledBefore) -> Problem:
    return Problem(409, "filed-before", str(raised))


_TABLE: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda raised: raised,
    ValidationError: _shape,
    HttpError: lambda raised: Problem(raised.status_code, "unreadable"),
    Http404: lambda _raised: nothing(),
    actions.Unfit: lambda raised: Problem(422, "unfit", str(raised), errors=raised.errors),
    actions.KeyReused: lambda _raised: Problem(
        422, "key-reused", "同じIdempotency-Keyで、違う内容が送られました。別のキーを付けてください。"
    ),
    actions.NotAuthorised: lambda _raised: Problem(
        403, "not-authorised", "この連携システムには、この手続が認められていません。"
    ),
    applications.Incomplete: _incomplete,
    applications.Closed: lambda raised: Problem(409, "closed", str(raised)),
    applications.FiledBefore: _first,
    applications.Conflict: lambda raised: Problem(409, "conflict", str(raised)),
    applications.MandateRefused: lambda raised: Problem(403, "mandate", str(raised)),
    applications.IdentityMissing: lambda raised: Problem(403, "identity", str(raised)),
    states.NotPossible: lambda raised: Problem(409, "state", str(raised)),
    documents.Refused: lambda raised: Problem(422, "file", str(raised)),
    access.NotAllowed: lambda _raised: Problem(403, "not-allowed"),
    RecursionError: lambda _raised: Problem(400, "unreadable"),
    UnreadablePostError: lambda _raised: Problem(400, "unreadable"),
    SuspiciousOperation: lambda raised: Problem(
        413 if isinstance(raised, TOO_LARGE) else 400,
        "too-large" if isinstance(raised, TOO_LARGE) else "unreadable",
    ),
}


def register(api: NinjaAPI) -> None:
    """Let every address of the API answer by the table."""
    for sort, told in _TABLE.items():
        api.add_exception_handler(sort, _answering(told))


def _answering(told: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def answer(request: HttpRequest, raised: Any) -> HttpResponse:
        del request
        return told(raised).response()

    return answer

"""What went wrong, as RFC 9457 says it: for a program a code and a pointer, for people a Japanese sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MEDIA_TYPE = "application/problem+json"
# What stands for an answer that some other part of the program gave in its own words.
SENTENCES = {
    400: "リクエストを読めません。書き方を確かめてください。",
    403: "この操作をする権限がありません。",
    404: "この住所には何もないか、あなたのものではありません。",
    405: "この住所では、その方法（HTTPメソッド）は使えません。",
    413: "送られたものが大きすぎます。",
    415: "送られたものの形式が違います。",
    429: "短い間に多くのリクエストがありました。しばらくたってから、もう一度送ってください。",
    500: "サーバーでエラーが起きました。送られたものは、届いていないことがあります。同じIdempotency-Keyで送り直してください。",
    503: "今は応じられません。しばらくたってから、もう一度送ってください。",
}

Where = tuple[tuple[str | int, ...], str]


class Problem(Exception):
    """An answer that is not what was asked for. `errors` are paths into the body, each with its sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Iterable[Where] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code = status, code
        self.detail = detail or SENTENCES.get(status, SENTENCES[400])
        self.errors = list(errors)
        self.headers = dict(headers or {})

    def response(self) -> JsonResponse:
        """The problem as an answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "errors": [{"pointer": pointer(path), "detail": words} for path, words in self.errors],
        }
        return JsonResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def pointer(path: Iterable[str | int]) -> str:
    """A path as a JSON pointer in a fragment (RFC 6901): #/answers/children/0/name."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def nothing() -> Problem:
    """The same whether it does not exist or is somebody else's: nobody learns numbers by trying."""
    return Problem(404, "not-found")

"""The API object: what it says of itself (OpenAPI 3.1), and how it reads what comes."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser

from yakuba.api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja.openapi.schema import OpenAPISchema
    from ninja.operation import Operation

ABOUT = (
    "町への申請を、ほかのプログラムから行うためのAPIです。できることは、住民のページと同じです。"
    "住所（ホスト名）が町を表します。住民のトークンはマイページの「サインインと端末」で、連携システムのトークンは町の"
    "情報担当が作ります。トークンがなくてもよい手続では、答えと一緒に返る照会コードで続きを見ます。"
    "日時はISO 8601、金額は円の整数です。誤りはRFC 9457の形で返ります。"
)


# The door reads it (`api.callers`), so no address takes it as an argument.
CODE = {
    "in": "header",
    "name": "Yakuba-Lookup-Code",
    "description": "照会コード（トークンのないとき）",
    "required": False,
    "schema": {"type": "string", "maxLength": 40},
}


class _Reader(Parser):
    """Reads bodies as JSON, and calls everything else unreadable."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value of the body; a number without end or a nest without bottom is none."""
        try:
            return json.loads(request.body, parse_constant=_refused)
        except (ValueError, RecursionError) as problem:
            raise HttpError(400, "") from problem


def _refused(word: str) -> Any:
    raise ValueError(word)


class TownAPI(NinjaAPI):
    """An API whose refusals are problems, also in what it says of itself."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of an operation. Clients are made by it: it stays, in whatever file the view stands."""
        return f"yakuba_api_views_{operation.view_func.__name__}"

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI text, with the media type of refusals as they are sent."""
        told = super().get_openapi_schema(**options)
        for path, operations in told["paths"].items():
            for operation in operations.values():
                if "{reference}" in path:
                    operation["parameters"].append(CODE)
                for status, response in operation["responses"].items():
                    if int(status) < 400:
                        continue
                    response["description"] = HTTPStatus(int(status)).phrase
                    response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
        return told


def made() -> TownAPI:
    """The API without any address yet. No page of it loads anything from another host: there is none."""
    return TownAPI(
        title="Yakuba",
        version="1",
        description=ABOUT,
        urls_namespace="api",
        docs_url=None,
        parser=_Reader(),
    )

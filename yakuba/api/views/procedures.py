"""The procedures that can be filed, with the shape of their answers."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from yakuba.api import renditions, shapes
from yakuba.api.views.door import PROBLEMS, anybody, caller_of, is_offered, offered
from yakuba.procedures import queries as procedures

router = Router()


@router.get(
    "/procedures",
    response={200: shapes.Procedures, **PROBLEMS},
    auth=anybody,
    tags=["手続"],
    description="手続の一覧。qがあれば、その言葉で探す。",
)
def list_procedures(request: HttpRequest, q: Annotated[str, Query(max_length=200)] = "") -> Any:
    """The procedures that can be filed here; `q` searches."""
    found = procedures.search(q) if q.strip() else procedures.catalogue()
    today = timezone.localdate(caller_of(request).now)
    return {
        "procedures": [
            renditions.procedure_line(version, today=today) for version in found if is_offered(version)
        ]
    }


@router.get(
    "/procedures/{slug:procedure}",
    response={200: shapes.Procedure, **PROBLEMS},
    auth=anybody,
    tags=["手続"],
    description="1つの手続。質問と、答えのJSON Schema。",
)
def show_procedure(request: HttpRequest, procedure: str) -> Any:
    """One procedure with its questions and the schema of its answers."""
    return renditions.procedure(offered(procedure), today=timezone.localdate(caller_of(request).now))

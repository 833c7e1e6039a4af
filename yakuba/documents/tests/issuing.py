"""One paper of a matter from the asking to the PDF, for tests of what becomes of it."""

from __future__ import annotations

from typing import Any

from yakuba.documents import actions
from yakuba.documents.models import Document
from yakuba.documents.tests import sheets


def issued(matter: Any, actor: Any, now: Any, template: str = "decision", **more: Any) -> Document:
    """A paper that is made, as it is now."""
    asked = actions.request(
        matter,
        consequence=more.pop("consequence", "decision"),
        revision=1,
        template=template,
        data=vars(sheets)[template.upper()],
        number_symbol=None if template == "receipt" else "軽こ",
        dated_on=sheets.ON,
        actor=actor,
        now=now,
    )
    actions.make(asked.pk, now=now)
    return Document.objects.get(pk=asked.pk)


def again(paper: Document, actor: Any, now: Any, *, kind: str = "reissue", made: bool = True) -> Document:
    """The paper in its place."""
    new = actions.reissue(
        paper,
        kind=kind,
        reason="なくしたため。",
        data=paper.data,
        number_symbol="軽こ",
        actor=actor,
        now=now,
    )
    if made:
        actions.make(new.pk, now=now)
    return Document.objects.get(pk=new.pk)

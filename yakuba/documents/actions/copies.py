"""A paper that belongs to no matter: a copy of what is kept about one person, made by the one renderer, kept by who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from yakuba.core import scope
from yakuba.documents import fonts, glyphs, providers
from yakuba.documents.papers import TEMPLATES

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

# Stands for a character that no font here can draw (下駄記号), as printers have always done.
GETA = "〓"


def print_copy(data: Mapping[str, Any], *, template: str, dated_on: datetime.date) -> bytes:
    """The PDF of a paper that is not kept here, for workers; raises CannotRender.

    What the town has to show is shown although one character in it cannot be drawn: 〓 stands there.
    """
    paper = TEMPLATES[template].model_validate(_drawable(dict(data)))
    town = scope.current().name
    told = {
        **paper.printed(number="", dated_on=dated_on),
        "municipality": town,
        "author": town,
        "date": [dated_on.year, dated_on.month, dated_on.day],
        "sample": settings.DEMO,
    }
    return providers.renderer().render(template, told)


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return _with_geta(value)
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list) else value


def _with_geta(text: str) -> str:
    faces = fonts.installed(settings.FONTS)
    while True:
        try:
            glyphs.check(text, faces)
        except glyphs.Unprintable as problem:
            text = text.replace(problem.characters, GETA)
        else:
            return text

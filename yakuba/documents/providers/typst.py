"""Renders papers with typst as PDF/A-2a and PDF/UA-1, with one compiler for the life of the worker."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings

from yakuba.documents import fonts, glyphs
from yakuba.documents.providers import CannotRender

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typst

TEMPLATES = Path(__file__).parent.parent / "typst"
_ONE_AT_A_TIME = Lock()


class TypstRenderer:
    """The real renderer. A new compiler scans all fonts (100 ms); the one that is kept needs 10 ms a page."""

    def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The PDF of `<template>.typ`; strings go in as data, never as typst source."""
        faces = fonts.installed(settings.FONTS)
        told = json.dumps({"plain": data, "paper": glyphs.typeset(data, faces)}, ensure_ascii=False)
        try:
            with _ONE_AT_A_TIME:
                pdf = _compiler(settings.FONTS).compile(
                    str(TEMPLATES / f"{template}.typ"),
                    format="pdf",
                    sys_inputs={"paper": told},
                    # ISO 19005-2 level a (kept for decades) and ISO 14289-1 (read aloud).
                    pdf_standards=["a-2a", "ua-1"],
                )
        except RuntimeError as problem:
            # typst.TypstError is one; a template that is missing raises the plain kind.
            raise CannotRender(getattr(problem, "diagnostic", str(problem))) from problem
        # One format and no output file: one PDF in memory.
        return cast("bytes", pdf)

    def check(self) -> list[str]:
        """Whether typst can be loaded and our own fonts are there."""
        try:
            _compiler(settings.FONTS)
        except (ImportError, OSError) as problem:
            return [f"PDFを作る部品（typst）が動きません。「./run」をもう一度実行してください。（{problem}）"]
        return []


@cache
def _compiler(folder: str) -> typst.Compiler:
    import typst  # noqa: PLC0415  only workers load it

    places = {face.path.parent: None for face in fonts.installed(folder)}
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(places))
    return typst.Compiler(root=str(TEMPLATES), font_paths=found)

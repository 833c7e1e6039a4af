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
HEAD = "head.typ"
_ONE_AT_A_TIME = Lock()


class TypstRenderer:
    """The real renderer. A new compiler scans all fonts (100 ms); the one that is kept needs 10 ms a page.

    A town's own folder beside the templates replaces whole files of them: `karuizawa/decision.typ`, `karuizawa/head.typ`.
    """

    def render(self, template: str, data: Mapping[str, Any], *, town: str = "") -> bytes:
        """The PDF of `<template>.typ`, of the town's own where it has one; strings go in as data, never as source."""
        # ISO 19005-2 level a (kept for decades) and ISO 14289-1 (read aloud).
        pdf = _compile(template, data, town, format="pdf", pdf_standards=["a-2a", "ua-1"])
        # One format and no output file: one PDF in memory.
        return cast("bytes", pdf)

    def draw(self, template: str, data: Mapping[str, Any], *, town: str = "") -> list[bytes]:
        """The pages as small PNG pictures, to see what a template shows."""
        pages = _compile(template, data, town, format="png", ppi=60)
        return cast("list[bytes]", pages if isinstance(pages, list) else [pages])

    def check(self) -> list[str]:
        """Whether typst can be loaded and our own fonts are there."""
        try:
            _compiler(settings.FONTS)
        except (ImportError, OSError) as problem:
            return [f"PDFを作る部品（typst）が動きません。「./run」をもう一度実行してください。（{problem}）"]
        return []


def _compile(template: str, data: Mapping[str, Any], town: str, **options: Any) -> Any:
    faces = fonts.installed(settings.FONTS)
    told = {"plain": data, "paper": glyphs.typeset(data, faces), "qr": _code_picture(data)}
    inputs = {"paper": json.dumps(told, ensure_ascii=False), "head": f"/{_own(town, HEAD)}"}
    try:
        with _ONE_AT_A_TIME:
            return _compiler(settings.FONTS).compile(
                str(TEMPLATES / _own(town, f"{template}.typ")),
                root=str(TEMPLATES),
                sys_inputs=inputs,
                **options,
            )
    except RuntimeError as problem:
        # typst.TypstError is one; a template that is missing raises the plain kind.
        raise CannotRender(getattr(problem, "diagnostic", str(problem))) from problem


def _own(town: str, name: str) -> str:
    """The place of a file under TEMPLATES: in the town's folder where it has its own."""
    return f"{town}/{name}" if town and (TEMPLATES / town / name).is_file() else name


def _code_picture(data: Mapping[str, Any]) -> str:
    """The QR code (ISO/IEC 18004) that leads to where the paper is confirmed, as SVG; empty where it has no code."""
    import segno  # noqa: PLC0415  only workers load it

    verify = data.get("verify") or {}
    if not verify:
        return ""
    picture: str = segno.make_qr(verify["address"], error="m").svg_inline(border=2)
    return picture


@cache
def _compiler(folder: str) -> typst.Compiler:
    import typst  # noqa: PLC0415  only workers load it

    places = {face.path.parent: None for face in fonts.installed(folder)}
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(places))
    return typst.Compiler(root=str(TEMPLATES), font_paths=found)

"""Reads of a definition in the language of the page that is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from yakuba.core import languages

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition

# Which translation of a definition each language of the pages takes.
_TRANSLATIONS = {languages.ENGLISH: "en", languages.EASY: "easy"}


def spoken(definition: Definition) -> Definition:
    """The definition as this page's reader reads it; papers, messages and officials take the Japanese one."""
    return definition.in_language(_TRANSLATIONS.get(translation.get_language() or "", ""))

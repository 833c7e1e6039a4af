"""The two ports of this app: what renders a paper, and what looks for viruses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Mapping


class CannotRender(Exception):
    """The paper could not be made; the message is for staff and may quote the paper."""


class CannotScan(Exception):
    """The scanner gave no verdict; nothing may be let in without one."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says: clean, or the name of what it found."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.found


class Renderer(Protocol):
    """Makes a PDF of a template and its data."""

    def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The PDF; raises CannotRender."""

    def check(self) -> list[str]:
        """What is wrong with this renderer, in sentences for the systems officer; empty if it works."""


class Scanner(Protocol):
    """Looks for viruses."""

    def scan(self, data: bytes) -> Verdict:
        """The verdict on these bytes; raises CannotScan."""

    def check(self) -> list[str]:
        """What is wrong with this scanner, in sentences for the systems officer; empty if it works."""


def renderer() -> Renderer:
    """The renderer that the settings name."""
    return cast("Renderer", import_string(settings.DOCUMENTS_RENDERER)())


def scanner() -> Scanner:
    """The scanner that the settings name."""
    return cast("Scanner", import_string(settings.DOCUMENTS_SCANNER)())

"""The three ports of this app: what renders a paper, what signs it, and what looks for viruses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Mapping


class CannotRender(Exception):
    """The paper could not be made; the message is for staff and may quote the paper."""


class CannotSign(Exception):
    """The paper could not be signed though the town has a key; the message is for staff."""


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


@dataclass(frozen=True)
class Signed:
    """A PDF as it is kept, and whose certificate signed it: nobody's where the town signs nothing."""

    pdf: bytes
    by: str = ""


class Renderer(Protocol):
    """Makes a PDF of a template and its data."""

    def render(self, template: str, data: Mapping[str, Any], *, town: str = "") -> bytes:
        """The PDF, by the template of the town (its slug) where it has its own; raises CannotRender."""

    def draw(self, template: str, data: Mapping[str, Any], *, town: str = "") -> list[bytes]:
        """The pages as pictures, to see what a template shows; raises CannotRender."""

    def check(self) -> list[str]:
        """What is wrong with this renderer, in sentences for the systems officer; empty if it works."""


class Signer(Protocol):
    """Signs PDFs in the name of a town."""

    def sign(self, pdf: bytes, town: str) -> Signed:
        """The PDF with the signature of the town (its slug), or as it came where it has no key; raises CannotSign."""

    def check(self, town: str) -> list[str]:
        """What is wrong with the town's key, in sentences for the systems officer; empty if it works or there is none."""


class Scanner(Protocol):
    """Looks for viruses."""

    def scan(self, data: bytes) -> Verdict:
        """The verdict on these bytes; raises CannotScan."""

    def check(self) -> list[str]:
        """What is wrong with this scanner, in sentences for the systems officer; empty if it works."""


def renderer() -> Renderer:
    """The renderer that the settings name."""
    return cast("Renderer", import_string(settings.DOCUMENTS_RENDERER)())


def signer() -> Signer:
    """The signer that the settings name."""
    return cast("Signer", import_string(settings.DOCUMENTS_SIGNER)())


def scanner() -> Scanner:
    """The scanner that the settings name."""
    return cast("Scanner", import_string(settings.DOCUMENTS_SCANNER)())

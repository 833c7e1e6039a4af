"""Stand-ins for renderer, signer and scanner: they work without typst, keys and clamd, and can be told to fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from yakuba.documents.providers import CannotRender, CannotScan, CannotSign, Signed, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

# The harmless file of the European Institute for Computer Antivirus Research, in two parts so that
# a scanner does not find it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeRenderer:
    """Returns the data as text with a PDF's first line; fails while `trouble` holds a text."""

    trouble: ClassVar[str] = ""

    def render(self, template: str, data: Mapping[str, Any], *, town: str = "") -> bytes:
        """The template's name and its data."""
        del town
        if self.trouble:
            raise CannotRender(self.trouble)
        return f"%PDF-1.7\n% {template} {json.dumps(data, ensure_ascii=False)}\n%%EOF\n".encode()

    def draw(self, template: str, data: Mapping[str, Any], *, town: str = "") -> list[bytes]:
        """One page: the same."""
        return [self.render(template, data, town=town)]

    def check(self) -> list[str]:
        """Always able."""
        return []


class FakeSigner:
    """Adds a line to the PDF that names the town; fails while `trouble` holds a text."""

    trouble: ClassVar[str] = ""

    def sign(self, pdf: bytes, town: str) -> Signed:
        """The PDF with one line more."""
        if self.trouble:
            raise CannotSign(self.trouble)
        return Signed(pdf + f"% signed by {town}\n".encode(), town)

    def check(self, town: str) -> list[str]:
        """Say that nothing real signs."""
        return [f"{town} の署名は試験用です。"]


class FakeScanner:
    """Finds only the EICAR test file; gives no verdict while `trouble` holds a text."""

    trouble: ClassVar[str] = ""

    def scan(self, data: bytes) -> Verdict:
        """Infected if the test file is anywhere inside."""
        if self.trouble:
            raise CannotScan(self.trouble)
        return Verdict("EICAR-Test-File" if EICAR in data else "")

    def check(self) -> list[str]:
        """Say that nothing real is looked for."""
        return ["ウイルス検査は試験用です。本番では YAKUBA_CLAMAV に clamd の場所を書いてください。"]

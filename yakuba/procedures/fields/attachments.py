"""The kind of attachments: files that are kept, and files that just came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import NAMESPACE_OID, uuid5

from yakuba.core import text as texts
from yakuba.procedures.fields.kind import Kind, Wrong, not_a_formula, quoted
from yakuba.procedures.fields.widgets import FileBox, SentFiles, asked

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.forms import Widget

# What a file chooser offers; what a file really is, the gate decides from its content.
_OFFERED = {
    "image": "image/*,.jpg,.jpeg,.png,.heic,.webp",
    "pdf": "application/pdf,.pdf",
}
_TYPES = {"image": ["image/jpeg", "image/png", "image/webp"], "pdf": ["application/pdf"]}
_ENTRY = ("id", "name", "size", "type")
_MOST = 10
_LONGEST_NAME = 200


@dataclass(frozen=True)
class FileAnswer:
    """The entries that stay ({"id", "name", "size", "type"}) and the files that came with this page."""

    kept: tuple[dict[str, Any], ...]
    uploads: tuple[UploadedFile[bytes], ...]


class File(Kind):
    """One file or several."""

    name: ClassVar[str] = "file"
    keys: ClassVar[frozenset[str]] = frozenset({"accept", "many"})
    controls: ClassVar[tuple[str, ...]] = ("", "_keep", "_asked")
    is_publishable: ClassVar[bool] = False

    @property
    def most(self) -> int:
        """How many files one answer may hold."""
        return _MOST if self.field.many else 1

    def widget(self) -> Widget:
        accept = ",".join(_OFFERED[sort] for sort in self.field.accept)
        return FileBox(accept=accept, many=self.field.many)

    def read(self, raw: Any, kept: Any = None) -> FileAnswer | None:
        sent = raw if isinstance(raw, SentFiles) else SentFiles()
        # Only entries that the application has already: an id from elsewhere opens nothing.
        entries = [entry for entry in kept or () if entry["id"] in sent.keep]
        for upload in sent.uploads:
            self.check(upload)
        if sent.uploads and not self.field.many:
            # A new file takes the place of the one that was there.
            entries = []
        if len(entries) + len(sent.uploads) > self.most:
            raise Wrong(f"{quoted(self.field.label)}は、{self.most}個までで選んでください")
        if not entries and not sent.uploads:
            return None
        return FileAnswer(tuple(entries), sent.uploads)

    def check(self, upload: UploadedFile[bytes]) -> None:
        """Refuse what is no file at all; everything else is the gate's to judge."""
        label = quoted(self.field.label)
        name = str(upload.name or "")
        if not upload.size:
            raise Wrong(f"{label}の「{name[:40]}」は中身が空です。ファイルを選び直してください")
        if len(name) > _LONGEST_NAME or texts.forbidden(name):
            raise Wrong(f"{label}のファイルの名前が使えません。短い名前に変えて、選び直してください")

    def redisplayed(self, raw: Any, kept: Any) -> list[dict[str, Any]]:
        """The entries that were there, ticked as the person left them."""
        keep = raw.keep if isinstance(raw, SentFiles) else ()
        return [entry | {"dropped": entry["id"] not in keep} for entry in kept or ()]

    def ask(self) -> str:
        return f"{quoted(self.field.label)}を添付してください"

    def stored(self, cleaned: Any) -> list[dict[str, Any]] | None:
        if cleaned is None:
            return None
        return [{key: entry[key] for key in _ENTRY} for entry in cleaned.kept]

    def initial(self, stored: Any) -> list[dict[str, Any]]:
        return [{**entry, "dropped": False, "words": _with_size(entry)} for entry in stored or ()]

    def posted(self, stored: Any) -> dict[str, Any]:
        sent = {f"{self.field.id}_keep": [entry["id"] for entry in stored]} if stored else {}
        return sent | {asked(self.field.id): "1"}

    def from_example(self, value: Any) -> list[dict[str, Any]] | None:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise Wrong(f"「{self.field.id}」はファイルの名前で書きます")
        return [
            {
                "id": str(uuid5(NAMESPACE_OID, f"{self.field.id}/{name}")),
                "name": name,
                "size": 120_000,
                "type": "application/pdf" if name.endswith(".pdf") else "image/jpeg",
            }
            for name in names
        ] or None

    def text(self, stored: Any) -> str:
        return "、".join(_with_size(entry) for entry in stored)

    def cell(self, stored: Any) -> str:
        return not_a_formula("、".join(str(entry["name"]) for entry in stored))

    def schema(self) -> dict[str, Any]:
        types = [media for sort in self.field.accept for media in _TYPES[sort]]
        return {
            "type": "array",
            "title": self.field.label,
            "minItems": 1,
            "maxItems": self.most,
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "name": {"type": "string", "maxLength": _LONGEST_NAME},
                    "size": {"type": "integer", "minimum": 1},
                    "type": {"type": "string", "enum": types},
                },
                "required": ["id", "name", "size", "type"],
                "additionalProperties": False,
            },
        }

    def faults(self) -> list[tuple[str, str, str]]:
        if self.field.accept:
            return []
        return [("accept", "「accept」が空です", "[image, pdf] のように書いてください")]


def _with_size(entry: dict[str, Any]) -> str:
    return f"{entry['name']}（{size_in_words(int(entry['size']))}）"


def size_in_words(size: int) -> str:
    """Bytes as people read them: 0.8MB, 120KB."""
    if size >= 500_000:
        return f"{size / 1_000_000:.1f}MB"
    return f"{max(1, round(size / 1000))}KB"

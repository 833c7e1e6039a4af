"""The kind of attachments: files that are kept, and files that just came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yakuba.core import text as texts
from yakuba.core.tables import safe_text
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
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
LATER, KNOWN = "later", "known"
_INSTEAD = {LATER: gettext_noop("あとで出す"), KNOWN: gettext_noop("省略する")}


@dataclass(frozen=True)
class FileAnswer:
    """The entries that stay ({"id", "name", "size", "type"}) and the files that came with this page.

    `instead` is LATER or KNOWN where that stands for files.
    """

    kept: tuple[dict[str, Any], ...]
    uploads: tuple[UploadedFile[bytes], ...]
    instead: str = ""


class File(Kind):
    """One file or several."""

    name: ClassVar[str] = "file"
    keys: ClassVar[frozenset[str]] = frozenset({"accept", "many", "min", "max", "later", "known"})
    controls: ClassVar[tuple[str, ...]] = ("", "_keep", "_asked", "_instead")
    is_publishable: ClassVar[bool] = False

    @property
    def most(self) -> int:
        """How many files one answer may hold."""
        return self.field.max or (_MOST if self.field.many else 1)

    @property
    def most_entries(self) -> int:
        """The same, as everybody asks it."""
        return self.most

    @property
    def least(self) -> int:
        """How many files there must be, where there are any."""
        return self.field.min or 1

    @property
    def instead(self) -> dict[str, str]:
        """What may stand instead of files, by code: the words beside its box."""
        words = {}
        if self.field.later:
            words[LATER] = _("{label}を、あとで出す").format(label=self.field.label)
        if self.field.known:
            leave_out = _("{label}を、省略する（{why}）")
            words[KNOWN] = leave_out.format(label=self.field.label, why=self.field.known.rstrip("。"))
        return words

    def widget(self) -> Widget:
        accept = ",".join(_OFFERED[sort] for sort in self.field.accept)
        return FileBox(accept=accept, many=self.most > 1, instead=self.instead)

    def read(self, raw: Any, kept: Any = None) -> FileAnswer | None:
        sent = raw if isinstance(raw, SentFiles) else SentFiles()
        # Only entries that the application has already: an id from elsewhere opens nothing.
        entries = [entry for entry in kept or () if entry["id"] in sent.keep]
        for upload in sent.uploads:
            self.check(upload)
        if sent.uploads and self.most == 1:
            # A new file takes the place of the one that was there.
            entries = []
        if len(entries) + len(sent.uploads) > self.most:
            words = _("{label}は、{most}個までで選んでください")
            raise Wrong(words.format(label=quoted(self.field.label), most=self.most))
        count = len(entries) + len(sent.uploads)
        if not count:
            return FileAnswer((), (), sent.instead) if sent.instead in self.instead else None
        if count < self.least:
            words = _("{label}は、{least}個以上選んでください（今は{count}個です）")
            raise Wrong(words.format(label=quoted(self.field.label), least=self.least, count=count))
        return FileAnswer(tuple(entries), sent.uploads)

    def check(self, upload: UploadedFile[bytes]) -> None:
        """Refuse what is no file at all; everything else is the gate's to judge."""
        label = quoted(self.field.label)
        name = str(upload.name or "")
        if not upload.size:
            words = _("{label}の「{name}」は中身が空です。ファイルを選び直してください")
            raise Wrong(words.format(label=label, name=name[:40]))
        if len(name) > _LONGEST_NAME or texts.forbidden(name):
            words = _("{label}のファイルの名前が使えません。短い名前に変えて、選び直してください")
            raise Wrong(words.format(label=label))

    def redisplayed(self, raw: Any, kept: Any) -> list[dict[str, Any]]:
        """The entries that were there, ticked as the person left them."""
        sent = raw if isinstance(raw, SentFiles) else SentFiles()
        entries = [entry | {"dropped": entry["id"] not in sent.keep} for entry in kept or ()]
        return Shown(entries, sent.instead)

    def ask(self) -> str:
        return _("{label}を添付してください").format(label=quoted(self.field.label))

    def stored(self, cleaned: Any) -> list[dict[str, Any]] | dict[str, str] | None:
        if cleaned is None:
            return None
        if cleaned.instead:
            return {"instead": cleaned.instead}
        return [{key: entry[key] for key in _ENTRY} for entry in cleaned.kept]

    def entries(self, stored: Any) -> list[dict[str, Any]]:
        return list(stored) if isinstance(stored, list) else []

    def initial(self, stored: Any) -> list[dict[str, Any]]:
        entries = self.entries(stored)
        shown = [{**entry, "dropped": False, "words": _with_size(entry)} for entry in entries]
        return Shown(shown, _instead(stored))

    def posted(self, stored: Any) -> dict[str, Any]:
        kept = [entry["id"] for entry in self.entries(stored)]
        sent: dict[str, Any] = {f"{self.field.id}_keep": kept} if kept else {}
        if _instead(stored):
            sent[f"{self.field.id}_instead"] = _instead(stored)
        return sent | {asked(self.field.id): "1"}

    def from_example(self, value: Any) -> list[dict[str, Any]] | dict[str, str] | None:
        if code := next((code for code, words in _INSTEAD.items() if words == value), None):
            if code not in self.instead:
                raise Wrong(f"「{self.field.id}」は「{value}」ことができません")
            return {"instead": code}
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
        if instead := _instead(stored):
            return _(_INSTEAD[instead]) if instead in _INSTEAD else instead
        return _("、").join(_with_size(entry) for entry in stored)

    def cell(self, stored: Any) -> str:
        if instead := _instead(stored):
            return _INSTEAD.get(instead, instead)
        return safe_text("、".join(str(entry["name"]) for entry in stored))

    def schema(self) -> dict[str, Any]:
        if not self.instead:
            return self.schema_of_files()
        ticked = {
            "type": "object",
            "properties": {"instead": {"enum": list(self.instead)}},
            "required": ["instead"],
            "additionalProperties": False,
        }
        return {"title": self.field.label, "anyOf": [self.schema_of_files(), ticked]}

    def schema_of_files(self) -> dict[str, Any]:
        """The list of entries as JSON Schema."""
        types = [media for sort in self.field.accept for media in _TYPES[sort]]
        return {
            "type": "array",
            "title": self.field.label,
            "minItems": self.least,
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
        if not self.field.accept:
            return [("accept", "「accept」が空です", "[image, pdf] のように書いてください")]
        if not 1 <= self.least <= self.most <= _MOST:
            return [("max", "ファイルの数が正しくありません", f"「min」以上、{_MOST}以下で書いてください")]
        return []


class Shown(list[dict[str, Any]]):
    """The entries that the controls show, and what was ticked instead of files."""

    def __init__(self, entries: list[dict[str, Any]], instead: str = "") -> None:
        super().__init__(entries)
        self.instead = instead


def _instead(stored: Any) -> str:
    return str(stored.get("instead", "")) if isinstance(stored, dict) else ""


def _with_size(entry: dict[str, Any]) -> str:
    return _("{name}（{size}）").format(name=entry["name"], size=size_in_words(int(entry["size"])))


def size_in_words(size: int) -> str:
    """Bytes as people read them: 0.8MB, 120KB."""
    if size >= 500_000:
        return f"{size / 1_000_000:.1f}MB"
    return f"{max(1, round(size / 1000))}KB"

"""The file of a backup: a gzipped tar with the database, the stored files and, last, the list of all of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = "yakuba-backup-1"
MANIFEST = "manifest.json"
FILES = "files"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
LARGEST_MANIFEST = 200_000_000
_CHUNK = 1 << 20


class BadArchive(CommandError):
    """This is no backup of Yakuba, or a damaged one; the message is for the systems officer."""


@dataclass
class Manifest:
    """What a backup holds. `members` maps each name to its SHA-256, `counts` each table to its rows."""

    version: str
    engine: str
    made_at: str
    counts: dict[str, int]
    migrations: list[str]
    key_generation: int
    # Tells whether the keys at hand are those of this backup; the keys themselves are never in it.
    keys: str
    format: str = FORMAT
    members: dict[str, str] = field(default_factory=dict)

    def seal(self) -> str:
        """A keyed hash over everything else, so that nobody without the keys can change a backup unseen."""
        return str(settings.KEYRING.fingerprint(json.dumps(asdict(self), sort_keys=True)))


@contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write to a name of its own beside `target`, and give it that name once it is whole and on the disk."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            # What is sealed hardly shrinks, so more effort would only cost time.
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as tar:
                writer = Writer(tar, manifest)
                yield writer
                writer.close()
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


class Writer:
    """Adds members and remembers the hash of each."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self._manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Add one file of the disk; raises FileNotFoundError when it is gone."""
        with path.open("rb") as stream:
            reader = _HashingReader(stream)
            entry = tarfile.TarInfo(name)
            entry.size = os.fstat(stream.fileno()).st_size
            entry.mode, entry.mtime = 0o600, int(os.fstat(stream.fileno()).st_mtime)
            self._tar.addfile(entry, reader)
        self._manifest.members[name] = reader.digest.hexdigest()

    def close(self) -> None:
        """Add the list. What was cut off before has none, and is found out."""
        content = {**asdict(self._manifest), "seal": self._manifest.seal()}
        text = json.dumps(content, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))


class _HashingReader:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack a backup into an empty folder and check every byte of it; raises BadArchive."""
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            found = dict(_unpacked(tar, folder))
            # To the last byte, so that gzip looks at its own sum too.
            while tar.fileobj is not None and tar.fileobj.read(_CHUNK):
                continue
        os.sync()
    except (tarfile.TarError, zlib.error, EOFError, OSError) as problem:
        raise BadArchive(
            f"{archive} を読めません（{problem}）。壊れているか、バックアップではありません。"
        ) from problem
    return _checked(folder / MANIFEST, found)


def _unpacked(tar: tarfile.TarFile, folder: Path) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for entry in tar:
        if entry.name in seen or not _is_ours(entry):
            raise BadArchive(
                f"「{entry.name}」は Yakuba のバックアップにない名前です。このファイルは使えません。"
            )
        seen.add(entry.name)
        content = tar.extractfile(entry)
        if content is None:
            raise BadArchive(f"「{entry.name}」の中身を読めません。")
        path = folder.joinpath(*PurePosixPath(entry.name).parts)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield entry.name, _copied(content, path)


def _is_ours(entry: tarfile.TarInfo) -> bool:
    """Only plain files, only under the names that a backup has, and never on a way out of the folder."""
    if entry.type not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
        return False
    if entry.name in {MANIFEST, *DATABASES.values()}:
        return entry.name != MANIFEST or entry.size <= LARGEST_MANIFEST
    parts = entry.name.split("/")
    plain = all(part not in {"", ".", ".."} and "\\" not in part and "\0" not in part for part in parts)
    return plain and len(parts) > 1 and parts[0] == FILES


def _copied(content: IO[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        while data := content.read(_CHUNK):
            digest.update(data)
            stream.write(data)
    return digest.hexdigest()


def _checked(path: Path, found: dict[str, str]) -> Manifest:
    found.pop(MANIFEST, None)
    manifest, seal = _read(path)
    if manifest.members != found:
        wrong = sorted(
            name for name in {*manifest.members, *found} if manifest.members.get(name) != found.get(name)
        )
        raise BadArchive(
            f"バックアップの中身が一覧と合いません（{wrong[0]} など {len(wrong)} 件）。別のバックアップを使ってください。"
        )
    if manifest.keys == known_keys(manifest.made_at) and manifest.seal() != seal:
        raise BadArchive("バックアップの一覧が書き換えられています。別のバックアップを使ってください。")
    return manifest


def _read(path: Path) -> tuple[Manifest, str]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        seal = str(content.pop("seal"))
        if content.get("format") != FORMAT:
            raise BadArchive(f"バックアップの形式 {content.get('format')} は、この版では読めません。")
        return Manifest(**content), seal
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadArchive(
            "一覧（manifest.json）がありません。途中で切れたか、バックアップではありません。"
        ) from problem


def known_keys(made_at: str) -> str:
    """By which the keys of a backup of this moment are known again."""
    return str(settings.KEYRING.fingerprint(f"backup {made_at}"))

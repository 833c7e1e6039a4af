"""The master keys of one installation: read from a folder outside the data, or made there once."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from pathlib import Path

FILE = "master.json"


class KeyringProblem(Exception):
    """The master keys cannot be read, or are damaged."""


@dataclass(frozen=True)
class Keyring:
    """Generations of the master key (32 bytes each, newest last) and the secret for keyed hashes."""

    path: Path
    # Neither is ever shown, not even in an error report.
    generations: dict[int, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)
    # What was derived before: a request asks for the same few again and again.
    _derived: dict[tuple[str, int], bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def current(self) -> int:
        """The number of the generation that seals new things."""
        return max(self.generations)

    def derive(self, purpose: str, generation: int | None = None) -> bytes:
        """32 bytes for one purpose from one generation, by HKDF-SHA256 (RFC 5869); raises KeyringProblem."""
        place = purpose, self.current if generation is None else generation
        if place not in self._derived:
            expand = HKDF(SHA256(), 32, salt=None, info=f"yakuba {purpose}".encode())
            self._derived[place] = expand.derive(self._master(place[1]))
        return self._derived[place]

    def _master(self, generation: int) -> bytes:
        # Another process may have rotated the keys since this one read them.
        known = self.generations if generation in self.generations else open_folder(self.path).generations
        if generation not in known:
            raise KeyringProblem(f"master key {generation} is not in {self.path / FILE}")
        return known[generation]

    def derive_all(self, purpose: str) -> list[bytes]:
        """The bytes of every generation for one purpose, newest first."""
        return [self.derive(purpose, number) for number in sorted(self.generations, reverse=True)]

    def with_next_generation(self) -> Keyring:
        """Write one more generation to the folder and return the keyring that holds it."""
        generations = {**self.generations, self.current + 1: secrets.token_bytes(32)}
        grown = Keyring(self.path, generations, self.lookup)
        _replace(self.path / FILE, grown)
        return grown

    def fingerprint(self, text: str) -> str:
        """64 hex digits by which these keys are known again without being shown (HMAC-SHA-256)."""
        return hmac.digest(self.lookup, f"keyring\0{text}".encode(), "sha256").hex()


def open_folder(path: Path) -> Keyring:
    """The keyring in `path`; where there is none yet, one is made, readable by its owner only."""
    file = path / FILE
    if not file.exists():
        _create(path)
    try:
        found = json.loads(file.read_text(encoding="ascii"))
        generations = {int(number): _bytes(key) for number, key in found["generations"].items()}
        return Keyring(path, generations, _bytes(found["lookup"]))
    except (OSError, ValueError, KeyError) as problem:
        raise KeyringProblem(f"the master keys in {file} cannot be read: {problem}") from problem


def _create(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Keyring(path, {1: secrets.token_bytes(32)}, secrets.token_bytes(32))
    draft = path / f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
    _write(draft, fresh)
    try:
        # A hard link fails where the name exists: of two processes that start at once, one wins whole.
        os.link(draft, path / FILE)
        _keep_names(path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _replace(file: Path, keyring: Keyring) -> None:
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    _write(draft, keyring)
    draft.replace(file)
    _keep_names(file.parent)


def _keep_names(folder: Path) -> None:
    # What is sealed next must never outlive the key that sealed it, not even when the power fails now.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(file: Path, keyring: Keyring) -> None:
    generations = {str(number): _text(key) for number, key in keyring.generations.items()}
    content = json.dumps({"generations": generations, "lookup": _text(keyring.lookup)}, indent=1)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")

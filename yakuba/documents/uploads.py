"""Takes files off the wire: into unnamed files that vanish with the process, and never more than the gate allows."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from yakuba.documents.gate import LIMIT_BYTES

if TYPE_CHECKING:
    from typing import IO


class LimitedUploadHandler(FileUploadHandler):
    """Keeps one byte more than is allowed, so that the gate can say so, and lets the rest go by.

    A disk that takes no more ends the file, not the request: the typed fields beside it must still be read, for the
    page that says what happened. Whoever reads the file meets the fault.
    """

    file: IO[bytes]
    is_kept: bool

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file that has no name on the disk: a killed process leaves nothing readable behind."""
        super().new_file(*args, **kwargs)
        self.is_kept = True
        try:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the request
        except OSError as problem:
            self._stand_in(problem)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what fits."""
        room = LIMIT_BYTES + 1 - start
        if room > 0 and self.is_kept:
            try:
                self.file.write(raw_data[:room])
            except OSError as problem:
                self._give_up(problem)

    def upload_interrupted(self) -> None:
        """Forget what came so far."""
        with suppress(OSError):
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile:
        """The upload, with the size that was sent."""
        try:
            if self.is_kept:
                # What is still in memory goes to the disk here.
                self.file.seek(0)
        except OSError as problem:
            self._give_up(problem)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _give_up(self, problem: OSError) -> None:
        self.upload_interrupted()
        self._stand_in(problem)

    def _stand_in(self, problem: OSError) -> None:
        self.file, self.is_kept = io.BufferedReader(_Unkept(problem)), False


class _Unkept(io.RawIOBase):
    """In place of a file that could not be written: whoever reads it meets the fault that prevented it."""

    def __init__(self, problem: OSError) -> None:
        super().__init__()
        self._problem = problem

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise self._problem

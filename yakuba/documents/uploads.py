"""Takes files off the wire: into unnamed files that vanish with the process, and never more than the gate allows."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from yakuba.documents.gate import LIMIT_BYTES

if TYPE_CHECKING:
    from typing import IO


class LimitedUploadHandler(FileUploadHandler):
    """Keeps one byte more than is allowed, so that the gate can say so, and lets the rest go by."""

    file: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file that has no name on the disk: a killed process leaves nothing readable behind."""
        super().new_file(*args, **kwargs)
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the request
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what fits."""
        room = LIMIT_BYTES + 1 - start
        if room > 0:
            self.file.write(raw_data[:room])

    def upload_interrupted(self) -> None:
        """Forget what came so far."""
        self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile:
        """The upload, with the size that was sent."""
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

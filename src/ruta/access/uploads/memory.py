"""
How files that are sent are received: in memory, never on disk, so that nothing lies there in clear.

Of a file larger than an installation takes only its size is kept, for the page to say so.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

NAME = "archivo"


def most_bytes() -> int:
    """The largest file that is taken."""
    return int(settings.RUTA_UPLOAD_MB * 1024 * 1024)


class InMemory(FileUploadHandler):
    """The only handler: what the browser calls the file is not kept, it may name somebody."""

    def new_file(self, *args: Any, **named: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **named)
        self._kept, self._size = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or let go of all of it once the whole is too large."""
        self._size += len(raw_data)
        if self._size <= most_bytes():
            self._kept.write(raw_data)
        elif self._kept.tell():
            self._kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file: `size` is what came, though none of it be kept."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, NAME, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip

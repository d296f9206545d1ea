"""Uploads with a bound: a file too big is refused while it arrives, never stored whole."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

#: Longer than any upload or reading lasts: what is older was left by a process that was killed.
STALE_SECONDS: Final = 3600


class BoundedUploadHandler(FileUploadHandler):
    """Stops the storing of a request whose file passes the bound; the view sees ``upload_refused``.

    The form's token stands before its files, so that the view is reached and can say it. The rest of the
    request is drained so that browsers show the answer, unless it announces more than any request may hold.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note what announces itself too big: its first file is refused at once."""
        self.too_big = content_length > settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the next handler while they are within the bound of one file."""
        if self.too_big or start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                self.request.upload_refused = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=self.too_big)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: the next handler keeps the file."""
        return None


def refused(request: HttpRequest) -> bool:
    """Whether this request had a file too big."""
    return bool(getattr(request, "upload_refused", False))


def sweep() -> int:
    """Delete what killed processes left among the files being received or read; gives how many."""
    swept = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        try:
            if time.time() - path.stat().st_mtime < STALE_SECONDS:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
        except FileNotFoundError:  # Its owner, slow but alive, deleted it meanwhile.
            continue
        swept += 1
    return swept

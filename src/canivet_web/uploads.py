"""Uploads with a bound: a file too big is refused while it arrives, never stored whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class BoundedUploadHandler(FileUploadHandler):
    """Stops the reading of a request whose file passes the bound; the view sees ``upload_refused``."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse at once what announces itself too big."""
        self.seen = 0
        if content_length > settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the next handler while they are within the bound of one file."""
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: the next handler keeps the file."""
        return None

    def _refuse(self) -> None:
        if self.request is not None:
            self.request.upload_refused = True  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=True)


def refused(request: HttpRequest) -> bool:
    """Whether this request had a file too big."""
    return bool(getattr(request, "upload_refused", False))

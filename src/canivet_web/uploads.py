"""Uploads with a bound: a file too big is refused while it arrives, never stored whole."""

from __future__ import annotations

import shutil
import time
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

#: Longer than any upload or reading lasts: what is older was left by a process that was killed.
STALE_SECONDS: Final = 3600
#: Longest name kept: it is shown in pages, and is the name of a file for the time of the reading.
LONGEST_NAME: Final = 120
_SUFFIX: Final = 10


class BoundedUploadHandler(FileUploadHandler):
    """Stores nothing more of a request whose file passes the bound; the view sees ``upload_refused``.

    The form's token stands before its files, so that the view is reached and can say it. The rest of the
    request is read and thrown away so that browsers show the answer, unless it announces more than any
    request may hold. Files that came before the one too big are there: the view takes none of them.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note what announces itself too big, or comes from nobody: its first file is refused at once."""
        user = getattr(self.request, "user", None)
        # No page open to all takes a file: whoever is not signed in fills no disk.
        self.over = user is None or not user.is_authenticated
        self.too_big = content_length > settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the next handler while they are within the bound of one file."""
        self.over = self.over or start + len(raw_data) > settings.UPLOAD_MAX_BYTES
        if self.over or self.too_big:
            if self.request is not None:
                self.request.upload_refused = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=True) if self.too_big else SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: the next handler keeps the file."""
        return None


def refused(request: HttpRequest) -> bool:
    """Whether this request had a file too big."""
    return bool(getattr(request, "upload_refused", False))


def clean_name(name: str | None) -> str:
    r"""Base name of a file without signs that no name should hold; its end is kept when it is cut.

    >>> clean_name("../../etc/parc.csv"), clean_name("C:\\parc\\écoles.ods"), clean_name("..")
    ('parc.csv', 'écoles.ods', 'fichier')
    """
    base = PurePosixPath((name or "").replace("\\", "/")).name
    kept = "".join(sign for sign in base if sign.isprintable() and sign not in "\0/").strip(" .")
    if len(kept) > LONGEST_NAME:
        suffix = PurePosixPath(kept).suffix[:_SUFFIX]
        kept = kept[: LONGEST_NAME - len(suffix)] + suffix
    # A name is bytes on a disk: accents count for more than one.
    while len(kept.encode()) > 2 * LONGEST_NAME:
        kept = kept[1:]
    return kept or "fichier"


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

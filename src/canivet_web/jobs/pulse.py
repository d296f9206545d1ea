"""The sign of life of the process that runs jobs: a file that it touches, and that pages look at."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from django.conf import settings

#: Seconds between two signs of life, and after which its silence means that nothing runs jobs.
PULSE: Final = 10.0
SILENT_AFTER: Final = 60.0


def sign_of_life() -> Path:
    """The file that the process of jobs touches."""
    folder: Path = settings.DATA_FOLDER
    return folder / "travaux.signe"


def jobs_run() -> bool:
    """Whether the process of jobs gave a sign of life lately."""
    try:
        return time.time() - sign_of_life().stat().st_mtime < SILENT_AFTER
    except FileNotFoundError:
        return False

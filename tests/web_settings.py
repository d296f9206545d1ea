"""Settings of the tests: a data folder of their own, jobs run at once, one database or the other."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.gettempdir()) / f"canivet-tests-{os.getuid()}"
_folder.mkdir(exist_ok=True, mode=0o700)
(_folder / "static").mkdir(exist_ok=True)
os.environ.setdefault("CANIVET_DATA", str(_folder))
os.environ.setdefault("CANIVET_JOURNAL", "texte")

from canivet_web.settings import *  # noqa: E402, F403

DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: threads write to it and wait for one another. One per run of the tests.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / f"test-{os.getpid()}.sqlite3")}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
#: A variable that a template names and nobody gives is a defect.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "INVALID-VARIABLE-%s"  # noqa: F405

"""The application that a server calls: ``application`` for any of them, ``served`` for ``canivet serve``."""

from __future__ import annotations

import gc
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canivet_web.settings")
application = get_wsgi_application()


def served() -> WSGIHandler:
    """The application in a process of ``canivet serve``, that ends with it."""
    from canivet_web.processes import end_with

    end_with(int(os.environ["CANIVET_PARENT"]))
    # What is loaded by now stays: looking through it for cycles again and again makes some pages late.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return application

"""Structured logs: one JSON object per line, without any personal datum.

No address of a visitor, no name, no path: the path of a page may hold a secret link. A request is known by
the name of its route.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

access = logging.getLogger("canivet.access")


def route_of(request: HttpRequest) -> str:
    """Name of the page that a request asks for; blank when there is none."""
    match = request.resolver_match
    return match.view_name if match else ""


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, and the trace when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def served_logging() -> dict[str, Any]:
    """What the server itself has to say goes where the rest goes."""
    from django.conf import settings

    handler = {"class": "logging.StreamHandler", "formatter": settings.LOG_FORMAT}
    quiet = {"handlers": ["server"], "level": "WARNING", "propagate": False}
    return {
        "formatters": settings.LOGGING["formatters"],
        "handlers": {"server": handler},
        "loggers": {"_granian": quiet, "granian.access": quiet},
    }


class NoPath(logging.Filter):
    """Where Django writes the path of a request, write the name of its route: the path may be a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = route_of(request)
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return True


class AccessLogMiddleware:
    """One line per request: method, route, status, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then say it in the log."""
        start = time.perf_counter()
        response = self.get_response(request)
        fields = {
            "method": request.method,
            "route": route_of(request),
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000, 1),
        }
        access.info("%(method)s %(route)s %(status)s %(ms)s ms", fields, extra={"fields": fields})
        return response

"""For whoever watches the instance."""

from __future__ import annotations

import logging

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import canivet_web
from canivet_web.access import public
from canivet_web.jobs.pulse import jobs_run
from canivet_web.preparation import migrations_missing

logger = logging.getLogger(__name__)

#: Whether the database of this process is known to be up to date: it does not go back while we run.
_up_to_date = {"known": False}


@require_safe
@public
def health(request: HttpRequest) -> JsonResponse:
    """200 when pages can be answered, 503 when not; ``jobs`` says whether imports and calculations run."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _up_to_date["known"] = _up_to_date["known"] or not migrations_missing()
    except Exception:
        logger.exception("the database does not answer")
        return JsonResponse({"status": "database_unreachable"}, status=503)
    if not _up_to_date["known"]:
        return JsonResponse({"status": "migrations_missing"}, status=503)
    jobs = "running" if jobs_run() else "silent"
    return JsonResponse({"status": "ok", "jobs": jobs, "version": canivet_web.version()})

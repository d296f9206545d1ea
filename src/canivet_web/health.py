"""For whoever watches the instance."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import canivet_web
from canivet_web.access import public


@require_safe
@public
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database_unreachable"}, status=503)
    return JsonResponse({"status": "ok", "version": canivet_web.version()})

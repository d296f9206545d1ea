"""The documents of results: which ones a member may open, and how each is sent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from canivet_web.access import Act
from canivet_web.diagnostics.models import Result, ResultFile
from canivet_web.publications import bridge

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}
#: Read in the browser; the others are saved.
READ_IN_PLACE = {".pdf", ".html"}
#: The report carries its own style and pictures, and nothing else may run or load in it.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def may_open(name: str, acts: frozenset[Act]) -> bool:
    """Whether a member opens a document: lines are for those who may take the dossier out."""
    return Act.EXPORT in acts or name in (*bridge.COMMITTEE, bridge.FIGURES)


def listed(results: Iterable[Result], acts: frozenset[Act]) -> list[dict[str, Any]]:
    """The documents of some results that a member may open, each with what it is for."""
    results = list(results)
    purposes = bridge.purposes()
    files = (
        ResultFile.objects.filter(result__in=results, name__in=[n for n in purposes if may_open(n, acts)])
        .defer("content")
        .order_by("name")
    )
    order = {name: rank for rank, name in enumerate(purposes)}
    by_result: dict[int, list[dict[str, Any]]] = {result.pk: [] for result in results}
    for file in sorted(files, key=lambda item: order[item.name]):
        row = {"name": file.name, "size": bridge.size_label(file.size), "purpose": purposes[file.name]}
        by_result[file.result_id].append(row)
    return [
        {
            "result": result,
            "files": by_result[result.pk],
            "committee": [row for row in by_result[result.pk] if row["name"] in bridge.COMMITTEE],
            "others": [row for row in by_result[result.pk] if row["name"] not in bridge.COMMITTEE],
        }
        for result in results
    ]


def sent(request: HttpRequest, result: Result, file: ResultFile) -> HttpResponseBase:
    """A document, or 304 when the visitor already has it."""
    etag = f'"{file.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(bytes(file.content))
    suffix = PurePosixPath(file.name).suffix.lower()
    if unchanged is None:
        response["Content-Type"] = CONTENT_TYPES.get(suffix, "application/octet-stream")
        response["Content-Disposition"] = (
            content_disposition_header(suffix not in READ_IN_PLACE, saved_name(result, file.name)) or "inline"
        )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = (
        REPORT_POLICY if suffix == ".html" else "default-src 'none'; sandbox"
    )
    if suffix == ".pdf":
        # A sandbox would keep the browser's own reader of PDF from opening.
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
        )
    return response


def saved_name(result: Result, name: str) -> str:
    """A name that still says which diagnosis it is once it lies in a folder of downloads."""
    path = PurePosixPath(name)
    return f"{path.stem}-{result.authority.siren}-{result.year}-n{result.number}{path.suffix}"

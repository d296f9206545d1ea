"""Tables that people take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse


def french_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""A table as a French spreadsheet opens it, and as the library writes its own.

    Cells that a spreadsheet would run are the caller's to guard: only it knows how they are read back.

    >>> french_csv(["nom", "quantite"], [["Écoles", "2"]]).decode("utf-8-sig")
    'nom;quantite\r\nÉcoles;2\r\n'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A CSV table that the browser saves under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

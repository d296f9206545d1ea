"""Documents on maturity made apart from the report: the chapter alone, the grid to fill, interview guides."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from canivet.deliverables.content.maturity import chapter
from canivet.deliverables.content.maturity_interview import interview
from canivet.deliverables.content.report import typeset_tree
from canivet.deliverables.document import Document, figures
from canivet.deliverables.fonts import shipped_fonts
from canivet.deliverables.french import day
from canivet.inventory.values import protect
from canivet.maturity.grid import Grid
from canivet.maturity.interviews import Guide
from canivet.maturity.spreadsheet import COLUMNS
from canivet.text import fold

#: Width of the columns of the workbook, in characters: texts are wide, codes are narrow.
_WIDTHS = {"question": 44, "preuve attendue": 30, "qui répond": 24, "commentaire": 36, "service": 18}
_LEVEL_WIDTH, _WIDTH = 28, 14
#: Columns that people fill, in colour.
_TO_FILL = frozenset(COLUMNS[COLUMNS.index("service") :])
#: Columns and lines that stay in sight: identifier, domain and question.
_FROZEN = (1, 3)


def maturity_document(section: dict[str, Any], authority: str, on: date) -> Document:
    """The chapter on maturity as a document of its own."""
    document = Document(
        title=f"Maturité du numérique responsable – {authority}",
        subtitle=f"{section['grid']['label']}, état au {day(on)}",
        footer=f"{authority} – maturité du numérique responsable",
        author=authority,
        date=on,
        sections=(chapter(section),),
    )
    return typeset_tree(document)


def render_pair(document: Document) -> tuple[bytes, bytes]:
    """A document as a page and as a PDF. Same document, same bytes."""
    # Loaded here only: matplotlib takes a second, and a document without figure does without it.
    from canivet.deliverables.html import render_html
    from canivet.deliverables.pdf import render_pdf

    pictures = {}
    if figures(document):
        from canivet.deliverables.charts import pictures_of

        pictures = pictures_of(document)
    return render_html(document, pictures).encode(), render_pdf(document, pictures, shipped_fonts())


def guide_page(grid: Grid, guide: Guide, authority: str) -> bytes:
    """An interview guide as a page."""
    from canivet.deliverables.html import render_html

    return render_html(interview(grid, guide, authority), {}).encode()


def guide_pdf(grid: Grid, guide: Guide, authority: str) -> bytes:
    """An interview guide as a PDF."""
    from canivet.deliverables.pdf import render_pdf

    return render_pdf(interview(grid, guide, authority), {}, shipped_fonts())


def guide_document_name(guide: Guide) -> str:
    """Name of the files of a guide, without their suffix."""
    return f"entretien-{_slug(guide.role.label)}"


def guide_documents(grid: Grid, guides: Sequence[Guide], authority: str) -> dict[str, bytes]:
    """Interview guides by file name, each as a page and as a PDF."""
    files: dict[str, bytes] = {}
    for guide in guides:
        name = guide_document_name(guide)
        files[f"{name}.html"] = guide_page(grid, guide, authority)
        files[f"{name}.pdf"] = guide_pdf(grid, guide, authority)
    return files


def _slug(label: str) -> str:
    """A label as the name of a file.

    >>> _slug("Sécurité et données personnelles")
    'securite-et-donnees-personnelles'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(label)).strip("-")


def grid_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """The grid to fill as a French spreadsheet opens it; no cell can be run as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([protect(row[column]) for column in COLUMNS] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def grid_workbook(rows: Sequence[dict[str, str]]) -> bytes:
    """The grid to fill as a workbook: texts wrapped, columns to fill in colour, levels offered in a list."""
    import xlsxwriter

    from canivet.deliverables.pdf import EPOCH

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties({"created": EPOCH.replace(tzinfo=None)})
    sheet = workbook.add_worksheet("Grille")
    head = workbook.add_format(
        {"bold": True, "bg_color": "#1b5e7d", "font_color": "#ffffff", "text_wrap": True}
    )
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    fill = workbook.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#eef3f6", "border": 1}
    )
    for place, column in enumerate(COLUMNS):
        width = _LEVEL_WIDTH if column.startswith("niveau ") and column[-1].isdigit() else _WIDTH
        sheet.set_column(place, place, _WIDTHS.get(column, width))
        sheet.write_string(0, place, column, head)
        for line, row in enumerate(rows, start=1):
            sheet.write_string(line, place, row[column], fill if column in _TO_FILL else plain)
    answer = COLUMNS.index("réponse")
    sheet.data_validation(
        1,
        answer,
        max(len(rows), 1),
        answer,
        {
            "validate": "list",
            "source": ["0", "1", "2", "3", "4", "sans objet", "oui", "non"],
            "error_type": "warning",
            "error_message": "Un niveau de 0 à 4, « sans objet » avec son motif, oui ou non pour un fait.",
        },
    )
    sheet.freeze_panes(*_FROZEN)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    workbook.close()
    return stream.getvalue()

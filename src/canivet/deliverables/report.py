"""Writes the committee report of one result: page, PDF and workbook, all or nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from canivet.deliverables.content.report import build_report

HTML_NAME, PDF_NAME, WORKBOOK_NAME = "rapport.html", "rapport.pdf", "tableaux.xlsx"


def render_report(result: dict[str, Any]) -> dict[str, bytes]:
    """The three documents by file name, from the content of ``resultat.json``. Same result, same bytes."""
    # Renderers are loaded here only: matplotlib alone takes a second, and most commands write no document.
    from canivet.deliverables.charts import fonts_folder, pictures_of
    from canivet.deliverables.html import render_html
    from canivet.deliverables.pdf import render_pdf
    from canivet.deliverables.workbook import render_workbook

    document = build_report(result)
    pictures = pictures_of(document)
    return {
        HTML_NAME: render_html(document, pictures).encode(),
        PDF_NAME: render_pdf(document, pictures, fonts_folder()),
        WORKBOOK_NAME: render_workbook(result),
    }


def write_report(result: dict[str, Any], folder: Path) -> None:
    """Write ``rapport.html``, ``rapport.pdf`` and ``tableaux.xlsx`` in an existing folder.

    Nothing is written before the three are made; each file then replaces the former one in one step.
    """
    for name, content in render_report(result).items():
        _replace(folder / name, content)


def _replace(path: Path, content: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise

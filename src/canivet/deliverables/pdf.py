"""PDF/UA-1 by typst: tagged, titled, in French, with alternative texts; the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from canivet.deliverables.document import Document, as_data

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""Date of making of a result that does not say when it was made."""


Layout = Literal["report", "leaflet"]
"""A report opens on a page of its own; a leaflet is tight, and its actions start its second page."""


def render_pdf(
    document: Document, pictures: Mapping[str, str], fonts: Path, *, layout: Layout = "report"
) -> bytes:
    """The document as PDF; ``pictures`` gives the SVG of each figure, ``fonts`` the folder of their font.

    Everything goes through ``sys_inputs`` as JSON: no text of the user is ever read as typst's language.
    """
    day = document.date
    made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else EPOCH
    template = files("canivet.deliverables").joinpath("templates/report.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=made,
        sys_inputs={
            "document": json.dumps(as_data(document), ensure_ascii=False),
            "pictures": json.dumps(dict(pictures), ensure_ascii=False),
            "layout": layout,
        },
    )

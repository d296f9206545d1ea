"""The workbook: every table of a result with real numbers, to sort, filter and add up.

Texts are always written as texts: a name that begins with ``=`` is never a formula.
"""

from __future__ import annotations

from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from canivet.deliverables import sheets_of_state
from canivet.deliverables.content.reading import Reading
from canivet.deliverables.pdf import EPOCH
from canivet.deliverables.sheet import Sheet, Value
from canivet.deliverables.sheets_of_amounts import (
    equipment,
    exclusions,
    files,
    footprint,
    summary,
    uses,
    view,
)
from canivet.deliverables.sheets_of_evidence import factor_sets, missing, quality, ratios, sources
from canivet.deliverables.sheets_of_levers import sheets as lever_sheets

FORMATS = {
    "text": "@",
    "whole": "#,##0",
    "hundredths": "#,##0.00",
    "tenths": "#,##0.0",
    "powers": "0.00E+00",
    "share": "0.0%",
}
LONGEST_TEXT = 32_767
TINY, LARGE = 0.01, 1000
"""Bounds of the numbers shown with two decimals; smaller ones are in powers of ten, larger ones have one."""
LINE_HEIGHT = 15
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def build_sheets(result: dict[str, Any]) -> tuple[Sheet, ...]:
    """Every sheet of the workbook, in order."""
    reading = Reading(result)
    return (
        summary(reading),
        footprint(reading),
        view(reading, "Étapes", "Étape", "by_stage", "stages"),
        view(reading, "Catégories", "Catégorie", "by_category", "categories"),
        view(reading, "Services", "Service", "by_service", ""),
        equipment(reading),
        uses(reading),
        files(reading),
        exclusions(reading),
        ratios(reading),
        factor_sets(reading),
        quality(reading),
        missing(reading),
        *lever_sheets(reading),
        *sheets_of_state.sheets(result.get("state_of_play", {})),
        sources(reading),
    )


def render_workbook(result: dict[str, Any]) -> bytes:
    """The workbook of one result document."""
    stream = BytesIO()
    day = Reading(result).made_on
    created = EPOCH.replace(year=day.year, month=day.month, day=day.day) if day else EPOCH
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"Empreinte du numérique {result['year']}",
                "author": result["authority"]["name"][:255],
                "created": created.replace(tzinfo=None),
            }
        )
        header = workbook.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#1B5E7D",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": "#CFD8DD",
            }
        )
        formats = {
            (name, total): workbook.add_format(_style(name, total))
            for name in FORMATS
            for total in (False, True)
        }
        for sheet in build_sheets(result):
            _write(workbook.add_worksheet(sheet.name), sheet, header, formats)
    return stream.getvalue()


def _style(name: str, total: bool) -> dict[str, Any]:
    style: dict[str, Any] = {"num_format": FORMATS[name], "valign": "top"}
    if name == "text":
        style |= {"text_wrap": True, "align": "left", "indent": 1}
    return style | ({"bold": True, "top": 1, "bg_color": "#EEF3F6"} if total else {})


def format_of(value: Value, kind: str) -> str:
    """Name of the format of a cell: a whole number has no decimals, a share is a percentage.

    >>> format_of(640.0, "count"), format_of(0.5, "share"), format_of(0.00002, "general")
    ('whole', 'share', 'powers')
    """
    if value is None or isinstance(value, str):
        return "text"
    if kind == "share":
        return "share"
    if kind in ("count", "general") and float(value).is_integer():
        return "whole"
    if kind == "small" or 0 < abs(value) < TINY:
        return "powers"
    return "tenths" if abs(value) >= LARGE else "hundredths"


def _write(
    worksheet: Worksheet, sheet: Sheet, header: Format, formats: dict[tuple[str, bool], Format]
) -> None:
    """Header, lines and total of one sheet; it prints on one page wide with its header repeated."""
    for column, item in enumerate(sheet.headers):
        worksheet.set_column(column, column, item.width)
        worksheet.write_string(0, column, item.label, header)
    worksheet.set_row(0, 4 * LINE_HEIGHT)
    lines: list[tuple[tuple[Value, ...], bool]] = [(row, False) for row in sheet.rows]
    if sheet.total is not None:
        lines.append((sheet.total, True))
    for line, (row, total) in enumerate(lines, start=1):
        worksheet.set_row(line, LINE_HEIGHT * _height(row, sheet))
        for column, value in enumerate(row):
            name = format_of(value, sheet.headers[column].kind)
            _cell(worksheet, line, column, value, formats[name, total])
    worksheet.freeze_panes(1, 1)
    if sheet.rows:
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.headers) - 1)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def _height(row: tuple[Value, ...], sheet: Sheet) -> int:
    """Text lines of the highest cell: readers do not all fit the height of wrapped texts."""
    widths = (header.width for header in sheet.headers)
    texts = (len(value) if isinstance(value, str) else 1 for value in row)
    return min(max(ceil(length / (width - 3)) for length, width in zip(texts, widths, strict=True)), 20) or 1


def _cell(worksheet: Worksheet, line: int, column: int, value: Value, style: Format) -> None:
    if value is None:
        worksheet.write_blank(line, column, None, style)
    elif isinstance(value, str):
        worksheet.write_string(line, column, value[:LONGEST_TEXT], style)
    else:
        worksheet.write_number(line, column, value, style)

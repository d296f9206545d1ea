"""The one document tree: what a deliverable says, before any format.

Builders of content decide every word and every rounded figure once; renderers (HTML, PDF, and others to come)
only lay the nodes out. All texts are French and final: numbers are already formatted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal

#: Metadata of a field whose text is not French to typeset.
VERBATIM = "verbatim"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class List:
    """A list of short texts."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure to remember: what it is, its value with its unit, and how to read it."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Key figures shown side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed text: a caution to read with the figures, or what the law says."""

    title: str
    tone: Literal["caution", "law"]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, whether it holds figures, share of the width (0: as wide as its content)."""

    label: str
    numeric: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row; ``total`` says that the last row is the total."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in the unit of its figure; ``text`` is its value as the table writes it."""

    label: str
    value: float
    low: float | None
    high: float | None
    text: str
    highlighted: bool = True
    added: float = 0.0
    """What is planned on top of the value, drawn after it in the light colour."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar chart: ``alt`` says the finding, ``table`` holds every figure of the picture."""

    id: str
    caption: str
    alt: str
    axis: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture already drawn (a map): ``alt`` says the finding, ``table`` what it shows, in figures."""

    id: str
    caption: str
    alt: str
    svg: str = field(metadata={VERBATIM: True})
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part; its level is its depth in the tree."""

    id: str
    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | List | KeyFigures | Callout | Table | Figure | Drawing | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole deliverable. ``date`` is None when the result does not say when it was made."""

    title: str
    subtitle: str
    footer: str
    author: str
    date: date | None
    sections: tuple[Section, ...]
    language: str = "fr"


def nodes(block: Document | Block) -> Iterator[Document | Block]:
    """The node and everything under it, in reading order; the table of a figure comes after the figure."""
    yield block
    children: tuple[Block, ...] = ()
    if isinstance(block, Document):
        children = block.sections
    elif isinstance(block, Section):
        children = block.blocks
    elif isinstance(block, Figure | Drawing):
        children = (block.table,)
    for child in children:
        yield from nodes(child)


def figures(document: Document) -> list[Figure]:
    """Every figure of a document, in reading order."""
    return [node for node in nodes(document) if isinstance(node, Figure)]


def drawings(document: Document) -> list[Drawing]:
    """Every drawing of a document, in reading order."""
    return [node for node in nodes(document) if isinstance(node, Drawing)]


def tables(document: Document) -> list[Table]:
    """Every table of a document, those of its figures included, in reading order."""
    return [node for node in nodes(document) if isinstance(node, Table)]


def as_data(node: Any) -> Any:
    """A node as dictionaries and lists, each with its ``kind``, for renderers that read JSON."""
    if is_dataclass(node) and not isinstance(node, type):
        content = {field.name: as_data(getattr(node, field.name)) for field in fields(node)}
        return {"kind": type(node).__name__, **content}
    if isinstance(node, tuple | list):
        return [as_data(item) for item in node]
    return node.isoformat() if isinstance(node, date) else node

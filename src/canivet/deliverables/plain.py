"""A document as plain text, for a message, a terminal or a page that takes nothing else."""

from __future__ import annotations

from canivet.deliverables.document import (
    Block,
    Callout,
    Document,
    Drawing,
    Figure,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
)


def render_plain(document: Document) -> str:
    """The document in text: titles underlined, one line per row of a table, nothing left out."""
    lines = [*_title(document.title, "="), document.subtitle, ""]
    for section in document.sections:
        lines += _block(section, 0)
    return "\n".join([*lines, document.footer]).rstrip() + "\n"


def _title(text: str, mark: str) -> list[str]:
    return [text, mark * len(text)]


def _block(node: Block, level: int) -> list[str]:
    match node:
        case Section(title=title, blocks=blocks):
            inner = [line for block in blocks for line in _block(block, level + 1)]
            return [*_title(title, "-" if level == 0 else "."), "", *inner]
        case Figure(alt=alt, table=table) | Drawing(alt=alt, table=table):
            return [alt, "", *_table(table), ""]
    return [*_lines(node), ""]


def _lines(node: Paragraph | List | KeyFigures | Callout | Table) -> list[str]:
    match node:
        case Paragraph(text=text):
            return [text]
        case List(items=items, ordered=ordered):
            marks = (f"{number}." if ordered else "-" for number in range(1, len(items) + 1))
            return [f"{mark} {item}" for mark, item in zip(marks, items, strict=True)]
        case KeyFigures(items=figures):
            return [f"{item.label} : {item.value} ({item.note})" for item in figures]
        case Callout(title=title, items=items):
            return [f"{title} :", *(f"- {item}" for item in items)]
        case Table():
            return _table(node)


def _table(table: Table) -> list[str]:
    heads = [column.label for column in table.columns[1:]]
    rows = [
        f"- {row[0]} – " + " ; ".join(f"{head} : {text}" for head, text in zip(heads, row[1:], strict=True))
        for row in table.rows
    ]
    return [table.caption, *rows, *([table.note] if table.note else [])]

"""The chapter on levers: what would bring most on this estate, taken one by one, and what cannot be said."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.document import Block, Column, List, Paragraph, Section, Table
from canivet.deliverables.french import counted, number, percent, span

SHOWN = 10


def levers(reading: Reading) -> Section | None:
    """The chapter; None for a result made before levers, or on which none can be computed."""
    found: dict[str, Any] = reading.result.get("levers", {})
    rows = [row for row in found.get("levers", ()) if _brings(row)]
    if not rows:
        return None
    blocks: list[Block] = [
        Paragraph(
            "Chaque levier est calculé sur ce parc, seul, avec ses valeurs de départ : à régler selon ce que "
            "la collectivité décide. Les gains ne s'additionnent pas, car deux leviers peuvent viser les "
            "mêmes appareils."
        ),
        _table(reading, rows),
    ]
    blind = [row for row in found["levers"] if row["status"] != "computed"]
    if blind:
        said = counted(len(blind), "levier n'a", "leviers n'ont")
        blocks.append(Paragraph(f"{said} pas de chiffre, faute de données ; ce n'est pas un gain nul :"))
        blocks.append(List(tuple(f"{row['title']} : {' ; '.join(row['missing'])}." for row in blind)))
    return Section("leviers", "Ce qui ferait gagner le plus", tuple(blocks))


def _brings(row: dict[str, Any]) -> bool:
    gain = row["gains"].get(CLIMATE)
    return gain is not None and gain["value"] > 0


def _table(reading: Reading, rows: list[dict[str, Any]]) -> Table:
    shown, rest = rows[:SHOWN], len(rows) - SHOWN
    note = f"Et {counted(rest, 'autre', 'autres')}, dans le classeur." if rest > 0 else ""
    return Table(
        "Leviers, le plus fort gain d'abord",
        (
            Column("Levier", width=6),
            Column(f"{reading.scale.unit} par an", numeric=True),
            Column(f"Intervalle à {reading.level}", numeric=True),
            Column("Part du total", numeric=True),
            Column("Effort, sur 3", numeric=True),
        ),
        tuple(_row(reading, row) for row in shown),
        note=note,
    )


def _row(reading: Reading, row: dict[str, Any]) -> tuple[str, ...]:
    gain = row["gains"][CLIMATE]
    low, value, high = (reading.scale.of(gain[key]) for key in ("low", "value", "high"))
    return (
        row["title"],
        number(value),
        span(low, value, high),
        percent(gain["share"], 1),
        str(row["effort"]),
    )

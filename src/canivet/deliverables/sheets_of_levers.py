"""Sheet of levers: one line per lever and criterion, not rounded, blank where nothing can be computed."""

from __future__ import annotations

from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.french import unit_label
from canivet.deliverables.sheet import Header, Sheet, Value


def sheets(reading: Reading) -> tuple[Sheet, ...]:
    """The sheet; none for a result made before levers."""
    found = reading.result.get("levers")
    if not found:
        return ()
    units = {name: item["unit"] for name, item in reading.result["footprint"].items()}
    labels = {name: item["label"] for name, item in reading.result["footprint"].items()}
    rows: list[tuple[Value, ...]] = []
    for row in found["levers"]:
        head = (row["title"], row["id"], row["decree_theme"], row["effort"])
        gains = row["gains"] or {CLIMATE: None}
        for name, gain in ((name, gain) for name, gain in gains.items() if name in labels):
            figures: tuple[Value, ...] = (None, None, None, None)
            if gain is not None:
                figures = (gain["value"], gain["low"], gain["high"], gain["share"])
            rows.append((*head, labels[name], unit_label(units[name]), *figures, " ; ".join(row["missing"])))
    return (
        Sheet(
            "Leviers",
            (
                Header("Levier", width=44),
                Header("Identifiant", width=28),
                Header("Thème", "count"),
                Header("Effort (1 à 3)", "count"),
                Header("Critère", width=30),
                Header("Unité par an", width=16),
                Header("Gain", "general"),
                Header("Borne basse", "general"),
                Header("Borne haute", "general"),
                Header("Part du total", "share"),
                Header("Ce qui manque", width=60),
            ),
            tuple(rows),
        ),
    )

"""The rules as a table to take away: one line each, with its figures, proofs and source."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.obligations import threshold_text, value_text
from canivet.tabular import csv_text

CSV_COLUMNS = (
    "regle", "groupe", "titre", "article", "s_applique", "depuis", "etat", "en_retard", "gravite", "constat",
    "chiffres", "preuves", "que_faire", "confiance", "source",
)  # fmt: skip


def figure_text(shown: dict[str, Any]) -> str:
    """A figure with its arithmetic and its threshold."""
    limit = f" ; {threshold_text(shown)}" if shown["comparison"] else ""
    return f"{shown['label']} : {value_text(shown)} ({shown['arithmetic']}{limit})"


def as_csv(found: dict[str, Any]) -> str:
    """One line per rule of a section."""
    return csv_text(
        CSV_COLUMNS, [table_row(group, item) for group in found["groups"] for item in group["verdicts"]]
    )


def table_row(group: dict[str, Any], item: dict[str, Any]) -> dict[str, object]:
    """One rule as a line of the table."""
    return {
        "regle": item["rule"],
        "groupe": group["label"],
        "titre": item["title"],
        "article": item["article"],
        "s_applique": item["applies_label"],
        "depuis": item["since"],
        "etat": item["state_label"],
        "en_retard": "oui" if item["overdue"] else "non",
        "gravite": item["severity"],
        "constat": item["reason"],
        "chiffres": " | ".join(figure_text(shown) for shown in item["figures"]),
        "preuves": ";".join(dict.fromkeys(p for evidence in item["evidence"] for p in evidence["proofs"])),
        "que_faire": item["next"],
        "confiance": item["confidence_label"],
        "source": item["source"],
    }

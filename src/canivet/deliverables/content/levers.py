"""Levers in words: what each brings on this estate, with its interval, or why it brings nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from canivet.deliverables.french import between, fixed, number, percent, quantity, scale_for
from canivet.levers.section import CLIMATE
from canivet.tabular import csv_text

CONFIDENCES = {"high": "bonne", "medium": "moyenne", "low": "faible"}
CSV_COLUMNS = (
    "levier", "titre", "theme", "effort", "confiance", "delai_mois_bas", "delai_mois_haut", "unites",
    "critere", "unite", "gain", "gain_bas", "gain_haut", "part_du_total", "poids_touche", "manque",
    "effet_rebond",
)  # fmt: skip


def amount(value: float, unit: str) -> str:
    """An amount of one criterion in a readable unit."""
    scale = scale_for(unit, value)
    return f"{number(scale.of(value))} {scale.unit}"


def gain_text(gain: Mapping[str, Any] | None, unit: str) -> str:
    """A gain with its interval and its share; a rise is said as a rise."""
    if gain is None:
        return "inconnu, faute de facteur sur ce critère"
    scale = scale_for(unit, max(abs(gain["low"]), abs(gain["high"]), abs(gain["value"])))
    low, value, high = (scale.of(gain[key]) for key in ("low", "value", "high"))
    share = f", {percent(abs(gain['share']), 1)} du total" if gain["share"] is not None else ""
    if value < 0:
        return f"hausse de {number(-value)} {scale.unit} ({between(-high, -value, -low, scale.unit)}){share}"
    return f"{number(value)} {scale.unit} ({between(low, value, high, scale.unit)}){share}"


def value_text(value: float, unit: str) -> str:
    """A value of a parameter; a share is written in hundredths."""
    return percent(value) if unit == "part" else quantity(value, unit)


def parameter_text(item: Mapping[str, Any]) -> str:
    """A parameter with its value and what it may be."""
    value, chosen = value_text(item["set"], item["unit"]), item["kind"] == "choice"
    bounds = ("least", "most") if chosen else ("low", "high")
    ends = [percent(item[name]) if item["unit"] == "part" else number(item[name]) for name in bounds]
    if chosen:
        return f"{item['label']} : {value} (à régler, de {ends[0]} à {ends[1]}) [{item['id']}]"
    return f"{item['label']} : {value} (entre {ends[0]} et {ends[1]}, {item['source']} {item['year']})"


def as_csv(found: Mapping[str, Any], units: Mapping[str, str]) -> str:
    """One line per lever and criterion, unrounded; blank figures where nothing can be computed."""
    return csv_text(CSV_COLUMNS, [line for row in found["levers"] for line in _lines(row, units)])


def _lines(row: Mapping[str, Any], units: Mapping[str, str]) -> list[dict[str, object]]:
    common: dict[str, object] = {
        "levier": row["id"],
        "titre": row["title"],
        "theme": row["decree_theme"],
        "effort": row["effort"],
        "confiance": CONFIDENCES[row["confidence"]],
        "delai_mois_bas": row["delay_months"][0],
        "delai_mois_haut": row["delay_months"][1],
        "unites": row["units"],
        "manque": " ; ".join(row["missing"]),
        "effet_rebond": row["rebound"],
    }
    blank = dict.fromkeys(("gain", "gain_bas", "gain_haut", "part_du_total"))
    if row["status"] != "computed":
        return [common | blank | {"critere": CLIMATE, "unite": units[CLIMATE], "poids_touche": None}]
    lines = []
    for criterion, gain in row["gains"].items():
        shown = blank
        if gain is not None:
            shown = dict(zip(blank, (gain[key] for key in ("value", "low", "high", "share")), strict=True))
        lines.append(
            common
            | shown
            | {"critere": criterion, "unite": units[criterion], "poids_touche": row["touched"][criterion]}
        )
    return lines


def line_text(row: Mapping[str, Any], unit: str) -> str:
    """One lever on one line of a list."""
    gain = row["gains"][CLIMATE]
    effort = "●" * row["effort"] + "○" * (3 - row["effort"])
    if gain is None:
        return f"{'?':>12}  {'':<17}  effort {effort}  {row['title']} [{row['id']}]"
    scale = scale_for(unit, 1000.0)
    ends = f"{fixed(scale.of(gain['low']), 2)} à {fixed(scale.of(gain['high']), 2)}"
    value = f"{fixed(scale.of(gain['value']), 2)} {scale.unit}"
    return f"{value:>12}  {ends:<17}  effort {effort}  {row['title']} [{row['id']}]"

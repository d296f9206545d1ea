"""The tables handed back to the user: what is counted, what is not, what was not recognised, what to correct.

Files are made for a French spreadsheet and are read back by Canivet: UTF-8 with a byte order mark,
semicolons, decimal commas. Cells that a spreadsheet would run are neutralised. No user's name and no serial
number leave.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.assets import Inventory, ModelGroup
from canivet.inventory.scope import UNKNOWN
from canivet.inventory.values import neutralise

__all__ = [
    "correction_rows",
    "exclusion_rows",
    "inventory_rows",
    "unknown_rows",
    "write_corrections",
    "write_exclusions",
    "write_inventory",
    "write_unknowns",
]

ExportRow = dict[str, str | float]

INVENTORY_COLUMNS: Final = (
    "fichier",
    "feuille",
    "ligne",
    "numero_inventaire",
    "fabricant",
    "modele",
    "famille",
    "famille_libelle",
    "archetype",
    "confiance",
    "regle",
    "quantite",
    "quantite_origine",
    "statut",
    "service",
    "pays",
    "pays_origine",
    "taux_usage",
    "date_debut",
    "date_debut_base",
    "date_achat",
    "duree_vie_ans",
    "duree_vie_origine",
    "kwh_par_an",
    "kwh_origine",
    "pue",
    "gwp_kgco2e_an",
    "lignes_fusionnees",
)
EXCLUSION_COLUMNS: Final = (
    "fichier",
    "feuille",
    "ligne",
    "raison",
    "raison_libelle",
    "quantite",
    "famille",
    "texte",
    "detail",
)
UNKNOWN_COLUMNS: Final = ("cle", "fabricant", "modele", "type", "designation", "unites", "lignes", "exemple")
CORRECTION_COLUMNS: Final = (
    "cle",
    "fabricant",
    "modele",
    "type",
    "designation",
    "famille",
    "famille_libelle",
    "archetype",
    "confiance",
    "regle",
    "unites",
    "lignes",
    "exemple",
    "correction",
)


def inventory_rows(
    inventory: Inventory, commons: Commons, impacts: Sequence[float | None]
) -> list[ExportRow]:
    """One row per counted line, in the order of the files; an unknown number is an empty text.

    ``impacts`` are the yearly greenhouse gases of each counted line in kgCO2e, None without any factor: they
    add up to the total of the equipment.
    """
    labels = _family_labels(commons)
    return [
        {
            "fichier": asset.place.file,
            "feuille": asset.place.sheet,
            "ligne": asset.place.line or "",
            "numero_inventaire": asset.inventory_number,
            "fabricant": asset.manufacturer,
            "modele": asset.model,
            "famille": asset.family,
            "famille_libelle": labels.get(asset.family, asset.family),
            "archetype": asset.archetype,
            "confiance": asset.confidence,
            "regle": asset.rule,
            "quantite": asset.quantity,
            "quantite_origine": asset.quantity_origin,
            "statut": asset.status,
            "service": asset.service,
            "pays": asset.country,
            "pays_origine": asset.country_origin,
            "taux_usage": asset.usage_rate,
            "date_debut": asset.start_date.isoformat() if asset.start_date else "",
            "date_debut_base": asset.start_basis,
            "date_achat": asset.purchase_date.isoformat() if asset.purchase_date else "",
            "duree_vie_ans": asset.lifetime_years or "",
            "duree_vie_origine": asset.lifetime_origin,
            "kwh_par_an": "" if asset.annual_kwh is None else asset.annual_kwh,
            "kwh_origine": asset.kwh_origin,
            "pue": asset.pue,
            "gwp_kgco2e_an": "" if impact is None else impact,
            "lignes_fusionnees": " ; ".join(str(place) for place in asset.merged_from),
        }
        for asset, impact in zip(inventory.assets, impacts, strict=True)
    ]


def exclusion_rows(inventory: Inventory, commons: Commons) -> list[ExportRow]:
    """One row per line that is not counted, in the order of the files."""
    labels = {row["id"]: row["label_fr"] for row in commons.rows("classification/exclusion_reasons")}
    return [
        {
            "fichier": item.place.file,
            "feuille": item.place.sheet,
            "ligne": item.place.line or "",
            "raison": item.reason,
            "raison_libelle": labels[item.reason],
            "quantite": item.quantity,
            "famille": item.family,
            "texte": item.text,
            "detail": item.detail,
        }
        for item in inventory.exclusions
    ]


def unknown_rows(inventory: Inventory) -> list[ExportRow]:
    """One row per model that was not recognised, heaviest first."""
    return [
        {**_named(group), "unites": group.units, "lignes": group.lines, "exemple": str(group.place)}
        for group in inventory.models
        if group.family == UNKNOWN
    ]


def correction_rows(
    inventory: Inventory, commons: Commons, corrections: Mapping[str, str]
) -> list[ExportRow]:
    """One row per model with what was understood and the user's correction, heaviest first.

    Corrections of models that are no longer in the files are kept at the end: next year's export may have
    them.
    """
    labels = _family_labels(commons)
    rows: list[ExportRow] = [
        {
            **_named(group),
            "famille": group.family,
            "famille_libelle": labels.get(group.family, group.family),
            "archetype": group.archetype,
            "confiance": group.confidence,
            "regle": group.rule,
            "unites": group.units,
            "lignes": group.lines,
            "exemple": str(group.place),
            "correction": corrections.get(group.key, ""),
        }
        for group in inventory.models
    ]
    present = {group.key for group in inventory.models}
    for key in sorted(set(corrections) - present):
        empty: ExportRow = dict.fromkeys(CORRECTION_COLUMNS, "")
        rows.append({**empty, "cle": key, "correction": corrections[key]})
    return rows


def _named(group: ModelGroup) -> ExportRow:
    return {
        "cle": group.key,
        "fabricant": group.manufacturer,
        "modele": group.model,
        "type": group.type,
        "designation": group.designation,
    }


def _family_labels(commons: Commons) -> dict[str, str]:
    return {row["id"]: row["label_fr"] for row in commons.rows("classification/families")}


def cell(value: str | float) -> str:
    """A cell as written: full figures with a decimal comma, text that no spreadsheet will run.

    >>> cell(25700.0), cell(0.5), cell("Latitude 5420")
    ('25700', '0,5', 'Latitude 5420')
    """
    if isinstance(value, str):
        return value if value[:1].isalnum() else neutralise(value)
    return str(int(value)) if float(value).is_integer() else repr(float(value)).replace(".", ",")


class _Cells(dict[str | float, str]):
    """Cells as written, each distinct value once: columns repeat the same few."""

    def __missing__(self, value: str | float) -> str:
        written = self[value] = cell(value)
        return written


def _write(path: Path, columns: Sequence[str], rows: Sequence[ExportRow]) -> None:
    written = _Cells().__getitem__
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([written(row[name]) for name in columns] for row in rows)


def write_inventory(
    inventory: Inventory, commons: Commons, path: Path, impacts: Sequence[float | None]
) -> None:
    """Write ``inventaire.csv``: every counted line, with its part of the total."""
    _write(path, INVENTORY_COLUMNS, inventory_rows(inventory, commons, impacts))


def write_exclusions(inventory: Inventory, commons: Commons, path: Path) -> None:
    """Write ``exclusions.csv``: every line that is not counted, with its reason."""
    _write(path, EXCLUSION_COLUMNS, exclusion_rows(inventory, commons))


def write_unknowns(inventory: Inventory, commons: Commons, path: Path) -> None:  # noqa: ARG001
    """Write ``inconnus.csv``: what was not recognised, heaviest first."""
    _write(path, UNKNOWN_COLUMNS, unknown_rows(inventory))


def write_corrections(
    inventory: Inventory, commons: Commons, path: Path, corrections: Mapping[str, str]
) -> None:
    """Write ``correspondances.csv``: every model with its family, to be corrected and read back."""
    _write(path, CORRECTION_COLUMNS, correction_rows(inventory, commons, corrections))

"""The quality of the data, what would improve it most, and what has no factor."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.essentials import WARNINGS_SHOWN, quality_text
from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.document import Block, Callout, Column, Paragraph, Section, Table
from canivet.deliverables.french import count, percent, points
from canivet.deliverables.partition import apportion

MISSING_SHOWN = 8
DATUM_LABELS = {
    "identification": "Identification du modèle",
    "family": "Famille de l'équipement",
    "lifetime": "Durée de vie",
    "lifetime_years": "Durée de vie",
    "age": "Âge",
    "start_date": "Date de mise en service",
    "annual_kwh": "Consommation électrique",
    "kwh": "Consommation électrique",
    "country": "Pays d'utilisation",
    "quantity": "Quantité",
    "service": "Service",
    "status": "Statut",
}
ORIGIN_LABELS = {
    "measured": "mesurée",
    "declared": "déclarée",
    "deduced": "déduite",
    "archetype": "valeur type",
    "default": "par défaut",
    "missing": "absente",
}


def quality(reading: Reading) -> Section:
    """Origins, improvements, warnings, missing factors."""
    score, reading_of_score = quality_text(reading.result["quality"])
    blocks: list[Block] = [
        Paragraph(
            f"Note de qualité : {score} ({reading_of_score}). Une donnée mesurée ou déclarée vaut mieux "
            "qu'une valeur type tirée des références, et une valeur type mieux qu'un défaut."
        )
    ]
    if reading.result["quality"].get("by_origin"):
        blocks.append(_origins(reading))
    if reading.result["quality"].get("improvements"):
        blocks.append(_improvements(reading))
    if len(reading.warnings) > WARNINGS_SHOWN:
        blocks.append(Callout("Tous les avertissements de lecture", "caution", reading.warnings))
    return Section("qualite", "La qualité des données", (*blocks, _missing(reading)))


def datum_label(reading: Reading, datum: str) -> str:
    """French name of a datum."""
    return str(reading.result["labels"].get("data", {}).get(datum) or DATUM_LABELS.get(datum, datum))


def origin_label(reading: Reading, origin: str) -> str:
    """French name of an origin."""
    return str(reading.result["labels"].get("origins", {}).get(origin) or ORIGIN_LABELS.get(origin, origin))


def _origins(reading: Reading) -> Table:
    by_origin: dict[str, dict[str, float]] = reading.result["quality"]["by_origin"]
    seen = {origin for shares in by_origin.values() for origin, share in shares.items() if share}
    origins = [origin for origin in ORIGIN_LABELS if origin in seen] + sorted(seen - set(ORIGIN_LABELS))
    rows = []
    for datum, shares in by_origin.items():
        values = [shares.get(origin, 0.0) for origin in origins]
        cells = [
            percent(value) if value and not whole else percent(whole / 100)
            for value, whole in zip(values, apportion(values, round(100 * sum(values))), strict=True)
        ]
        rows.append((datum_label(reading, datum), *cells))
    return Table(
        "D'où vient chaque donnée, en part des équipements comptés",
        (
            Column("Donnée", width=4),
            *(Column(origin_label(reading, origin).capitalize(), numeric=True) for origin in origins),
        ),
        tuple(rows),
    )


def _improvements(reading: Reading) -> Table:
    rows: list[dict[str, Any]] = reading.result["quality"]["improvements"]
    return Table(
        "Ce qui relèverait le plus la note de qualité",
        (
            Column("Donnée", width=3),
            Column("Que faire", width=6),
            Column("Unités concernées", numeric=True),
            Column("Gain de note", numeric=True),
            Column("Intervalle resserré de", numeric=True),
        ),
        tuple(
            (
                row["label"],
                row["advice"],
                count(row["units"]),
                points(row["gain"]),
                percent(row["width_share"]) if row.get("width_share") is not None else "—",
            )
            for row in rows
        ),
        note="Gain de note : si la donnée était déclarée partout. Intervalle : part de sa largeur, pour le "
        "climat, qui tient à cette donnée ; un tiret pour celles qui n'y entrent pas.",
    )


def _missing(reading: Reading) -> Section:
    """Equipment whose climate footprint lacks a factor; the other criteria are in the workbook."""
    rows = [row for row in reading.result["missing"] if CLIMATE in row["criteria"]]
    others = len(reading.result["missing"]) - len(rows)
    tail = " Les autres critères sont dans le classeur." if others else ""
    if not rows:
        return Section(
            "facteurs-manquants",
            "Ce qui n'a pas de facteur",
            (Paragraph(f"Chaque équipement compté a un facteur d'émission pour le climat.{tail}"),),
        )
    merged: dict[tuple[str, str], tuple[list[str], float]] = {}
    for row in rows:
        key = (row["label"], row.get("reason_label") or row["reason"])
        stages, units = merged.setdefault(key, ([], 0.0))
        stage = reading.label("stages", row["stage"])
        mine = row.get("units_by_criterion", {}).get(CLIMATE, row["units"])
        merged[key] = ([*stages, stage] if stage not in stages else stages, max(units, mine))
    cells = [
        (label, ", ".join(stages).capitalize(), count(units), reason)
        for (label, reason), (stages, units) in merged.items()
    ]
    if len(cells) > MISSING_SHOWN:
        tail = " Les autres lignes sont dans le classeur."
    return Section(
        "facteurs-manquants",
        "Ce qui n'a pas de facteur",
        (
            Paragraph(
                "Ces équipements sont comptés en unités, mais une partie de leur empreinte climat n'est "
                f"pas calculée. Elle n'est pas nulle : elle est inconnue, et la couverture le dit.{tail}"
            ),
            Table(
                "Empreinte climat non calculée",
                (
                    Column("Équipement", width=4),
                    Column("Étapes", width=5),
                    Column("Unités", numeric=True),
                    Column("Raison", width=4),
                ),
                tuple(cells[:MISSING_SHOWN]),
            ),
        ),
    )

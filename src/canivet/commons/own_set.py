"""A user's own factor set: a CSV with the columns of ``factors/equipment``, loaded beside the shipped sets.

Required columns: ``archetype,stage,criterion,value,source``; ``low,high,unit,year,licence,locator,note`` are
optional. A figure without bounds gets the widest pedigree interval but one: its making is not known to us.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from canivet.commons.archetypes import Archetype
from canivet.commons.criteria import load_criteria
from canivet.commons.factors import EQUIPMENT, Factor, spreads
from canivet.commons.store import Commons
from canivet.criteria import STAGES
from canivet.problems import InputProblem, Place

REQUIRED = ("archetype", "stage", "criterion", "value", "source")
#: Pedigree class given to a user's figure without bounds.
OWN_PEDIGREE = "C"


def read_own_set(
    set_id: str, text: str, commons: Commons, archetypes: Mapping[str, Archetype]
) -> list[Factor]:
    """Factors of a user's CSV; any bad cell stops with its line, column and the values allowed."""
    file = f"{set_id}.csv"
    lines = text.lstrip("\ufeff")
    separator = ";" if lines.split("\n", 1)[0].count(";") > lines.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(lines), delimiter=separator)
    absent = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if absent:
        raise InputProblem(
            f"il manque {'la colonne' if len(absent) == 1 else 'les colonnes'} {', '.join(absent)}.",
            cure=f"un jeu de facteurs a au moins les colonnes {', '.join(REQUIRED)}.",
            place=Place(file, "", 1),
        )
    units = {item.id: item.unit for item in load_criteria(commons, published_only=False)}
    allowed = {
        "archetype": set(archetypes),
        "stage": set(STAGES) - {"use", "service_unsplit"},
        "criterion": set(units),
    }
    spread = spreads(commons)[OWN_PEDIGREE]
    factors = []
    seen: dict[tuple[str, str], set[str]] = {}
    for number, raw in enumerate(reader, start=2):
        row = {name: (cell or "").strip() for name, cell in raw.items() if name}
        for column, values in allowed.items():
            if row[column] not in values:
                raise InputProblem(
                    f"« {row[column]} » n'est pas permis ici.",
                    cure=f"valeurs permises : {', '.join(sorted(values))}.",
                    place=Place(file, "", number, column),
                )
        value = _positive(row["value"], Place(file, "", number, "value"))
        low = _positive(row["low"], Place(file, "", number, "low")) if row.get("low") else None
        high = _positive(row["high"], Place(file, "", number, "high")) if row.get("high") else None
        published = low is not None and high is not None
        low, high = (low, high) if low is not None and high is not None else (value / spread, value * spread)
        if not low <= value <= high:
            raise InputProblem(
                "la valeur n'est pas entre ses bornes.",
                cure="vérifiez low ≤ value ≤ high.",
                place=Place(file, "", number),
            )
        stages = seen.setdefault((row["archetype"], row["criterion"]), set())
        if row["stage"] in stages or ("embodied_unsplit" in stages | {row["stage"]} and stages):
            raise InputProblem(
                "l'étape est comptée deux fois pour cet archétype et ce critère.",
                cure="donnez soit les étapes séparées, soit le seul total « embodied_unsplit ».",
                place=Place(file, "", number, "stage"),
            )
        stages.add(row["stage"])
        factors.append(
            Factor(
                table=set_id,
                subject=f"{EQUIPMENT}:{row['archetype']}",
                stage=row["stage"],
                criterion=row["criterion"],
                unit=row.get("unit") or units[row["criterion"]],
                value=value,
                low=low,
                high=high,
                interval_basis="published" if published else f"pedigree:{OWN_PEDIGREE}",
                source=row["source"],
                locator=row.get("locator", ""),
                year=row.get("year", ""),
                licence=row.get("licence", ""),
                note=row.get("note", ""),
            )
        )
    if not factors:
        raise InputProblem(
            "ce jeu de facteurs ne contient aucune ligne.",
            cure="ajoutez au moins un facteur, ou n'utilisez pas ce fichier.",
            place=Place(file),
        )
    return factors


def _positive(text: str, place: Place) -> float:
    try:
        value = float(text.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise InputProblem(
            f"« {text} » n'est pas un nombre positif.",
            cure="écrivez un nombre, par exemple 170 ou 12,3.",
            place=place,
        )
    return value

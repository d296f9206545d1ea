"""``canivet classer FICHIER.csv``: the family and archetype of each model of a list, as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.parser import FrenchParser
from canivet.inventory.classify import Classifier
from canivet.inventory.decoding import read_csv_rows
from canivet.inventory.values import neutralise
from canivet.problems import InputProblem, Place
from canivet.text import fold

COLUMNS = ("manufacturer", "model", "family", "archetype", "confidence", "rule")
#: Names a column may have, in the file given.
NAMES = {
    "manufacturer": ("manufacturer", "fabricant", "marque", "constructeur"),
    "model": ("model", "modele"),
    "type": ("type", "categorie", "category"),
}


def run(arguments: Sequence[str]) -> int:
    """Write one line per line read on the standard output."""
    parser = FrenchParser(
        prog="canivet classer",
        description="Donne la famille de chaque modèle ; colonnes manufacturer,model et, au mieux, type.",
        examples="  canivet classer modeles.csv > familles.csv",
    )
    parser.add_argument("file", metavar="FICHIER.csv", type=Path, help="liste de modèles")
    parser.add_argument(
        "--sans-modeles-connus",
        action="store_true",
        help="n'emploie que les règles, pour juger ce qu'elles valent seules",
    )
    options = parser.parse_args(arguments)
    rows = read_csv_rows(options.file)
    positions = column_positions(rows[0][1], options.file)
    classifier = Classifier(commons_module.load(), known_models=not options.sans_modeles_connus)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _, cells in rows[1:]:
        got = {
            name: cells[i].strip() if i is not None and i < len(cells) else ""
            for name, i in positions.items()
        }
        verdict = classifier.classify(got["manufacturer"], got["model"], got["type"])
        writer.writerow(
            (
                neutralise(got["manufacturer"]),
                neutralise(got["model"]),
                verdict.family,
                verdict.archetype,
                f"{verdict.confidence:.2f}",
                verdict.rule,
            )
        )
    return 0


def column_positions(header: Sequence[str], file: Path) -> dict[str, int | None]:
    """Position of each column we use in the header of the file."""
    folded = [fold(name) for name in header]
    positions = {
        wanted: next((folded.index(name) for name in names if name in folded), None)
        for wanted, names in NAMES.items()
    }
    if positions["model"] is None:
        raise InputProblem(
            "il n'y a pas de colonne « model ».",
            cure="la première ligne doit nommer les colonnes manufacturer,model et, si vous l'avez, type.",
            place=Place(str(file), "", 1),
        )
    return positions

"""``canivet rgesn DOSSIER``: score of the services assessed, declarations, and the grid to fill in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.folders import opened, profile_of, put
from canivet.cli.parser import FrenchParser
from canivet.cli.secret import secret_proofs
from canivet.cli.summary import plain
from canivet.commons.store import Commons
from canivet.confidential import masked
from canivet.dossier import PROFILE_FILE
from canivet.problems import InputProblem, Place
from canivet.rgesn.assessment import DigitalService, RgesnPart, ServiceAssessment
from canivet.rgesn.files import ANSWERS_FILE, SERVICES_FILE, load, written
from canivet.rgesn.grid import blank_grid
from canivet.rgesn.referential import load_referential, versions
from canivet.rgesn.section import section
from canivet.tabular import csv_text

EXAMPLES = """
  canivet rgesn mon-dossier --grille          (écrit la grille à remplir dans un tableur)
  canivet rgesn mon-dossier                   (le score de chaque service)
  canivet rgesn mon-dossier --declaration     (une déclaration par service évalué et daté)
"""
INDEX_FILE = "declarations.csv"
INDEX_COLUMNS = ("service", "nom", "etablie_le", "edition", "score", "fichier")


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet rgesn",
        description="Auto-évaluation de vos services numériques avec le RGESN : score, déclaration, grille.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic, ou celui de vos évaluations"
    )
    parser.add_argument("--declaration", action="store_true", help="écrit une déclaration par service")
    parser.add_argument(
        "--grille", action="store_true", help="écrit la grille à remplir, réponses déjà données comprises"
    )
    parser.add_argument("--service", metavar="ID", help="ce service seulement")
    parser.add_argument("--contact", default="", metavar="TEXTE", help="contact écrit dans la déclaration")
    parser.add_argument(
        "--sortie", type=Path, metavar="DOSSIER", help="où écrire les déclarations (DOSSIER/rgesn)"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the scores; write what is asked."""
    options = build_parser().parse_args(arguments)
    commons = commons_module.load()
    if options.grille:
        return _grid(options.dossier, commons)
    folder = opened(options.dossier, (SERVICES_FILE,))
    part = load(folder, commons)
    found = masked(section(part, commons)["services"], secret_proofs(options.dossier))
    if options.service is not None:
        found = [item for item in found if item["id"] == options.service]
    if not found:
        known = ", ".join(item.service.id for item in part.services) or "aucun"
        raise InputProblem(
            "aucun service à montrer.",
            cure=f"services évalués ici : {known} ; --grille écrit la grille d'un premier service.",
            place=Place(file=SERVICES_FILE),
        )
    sys.stdout.write("".join(as_text(item) for item in found))
    if options.declaration:
        profile = profile_of(folder)
        name = profile.name if profile else "Collectivité"
        target = options.sortie or _beside(options.dossier)
        files = _declarations(found, name, options.contact)
        put(target, files, (INDEX_FILE,))
        sys.stdout.write(f"\nDéclarations dans {target} : {', '.join(files)}\n")
    return 0


def _beside(path: Path) -> Path:
    return path / "rgesn" if path.is_dir() else Path(f"{path.stem}-rgesn")


def as_text(item: dict[str, Any]) -> str:
    """Score of one service, then of each theme."""
    from canivet.deliverables.content.rgesn import score_text
    from canivet.deliverables.french import number

    score, counts = item["score"], item["score"]["counts"]
    states = " ; ".join(f"{state['label']} : {counts[state['id']]}" for state in item["states"])
    points = f"{number(score['earned'], 5)} points sur {number(score['applicable'], 5)}"
    lines = [
        f"{item['name']} ({item['kind_label']}) — {item['title']}, {item['established_on'] or 'non datée'}",
        f"  Score : {score_text(score['value'])} ({points})",
        f"  Critères : {states}",
    ]
    if counts["to_assess"]:
        lines.append(f"  Si tout ce qui reste à évaluer était validé : {score_text(score['high'])}")
    lines += [
        f"    {theme['id']}. {theme['label']:<15}{score_text(theme['value']):>15}" for theme in item["themes"]
    ]
    doubtful = [row["id"] for row in item["criteria"] if row["contradicts"]]
    if doubtful:
        lines.append(f"  À relire, car la description du service les écarte : {', '.join(doubtful)}")
    return plain("\n".join(lines)) + "\n"


def _declarations(found: Sequence[dict[str, Any]], name: str, contact: str) -> dict[str, str]:
    from canivet.deliverables.content.rgesn_declaration import declaration
    from canivet.deliverables.html import render_html
    from canivet.deliverables.plain import render_plain

    files: dict[str, str] = {}
    index: list[dict[str, object]] = []
    for item in found:
        document = declaration(item, name, contact)
        stem = f"declaration-{item['id']}"
        files |= {f"{stem}.html": render_html(document, {}), f"{stem}.txt": render_plain(document)}
        values = (
            item["id"], item["name"], item["established_on"], item["version"], item["score"]["value"],
            f"{stem}.html",
        )  # fmt: skip
        index.append(dict(zip(INDEX_COLUMNS, values, strict=True)))
    return {**files, INDEX_FILE: csv_text(INDEX_COLUMNS, index)}


def _grid(folder: Path, commons: Commons) -> int:
    """Write the grid of every service in the folder; of a first one to name when there is none."""
    known = folder.is_dir() and (folder / SERVICES_FILE).is_file()
    if not known and folder.is_dir() and (folder / ANSWERS_FILE).is_file():
        # Whose answers they are is not known: a new grid would erase them.
        raise InputProblem(
            f"il y a des réponses ({ANSWERS_FILE}), mais pas les services évalués ({SERVICES_FILE}).",
            cure=f"remettez {SERVICES_FILE} à côté, ou déplacez {ANSWERS_FILE} avant d'écrire une grille.",
            place=Place(file=str(folder)),
        )
    part = load(folder, commons) if known else RgesnPart()
    if not part.services:
        first = DigitalService("mon-service", "Nom du service", "", "site", versions(commons)[0], None, "")
        part = RgesnPart((ServiceAssessment(first),))
    grids = [blank_grid(item, load_referential(commons, item.service.version)) for item in part.services]
    head, _, _ = grids[0].partition("\n")
    body = "".join(grid.partition("\n")[2] for grid in grids)
    files = {**written(part, commons), ANSWERS_FILE: f"{head}\n{body}"}
    put(folder, files, (SERVICES_FILE, PROFILE_FILE))
    sys.stdout.write(
        f"Grille dans {folder / ANSWERS_FILE}, services dans {folder / SERVICES_FILE}.\n"
        "Remplissez les deux dans un tableur (virgules, UTF-8), puis : canivet rgesn "
        f"{folder}\n"
    )
    return 0

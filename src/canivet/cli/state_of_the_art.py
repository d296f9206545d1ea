"""``canivet etat-de-l-art DOSSIER``: each ratio beside what is published, and beside peers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain
from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.dossier import is_dossier, reopen
from canivet.problems import InputProblem, Place
from canivet.result import result_document
from canivet.standing.peers import LARGEST_POOL, POOL_COLUMNS, PeerGroup, read_pool
from canivet.standing.section import section
from canivet.tabular import csv_text, text_of

EXAMPLES = """
  canivet etat-de-l-art canivet-200041317-2026
  canivet etat-de-l-art canivet-200041317-2026 --pairs pairs.csv
"""
TABLE_FILE, PAGE_FILE = "etat-de-l-art.csv", "etat-de-l-art.html"
COLUMNS = (
    "ratio", "libelle", "votre_valeur", "unite", "publie", "bas", "haut", "unite_publiee", "annee",
    "effectif", "perimetre", "methode", "source", "verdict", "motifs",
)  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Print where the authority stands, and write the table and the page."""
    parser = FrenchParser(
        prog="canivet etat-de-l-art",
        description="Vos ratios face aux chiffres publiés et aux collectivités de même strate, avec le "
        "verdict de chaque comparaison et son motif.",
        examples=EXAMPLES,
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic")
    parser.add_argument(
        "--pairs", type=Path, metavar="FICHIER", help=f"groupes de pairs (CSV : {', '.join(POOL_COLUMNS)})"
    )
    parser.add_argument("--sortie", type=Path, metavar="DOSSIER", help="où écrire (DOSSIER/etat-de-l-art)")
    options = parser.parse_args(arguments)
    path: Path = options.dossier
    if not path.exists() or not is_dossier(path):
        raise InputProblem(
            "ce n'est pas le dossier d'un diagnostic.",
            cure="donnez le dossier écrit par « canivet diagnostiquer ».",
            place=Place(file=str(path)),
        )
    commons = commons_module.load()
    pool = pool_of(options.pairs, commons) if options.pairs else ()
    result = result_document(diagnose(reopen(path, commons), commons))
    found = section(result, commons, pool=pool)
    target = options.sortie or (
        path / "etat-de-l-art" if path.is_dir() else Path(f"{path.stem}-etat-de-l-art")
    )
    _write(found, result["authority"]["name"], target)
    sys.stdout.write(as_text(found))
    sys.stdout.write(f"\nÉcrit dans {target} : {PAGE_FILE}, {TABLE_FILE}\n")
    return 0


def pool_of(path: Path, commons: Commons) -> tuple[PeerGroup, ...]:
    """Groups of peers of a file, which stays small."""
    place = Place(file=str(path))
    if not path.is_file():
        raise InputProblem("ce fichier de pairs n'existe pas.", cure="vérifiez son chemin.", place=place)
    if path.stat().st_size > LARGEST_POOL:
        raise InputProblem(
            "ce fichier de pairs est trop gros.",
            cure="gardez une ligne par strate, nature, ratio, année et méthode.",
            place=place,
        )
    return read_pool(text_of(path.parent, path.name), commons, path.name)


def as_text(found: dict[str, Any]) -> str:
    """Each ratio, its published figures with their verdict, its peers."""
    from canivet.deliverables.content.comparison import COMPARABILITY
    from canivet.deliverables.content.state_of_the_art import own_value, reference_value, with_unit

    lines = []
    for ratio in found["ratios"]:
        lines.append(f"{ratio['label']} : {own_value(ratio)}")
        if ratio["value"] is None and ratio["own"] == "declared":
            lines.append(f"  Où le trouver : {ratio['where']}")
        for reference in ratio["references"]:
            shown = with_unit(reference_value(reference), reference["unit"])
            verdict = COMPARABILITY[reference["comparability"]]
            lines.append(f"  {shown} — {reference['source']}, {reference['year']} : {verdict}")
        if ratio["peers"]["position"]:
            lines.append(f"  Pairs : {ratio['peers']['position']}")
    refused = {r["peers"]["refused"] for r in found["ratios"] if r["value"] is not None} - {""}
    lines += [f"Sans pairs à montrer : {reason}" for reason in sorted(refused)]
    return plain("\n".join(lines)) + "\n"


def _write(found: dict[str, Any], name: str, target: Path) -> None:
    from canivet.cli.folders import put
    from canivet.deliverables.content.report import typeset_tree
    from canivet.deliverables.content.state_of_the_art import TITLE, chapter
    from canivet.deliverables.document import Document
    from canivet.deliverables.html import render_html

    document = typeset_tree(
        Document(
            f"{TITLE} – {name}", "Ratios, chiffres publiés et pairs", name, name, None, (chapter(found),)
        )
    )
    files = {PAGE_FILE: render_html(document, {}), TABLE_FILE: csv_text(COLUMNS, rows(found))}
    put(target, files, (TABLE_FILE,))


def rows(found: dict[str, Any]) -> list[dict[str, object]]:
    """One line per published figure, unrounded."""
    lines = []
    for ratio in found["ratios"]:
        for item in ratio["references"]:
            values = (
                ratio["id"], ratio["label"], ratio["value"], ratio["unit"], item["value"], item["low"],
                item["high"], item["unit"], item["year"], item["sample"], item["scope"], item["method"],
                item["source"], item["comparability"], " ".join([*item["reasons"], item["note"]]),
            )  # fmt: skip
            lines.append(dict(zip(COLUMNS, values, strict=True)))
    return lines

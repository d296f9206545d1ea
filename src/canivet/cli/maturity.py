"""``canivet maturite``: the grid of maturity of a dossier, its scores, its guides, its frozen states."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.arguments import positive_integer, study_year
from canivet.cli.authority import add_nature
from canivet.cli.maturity_files import (
    GUIDES_FOLDER,
    Work,
    counted_estate,
    guide_files,
    put_work,
    refuse_grid,
)
from canivet.cli.maturity_text import change_text, files_text, scores_text
from canivet.cli.parser import FrenchParser
from canivet.commons.store import Commons
from canivet.dossier import PROFILE_FILE, Profile, is_dossier, load_profile, open_folder
from canivet.maturity import Grid, Maturity, Whose, compare, freeze, load, load_grid, opened
from canivet.maturity.facts import checked_fact
from canivet.maturity.importing import read_grid
from canivet.problems import InputProblem, Place
from canivet.storage import locked, refuse_foreign

EXAMPLES = """
  canivet maturite mairie --siren 200041317 --agents 1200     (commence un dossier sans inventaire)
  canivet maturite mairie --grille grille.xlsx                (la grille à remplir dans un tableur)
  canivet maturite mairie --repondre grille.xlsx              (reprend les réponses, toutes ou aucune)
  canivet maturite mairie --fait server_room=non --fait website=oui
  canivet maturite mairie --entretien tous                    (un guide d'entretien par rôle)
  canivet maturite mairie --figer "avant la stratégie"
  canivet maturite mairie --comparer 2026-03-01 2026-11-25
"""


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet maturite",
        description="La grille de maturité : répondre, noter à tout moment, préparer les entretiens, figer, "
        "comparer.",
        examples=EXAMPLES,
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier, créé s'il n'existe pas")
    parser.add_argument(
        "--repondre", type=Path, metavar="FICHIER", help="grille remplie (CSV, XLSX, XLS, ODS)"
    )
    parser.add_argument(
        "--fait",
        action="append",
        default=[],
        metavar="FAIT=VALEUR",
        help="un fait qui dit si une question se pose",
    )
    parser.add_argument(
        "--grille", type=Path, metavar="FICHIER", help="écrit la grille à remplir (.csv ou .xlsx)"
    )
    parser.add_argument(
        "--entretien", metavar="ROLE|tous", help=f"écrit les guides d'entretien dans {GUIDES_FOLDER}/"
    )
    parser.add_argument("--figer", nargs="?", const="", metavar="INTITULÉ", help="fige la grille à ce jour")
    parser.add_argument("--comparer", nargs=2, metavar=("AVANT", "APRÈS"), help="compare deux grilles figées")
    fresh = parser.add_argument_group("Pour un nouveau dossier")
    fresh.add_argument("--siren", help="SIREN de la collectivité (neuf chiffres)")
    fresh.add_argument("--agents", type=positive_integer, help="agents qui ont un poste de travail numérique")
    fresh.add_argument("--nom", help="nom, quand le SIREN n'est ni une commune ni un EPCI")
    fresh.add_argument("--population", type=positive_integer, help="population totale, dans le même cas")
    add_nature(fresh)
    fresh.add_argument("--annee", type=study_year, help="année étudiée (par défaut, l'année en cours)")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Take the answers, write what is asked, print the scores."""
    options = build_parser().parse_args(arguments)
    folder: Path = options.dossier
    if folder.is_file():
        raise InputProblem(
            "c'est un fichier, pas un dossier.",
            cure="décompressez le dossier, puis donnez-le.",
            place=Place(str(folder)),
        )
    if options.grille is not None:
        refuse_grid(options.grille, folder)
    commons = commons_module.load()
    grid = load_grid(commons)
    refuse_foreign(folder, PROFILE_FILE)
    with locked(folder):
        profile = profile_of(folder, options, commons)
        part = load(open_folder(folder), grid) if folder.is_dir() else Maturity()
        if options.comparer:
            sys.stdout.write(compared(part, *options.comparer))
            return 0
        work = Work(grid, answered(grid, part, options), profile, counted_estate(folder))
        if options.figer is not None:
            work = frozen(work, options.figer)
        guides = {} if options.entretien is None else guide_files(work, options.entretien)
        found = put_work(folder, work, guides, options.grille)
    sys.stdout.write(scores_text(found, profile.name))
    sys.stdout.write(files_text(folder, guides, options.grille))
    return 0


def profile_of(folder: Path, options: argparse.Namespace, commons: Commons) -> Profile:
    """The profile of the dossier, or that of a new one."""
    if folder.is_dir() and is_dossier(folder):
        return load_profile(open_folder(folder))
    from canivet.cli.diagnose import new_profile

    if options.siren is None or options.agents is None:
        raise InputProblem(
            "ce dossier n'existe pas encore, et il manque --siren et --agents pour le commencer."
            if options.siren is None and options.agents is None
            else f"il manque {'--siren' if options.siren is None else '--agents'} pour commencer ce dossier.",
            cure=f"par exemple : canivet maturite {folder} --siren 200041317 --agents 1200",
            place=Place(str(folder)),
        )
    return new_profile(argparse.Namespace(**{**vars(options), "methode": None, "pays": None}), commons)


def answered(grid: Grid, part: Maturity, options: argparse.Namespace) -> Maturity:
    """The part with the answers and the facts given."""
    facts = {}
    for text in options.fait:
        name, equal, value = text.partition("=")
        if not equal:
            raise InputProblem(
                f"--fait attend FAIT=VALEUR, pas « {text} ».", cure="par exemple : --fait website=oui."
            )
        facts[name.strip()] = checked_fact(grid, name.strip(), value.strip())
    part = replace(part, facts={name: value for name, value in {**part.facts, **facts}.items() if value})
    return part if options.repondre is None else read_grid(options.repondre, grid, part)


def frozen(work: Work, label: str) -> Work:
    """The work with its grid frozen today."""
    scores = work.scores
    if not scores.total.answered:
        raise InputProblem(
            "il n'y a encore aucune réponse à figer.", cure="remplissez la grille, puis figez-la."
        )
    taken = [item.name for item in work.part.snapshots]
    whose = Whose(work.profile.siren, work.profile.name)
    snapshot = freeze(work.grid, scores, whose, on=date.today(), label=label, taken=taken)
    return replace(work, part=replace(work.part, snapshots=(*work.part.snapshots, snapshot)))


def compared(part: Maturity, *names: str) -> str:
    """What moved between two frozen grids of the dossier."""
    known = {snapshot.name: snapshot for snapshot in part.snapshots}
    for name in names:
        if name not in known:
            listed = ", ".join(known) or "aucune pour l'instant"
            raise InputProblem(
                f"la grille figée « {name} » n'existe pas.", cure=f"choisissez parmi : {listed}."
            )
    before, after = (opened(known[name]) for name in names)
    return change_text(compare(before, after))

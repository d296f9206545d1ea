"""``canivet diagnostiquer``: from inventory files, or a dossier, to a footprint and its report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.arguments import country_code, positive_integer, study_year
from canivet.cli.authority import add_nature, profile_of_siren
from canivet.cli.folders import refuse_other_authority
from canivet.cli.parser import FrenchParser
from canivet.cli.progress import steps
from canivet.cli.summary import summary
from canivet.commons.store import Commons
from canivet.diagnosis import chosen_set, diagnose, load_book
from canivet.dossier import (
    CORRECTIONS_FILE,
    PROFILE_FILE,
    Dossier,
    Profile,
    is_dossier,
    load_profile,
    reopen,
)
from canivet.inventory.corrections import read_corrections
from canivet.inventory.reading import read_files
from canivet.inventory.uses_file import read_uses_file
from canivet.outputs import documents_in, write_all
from canivet.problems import InputProblem, Place
from canivet.qualitative import parse
from canivet.qualitative import read_files as read_state
from canivet.qualitative import written as written_state
from canivet.storage import locked, refuse_foreign
from canivet.tabular import text_of
from canivet.territory import normalise_siren

EXAMPLES = """
  canivet diagnostiquer glpi.csv ecrans.csv telephones.xlsx --siren 200041317 --agents 1200
  canivet diagnostiquer parc.ods --siren 200041317 --agents 1200 --usages usages.csv --annee 2025
  canivet diagnostiquer canivet-200041317-2025          (après avoir corrigé correspondances.csv)
"""


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet diagnostiquer",
        description="De l'inventaire que vous tenez déjà à l'empreinte, aux ratios et au rapport.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="FICHIER",
        type=Path,
        help="fichiers d'inventaire (CSV, XLSX, XLS, ODS), ou le dossier d'un diagnostic à refaire",
    )
    parser.add_argument("--siren", help="SIREN de la collectivité (neuf chiffres)")
    parser.add_argument(
        "--agents", type=positive_integer, help="nombre d'agents qui ont un poste de travail numérique"
    )
    parser.add_argument("--nom", help="nom, quand le SIREN n'est ni une commune ni un EPCI")
    parser.add_argument("--population", type=positive_integer, help="population totale, dans le même cas")
    add_nature(parser)
    parser.add_argument("--annee", type=study_year, help="année étudiée (par défaut, l'année en cours)")
    parser.add_argument(
        "--methode",
        choices=["amortie", "achats"],
        metavar="amortie|achats",
        help="fabrication amortie sur la durée de vie (par défaut), ou comptée l'année de l'achat",
    )
    parser.add_argument(
        "--pays",
        help="pays de l'électricité quand le fichier ne le dit pas (celui de la collectivité)",
    )
    parser.add_argument("--jeu-facteurs", metavar="ID", help="jeu de facteurs, ou chemin de votre propre CSV")
    parser.add_argument("--usages", type=Path, metavar="FICHIER", help="ce qui est utilisé sans être possédé")
    parser.add_argument("--sortie", type=Path, metavar="DOSSIER", help="où écrire (créé s'il n'existe pas)")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Diagnose and write everything; prints where the documents are."""
    options = build_parser().parse_args(arguments)
    commons = commons_module.load()
    existing = [path for path in options.sources if is_dossier(path)]
    if existing and len(options.sources) > 1:
        raise InputProblem(
            "un dossier de diagnostic ne se mélange pas avec des fichiers.",
            cure="donnez le dossier seul, ou les fichiers seuls.",
            place=Place(file=str(existing[0])),
        )
    profile = None if existing else new_profile(options, commons)
    folder = options.sortie or default_folder(existing[0] if existing else None, profile)
    refuse_foreign(folder, PROFILE_FILE)
    # Held before anything is read: a dossier must not be replaced under our eyes.
    with locked(folder), steps(6) as progress:
        progress("Lecture de l'inventaire")
        if profile is None:
            dossier = reopened(existing[0], options, commons)
        else:
            dossier = fresh(profile, folder, options, commons)
        refuse_other_authority(folder, dossier.profile.siren)
        diagnosis = diagnose(dossier, commons, progress)
        document = write_all(diagnosis, folder, today=date.today().isoformat(), progress=progress)
    sys.stdout.write(summary(document))
    sys.stdout.write(f"\n{documents_in(folder)}")
    return 0


def default_folder(source: Path | None, profile: Profile | None) -> Path:
    """Where to write when the user does not say: back in the dossier, or a new one named after the study."""
    if profile is not None:
        return Path(f"canivet-{profile.siren}-{profile.year}")
    assert source is not None
    return source if source.is_dir() else Path(source.stem)


def fresh(profile: Profile, folder: Path, options: argparse.Namespace, commons: Commons) -> Dossier:
    """A dossier made from inventory files; corrections and state of play of ``folder`` are kept."""
    for path in options.sources:
        if path.is_dir():
            raise InputProblem(
                "c'est un dossier, et il n'y a pas de diagnostic Canivet dedans.",
                cure="donnez les fichiers d'inventaire eux-mêmes, ou le dossier d'un diagnostic déjà fait.",
                place=Place(file=str(path)),
            )
    tables = tuple(read_files(options.sources, commons))
    dossier = Dossier(profile, tables, corrections=corrections_of(folder, commons))
    return with_options(replace(dossier, state=state_of(folder, profile, commons)), options, commons)


def state_of(folder: Path, profile: Profile, commons: Commons) -> dict[str, str]:
    """What a dossier of the same authority already says besides its estate, checked."""
    if not is_dossier(folder) or load_profile(folder).siren != profile.siren:
        return {}
    return written_state(parse(read_state(folder), commons), commons)


def corrections_of(folder: Path, commons: Commons) -> dict[str, str]:
    """The user's corrections in a dossier, if it has any."""
    file = folder / CORRECTIONS_FILE
    return read_corrections(file, commons) if file.is_file() else {}


def reopened(path: Path, options: argparse.Namespace, commons: Commons) -> Dossier:
    """A dossier read back, with what the user corrected in it and the options given anew."""
    dossier = reopen(path, commons)
    if options.siren is not None and normalise_siren(options.siren) != dossier.profile.siren:
        raise InputProblem(
            f"ce dossier est celui du SIREN {dossier.profile.siren}.",
            cure="faites un nouveau dossier à partir des fichiers d'inventaire.",
            place=Place(file=str(path)),
        )
    given = {
        "agents": options.agents,
        "year": options.annee,
        "method": options.methode,
        "name": options.nom,
        "population": options.population,
        "country": country_code(options.pays, commons) if options.pays else None,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    return with_options(dossier.with_profile(**changes), options, commons)


def new_profile(options: argparse.Namespace, commons: Commons) -> Profile:
    """Profile of a new study: from the territories when the SIREN is there, else from the user's words."""
    if options.siren is None or options.agents is None:
        asked = (("--siren", options.siren), ("--agents", options.agents))
        raise InputProblem(
            f"il manque {' et '.join(name for name, value in asked if value is None)}.",
            cure="par exemple : canivet diagnostiquer parc.csv --siren 200041317 --agents 1200",
        )
    return profile_of_siren(
        options,
        commons,
        agents=options.agents,
        method=options.methode or "amortie",
        cure='ajoutez --nom "…" et --population N (un syndicat, un département, un établissement).',
    )


def with_options(dossier: Dossier, options: argparse.Namespace, commons: Commons) -> Dossier:
    """The dossier with the uses and the factor set the user gives."""
    if options.usages is not None:
        dossier = replace(dossier, uses=tuple(read_uses_file(options.usages, commons)))
    if options.jeu_facteurs:
        path = Path(options.jeu_facteurs)
        if path.suffix.lower() == ".csv":
            if not path.is_file():
                raise InputProblem(
                    "ce fichier n'existe pas.", cure="vérifiez son chemin.", place=Place(file=str(path))
                )
            own = {**dossier.own_sets, path.stem: text_of(path.parent, path.name)}
            dossier = replace(dossier, own_sets=own).with_profile(factor_set=path.stem)
        else:
            dossier = dossier.with_profile(factor_set=options.jeu_facteurs)
    chosen_set(dossier, load_book(dossier, commons))
    return dossier

"""``canivet acteurs``: the actors of the territory: files taken in, duplicates decided, directory given."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from canivet import commons as commons_module
from canivet.actors import FILES, ActorsPart, load, written
from canivet.actors.combine import merge, separate
from canivet.actors.intake import Intake, pending, take_in
from canivet.actors.model import Actor, pair
from canivet.actors.vocabulary import Vocabulary, load_vocabulary
from canivet.cli.actors_text import exported_text, intake_text, part_text, pending_text
from canivet.cli.folders import profile_of
from canivet.cli.parser import FrenchParser
from canivet.commons.store import Commons
from canivet.dossier import PROFILE_FILE, WITH_STATE, open_folder
from canivet.problems import InputProblem, Place
from canivet.storage import locked, replacing
from canivet.territory import normalise_siren

EXAMPLES = """
  canivet acteurs mairie --siren 200041317 --importer StockEtablissement_utf8.csv
  canivet acteurs mairie --importer lieux-mediation.csv longue-vie-aux-objets.csv
  canivet acteurs mairie --fusions
  canivet acteurs mairie --reunir sirene-20004131700013 mediatheque-centre
  canivet acteurs mairie --exporter geojson csv carte
"""
EXPORTS = ("geojson", "csv", "lmn", "carte", "matrice")


@dataclass(slots=True)
class Work:
    """The actors of a folder while a command runs, and what it has to say."""

    part: ActorsPart
    vocabulary: Vocabulary
    commons: Commons
    said: list[str]

    def actor(self, name: str) -> Actor:
        """The actor of this identifier."""
        found = next((actor for actor in self.part.actors if actor.id == name), None)
        if found is None:
            raise InputProblem(
                f"aucun acteur ne porte l'identifiant « {name} ».",
                cure="reprenez-le de la première colonne de acteurs.csv, ou de la liste de --fusions.",
            )
        return found


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet acteurs",
        description="Les acteurs du territoire : importer des fichiers, décider des doublons, publier "
        "l'annuaire. Sans option, dit où en est le dossier.",
        examples=EXAMPLES,
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier, créé s'il n'existe pas")
    parser.add_argument(
        "--importer",
        nargs="+",
        type=Path,
        default=[],
        metavar="FICHIER",
        help="fichiers de Sirene, de l'API Recherche d'entreprises, de la médiation numérique, de Longue Vie "
        "Aux Objets, ou tableau fait à la main",
    )
    parser.add_argument("--siren", help="SIREN de la collectivité, quand le dossier ne le dit pas")
    parser.add_argument(
        "--communes", default="", metavar="CODES", help="codes INSEE en plus de ceux de la collectivité"
    )
    parser.add_argument("--fusions", action="store_true", help="liste les fiches à réunir ou à distinguer")
    parser.add_argument("--reunir", nargs=2, metavar=("GARDÉ", "RÉUNI"), help="fait un acteur de deux")
    parser.add_argument(
        "--distinguer", nargs=2, metavar=("UN", "AUTRE"), help="dit que deux acteurs diffèrent"
    )
    parser.add_argument(
        "--separer", nargs=2, metavar=("ACTEUR", "SOURCE"), help="défait une réunion : la source repart seule"
    )
    parser.add_argument(
        "--exporter", nargs="+", choices=EXPORTS, default=[], metavar="FORMAT", help=", ".join(EXPORTS)
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Do what is asked, write the folder whole or not at all, say where things stand."""
    options = build_parser().parse_args(arguments)
    folder: Path = options.dossier
    refuse(folder, creating=bool(options.importer))
    commons = commons_module.load()
    with locked(folder):
        part = load(open_folder(folder)) if folder.is_dir() else ActorsPart()
        work = Work(part, load_vocabulary(commons), commons, [])
        imported(work, folder, options)
        decided(work, options)
        files = exported(work, options.exporter)
        if work.part != part:
            files = {**profile_text(folder), **written(work.part), **files}
        if files:
            with replacing(folder) as draft:
                for name, text in files.items():
                    (draft / name).write_text(text, encoding="utf-8")
    if options.fusions:
        work.said.append(pending_text(pending(work.part, work.vocabulary, commons), work.part))
    else:
        work.said.append(part_text(work.part, commons))
    sys.stdout.write("\n".join(work.said))
    return 0


def profile_text(folder: Path) -> dict[str, str]:
    """The profile of a whole dossier, in the format that says that it holds actors; none for a folder."""
    profile = profile_of(folder) if folder.is_dir() else None
    if profile is None:
        return {}
    text = json.dumps({"format": WITH_STATE, **asdict(profile)}, ensure_ascii=False, indent=2)
    return {PROFILE_FILE: f"{text}\n"}


def refuse(folder: Path, *, creating: bool) -> None:
    """Refuse a file, a folder of something else, and one that does not exist when nothing is imported."""
    if folder.is_file():
        raise InputProblem(
            "c'est un fichier, pas un dossier.",
            cure="décompressez le dossier, puis donnez-le.",
            place=Place(str(folder)),
        )
    if not folder.is_dir():
        if not creating:
            raise InputProblem(
                "ce dossier n'existe pas.",
                cure="vérifiez son chemin, ou commencez-le : canivet acteurs DOSSIER --siren … --importer …",
                place=Place(str(folder)),
            )
        return
    if any(folder.iterdir()) and not any((folder / name).is_file() for name in (PROFILE_FILE, *FILES)):
        raise InputProblem(
            "ce dossier contient déjà autre chose que du travail de Canivet.",
            cure="choisissez un dossier vide ou qui n'existe pas encore.",
            place=Place(str(folder)),
        )


def imported(work: Work, folder: Path, options: argparse.Namespace) -> None:
    """Take the files in."""
    if not options.importer:
        return
    from canivet.actors.readers.reading import read_files
    from canivet.actors.scope import scope_of

    profile = profile_of(folder) if folder.is_dir() else None
    siren = profile.siren if profile else normalise_siren(options.siren) if options.siren else ""
    codes = [code for code in options.communes.replace(" ", "").split(",") if code]
    if not siren and not codes:
        raise InputProblem(
            "il manque --siren ou --communes pour savoir de quel territoire il s'agit.",
            cure="par exemple : canivet acteurs mairie --siren 200041317 --importer StockEtablissement.csv",
        )
    scope = scope_of(work.commons, siren, codes)
    readings = read_files(options.importer, scope, work.vocabulary, work.commons)
    found = [actor for reading in readings for actor in reading.actors]
    intake: Intake = take_in(work.part, found, work.vocabulary, work.commons)
    work.part = intake.part
    work.said.append(intake_text(readings, intake, work.vocabulary))


def decided(work: Work, options: argparse.Namespace) -> None:
    """What the user says of duplicates."""
    if options.reunir:
        kept, given = (work.actor(name) for name in options.reunir)
        if kept.id == given.id:
            raise InputProblem("c'est deux fois le même acteur.", cure="donnez deux identifiants.")
        merged = merge(kept, given, work.vocabulary)
        left = [actor for actor in work.part.actors if actor.id not in (kept.id, given.id)]
        apart = frozenset(names for names in work.part.distinct if given.id not in names)
        work.part = ActorsPart((*left, merged), apart)
        work.said.append(f"« {given.facts.name} » est réuni à « {merged.facts.name} ».\n")
    if options.distinguer:
        one, other = (work.actor(name) for name in options.distinguer)
        if one.id == other.id:
            raise InputProblem("c'est deux fois le même acteur.", cure="donnez deux identifiants.")
        work.part = replace(work.part, distinct=work.part.distinct | {pair(one.id, other.id)})
        work.said.append(f"« {one.facts.name} » et « {other.facts.name} » sont deux acteurs.\n")
    if options.separer:
        separated(work, *options.separer)


def separated(work: Work, name: str, feed: str) -> None:
    """Undo a merge: the record of this source leaves the actor, and the two are said to be different."""
    actor = work.actor(name)
    keys = [record.key for record in actor.records if feed in (record.feed, record.source_id)]
    if len(keys) != 1 or len(actor.records) < 2:
        choices = ", ".join(record.source_id for record in actor.records) or "aucune"
        raise InputProblem(
            f"« {feed} » ne désigne pas une source de « {actor.facts.name} » que l'on puisse séparer.",
            cure=f"donnez l'un des identifiants de ses sources, s'il en a plusieurs : {choices}.",
        )
    left, apart = separate(actor, keys[0], work.vocabulary)
    others = [item for item in work.part.actors if item.id != actor.id]
    work.part = ActorsPart((*others, left, apart), work.part.distinct | {pair(left.id, apart.id)})
    work.said.append(f"« {apart.facts.name} » est séparé de « {left.facts.name} ».\n")


def exported(work: Work, formats: Sequence[str]) -> dict[str, str]:
    """Files to give away, by name."""
    from canivet.actors.exports import FORMATS

    files = {}
    for name in dict.fromkeys(formats):
        if name in FORMATS:
            export = FORMATS[name](work.part, work.vocabulary)
            files[export.name] = export.text
            work.said.append(exported_text(export))
        else:
            files |= pictures(work, name)
    return files


def pictures(work: Work, name: str) -> dict[str, str]:
    """The map or the matrix of the actors that go out, as in the other exports."""
    from canivet.actors.exports import published
    from canivet.actors.map_picture import draw_map
    from canivet.actors.matrix_picture import draw_matrix

    shown, left_out = published(work.part)
    picture = draw_map(shown, work.vocabulary) if name == "carte" else draw_matrix(shown)
    aside = ", ".join(f"{number} {reason}" for reason, number in left_out)
    work.said.append(f"{picture.alt}{f' Laissés de côté : {aside}.' if aside else ''}\n")
    return {f"acteurs-{name}.svg": picture.svg} if picture.svg else {}

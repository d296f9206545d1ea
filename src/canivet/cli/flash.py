"""``canivet flash``: twelve questions, a first estimate, five actions and two pages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.arguments import positive_integer, study_year
from canivet.cli.authority import add_nature, profile_of_siren
from canivet.cli.folders import refuse_other_authority
from canivet.cli.interview import interview
from canivet.cli.parser import FrenchParser
from canivet.cli.progress import steps
from canivet.cli.summary import plain
from canivet.commons.store import Commons
from canivet.dossier import LINES_FILE, PROFILE_FILE, Profile, is_input_of_choice, load_tables, written
from canivet.flash import answers as answers_file
from canivet.flash.answers import ANSWERS_FILE, Answers, read_answers
from canivet.flash.estate import SOURCE
from canivet.flash.estimate import Flash, estimate
from canivet.flash.questionnaire import Questionnaire, load_questionnaire
from canivet.flash.section import section
from canivet.problems import InputProblem, Place, reason_of
from canivet.storage import locked, refuse_foreign, replacing

RESULT_FILE = "flash.json"
EXAMPLES = """
  canivet flash --siren 210100012                          (les questions une à une, dans un terminal)
  canivet flash --modele                                   (écrit reponses.csv, à remplir avec un tableur)
  canivet flash --siren 210100012 --reponses reponses.csv
"""
DOCUMENTS = {
    "flash.pdf": "les deux pages, à remettre au maire",
    "flash.html": "les mêmes, à lire à l'écran",
    ANSWERS_FILE: "vos réponses, à reprendre l'an prochain",
    RESULT_FILE: "les chiffres complets, non arrondis",
}


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet flash",
        description="Pour une commune sans informaticien : douze questions, une première estimation, cinq "
        "actions et un rapport de deux pages.",
        examples=EXAMPLES,
    )
    parser.add_argument("--siren", help="SIREN de la commune (neuf chiffres)")
    parser.add_argument(
        "--reponses", type=Path, metavar="FICHIER", help="réponses déjà écrites (CSV, XLSX, XLS, ODS)"
    )
    parser.add_argument(
        "--modele",
        nargs="?",
        const=ANSWERS_FILE,
        type=Path,
        metavar="FICHIER",
        help=f"écrit un fichier de réponses vide ({ANSWERS_FILE} par défaut), puis s'arrête",
    )
    parser.add_argument("--nom", help="nom, quand le SIREN n'est ni une commune ni un EPCI")
    parser.add_argument("--population", type=positive_integer, help="population totale, dans le même cas")
    add_nature(parser)
    parser.add_argument("--annee", type=study_year, help="année étudiée (par défaut, l'année en cours)")
    parser.add_argument("--pays", help="pays de l'électricité (celui de la collectivité)")
    parser.add_argument("--sortie", type=Path, metavar="DOSSIER", help="où écrire (créé s'il n'existe pas)")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Ask or read the answers, estimate and write everything; prints the figure and where the pages are."""
    options = build_parser().parse_args(arguments)
    commons = commons_module.load()
    questions = load_questionnaire(commons)
    if options.modele is not None:
        write_model(options.modele, questions)
        return 0
    profile = profile_of(options, commons)
    folder: Path = options.sortie or Path(f"canivet-flash-{profile.siren}-{profile.year}")
    refuse_other_work(folder, profile.siren)
    answers = answers_of(options, questions)
    with locked(folder), steps(3) as progress:
        # The questions took time: somebody else may have written there meanwhile.
        refuse_other_work(folder, profile.siren)
        found = estimate(profile, answers, commons, progress)
        progress("Rédaction des deux pages")
        document = write(found, folder, today=date.today().isoformat())
    sys.stdout.write(summary(document, folder))
    return 0


def refuse_other_work(folder: Path, siren: str) -> None:
    """Refuse to write over what a flash cannot give back: another authority, or a real inventory."""
    refuse_foreign(folder, PROFILE_FILE)
    refuse_other_authority(folder, siren)
    if (folder / LINES_FILE).is_file() and any(table.source != SOURCE for table in load_tables(folder)):
        raise InputProblem(
            "ce dossier contient un inventaire, que le parcours flash remplacerait par des comptages.",
            cure="choisissez avec --sortie un autre dossier, ou relancez canivet diagnostiquer sur celui-ci.",
            place=Place(file=str(folder)),
        )


def write_model(path: Path, questions: Questionnaire) -> None:
    """Write an answers file to fill in; an existing file is never written over."""
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(answers_file.written(Answers(), questions))
    except FileExistsError as error:
        raise InputProblem(
            "ce fichier existe déjà.",
            cure="donnez un autre nom : canivet flash --modele autre.csv.",
            place=Place(str(path)),
        ) from error
    except OSError as error:
        raise InputProblem(
            f"impossible d'écrire ici ({reason_of(error)}).",
            cure="choisissez un dossier où vous avez le droit d'écrire.",
            place=Place(str(path)),
        ) from error
    sys.stdout.write(
        f"{path} est écrit : remplissez sa colonne « reponse », laissez vide ce que vous ne savez pas, puis "
        f"lancez canivet flash --siren … --reponses {path}\n"
    )


def profile_of(options: argparse.Namespace, commons: Commons) -> Profile:
    """Profile of the study, from the territories when the SIREN is there, else from the user's words."""
    if options.siren is None:
        raise InputProblem("il manque --siren.", cure="par exemple : canivet flash --siren 210100012")
    cure = 'ajoutez --nom "…" et --population N.'
    return profile_of_siren(options, commons, agents=0, method="amortie", cure=cure)


def answers_of(options: argparse.Namespace, questions: Questionnaire) -> Answers:
    """Answers of the file given, else those typed on the terminal."""
    if options.reponses is not None:
        return read_answers(options.reponses, questions)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputProblem(
            "il n'y a personne à qui poser les questions.",
            cure="lancez la commande dans un terminal, ou donnez un fichier de réponses avec --reponses.",
        )
    return interview(questions, input, sys.stdout.write)


def write(found: Flash, folder: Path, *, today: str) -> dict[str, Any]:
    """Write the dossier, the answers, the figures and the two pages, all or nothing; gives the figures."""
    from canivet.deliverables.flash import render_flash

    document = {**section(found), "generated_on": today}
    documents = render_flash(document)
    with replacing(folder, stale=is_input_of_choice) as draft:
        for name, text in written(found.diagnosis.dossier).items():
            (draft / name).write_text(text, encoding="utf-8")
        (draft / ANSWERS_FILE).write_text(
            answers_file.written(found.answers, found.questions), encoding="utf-8"
        )
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        (draft / RESULT_FILE).write_text(text, encoding="utf-8")
        for name, content in documents.items():
            (draft / name).write_bytes(content)
    return document


def summary(document: dict[str, Any], folder: Path) -> str:
    """The figure, the five actions, and where the documents are."""
    from canivet.deliverables.content.flash import total_of

    total, interval = total_of(document)
    level = f"{document['interval_level']:.0%}".replace("%", " %")
    lines = [
        f"{document['authority']['name']} — année {document['year']}, parcours flash",
        plain(f"  Gaz à effet de serre : {total} par an ({interval}, intervalle à {level})"),
        f"  Questions répondues : {document['answered']} sur {document['questions']}",
    ]
    doubts = [*document["cautions"], *document["left_out"], *document["estimated"]]
    lines += ["  Ce qui n'est pas dans le chiffre, ou qui est supposé :"] if doubts else []
    lines += [f"    - {text}" for text in doubts]
    lines += ["  À faire d'abord :"]
    lines += [f"    {action['rank']}. {action['label']}" for action in document["actions"]]
    lines += ["", f"Documents dans {folder} :"]
    lines += [f"  {name:<15}{what}" for name, what in DOCUMENTS.items()]
    lines += ["", f"Ensuite, avec ou sans inventaire : canivet diagnostiquer {folder}"]
    return "\n".join(lines) + "\n"

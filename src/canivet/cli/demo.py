"""``canivet demo``: the whole job on the shipped fictional authority, documents written, then the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.folders import refuse_other_authority
from canivet.cli.parser import FrenchParser
from canivet.cli.progress import steps
from canivet.cli.summary import summary
from canivet.diagnosis import diagnose
from canivet.dossier import PROFILE_FILE
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet.outputs import documents_in, write_all
from canivet.storage import locked, refuse_foreign


def run(arguments: Sequence[str]) -> int:
    """Diagnose the demonstration authority."""
    parser = FrenchParser(
        prog="canivet demo",
        description="Tout le travail sur une collectivité fictive : empreinte, ratios, rapport.",
        examples="  canivet demo\n  canivet demo --sortie essai",
    )
    parser.add_argument(
        "--sortie", type=Path, default=Path("canivet-demo"), metavar="DOSSIER", help="où écrire"
    )
    options = parser.parse_args(arguments)
    folder: Path = options.sortie
    commons = commons_module.load()
    example = load_example(commons, DEMONSTRATION)
    refuse_foreign(folder, PROFILE_FILE)
    with locked(folder), steps(6) as progress:
        progress("Lecture de l'inventaire")
        dossier = example_dossier(commons, example)
        refuse_other_authority(folder, dossier.profile.siren)
        diagnosis = diagnose(dossier, commons, progress)
        document = write_all(diagnosis, folder, today=date.today().isoformat(), progress=progress)
    sys.stdout.write(f"{example.presentation}\n\n{summary(document)}\n{documents_in(folder)}")
    sys.stdout.write(f"\nEnsuite : canivet expliquer {folder} --categorie monitor\n")
    return 0

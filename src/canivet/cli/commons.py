"""``canivet communs verifier``: check every table of the reference data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.parser import FrenchParser
from canivet.commons.store import Commons, table_files
from canivet.commons.verify import Finding, verify
from canivet.levers.loading import load_levers
from canivet.problems import InputProblem


def check_levers(commons: Commons) -> list[Finding]:
    """The first lever that cannot be read, if any."""
    try:
        load_levers(commons)
    except InputProblem as problem:
        return [Finding(f"levers/{problem.place.file}", None, problem.place.column, problem.what)]
    return []


def run(arguments: Sequence[str]) -> int:
    """Print each finding; 0 when there is no error, 1 when there is one."""
    parser = FrenchParser(
        prog="canivet communs",
        description="Vérifie les données de référence : formats, sources, licences, unités, intervalles.",
        examples="  canivet communs verifier\n  canivet communs verifier --dossier ma-copie-des-communs",
    )
    parser.add_argument("action", choices=["verifier"], metavar="verifier", help="la seule action")
    parser.add_argument("--dossier", type=Path, help="un autre dossier de communs que celui livré")
    options = parser.parse_args(arguments)
    commons = commons_module.load(options.dossier)
    findings = [*verify(commons, today=date.today()), *check_levers(commons)]
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    errors = sum(finding.severity == "error" for finding in findings)
    tables = len(table_files(commons.root))
    sys.stdout.write(
        f"Communs {commons.version} : {tables} tables lues, {errors} erreur(s), "
        f"{len(findings) - errors} avertissement(s).\n"
    )
    return 1 if errors else 0

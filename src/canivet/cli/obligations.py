"""``canivet obligations``: what the law asks of an authority, since when, met or not, and what falls due."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.arguments import shown
from canivet.cli.asked_files import put_all, refuse_places
from canivet.cli.folders import opened, profile_of
from canivet.cli.obligations_text import as_text
from canivet.cli.parser import FrenchParser
from canivet.cli.secret import secret_proofs
from canivet.commons.store import Commons
from canivet.confidential import masked
from canivet.dossier import LINES_FILE, Profile, load_tables
from canivet.obligations import FILES, Context, check, deadlines, load, load_part, section
from canivet.obligations.facts import DeclaredFacts
from canivet.obligations.law import Law
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder
from canivet.territory import find, normalise_siren

EXAMPLES = """
  canivet obligations canivet-200041317-2026
  canivet obligations canivet-200041317-2026 --ical echeances.ics --csv obligations-verifiees.csv
  canivet obligations --siren 200041317 --date 2025-01-01
"""


#: Years of the days that the law can be checked on.
FIRST_YEAR, LAST_YEAR = 1970, 2100


def day(text: str) -> date:
    """A day written YYYY-MM-DD, of the years that the law can be checked in."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"« {shown(text)} » n'est pas une date (année-mois-jour, par exemple 2026-03-31)"
        ) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas entre {FIRST_YEAR} et {LAST_YEAR}")
    return found


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet obligations",
        description="Ce que la loi demande à une collectivité : ce qui s'applique, depuis quand, respecté ou "
        "non, sur quelle preuve, et les échéances à venir. Ceci n'est pas un avis juridique.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "dossier",
        nargs="?",
        metavar="DOSSIER",
        type=Path,
        help="dossier d'un diagnostic, ou celui de vos tables",
    )
    parser.add_argument(
        "--siren", help="sans dossier, ou avec celui de vos tables : SIREN de la collectivité"
    )
    parser.add_argument("--date", type=day, metavar="AAAA-MM-JJ", help="jour du contrôle (aujourd'hui)")
    parser.add_argument("--ical", type=Path, metavar="FICHIER", help="écrit les échéances datées (.ics)")
    parser.add_argument("--csv", type=Path, metavar="FICHIER", help="écrit le tableau des règles")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the obligations, and write the calendar and the table when asked."""
    options = build_parser().parse_args(arguments)
    refuse_places({"--csv": options.csv, "--ical": options.ical}, options.dossier)
    commons = commons_module.load()
    law = load(commons)
    today: date = options.date or date.today()
    who = _who(options, law, commons, today)
    verdicts = check(who.context, law, commons)
    ahead = deadlines(who.context, law, verdicts)
    found = masked(section(who.context, law, verdicts, ahead), secret_proofs(options.dossier))
    files: dict[Path, bytes] = {}
    if options.csv is not None:
        from canivet.deliverables.content.obligations_table import as_csv

        files[options.csv] = as_csv(found).encode()
    if options.ical is not None:
        from canivet.obligations.calendar import calendar

        files[options.ical] = calendar(ahead, law, siren=who.siren, name=who.name, today=today)
    put_all(files)
    sys.stdout.write(as_text(found, who.siren, who.name))
    for path in files:
        sys.stdout.write(f"Écrit : {path}\n")
    return 0


@dataclass(frozen=True, slots=True)
class Who:
    """The authority asked about, and what is known of it."""

    siren: str
    name: str
    context: Context


def _who(options: argparse.Namespace, law: Law, commons: Commons, today: date) -> Who:
    """From a dossier when one is given, else from the territories alone."""
    if options.dossier is None and options.siren is None:
        raise InputProblem(
            "il manque un dossier ou un SIREN.",
            cure="par exemple : canivet obligations --siren 200041317",
        )
    siren = normalise_siren(options.siren) if options.siren else ""
    if options.dossier is None:
        return _of_territory(siren, commons, today, has_dossier=False)
    folder = opened(options.dossier, _tables())
    profile = profile_of(folder)
    if profile is None:
        who = _of_territory(siren, commons, today, has_dossier=True)
    elif siren not in ("", profile.siren):
        raise InputProblem(
            f"ce dossier est celui du SIREN {profile.siren}.",
            cure="retirez --siren.",
            place=Place(file=str(options.dossier)),
        )
    else:
        numbers = (profile.population, profile.population_municipal)
        context = Context(today, profile.year, profile.kind, profile.type, *numbers)
        who = Who(profile.siren, profile.name, context)
    return replace(who, context=_filled(who.context, folder, profile, law, commons))


def _of_territory(siren: str, commons: Commons, today: date, *, has_dossier: bool) -> Who:
    found = find(commons, siren) if siren else None
    if found is None:
        context = Context(today, today.year, "", has_dossier=has_dossier)
        return Who(siren, "Collectivité hors de nos tables", context)
    numbers = (found.population_total, found.population_municipal)
    context = Context(today, today.year, found.kind, found.type, *numbers, has_dossier=has_dossier)
    return Who(siren, found.name, context)


def _tables() -> tuple[str, ...]:
    from canivet import actors, initiatives
    from canivet.territory_uses.files import FILES as USES

    return (*FILES, *initiatives.FILES, *actors.FILES, *USES)


def _filled(base: Context, folder: Folder, profile: Profile | None, law: Law, commons: Commons) -> Context:
    """The context with every part that the folder holds."""
    from canivet import actors, initiatives
    from canivet import obligations_context as parts
    from canivet.maturity import files as maturity
    from canivet.maturity.loading import load_grid
    from canivet.outputs import kept_result
    from canivet.territory_uses import files as uses
    from canivet.territory_uses.section import summary

    part, grid = load_part(folder, law), load_grid(commons)
    document = kept_result(folder)
    estate = None
    if profile is not None and (folder / LINES_FILE).is_file():
        tables = load_tables(folder)
        estate = parts.estate_in(tables, commons, year=profile.year, country=profile.country)
    return replace(
        base,
        facts=DeclaredFacts.of(part.facts),
        disposals=part.disposals,
        actors=parts.count_actors(actors.load(folder)),
        initiatives=parts.count_initiatives(initiatives.load(folder)),
        uses=parts.uses_assessment(summary(uses.load(folder, commons), commons)),
        assessment=parts.impact_assessment(document) if document is not None else None,
        estate=estate,
        answers=parts.linked_answers(maturity.load(folder, grid), grid),
    )

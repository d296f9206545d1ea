"""``canivet simuler DOSSIER``: a scenario year by year, against the trend and its targets; two compared."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.asked_files import asked_text, put_all, refuse_places
from canivet.cli.diagnosed import diagnosed
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain
from canivet.deliverables.content.levers import amount
from canivet.deliverables.french import percent
from canivet.levers.comparing import difference, sensitivity
from canivet.levers.estate import Estate, estate_of
from canivet.levers.lever import Lever
from canivet.levers.loading import load_levers
from canivet.levers.scenario import Scenario, read_scenario
from canivet.levers.trajectory import Trajectory, reached, trajectory, trend
from canivet.problems import InputProblem
from canivet.tabular import csv_text

CSV_COLUMNS = (
    "scenario",
    "annee",
    "critere",
    "unite",
    "amorti",
    "achats",
    "tendance_amorti",
    "tendance_achats",
)
SENSITIVE_SHOWN = 5
EXAMPLE = """
  Un scénario est un fichier TOML :
    name = "Sobre"
    until = 2035
    [[levers]]
    id = "garder-portables"
    start = 2027
    years = 3
    set = { years = 2 }
    [[targets]]
    criterion = "gwp"
    year = 2030
    reduction = 0.2
"""


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet simuler",
        description="Ce qu'un scénario ferait de l'empreinte, année par année : les appareils sont remplacés "
        "quand leur temps vient. Deux scénarios se comparent.",
        examples="  canivet simuler canivet-200041317-2026 sobre.toml\n"
        "  canivet simuler canivet-200041317-2026 sobre.toml ambitieux.toml --csv trajectoires.csv\n"
        + EXAMPLE,
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic")
    parser.add_argument("scenarios", metavar="SCENARIO", type=Path, nargs="+", help="un ou deux scénarios")
    parser.add_argument("--critere", default="gwp", metavar="ID", help="critère (gwp par défaut)")
    parser.add_argument(
        "--csv", type=Path, metavar="FICHIER", help="écrit les trajectoires, tous les critères"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the trajectories, what separates two scenarios, and what matters most."""
    options = build_parser().parse_args(arguments)
    refuse_places({"--csv": options.csv}, options.dossier)
    if len(options.scenarios) > 2:
        raise InputProblem("trop de scénarios à la fois.", cure="donnez-en un, ou deux à comparer.")
    commons = commons_module.load()
    levers = load_levers(commons)
    diagnosis = diagnosed(options.dossier, commons)
    if diagnosis.dossier.profile.method != "amortie":
        raise InputProblem(
            "ce dossier compte par achats : sa fabrication n'est pas répartie sur la durée de vie.",
            cure="refaites-le avec --methode amortie.",
        )
    estate = estate_of(diagnosis, levers.values())
    criteria = {item.id: item for item in estate.footprint.criteria}
    if options.critere not in criteria:
        raise InputProblem(f"le critère « {options.critere} » n'existe pas.",
                           cure=f"choisissez parmi : {', '.join(criteria)}.")  # fmt: skip
    scenarios = [
        read_scenario(asked_text(path, "ce scénario"), path.name, levers, frozenset(criteria))
        for path in options.scenarios
    ]
    year = diagnosis.dossier.profile.year
    last = max(scenario.until for scenario in scenarios)
    base = trend(estate, last, year)
    paths = [trajectory(estate, scenario, year) for scenario in scenarios]
    if options.csv is not None:
        put_all({options.csv: as_csv(scenarios, paths, base, estate).encode("utf-8-sig")})
    lines = [
        line
        for scenario, path in zip(scenarios, paths, strict=True)
        for line in scenario_lines(scenario, path, base, estate, options.critere)
    ]
    if len(scenarios) == 2:
        lines += comparison_lines(scenarios, levers, estate, options.critere)
    sys.stdout.write(plain("\n".join(lines) + "\n"))
    return 0


def scenario_lines(
    scenario: Scenario, path: Trajectory, base: Trajectory, estate: Estate, criterion: str
) -> list[str]:
    """One scenario, year by year, then its targets and what it depends on most."""
    column, unit = estate.column(criterion), estate.units[criterion]
    lines = [f"{scenario.name} : par an, amorti ; fabrication comptée à l'achat ; tendance amortie"]
    for rank, year in enumerate(path.years):
        values = (path.amortised, path.purchases, base.amortised)
        shown = [amount(float(table[rank, column]), unit) for table in values]
        lines.append(f"  {year} : {shown[0]:>16} ; {shown[1]:>16} ; {shown[2]:>16}")
    before, after = float(path.amortised[0, column]), float(path.amortised[-1, column])
    if before:
        lines.append(f"  De {path.years[0]} à {path.years[-1]} : {_change(after / before - 1)}")
    for target in scenario.targets:
        lines.append(_target_line(target.criterion, target.year, target.reduction, path, estate))
    wide = sensitivity(estate, scenario, path.years[-1], criterion)[:SENSITIVE_SHOWN]
    lines += [
        f"  Dépend de {lever}.{name} : gain de {amount(low, unit)} à {amount(high, unit)}"
        for lever, name, low, high in wide
    ]
    return lines


def _target_line(criterion: str, year: int, reduction: float, path: Trajectory, estate: Estate) -> str:
    column, unit = estate.column(criterion), estate.units[criterion]
    limit = float(path.amortised[0, column]) * (1 - reduction)
    head = f"  Cible {criterion} : {percent(reduction)} de moins en {year}, soit {amount(limit, unit)}"
    if year not in path.years:
        return f"{head} : hors du scénario, qui va jusqu'à {path.years[-1]}"
    gap = float(path.amortised[path.years.index(year), column]) - limit
    if gap <= 0:
        return f"{head} : atteinte"
    when = reached(path.of(column), limit, path.years)
    later = f", elle l'est en {when}" if when else ", et pas plus tard"
    return f"{head} : manquée de {amount(gap, unit)}{later}"


def _change(share: float) -> str:
    return f"{'hausse' if share > 0 else 'baisse'} de {percent(abs(share), 1)}"


def comparison_lines(
    scenarios: Sequence[Scenario], levers: Mapping[str, Lever], estate: Estate, criterion: str
) -> list[str]:
    """What separates two scenarios in the last year of both, lever by lever; the parts add up."""
    one, other = scenarios
    year, unit = min(one.until, other.until), estate.units[criterion]
    parts = difference(estate, one, other, year, criterion)
    total = sum(part.amount for part in parts)
    more = other.name if total >= 0 else one.name
    lines = [
        f"En {year}, une fois tout remplacé, « {more} » gagne {amount(abs(total), unit)} de plus par an :"
    ]
    lines += [
        f"  {levers[part.lever].title} : {'+' if part.amount >= 0 else '−'} {amount(abs(part.amount), unit)}"
        f" pour « {other.name} »"
        for part in parts
    ]
    return lines


def as_csv(
    scenarios: Sequence[Scenario], paths: Sequence[Trajectory], base: Trajectory, estate: Estate
) -> str:
    """One line per scenario, year and criterion, unrounded."""
    rows = [
        {
            "scenario": scenario.name,
            "annee": year,
            "critere": item.id,
            "unite": item.unit,
            "amorti": float(path.amortised[rank, column]),
            "achats": float(path.purchases[rank, column]),
            "tendance_amorti": float(base.amortised[rank, column]),
            "tendance_achats": float(base.purchases[rank, column]),
        }
        for scenario, path in zip(scenarios, paths, strict=True)
        for rank, year in enumerate(path.years)
        for column, item in enumerate(estate.footprint.criteria)
    ]
    return csv_text(CSV_COLUMNS, rows)

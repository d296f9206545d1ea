"""``canivet portefeuille DOSSIER``: which actions bring most under budgets, days by service and links."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canivet import commons as commons_module
from canivet.cli.asked_files import asked_text, put_all, refuse_places
from canivet.cli.diagnosed import diagnosed
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain
from canivet.decisions.action_table import Planned, amounts, read_actions, template
from canivet.decisions.curves import abatement, front
from canivet.decisions.greedy import preview
from canivet.decisions.portfolio import Choice, Limits, Problem
from canivet.decisions.robust import robust
from canivet.decisions.solver import Infeasible, conflict, exact
from canivet.decisions.weighing import applied_of, problem_of, scenarios_of, weights_of
from canivet.deliverables.content.levers import amount, gain_text
from canivet.deliverables.french import counted, fixed, number, percent
from canivet.levers.combine import combine
from canivet.levers.estate import Estate, estate_of
from canivet.levers.gains import gains
from canivet.levers.lacking import is_blind
from canivet.levers.lever import Lever
from canivet.levers.loading import load_levers
from canivet.levers.section import CLIMATE, gain_data
from canivet.problems import InputProblem, Place
from canivet.result import category_labels
from canivet.tabular import csv_text

CSV_COLUMNS = (
    "action", "titre", "theme", "retenue", "points", "gain_kgco2e_seule", "cout_eur", "jours",
    "eur_par_tonne", "jours_par_tonne",
)  # fmt: skip
KILOS_PER_TONNE = 1000.0


@dataclass(frozen=True, slots=True)
class Work:
    """What the command works on."""

    estate: Estate
    levers: Mapping[str, Lever]
    planned: Sequence[Planned]
    problem: Problem
    weights: Mapping[str, float]


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet portefeuille",
        description="Choisit, parmi vos actions, celles qui gagnent le plus sous vos budgets, vos jours par "
        "service et les liens entre actions. Les coûts et les jours sont les vôtres.",
        examples="  canivet portefeuille canivet-200041317-2026 --modele actions.csv   (le tableau)\n"
        "  canivet portefeuille canivet-200041317-2026 --actions actions.csv --jours DSI=60 "
        "--investissement 2027=20000\n"
        "  canivet portefeuille canivet-200041317-2026 --actions actions.csv --robuste 50 % --front",
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic")
    parser.add_argument(
        "--modele", type=Path, metavar="FICHIER", help="écrit le tableau des actions à remplir"
    )
    parser.add_argument("--actions", type=Path, metavar="FICHIER", help="tableau des actions rempli")
    for name, what in (
        ("investissement", "budget d'investissement, par année"),
        ("fonctionnement", "budget de fonctionnement, par année"),
        ("jours", "jours de travail, par service"),
        ("themes", "nombre d'actions au moins, par thème du décret"),
        ("poids", "poids des critères, par exemple gwp=2 adpe=1"),
    ):
        parser.add_argument(f"--{name}", nargs="+", default=[], metavar="NOM=NOMBRE", help=what)
    parser.add_argument("--imposer", nargs="+", default=[], metavar="ACTION", help="actions à retenir")
    parser.add_argument("--ecarter", nargs="+", default=[], metavar="ACTION", help="actions à ne pas retenir")
    parser.add_argument(
        "--robuste", metavar="PRUDENCE", help="choisit sur les tirages ; de 0 (moyenne) à 1 (pires cas)"
    )
    parser.add_argument("--front", action="store_true", help="ce que chaque budget permettrait")
    parser.add_argument("--csv", type=Path, metavar="FICHIER", help="écrit les actions et le choix")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Write the template, or choose and say why."""
    options = build_parser().parse_args(arguments)
    refuse_places({"--modele": options.modele, "--csv": options.csv}, options.dossier)
    commons = commons_module.load()
    levers = load_levers(commons)
    if options.modele is None and options.actions is None:
        raise InputProblem("il manque les actions.", cure="donnez --actions, ou commencez par --modele.")
    limits = limits_of(options)
    planned: list[Planned] = []
    if options.actions is not None:
        planned = read_actions(asked_text(options.actions), options.actions.name, levers)
        _known(limits, planned)
    caution = _caution(options.robuste) if options.robuste is not None else None
    diagnosis = diagnosed(options.dossier, commons)
    estate = estate_of(diagnosis, levers.values(), merged=True)
    if options.modele is not None:
        labels = category_labels(commons)
        named = [name for name, one in levers.items() if not is_blind(estate, one, labels)]
        put_all({options.modele: template(levers, named).encode("utf-8-sig")})
        sys.stdout.write(
            f"{len(named)} actions à compléter dans {options.modele} : coûts, jours, services.\n"
        )
        return 0
    weights = weights_of(amounts(";".join(options.poids), Place(), "--poids"), estate)
    work = Work(estate, levers, planned, problem_of(estate, planned, levers, limits, weights), weights)
    sys.stdout.write(plain(_chosen(work, caution, options.csv, with_front=options.front)))
    return 0


def limits_of(options: argparse.Namespace) -> Limits:
    """Limits from the options."""
    given = {
        name: amounts(";".join(getattr(options, name)), Place(), f"--{name}")
        for name in ("investissement", "fonctionnement", "jours", "themes")
    }
    themes = {}
    for name, least in given["themes"].items():
        if name not in tuple("0123456") or least != int(least):
            raise InputProblem(
                f"« {name}={least:g} » ne va pas avec --themes.", cure="par exemple : --themes 1=1 5=2"
            )
        themes[int(name)] = int(least)
    return Limits(
        given["investissement"], given["fonctionnement"], given["jours"], themes,
        frozenset(options.imposer), frozenset(options.ecarter),
    )  # fmt: skip


def _known(limits: Limits, planned: Sequence[Planned]) -> None:
    names = {item.action.id for item in planned}
    for name in (*limits.required, *limits.forbidden):
        if name not in names:
            raise InputProblem(
                f"l'action « {name} » n'est pas dans le tableau.", cure="vérifiez --imposer et --ecarter."
            )


def _caution(text: str) -> float:
    plain_text = text.replace(",", ".").strip()
    try:
        value = float(plain_text.removesuffix("%").strip()) / (100 if plain_text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputProblem(
            f"« {text} » n'est pas une prudence.", cure="donnez un nombre de 0 à 1, ou de 0 % à 100 %."
        )
    return value


def _chosen(work: Work, caution: float | None, target: Path | None, *, with_front: bool) -> str:
    try:
        best = exact(work.problem)
        if caution is not None:
            drawn = scenarios_of(work.estate, work.planned, work.levers, work.weights)
            best = robust(work.problem, drawn, caution=caution).choice
    except Infeasible as error:
        raise InputProblem(
            f"aucun choix ne tient toutes ces contraintes ensemble : {' ; '.join(conflict(work.problem))}.",
            cure="relâchez l'une d'elles.",
        ) from error
    alone = alone_of(work)
    if target is not None:
        put_all({target: as_csv(work, best, alone).encode("utf-8-sig")})
    lines = [*_choice_lines(work, best, alone), *_limit_lines(work, best)]
    if with_front:
        lines += _front_lines(work)
    return "\n".join(lines) + "\n"


def alone_of(work: Work) -> dict[str, float]:
    """Gain of each action taken alone, kg CO₂e a year."""
    column = work.estate.column(CLIMATE)
    found = {item.action.id: item.said_gain or 0.0 for item in work.planned}
    for name, one in applied_of(work.planned, work.levers).items():
        found[name] = float(combine(work.estate, [one]).gains()[column])
    return found


def _choice_lines(work: Work, best: Choice, alone: Mapping[str, float]) -> list[str]:
    unit = work.estate.units[CLIMATE]
    titles = {action.id: action for action in work.problem.actions}
    applied = applied_of(work.planned, work.levers)
    together = gains(work.estate, [one for name, one in applied.items() if name in best.chosen])[CLIMATE]
    said = sum(
        item.said_gain or 0.0 for item in work.planned if item.action.id in best.chosen and not item.lever
    )
    kept = counted(len(best.chosen), "action retenue", "actions retenues")
    lines = [f"{kept} sur {len(work.problem.actions)} :"]
    for name in best.chosen:
        action = titles[name]
        lines.append(
            f"  {action.title} [{name}] : {amount(alone[name], unit)} prise seule, {number(action.cost)} €, "
            f"{counted(action.total_days, 'jour', 'jours')}"
        )
    if together is not None:
        lines.append(f"Ensemble, par an : {gain_text(gain_data(together), unit)}")
    if said:
        lines.append(f"  et {amount(said, unit)} que les actions sans levier disent d'elles-mêmes")
    summed = sum(alone[name] for name in best.chosen)
    lines.append(f"Additionnées, elles diraient {amount(summed, unit)}.")
    instant = preview(work.problem)
    lines.append(
        f"{fixed(best.value, 2)} points ; au mieux {fixed(best.bound, 2)} (écart {percent(best.gap, 1)}). "
        f"L'aperçu immédiat en donne {fixed(instant.value, 2)}."
    )
    return lines


def _limit_lines(work: Work, best: Choice) -> list[str]:
    chosen = [action for action in work.problem.actions if action.id in best.chosen]
    lines = []
    for label, limits, column, unit in (
        ("Investissement", work.problem.limits.investment, "investment", "€"),
        ("Fonctionnement", work.problem.limits.operation, "operation", "€"),
        ("Jours", work.problem.limits.days, "days", "jours"),
    ):
        names = sorted({*limits, *(name for action in chosen for name in getattr(action, column))})
        for name in names:
            used = sum(getattr(action, column).get(name, 0.0) for action in chosen)
            bound = f" sur {number(limits[name])}" if name in limits else ""
            lines.append(f"  {label} {name} : {number(used)}{bound} {unit}")
    themes = {theme: sum(action.theme == theme for action in chosen) for theme in range(7)}
    lines.append("  Thèmes : " + ", ".join(f"{theme} : {number_of}" for theme, number_of in themes.items()))
    return lines


def _front_lines(work: Work) -> list[str]:
    return ["Ce que chaque budget permettrait :"] + [
        f"  {number(euros)} € : {fixed(choice.value, 2)} points, {len(choice.chosen)} actions"
        for euros, choice in front(work.problem)
    ]


def as_csv(work: Work, best: Choice, alone: Mapping[str, float]) -> str:
    """One line per action, unrounded."""
    steps = {step.action: step for step in abatement(work.problem.actions, dict(alone))}
    rows = []
    for action in work.problem.actions:
        step = steps.get(action.id)
        rows.append(
            {
                "action": action.id,
                "titre": action.title,
                "theme": action.theme,
                "retenue": "oui" if action.id in best.chosen else "non",
                "points": action.gain,
                "gain_kgco2e_seule": alone[action.id],
                "cout_eur": action.cost,
                "jours": action.total_days,
                "eur_par_tonne": step.euros_per_unit * KILOS_PER_TONNE if step else None,
                "jours_par_tonne": step.days_per_unit * KILOS_PER_TONNE if step else None,
            }
        )
    return csv_text(CSV_COLUMNS, rows)

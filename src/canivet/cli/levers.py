"""``canivet leviers DOSSIER``: what each lever brings on this estate, alone or together, and what lacks."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.asked_files import put_all, refuse_places
from canivet.cli.diagnosed import diagnosed
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain
from canivet.deliverables.content.levers import (
    CONFIDENCES,
    amount,
    as_csv,
    gain_text,
    line_text,
    parameter_text,
)
from canivet.diagnosis import Diagnosis
from canivet.levers.estate import Estate, estate_of
from canivet.levers.lever import Lever
from canivet.levers.loading import load_levers
from canivet.levers.section import CLIMATE, combination, lever_row, section
from canivet.levers.setting import read_settings
from canivet.problems import InputProblem
from canivet.result import category_labels

SHOWN = 8


def build_parser() -> FrenchParser:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet leviers",
        description="Ce que chaque levier ferait gagner sur ce parc, ce qu'ils feraient ensemble, et ce qui "
        "manque pour le dire.",
        examples="  canivet leviers canivet-200041317-2026\n"
        "  canivet leviers canivet-200041317-2026 --levier garder-portables --regler years=2\n"
        "  canivet leviers canivet-200041317-2026 --ensemble garder-portables reconditionne-ordinateurs\n"
        "  canivet leviers canivet-200041317-2026 --csv leviers.csv",
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic")
    parser.add_argument("--levier", metavar="ID", help="un levier en détail, sur tous les critères")
    parser.add_argument("--ensemble", nargs="+", metavar="ID", help="plusieurs leviers à la fois")
    parser.add_argument(
        "--regler",
        nargs="+",
        default=[],
        metavar="[LEVIER.]PARAMETRE=VALEUR",
        help="règle ce que la collectivité décide",
    )
    parser.add_argument("--theme", type=int, choices=range(7), help="un thème du décret seulement")
    parser.add_argument("--csv", type=Path, metavar="FICHIER", help="écrit les gains, tous les critères")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the list, one lever, or a combination."""
    options = build_parser().parse_args(arguments)
    refuse_places({"--csv": options.csv}, options.dossier)
    commons = commons_module.load()
    levers = load_levers(commons)
    chosen = [
        named(levers, name) for name in options.ensemble or ([options.levier] if options.levier else [])
    ]
    settings = read_settings(options.regler, levers, default=options.levier or "")
    diagnosis = diagnosed(options.dossier, commons)
    labels = category_labels(commons)
    estate = estate_of(diagnosis, levers.values())
    if options.ensemble:
        text = combination_text(combination(estate, chosen, labels, settings), levers, estate)
    elif options.levier:
        text = lever_text(lever_row(estate, chosen[0], labels, settings.get(chosen[0].id, {})), estate)
    else:
        kept = [one for one in levers.values() if options.theme in (None, one.decree_theme)]
        found = section(estate, kept, labels, settings)
        if options.csv is not None:
            put_all({options.csv: as_csv(found, estate.units).encode()})
        text = list_text(found, diagnosis, estate)
    sys.stdout.write(plain(text))
    return 0


def named(levers: Mapping[str, Lever], name: str) -> Lever:
    """The lever of that identifier; the nearest ones are told otherwise."""
    if name not in levers:
        first = name.split("-", maxsplit=1)[0]
        near = [one for one in levers if one.startswith(first)] or list(levers)
        raise InputProblem(
            f"le levier « {name} » n'existe pas.", cure=f"choisissez parmi : {', '.join(near)}."
        )
    return levers[name]


def list_text(found: Mapping[str, Any], diagnosis: Diagnosis, estate: Estate) -> str:
    """The levers, the heaviest first, then those without data."""
    unit = estate.units[CLIMATE]
    computed = [row for row in found["levers"] if row["status"] == "computed"]
    blind = [row for row in found["levers"] if row["status"] != "computed"]
    lines = [
        f"{diagnosis.dossier.profile.name}, année {diagnosis.dossier.profile.year} : "
        f"{amount(found['totals'][CLIMATE], unit)} par an. Gain de chaque levier pris seul :",
        *(line_text(row, unit) for row in computed),
        "Intervalles à 90 %. Ces gains ne s'additionnent pas : deux leviers peuvent viser les mêmes "
        "appareils (voyez --ensemble).",
    ]
    if blind:
        lines += ["", f"Sans chiffre ({len(blind)}), faute de données :"]
        lines += [f"  {row['title']} [{row['id']}] : {' ; '.join(row['missing'])}." for row in blind]
    return "\n".join(lines) + "\n"


def lever_text(row: Mapping[str, Any], estate: Estate) -> str:
    """One lever in full."""
    units = estate.units
    labels = {item.id: item.label for item in estate.footprint.criteria}
    lines = [
        f"{row['title']} [{row['id']}]",
        f"  {row['what']}",
        f"  Calcul : {row['how']}",
        f"  Effort {row['effort']} sur 3 ; effet sous {' à '.join(map(str, row['delay_months']))} mois ; "
        f"confiance {CONFIDENCES[row['confidence']]}",
        *(f"  {parameter_text(item)}" for item in row["parameters"]),
    ]
    if row["status"] == "computed":
        lines.append("  Gain par an :")
        lines += [
            f"    {labels[name]} : {gain_text(gain, units[name])}"
            for name, gain in row["gains"].items()
            if gain is None or row["touched"][name]
        ]
        lines.append(
            f"  Ce que le levier touche pèse {amount(row['touched'][CLIMATE], units[CLIMATE])} par an."
        )
    lines += [f"  Manque : {reason}." for reason in row["missing"]]
    if row["rebound"]:
        lines.append(f"  Attention : {row['rebound']}")
    if row["may_worsen"]:
        worse = ", ".join(labels.get(name, name) for name in row["may_worsen"])
        lines.append(f"  Peut peser davantage sur : {worse}. {row['worsens_how']}")
    lines.append(f"  Pratiques : {', '.join(row['practices'])}")
    return "\n".join(lines) + "\n"


def combination_text(found: Mapping[str, Any], levers: Mapping[str, Lever], estate: Estate) -> str:
    """Levers together, what adding them would count twice, where the gain is."""
    unit = estate.units[CLIMATE]
    lines = [f"Ensemble : {gain_text(found['gains'][CLIMATE], unit)}"]
    lines += [
        f"  {levers[name].title} : {amount(gain, unit)} pris seul" for name, gain in found["alone"].items()
    ]
    lines.append(
        f"  Additionnés, ils diraient {amount(found['summed'], unit)} : {amount(found['overlap'], unit)} "
        "seraient comptés deux fois."
    )
    for title, key in (("Par famille", "by_category"), ("Par service", "by_service")):
        shown = list(found[key].items())
        rest = sum(value for _, value in shown[SHOWN:])
        parts = [f"{name} {amount(value, unit)}" for name, value in shown[:SHOWN]]
        parts += [f"autres {amount(rest, unit)}"] if len(shown) > SHOWN else []
        lines.append(f"  {title} : {' ; '.join(parts)}")
    lines += [
        f"  {levers[name].title}, en partie sans chiffre : {' ; '.join(reasons)}."
        for name, reasons in found["missing"].items()
        if reasons
    ]
    lines += [
        f"  « {levers[one].title} » et « {levers[other].title} » ne vont pas ensemble."
        for one, other in found["excluded"]
    ]
    return "\n".join(lines) + "\n"

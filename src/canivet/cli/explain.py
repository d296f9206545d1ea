"""``canivet expliquer DOSSIER``: any figure of a result, down to its factors, their sources and its lines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain, plain_count, plain_number
from canivet.criteria import STAGES
from canivet.deliverables.french import unit_label
from canivet.diagnosis import Diagnosis, diagnose
from canivet.dossier import is_dossier, open_folder, reopen
from canivet.footprint.explain import Explanation, Question, explain
from canivet.outputs import kept_result
from canivet.problems import InputProblem, Place
from canivet.result import MISSING_REASONS, STAGE_LABELS, category_labels
from canivet.text import fold

SHOWN_LINES = 20


def run(arguments: Sequence[str]) -> int:
    """Print the explanation of one figure."""
    parser = FrenchParser(
        prog="canivet expliquer",
        description="D'un chiffre du résultat à ses facteurs, à leurs sources et aux lignes de l'inventaire.",
        examples="  canivet expliquer canivet-200041317-2026 --critere gwp --categorie monitor\n"
        "  canivet expliquer canivet-200041317-2026 --critere adpe --etape embodied_unsplit",
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic")
    parser.add_argument("--critere", default="gwp", metavar="ID", help="critère (gwp par défaut)")
    parser.add_argument("--categorie", metavar="ID", help="famille d'équipement ou type d'usage")
    parser.add_argument("--etape", metavar="ID", help="étape du cycle de vie")
    parser.add_argument("--service", metavar="NOM", help="service de la collectivité")
    parser.add_argument("--lignes", type=int, default=SHOWN_LINES, metavar="N", help="lignes montrées")
    options = parser.parse_args(arguments)
    if options.lignes < 0:
        raise InputProblem("--lignes doit être positif ou nul.", cure="par exemple : --lignes 20.")
    path: Path = options.dossier
    if not path.exists() or not is_dossier(path):
        raise InputProblem(
            "ce n'est pas le dossier d'un diagnostic.",
            cure="donnez le dossier écrit par « canivet diagnostiquer ».",
            place=Place(file=str(path)),
        )
    commons = commons_module.load()
    diagnosis = diagnose(reopen(path, commons), commons)
    question = asked(options, diagnosis)
    check(question, diagnosis)
    kept = kept_result(open_folder(path)) or {}
    explanation = explain(diagnosis.assessment, question)
    sys.stdout.write(as_text(explanation, diagnosis, options.lignes))
    sys.stdout.write(same_data(kept, diagnosis))
    return 0


def asked(options: argparse.Namespace, diagnosis: Diagnosis) -> Question:
    """The question, whether it names things by their identifiers or by the labels of the report."""
    categories = {fold(label): name for name, label in category_labels(diagnosis.commons).items()}
    stages = {fold(label): name for name, label in STAGE_LABELS.items()}
    return Question(
        options.critere,
        options.categorie and categories.get(fold(options.categorie), options.categorie),
        options.etape and stages.get(fold(options.etape), options.etape),
        options.service,
    )


def check(question: Question, diagnosis: Diagnosis) -> None:
    """Refuse a question about what the result does not have, naming what it has."""
    keys = diagnosis.assessment.cells.keys
    allowed = {
        "le critère": (question.criterion, {item.id for item in diagnosis.assessment.footprint.criteria}),
        "la catégorie": (question.category, {key.category for key in keys}),
        "l'étape": (question.stage, set(STAGES)),
        "le service": (question.service, {key.service for key in keys}),
    }
    for what, (given, known) in allowed.items():
        if given is not None and given not in known:
            raise InputProblem(
                f"{what} « {given} » n'est pas dans ce résultat.",
                cure=f"choisissez parmi : {', '.join(sorted(known))}.",
            )


def as_text(explanation: Explanation, diagnosis: Diagnosis, shown: int) -> str:
    """French text of an explanation: the sum, its terms with their sources, the heaviest lines."""
    labels = category_labels(diagnosis.commons)
    question = explanation.question
    footprint = diagnosis.assessment.footprint
    unit = footprint.criteria[footprint.column(question.criterion)].unit
    about = [
        labels.get(question.category or "", question.category or "tout le parc"),
        STAGE_LABELS[question.stage] if question.stage else "toutes étapes",
        question.service or "tous services",
    ]
    lines = [
        f"{question.criterion} — {' · '.join(about)}",
        _total(explanation, unit_label(unit)),
    ]
    if explanation.terms:
        lines += ["", "Calcul : somme de quantité annuelle × facteur"]
    grouped: dict[tuple[str, str, Any], list[float]] = {}
    for term in explanation.terms:
        row = grouped.setdefault((term.key.category, term.stage, term.factor), [0.0, 0.0])
        row[0] += term.quantity
        row[1] += term.impact
    for (category, stage, factor), (quantity, impact) in sorted(grouped.items(), key=lambda g: -g[1][1]):
        product = f"{plain_number(quantity)} × {plain_number(factor.value)} {factor.unit}"
        bounds = f"[{plain_number(factor.low)} ; {plain_number(factor.high)}]"
        cited = f"{factor.source}, {factor.year}, {factor.licence}, {factor.locator}"
        what = f"{labels.get(category, category)}, {STAGE_LABELS[stage].lower()}"
        lines.append(f"  {plain_number(impact):>12} = {product}   {what}")
        lines.append(f"  {'':>12}   facteur {factor.subject} {bounds} : {cited}")
    lines += _left_out(explanation, labels)
    if explanation.shares:
        number = f"{min(shown, len(explanation.shares))} sur {len(explanation.shares)}"
        lines += ["", f"Lignes ({number}, les plus lourdes)"]
    assets = diagnosis.inventory.assets
    for share in explanation.shares[:shown]:
        lines.append(f"  {plain_number(share.impact):>12}   {line_text(share.flow, diagnosis, assets)}")
    if shown < len(explanation.shares):
        rest = sum(share.impact for share in explanation.shares[shown:])
        lines.append(f"  {plain_number(rest):>12}   les autres lignes")
    return "\n".join(lines) + "\n"


def _total(explanation: Explanation, unit: str) -> str:
    """The figure, or that there is none: what has no factor is not a zero."""
    if explanation.terms:
        exact = repr(explanation.total).replace(".", ",")
        return plain(f"Total : {plain_number(explanation.total)} {unit} par an (valeur exacte : {exact})")
    if explanation.gaps:
        return "Total : non calculé. Ce n'est pas un zéro : il manque de quoi le calculer."
    return (
        "Total : rien à cette étape. Une source peut ne pas la séparer : voyez les étapes "
        "embodied_unsplit (équipements) et service_unsplit (services)."
    )


def _left_out(explanation: Explanation, labels: dict[str, str]) -> list[str]:
    """What the figure does not count, and why."""
    if not explanation.gaps:
        return []
    rows = [
        f"  {labels.get(gap.category, gap.category)}, {STAGE_LABELS[gap.stage].lower()} : "
        f"{plain_count(gap.units)} unités, {MISSING_REASONS[gap.reason]}"
        for gap in explanation.gaps[:SHOWN_LINES]
    ]
    more = len(explanation.gaps) - len(rows)
    rows += [f"  … et {more} autres, dans le classeur"] if more > 0 else []
    return ["", "Ce qui n'est pas calculé, et n'est pas un zéro", *rows]


def line_text(flow: int, diagnosis: Diagnosis, assets: list[Any]) -> str:
    """What a flow comes from: a line of the inventory, or a line of uses."""
    if flow < len(assets):
        asset = assets[flow]
        kwh = "kWh inconnus" if asset.annual_kwh is None else f"{plain_number(asset.annual_kwh)} kWh/an"
        return (
            f"{asset.place} : {plain_number(asset.quantity)} × {asset.manufacturer} {asset.model}".rstrip()
            + f" ({asset.archetype}, {plain_number(asset.lifetime_years)} ans, {kwh})"
        )
    use = diagnosis.uses[flow - len(assets)]
    return f"{use.file}, ligne {use.line} : {plain_number(use.quantity)} {use.kind}"


def same_data(kept: dict[str, Any], diagnosis: Diagnosis) -> str:
    """A word when the result on disk was made from other data or figures than those explained here."""
    now = {
        "dossier_fingerprint": diagnosis.dossier.fingerprint,
        "commons_fingerprint": diagnosis.commons.fingerprint,
    }
    if kept and any(kept.get(name) != value for name, value in now.items()):
        return "\nAttention : les données ont changé depuis ; relancez « canivet diagnostiquer ».\n"
    return ""

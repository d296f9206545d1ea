"""From the parts of a dossier to what the check of the law reads: counts, dates and linked answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from canivet.actors.model import ActorsPart
from canivet.actors.reen import reen_01
from canivet.commons.store import Commons
from canivet.initiatives import InitiativesPart
from canivet.inventory.assets import ReadTable
from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier
from canivet.maturity.answers import WHOLE, Answer, Maturity
from canivet.maturity.grid import Grid, Question
from canivet.obligations.context import (
    ActorsCount,
    Estate,
    ImpactAssessment,
    InitiativesCount,
    LinkedAnswer,
    Stance,
    UsesAssessment,
    estate_of,
)
from canivet.problems import InputProblem, Place
from canivet.territory_uses.section import Summary

#: Level of the grid from which a practice is in place; at 0 it is not.
IN_PLACE = 3


def count_actors(part: ActorsPart) -> ActorsCount:
    """Validated actors, public and private; those whose status nobody said count for neither."""
    found = reen_01(part)
    return ActorsCount(found.public, found.private)


def count_initiatives(part: InitiativesPart) -> InitiativesCount:
    """Initiatives already started, with their proofs, or the reason why there is none."""
    proofs = dict.fromkeys(proof for item in part.started for proof in item.proofs)
    return InitiativesCount(len(part.started), part.nil_reason, tuple(proofs))


def uses_assessment(summary: Summary) -> UsesAssessment | None:
    """The assessment of uses of the territory; None where there is none."""
    if not summary.present:
        return None
    return UsesAssessment(summary.date, summary.n_local, summary.n_national)


def impact_assessment(result: Mapping[str, Any]) -> ImpactAssessment:
    """The impact assessment that a result document is."""
    try:
        made = result.get("generated_on")
        uses = "usages compris" if result["uses"]["covered"] else "sans les usages hébergés"
        return ImpactAssessment(
            made_on=date.fromisoformat(made) if made else None,
            scope=f"organisation, année {result['year']}, {uses}",
            method=f"Canivet {result['engine_version']}, {result['factor_set_label']}, {result['method']}",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable_result() from error


def unreadable_result() -> InputProblem:
    """What to say of a result that was cut, or that another program wrote."""
    return InputProblem(
        "le résultat du diagnostic ne se lit pas : il est incomplet, ou n'a pas été écrit par Canivet.",
        cure="relancez « canivet diagnostiquer » sur ce dossier, ou ôtez ce fichier.",
        place=Place(file="resultat.json"),
    )


def linked_answers(part: Maturity, grid: Grid) -> tuple[LinkedAnswer, ...]:
    """Answers of the grid that bear on a rule: the authority's own, else the lowest of its services."""
    given: dict[str, list[Answer]] = {}
    for answer in part.answers:
        if answer.is_given:
            given.setdefault(answer.question, []).append(answer)
    found = (
        _linked(question, given[question.id])
        for question in grid.questions
        if question.links.get("obligations") and question.id in given
    )
    return tuple(found)


def _linked(question: Question, answers: list[Answer]) -> LinkedAnswer:
    own = [answer for answer in answers if answer.service == WHOLE]
    level = min(answer.level or 0 for answer in own or answers)
    stance: Stance = "not_done" if not level else "done" if level >= IN_PLACE else "partial"
    proofs = dict.fromkeys(proof for answer in answers for proof in answer.proofs)
    return LinkedAnswer(
        question=question.id,
        label=question.text,
        answer=question.levels[level],
        stance=stance,
        rules=question.links["obligations"],
        proofs=tuple(proofs),
    )


def estate_in(tables: Sequence[ReadTable], commons: Commons, *, year: int, country: str) -> Estate | None:
    """What the tables of an inventory say that a rule can use; None without any table."""
    if not tables:
        return None
    classifier = Classifier(commons)
    inventory = build_inventory(tables, commons, year=year, country=country, classifier=classifier)
    return estate_of(inventory)

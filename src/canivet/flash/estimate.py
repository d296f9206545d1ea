"""From a profile and answers to a first estimate: a dossier like any other, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis, Progress, diagnose
from canivet.dossier import Dossier, Profile
from canivet.flash.answers import Answers
from canivet.flash.choosing import Action, Duty, choose_actions, choose_duties
from canivet.flash.estate import Estate, build_estate
from canivet.flash.quantities import facts_of
from canivet.flash.questionnaire import Questionnaire, load_questionnaire
from canivet.inventory.wording import figure

CLIMATE = "gwp"
LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Flash:
    """Everything that the twelve answers give."""

    questions: Questionnaire
    answers: Answers
    estate: Estate
    diagnosis: Diagnosis
    actions: tuple[Action, ...]
    duties: tuple[Duty, ...]
    cautions: tuple[str, ...]
    """What does not go together in the answers, and for whom the path was not made."""


def flash_dossier(profile: Profile, estate: Estate) -> Dossier:
    """The dossier of an estimate: the people who have a computer are the agents of its profile."""
    agents = estate.people or profile.agents
    return Dossier(replace(profile, agents=agents), (estate.table,), estate.uses)


def estimate(
    profile: Profile, answers: Answers, commons: Commons, progress: Progress = lambda _: None
) -> Flash:
    """The estimate of these answers; `InputProblem` when they count no equipment."""
    questions = load_questionnaire(commons)
    estate = build_estate(answers, questions, year=profile.year)
    diagnosis = diagnose(flash_dossier(profile, estate), commons, progress)
    facts = facts_of(answers, questions)
    if heaviest := heaviest_category(diagnosis):
        facts["heaviest"] = heaviest
    leader = {choice.id: choice.who for choice in questions.chosen[LEAD].choices}
    return Flash(
        questions,
        answers,
        estate,
        diagnosis,
        choose_actions(facts, commons, leader.get(answers.choices.get(LEAD, ""), "")),
        choose_duties(facts, commons),
        (*too_large(profile, commons), *diagnosis.cautions),
    )


def too_large(profile: Profile, commons: Commons) -> tuple[str, ...]:
    """A warning to an authority larger than those the path is made for; none without a known population."""
    row = next(row for row in commons.rows("flash/parameters") if row["id"] == "population_limit")
    if profile.population is None or profile.population < float(row["value"]):
        return ()
    return (
        f"Ce parcours est fait pour les communes de moins de {figure(float(row['value']))} habitants : chez "
        "vous, ce qu'il ne demande pas (réseau, hébergement) pèse davantage. Faites l'inventaire.",
    )


def heaviest_category(diagnosis: Diagnosis) -> str:
    """The category that weighs most on the climate; blank when nothing could be computed."""
    parts = diagnosis.assessment.footprint.by(CLIMATE, lambda key: key.category)
    return next((category for category, amount in parts.items() if amount > 0), "")

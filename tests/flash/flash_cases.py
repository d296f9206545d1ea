"""A village as its clerk describes it, and answers drawn from the fictional inventories."""

from __future__ import annotations

from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis, diagnose
from canivet.dossier import Profile
from canivet.examples import example_dossier, load_example
from canivet.flash.answers import Answers
from canivet.flash.questionnaire import Questionnaire
from canivet.footprint.flows import age_at_end_of

#: 800 inhabitants: a town hall, a school, a workshop.
VILLAGE = {
    "people": 6, "desktops": 3, "laptops": 8, "screens": 3, "smartphones": 2, "tablets": 6, "printers": 1,
    "copiers": 1, "reams": 60,
}  # fmt: skip
HABITS = {
    "age": "old", "school": "included", "server": "no", "hosting": "provider", "website": "own",
    "end_of_life": "cupboard", "purchases": "new", "lead": "nobody",
}  # fmt: skip


def profile(**changes: object) -> Profile:
    """The profile of a village of 800 inhabitants."""
    fields = {
        "siren": "999999964", "name": "Commune de Bourg-l'Imaginaire", "kind": "commune", "type": "commune",
        "population": 800, "population_municipal": 790, "agents": 0, "year": 2025, "method": "amortie",
        "country": "FRA", "factor_set": "",
    }  # fmt: skip
    return Profile(**{**fields, **changes})


def village(**changes: int | str | None) -> Answers:
    """Its answers, with some changed; None makes one unknown."""
    given = {**VILLAGE, **HABITS, **changes}
    return Answers(
        {name: value for name, value in given.items() if isinstance(value, int)},
        {name: value for name, value in given.items() if isinstance(value, str)},
    )


def full(commons: Commons, example: str) -> Diagnosis:
    """The diagnosis that the files of an example give."""
    return diagnose(example_dossier(commons, load_example(commons, example)), commons)


def counted_by_its_clerk(diagnosis: Diagnosis, questions: Questionnaire) -> Answers:
    """The answers of somebody who counts what the inventory lists, and rounds ages to the nearest bracket."""
    year = diagnosis.dossier.profile.year
    units: dict[str, float] = {}
    aged: list[tuple[float, float]] = []
    for asset in diagnosis.inventory.assets:
        family = "mfp_a3" if asset.archetype == "mfp_a3" else asset.family
        units[family] = units.get(family, 0.0) + asset.quantity
        age = age_at_end_of(year, asset.start_date)
        if age is not None and asset.family in {"desktop", "laptop", "monitor", "tablet"}:
            aged.append((age, asset.quantity))
    # A small multifunction stands on a desk: the question asks for it with the printers.
    units["printer"] = units.get("printer", 0.0) + units.pop("mfp", 0.0)
    units["mfp"] = units.pop("mfp_a3", 0.0)
    units["desktop"] = sum(units.get(f, 0.0) for f in ("desktop", "workstation", "all_in_one", "thin_client"))
    counts = {
        count.id: round(units.get(count.feeds.name, 0.0))
        for count in questions.counts.values()
        if count.feeds.target == "family"
    }
    counts["people"] = diagnosis.dossier.profile.agents
    sheets = sum(use.quantity for use in diagnosis.uses if use.kind == "printed_sheet")
    if diagnosis.uses:
        counts["reams"] = round(sheets / 500)
    mean = sum(age * n for age, n in aged) / sum(n for _, n in aged) if aged else None
    brackets = [choice for choice in questions.chosen["age"].choices if choice.years]
    choices = {"server": "yes" if units.get("server") else "no"}
    if mean is not None:
        nearest = min(brackets, key=lambda choice: abs(sum(choice.years or ()) / 2 - mean))
        choices["age"] = nearest.id
    return Answers(counts, choices)

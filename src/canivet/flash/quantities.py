"""How many of each thing: the counts that are known, then those that a cited ratio gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canivet.flash.answers import Answers
from canivet.flash.questionnaire import Count, Questionnaire
from canivet.inventory.wording import figure

PEOPLE: Final = "people"
COMPUTERS: Final = ("desktops", "laptops")
#: What ratios multiply, and the counts that make it; the second base may itself come from the first.
BASES: Final[dict[str, tuple[str, ...]]] = {"people": (PEOPLE,), "computers": COMPUTERS}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of devices, its pedigree class, and whether a ratio gives it."""

    value: float
    pedigree: str
    is_default: bool


def quantities_of(answers: Answers, questions: Questionnaire) -> dict[str, Quantity]:
    """Quantities by count; what is neither known nor given by a ratio is not there."""
    found = {
        count.id: Quantity(float(answers.counts[count.id]), count.pedigree, is_default=False)
        for count in questions.counts.values()
        if count.id in answers.counts
    }
    for base, names in BASES.items():
        if all(name in found for name in names):
            found |= _defaults(base, sum(found[name].value for name in names), found, questions)
    return found


def _defaults(
    base: str, total: float, known: Mapping[str, Quantity], questions: Questionnaire
) -> dict[str, Quantity]:
    """Quantities that the ratios on one base give: the unknown of a group share what its known ones leave."""
    groups: dict[str, list[Count]] = {}
    for count in questions.counts.values():
        if count.default.value is not None and count.default.base == base:
            groups.setdefault(count.default.together, []).append(count)
    found: dict[str, Quantity] = {}
    for counts in groups.values():
        unknown = [count for count in counts if count.id not in known]
        whole = (counts[0].default.value or 0.0) * total
        left = whole - sum(known[count.id].value for count in counts if count.id in known)
        if unknown and left > 0:
            share = left / len(unknown)
            found |= {count.id: Quantity(share, count.default.pedigree, is_default=True) for count in unknown}
    return found


def told(count: Count, quantity: Quantity) -> str:
    """A quantity that a ratio gives, in a sentence with its source."""
    default = count.default
    return (
        f"{count.label} : environ {figure(round(quantity.value, 1))}, d'après {figure(default.value or 0.0)} "
        f"{default.unit} ({default.locator})."
    )


def facts_of(answers: Answers, questions: Questionnaire) -> dict[str, str | float]:
    """What conditions read: every choice, the counts that are known, and quotients of those."""
    facts: dict[str, str | float] = {
        name: answers.choices.get(name, question.unknown.id) for name, question in questions.chosen.items()
    }
    counts = {name: float(value) for name, value in answers.counts.items()}
    facts |= counts
    devices = [count.id for count in questions.counts.values() if count.feeds.target == "family"]
    facts["unknown_counts"] = float(sum(name not in counts for name in devices))
    if all(name in counts for name in COMPUTERS) and "screens" in counts:
        computers = sum(counts[name] for name in COMPUTERS)
        if computers:
            facts["screens_per_computer"] = counts["screens"] / computers
    if "reams" in counts and counts.get(PEOPLE):
        facts["reams_per_person"] = counts["reams"] / counts[PEOPLE]
    return facts

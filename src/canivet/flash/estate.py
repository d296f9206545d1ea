"""From answers to an estate that the engine reads as any other: lots counted, or given by a ratio.

A count made by hand is declared, with the pedigree class that the commons give to such counts. A count that
is not known takes the cited ratio of the commons, with its own class; without a ratio it is a line whose
quantity is not known: the engine leaves it out and says so. Nothing that is not known is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from canivet.flash.answers import ANSWERS_FILE, Answers, line_of
from canivet.flash.quantities import PEOPLE, Quantity, quantities_of, told
from canivet.flash.questionnaire import Choice, Count, Questionnaire
from canivet.inventory.assets import Line, ReadTable
from canivet.inventory.uses_file import UseLine
from canivet.problems import InputProblem, Place
from canivet.units import DAYS_PER_YEAR

SOURCE: Final = "flash"
UNKNOWN_QUANTITY: Final = "ne sait pas"
AGE: Final = "age"
#: What the questions ask about is in use; what sleeps in a cupboard is not counted.
IN_USE: Final = "en service"
COLUMNS: Final = ("type", "quantity", "quantity_pedigree", "quantity_origin", "in_service_date", "status")


@dataclass(frozen=True, slots=True)
class Estate:
    """What the answers describe, ready for a dossier."""

    table: ReadTable
    uses: tuple[UseLine, ...] | None
    people: int
    """People with a computer; 0 when it is not known."""
    left_out: tuple[str, ...]
    """What is not counted, each in a sentence."""
    estimated: tuple[str, ...]
    """What a ratio gives, each in a sentence with its source."""
    units_estimated: float = 0.0
    """Devices that a ratio gives."""
    counts_missing: int = 0
    """Numbers of devices that nobody gave."""


def build_estate(answers: Answers, questions: Questionnaire, *, year: int) -> Estate:
    """The estate of the answers at the end of ``year``; `InputProblem` when they count no equipment."""
    quantities = quantities_of(answers, questions)
    chosen = _chosen(answers, questions)
    families = [count for count in questions.counts.values() if count.feeds.target == "family"]
    start = _start(chosen[AGE], year)
    lines = [
        _counted(count, quantities.get(count.id), start if count.aged else "", questions)
        for count in families
        if count.id not in quantities or quantities[count.id].value > 0
    ]
    pedigree = families[0].pedigree
    lines += [
        _said(choice, pedigree, questions)
        for choice in chosen.values()
        if choice.feeds and choice.feeds.target == "family"
    ]
    if all(line.cells["quantity"] == UNKNOWN_QUANTITY for line in lines):
        raise nothing_counted()
    by_ratio = [count for count in families if count.id in quantities and quantities[count.id].is_default]
    return Estate(
        _table(lines),
        tuple(_uses(answers, chosen, questions)) or None,
        answers.counts.get(PEOPLE, 0),
        _left_out(quantities, chosen, questions),
        tuple(told(count, quantities[count.id]) for count in by_ratio),
        sum(quantities[count.id].value for count in by_ratio),
        sum(count.id not in answers.counts for count in families),
    )


def nothing_counted() -> InputProblem:
    """The problem of answers that count no equipment."""
    return InputProblem(
        "vos réponses ne comptent encore aucun équipement.",
        cure="donnez au moins le nombre d'ordinateurs, ou le nombre de personnes qui en ont un.",
        place=Place(ANSWERS_FILE),
    )


def _chosen(answers: Answers, questions: Questionnaire) -> dict[str, Choice]:
    """The choice made for each question, « I do not know » where none was."""
    return {
        name: next((c for c in question.choices if c.id == answers.choices.get(name)), question.unknown)
        for name, question in questions.chosen.items()
    }


def _start(age: Choice, year: int) -> str:
    """Day on which equipment of an age bracket was put in service, at its middle; blank if not known."""
    if age.years is None:
        return ""
    days = round(sum(age.years) / 2 * DAYS_PER_YEAR)
    return (date(year, 12, 31) - timedelta(days=days)).isoformat()


def _counted(count: Count, quantity: Quantity | None, start: str, questions: Questionnaire) -> Line:
    cells: dict[str, str] = {}
    if quantity is not None:
        cells = {
            "quantity_pedigree": quantity.pedigree,
            "quantity_origin": "default" if quantity.is_default else "declared",
            **({"in_service_date": start} if start else {}),
        }
    text = UNKNOWN_QUANTITY if quantity is None else repr(quantity.value).removesuffix(".0")
    return _line(count.id, count.label, {"type": count.designation, "quantity": text, **cells}, questions)


def _said(choice: Choice, pedigree: str, questions: Questionnaire) -> Line:
    cells = {
        "type": choice.designation,
        "quantity": choice.quantity,
        "quantity_pedigree": pedigree,
        "quantity_origin": "declared",
    }
    return _line(choice.question, choice.designation, cells, questions)


def _line(name: str, label: str, cells: dict[str, str], questions: Questionnaire) -> Line:
    place = Place(ANSWERS_FILE, "", line_of(name, questions))
    return Line(place, {**cells, "status": IN_USE}, text=f"{label} : {cells['quantity']}")


def _uses(answers: Answers, chosen: Mapping[str, Choice], questions: Questionnaire) -> list[UseLine]:
    """What is used without being owned: counts that feed a kind, then choices that do."""
    given: list[tuple[str, str, float | None, str]] = [
        (count.id, count.feeds.name, answers.counts.get(count.id), count.unit)
        for count in questions.counts.values()
        if count.feeds.target == "kind"
    ]
    for name, choice in chosen.items():
        if choice.feeds and choice.feeds.target == "kind":
            by_person = choice.quantity == PEOPLE
            quantity = answers.counts.get(PEOPLE) if by_person else int(choice.quantity)
            given.append((name, choice.feeds.name, quantity, ""))
    return [
        UseLine(
            "", kind, float(quantity), unit, "declared", Place(ANSWERS_FILE, "", line_of(name, questions))
        )
        for name, kind, quantity, unit in given
        if quantity
    ]


def _left_out(
    quantities: Mapping[str, Quantity], chosen: Mapping[str, Choice], questions: Questionnaire
) -> tuple[str, ...]:
    unknown = [
        f"{count.label} : nombre inconnu."
        for count in questions.counts.values()
        if count.id not in quantities and count.feeds.target != "profile"
    ]
    return (*unknown, *(choice.left_out for choice in chosen.values() if choice.left_out))


def _table(lines: list[Line]) -> ReadTable:
    return ReadTable(
        file=ANSWERS_FILE,
        sheet="",
        source=SOURCE,
        encoding="utf-8",
        separator=";",
        header_line=1,
        columns=COLUMNS,
        mapping={name: name for name in COLUMNS},
        lines=tuple(lines),
        notes=("Comptages du parcours flash : des lots estimés, pas un inventaire.",),
    )

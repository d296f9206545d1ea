"""Facts that an authority says of itself: which are asked, and what may be answered."""

from __future__ import annotations

from canivet.maturity.applicability import read_yes_no
from canivet.maturity.grid import Grid
from canivet.problems import InputProblem, Place


def checked_fact(grid: Grid, name: str, value: str, place: Place | None = None) -> str:
    """A fact as it is kept; `InputProblem` when nobody asks it or the answer does not fit."""
    fact = next((item for item in grid.facts if item.id == name and item.origin == "answer"), None)
    if fact is None:
        known = ", ".join(item.id for item in grid.facts if item.origin == "answer")
        raise InputProblem(
            f"le fait « {name} » n'est pas demandé.", cure=f"choisissez parmi : {known}.", place=place
        )
    if fact.kind != "yes_no":
        return value
    word = read_yes_no(value)
    if word is None:
        raise InputProblem(f"« {value} » n'est ni oui ni non.", cure="écrivez oui ou non.", place=place)
    return word

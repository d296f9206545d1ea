"""Two frozen grids side by side: what moved, over all questions and over those answered both times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from typing import Any

from canivet.maturity.grid import TOP_LEVEL
from canivet.problems import InputProblem

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """A question whose answer changed; a level is None where nothing was answered or it did not apply."""

    question: str
    text: str
    before: float | None
    after: float | None
    status_before: str
    status_after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A domain, or the whole (blank identifier): scores then and now, each None where there is none."""

    domain: str
    label: str
    before: float | None
    after: float | None
    common: int
    """Questions answered both times."""
    common_before: float | None
    common_after: float | None
    """Scores over the questions answered both times: what moved, without what was only answered since."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between two frozen grids."""

    before: Document
    after: Document
    total: Change
    domains: tuple[Change, ...]
    moves: tuple[Move, ...]


def compare(before: Document, after: Document) -> Comparison:
    """Compare two frozen grids; `InputProblem` when they are not of the same version of the grid.

    The documents come from `freezing.opened`.
    """
    refuse_other_grid(before, after)
    then = {item["id"]: item for item in before["questions"]}
    former = {item["id"]: item for item in before["domains"]}
    if {item["id"] for item in after["questions"]} != set(then) or {
        item["id"] for item in after["domains"]
    } != set(former):
        raise _other_questions(before, after)
    pairs = [(then[item["id"]], item) for item in after["questions"]]
    return Comparison(
        before,
        after,
        _change("", "Ensemble", before["total"], after["total"], pairs),
        tuple(
            _change(
                item["id"],
                item["label"],
                former[item["id"]],
                item,
                [pair for pair in pairs if pair[1]["domain"] == item["id"]],
            )
            for item in after["domains"]
        ),
        tuple(
            Move(new["id"], new["text"], old["level"], new["level"], old["status"], new["status"])
            for old, new in pairs
            if (old["level"], old["status"]) != (new["level"], new["status"])
        ),
    )


def refuse_other_grid(before: Document, after: Document) -> None:
    """Refuse two grids that do not ask the same thing."""
    one, other = before["grid"], after["grid"]
    if one["id"] != other["id"]:
        raise InputProblem(
            f"« {before['name']} » suit la grille {one['id']}, « {after['name']} » la grille {other['id']}. "
            "D'une version à l'autre, questions et poids changent : l'écart ne voudrait rien dire.",
            cure="comparez deux grilles figées de la même version.",
        )
    if one["fingerprint"] != other["fingerprint"]:
        raise _other_questions(before, after)


def _other_questions(before: Document, after: Document) -> InputProblem:
    return InputProblem(
        f"« {before['name']} » et « {after['name']} » portent la même version de grille "
        f"({after['grid']['id']}), mais leurs questions ou leurs poids diffèrent.",
        cure="comparez deux grilles figées avec les mêmes communs.",
    )


def _change(
    domain: str, label: str, before: Document, after: Document, pairs: Iterable[tuple[Document, Document]]
) -> Change:
    both = [pair for pair in pairs if pair[0]["level"] is not None and pair[1]["level"] is not None]
    weight = fsum(new["weight"] for _, new in both)
    return Change(
        domain,
        label,
        before["score"],
        after["score"],
        len(both),
        fsum(old["weight"] * old["level"] for old, _ in both) / TOP_LEVEL / weight if both else None,
        fsum(new["weight"] * new["level"] for _, new in both) / TOP_LEVEL / weight if both else None,
    )

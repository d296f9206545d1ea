"""The grid as a table to fill in a spreadsheet: the facts asked, then one line for each question.

A question put to services has a line for each of them. `importing` reads the table back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from canivet.maturity.answers import WHOLE, Answer, Maturity
from canivet.maturity.applicability import Known, applicability
from canivet.maturity.grid import LEVELS, Grid

FACT_PREFIX: Final = "fait."
NOT_APPLICABLE: Final = "sans objet"
#: Columns of the table, in order.
COLUMNS: Final = (
    "identifiant",
    "domaine",
    "question",
    *(f"niveau {level}" for level in LEVELS),
    "preuve attendue",
    "qui répond",
    "service",
    "réponse",
    "niveau visé",
    "date visée",
    "motif si sans objet",
    "preuve",
    "confidentialité",
    "commentaire",
    "répondu par",
    "répondu le",
)


def grid_rows(grid: Grid, part: Maturity, known: Known, services: Sequence[str] = ()) -> list[dict[str, str]]:
    """Lines to fill: the facts asked, then the questions that apply, with what is already answered."""
    rows = [
        {
            "identifiant": f"{FACT_PREFIX}{fact.id}",
            "domaine": "Faits",
            "question": fact.question,
            "réponse": part.facts.get(fact.id, ""),
        }
        for fact in grid.facts
        if fact.origin == "answer"
    ]
    domains = {domain.id: domain.label for domain in grid.domains}
    given = {(answer.question, answer.service): answer for answer in part.answers}
    everyone = tuple(dict.fromkeys((*services, *part.services)))
    for question in grid.questions:
        if not applicability(grid, question, known).applies:
            continue
        about = {
            "identifiant": question.id,
            "domaine": domains[question.domain],
            "question": question.text,
            **{f"niveau {level}": text for level, text in zip(LEVELS, question.levels, strict=True)},
            "preuve attendue": question.proof,
            "qui répond": ", ".join(grid.role_labels[role] for role in question.roles),
        }
        asked = everyone if question.by_service and everyone else (WHOLE,)
        others = [name for name in (WHOLE, *everyone) if name not in asked and (question.id, name) in given]
        rows += [{**about, **_filled(given.get((question.id, name)), name)} for name in (*asked, *others)]
    return [{column: row.get(column, "") for column in COLUMNS} for row in rows]


def _filled(answer: Answer | None, service: str) -> dict[str, str]:
    """Cells of what is already answered."""
    if answer is None:
        return {"service": service}
    return {
        "service": service,
        "réponse": NOT_APPLICABLE if answer.not_applicable else _text(answer.level),
        "niveau visé": _text(answer.planned_level),
        "date visée": _text(answer.planned_on),
        "motif si sans objet": answer.not_applicable,
        "preuve": ";".join(answer.proofs),
        "commentaire": answer.comment,
        "répondu par": answer.role,
        "répondu le": _text(answer.answered_on),
    }


def _text(value: int | date | None) -> str:
    return "" if value is None else str(value)

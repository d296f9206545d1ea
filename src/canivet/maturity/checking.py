"""What an answer must be to be kept: one rule for files, for the command line and for the web."""

from __future__ import annotations

from typing import NamedTuple

from canivet.maturity.answers import Answer
from canivet.maturity.grid import LEVELS, TOP_LEVEL


class Fault(NamedTuple):
    """What is wrong in an answer, and the cure, in French; ``field`` is its attribute."""

    field: str
    what: str
    cure: str


#: Attribute of an answer → its column in ``maturite.csv``.
COLUMNS = {
    "question": "question",
    "service": "service",
    "role": "role",
    "level": "niveau",
    "planned_level": "niveau_vise",
    "planned_on": "date_visee",
    "not_applicable": "sans_objet",
    "comment": "commentaire",
    "proofs": "preuves",
    "answered_on": "repondu_le",
    "grid": "grille",
}


def fault_of(answer: Answer) -> Fault | None:
    """The first thing wrong in an answer, None when it can be kept.

    >>> fault_of(Answer("G.01", level=2, planned_level=2)).field
    'planned_level'
    >>> fault_of(Answer("G.01", not_applicable="pas de salle serveur")) is None
    True
    """
    for field, level in (("level", answer.level), ("planned_level", answer.planned_level)):
        if level is not None and level not in LEVELS:
            return Fault(field, f"{level} n'est pas un niveau.", f"donnez un niveau de 0 à {TOP_LEVEL}.")
    if answer.not_applicable and (answer.level is not None or answer.planned_level is not None):
        return Fault(
            "not_applicable",
            "la question est dite sans objet, et un niveau est donné.",
            "gardez le motif ou le niveau, pas les deux.",
        )
    return _fault_of_plan(answer)


def _fault_of_plan(answer: Answer) -> Fault | None:
    if answer.planned_level is None:
        if answer.planned_on is None:
            return None
        return Fault(
            "planned_level",
            "une date visée est donnée sans niveau visé.",
            "donnez le niveau visé, ou effacez la date.",
        )
    if answer.level is None:
        return Fault(
            "level", "un niveau visé est donné sans le niveau actuel.", "donnez d'abord le niveau actuel."
        )
    if answer.planned_level <= answer.level:
        return Fault(
            "planned_level",
            f"le niveau visé ({answer.planned_level}) ne dépasse pas le niveau actuel ({answer.level}).",
            "donnez un niveau visé plus haut, ou laissez-le vide.",
        )
    if answer.planned_on is None:
        return Fault(
            "planned_on",
            "un niveau visé est donné sans date.",
            "donnez la date à laquelle il sera atteint : sans elle, il ne compte pas comme programmé.",
        )
    return None

"""The score of the RGESN: weights of what is validated over weights of what applies.

    score = Σ weight of the validated / Σ weight of the applicable

Under way, not validated and to be assessed count for nothing above and for their weight below; not applicable
counts nowhere. With nothing applicable, there is no score: None, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canivet.rgesn.assessment import Standing
from canivet.rgesn.referential import TO_ASSESS, Referential


@dataclass(frozen=True, slots=True)
class Score:
    """Sums of weights, and criteria by state."""

    earned: float
    applicable: float
    counts: dict[str, int]

    @property
    def value(self) -> float | None:
        """Share from 0 to 1; None when nothing applies.

        >>> Score(1.5, 3.0, {}).value, Score(0.0, 0.0, {}).value
        (0.5, None)
        """
        return self.earned / self.applicable if self.applicable else None

    @property
    def answered(self) -> float:
        """Share of the criteria that somebody, or the facts, has settled."""
        total = sum(self.counts.values())
        return 1 - self.counts.get(TO_ASSESS, 0) / total if total else 0.0


def score(found: Iterable[Standing], referential: Referential) -> Score:
    """Score of some criteria: all of them, or those of a theme."""
    items = tuple(found)
    weighted = [
        (referential.states[item.state], referential.weights[item.criterion.priority]) for item in items
    ]
    return Score(
        sum(weight for state, weight in weighted if state.earns),
        sum(weight for state, weight in weighted if state.applies),
        {state: sum(item.state == state for item in items) for state in referential.states},
    )


def by_theme(found: Iterable[Standing], referential: Referential) -> dict[int, Score]:
    """Score of each theme, in order."""
    items = tuple(found)
    return {
        theme.id: score((item for item in items if item.criterion.theme == theme.id), referential)
        for theme in referential.themes
    }


def bounds(whole: Score, found: Iterable[Standing], referential: Referential) -> tuple[float, float] | None:
    """Score if all that is still to assess turns out not validated, then validated; None without a score."""
    if not whole.applicable:
        return None
    left = sum(referential.weights[item.criterion.priority] for item in found if item.state == TO_ASSESS)
    return whole.earned / whole.applicable, (whole.earned + left) / whole.applicable

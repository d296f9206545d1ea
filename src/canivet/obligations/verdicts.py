"""What a check answers, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Applies = Literal["yes", "no", "voluntary", "unknown"]
State = Literal["met", "not_met", "to_establish", "not_applicable"]

APPLIES_LABELS: dict[Applies, str] = {
    "yes": "s'applique",
    "no": "ne s'applique pas",
    "voluntary": "volontaire",
    "unknown": "à déterminer",
}
STATE_LABELS: dict[State, str] = {
    "met": "respectée",
    "not_met": "non respectée",
    "to_establish": "à établir",
    "not_applicable": "sans objet",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a rule applies to an authority, and why."""

    applies: Applies
    reason: str
    missing: tuple[str, ...] = ()
    """Facts that would tell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a verdict, with its arithmetic and what it is compared with."""

    label: str
    value: float | None
    unit: str
    arithmetic: str
    """The calculation in words: ``100 × 96 ÷ 180``."""
    threshold: float | None = None
    comparison: Literal["ge", "le"] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on, and its proofs."""

    text: str
    proofs: tuple[str, ...] = ()
    linked: bool = False
    """An answer of the maturity grid that bears on the rule: its proofs are not those of the verdict."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a formula concludes on a rule that applies."""

    state: State
    reason: str
    evidence: tuple[Evidence, ...] = ()
    figures: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()
    """Facts that would settle it."""
    overdue: bool = False
    """A deadline has passed without it, or it came after."""
    todo: str = ""
    """What to do, where neither the rule's action nor the missing facts say it."""
    waits: bool = False
    """Nothing can be said of it before the strategy is adopted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer on one rule for one authority on one day."""

    rule: str
    applies: Applies
    applies_reason: str
    since: date | None
    """Since when it applies, or by when it is due; None where the date is not known."""
    state: State
    reason: str
    severity: Literal["E", "A", "I"]
    """That of the rule; an error becomes a warning where the approach is voluntary."""
    evidence: tuple[Evidence, ...]
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]
    overdue: bool
    next: str
    """What to do next; blank where there is nothing to do."""
    waits: bool = False
    """Nothing can be said of it before the strategy is adopted."""

    @property
    def proofs(self) -> tuple[str, ...]:
        """Identifiers of the proofs of the verdict, each once; linked answers prove something else."""
        own = (item for item in self.evidence if not item.linked)
        return tuple(dict.fromkeys(proof for item in own for proof in item.proofs))

"""What a check looks at: who, when, and each piece of the dossier, as given. No clock: the day is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from canivet.inventory.assets import Inventory
from canivet.obligations.disposals import Disposal
from canivet.obligations.facts import DeclaredFacts
from canivet.units import HOURS_PER_YEAR

Stance = Literal["done", "partial", "not_done"]


@dataclass(frozen=True, slots=True)
class ActorsCount:
    """Actors of the territory that somebody validated."""

    public: int
    private: int
    """Private, social economy included."""


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """The assessment of the environmental impact: the result of a diagnosis, or a document declared."""

    made_on: date | None
    scope: str
    method: str


@dataclass(frozen=True, slots=True)
class UsesAssessment:
    """The assessment of uses on the territory."""

    made_on: date | None
    local_figures: int
    national_figures: int
    """Estimated by national ratio."""


@dataclass(frozen=True, slots=True)
class InitiativesCount:
    """Initiatives under way or done, or the reason why there is none."""

    started: int
    nil_reason: str = ""
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estate:
    """What the inventory says that a rule can use."""

    retired_by_family: Mapping[str, float]
    """Units that left the estate, by family; their age is not known."""
    server_units: float
    server_mean_kw: float | None
    """Mean power of servers and storage, from their yearly electricity; None where there is none known."""


@dataclass(frozen=True, slots=True)
class LinkedAnswer:
    """An answer of the maturity grid that bears on rules: shown as evidence, it never decides alone."""

    question: str
    label: str
    answer: str
    stance: Stance
    rules: tuple[str, ...]
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a check reads."""

    today: date
    year: int
    """The year studied: yearly facts are those of this year."""
    kind: str
    """``commune``, ``epci``, or blank where unknown."""
    type: str = ""
    population_total: int | None = None
    population_municipal: int | None = None
    facts: DeclaredFacts = field(default_factory=lambda: DeclaredFacts({}))
    disposals: tuple[Disposal, ...] = ()
    """The register, all years."""
    actors: ActorsCount | None = None
    assessment: ImpactAssessment | None = None
    uses: UsesAssessment | None = None
    initiatives: InitiativesCount | None = None
    estate: Estate | None = None
    answers: tuple[LinkedAnswer, ...] = ()
    has_dossier: bool = True
    """Without a dossier, a piece that is not there is unknown, not missing."""

    def disposals_of_year(self) -> tuple[Disposal, ...]:
        """Lots of the register for the year studied."""
        return tuple(item for item in self.disposals if item.year == self.year)


#: Families that make a server room.
SERVER_FAMILIES = frozenset({"server", "storage"})


def estate_of(inventory: Inventory) -> Estate:
    """Retired units by family and the mean power of servers, from an inventory read."""
    retired: dict[str, float] = {}
    for exclusion in inventory.exclusions:
        if exclusion.reason == "retired" and exclusion.family:
            retired[exclusion.family] = retired.get(exclusion.family, 0.0) + exclusion.quantity
    servers = [asset for asset in inventory.assets if asset.family in SERVER_FAMILIES]
    known = [asset for asset in servers if asset.annual_kwh is not None]
    kwh = sum(asset.quantity * asset.usage_rate * (asset.annual_kwh or 0.0) * asset.pue for asset in known)
    return Estate(
        retired_by_family=dict(sorted(retired.items())),
        server_units=sum(asset.quantity for asset in servers),
        server_mean_kw=kwh / HOURS_PER_YEAR if known else None,
    )

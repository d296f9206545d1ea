"""Ratios that place an authority against the state of the art.

Each ratio is a pure function of one set of facts; labels, units and published references live in the
commons. A ratio whose facts are missing is None: it is shown as not computed, never as zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from canivet.commons.store import Commons, number
from canivet.text import joined


@dataclass(frozen=True, slots=True)
class Facts:
    """What ratios are made of. Impacts are yearly, in the unit of their criterion; ``units_by_family`` counts
    devices in use; ``agents`` are those with a digital workstation."""

    agents: int | None
    population: int | None
    impacts: dict[str, tuple[float, float, float]]
    """Criterion → (central, low, high)."""
    gwp_by_stage: dict[str, float]
    """Of the equipment alone."""
    units_by_family: dict[str, float]
    kwh: float
    mean_lifetime_years: dict[str, float]
    """Family → mean lifetime used in the calculation."""
    units_with_age: float
    units_beyond_lifetime: float
    uses_covered: bool
    coverage: float
    amortised: bool = True
    """False when manufacturing counts in the year of purchase."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A published figure to compare with, and how far the comparison holds."""

    value: float | None
    low: float | None
    high: float | None
    unit: str
    year: str
    scope: str
    sector: str
    method: str
    source: str
    url: str
    comparability: str
    """``comparable``, ``indicative`` or ``not_comparable``."""
    note: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio: its value with its interval when it has one, and the references published for it."""

    id: str
    label: str
    unit: str
    definition: str
    direction: str
    value: float | None
    low: float | None
    high: float | None
    references: tuple[Reference, ...]


PERSONAL_COMPUTERS = ("laptop", "desktop", "workstation", "all_in_one", "thin_client")
SCREENS = ("monitor",)
PRINTERS = ("printer", "mfp")
#: Devices an agent holds or sits at: what published "devices per user" ratios count, more or less.
USER_DEVICES = (
    *PERSONAL_COMPUTERS,
    *SCREENS,
    *PRINTERS,
    "tablet",
    "smartphone",
    "feature_phone",
    "ip_phone",
    "landline_phone",
    "dect_phone",
)

Value = tuple[float | None, float | None, float | None]
NONE: Value = (None, None, None)


def _count(facts: Facts, families: tuple[str, ...]) -> float:
    return sum(facts.units_by_family.get(family, 0.0) for family in families)


def _per(amount: float, base: float | None) -> Value:
    return (amount / base, None, None) if base else NONE


def _impact_per(criterion: str, base: str) -> Callable[[Facts], Value]:
    def ratio(facts: Facts) -> Value:
        divisor = getattr(facts, base)
        impact = facts.impacts.get(criterion)
        if not divisor or impact is None:
            return NONE
        central, low, high = (value / divisor for value in impact)
        return central, low, high

    return ratio


def _share(part: float, whole: float) -> Value:
    return (100 * part / whole, None, None) if whole else NONE


def _manufacturing_share(facts: Facts) -> Value:
    """Share of everything but use: totals without stages hold manufacturing, transport and end of life."""
    total = sum(facts.gwp_by_stage.values())
    return _share(total - facts.gwp_by_stage.get("use", 0.0), total)


def _lifetime(families: tuple[str, ...]) -> Callable[[Facts], Value]:
    def ratio(facts: Facts) -> Value:
        known = [family for family in families if family in facts.mean_lifetime_years]
        weight = sum(facts.units_by_family.get(family, 0.0) for family in known)
        total = sum(
            facts.units_by_family.get(family, 0.0) * facts.mean_lifetime_years[family] for family in known
        )
        return (total / weight, None, None) if weight else NONE

    return ratio


FORMULAS: dict[str, Callable[[Facts], Value]] = {
    "gwp_per_agent": _impact_per("gwp", "agents"),
    "gwp_per_inhabitant": _impact_per("gwp", "population"),
    "pe_per_agent": _impact_per("pe", "agents"),
    "kwh_per_agent": lambda facts: _per(facts.kwh, facts.agents),
    "devices_per_agent": lambda facts: _per(_count(facts, USER_DEVICES), facts.agents),
    "pc_per_agent": lambda facts: _per(_count(facts, PERSONAL_COMPUTERS), facts.agents),
    "printers_per_agent": lambda facts: _per(_count(facts, PRINTERS), facts.agents),
    "screens_per_pc": lambda facts: _per(_count(facts, SCREENS), _count(facts, PERSONAL_COMPUTERS)),
    "manufacturing_share_gwp": _manufacturing_share,
    "beyond_lifetime_share": lambda facts: _share(facts.units_beyond_lifetime, facts.units_with_age),
    "lifetime_pc": _lifetime(PERSONAL_COMPUTERS),
    "lifetime_smartphone": _lifetime(("smartphone",)),
}


PER_AGENT = frozenset(
    {
        "gwp_per_agent",
        "pe_per_agent",
        "kwh_per_agent",
        "devices_per_agent",
        "pc_per_agent",
        "printers_per_agent",
    }
)
ACCOUNTED = frozenset({"gwp_per_agent", "gwp_per_inhabitant", "manufacturing_share_gwp"})


def implausible(facts: Facts, commons: Commons) -> tuple[str, ...]:
    """French warnings on an estate and a number of agents that cannot belong together.

    Its bounds are conventions of ``engine/parameters``; an estate without any computer says nothing.
    """
    computers = _count(facts, PERSONAL_COMPUTERS)
    if not facts.agents or not computers:
        return ()
    row = next(row for row in commons.rows("engine/parameters") if row["id"] == "plausible_pc_per_agent")
    each = computers / facts.agents
    if float(row["low"]) <= each <= float(row["high"]):
        return ()
    return (
        f"{_plain(computers)} ordinateurs comptés pour {_plain(facts.agents)} agents ayant un poste "
        f"numérique ({_plain(each)} par agent) : l'inventaire est-il complet, le nombre d'agents est-il "
        "juste ? Les ratios par agent ne sont comparés à rien.",
    )


def _plain(value: float) -> str:
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:.2g}"
    return text.replace(",", " ").replace(".", ",")


def comparability(
    stated: str, facts: Facts, ratio_id: str, full_coverage: float, *, plausible: bool = True
) -> tuple[str, str]:
    """The verdict of a comparison, lowered when our own figure does not cover what the reference does.

    Returns the verdict and the reason it was lowered, empty when it was not.
    """
    if stated != "not_comparable" and ratio_id in PER_AGENT and not plausible:
        return "not_comparable", "parc et nombre d'agents ne vont pas ensemble, voir les avertissements"
    if stated != "not_comparable" and ratio_id in ACCOUNTED and not facts.amortised:
        return "not_comparable", "comptabilité par achats, quand ce repère est amorti"
    if stated != "not_comparable" and ratio_id in ("gwp_per_agent", "pe_per_agent", "gwp_per_inhabitant"):
        if not facts.uses_covered:
            return "indicative", "les usages hébergés ne sont pas renseignés dans ce diagnostic"
        if facts.coverage < full_coverage:
            return "indicative", "une part des équipements n'a pas de facteur"
    return stated, ""


def compute_ratios(facts: Facts, commons: Commons) -> tuple[Ratio, ...]:
    """Every ratio that an inventory gives, in the order of the commons (see ``standing`` for the others)."""
    parameters = {row["id"]: row["value"] for row in commons.rows("engine/parameters")}
    full_coverage = float(parameters["full_coverage"])
    plausible = not implausible(facts, commons)
    references: dict[str, list[Reference]] = {}
    for row in commons.rows("ratios/references"):
        verdict, reason = comparability(
            row["comparability"], facts, row["ratio"], full_coverage, plausible=plausible
        )
        references.setdefault(row["ratio"], []).append(
            Reference(
                number(row["value"]),
                number(row["low"]),
                number(row["high"]),
                row["unit"],
                row["year"],
                row["scope"],
                row["sector"],
                row["method"],
                row["source"],
                row["url"],
                verdict,
                joined((row["comparability_note"], reason)),
            )
        )
    ratios = []
    computed = [row for row in commons.rows("ratios/ratios") if row["own"] == "inventory"]
    for row in sorted(computed, key=lambda row: int(row["rank"])):
        value, low, high = FORMULAS[row["id"]](facts)
        ratios.append(
            Ratio(
                row["id"],
                row["label_fr"],
                row["unit"],
                row["definition_fr"],
                row["direction"],
                value,
                low,
                high,
                tuple(references.get(row["id"], ())),
            )
        )
    return tuple(ratios)

"""The quality score: where each datum comes from, in share of units, and what would improve it most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from canivet.commons.store import Commons
from canivet.inventory.assets import Asset, Inventory, Origin
from canivet.inventory.scope import UNRECOGNISED

#: A family recognised with at least this confidence stands as declared; below, it was guessed.
SURE: Final = 0.9
SHOWN_IMPROVEMENTS: Final = 5
#: Gains under this number of points of the score are not worth a line.
LEAST_GAIN: Final = 0.1

_START_ORIGINS: Final[Mapping[str, Origin]] = {
    "use": "declared",
    "delivery": "declared",
    "buy": "declared",
    "warranty": "deduced",
    "bios": "deduced",
    "none": "missing",
}

#: Origin of each datum of an asset.
ORIGIN_OF: Final[Mapping[str, Callable[[Asset], Origin]]] = {
    "family": lambda asset: "declared" if asset.confidence >= SURE else "deduced",
    "start_date": lambda asset: _START_ORIGINS[asset.start_basis],
    "lifetime": lambda asset: asset.lifetime_origin,
    "annual_kwh": lambda asset: asset.kwh_origin,
    "quantity": lambda asset: asset.quantity_origin,
    "country": lambda asset: asset.country_origin,
    "service": lambda asset: "declared" if asset.service else "missing",
}


@dataclass(frozen=True, slots=True)
class _Weight:
    value: float
    label: str
    advice: str


def assess_quality(inventory: Inventory, commons: Commons) -> dict[str, Any]:
    """Score out of 100, share of units by origin of each datum, and the improvements that gain most.

    The score is 100 × Σ weight of the datum × Σ share of units × credit of the origin, with the weights and
    credits of ``classification/quality_weights``. What was not recognised counts as a family that is missing.
    """
    weights = {
        (row["kind"], row["id"]): _Weight(float(row["weight"]), row["label_fr"], row["advice_fr"])
        for row in commons.rows("classification/quality_weights")
    }
    units = units_by_origin(inventory)
    total = {datum: sum(by_origin.values()) for datum, by_origin in units.items()}
    shares = {
        datum: {origin: value / total[datum] for origin, value in by_origin.items()} if total[datum] else {}
        for datum, by_origin in units.items()
    }
    score = 0.0
    improvements = []
    for datum, by_origin in shares.items():
        weight = weights["datum", datum]
        credit = sum(share * weights["origin", origin].value for origin, share in by_origin.items())
        score += 100 * weight.value * credit
        gain = 100 * weight.value * (1 - credit) if by_origin else 0.0
        if gain >= LEAST_GAIN:
            lacking = sum(
                value for origin, value in units[datum].items() if weights["origin", origin].value < 1
            )
            improvements.append(
                {
                    "datum": datum,
                    "label": weight.label,
                    "advice": weight.advice,
                    "units": lacking,
                    "share": lacking / total[datum],
                    "gain": gain,
                }
            )
    improvements.sort(key=lambda item: (-float(str(item["gain"])), str(item["datum"])))
    return {
        "score": score,
        "by_origin": shares,
        "weights": {datum: weights["datum", datum].value for datum in shares},
        "labels": {
            "data": {datum: weights["datum", datum].label for datum in shares},
            "origins": {name: weight.label for (kind, name), weight in weights.items() if kind == "origin"},
        },
        "improvements": improvements[:SHOWN_IMPROVEMENTS],
    }


def units_by_origin(inventory: Inventory) -> dict[str, dict[Origin, float]]:
    """Units by origin of each datum, over what is counted and, for the family, what was not recognised."""
    units: dict[str, dict[Origin, float]] = {datum: {} for datum in ORIGIN_OF}
    for asset in inventory.assets:
        for datum, origin_of in ORIGIN_OF.items():
            by_origin = units[datum]
            origin = origin_of(asset)
            by_origin[origin] = by_origin.get(origin, 0.0) + asset.quantity
    unknown = sum(item.quantity for item in inventory.exclusions if item.reason == UNRECOGNISED)
    if unknown:
        units["family"]["missing"] = units["family"].get("missing", 0.0) + unknown
    return units

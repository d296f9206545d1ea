"""The levers of an estate as data: what each one brings, on every criterion, or why it brings nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from canivet.levers.combine import Applied, combine
from canivet.levers.estate import Estate
from canivet.levers.gains import Gain, gains, gains_by, overlap, touched, units_touched
from canivet.levers.lacking import Labels, is_blind, lacking
from canivet.levers.lever import Lever

CLIMATE = "gwp"


def section(
    estate: Estate, levers: Iterable[Lever], labels: Labels, values: Mapping[str, Mapping[str, float]] = {}
) -> dict[str, Any]:
    """Every lever, the one that brings most on the climate first; those without data come last.

    ``values`` are those that the authority has set, by lever and parameter; figures are unrounded.
    """
    rows = [lever_row(estate, lever, labels, values.get(lever.id, {})) for lever in levers]
    rows.sort(key=lambda row: (row["status"] != "computed", -_climate(row), row["id"]))
    return {
        "totals": dict(zip(_criteria(estate), map(float, estate.totals), strict=True)),
        "levers": rows,
        "computed": sum(row["status"] == "computed" for row in rows),
    }


def kept(found: Mapping[str, Any]) -> dict[str, Any]:
    """The section as a result keeps it: its figures, and the texts without which they are not read.

    What does not depend on the estate stays in the commons, under the identifier of the lever.
    """
    names = ("id", "title", "decree_theme", "effort", "confidence", "status", "missing", "units", "gains")
    return {
        **found,
        "levers": [
            {name: row[name] for name in names}
            | {
                "touched": row["touched"][CLIMATE],
                "parameters": {item["id"]: item["set"] for item in row["parameters"]},
            }
            for row in found["levers"]
        ],
    }


def _criteria(estate: Estate) -> list[str]:
    return [item.id for item in estate.footprint.criteria]


def _climate(row: Mapping[str, Any]) -> float:
    gain = row["gains"].get(CLIMATE)
    return float(gain["value"]) if gain else 0.0


def lever_row(estate: Estate, lever: Lever, labels: Labels, values: Mapping[str, float]) -> dict[str, Any]:
    """One lever on an estate."""
    blind = is_blind(estate, lever, labels)
    applied = Applied(lever, lever.defaults() | dict(values))
    found = {} if blind else gains(estate, [applied])
    whole = touched(estate, lever)
    return {
        "id": lever.id,
        "title": lever.title,
        "what": lever.what,
        "how": lever.how,
        "decree_theme": lever.decree_theme,
        "effort": lever.effort,
        "confidence": lever.confidence,
        "delay_months": list(lever.delay_months),
        "practices": list(lever.practices),
        "roles": list(lever.roles),
        "prerequisites": list(lever.prerequisites),
        "excludes": list(lever.excludes),
        "rebound": lever.rebound,
        "may_worsen": list(lever.may_worsen),
        "worsens_how": lever.worsens_how,
        "indicators": list(lever.indicators),
        "parameters": [asdict(item) | {"set": applied.values[item.id]} for item in lever.parameters],
        "status": "no_data" if blind else "computed",
        "missing": list(lacking(estate, lever, labels)),
        "units": units_touched(estate, lever),
        "touched": dict(zip(_criteria(estate), map(float, whole), strict=True)),
        "gains": {name: gain_data(gain) for name, gain in found.items()},
    }


def gain_data(gain: Gain | None) -> dict[str, Any] | None:
    """A gain as data; None where what comes has no factor on the criterion."""
    return None if gain is None else asdict(gain)


def combination(
    estate: Estate, levers: Iterable[Lever], labels: Labels, values: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """Several levers together: their gain, what an addition would count twice, and where the gain is."""
    chosen = list(levers)
    applied = [Applied(one, one.defaults() | dict(values.get(one.id, {}))) for one in chosen]
    both = combine(estate, applied)
    found = overlap(estate, applied, CLIMATE)
    return {
        "levers": [one.id for one in chosen],
        "gains": {name: gain_data(gain) for name, gain in gains(estate, applied).items()},
        "alone": dict(zip((one.id for one in chosen), found.alone, strict=True)),
        "summed": found.summed,
        "together": found.together,
        "overlap": found.lost,
        "by_category": gains_by(both, CLIMATE, lambda key: labels.get(key.category, key.category)),
        "by_service": gains_by(both, CLIMATE, lambda key: key.service),
        "missing": {one.id: list(lacking(estate, one, labels)) for one in chosen},
        "excluded": [
            [one.id, other]
            for one in chosen
            for other in one.excludes
            if other in {item.id for item in chosen}
        ],
    }

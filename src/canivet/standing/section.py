"""The state of the art around an authority: each ratio, its published references, its peers. JSON-able."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from canivet.commons.store import Commons, number
from canivet.standing.comparison import Descriptor, Rules, compare, load_rules, of_ratio, of_reference, worst
from canivet.standing.peers import PeerGroup, among_peers, load_strata, minimum_of_peers, stratum_of


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure that the inventory does not give: maturity, reuse rate, PUE…; ``method`` as peers name it."""

    value: float
    low: float | None
    high: float | None
    method: str
    source: str


def computed_method(accounting: str) -> str:
    """How peers name the method of the ratios of a diagnosis: the accounting never mixes.

    >>> computed_method("amortie")
    'canivet-amortie'
    """
    return f"canivet-{accounting}"


def grid_method(version: str) -> str:
    """How peers name the method of a maturity score: the grid and its version.

    >>> grid_method("2026.1")
    'grille-2026.1'
    """
    return f"grille-{version}"


def rule_method(rule: str) -> str:
    """How peers name the method of a figure that a rule of law computes.

    >>> rule_method("REEN16")
    'regle-REEN16'
    """
    return f"regle-{rule}"


def section(
    result: Mapping[str, Any],
    commons: Commons,
    *,
    pool: Sequence[PeerGroup] = (),
    declared: Mapping[str, OwnFigure] | None = None,
    schools: bool | None = None,
) -> dict[str, Any]:
    """State of the art around a result document; ``declared`` gives, by ratio, what it does not tell.

    ``schools`` says whether the estate counts schools; None when it is not known.
    """
    authority = result["authority"]
    population = authority["population"]
    rules = load_rules(commons)
    own = {**told_by(result, commons), **(declared or {})}
    computed = {ratio["id"]: ratio for ratio in result["ratios"]}
    ratios = []
    for row in sorted(commons.rows("ratios/ratios"), key=lambda row: int(row["rank"])):
        figure = _own(row, computed, own, result["method"])
        peers = among_peers(
            row["id"],
            figure["value"],
            interval=(figure["low"], figure["high"]),
            method=figure["method"],
            kind=authority["kind"],
            population=population,
            direction=row["direction"],
            pool=pool,
            commons=commons,
        )
        ours = of_ratio(row, hosting=bool(result["uses"]["covered"]), schools=schools)
        references = _references(row, ours, computed.get(row["id"]), commons, rules)
        ratios.append(
            {
                "id": row["id"],
                "label": row["label_fr"],
                "unit": row["unit"],
                "definition": row["definition_fr"],
                "direction": row["direction"],
                "own": row["own"],
                "where": row["own_fr"],
                **figure,
                "references": references,
                "peers": {
                    "position": peers.position,
                    "refused": peers.refused if pool else "",
                    "n": peers.group.n if peers.group else None,
                    "year": peers.group.year if peers.group else None,
                    "quantiles": dict(peers.group.quantiles) if peers.group else None,
                },
            }
        )
    stratum = stratum_of(population, load_strata(commons)) if population is not None else None
    return {
        "ratios": ratios,
        "pool": bool(pool),
        "peer_minimum": minimum_of_peers(commons),
        "stratum": stratum.label if stratum else "",
        "kind": authority["kind"],
    }


def told_by(result: Mapping[str, Any], commons: Commons) -> dict[str, OwnFigure]:
    """What the state of play of a result gives: the maturity score, and what rules of law compute."""
    state = result.get("state_of_play") or {}
    found: dict[str, OwnFigure] = {}
    maturity = state.get("maturity") or {}
    total = maturity.get("total") or {}
    if total.get("score") is not None:
        low, high = (None if total[end] is None else 100 * total[end] for end in ("low", "high"))
        grid = maturity["grid"]
        found["maturity"] = OwnFigure(100 * total["score"], low, high, grid_method(grid["id"]), grid["label"])
    groups = (state.get("obligations") or {}).get("groups", ())
    verdicts = {item["rule"]: item for group in groups for item in group["verdicts"]}
    for row in commons.rows("ratios/ratios"):
        verdict = verdicts.get(row["own_rule"]) if row["own_rule"] else None
        value = verdict["figures"][0]["value"] if verdict and verdict["figures"] else None
        if verdict and value is not None:
            source = f"{verdict['title']} ({verdict['article']})"
            found[row["id"]] = OwnFigure(float(value), None, None, rule_method(row["own_rule"]), source)
    return found


def _own(
    row: Mapping[str, str],
    computed: Mapping[str, Mapping[str, Any]],
    declared: Mapping[str, OwnFigure],
    accounting: str,
) -> dict[str, Any]:
    """The authority's own figure: of its diagnosis, or told; with None where it is not known."""
    told = declared.get(row["id"])
    if told is not None:
        return {
            "value": told.value,
            "low": told.low,
            "high": told.high,
            "method": told.method,
            "source": told.source,
        }
    found = computed.get(row["id"], {})
    return {
        **{name: found.get(name) for name in ("value", "low", "high")},
        "method": computed_method(accounting) if row["own"] == "inventory" else "",
        "source": "diagnostic" if row["own"] == "inventory" else "",
    }


def _references(
    row: Mapping[str, str],
    ours: Descriptor,
    computed: Mapping[str, Any] | None,
    commons: Commons,
    rules: Rules,
) -> list[dict[str, Any]]:
    """Published references of a ratio, each with its verdict and every reason of it.

    The verdict is never better than the one of the diagnosis, which knows how much of the estate it covers.
    """
    kept = {_key(item): item for item in computed["references"]} if computed else {}
    found = []
    for item in commons.rows("ratios/references"):
        if item["ratio"] != row["id"]:
            continue
        decided = compare(ours, of_reference(item), rules)
        lowered = kept.get(_key(item), {})
        verdict = worst(decided.verdict, item["comparability"], lowered.get("comparability", "comparable"))
        found.append(
            {
                "value": number(item["value"]),
                "low": number(item["low"]),
                "high": number(item["high"]),
                "unit": item["unit"],
                "year": item["year"],
                "scope": item["scope"],
                "sector": item["sector"],
                "sample": item["sample"],
                "method": item["method"],
                "source": item["source"],
                "url": item["url"],
                "licence": item["licence"],
                "comparability": verdict,
                "note": lowered.get("note") or item["comparability_note"],
                "reasons": list(decided.reasons),
            }
        )
    return found


def _key(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(item["source"]), str(item["year"]), str(item["scope"])

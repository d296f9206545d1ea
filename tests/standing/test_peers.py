"""Peers: strata at their bounds, groups that are refused, places told in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.commons.store import Commons, load
from canivet.problems import InputProblem
from canivet.standing.peers import (
    BANDS,
    PeerGroup,
    PeerStanding,
    among_peers,
    band,
    load_strata,
    minimum_of_peers,
    position,
    read_pool,
    stratum_of,
)
from canivet.standing.section import OwnFigure, computed_method, grid_method, section

COMMONS = load()
HEAD = "stratum,kind,ratio,year,method,n,p10,p25,p50,p75,p90\n"
LINE = "50_100k,epci,gwp_per_agent,2025,canivet-amortie,12,120,150,210,260,330\n"


def group(n: int = 12, **changes: Any) -> PeerGroup:
    quantiles = {"p10": 10.0, "p25": 20.0, "p50": 30.0, "p75": 40.0, "p90": 50.0}
    values = {
        "stratum": "50_100k",
        "kind": "epci",
        "ratio": "gwp_per_agent",
        "year": 2025,
        "method": "canivet-amortie",
        "n": n,
        "quantiles": quantiles,
    }
    return PeerGroup(**(values | changes))


def stand(pool: tuple[PeerGroup, ...], **changes: Any) -> PeerStanding:
    asked: dict[str, Any] = {
        "method": "canivet-amortie",
        "kind": "epci",
        "population": 85_412,
        "direction": "lower",
        "pool": pool,
        "commons": COMMONS,
    }
    return among_peers("gwp_per_agent", **({"value": 15.0} | asked | changes))


BOUNDS = (3_000, 5_000, 10_000, 20_000, 50_000, 100_000, 300_000, 800_000)


@pytest.mark.parametrize(("rank", "bound"), list(enumerate(BOUNDS)))
def test_strata_at_minus_one_zero_and_plus_one(rank: int, bound: int) -> None:
    strata = load_strata(COMMONS)
    assert len(strata) == len(BOUNDS) + 1
    assert stratum_of(bound - 1, strata) == strata[rank]
    assert stratum_of(bound, strata) == stratum_of(bound + 1, strata) == strata[rank + 1]
    assert strata[rank].maximum == bound == strata[rank + 1].minimum


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9.9, "parmi les 10 % les plus bas : favorable"),
        (10, "dans le quart le plus bas : favorable"),
        (19.9, "dans le quart le plus bas : favorable"),
        (20, "dans la moitié centrale, au-dessous de la médiane"),
        (30, "à la médiane"),
        (30.1, "dans la moitié centrale, au-dessus de la médiane"),
        (40, "dans la moitié centrale, au-dessus de la médiane"),
        (40.1, "dans le quart le plus haut : défavorable"),
        (50, "dans le quart le plus haut : défavorable"),
        (50.1, "parmi les 10 % les plus hauts : défavorable"),
    ],
)
def test_place_at_each_quantile(value: float, words: str) -> None:
    assert position(value, group(), "lower") == words
    opposite = {"favorable": "défavorable", "défavorable": "favorable"}
    head, _, judged = words.rpartition(" : ")
    assert position(value, group(), "higher") == (f"{head} : {opposite[judged]}" if head else words)
    assert position(value, group(), "none") == (head or words)


def test_without_outer_quantiles_the_outer_quarters_are_whole() -> None:
    inner = group(quantiles={"p10": None, "p25": 20.0, "p50": 30.0, "p75": 40.0, "p90": None})
    assert position(1, inner, "none") == "dans le quart le plus bas"
    assert position(99, inner, "none") == "dans le quart le plus haut"


def test_nothing_is_judged_when_the_interval_leaves_the_band() -> None:
    assert position(15, group(), "lower", 5, 18) == "dans le quart le plus bas : favorable"
    said = position(15, group(), "lower", 12, 25)
    assert said == "dans le quart le plus bas ; votre intervalle laisse le rang incertain"


def test_a_group_is_shown_from_five_authorities_on() -> None:
    assert minimum_of_peers(COMMONS) == 5
    assert stand((group(4),)) == PeerStanding(
        None, "", "Moins de 5 collectivités dans ce groupe : il n'est pas montré."
    )
    for n in (5, 6):
        found = stand((group(n),))
        assert found.group == group(n)
        assert found.position == "dans le quart le plus bas : favorable"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": None}, "n'est pas connu"),
        ({"population": None}, "La population n'est pas connue"),
        ({"population": 100_000}, "Aucun groupe de pairs"),
        ({"kind": "commune"}, "Aucun groupe de pairs"),
        ({"kind": ""}, "Aucun groupe de pairs"),
        ({"method": "canivet-achats"}, "une autre méthode (canivet-amortie)"),
    ],
)
def test_what_is_not_a_peer_is_refused_with_its_reason(changes: dict[str, Any], said: str) -> None:
    found = stand((group(),), **changes)
    assert found.group is None
    assert said in found.refused


def test_the_newest_group_of_the_same_method_is_read() -> None:
    older, newer, other = group(year=2024), group(year=2026), group(year=2027, method="wenr")
    assert stand((newer, older, other)).group == newer


def test_maturity_is_compared_at_the_same_grid_version_only(shipped: Commons) -> None:
    pool = read_pool(HEAD + "50_100k,epci,maturity,2026,grille-2026.1,9,,30,40,50,\n", shipped)
    result = {
        "authority": {"kind": "epci", "population": 85_412},
        "ratios": [],
        "method": "amortie",
        "uses": {"covered": True},
    }

    def told(version: str) -> dict[str, Any]:
        own = OwnFigure(55.0, None, None, grid_method(version), "grille")
        found = section(result, shipped, pool=pool, declared={"maturity": own})
        return next(item for item in found["ratios"] if item["id"] == "maturity")["peers"]

    assert told("2026.1")["position"] == "dans le quart le plus haut : favorable"
    assert told("2026.1")["n"] == 9
    assert told("2027.1")["quantiles"] is None
    assert "une autre méthode (grille-2026.1)" in told("2027.1")["refused"]


def test_a_pool_is_read_line_by_line(shipped: Commons) -> None:
    (found,) = read_pool(HEAD + LINE, shipped)
    assert found.quantiles == {"p10": 120, "p25": 150, "p50": 210, "p75": 260, "p90": 330}
    assert (found.n, found.method) == (12, computed_method("amortie"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stratum,kind\n", "il manque les colonnes ratio"),
        (HEAD + LINE.replace("50_100k", "50k"), "50k"),
        (HEAD + LINE.replace("epci", "région"), "région"),
        (HEAD + LINE.replace("gwp_per_agent", "bonheur"), "bonheur"),
        (HEAD + LINE.replace(",2025,", ",,"), "l'année, l'effectif"),
        (HEAD + LINE.replace(",12,", ",douze,"), "l'année, l'effectif"),
        (HEAD + LINE.replace(",210,", ",,"), "quantiles"),
        (HEAD + LINE.replace(",210,", ",140,"), "en croissant"),
        (HEAD + LINE.replace(",210,", ",médiane,"), "n'est pas un nombre"),
        (HEAD + LINE + LINE, "y est déjà"),
        (HEAD + "50_100k\n", "n'est pas permis"),
    ],
)
def test_bad_pools_are_refused_with_their_line(shipped: Commons, text: str, said: str) -> None:
    with pytest.raises(InputProblem, match=said) as refused:
        read_pool(text, shipped, "pairs.csv")
    assert refused.value.place.file == "pairs.csv"
    assert refused.value.place.line in (1, 2, 3)


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=5), st.floats(0, 1e6), st.floats(0, 1e6))
def test_place_grows_with_the_value(values: list[float], one: float, other: float) -> None:
    quantiles = dict(zip(("p10", "p25", "p50", "p75", "p90"), sorted(values), strict=True))
    ordered = group(quantiles=quantiles)
    low, high = sorted((one, other))
    assert 0 <= band(low, ordered) <= band(high, ordered) < len(BANDS)


@pytest.mark.parametrize(
    ("former", "new"),
    [
        (",2025,", ",1989,"), (",2025,", ",2101,"), (",2025,", f",{'2' * 5000},"), (",2025,", ",٢٠٢٥,"),
        (",12,", ",1000001,"), (",12,", f",{'9' * 5000},"), (",12,", ",12.5,"), ("canivet-amortie", ""),
    ],
)  # fmt: skip
def test_a_year_or_a_count_out_of_bounds_is_refused(former: str, new: str) -> None:
    with pytest.raises(InputProblem, match="ligne 2 : l'année, l'effectif ou la méthode"):
        read_pool(HEAD + LINE.replace(former, new), COMMONS, "pairs.csv")


def test_more_cells_than_the_header_are_refused() -> None:
    with pytest.raises(InputProblem, match="ligne 2 : cette ligne a plus de cellules"):
        read_pool(f"{HEAD}{LINE.strip()},9\n", COMMONS, "pairs.csv")

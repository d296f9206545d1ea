"""Peers: quantiles of a group of authorities of the same stratum, and where one stands among them.

A group is read beside only when it counts the same thing by the same method, for the same kind of authority
of the same size, and holds enough of them that none can be recognised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from canivet.commons.store import Commons
from canivet.problems import InputProblem, Place
from canivet.tabular import read_number, rows_of

POOL_COLUMNS = ("stratum", "kind", "ratio", "year", "method", "n", "p10", "p25", "p50", "p75", "p90")
QUANTILES = POOL_COLUMNS[6:]
KINDS = ("commune", "epci", "other")
#: Bytes of a pool that is read: strata × kinds × ratios × some years.
LARGEST_POOL = 1024 * 1024
LARGEST_ROWS = 10_000
#: Authorities of a group: there are fewer in the country.
LARGEST_GROUP = 1_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Stratum:
    """A range of populations."""

    id: str
    label: str
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Quantiles of one ratio over ``n`` authorities; the outer ones may be unknown."""

    stratum: str
    kind: str
    ratio: str
    year: int
    method: str
    n: int
    quantiles: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class PeerStanding:
    """Where an authority stands among a group, in words; or why the group is not shown."""

    group: PeerGroup | None
    position: str
    refused: str


def load_strata(commons: Commons) -> tuple[Stratum, ...]:
    """Strata of population, the smallest first."""
    rows = sorted(commons.rows("ratios/strata"), key=lambda row: int(row["rank"]))
    return tuple(
        Stratum(
            row["id"], row["label_fr"], int(row["minimum"]), int(row["maximum"]) if row["maximum"] else None
        )
        for row in rows
    )


def stratum_of(population: int, strata: Sequence[Stratum]) -> Stratum:
    """The stratum of a population: its minimum belongs to it, its maximum to the next one."""
    return next(item for item in reversed(strata) if population >= item.minimum)


def read_pool(text: str, commons: Commons, file: str = "") -> tuple[PeerGroup, ...]:
    """Groups of a pool: a CSV with the columns of `POOL_COLUMNS`; `InputProblem` at the first bad cell."""
    known = {
        "stratum": {item.id for item in load_strata(commons)},
        "kind": set(KINDS),
        "ratio": {row["id"] for row in commons.rows("ratios/ratios")},
    }
    groups: dict[tuple[str, ...], PeerGroup] = {}
    for place, row in rows_of(text, file, POOL_COLUMNS):
        group = _group(row, known, place)
        key = (group.stratum, group.kind, group.ratio, str(group.year), group.method)
        if key in groups or len(groups) >= LARGEST_ROWS:
            raise InputProblem(
                "ce groupe y est déjà, ou le fichier est trop long.",
                cure="gardez une ligne par strate, nature, ratio, année et méthode.",
                place=place,
            )
        groups[key] = group
    return tuple(groups.values())


def _group(row: Mapping[str, str], known: Mapping[str, set[str]], place: Place) -> PeerGroup:
    for name, allowed in known.items():
        if row[name] not in allowed:
            raise InputProblem(
                f"« {row[name]} » n'est pas permis dans la colonne {name}.",
                cure=f"choisissez parmi : {', '.join(sorted(allowed))}.",
                place=place,
            )
    year, n = _whole(row["year"]), _whole(row["n"])
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR or n is None or not row["method"]:
        raise InputProblem(
            "l'année, l'effectif ou la méthode de ce groupe manque, ou n'est pas possible.",
            cure=f"donnez une année de {FIRST_YEAR} à {LAST_YEAR}, un effectif en chiffres (un million au "
            "plus), et le nom de la méthode.",
            place=place,
        )
    quantiles = {name: read_number(row[name], place, name) for name in QUANTILES}
    values = [value for value in quantiles.values() if value is not None]
    inner = [quantiles[name] for name in ("p25", "p50", "p75")]
    if None in inner or any(one > other for one, other in pairwise(values)):
        raise InputProblem(
            "les quantiles de ce groupe manquent ou ne vont pas en croissant.",
            cure="donnez au moins p25, p50 et p75, chacun au moins égal au précédent.",
            place=place,
        )
    return PeerGroup(row["stratum"], row["kind"], row["ratio"], year, row["method"], n, quantiles)


def _whole(text: str) -> int | None:
    """A whole number up to a million, None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_GROUP))):
        return None
    return int(text) if int(text) <= LARGEST_GROUP else None


def among_peers(
    ratio: str,
    value: float | None,
    *,
    interval: tuple[float | None, float | None] = (None, None),
    method: str,
    kind: str,
    population: int | None,
    direction: str,
    pool: Sequence[PeerGroup],
    commons: Commons,
) -> PeerStanding:
    """Where a value stands among the newest group of its stratum, kind and method."""
    if value is None:
        return PeerStanding(None, "", "Votre chiffre n'est pas connu.")
    if population is None:
        return PeerStanding(None, "", "La population n'est pas connue : la strate ne peut pas être choisie.")
    stratum = stratum_of(population, load_strata(commons))
    wanted = kind if kind in KINDS else "other"
    near = [g for g in pool if (g.ratio, g.stratum, g.kind) == (ratio, stratum.id, wanted)]
    if not near:
        return PeerStanding(None, "", f"Aucun groupe de pairs pour votre strate ({stratum.label}).")
    same = [group for group in near if group.method == method]
    if not same:
        others = ", ".join(sorted({group.method for group in near}))
        return PeerStanding(
            None, "", f"Les pairs sont calculés avec une autre méthode ({others}) que la vôtre ({method})."
        )
    group = max(same, key=lambda item: item.year)
    minimum = minimum_of_peers(commons)
    if group.n < minimum:
        return PeerStanding(
            None, "", f"Moins de {minimum} collectivités dans ce groupe : il n'est pas montré."
        )
    return PeerStanding(group, position(value, group, direction, *interval), "")


def minimum_of_peers(commons: Commons) -> int:
    """How many authorities a group must hold to be shown."""
    rows = commons.rows("engine/parameters")
    return int(next(row["value"] for row in rows if row["id"] == "peer_minimum"))


#: Words of the bands that the quantiles make, the lowest first.
BANDS = (
    "parmi les 10 % les plus bas",
    "dans le quart le plus bas",
    "dans la moitié centrale, au-dessous de la médiane",
    "à la médiane",
    "dans la moitié centrale, au-dessus de la médiane",
    "dans le quart le plus haut",
    "parmi les 10 % les plus hauts",
)
_LOWEST, _HIGHEST = (0, 1), (5, 6)


def band(value: float, group: PeerGroup) -> int:
    """Rank of a value in `BANDS`; without outer quantiles, the outer bands are part of the outer quarters."""
    p10, p25, p50, p75, p90 = (group.quantiles[name] for name in QUANTILES)
    assert p25 is not None
    assert p50 is not None
    assert p75 is not None
    if value < p25:
        return 0 if p10 is not None and value < p10 else 1
    if value > p75:
        return 6 if p90 is not None and value > p90 else 5
    return 3 if value == p50 else 2 if value < p50 else 4


def position(
    value: float, group: PeerGroup, direction: str, low: float | None = None, high: float | None = None
) -> str:
    """Where a value stands among a group, in words; good or bad only when the whole interval says so.

    >>> nine = PeerGroup("", "", "", 2026, "", 9, {"p10": 1, "p25": 2, "p50": 3, "p75": 4, "p90": 5})
    >>> position(0.5, nine, "lower"), position(3.5, nine, "lower")
    ('parmi les 10 % les plus bas : favorable', 'dans la moitié centrale, au-dessus de la médiane')
    >>> position(1.5, nine, "lower", 0.5, 3.5)
    'dans le quart le plus bas ; votre intervalle laisse le rang incertain'
    """
    ends = {band(bound, group) for bound in (low, value, high) if bound is not None}
    words = BANDS[band(value, group)]
    if direction in ("lower", "higher") and ends <= set(_LOWEST):
        return f"{words} : {'favorable' if direction == 'lower' else 'défavorable'}"
    if direction in ("lower", "higher") and ends <= set(_HIGHEST):
        return f"{words} : {'favorable' if direction == 'higher' else 'défavorable'}"
    return words if len(ends) == 1 else f"{words} ; votre intervalle laisse le rang incertain"

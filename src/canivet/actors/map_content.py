"""What the map of the actors shows, as data: symbols, communes, outline; positions in degrees, no drawing.

Actors of one category in one cell of the grid are one symbol, with their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import cos, radians
from statistics import median
from typing import Any, Final

from canivet.actors.geometry import Point, distance_m, hull
from canivet.actors.model import Actor
from canivet.actors.vocabulary import Vocabulary

WIDTH, HEIGHT, MARGIN = 640.0, 460.0, 34.0
"""Frame of the map, in units of the picture, its legend apart."""
#: Names of communes written on the map.
NAMED_COMMUNES: Final = 6
#: Symbols at most, and by how much cells grow to get there.
MOST_SYMBOLS: Final = 110
CELL_GROWTH: Final = 1.4
#: Decimals of a degree kept: about a metre.
DECIMALS: Final = 5
WITHOUT = "Sans catégorie"
Symbol = dict[str, Any]


class Frame:
    """From degrees to the picture: both axes at one scale, at the latitude of the middle."""

    def __init__(self, points: Sequence[Point]) -> None:
        latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
        self._south, self._north = min(latitudes), max(latitudes)
        self._west, self._east = min(longitudes), max(longitudes)
        self._squeeze = cos(radians((self._south + self._north) / 2))
        spans = ((self._east - self._west) * self._squeeze, self._north - self._south)
        # A single place still has a frame: a hundredth of a degree is about a kilometre.
        self.scale = min(
            (WIDTH - 2 * MARGIN) / max(spans[0], 0.01), (HEIGHT - 2 * MARGIN) / max(spans[1], 0.01)
        )
        self._left = (WIDTH - spans[0] * self.scale) / 2
        self._top = (HEIGHT - spans[1] * self.scale) / 2

    def place(self, point: Point) -> tuple[float, float]:
        """Position in the picture of a point in degrees."""
        latitude, longitude = point
        x = self._left + (longitude - self._west) * self._squeeze * self.scale
        return x, self._top + (self._north - latitude) * self.scale


def map_content(actors: Sequence[Actor], known: Vocabulary) -> dict[str, Any]:
    """What the map shows (JSON-able); ``symbols`` is empty when no actor has a position.

    Discarded actors are the caller's to leave out.
    """
    located = framed(actors, known)
    if not located:
        return {"alt": "Aucun acteur n'a de position : il n'y a pas de carte.", "symbols": []}
    away = sum(actor.facts.is_located for actor in actors) - len(located)
    symbols = symbols_of(located, known)
    latitude = _point(located[0])[0]
    degree = distance_m((latitude, 0.0), (latitude, 1.0), known.parameters) / cos(radians(latitude))
    return {
        "alt": _alt(located, known, away),
        "symbols": symbols,
        "legend": _legend(symbols, known),
        "communes": _communes(located),
        "outline": [_rounded(point) for point in hull(_point(actor) for actor in located)],
        "metres_per_degree": round(degree, 1),
    }


def symbols_of(actors: Iterable[Actor], known: Vocabulary) -> list[Symbol]:
    """Points of the map: actors located, grouped by cell and by their first category; most numerous first.

    Cells grow until the symbols fit in the picture, so that every actor in the frame is drawn.
    """
    located = framed(actors, known)
    cells = known.parameters["map_cells"]
    symbols = _grouped(located, cells, known)
    while len(symbols) > MOST_SYMBOLS and cells > 1:
        cells /= CELL_GROWTH
        symbols = _grouped(located, cells, known)
    return sorted(symbols, key=lambda one: (-one["count"], one["category"], one["position"]))


def framed(actors: Iterable[Actor], known: Vocabulary) -> list[Actor]:
    """Actors in the frame: located, and not so far from the others that the position must be wrong."""
    located = [actor for actor in actors if actor.facts.is_located]
    if not located:
        return []
    middle = median(_point(a)[0] for a in located), median(_point(a)[1] for a in located)
    away = {actor.id: distance_m(middle, _point(actor), known.parameters) for actor in located}
    usual = sorted(away.values())[3 * (len(away) - 1) // 4]
    reach = max(usual * known.parameters["map_reach"], known.parameters["map_least_reach_m"])
    return [actor for actor in located if away[actor.id] <= reach]


def _grouped(located: Sequence[Actor], cells: float, known: Vocabulary) -> list[Symbol]:
    if not located:
        return []
    frame = Frame([_point(actor) for actor in located])
    groups: dict[tuple[str, int, int], list[Point]] = defaultdict(list)
    side = (WIDTH - 2 * MARGIN) / cells
    for actor in located:
        x, y = frame.place(_point(actor))
        groups[_category(actor), int(x / side), int(y / side)].append(_point(actor))
    return [
        {
            "category": category,
            **_look(category, known),
            "position": _rounded(_middle(points)),
            "count": len(points),
        }
        for (category, _, _), points in groups.items()
    ]


def _middle(points: Sequence[Point]) -> Point:
    return sum(point[0] for point in points) / len(points), sum(point[1] for point in points) / len(points)


def _point(actor: Actor) -> Point:
    return actor.facts.latitude or 0.0, actor.facts.longitude or 0.0


def _rounded(point: Point) -> list[float]:
    return [round(value, DECIMALS) for value in point]


def _category(actor: Actor) -> str:
    return (actor.facts.categories or ("",))[0]


def _look(category: str, known: Vocabulary) -> dict[str, Any]:
    """Letter and theme of a category."""
    found = known.categories.get(category)
    return {"mark": found.mark, "theme": found.theme} if found else {"mark": "?", "theme": 0}


def _legend(symbols: Sequence[Symbol], known: Vocabulary) -> list[dict[str, Any]]:
    """What each letter means, in the order of the commons."""
    present = {one["category"] for one in symbols}
    named = [(item, known.label("category", item)) for item in known.categories if item in present]
    named += [("", WITHOUT)] if "" in present else []
    return [{"label": label, **_look(item, known)} for item, label in named]


def _communes(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Communes where most actors are, each at the height of the northernmost of them."""
    places: dict[str, list[Point]] = defaultdict(list)
    for actor in actors:
        if actor.facts.commune:
            places[actor.facts.commune].append(_point(actor))
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))[:NAMED_COMMUNES]
    return [
        {"name": name, "position": _rounded((max(lat for lat, _ in points), _middle(points)[1]))}
        for name, points in ranked
    ]


def _alt(actors: Sequence[Actor], known: Vocabulary, away: int) -> str:
    """What the map shows, in words."""
    counts = Counter(_category(actor) for actor in actors)
    first = ", ".join(
        f"{count} en « {known.label('category', name) if name else WITHOUT.lower()} »"
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    )
    plural = "s" if len(actors) > 1 else ""
    head = f"Carte de {len(actors)} acteur{plural} du territoire, dont {first}."
    out = f" Hors du cadre, trop loin des autres : {away}." if away else ""
    return f"{head}{out} Le tableau les donne tous."

"""The map of the actors as an SVG: light, text stays text, no tiles.

It has no background: the convex outline of the actors, the names of the communes where most of them are, a
scale. Each point carries the letter of its category, so that no colour has to be told from another; actors of
one category in one cell of the grid are drawn as one, with their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians
from statistics import median
from typing import Final
from xml.sax.saxutils import escape

from canivet.actors.geometry import Point, apart, distance_m, hull
from canivet.actors.model import Actor
from canivet.actors.vocabulary import Vocabulary

WIDTH, HEIGHT, MARGIN = 640.0, 460.0, 34.0
INK, SOFT, PAPER, GROUND = "#1a1a1a", "#5f6b73", "#ffffff", "#eef3f5"
#: Dark enough for a white letter on each (contrast over 4.5): reuse, network, people, authority.
COLOURS: Final = {0: "#4a4f57", 1: "#1b5e7d", 2: "#1b5e7d", 3: "#6b3f87", 4: "#8a4b08", 5: "#8a4b08",
                  6: "#6b3f87"}  # fmt: skip
#: Names of communes written on the map.
NAMED_COMMUNES: Final = 6
#: Symbols at most, and by how much cells grow to get there.
MOST_SYMBOLS: Final = 110
CELL_GROWTH: Final = 1.4
#: The legend: columns, and units between two of its lines.
LEGEND_COLUMNS: Final = 2
LINE: Final = 20.0
_STEPS: Final = (100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)


@dataclass(frozen=True, slots=True)
class Symbol:
    """Actors of one category drawn together: their mean position and their number."""

    category: str
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and what it shows in words."""

    svg: str
    alt: str


def symbols_of(actors: Iterable[Actor], known: Vocabulary) -> list[Symbol]:
    """Points of the map: actors located, grouped by cell and by their first category; most numerous first.

    Cells grow until the symbols fit in the picture, so that every actor in the frame is drawn.
    """
    located = framed(actors, known)
    cells = known.parameters["map_cells"]
    symbols = _grouped(located, cells)
    while len(symbols) > MOST_SYMBOLS and cells > 1:
        cells /= CELL_GROWTH
        symbols = _grouped(located, cells)
    return sorted(symbols, key=lambda one: (-one.count, one.category, one.latitude, one.longitude))


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


def _grouped(located: Sequence[Actor], cells: float) -> list[Symbol]:
    if not located:
        return []
    frame = _Frame([_point(actor) for actor in located])
    groups: dict[tuple[str, int, int], list[Point]] = defaultdict(list)
    side = (WIDTH - 2 * MARGIN) / cells
    for actor in located:
        x, y = frame.place(_point(actor))
        category = (actor.facts.categories or ("",))[0]
        groups[category, int(x / side), int(y / side)].append(_point(actor))
    return [
        Symbol(
            category,
            sum(point[0] for point in points) / len(points),
            sum(point[1] for point in points) / len(points),
            len(points),
        )
        for (category, _, _), points in groups.items()
    ]


def _point(actor: Actor) -> Point:
    return actor.facts.latitude or 0.0, actor.facts.longitude or 0.0


class _Frame:
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


def draw_map(actors: Sequence[Actor], known: Vocabulary) -> Picture:
    """The map of actors; discarded ones are the caller's to leave out."""
    located = framed(actors, known)
    away = sum(actor.facts.is_located for actor in actors) - len(located)
    if not located:
        return Picture("", "Aucun acteur n'a de position : il n'y a pas de carte.")
    shown = symbols_of(located, known)
    frame = _Frame([_point(actor) for actor in located])
    legend = _legend(shown, known)
    height = HEIGHT + LINE * ceil(len(legend) / LEGEND_COLUMNS) + MARGIN / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" '
        'font-family="sans-serif">',
        f'<rect width="{WIDTH:.0f}" height="{height:.0f}" fill="{PAPER}"/>',
        _outline(frame, located),
        *_drawn(frame, shown, known),
        *_communes(frame, located),
        _scale(frame, located, known),
        *legend,
        "</svg>",
    ]
    return Picture("".join(parts), map_alt(located, known, away))


def map_alt(actors: Sequence[Actor], known: Vocabulary, away: int = 0) -> str:
    """What the map shows, in words."""
    counts = Counter((actor.facts.categories or ("",))[0] for actor in actors)
    first = ", ".join(
        f"{count} en « {known.label('category', name) if name else 'sans catégorie'} »"
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    )
    plural = "s" if len(actors) > 1 else ""
    head = f"Carte de {len(actors)} acteur{plural} du territoire, dont {first}."
    out = f" Hors du cadre, trop loin des autres : {away}." if away else ""
    return f"{head}{out} Le tableau les donne tous."


def _outline(frame: _Frame, actors: Sequence[Actor]) -> str:
    corners = " ".join("{:.0f},{:.0f}".format(*frame.place(p)) for p in hull(_point(a) for a in actors))
    return (
        f'<polygon points="{corners}" fill="{GROUND}" stroke="{GROUND}" stroke-width="40" '
        'stroke-linejoin="round"/>'
    )


def _communes(frame: _Frame, actors: Sequence[Actor]) -> list[str]:
    """Names of the communes where most actors are, over the northernmost of them, none over another."""
    places: dict[str, list[Point]] = defaultdict(list)
    for actor in actors:
        if actor.facts.commune:
            places[actor.facts.commune].append(_point(actor))
    written: list[tuple[float, float]] = []
    texts = [
        f'<g font-size="12" fill="{SOFT}" stroke="{PAPER}" stroke-width="3" paint-order="stroke" '
        'text-anchor="middle">'
    ]
    for name, points in sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))[:NAMED_COMMUNES]:
        spots = [frame.place(point) for point in points]
        x = min(max(sum(x for x, _ in spots) / len(spots), 60), WIDTH - 60)
        y = max(min(y for _, y in spots) - 14, 14)
        while any(abs(y - other) < 14 and abs(x - beside) < 110 for beside, other in written):
            y += 14
        written.append((x, y))
        texts.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(name[:30])}</text>')
    return [*texts, "</g>"]


def _drawn(frame: _Frame, symbols: Sequence[Symbol], known: Vocabulary) -> list[str]:
    """Symbols, moved apart where they would hide one another."""
    radii = [7.0 if one.count == 1 else min(8 + one.count**0.5 * 1.6, 18) for one in symbols]
    spots = apart([frame.place((one.latitude, one.longitude)) for one in symbols], radii)
    parts = ['<g font-size="9" font-weight="bold" fill="#fff" text-anchor="middle">']
    for one, radius, (x, y) in zip(symbols, radii, spots, strict=True):
        mark, colour = _look(one.category, known)
        text = mark if one.count == 1 else f"{mark}{one.count}"
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{colour}" stroke="#fff"/>'
            f'<text x="{x:.0f}" y="{y + 3:.0f}">{text}</text>'
        )
    return [*parts, "</g>"]


def _look(category: str, known: Vocabulary) -> tuple[str, str]:
    """Letter and colour of a category."""
    found = known.categories.get(category)
    return (found.mark, COLOURS[found.theme]) if found else ("?", COLOURS[0])


def _legend(symbols: Sequence[Symbol], known: Vocabulary) -> list[str]:
    """What each letter means, under the map."""
    present = {one.category for one in symbols}
    named = [(item, known.label("category", item)) for item in known.categories if item in present]
    named += [("", "Sans catégorie")] if "" in present else []
    parts = []
    for rank, (item, label) in enumerate(named):
        mark, colour = _look(item, known)
        x = 14 + (rank % LEGEND_COLUMNS) * (WIDTH - 20) / LEGEND_COLUMNS
        y = HEIGHT + LINE * (rank // LEGEND_COLUMNS) + 8
        parts.append(
            f'<circle cx="{x + 7:.0f}" cy="{y:.0f}" r="7" fill="{colour}"/>'
            f'<text x="{x + 7:.0f}" y="{y + 3:.0f}" font-size="9" font-weight="bold" fill="#fff" '
            f'text-anchor="middle">{mark}</text>'
            f'<text x="{x + 19:.0f}" y="{y + 4:.0f}" font-size="11" fill="{INK}">{escape(label)}</text>'
        )
    return parts


def _scale(frame: _Frame, actors: Sequence[Actor], known: Vocabulary) -> str:
    """A bar of a round length, of at most a quarter of the width."""
    latitude = _point(actors[0])[0]
    degree = distance_m((latitude, 0.0), (latitude, 1.0), known.parameters)
    metres_per_unit = degree / (frame.scale * cos(radians(latitude)))
    length = max((step for step in _STEPS if step <= metres_per_unit * WIDTH / 4), default=_STEPS[0])
    width = length / metres_per_unit
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length} m"
    return (
        f'<path d="M14 {HEIGHT - 12:.0f}h{width:.0f}" stroke="{INK}" stroke-width="2"/>'
        f'<text x="14" y="{HEIGHT - 17:.0f}" font-size="11" fill="{INK}">{text.replace(".", ",")}</text>'
    )

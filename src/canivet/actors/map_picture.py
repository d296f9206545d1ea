"""The map of the actors as an SVG: light, text stays text, no tiles.

It has no background: the convex outline of the actors, the names of the communes where most of them are, a
scale. Each point carries the letter of its category, so that no colour has to be told from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final
from xml.sax.saxutils import escape

from canivet.actors.geometry import apart
from canivet.actors.map_content import HEIGHT, MARGIN, WIDTH, Frame, Symbol, map_content
from canivet.actors.model import Actor
from canivet.actors.vocabulary import Vocabulary

INK, SOFT, PAPER, GROUND = "#1a1a1a", "#5f6b73", "#ffffff", "#eef3f5"
#: Pages take the reader's own font; documents embed one, which has no serifs either.
FONTS: Final = "'DejaVu Sans',sans-serif"
#: Dark enough for a white letter on each (contrast over 4.5): reuse, network, people, authority.
COLOURS: Final = {0: "#4a4f57", 1: "#1b5e7d", 2: "#1b5e7d", 3: "#6b3f87", 4: "#8a4b08", 5: "#8a4b08",
                  6: "#6b3f87"}  # fmt: skip
#: The legend: columns, and units between two of its lines.
LEGEND_COLUMNS: Final = 2
LINE: Final = 20.0
_STEPS: Final = (100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and what it shows in words."""

    svg: str
    alt: str


def draw_map(actors: Sequence[Actor], known: Vocabulary) -> Picture:
    """The map of actors; discarded ones are the caller's to leave out."""
    content = map_content(actors, known)
    return Picture(map_svg(content), content["alt"])


def map_svg(content: Mapping[str, Any]) -> str:
    """The picture of what `map_content` says; blank when no actor has a position."""
    if not content["symbols"]:
        return ""
    frame = Frame([(latitude, longitude) for latitude, longitude in content["outline"]])
    legend = _legend(content["legend"])
    height = HEIGHT + LINE * ceil(len(legend) / LEGEND_COLUMNS) + MARGIN / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" '
        f'font-family="{FONTS}">',
        f'<rect width="{WIDTH:.0f}" height="{height:.0f}" fill="{PAPER}"/>',
        _outline(frame, content["outline"]),
        *_drawn(frame, content["symbols"]),
        *_communes(frame, content["communes"]),
        _scale(frame, content["metres_per_degree"]),
        *legend,
        "</svg>",
    ]
    return "".join(parts)


def _outline(frame: Frame, outline: Sequence[Sequence[float]]) -> str:
    corners = " ".join("{:.0f},{:.0f}".format(*frame.place((lat, lon))) for lat, lon in outline)
    return (
        f'<polygon points="{corners}" fill="{GROUND}" stroke="{GROUND}" stroke-width="40" '
        'stroke-linejoin="round"/>'
    )


def _communes(frame: Frame, communes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of the communes, over the northernmost of their actors, none over another."""
    written: list[tuple[float, float]] = []
    texts = [
        f'<g font-size="12" fill="{SOFT}" stroke="{PAPER}" stroke-width="3" paint-order="stroke" '
        'text-anchor="middle">'
    ]
    for commune in communes:
        x, y = frame.place(tuple(commune["position"]))
        x, y = min(max(x, 60), WIDTH - 60), max(y - 14, 14)
        while any(abs(y - other) < 14 and abs(x - beside) < 110 for beside, other in written):
            y += 14
        written.append((x, y))
        texts.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(commune["name"][:30])}</text>')
    return [*texts, "</g>"]


def _drawn(frame: Frame, symbols: Sequence[Symbol]) -> list[str]:
    """Symbols, moved apart where they would hide one another."""
    radii = [7.0 if one["count"] == 1 else min(8 + one["count"] ** 0.5 * 1.6, 18) for one in symbols]
    spots = apart([frame.place(tuple(one["position"])) for one in symbols], radii)
    parts = ['<g font-size="9" font-weight="bold" fill="#fff" text-anchor="middle">']
    for one, radius, (x, y) in zip(symbols, radii, spots, strict=True):
        text = one["mark"] if one["count"] == 1 else f"{one['mark']}{one['count']}"
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{COLOURS[one["theme"]]}" '
            'stroke="#fff"/>'
            f'<text x="{x:.0f}" y="{y + 3:.0f}">{text}</text>'
        )
    return [*parts, "</g>"]


def _legend(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each letter means, under the map."""
    parts = []
    for rank, line in enumerate(lines):
        x = 14 + (rank % LEGEND_COLUMNS) * (WIDTH - 20) / LEGEND_COLUMNS
        y = HEIGHT + LINE * (rank // LEGEND_COLUMNS) + 8
        parts.append(
            f'<circle cx="{x + 7:.0f}" cy="{y:.0f}" r="7" fill="{COLOURS[line["theme"]]}"/>'
            f'<text x="{x + 7:.0f}" y="{y + 3:.0f}" font-size="9" font-weight="bold" fill="#fff" '
            f'text-anchor="middle">{line["mark"]}</text>'
            f'<text x="{x + 19:.0f}" y="{y + 4:.0f}" font-size="11" fill="{INK}">'
            f"{escape(line['label'])}</text>"
        )
    return parts


def _scale(frame: Frame, metres_per_degree: float) -> str:
    """A bar of a round length, of at most a quarter of the width."""
    metres_per_unit = metres_per_degree / frame.scale
    length = max((step for step in _STEPS if step <= metres_per_unit * WIDTH / 4), default=_STEPS[0])
    width = length / metres_per_unit
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length} m"
    return (
        f'<path d="M14 {HEIGHT - 12:.0f}h{width:.0f}" stroke="{INK}" stroke-width="2"/>'
        f'<text x="14" y="{HEIGHT - 17:.0f}" font-size="11" fill="{INK}">{text.replace(".", ",")}</text>'
    )

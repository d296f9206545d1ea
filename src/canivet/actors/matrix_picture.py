"""The matrix of the actors as an SVG: their influence against their involvement, 5 × 5."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from canivet.actors.map_picture import COLOURS, GROUND, INK, PAPER, SOFT, Picture
from canivet.actors.model import Actor
from canivet.actors.summary import MARKS

#: Sides of the cells and of what is written beside them, in units of the picture.
_SIDE: Final = 66
_LEFT: Final = 46
_TOP: Final = 12
_CELL: Final = _SIDE - 3
#: Very influential, little involved: those to win over.
INFLUENTIAL: Final = 4
LITTLE_INVOLVED: Final = 2
Marks = tuple[int, int]


def counts_of(actors: Sequence[Actor]) -> Counter[Marks]:
    """How many actors have each pair of marks (influence, involvement)."""
    return Counter(
        (actor.influence, actor.involvement)
        for actor in actors
        if actor.influence is not None and actor.involvement is not None
    )


def is_to_win(influence: int, involvement: int) -> bool:
    """Whether a cell holds those to win over first."""
    return influence >= INFLUENTIAL and involvement <= LITTLE_INVOLVED


def draw_matrix(actors: Sequence[Actor]) -> Picture:
    """The matrix; discarded actors are the caller's to leave out."""
    counts = counts_of(actors)
    largest = max(counts.values(), default=1)
    cells = [
        _cell(influence, involvement, counts[influence, involvement], largest)
        for influence in MARKS
        for involvement in MARKS
    ]
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif">',
        f'<rect width="400" height="400" fill="{PAPER}"/>',
        *_axes(),
        *cells,
        "</svg>",
    ]
    return Picture("".join(parts), matrix_alt(counts))


def _axes() -> list[str]:
    bottom, middle = _TOP + _SIDE * 5, _SIDE * 2.5
    parts = [f'<g text-anchor="middle" font-size="13" fill="{SOFT}">']
    for mark in MARKS:
        parts.append(f'<text x="{_LEFT + _SIDE * (mark - 0.5):.0f}" y="{bottom + 18}">{mark}</text>')
        parts.append(f'<text x="34" y="{_TOP + _SIDE * (5.5 - mark) + 4:.0f}">{mark}</text>')
    parts.append(f'<text x="{_LEFT + middle:.0f}" y="{bottom + 38}">Implication aujourd’hui</text>')
    parts.append(f'<text transform="translate(14 {_TOP + middle:.0f}) rotate(-90)">Influence</text></g>')
    return parts


def _cell(influence: int, involvement: int, count: int, largest: int) -> str:
    x, y = _LEFT + _SIDE * (involvement - 1), _TOP + _SIDE * (5 - influence)
    edge = f'stroke="{INK}" stroke-width="2"' if is_to_win(influence, involvement) else 'stroke="#c9d2d7"'
    square = f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{GROUND}" {edge}/>'
    if not count:
        return square
    radius = 9 + 17 * (count / largest) ** 0.5
    return (
        f'{square}<circle cx="{x + 31}" cy="{y + 31}" r="{radius:.0f}" fill="{COLOURS[1]}"/>'
        f'<text x="{x + 31}" y="{y + 36}" text-anchor="middle" font-size="14" font-weight="bold" '
        f'fill="#fff">{count}</text>'
    )


def matrix_alt(counts: Counter[Marks]) -> str:
    """What the matrix shows, in words."""
    placed = sum(counts.values())
    if not placed:
        return "Matrice vide : aucun acteur n'a encore d'influence et d'implication notées."
    to_win = sum(count for marks, count in counts.items() if is_to_win(*marks))
    return (
        f"Matrice de l'influence et de l'implication de {placed} acteur{'s' if placed > 1 else ''}. "
        f"Très influents et peu impliqués aujourd'hui (cases bordées) : {to_win}."
    )

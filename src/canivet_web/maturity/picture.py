"""The picture of the scores: drawn by hand in a few lines, since no page loads the library that draws."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, ROW, LEFT, RIGHT, TOP, FOOT = 760, 30, 290, 60, 6, 26
DONE, PLANNED, INK, SOFT, GRID = "#1b5e7d", "#6595ac", "#1a1a1a", "#5f6b73", "#dde3e6"
#: Shares where a line of the grid stands.
TICKS = (0, 0.25, 0.5, 0.75, 1)


class Bar(NamedTuple):
    """One domain: shares from 0 to 1; ``low`` and ``high`` are the bounds, None when all is answered."""

    label: str
    text: str
    done: float
    planned: float
    low: float | None
    high: float | None


def draw(bars: Sequence[Bar]) -> str:
    """The picture as the source of an image; done in dark, planned in light, bounds as a line."""
    height = TOP + ROW * len(bars) + FOOT
    parts = [_tick(share, height) for share in TICKS]
    parts += [_bar(bar, TOP + ROW * rank) for rank, bar in enumerate(bars)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="system-ui,sans-serif" font-size="13" fill="{INK}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _tick(share: float, height: int) -> str:
    x, foot = _x(share), height - FOOT
    return (
        f'<path d="M{x} {TOP}V{foot}" stroke="{GRID}"/>'
        f'<text x="{x}" y="{foot + 18}" fill="{SOFT}" text-anchor="middle">{share:.0%}</text>'
    )


def _bar(bar: Bar, y: int) -> str:
    middle, left, end = y + ROW / 2, _x(0), _x(bar.done)
    drawn = [
        f'<text x="{LEFT - 10}" y="{middle + 5}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect x="{left}" y="{y + 6}" width="{end - left:.1f}" height="{ROW - 12}" fill="{DONE}"/>',
    ]
    if bar.planned > bar.done:
        width = _x(bar.planned) - end
        drawn.append(
            f'<rect x="{end}" y="{y + 6}" width="{width:.1f}" height="{ROW - 12}" fill="{PLANNED}"/>'
        )
    stop = _x(max(bar.planned, bar.done))
    if bar.low is not None and bar.high is not None:
        low, high = _x(bar.low), _x(bar.high)
        line = f"M{low} {middle}H{high}M{low} {middle - 4}V{middle + 4}M{high} {middle - 4}V{middle + 4}"
        # A white edge keeps the line in sight over the dark bar.
        drawn.append(f'<path d="{line}" stroke="#fff" stroke-width="4" fill="none"/>')
        drawn.append(f'<path d="{line}" stroke="{INK}" stroke-width="1.5" fill="none"/>')
        stop = max(stop, high)
    drawn.append(f'<text x="{stop + 8}" y="{middle + 5}">{escape(bar.text)}</text>')
    return "".join(drawn)

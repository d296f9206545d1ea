"""Bar charts as SVG: the same picture goes into the page and into the PDF.

Importing this module loads matplotlib (about a second): only the writer of documents does. Text stays text in
the picture, so it is light and sharp; margins are measured with the font that ships with matplotlib.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ticker import MaxNLocator

from canivet.deliverables.document import Bar, Document, Figure, drawings, figures
from canivet.deliverables.french import bounds

FONT = "DejaVu Sans"
DARK, LIGHT, INK, SOFT = "#1b5e7d", "#6595ac", "#1a1a1a", "#5f6b73"
"""Dark and light blue: apart for every kind of colour vision, and in grey."""
WIDTH, BAR_HEIGHT, LABEL_WIDTH, LABEL_LINES = 6.9, 0.27, 34, 2
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "canivet",
    "font.family": FONT,
    "font.size": 8.5,
    "axes.formatter.use_locale": False,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def fonts_folder() -> Path:
    """Folder of the fonts that ship with matplotlib, for renderers that must draw the same text."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _known_characters() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())


def drawable(text: str) -> str:
    """``text`` with every character that the font lacks (an emoji, say) shown by the replacement sign."""
    known = _known_characters()
    return "".join(sign if ord(sign) in known or sign in "\n\t" else "\ufffd" for sign in text)


def pictures_of(document: Document) -> dict[str, str]:
    """The SVG of every figure and drawing of a document, by identifier."""
    drawn = {figure.id: draw(figure) for figure in figures(document)}
    return drawn | {drawing.id: drawing.svg for drawing in drawings(document)}


def draw(figure: Figure) -> str:
    """The SVG of a figure; the same figure always gives the same text."""
    labels = [_wrapped(bar.label) for bar in figure.bars]
    rows = len(labels) + 0.45 * sum("\n" in label for label in labels)
    height = rows * BAR_HEIGHT + 0.52
    with matplotlib.rc_context(_STYLE):
        canvas = Canvas(figsize=(WIDTH, height), facecolor="white")
        FigureCanvasSVG(canvas)
        longest = max(len(line) for label in labels for line in label.split("\n"))
        left = min(0.40, 0.03 + longest * 0.0105)
        axes = canvas.add_axes((left, 0.4 / height, 0.98 - left, (height - 0.44) / height))
        _bars(axes, figure.bars, labels)
        axes.set_xlabel(figure.axis, color=SOFT, fontsize=8)
        stream = BytesIO()
        canvas.savefig(stream, format="svg", metadata=_NO_METADATA)
    return _lightened(stream.getvalue().decode())


def _wrapped(label: str) -> str:
    lines = textwrap.wrap(drawable(label), LABEL_WIDTH, max_lines=LABEL_LINES, placeholder=" …")
    return "\n".join(lines) or "–"


def _bars(axes: Axes, bars: tuple[Bar, ...], labels: list[str]) -> None:
    """Horizontal bars, the first on top, with their intervals and their values written beside."""
    reach = max(max(bar.high or 0.0, bar.value + bar.added) for bar in bars)
    for rank, bar in enumerate(bars):
        axes.barh(rank, bar.value, height=0.62, color=DARK if bar.highlighted else LIGHT)
        if bar.added:
            axes.barh(rank, bar.added, left=bar.value, height=0.62, color=LIGHT)
        end = bar.value + bar.added
        if bar.low is not None and bar.high is not None and bar.high > bar.low:
            axes.plot([bar.low, bar.high], [rank, rank], color=INK, linewidth=1.1, solid_capstyle="butt")
            for bound in (bar.low, bar.high):
                axes.plot([bound, bound], [rank - 0.17, rank + 0.17], color=INK, linewidth=1.1)
            if bar.highlighted:
                stop = min(bar.value, bar.high)
                axes.plot([bar.low, stop], [rank, rank], color="white", linewidth=1.1, solid_capstyle="butt")
                axes.plot([bar.low, bar.low], [rank - 0.17, rank + 0.17], color="white", linewidth=1.1)
            end = max(end, bar.high)
        axes.text(
            end + 0.012 * reach,
            rank,
            drawable(_said(bar)),
            va="center",
            color=INK,
            fontsize=8,
            parse_math=False,
        )
    axes.set_xlim(
        min(0.0, *(bar.value for bar in bars)),
        reach * (1.3 if any(bar.low is not None for bar in bars) else 1.13),
    )
    axes.set_ylim(len(bars) - 0.45, -0.55)
    axes.set_yticks(range(len(bars)), labels=labels, color=INK, parse_math=False)
    axes.tick_params(length=0, colors=INK, labelsize=8.5)
    axes.tick_params(axis="x", colors=SOFT, labelsize=8)
    axes.xaxis.set_major_formatter(lambda value, _: _tick(value))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.grid(axis="x", color="#dde3e6", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(side == "left")
    axes.spines["left"].set_color(SOFT)


def _said(bar: Bar) -> str:
    """The value of a bar and, since it stands at the end of the interval, the interval too."""
    pair = bounds(bar.low, bar.value, bar.high)
    return f"{bar.text} ({pair[0]} à {pair[1]})" if pair else bar.text


def _tick(value: float) -> str:
    text = f"{value:,.10g}"
    return text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def _lightened(svg: str) -> str:
    """The same picture without what only an editor of drawings would read."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", "", svg, flags=re.S)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
    return re.sub(r"\n+", "\n", svg)

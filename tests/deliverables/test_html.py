"""The page: structure, accessibility, weight, escaping."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from sample_cases import CASES, HOSTILE, hostile, many_services
from sample_result import sample

from canivet.deliverables.charts import draw, pictures_of
from canivet.deliverables.content.report import build_report
from canivet.deliverables.document import figures, tables
from canivet.deliverables.html import render_html

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Elements of a page in order, refusing a tag that does not close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.cells: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag in ("td", "th"):
            self.cells.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data

    def named(self, tag):
        return [attrs for name, attrs, _ in self.elements if name == tag]


def _html(result) -> str:
    document = build_report(result)
    return render_html(document, pictures_of(document))


@pytest.fixture(scope="module")
def pages():
    return {name: _html(make()) for name, make in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_structure(pages, name):
    page = Page(pages[name])
    assert page.named("html") == [{"lang": "fr"}]
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(attrs["alt"] for attrs in page.named("img"))
    assert len(page.named("caption")) == len(page.named("table"))
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.named("th"))
    assert [parents[-1] for tag, _, parents in page.elements if tag == "main"] == ["body"]
    identifiers = [attrs["id"] for _, attrs, _ in page.elements if attrs.get("id")]
    assert len(identifiers) == len(set(identifiers))
    targets = {attrs["href"] for attrs in page.named("a")}
    assert "#contenu" in targets
    assert targets <= {f"#{identifier}" for identifier in identifiers}


@pytest.mark.parametrize("name", CASES)
def test_every_cell_of_the_tree_is_in_the_page_in_order(pages, name):
    document = build_report(CASES[name]())
    expected = []
    for table in tables(document):
        expected += [column.label for column in table.columns]
        expected += [cell for row in table.rows for cell in row]
    assert Page(pages[name]).cells == expected


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_light_and_asks_for_nothing(pages, name):
    text = pages[name]
    page = Page(text)
    with_state = "state_of_play" in CASES[name]()
    assert len(text.encode()) <= (250_000 if with_state else 150_000)
    assert len(page.elements) <= (2_000 if with_state else 1_100 if name == "crowded" else 900)
    assert not page.named("script")
    assert not page.named("link")
    assert all(attrs["src"].startswith("data:image/svg+xml;base64,") for attrs in page.named("img"))
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style
    assert len(style[1].encode()) < 5_000
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_hostile_names_stay_text(pages):
    text = pages["hostile"]
    assert "<script" not in text
    assert "&lt;script&gt;alert(" in text
    assert "🌳" in text
    assert "<script" not in "".join(draw(figure) for figure in figures(build_report(hostile())))
    assert HOSTILE.strip().startswith("<script>")


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_pass_level_aa_in_light_in_dark_and_in_print(pages):
    style = pages["sample"]
    themes = re.findall(r":root\{(color-scheme[^}]*|--ink[^}]*)\}", style)
    assert len(themes) == 3
    for theme in themes:
        found = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", theme))
        colours = {n: c if len(c) == 7 else "#" + "".join(2 * d for d in c[1:]) for n, c in found.items()}
        for ground in ("paper", "tint", "amber-tint"):
            for ink in ("ink", "soft", "blue", "amber"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, theme)


def test_a_chart_is_reproducible_and_carries_no_date():
    figure = figures(build_report(many_services()))[2]
    picture = draw(figure)
    assert picture == draw(figure)
    assert "<metadata" not in picture
    assert "Autres (48)" in picture


def test_a_chart_shows_a_sign_for_what_its_font_lacks():
    result = sample()
    gwp = result["footprint"]["gwp"]
    gwp["by_service"]["Parc 🌳 $x^2$"] = gwp["by_service"].pop("Services techniques")
    picture = draw(figures(build_report(result))[2])
    assert "Parc \ufffd $x^2$" in picture

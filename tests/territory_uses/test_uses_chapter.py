"""The chapter of the territory: national ratios labelled, local figures named, blanks with where to look."""

from __future__ import annotations

import json
from datetime import date

from canivet.commons.store import Commons
from canivet.deliverables.charts import draw
from canivet.deliverables.content.territory_uses import chapter
from canivet.deliverables.document import Callout, Document, figures, tables
from canivet.deliverables.html import render_html
from canivet.territory_uses.estimate import LocalFigure, TerritoryUses, UsesReview
from canivet.territory_uses.section import section

LOCAL = TerritoryUses(
    (LocalFigure("footprint_gwp", 2024, 30_000, 25_000, 40_000, "Étude du territoire", "bilan complet"),),
    UsesReview(date(2026, 1, 5), "Les 12 communes", "Enquête", "Peu de lieux de médiation.", "bilan.pdf"),
)


def text_of(part: TerritoryUses, commons: Commons, population: int | None = 100_000) -> str:
    found = section(part, commons, population=population)
    json.dumps(found, allow_nan=False)
    page = Document("Essai", "", "", "", None, (chapter(found),))
    html = render_html(page, {figure.id: draw(figure) for figure in figures(page)})
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def test_estimates_are_labelled_with_their_interval_and_scope(shipped: Commons) -> None:
    found = section(TerritoryUses(), shipped, population=100_000)
    page = Document("Essai", "", "", "", None, (chapter(found),))
    footprint = next(t for t in tables(page) if t.caption == "Empreinte du numérique sur le territoire")
    assert len(footprint.rows) == 3  # climate, electricity, resources: several criteria
    for row in footprint.rows:
        assert row[3] == "Estimation par ratio national (2022)"
        assert " à " in row[2]
    assert "estimation par ratio national" in footprint.note
    text = text_of(TerritoryUses(), shipped)
    assert "43 000 t CO₂e/an" in text
    assert "Les deux études ne se mêlent pas" in text
    assert "Aucun bilan des usages n&#39;est enregistré" in text


def test_local_figure_and_review_are_shown(shipped: Commons) -> None:
    text = text_of(LOCAL, shipped)
    assert "30 000 t CO₂e/an" in text
    assert "25 000 à 40 000" in text
    assert "Chiffre local : Étude du territoire (2024)" in text
    assert "43 000 t CO₂e/an" not in text
    review = next(b for b in chapter(section(LOCAL, shipped, population=1)).blocks if isinstance(b, Callout))
    assert review.items[0] == "Bilan établi le 5 janvier 2026."
    assert "Constats : Peu de lieux de médiation." in review.items


def test_blanks_say_where_to_look(shipped: Commons) -> None:
    text = text_of(TerritoryUses(), shipped)
    for row in shipped.rows("territory_uses/national"):
        if not row["value"]:
            where = next(
                item["where_fr"]
                for item in shipped.rows("territory_uses/indicators")
                if item["id"] == row["indicator"]
            )
            assert where.replace("'", "&#39;") in text


def test_without_population_no_footprint_is_invented(shipped: Commons) -> None:
    text = text_of(TerritoryUses(), shipped, None)
    assert "Empreinte du numérique sur le territoire" not in text
    assert "une population inconnue" in text

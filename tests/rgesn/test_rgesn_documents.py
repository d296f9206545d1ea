"""The chapter and the declaration: every figure of the section, in words and in tables."""

from __future__ import annotations

import json
from datetime import date

import pytest

from canivet.commons.store import Commons
from canivet.deliverables.charts import draw
from canivet.deliverables.content.rgesn import chapter
from canivet.deliverables.content.rgesn_declaration import declaration
from canivet.deliverables.document import Document, Figure, Section, figures, tables
from canivet.deliverables.html import render_html
from canivet.deliverables.plain import render_plain
from canivet.problems import InputProblem
from canivet.rgesn.assessment import Answer, DigitalService, PastScore, RgesnPart, ServiceAssessment
from canivet.rgesn.referential import load_referential
from canivet.rgesn.section import section


def service(id_: str, name: str, established: date | None = date(2026, 3, 2)) -> DigitalService:
    return DigitalService(id_, name, "", "site", "2024", established, "Service numérique")


def part(commons: Commons) -> RgesnPart:
    everything = dict.fromkeys(load_referential(commons, "2024").criteria, Answer("validated"))
    nothing = dict.fromkeys(everything, Answer("not_applicable", "Service arrêté."))
    return RgesnPart(
        (
            ServiceAssessment(
                service("portail", "Portail"),
                {
                    "1.1": Answer("validated", comment="Vu en comité.", evidence="note.pdf"),
                    "1.2": Answer("in_progress", action="Rencontrer", due_on=date(2027, 1, 31)),
                    "1.3": Answer("not_validated", action="Nommer", due_on=date(2029, 1, 31)),
                },
            ),
            ServiceAssessment(service("agenda", "Agenda", None), everything),
            ServiceAssessment(service("archive", "Archive"), nothing),
        ),
        (
            PastScore("portail", date(2025, 3, 1), "2024", 10.0, 80.0),
            PastScore("portail", date(2023, 3, 1), "2020", 30.0, 79.0),
        ),
    )


def whole(page: Section) -> Document:
    return Document("Essai", "", "", "", None, (page,))


def test_chapter_of_no_service_says_so(shipped: Commons) -> None:
    page = chapter(section(RgesnPart(), shipped))
    assert "Aucun service n'a encore été évalué." in str(page)
    assert tables(whole(page)) == []


def test_chapter_shows_every_service_and_its_score(shipped: Commons) -> None:
    found = section(part(shipped), shipped)
    json.dumps(found, allow_nan=False)
    page = chapter(found)
    figure = next(node for node in page.blocks if isinstance(node, Figure))
    rows = {row[0]: row for row in figure.table.rows}
    assert list(rows) == ["Portail", "Agenda", "Archive"]
    assert [rows[name][3].replace("\u00a0", " ") for name in rows] == ["1 %", "100 %", "non calculable"]
    # 1.1 is worth 1.5 of 100.25; the 75 to assess weigh 100.25 − 1.5 − 1.5 − 1.25 = 96: 97.5 / 100.25
    assert rows["Portail"][4] == "97\u00a0%"
    assert [bar.label for bar in figure.bars] == ["Portail", "Agenda"]  # no bar without a score
    themes = [table for table in tables(whole(page)) if "par thématique" in table.caption]
    assert [len(table.rows) for table in themes] == [9, 9, 9]
    html = render_html(whole(page), {item.id: draw(item) for item in figures(whole(page))})
    assert "Service arrêté" not in html  # the detail is for the declaration
    assert "Rencontrer" in html


def test_declaration_holds_the_official_parts(shipped: Commons) -> None:
    item = section(part(shipped), shipped)["services"][0]
    document = declaration(item, "Ville d'Exemple", "nr@example.fr")
    titles = [found.title for found in document.sections]
    assert titles[:2] == ["Le service et son évaluation", "Résultat"]
    assert [title.replace("\u00a0", " ").split(" : ")[0] for title in titles[2:11]] == [
        f"Thématique {n}" for n in range(1, 10)
    ]
    assert titles[11:] == ["Plan de progrès à 2 ans", "Scores précédents", "Comment le score est calculé"]
    text = render_plain(document).replace("\u00a0", " ").replace("\u202f", " ")
    assert "31 janvier 2027 – 1.2" in text
    assert "Au-delà de ce plan" in text
    assert "31 janvier 2029 – 1.3" in text
    assert "1er mars 2025" in text
    assert "12 %" in text  # 10 / 80 = 12.5, rounded to the even digit
    assert "non : autre édition du référentiel" in text
    assert "prioritaire 1,5 ; recommandé 1,25 ; modéré 1" in text
    assert "75 critères applicables n’ont pas encore été évalués" in text
    assert render_html(document, {}).count("<h3") == 0  # two levels only


def test_an_undated_assessment_cannot_be_declared(shipped: Commons) -> None:
    item = section(part(shipped), shipped)["services"][1]
    with pytest.raises(InputProblem, match="n'est pas datée"):
        declaration(item, "Ville d'Exemple")


def test_a_service_out_of_scope_has_no_score_and_no_zero(shipped: Commons) -> None:
    item = section(part(shipped), shipped)["services"][2]
    assert item["score"]["value"] is None
    text = render_plain(declaration(item, "Ville d'Exemple")).replace("\u00a0", " ")
    assert "Score d’avancement : non calculable" in text
    assert text.count("Service arrêté.") == 78

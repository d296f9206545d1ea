"""What the report says: it adds up, invents nothing, and never takes the unknown for zero."""

from __future__ import annotations

import re

import pytest
from sample_cases import CASES, many_services, nothing_computed, with_uses, without_agents
from sample_result import TOTAL, sample

from canivet.deliverables.content.comparison import verdict
from canivet.deliverables.content.report import build_report
from canivet.deliverables.document import (
    Callout,
    Document,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
    figures,
    nodes,
    tables,
)
from canivet.deliverables.french import HARD, THIN, typeset
from canivet.text import joined

NUMBER = re.compile(rf"\d[\d{THIN}]*(?:,\d+)?")


def _table(document: Document, caption: str) -> Table:
    return next(table for table in tables(document) if table.caption.startswith(caption))


def _value(cell: str) -> float:
    if cell.startswith("<"):
        return 0.0
    return float(cell.replace(THIN, "").replace(f"{HARD}%", "").replace(",", ".").replace("\u2212", "-"))


def _text(document: Document) -> str:
    return repr(document).replace(HARD, " ").replace("\\xa0", " ").replace("’", "'")


#: Tables whose last line sums up by a mean, not by a sum.
SCORES = ("Scores par domaine",)


@pytest.mark.parametrize("name", CASES)
def test_columns_that_have_a_total_add_up_as_shown(name):
    checked = 0
    for table in tables(build_report(CASES[name]())):
        summable = [
            i
            for i, column in enumerate(table.columns)
            if column.numeric
            and table.total
            and table.caption not in SCORES
            and table.rows[-1][i]
            and not column.label.startswith("Intervalle")
        ]
        for i in summable:
            *parts, total = (_value(row[i]) for row in table.rows)
            assert sum(parts) == pytest.approx(total, abs=1e-9), (table.caption, table.columns[i].label)
            checked += 1
    assert checked >= 4


@pytest.mark.parametrize("name", ["sample", "many_services", "with_uses", "nothing_computed"])
def test_no_figure_of_the_text_is_absent_from_the_tables(name):
    document = build_report(CASES[name]())
    in_tables = {
        token
        for table in tables(document)
        for text in (
            *(cell for row in table.rows for cell in row),
            *(column.label for column in table.columns),
        )
        for token in NUMBER.findall(text)
    }
    texts = []
    for section in document.sections[:-1]:
        for node in nodes(section):
            if isinstance(node, Paragraph):
                texts.append(node.text)
            elif isinstance(node, List):
                texts += node.items
            elif isinstance(node, KeyFigures):
                texts += [part for item in node.items for part in (item.label, item.value, item.note)]
    said = {token for text in texts for token in NUMBER.findall(text)}
    assert said
    assert said <= in_tables


def test_the_finding_of_each_chart_is_in_its_table():
    drawn = figures(build_report(sample()))
    assert [figure.id for figure in drawn] == [
        "graphique-stage",
        "graphique-category",
        "graphique-service",
        "graphique-jeux",
    ]
    for figure in drawn:
        cells = {token for row in figure.table.rows for cell in row for token in NUMBER.findall(cell)}
        assert set(NUMBER.findall(figure.alt.replace("v2", "").replace("2018", ""))) <= cells
        assert [bar.text for bar in figure.bars] == [
            next(cell for cell in row[1:] if cell == bar.text)
            for row, bar in zip(figure.table.rows, figure.bars, strict=False)
        ]


def test_the_first_page_says_the_total_with_its_interval():
    essentials = build_report(sample()).sections[0]
    total, per_agent, coverage, quality = next(
        n for n in nodes(essentials) if isinstance(n, KeyFigures)
    ).items
    assert TOTAL == 149_500.0
    # 149.5 t; 0.66 × 149.5 = 98.67; 1.52 × 149.5 = 227.24
    assert total.value == f"150{HARD}t CO₂e"
    assert "entre 99 et 230" in total.note
    # 149,500 / 640 = 233.6
    assert per_agent.value == f"234{HARD}kg CO₂e"
    assert coverage.value == f"87{HARD}%"
    assert quality.value == f"62{HARD}/{HARD}100"


def test_the_interval_is_about_what_is_counted():
    told = _text(build_report(sample()))
    assert "dans l'intervalle, pour ce qui est compté et sous nos hypothèses" in told


def test_reasons_joined_in_a_verdict_have_no_doubled_punctuation():
    joined_now = joined(("Une seule commune.", "usages non renseignés"))
    kept_from_before = "Une seule commune. ; usages non renseignés"
    for note in (joined_now, kept_from_before):
        said = _verdict("indicative", 110.0, note=note)
        assert said == "À titre indicatif : du même ordre (Une seule commune ; usages non renseignés)"


def test_what_is_unknown_is_never_zero():
    document = build_report(nothing_computed())
    text = _text(document)
    assert "0 t CO₂e" not in text
    assert "0 kg CO₂e" not in text
    assert "elle est inconnue" in text
    assert not figures(document)
    assert {row[1] for row in _table(document, "Empreinte sur chaque critère").rows} == {"non calculé"}


def test_a_criterion_under_half_covered_is_flagged():
    rows = {row[0]: row for row in _table(build_report(sample()), "Empreinte sur chaque critère").rows}
    assert rows["Acidification"][-1].replace(HARD, " ") == "partiel : non comparable"
    assert rows["Changement climatique"][-1] == "suffisant"
    assert rows["Rayonnements ionisants"][1] == "non calculé"


def test_sixty_services_are_twelve_and_the_others():
    table = _table(build_report(many_services(60)), "Empreinte climat par service")
    assert len(table.rows) == 14
    assert table.rows[12][0] == "Autres (48)"
    assert table.rows[12][2] == "—"


def test_without_agents_the_report_says_so():
    document = build_report(without_agents())
    text = _text(document)
    assert "Le nombre d'agents ayant un poste numérique n'a pas été donné" in text
    assert "la répartition par service n'est pas possible" in text
    assert "établi le" not in document.subtitle
    assert document.date is None


def test_uses_are_shown_or_said_not_covered():
    callouts = [node.title for node in nodes(build_report(sample())) if isinstance(node, Callout)]
    assert any("non couvert" in title for title in callouts)
    rows = _table(build_report(with_uses()), "Services utilisés").rows
    assert rows[0][1].replace(THIN, " ").replace(HARD, " ") == "1 200 000 messages"
    assert rows[1][2] == "non calculé"


def test_the_law_is_told_with_its_deadlines():
    law = next(node for node in nodes(build_report(with_uses())) if isinstance(node, Callout))
    text = " ".join(law.items)
    assert "au plus tard le 1er janvier 2025" in text
    assert "chaque année" in text
    assert "proche du seuil" in text


def _verdict(comparability: str, value: float, **more: object) -> str:
    ratio = {"value": 100.0, "low": 80.0, "high": 120.0, "unit": "kg", "direction": "lower"}
    reference = {"value": value, "low": None, "high": None, "unit": "kg", "note": "", **more}
    return verdict(ratio, {**reference, "comparability": comparability})


def test_better_or_worse_is_said_against_comparable_references_only():
    assert _verdict("comparable", 200.0) == "Comparable : au-dessous, plus favorable"
    assert _verdict("comparable", 50.0) == "Comparable : au-dessus, moins favorable"
    assert _verdict("comparable", 110.0) == "Comparable : du même ordre"
    assert _verdict("indicative", 50.0) == "À titre indicatif : au-dessus"
    assert _verdict("not_comparable", 50.0, note="autre méthode") == "Non comparable : autre méthode"
    assert _verdict("comparable", 50.0, unit="t") == "Pas de comparaison possible"


@pytest.mark.parametrize("name", CASES)
def test_identifiers_are_unique_and_titles_not_empty(name):
    document = build_report(CASES[name]())
    sections = [node for node in nodes(document) if isinstance(node, Section)]
    identifiers = [section.id for section in sections]
    assert len(identifiers) == len(set(identifiers))
    assert all(section.title and section.blocks for section in sections)
    for table in tables(document):
        assert table.rows
        assert all(column.label for column in table.columns)
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_levers_are_in_the_report_the_heaviest_first_and_the_blind_say_why():
    result = CASES["with_levers"]()
    table = _table(build_report(result), "Leviers, le plus fort gain d’abord")
    values = [_value(row[1]) for row in table.rows]
    assert values == sorted(values, reverse=True)
    assert len(values) == 10
    blind = [row for row in result["levers"]["levers"] if row["status"] != "computed"]
    text = _text(build_report(result))
    assert blind
    assert all(typeset(row["title"]).replace("’", "'").replace(HARD, " ") in text for row in blind)
    without = {**result, "levers": {"levers": [], "totals": {}, "computed": 0}}
    assert "Ce qui ferait gagner le plus" not in _text(build_report(without))

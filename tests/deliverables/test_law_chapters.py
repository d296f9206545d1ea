"""Chapters on the law and on the initiatives: what they show is what the section says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from canivet.commons.store import Commons
from canivet.deliverables.content import initiatives as initiatives_chapter
from canivet.deliverables.content.obligations import chapter
from canivet.deliverables.document import (
    Callout,
    Document,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
    nodes,
    tables,
)
from canivet.deliverables.sheets_of_state import figures_of_rules, rules
from canivet.initiatives import Initiative, InitiativesPart
from canivet.initiatives import section as initiatives_section
from canivet.obligations import Context, check, deadlines, load, section
from canivet.obligations.context import ActorsCount, InitiativesCount
from canivet.obligations.facts import Declared, DeclaredFacts


@pytest.fixture
def verdicts(shipped: Commons) -> dict[str, Any]:
    facts = DeclaredFacts.of(
        [
            Declared("reen16_reformed", 2025, 180.0),
            Declared("reen16_reused", 2025, 96.0, ("registre-1",)),
            Declared("agec58_printing_total", 2025, 200.0),
            Declared("agec58_printing_reuse", 2025, 20.0),
        ]
    )
    law = load(shipped)
    context = Context(
        date(2026, 11, 24), 2025, "epci", "CA", 120_000, 118_000, facts,
        actors=ActorsCount(2, 1), initiatives=InitiativesCount(3),
    )  # fmt: skip
    verdicts = check(context, law, shipped)
    return section(context, law, verdicts, deadlines(context, law, verdicts))


@pytest.fixture
def found(verdicts: dict[str, Any]) -> Section:
    return chapter(verdicts)


def document(found: Section) -> Document:
    return Document("t", "s", "f", "a", None, (found,))


def by_caption(found: Section) -> dict[str, Table]:
    return {table.caption: table for table in tables(document(found))}


def test_counts_add_up_to_their_total(found: Section) -> None:
    table = by_caption(found)["Les règles par sujet"]
    for column in range(1, 5):
        numbers = [int(row[column]) for row in table.rows]
        assert sum(numbers[:-1]) == numbers[-1]
    assert sum(int(cell) for cell in table.rows[-1][1:]) == 44
    figures = next(block for block in found.blocks if isinstance(block, KeyFigures))
    # The figures count what binds, the table counts every rule, landmarks too.
    shown = [int(item.value) for item in figures.items[:3]]
    assert all(bound <= int(cell) for bound, cell in zip(shown, table.rows[-1][1:4], strict=True))
    assert sum(shown) < sum(int(cell) for cell in table.rows[-1][1:4])


def test_the_programme_says_what_is_there_and_what_lacks(found: Section) -> None:
    callout = next(block for block in found.blocks if isinstance(block, Callout))
    assert callout.items[0] == "Présent : Acteurs publics et privés recensés."
    assert [item.partition(" : ")[0] for item in callout.items] == ["Présent", "Présent", "Manque", "Manque"]


def test_each_rule_is_in_a_table_or_said_to_have_no_object(found: Section, shipped: Commons) -> None:
    text = repr(found)
    assert [rule.id for rule in load(shipped).rules if rule.title not in text and rule.id not in text] == []


def test_figures_come_with_their_arithmetic_and_blanks_with_their_name(found: Section) -> None:
    rows = {row[0]: row[2] for row in by_caption(found)["À faire : achats"].rows}
    assert rows["Reprographie et impression : part issue du réemploi (AGEC58-IMPRESSION)"] == (
        "10 % en 2025. La part à atteindre n'est pas vérifiée : rien à comparer. Calcul : 100 × 20 ÷ 200."
    )


def test_figures_of_rules_are_in_the_workbook_not_rounded(verdicts: dict[str, Any]) -> None:
    lines = {(row[0], row[2]): row[3:] for row in figures_of_rules(verdicts).rows}
    value, unit, arithmetic, side, threshold = lines["REEN16", "Taux de réemploi"]
    assert (value, unit, arithmetic, side, threshold) == (
        pytest.approx(96 / 180 * 100), "%", "100 × 96 ÷ 180", "au moins", 50.0,
    )  # fmt: skip
    assert lines["AGEC58-IMPRESSION", "Part issue du réemploi ou de la réutilisation"][-1] is None
    assert len(rules(verdicts).rows) == 44


def test_rules_that_wait_for_the_strategy_are_one_line_with_their_deadlines(found: Section) -> None:
    waiting = [
        item
        for node in nodes(document(found))
        if isinstance(node, List)
        for item in node.items
        if item.startswith("Attendent la stratégie (échéance passée pour ")
    ]
    assert len(waiting) == 1
    assert all(f"(REEN-{number:02d})" in waiting[0] for number in (5, 6, 7, 8, 9, 10, 11, 13, 14))


def test_unverified_rules_are_named(found: Section) -> None:
    last = found.blocks[-1]
    assert isinstance(last, Callout)
    assert any(
        item.startswith("Dont une valeur n'est pas vérifiée") and "AGEC58-PAPIER" in item
        for item in last.items
    )


PART = InitiativesPart(
    (
        Initiative(
            "duree",
            "Durée de vie",
            "2",
            "en_cours",
            "2021-03",
            "",
            "Informatique",
            "Six ans.",
            "12 t en 2024",
        ),
        Initiative("prets", "Prêts", "5", "prevue", partners=("Médiathèque",), proofs=("p1", "p2")),
    )
)


def test_the_journal_in_the_report(shipped: Commons) -> None:
    found = initiatives_chapter.chapter(initiatives_section(PART, shipped))
    shown = by_caption(found)
    assert shown["Le journal"].rows == (
        (
            "Durée de vie",
            "Cycle de vie du matériel",
            "depuis 03/2021, en cours",
            "Informatique",
            "Six ans. Gain mesuré : 12 t en 2024.",
            "0",
        ),
        ("Prêts", "Citoyens et inclusion", "prévue", "–", "Avec : Médiathèque.", "2"),
    )
    assert shown["Initiatives engagées par thème du décret"].rows[-1] == ("Ensemble", "1")
    assert isinstance(found.blocks[0], Paragraph)
    assert "1 initiative déjà engagée, 1 prévue" in found.blocks[0].text.replace("\u00a0", " ")


def test_an_empty_journal_says_what_the_decree_asks(shipped: Commons) -> None:
    empty = initiatives_chapter.chapter(initiatives_section(InitiativesPart(), shipped))
    assert isinstance(empty.blocks[0], Callout)
    nil = initiatives_chapter.chapter(
        initiatives_section(InitiativesPart(nil_reason="Création récente."), shipped)
    )
    assert nil.blocks == (Paragraph("Aucune initiative à ce jour. Motif : Création récente."),)

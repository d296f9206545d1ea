"""The chapter of the report: the figures of the section, each with its table, and what must be said."""

from __future__ import annotations

from datetime import date

import pytest
from small_grid import GRID, words

from canivet.deliverables.content.maturity import chapter
from canivet.deliverables.document import Callout, Figure, KeyFigures, Section, Table, nodes
from canivet.deliverables.maturity_documents import maturity_document, render_pair
from canivet.maturity import Answer, Maturity, Whose, compute_scores, freeze, section, text_proof

PART = Maturity(
    answers=(
        Answer("A1", level=1, planned_level=3, planned_on=date(2027, 6, 30), proofs=("P1",)),
        Answer("B1", "RH", level=1),
        Answer("B1", "DSI", level=4),
        Answer("Z9", level=4),
    ),
    proofs=(text_proof("P1", "", "vu"),),
    facts={"room": "non"},
)
PROFILE = {"agents": 12}


def data(part=PART, **kwargs):
    return section(GRID, part, PROFILE, **kwargs)


def flat(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def found(chapter_, kind):
    return [node for node in nodes(chapter_) if isinstance(node, kind)]


def test_the_section_says_what_counts_and_what_does_not():
    content = data()
    assert content["total"]["answered"] == 3
    assert content["services"] == ["RH", "DSI"]
    assert content["unknown_questions"] == ["Z9"]
    assert [item["question"] for item in content["excluded"]] == ["A2"]
    (plan,) = content["planned"]
    assert (plan["question"], plan["planned_on"], plan["step"]) == ("A1", "2027-06-30", "A1 mesuré.")
    (gap,) = content["disagreements"]
    assert (gap["question"], gap["gap"]) == ("B1", 3)
    assert gap["levels"] == [{"service": "RH", "level": 1}, {"service": "DSI", "level": 4}]
    # B1 at 2.5: the step above is level 3; A1 has a plan, B2 no answer
    (step,) = content["next_steps"]
    assert (step["question"], step["step"], step["practices"]) == ("B1", "B1 mesuré.", ["BP-B1"])
    assert content["unknown_facts"] == []


def test_a_plan_whose_date_is_past_is_told_apart():
    content = data(on=date(2027, 7, 1))
    assert (content["planned"], [row["question"] for row in content["overdue"]]) == ([], ["A1"])
    # Nothing programmes A1 any more: it is a step to take again.
    assert [step["question"] for step in content["next_steps"]] == ["A1", "B1"]
    made = chapter(content)
    sections = {node.id: words(node) for node in found(made, Section)}
    assert "maturite-programme" not in sections
    assert "30 juin 2027" in sections["maturite-depasse"]
    assert "ne comptent pas dans ce qui est programmé" in sections["maturite-depasse"]


def test_facts_that_nobody_gave_are_told_with_what_hangs_on_them():
    (fact,) = data(Maturity())["unknown_facts"]
    assert (fact["fact"], fact["questions"]) == ("room", 1)
    assert "Fait à préciser (1 question en dépend) : Une salle serveur ?" in words(chapter(data(Maturity())))


def test_the_key_figures_and_the_table_say_the_same():
    made = chapter(data())
    keys = {item.label: flat(item.value) for item in found(made, KeyFigures)[0].items}
    # A1 1.5 × 1/4 = 0.375, B1 1.25 × 2.5/4 = 0.78125: 1.15625 of 2.75 = 42 %; planned + 0.75 → 69 %
    assert keys == {
        "Score de maturité": "42 %",
        "Avec ce qui est programmé": "69 %",
        "Taux de réponse": "75 %",
        "Taux de preuve": "33 %",
    }
    (figure,) = found(made, Figure)
    assert [flat(cell) for cell in figure.table.rows[-1]] == [
        "Ensemble",
        "42 %",
        "69 %",
        "31 % à 57 %",
        "3 / 4",
        "1 / 3",
    ]
    bar = figure.bars[0]
    assert (bar.label, bar.value, bar.added) == ("Domaine A", pytest.approx(25), pytest.approx(50))
    assert (bar.low, bar.high) == (None, None)
    assert figure.bars[1].high == pytest.approx(100 * (0.78125 + 1) / 2.25)


def test_cautions_are_told_when_they_are_due():
    (callout,) = found(chapter(data()), Callout)
    told = flat(" ".join(callout.items))
    assert "sans preuve" in told
    assert "1 question d'une autre version de la grille : ces réponses ne comptent pas (Z9)" in told
    whole = Maturity(
        tuple(Answer(name, level=2, proofs=("P1",)) for name in ("A1", "B1", "B2")), PART.proofs, PART.facts
    )
    assert found(chapter(data(whole)), Callout) == []


def test_a_no_that_the_inventory_contradicts_is_a_caution():
    content = data(estate={"server": 12.0})
    (found_,) = content["contradictions"]
    assert (found_["fact"], found_["units"], found_["questions"]) == ("room", 12.0, 1)
    told = (
        "Vous avez dit non à « Une salle serveur ? », et l'inventaire en compte 12 : 1 question reste posée. "
        "Corrigez la réponse, ou l'inventaire."
    )
    assert told in words(*found(chapter(content), Callout))
    assert told in words(chapter(data(Maturity(facts={"room": "non"}), estate={"server": 12.0})))


def test_without_an_answer_the_chapter_says_how_to_begin():
    made = chapter(data(Maturity()))
    assert "le score n'est pas calculé. 4 questions s'appliquent" in words(made)
    assert found(made, Figure) == []


def test_level_zero_everywhere_is_a_table_without_a_picture():
    nothing = Maturity(tuple(Answer(name, level=0) for name in ("A1", "B1", "B2")), (), PART.facts)
    made = chapter(data(nothing))
    assert found(made, Figure) == []
    assert flat(found(made, Table)[0].rows[-1][1]) == "0 %"


def test_frozen_grids_are_listed_with_their_version():
    snapshot = freeze(
        GRID, compute_scores(GRID, PART.answers, PART.facts), Whose("", ""), on=date(2026, 3, 1)
    )
    made = chapter(data(Maturity(PART.answers, PART.proofs, PART.facts, (snapshot,))))
    (dates,) = [node for node in found(made, Section) if node.id == "maturite-dates"]
    assert [flat(cell) for cell in dates.blocks[0].rows[0]] == ["1er mars 2026", "2026.1", "42 %"]


def test_the_document_is_drawn_the_same_every_time():
    document = maturity_document(data(), "Ville fictive", date(2026, 11, 25))
    page, pdf = render_pair(document)
    assert (page, pdf) == render_pair(document)
    assert pdf.startswith(b"%PDF")
    assert page.count(b"<img ") == 1

"""Guides: the questions of one role, those without an answer first."""

from __future__ import annotations

import pytest
from small_grid import GRID, words

from canivet.deliverables.content.maturity_interview import interview
from canivet.deliverables.document import Section, nodes
from canivet.deliverables.maturity_documents import guide_documents
from canivet.maturity import Answer, compute_scores, guide, guides, role_named
from canivet.problems import InputProblem

IT, HR = GRID.roles


def scores(*answers, known=None, services=()):
    return compute_scores(GRID, answers, known or {}, services)


def test_a_role_is_asked_its_own_applicable_questions_unanswered_first():
    found = guide(GRID, scores(Answer("A1", level=2), known={"room": "non"}), IT)
    assert [item.question.id for item in found.to_ask] == ["B2"]
    assert [item.question.id for item in found.to_confirm] == ["A1"]
    # A2 is not put; B1 is for another role; what does not apply is not asked again
    found = guide(GRID, scores(Answer("B2", not_applicable="non")), IT)
    assert [item.question.id for item in found.to_ask] == ["A1", "A2"]


def test_a_question_that_only_some_services_answered_is_still_to_ask():
    found = guide(GRID, scores(Answer("B1", "RH", level=1), services=("RH", "DSI")), HR)
    (item,) = found.to_ask
    assert [answer.service for answer in item.answers] == ["RH"]


def test_a_role_without_a_question_has_no_guide():
    found = guides(GRID, scores(Answer("B1", not_applicable="non")))
    assert [item.role.id for item in found] == ["it"]


def test_a_role_is_found_by_its_identifier_its_label_or_its_first_words():
    assert (
        role_named(GRID, "hr")
        == role_named(GRID, "ressources HUMAINES")
        == role_named(GRID, "ressources")
        == HR
    )
    with pytest.raises(InputProblem, match=r"hr \(Ressources humaines\)"):
        role_named(GRID, "direction")


def test_the_printed_guide_holds_every_level_the_proof_and_what_is_known():
    found = guide(GRID, scores(Answer("A1", "", "hr", level=3, comment="vu le contrat")), IT)
    document = interview(GRID, found, "Ville fictive")
    texts = words(document)
    for level, word in enumerate(("rien", "un peu", "écrit", "mesuré", "partagé")):
        assert f"☐ {level} : A2 {word}." in texts
    assert "Preuve attendue : Un document." in texts
    assert "Déjà répondu (pour toute la collectivité, ressources humaines) : niveau 3. vu le contrat" in texts
    assert "À vérifier d'abord : Une salle serveur ?" in texts
    names = [node.id for node in nodes(document) if isinstance(node, Section)]
    assert len(names) == len(set(names))


def test_guides_are_written_as_pages_and_pdf():
    files = guide_documents(GRID, guides(GRID, scores()), "Ville fictive")
    assert list(files) == [
        "entretien-informatique.html",
        "entretien-informatique.pdf",
        "entretien-ressources-humaines.html",
        "entretien-ressources-humaines.pdf",
    ]
    assert files["entretien-informatique.pdf"].startswith(b"%PDF")
    assert "Question B2" in files["entretien-informatique.html"].decode()

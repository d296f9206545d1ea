"""Proofs: hashed, bounded, opened by those who may, brought back from the bin."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from web_maturity import HERE, text

from canivet_web.authorities.models import Service
from canivet_web.journal.models import Event
from canivet_web.journal.purge import purge
from canivet_web.maturity import bridge
from canivet_web.maturity.forms import LARGEST_PROOF_BYTES
from canivet_web.maturity.models import MaturityAnswer, MaturityProof


def add(client, town, question, service=None, **fields):
    path = town.url(f"{HERE}question/{question.id}/preuve/") + (f"?service={service.pk}" if service else "")
    return client.post(path, {"confidentiality": "internal", **fields})


def file(content: bytes = b"%PDF-1.7 preuve", name: str = "délibération.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_file_is_kept_with_its_hash_and_given_back_as_it_was(pilot, town, common_question):
    assert add(pilot, town, common_question, file=file()).status_code == 302
    proof = MaturityProof.objects.get()
    assert (proof.kind, proof.title, proof.address) == ("file", "délibération.pdf", "délibération.pdf")
    assert proof.sha256 == sha256(b"%PDF-1.7 preuve").hexdigest()
    answer = pilot.get(town.url(f"{HERE}preuve/{proof.pk}/"))
    assert answer.content == b"%PDF-1.7 preuve"
    # never shown by the browser as a page, whatever it says it is
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.get().details == {"sha256": proof.sha256}


def test_a_link_and_a_note_are_hashed_too(pilot, town, common_question):
    add(pilot, town, common_question, address="https://exemple.fr/plan.pdf")
    add(pilot, town, common_question, text="Vu le tableau en comité")
    link, note = MaturityProof.objects.all()
    assert (link.kind, link.sha256) == ("link", sha256(b"https://exemple.fr/plan.pdf").hexdigest())
    assert (note.kind, note.title) == ("note", "Vu le tableau en comité")
    assert 'href="https://exemple.fr/plan.pdf"' in text(pilot.get(town.url(f"{HERE}preuve/{link.pk}/")))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Donnez un fichier, un lien ou une note"),
        ({"address": "https://exemple.fr", "text": "et une note"}, "un seul des trois"),
        ({"address": "javascript:alert(1)"}, "ne commence pas par https://"),
        ({"text": "x", "confidentiality": "secret"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_not_one_proof_is_refused(pilot, town, common_question, fields, said):
    assert said in text(add(pilot, town, common_question, **fields))
    assert not MaturityProof.objects.exists()


def test_a_file_too_big_is_refused(pilot, town, common_question, settings):
    assert "trop gros" in text(add(pilot, town, common_question, file=file(b"x" * (LARGEST_PROOF_BYTES + 1))))
    settings.UPLOAD_MAX_BYTES = 1000
    assert "trop gros" in text(add(pilot, town, common_question, file=file(b"x" * 2000)))
    assert not MaturityProof.objects.exists()


def test_the_same_proof_sent_twice_is_one(pilot, town, common_question):
    for _ in range(2):
        assert add(pilot, town, common_question, text="vu").status_code == 302
    assert MaturityProof.objects.count() == 1


@pytest.mark.parametrize(
    ("confidentiality", "open_to"),
    [
        ("public", {"pilot", "it", "consultant", "contributor", "elected", "reader"}),
        ("internal", {"pilot", "it", "consultant", "contributor", "elected", "reader"}),
        ("confidential", {"pilot", "it", "consultant", "contributor"}),
    ],
)
def test_a_confidential_proof_is_for_its_service_and_those_who_keep_all(
    as_role, town, own_question, confidentiality, open_to
):
    add(as_role("contributor"), town, own_question, file=file(), confidentiality=confidentiality)
    proof = MaturityProof.objects.get()
    path = town.url(f"{HERE}preuve/{proof.pk}/")
    for role in ("pilot", "it", "consultant", "contributor", "elected", "reader"):
        wanted = 200 if role in open_to else 403
        assert as_role(role).get(path).status_code == wanted, role


def test_a_contributor_does_not_open_the_proofs_of_other_services(as_role, pilot, town, own_question):
    other = Service.objects.create(authority=town.authority, name="Voirie")
    add(pilot, town, own_question, other, text="Chez nous", confidentiality="public")
    proof = MaturityProof.objects.get()
    client = as_role("contributor")
    assert client.get(town.url(f"{HERE}preuve/{proof.pk}/")).status_code == 403
    assert client.post(town.url(f"{HERE}preuve/{proof.pk}/supprimer/")).status_code == 404
    proof.refresh_from_db()
    assert proof.deleted_at is None


def test_the_title_of_a_confidential_proof_is_told_to_nobody_else(as_role, pilot, town, common_question):
    add(
        pilot,
        town,
        common_question,
        text="Audit de sécurité",
        title="Failles",
        confidentiality="confidential",
    )
    detail = town.url(f"{HERE}scores/{common_question.domain.lower()}/")
    for client in (as_role("elected"), as_role("reader")):
        page = text(client.get(detail))
        assert "Failles" not in page
        assert "preuve confidentielle" in page
    assert "Failles" not in text(as_role("elected").get(town.url("journal/")))
    assert "Failles" in text(pilot.get(detail))


def test_a_deleted_proof_no_longer_counts_and_can_be_brought_back(pilot, town, common_question):
    answer = MaturityAnswer.objects.create(authority=town.authority, question=common_question.id, level=2)
    add(pilot, town, common_question, text="vu")
    proof = MaturityProof.objects.get()
    assert proof.answer == answer
    assert bridge.scores_of(town.authority).total.proof_rate == 1
    path = town.url(f"{HERE}preuve/{proof.pk}/supprimer/")
    assert "trente" not in text(pilot.get(path))
    for _ in range(2):  # a double click
        assert pilot.post(path).status_code == 302
    assert bridge.scores_of(town.authority).total.proof_rate == 0
    assert pilot.get(town.url(f"{HERE}preuve/{proof.pk}/")).status_code == 404
    assert Event.objects.filter(act="maturity.proof_deleted").count() == 1
    assert "vu" in text(pilot.get(town.url("corbeille/")))
    assert pilot.post(town.url(f"corbeille/preuve/{proof.pk}/retablir/")).status_code == 302
    assert bridge.scores_of(town.authority).total.proof_rate == 1


def test_a_proof_that_lapsed_is_deleted_for_good(pilot, town, common_question, settings):
    add(pilot, town, common_question, text="vu")
    MaturityProof.objects.get().discard(town.members["pilot"])
    long_ago = timezone.now() - timedelta(days=settings.UNDO_DAYS + 1)
    MaturityProof.objects.update(deleted_at=long_ago)
    assert purge()["Preuves de maturité supprimées"] == 1
    assert not MaturityProof.objects.exists()


def test_the_proof_of_another_authority_does_not_exist(pilot, town, other_town, common_question):
    answer = MaturityAnswer.objects.create(
        authority=other_town.authority, question=common_question.id, level=1
    )
    proof = MaturityProof.objects.create(
        authority=other_town.authority, answer=answer, kind="note", title="x", text="x", sha256="0" * 64
    )
    assert pilot.get(town.url(f"{HERE}preuve/{proof.pk}/")).status_code == 404
    assert pilot.get(town.url(f"{HERE}preuve/{proof.pk}/supprimer/")).status_code == 404

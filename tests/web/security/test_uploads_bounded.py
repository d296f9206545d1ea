"""Files too big, several at once, or sent by nobody: nothing is kept of them, and nothing goes unsaid."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from canivet_web import uploads
from canivet_web.jobs.models import Job, Upload

GOOD = b"Modele;Quantite\nLatitude 5420;3\n"


def send(client, town, *contents: bytes):
    files = [SimpleUploadedFile(f"parc-{n}.csv", content) for n, content in enumerate(contents)]
    data = {"once": str(uuid.uuid4()), "documents": files}
    return client.post(town.url("inventaire/importer/"), data)


@pytest.mark.parametrize(
    "contents", [(GOOD, b"x" * 5000), (b"x" * 5000, GOOD), (GOOD, b"x" * 5000, GOOD + b"X1;1")]
)
def test_a_file_too_big_keeps_the_others_out_too(pilot, town, settings, contents):
    """Half of an inventory, taken for the whole, would give half of the figures."""
    settings.UPLOAD_MAX_BYTES = 1000
    response = send(pilot, town, *contents)
    assert response.status_code == 422
    assert "Aucun fichier n&#x27;a été gardé" in response.content.decode()
    assert not Job.objects.exists()
    assert not Upload.objects.exists()


def test_the_same_files_within_the_bound_are_taken(pilot, town):
    assert send(pilot, town, GOOD, GOOD + b"X1;1").status_code == 302


@pytest.fixture
def stored(monkeypatch) -> list[int]:
    """Sizes of what was handed to the storing of files."""
    sizes: list[int] = []
    receive = uploads.BoundedUploadHandler.receive_data_chunk

    def spied(self, raw_data, start):
        passed = receive(self, raw_data, start)
        sizes.append(len(passed))
        return passed

    monkeypatch.setattr(uploads.BoundedUploadHandler, "receive_data_chunk", spied)
    return sizes


@pytest.mark.parametrize("path", ["/connexion/", "/inscription/", "/mot-de-passe/", "inventaire/importer/"])
def test_whoever_is_not_signed_in_stores_no_file(town, stored, settings, path):
    client = Client(enforce_csrf_checks=True)
    client.get("/connexion/")
    token = client.cookies["csrf"].value
    where = path if path.startswith("/") else town.url(path)
    data = {"csrfmiddlewaretoken": token, "x": SimpleUploadedFile("x.bin", b"x" * 200_000)}
    before = set(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
    assert client.post(where, data).status_code in (200, 302)
    assert not stored
    assert set(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) <= before


def test_a_member_stores_files(pilot, town, stored):
    assert send(pilot, town, GOOD).status_code == 302
    assert stored

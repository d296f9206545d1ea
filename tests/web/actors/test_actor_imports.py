"""Files of actors sent by people: read apart, relit, accepted once, undone; hostile ones refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from canivet import actors
from canivet_web.actors import rows, taking_in
from canivet_web.actors.models import Actor, ActorIntake, ActorPair
from canivet_web.actors.packing import packed, unpacked
from canivet_web.journal.models import Event
from canivet_web.roles import Role
from towns import Town

HERE = "etat-des-lieux/acteurs/"
READERS = Path(actors.__file__).parent / "readers"
COMMUNES = "99001, 99002"


def sample(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(Path(name).name, (READERS / name).read_bytes())


def send(town: Town, client: Client, *files, communes: str = COMMUNES):
    return client.post(town.url(f"{HERE}importer/"), {"documents": list(files), "communes": communes})


def text_of(answer) -> str:
    text = re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")
    return text.replace("&#x27;", "'").replace("’", "'")


def test_files_are_relit_accepted_once_and_undone(town: Town, pilot: Client) -> None:
    answer = send(town, pilot, sample("sirene/sample.csv"), sample("sirene/sample_unites.csv"))
    assert answer.status_code == 302, text_of(answer)
    address = answer["Location"]
    page = text_of(pilot.get(address))
    assert "Rien n'est encore enregistré." in page
    assert "6 acteurs ajoutés" in page
    assert "activité hors des catégories suivies" in page
    assert "NUVOLA DATA" in page
    assert not Actor.objects.exists()
    for _ in range(2):  # a second click
        pilot.post(address)
    assert Actor.objects.count() == 6
    assert list(Event.objects.values_list("act", flat=True)) == ["actor.imported"]
    assert "Import accepté" in text_of(pilot.get(address))
    touched = Actor.objects.get(name="NUVOLA DATA")
    pilot.post(town.url(f"{HERE}valider/"), {"actor": [touched.pk]})
    pilot.post(address, {"undo": "1"})
    assert [row.name for row in town.authority.actors.kept()] == ["NUVOLA DATA"]
    assert town.authority.actors.deleted().count() == 5
    assert "déjà" not in text_of(pilot.get(address))


def test_a_second_source_is_merged_and_the_same_again_changes_nothing(town: Town, pilot: Client) -> None:
    for name in ("sirene/sample.csv", "qfdmo/sample.csv", "qfdmo/sample.csv"):
        pilot.post(send(town, pilot, sample(name))["Location"])
    row = Actor.objects.get(name="Octet Réparation")
    assert sorted(row.sources.values_list("feed", flat=True)) == ["qfdmo", "sirene"]
    assert row.labels == "qualirepar;reparacteur"
    assert row.version == 2  # written by the first file, changed by the second, left by the third
    assert ActorIntake.objects.first().told["unchanged"] == 3


def test_a_deleted_actor_comes_back_with_a_file_that_still_has_it(town: Town, pilot: Client) -> None:
    address = send(town, pilot, sample("sirene/sample.csv"))["Location"]
    pilot.post(address)
    pilot.post(address, {"undo": "1"})
    assert not town.authority.actors.kept().exists()
    pilot.post(send(town, pilot, sample("sirene/sample.csv"))["Location"])
    assert town.authority.actors.kept().count() == 6
    assert Actor.objects.count() == 6


def test_a_preview_is_dropped_and_only_a_few_wait(town: Town, pilot: Client) -> None:
    address = send(town, pilot, sample("saisie/sample.csv"))["Location"]
    assert "à relire" in text_of(pilot.get(town.url(f"{HERE}importer/")))
    pilot.post(address, {"drop": "1"})
    assert not ActorIntake.objects.exists()
    assert pilot.post(address).status_code == 404
    for _ in range(taking_in.MOST_WAITING + 2):
        send(town, pilot, sample("saisie/sample.csv"))
    assert ActorIntake.objects.count() == taking_in.MOST_WAITING


def test_questions_of_an_import_are_asked(town: Town, pilot: Client) -> None:
    pilot.post(send(town, pilot, sample("mediation_numerique/sample.csv"))["Location"])
    table = "nom,categories,commune,code_insee\nMédiathèque Vernac,MED,Valmont-sur-Orle,99001\n"
    answer = send(town, pilot, SimpleUploadedFile("a-moi.csv", table.encode()))
    pilot.post(answer["Location"])
    assert ActorPair.objects.get().why == "Même nom, même commune ; l'adresse ou la position manque."
    assert "1 doublon à décider" in text_of(pilot.get(town.url(HERE)))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("parc.csv", b"Fabricant;Mod\xc3\xa8le\nBravex;B12\n", "ce n'est pas une liste d'acteurs connue"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "une image (PNG), pas une liste d'acteurs"),
        ("piege.json", b"[" * 100_000, "ce fichier JSON ne se lit pas"),
        ("../../etc/passwd", b"root:x:0:0\n", "ce n'est pas une liste d'acteurs connue"),
        ("vide.csv", b"", "vide"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_kept(
    town: Town, pilot: Client, name, content, said
):
    answer = send(town, pilot, SimpleUploadedFile(name, content))
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert not ActorIntake.objects.exists()


def test_no_file_and_wrong_communes_are_told(town: Town, pilot: Client) -> None:
    assert "Choisissez au moins un fichier." in text_of(send(town, pilot))
    answer = send(town, pilot, sample("saisie/sample.csv"), communes="Niort")
    assert "n'est pas le code INSEE d'une commune" in text_of(answer)


def test_an_authority_without_communes_in_our_tables_gives_them(town: Town, pilot: Client) -> None:
    answer = send(town, pilot, sample("sirene/sample.csv"), communes="")
    assert "nos tables ne donnent pas les communes" in text_of(answer)
    assert "--communes" not in text_of(answer)


def test_a_file_too_big_is_refused(town: Town, pilot: Client, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(town, pilot, sample("sirene/sample.csv"))
    assert answer.status_code == 200
    assert "trop gros" in text_of(answer)
    assert not ActorIntake.objects.exists()


def test_more_actors_than_anybody_would_look_at_are_refused(town: Town, pilot: Client) -> None:
    lines = "".join(f"Octet {rank},REP\n" for rank in range(5_001))
    answer = send(town, pilot, SimpleUploadedFile("trop.csv", f"nom,categories\n{lines}".encode()))
    assert "ces fichiers donnent 5001 acteurs" in text_of(answer)


def test_no_name_of_a_person_reaches_the_database(town: Town, pilot: Client) -> None:
    """Directors, elected people, sole traders: in the files, never in a column."""
    files = ("recherche_entreprises/sample.json", "sirene/sample_unites.csv", "sirene/sample.csv")
    pilot.post(send(town, pilot, *(sample(name) for name in files))["Location"])
    stored = json.dumps([list(row) for row in Actor.objects.values_list()], default=str)
    stored += json.dumps([packed(actor) for actor in rows.part_of(town.authority).actors])
    stored += json.dumps([list(row) for row in ActorIntake.objects.values_list()], default=str)
    assert "OCTET" in stored
    for name in ("FICTIF", "CAMILLE", "DUPINEL", "DOMINIQUE", "INVENTE", "SACHA"):
        assert name not in stored.upper()


def test_actors_are_packed_and_unpacked_whole(town: Town, pilot: Client) -> None:
    pilot.post(send(town, pilot, sample("qfdmo/sample.csv"))["Location"])
    for actor in rows.part_of(town.authority).actors:
        assert unpacked(json.loads(json.dumps(packed(actor)))) == actor


def test_other_authorities_do_not_see_an_import(town: Town, other_town: Town, pilot: Client) -> None:
    address = send(town, pilot, sample("saisie/sample.csv"))["Location"]
    there = address.replace(town.authority.siren, other_town.authority.siren)
    stranger = Client()
    stranger.force_login(other_town.members[Role.PILOT], backend="canivet_web.accounts.backends.EmailBackend")
    assert stranger.get(there).status_code == 404
    assert stranger.post(there).status_code == 404


def test_an_acceptance_that_breaks_in_the_middle_leaves_the_import_waiting(town, pilot, monkeypatch):
    address = send(town, pilot, sample("sirene/sample.csv"), sample("sirene/sample_unites.csv"))["Location"]

    def broken(*_args: object) -> None:
        raise OSError("coupure")

    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "keep_asked", broken)
        with pytest.raises(OSError, match="coupure"):
            pilot.post(address)
    assert not Actor.objects.exists()
    assert ActorIntake.objects.get().accepted_at is None
    pilot.post(address)
    assert Actor.objects.count() == 6

"""``canivet plateforme``: first administrator, demonstration, purge, checks; and what watches it."""

from __future__ import annotations

import json
import logging
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from canivet import commons as commons_module
from canivet.diagnosis import diagnose
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet.result import result_document
from canivet_web import administration, health, preparation, upkeep, verification
from canivet_web.accounts import invitations, links, retention
from canivet_web.accounts.models import Membership, User
from canivet_web.demonstration import PILOT
from canivet_web.diagnostics.models import Freeze, Result
from canivet_web.inventories.models import Batch
from canivet_web.jobs import pulse
from canivet_web.jobs.models import Job
from canivet_web.logs import JsonFormatter, NoPath
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> Path:
    settings.DATA_FOLDER = tmp_path
    (tmp_path / "televersements").mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "televersements")
    return tmp_path


def run(*arguments: str) -> int:
    return administration.run(administration.parse(arguments))


def link_of(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if "/connexion/lien/" in line).split("8000")[1]


def test_the_first_administrator_comes_in_by_the_link_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("administrateur", " Chef@Ville.example ", "--nom", "La cheffe") == 0
    user = User.objects.get()
    assert (user.email, user.name, user.is_instance_admin) == ("chef@ville.example", "La cheffe", True)
    assert user.email_confirmed_at is not None
    assert not user.has_usable_password()
    link = link_of(capsys.readouterr().out)
    client = Client()
    client.post(link)
    assert client.get("/instance/").status_code == 200
    other = Client()
    other.post(link)
    assert other.get("/instance/").status_code == 302


def test_an_account_that_exists_becomes_administrator_and_keeps_its_password(
    town, capsys: pytest.CaptureFixture[str]
) -> None:
    user = town.members[Role.READER]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert run("administrateur", user.email.upper()) == 0
    assert "existe déjà" in capsys.readouterr().out
    again = User.objects.get(pk=user.pk)
    assert (again.is_instance_admin, again.is_active, again.password) == (True, True, user.password)


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_whole_and_done_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demonstration") == 0
    first = capsys.readouterr().out
    assert run("demonstration") == 0
    assert link_of(first) != link_of(capsys.readouterr().out)
    assert Membership.objects.get().role == Role.PILOT
    assert (Batch.objects.count(), Result.objects.count(), Freeze.objects.count()) == (1, 1, 1)
    assert Job.objects.get().state == Job.State.DONE

    commons = commons_module.load()
    expected = result_document(
        diagnose(example_dossier(commons, load_example(commons, DEMONSTRATION)), commons)
    )
    document = json.loads(Result.objects.get().document)
    for part in ("footprint", "ratios", "inventory", "uses"):
        assert document[part] == json.loads(json.dumps(expected[part])), f"not as the command line: {part}"
    client = Client()
    client.force_login(User.objects.get(email=PILOT), backend="canivet_web.accounts.backends.EmailBackend")
    authority = Membership.objects.get().authority
    assert "Val-Fictif" in client.get(f"/c/{authority.siren}/").content.decode()


def wrong(*, but: str = "travaux") -> list[str]:
    return [check.what for check in verification.checks() if not check.good and but not in check.what]


@pytest.fixture
def result(town) -> Result:
    import hashlib

    User.objects.update(is_instance_admin=True)
    text = '{"a": 1}'
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    made: Result = Result.objects.create(
        authority=town.authority, number=1, year=2025, document=text, sha256=sha256, evidence=b""
    )
    return made


def test_what_was_changed_behind_our_back_is_seen(
    result: Result, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    pulse.sign_of_life().touch()
    assert run("verifier") == 0
    assert "Tout va bien" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("UPDATE diagnostics_result SET document = '{\"a\": 2}'")
    assert run("verifier") == 1
    shown = capsys.readouterr().out
    assert "MAL   empreintes des diagnostics" in shown
    assert f"({result.pk})" in shown


def test_settings_that_do_not_go_together_are_seen(result: Result, settings, monkeypatch) -> None:
    def refuse(self: object) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(EmailBackend, "open", refuse)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PUBLIC_URL, settings.HTTPS, settings.BEHIND_PROXY = "https://canivet.exemple.fr", True, False
    assert len(wrong()) == 2
    settings.PUBLIC_URL, settings.HTTPS = "http://canivet.exemple.fr", False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert [what.split()[0] for what in wrong()] == ["envoi", "adresse"]
    User.objects.update(is_instance_admin=False)
    assert "un administrateur de l'instance" in wrong()


def test_the_purge_deletes_what_has_lapsed(
    town, own_folder: Path, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    town.service.discard(town.members[Role.PILOT])
    type(town.service).objects.update(deleted_at=timezone.now() - timedelta(days=settings.UNDO_DAYS + 1))
    old, fresh = (own_folder / "televersements" / name for name in ("ancien", "nouveau"))
    for path in (old, fresh):
        path.touch()
    os.utime(old, (time.time() - 2 * upkeep.DAY,) * 2)
    assert run("purger") == 0
    assert not type(town.service).objects.exists()
    assert (old.exists(), fresh.exists()) == (False, True)
    assert "téléversements abandonnés" in capsys.readouterr().out


def test_health_says_what_does_not_work(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._up_to_date, "known", False)
    assert client.get("/sante").json() == {"status": "ok", "jobs": "silent", "version": "0.1.0"}
    pulse.sign_of_life().touch()
    assert client.get("/sante").json()["jobs"] == "running"
    monkeypatch.setitem(health._up_to_date, "known", False)
    monkeypatch.setattr(health, "migrations_missing", lambda: ["registers.0002_demain"])
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()) == (503, {"status": "migrations_missing"})

    def down() -> None:
        raise RuntimeError

    monkeypatch.setattr(connection, "cursor", down)
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()) == (503, {"status": "database_unreachable"})


def test_health_costs_one_query(client: Client, django_assert_num_queries) -> None:
    client.get("/sante")
    with django_assert_num_queries(1):
        client.get("/sante")


def test_the_log_of_visits_names_the_page_not_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "s3cret" * 8
    with caplog.at_level(logging.INFO, "canivet.access"):
        client.get(f"/connexion/lien/{secret}/?next=/c/999999998/", REMOTE_ADDR="203.0.113.9")
        client.get(f"/nulle-part/{secret}")
    lines = [json.loads(JsonFormatter().format(r)) for r in caplog.records if r.name == "canivet.access"]
    assert [(line["method"], line["route"], line["status"]) for line in lines][1:] == [("GET", "", 404)]
    assert lines[0]["route"] == "accounts:link_in"
    assert all(secret not in json.dumps(line) and "203.0" not in json.dumps(line) for line in lines)


def test_what_django_logs_of_a_request_loses_its_path(rf) -> None:
    request = rf.get("/connexion/lien/s3cret/")
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", request.path), None
    )
    request.resolver_match = None
    record.request = request
    assert NoPath().filter(record)
    assert "s3cret" not in record.getMessage()


def test_a_database_of_a_newer_version_is_not_touched() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    from canivet.problems import InputProblem

    MigrationRecorder(connection).record_applied("registers", "0999_demain")
    assert preparation.migrations_unknown() == ["registers.0999_demain"]
    with pytest.raises(InputProblem, match="plus récente"):
        preparation.migrate()


def test_static_files_are_gathered_once_per_version(tmp_path: Path, settings, monkeypatch) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert preparation.gather_static()
    assert list((tmp_path / "static" / "canivet").glob("*.css"))
    assert not preparation.gather_static()
    monkeypatch.setattr("canivet_web.version", lambda: "9.9.9")
    assert preparation.gather_static()


def test_the_guide_says_how_long_things_are_kept(settings) -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "guides" / "installer.md").read_text("utf-8")
    minutes = links.LIVES[links.SIGN_IN] // timedelta(minutes=1)
    hours = links.LIVES[links.CONFIRM] // timedelta(hours=1)
    for row in (
        f"| ce qui est supprimé et peut être rétabli | {settings.UNDO_DAYS} jours |",
        f"| compte jamais confirmé | {retention.UNCONFIRMED.days} jours |",
        f"| lien de connexion, lien de confirmation | {minutes} minutes, {hours} heures |",
        f"| lien de nouveau mot de passe | {settings.PASSWORD_RESET_TIMEOUT // 3600} heure |",
        f"| invitation que personne n'a prise | {invitations.LIFE.days} jours, puis "
        f"{retention.OLD_INVITATION.days} jours dans la liste de l'équipe |",
        f"| session | {settings.SESSION_COOKIE_AGE // 86_400} jours |",
        f"| `CANIVET_CONSERVATION_MOIS` | `{settings.RETENTION_MONTHS}` |",
        f"| `CANIVET_TELEVERSEMENT_MO` | `{settings.UPLOAD_MAX_BYTES // 1024**2}` |",
        f"| `CANIVET_TELEVERSEMENT_FICHIERS` | `{settings.UPLOAD_MAX_FILES}` |",
    ):
        assert row in guide

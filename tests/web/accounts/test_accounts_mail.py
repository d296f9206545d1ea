from __future__ import annotations

import smtplib
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail as outgoing

from canivet_web.accounts import mail

TEMPLATES = sorted(
    path.stem for path in (Path(django_settings.TEMPLATES[0]["DIRS"][0]) / "accounts" / "mail").glob("*.txt")
)
VALUES = dict.fromkeys(
    ("link", "sign_in", "reset", "by", "authority", "role", "until", "can_sign_up", "deleted_on", "months"),
    "mot",
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_message_is_plain_and_whole(name):
    assert mail.send(name, "a@val.example", **VALUES)
    message = outgoing.outbox[0]
    assert message.subject.startswith("Canivet : ")
    assert "INVALID" not in message.body + message.subject
    assert message.body.startswith("Bonjour,\n")
    assert "Auto-Submitted: auto-generated" in str(message.message())


def test_what_people_write_adds_no_header_and_no_paragraph():
    nasty = "Val\r\nBcc: autre@val.example\r\n\r\n<b>Cliquez</b>\x00\u2028ici"
    mail.send("invitation", "a@val.example", **{**VALUES, "authority": nasty, "by": nasty})
    message = outgoing.outbox[0]
    assert message.recipients() == ["a@val.example"]
    assert message.subject == (
        "Canivet : rejoignez l'équipe de Val Bcc: autre@val.example <b>Cliquez</b> ici"
    )
    assert message.message()["Bcc"] is None
    assert "\nBcc" not in message.body
    assert "Val Bcc: autre@val.example <b>Cliquez</b> ici vous invite" in message.body


@pytest.mark.parametrize(
    "error", [smtplib.SMTPRecipientsRefused({}), smtplib.SMTPServerDisconnected(), TimeoutError(), OSError()]
)
def test_failure_is_told_and_logged_without_the_address(monkeypatch, caplog, error):
    def fail(self, messages):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    assert mail.send("reset", "a@val.example", link="x") is False
    assert "message reset not sent" in caplog.text
    assert "a@val.example" not in caplog.text


def test_links_are_built_on_the_instance_address(settings):
    settings.PUBLIC_URL = "https://canivet.val.example"
    assert mail.absolute("accounts:login") == "https://canivet.val.example/connexion/"


def test_where_messages_wait(settings, tmp_path):
    assert mail.waiting() is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mail.send("reset", "a@val.example", link="x")
    assert mail.waiting() == (str(tmp_path), 1)

"""``canivet plateforme verifier``: what could be wrong in an instance, looked at from the machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from canivet_web import preparation
from canivet_web.jobs.pulse import jobs_run

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, whether it is good, and the cure when it is not."""

    what: str
    good: bool
    cure: str = ""


def checks() -> Iterator[Check]:
    """Everything that is looked at, in order; without a database up to date, nothing in it is read."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        cure = "vérifiez CANIVET_DATABASE ou CANIVET_DATA, et que la base est démarrée."
        yield Check(f"base de données : {str(error).strip()}", False, cure)
        return
    yield Check(f"base de données {connection.vendor} joignable", True)
    missing, unknown = preparation.migrations_missing(), preparation.migrations_unknown()
    if missing or unknown:
        cure = "mettez Canivet à jour." if unknown else "démarrez le serveur : canivet serve le fait."
        yield Check("base de données au même niveau que cette version", False, cure)
    else:
        yield Check("base de données au même niveau que cette version", True)
        yield from _kept_whole()
        yield _administered()
    yield _jobs()
    yield _mail()
    yield from _https()


def _kept_whole() -> Iterator[Check]:
    """What is frozen is the same, to the byte, as when it was written."""
    from canivet_web.diagnostics.models import Result, ResultFile
    from canivet_web.inventories.models import Batch
    from canivet_web.inventories.packing import fingerprint

    def damaged(rows: Any, of: Any) -> list[int]:
        return [row.pk for row in rows.iterator(chunk_size=1) if of(row) != row.sha256]

    cure = "restaurez une sauvegarde : ces lignes ont été changées hors de Canivet ({})."
    looked = (
        (
            "inventaires importés",
            Batch.objects.only("dossier", "sha256"),
            lambda r: fingerprint(bytes(r.dossier)),
        ),
        ("diagnostics", Result.objects.only("document", "sha256"), lambda r: _sha256(r.document.encode())),
        (
            "fichiers des diagnostics",
            ResultFile.objects.only("content", "sha256"),
            lambda r: _sha256(r.content),
        ),
    )
    for what, rows, of in looked:
        found = damaged(rows, of)
        yield Check(f"empreintes des {what}", not found, cure.format(", ".join(map(str, found))))


def _sha256(content: Any) -> str:
    return hashlib.sha256(bytes(content)).hexdigest()


def _administered() -> Check:
    from canivet_web.accounts.models import User

    found = User.objects.filter(is_instance_admin=True, is_active=True).exists()
    return Check("un administrateur de l'instance", found, "canivet plateforme administrateur ADRESSE")


def _jobs() -> Check:
    cure = "démarrez le serveur (canivet serve) : sans lui, imports et calculs attendent."
    return Check("processus des travaux vivant", jobs_run(), cure)


def _is_local() -> bool:
    return (urlsplit(settings.PUBLIC_URL).hostname or "") in LOOPBACK


def _mail() -> Check:
    if "smtp" not in settings.EMAIL_BACKEND:
        cure = "donnez CANIVET_SMTP : personne ne reçoit ses liens de connexion."
        return Check("envoi des messages (gardés dans un dossier)", _is_local(), cure)
    try:
        opened = get_connection()
        opened.open()
        opened.close()
    except OSError as error:
        return Check(f"serveur de courriel : {error}", False, "vérifiez CANIVET_SMTP.")
    return Check("serveur de courriel joignable", True)


def _https() -> Iterator[Check]:
    if _is_local():
        yield Check(f"adresse {settings.PUBLIC_URL} : de cette machine seulement", True)
        return
    cure = "donnez à CANIVET_URL une adresse en https, et mettez le serveur derrière un proxy."
    yield Check(f"adresse {settings.PUBLIC_URL} en HTTPS", settings.HTTPS, cure)
    if settings.HTTPS:
        cure = "donnez CANIVET_PROXY=oui : sans lui, Canivet ne sait pas que ses visiteurs sont en HTTPS."
        yield Check("en-têtes du proxy lus", settings.BEHIND_PROXY, cure)

"""A whole instance in a folder of its own: served by ``canivet serve``, filled, people signed in."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIREN = "999999998"
#: Run in the instance's own environment: makes an authority, entries and sessions, prints the session keys.
FILL = f"""
import json, django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from canivet_web.accounts.models import Membership, User
from canivet_web.authorities.models import Authority, Service
from canivet_web.registers.models import Entry
authority = Authority.objects.create(
    siren="{SIREN}", name="Banc d'essai", kind="epci", type="CA", population=85000, agents=900, year=2025)
services = [Service.objects.create(authority=authority, name=f"Service {{i}}") for i in range(10)]
Entry.objects.bulk_create(
    Entry(authority=authority, register="applications", name=f"Application {{i:03}}",
          service=services[i % 10], supplier=f"Fournisseur {{i % 7}}", kind="saas_user", quantity=10.0 + i)
    for i in range(50))
store = import_module(settings.SESSION_ENGINE).SessionStore
keys = []
for i in range(PEOPLE):
    user = User.objects.create_user(f"personne-{{i}}@banc.example", email_confirmed_at=timezone.now())
    Membership.objects.create(authority=authority, user=user, role="pilot")
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(json.dumps({{"keys": keys, "entries": list(Entry.objects.values_list("pk", flat=True))}}))
"""


@dataclass(frozen=True, slots=True)
class Instance:
    """Where it listens, its environment, and what was put in it."""

    port: int
    environment: dict[str, str]
    cookies: list[str]
    entries: list[int]

    def run(self, code: str) -> str:
        """What some Python prints in the instance's environment."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def connection(self) -> http.client.HTTPConnection:
        """A new connection."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


@contextmanager
def instance(people: int, workers: int = 2) -> Iterator[Instance]:
    """A running instance; stopped and erased at the end."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            **os.environ,
            "CANIVET_DATA": folder,
            "CANIVET_BANC": "oui",
            "CANIVET_URL": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "canivet_web.settings",
        }
        command = Path(sys.executable).parent / "canivet"
        log = (Path(folder) / "serveur.log").open("w", encoding="utf-8")
        server = subprocess.Popen(
            [str(command), "serve", "--port", str(port), "--ouvriers", str(workers)],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(port, server, Path(folder) / "serveur.log")
            code = FILL.replace("PEOPLE", str(people))
            done = subprocess.run(
                [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
            )
            made = json.loads(done.stdout.splitlines()[-1])
            yield Instance(port, environment, [f"session={key}" for key in made["keys"]], made["entries"])
        finally:
            server.terminate()
            server.wait(20)
            log.close()


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sante")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(log.read_text(encoding="utf-8"))

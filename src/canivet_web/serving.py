"""``canivet serve``: prepare the instance, run jobs in a process beside, answer requests."""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import os
import socket
import sys
from collections.abc import Callable, Sequence

from canivet.cli.parser import FrenchParser
from canivet.problems import InputProblem

#: Requests that one process answers at the same time.
THREADS = 2
#: Seconds left to the requests under way when the server stops.
GRACE = 10
_REFUSALS = {
    errno.EADDRINUSE: (
        "un autre programme occupe ce port",
        "arrêtez-le, ou choisissez un autre port avec --port.",
    ),
    errno.EACCES: (
        "ce port est réservé à l'administrateur de la machine",
        "choisissez avec --port un nombre au-dessus de 1023, et mettez un proxy devant.",
    ),
    errno.EADDRNOTAVAIL: (
        "cette machine n'a pas cette adresse",
        "donnez à --hote une de ses adresses, ou 127.0.0.1.",
    ),
}
EXAMPLES = """
  canivet serve
  canivet serve --port 8080
  CANIVET_URL=https://canivet.exemple.fr CANIVET_PROXY=oui canivet serve --ouvriers 4
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet serve",
        description="Démarre la plateforme web : base de données, calculs et pages, d'une seule commande.",
        examples=EXAMPLES,
    )
    parser.add_argument("--hote", default="127.0.0.1", metavar="ADRESSE", help="adresse écoutée (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, metavar="PORT", help="port écouté (8000)")
    parser.add_argument(
        "--ouvriers",
        type=_count,
        default=min(2, os.cpu_count() or 1),
        metavar="N",
        help="processus qui répondent aux pages (deux au plus, sauf demande contraire)",
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un port (de 1 à 65535)")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de 1 à 64")
    return int(text)


def run(options: argparse.Namespace, setup: Callable[[], None]) -> int:
    """Serve until told to stop; 0 when stopped by the user."""
    import granian  # noqa: F401 - when it lacks, say so before anything is made

    refuse_busy(options.hote, options.port)
    _set_address(options.hote, options.port)
    setup()
    from canivet_web import preparation

    preparation.reach_database()
    with preparation.presence() as alone:
        with preparation.one_at_a_time():
            _say("Préparation de la base de données et des pages…")
            preparation.migrate()
            preparation.gather_static()
        _welcome()
        _serve(options, alone=alone)
    _say("Canivet est arrêté.")
    return 0


def refuse_busy(host: str, port: int) -> None:
    """Say that an address cannot be listened on before anything is changed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: the port of a server just stopped is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        why, cure = _REFUSALS.get(error.errno or 0, (str(error.strerror), "vérifiez --hote et --port."))
        raise InputProblem(f"l'adresse {host}:{port} ne peut pas être écoutée : {why}.", cure=cure) from error


def _set_address(host: str, port: int) -> None:
    """Without ``CANIVET_URL``, the pages' own address is the one listened on, from this machine."""
    if os.environ.get("CANIVET_URL", "").strip():
        return
    if host in ("0.0.0.0", "::"):
        _say("CANIVET_URL n'est pas donné : seules les pages ouvertes depuis cette machine répondront.")
        host = "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    os.environ["CANIVET_URL"] = f"http://{name}:{port}"


def _welcome() -> None:
    from django.conf import settings
    from django.db import connection

    from canivet_web.accounts import mail
    from canivet_web.accounts.models import User

    folder = settings.DATA_FOLDER
    place = folder if connection.vendor == "sqlite" else f"PostgreSQL, et {folder} pour le reste"
    (folder / "adresse").write_text(settings.PUBLIC_URL, encoding="utf-8")
    _say(f"Canivet répond à l'adresse {settings.PUBLIC_URL}\nDonnées : {place}")
    waiting = mail.waiting()
    if waiting is not None:
        _say(f"Aucun serveur d'envoi (CANIVET_SMTP) : les messages attendent dans {waiting[0]}")
    if not User.objects.filter(is_instance_admin=True, is_active=True).exists():
        _first_administrator()
    _say("Ctrl-C pour arrêter.")
    connection.close()


def _first_administrator() -> None:
    """Create the administrator that the settings name, or say how to create one."""
    from django.conf import settings

    from canivet_web.administration import make_administrator, tell_administrator

    if settings.FIRST_ADMINISTRATOR:
        tell_administrator(*make_administrator(settings.FIRST_ADMINISTRATOR))
        return
    _say(
        "Personne n'administre encore cette instance. Dans un autre terminal, avec les mêmes réglages :\n"
        "  canivet plateforme administrateur vous@votre-collectivite.fr\n"
        "Pour voir la plateforme sur une collectivité fictive : canivet plateforme demonstration"
    )


def _serve(options: argparse.Namespace, *, alone: bool) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from canivet_web.command import start_worker
    from canivet_web.logs import served_logging
    from canivet_web.processes import Supervisor

    # New interpreters, that inherit neither locks nor connections.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ["CANIVET_PARENT"] = str(os.getpid())
    server = Granian(
        "canivet_web.wsgi:served",
        factory=True,
        address=options.hote,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.ouvriers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
        log_dictconfig=served_logging(),
    )
    with Supervisor(lambda: start_worker(alone=alone)):
        server.serve()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

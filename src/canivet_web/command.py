"""The platform's commands, called from ``canivet``: serve, sauvegarder, restaurer, plateforme.

They are found through the entry-point group ``canivet.commands``, so the command line does not import Django.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canivet_web.settings")
    import django

    django.setup()


def serve(arguments: Sequence[str]) -> int:
    """Start the platform: migrate, gather static files, run jobs in a process beside, answer requests."""
    from canivet_web.serving import parse, run

    return run(parse(arguments), _django)


def backup(arguments: Sequence[str]) -> int:
    """Write the whole instance in one file."""
    _django()
    from canivet_web.journal.backup import run_backup

    return run_backup(arguments)


def restore(arguments: Sequence[str]) -> int:
    """Put an instance back from one file."""
    _django()
    from canivet_web.journal.backup import run_restore

    return run_restore(arguments)


def manage(arguments: Sequence[str]) -> int:
    """The administrator's other commands: first administrator, demonstration, purge, worker."""
    _django()
    from canivet_web.administration import run

    return run(arguments)


def start_worker() -> subprocess.Popen[bytes]:
    """The process that runs jobs; it ends with its parent."""
    code = "from canivet_web.command import work; work()"
    return subprocess.Popen([sys.executable, "-c", code])


def work() -> None:
    """Run jobs until told to stop."""
    _django()
    from django.core.management import call_command

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    call_command("db_worker", interval=0.4, startup_delay=False)

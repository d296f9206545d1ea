"""The platform's commands, called from ``canivet``: serve, sauvegarder, restaurer, plateforme.

They are found through the entry-point group ``canivet.commands``, so the command line does not import Django.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Sequence


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canivet_web.settings")
    # The command line turns it off, for commands that end soon: these ones may last.
    gc.enable()
    # Whatever is written holds people's data: for the account of the server alone.
    os.umask(0o077)
    import django

    django.setup()


def serve(arguments: Sequence[str]) -> int:
    """Start the platform: migrate, gather static files, run jobs in a process beside, answer requests."""
    from canivet_web.serving import parse, run

    return run(parse(arguments), _django)


def backup(arguments: Sequence[str]) -> int:
    """Write the whole instance in one file."""
    from canivet_web.backup.commands import backup_options, run_backup

    options = backup_options(arguments)
    _django()
    return run_backup(options)


def restore(arguments: Sequence[str]) -> int:
    """Put an instance back from one file."""
    from canivet_web.backup.commands import restore_options, run_restore

    options = restore_options(arguments)
    _django()
    return run_restore(options)


def manage(arguments: Sequence[str]) -> int:
    """The administrator's other commands: first administrator, demonstration, purge, checks."""
    from canivet_web.administration import parse, run

    options = parse(arguments)
    _django()
    return run(options)


def start_worker(*, alone: bool = False) -> subprocess.Popen[bytes]:
    """The process that runs jobs; it ends with this one. ``alone``: no other runs jobs on this database."""
    code = f"from canivet_web.command import work; work({os.getpid()}, alone={alone!r})"
    # In a session of its own: Ctrl-C reaches us, and we let it finish.
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.DEVNULL, start_new_session=True)


def work(parent: int, *, alone: bool = False) -> None:
    """Run jobs until told to stop, or until ``parent`` ends."""
    from canivet_web.processes import end_with

    end_with(parent)
    _django()
    from canivet_web.upkeep import run_jobs

    run_jobs(alone=alone)

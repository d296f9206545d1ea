"""What the process of jobs does besides them: its sign of life, and the daily purge."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from canivet_web import uploads
from canivet_web.jobs.pulse import PULSE, sign_of_life
from canivet_web.jobs.work import SILENCE, tell_interrupted

logger = logging.getLogger(__name__)

LOOK_EVERY = 60.0
FINISHED_DAYS = 14
"""Days that the end of a task of the queue is kept."""
DAY = timedelta(days=1).total_seconds()


def run_jobs(*, alone: bool) -> None:
    """Run jobs until told to stop. ``alone``: whatever is said to be under way was interrupted."""
    tell_interrupted(timedelta() if alone else SILENCE)
    threading.Thread(target=_beside, name="upkeep", daemon=True).start()
    call_command("db_worker", interval=0.4, startup_delay=False)


def _beside() -> None:
    """Sign of life every few seconds; now and then the jobs nobody runs; every day the purge."""
    looked = purged = float("-inf")
    while True:
        sign_of_life().touch()
        now = time.monotonic()
        if now - looked > LOOK_EVERY:
            looked = now
            _quietly("jobs interrupted", tell_interrupted)
        if now - purged > DAY:
            purged = now
            _quietly("purge done", purge)
        time.sleep(PULSE)


def _quietly(what: str, act: Callable[[], dict[str, int] | int]) -> None:
    """Do it, and say so when there was something to do; a failure is logged, and the rest goes on."""
    try:
        done = act()
        counts = {name: count for name, count in done.items() if count} if isinstance(done, dict) else done
        if counts:
            logger.info(what, extra={"fields": {"counts": counts}})
    except Exception:
        logger.exception("%s: failed, and will be tried again", what)
    finally:
        connection.close()


def purge() -> dict[str, int]:
    """Delete what must not be kept any longer; gives how many of each."""
    from django_tasks_db.models import DBTaskResult

    from canivet_web.accounts import retention
    from canivet_web.journal import purge as bin_purge

    counts = {**retention.purge(), **bin_purge.purge(), "téléversements abandonnés": uploads.sweep()}
    old = timezone.now() - timedelta(days=FINISHED_DAYS)
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    return counts

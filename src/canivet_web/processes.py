"""Processes that end with the one that started them, even when it is killed without a word."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

#: From ``linux/prctl.h``: signal sent to this process when its parent ends.
PR_SET_PDEATHSIG = 1
#: Seconds given to a process to finish what it is doing before it is killed.
PATIENCE = 15.0
#: Seconds before a process that ended is started again, and the most it grows to when it keeps ending.
PAUSE, LONGEST_PAUSE = 1.0, 60.0


def end_with(parent: int) -> None:
    """Have this process killed when ``parent``, its parent, ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:  # pragma: no cover - no such signal there: look now and then
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        # It ended before we asked.
        os._exit(1)


def _watch(parent: int) -> None:  # pragma: no cover - see end_with
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


class Supervisor:
    """Keeps one process running beside this one: started again when it ends, ended with us."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        # The system ties a child to the thread that started it: this one lives as long as the child.
        self._thread = threading.Thread(target=self._keep, name="supervisor", daemon=True)

    def __enter__(self) -> Supervisor:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE + 5)

    def _keep(self) -> None:
        pause = PAUSE
        while not self._over.is_set():
            began = time.monotonic()
            process = self._start()
            while process.poll() is None and not self._over.wait(0.2):
                pass
            if self._over.is_set():
                stop(process)
                return
            pause = PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            self._over.wait(pause)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, then make it."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

"""Progress of long work on the error output: a bar on a terminal, one line per step elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def say(step: str) -> None:
    """One line for a step: what a log or a pipe can keep."""
    sys.stderr.write(f"{step}…\n")


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """Give a function to call at the start of each of ``total`` steps."""
    if not sys.stderr.isatty():
        yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Préparation", total=total)
        started = False

        def advance(step: str) -> None:
            nonlocal started
            progress.update(task, description=step, advance=1 if started else 0)
            started = True

        yield advance

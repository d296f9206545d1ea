"""Authorities stocked with the shipped examples, and calculations run as the jobs run them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet_web.diagnostics import state
from canivet_web.diagnostics.models import Result
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.models import Acceptance
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import start
from canivet_web.registers import bridge as registers


@pytest.fixture
def stock(shipped) -> Callable:
    """Give a town the lines and the uses of an example, accepted."""

    def stocked(town, example_id: str = "village", *, profile: bool = False):
        authority, user = town.authority, town.members["pilot"]
        example = load_example(shipped, example_id)
        dossier = example_dossier(shipped, example)
        if profile:
            for name in ("name", "kind", "type", "population", "population_municipal", "agents", "year"):
                setattr(authority, name, getattr(example.profile, name))
            authority.save()
        batch = inventories.store_tables(authority, user, dossier.tables, authority.year)
        Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
        if dossier.uses:
            registers.write_uses(authority, dossier.uses, user)
        if profile:
            state.store(authority, user, dossier.state)
        return batch

    return stocked


@pytest.fixture
def compute(django_capture_on_commit_callbacks) -> Callable:
    """Run the calculation job of a town; gives its last result."""

    def computed(town) -> Result:
        with django_capture_on_commit_callbacks(execute=True):
            job = start(town.authority, Job.Kind.DIAGNOSIS, town.members["it"])
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.problem
        return town.authority.results.first()

    return computed


@pytest.fixture
def village(town, stock, compute) -> Result:
    """A small result, quickly made."""
    stock(town)
    return compute(town)


@pytest.fixture
def demo(town, stock, compute) -> Result:
    """The demonstration, computed on the web."""
    stock(town, DEMONSTRATION, profile=True)
    return compute(town)

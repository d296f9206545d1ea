"""Two people, or two workers, at the same instant: one outcome, whole, on either database."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from canivet.dossier import written
from canivet.examples import example_dossier, load_example
from canivet_web.diagnostics import archive, deciding, taking_in, work
from canivet_web.diagnostics.models import Freeze, Result, ResultFile
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories import exports
from canivet_web.inventories.models import Acceptance, Batch
from canivet_web.jobs.models import Job, Upload
from canivet_web.jobs.work import run_job
from canivet_web.journal.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "canivet_web.accounts.backends.EmailBackend"


def at_once(*works: Callable[[], object]) -> None:
    """Run works at the same instant; the first failure is raised."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def signed_in(town, role: str = "pilot") -> Client:
    client = Client()
    client.force_login(town.members[role], backend=BACKEND)
    return client


def waiting(town) -> Job:
    return Job.objects.create(
        authority=town.authority, kind=Job.Kind.DIAGNOSIS, created_by=town.members["it"], steps_total=5
    )


def test_two_workers_compute_the_same_data_once(town, stock):
    stock(town)
    jobs = [waiting(town), waiting(town)]
    at_once(*(lambda job=job: run_job.func(job.pk) for job in jobs))
    assert [job.state for job in Job.objects.all()] == [Job.State.DONE] * 2
    assert Result.objects.count() == 1
    assert {job.target.partition("?")[0] for job in Job.objects.all()} == {town.url("diagnostic/1/")}
    assert Event.objects.filter(act="result.computed").count() == 1


def test_one_job_taken_by_two_workers_runs_once(town, stock):
    stock(town)
    job = waiting(town)
    at_once(lambda: run_job.func(job.pk), lambda: run_job.func(job.pk))
    job.refresh_from_db()
    assert (job.state, Result.objects.count()) == (Job.State.DONE, 1)


def test_two_batches_accepted_at_once(town, stock):
    first = stock(town)
    others = [
        inventories.store_tables(town.authority, None, inventories.tables_of(first), year)
        for year in (2024, 2025)
    ]
    clients = [signed_in(town, role) for role in ("pilot", "it")]
    paths = [town.url(f"inventaire/{batch.number}/accepter/") for batch in others]
    at_once(*(lambda pair=pair: pair[0].post(pair[1]) for pair in zip(clients, paths, strict=True)))
    assert Acceptance.objects.count() == 3
    last = Acceptance.objects.first()
    assert inventories.batch_in_force(town.authority) == last.batch
    told = Event.objects.filter(act="inventory.accepted").order_by("pk")
    assert [event.target for event in told][-1] == str(last.batch)
    assert told.last().details["en service"] == [told.first().target, told.last().target]


def test_freezing_and_deleting_at_once(village, town):
    user = town.members["pilot"]
    at_once(lambda: deciding.freeze(village, user, "Figé"), lambda: deciding.discard(village, user))
    result = Result.objects.get()
    assert (result.deleted_at is None) == Freeze.objects.exists()
    assert Event.objects.filter(act__in=("result.frozen", "result.deleted")).count() == 1


def test_the_batch_and_the_result_deleted_while_computing(village, town, stock, monkeypatch):
    """What a worker counts was deleted under its eyes: its result stands, and says what it counted."""
    town.authority.agents = 950
    town.authority.save()
    real, batch = work.diagnose, Batch.objects.get()

    def slow(*args):
        found = real(*args)
        deciding.discard(village, town.members["pilot"])
        batch.discard(town.members["pilot"])
        return found

    monkeypatch.setattr(work, "diagnose", slow)
    job = waiting(town)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert [result.number for result in Result.objects.kept()] == [2]
    assert Result.objects.kept().get().batch == batch


def test_two_dossiers_taken_in_at_once(town, stock, shipped, village):
    dossier = example_dossier(shipped, load_example(shipped, "ville"))
    user = town.members["pilot"]
    ready = taking_in.prepared(town.authority, dossier, lambda _: None)
    uses = len(dossier.uses)

    def take() -> None:
        with transaction.atomic():
            taking_in.take_in(type(town.authority).objects.get(), user, dossier, ready, replace_uses=True)

    at_once(take, take)
    assert [batch.number for batch in Batch.objects.all()] == [3, 2, 1]
    assert town.authority.entries.kept().count() == uses
    assert Event.objects.filter(act="dossier.imported").count() == 2


def test_nothing_is_held_while_equipment_is_recognised(town, stock, shipped, monkeypatch, send_dossier):
    """Others write while a dossier is being recognised, on SQLite too."""
    seen = []
    real = inventories._classified

    def looked(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return real(*args, **kwargs)

    monkeypatch.setattr(inventories, "_classified", looked)
    send_dossier(example_dossier(shipped, load_example(shipped, "village")))
    assert seen == [False]


@pytest.fixture
def send_dossier(town):
    def sent(dossier) -> Job:
        stream = io.BytesIO()
        texts = written(dossier.with_profile(siren=town.authority.siren))
        archive.packed([(name, text.encode()) for name, text in texts.items()], stream)
        job = Job.objects.create(
            authority=town.authority, kind=Job.Kind.DOSSIER, created_by=town.members["pilot"], steps_total=3
        )
        Upload.objects.create(job=job, name="dossier.zip", content=stream.getvalue())
        run_job.func(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.problem
        return job

    return sent


def test_tables_asked_twice_at_once_are_made_once(town, stock, monkeypatch):
    stock(town)
    made = []
    real = exports.classified

    def counted(*args):
        made.append(1)
        return real(*args)

    monkeypatch.setattr(exports, "classified", counted)
    exports._tables.cache_clear()
    clients = [signed_in(town), signed_in(town, "it")]
    answers: list[bytes] = []
    path = town.url("inventaire/1/inventaire.csv")
    at_once(*(lambda client=client: answers.append(client.get(path).content) for client in clients))
    assert answers[0] == answers[1]
    assert len(made) == 1
    assert ResultFile.objects.count() == 0

"""Jobs run once, tell where they are, and end once."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from canivet.problems import InputProblem
from canivet_web.jobs import work
from canivet_web.jobs.models import Job, Upload
from canivet_web.jobs.work import Lost, finish, run_job, tell_interrupted
from canivet_web.roles import Role

RUNS: list[int] = []


def handler(job, progress):
    RUNS.append(job.pk)
    progress("Une étape")
    progress("Une étape")
    progress("Une autre")
    return f"/c/{job.authority.siren}/inventaire/"


def refuses(job, progress):
    raise InputProblem("ce n'est pas ça.", cure="faites autrement.")


@pytest.fixture
def job(town, monkeypatch):
    RUNS.clear()
    monkeypatch.setitem(work.HANDLERS, Job.Kind.IMPORT, (f"{__name__}.handler", 3))
    job = Job.objects.create(authority=town.authority, kind=Job.Kind.IMPORT, steps_total=3)
    Upload.objects.create(job=job, name="parc.csv", content=b"x")
    return job


def test_a_job_put_twice_in_the_queue_runs_once(job):
    run_job.func(job.pk)
    run_job.func(job.pk)
    assert [job.pk] == RUNS
    job.refresh_from_db()
    assert (job.state, job.step, job.steps_done, job.target) == (
        "done", "Une autre", 3, "/c/999999998/inventaire/",
    )  # fmt: skip
    assert not Upload.objects.exists()


def test_the_same_step_again_is_a_sign_of_life_only(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    for _ in range(4):
        work._tell(job, "Lecture")
    job.refresh_from_db()
    assert (job.step, job.steps_done) == ("Lecture", 1)
    assert timezone.now() - job.beat_at < timedelta(seconds=5)


def test_a_refusal_keeps_its_words_and_drops_the_files(job, monkeypatch):
    monkeypatch.setitem(work.HANDLERS, Job.Kind.IMPORT, (f"{__name__}.refuses", 3))
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("refused", "ce n'est pas ça.\nQue faire : faites autrement.")
    assert not Upload.objects.exists()


def test_a_job_without_news_is_told_interrupted_once(job):
    old = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=old)
    assert tell_interrupted() == 1
    assert tell_interrupted() == 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not Upload.objects.exists()
    with pytest.raises(Lost):
        finish(job, "/trop-tard/")


def test_a_job_that_gives_news_is_left_alone(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=timezone.now())
    assert tell_interrupted() == 0


def test_a_job_lost_between_two_writings_is_put_in_the_queue_again(job):
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=1))
    tell_interrupted()
    assert [job.pk] == RUNS


def test_files_left_by_a_killed_process_are_deleted(tmp_path, settings, job):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for name in ("ancien", "lecture-ancienne", "récent"):
        path = tmp_path / name
        if name.startswith("lecture"):
            path.mkdir()
            (path / "parc.csv").write_text("des lignes", encoding="utf-8")
        else:
            path.write_text("des lignes", encoding="utf-8")
        if name != "récent":
            os.utime(path, (time.time() - 7200,) * 2)
    tell_interrupted()
    assert [path.name for path in tmp_path.iterdir()] == ["récent"]


def test_the_page_says_where_the_job_is(pilot, town, job, monkeypatch):
    monkeypatch.setattr("canivet_web.jobs.views.jobs_run", lambda: False)
    page = town.url(f"travaux/{job.pk}/")
    html = pilot.get(page).content.decode()
    assert "En attente" in html
    assert "semble arrêté" not in html
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=3))
    html = pilot.get(page).content.decode()
    assert "semble arrêté" in html
    with monkeypatch.context() as patch:
        patch.setattr("canivet_web.jobs.views.jobs_run", lambda: True)
        assert "semble arrêté" not in pilot.get(page).content.decode()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, step="Lecture des fichiers", steps_done=1)
    part = pilot.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "Lecture des fichiers…" in part
    assert 'hx-trigger="load delay:800ms"' in part
    assert "<html" not in part
    assert "INVALID-VARIABLE" not in html + part
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, target="/c/999999998/inventaire/")
    assert pilot.get(page)["Location"] == "/c/999999998/inventaire/"
    assert pilot.get(page, headers={"HX-Request": "true"})["HX-Redirect"] == "/c/999999998/inventaire/"


def test_the_problem_is_text(pilot, town, job):
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.REFUSED, problem="<script>x</script>\nQue faire : rien."
    )
    html = pilot.get(town.url(f"travaux/{job.pk}/")).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;<br>Que faire" in html
    assert "hx-trigger" not in html


def test_sealed(as_role, town, other_town, job):
    assert as_role(Role.PILOT).get(other_town.url(f"travaux/{job.pk}/")).status_code == 404
    other = Job.objects.create(authority=other_town.authority, kind=Job.Kind.IMPORT)
    assert as_role(Role.PILOT).get(town.url(f"travaux/{other.pk}/")).status_code == 404
    assert as_role(Role.READER).get(town.url(f"travaux/{job.pk}/")).status_code == 403

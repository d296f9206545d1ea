"""``canivet serve`` as it is started for real: one command, its processes, its end, its refusals."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from running import COMMAND, canivet, database_of, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "too long"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    """Processes started by this one, and by those."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Server:
    """A running ``canivet serve``."""

    def __init__(self, data: Path, *options: str, settings: dict[str, str] | None = None) -> None:
        self.data, self.port = data, free_port()
        self.output = (data / "sortie").open("wb")
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port), "--ouvriers", "1", *options],
            env={**environment(data), **(settings or {})},
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        until(lambda: self.process.poll() is not None or self.health().get("jobs") == "running")
        assert self.process.poll() is None, self.text()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str) -> str:
        with self.opener.open(self.url(path), timeout=20) as answer:
            content: bytes = answer.read()
        return content.decode()

    def post(self, path: str, **fields: str) -> str:
        with self.opener.open(self.url(path), urlencode(fields).encode(), timeout=20) as answer:
            content: bytes = answer.read()
        return content.decode()

    def health(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.get("/sante")))
        except OSError:
            return {}

    def text(self) -> str:
        self.output.flush()
        return (self.data / "sortie").read_text(encoding="utf-8")

    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]


@contextmanager
def server(data: Path, **settings: str) -> Iterator[Server]:
    running = Server(data, settings=settings)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGINT)
            try:
                running.process.wait(40)
            except subprocess.TimeoutExpired:
                running.process.kill()
                raise
        running.output.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of one instance, started and stopped by the tests in turn."""
    return tmp_path_factory.mktemp("instance")


def test_first_start_creates_the_administrator_of_the_settings_once(tmp_path: Path) -> None:
    with server(tmp_path, CANIVET_ADMINISTRATEUR="Chef@ville.example") as running:
        assert "Le compte chef@ville.example est créé" in running.text()
        link = re.search(r"/connexion/lien/\S+", running.text())
        assert link is not None
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', running.get(link[0]))
        assert token is not None
        running.post(link[0], csrfmiddlewaretoken=token[1])
        assert "chef@ville.example" in running.get("/instance/")
    with server(tmp_path, CANIVET_ADMINISTRATEUR="autre@ville.example") as running:
        assert "connexion/lien" not in running.text(), "a second start makes nobody"


def test_first_start_sign_in_by_the_link_and_stop(data: Path) -> None:
    with server(data) as running:
        assert f"http://127.0.0.1:{running.port}" in running.text()
        assert str(data) in running.text()
        assert "canivet plateforme administrateur" in running.text()
        assert running.health()["status"] == "ok"

        done = canivet(data, "plateforme", "administrateur", "Chef@ville.example")
        assert done.returncode == 0, done.stderr
        link = re.search(r"http://127\.0\.0\.1:(\d+)(/connexion/lien/\S+)", done.stdout)
        assert link is not None, done.stdout
        assert int(link[1]) == running.port, "the link is not for the server that runs"
        page = running.get(link[2])
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        running.post(link[2], csrfmiddlewaretoken=token[1])
        assert "chef@ville.example" in running.get("/instance/")
        other = urllib.request.build_opener()
        try:
            again = other.open(running.url(link[2]), timeout=20).read().decode()
        except urllib.error.HTTPError as error:
            again = error.read().decode()
        assert "sert une fois" in again

        css = re.search(r'href="(/static/canivet/canivet\.\w+\.css)"', running.get("/"))
        assert css is not None, "static files are not gathered"
        assert running.get(css[1])
        log = running.log()
        opened = [line for line in log if line["logger"] == "canivet.access"]
        assert {"accounts:link_in", "health", "home"} <= {line["route"] for line in opened}
        assert all(set(line) >= {"time", "level", "method", "status", "ms"} for line in opened)
        assert link[2].split("/")[3] not in running.text(), "a secret link is in the log"
        assert "chef@ville.example" not in running.text(), "an address is in the log"
        assert "127.0.0.1" not in json.dumps(log)
        family = children(running.process.pid)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(40) == 0
        until(lambda: not any(map(alive, family)), 20)
        assert "Canivet est arrêté." in running.text()
        assert "Traceback" not in running.text()


def test_when_the_parent_is_killed_everything_ends_and_it_starts_again(data: Path) -> None:
    with server(data) as running:
        family = children(running.process.pid)
        assert len(family) >= 2
        running.process.kill()
        running.process.wait(20)
        until(lambda: not any(map(alive, family)), 20)
    with server(data) as running:
        assert "Personne n'administre encore" not in running.text()
        assert running.health()["status"] == "ok"
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(40) == 0


def test_the_process_of_jobs_is_started_again_when_it_dies(data: Path) -> None:
    with server(data) as running:

        def workers() -> list[int]:
            found = []
            for pid in children(running.process.pid):
                try:
                    command = Path(f"/proc/{pid}/cmdline").read_bytes()
                except OSError:
                    continue
                if b"canivet_web.command" in command:
                    found.append(pid)
            return found

        first = workers()
        assert len(first) == 1
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(workers()) == 1 and workers() != first, 30)


def test_a_busy_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        done = canivet(tmp_path / "neuf", "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "un autre programme occupe ce port" in done.stderr
    assert "Que faire : " in done.stderr
    assert not (tmp_path / "neuf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "abc"], "n'est pas un port"),
        (["--port", "70000"], "n'est pas un port"),
        (["--ouvriers", "0"], "n'est pas un nombre de 1 à 64"),
        (["--hote", "nulle.part.invalid"], "ne peut pas être écoutée"),
        (["--rien"], "je ne connais pas"),
    ],
)
def test_wrong_options_are_refused_in_french(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = canivet(tmp_path, "serve", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    address = f"postgresql://canivet@/canivet?host={tmp_path}"
    done = canivet(tmp_path, "serve", "--port", str(free_port()), CANIVET_DATABASE=address)
    assert done.returncode == 2
    assert "la base de données ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_starts_at_once_do_not_collide(tmp_path: Path) -> None:
    """Two machines, or two commands of one, migrate the same new database: each waits for its turn."""
    database = database_of(str(tmp_path))
    running = []
    for number in range(2):
        # On PostgreSQL the two share the database alone, as two machines do.
        data = tmp_path / str(number) if database else tmp_path
        settings = {"CANIVET_DATABASE": database} if database else {}
        process = subprocess.Popen(
            [*COMMAND, "plateforme", "administrateur", f"{number}@ville.example"],
            env=environment(data, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
        assert b"/connexion/lien/" in out
    done = canivet(tmp_path, "plateforme", "verifier")
    assert "MAL   base" not in done.stdout
    assert "Bien  un administrateur" in done.stdout

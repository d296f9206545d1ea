"""The web's commands are listed without the web being loaded, and told missing when it is not installed."""

from __future__ import annotations

import resource
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from canivet.cli import main as entry
from canivet.cli.main import main
from running import environment

ROOT = Path(__file__).resolve().parents[2]


def run_python(code: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = environment(data or ROOT / "absent")
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)


def test_the_commands_of_the_platform_are_those_of_its_entry_points() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(entry.PLATFORM_COMMANDS) == set(declared["project"]["entry-points"][entry.ENTRY_POINTS])
    assert set(entry.PLATFORM_COMMANDS) == {item.name for item in entry_points(group=entry.ENTRY_POINTS)}


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for name in {**entry.COMMANDS, **entry.PLATFORM_COMMANDS}:
        assert f"\n    {name}" in shown


@pytest.mark.parametrize("call", ["import canivet.cli.main", "from canivet.cli.main import main; main([])"])
def test_the_command_line_does_not_load_the_web(call: str) -> None:
    heavy = ("django", "canivet_web", "granian", "numpy", "matplotlib", "importlib.metadata")
    done = run_python(f"{call}\nimport sys; print([m for m in {heavy} if m in sys.modules])")
    assert done.stdout.rstrip().endswith("[]"), done.stdout + done.stderr


def test_the_help_of_a_platform_command_does_not_load_django() -> None:
    done = run_python(
        "import sys\nfrom canivet.cli.main import main\n"
        "try:\n    main(['serve', '--help'])\nexcept SystemExit:\n    print('django' in sys.modules)"
    )
    assert done.stdout.startswith("Usage : canivet serve")
    assert done.stdout.rstrip().endswith("False"), done.stderr


def test_the_version_is_said_at_once() -> None:
    """150 ms of the processor in the best of a few tries, however busy the machine is."""
    command = [sys.executable, "-c", "from canivet.cli.main import run; run()", "--version"]
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.150, spent


@pytest.mark.parametrize(
    ("name", "absent"),
    [(name, absent) for name in entry.PLATFORM_COMMANDS for absent in ("django", "csp")]
    + [("serve", "granian")],
)
def test_without_the_extra_the_cure_is_said(name: str, absent: str, tmp_path: Path) -> None:
    """As on a machine where ``pip install canivet`` was run without the extra."""
    arguments = {"sauvegarder": ["a.zip"], "restaurer": ["a.zip"], "plateforme": ["verifier"]}.get(name, [])
    done = run_python(
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] == {absent!r}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from canivet.cli.main import main\n"
        f"sys.exit(main({[name, *arguments]!r}))",
        tmp_path,
    )
    assert done.returncode == 2, done.stderr
    assert 'pip install "canivet[web]"' in done.stderr
    assert absent in done.stderr
    assert "Traceback" not in done.stderr


def test_without_entry_points_the_cure_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [])
    assert main(["serve"]) == 2
    assert 'pip install "canivet[web]"' in capsys.readouterr().err


def test_a_defect_of_ours_is_not_taken_for_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise ModuleNotFoundError("No module named 'canivet.nowhere'", name="canivet.nowhere")

    monkeypatch.setattr(entry, "platform_command", lambda _: broken)
    with pytest.raises(ModuleNotFoundError):
        main(["serve"])

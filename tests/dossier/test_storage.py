"""Writing a dossier: whole or not at all, one writer at a time, nothing of the user's lost."""

from __future__ import annotations

import errno
import subprocess
import sys
import time
from pathlib import Path

import pytest

from canivet.problems import InputProblem
from canivet.storage import locked, refuse_foreign, replacing


def write(folder: Path, text: str) -> None:
    with locked(folder), replacing(folder) as draft:
        (draft / "dossier.json").write_text(text, encoding="utf-8")


def test_a_new_dossier_appears_whole(tmp_path: Path) -> None:
    write(tmp_path / "d", "one")
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
    assert (tmp_path / "d" / "dossier.json").read_text(encoding="utf-8") == "one"


def test_an_error_leaves_the_former_dossier(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write(folder, "one")

    def fail() -> None:
        with locked(folder), replacing(folder) as draft:
            (draft / "dossier.json").write_text("two", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "one"
    assert not (tmp_path / ".d.partiel").exists()


def test_the_user_s_own_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    (folder / "notes").mkdir()
    (folder / "notes" / "copil.txt").write_text("à garder", encoding="utf-8")
    write(folder, "two")
    assert (folder / "notes" / "copil.txt").read_text(encoding="utf-8") == "à garder"
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "two"


WRITE_FOREVER = """
import sys, time
from pathlib import Path
from canivet.storage import locked, replacing
folder = Path(sys.argv[1])
with locked(folder), replacing(folder) as draft:
    (draft / "dossier.json").write_text("half", encoding="utf-8")
    time.sleep(60)
"""


def test_a_killed_writer_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    process = subprocess.Popen([sys.executable, "-c", WRITE_FOREVER, str(folder)])
    draft = tmp_path / ".d.partiel" / "dossier.json"
    deadline = time.monotonic() + 30
    while not draft.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert draft.exists()
    # While it writes, a second writer is told to wait.
    with pytest.raises(InputProblem, match="un autre calcul est en cours"):
        write(folder, "mine")
    process.kill()
    process.wait()
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "one"
    write(folder, "three")
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "three"
    assert not draft.exists()


def test_a_writer_killed_between_the_two_renamings_is_undone(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    folder.rename(tmp_path / ".d.ancien")
    with locked(folder):
        assert (folder / "dossier.json").read_text(encoding="utf-8") == "one"


def test_another_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mairie.jpg").write_bytes(b"x")
    with pytest.raises(InputProblem, match="autre chose"):
        refuse_foreign(tmp_path / "photos", "dossier.json")
    with pytest.raises(InputProblem, match="un fichier, pas un dossier"):
        refuse_foreign(tmp_path / "photos" / "mairie.jpg", "dossier.json")
    refuse_foreign(tmp_path / "nouveau", "dossier.json")


def test_the_folder_one_stands_in_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    monkeypatch.chdir(folder)
    write(Path(), "two")
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "two"
    assert Path.cwd() == folder
    assert Path("dossier.json").is_file()


def test_a_link_to_a_dossier_stays_a_link(tmp_path: Path) -> None:
    folder, link = tmp_path / "real" / "d", tmp_path / "link"
    write(folder, "one")
    link.symlink_to(folder)
    write(link, "two")
    assert link.is_symlink()
    assert [path.name for path in folder.parent.iterdir()] == ["d"]
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "two"


def test_links_are_carried_over_as_links(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    (tmp_path / "photos").mkdir()
    (folder / "photos").symlink_to("../photos")
    (folder / "nulle-part").symlink_to("absent.txt")
    write(folder, "two")
    assert (folder / "photos").readlink() == Path("../photos")
    assert (folder / "nulle-part").readlink() == Path("absent.txt")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EACCES, "accès refusé"),
        (errno.EISDIR, "un dossier porte ce nom"),
    ],
)
def test_what_the_system_refuses_is_told_in_french(tmp_path: Path, number: int, said: str) -> None:
    folder = tmp_path / "d"
    write(folder, "one")
    with pytest.raises(InputProblem, match=said) as caught, locked(folder), replacing(folder) as draft:
        raise OSError(number, "in English", str(draft / "lignes.csv"))
    assert caught.value.place.file == str(folder / "lignes.csv")
    assert (folder / "dossier.json").read_text(encoding="utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    (folder / "dossier.json").mkdir(parents=True)
    with pytest.raises(InputProblem, match=r"dossier\.json : .*porte déjà ce nom"):
        write(folder, "one")
    assert (folder / "dossier.json").is_dir()


def test_a_name_too_long_is_told(tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 300)
    for act in (lambda: write(folder, "one"), lambda: refuse_foreign(folder / "e", "dossier.json")):
        with pytest.raises(InputProblem, match="ce nom est trop long"):
            act()

"""What a user gets wrong: a French message that says what, where and the cure; code 2; nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from canivet.cli.main import main

PARC = "Fabricant;Modèle;Type;Quantité;Date d'achat\nDell;Latitude 5420;Portable;12;01/09/2022\n"
KNOWN = ["--siren", "200041317", "--agents", "1200"]


@pytest.fixture
def parc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "parc.csv"
    path.write_text(PARC, encoding="utf-8")
    return path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    """Run a command that must be refused; gives its message, after checking that nothing was written."""
    before = sorted(folder.rglob("*"))
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    message = capsys.readouterr().err
    assert code == 2, message
    left = [path for path in sorted(folder.rglob("*")) if path not in before]
    assert left == []
    assert "Traceback" not in message
    assert "Erreur : " in message
    return message[message.index("Erreur : ") :]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (["--siren", "200041318", "--agents", "5"], "200041318"),
        (["--siren", "20004131", "--agents", "5"], "neuf chiffres"),
        (["--siren", "999999998", "--agents", "5"], "--nom"),
        (["--siren", "200041317", "--agents", "-5"], "supérieur à zéro"),
        (["--siren", "200041317", "--agents", "0"], "supérieur à zéro"),
        (["--siren", "200041317", "--agents", "mille"], "supérieur à zéro"),
        (["--siren", "200041317", "--agents", "1000000001"], "un milliard au plus"),
        (["--siren", "200041317", "--agents", "9" * 5000], "99… » est trop grand"),
        ([*KNOWN, "--population", "9" * 400], "un milliard au plus"),
        ([*KNOWN, "--annee", "9" * 5000], "entre 2000 et"),
        ([*KNOWN, "--annee", "1850"], "entre 2000 et"),
        ([*KNOWN, "--annee", "2999"], "entre 2000 et"),
        ([*KNOWN, "--methode", "autre"], "amortie"),
        ([*KNOWN, "--pays", "Atlantide"], "Atlantide"),
        ([*KNOWN, "--jeu-facteurs", "inconnu"], "ademe_be2"),
        ([*KNOWN, "--jeu-facteurs", "absent.csv"], "n'existe pas"),
        ([*KNOWN, "--usages", "absent.csv"], "absent.csv"),
        ([*KNOWN, "--option-inconnue"], "--option-inconnue"),
        (["--agents", "5"], "il manque --siren"),
        (["--siren", "200041317"], "il manque --agents"),
    ],
)
def test_wrong_options(
    parc: Path, capsys: pytest.CaptureFixture[str], extra: list[str], expected: str
) -> None:
    assert expected in refused(["diagnostiquer", str(parc), *extra], capsys, parc.parent)


FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("vide.csv", b"", "vide"),
    "photo": ("parc.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(200), "image"),
    "tickets": (
        "tickets.csv",
        "ID;Titre;Statut;Demandeur;Attribué à;Urgence;Date d'ouverture\n"
        "12;Imprimante en panne;Clos;agent-1;agent-2;Haute;01/02/2025\n".encode(),
        "inventaire",
    ),
    "only negative": ("parc.csv", "Modèle;Quantité\nLatitude 5420;-3\nP2419H;-1\n".encode(), "quantité"),
    "noise": (
        "large.csv",
        (";".join(f"c{i}" for i in range(200)) + "\n" + ";".join("x" for _ in range(200)) + "\n").encode(),
        "colonne",
    ),
    "header alone": ("parc.csv", "Fabricant;Modèle;Type;Quantité\n".encode(), "ligne"),
}


@pytest.mark.parametrize("case", FILES)
def test_wrong_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name, content, expected = FILES[case]
    (tmp_path / name).write_bytes(content)
    message = refused(["diagnostiquer", name, *KNOWN], capsys, tmp_path)
    assert name in message
    assert expected in message.lower()
    assert "Que faire : " in message


def test_a_folder_that_is_no_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    assert "dossier" in refused(["diagnostiquer", "photos", *KNOWN], capsys, tmp_path)


def test_a_missing_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "absent.csv" in refused(["diagnostiquer", "absent.csv", *KNOWN], capsys, tmp_path)


def test_a_folder_that_holds_something_else_is_not_written_over(
    parc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (parc.parent / "photos").mkdir()
    (parc.parent / "photos" / "mairie.jpg").write_bytes(b"x")
    message = refused(["diagnostiquer", str(parc), *KNOWN, "--sortie", "photos"], capsys, parc.parent)
    assert "autre chose" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("archetype,stage\nlaptop,manufacturing\n", "criterion"),
        ("archetype,stage,criterion,value,source\nlicorne,manufacturing,gwp,1,nous\n", "licorne"),
        ("archetype,stage,criterion,value,source\nlaptop,manufacturing,gwp,-1,nous\n", "nombre positif"),
        ("archetype,stage,criterion,value,source\n", "aucune ligne"),
        (
            "archetype,stage,criterion,value,source\nlaptop,embodied_unsplit,gwp,1,nous\n"
            "laptop,manufacturing,gwp,1,nous\n",
            "deux fois",
        ),
    ],
)
def test_a_wrong_factor_set_of_one_s_own(
    parc: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    (parc.parent / "jeu.csv").write_text(text, encoding="utf-8")
    assert expected in refused(
        ["diagnostiquer", str(parc), *KNOWN, "--jeu-facteurs", "jeu.csv"], capsys, parc.parent
    )


@pytest.mark.parametrize("arguments", [["autre"], ["expliquer"], ["classer"], ["territoire"], ["communs"]])
def test_wrong_commands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    message = refused(arguments, capsys, tmp_path)
    assert "--help" in message
    assert "the following" not in message
    assert "choose from" not in message

"""What an authority of no table is: said by ``--nature``, it decides whom the law names."""

from __future__ import annotations

import json

import pytest

from canivet.cli.main import main

SIREN = "999999923"


@pytest.mark.parametrize(
    ("nature", "status"),
    [
        ("syndicat", "volontaire"),
        ("departement", "volontaire"),
        ("commune", "assujettie"),
        (None, "inconnue"),
    ],
)
def test_the_nature_of_a_new_dossier(tmp_path, monkeypatch, nature, status):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_text(
        "Type;Modèle;Quantité\nOrdinateur portable;HP 840;12\n", encoding="utf-8"
    )
    arguments = ["diagnostiquer", "parc.csv", "--siren", SIREN, "--nom", "Fictive", "--agents", "80"]
    arguments += ["--population", "210000", "--annee", "2025", "--sortie", "ici"]
    assert main([*arguments, *(["--nature", nature] if nature else [])]) == 0
    result = json.loads((tmp_path / "ici" / "resultat.json").read_text(encoding="utf-8"))
    assert result["authority"]["reen_obligation"]["status"] == status


def test_another_nature_is_told(tmp_path, capsys):
    with pytest.raises(SystemExit) as raised:
        main(["diagnostiquer", "parc.csv", "--siren", SIREN, "--nature", "état"])
    assert raised.value.code == 2
    assert "--nature" in capsys.readouterr().err

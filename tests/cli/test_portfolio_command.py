"""``canivet portefeuille``: the table to fill, the choice and its limits, and what cannot be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from canivet.cli.main import main

HEAD = (
    "id;titre;theme;levier;reglages;investissement;fonctionnement;jours;prealables;exclusions;gain_kgco2e\n"
)
TABLE = HEAD + (
    "portables;Garder les portables;;garder-portables;years=2;2027=5000;;DSI=10;;;\n"
    "occasion;Acheter d'occasion;;reconditionne-ordinateurs;;2027=2000;2027=100;Achats=5;;;\n"
    "papier;Imprimer moins;;imprimer-moins;;2027=3000;;DSI=4;;;\n"
    "fresque;Atelier pour les agents;4;;;2027=500;;RH=3;;;\n"
    "velo;Livrer à vélo;2;;;2027=900;;;papier;;250\n"
)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("portefeuille")
    assert main(["demo", "--sortie", str(folder / "demo")]) == 0
    return folder / "demo"


@pytest.fixture
def actions(tmp_path) -> Path:
    path = tmp_path / "actions.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def said(capsys) -> str:
    return capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


def test_the_table_to_fill_has_every_lever_with_data_and_no_cost(dossier, tmp_path, capsys):
    target = tmp_path / "actions.csv"
    assert main(["portefeuille", str(dossier), "--modele", str(target)]) == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 50
    assert {row["levier"] for row in rows} >= {"garder-portables", "imprimer-moins"}
    assert not {"stockage-vers-bande"} & {row["levier"] for row in rows}
    assert {row["investissement"] for row in rows} == {row["jours"] for row in rows} == {""}
    # Read back as it is: everything is free, so everything that brings something is chosen.
    capsys.readouterr()
    assert main(["portefeuille", str(dossier), "--actions", str(target)]) == 0
    assert "actions retenues sur" in said(capsys)


def test_the_choice_keeps_to_the_limits_and_says_what_it_uses(dossier, actions, tmp_path, capsys):
    target = tmp_path / "choix.csv"
    limits = ["--investissement", "2027=7000", "--jours", "DSI=12", "--themes", "4=1"]
    assert main(["portefeuille", str(dossier), "--actions", str(actions), *limits, "--csv", str(target)]) == 0
    out = said(capsys)
    rows = {row["action"]: row for row in csv.DictReader(target.read_text("utf-8-sig").splitlines())}
    chosen = {name for name, row in rows.items() if row["retenue"] == "oui"}
    assert sum(float(rows[name]["cout_eur"]) for name in chosen) <= 7000 + 100
    assert "Investissement 2027 : " in out
    assert "sur 7 000 €" in out
    assert "Ensemble, par an : " in out
    assert f"{len(chosen)} actions retenues sur 5" in out
    assert float(rows["fresque"]["points"]) == 0.0
    assert rows["fresque"]["eur_par_tonne"] == ""


def test_prudence_front_weights_and_imposed_actions(dossier, actions, capsys):
    asked = ["portefeuille", str(dossier), "--actions", str(actions), "--investissement", "2027=6000"]
    assert main([*asked, "--robuste", "50 %", "--front", "--poids", "gwp=1", "adpe=1"]) == 0
    assert "Ce que chaque budget permettrait" in said(capsys)
    assert main([*asked, "--imposer", "velo"]) == 0
    out = said(capsys)
    assert "[velo]" in out
    assert "[papier]" in out  # what it needs first comes with it
    assert "que les actions sans levier disent d'elles-mêmes" in out
    assert main([*asked, "--ecarter", "papier"]) == 0
    assert "[papier]" not in said(capsys)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "il manque les actions"),
        (["--actions", "absent.csv"], "ce fichier n'existe pas"),
        (["--actions", "A", "--investissement", "2027=-5"], "ne va pas dans la colonne --investissement"),
        (["--actions", "A", "--themes", "9=1"], "ne va pas avec --themes"),
        (["--actions", "A", "--themes", "1=1,5"], "ne va pas avec --themes"),
        (["--actions", "A", "--imposer", "lapin"], "l'action « lapin » n'est pas dans le tableau"),
        (["--actions", "A", "--robuste", "deux"], "n'est pas une prudence"),
        (["--actions", "A", "--poids", "co2=1"], "le critère « co2 » n'existe pas"),
        (["--actions", "A", "--jours", "DSI=0", "--imposer", "portables"], "jours DSI : 0 jours au plus"),
        (["--actions", "A", "--imposer", "papier", "--ecarter", "papier"], "« Imprimer moins » est écartée"),
        (["--actions", "A", "--themes", "6=1"], "thème 6 : au moins 1"),
    ],
)
def test_what_cannot_be_done_is_said(dossier, actions, capsys, arguments, message):
    given = [str(actions) if one == "A" else one for one in arguments]
    assert main(["portefeuille", str(dossier), *given]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("portables;Deux fois;1;;;;;;;;", "est déjà plus haut"),
        (";Sans nom;1;;;;;;;;", "pas d'identifiant"),
        ("x;X;;lapin;;;;;;;", "le levier « lapin » n'existe pas"),
        ("x;X;8;;;;;;;;", "« 8 » n'est pas un thème"),
        ("x;X;1;;;mille;;;;;", "ne va pas dans la colonne investissement"),
        ("x;X;1;;;2027=1;;;absente;;", "l'action « absente » n'est pas dans le tableau"),
        ("x;X;1;;;;;;x;;", "les préalables tournent en rond : x → x"),
        ("x;X;1;garder-portables;years=99;;;;;;", "hors des bornes"),
        ("x;X;1;;;;;;;;beaucoup", "n'est pas un nombre"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(dossier, tmp_path, capsys, line, message):
    path = tmp_path / "actions.csv"
    path.write_text(f"{TABLE}{line}\n", encoding="utf-8")
    assert main(["portefeuille", str(dossier), "--actions", str(path)]) == 2
    assert message in capsys.readouterr().err

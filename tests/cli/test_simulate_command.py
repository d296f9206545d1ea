"""``canivet simuler``: a scenario against the trend and its targets, two compared, and what is refused."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from canivet.cli.main import main

SOBER = """
name = "Sobre"
until = 2032
[[levers]]
id = "garder-portables"
start = 2026
years = 2
[[targets]]
criterion = "gwp"
year = 2030
reduction = 0.1
"""
BOLD = SOBER.replace("Sobre", "Ambitieux") + '\n[[levers]]\nid = "imprimer-moins"\nstart = 2026\n'


@pytest.fixture(scope="module")
def dossier(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("simuler")
    assert main(["demo", "--sortie", str(folder / "demo")]) == 0
    return folder / "demo"


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    found = {}
    for name, text in (("sobre", SOBER), ("ambitieux", BOLD), ("faux", SOBER.replace("2032", '"2032"'))):
        found[name] = tmp_path / f"{name}.toml"
        found[name].write_text(text, encoding="utf-8")
    return found


def said(capsys) -> str:
    return capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


def test_a_scenario_is_told_year_by_year_with_its_target(dossier, files, capsys):
    assert main(["simuler", str(dossier), str(files["sobre"])]) == 0
    out = said(capsys)
    assert [line.split()[0] for line in out.splitlines()[1:9]] == [str(year) for year in range(2025, 2033)]
    assert "Cible gwp : 10 % de moins en 2030" in out
    assert "manquée de" in out
    assert "Dépend de garder-portables.years" in out


def test_two_scenarios_are_compared_lever_by_lever(dossier, files, tmp_path, capsys):
    target = tmp_path / "trajectoires.csv"
    asked = [str(files["sobre"]), str(files["ambitieux"]), "--csv", str(target)]
    assert main(["simuler", str(dossier), *asked]) == 0
    out = said(capsys)
    total = re.search(r"« Ambitieux » gagne ([\d,]+) t CO₂e de plus par an", out)
    part = re.search(r"Imprimer moins : \+ ([\d,]+) t CO₂e pour « Ambitieux »", out)
    assert total
    assert part
    assert total[1] == part[1]  # the only lever that differs explains it all
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    climate = [row for row in rows if row["critere"] == "gwp"]
    assert {row["scenario"] for row in climate} == {"Sobre", "Ambitieux"}
    assert len(climate) == 2 * 8
    last = {row["scenario"]: float(row["amorti"]) for row in climate if row["annee"] == "2032"}
    assert last["Ambitieux"] < last["Sobre"] < float(climate[-1]["tendance_amorti"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.toml"], "ce scénario n'existe pas"),
        (["faux"], "il faut un nombre de 2000 à 2050"),
        (["sobre", "--critere", "co2"], "le critère « co2 » n'existe pas"),
        (["sobre", "sobre", "sobre"], "trop de scénarios"),
    ],
)
def test_what_cannot_be_done_is_said(dossier, files, capsys, arguments, message):
    given = [str(files[one]) if one in files else one for one in arguments]
    assert main(["simuler", str(dossier), *given]) == 2
    assert message in capsys.readouterr().err

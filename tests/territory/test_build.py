"""The script that builds the tables, on a package of three communes."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_territories.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_territories", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commune(
    code: str, siren: str | None, name: str, population: int, department: str = "01"
) -> dict[str, object]:
    row: dict[str, object] = {
        "code": code,
        "nom": name,
        "departement": department,
        "type": "commune-actuelle",
        "population": population,
    }
    return row if siren is None else {**row, "siren": siren}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    member = {"code": "01001", "siren": "210100012", "populationTotale": 880, "populationMunicipale": 860}
    group = {"code": "200000172", "nom": "CC  d’Essai", "type": "CC", "membres": [member]}
    ept = {
        "code": "200057867",
        "nom": "EPT d'Essai",
        "type": "EPT",
        "membres": [{**member, "populationTotale": 1}],
    }
    lists = {
        "communes": [
            commune("01001", "210100012", "Essai", 999),
            commune("85113", "218501138", "Île", 4883, "85"),
            commune("98818", None, "Sans SIREN", 10, "988"),
            {**commune("01002", None, "Ancienne", 5), "type": "commune-deleguee"},
        ],
        "epci": [group],
        "ept": [ept],
        "departements": [
            {"code": "85", "nom": "Vendée", "region": "52"},
            {"code": "01", "nom": "Ain", "region": "84"},
        ],
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}, {"code": "52", "nom": "Pays de la Loire"}],
    }
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    for name, content in lists.items():
        (data / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return data.parent


def test_figures_come_from_the_members_of_the_epci(script: ModuleType, package: Path, tmp_path: Path) -> None:
    counts = script.build(package, tmp_path / "commons")
    assert counts == {"departments": 2, "epci": 2, "communes": 2}
    read = {name: (tmp_path / "commons/territories" / f"{name}.csv").read_text("utf-8") for name in counts}
    assert read["communes"].splitlines()[1:] == [
        "210100012,01001,Essai,01,200000172,200057867,880,860,2026",
        "218501138,85113,Île,85,,,,4883,2026-hors-epci",
    ]
    assert read["epci"].splitlines()[1:] == [
        "200000172,CC d'Essai,CC,1,880,860,01,Auvergne-Rhône-Alpes,2026",
        "200057867,EPT d'Essai,EPT,1,880,860,01,Auvergne-Rhône-Alpes,2026",
    ]
    assert read["departments"].splitlines()[1] == "01,Ain,84,Auvergne-Rhône-Alpes"


def test_usage(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([]) == 2
    assert "PACKAGE_DIR" in capsys.readouterr().err

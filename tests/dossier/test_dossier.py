"""A dossier written and read back is the same dossier, whatever its cells hold."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.dossier import (
    PROFILE_FILE,
    Dossier,
    Profile,
    is_dossier,
    load,
    load_tables,
    reopen,
    written,
    written_tables,
)
from canivet.inventory.assets import Line, ReadTable
from canivet.inventory.uses_file import UseLine
from canivet.problems import InputProblem, Place

PROFILE = Profile(
    siren="999999998",
    name="Communauté d'Exemple",
    kind="epci",
    type="CA",
    population=85_000,
    population_municipal=83_000,
    agents=900,
    year=2025,
    method="amortie",
    country="FRA",
    factor_set="",
)

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20).map(
    str.strip
)
names = st.sampled_from(["model", "serial", "quantity", "purchase_date", "service"])


@st.composite
def tables(draw: st.DrawFn) -> ReadTable:
    file = draw(st.sampled_from(["parc.csv", "écoles.ods"]))
    sheet = draw(st.sampled_from(["", "Postes"]))

    def line(number: int) -> Line:
        kept = {name: cell for name, cell in draw(st.dictionaries(names, cells)).items() if cell}
        hint = draw(st.sampled_from(["", "retired"]))
        return Line(Place(file, sheet, number), kept, draw(cells), hint)

    lines = tuple(line(number) for number in range(2, 2 + draw(st.integers(0, 4))))
    rejected = tuple((line(number), "total_row") for number in range(50, 50 + draw(st.integers(0, 2))))
    return ReadTable(
        file,
        sheet,
        "generic",
        "utf-8",
        ";",
        1,
        ("Modèle", "N°"),
        {"model": "Modèle"},
        lines,
        rejected,
        ("note",),
    )


use_lines = st.builds(
    UseLine,
    cells,
    st.just("email"),
    st.floats(0, 1e9),
    st.just("courriel"),
    st.just("declared"),
    st.just(Place("usages.csv", "", 3)),
)


def save(dossier: Dossier, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in written(dossier).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_carriage_return_in_a_cell_does_not_change_the_fingerprint(tmp_path: Path) -> None:
    line = Line(Place("parc.csv", "", 2), {"model": "Lati\rtude\r\n5420"}, "a\rb")
    table = ReadTable("parc.csv", "", "generic", "utf-8", ";", 1, ("Modèle",), {"model": "Modèle"}, (line,))
    dossier = Dossier(PROFILE, (table,))
    back = load(save(dossier, tmp_path / "d"))
    assert back.fingerprint == dossier.fingerprint
    assert back.tables[0].lines[0].cells == {"model": "Lati\ntude\n5420"}


def test_a_use_too_long_is_told_in_french(tmp_path: Path) -> None:
    folder = save(Dossier(PROFILE, (), ()), tmp_path / "d")
    text = (folder / "usages.csv").read_text(encoding="utf-8")
    (folder / "usages.csv").write_text(f"{text}{'x' * 2_000_000},email,1,,,,\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=r"usages\.csv, ligne 2 : .*une cellule est trop"):
        load(folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tables(), max_size=3), st.none() | st.lists(use_lines, max_size=3))
def test_round_trip(tmp_path: Path, read: list[ReadTable], uses: list[UseLine] | None) -> None:
    dossier = Dossier(
        PROFILE, tuple(read), None if uses is None else tuple(uses), {}, {"mon-jeu": "a,b\n1,2\n"}
    )
    back = load(save(dossier, tmp_path / "dossier"))
    assert back == dossier
    assert back.fingerprint == dossier.fingerprint


def sample() -> Dossier:
    line = Line(Place("parc.csv", "", 2), {"model": "Latitude 5420", "quantity": "12"}, "Latitude 5420", "")
    table = ReadTable("parc.csv", "", "generic", "utf-8", ";", 1, ("Modèle",), {"model": "Modèle"}, (line,))
    return Dossier(PROFILE, (table,))


def test_a_zip_is_a_dossier_too(tmp_path: Path) -> None:
    folder = save(sample(), tmp_path / "d")
    archive = tmp_path / "d.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        for item in folder.iterdir():
            stream.write(item, f"d/{item.name}")
    assert is_dossier(archive)
    assert load(archive) == sample()


@pytest.mark.parametrize(
    "change",
    [
        {"agents": 901},
        {"method": "achats"},
        {"year": 2024},
        {"country": "BEL"},
    ],
)
def test_the_fingerprint_sees_every_input(change: dict[str, Any]) -> None:
    assert sample().with_profile(**change).fingerprint != sample().fingerprint
    assert replace(sample(), corrections={"latitude 5420": "tablet"}).fingerprint != sample().fingerprint
    assert replace(sample(), uses=()).fingerprint != sample().fingerprint


def test_a_newer_format_is_refused_with_the_cure(tmp_path: Path) -> None:
    folder = save(sample(), tmp_path / "d")
    data = json.loads((folder / PROFILE_FILE).read_text(encoding="utf-8"))
    (folder / PROFILE_FILE).write_text(json.dumps({**data, "format": 99}), encoding="utf-8")
    with pytest.raises(InputProblem, match="mettez Canivet à jour"):
        load(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "siren": 3, "autre": 1}'])
def test_a_broken_profile_says_so(tmp_path: Path, text: str) -> None:
    folder = save(sample(), tmp_path / "d")
    (folder / PROFILE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem, match=r"dossier\.json"):
        load(folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siren", 200041317), ("siren", "20004131"), ("siren", "../etc"), ("name", None), ("name", ["a"]),
        ("kind", 1), ("country", None), ("factor_set", {}), ("population", "mille"), ("population", -1),
        ("population", 1.5), ("population", True), ("population_municipal", 10**10), ("agents", None),
        ("agents", 10**400), ("year", "2025"), ("year", 1989), ("year", 2101), ("method", "autre"),
        ("method", []),
    ],
)  # fmt: skip
def test_a_field_of_the_profile_that_is_not_what_it_must_be_says_so(
    tmp_path: Path, field: str, value: Any
) -> None:
    folder = save(sample(), tmp_path / "d")
    data = json.loads((folder / PROFILE_FILE).read_text(encoding="utf-8"))
    (folder / PROFILE_FILE).write_text(json.dumps({**data, field: value}), encoding="utf-8")
    with pytest.raises(InputProblem, match=rf"dossier\.json : le champ .*{field}.*\nQue faire : donnez"):
        load(folder)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"format": 1, "year": ' + "9" * 5000 + "}"])
def test_a_profile_made_to_break_its_reader_says_so(tmp_path: Path, text: str) -> None:
    folder = save(sample(), tmp_path / "d")
    (folder / PROFILE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem, match=r"dossier\.json"):
        load(folder)


def test_a_factor_set_that_is_no_text_says_so(tmp_path: Path) -> None:
    folder = save(sample(), tmp_path / "d")
    (folder / "facteurs").mkdir(exist_ok=True)
    (folder / "facteurs" / "mien.csv").write_bytes("archetype;étape".encode("utf-16"))
    with pytest.raises(InputProblem, match=r"« mien\.csv » n'est pas en UTF-8"):
        load(folder)


def test_bounds_of_the_profile_and_unknown_populations_are_read(tmp_path: Path) -> None:
    bare = sample().with_profile(population=None, population_municipal=None, agents=0, year=1990)
    assert load(save(bare, tmp_path / "d")).profile == bare.profile
    full = sample().with_profile(population=10**9, agents=10**9, year=2100, method="achats")
    assert load(save(full, tmp_path / "e")).profile == full.profile


@pytest.mark.parametrize("name", ["lignes.csv", "tables.json"])
def test_a_missing_file_says_so(tmp_path: Path, name: str) -> None:
    folder = save(sample(), tmp_path / "d")
    (folder / name).unlink()
    with pytest.raises(InputProblem, match=name):
        load(folder)


@pytest.mark.parametrize("zipped", [False, True])
def test_corrections_are_read_back_from_a_folder_and_from_a_zip(tmp_path, shipped, zipped):
    folder = save(sample(), tmp_path / "dossier")
    (folder / "correspondances.csv").write_text("cle;correction\nmarque modele;laptop\n", encoding="utf-8")
    path = Path(shutil.make_archive(str(tmp_path / "dossier"), "zip", folder)) if zipped else folder
    assert reopen(path, shipped).corrections == {"marque modele": "laptop"}


@given(st.lists(tables(), min_size=1, max_size=3))
def test_tables_written_alone_are_read_back(given_tables):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in written_tables(given_tables).items():
            archive.writestr(name, text)
    assert list(load_tables(zipfile.Path(zipfile.ZipFile(stream)))) == given_tables

"""What a dossier holds besides its estate: kept, checked, and apart from the footprint's fingerprint."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from canivet.cli.main import main
from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.dossier import Dossier, reopen, written
from canivet.examples import example_dossier, load_example
from canivet.outputs import write_all
from canivet.problems import InputProblem
from canivet.qualitative import FILES, fingerprint, parse
from canivet.qualitative import written as written_state
from canivet.tabular import csv_text


@pytest.fixture(scope="module")
def dossier(shipped: Commons) -> Dossier:
    return example_dossier(shipped, load_example(shipped, "agglo-demo"))


def save(dossier: Dossier, folder: Path) -> Path:
    folder.mkdir()
    for name, text in written(dossier).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_comes_back_as_it_was(dossier: Dossier, shipped: Commons, tmp_path: Path) -> None:
    assert set(dossier.state) >= {"maturite.csv", "acteurs.csv", "initiatives.csv", "obligations.csv"}
    back = reopen(save(dossier, tmp_path / "dossier"), shipped)
    assert back.state == written_state(parse(dossier.state, shipped), shipped)
    assert reopen(save(back, tmp_path / "encore"), shipped) == back


def test_the_footprint_does_not_see_it(dossier: Dossier) -> None:
    bare = replace(dossier, state={})
    assert dossier.fingerprint == bare.fingerprint
    assert fingerprint(dossier.state) != fingerprint({**dossier.state, "maturite.csv": ""})
    assert fingerprint({}) == ""


def test_only_a_dossier_that_holds_more_than_an_estate_takes_the_new_format(dossier: Dossier) -> None:
    formats = [
        json.loads(written(item)["dossier.json"])["format"] for item in (dossier, replace(dossier, state={}))
    ]
    assert formats == [2, 1]


def test_a_former_dossier_to_which_answers_were_added_is_read(
    dossier: Dossier, shipped: Commons, tmp_path: Path
) -> None:
    folder = save(replace(dossier, state={}), tmp_path / "dossier")
    (folder / "initiatives.csv").write_text(dossier.state["initiatives.csv"], encoding="utf-8")
    back = reopen(folder, shipped)
    assert set(back.state) == {"initiatives.csv"}
    assert json.loads(written(back)["dossier.json"])["format"] == 2


def test_a_format_of_the_future_is_refused(dossier: Dossier, shipped: Commons, tmp_path: Path) -> None:
    folder = save(dossier, tmp_path / "dossier")
    profile = json.loads((folder / "dossier.json").read_text(encoding="utf-8"))
    (folder / "dossier.json").write_text(json.dumps({**profile, "format": 3}), encoding="utf-8")
    with pytest.raises(InputProblem, match="format 3"):
        reopen(folder, shipped)


@pytest.mark.parametrize("name", FILES)
def test_a_part_without_its_columns_says_which_file(
    dossier: Dossier, shipped: Commons, tmp_path: Path, name: str
) -> None:
    folder = save(dossier, tmp_path / "dossier")
    (folder / name).write_text("colonne,autre\n1,2\n", encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        reopen(folder, shipped)
    assert caught.value.place.file == name
    assert caught.value.place.line == 1


def test_the_command_line_says_where_and_changes_nothing(
    dossier: Dossier, shipped: Commons, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "dossier"
    write_all(diagnose(dossier, shipped), folder, today="2026-11-25")
    answers = folder / "maturite.csv"
    rows = list(csv.DictReader(answers.read_text(encoding="utf-8").splitlines()))
    rows[0]["niveau"] = "9"
    answers.write_text(csv_text(tuple(rows[0]), rows), encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["diagnostiquer", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "maturite.csv" in told
    assert "ligne 2" in told
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_table_saved_by_a_french_spreadsheet_is_read_the_same(
    dossier: Dossier, shipped: Commons, tmp_path: Path
) -> None:
    folder = save(dossier, tmp_path / "dossier")
    for name in ("initiatives.csv", "acteurs.csv", "maturite.csv"):
        stream = io.StringIO()
        rows = csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline=""))
        csv.writer(stream, delimiter=";").writerows(rows)
        (folder / name).write_text("\ufeff" + stream.getvalue(), encoding="utf-8")
    assert reopen(folder, shipped).state == written_state(parse(dossier.state, shipped), shipped)


def test_answers_given_before_the_inventory_are_in_its_diagnosis(
    dossier: Dossier, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, park = tmp_path / "mairie", tmp_path / "parc.csv"
    park.write_text("Type;Modèle;Quantité\nPortable;Latitude 5420;12\n", encoding="utf-8")
    authority = ["--siren", "200041317", "--agents", "12"]
    assert main(["maturite", str(folder), *authority]) == 0
    (folder / "initiatives.csv").write_text(dossier.state["initiatives.csv"], encoding="utf-8")
    assert main(["diagnostiquer", str(folder)]) == 2
    assert "pas encore d'inventaire" in capsys.readouterr().err
    assert main(["diagnostiquer", str(park), *authority, "--annee", "2025", "--sortie", str(folder)]) == 0
    result = json.loads((folder / "resultat.json").read_text(encoding="utf-8"))
    assert result["inventory"]["units_counted"] == 12
    # Fourteen of the fifteen lines of the journal have started.
    assert result["state_of_play"]["initiatives"]["counts"]["started"] == 14
    assert json.loads((folder / "dossier.json").read_text(encoding="utf-8"))["format"] == 2
    capsys.readouterr()

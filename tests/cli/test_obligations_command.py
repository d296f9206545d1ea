"""``canivet obligations`` on a dossier, a folder of tables, a SIREN alone; what it writes, all or none."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from icalendar import Calendar

from canivet.cli.asked_files import put_all
from canivet.cli.main import main
from canivet.commons.store import Commons
from canivet.obligations import disposals, load
from canivet.problems import InputProblem
from canivet.tabular import csv_text

#: A town of 60,000 inhabitants that no table holds.
PROFILE = {
    "format": 1, "siren": "999999998", "name": "Ville d'essai", "kind": "commune", "type": "commune",
    "population": 60_000, "population_municipal": 59_000, "agents": 500, "year": 2025, "method": "amortie",
    "country": "FRA", "factor_set": "",
}  # fmt: skip
RESULT = {
    "generated_on": "2026-02-03", "year": 2025, "engine_version": "0.1.0", "factor_set_label": "central",
    "method": "amortie", "uses": {"covered": True},
}  # fmt: skip
STATE = ("acteurs.csv", "initiatives.csv", "bilan_usages.csv", "usages_territoire.csv")
PIECES = {
    "REEN-01": "acteurs.csv",
    "REEN-02": "resultat.json",
    "REEN-03": "bilan_usages.csv",
    "REEN-04": "initiatives.csv",
}


@pytest.fixture
def dossier(tmp_path: Path, shipped: Commons) -> Path:
    folder = tmp_path / "dossier"
    folder.mkdir()
    for name in STATE:
        text = (shipped.root / "examples" / "agglo-demo" / "etat-des-lieux" / name).read_text(
            encoding="utf-8"
        )
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "dossier.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    (folder / "resultat.json").write_text(json.dumps(RESULT), encoding="utf-8")
    (folder / "obligations.csv").write_text(
        "fait,annee,valeur,preuves,note\n"
        "reen16_reformed,2025,180,,\nreen16_reused,2025,96,registre-1,\n"
        "datacentre_kw,,620,,\n",
        encoding="utf-8",
    )
    return folder


def states(table: Path) -> dict[str, str]:
    with table.open(encoding="utf-8", newline="") as stream:
        return {row["regle"]: row["etat"] for row in csv.DictReader(stream)}


def test_a_dossier_is_checked_and_everything_is_written(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], shipped: Commons
) -> None:
    table, diary = tmp_path / "regles.csv", tmp_path / "echeances.ics"
    arguments = [
        "obligations",
        str(dossier),
        "--date",
        "2026-04-01",
        "--csv",
        str(table),
        "--ical",
        str(diary),
    ]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "Ville d'essai (SIREN 999999998), au 1er avril 2026, année étudiée 2025" in shown
    assert "Taux de réemploi : 53,33 % (100 × 96 ÷ 180 ; au moins 50 %)" in shown
    assert "[preuve : registre-1]" in " ".join(shown.split())
    assert "15 mai 2026 : Déclaration des centres de données de 500 kW et plus\n" in shown
    found = states(table)
    assert list(found) == [rule.id for rule in load(shipped).rules]
    assert {found[rule] for rule in (*PIECES, "REEN16")} == {"respectée"}
    events = Calendar.from_ical(diary.read_bytes()).walk("VEVENT")
    assert "15 mai" in " ".join(str(event["description"]) for event in events)
    assert {str(event["uid"]).partition("@")[2] for event in events} == {"999999998.canivet"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "echeances.ics", "regles.csv"]


@pytest.mark.parametrize("rule", PIECES)
def test_a_dossier_stripped_of_a_piece_fails_its_rule_alone(rule: str, dossier: Path, tmp_path: Path) -> None:
    (dossier / PIECES[rule]).unlink()
    table = tmp_path / "regles.csv"
    assert main(["obligations", str(dossier), "--date", "2026-04-01", "--csv", str(table)]) == 0
    found = states(table)
    assert [name for name in PIECES if found[name] != "respectée"] == [rule]
    assert found[rule] == "non respectée"


def test_a_siren_alone_says_what_applies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["obligations", "--siren", "200041317", "--date", "2026-04-01"]) == 0
    shown = capsys.readouterr().out
    assert "44 règles : 1 respectée, 0 non respectée" in shown
    assert "S’applique, au plus tard le 1er janvier 2023" in shown
    assert "[à établir, échéance passée] REEN-01" in shown
    # Not in force yet on that day.
    assert "Sans objet : ENV2026." in shown


def test_tables_alone_take_the_siren_from_the_command(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier / "dossier.json").unlink()
    assert main(["obligations", str(dossier), "--siren", "200041317", "--date", "2025-11-01"]) == 0
    shown = capsys.readouterr().out
    assert "CA du Niortais" in shown
    assert "Taux de réemploi : 53,33 %" in shown
    assert main(["obligations", str(dossier)]) == 0
    assert "La population totale ou la nature" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "il manque un dossier ou un SIREN"),
        (["--siren", "200041318"], "clé de contrôle"),
        (["rien"], "ce n'est ni un dossier de diagnostic"),
        (["{dossier}", "--siren", "200041317"], "ce dossier est celui du SIREN 999999998"),
        (["--siren", "200041317", "--ical", "{tmp}/absent/e.ics"], "impossible d'écrire ici"),
    ],
)
def test_what_cannot_be_done_says_why(
    arguments: list[str], said: str, dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(dossier=dossier, tmp=tmp_path) for word in arguments]
    assert main(["obligations", *given]) == 2
    assert said in capsys.readouterr().err


def test_a_bad_date_is_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["obligations", "--siren", "200041317", "--date", "demain"])
    assert stop.value.code == 2
    assert "« demain » n'est pas une date" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["9999-12-31", "1969-12-31", "2101-01-01", "0001-01-01"])
def test_a_day_out_of_reach_of_the_law_is_told_in_french(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["obligations", "--siren", "200041317", "--date", text])
    assert stop.value.code == 2
    assert f"« {text} » n'est pas entre 1970 et 2100" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["1970-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_checked(text: str, dossier: Path, tmp_path: Path) -> None:
    arguments = [str(dossier), "--date", text, "--ical", str(tmp_path / "e.ics")]
    assert main(["obligations", *arguments]) == 0


def test_an_equipment_bought_on_the_last_day_of_calendars_breaks_nothing(
    dossier: Path, shipped: Commons
) -> None:
    law = load(shipped)
    row = dict.fromkeys(disposals.COLUMNS, "") | {
        "annee": "2025", "famille": min(law.reuse_families), "libelle": "Lot", "quantite": "3",
        "achete_le": "9999-12-31", "sortie": min(law.outcomes),
    }  # fmt: skip
    (dossier / disposals.FILE).write_text(csv_text(disposals.COLUMNS, [row]), encoding="utf-8")
    assert main(["obligations", str(dossier), "--date", "2026-04-01"]) == 0


def test_a_bad_cell_is_told_with_its_line_and_nothing_is_written(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = dossier / "obligations.csv"
    file.write_text(file.read_text(encoding="utf-8") + "reen16_reused,2025,beaucoup,,\n", encoding="utf-8")
    table = tmp_path / "regles.csv"
    assert main(["obligations", str(dossier), "--csv", str(table)]) == 2
    assert "obligations.csv, ligne 5" in capsys.readouterr().err
    assert not table.exists()


def test_two_files_are_written_both_or_neither(tmp_path: Path) -> None:
    table = tmp_path / "regles.csv"
    arguments = ["--csv", str(table), "--ical", str(tmp_path / "absent" / "e.ics")]
    assert main(["obligations", "--siren", "200041317", *arguments]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--csv", "{dossier}/obligations.csv"], "un fichier du dossier"),
        (["--csv", "{dossier}/Dossier.JSON"], "un fichier du dossier"),
        (["--csv", "{dossier}/historique/resultat-0001.json"], "un fichier du dossier"),
        (["--csv", "{tmp}/../{tmp_name}/dossier/acteurs.csv"], "un fichier du dossier"),
        (["--csv", "{tmp}"], "c'est un dossier"),
        (["--csv", ""], "c'est un dossier"),
        (["--csv", "{tmp}/a.txt", "--ical", "{dossier}/../a.txt"], "déjà demandé avec --csv"),
        (["--ical", "{tmp}/tube"], "pas un fichier ordinaire"),
    ],
)
def test_a_place_that_would_lose_something_is_refused(
    options: list[str], said: str, dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "tube")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    given = [text.format(dossier=dossier, tmp=tmp_path, tmp_name=tmp_path.name) for text in options]
    assert main(["obligations", str(dossier), *given]) == 2
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_table_is_written_again_and_through_a_link(dossier: Path, tmp_path: Path) -> None:
    link, table = tmp_path / "lien.csv", dossier / "verifiees.csv"
    link.symlink_to(table)
    for path in (table, table, link):
        table.write_text("ancien", encoding="utf-8")
        assert main(["obligations", str(dossier), "--csv", str(path)]) == 0
        assert states(table)
    assert link.is_symlink()


def test_the_first_file_is_put_back_when_the_second_cannot_be_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (tmp_path / name for name in ("a", "b", "c"))
    first.write_bytes(b"former")
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target == third:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputProblem, match="c : impossible d'écrire ici"):
        put_all({first: b"1", second: b"2", third: b"3"})
    assert first.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [first]


@pytest.mark.parametrize(
    "content", [b"", b'{"year": 20', b"[]", b"{}", b'{"year": 2025}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_result_that_was_cut_is_told_with_the_cure(
    content: bytes, dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier / "resultat.json").write_bytes(content)
    assert main(["obligations", str(dossier)]) == 2
    told = capsys.readouterr().err
    assert "resultat.json : le résultat du diagnostic ne se lit pas" in told
    assert "Que faire : relancez" in told

"""``canivet acteurs`` as a person runs it."""

import json
from dataclasses import asdict

import pytest

from canivet.actors import FILES, load
from canivet.cli.actors import run
from canivet.cli.main import main
from canivet.dossier import Profile


@pytest.fixture
def command(capsys):
    def call(*arguments):
        code = main(["acteurs", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out.replace("\xa0", " ").replace("\u202f", " "), captured.err

    return call


@pytest.fixture
def folder(tmp_path, command, sample):
    """A folder with two sources taken in."""
    made = tmp_path / "mairie"
    code, _, error = command(
        made, "--communes", "99001,99002", "--importer", sample("sirene/sample.csv"),
        sample("mediation_numerique/sample.csv"),
    )  # fmt: skip
    assert (code, error) == (0, "")
    return made


def test_files_are_taken_in_and_what_was_left_out_is_told(command, tmp_path, sample):
    code, out, _ = command(
        tmp_path / "m", "--communes", "99001,99002", "--importer", sample("sirene/sample.csv")
    )
    assert code == 0
    assert "sample.csv : Sirene, stock des établissements, 10 lignes lues, 6 gardées" in out
    assert "2 laissées de côté : activité hors des catégories suivies (lignes 8, 11)" in out
    assert "Ajoutés : 6" in out
    assert "6 acteurs : 0 validé, 6 candidats (dont 1 à regarder de près), 0 écarté" in out
    assert "Recensement demandé par la loi (REEN-01) : à compléter" in out
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == sorted(FILES)


def test_a_second_source_is_merged_and_the_same_again_changes_nothing(command, folder, sample):
    before = load(folder)
    code, out, _ = command(folder, "--communes", "99001,99002", "--importer", sample("qfdmo/sample.csv"))
    assert code == 0
    assert "Réunis sans demander : 2" in out
    names = {actor.facts.name: actor for actor in load(folder).actors}
    assert [record.feed for record in names["Octet Réparation"].records] == ["qfdmo", "sirene"]
    state = {name: (folder / name).read_bytes() for name in FILES}
    code, out, _ = command(folder, "--communes", "99001,99002", "--importer", sample("qfdmo/sample.csv"))
    assert "Ajoutés : 0" in out
    assert {name: (folder / name).read_bytes() for name in FILES} == state
    assert len(load(folder).actors) > len(before.actors)


def test_a_merge_is_separated_then_stays_separated(command, folder, sample):
    command(folder, "--communes", "99001", "--importer", sample("qfdmo/sample.csv"))
    code, out, _ = command(folder, "--separer", "sirene-90000001900019", "qfdmo")
    assert code == 0
    assert "« Octet Réparation » est séparé de « OCTET REPARATION »." in out
    part = load(folder)
    assert len(part.distinct) == 1
    command(folder, "--communes", "99001", "--importer", sample("qfdmo/sample.csv"))
    assert load(folder).distinct == part.distinct
    assert {len(actor.records) for actor in load(folder).actors if "octet" in actor.facts.name.lower()} == {1}


def test_two_actors_are_joined_or_told_apart_by_hand(command, folder):
    code, out, _ = command(folder, "--fusions")
    assert (code, out) == (0, "Aucune fiche à réunir ni à distinguer.\n")
    code, out, _ = command(folder, "--reunir", "sirene-90000004300019", "mediation_numerique-lieu-2")
    assert "« CCAS » est réuni à « MAIRIE »." in out
    names = [actor.id for actor in load(folder).actors]
    assert "mediation_numerique-lieu-2" not in names
    code, out, _ = command(folder, "--distinguer", "sirene-90000004300019", "mediation_numerique-lieu-1")
    assert code == 0
    assert load(folder).distinct == {("mediation_numerique-lieu-1", "sirene-90000004300019")}


def test_pairs_to_confirm_are_listed_with_their_reasons(command, folder, tmp_path):
    path = tmp_path / "a-la-main.csv"
    path.write_text(
        "nom,categories,commune,code_insee\nMédiathèque Vernac,MED,Valmont-sur-Orle,99001\n", encoding="utf-8"
    )
    code, out, _ = command(folder, "--communes", "99001", "--importer", path, "--fusions")
    assert code == 0
    assert "1 paire à confirmer" in out
    assert "Même nom, même commune ; l'adresse ou la position manque." in out
    assert "--reunir GARDÉ RÉUNI" in out


def test_exports_are_written_in_the_folder(command, folder):
    text = (folder / "acteurs.csv").read_text(encoding="utf-8")
    (folder / "acteurs.csv").write_text(text.replace(",candidat,", ",validé,"), encoding="utf-8")
    code, out, _ = command(folder, "--exporter", "geojson", "csv", "lmn", "carte", "matrice")
    assert code == 0
    assert "acteurs.geojson : 9 acteurs" in out
    assert "lieux-mediation-numerique.csv : 4 acteurs" in out
    collection = json.loads((folder / "acteurs.geojson").read_text(encoding="utf-8"))
    assert len(collection["features"]) == 9
    assert (folder / "acteurs-carte.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert (folder / "acteurs-matrice.svg").is_file()


def test_a_whole_dossier_says_its_own_siren_and_takes_the_format_that_holds_actors(command, tmp_path, sample):
    folder = tmp_path / "dossier"
    folder.mkdir()
    profile = Profile("200041317", "Agglo", "epci", "CA", 1, 1, 1, 2026, "amortie", "FRA", "")
    (folder / "dossier.json").write_text(json.dumps({"format": 1, **asdict(profile)}), encoding="utf-8")
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    text = sample("sirene/sample.csv").read_text(encoding="utf-8").replace("99001", "79191")
    path = tmp_path / "stock.csv"
    path.write_text(text, encoding="utf-8")
    code, out, _ = command(folder, "--importer", path)
    assert code == 0
    assert "Ajoutés : 5" in out
    assert json.loads((folder / "dossier.json").read_text(encoding="utf-8"))["format"] == 2
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "à moi"
    assert {actor.epci_siren for actor in load(folder).actors} == {"200041317"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent"], "ce dossier n'existe pas"),
        (["neuf", "--importer", "{sirene}"], "il manque --siren ou --communes"),
        (["neuf", "--communes", "Niort", "--importer", "{sirene}"], "n'est pas le code INSEE d'une commune"),
        (["neuf", "--siren", "123456789", "--importer", "{sirene}"], "sa clé de contrôle est fausse"),
        (["neuf", "--siren", "732829320", "--importer", "{sirene}"], "ne donnent pas les communes du SIREN"),
        (["neuf", "--communes", "99001", "--importer", "/nulle/part.csv"], "ce fichier n'existe pas"),
    ],
)
def test_a_wrong_command_is_refused_and_nothing_is_written(command, tmp_path, sample, arguments, said):
    given = [argument.replace("{sirene}", str(sample("sirene/sample.csv"))) for argument in arguments]
    code, out, error = command(tmp_path / given[0], *given[1:])
    assert (code, out) == (2, "")
    assert said in error
    assert "Que faire : " in error
    assert list(tmp_path.iterdir()) == []


def test_decisions_on_what_does_not_exist_are_refused(command, folder):
    before = {name: (folder / name).read_bytes() for name in FILES}
    for arguments in (
        ["--reunir", "personne", "sirene-90000004300019"],
        ["--reunir", "sirene-90000004300019", "sirene-90000004300019"],
        ["--distinguer", "sirene-90000004300019", "sirene-90000004300019"],
        ["--separer", "sirene-90000004300019", "sirene"],
        ["--separer", "sirene-90000004300019", "qfdmo"],
    ):
        code, _, error = command(folder, *arguments)
        assert code == 2, arguments
        assert "Que faire : " in error
    assert {name: (folder / name).read_bytes() for name in FILES} == before


def test_another_folder_is_not_written_over(command, tmp_path, sample):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "vacances.jpg").write_bytes(b"x")
    code, _, error = command(folder, "--communes", "99001", "--importer", sample("sirene/sample.csv"))
    assert code == 2
    assert "autre chose que du travail de Canivet" in error
    assert [path.name for path in folder.iterdir()] == ["vacances.jpg"]


def test_help_has_its_examples(capsys):
    with pytest.raises(SystemExit) as ended:
        run(["--help"])
    assert ended.value.code == 0
    assert "canivet acteurs mairie --fusions" in capsys.readouterr().out

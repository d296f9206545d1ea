"""``canivet flash`` as a clerk types it: the questions, the files, the exit codes, nothing half written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flash_cases import HABITS, VILLAGE, village

from canivet import commons as commons_module
from canivet.cli.interview import interview
from canivet.cli.main import main
from canivet.flash.answers import Answers, read_answers, written
from canivet.flash.questionnaire import load_questionnaire
from canivet.problems import InputProblem

QUESTIONS = load_questionnaire(commons_module.load())
KNOWN = [
    "--siren",
    "999999964",
    "--nom",
    "Commune de Bourg-l'Imaginaire",
    "--population",
    "800",
    "--annee",
    "2025",
]
INPUTS = {"dossier.json", "lignes.csv", "tables.json", "usages.csv"}
DOCUMENTS = INPUTS | {"reponses.csv", "flash.json", "flash.pdf", "flash.html"}


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "r.csv"
    path.write_text(written(village(), QUESTIONS), encoding="utf-8")
    return path


def test_the_whole_path_without_anybody(answered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flash", *KNOWN, "--reponses", "r.csv"]) == 0
    folder = answered.parent / "canivet-flash-999999964-2025"
    assert {path.name for path in folder.iterdir()} == DOCUMENTS
    told = capsys.readouterr().out
    figures = json.loads((folder / "flash.json").read_text(encoding="utf-8"))
    assert "12 sur 12" in told
    for action in figures["actions"]:
        assert action["label"] in told
    assert read_answers(folder / "reponses.csv", QUESTIONS) == village()


def test_the_dossier_is_a_dossier_like_any_other(answered: Path) -> None:
    assert main(["flash", *KNOWN, "--reponses", "r.csv", "--sortie", "d"]) == 0
    figures = json.loads((answered.parent / "d" / "flash.json").read_text(encoding="utf-8"))
    assert main(["diagnostiquer", "d"]) == 0
    result = json.loads((answered.parent / "d" / "resultat.json").read_text(encoding="utf-8"))
    gwp = result["footprint"]["gwp"]
    for bound in ("central", "low", "high", "coverage"):
        assert gwp[bound] == figures["climate"][bound]
    assert result["dossier_fingerprint"] == figures["dossier_fingerprint"]
    assert (answered.parent / "d" / "reponses.csv").is_file(), "the answers stay in the dossier"
    assert main(["flash", *KNOWN, "--reponses", "d/reponses.csv", "--sortie", "d"]) == 0


def test_the_model_is_written_once_and_can_be_read_back(answered: Path, capsys) -> None:
    assert main(["flash", "--modele"]) == 0
    assert read_answers(answered.parent / "reponses.csv", QUESTIONS) == Answers()
    before = (answered.parent / "reponses.csv").read_bytes()
    assert main(["flash", "--modele"]) == 2
    assert (answered.parent / "reponses.csv").read_bytes() == before
    assert main(["flash", "--modele", "autre.csv"]) == 0
    assert main(["flash", "--modele", "absent/autre.csv"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "il manque --siren"),
        (["--siren", "999999964", "--reponses", "r.csv"], "ni une commune ni un EPCI"),
        (["--siren", "12", "--reponses", "r.csv"], "SIREN"),
        ([*KNOWN, "--reponses", "absent.csv"], "absent.csv"),
        ([*KNOWN], "personne à qui poser les questions"),
        ([*KNOWN, "--reponses", "bad.csv"], "bad.csv, ligne 2, colonne « reponse »"),
        ([*KNOWN, "--reponses", "empty.csv"], "ne comptent encore aucun équipement"),
        ([*KNOWN, "--reponses", "r.csv", "--sortie", "r.csv"], "un fichier, pas un dossier"),
        ([*KNOWN, "--reponses", "r.csv", "--pays", "Atlantide"], "Atlantide"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    answered: Path, capsys, more: list[str], words: str
) -> None:
    (answered.parent / "bad.csv").write_text("champ;reponse\nage;toujours\n", encoding="utf-8")
    (answered.parent / "empty.csv").write_text(written(Answers(), QUESTIONS), encoding="utf-8")
    before = {path.name for path in answered.parent.iterdir()}
    assert main(["flash", *more]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Que faire" in told
    assert {path.name for path in answered.parent.iterdir()} == before


def test_a_folder_that_holds_something_else_is_left_alone(answered: Path) -> None:
    other = answered.parent / "autre"
    other.mkdir()
    (other / "notes.txt").write_text("à moi", encoding="utf-8")
    assert main(["flash", *KNOWN, "--reponses", "r.csv", "--sortie", "autre"]) == 2
    assert [path.name for path in other.iterdir()] == ["notes.txt"]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    """A flash that must be refused and change nothing of ``folder``; gives its message."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["flash", *arguments, "--reponses", "r.csv", "--sortie", folder.name]) == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return capsys.readouterr().err


def test_the_dossier_of_another_authority_is_left_alone(answered: Path, capsys) -> None:
    assert main(["flash", *KNOWN, "--reponses", "r.csv", "--sortie", "d"]) == 0
    told = refused(["--siren", "210100012"], capsys, answered.parent / "d")
    assert "SIREN 999999964" in told
    assert "Que faire" in told


def test_a_real_inventory_is_not_replaced_by_counts(answered: Path, capsys) -> None:
    assert main(["flash", *KNOWN, "--reponses", "r.csv", "--sortie", "d"]) == 0
    (answered.parent / "parc.csv").write_text("Modèle;Quantité\nLatitude 5420;3\n", encoding="utf-8")
    assert main(["diagnostiquer", "parc.csv", "--agents", "5", *KNOWN, "--sortie", "d"]) == 0
    folder = answered.parent / "d"
    assert "contient un inventaire" in refused(KNOWN, capsys, folder)


class Clerk:
    """Somebody at a terminal, who types these lines."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.prompts: list[str] = []
        self.shown = ""

    def read(self, prompt: str) -> str:
        self.prompts.append(prompt)
        try:
            return next(self.lines)
        except StopIteration:
            raise EOFError from None

    def say(self, text: str) -> None:
        self.shown += text

    def answers(self) -> Answers:
        return interview(QUESTIONS, self.read, self.say)


def typed() -> list[str]:
    """What gives the answers of the village, in the order they are asked."""
    given = {**VILLAGE, **HABITS}
    return [str(given[name]) for name in QUESTIONS.fields]


def test_the_questions_one_by_one() -> None:
    clerk = Clerk(*typed())
    assert clerk.answers() == village()
    assert clerk.shown.count("Question ") == 12
    assert "Question 12 sur 12" in clerk.shown
    assert len(clerk.prompts) == len(QUESTIONS.fields)


def test_a_choice_is_typed_by_its_number() -> None:
    lines = typed()
    lines[QUESTIONS.fields.index("age")] = "3"
    assert Clerk(*lines).answers() == village()


def test_enter_is_not_to_know_and_is_never_zero() -> None:
    assert Clerk(*[""] * len(QUESTIONS.fields)).answers() == Answers()


def test_going_back_shows_what_was_answered_and_enter_keeps_it() -> None:
    # The age, then back to it from the next question, then Enter.
    lines = typed()
    at = QUESTIONS.fields.index("age") + 1
    clerk = Clerk(*lines[:at], "r", "", *lines[at:])
    assert clerk.answers() == village()
    assert "  Votre réponse [De cinq à huit ans] : " in clerk.prompts
    # From the middle of a question of several counts, back to its start: another number, then none at all.
    clerk = Clerk(lines[0], lines[1], "r", "5", *lines[2:])
    assert clerk.answers() == village(desktops=5)
    clerk = Clerk(lines[0], lines[1], "r", "?", *lines[2:])
    assert clerk.answers() == village(desktops=None)
    # Nothing is before the first question.
    assert Clerk("r", *lines).answers() == village()


def test_help_and_mistakes_ask_again() -> None:
    lines = typed()
    clerk = Clerk("a", "mille", "-3", *lines)
    assert clerk.answers() == village()
    assert QUESTIONS.questions[0].help in clerk.shown
    assert clerk.shown.count("nombre entier de 1 à 5000") == 2


def test_a_typing_that_stops_writes_nothing() -> None:
    with pytest.raises(InputProblem, match="avant la dernière question"):
        Clerk("6", "2").answers()

"""The work programme of the decree on the demonstration: whole, then stripped of one piece at a time."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from canivet.cli.main import main
from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis, diagnose
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet.outputs import write_all
from canivet.qualitative import parse, written
from canivet.result import result_document

DAY = date(2026, 11, 25)
PIECES = ("REEN-00", "REEN-01", "REEN-02", "REEN-03", "REEN-04")


@pytest.fixture(scope="module")
def demonstration(shipped: Commons) -> Diagnosis:
    return diagnose(example_dossier(shipped, load_example(shipped, DEMONSTRATION)), shipped)


def states(diagnosis: Diagnosis, **result: Any) -> dict[str, str]:
    """State of each rule of the work programme."""
    document = result_document(diagnosis, DAY)
    groups = document["state_of_play"]["obligations"]["groups"]
    found = {item["rule"]: item["state"] for group in groups for item in group["verdicts"]}
    return {rule: found[rule] for rule in PIECES}


def with_part(diagnosis: Diagnosis, **changes: Any) -> Diagnosis:
    """The same diagnosis of a dossier in which some parts are others."""
    parts = replace(parse(diagnosis.dossier.state, diagnosis.commons), **changes)
    dossier = replace(diagnosis.dossier, state=written(parts, diagnosis.commons))
    return replace(diagnosis, dossier=dossier)


def test_the_demonstration_has_every_piece(demonstration: Diagnosis) -> None:
    assert states(demonstration) == dict.fromkeys(PIECES, "met")


def lacking(rule: str, diagnosis: Diagnosis) -> None:
    """The rule alone is no longer met; the others have not moved."""
    found = states(diagnosis)
    assert found.pop(rule) != "met"
    assert found == dict.fromkeys((name for name in PIECES if name != rule), "met")


@pytest.mark.parametrize("kept", ["public", "private"])
def test_actors_of_one_kind_only_are_not_a_list_of_the_actors(demonstration: Diagnosis, kept: str) -> None:
    part = parse(demonstration.dossier.state, demonstration.commons).actors
    actors = tuple(actor for actor in part.actors if (actor.facts.status == "public") == (kept == "public"))
    assert 0 < len(actors) < len(part.actors)
    lacking("REEN-01", with_part(demonstration, actors=replace(part, actors=actors)))


def test_a_review_of_uses_without_its_date_is_none(demonstration: Diagnosis) -> None:
    part = parse(demonstration.dossier.state, demonstration.commons).territory_uses
    assert part.review is not None
    undated = replace(part, review=replace(part.review, made_on=None))
    lacking("REEN-03", with_part(demonstration, territory_uses=undated))
    lacking("REEN-03", with_part(demonstration, territory_uses=replace(part, review=None)))


def test_an_empty_journal_is_not_a_summary_of_actions_but_a_reasoned_nil_is(demonstration: Diagnosis) -> None:
    part = parse(demonstration.dossier.state, demonstration.commons).initiatives
    lacking("REEN-04", with_part(demonstration, initiatives=replace(part, items=(), nil_reason="")))
    reasoned = replace(part, items=(), nil_reason="Nous commençons : rien avant le recensement de 2025.")
    assert states(with_part(demonstration, initiatives=reasoned)) == dict.fromkeys(PIECES, "met")


def test_under_the_threshold_the_law_does_not_bind(demonstration: Diagnosis) -> None:
    profile = demonstration.dossier.profile
    for population, expected in ((50_000, "voluntary"), (50_001, "yes"), (None, "unknown")):
        dossier = demonstration.dossier.with_profile(population=population, population_municipal=population)
        document = result_document(replace(demonstration, dossier=dossier), DAY)
        groups = document["state_of_play"]["obligations"]["groups"]
        verdicts = {item["rule"]: item for group in groups for item in group["verdicts"]}
        assert verdicts["REEN-01"]["applies"] == expected, population
    assert profile.population == 85_412


def test_without_a_population_nobody_knows_whether_the_law_binds(demonstration: Diagnosis) -> None:
    dossier = demonstration.dossier.with_profile(population=None, population_municipal=None)
    lacking("REEN-00", replace(demonstration, dossier=dossier))


def test_a_dossier_whose_result_was_taken_away_has_no_impact_assessment(
    demonstration: Diagnosis, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "dossier", tmp_path / "regles.csv"
    write_all(demonstration, folder, today=DAY.isoformat())
    asked = ["obligations", str(folder), "--date", DAY.isoformat(), "--csv", str(table)]

    def told() -> dict[str, str]:
        assert main(asked) == 0
        rows = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
        return {row["regle"]: row["etat"] for row in rows if row["regle"] in PIECES}

    assert told() == dict.fromkeys(PIECES, "respectée")
    (folder / "resultat.json").unlink()
    assert {rule: state for rule, state in told().items() if state != "respectée"} == {
        "REEN-02": "non respectée"
    }
    capsys.readouterr()

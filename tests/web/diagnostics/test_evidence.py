"""The evidence explains the figures of the document, without the commons and without the lines."""

from __future__ import annotations

import json
import zlib
from itertools import product
from math import isclose

import pytest

from canivet.diagnosis import Diagnosis, diagnose
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet.footprint.explain import Question, explain
from canivet.result import result_document
from canivet_web.diagnostics import evidence


@pytest.fixture(scope="module")
def diagnosis(shipped) -> Diagnosis:
    return diagnose(example_dossier(shipped, load_example(shipped, DEMONSTRATION)), shipped)


@pytest.fixture(scope="module")
def document(diagnosis) -> dict:
    return result_document(diagnosis)


@pytest.fixture(scope="module")
def blob(diagnosis) -> bytes:
    return evidence.pack(diagnosis)


def close(left: float, right: float) -> bool:
    return isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)


def questions(document: dict) -> list[tuple[Question, float]]:
    asked = []
    for criterion, item in document["footprint"].items():
        asked.append((Question(criterion), item["central"]))
        asked += [(Question(criterion, stage=name), value) for name, value in item["by_stage"].items()]
        asked += [(Question(criterion, name), value) for name, value in item["by_category"].items()]
        asked += [(Question(criterion, service=name), value) for name, value in item["by_service"].items()]
    return asked


def test_terms_sum_to_every_figure_of_the_document(blob, document):
    held = evidence.read(blob)
    asked = questions(document)
    assert len(asked) > 1000
    for question, figure in asked:
        assert held.knows(question)
        found = evidence.explained(held, question)
        assert close(sum(term.impact for term in found.terms), figure), question
        assert close(found.total, figure), question


def test_lines_sum_to_the_figures(blob, document):
    held, columns = evidence.read(blob), evidence.read_lines(blob)
    climate = document["footprint"]["gwp"]
    asked = [
        (Question("gwp"), climate["central"]),
        (Question("gwp", "laptop"), climate["by_category"]["laptop"]),
        (Question("gwp", stage="use"), climate["by_stage"]["use"]),
        (Question("gwp", service="Finances"), climate["by_service"]["Finances"]),
        (Question("adpe", "cloud_storage"), document["footprint"]["adpe"]["by_category"]["cloud_storage"]),
    ]
    for question, figure in asked:
        parts = evidence.line_parts(held, columns, question)
        assert parts == sorted(parts, key=lambda part: -part.impact)
        assert close(sum(part.impact for part in parts), figure), question


def test_crossed_questions_are_those_of_the_library(blob, diagnosis):
    held = evidence.read(blob)
    for criterion, category, stage, service in product(
        ("gwp", "adpe"),
        ("laptop", "server"),
        ("manufacturing", "use"),
        ("Finances", "Systèmes d'information"),
    ):
        question = Question(criterion, category, stage, service)
        ours, theirs = evidence.explained(held, question), explain(diagnosis.assessment, question)
        assert ours.terms == theirs.terms
        assert ours.gaps == theirs.gaps


def test_every_term_cites_its_source_and_bounds(blob):
    for term in evidence.explained(evidence.read(blob), Question("gwp")).terms:
        factor = term.factor
        assert factor.source
        assert factor.year
        assert factor.licence
        assert factor.locator
        assert factor.low <= factor.value <= factor.high


def test_the_blob_is_small_and_always_the_same(blob, diagnosis):
    assert blob == evidence.pack(diagnosis)
    assert len(blob) < 150_000


def test_lines_carry_no_serial_number(blob, diagnosis):
    serials = {asset.serial for asset in diagnosis.inventory.assets if len(asset.serial) > 5}
    text = json.dumps(evidence.read_lines(blob), ensure_ascii=False)
    assert serials
    assert not [serial for serial in serials if serial in text]


def test_unknown_names_are_not_known(blob):
    held = evidence.read(blob)
    assert not held.knows(Question("co2"))
    assert not held.knows(Question("gwp", "soucoupe"))
    assert not held.knows(Question("gwp", stage="vol"))
    assert not held.knows(Question("gwp", service="Voirie lunaire"))


def test_a_newer_format_is_refused():
    blob = b'{"format": 99, "cells": 2}\n' + zlib.compress(b"{}")
    with pytest.raises(evidence.UnreadableEvidence):
        evidence.read(blob)

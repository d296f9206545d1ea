"""The tables of the commons on actors: complete, consistent, and built from what they say."""

import importlib.util
import json
from collections import Counter
from itertools import pairwise
from math import cos, exp, log, pi, radians, sin, tan
from pathlib import Path

import pytest

from canivet.actors.exports import _PROGRAMMES, _TRAININGS
from canivet.actors.geometry import from_lambert93
from canivet.actors.summary import indicators

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_naf.py"
CATEGORIES = ["FAB", "REC", "REP", "DEE", "ESN", "HEB", "TEL", "LOC", "MED", "EDU", "ADM", "ASS"]


def test_the_twelve_categories_each_have_a_letter_and_a_code(shipped, known):
    assert list(known.categories) == CATEGORIES
    assert len({item.mark for item in known.categories.values()}) == 12
    used = {row["category"] for row in shipped.rows("actors/naf")}
    assert used == set(CATEGORIES)


def test_labels_of_codes_are_those_of_the_official_table(shipped):
    official = {row["code"]: row["label_fr"] for row in shipped.rows("nomenclatures/naf_rev2")}
    assert len(official) == 732
    for row in shipped.rows("actors/naf"):
        assert row["nomenclature"] == "NAFRev2"
        assert row["label_fr"] == official[row["code"]], row["code"]


def test_the_four_noisy_codes_say_why(shipped, known):
    noisy = {row["code"] for row in shipped.rows("actors/naf") if row["noisy"] == "yes"}
    assert noisy == {"94.99Z", "88.99B", "70.22Z", "91.01Z"}
    for code in noisy:
        assert known.activities["NAFRev2", code].doubt.endswith(".")
    # A code is noisy in all its categories, or in none.
    verdicts = {(row["code"], row["noisy"]) for row in shipped.rows("actors/naf")}
    assert max(Counter(code for code, _ in verdicts).values()) == 1


def test_words_lead_to_identifiers_that_exist(shipped, known):
    for row in shipped.rows("actors/words"):
        if row["list"] != "digital":
            assert row["id"] in known.ids(row["list"]), row
    for row in shipped.rows("actors/naf"):
        assert row["role"] in ("", *known.ids("role"))
        assert row["status"] in ("", *known.ids("status"))
    for row in shipped.rows("actors/legal_forms"):
        assert row["status"] in ("", *known.ids("status"))


def test_every_service_and_label_of_the_mediation_standard_is_written_back(known):
    for identifier in known.ids("service"):
        assert known.written("mediation_numerique", "services", identifier) == known.label(
            "service", identifier
        )
    for column, identifiers in (
        ("dispositif_programmes_nationaux", _PROGRAMMES),
        ("formations_labels", _TRAININGS),
    ):
        for identifier in identifiers:
            assert known.written("mediation_numerique", column, identifier)


@pytest.mark.parametrize(
    ("form", "status"),
    [("7210", "public"), ("4110", "public"), ("5710", "private"), ("1000", "private"), ("9220", "ess"),
     ("9150", "private"), ("5191", "ess"), ("8210", "ess"), ("3220", ""), ("", "")],
)  # fmt: skip
def test_the_longest_prefix_of_a_legal_category_decides(known, form, status):
    assert known.status_of_form(form) == status


def test_size_classes_follow_one_another_without_hole(shipped):
    classes = [row for row in shipped.rows("actors/headcounts") if row["id"] != "NN"]
    for one, other in pairwise(classes):
        assert int(one["high"]) + 1 == int(other["low"])
    assert (classes[0]["low"], classes[-1]["high"]) == ("0", "")


def projected(latitude, longitude, rules):
    """The projection itself, from degrees to metres (IGN, NTG_71, algorithms 1 and 3)."""
    phi, e, n = radians(latitude), rules["grs80_eccentricity"], rules["lambert93_n"]
    isometric = log(tan(pi / 4 + phi / 2) * ((1 - e * sin(phi)) / (1 + e * sin(phi))) ** (e / 2))
    radius = rules["lambert93_c"] * exp(-n * isometric)
    angle = n * radians(longitude - rules["lambert93_meridian"])
    return rules["lambert93_xs"] + radius * sin(angle), rules["lambert93_ys"] - radius * cos(angle)


@pytest.mark.parametrize("place", [(46.5, 3.0), (51.09, 2.54), (48.58, 7.75), (42.33, 2.53), (48.39, -4.78)])
def test_positions_are_those_that_the_projection_started_from(known, place):
    """Middle, and the four ends of the mainland. By definition the first is at (700 000, 6 600 000)."""
    x, y = projected(*place, known.parameters)
    if place == (46.5, 3.0):
        assert (x, y) == (pytest.approx(700_000, abs=1e-6), pytest.approx(6_600_000, abs=1e-3))
    assert from_lambert93(x, y, known.parameters) == pytest.approx(place, abs=1e-9)


def test_indicators_have_distinct_names():
    names = [item["id"] for item in indicators([])]
    assert names == ["repairers", "qualirepar", "ess", "mediation"]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("build_naf", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_builds_the_table_from_a_package(script, tmp_path, capsys):
    item = {
        "code": "62.02A",
        "description": "Conseil en systèmes  et logiciels informatiques ",
        "division": {"code": "62", "description": "Programmation, conseil "},
        "section": {"code": "J", "description": "INFORMATION ET COMMUNICATION"},
    }
    (tmp_path / "naf").mkdir()
    (tmp_path / "naf" / "db").write_text(json.dumps({"62.02A": item}), encoding="utf-8")
    assert script.main([str(tmp_path), str(tmp_path / "commons")]) == 0
    assert "1 lignes" in capsys.readouterr().out
    table = (tmp_path / "commons" / "nomenclatures" / "naf_rev2.csv").read_text(encoding="utf-8")
    assert table.splitlines()[1] == (
        "NAFRev2,62.02A,Conseil en systèmes et logiciels informatiques,62,"
        '"Programmation, conseil",J,INFORMATION ET COMMUNICATION'
    )
    assert script.main([]) == 2

"""Whatever the file: an inventory that loses no row, or one problem in French. Never anything else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier
from canivet.inventory.reading import read_files
from canivet.problems import InputProblem

EXAMPLES = Path(__file__).resolve().parents[2] / "commons" / "examples"
any_file = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

words = st.sampled_from(
    [
        *("", "", "Fabricant", "Modèle", "Type", "Quantité", "Statut", "Date d'achat", "N° série", "TOTAL"),
        *(
            "Dell",
            "Latitude 5420",
            "P2419H",
            "Écran",
            "VM",
            "12",
            "-3",
            "x2",
            "1 234,5",
            "2019",
            "31/02/2020",
        ),
        *(
            "Réformé",
            "En stock",
            '24"',
            '"',
            "a;b",
            "=1+1",
            "agent-1",
            "\t",
            "n/a",
            "0",
            "2016-2018",
            "€",
            "ß",
        ),
    ]
)
tables = st.lists(st.lists(words, min_size=1, max_size=7), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def classifier(shipped):
    return Classifier(shipped)


def check(path, shipped, classifier):
    """Read and build: lines read are counted or excluded, once each, or a problem says why."""
    try:
        found = read_files([path], shipped)
        inventory = build_inventory(found, shipped, year=2025, classifier=classifier)
    except InputProblem as found_problem:
        problem = found_problem
    else:
        problem = None
    if problem is not None:
        assert problem.what
        assert problem.cure
        return
    read = [line.place for table in found for line in table.lines]
    read += [line.place for table in found for line, _ in table.rejected]
    kept = [asset.place for asset in inventory.assets] + [item.place for item in inventory.exclusions]
    assert sorted(map(str, kept)) == sorted(map(str, read))
    assert all(asset.quantity > 0 for asset in inventory.assets)


@any_file
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"PK\x03\x04")
@example(b"\x00")
@example(b"a;b\n\x81;\x8d\n")
def test_any_bytes(tmp_path, shipped, classifier, content):
    path = tmp_path / "fichier.csv"
    path.write_bytes(content)
    check(path, shipped, classifier)


@any_file
@given(st.tuples(tables, st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "cp1252", "utf-16"])))
def test_any_table(tmp_path, shipped, classifier, drawn):
    rows, separator, encoding = drawn
    path = tmp_path / "fichier.csv"
    text = "\n".join(separator.join(row) for row in rows)
    path.write_bytes(text.encode(encoding, errors="replace"))
    check(path, shipped, classifier)


@any_file
@given(st.data())
def test_any_damage_to_a_real_file(tmp_path, shipped, classifier, data):
    source = data.draw(st.sampled_from(["village/inventaire_mairie.csv", "agglo-demo/telephonie.xlsx"]))
    content = bytearray((EXAMPLES / source).read_bytes())
    cut = data.draw(st.integers(0, len(content)))
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / Path(source).name
    path.write_bytes(bytes(content[:cut] if data.draw(st.booleans()) else content))
    check(path, shipped, classifier)

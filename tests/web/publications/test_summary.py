"""What a committee reads is what the stored document says."""

from __future__ import annotations

import json

import pytest

from canivet_web.publications import bridge


@pytest.fixture
def document(village_files) -> str:
    return village_files["resultat.json"].decode()


def test_parts_add_up_to_the_figure(document):
    summary = bridge.summary(document)
    for parts in (summary.stages, summary.categories):
        assert sum(part.value for part in parts) == pytest.approx(summary.climate.central)
        assert sum(part.share for part in parts) == pytest.approx(1)
    assert len(summary.categories) <= bridge.PARTS + 1


def test_kilograms_become_tonnes_for_the_figure_and_its_parts(document):
    data = json.loads(document)
    gwp = data["footprint"]["gwp"]
    factor = 2_000 / gwp["central"]
    for name in ("central", "low", "high"):
        gwp[name] *= factor
    summary = bridge.summary(json.dumps(data))
    assert (summary.climate.central, summary.climate.unit) == (pytest.approx(2.0), "t CO₂e")
    assert summary.climate.between.startswith("entre ")


def test_what_does_not_compare_is_not_shown_beside_a_ratio(document):
    data = json.loads(document)
    ratio = next(item for item in data["ratios"] if item["value"] is not None)
    reference = {"unit": ratio["unit"], "source": "Source", "year": "2024"}
    ratio["references"] = [
        {**reference, "value": 253.0, "comparability": "not_comparable"},
        {**reference, "value": 137.0, "comparability": "indicative"},
        {**reference, "value": None, "comparability": "comparable"},
    ]
    data["ratios"] = [ratio]
    (row,) = bridge.summary(json.dumps(data)).ratios
    assert row.references == ("137 (Source, 2024)",)


def test_every_document_of_the_library_says_what_it_is_for(village_files):
    assert set(bridge.COMMITTEE) | {bridge.FIGURES} <= set(bridge.purposes())
    assert set(bridge.purposes()) <= set(village_files)


@pytest.mark.parametrize(
    ("size", "said"), [(105, "1 Ko"), (1_499, "1 Ko"), (289_600, "290 Ko"), (2_340_000, "2,3 Mo")]
)
def test_weights(size, said):
    assert bridge.size_label(size).replace("\u00a0", " ") == said

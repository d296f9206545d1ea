"""What a committee reads is what the stored document says."""

from __future__ import annotations

import json

import pytest

from canivet_web.diagnostics.parts import parts_of
from canivet_web.publications import bridge


@pytest.fixture
def document(village_files) -> str:
    return village_files["resultat.json"].decode()


def plain(text: str) -> float:
    """A number as it is shown, read back."""
    return float(text.replace("\u202f", "").replace(",", "."))


def test_what_is_shown_adds_up_to_the_figure_that_is_shown(document):
    summary = bridge.summary(document)
    for parts in (summary.stages, summary.categories):
        shown = [part for part in parts if not part.amount.startswith("<")]
        assert sum(plain(part.amount) for part in shown) == pytest.approx(plain(summary.climate.amount.value))
        assert len(parts) <= bridge.PARTS


def test_the_page_of_a_link_says_what_the_dashboard_says(document):
    data = json.loads(document)
    summary = bridge.summary(document)
    for view, parts in (("by_stage", summary.stages), ("by_category", summary.categories)):
        dashboard = {row.label: row for row in parts_of(data, "gwp", view).rows}
        for part in parts[:-1]:
            row = dashboard[part.label]
            assert (part.amount, part.percent, part.span) == (row.amount, row.share, row.interval)


def test_kilograms_become_tonnes_for_the_figure_and_its_parts(document):
    data = json.loads(document)
    gwp = data["footprint"]["gwp"]
    factor = 2_000 / gwp["central"]
    for name in ("central", "low", "high"):
        gwp[name] *= factor
    climate = bridge.summary(json.dumps(data)).climate
    assert (climate.amount.value, climate.amount.unit) == ("2", "t CO₂e")
    assert climate.amount.interval.startswith("entre ")


def test_a_criterion_without_any_factor_is_not_a_zero(document):
    data = json.loads(document)
    for name in ("central", "low", "high", "coverage"):
        data["footprint"]["gwp"][name] = 0.0
    climate = bridge.summary(json.dumps(data)).climate
    assert (climate.written, climate.span) == ("non calculé", "—")


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

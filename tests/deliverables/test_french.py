"""Writing of figures and rounding of parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.deliverables import french, partition
from canivet.deliverables.french import HARD, THIN, Scale, between, bounds, number, span, typeset
from canivet.deliverables.partition import apportion

POSITIVE = st.floats(min_value=1e-6, max_value=1e9)


@given(st.lists(POSITIVE, min_size=1, max_size=80), st.integers(0, 10_000))
def test_rounded_parts_sum_to_the_rounded_total(values, total):
    shown = apportion(values, total)
    assert sum(shown) == total
    assert all(part >= 0 for part in shown)


@given(st.lists(POSITIVE, min_size=1, max_size=20))
def test_a_part_is_rounded_to_one_of_its_two_neighbours(values):
    exact = [value / sum(values) * 100 for value in values]
    assert all(
        abs(shown - value) < 1 + 1e-6 for shown, value in zip(apportion(values, 100), exact, strict=True)
    )


def _read(text: str) -> float:
    text = re.sub(
        rf"{HARD}×{HARD}10(.+)",
        lambda m: "e" + m[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")),
        text,
    )
    return float(text.replace(THIN, "").replace(",", "."))


@given(POSITIVE, st.floats(0.1, 1.0), st.floats(1.0, 10.0))
def test_a_shown_interval_holds_the_shown_central_figure(central, under, over):
    pair = bounds(central * under, central, central * over)
    if under == over:
        assert pair is None
        return
    assert pair
    assert _read(pair[0]) <= _read(number(central)) * (1 + 1e-5)
    assert _read(pair[1]) >= _read(number(central)) * (1 - 1e-5)


def test_an_interval_reads_as_a_sentence_and_as_a_cell():
    assert between(96.2, 148.0, 210.4, "t CO₂e") == f"entre 96 et 210{HARD}t CO₂e"
    assert span(96.2, 148.0, 210.4) == "96 à 210"
    assert span(None, 148.0, 210.4) == "—"


def test_kilograms_become_tonnes_from_one_tonne_on():
    assert french.scale_for("kg CO2 eq", 999.0) == Scale("kg CO₂e")
    assert french.scale_for("kg CO2 eq", 1000.0) == Scale("t CO₂e", 1000)
    assert french.scale_for("kg Sb eq", 5000.0) == Scale("kg Sb éq.")


def test_typography_never_breaks_before_punctuation():
    assert typeset("« 25 700 » : l'an") == f"«{HARD}25{THIN}700{HARD}»{HARD}: l’an"


@given(st.floats(1.0, 1e7), st.floats(0.0, 1.0))
def test_a_partition_shows_the_total_of_its_shown_parts(total, share):
    parts = partition.partition({"a": total * share, "b": total * (1 - share)}, Scale("kg"))
    shown = [0.0 if text.startswith("<") else _read(text) for text in (parts.amount("a"), parts.amount("b"))]
    assert sum(shown) == pytest.approx(_read(parts.total_text()))
    assert parts.share("a", "b") == f"100{HARD}%"


def test_units_are_in_french():
    assert french.unit_label("kg NMVOC eq") == "kg COVNM éq."

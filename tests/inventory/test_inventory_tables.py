"""The tables that the inventory layer reads are written in the form it compares."""

import pytest
from inventory_samples import SHIPPED

from canivet.commons.store import Commons
from canivet.inventory.identifiers import cleaned_number
from canivet.text import fold

COMMONS = Commons(SHIPPED)


@pytest.mark.parametrize(("table", "column"), [("statuses", "text"), ("place_words", "word")])
def test_texts_are_folded_and_met_once(table, column):
    texts = [row[column] for row in COMMONS.rows(f"classification/{table}")]
    assert [text for text in texts if text != fold(text)] == []
    assert len(set(texts)) == len(texts)


def test_junk_serials_are_cleaned():
    texts = [row["text"] for row in COMMONS.rows("classification/junk_serials")]
    assert [text for text in texts if text != cleaned_number(text)] == []


def test_quality_weights_of_data_sum_to_one():
    rows = COMMONS.rows("classification/quality_weights")
    assert sum(float(row["weight"]) for row in rows if row["kind"] == "datum") == pytest.approx(1)
    assert all(0 <= float(row["weight"]) <= 1 for row in rows)

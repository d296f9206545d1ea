"""Levers on the platform: the list of a result, one page for each, and what is said without data."""

from __future__ import annotations

import re
from html import unescape

import pytest

from canivet_web.diagnostics import bridge
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db


def text(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "INVALID-VARIABLE" not in page
    return unescape(page).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def test_levers_of_a_result_are_listed_by_pages_the_heaviest_first(as_role, town, village):
    reader = as_role(Role.READER)
    document = bridge.document_of(village)
    names: list[str] = []
    for number in range(1, 5):
        page = text(reader, town.url(f"diagnostic/1/?vue=leviers&page={number}"))
        names += re.findall(r"/diagnostic/1/leviers/([a-z-]+)/", page)
    assert names == [row["id"] for row in document["levers"]["levers"]]
    assert "ne s'additionnent pas" in page


def test_another_criterion_orders_them_again(pilot, town, village):
    page = text(pilot, town.url("diagnostic/1/?vue=leviers&critere=adpe"))
    first = re.findall(r"/diagnostic/1/leviers/([a-z-]+)/", page)[0]
    rows = bridge.document_of(village)["levers"]["levers"]
    gains = {row["id"]: row["gains"].get("adpe") for row in rows}
    best = max((gain["value"], name) for name, gain in gains.items() if gain)[1]
    assert first == best


def test_every_lever_has_its_page(pilot, town, village):
    for row in bridge.document_of(village)["levers"]["levers"]:
        page = text(pilot, town.url(f"diagnostic/1/leviers/{row['id']}/"))
        if row["status"] == "computed":
            assert "Changement climatique" in page
        else:
            assert "Ce qui manque pour chiffrer" in page
            assert row["missing"][0][1:].replace("’", "'") in page
    text(pilot, town.url("diagnostic/1/leviers/garder-lapins/"), 404)


def test_a_result_made_before_levers_says_so(pilot, town, village, monkeypatch):
    document = bridge.document_of(village)
    monkeypatch.setattr(bridge, "document_of", lambda _: {k: v for k, v in document.items() if k != "levers"})
    assert "calculé avant les leviers" in text(pilot, town.url("diagnostic/1/?vue=leviers"))
    text(pilot, town.url("diagnostic/1/leviers/garder-portables/"), 404)

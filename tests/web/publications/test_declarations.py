"""Our own declarations: complete, scored by the published rule, recomputed, and honest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canivet_web.publications import declared
from canivet_web.publications.own_footprint import RESULT, compute

pytestmark = pytest.mark.django_db


def test_every_criterion_is_there_once_with_a_reason():
    criteria = declared.criteria()
    assert len({item.id for item in criteria}) == 78
    assert {item.state for item in criteria} <= {
        state.label for state in declared.referential().states.values()
    }
    assert all(len(item.reason) >= 10 and item.subject for item in criteria)
    # strategy, specifications, architecture, interface, contents, front, back, hosting, algorithms
    assert [sum(theme.counts.values()) for theme in declared.themes()] == [10, 10, 7, 15, 8, 7, 4, 10, 7]
    priorities = [item.priority for item in criteria]
    assert [priorities.count(name) for name in ("Prioritaire", "Recommandé", "Modéré")] == [30, 29, 19]


def test_figures_are_those_of_the_first_declaration():
    # Validated over applicable: 10 of 19 priority, 13 of 24 recommended, 10 of 16 moderate.
    # (10 × 1.5 + 13 × 1.25 + 10) / (19 × 1.5 + 24 × 1.25 + 16) = 41.25 / 74.5
    assert (declared.whole().earned, declared.whole().applicable) == (41.25, 74.5)
    assert declared.counts(declared.whole()) == {
        "validé": 33,
        "en cours": 12,
        "non validé": 3,
        "à évaluer": 11,
        "non applicable": 19,
    }


def test_footprint_of_the_platform_is_the_one_computed_today(shipped):
    kept, now = json.loads(RESULT.read_text(encoding="utf-8")), compute(shipped)
    assert kept["version"] == now["version"], "relancez scripts/measure_platform.py"
    assert kept["assumptions"] == now["assumptions"]
    assert kept["sources"] == now["sources"]
    assert kept["criteria"].keys() == now["criteria"].keys()
    for key, item in now["criteria"].items():
        for name in ("central", "low", "high", "coverage"):
            assert kept["criteria"][key][name] == pytest.approx(item[name], rel=1e-6), (key, name)
    # The climate figure stands inside its interval and is the sum of its parts.
    gwp = kept["criteria"]["gwp"]
    assert gwp["low"] < gwp["central"] < gwp["high"]
    assert sum(kept["by_service"].values()) == pytest.approx(gwp["central"])


def test_pages_show_what_the_tables_say(client):
    page = client.get("/ecoconception/").content.decode()
    assert "INVALID" not in page
    score = declared.whole().value
    assert score is not None
    assert f"{round(100 * score)}\u00a0%" in page
    for theme in declared.themes():
        detail = client.get(f"/ecoconception/?thematique={theme.number}")
        text = detail.content.decode()
        assert "INVALID" not in text
        assert text.count('<th scope="row">') == sum(theme.counts.values())
    assert client.get("/ecoconception/?thematique=10").status_code == 404


def test_accessibility_state_is_the_same_everywhere(client):
    state = declared.accessibility()["etat"]
    page = client.get("/accessibilite/").content.decode()
    assert "INVALID" not in page
    assert f"Canivet est {state} avec le RGAA" in page
    assert f"Accessibilité : {state}</a>" in client.get("/").content.decode()
    rows = declared.accessibility()["rows"]
    assert sum(int(row["criteres"]) for row in rows) == declared.accessibility()["criteres"] == 106
    # No audit by a person: the rule allows no other state.
    assert state == "non conforme"


def test_privacy_says_the_delays_of_the_settings(client, settings):
    settings.UNDO_DAYS, settings.RETENTION_MONTHS = 17, 29
    page = client.get("/donnees-personnelles/").content.decode()
    assert "INVALID" not in page
    assert "17 jours" in page
    assert "29 mois" in page


def test_cookies_are_the_two_announced(as_role, settings):
    client = as_role("pilot")
    client.get("/donnees-personnelles/")
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_style_sheet_is_as_light_as_declared():
    sheet = Path(declared.__file__).parents[1] / "static" / "canivet" / "canivet.css"
    assert sheet.stat().st_size < 14_000

"""The state of the art on the platform: every ratio, its published figures with reasons, peers when there."""

from __future__ import annotations

import json
from datetime import date

import pytest

from canivet_web.diagnostics import bridge, state_of_the_art
from canivet_web.maturity.models import MaturitySnapshot
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db

POOL = (
    "stratum,kind,ratio,year,method,n,p10,p25,p50,p75,p90\n"
    "50_100k,epci,gwp_per_agent,2025,canivet-amortie,12,0.001,0.002,0.003,0.004,0.005\n"
    "50_100k,epci,pc_per_agent,2025,canivet-amortie,4,0.8,0.9,1,1.2,1.4\n"
    "50_100k,epci,maturity,2026,grille-2026.1,7,,30,40,50,\n"
)


@pytest.fixture
def pool(settings, tmp_path):
    settings.PEER_POOL = tmp_path / "pairs.csv"
    settings.PEER_POOL.write_text(POOL, encoding="utf-8")
    return settings.PEER_POOL


def text(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ")


def test_every_ratio_of_the_commons_is_on_one_page(as_role, town, village, shipped):
    page = text(as_role(Role.READER), town.url("diagnostic/1/etat-de-l-art/"))
    assert page.count('<th scope="row">') == len(shipped.rows("ratios/ratios")) <= 20
    assert "Aucun groupe de pairs n'est chargé" in page
    assert "Parmi vos pairs" not in page


def test_each_ratio_has_its_page_with_every_published_figure(pilot, town, village, shipped):
    for row in shipped.rows("ratios/ratios"):
        page = text(pilot, town.url(f"diagnostic/1/etat-de-l-art/{row['id']}/"))
        published = [item for item in shipped.rows("ratios/references") if item["ratio"] == row["id"]]
        assert page.count('<th scope="row">') == len(published)
        for item in published:
            assert item["year"] in page
    text(pilot, town.url("diagnostic/1/etat-de-l-art/bonheur/"), 404)


def test_page_says_what_the_diagnosis_says(pilot, town, village):
    document = bridge.document_of(village)
    own = next(item for item in document["ratios"] if item["id"] == "gwp_per_agent")
    found = state_of_the_art.section_of(town.authority, document)
    shown = next(item for item in found["ratios"] if item["id"] == "gwp_per_agent")
    assert shown["value"] == own["value"]
    assert [r["comparability"] for r in shown["references"]] == [
        r["comparability"] for r in own["references"]
    ]
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/gwp_per_agent/"))
    assert "Deux méthodes différentes" in page
    assert "n = 25" in page


def test_peers_are_told_in_words_and_small_groups_are_not_shown(pilot, town, village, pool):
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/"))
    assert "Parmi vos pairs" in page
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/gwp_per_agent/"))
    assert "parmi les 10 % les plus hauts" in page
    assert "Parmi 12 collectivités de même nature (de 50 000 à 99 999 habitants, 2025), vous êtes" in page
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/pc_per_agent/"))
    assert "Moins de 5 collectivités dans ce groupe" in page
    assert "1,4" not in page


def test_maturity_is_the_last_frozen_one_and_its_peers_those_of_the_same_grid(pilot, town, village, pool):
    for number, (grid, score) in enumerate((("2026.1", 0.55), ("2025.9", 0.2))):
        MaturitySnapshot.objects.create(
            authority=town.authority, name=f"n{number}", grid=grid, score=score, document="{}",
            frozen_on=date(2026 - number, 3, 1),
        )  # fmt: skip
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/maturity/"))
    assert "55 %" in page
    assert "Grille de maturité figée le 01/03/2026" in page
    assert "Parmi 7 collectivités" in page
    assert "vous êtes dans le quart le plus haut : favorable." in page
    MaturitySnapshot.objects.filter(name="n1").delete()
    pool.write_text(POOL.replace("grille-2026.1", "grille-2027.1"), encoding="utf-8")
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/maturity/"))
    assert "une autre méthode (grille-2027.1)" in page


def test_a_pool_that_cannot_be_used_is_told_in_the_log_and_left_out(pilot, town, village, pool, caplog):
    pool.write_text(POOL.replace("epci", "planète"), encoding="utf-8")
    page = text(pilot, town.url("diagnostic/1/etat-de-l-art/"))
    assert "Aucun groupe de pairs n'est chargé" in page
    assert "planète" in caplog.text
    pool.write_bytes(b"x" * (1024 * 1024 + 1))
    text(pilot, town.url("diagnostic/1/etat-de-l-art/"))
    assert "trop gros" in caplog.text
    pool.unlink()
    text(pilot, town.url("diagnostic/1/etat-de-l-art/"))


def test_the_list_of_the_dashboard_leads_there(pilot, town, village):
    assert "etat-de-l-art/" in text(pilot, town.url("diagnostic/1/?vue=reperes"))
    json.dumps(state_of_the_art.section_of(town.authority, bridge.document_of(village)), allow_nan=False)

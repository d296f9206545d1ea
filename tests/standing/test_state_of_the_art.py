"""The state of the art of a witness: what the section holds, and that documents say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from canivet.commons.store import Commons
from canivet.deliverables.content.state_of_the_art import chapter, supplement
from canivet.deliverables.document import Document as Tree
from canivet.deliverables.document import Section, Table, tables
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.result import result_document
from canivet.standing.peers import read_pool
from canivet.standing.section import OwnFigure, section

POOL = (
    "stratum,kind,ratio,year,method,n,p10,p25,p50,p75,p90\n"
    "0_3k,commune,gwp_per_agent,2025,canivet-amortie,12,100,150,210,260,330\n"
    "0_3k,commune,pc_per_agent,2025,canivet-amortie,4,0.8,0.9,1,1.2,1.4\n"
)


@pytest.fixture(scope="module")
def village() -> dict[str, Any]:
    from canivet.commons.store import load

    commons = load()
    document = result_document(diagnose(example_dossier(commons, load_example(commons, "village")), commons))
    document.pop("state_of_play", None)  # what it tells has tests of its own
    return document


def ratio(found: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(item for item in found["ratios"] if item["id"] == id_)


def test_every_ratio_and_every_reference_of_the_commons_is_there(
    village: dict[str, Any], shipped: Commons
) -> None:
    found = section(village, shipped)
    assert [item["id"] for item in found["ratios"]] == [row["id"] for row in shipped.rows("ratios/ratios")]
    assert sum(len(item["references"]) for item in found["ratios"]) == len(shipped.rows("ratios/references"))
    json.dumps(found, allow_nan=False)
    assert found["stratum"] == "moins de 3 000 habitants"


def test_figures_and_verdicts_are_those_of_the_diagnosis(village: dict[str, Any], shipped: Commons) -> None:
    found = section(village, shipped)
    for own in village["ratios"]:
        item = ratio(found, own["id"])
        assert (item["value"], item["low"], item["high"]) == (own["value"], own["low"], own["high"])
        assert [r["comparability"] for r in item["references"]] == [
            r["comparability"] for r in own["references"]
        ]
        assert [r["note"] for r in item["references"]] == [r["note"] for r in own["references"]]


def test_a_figure_told_by_the_authority_takes_its_place(village: dict[str, Any], shipped: Commons) -> None:
    own = {"reuse_rate": OwnFigure(41.0, None, None, "reen-16", "registre des sorties 2025")}
    before, after = section(village, shipped), section(village, shipped, declared=own)
    assert ratio(before, "reuse_rate")["value"] is None
    assert ratio(after, "reuse_rate")["value"] == 41.0
    assert ratio(after, "reuse_rate")["source"] == "registre des sorties 2025"


def texts(section_: Section) -> str:
    return str(section_)


def test_documents_show_peers_with_their_number_or_why_not(village: dict[str, Any], shipped: Commons) -> None:
    found = section(village, shipped, pool=read_pool(POOL, shipped))
    gwp = ratio(found, "gwp_per_agent")
    assert gwp["peers"]["n"] == 12
    assert ratio(found, "pc_per_agent")["peers"]["quantiles"] is None  # four authorities only
    page = chapter(found)
    tree = Tree("", "", "", "", None, (page,))
    peers = next(t for t in tables(tree) if t.caption.startswith("Parmi les collectivités"))
    assert [row[0] for row in peers.rows] == ["Gaz à effet de serre par agent"]
    assert peers.rows[0][4] == "12 (2025)"
    assert "moins de 5 collectivités" in texts(page)
    assert "Aucun groupe de pairs n'est chargé" in texts(chapter(section(village, shipped)))


def test_the_supplement_of_the_report_leaves_out_what_the_report_already_shows(
    village: dict[str, Any], shipped: Commons
) -> None:
    blocks = supplement(section(village, shipped))
    shown = {row[0] for block in blocks if isinstance(block, Table) for row in block.rows}
    computed = {item["label"] for item in village["ratios"]}
    assert shown.isdisjoint(computed)
    assert len(shown) == len(shipped.rows("ratios/ratios")) - len(computed) == 8


def test_every_published_figure_says_year_sample_scope_method_and_verdict(
    village: dict[str, Any], shipped: Commons
) -> None:
    (table,) = (
        block
        for block in chapter(section(village, shipped)).blocks
        if isinstance(block, Table) and block.caption.startswith("Chiffres publiés")
    )
    assert len(table.rows) == len(shipped.rows("ratios/references"))
    for _, figure, about, said in table.rows:
        assert figure[0].isdigit()
        assert "méthode : " in about
        assert "n = " in about or "effectif non dit" in about
        assert said.startswith(("À titre indicatif", "Non comparable", "Comparable", "Pas de comparaison"))
        assert said.endswith((".", "»", "facteur", "diagnostic", "amorti", "avertissements"))


def test_the_state_of_play_gives_what_the_inventory_does_not(
    village: dict[str, Any], shipped: Commons
) -> None:
    state = {
        "maturity": {
            "grid": {"id": "2026.1", "label": "Grille"},
            "total": {"score": 0.41, "low": 0.3, "high": 0.6},
        },
        "obligations": {
            "groups": [
                {
                    "verdicts": [
                        {
                            "rule": "REEN16",
                            "title": "Taux",
                            "article": "article 16",
                            "figures": [{"value": 35.0}],
                        },
                        {"rule": "AGEC58", "title": "Part", "article": "article 58", "figures": []},
                    ]
                }
            ]
        },
    }
    found = section({**village, "state_of_play": state}, shipped)
    maturity, reuse = ratio(found, "maturity"), ratio(found, "reuse_rate")
    assert (maturity["value"], maturity["low"], maturity["high"]) == (41.0, 30.0, 60.0)
    assert maturity["method"] == "grille-2026.1"
    assert (reuse["value"], reuse["source"]) == (35.0, "Taux (article 16)")
    assert ratio(found, "reuse_purchase_share")["value"] is None  # no figure: not computed, never zero
    # Another questionnaire never compares, whatever the score.
    assert {item["comparability"] for item in maturity["references"]} == {"not_comparable"}


def test_an_unanswered_grid_gives_no_maturity(village: dict[str, Any], shipped: Commons) -> None:
    empty = {"maturity": {"grid": {"id": "2026.1", "label": "Grille"}, "total": {"score": None}}}
    assert ratio(section({**village, "state_of_play": empty}, shipped), "maturity")["value"] is None

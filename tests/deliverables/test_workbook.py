"""The workbook, read back: real numbers that add up, and texts that stay texts."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sample_cases import CASES, HOSTILE, hostile, many_services, with_levers, with_state
from sample_result import sample

from canivet.deliverables.workbook import render_workbook

SHEETS = [
    "Synthèse",
    "Empreinte",
    "Étapes",
    "Catégories",
    "Services",
    "Équipements",
    "Usages",
    "Fichiers",
    "Exclusions",
    "Ratios",
    "Jeux de facteurs",
    "Qualité",
    "Facteurs manquants",
    "Sources",
]
STATE_SHEETS = [
    "Maturité",
    "Questions",
    "Règles de droit",
    "Chiffres des règles",
    "Initiatives",
    "Territoire",
    "Acteurs validés",
]
VIEWS = {"Étapes": "by_stage", "Catégories": "by_category", "Services": "by_service"}


def _read(result):
    workbook = CalamineWorkbook.from_filelike(BytesIO(render_workbook(result)))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


@pytest.mark.parametrize("name", CASES)
def test_sheets(name):
    sheets = _read(CASES[name]())
    state = STATE_SHEETS if "state_of_play" in CASES[name]() else []
    levers = ["Leviers"] if "levers" in CASES[name]() else []
    assert list(sheets) == [*SHEETS[:-1], *levers, *state, SHEETS[-1]]
    assert all(cell for rows in sheets.values() for cell in rows[0])


@pytest.mark.parametrize("name", ["sample", "many_services", "with_uses", "hostile"])
@pytest.mark.parametrize("sheet", VIEWS)
def test_lines_of_a_view_are_the_result_and_sum_to_its_total(name, sheet):
    result = CASES[name]()
    gwp = result["footprint"]["gwp"]
    _, *lines, total = _read(result)[sheet]
    read = {line[1]: line[2] for line in lines if line[2] != ""}
    assert read == pytest.approx({part: value for part, value in gwp[VIEWS[sheet]].items() if value})
    assert sum(read.values()) == pytest.approx(gwp["central"])
    assert total[2] == pytest.approx(gwp["central"])
    adpe = [line[6] for line in lines if line[6] != ""]
    assert sum(adpe) == pytest.approx(result["footprint"]["adpe"]["central"])


def test_the_state_of_play_is_there_not_rounded():
    result = with_state()
    state, sheets = result["state_of_play"], _read(result)
    assert sheets["Maturité"][-1][:2] == ["Ensemble", pytest.approx(state["maturity"]["total"]["score"])]
    levels = {line[0]: line[3] for line in sheets["Questions"][1:]}
    assert {key: value for key, value in levels.items() if value != ""} == {
        item["id"]: pytest.approx(item["level"])
        for item in state["maturity"]["questions"]
        if item["level"] is not None
    }
    assert len(sheets["Règles de droit"]) == 45
    assert len(sheets["Acteurs validés"]) == 1 + state["actors"]["states"]["validated"]
    values = {line[0]: line[2] for line in sheets["Territoire"][1:]}
    assert values == {
        item["label"]: "" if item["value"] is None else pytest.approx(item["value"])
        for item in state["territory_uses"]["lines"]
    }


def test_levers_are_there_on_every_criterion_and_blank_where_nothing_is_known():
    result = with_levers()
    lines = _read(result)["Leviers"][1:]
    rows = {row["id"]: row for row in result["levers"]["levers"]}
    assert {line[1] for line in lines} == set(rows)
    climate = result["footprint"]["gwp"]["label"]
    for line in lines:
        row = rows[line[1]]
        if row["status"] != "computed":
            assert (line[6], bool(line[10])) == ("", True)
        elif line[4] == climate:
            assert line[6] == pytest.approx(row["gains"]["gwp"]["value"])


def test_all_services_are_there_though_the_report_shows_twelve():
    assert len(_read(many_services(60))["Services"]) == 62


def test_counts_are_the_result():
    result = sample()
    sheets = _read(result)
    *families, total = sheets["Équipements"][1:]
    assert sum(line[2] for line in families) == total[2] == result["inventory"]["units_counted"]
    *reasons, total = sheets["Exclusions"][1:]
    assert sum(line[2] for line in reasons) == total[2] == result["inventory"]["lines_excluded"]
    bridge = {line[1]: line[4] for line in sheets["Jeux de facteurs"][1:]}
    assert bridge == pytest.approx({name: totals["gwp"] for name, totals in result["bridge"].items()})


def test_what_has_no_factor_is_blank_not_zero():
    sheets = _read(sample())
    row = next(line for line in sheets["Empreinte"] if line[1] == "ir")
    assert row[3:6] == ["", "", ""]
    row = next(line for line in sheets["Catégories"] if line[1] == "ups")
    assert row[2:6] == ["", "", "", ""]


def test_texts_are_never_formulas():
    content = render_workbook(hostile())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
                assert b"hyperlink" not in archive.read(name)
    sheets = _read(hostile())
    services = {line[0] for line in sheets["Services"]}
    assert {"=HYPERLINK(0)", "@somme", "+33", "-1", HOSTILE} <= services


def test_every_sheet_has_a_frozen_header_and_a_filter_that_leaves_the_total_out():
    with zipfile.ZipFile(BytesIO(render_workbook(sample()))) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    assert 'state="frozen"' in sheet
    # header, five stages, then the total on line 7
    assert '<autoFilter ref="A1:K6"/>' in sheet

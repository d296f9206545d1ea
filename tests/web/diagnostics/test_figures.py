"""Figures add up and say the same on every page, in every export, and on the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from canivet.deliverables.french import HARD, THIN
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.result import result_document
from canivet_web.authorities.bridge import main_figures
from canivet_web.diagnostics import dashboard, lists, parts
from canivet_web.diagnostics.deciding import freeze
from canivet_web.inventories import exports, overlay
from canivet_web.inventories.bridge import corrections_of
from canivet_web.publications.bridge import summary

pytestmark = pytest.mark.django_db

EXAMPLES = ("village", "ville", "syndicat", "agglo-demo")


def shown(text: str) -> float:
    """An amount as it is shown, read back; what is under the last digit shown counts for nothing."""
    if "non calculé" in text or text.startswith("<"):
        return 0.0
    return float(text.replace(THIN, "").replace(",", "."))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def amount(text: str) -> float:
    return float(text.replace(",", ".")) if text else 0.0


def total(rows: list[dict[str, str]], column: str) -> float:
    return sum(amount(row[column]) for row in rows)


@pytest.fixture(params=EXAMPLES)
def diagnosed(request, town, stock, compute, shipped):
    """A town that is an example: its result on the platform, and that of the library alone."""
    example = load_example(shipped, request.param)
    for name in ("siren", "method", "country"):
        setattr(town.authority, name, getattr(example.profile, name))
    town.authority.save()
    stock(town, request.param, profile=True)
    result = compute(town)
    day = date.fromisoformat(json.loads(result.document)["generated_on"])
    return result, result_document(diagnose(example_dossier(shipped, example), shipped), day)


def test_the_platform_and_the_library_say_the_same(diagnosed, town, pilot):
    result, alone = diagnosed
    document = json.loads(result.document)
    # The place of a use is its register rather than its line of a file: the inputs are told apart by it.
    for name in alone.keys() - {"dossier_fingerprint"}:
        assert document[name] == json.loads(json.dumps(alone[name])), name
    for criterion in document["footprint"]:
        _adds_up(document, criterion)
    _exports_agree(result, document, town)
    _pages_agree(result, document, town, pilot)


def _adds_up(document, criterion) -> None:
    item = document["footprint"][criterion]
    missing = {row["category"] for row in document["missing"] if criterion in row["criteria"]}
    for view, word in dashboard.WORDS.items():
        found = lists.whole(document, criterion, word)
        assert len(found.rows) == len(item[view])
        figures = parts.parts_of(document, criterion, view)
        if parts.is_computed(item):
            assert sum(shown(row[1].text) for row in found.rows) == pytest.approx(shown(figures.total))
            assert sum(shown(row.amount) for row in figures.shown(8)) == pytest.approx(shown(figures.total))
            assert figures.total.rstrip("0").rstrip(",") or figures.total == "0"
        for row in figures.rows:
            assert row.low <= row.exact <= row.high or row.low == pytest.approx(row.high)
            if view == "by_category" and row.name in missing and not row.exact:
                assert row.amount == "non calculé"
    amount_shown = parts.total_of(item)
    assert amount_shown.computed == bool(item["coverage"])
    assert (amount_shown.value == "non calculé") == (not amount_shown.computed)


def _exports_agree(result, document, town) -> None:
    files = {file.name: bytes(file.content) for file in result.files.all()}
    counted, left = rows_of(files["inventaire.csv"]), rows_of(files["exclusions.csv"])
    uses = sum(row["gwp"] for row in document["uses"]["by_kind"].values())
    gwp = document["footprint"]["gwp"]
    assert total(counted, "gwp_kgco2e_an") + uses == pytest.approx(gwp["central"])
    inventory = document["inventory"]
    assert (len(counted), len(left)) == (inventory["lines_counted"], inventory["lines_excluded"])
    assert total(counted, "quantite") == pytest.approx(inventory["units_counted"])
    batch = result.batch
    own = rows_of(exports.write(batch, "inventaire"))
    assert [row | {"gwp_kgco2e_an": ""} for row in counted] == own
    assert rows_of(exports.write(batch, "exclusions")) == left
    assert sum(overlay.families_of(batch, corrections_of(town.authority)).values()) == pytest.approx(
        inventory["units_counted"]
    )
    assert sum(group.units for group in batch.exclusions.all()) == pytest.approx(total(left, "quantite"))
    assert sum(group.lines for group in batch.exclusions.all()) == len(left)


def _pages_agree(result, document, town, pilot) -> None:
    freeze(result, town.members["pilot"], "Figé")
    gwp = document["footprint"]["gwp"]
    written = parts.total_of(gwp)
    pages = {
        "tableau de bord": pilot.get(town.url(f"diagnostic/{result.number}/")).content.decode(),
        "historique": pilot.get(town.url("diagnostic/historique/")).content.decode(),
    }
    for name, html in pages.items():
        assert f"{written.value} {written.unit}".replace(HARD, " ") in html.replace(HARD, " "), name
    committee, programme = summary(result.document), main_figures(result.document)
    assert committee.climate == programme.climate
    assert committee.criteria == programme.criteria
    assert (committee.climate.amount, committee.climate.coverage) == (written, gwp["coverage"])
    for name, criterion in zip(document["footprint"], programme.criteria, strict=True):
        assert criterion.amount == parts.total_of(document["footprint"][name])
    api = pilot.get(f"/api/v1/c/{town.authority.siren}/resultats/").json()["results"][0]["totals"]
    assert {name: item["central"] for name, item in api.items()} == {
        name: item["central"] for name, item in document["footprint"].items()
    }


def test_after_corrections_the_batch_its_exports_and_the_diagnosis_agree(town, stock, compute):
    batch = stock(town, "ville")
    heaviest = [model for model in batch.models.all() if model.in_service][:4]
    values = ("monitor", "software", "tablet", "laptop")
    for model, value in zip(heaviest, values, strict=True):
        overlay.correct(town.authority, town.members["pilot"], model, value, "")
    result = compute(town)
    document = json.loads(result.document)
    families = overlay.families_of(batch, corrections_of(town.authority))
    counted = rows_of(exports.write(batch, "inventaire"))
    by_family: dict[str, float] = {}
    for row in counted:
        by_family[row["famille"]] = by_family.get(row["famille"], 0) + amount(row["quantite"])
    assert {name: units for name, units in families.items() if units} == pytest.approx(by_family)
    assert by_family == pytest.approx(document["inventory"]["by_family"])
    stored = bytes(result.files.get(name="inventaire.csv").content)
    assert [row | {"gwp_kgco2e_an": ""} for row in rows_of(stored)] == counted


def test_a_zero_that_is_the_want_of_a_factor_is_not_shown_as_a_zero(village):
    document = json.loads(village.document)
    category = document["missing"][0]["category"]
    criterion = document["missing"][0]["criteria"][0]
    document["footprint"][criterion]["by_category"][category] = 0.0
    (row,) = [row for row in parts.parts_of(document, criterion, "by_category").rows if row.name == category]
    assert (row.amount, row.share) == ("non calculé", "—")

"""National ratios brought down to a territory, and the local figures that replace them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.commons.store import Commons
from canivet.commons.store import load as load_commons
from canivet.problems import InputProblem
from canivet.territory_uses.catalogue import load_catalogue
from canivet.territory_uses.estimate import (
    ESTIMATE_LABEL,
    LocalFigure,
    TerritoryUses,
    UsesReview,
    lines,
    same_scope,
)
from canivet.territory_uses.files import FIGURES_FILE, FILES, REVIEW_FILE, load, template, written
from canivet.territory_uses.section import section, summary

COMMONS = load_commons()
CATALOGUE = load_catalogue(COMMONS)
HEAD = "indicateur,annee,valeur,bas,haut,source,methode,note\n"
REVIEW_HEAD = "etabli_le,perimetre,methode,constats,piece\n"


def by_id(part: TerritoryUses, population: int | None, study: str = "") -> dict:
    return {line.indicator.id: line for line in lines(part, CATALOGUE, population, study)}


def test_footprint_of_a_territory_of_100_000_inhabitants() -> None:
    found = by_id(TerritoryUses(), 100_000)
    gwp = found["footprint_gwp"]
    # 430 kg per inhabitant × 100,000 = 43,000,000 kg = 43,000 t; class C: ÷ 2.2 and × 2.2.
    assert gwp.value == pytest.approx(43_000)
    assert (gwp.low, gwp.high) == pytest.approx((43_000 / 2.2, 43_000 * 2.2))
    assert (gwp.origin, gwp.label, gwp.year) == ("national", ESTIMATE_LABEL, 2022)
    # 65 TWh × 100,000 ÷ 68,017,078 = 0.0955642 TWh = 95.5642 GWh
    assert found["footprint_electricity"].value == pytest.approx(65_000 * 100_000 / 68_017_078)
    assert found["footprint_resources"].value == pytest.approx(170_000)  # 1.7 t × 100,000
    assert found["weee_collected"].value == pytest.approx(1_150)  # 11.5 kg × 100,000 ÷ 1,000
    # A rate holds as it is, and its bounds stop at 100: 49 × 2.2 = 107.8.
    assert (found["weee_rate"].value, found["weee_rate"].high) == (49, 100)


def test_national_population_is_the_sum_of_the_communes(shipped: Commons) -> None:
    with (shipped.root / "territories" / "communes.csv").open(encoding="utf-8") as stream:
        counted = sum(int(row["population_municipal"] or 0) for row in csv.DictReader(stream))
    assert counted == CATALOGUE.national_population == 68_017_078


def test_two_studies_are_never_mixed() -> None:
    chosen, other = by_id(TerritoryUses(), 100_000), by_id(TerritoryUses(), 100_000, "ademe_arcep_2022")
    assert CATALOGUE.chosen_study == "ademe_arcep_2025"
    assert other["footprint_gwp"].value == pytest.approx(25_300)  # 253 kg × 100,000 ÷ 1,000
    # The older study gives no resources and no split: blank, not filled by the other one.
    for name in ("footprint_resources", "share_devices", "share_data_centres", "share_networks"):
        assert other[name].value is None
        assert other[name].note == "Cette étude ne le donne pas."
        assert chosen[name].value is not None
    assert not same_scope("ademe_arcep_2025", "ademe_arcep_2022")
    # What neither study gives does not depend on the study.
    assert other["weee_collected"].value == chosen["weee_collected"].value


def test_without_population_what_hangs_on_it_is_blank_with_its_reason() -> None:
    found = by_id(TerritoryUses(), None)
    assert found["footprint_gwp"].origin == "blank"
    assert found["footprint_gwp"].note == "La population du territoire n'est pas connue."
    assert found["weee_rate"].value == 49


def test_a_local_figure_replaces_the_estimate_line_by_line() -> None:
    part = TerritoryUses(
        (
            LocalFigure("footprint_gwp", 2024, 30_000, None, None, "Étude locale"),
            LocalFigure("footprint_gwp", 2021, 50_000, None, None, "Ancienne étude"),
        )
    )
    before, after = by_id(TerritoryUses(), 100_000), by_id(part, 100_000)
    line = after["footprint_gwp"]
    assert (line.origin, line.value, line.year, line.label) == ("local", 30_000, 2024, "Étude locale")
    assert line.national.value == pytest.approx(43_000)  # kept beside
    assert {k: v for k, v in after.items() if k != "footprint_gwp"} == {
        k: v for k, v in before.items() if k != "footprint_gwp"
    }


def test_every_indicator_is_a_figure_or_a_named_blank() -> None:
    for line in lines(TerritoryUses(), CATALOGUE, 10_000):
        assert (line.value is None) == (line.origin == "blank")
        assert line.note or line.value is not None
        assert line.indicator.where
        if line.value is not None:
            assert line.low is not None
            assert line.high is not None
            assert line.low < line.value <= line.high


@pytest.mark.parametrize(
    ("review", "figures", "present", "dated"),
    [
        (None, 0, False, False),
        (None, 1, False, False),
        (UsesReview(None, "", "", "", ""), 0, False, False),
        (UsesReview(None, "", "", "", ""), 1, True, False),
        (UsesReview(date(2026, 1, 5), "", "", "Peu de lieux de médiation.", ""), 0, True, True),
    ],
)
def test_summary_says_what_the_decree_asks(
    review: UsesReview | None, figures: int, present: bool, dated: bool
) -> None:
    local = LocalFigure("weee_rate", 2024, 55, None, None, "Syndicat")
    told = summary(TerritoryUses((local,) * figures, review), COMMONS)
    assert (told.present, told.date is not None, told.n_local) == (present, dated, figures)
    # 13 indicators have a national figure; one less when the local one replaces it.
    assert told.n_national == 13 - figures


def test_section_counts_add_up(shipped: Commons) -> None:
    found = section(TerritoryUses(), shipped, population=12_000)
    told = found["summary"]
    assert told["n_local"] + told["n_national"] + told["n_blank"] == len(found["lines"])
    assert (told["n_local"], told["n_national"]) == (0, 13)
    assert found["study"]["id"] == "ademe_arcep_2025"
    assert [item["id"] for item in found["set_aside"]] == ["ademe_arcep_2022"]


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (FIGURES_FILE, HEAD + "inconnu,2024,5,,,Moi,,\n", "inconnu"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,,,,Moi,,\n", "il manque la valeur"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,55,,,,,\n", "il manque la source"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,beaucoup,,,Moi,,\n", "beaucoup"),
        (FIGURES_FILE, HEAD + "weee_rate,24,55,,,Moi,,\n", "n'est pas une année"),
        (FIGURES_FILE, HEAD + "weee_rate,1989,55,,,Moi,,\n", "n'est pas une année"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,101,,,Moi,,\n", "dépasse 100"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,99,90,101,Moi,,\n", "dépasse 100"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,-1,,,Moi,,\n", "négative"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,50,60,70,Moi,,\n", "entre ses deux bornes"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,50,40,,Moi,,\n", "les deux bornes"),
        (FIGURES_FILE, HEAD + "weee_rate,2024,50,,,Moi,,\nweee_rate,2024,51,,,Moi,,\n", "y est déjà"),
        (FIGURES_FILE, "indicateur,annee,valeur\nweee_rate,2024,5\n", "il manque les colonnes"),
        (REVIEW_FILE, REVIEW_HEAD + "hier,,,x,\n", "n'est pas une date"),
        (REVIEW_FILE, REVIEW_HEAD + "2026-01-01,,,x,\n2026-02-01,,,y,\n", "plus d'un bilan"),
    ],
)
def test_bad_cells_are_refused_with_file_and_line(
    tmp_path: Path, shipped: Commons, name: str, text: str, said: str
) -> None:
    with pytest.raises(InputProblem, match=said) as refused:
        load(put(tmp_path, {name: text}), shipped)
    assert refused.value.place.file == name
    assert refused.value.place.line in (1, 2, 3)
    assert refused.value.cure.endswith(".")


def test_the_largest_rate_and_the_first_year_are_taken(tmp_path: Path, shipped: Commons) -> None:
    part = load(put(tmp_path, {FIGURES_FILE: HEAD + "weee_rate,1990,100,0,100,Moi,,\n"}), shipped)
    assert part.figures == (LocalFigure("weee_rate", 1990, 100, 0, 100, "Moi"),)


def test_the_template_is_read_back(tmp_path: Path, shipped: Commons) -> None:
    assert (
        load(put(tmp_path, {FIGURES_FILE: template(TerritoryUses(), CATALOGUE)}), shipped) == TerritoryUses()
    )
    part = TerritoryUses((LocalFigure("repair_places", 2025, 12, 10, 15, "Annuaire", "comptage", "note"),))
    again = load(put(tmp_path, {FIGURES_FILE: template(part, CATALOGUE)}), shipped)
    assert again == part


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).map(str.strip)
reviews = st.none() | st.builds(
    UsesReview, st.none() | st.dates(date(2000, 1, 1)), words, words, words, words
).filter(lambda review: review != UsesReview(None, "", "", "", ""))


@st.composite
def parts(draw: st.DrawFn) -> TerritoryUses:
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(list(CATALOGUE.indicators)), st.integers(1990, 2100)),
            unique=True,
            max_size=5,
        )
    )
    figures = []
    for indicator, year in keys:
        low, value, high = sorted(draw(st.lists(st.floats(0, 100), min_size=3, max_size=3)))
        bounds = draw(st.sampled_from([(None, None), (low, high)]))
        figures.append(
            LocalFigure(indicator, year, value, *bounds, draw(words.filter(bool)), draw(words), draw(words))
        )
    return TerritoryUses(tuple(figures), draw(reviews))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(parts())
def test_written_and_read_back_is_the_same_part(tmp_path: Path, part: TerritoryUses) -> None:
    files = written(part)
    assert set(files) <= set(FILES)
    for name in FILES:
        (tmp_path / name).unlink(missing_ok=True)
    assert load(put(tmp_path, files), COMMONS) == part


def test_a_review_that_says_nothing_is_not_written() -> None:
    assert written(TerritoryUses((), UsesReview(None, "", "", "", ""))) == {}


@given(st.integers(1, 10_000_000), st.integers(1, 10_000_000))
def test_two_territories_add_up(one: int, other: int) -> None:
    """What is counted per inhabitant is additive: an agglomeration is the sum of its communes."""
    first, second, both = (by_id(TerritoryUses(), n) for n in (one, other, one + other))
    for name in ("footprint_gwp", "footprint_electricity", "footprint_resources", "weee_collected"):
        assert both[name].value == pytest.approx(first[name].value + second[name].value)
    assert both["weee_rate"].value == first["weee_rate"].value

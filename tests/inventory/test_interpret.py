from datetime import date

import pytest
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.countries import CountryReader
from canivet.inventory.interpret import last_part, service_field, usage_rate
from canivet.inventory.status import StatusReader


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path)


def only(inventory):
    (asset,) = inventory.assets
    return asset


def reasons(inventory):
    return [item.reason for item in inventory.exclusions]


def test_every_line_is_an_asset_or_an_exclusion(commons):
    inventory = build(
        commons,
        table(
            laptop(),
            laptop(status="Réformé"),
            laptop(quantity="-3"),
            {"model": "???"},
            rejected=[({"model": "TOTAL"}, "total")],
        ),
    )
    assert inventory.lines_read == 5
    assert reasons(inventory) == ["retired", "invalid_quantity", "unrecognised", "total"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("En service", "in_use"),
        ("EN SERVICE (prêt)", "in_use"),
        ("In use", "in_use"),
        ("actif", "in_use"),
        ("Inactif", "retired"),
        ("Non affecté", "stock"),
        ("En panne", "maintenance"),
        ("In maintenance", "maintenance"),
        ("En stock", "stock"),
        ("In transit", "stock"),
        ("Réformé", "retired"),
        ("HS", "retired"),
        ("Volé", "missing"),
        ("Missing", "missing"),
        ("Consumed", "consumed"),
        ("", "unknown"),
    ],
)
def test_status_texts(commons, text, status):
    assert StatusReader(commons).read(text) == status


def test_a_status_not_understood_is_counted_and_said(commons):
    inventory = build(commons, table(laptop(status="Zorglub"), laptop()))
    assert len(inventory.assets) == 2
    assert any("« Zorglub »" in warning for warning in inventory.warnings)


def test_a_remark_is_not_a_status(commons):
    cells = {"model": "Latitude 5420", "remark": "HS"}
    assert only(build(commons, table(cells))).status == "unknown"


def test_the_sheet_of_retired_devices_gives_their_status(commons):
    inventory = build(
        commons,
        table(laptop(), sheet="Postes"),
        table({"model": "Latitude 5420"}, sheet="Réformés", hint="retired"),
    )
    assert reasons(inventory) == ["retired"]
    assert "Réformés" in inventory.exclusions[0].detail


@pytest.mark.parametrize("text", ["0", "-1", "-2,5", "beaucoup"])
def test_unusable_quantities_are_exclusions_with_their_text(commons, text):
    inventory = build(commons, table(laptop(), laptop(quantity=text)))
    (item,) = inventory.exclusions
    assert (item.reason, item.quantity) == ("invalid_quantity", 0.0)
    assert text in item.detail
    assert item.place.line == 3


def test_a_blank_quantity_is_one_by_default(commons):
    inventory = build(commons, table(laptop(quantity="4"), laptop(quantity="")))
    assert [asset.quantity for asset in inventory.assets] == [4.0, 1.0]
    assert [asset.quantity_origin for asset in inventory.assets] == ["declared", "default"]


def test_a_quantity_in_words_counts_only_without_a_quantity_column(commons):
    worded = {"designation": "Portable x10"}
    assert only(build(commons, table(worded))).quantity == 10
    inventory = build(commons, table({**worded, "quantity": "10"}, laptop(quantity="1")))
    assert [asset.quantity for asset in inventory.assets] == [10.0, 1.0]


def test_start_date_takes_the_best_date_and_says_which(commons):
    cells = laptop(purchase_date="2020-01-05", in_service_date="2020-03-01", warranty_date="2020-01-02")
    asset = only(build(commons, table(cells)))
    assert (asset.start_date, asset.start_basis) == (date(2020, 3, 1), "use")
    assert asset.purchase_date == date(2020, 1, 5)


def test_dates_after_the_year_studied_are_dropped_and_said(commons):
    inventory = build(commons, table(laptop(purchase_date="2026-05-01"), laptop(purchase_date="2024-05-01")))
    first, second = inventory.assets
    assert (first.start_date, first.start_basis, first.purchase_date) == (None, "none", None)
    assert second.start_date == date(2024, 5, 1)
    assert any("futur" in warning and "01/05/2026" in warning for warning in inventory.warnings)


def test_one_withdrawal_date_everywhere_is_the_extraction(commons):
    rows = [laptop(retired_date="2023-06-16", purchase_date="2020-01-01") for _ in range(6)]
    late = laptop(retired_date="2023-06-16", purchase_date="2023-09-01")
    inventory = build(commons, table(*rows, late), year=2023)
    assert len(inventory.assets) == 7
    assert {asset.retired_date for asset in inventory.assets} == {None}
    assert inventory.assets[-1].start_date is None
    text = " ".join(inventory.warnings)
    assert "date de retrait, 16/06/2023" in text
    assert "après l'extraction du 16/06/2023" in text


def test_a_withdrawal_already_past_retires_a_line_without_status(commons):
    gone = {"model": "Latitude 5420", "retired_date": "2022-05-01"}
    kept = {"model": "Latitude 5420", "retired_date": "2030-05-01"}
    inventory = build(commons, table(gone, kept))
    assert reasons(inventory) == ["retired"]
    assert inventory.exclusions[0].detail == "retiré le 01/05/2022"
    assert len(inventory.assets) == 1


def test_countries_by_name_and_code(commons):
    texts = ("France", "FR", "Deutschland", "Syldavie", "")
    inventory = build(commons, table(*(laptop(country=text) for text in texts)))
    assert [asset.country for asset in inventory.assets] == ["FRA", "FRA", "DEU", "FRA", "FRA"]
    assert [asset.country_origin for asset in inventory.assets] == [*["declared"] * 3, *["default"] * 2]
    assert any("« Syldavie »" in warning for warning in inventory.warnings)
    assert any("« France »" in warning and "« FR »" in warning for warning in inventory.warnings)


def test_country_spellings_are_told_apart_by_country(commons):
    reader = CountryReader(commons, "FRA")
    for text in ("FR", "France", "Allemagne"):
        reader.read(text)
    assert reader.spellings() == {"FRA": ["FR", "France"]}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"service": ["DSI", "RH"], "entity": ["A", "B"]}, "service"),
        ({"entity": ["Agglo", "Agglo"], "site": ["Siège > DSI", "Siège > RH"]}, "site"),
        ({"entity": ["Agglo", "Agglo"]}, "entity"),
        ({"service": ["", ""], "site": ["X", "X"]}, "site"),
        ({}, ""),
    ],
)
def test_the_column_of_services(texts, expected):
    assert service_field(texts) == expected


def test_service_is_the_end_of_a_path_and_stays_empty_when_it_is(commons):
    inventory = build(commons, table(laptop(site="Siège > Finances"), laptop(site="")))
    assert [asset.service for asset in inventory.assets] == ["Finances", ""]
    assert last_part("") == ""


def test_declared_figures(commons):
    cells = laptop(annual_kwh="0", lifetime_years="7", usage_rate="50 %")
    asset = only(build(commons, table(cells)))
    assert (asset.annual_kwh, asset.kwh_origin) == (30.0, "archetype")
    assert (asset.lifetime_years, asset.lifetime_origin) == (7.0, "declared")
    assert asset.usage_rate == 0.5


@pytest.mark.parametrize(("text", "rate"), [("1", 1.0), ("100", 1.0), ("abc", 1.0), ("-5", 1.0), ("0", 0.0)])
def test_usage_rates(text, rate):
    assert usage_rate(text) == rate


def test_dots_separate_thousands_in_a_column_of_quantities(commons):
    inventory = build(commons, table(laptop(quantity="1.200"), laptop(quantity="1.5"), laptop(quantity="x2")))
    assert [asset.quantity for asset in inventory.assets] == [1200.0, 1.5, 2.0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Non utilisé", "stock"),
        ("Plus utilisé", "retired"),
        ("pas en service", "stock"),
        ("n'est plus en service", "retired"),
        ("Hors d'usage", "retired"),
        ("En service - à réformer 2026", "in_use"),
    ],
)
def test_a_negated_status_is_not_the_status(shipped, text, status):
    assert StatusReader(shipped).read(text) == status

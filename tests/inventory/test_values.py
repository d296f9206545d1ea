from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.inventory.values import neutralise, parse_dates, parse_inches, parse_number, parse_quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1 234,56", 1234.56),
        ("1\u202f234,5 €", 1234.5),
        ("1.234.567", 1234567),
        ("1,234.5", 1234.5),
        ("-3", -3),
        ("0,5", 0.5),
        ("48 kWh", 48),
        ("3.74623E+14", 3.74623e14),
        ("", None),
        ("v", None),
        ("12 écrans", None),
        ("1e999", None),
        ("nan", None),
        ("--", None),
    ],
)
def test_numbers(text, value):
    assert parse_number(text) == value


@given(st.floats(0, 1e12).map(lambda value: round(value, 2)))
def test_a_french_number_is_read_back(value):
    text = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",")
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Chromebook x10", 10),
        ("Tablettes (x3)", 3),
        ("PC x 4", 4),
        ("3 x P2419H", 3),
        ("lot de 12 souris", 12),
        ("12 PC fixes", 12),
        ("2 écrans supplémentaires en salle du conseil", 2),
        # Names of models, sizes and counts of something else are not quantities.
        ("HP Elite x2", None),
        ("ProBook x360", None),
        ("HP EliteBook x360 1030 G4", None),
        ("CROSSCALL CORE-X5", None),
        ("Core X5", None),
        ("24 pouces", None),
        ("48 ports", None),
        ("16 Go", None),
        ("Latitude 5420", None),
        ("Écran 1920x1080", None),
        ("", None),
    ],
)
def test_quantities_in_words(text, value):
    assert parse_quantity(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("23.60", 23.6),
        ('14"', 14),
        ("24p", 24),
        ("24 pouces", 24),
        ("35,56 cm", 14),
        ("0.00", None),
        ("", None),
    ],
)
def test_screen_sizes(text, value):
    assert parse_inches(text) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-07-08", date(2020, 7, 8)),
        ("2020-07-08 10:12:00", date(2020, 7, 8)),
        ("20200708", date(2020, 7, 8)),
        ("25-12-2019", date(2019, 12, 25)),
        ("25/12/19", date(2019, 12, 25)),
        ("01/03/2025 07:14:22", date(2025, 3, 1)),
        ("07/2018", date(2018, 7, 15)),
        ("2018", date(2018, 7, 1)),
        ("2018?", date(2018, 7, 1)),
        ("vers 2015", date(2015, 7, 1)),
        ("2016-2018", date(2017, 7, 1)),
        ("2019 à 2021", date(2020, 7, 1)),
        ("12 mars 2021", date(2021, 3, 12)),
        ("1er février 2021", date(2021, 2, 1)),
        ("mars 2021", date(2021, 3, 15)),
        ("43831", date(2020, 1, 1)),
        ("12/03/99", date(1999, 3, 12)),
        ("2020/02/31", None),
        ("31/02/2020", None),
        ("bientôt", None),
        ("", None),
        ("12", None),
    ],
)
def test_dates(text, day):
    assert parse_dates([text]) == [day]


def test_the_order_of_day_and_month_is_that_of_the_column():
    assert parse_dates(["03/04/2020", "25/04/2020"])[0] == date(2020, 4, 3)
    assert parse_dates(["03/04/2020", "04/25/2020"])[0] == date(2020, 3, 4)
    # Two texts that contradict each other: the French order, and what it cannot read stays unread.
    assert parse_dates(["03/04/2020", "25/04/2020", "04/25/2020"]) == [
        date(2020, 4, 3),
        date(2020, 4, 25),
        None,
    ]


@given(st.dates(date(1980, 1, 1), date(2060, 12, 31)))
def test_any_french_date_is_read_back(day):
    assert parse_dates([f"{day:%d/%m/%Y}", "25/12/2020"])[0] == day
    assert parse_dates([day.isoformat()]) == [day]


@given(st.text(max_size=30))
def test_no_cell_written_runs_in_a_spreadsheet(text):
    written = neutralise(text)
    assert written.removeprefix("'") == text or written == text
    if written[:1] in ("=", "@", "\t", "\r", "+", "-"):
        assert parse_number(text) is not None

"""Published gains done again by the method of their source; docs/methode/leviers.md explains the gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from canivet.commons.factors import load_factors
from canivet.commons.store import Commons
from canivet.footprint.assessment import assess_estate, uncertainty_of
from canivet.footprint.flows import Use
from canivet.levers.combine import Applied, combine
from canivet.levers.estate import build_estate
from canivet.levers.loading import load_levers
from canivet.levers.unit_gain import UnitGain, of_life
from estate import make_asset

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "leviers.md"
THOUSAND = 1000


@pytest.fixture(scope="module")
def gain(shipped: Commons):
    """Yearly gain of a lever on a thousand devices, or on uses."""
    levers, book = load_levers(shipped), load_factors(shipped)

    def found(lever: str, assets=(), uses=(), criterion="gwp", **values: float) -> float:
        assessment = assess_estate(
            list(assets), list(uses), shipped, book, factor_set=book.central_set, year=2025, method="amortie",
            country="FRA",
        )  # fmt: skip
        estate = build_estate(
            assessment, list(assets), uncertainty_of(shipped, book, book.central_set), shipped,
            levers.values(), country="FRA",
        )  # fmt: skip
        one = Applied(levers[lever], levers[lever].defaults() | values)
        return float(combine(estate, [one]).gains()[estate.column(criterion)])

    return found


def devices(family: str, archetype: str, years: float, kwh: float):
    return [
        make_asset(
            archetype, THOUSAND, family=family, lifetime_years=years, annual_kwh=kwh,
            country="FRA",
        )
    ]  # fmt: skip


LAPTOPS = devices("laptop", "laptop", 5.0, 48.0)
PHONES = devices("smartphone", "smartphone", 2.5, 4.9275)
DESKTOPS = devices("desktop", "desktop", 6.0, 151.0)
MONITORS = devices("monitor", "monitor_24", 6.0, 37.8)


def per_year_gained(yearly: float, lifetime: float) -> float:
    return of_life(UnitGain(yearly / THOUSAND, "kg", "per_device_year"), lifetime).value


def test_one_more_year(gain):
    laptops = gain("garder-portables", LAPTOPS, years=1, reach=1)
    assert per_year_gained(laptops, 6) == pytest.approx(185.09 / 5)  # 37.0 published 17.1
    metals = gain("garder-portables", LAPTOPS, criterion="adpe", years=1, reach=1)
    assert 1000 * per_year_gained(metals, 6) == pytest.approx(9.508 / 5)  # 1.9 g, published 0.8
    phones = gain("garder-smartphones", PHONES, years=1, reach=1)
    assert per_year_gained(phones, 3.5) == pytest.approx(79.516 / 2.5)  # 31.8, published 7.3


def test_second_hand(gain):
    laptops = gain("reconditionne-ordinateurs", LAPTOPS, share=1) / THOUSAND
    assert laptops == pytest.approx(0.70 * 185.09 / 5)
    assert laptops == pytest.approx(27, rel=0.05)  # published
    phones = gain("reconditionne-smartphones", PHONES, share=1) / THOUSAND
    assert phones == pytest.approx(24.6, rel=0.05)  # published


def test_energy(gain):
    assert gain("veille-ordinateurs", LAPTOPS, reach=1) / THOUSAND == pytest.approx(0.4 * 48 * 0.0519)
    assert gain("veille-ordinateurs", DESKTOPS, reach=1) / THOUSAND == pytest.approx(0.4 * 151 * 0.0519)
    off = gain("eteindre-ecrans", MONITORS, reach=1) / THOUSAND / 0.0519
    assert off == pytest.approx(0.2 * 37.8)  # kWh; published 55 to 110, more than a screen uses


def test_uses(gain):
    sheets = 3 * 500.0
    paper = gain("imprimer-moins", uses=[Use("", "printed_sheet", sheets)], share=0.5)
    assert paper == pytest.approx(3.43, abs=0.01)  # published
    pages = gain("pages-plus-legeres", uses=[Use("", "web_page", 1e6)], lighter=0.75, reach=1)
    assert pages == pytest.approx(260, rel=0.03)  # published
    assert (
        105 <= gain("stockage-en-moins", uses=[Use("", "cloud_storage", 1000.0)], share=1) <= 153
    )  # published
    meeting = gain("visio-sans-video", uses=[Use("", "visio_hour", 1.0)], reach=1)
    assert 1000 * meeting == pytest.approx(11.4, abs=0.1)  # published 15


def test_the_page_says_these_figures():
    text = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.+?) \| .+? \| (.+?) \|", text, re.MULTILINE))
    assert rows["Portable reconditionné, par an (ADEME, 2022)"] == "25,9 kg"
    assert rows["Portable gardé un an de plus, par année gagnée (guide officiel, c.3)"] == "37,0 kg"
    assert rows["Smartphone gardé un an de plus, par année gagnée"] == "31,8 kg"
    assert rows["Page de 2 Mo à 0,5 Mo, par million de pages (c.3)"] == "255 kg"


def test_bases_are_never_mixed():
    yearly, life = UnitGain(6.0, "kg", "per_device_year"), UnitGain(37.0, "kg", "per_device")
    with pytest.raises(ValueError, match="ne s'additionnent pas"):
        yearly + life
    with pytest.raises(ValueError, match="n'est pas un gain par an"):
        of_life(life, 5)
    assert (yearly + yearly).value == 12.0

"""The shipped territories: who is found, with which figures, and whom the law binds."""

import csv
import json
from pathlib import Path

import pytest

from canivet.commons.store import Commons
from canivet.territory import (
    ReenObligation,
    Territory,
    describe,
    find,
    is_valid_siren,
    members,
    reen_obligation,
)

ROOT = Path(__file__).resolve().parents[2] / "commons"
NIORT_AGGLO = "200041317"
NIORT = "217901917"
YEU = "218501138"
PLAINE_COMMUNE = "200057867"
LYON_METROPOLE = "200046977"


@pytest.fixture(scope="module")
def commons() -> Commons:
    return Commons(ROOT)


def found(commons: Commons, siren: str) -> Territory:
    territory = find(commons, siren)
    assert territory is not None
    return territory


def obligation_of(commons: Commons, territory: Territory) -> ReenObligation:
    return reen_obligation(
        commons,
        territory.kind,
        territory.type,
        territory.population_total,
        territory.population_municipal,
    )


def test_niort_agglomeration(commons: Commons) -> None:
    niort = found(commons, NIORT_AGGLO)
    assert (niort.name, niort.kind, niort.type) == ("CA du Niortais", "epci", "CA")
    assert (niort.population_total, niort.population_municipal) == (126_867, 123_389)
    assert (niort.members_count, niort.population_year) == (40, 2022)
    assert (niort.department, niort.region) == ("79", "Nouvelle-Aquitaine")


def test_members_add_up_to_their_epci(commons: Commons) -> None:
    communes = members(commons, NIORT_AGGLO)
    assert len(communes) == 40
    assert communes[0].name == "Niort"
    assert sum(commune.population_total or 0 for commune in communes) == 126_867
    assert {commune.epci_siren for commune in communes} == {NIORT_AGGLO}


def test_members_of_an_ept_and_of_a_commune(commons: Commons) -> None:
    assert len(members(commons, PLAINE_COMMUNE)) == found(commons, PLAINE_COMMUNE).members_count == 8
    assert members(commons, NIORT) == ()


def test_commune(commons: Commons) -> None:
    niort = found(commons, NIORT)
    assert (niort.name, niort.type, niort.epci_siren) == ("Niort", "commune", NIORT_AGGLO)
    assert (niort.population_total, niort.population_municipal) == (61_895, 60_074)


def test_unknown_valid_siren(commons: Commons) -> None:
    assert is_valid_siren("732829320")
    assert find(commons, "732829320") is None
    assert members(commons, "732829320") == ()


def test_island_outside_any_epci(commons: Commons) -> None:
    yeu = found(commons, YEU)
    assert (yeu.epci_siren, yeu.population_total, yeu.population_year) == ("", None, 2023)
    assert obligation_of(commons, yeu).status == "volontaire"  # 4,883 municipal: far below
    assert "non publiée" in describe(yeu, obligation_of(commons, yeu))


def test_423_authorities_are_bound(commons: Commons) -> None:
    def bound(kind: str, table: str) -> int:
        statuses = [
            reen_obligation(
                commons,
                kind,
                row.get("type", "commune"),
                int(row["population_total"]) if row["population_total"] else None,
                int(row["population_municipal"]),
            ).status
            for row in commons.rows(table)
        ]
        return statuses.count("assujettie")

    epci, communes = bound("epci", "territories/epci"), bound("commune", "territories/communes")
    assert (epci, communes, epci + communes) == (289, 134, 423)


def test_ept_has_no_tax_of_its_own(commons: Commons) -> None:
    obligation = obligation_of(commons, found(commons, PLAINE_COMMUNE))
    assert obligation.status == "volontaire"
    assert "fiscalité propre" in obligation.reason_fr
    assert obligation.steps == ()


def test_lyon_is_bound(commons: Commons) -> None:
    assert obligation_of(commons, found(commons, LYON_METROPOLE)).status == "assujettie"


@pytest.mark.parametrize(
    ("total", "municipal", "status", "near"),
    [
        (50_000, 49_000, "volontaire", True),  # "plus de 50 000": equal is not above
        (50_001, 49_000, "assujettie", True),
        (61_895, 60_074, "assujettie", False),
        (44_000, 43_000, "volontaire", False),
        (56_000, 49_999, "assujettie", True),  # the two populations straddle the threshold
        (None, 60_000, "assujettie", False),  # totale ≥ municipale
        (None, 49_000, "inconnue", True),
        (None, None, "inconnue", False),
    ],
)
def test_threshold(
    commons: Commons, total: int | None, municipal: int | None, status: str, near: bool
) -> None:
    obligation = reen_obligation(commons, "commune", "commune", total, municipal)
    assert (obligation.status, obligation.near_threshold, obligation.threshold) == (status, near, 50_000)
    assert obligation.article == "loi REEN, article 35, I"


def test_straddling_populations_are_both_shown(commons: Commons) -> None:
    reason = reen_obligation(commons, "commune", "commune", 50_400, 49_600).reason_fr
    assert "50\u202f400" in reason
    assert "49\u202f600" in reason


def test_unknown_kind_is_bound_or_not_by_its_population(commons: Commons) -> None:
    assert reen_obligation(commons, "", "", 3_000, None).status == "volontaire"
    assert reen_obligation(commons, "", "", 300_000, None).status == "inconnue"
    assert reen_obligation(commons, "epci", "", 300_000, None).status == "inconnue"
    assert reen_obligation(commons, "département", "", 300_000, None).status == "volontaire"


def test_threshold_comes_from_the_commons(tmp_path: Path) -> None:
    folder = tmp_path / "obligations"
    folder.mkdir()
    text = (ROOT / "obligations" / "scope.csv").read_text(encoding="utf-8")
    (folder / "scope.csv").write_text(text.replace(",50000,", ",20000,"), encoding="utf-8")
    obligation = reen_obligation(Commons(tmp_path), "commune", "commune", 30_000, 29_000)
    assert (obligation.status, obligation.threshold) == ("assujettie", 20_000)


def test_description(commons: Commons) -> None:
    niort = found(commons, NIORT_AGGLO)
    text = describe(niort, obligation_of(commons, niort), members(commons, NIORT_AGGLO))
    for expected in (
        "CA du Niortais (SIREN 200041317)",
        "Communauté d'agglomération, Deux-Sèvres (79), Nouvelle-Aquitaine",
        "Population totale : 126\u202f867 habitants",
        "populations de référence 2022, périmètre au 1er janvier 2026",
        "Communes membres : 40 (Niort, ",
        " et 30 autres)",
        "(loi REEN) : assujettie",
        "au plus tard le 1er janvier 2023 : programme de travail",
        "au plus tard le 1er janvier 2025 : stratégie numérique responsable",
        "chaque année : bilan annuel",
        "loi REEN, article 35, II",
    ):
        assert expected in text


def test_every_siren_is_valid_unique_and_sorted(commons: Commons) -> None:
    for table in ("territories/epci", "territories/communes"):
        sirens = [row["siren"] for row in commons.rows(table)]
        assert all(map(is_valid_siren, sirens))
        assert sirens == sorted(set(sirens))


def test_members_count_and_references_hold(commons: Commons) -> None:
    communes = commons.rows("territories/communes")
    counts: dict[str, int] = {}
    for row in communes:
        for siren in {row["epci_siren"], row["ept_siren"]} - {""}:
            counts[siren] = counts.get(siren, 0) + 1
    assert counts == {row["siren"]: int(row["members_count"]) for row in commons.rows("territories/epci")}
    departments = {row["code"] for row in commons.rows("territories/departments")}
    vintages = {row["id"] for row in commons.rows("territories/vintages")}
    assert {row["department"] for row in communes} <= departments
    assert {row["vintage"] for row in communes} == vintages


@pytest.mark.parametrize("name", ["epci", "communes", "departments", "types", "vintages"])
def test_headers_are_those_of_the_schemas(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"territories_{name}.json").read_text(encoding="utf-8"))
    with (ROOT / "territories" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == [field["name"] for field in schema["fields"]]

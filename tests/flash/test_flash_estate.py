"""From answers to lots: counts, ratios, ages and what is left out, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from flash_cases import HABITS, village

from canivet import commons as commons_module
from canivet.flash.answers import Answers
from canivet.flash.estate import Estate, build_estate
from canivet.flash.quantities import facts_of, quantities_of
from canivet.flash.questionnaire import load_questionnaire
from canivet.problems import InputProblem

QUESTIONS = load_questionnaire(commons_module.load())


def built(answers: Answers, year: int = 2025) -> Estate:
    return build_estate(answers, QUESTIONS, year=year)


def lots(estate: Estate) -> dict[str, dict[str, str]]:
    return {line.cells["type"]: line.cells for line in estate.table.lines}


def test_counts_are_declared_lots_with_the_class_of_a_hand_count() -> None:
    found = lots(built(village()))
    assert found["Ordinateur portable"] == {
        "type": "Ordinateur portable", "quantity": "8", "quantity_pedigree": "B",
        "quantity_origin": "declared", "in_service_date": "2019-07-02", "status": "en service",
    }  # fmt: skip
    assert {name: cells["quantity"] for name, cells in found.items()} == {
        "Ordinateur fixe": "3", "Ordinateur portable": "8", "Écran": "3", "Smartphone": "2", "Tablette": "6",
        "Imprimante": "1", "Copieur A3": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("age", "start"),
    [
        ("recent", date(2024, 7, 1)),  # 0 to 3: a year and a half, 548 days before 31 December 2025
        ("middle", date(2021, 12, 31)),  # 3 to 5: four years, 1 461 days
        ("old", date(2019, 7, 2)),  # 5 to 8: six years and a half, 2 374 days
        ("very_old", date(2016, 1, 1)),  # 8 to 12: ten years of 365.25 days, 3 652 days
    ],
)
def test_an_age_is_the_middle_of_its_bracket_for_what_it_is_about(age: str, start: date) -> None:
    found = lots(built(village(age=age)))
    dated = {name for name, cells in found.items() if "in_service_date" in cells}
    assert dated == {"Ordinateur fixe", "Ordinateur portable", "Écran", "Tablette"}
    assert {found[name]["in_service_date"] for name in dated} == {start.isoformat()}


def test_an_age_that_is_not_known_is_not_dated() -> None:
    assert all("in_service_date" not in line.cells for line in built(village(age=None)).table.lines)


def test_a_count_of_zero_is_no_lot_and_is_not_told() -> None:
    estate = built(village(tablets=0, smartphones=0))
    assert {"Tablette", "Smartphone"}.isdisjoint(lots(estate))
    assert [text for text in estate.left_out if "ablette" in text or "éléphone" in text] == []


def test_unknown_computers_come_from_the_ratio_and_share_what_is_left() -> None:
    found = quantities_of(village(desktops=None, laptops=None), QUESTIONS)
    # 6 people × 1.18 = 7.08 computers, half fixed, half portable
    assert found["desktops"].value == found["laptops"].value == pytest.approx(3.54)
    assert found["desktops"].is_default
    assert found["desktops"].pedigree == "C"
    found = quantities_of(village(desktops=None, laptops=2), QUESTIONS)
    assert found["desktops"].value == pytest.approx(7.08 - 2)
    assert not found["laptops"].is_default
    # The known ones already pass the ratio: nothing can be said of the others.
    assert "desktops" not in quantities_of(village(desktops=None, laptops=8), QUESTIONS)


def test_unknown_screens_come_from_the_computers_even_when_those_are_a_ratio() -> None:
    assert quantities_of(village(screens=None), QUESTIONS)["screens"].value == pytest.approx(11 * 1.36)
    found = quantities_of(village(screens=None, desktops=None, laptops=None), QUESTIONS)
    assert found["screens"].value == pytest.approx(7.08 * 1.36)
    nobody = village(screens=None, desktops=None, laptops=None, people=None)
    assert {"screens", "desktops", "laptops"}.isdisjoint(quantities_of(nobody, QUESTIONS))


def test_what_a_ratio_gives_is_told_with_its_source() -> None:
    estate = built(village(screens=None))
    assert lots(estate)["Écran"]["quantity_origin"] == "default"
    (told,) = estate.estimated
    # 11 × 1.36 = 14.96
    assert told == (
        "Écrans séparés : environ 15, d'après 1,36 écrans/ordinateur "
        "(La Rochelle, 3 400 écrans pour 2 500 ordinateurs)."
    )


def test_what_is_not_known_is_a_line_left_out_and_told() -> None:
    estate = built(village(printers=None, reams=None))
    assert lots(estate)["Imprimante"]["quantity"] == "ne sait pas"
    assert "Imprimantes de bureau (avec ou sans scanner) : nombre inconnu." in estate.left_out
    assert "Ramettes de papier par an : nombre inconnu." in estate.left_out
    assert all(use.kind_text != "printed_sheet" for use in estate.uses or ())


def test_uses_are_those_that_were_said() -> None:
    uses = {use.kind_text: (use.quantity, use.unit) for use in built(village()).uses or ()}
    assert uses == {"printed_sheet": (60.0, "ramettes"), "mailbox": (6.0, ""), "hosted_site": (1.0, "")}
    nothing = village(reams=0, hosting="local", website="none")
    assert built(nothing).uses is None


def test_a_server_is_one_tower() -> None:
    assert lots(built(village(server="yes")))["Serveur en tour"]["quantity"] == "1"
    assert "S'il y a un serveur dans vos locaux, il n'est pas compté." in built(village(server=None)).left_out


def test_answers_that_count_nothing_are_refused() -> None:
    for answers in (Answers(), Answers({"people": 3} | dict.fromkeys(("desktops", "laptops"), 0))):
        with pytest.raises(InputProblem, match="ne comptent encore aucun équipement"):
            built(answers)
    # The number of people is enough for a ratio.
    assert lots(built(Answers({"people": 3})))["Ordinateur fixe"]["quantity_pedigree"] == "C"


def test_facts_are_what_is_known() -> None:
    facts = facts_of(village(), QUESTIONS)
    assert {name: facts[name] for name in HABITS} == HABITS
    # 3 screens ÷ 11 computers; 60 reams ÷ 6 people
    assert facts["screens_per_computer"] == pytest.approx(3 / 11)
    assert facts["reams_per_person"] == 10.0
    assert facts["unknown_counts"] == 0.0
    facts = facts_of(village(people=None, laptops=None, lead=None, reams=None), QUESTIONS)
    assert facts["lead"] == "unknown"
    assert {"reams_per_person", "screens_per_computer", "laptops"}.isdisjoint(facts)
    assert facts["unknown_counts"] == 1.0, "paper and people are no devices"

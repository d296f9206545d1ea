"""The 110 practices: complete, linked, in plain French, and able to answer what a small commune lacks."""

import re
from collections import Counter, defaultdict

import pytest

from canivet import commons as commons_module
from canivet.text import fold

COMMONS = commons_module.load()
PRACTICES = COMMONS.rows("practices/practices")
BY_ID = {row["id"]: row for row in PRACTICES}
NEEDS = COMMONS.rows("practices/needs")
#: Needs that a commune meets with others: nobody hosts or pools alone.
TOGETHER = {"hosting", "pooling", "open_data"}


def parts(text: str) -> list[str]:
    """Items of a cell."""
    return [item for item in text.split(";") if item]


def test_the_official_practices_are_all_there():
    sheets = Counter(row["id"][3] for row in PRACTICES if row["id"].startswith("BP-"))
    # Chapters a to i of the guide: 8 + 3 + 3 + 6 + 5 + 8 + 11 + 7 + 8 = 59.
    assert sheets == {"a": 8, "b": 3, "c": 3, "d": 6, "e": 5, "f": 8, "g": 11, "h": 7, "i": 8}
    actions = Counter(row["id"][1] for row in PRACTICES if row["id"].startswith("D"))
    # Themes 1 to 6 of the translation of the decree: 9 + 11 + 7 + 9 + 6 + 9 = 51.
    assert actions == {"1": 9, "2": 11, "3": 7, "4": 9, "5": 6, "6": 9}


def test_official_ratings_are_those_of_the_guide():
    official = [row for row in PRACTICES if row["rating_origin"] == "official"]
    assert {row["id"][:3] for row in official} == {"BP-"}
    assert Counter(row["priority"] for row in official) == {"priority": 33, "recommended": 20, "further": 6}
    assert Counter(row["effort"] for row in official) == {"1": 12, "2": 35, "3": 12}
    # Themes of the decree of the 59 sheets; the guide says nothing of the fifth.
    themes = Counter(row["decree_theme"] for row in official)
    assert themes == {"0": 10, "1": 9, "2": 16, "3": 17, "4": 4, "6": 3}
    proposed = [row for row in PRACTICES if row["rating_origin"] == "proposed"]
    assert {(row["priority"], row["source"]) for row in proposed} == {("unrated", "decree_translation")}
    assert all(row["decree_theme"] == row["id"][1] for row in proposed)


@pytest.mark.parametrize("row", PRACTICES, ids=lambda row: row["id"])
def test_a_practice_is_an_order_anybody_understands(row):
    assert re.fullmatch(r"[A-ZÀ-Ý].+\.", row["label_fr"])
    # An order: one of its first words is a verb in the imperative, « ez » in French (or « faites »).
    assert re.search(r"(ez|[Ff]aites)\b", row["label_fr"])
    for name in ("label_fr", "detail_fr", "first_step_fr", "note_fr"):
        text = row[name]
        assert not re.search(r"  | [,.]|\.\.|\"|[^ ][;?!]|[^ ]:(?!/)", text), (name, text)
        assert not text or text.endswith((".", "?")), (name, text)
    assert fold(row["label_fr"]) != fold(row["detail_fr"])
    assert not re.search(r"\bnb\b|O/N|≥|%", row["indicators_fr"].replace("(kg ou %)", ""))


def test_texts_are_not_repeated():
    for name in ("label_fr", "detail_fr", "first_step_fr"):
        texts = Counter(fold(row[name]) for row in PRACTICES if row[name])
        assert [text for text, times in texts.items() if times > 1] == []


def test_neighbours_are_mutual_and_real():
    for row in PRACTICES:
        for other in parts(row["neighbours"]):
            assert other != row["id"]
            assert row["id"] in parts(BY_ID[other]["neighbours"])
    # The same saved year must not be counted three times.
    assert {"BP-d.3", "BP-d.6"} <= set(parts(BY_ID["BP-d.2"]["neighbours"]))
    assert "BP-g.9" in parts(BY_ID["BP-g.3"]["neighbours"])


def test_pilots_are_known_roles_and_every_role_pilots_something():
    roles = {row["id"] for row in COMMONS.rows("practices/roles")}
    assert {role for row in PRACTICES for role in parts(row["pilot_roles"])} == roles
    assert all(row["small_commune_fr"].endswith(".") for row in COMMONS.rows("practices/roles"))


def test_what_a_small_commune_can_do_has_a_first_step_and_nothing_else_has():
    for row in PRACTICES:
        assert bool(row["first_step_fr"]) == (row["small_commune"] != "no"), row["id"]
        if row["small_commune"] == "no":
            assert row["flash_needs"] == "", row["id"]
    counts = Counter(row["small_commune"] for row in PRACTICES)
    assert counts == {"alone": 42, "with_help": 49, "no": 19}


def test_every_need_has_practices_that_a_small_commune_can_take():
    answers = defaultdict(list)
    for row in PRACTICES:
        for need in parts(row["flash_needs"]):
            answers[need].append(row["small_commune"])
    assert set(answers) == {row["id"] for row in NEEDS}
    for need, fits in answers.items():
        assert len(fits) >= 3, need
        assert ("alone" in fits) == (need not in TOGETHER), need
    assert [int(row["rank"]) for row in NEEDS] == list(range(1, len(NEEDS) + 1))


def test_scopes_and_items_of_territoire_engage():
    # On the territory: 3 of theme 1, 7 of theme 2, 2 of theme 4, all 6 of theme 5, all 9 of theme 6.
    territory = Counter(row["id"][:2] for row in PRACTICES if row["scope"] == "territory")
    assert territory == {"D1": 3, "D2": 7, "D4": 2, "D5": 6, "D6": 9}
    assert BY_ID["D6.05"]["te_items"] == "1.1.4.4"  # the census of actors
    assert BY_ID["BP-e.1"]["te_items"] == "5.2.4.3"  # responsible purchases

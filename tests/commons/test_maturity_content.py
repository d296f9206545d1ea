"""The questions of the maturity grid: enough of them, five answers apart, every link kept, plain French."""

import re
from collections import Counter, defaultdict

import pytest

from canivet import commons as commons_module
from canivet.text import fold

COMMONS = commons_module.load()
QUESTIONS = COMMONS.rows("maturity/questions")
LEVELS = [f"level_{level}_fr" for level in range(5)]
TEXTS = ["question_fr", "why_fr", *LEVELS, "proof_fr"]
LONGEST = {"question_fr": 160, "why_fr": 220, "proof_fr": 140} | dict.fromkeys(LEVELS, 160)
#: Words that give an opinion where a fact is wanted, and words of the trade that nobody outside it knows.
OPINIONS = re.compile(
    r"\b(suffisan\w+|satisfaisan\w+|pertinen\w+|optimal\w*|performan\w+|exemplaires?|efficaces?|vraiment|"
    r"importante?s?|avancée?s?)\b"
)
JARGON = re.compile(
    r"\b(reporting|benchmark\w*|roadmap|sourcing|KPI|process|workflow|monitor\w+|impacter|prioris\w+|"
    r"parties prenantes|numérico|décommissionn\w+|virtualis\w+|mutualis\w+|clausier|recette)\b",
    re.IGNORECASE,
)


def links(column: str) -> dict[str, list[str]]:
    """Linked identifier → questions that link it."""
    found = defaultdict(list)
    for row in QUESTIONS:
        for name in filter(None, row[column].split(";")):
            found[name].append(row["id"])
    return found


def test_every_domain_has_its_share_of_questions():
    counts = Counter(row["domain"] for row in QUESTIONS)
    assert counts == {"G": 13, "M": 12, "1": 14, "2": 15, "3": 15, "4": 13, "5": 12, "6": 13}
    assert sum(counts.values()) == 107  # 13 + 12 + 14 + 15 + 15 + 13 + 12 + 13
    for domain, number in counts.items():
        ids = [row["id"] for row in QUESTIONS if row["domain"] == domain]
        assert ids == [f"{domain}.{rank:02d}" for rank in range(1, number + 1)]


def test_inhabitants_and_territory_weigh_as_much_as_the_other_domains():
    weights = {row["id"]: float(row["weight"]) for row in COMMONS.rows("maturity/weights")}
    total = Counter()
    for row in QUESTIONS:
        total[row["domain"]] += weights[row["weight"]]
    mean = sum(total.values()) / len(total)
    assert total["5"] > 0.85 * mean
    assert total["6"] > 0.85 * mean


def test_some_questions_are_put_to_each_service_in_every_domain():
    by_service = [row for row in QUESTIONS if row["scope"] == "service"]
    assert len(by_service) == 12
    assert {row["domain"] for row in by_service} == {row["domain"] for row in QUESTIONS}
    assert all("votre service" in fold(row["question_fr"]) for row in by_service)
    assert not any(
        "votre service " in fold(row["question_fr"]) for row in QUESTIONS if row["scope"] == "authority"
    )


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["id"])
def test_five_answers_are_apart_and_written_as_sentences(row):
    levels = [row[name] for name in LEVELS]
    assert len({fold(text) for text in levels}) == 5
    assert row["question_fr"].endswith(" ?")
    for name in ("why_fr", *LEVELS):
        assert re.fullmatch(r"[A-ZÀ-Ý].+\.", row[name]), (name, row[name])
        assert row[name].count(". ") == 0, (name, "one sentence")
    for name in TEXTS:
        assert 0 < len(row[name]) <= LONGEST[name], name
    # Each answer is read alone too, as the next step to take: it names what it speaks of.
    for text in levels:
        assert not re.match(r"(Ils? (?!n'y a)|Elles? |Cet(te)? |Ces? |Leurs? |Son |Sa |Ses )", text), text
    # No two answers start alike: nobody has to look for the difference in the middle of the sentence.
    assert len({fold(text)[:25] for text in levels}) == 5


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["id"])
def test_answers_are_facts_in_plain_french(row):
    for name in TEXTS:
        text = row[name]
        assert not OPINIONS.search(text), (name, OPINIONS.search(text))
        assert not JARGON.search(text), (name, JARGON.search(text))
        assert not re.search(r"  | [,.]|\.\.|\"|[^ ][;?!]|[^ ]:(?!/)", text), (name, text)
    # Thresholds and dates live in the tables of the law, not in the answers.
    assert not re.search(r"[0-9%]", " ".join([row["question_fr"], *(row[name] for name in LEVELS)]))


def test_every_question_says_what_would_prove_it():
    proofs = [row["proof_fr"] for row in QUESTIONS]
    assert min(len(text) for text in proofs) >= 15
    assert not any(text.endswith(".") for text in proofs)
    assert all(row["roles"] and 1 <= len(row["roles"].split(";")) <= 4 for row in QUESTIONS)


def test_every_practice_and_every_official_sheet_is_reached():
    reached = links("practices")
    known = {row["id"] for row in COMMONS.rows("practices/practices")}
    assert set(reached) == known
    assert len([name for name in known if name.startswith("BP-")]) == 59
    assert len([name for name in known if name.startswith("D")]) == 51


def test_every_rule_of_the_law_is_reached_but_the_one_that_says_who_is_bound():
    known = {row["id"] for row in COMMONS.rows("obligations/rules")}
    assert set(links("obligations")) == known - {"REEN-00"}


def test_links_to_the_ecodesign_criteria_and_to_territoire_engage_exist():
    assert set(links("rgesn")) <= {row["id"] for row in COMMONS.rows("rgesn/criteria")}
    # Every chapter of the referential is reached, from strategy (1) to algorithms (9).
    assert {name.split(".")[0] for name in links("rgesn")} == set("123456789")
    # The items that the practices give, and nothing else: both come from the same referential of ADEME.
    of_practices = {
        item
        for row in COMMONS.rows("practices/practices")
        for item in filter(None, row["te_items"].split(";"))
    }
    assert of_practices <= set(links("te"))
    assert set(links("te")) - of_practices == {"6.5.1.1"}


def test_every_precondition_and_every_role_is_used():
    assert set(links("preconditions")) == {row["id"] for row in COMMONS.rows("maturity/preconditions")}
    roles = links("roles")
    assert set(roles) == {row["id"] for row in COMMONS.rows("maturity/roles")}
    assert min(len(questions) for questions in roles.values()) >= 5


def test_preconditions_excuse_nobody_from_starting():
    # What every authority can do, whatever its size, is asked to all: a person, a plan, a list, the law on
    # waste, on accessibility (of who has a site), on repairability; security.
    free = {row["id"] for row in QUESTIONS if not row["preconditions"]}
    assert free >= {
        "G.01",
        "G.03",
        "M.01",
        "M.06",
        "1.01",
        "1.03",
        "2.10",
        "2.12",
        "2.13",
        "4.09",
        "4.10",
    }
    sizes = {"agents_20", "agents_100", "population_3500", "population_10000"}
    kept = {row["id"] for row in QUESTIONS if not sizes & set(row["preconditions"].split(";"))}
    assert len(kept) == 107 - len(
        {"G.08", "1.08", "1.09", "3.12", "4.12", "5.10", "6.02", "6.08", "6.09", "6.13"}
    )


def test_a_commune_without_a_budget_debate_can_reach_every_level_of_the_yearly_report():
    (row,) = [row for row in QUESTIONS if row["id"] == "G.12"]
    assert "avant le vote du budget" in row["level_3_fr"]
    assert "là où il a lieu" in row["level_3_fr"]


def test_sources_name_their_facts_and_licences():
    for row in QUESTIONS:
        assert row["source"].startswith("Grille originale de Canivet ; faits : ")
        for sheet in re.findall(r"BP-([a-i]\.[0-9]+)", row["practices"]):
            assert sheet in row["source"], (row["id"], sheet)
        if row["practices"]:
            assert "Licence Ouverte 2.0" in row["source"]

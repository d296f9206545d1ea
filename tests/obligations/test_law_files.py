"""Declared facts and the register of disposals, written and read back; what cannot be used says where."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from law_cases import lot

from canivet import commons as commons_module
from canivet import obligations
from canivet.inventory.values import protect
from canivet.obligations import ObligationsPart, load_part, written
from canivet.obligations.disposals import Disposal
from canivet.obligations.facts import NUMBERS, Declared
from canivet.problems import InputProblem

LAW = obligations.load(commons_module.load())
WORDS = st.text("abcé -=+@'\",;\n1", max_size=12).map(str.strip)
#: Identifiers of proofs hold no semicolon.
PROOFS = st.lists(st.text("abc-=1", min_size=1, max_size=6), max_size=3).map(tuple)


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_no_file_is_the_empty_part(tmp_path):
    assert load_part(tmp_path, LAW) == ObligationsPart()
    assert written(ObligationsPart()) == {}


def test_facts_are_written_by_hand_as_they_are_read(tmp_path):
    text = (
        "fait,annee,valeur,preuves,note\n"
        "purchases_annual_eur,2025,52000000.5,compte-2025,hors paie\n"
        "spaser_adopted,,oui,delib-3;delib-4,\n"
        "strategy_themes,,1;2;4,,\n"
    )
    part = load_part(put(tmp_path, {"obligations.csv": text}), LAW)
    assert part.facts == (
        Declared("purchases_annual_eur", 2025, 52000000.5, ("compte-2025",), "hors paie"),
        Declared("spaser_adopted", None, True, ("delib-3", "delib-4")),
        Declared("strategy_themes", None, (1, 2, 4)),
    )
    assert written(part) == {"obligations.csv": text}


@st.composite
def declared_facts(draw):
    items = []
    for name in draw(st.lists(st.sampled_from(sorted(LAW.facts)), unique=True, max_size=8)):
        kind = LAW.facts[name]
        if kind.type == "boolean":
            value = draw(st.booleans())
        elif kind.type == "date":
            value = draw(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
        elif kind.type == "themes":
            value = tuple(sorted(draw(st.sets(st.integers(1, 6), min_size=1))))
        elif kind.type == "percent":
            value = draw(st.floats(0, 100))
        elif kind.type == "count":
            value = float(draw(st.integers(0, 10**9)))
        elif kind.type in NUMBERS:
            value = draw(st.floats(0, 1e12))
        else:
            value = draw(WORDS.filter(bool))
        year = draw(st.integers(2000, 2100)) if kind.yearly else None
        items.append(Declared(name, year, value, draw(PROOFS), draw(WORDS)))
    return tuple(sorted(items, key=lambda item: item.fact))


disposals = st.builds(
    Disposal,
    year=st.integers(2000, 2100),
    family=st.sampled_from(sorted(LAW.families)),
    label=WORDS,
    quantity=st.integers(1, 10**6),
    bought_on=st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    age_years=st.none() | st.floats(0, 99),
    outcome=st.sampled_from(sorted(LAW.outcomes)),
    exclusion=st.sampled_from(["", *LAW.exclusions]),
    unit_price_eur=st.none() | st.floats(0, 1e6),
    proofs=PROOFS,
    note=WORDS,
)


@given(declared_facts(), st.lists(disposals, max_size=4).map(tuple))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path, facts, lots):
    part = ObligationsPart(facts, lots)
    for file in tmp_path.iterdir():
        file.unlink()
    assert load_part(put(tmp_path, written(part)), LAW) == part


def test_no_cell_runs_as_a_formula():
    part = ObligationsPart(
        (Declared("strategy_deliberation_number", None, "=1+1", (), "@note"),), (lot(label="+x"),)
    )
    files = written(part)
    assert ",'=1+1,,'@note\n" in files["obligations.csv"]
    assert protect("+x") in files["reformes.csv"]


HEADER = "fait,annee,valeur,preuves,note\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("spaser,,oui,,", "le fait « spaser » n'existe pas"),
        ("spaser_adopted,,peut-être,,", "« peut-être » ne peut pas être « SPASER adopté »"),
        ("spaser_adopted,2025,oui,,", "ne se donne pas par année"),
        ("purchases_annual_eur,,5,,", "n'est pas une année"),
        ("purchases_annual_eur,25,5,,", "n'est pas une année"),
        ("purchases_annual_eur,2025,-5,,", "positif"),
        ("purchases_annual_eur,2025,beaucoup,,", "n'est pas un nombre"),
        ("paper_recycled_pct,2025,101,,", "de 0 à 100"),
        ("reen16_reused,2025,1.5,,", "nombre entier"),
        ("report_on,2025,32/05/2025,,", "n'est pas une date"),
        ("strategy_themes,,1;7,,", "de 1 à 6"),
        ("spaser_adopted,,,,", "n'a pas de valeur"),
        ("spaser_adopted,,oui,,\nspaser_adopted,,non,,", "donné deux fois"),
    ],
)
def test_a_fact_that_cannot_be_used_says_its_line(tmp_path, line, said):
    put(tmp_path, {"obligations.csv": f"{HEADER}{line}\n"})
    with pytest.raises(InputProblem) as problem:
        load_part(tmp_path, LAW)
    assert said in str(problem.value)
    assert problem.value.place.file == "obligations.csv"
    assert problem.value.place.line == line.count("\n") + 2


LOT = {
    "annee": "2025", "famille": "laptop", "libelle": "", "quantite": "2", "achete_le": "", "age_ans": "",
    "sortie": "don", "exclusion": "", "prix_unitaire": "", "preuves": "", "note": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"famille": "portable"}, "la famille « portable » n'existe pas"),
        ({"sortie": "jeté"}, "la sortie « jeté » n'existe pas"),
        ({"exclusion": "secret"}, "l'exclusion « secret » n'existe pas"),
        ({"quantite": "0"}, "n'est pas un nombre de biens"),
        ({"quantite": "1.5"}, "n'est pas un nombre de biens"),
        ({"quantite": ""}, "n'est pas un nombre de biens"),
        ({"age_ans": "-1"}, "est négatif"),
        ({"prix_unitaire": "cher"}, "n'est pas un nombre"),
        ({"achete_le": "2020"}, "n'est pas une date"),
        ({"annee": ""}, "n'est pas une année"),
    ],
)
def test_a_lot_that_cannot_be_used_says_its_line(tmp_path, cells, said):
    row = {**LOT, **cells}
    put(tmp_path, {"reformes.csv": ",".join(row) + "\n" + ",".join(row.values()) + "\n"})
    with pytest.raises(InputProblem) as problem:
        load_part(tmp_path, LAW)
    assert said in str(problem.value)
    assert (problem.value.place.file, problem.value.place.line) == ("reformes.csv", 2)

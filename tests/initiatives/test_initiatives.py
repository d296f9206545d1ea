"""The journal of initiatives: written, read back, « néant » with its reason, and what cannot be used."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.initiatives import COLUMNS, STATES, THEMES, Initiative, InitiativesPart, load, section, written
from canivet.obligations_context import count_initiatives
from canivet.problems import InputProblem

WORDS = st.text("abcé -=+@'\",\n1", max_size=12).map(str.strip)
NAMES = st.lists(st.text("abc-=1", min_size=1, max_size=6), max_size=3).map(tuple)
items = st.builds(
    Initiative,
    id=st.from_regex(r"[a-z0-9][a-z0-9_-]{0,10}", fullmatch=True),
    title=WORDS.filter(bool),
    theme=st.sampled_from(THEMES),
    state=st.sampled_from(sorted(STATES)),
    since=st.sampled_from(["", "2019", "2019-03", "2019-03-31"]),
    until=st.sampled_from(["", "2019", "2021", "2021-01-01"]),
    service=WORDS,
    result=WORDS,
    gain=WORDS,
    partners=NAMES,
    proofs=NAMES,
    note=WORDS,
)
parts = st.lists(items, max_size=4, unique_by=lambda item: item.id).map(
    lambda found: InitiativesPart(tuple(found))
)


@given(parts | WORDS.filter(bool).map(lambda reason: InitiativesPart(nil_reason=reason)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path, part):
    for name in ("initiatives.csv",):
        (tmp_path / name).unlink(missing_ok=True)
    for name, text in written(part).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(tmp_path) == part


def test_no_file_is_the_empty_journal(tmp_path):
    assert load(tmp_path) == InitiativesPart()
    assert written(InitiativesPart()) == {}


def row(**cells):
    base = dict.fromkeys(COLUMNS, "") | {"id": "tri", "intitule": "Tri", "theme": "2", "etat": "finie"}
    return ",".join({**base, **cells}.values())


NIL = {"id": "neant", "intitule": "Néant", "theme": "0", "etat": "neant"}


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([row(id="Été 2024")], 2, "colonne « id »"),
        ([row(intitule="")], 2, "cette cellule est vide"),
        ([row(theme="7")], 2, "de 0 (transverse) à 6"),
        ([row(etat="faite")], 2, "en_cours, finie, arretee, prevue, neant"),
        ([row(debut="mars 2024")], 2, "colonne « debut »"),
        ([row(fin="2024-13")], 2, "colonne « fin »"),
        ([row(debut="2024-05", fin="2023")], 2, "la fin (2023) est avant le début (2024-05)"),
        ([row(), row()], 3, "l'identifiant « tri » est déjà pris"),
        ([row(**NIL)], 2, "« néant » n'a pas de motif"),
        ([row(**NIL, resultat="Rien."), row()], 2, "« néant » n'est pas seul"),
        ([row(**NIL, resultat="Rien."), row(**NIL, resultat="Rien.")], 2, "« néant » n'est pas seul"),
    ],
)
def test_a_line_that_cannot_be_used_says_where(tmp_path, rows, line, said):
    (tmp_path / "initiatives.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    with pytest.raises(InputProblem) as problem:
        load(tmp_path)
    assert said in str(problem.value)
    assert problem.value.place.line == line


PART = InitiativesPart(
    (
        Initiative("prets", "Prêt de portables", "5", "prevue"),
        Initiative(
            "duree",
            "Durée de vie portée à six ans",
            "2",
            "en_cours",
            "2021",
            gain="12 t en 2024",
            proofs=("p1",),
        ),
        Initiative("charte", "Charte", "2", "arretee", "2019", "2020", proofs=("p1", "p2")),
    )
)


def test_a_planned_action_is_not_an_action_started():
    assert [item.id for item in PART.started] == ["duree", "charte"]
    assert count_initiatives(PART).started == 2
    assert count_initiatives(PART).proofs == ("p1", "p2")
    assert (
        count_initiatives(InitiativesPart(nil_reason="Création récente.")).nil_reason == "Création récente."
    )


def test_the_section_counts_by_theme_of_the_decree(shipped):
    found = section(PART, shipped)
    assert [item["id"] for item in found["items"]] == ["charte", "duree", "prets"]
    assert found["counts"] == {"items": 3, "started": 2, "planned": 1, "measured": 1, "proved": 2}
    assert [item["started"] for item in found["by_theme"]] == [0, 0, 2, 0, 0, 0, 0]
    assert found["items"][0]["state_label"] == "arrêtée"

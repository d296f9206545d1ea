"""The written form of the part: read back whole, refused with the place of what is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_grid import GRID

from canivet.maturity import Answer, Maturity, Proof, digest, file_proof, load, text_proof, written
from canivet.maturity.checking import COLUMNS
from canivet.maturity.files import PROOF_COLUMNS, emptied
from canivet.problems import InputProblem

HEAD = ",".join(COLUMNS.values())
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


def saved(folder, part):
    for name, text in written(part).items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


def refused(folder, name, *lines) -> str:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        load(folder)
    return str(caught.value)


def test_a_part_is_read_back_as_it_was(tmp_path):
    part = Maturity(
        answers=(
            Answer("3.01", not_applicable="Pas de site, c'est le syndicat"),
            Answer("4.01", "Culture"),
            Answer("G.01", level=2, planned_level=3, planned_on=date(2027, 6, 30), role="it", grid="2026.1"),
            Answer(
                "G.01",
                "État civil",
                level=0,
                comment="=1+1",
                proofs=("P1", "P2"),
                answered_on=date(2026, 1, 2),
            ),
        ),
        proofs=(
            file_proof("P1", "Délibération", "delib.pdf", b"%PDF", "public"),
            text_proof("P2", "", "vu en comité", "confidential"),
        ),
        facts={"server_room": "non"},
    )
    assert saved(tmp_path, part) == part
    # a cell that a spreadsheet would run is written as text
    assert "'=1+1" in (tmp_path / "maturite.csv").read_text(encoding="utf-8")


def test_nothing_answered_writes_nothing_and_missing_files_are_empty(tmp_path):
    assert written(Maturity()) == {}
    assert load(tmp_path) == Maturity()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.dictionaries(st.tuples(st.sampled_from(("G.01", "M.02")), words), st.tuples(words, days), max_size=4),
    st.dictionaries(st.sampled_from(("website", "telework")), words.filter(bool), max_size=2),
)
def test_any_part_is_read_back(tmp_path, rows, facts):
    from canivet.text import fold

    services: dict[str, str] = {}
    answers = {}
    for (question, service), (comment, day) in rows.items():
        name = services.setdefault(fold(service), service)
        answers[question, name] = Answer(question, name, level=1, comment=comment, answered_on=day)
    ordered = sorted(answers.values(), key=lambda item: (item.question, fold(item.service)))
    part = Maturity(answers=tuple(ordered), facts=facts)
    for name in ("maturite.csv", "faits.csv"):
        (tmp_path / name).unlink(missing_ok=True)
    assert saved(tmp_path, part) == part


def test_one_service_spelled_in_two_ways_is_one_service(tmp_path):
    lines = ["G.01,Etat civil,,1,,,,,,,", "G.02,état civil,,2,,,,,,,"]
    (tmp_path / "maturite.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    assert load(tmp_path).services == ("Etat civil",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("G.01,,,5,,,,,,,", "colonne « niveau »"),
        ("G.01,,,deux,,,,,,,", "« deux » n'est pas un niveau"),
        ("G.01,,,2,2,2027-01-01,,,,,", "ne dépasse pas le niveau actuel"),
        ("G.01,,,2,3,,,,,,", "sans date"),
        ("G.01,,,2,,2027-01-01,,,,,", "sans niveau visé"),
        ("G.01,,,,3,2027-01-01,,,,,", "sans le niveau actuel"),
        ("G.01,,,2,,,mutualisé,,,,", "sans objet, et un niveau"),
        ("G.01,,,2,3,demain,,,,,", "n'est pas une date"),
        ("G.01,,,2,,,,,P9,,", "« P9 » n'est pas dans preuves.csv"),
        (",RH,,2,,,,,,,", "colonne « question »"),
    ],
)
def test_a_bad_answer_is_refused_with_its_line(tmp_path, row, said):
    text = refused(tmp_path, "maturite.csv", HEAD, "M.01,,,1,,,,,,,", row)
    assert said in text
    assert "maturite.csv, ligne 3" in text
    assert "Que faire" in text


def test_the_same_question_twice_for_a_service_is_refused(tmp_path):
    text = refused(tmp_path, "maturite.csv", HEAD, "G.01,RH,,1,,,,,,,", "G.01,rh,,2,,,,,,,")
    assert "deux fois" in text
    assert "ligne 3" in text


def test_a_bad_proof_or_fact_is_refused(tmp_path):
    head = ",".join(PROOF_COLUMNS)
    assert "« secret » n'est pas permis" in refused(tmp_path, "preuves.csv", head, "P1,note,a,,b,c,secret")
    assert "deux fois" in refused(
        tmp_path, "preuves.csv", head, "P1,note,a,,b,c,public", "P1,lien,a,,,c,public"
    )
    (tmp_path / "preuves.csv").unlink()
    assert "deux fois" in refused(tmp_path, "faits.csv", "fait,valeur", "website,oui", "website,non")


def test_an_emptied_table_is_read_as_nothing(tmp_path):
    for name, text in emptied(("maturite.csv", "preuves.csv", "faits.csv")).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(tmp_path) == Maturity()


def test_the_hash_is_that_of_the_bytes_of_the_address_or_of_the_note():
    # SHA-256 of "abc" (FIPS 180-2, appendix B.1)
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"abc") == known
    assert file_proof("P1", "", "a.pdf", b"abc").sha256 == known
    assert text_proof("P1", "", "abc") == Proof("P1", "note", "abc", "", "abc", known)
    assert text_proof("P1", "Plan", "https://exemple.fr/p").address == "https://exemple.fr/p"


def test_a_link_that_is_not_a_web_address_is_refused(tmp_path):
    head = ",".join(PROOF_COLUMNS)
    said = refused(tmp_path, "preuves.csv", head, "P1,lien,a,javascript:alert(1),,c,public")
    assert "n'est pas une adresse web" in said
    assert "colonne « adresse »" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("room,peut-être", "« peut-être » n'est ni oui ni non"),
        ("rooom,oui", "« rooom » n'est pas demandé"),
        (",oui", "n'est pas demandé"),
    ],
)
def test_a_fact_that_the_grid_does_not_ask_or_take_is_refused(tmp_path, row, said):
    (tmp_path / "faits.csv").write_text(f"fait,valeur\n{row}\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=rf"faits\.csv, ligne 2.* : .*{said}"):
        load(tmp_path, GRID)


def test_a_fact_takes_its_canonical_form(tmp_path):
    (tmp_path / "faits.csv").write_text("fait,valeur\nroom,Oui\n", encoding="utf-8")
    assert load(tmp_path, GRID).facts == {"room": "oui"}


def test_facts_of_another_edition_of_the_grid_are_kept(tmp_path):
    (tmp_path / "maturite.csv").write_text(f"{HEAD}\nA1,,,1,,,,,,,2025.1\n", encoding="utf-8")
    (tmp_path / "faits.csv").write_text("fait,valeur\nformer,parfois\n", encoding="utf-8")
    assert load(tmp_path, GRID).facts == {"former": "parfois"}
    (tmp_path / "faits.csv").write_text("fait,valeur\nroom,parfois\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="ni oui ni non"):
        load(tmp_path, GRID)

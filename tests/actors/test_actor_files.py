"""The written form of the part: read back whole, refused with the place of what is wrong."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.actors import FILES, Actor, ActorsPart, Facts, SourceRecord, load, written
from canivet.actors.rows import ActorRow
from canivet.problems import InputProblem

HEAD = "id,nom,categories,etat,motif,influence,siret,naf,nomenclature,latitude,longitude,site_web,statut"
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";"), min_size=1, max_size=20
).filter(lambda text: text == text.strip() != "")
blank_or_words = st.just("") | words
positions = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def listed(*identifiers):
    """Some of a list, in its order."""
    return st.sets(st.sampled_from(identifiers)).map(
        lambda chosen: tuple(item for item in identifiers if item in chosen)
    )


@st.composite
def facts(draw):
    place = draw(positions)
    coded = draw(st.booleans())
    return Facts(
        name=draw(words),
        other_names=tuple(draw(st.lists(words, max_size=2))),
        categories=draw(listed("FAB", "REC", "REP", "MED")),
        roles=draw(listed("repair", "resell", "mediate")),
        status=draw(st.sampled_from(("", "public", "private", "ess"))),
        siret=draw(st.sampled_from(("", "90000001900019"))),
        rna=draw(st.sampled_from(("", "W990000001"))),
        naf="95.11Z" if coded else "",
        nomenclature=draw(st.sampled_from(("NAFRev2", "NAF2025"))) if coded else "",
        headcount=draw(st.sampled_from(("", "00", "53"))),
        address=draw(blank_or_words),
        postcode=draw(st.sampled_from(("", "99100", "01000"))),
        commune=draw(blank_or_words),
        insee=draw(st.sampled_from(("", "99001", "2A004"))),
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        labels=draw(listed("qualirepar", "ess")),
        services=draw(listed("demarches", "acces")),
        website=draw(st.sampled_from(("", "https://exemple.example/a?b=1"))),
        contact=draw(blank_or_words),
    )


@st.composite
def parts(draw):
    actors = []
    for rank in range(draw(st.integers(0, 3))):
        state = draw(st.sampled_from(("candidate", "validated", "discarded")))
        said = draw(facts())
        if state == "validated" and not said.categories:
            state = "candidate"
        consent = draw(st.sampled_from((None, True, False)))
        records = tuple(
            SourceRecord(
                feed,
                f"{feed}{rank}",
                draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
                draw(blank_or_words),
                draw(blank_or_words),
                draw(facts()),
                draw(blank_or_words),
            )
            for feed in draw(listed("mediation_numerique", "qfdmo", "saisie", "sirene"))
        )
        actors.append(
            Actor(
                f"a{rank}",
                said,
                records,
                state,
                reason=draw(words) if state == "discarded" else "",
                link=draw(st.sampled_from(("", "partner", "to_contact"))),
                influence=draw(st.none() | st.integers(1, 5)),
                involvement=draw(st.none() | st.integers(1, 5)),
                actions=tuple(dict.fromkeys(draw(st.lists(words, max_size=2)))),
                epci_siren=draw(st.sampled_from(("", "999999999"))),
                consent=consent,
                consent_date=draw(st.none() | st.just(date(2026, 1, 1))) if consent is not None else None,
                note=draw(blank_or_words),
            )
        )
    distinct = frozenset({("a0", "a1")}) if len(actors) > 1 and draw(st.booleans()) else frozenset()
    return ActorsPart(tuple(actors), distinct)


def saved(folder, part):
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    for name, text in written(part).items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(part=parts())
def test_any_part_is_read_back_as_it_was(tmp_path, part):
    assert saved(tmp_path, part) == part
    assert written(load(tmp_path)) == written(part)


def test_a_folder_without_actors_is_the_empty_part(tmp_path):
    assert load(tmp_path) == ActorsPart()
    assert written(ActorsPart()) == {}
    assert not ActorsPart()


def refused(folder, name, *lines):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("line", "column", "cure"),
    [
        ("A b,Nom,REP,candidat,,,,,,,,,", "id", "en minuscules"),
        ("a,,REP,candidat,,,,,,,,,", "nom", "donnez le nom"),
        ("a,Nom,ZZZ,candidat,,,,,,,,,", "categories", "FAB, REC, REP"),
        ("a,Nom,,validé,,,,,,,,,", "categories", "au moins une catégorie"),
        ("a,Nom,REP,peut-être,,,,,,,,,", "etat", "candidat, validé, écarté"),
        ("a,Nom,REP,,,,,,,,,,", "etat", "candidat, validé ou écarté"),
        ("a,Nom,REP,écarté,,,,,,,,,", "motif", "dites le motif"),
        ("a,Nom,REP,candidat,fermé,,,,,,,,", "motif", "dites le motif"),
        ("a,Nom,REP,candidat,,6,,,,,,,", "influence", "de 1 à 5"),
        ("a,Nom,REP,candidat,,2.5,,,,,,,", "influence", "de 1 à 5"),
        ("a,Nom,REP,candidat,,,90000001900018,,,,,,", "siret", "dont la clé est juste"),
        ("a,Nom,REP,candidat,,,,9511,,,,,", "naf", "62.02A"),
        ("a,Nom,REP,candidat,,,,95.11Z,,,,,", "nomenclature", "NAFRev2 ou NAF2025"),
        ("a,Nom,REP,candidat,,,,95.11Z,NAF 1993,,,,", "nomenclature", "NAFRev2 ou NAF2025"),
        ("a,Nom,REP,candidat,,,,,,95,0,,", "latitude", "entre -90 et 90"),
        ("a,Nom,REP,candidat,,,,,,45,,,", "latitude", "ou aucune des deux"),
        ("a,Nom,REP,candidat,,,,,,,,javascript:x,", "site_web", "https://"),
        ("a,Nom,REP,candidat,,,,,,,,,mutuelle", "statut", "public, privé, ESS"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_its_column_and_the_cure(tmp_path, line, column, cure):
    message = refused(tmp_path, "acteurs.csv", HEAD, "b,Autre,REP,candidat,,,,,,,,,", line)
    assert message.startswith(f"acteurs.csv, ligne 3, colonne « {column} » : ")
    assert cure in message


def test_words_are_read_whatever_their_case_and_accents(tmp_path):
    (tmp_path / "acteurs.csv").write_text(
        "id,nom,categories,etat,roles,statut,lien\na,Nom,rep;Rec,VALIDE,Reparer; MEDIER,ess,A contacter\n",
        encoding="utf-8",
    )
    (actor,) = load(tmp_path).actors
    assert (actor.state, actor.facts.status, actor.link) == ("validated", "ess", "to_contact")
    assert actor.facts.categories == ("REC", "REP")
    assert actor.facts.roles == ("repair", "mediate")


def test_files_that_contradict_one_another_are_refused(tmp_path):
    twice = refused(tmp_path, "acteurs.csv", "id,nom,etat", "a,Nom,candidat", "a,Nom,candidat")
    assert twice.startswith("acteurs.csv, ligne 3 : l'identifiant « a » est déjà pris")
    (tmp_path / "acteurs.csv").write_text("id,nom,etat\na,Nom,candidat\n", encoding="utf-8")
    stranger = refused(tmp_path, "acteurs_distincts.csv", "premier,second", "a,b")
    assert "« b » n'est pas un acteur de ce dossier." in stranger
    itself = refused(tmp_path, "acteurs_distincts.csv", "premier,second", "a,a")
    assert "différent de lui-même" in itself
    (tmp_path / "acteurs_distincts.csv").unlink()
    files = written(
        ActorsPart((Actor("a", Facts("N"), (SourceRecord("sirene", "1", None, "", "", Facts("N")),)),))
    )
    head, line, _ = files["acteurs_sources.csv"].split("\n")
    orphan = refused(tmp_path, "acteurs_sources.csv", head, line.replace("a,", "z,", 1))
    assert "cite l'acteur « z »" in orphan
    double = refused(tmp_path, "acteurs_sources.csv", head, line, line)
    assert "déjà donnée à « a »" in double
    unknown = refused(tmp_path, "acteurs_sources.csv", head, line.replace("sirene", "annuaire"))
    assert "écrivez l'une de : saisie, sirene" in unknown


def test_the_columns_are_those_of_the_reader_of_our_own_table(shipped):
    read = {row["column"] for row in shipped.rows("actors/columns") if row["feed"] == "saisie"}
    assert read == set(ActorRow.COLUMNS)


def test_the_examples_of_the_commons_hold(shipped):
    folders = sorted(shipped.root.glob("examples/*/etat-des-lieux/acteurs.csv"))
    assert folders
    for file in folders:
        part = load(file.parent)
        assert part.actors, file
        assert load(file.parent) == part

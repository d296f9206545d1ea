"""Each source, read from its sample: what is kept, what is left out and why, line by line."""

from dataclasses import asdict, fields, replace
from datetime import date

import pytest

from canivet.actors.checks import read_day
from canivet.actors.model import Facts


def by_id(reading):
    return {actor.records[0].source_id: actor.facts for actor in reading.actors}


def left_out(reading):
    return {left.reason: left.lines for left in reading.left_out.values()}


def test_a_stock_of_establishments_is_filtered_and_mapped(read, sample):
    (reading,) = read(sample("sirene/sample.csv"))
    assert (reading.feed, reading.lines, len(reading.actors)) == ("sirene", 10, 6)
    assert left_out(reading) == {
        "établissement fermé": [7],
        "activité hors des catégories suivies": [8, 11],  # a restaurant; a code of an older classification
        "hors du territoire": [9],
    }
    facts = by_id(reading)["90000001900019"]
    # Twelve kilometres from Niort: 46.32 N, 0.40 W to a hundredth, as any map says of these metres.
    assert (round(facts.latitude, 2), round(facts.longitude, 2)) == (46.32, -0.4)
    assert replace(facts, latitude=None, longitude=None) == Facts(
        name="OCTET REPARATION",
        categories=("REC", "REP"),
        roles=("repair",),
        siret="90000001900019",
        naf="95.11Z",
        nomenclature="NAFRev2",
        headcount="02",
        address="12 RUE DES TANNEURS",
        postcode="99100",
        commune="VALMONT-SUR-ORLE",
        insee="99001",
    )
    record = reading.actors[0].records[0]
    assert (record.date, record.licence) == (date(2026, 3, 2), "Licence Ouverte 2.0")
    assert reading.actors[0].epci_siren == "999999999"


def test_a_noisy_code_makes_a_doubtful_candidate(read, sample):
    (reading,) = read(sample("sirene/sample.csv"))
    doubtful = {actor.facts.name: actor.doubts for actor in reading.actors if actor.doubts}
    assert list(doubtful) == ["CLUB DU LIBRE"]
    assert doubtful["CLUB DU LIBRE"][0].startswith("Le code 94.99Z est trop large : ")
    assert {actor.state for actor in reading.actors} == {"candidate"}


def test_an_unknown_headcount_is_blank_and_never_zero(read, sample):
    (reading,) = read(sample("sirene/sample.csv"))
    facts = by_id(reading)
    assert facts["90000003500015"].headcount == ""  # written NN
    assert facts["90000002700012"].headcount == "12"


def test_an_establishment_of_restricted_diffusion_keeps_neither_name_nor_place(read, sample):
    (reading,) = read(sample("sirene/sample.csv"))
    facts = by_id(reading)["90000005000014"]
    assert facts.name == "Établissement 90000005000014 (nom non diffusé)"
    assert not facts.has_name
    assert (facts.address, facts.latitude, facts.other_names) == ("", None, ())


def test_legal_units_name_their_establishments_whatever_the_order_of_the_files(read, sample):
    units, stock = sample("sirene/sample_unites.csv"), sample("sirene/sample.csv")
    for paths in ((units, stock), (stock, units)):
        readings = {reading.feed: reading for reading in read(*paths)}
        facts = by_id(readings["sirene"])
        assert facts["90000009200016"].name == "NUVOLA DATA"  # no sign of its own
        assert facts["90000009200016"].status == "private"  # legal category 5710
        club = facts["90000003500015"]
        assert (club.name, club.other_names) == ("CLUB DU LIBRE", ("CLUB DU LOGICIEL LIBRE", "CLL"))
        assert (club.status, club.rna) == ("ess", "W990000003")
        assert facts["90000004300019"].status == "public"  # legal category 7210
        assert left_out(readings["sirene_unites"]) == {
            "entreprise individuelle : son nom est celui d'une personne": [5],
            "n'a pas d'établissement parmi ceux gardés": [7],
        }


def test_a_saved_answer_is_filtered_again_by_establishment(read, sample):
    (reading,) = read(sample("recherche_entreprises/sample.json"))
    assert (reading.feed, reading.lines, len(reading.actors)) == ("recherche_entreprises", 7, 5)
    facts = by_id(reading)
    # The last unit is of the activity sought; of its three establishments, one is of it and of the territory.
    assert [siret for siret in facts if siret.startswith("900000142")] == ["90000014200027"]
    assert left_out(reading) == {"activité hors des catégories suivies": [5], "hors du territoire": [5]}
    recycling = facts["90000012600012"]
    assert (recycling.status, recycling.rna) == ("ess", "W990000012")
    assert recycling.categories == ("REC", "MED", "ASS")
    assert recycling.labels == ("ess", "siae")
    assert facts["90000013400016"].status == "public"
    assert facts["90000001900019"].address == "12 RUE DES TANNEURS"


def test_places_of_mediation_follow_the_standard(read, sample):
    (reading,) = read(sample("mediation_numerique/sample.csv"))
    assert (reading.feed, reading.lines, len(reading.actors)) == ("mediation_numerique", 6, 4)
    library = by_id(reading)["lieu-1"]
    assert library.labels == ("aidants_connect", "conseillers_numeriques")
    assert library.services == ("demarches", "securite")
    assert (library.categories, library.roles, library.status) == (("MED",), ("mediate",), "public")
    assert library.contact == "mediatheque@valmont.example"
    recycling = by_id(reading)["lieu-3"]
    assert (recycling.rna, recycling.siret) == ("W990000012", "")
    assert recycling.categories == ("REC", "MED")  # it sells equipment at a solidarity price
    assert recycling.labels == ("ordi30",)


def test_a_place_without_a_code_is_found_by_the_name_of_its_commune(read, sample, tmp_path):
    text = sample("mediation_numerique/sample.csv").read_text(encoding="utf-8")
    path = tmp_path / "lieux.csv"
    path.write_text(text.replace("Valmont-sur-Orle,99100,99001", "VALMONT SUR ORLE,99100,"), encoding="utf-8")
    (reading,) = read(path)
    found = {actor.records[0].source_id: actor.facts.insee for actor in reading.actors}
    # The fourth never had a code: it is in Brenac.
    assert found == {"lieu-1": "99001", "lieu-2": "99001", "lieu-3": "99001", "lieu-4": "99002"}
    assert left_out(reading) == {"hors du territoire": [6], "lieu sans nom": [7]}


def test_the_circular_economy_is_kept_where_it_is_digital_and_cited_line_by_line(read, sample):
    (reading,) = read(sample("qfdmo/sample.csv"))
    assert (reading.feed, reading.lines, len(reading.actors)) == ("qfdmo", 5, 3)
    assert left_out(reading) == {
        "aucun geste ne porte sur un objet numérique": [5],
        "hors du territoire": [6],
    }
    cited = {actor.facts.name: actor.records[0].attribution for actor in reading.actors}
    assert cited["Recyclerie du Zénith"] == "Longue Vie Aux Objets, ADEME, CARTECO"
    repairer = by_id(reading)["aFictif1"]
    assert (repairer.name, repairer.other_names) == ("Octet Réparation", ())
    assert (repairer.roles, repairer.labels) == (("repair",), ("qualirepar", "reparacteur"))
    assert (repairer.categories, repairer.status) == (("REP",), "private")
    recycling = by_id(reading)["aFictif2"]
    # It takes gifts of computers and sells some; clothes are not ours.
    assert recycling.roles == ("resell", "donate")
    assert recycling.categories == ("REC", "DEE")


def test_no_telephone_is_read(read, sample):
    for name in ("qfdmo/sample.csv", "mediation_numerique/sample.csv"):
        (reading,) = read(sample(name))
        assert "0500000000" not in repr(reading.actors)
        assert "33500000000" not in repr(reading.actors)


def test_our_own_table_says_what_is_wrong_with_a_line(read, sample):
    (reading,) = read(sample("saisie/sample.csv"))
    assert len(reading.actors) == 3
    ((reason, lines),) = left_out(reading).items()
    assert lines == [5]
    assert reason.startswith("colonne « categories » : « XYZ » ne va pas ici. Séparez par « ; »")
    workshop = next(actor for actor in reading.actors if actor.facts.name == "Atelier partagé du Port")
    assert workshop.id == "atelier-partage-du-port-valmont-sur-orle"
    assert (workshop.facts.categories, workshop.facts.roles) == (("REP", "ASS"), ("repair",))
    assert (workshop.link, workshop.influence, workshop.involvement) == ("partner", 3, 4)
    assert (workshop.consent, workshop.facts.insee, workshop.epci_siren) == (True, "99001", "999999999")


PEOPLE = ("FICTIF", "CAMILLE", "DUPINEL", "DOMINIQUE", "INVENTE", "SACHA")


@pytest.mark.parametrize(
    "names",
    [
        ["recherche_entreprises/sample.json"],
        ["sirene/sample_unites.csv", "sirene/sample.csv"],
        ["mediation_numerique/sample.csv"],
    ],
)
def test_no_name_of_a_person_is_stored_anywhere(read, sample, names):
    """Directors, elected people, sole traders, mailboxes of people: their files hold them, we do not."""
    paths = [sample(name) for name in names]
    written = " ".join(path.read_text(encoding="utf-8") for path in paths).upper()
    present = [name for name in PEOPLE if name in written]
    assert present
    kept = repr([asdict(actor) for reading in read(*paths) for actor in reading.actors]).upper()
    assert [name for name in present if name in kept] == []


def test_there_is_no_field_for_a_person():
    names = {item.name for item in fields(Facts)}
    assert names.isdisjoint({"director", "directors", "dirigeants", "person", "people", "telephone", "email"})


def test_a_sole_trader_is_known_by_its_sign(read, sample):
    (reading,) = read(sample("recherche_entreprises/sample.json"))
    facts = by_id(reading)["90000011800019"]
    # Of its two signs, the one that holds the person's name is dropped.
    assert (facts.name, facts.other_names) == ("PUCE ET CLIC", ())


def test_a_sign_that_holds_the_name_of_a_sole_trader_is_dropped(read, sample, tmp_path):
    text = sample("sirene/sample.csv").read_text(encoding="utf-8")
    head, first, *_ = text.splitlines()
    path = tmp_path / "etablissements.csv"
    path.write_text(
        f"{head},nomUniteLegale\n{first.replace('OCTET REPARATION', 'DUPINEL REPARATION')},DUPINEL\n", "utf-8"
    )
    (reading,) = read(path)
    assert reading.actors[0].facts.name == "Établissement 90000001900019 (nom non diffusé)"


def test_arrondissements_belong_to_their_commune(known):
    from canivet.actors.scope import Scope

    paris = Scope({"75056": "Paris"}, known.districts)
    assert [paris.commune_of(code) for code in ("75101", "75120", "75121", "69381")] == [
        "75056",
        "75056",
        None,
        None,
    ]


def test_the_national_classification_to_come_is_not_taken_for_the_present_one(read, sample, tmp_path):
    """A code of NAF 2025 is not looked up among those of rév. 2, even when it is written the same."""
    text = sample("sirene/sample.csv").read_text(encoding="utf-8").replace("NAFRev2", "NAF2025")
    path = tmp_path / "2027.csv"
    path.write_text(text, encoding="utf-8")
    (reading,) = read(path)
    assert reading.actors == []
    assert left_out(reading)["activité hors des catégories suivies"] == [2, 3, 4, 5, 6]


def test_a_date_of_no_age_of_ours_is_no_date():
    assert read_day("2999-01-01") is None
    assert read_day("2026-01-01") == date(2026, 1, 1)

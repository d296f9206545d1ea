"""The pages of the actors: list, form, decisions, duplicates, pictures, exports, card, dossier."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from canivet.actors import ActorsPart, Facts, SourceRecord
from canivet.actors.combine import merge, of_record
from canivet.qualitative import parse
from canivet_web.actors import bridge, pairs, rows, taking_in
from canivet_web.actors.models import Actor, ActorMerge, ActorPair
from canivet_web.commons import commons
from canivet_web.diagnostics import state
from canivet_web.journal.models import Event
from canivet_web.journal.recoverable import KINDS, bring_back
from canivet_web.roles import Role
from towns import Town

HERE = "etat-des-lieux/acteurs/"
SIRET = "90000001900019"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = re.sub(r"\s+", " ", answer.content.decode())
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("&#x27;", "'").replace("’", "'")


def base_of(client: Client, address: str) -> str:
    found = re.search(r'name="base" value="([^"]*)"', client.get(address).content.decode())
    assert found is not None
    return found.group(1)


def make(town: Town, name: str, **values) -> Actor:
    values = {"categories": "REP", "slug": name.lower().replace(" ", "-"), **values}
    return Actor.objects.create(authority=town.authority, name=name, **values)


def acts(town: Town) -> list[str]:
    return list(Event.objects.filter(authority=town.authority).values_list("act", flat=True).order_by("pk"))


FORM = {"name": "Octet Réparation", "categories": ["REP", "REC"], "roles": ["repair"], "status": "private",
        "siret": "900 000 019 00019"}  # fmt: skip
STANDING = {"state": "validated", "reason": "", "link": "partner", "influence": "4", "involvement": "2",
            "actions": "a1; a2;a1", "consent": "", "consent_date": "", "note": ""}  # fmt: skip


def test_an_actor_is_added_by_hand_then_decided(town: Town, pilot: Client) -> None:
    answer = pilot.post(town.url(f"{HERE}ajouter/"), FORM)
    row = Actor.objects.get()
    assert answer["Location"].endswith(f"{HERE}{row.pk}/decider/")
    assert (row.slug, row.categories, row.roles, row.state) == (
        "octet-reparation",
        "REC;REP",
        "repair",
        "candidate",
    )
    address = town.url(f"{HERE}{row.pk}/decider/")
    pilot.post(address, {**STANDING, "base": base_of(pilot, address)})
    row.refresh_from_db()
    assert (row.state, row.link, row.influence, row.involvement) == ("validated", "partner", 4, 2)
    assert (row.actions, row.consent, row.version) == ("a1;a2", None, 2)
    assert acts(town) == ["actor.created", "actor.decided"]
    page = text_of(pilot, town.url(f"{HERE}{row.pk}/"))
    assert "Réparateurs" in page
    assert "4 sur 5" in page
    assert "Saisi par la collectivité" in page


def test_the_same_form_twice_adds_one_actor(town: Town, pilot: Client) -> None:
    for _ in range(2):
        pilot.post(town.url(f"{HERE}ajouter/"), FORM)
    assert Actor.objects.count() == 1
    pilot.post(town.url(f"{HERE}ajouter/"), {**FORM, "commune": "Brenac"})
    assert sorted(Actor.objects.values_list("slug", flat=True)) == ["octet-reparation", "octet-reparation-2"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "\u200b"}, "Donnez le nom de l'organisme."),
        ({"siret": "90000001900018"}, "dont la clé de contrôle est juste"),
        ({"rna": "12"}, "Il faut un W et neuf chiffres."),
        ({"naf": "95.11Z"}, "Le code et sa nomenclature vont ensemble."),
        ({"naf": "repare", "nomenclature": "NAFRev2"}, "un code comme 95.11Z"),
        ({"insee": "Brenac en Orle"}, "le code INSEE de la commune"),
        ({"latitude": "46,3"}, "vont ensemble"),
        ({"latitude": "95", "longitude": "0"}, "inférieure ou égale à 90"),
        ({"website": "javascript:alert(1)"}, "commence par https://"),
        ({"categories": ["XYZ"]}, "XYZ"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_kept(town: Town, pilot: Client, values, said) -> None:
    answer = pilot.post(town.url(f"{HERE}ajouter/"), {**FORM, **values})
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not Actor.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "discarded"}, "Dites pourquoi il est écarté."),
        ({"influence": "6"}, "Sélectionnez un choix valide"),
        ({"state": "certain"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_wrong_decision_is_told(town: Town, pilot: Client, values, said) -> None:
    row = make(town, "Octet")
    address = town.url(f"{HERE}{row.pk}/decider/")
    answer = pilot.post(address, {**STANDING, **values, "base": base_of(pilot, address)})
    assert said in answer.content.decode().replace("&#x27;", "'")
    row.refresh_from_db()
    assert (row.state, row.version) == ("candidate", 1)


def test_an_actor_without_a_category_is_not_validated(town: Town, pilot: Client) -> None:
    row = make(town, "Octet", categories="")
    address = town.url(f"{HERE}{row.pk}/decider/")
    answer = pilot.post(address, {**STANDING, "base": base_of(pilot, address)})
    assert "abord une catégorie" in answer.content.decode()
    pilot.post(town.url(f"{HERE}valider/"), {"actor": [row.pk]})
    row.refresh_from_db()
    assert row.state == "candidate"


def test_two_people_who_change_an_actor_at_once_lose_nothing(town: Town, pilot: Client, as_role) -> None:
    row = make(town, "Octet", status="private")
    address = town.url(f"{HERE}{row.pk}/decider/")
    other = as_role(Role.IT)
    mine, theirs = base_of(pilot, address), base_of(other, address)
    blank = {**STANDING, "state": "candidate", "link": "", "influence": "", "involvement": "", "actions": ""}
    pilot.post(address, {**blank, "influence": "5", "base": mine})
    other.post(address, {**blank, "link": "supplier", "base": theirs})
    row.refresh_from_db()
    assert (row.influence, row.link, row.version) == (5, "supplier", 3)
    answer = other.post(address, {**blank, "influence": "1", "base": theirs})
    assert "enregistré entre-temps" in answer.content.decode()
    row.refresh_from_db()
    assert row.influence == 5


def test_the_list_is_filtered(town: Town, pilot: Client) -> None:
    make(town, "Octet", commune="Brenac", status="private", state="validated", link="partner")
    make(town, "Mairie", categories="ADM", status="public", doubtful=True)
    make(town, "Sans rien", categories="")
    for query, names in (
        ("q=brenac", {"Octet"}),
        ("q=MAIRIE", {"Mairie"}),
        ("categorie=ADM", {"Mairie"}),
        ("categorie=none", {"Sans rien"}),
        ("etat=validated", {"Octet"}),
        ("etat=doubtful", {"Mairie"}),
        ("statut=public", {"Mairie"}),
        ("statut=none", {"Sans rien"}),
        ("lien=partner", {"Octet"}),
        ("lien=none&categorie=REP", set()),
        ("categorie=ZZZ", {"Octet", "Mairie", "Sans rien"}),
    ):
        page = text_of(pilot, town.url(f"{HERE}?{query}"))
        shown = {name for name in ("Octet", "Mairie", "Sans rien") if f">{name}</a>" in page}
        assert shown == names, query


def test_several_candidates_are_validated_at_once(town: Town, pilot: Client) -> None:
    chosen = [make(town, f"Octet {rank}") for rank in range(3)]
    left = make(town, "Autre")
    away = make(town, "Écarté", state="discarded", reason="fermé")
    sent = [row.pk for row in chosen] + [away.pk, 10**20]
    pilot.post(town.url(f"{HERE}valider/"), {"actor": sent})
    assert set(Actor.objects.filter(state="validated")) == set(chosen)
    assert Actor.objects.get(pk=left.pk).state == "candidate"
    assert acts(town) == ["actor.validated"]
    pilot.post(town.url(f"{HERE}valider/"), {"actor": sent})
    assert acts(town) == ["actor.validated"]


def test_readers_read_and_change_nothing(town: Town, as_role) -> None:
    row = make(town, "Octet")
    for role in (Role.READER, Role.ELECTED):
        client = as_role(role)
        assert "Décider" not in text_of(client, town.url(f"{HERE}{row.pk}/"))
        assert "checkbox" not in text_of(client, town.url(HERE))
        for name in ("ajouter/", "importer/", "doublons/", f"{row.pk}/fiche/", f"{row.pk}/supprimer/"):
            assert client.get(town.url(f"{HERE}{name}")).status_code == 403, name
        assert client.post(town.url(f"{HERE}valider/"), {"actor": [row.pk]}).status_code == 403


def test_a_deleted_actor_comes_back_from_the_bin_and_its_name_is_kept_for_it(
    town: Town, pilot: Client
) -> None:
    row = make(town, "Octet")
    pilot.post(town.url(f"{HERE}{row.pk}/supprimer/"))
    assert not town.authority.actors.kept().exists()
    assert pilot.post(town.url(f"{HERE}{row.pk}/supprimer/")).status_code == 302
    assert bring_back(town.authority, KINDS["acteur"], row.pk, town.members[Role.PILOT]) == "Octet"
    assert acts(town) == ["actor.deleted", "undone"]


def sourced(town: Town, feed: str, source_id: str, **facts) -> Actor:
    """An actor as an import makes it."""
    record = SourceRecord(feed, source_id, date(2026, 1, 1), "Licence Ouverte 2.0", "INSEE", Facts(**facts))
    actor = of_record(record, rows.vocabulary())
    return rows.save_part(town.authority, ActorsPart((actor,)), ())[actor.id]


PLACE = {"commune": "Valmont", "insee": "99001", "latitude": 46.3, "longitude": -0.4}


def test_a_doubtful_pair_is_joined_then_separated_as_it_was(town: Town, pilot: Client) -> None:
    first = sourced(town, "sirene", "1", name="OCTET", categories=("REP",), headcount="02", **PLACE)
    second = sourced(
        town, "qfdmo", "2", name="Octet Réparation", roles=("repair",), labels=("qualirepar",), **PLACE
    )
    before = {actor.id: actor for actor in rows.part_of(town.authority).actors}
    pairs.look_around(first)
    pair = ActorPair.objects.get()
    page = text_of(pilot, town.url(f"{HERE}doublons/"))
    assert "1 paire à décider" in page
    assert "Noms proches, même endroit." in page
    pilot.post(town.url(f"{HERE}doublons/"), {"paire": pair.pk, "reponse": "un"})
    (row,) = town.authority.actors.kept()
    assert (row.pk, row.headcount, row.labels) == (first.pk, "02", "qualirepar")
    assert row.sources.count() == 2
    assert not ActorPair.objects.exists()
    merge = ActorMerge.objects.get()
    pilot.post(town.url(f"{HERE}{row.pk}/separer/"), {"reunion": merge.pk})
    after = {actor.id: actor for actor in rows.part_of(town.authority).actors}
    assert after == before
    # Said to be two: the question does not come back.
    assert ActorPair.objects.get().distinct
    pairs.look_around(Actor.objects.get(pk=first.pk))
    assert "Aucun doublon à décider" in text_of(pilot, town.url(f"{HERE}doublons/"))
    assert acts(town) == ["actor.merged", "actor.separated"]
    assert second.slug in after


def test_an_actor_of_the_bin_found_again_keeps_what_was_decided_of_it(town: Town) -> None:
    row = sourced(town, "sirene", "1", name="OCTET", **PLACE)
    row.note, row.influence, row.consent, row.state = "vu le 3 mars", 4, False, "validated"
    row.deleted_at = timezone.now()
    row.save()
    found = sourced(town, "sirene", "1", name="OCTET RÉPARATION", **PLACE)
    assert (found.pk, found.deleted_at, found.name) == (row.pk, None, "OCTET RÉPARATION")
    assert (found.note, found.influence, found.consent, found.state) == (
        "vu le 3 mars",
        4,
        False,
        "validated",
    )


def test_what_was_written_after_a_merge_stays_when_it_is_undone(town: Town, pilot: Client) -> None:
    first = sourced(town, "sirene", "1", name="OCTET", **PLACE)
    sourced(town, "qfdmo", "2", name="Octet Réparation", website="https://octet.example", **PLACE)
    pairs.look_around(first)
    pairs.decide(town.authority, ActorPair.objects.get().pk, town.members[Role.PILOT], one=True)
    row = Actor.objects.get(pk=first.pk)
    row.contact, row.link = "Accueil", "partner"
    row.save()
    pairs.unjoin(town.authority, ActorMerge.objects.get().pk, town.members[Role.PILOT])
    row.refresh_from_db()
    assert (row.contact, row.link, row.website, row.name) == ("Accueil", "partner", "", "OCTET")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first merge first", "the last merge first"])
def test_merges_in_a_chain_are_undone_in_any_order(town: Town, pilot: Client, order: tuple[int, int]) -> None:
    first, second, third = (sourced(town, "sirene", n, name=f"Octet {n}", **PLACE) for n in "123")
    before = {row.slug: [source.source_id for source in row.sources.all()] for row in (first, second, third)}
    person = town.members[Role.PILOT]
    pairs.join(second, third, person)
    pairs.join(first, Actor.objects.get(pk=second.pk), person)
    merges = list(ActorMerge.objects.order_by("pk").values_list("pk", flat=True))
    for rank in order:
        assert pairs.unjoin(town.authority, merges[rank], person) is not None
    kept = town.authority.actors.kept()
    assert {row.slug: [source.source_id for source in row.sources.all()] for row in kept} == before
    assert not ActorMerge.objects.exists()
    # A dossier written from them is read again: no source is given twice.
    files = state.files_of(town.authority)
    assert len(parse(files, commons()).actors.actors) == 3


def test_a_source_parted_with_stays_apart_when_its_merge_is_undone(town: Town, pilot: Client) -> None:
    first, second = (sourced(town, "sirene", n, name=f"Octet {n}", **PLACE) for n in "12")
    person = town.members[Role.PILOT]
    pairs.join(first, second, person)
    row = Actor.objects.get(pk=first.pk)
    apart = pairs.part_with(row, row.sources.get(source_id="2").pk, person)
    assert apart is not None
    assert pairs.unjoin(town.authority, ActorMerge.objects.get().pk, person) is None
    assert town.authority.actors.kept().count() == 2
    assert not ActorMerge.objects.exists()


def test_undoing_a_merge_leaves_an_actor_made_since_under_the_same_name(town: Town, pilot: Client) -> None:
    first = sourced(town, "sirene", "1", name="OCTET", **PLACE)
    given = make(town, "Ressourcerie")
    slug = given.slug
    person = town.members[Role.PILOT]
    pairs.join(first, given, person)
    since = make(town, "Ressourcerie")
    Actor.objects.filter(pk=since.pk).update(slug=slug, note="vu le 3 mars")
    pairs.unjoin(town.authority, ActorMerge.objects.get().pk, person)
    assert Actor.objects.get(pk=since.pk).note == "vu le 3 mars"
    assert sorted(town.authority.actors.kept().values_list("slug", flat=True)) == sorted(
        [first.slug, slug, f"{slug}-2"]
    )


def test_two_actors_are_said_to_be_two(town: Town, pilot: Client) -> None:
    first = sourced(town, "sirene", "1", name="OCTET", **PLACE)
    sourced(town, "qfdmo", "2", name="Octet Réparation", **PLACE)
    pairs.look_around(first)
    pair = ActorPair.objects.get()
    pilot.post(town.url(f"{HERE}doublons/"), {"paire": pair.pk, "reponse": "deux"})
    assert len(rows.part_of(town.authority).distinct) == 1
    answer = pilot.post(town.url(f"{HERE}doublons/"), {"paire": pair.pk, "reponse": "un"}, follow=True)
    assert "déjà décidé" in answer.content.decode()
    assert town.authority.actors.kept().count() == 2


def test_a_pair_passed_over_gives_way_to_the_next(town: Town, pilot: Client) -> None:
    some = [make(town, f"Octet {rank}") for rank in range(4)]
    for rank in (0, 2):
        ActorPair.objects.create(
            authority=town.authority, first=some[rank], second=some[rank + 1], similarity=0.9 - rank / 10
        )
    answer = pilot.post(town.url(f"{HERE}doublons/"), {"paire": "1", "reponse": "plus-tard", "rang": "0"})
    assert answer["Location"].endswith("?rang=1")
    assert ">Octet 2</a>" in text_of(pilot, answer["Location"])
    assert "Reprendre au début" in text_of(pilot, town.url(f"{HERE}doublons/?rang=2"))
    assert "2 paires" in text_of(pilot, town.url(f"{HERE}doublons/?rang=abc"))


def test_one_source_of_a_merge_made_without_asking_is_separated(town: Town, pilot: Client) -> None:
    known, other = (
        of_record(SourceRecord(feed, "1", None, "L", "A", Facts(name=name, siret=SIRET)), rows.vocabulary())
        for feed, name in (("sirene", "OCTET"), ("qfdmo", "Octet R"))
    )
    written = rows.save_part(town.authority, ActorsPart((merge(known, other, rows.vocabulary()),)), ())
    (row,) = written.values()
    source = row.sources.get(feed="qfdmo")
    pilot.post(town.url(f"{HERE}{row.pk}/separer/"), {"source": source.pk})
    assert {actor.name for actor in town.authority.actors.kept()} == {"OCTET", "Octet R"}
    last = row.sources.get()
    pilot.post(town.url(f"{HERE}{row.pk}/separer/"), {"source": last.pk})
    assert town.authority.actors.kept().count() == 2


def test_an_actor_added_by_hand_is_compared_with_its_neighbours(town: Town, pilot: Client) -> None:
    sourced(town, "sirene", "1", name="OCTET REPARATION", **PLACE)
    pilot.post(
        town.url(f"{HERE}ajouter/"),
        {**FORM, "commune": "Valmont", "insee": "99001", "latitude": "46,3", "longitude": "-0,4"},
    )
    assert ActorPair.objects.get().why
    assert "1 doublon à décider" in text_of(pilot, town.url(HERE))


def test_the_map_the_matrix_and_the_law(town: Town, pilot: Client) -> None:
    make(town, "Octet", state="validated", status="private", latitude=46.3, longitude=-0.4, commune="Valmont",
         influence=4, involvement=1)  # fmt: skip
    make(town, "Mairie", state="validated", categories="ADM", status="public", influence=5, involvement=5)
    make(
        town,
        "Fermé",
        state="discarded",
        reason="x",
        latitude=46.4,
        longitude=-0.4,
        influence=1,
        involvement=1,
    )
    page = text_of(pilot, town.url(f"{HERE}carte/"))
    assert "Carte de 1 acteur du territoire" in page
    assert "1 acteur n'a pas de position" in page
    assert "data:image/svg+xml;base64," in page
    assert "Fermé" not in page
    matrix = text_of(pilot, town.url(f"{HERE}matrice/"))
    assert "<strong>Octet</strong>" in matrix
    assert "cases bordées) : 1." in matrix
    assert "Recensement demandé par la loi : 1 acteur public validé et 1 acteur privé validé" in text_of(
        pilot, town.url(HERE)
    )
    card = bridge.card(town.authority)
    assert card["done"]
    assert card["text"].replace("\xa0", " ") == "3 acteurs recensés, dont 2 validés (1 public, 1 privé)."
    assert "Acteurs du territoire" in text_of(pilot, town.url("etat-des-lieux/"))


def test_the_card_of_an_empty_list_says_what_to_do(town: Town) -> None:
    card = bridge.card(town.authority)
    assert not card["done"]
    assert card["text"].replace("\xa0", " ").startswith("Aucun acteur recensé : importez Sirene")


def test_the_directory_is_taken_away_without_those_who_refused(town: Town, pilot: Client) -> None:
    make(town, "Octet", state="validated", latitude=46.3, longitude=-0.4, contact="Accueil", consent=True)
    make(town, "Refus", state="validated", consent=False)
    make(town, "Candidat")
    answer = pilot.get(town.url(f"{HERE}annuaire.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["nom"], row["contact"]) for row in table] == [("Octet", "Accueil")]
    geojson = pilot.get(town.url(f"{HERE}acteurs.geojson"))
    assert geojson["Content-Type"] == "application/geo+json"
    assert json.loads(geojson.content)["features"][0]["geometry"]["coordinates"] == [-0.4, 46.3]
    assert pilot.get(town.url(f"{HERE}lieux-mediation-numerique.csv")).status_code == 200


def test_a_dossier_carries_the_actors_out_and_in(town: Town, other_town: Town) -> None:
    """Out of one authority, into another: the same actors, sources, pairs and decisions."""
    first = sourced(town, "sirene", "1", name="OCTET", categories=("REP",), siret="90000001900019", **PLACE)
    second = sourced(town, "qfdmo", "2", name="Octet Réparation", **PLACE)
    Actor.objects.filter(pk=first.pk).update(state="validated", link="partner", consent=True,
                                             consent_date=timezone.localdate())  # fmt: skip
    rows.say_distinct(town.authority, first, second)
    part = rows.part_of(town.authority)
    taking_in.store(other_town.authority, other_town.members[Role.PILOT], part)
    assert rows.part_of(other_town.authority) == part
    # Again: nothing is doubled.
    taking_in.store(other_town.authority, other_town.members[Role.PILOT], part)
    assert rows.part_of(other_town.authority) == part


def test_the_files_of_a_dossier_have_the_actors(town: Town) -> None:
    from canivet_web.diagnostics.state import files_of, store

    sourced(town, "sirene", "1", name="OCTET", categories=("REP",), **PLACE)
    files = files_of(town.authority)
    assert {"acteurs.csv", "acteurs_sources.csv", "acteurs_distincts.csv"} <= set(files)
    Actor.objects.all().delete()
    store(town.authority, town.members[Role.PILOT], files)
    assert rows.part_of(town.authority).actors[0].facts.name == "OCTET"


def test_the_list_asks_the_same_queries_whatever_its_length(
    town: Town, pilot: Client, django_assert_max_num_queries
):
    for rank in range(30):
        make(town, f"Octet {rank}")
    with django_assert_max_num_queries(14):
        pilot.get(town.url(HERE))

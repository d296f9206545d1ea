"""Pages of the authority: joining, profile, services, sites, deletion."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from canivet_web.accounts.models import Membership
from canivet_web.authorities import bridge
from canivet_web.authorities.models import Authority, Service, Site
from canivet_web.journal.models import Event
from canivet_web.roles import Role
from towns import make_user

NIORT = "200041317"
BACKEND = "canivet_web.accounts.backends.EmailBackend"


@pytest.fixture
def newcomer(db) -> Client:
    client = Client()
    client.force_login(make_user("arrivee@exemple.fr"), backend=BACKEND)
    return client


def text(response) -> str:
    page = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page


def test_a_name_is_found_whatever_its_accents_and_the_form_is_filled_from_the_tables(newcomer):
    page = text(newcomer.get("/collectivites/nouvelle/?q=NIORTAIS"))
    assert f"?siren={NIORT}" in page
    page = text(newcomer.get("/collectivites/nouvelle/", {"q": "saint etienne"}))
    assert page.count("?siren=") == 20
    assert "Saint-Étienne" in page
    page = text(newcomer.get(f"/collectivites/nouvelle/?siren={NIORT}"))
    assert "communauté d&#x27;agglomération" in page
    assert "Deux-Sèvres" in page
    assert 'name="population"' not in page
    assert f'value="{timezone.localdate().year}"' in page


def test_the_creator_is_pilot_and_a_double_click_makes_one_authority(newcomer):
    form = {"siren": NIORT, "agents": "1 200", "year": "2025"}
    for _ in range(2):
        assert newcomer.post("/collectivites/nouvelle/", form).headers["Location"] == f"/c/{NIORT}/"
    authority = Authority.objects.get(siren=NIORT)
    assert (authority.kind, authority.type, authority.agents, authority.country) == (
        "epci",
        "CA",
        1200,
        "FRA",
    )
    assert authority.memberships.get().role == Role.PILOT
    assert [event.act for event in authority.events.all()] == ["authority.created"]


def test_an_overseas_authority_uses_its_own_electricity(newcomer):
    newcomer.post("/collectivites/nouvelle/", {"siren": "219740115", "year": "2025"})  # Saint-Denis
    assert Authority.objects.get().country == "REU"


def test_a_body_out_of_the_tables_gives_its_name_and_population(newcomer):
    page = text(newcomer.post("/collectivites/nouvelle/", {"siren": "999999998", "year": "2025"}))
    assert "Ce champ est obligatoire" in page
    assert not Authority.objects.exists()
    form = {
        "siren": "999999998",
        "name": "Syndicat fictif",
        "kind": "union",
        "population": "141\u202f000",
        "year": "2025",
    }
    assert newcomer.post("/collectivites/nouvelle/", form | {"kind": "etat"}).status_code == 200
    assert newcomer.post("/collectivites/nouvelle/", form).status_code == 302
    made = Authority.objects.get()
    assert (made.population, made.kind) == (141_000, "union")
    assert bridge.obligation(made).status == "volontaire"  # the law names communes and EPCI alone


@pytest.mark.parametrize(
    ("typed", "said"),
    [("20004131700010", "est un SIRET"), ("200041318", "clé de contrôle"), ("12345", "pas un SIREN")],
)
def test_a_wrong_siren_is_told_with_its_cure(newcomer, typed, said):
    page = text(newcomer.get("/collectivites/nouvelle/", {"q": typed}))
    assert said in page
    assert f'value="{typed}"' in page


def test_an_existing_authority_does_not_tell_who_is_in_it(newcomer, town):
    page = text(newcomer.get(f"/collectivites/nouvelle/?siren={town.authority.siren}"))
    assert "Demandez une invitation à son pilote" in page
    assert town.authority.name not in page
    assert "pilot@" not in page
    newcomer.post("/collectivites/nouvelle/", {"siren": town.authority.siren, "name": "x", "population": "1"})
    assert Authority.objects.count() == 1
    assert not Membership.objects.filter(user__email="arrivee@exemple.fr").exists()


def test_the_siren_of_the_identity_provider_is_proposed(newcomer):
    session = newcomer.session
    session["provider_siren"] = NIORT
    session.save()
    assert "Continuer avec CA du Niortais" in text(newcomer.get("/collectivites/nouvelle/"))


def test_html_in_a_name_is_shown_as_text(newcomer):
    name = "<script>alert(1)</script>"
    form = {"siren": "999999998", "name": name, "population": "10", "year": "2025"}
    newcomer.post("/collectivites/nouvelle/", form)
    for path in ("", "profil/", "profil/modifier/", "supprimer/", "services/", "communes/", "sites/"):
        assert "<script>alert" not in text(newcomer.get(f"/c/999999998/{path}")), path
    assert "<script>alert" not in text(newcomer.get("/collectivites/"))


PATHS = [
    "", "profil/", "profil/modifier/", "communes/", "services/", "services/ajouter/", "sites/",
    "sites/ajouter/", "supprimer/",
]  # fmt: skip


def test_every_page_is_written_in_full_for_the_pilot(pilot, town):
    Site.objects.create(authority=town.authority, name="Mairie", server_room_m2="12.5", headcount=3)
    for path in PATHS:
        page = text(pilot.get(town.url(path)))
        assert page.count("<h1>") == 1, path
    page = text(pilot.get(town.url("sites/")))
    assert "12,5 m²" in page


def test_obligations_follow_from_the_size(pilot, town):
    page = text(pilot.get(town.url("profil/")))
    assert "obligatoire" in page
    assert "loi REEN, article 35, II" in page
    assert "1er janvier 2025" in page
    Authority.objects.update(population=8_000, population_municipal=7_900)
    page = text(pilot.get(town.url("profil/")))
    assert "volontaire" in page
    assert "1er janvier 2025" not in page


def test_the_profile_is_changed_and_recorded(pilot, town):
    form = {
        "name": town.authority.name, "population": "85 500", "population_municipal": "83970",
        "agents": "1 000", "year": "2024", "method": "achats", "country": "FRA",
        "factor_set": "", "shared_with_programme": "on",
    }  # fmt: skip
    base = pilot.get(town.url("profil/modifier/")).context["form"]["base"].value()
    assert pilot.post(town.url("profil/modifier/"), {**form, "base": base}).status_code == 302
    town.authority.refresh_from_db()
    assert (town.authority.population, town.authority.agents, town.authority.version) == (85_500, 1_000, 2)
    details = Event.objects.get(act="authority.changed").details
    assert details["method"] == ["Amortie sur la durée de vie", "Comptée l'année de l'achat"]
    assert details["shared_with_programme"] == ["non", "oui"]
    assert set(details) == {"population", "agents", "year", "method", "shared_with_programme"}


def test_a_municipal_population_above_the_total_is_refused_with_the_form_filled(pilot, town):
    form = {"name": "Autre nom", "population": "10", "population_municipal": "20", "year": "2024",
            "method": "amortie", "country": "FRA"}  # fmt: skip
    page = text(pilot.post(town.url("profil/modifier/"), form))
    assert "ne peut pas dépasser" in page
    assert 'value="Autre nom"' in page
    town.authority.refresh_from_db()
    assert town.authority.population == 85_412


def test_two_people_change_different_fields_of_the_profile(as_role, town):
    forms = {}
    for role in ("pilot", "it"):
        bound = as_role(role).get(town.url("profil/modifier/")).context["form"]
        forms[role] = {field.name: field.value() for field in bound if field.value() not in (None, False)}
    as_role("pilot").post(town.url("profil/modifier/"), {**forms["pilot"], "agents": "950"})
    as_role("it").post(town.url("profil/modifier/"), {**forms["it"], "year": "2023"})
    town.authority.refresh_from_db()
    assert (town.authority.agents, town.authority.year, town.authority.version) == (950, 2023, 3)


def test_services_are_added_changed_and_never_twice(pilot, town):
    form = {"name": "État civil", "head": "", "headcount": "1 200"}
    for _ in range(2):  # a double click
        assert pilot.post(town.url("services/ajouter/"), form).status_code == 302
    assert town.authority.services.filter(name="État civil").count() == 1
    page = text(pilot.post(town.url("services/ajouter/"), {"name": "etat-civil", "headcount": "3"}))
    assert "Le service « État civil » est déjà dans la liste" in page
    service = town.authority.services.get(name="État civil")
    assert service.headcount == 1_200
    page = text(pilot.post(town.url(f"services/{service.pk}/"), {"name": "écoles"}))
    assert "est déjà dans la liste" in page
    page = text(pilot.get(town.url("services/")))
    assert "1 240 personnes pour 900 agents" in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert Event.objects.filter(act="service.created").count() == 1


def test_a_deleted_service_goes_to_the_bin_once(pilot, town):
    url = town.url(f"services/{town.service.pk}/supprimer/")
    assert "Aucune ligne des registres" in text(pilot.get(url))
    for _ in range(2):
        assert pilot.post(url).status_code == 302
    assert Service.objects.deleted().get() == town.service
    assert Event.objects.filter(act="service.deleted").count() == 1
    # Its name is free again.
    assert pilot.post(town.url("services/ajouter/"), {"name": "Écoles"}).status_code == 302


def test_services_of_the_inventory_are_added_in_one_click(pilot, town, settings):
    from canivet_web.inventories.models import Acceptance, Batch

    batch = Batch.objects.create(
        authority=town.authority, number=1, year=2025, dossier=b"", sha256="",
        summary={"services": [["ecoles", 9.0], ["Voirie", 3.0], ["Culture", 1.0], ["", 4], ["x" * 300, 1]]},
    )  # fmt: skip
    Acceptance.objects.create(authority=town.authority, batch=batch)
    page = text(pilot.get(town.url("services/")))
    assert "Culture, Voirie" in page
    for _ in range(2):
        assert pilot.post(town.url("services/ajouter/"), {"found": "1"}).status_code == 302
    names = list(town.authority.services.kept().values_list("name", flat=True))
    assert sorted(names) == ["Culture", "Voirie", "Écoles"]


def test_ids_of_another_authority_do_not_exist_here(pilot, town, other_town):
    other = Site.objects.create(authority=other_town.authority, name="Ailleurs")
    for path in (f"services/{other_town.service.pk}/", f"sites/{other.pk}/"):
        for end in ("", "supprimer/"):
            assert pilot.get(town.url(path + end)).status_code == 404
            assert pilot.post(town.url(path + end), {"name": "volé"}).status_code == 404
    other.refresh_from_db()
    assert (other.name, other.deleted_at) == ("Ailleurs", None)


def test_lists_take_the_same_queries_whatever_their_length(pilot, town):
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(pilot.get(town.url(path)))
        return len(queries)

    Site.objects.create(authority=town.authority, name="Mairie")
    before = {path: count(path) for path in ("services/", "sites/", "")}
    Service.objects.bulk_create(Service(authority=town.authority, name=f"S {i}") for i in range(30))
    Site.objects.bulk_create(Site(authority=town.authority, name=f"S {i}") for i in range(30))
    for path, queries in before.items():
        assert count(path) == queries, path
    assert before[""] <= 12


def test_deleting_the_authority_asks_for_its_name_closes_it_at_once_and_can_be_undone(as_role, town):
    pilot, reader = as_role("pilot"), as_role("reader")
    assert "Ce n&#x27;est pas le nom" in text(pilot.post(town.url("supprimer/"), {"name": "autre"}))
    assert reader.get(town.url()).status_code == 200
    response = pilot.post(town.url("supprimer/"), {"name": town.authority.name.upper()})
    assert response.headers["Location"] == "/collectivites/"
    assert reader.get(town.url()).status_code == 404
    assert pilot.get(town.url()).status_code == 404
    assert "Rétablir" not in text(reader.get("/collectivites/"))
    page = text(pilot.get("/collectivites/"))
    assert f"Rétablir {escape(town.authority.name)}" in page
    reader.post("/collectivites/", {"siren": town.authority.siren})
    assert pilot.get(town.url()).status_code == 404
    for _ in range(2):
        pilot.post("/collectivites/", {"siren": town.authority.siren})
    assert reader.get(town.url()).status_code == 200
    acts = list(Event.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["authority.deleted", "undone"]


def test_a_deleted_authority_cannot_be_made_again_before_its_delay_and_can_after(pilot, town, settings):
    town.authority.discard(town.members["pilot"])
    assert "moins de 30 jours" in text(pilot.get(f"/collectivites/nouvelle/?siren={town.authority.siren}"))
    Authority.objects.update(deleted_at=timezone.now() - timezone.timedelta(days=31))
    form = {
        "siren": town.authority.siren,
        "name": "Nouvelle",
        "kind": "other",
        "population": "5",
        "year": "2025",
    }
    assert pilot.post("/collectivites/nouvelle/", form).status_code == 302
    assert Authority.objects.get().name == "Nouvelle"
    assert Service.objects.count() == 0


def test_members_of_an_agglomeration_twenty_a_page(newcomer):
    newcomer.post("/collectivites/nouvelle/", {"siren": NIORT, "year": "2025"})
    page = text(newcomer.get(f"/c/{NIORT}/communes/"))
    assert page.count('<th scope="row">') == 20
    assert "40 communes" in page
    assert "Niort" in page
    assert "Page 1 sur 2" in page


def test_a_contributor_sees_the_step_of_their_service_only(as_role, town):
    page = text(as_role("contributor").get(town.url()))
    assert "service Écoles" in page
    assert page.count("<li") - page.count("<li><a") <= 6
    assert "Importer l" not in page
    assert "Compléter le profil" not in page


def test_home_says_what_to_do_next_for_each_role(as_role, town):
    assert "À faire maintenant : importer l" in text(as_role("pilot").get(town.url()))
    assert "Rien ne vous est demandé" in text(as_role("reader").get(town.url()))


def test_home_follows_the_work(pilot, town, frozen):
    frozen(town.authority)
    page = text(pilot.get(town.url()))
    assert "« Diagnostic 2025 », figé le" in page
    town.authority.batches.update(deleted_at=timezone.now())
    assert "Importer l&#x27;inventaire" in text(pilot.get(town.url()))


@pytest.fixture
def frozen(agglo_document):
    """Give an authority an accepted batch and a result, frozen unless told otherwise."""
    from canivet_web.diagnostics.models import Freeze, Result
    from canivet_web.inventories.models import Acceptance, Batch

    def freeze(
        authority: Authority, *, is_frozen: bool = True, number: int = 1, gwp: float | None = None
    ) -> Result:
        batch, new = Batch.objects.get_or_create(
            authority=authority,
            number=1,
            defaults={"year": 2025, "dossier": b"", "sha256": "", "summary": {}},
        )
        if new:
            Acceptance.objects.create(authority=authority, batch=batch)
        document = json.loads(agglo_document)
        if gwp is not None:
            document["footprint"]["gwp"]["central"] = gwp
        result = Result.objects.create(
            authority=authority, number=number, year=2025, batch=batch, document=json.dumps(document),
            sha256="", evidence=b"",
        )  # fmt: skip
        if is_frozen:
            Freeze.objects.create(result=result, label="Diagnostic 2025")
        return result

    return freeze


@pytest.fixture(scope="session")
def agglo_document() -> str:
    from canivet.diagnosis import diagnose
    from canivet.examples import example_dossier, load_example
    from canivet.result import result_document
    from canivet_web.commons import commons

    dossier = example_dossier(commons(), load_example(commons(), "village"))
    return json.dumps(result_document(diagnose(dossier, commons())))


@pytest.fixture
def manager(db) -> Client:
    client = Client()
    client.force_login(make_user("programme@exemple.fr", is_programme_manager=True), backend=BACKEND)
    return client


def test_the_programme_manager_sees_only_what_is_shared_and_frozen(manager, town, other_town, frozen):
    frozen(town.authority, gwp=123_000.0)
    frozen(town.authority, number=2, is_frozen=False, gwp=999_000.0)
    assert town.authority.name not in text(manager.get("/programme/")).replace("&#x27;", "'")
    assert manager.get(f"/programme/{town.authority.siren}/").status_code == 404
    Authority.objects.filter(pk=town.authority.pk).update(shared_with_programme=True)
    page = text(manager.get("/programme/"))
    assert "Val-Fictif" in page
    assert "123 t CO₂e" in page
    assert "999" not in page.replace("999999998", "")
    assert "Fictive-sur-Mer" not in page
    page = text(manager.get(f"/programme/{town.authority.siren}/"))
    assert "123 t CO₂e" in page
    assert "999 t" not in page
    assert manager.get(town.url()).status_code == 404


def test_the_table_of_the_programme_is_filtered_and_takes_the_same_queries(manager, town, frozen):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(manager.get("/programme/"))
        return len(queries)

    Authority.objects.update(shared_with_programme=True)
    frozen(town.authority)
    before = count()
    for number in range(25):
        made = Authority.objects.create(
            siren=f"1{number:08}", name=f"Étang {number}", year=2025, shared_with_programme=True
        )
        if number % 2:
            frozen(made)
    assert count() == before
    page = text(manager.get("/programme/", {"q": "etang", "etat": "sans"}))
    assert "13 collectivités" in page
    assert "12 collectivités" in text(manager.get("/programme/", {"q": "etang", "etat": "fige"}))
    assert "ne répond à ce filtre" in text(manager.get("/programme/", {"q": "nulle part"}))


def test_a_pilot_is_not_a_programme_manager(pilot):
    assert pilot.get("/programme/").status_code == 404


def test_years_are_years_and_not_quantities(pilot, town):
    for path in ("", "profil/", "profil/modifier/"):
        page = text(pilot.get(town.url(path)))
        assert "2025" in page, path
        assert "2\xa0025" not in page, path
        assert "2\u202f025" not in page, path


def test_a_consultant_of_many_authorities_reads_them_twenty_at_a_time_in_few_queries(newcomer):
    user = Membership._meta.get_field("user").related_model.objects.get()
    for number in range(25):
        made = Authority.objects.create(siren=f"2{number:08}", name=f"Cliente {number:02}", year=2025)
        Membership.objects.create(authority=made, user=user, role=Role.CONSULTANT)
    with CaptureQueriesContext(connection) as queries:
        page = text(newcomer.get("/collectivites/"))
    assert page.count("Votre rôle : Consultant") == 20
    assert len(queries) <= 8
    assert "Cliente 24" in text(newcomer.get("/collectivites/?page=2"))

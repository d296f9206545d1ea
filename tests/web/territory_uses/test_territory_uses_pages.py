"""Uses of the territory on the platform: estimates, local figures, the review, two people, dossier."""

from __future__ import annotations

from datetime import date

import pytest
from page_forms import fields_of

from canivet.territory_uses.estimate import LocalFigure as Figure
from canivet.territory_uses.estimate import TerritoryUses
from canivet.territory_uses.estimate import UsesReview as Review
from canivet_web.journal.models import Event
from canivet_web.roles import Role
from canivet_web.territory_uses import bridge
from canivet_web.territory_uses.models import LocalFigure, UsesReview

HERE = "etat-des-lieux/territoire/"


def text(response) -> str:
    page = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ")


def give(client, town, indicator="footprint_gwp", **changes):
    form = {"year": "2024", "value": "30 000", "low": "", "high": "", "source": "Étude du territoire"}
    return client.post(town.url(f"{HERE}indicateur/{indicator}/ajouter/"), {**form, **changes})


def test_footprint_is_the_national_ratio_times_the_population(pilot, town):
    page = text(pilot.get(town.url(HERE)))
    # Municipal population: 83,970 × 430 kg ÷ 1,000 = 36,107.1 t
    assert "83 970 habitants" in page
    assert "36 100 t CO₂e/an" in page
    assert "Estimation par ratio national (2022)" in page
    assert "Les deux études ne se mêlent pas" in page
    assert "0 chiffre local, 13 chiffres nationaux, 22 à trouver" in page


def test_without_population_the_footprint_is_to_find(pilot, town):
    town.authority.population = town.authority.population_municipal = None
    town.authority.save()
    page = text(pilot.get(town.url(HERE)))
    assert "La population n&#x27;est pas connue" in page or "La population n'est pas connue" in page
    assert "À trouver" in page


@pytest.mark.parametrize("theme", sorted({item.theme for item in bridge.catalogue().indicators.values()}))
def test_every_theme_shows_its_indicators(pilot, town, theme):
    page = text(pilot.get(town.url(f"{HERE}theme/{theme}/")))
    mine = [item for item in bridge.catalogue().indicators.values() if item.theme == theme]
    assert page.count('<th scope="row">') == len(mine) <= 20
    assert pilot.get(town.url(f"{HERE}theme/inconnu/")).status_code == 404


def test_a_local_figure_replaces_the_ratio_which_stays_beside(pilot, town):
    assert give(pilot, town).status_code == 302
    page = text(pilot.get(town.url(f"{HERE}indicateur/footprint_gwp/")))
    assert "30 000 t CO₂e/an" in page
    assert "Chiffre local : Étude du territoire (2024)" in page
    assert "Le ratio national donnerait" in page
    assert "36 100 t CO₂e/an (16 000 à 79 000)" in page
    give(pilot, town, year="2025", value="28000", low="25 000,5", high="31000")
    page = text(pilot.get(town.url(f"{HERE}indicateur/footprint_gwp/")))
    assert "28 000 t CO₂e/an" in page
    assert "25 000 à 31 000" in page
    assert list(town.authority.local_figures.values_list("low", flat=True)) == [25000.5, None]


@pytest.mark.parametrize(
    ("indicator", "changes", "said"),
    [
        ("weee_rate", {"value": "101"}, "Cette valeur dépasse 100"),
        ("weee_rate", {"value": "-1"}, "ne peut pas être négative"),
        ("weee_rate", {"value": "beaucoup"}, "Saisissez un nombre"),
        ("weee_rate", {"value": "50", "low": "40"}, "Il faut les deux bornes"),
        ("weee_rate", {"value": "50", "low": "60", "high": "70"}, "entre ses deux bornes"),
        ("weee_rate", {"value": "50", "source": ""}, "Ce champ est obligatoire"),
        ("weee_rate", {"value": "50", "year": "1989"}, "supérieure ou égale à 1990"),
        ("weee_rate", {"value": "50", "year": "2101"}, "inférieure ou égale à 2100"),
    ],
)
def test_what_cannot_be_is_refused(pilot, town, indicator, changes, said):
    answer = give(pilot, town, indicator, **changes)
    assert answer.status_code == 200
    assert said in text(answer).replace("&#x27;", "'")
    assert not town.authority.local_figures.exists()


def test_a_year_holds_one_figure_and_a_second_click_is_not_another(pilot, town):
    assert give(pilot, town).status_code == 302
    assert give(pilot, town).status_code == 302
    assert town.authority.local_figures.count() == 1
    assert "déjà un chiffre" in text(give(pilot, town, value="31000"))
    found = town.authority.local_figures.get()
    give(pilot, town, year="2025")
    url = town.url(f"{HERE}chiffre/{found.pk}/")
    assert "déjà un chiffre" in text(pilot.post(url, {**fields_of(text(pilot.get(url))), "year": "2025"}))


def test_changes_of_two_people_are_merged(pilot, town):
    give(pilot, town)
    found = town.authority.local_figures.get()
    url = town.url(f"{HERE}chiffre/{found.pk}/")
    one, other = (fields_of(text(pilot.get(url))) for _ in range(2))
    assert one["value"] == "30 000"
    assert pilot.post(url, {**one, "source": "Étude révisée"}).status_code == 302
    assert pilot.post(url, {**other, "note": "Provisoire"}).status_code == 302
    found.refresh_from_db()
    assert (found.source, found.note) == ("Étude révisée", "Provisoire")
    pilot.post(url, {**other, "value": "31000"})
    # A bound typed beside a value that somebody has changed since: they only mean something together.
    page = text(pilot.post(url, {**other, "low": "29000", "high": "32000"}))
    assert "entre-temps" in page
    found.refresh_from_db()
    assert (found.value, found.low) == (31000, None)


def test_deleting_can_be_undone_unless_the_year_is_taken(pilot, town):
    give(pilot, town)
    found = town.authority.local_figures.get()
    url = town.url(f"{HERE}chiffre/{found.pk}/supprimer/")
    assert "corbeille" in text(pilot.get(url))
    pilot.post(url)
    assert pilot.post(url).status_code == 302  # a second click
    assert "36 100 t" in text(pilot.get(town.url(HERE)))
    assert "Gaz à effet de serre du numérique, 2024" in text(pilot.get(town.url("corbeille/")))
    give(pilot, town, value="1")
    pilot.post(town.url(f"corbeille/chiffre/{found.pk}/retablir/"))
    found.refresh_from_db()
    assert found.deleted_at is not None


def test_review_is_written_by_two_people_at_once(pilot, town):
    url = town.url(f"{HERE}bilan/")
    first, second = (fields_of(text(pilot.get(url))) for _ in range(2))
    assert not UsesReview.objects.exists()  # reading writes nothing
    pilot.post(url, {**first, "made_on": "2026-01-05", "scope": "Douze communes"})
    pilot.post(url, {**second, "findings": "Peu de lieux.\nDes zones blanches."})
    found = UsesReview.objects.get()
    assert (found.made_on, found.scope) == (date(2026, 1, 5), "Douze communes")
    assert found.findings.startswith("Peu de lieux.")
    page = text(pilot.get(town.url(HERE)))
    assert "Établi le 05/01/2026" in page
    assert "Des zones blanches." in page
    assert "entre-temps" in text(pilot.post(url, {**second, "scope": "Le département"}))
    assert Event.objects.filter(act="territory.review").count() == 2


def test_roles(as_role, town, pilot):
    give(pilot, town)
    found = town.authority.local_figures.get()
    reading = [
        town.url(HERE),
        town.url(f"{HERE}indicateur/footprint_gwp/"),
        town.url(f"{HERE}theme/footprint/"),
    ]
    writing = [
        town.url(f"{HERE}bilan/"),
        town.url(f"{HERE}chiffre/{found.pk}/"),
        town.url(f"{HERE}indicateur/footprint_gwp/ajouter/"),
    ]
    for role, reads, writes in (
        (Role.READER, 200, 403),
        (Role.ELECTED, 200, 403),
        (Role.CONTRIBUTOR, 403, 403),
        (Role.CONSULTANT, 200, 200),
        (Role.IT, 200, 200),
        (Role.PILOT, 200, 200),
    ):
        client = as_role(role)
        assert {client.get(page).status_code for page in reading} == {reads}, role
        assert {client.get(page).status_code for page in writing} == {writes}, role


PART = TerritoryUses(
    (
        Figure("footprint_gwp", 2024, 30_000.0, 25_000.0, 40_000.0, "Étude", "bilan", "note"),
        Figure("weee_rate", 2023, 55.0, None, None, "Syndicat"),
    ),
    Review(date(2026, 1, 5), "Territoire", "Enquête", "Constats", "bilan.pdf"),
)


def test_a_dossier_goes_in_and_comes_out_the_same_and_twice_is_once(town):
    for _ in range(2):
        assert bridge.take_in(town.authority, PART, town.members[Role.PILOT]) == 2
        assert bridge.part_of(town.authority) == PART
    assert LocalFigure.objects.count() == 2
    assert bridge.part_of(town.authority).review == PART.review


def test_card_of_the_hub(town):
    card = bridge.card(town.authority)
    assert not card["done"]
    assert "Le bilan des usages reste à écrire." in card["text"]
    bridge.take_in(town.authority, PART, town.members[Role.PILOT])
    card = bridge.card(town.authority)
    assert card["done"]
    assert "Bilan des usages du 05/01/2026. 2 indicateurs" in card["text"].replace("\xa0", " ")

"""Self-assessments on the platform: adding, answering, two people at once, declaring, freezing, dossier."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse
from page_forms import fields_of

from canivet.rgesn.assessment import Answer, DigitalService, PastScore, RgesnPart, ServiceAssessment
from canivet_web.journal.models import Event
from canivet_web.registers.models import Entry
from canivet_web.rgesn import bridge, storing
from canivet_web.rgesn.models import AssessedService, CriterionAnswer, FrozenAssessment
from canivet_web.roles import Role

HERE = "etat-des-lieux/ecoconception/"


def text(response) -> str:
    page = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ")


def add(client, town, **changes) -> AssessedService:
    form = {
        "name": "Portail",
        "kind": "site",
        "address": "https://exemple.fr",
        "established_on": "2026-03-02",
    }
    answer = client.post(town.url(f"{HERE}ajouter/"), {**form, **changes})
    assert answer.status_code == 302, text(answer)
    return town.authority.assessed_services.latest("pk")


def test_a_service_is_added_with_every_criterion_to_assess(pilot, town):
    assert "Commencez par le service le plus utilisé" in text(pilot.get(town.url(HERE)))
    service = add(pilot, town)
    assert service.edition == "2024"
    assert service.slug == "portail"
    assert service.answers.count() == 78
    page = text(pilot.get(town.url(HERE)))
    assert "1 service évalué" in page
    assert "0 %" in page
    assert Event.objects.filter(act="rgesn.created").count() == 1


def test_a_second_click_adds_one_service_and_two_names_never_share_a_slug(pilot, town):
    add(pilot, town)
    add(pilot, town)
    assert town.authority.assessed_services.count() == 1
    add(pilot, town, address="https://autre.fr")
    assert list(town.authority.assessed_services.values_list("slug", flat=True).order_by("pk")) == [
        "portail",
        "portail-2",
    ]


def test_a_line_of_the_registers_can_be_assessed(pilot, town):
    entry = Entry.objects.create(
        authority=town.authority, register="sites-web", name="Site de la ville", address="https://ville.fr"
    )
    Entry.objects.create(authority=town.authority, register="telecom", name="Ligne fixe")
    page = text(pilot.get(town.url(f"{HERE}ajouter/?ligne={entry.pk}")))
    given = fields_of(page)
    assert (given["name"], given["address"], given["entry"]) == (
        "Site de la ville",
        "https://ville.fr",
        str(entry.pk),
    )
    assert "Ligne fixe" not in page  # not a digital service
    service = add(pilot, town, name="Site de la ville", entry=str(entry.pk))
    assert service.entry == entry
    assert "(sites web)" in text(pilot.get(town.url(HERE)))


def test_facts_put_criteria_aside_and_contradictions_are_refused(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/description/")
    given = fields_of(text(pilot.get(url)))
    answer = pilot.post(url, {**given, "video": "no", "training": "no", "form": "yes"}, follow=True)
    # 5.3, 5.4, 5.5 and 9.2 to 9.6: eight criteria, 3 × 1.5 + 4 × 1.5 + 1.25 = 11.75; 100.25 − 11.75 = 88.5
    assert "8 critères sans objet" in text(answer)
    assert "sur 88,5 applicables" in text(answer)
    service.refresh_from_db()
    assert service.facts == {"video": "no", "training": "no", "form": "yes"}
    given = fields_of(text(pilot.get(url)))
    refused = text(pilot.post(url, {**given, "video": "no", "video_sound": "yes"}))
    assert "d&#x27;après une autre réponse" in refused
    service.refresh_from_db()
    assert "video_sound" not in service.facts


def test_facts_of_two_people_are_merged(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/description/")
    first = fields_of(text(pilot.get(url)))
    second = dict(first)
    pilot.post(url, {**first, "video": "no"})
    pilot.post(url, {**second, "form": "no"})
    service.refresh_from_db()
    assert service.facts == {"video": "no", "form": "no"}
    third = text(pilot.post(url, {**second, "video": "yes"}))
    assert "Quelqu&#x27;un vient de répondre « non »" in third
    # Seen, then chosen: the second sending decides.
    pilot.post(url, {**fields_of(third), "video": "yes"})
    service.refresh_from_db()
    assert service.facts == {"video": "yes", "form": "no"}


@pytest.mark.parametrize("theme", range(1, 10))
def test_each_theme_is_a_page_of_radio_buttons(pilot, town, theme):
    service = add(pilot, town)
    page = text(pilot.get(town.url(f"{HERE}{service.pk}/thematique/{theme}/")))
    criteria = bridge.referential("2024").of_theme(theme)
    assert page.count("<fieldset") == page.count("<legend>") == len(criteria) <= 15
    assert page.count('type="radio"') == 5 * len(criteria)
    for item in criteria:
        assert f"{item.id} {item.subject}".replace("'", "&#x27;") in page


def test_answers_of_a_theme_are_saved_and_scored(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/thematique/7/")
    given = fields_of(text(pilot.get(url)))
    given |= {
        "c7-1-state": "validated",
        "c7-2-state": "in_progress",
        "c7-3-state": "validated",
        "c7-4-state": "not_applicable",
        "c7-4-reason": "Pas de chaîne de blocs.",
        "rester": "1",
    }
    answer = text(pilot.post(url, given, follow=True))
    # Backend: (1.25 + 1) / (1.25 + 1.25 + 1) = 64 %; in all 2.25 of 98.75 points.
    assert "64 %" in answer
    assert "2,25 points validés sur 98,8 applicables" in answer
    event = Event.objects.get(act="rgesn.answered")
    assert event.target == "Portail, thématique 7"
    assert event.details["7.1 état"] == ["À évaluer", "Validé"]


def test_putting_aside_without_a_reason_is_refused_and_the_rest_is_saved(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/thematique/7/")
    given = fields_of(text(pilot.get(url)))
    page = text(pilot.post(url, {**given, "c7-1-state": "validated", "c7-4-state": "not_applicable"}))
    assert "1 critère attend une décision" in page
    assert "un motif est nécessaire" in page
    states = dict(service.answers.values_list("criterion", "state"))
    assert (states["7.1"], states["7.4"]) == ("validated", "to_assess")
    # Once the facts say so, no reason is needed.
    service.facts = {"consensus": "no"}
    service.save()
    given = fields_of(text(pilot.get(url)))
    assert pilot.post(url, {**given, "c7-4-state": "not_applicable"}).status_code == 302


def test_two_people_on_one_theme_lose_nothing(pilot, as_role, town):
    service = add(pilot, town)
    other = as_role(Role.CONSULTANT)
    url = town.url(f"{HERE}{service.pk}/thematique/4/")
    mine, theirs = fields_of(text(pilot.get(url))), fields_of(text(other.get(url)))
    assert (
        other.post(url, {**theirs, "c4-1-state": "validated", "c4-2-state": "validated"}).status_code == 302
    )
    # Another criterion, and the same one answered otherwise: the first is saved, the second is asked.
    page = text(pilot.post(url, {**mine, "c4-3-state": "in_progress", "c4-2-state": "not_validated"}))
    assert "quelqu'un vient d'enregistrer « Validé », vous avez choisi « Non validé »" in page
    states = dict(service.answers.values_list("criterion", "state"))
    assert (states["4.1"], states["4.2"], states["4.3"]) == ("validated", "validated", "in_progress")
    # Either decision can be sent.
    kept = {**fields_of(page), "c4-2-enregistre-state": "on"}
    assert pilot.post(url, kept).status_code == 302
    assert service.answers.get(criterion="4.2").state == "validated"
    page = text(pilot.post(url, {**mine, "c4-2-state": "not_validated"}))
    assert pilot.post(url, {**fields_of(page), "c4-2-state": "not_validated"}).status_code == 302
    assert service.answers.get(criterion="4.2").state == "not_validated"


def test_one_criterion_takes_justification_proof_and_plan(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/critere/1.1/")
    given = fields_of(text(pilot.get(url)))
    given |= {
        "state": "in_progress",
        "comment": "Note en cours.",
        "evidence": "note.pdf",
        "action": "Finir la note",
        "due_on": "2027-01-31",
    }
    assert pilot.post(url, given).status_code == 302
    page = text(pilot.get(town.url(f"{HERE}{service.pk}/")))
    assert "31/01/2027 : 1.1" in page
    assert "1 action datée mène le score à 1 %" in page  # 1.5 / 100.25
    assert pilot.get(town.url(f"{HERE}{service.pk}/critere/9.9/")).status_code == 404
    assert pilot.get(town.url(f"{HERE}{service.pk}/thematique/10/")).status_code == 404


def test_declaration_is_shown_and_downloaded(pilot, as_role, town):
    service = add(pilot, town, contact="nr@exemple.fr")
    CriterionAnswer.objects.filter(service=service, criterion="1.1").update(
        state="validated", comment="Vu en comité <b>"
    )
    reader = as_role(Role.READER)
    page = text(reader.get(town.url(f"{HERE}{service.pk}/declaration/")))
    assert "le 02/03/2026" in page
    assert "Vu en comité &lt;b&gt;" in page
    assert "9.1" in text(reader.get(town.url(f"{HERE}{service.pk}/declaration/?thematique=9")))
    assert reader.get(town.url(f"{HERE}{service.pk}/declaration/?thematique=x")).status_code == 404
    for extension, kind in (("html", "text/html"), ("txt", "text/plain")):
        file = reader.get(town.url(f"{HERE}{service.pk}/declaration/0.{extension}"))
        assert file.headers["Content-Type"].startswith(kind)
        assert "attachment" in file.headers["Content-Disposition"]
        content = file.content.decode()
        assert "nr@exemple.fr" in content
        assert "<b>" not in content or extension == "txt"
    assert reader.get(town.url(f"{HERE}{service.pk}/declaration/0.pdf")).status_code == 404


def test_a_draft_is_not_declared(pilot, town):
    service = add(pilot, town, established_on="")
    page = text(pilot.get(town.url(f"{HERE}{service.pk}/declaration/")))
    assert "n&#x27;est pas datée" in page
    assert "Télécharger" not in page
    assert pilot.get(town.url(f"{HERE}{service.pk}/declaration/0.html")).status_code == 404


def test_freezing_keeps_everything_and_never_changes(pilot, town):
    service = add(pilot, town)
    CriterionAnswer.objects.filter(service=service, criterion="1.1").update(state="validated")
    url = town.url(f"{HERE}{service.pk}/figer/")
    future = {"day": "2999-01-01"}
    assert "pas encore passée" in text(pilot.post(url, future))
    assert pilot.post(url, {"day": "2026-03-02"}).status_code == 302
    assert "déjà figée" in text(pilot.post(url, {"day": "2026-03-02"}, follow=True))
    kept = service.frozen.get()
    assert (kept.number, kept.earned, kept.applicable) == (1, 1.5, 100.25)
    CriterionAnswer.objects.filter(service=service, criterion="1.1").update(state="not_validated")
    page = text(pilot.get(town.url(f"{HERE}{service.pk}/declaration/1/")))
    assert "Figée à la date du 02/03/2026" in page
    assert "1,5 points sur" in page
    assert json.loads(kept.document)["score"]["counts"]["validated"] == 1
    assert pilot.post(url, {"day": "2026-03-03"}).status_code == 302
    assert service.frozen.count() == 2
    assert "02/03/2026" in text(pilot.get(town.url(f"{HERE}{service.pk}/")))
    assert pilot.get(town.url(f"{HERE}{service.pk}/declaration/9/")).status_code == 404


def test_roles(as_role, town, pilot):
    service = add(pilot, town)
    pages = [
        reverse(f"rgesn:{name}", args=[town.authority.siren, service.pk])
        for name in ("service", "declaration")
    ]
    writing = [town.url(f"{HERE}ajouter/"), town.url(f"{HERE}{service.pk}/thematique/1/")]
    for role, reads, writes, freezes in (
        (Role.READER, 200, 403, 403),
        (Role.ELECTED, 200, 403, 403),
        (Role.CONTRIBUTOR, 403, 403, 403),
        (Role.CONSULTANT, 200, 200, 403),
        (Role.IT, 200, 200, 403),
        (Role.PILOT, 200, 200, 200),
    ):
        client = as_role(role)
        assert {client.get(page).status_code for page in pages} == {reads}, role
        assert {client.get(page).status_code for page in writing} == {writes}, role
        assert client.get(town.url(f"{HERE}{service.pk}/figer/")).status_code == freezes, role
    assert "Décrire le service" not in text(as_role(Role.READER).get(pages[0]))


def test_deleting_can_be_undone(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/supprimer/")
    assert "La corbeille permet" in text(pilot.get(url))
    assert pilot.post(url).status_code == 302
    assert pilot.post(url).status_code == 302  # a second click
    assert pilot.get(town.url(f"{HERE}{service.pk}/")).status_code == 404
    assert "Portail" in text(pilot.get(town.url("corbeille/")))
    pilot.post(town.url(f"corbeille/evaluation/{service.pk}/retablir/"))
    assert pilot.get(town.url(f"{HERE}{service.pk}/")).status_code == 200


def test_identity_is_merged_field_by_field(pilot, town):
    service = add(pilot, town)
    url = town.url(f"{HERE}{service.pk}/modifier/")
    one, other = (fields_of(text(pilot.get(url))) for _ in range(2))
    pilot.post(url, {**one, "assessor": "Service numérique"})
    pilot.post(url, {**other, "contact": "nr@exemple.fr"})
    service.refresh_from_db()
    assert (service.assessor, service.contact) == ("Service numérique", "nr@exemple.fr")
    assert "entre-temps" in text(pilot.post(url, {**other, "assessor": "Cabinet"}))


PART = RgesnPart(
    (
        ServiceAssessment(
            DigitalService(
                "portail", "Portail", "https://exemple.fr", "site", "2024", date(2026, 3, 2), "Service",
                frozenset({"form"}), frozenset({"video"}),
            ),
            {
                "1.1": Answer("validated", comment="Oui."),
                "1.10": Answer("not_applicable", "Aucun objet."),
                "2.1": Answer("to_assess", action="Essayer", due_on=date(2027, 1, 1)),
            },
        ),
        ServiceAssessment(DigitalService("intranet", "Intranet", "", "intranet", "2024", None, "")),
    ),
    (PastScore("portail", date(2025, 3, 2), "2024", 10.5, 80.0),),
)  # fmt: skip


def test_a_dossier_goes_in_and_comes_out_the_same(town):
    assert storing.take_in(town.authority, PART, town.members[Role.PILOT]) == 2
    assert bridge.part_of(town.authority) == PART
    # The same dossier again replaces, and adds neither a service nor a score.
    storing.take_in(town.authority, PART, town.members[Role.PILOT])
    assert bridge.part_of(town.authority) == PART
    content = bridge.section_of(town.authority.assessed_services.get(slug="portail"))
    assert content["history"][0]["value"] == 10.5 / 80


def test_a_score_that_came_without_its_detail_is_shown_alone(pilot, town):
    storing.take_in(town.authority, PART, town.members[Role.PILOT])
    kept = FrozenAssessment.objects.get()
    page = text(pilot.get(town.url(f"{HERE}{kept.service_id}/declaration/1/")))
    assert "13 %" in page  # 10.5 / 80 = 13.125 %
    assert "n'y était pas" in page
    assert pilot.get(town.url(f"{HERE}{kept.service_id}/declaration/1.html")).status_code == 404


def test_card_of_the_hub(town):
    assert not bridge.card(town.authority)["done"]
    storing.take_in(town.authority, PART, town.members[Role.PILOT])
    card = bridge.card(town.authority)
    assert card["text"] == "2 services numériques évalués avec le RGESN, dont 1 daté."
    assert card["done"]
    assert card["url"] == town.url(HERE)


def test_lists_ask_few_questions_of_the_database(pilot, town, django_assert_max_num_queries):
    for number in range(6):
        add(pilot, town, name=f"Service {number}")
    with django_assert_max_num_queries(12):
        pilot.get(town.url(HERE))
    service = town.authority.assessed_services.first()
    with django_assert_max_num_queries(12):
        pilot.get(town.url(f"{HERE}{service.pk}/thematique/4/"))

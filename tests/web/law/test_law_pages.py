"""The pages of the law: the table and its filters, one rule, facts by year, the calendar, the files."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from canivet_web.journal.models import Event
from canivet_web.law import bridge, rows
from canivet_web.law.models import LASTING, DeclaredFact, Disposal, Initiative
from canivet_web.roles import Role
from towns import Town

HERE = "etat-des-lieux/obligations/"


def declare(town: Town, fact: str, value: str, *, year: int = LASTING, proofs: str = "") -> DeclaredFact:
    return DeclaredFact.objects.create(
        authority=town.authority, fact=fact, value=value, year=year, proofs=proofs
    )


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def base_of(client: Client, address: str) -> str:
    found = re.search(r'name="base" value="([^"]*)"', client.get(address).content.decode())
    assert found is not None
    return found.group(1)


def test_every_rule_is_on_the_pages_of_the_table(town: Town, pilot: Client) -> None:
    """44 rules: 20, 20 and 4."""
    shown = [
        set(re.findall(r"obligations/regle/([A-Z0-9-]+)/", text_of(pilot, town.url(f"{HERE}?page={number}"))))
        for number in (1, 2, 3)
    ]
    # The four pieces of the programme are above the table on every page.
    assert set.union(*shown) == {rule.id for rule in bridge.law().rules}
    assert len(set.union(*shown)) == 44


def test_the_table_is_filtered_by_state_and_subject(town: Town, pilot: Client) -> None:
    declare(town, "spaser_adopted", "oui")
    declare(town, "datacentre_kw", "0")
    text = text_of(pilot, town.url(f"{HERE}?etat=sans-objet&sujet=energie"))
    assert "2 règles pour ce filtre" in text.replace("\u00a0", " ")
    assert "chaleur fatale" in text
    text = text_of(pilot, town.url(f"{HERE}?etat=respectee&sujet=energie"))
    assert "Aucune règle ne répond à ce filtre" in text


def test_one_rule_keeps_the_text_and_our_reading_apart(town: Town, pilot: Client) -> None:
    declare(town, "reen16_reformed", "180", year=2025)
    declare(town, "reen16_reused", "96", year=2025, proofs="https://exemple.fr/b.pdf;javascript:alert(1)")
    text = text_of(pilot, town.url(f"{HERE}regle/REEN16/"))
    assert "100 × 96 ÷ 180" in text
    assert "53,33 %" in text
    assert text.index("Ce que le texte demande") < text.index("Comment Canivet le vérifie")
    assert 'href="https://exemple.fr/b.pdf"' in text
    assert "(preuve : javascript:alert(1))" in text
    assert 'href="javascript' not in text
    assert "décret n° 2023-266" in text
    assert pilot.get(town.url(f"{HERE}regle/REEN99/")).status_code == 404


def test_facts_of_a_group_are_declared_for_a_year(town: Town, pilot: Client) -> None:
    address = town.url(f"{HERE}faits/cycle/?annee=2025")
    posted = {
        "base": base_of(pilot, address),
        "reen16_reformed": "1 200",
        "reen16_reused": "700",
        "weee_register": "oui",
    }
    answer = pilot.post(address, posted)
    assert answer.status_code == 302
    stored = dict(DeclaredFact.objects.values_list("fact", "value"))
    assert stored == {"reen16_reformed": "1200", "reen16_reused": "700", "weee_register": "oui"}
    assert set(DeclaredFact.objects.values_list("year", flat=True)) == {2025, LASTING}
    event = Event.objects.get(act="law.facts")
    assert event.target == "Réemploi et fin de vie, 2025"
    assert event.details["Registre des déchets d'équipements tenu"] == ["", "oui"]
    # Another year does not have the yearly ones, and has the lasting one.
    text = text_of(pilot, town.url(f"{HERE}faits/?annee=2024"))
    assert '<option value="2024" selected>2024</option>' in text
    assert f'href="{town.url(HERE)}faits/cycle/?annee=2024"' in text
    assert re.search(r"Réemploi et fin de vie</a>.*?<td class=\"n\">1</td>", text)


@pytest.mark.parametrize(
    ("group", "fact", "typed", "said"),
    [
        ("cycle", "reen16_reused", "douze", "n&#x27;est pas un nombre"),
        ("cycle", "reen16_reused", "1,5", "nombre entier"),
        ("cycle", "weee_register_years", "-1", "positif"),
        ("achats", "paper_recycled_pct", "140", "de 0 à 100"),
        ("strategie", "strategy_themes", "7", "numéros de 1 à 6"),
        ("strategie", "report_on", "demain", "n&#x27;est pas une date"),
    ],
)
def test_a_value_that_cannot_be_one_is_told_and_nothing_is_written(
    town: Town, pilot: Client, *, group: str, fact: str, typed: str, said: str
) -> None:
    address = town.url(f"{HERE}faits/{group}/?annee=2025")
    answer = pilot.post(address, {"base": base_of(pilot, address), fact: typed})
    assert said in answer.content.decode()
    assert not DeclaredFact.objects.exists()


def test_a_fact_left_blank_is_forgotten(town: Town, pilot: Client) -> None:
    declare(town, "weee_register", "oui")
    address = town.url(f"{HERE}faits/cycle/")
    assert pilot.post(address, {"base": base_of(pilot, address), "weee_register": ""}).status_code == 302
    assert not DeclaredFact.objects.exists()


@pytest.mark.parametrize("more", [{"proofs": "https://preuve.example/1"}, {"note": "compté par le SI"}])
def test_a_fact_with_a_proof_or_a_note_is_not_forgotten_where_they_are_not_shown(
    town: Town, pilot: Client, more: dict[str, str]
) -> None:
    address = town.url(f"{HERE}faits/cycle/")
    pilot.post(address, {"base": base_of(pilot, address), "weee_register": "oui"})
    base = base_of(pilot, address)
    DeclaredFact.objects.update(**more)
    answer = pilot.post(address, {"base": base, "weee_register": ""})
    assert "videz-le sur sa propre page" in answer.content.decode()
    (row,) = DeclaredFact.objects.all()
    assert {name: getattr(row, name) for name in more} == more
    assert row.value == "oui"


def test_a_fact_has_proofs_and_a_note(town: Town, pilot: Client) -> None:
    address = town.url(f"{HERE}fait/purchases_annual_eur/?annee=2025")
    posted = {"base": "", "value": "52 000 000,50", "proofs": "compte administratif", "note": "hors paie"}
    assert pilot.post(address, posted).status_code == 302
    row = DeclaredFact.objects.get()
    assert (row.value, row.year, row.proofs, row.note) == (
        "52000000.5",
        2025,
        "compte administratif",
        "hors paie",
    )
    assert "52000000,5" in text_of(pilot, address)
    assert "compte administratif" in text_of(pilot, town.url(f"{HERE}regle/SPASER/"))
    assert pilot.get(town.url(f"{HERE}fait/rien/")).status_code == 404


def test_two_people_fill_the_facts_at_once_and_lose_nothing(town: Town, as_role) -> None:
    pilot, computing = as_role(Role.PILOT), as_role(Role.IT)
    address = town.url(f"{HERE}faits/cycle/?annee=2025")
    first, second = base_of(pilot, address), base_of(computing, address)
    pilot.post(address, {"base": first, "reen16_reformed": "100"})
    computing.post(address, {"base": second, "reen16_reused": "60"})
    assert dict(DeclaredFact.objects.values_list("fact", "value")) == {
        "reen16_reformed": "100",
        "reen16_reused": "60",
    }
    # Both change the same one: the second is told, and chooses.
    first, second = base_of(pilot, address), base_of(computing, address)
    pilot.post(address, {"base": first, "reen16_reformed": "110", "reen16_reused": "60"})
    told = computing.post(address, {"base": second, "reen16_reformed": "120", "reen16_reused": "60"})
    text = told.content.decode()
    assert "enregistré entre-temps « 110 », vous avez écrit « 120 »" in text
    assert DeclaredFact.objects.get(fact="reen16_reformed").value == "110"
    again = re.search(r'name="base" value="([^"]*)"', text)
    assert again is not None
    posted = {"base": again.group(1), "reen16_reformed": "120", "reen16_reused": "60"}
    computing.post(address, {**posted, "enregistre-reen16_reformed": "on"})
    assert DeclaredFact.objects.get(fact="reen16_reformed").value == "110"
    computing.post(address, posted)
    assert DeclaredFact.objects.get(fact="reen16_reformed").value == "120"


def test_a_forged_form_overwrites_nothing_that_it_was_not_shown(town: Town, pilot: Client) -> None:
    declare(town, "weee_register", "oui")
    answer = pilot.post(town.url(f"{HERE}faits/cycle/"), {"base": "x", "weee_register": "non"})
    assert "enregistré entre-temps" in answer.content.decode()
    assert DeclaredFact.objects.get().value == "oui"


def test_the_calendar_and_its_file_say_the_same(town: Town, pilot: Client) -> None:
    declare(town, "datacentre_kw", "800")
    text = text_of(pilot, town.url(f"{HERE}calendrier/"))
    today = timezone.localdate()
    due = date(today.year + (today > date(today.year, 5, 15)), 5, 15)
    assert f"15 mai {due.year}" in text.replace("\u00a0", " ")
    answer = pilot.get(town.url(f"{HERE}echeances.ics"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "echeances.ics" in answer.headers["Content-Disposition"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events if "datacentres" in event["uid"]] == [due]


def test_the_table_taken_away_is_the_table_shown(town: Town, pilot: Client) -> None:
    answer = pilot.get(town.url(f"{HERE}obligations.csv"))
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    found = bridge.section_of(town.authority)
    assert [row["regle"] for row in table] == [item["rule"] for item in bridge.verdicts_of(found)]
    assert [row["etat"] for row in table] == [item["state_label"] for item in bridge.verdicts_of(found)]


def test_readers_read_and_do_not_write(town: Town, as_role) -> None:
    declare(town, "weee_register", "oui")
    for role in (Role.ELECTED, Role.READER):
        client = as_role(role)
        text = text_of(client, town.url(HERE))
        assert "Déclarer des faits" not in text
        assert "Les faits qu" not in text_of(client, town.url(f"{HERE}regle/DEEE/"))
        assert client.get(town.url(f"{HERE}faits/")).status_code == 403
        assert client.post(town.url(f"{HERE}faits/cycle/"), {"weee_register": "non"}).status_code == 403
    assert as_role(Role.CONTRIBUTOR).get(town.url(HERE)).status_code == 403
    assert DeclaredFact.objects.get().value == "oui"


def test_cards_tell_where_things_stand(town: Town) -> None:
    card = bridge.card(town.authority)
    assert card["url"] == f"/c/{town.authority.siren}/{HERE}"
    assert not card["done"]
    assert re.search(
        r"\d+ règles? respectées? sur \d+, \d+ non respectées?, \d+ à établir",
        card["text"].replace("\u00a0", " "),
    )
    journal = bridge.initiatives_card(town.authority)
    assert (journal["done"], "vide" in journal["text"]) == (False, True)
    Initiative.objects.create(authority=town.authority, code="tri", title="Tri", theme="2", state="finie")
    journal = bridge.initiatives_card(town.authority)
    assert (journal["done"], journal["text"].replace("\u00a0", " ")) == (
        True,
        "1 initiative déjà engagée, 0 avec une preuve.",
    )


def verdict(town: Town, rule: str) -> dict[str, Any]:
    found = bridge.rule_of(bridge.section_of(town.authority), rule)
    assert found is not None
    return found


def test_actors_of_the_directory_meet_the_rule_of_the_decree(town: Town) -> None:
    from canivet_web.actors.models import Actor

    def actor(slug: str, **fields: str) -> Actor:
        return Actor.objects.create(authority=town.authority, slug=slug, name=slug, **fields)

    actor("mairie", status="public", state="validated")
    actor("candidat", status="private", state="candidate")
    assert verdict(town, "REEN-01")["state"] == "not_met"
    social = actor("ressourcerie", status="ess", state="validated")
    found = verdict(town, "REEN-01")
    assert (found["state"], found["evidence"][0]["text"]) == (
        "met",
        "Acteurs validés\u00a0: 1 public, 1 privé.",
    )
    social.discard(town.members[Role.PILOT])
    assert verdict(town, "REEN-01")["state"] == "not_met"


def test_the_review_of_uses_meets_the_rule_of_the_decree(town: Town) -> None:
    from canivet_web.territory_uses.models import UsesReview

    assert verdict(town, "REEN-03")["state"] == "not_met"
    review = UsesReview.objects.create(authority=town.authority, findings="Fibre presque partout.")
    assert "n\u2019est pas daté" in verdict(town, "REEN-03")["reason"]
    review.made_on = date(2026, 2, 1)
    review.save()
    assert verdict(town, "REEN-03")["state"] == "met"


def test_a_confidential_proof_of_the_grid_is_counted_and_not_named(town: Town) -> None:
    from canivet_web.maturity.bridge import grid
    from canivet_web.maturity.models import MaturityAnswer, MaturityProof

    question = next(item for item in grid().questions if "REEN16" in item.links["obligations"])
    answer = MaturityAnswer.objects.create(authority=town.authority, question=question.id, level=4)
    for title, confidentiality in (("Relevé ouvert", "internal"), ("Relevé secret", "confidential")):
        MaturityProof.objects.create(
            authority=town.authority, answer=answer, kind="note", title=title, text="Vu", sha256="0" * 64,
            confidentiality=confidentiality,
        )  # fmt: skip
    proofs = [name for shown in verdict(town, "REEN16")["evidence"] for name, _ in shown["proofs"]]
    assert proofs == ["Relevé ouvert", "preuve confidentielle"]


def test_a_last_diagnosis_is_the_impact_assessment(town: Town) -> None:
    from canivet_web.diagnostics.models import Result

    state = {item["rule"]: item["state"] for item in bridge.verdicts_of(bridge.section_of(town.authority))}
    assert state["REEN-02"] == "not_met"
    Result.objects.create(
        authority=town.authority, number=1, year=2025, document="{}", sha256="", evidence=b"",
        summary={"engine_version": "0.1.0", "factor_set_label": "central", "method": "amortie", "units": 40},
    )  # fmt: skip
    found = {item["rule"]: item for item in bridge.verdicts_of(bridge.section_of(town.authority))}["REEN-02"]
    assert found["state"] == "met"
    assert "organisation, année 2025, 40" in found["evidence"][0]["text"]


def test_rows_of_another_edition_of_the_commons_are_left_aside(town: Town) -> None:
    declare(town, "fait_disparu", "oui")
    declare(town, "weee_register", "peut-être")
    declare(town, "weee_register_years", "3", year=2025)
    Disposal.objects.create(authority=town.authority, year=2025, family="disparue", quantity=1, outcome="don")
    part = rows.obligations_of(town.authority, bridge.law())
    assert (part.facts, part.disposals) == ((), ())


def test_the_parts_of_a_dossier_come_in_and_go_out_the_same(town: Town, shipped) -> None:
    from canivet import initiatives, obligations

    folder = shipped.root / "examples" / "agglo-demo" / "etat-des-lieux"
    part, journal = obligations.load_part(folder, bridge.law()), initiatives.load(folder)
    pilot = town.members[Role.PILOT]
    for _ in range(2):  # taken in twice, it is the same
        rows.store_obligations(town.authority, pilot, part)
        rows.store_initiatives(town.authority, pilot, journal)
        out = rows.obligations_of(town.authority, bridge.law())
        assert obligations.written(out) == obligations.written(part)
        taken = rows.initiatives_of(town.authority)
        assert sorted(taken.items, key=lambda item: item.id) == sorted(
            journal.items, key=lambda item: item.id
        )
    assert Event.objects.filter(act="law.imported").count() == 4

"""The flash path on the platform: answers kept step by step, the estimate, its pages, its inventory."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from canivet.flash.answers import Answers
from canivet.flash.estimate import estimate
from canivet.flash.section import section
from canivet_web.flash import bridge
from canivet_web.flash.forms import FIELDS
from canivet_web.flash.models import FlashEstimate, FlashSheet
from canivet_web.inventories.bridge import batch_in_force
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import HANDLERS, run_job
from canivet_web.journal.models import Event
from canivet_web.records import FrozenRecord
from canivet_web.registers.models import Entry

STEPS: dict[int, dict[str, str]] = {
    1: {
        "people": "6", "desktops": "3", "laptops": "8", "screens": "", "age": "old", "smartphones": "2",
        "tablets": "0", "printers": "1", "copiers": "1", "reams": "60", "school": "included",
    },
    2: {"server": "no", "hosting": "provider", "website": "own"},
    3: {"end_of_life": "cupboard", "purchases": "new", "lead": ""},
}  # fmt: skip
GIVEN = {name: text for texts in STEPS.values() for name, text in texts.items()}


def text(response: Any) -> str:
    page: str = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ")


def url(town: Any, name: str, *arguments: int) -> str:
    return reverse(f"flash:{name}", args=[town.authority.siren, *arguments])


def send(client: Client, town: Any, step: int, **changes: str) -> Any:
    """Open a step, then send it with these answers."""
    page = client.get(url(town, "step", step))
    base = page.context["form"]["base"].value() or ""
    return client.post(url(town, "step", step), {**STEPS[step], "base": base, **changes})


def fill(client: Client, town: Any, **changes: str) -> None:
    for step, given in STEPS.items():
        mine = {name: value for name, value in changes.items() if name in given}
        assert send(client, town, step, **mine).status_code == 302


def test_the_sheet_has_a_column_for_each_answer_of_the_commons() -> None:
    assert set(FIELDS) == set(bridge.questionnaire().fields)
    assert {name for step in STEPS.values() for name in step} == set(FIELDS)


def test_the_whole_path(pilot, town) -> None:
    assert "Commencer" in text(pilot.get(url(town, "index")))
    for step, follows in ((1, url(town, "step", 2)), (2, url(town, "step", 3)), (3, url(town, "index"))):
        assert send(pilot, town, step).headers["Location"] == follows
    page = text(pilot.get(url(town, "index")))
    assert "Vos réponses : 11 sur 12" in page
    assert "Ordinateurs fixes : 3 ; Ordinateurs portables : 8" in page
    answer = pilot.post(url(town, "make"))
    assert answer.headers["Location"] == url(town, "show", 1)
    page = text(pilot.get(url(town, "show", 1)))
    assert page.count("<h1>") == 1
    assert page.count("Premier pas") == 5
    acts = list(Event.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["flash.answered"] * 3 + ["flash.estimated"]


def test_the_figures_are_those_of_the_library(pilot, town) -> None:
    fill(pilot, town)
    pilot.post(url(town, "make"))
    counts = {name: int(value) for name, value in GIVEN.items() if value.isdecimal()}
    choices = {name: value for name, value in GIVEN.items() if value and not value.isdecimal()}
    told = section(estimate(bridge.profile_of(town.authority), Answers(counts, choices), bridge.commons()))
    made = FlashEstimate.objects.get()
    stored = json.loads(made.document)
    assert stored.pop("generated_on")
    assert stored == told
    assert made.sha256 == hashlib.sha256(made.document.encode()).hexdigest()
    value, interval = bridge.total(told)
    page = text(pilot.get(url(town, "show", 1)))
    for shown in (value, interval):
        assert shown.replace("\u202f", " ").replace("\xa0", " ") in page
    for action in told["actions"]:
        assert action["first_step"].replace("'", "&#x27;") in page
    # 1.36 screens by computer, 11 computers: said to be supposed
    assert "Écrans séparés : environ 15" in page


def test_blank_is_not_zero(pilot, town) -> None:
    fill(pilot, town)
    sheet = FlashSheet.objects.get()
    assert (sheet.screens, sheet.tablets, sheet.lead) == (None, 0, "")
    answers = bridge.answers_of(sheet)
    assert "screens" not in answers.counts
    assert answers.counts["tablets"] == 0
    assert "lead" not in answers.choices


def test_what_cannot_be_used_is_told_and_kept_on_the_page(pilot, town) -> None:
    answer = send(pilot, town, 1, laptops="5001", people="0", copiers="beaucoup")
    assert answer.status_code == 200
    page = text(answer)
    assert "Rien n'est encore enregistré" in page.replace("&#x27;", "'")
    assert 'value="5001"' in page
    assert page.count('class="errorlist"') == 3
    assert not FlashSheet.objects.exists()
    assert send(pilot, town, 2, hosting="lune").status_code == 200
    assert pilot.get(url(town, "step", 4)).status_code == 404
    assert pilot.get(url(town, "step", 0)).status_code == 404


def test_people_answer_two_steps_at_once_and_two_fields_of_one(pilot, as_role, town) -> None:
    fill(pilot, town)
    other = as_role("it")
    pages = {client: client.get(url(town, "step", 1)) for client in (pilot, other)}
    bases = {client: page.context["form"]["base"].value() for client, page in pages.items()}
    assert (
        pilot.post(url(town, "step", 1), {**STEPS[1], "base": bases[pilot], "laptops": "9"}).status_code
        == 302
    )
    assert (
        other.post(url(town, "step", 1), {**STEPS[1], "base": bases[other], "copiers": "2"}).status_code
        == 302
    )
    sheet = FlashSheet.objects.get()
    assert (sheet.laptops, sheet.copiers, sheet.lead) == (9, 2, "")


def test_two_answers_to_one_question_are_both_shown(pilot, as_role, town) -> None:
    fill(pilot, town)
    other = as_role("consultant")
    base = other.get(url(town, "step", 3)).context["form"]["base"].value()
    send(pilot, town, 3, lead="clerk")
    answer = other.post(url(town, "step", 3), {**STEPS[3], "base": base, "lead": "elected"})
    assert answer.status_code == 200
    page = text(answer).replace("&#x27;", "'")
    assert "enregistré entre-temps « La ou le secrétaire de mairie », vous avez répondu « Un élu »" in page
    assert FlashSheet.objects.get().lead == "clerk"
    again = answer.context["form"].data
    assert other.post(url(town, "step", 3), again).status_code == 302
    assert FlashSheet.objects.get().lead == "elected"


def test_the_first_answers_of_two_people_are_one_sheet(pilot, as_role, town) -> None:
    """Both opened the page when nothing was there: the second finds the first's answers."""
    other = as_role("it")
    assert pilot.post(url(town, "step", 2), {**STEPS[2], "base": ""}).status_code == 302
    answer = other.post(url(town, "step", 2), {**STEPS[2], "base": "", "server": "yes"})
    assert answer.status_code == 200
    page = text(answer).replace("&#x27;", "'")
    assert "enregistré entre-temps « Non », vous avez répondu « Oui »" in page
    assert FlashSheet.objects.count() == 1
    assert FlashSheet.objects.get().server == "no"


def test_the_same_answers_are_estimated_once(pilot, town) -> None:
    fill(pilot, town)
    for _ in range(2):
        assert pilot.post(url(town, "make")).headers["Location"] == url(town, "show", 1)
    send(pilot, town, 1, laptops="20")
    assert pilot.post(url(town, "make")).headers["Location"] == url(town, "show", 2)
    assert FlashEstimate.objects.count() == 2
    assert "estimation n° 2" in text(pilot.get(url(town, "show", 1)))
    first = FlashEstimate.objects.get(number=1)
    first.answers = {}
    with pytest.raises(FrozenRecord):
        first.save()


def test_answers_that_count_nothing_are_told(pilot, town) -> None:
    send(pilot, town, 3)
    answer = pilot.post(url(town, "make"), follow=True)
    assert "comptent encore aucun équipement" in text(answer)
    assert answer.redirect_chain[-1][0] == url(town, "step", 1)
    assert not FlashEstimate.objects.exists()


def test_the_pages_are_sent_once_and_run_nothing(pilot, town) -> None:
    fill(pilot, town)
    pilot.post(url(town, "make"))
    for name, kind, start in (
        ("pdf", "application/pdf", b"%PDF"),
        ("page", "text/html; charset=utf-8", b"<!DOCTYPE"),
    ):
        answer = pilot.get(url(town, name, 1))
        assert answer["Content-Type"] == kind
        assert answer.content.startswith(start)
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert "no-cache" in answer["Cache-Control"]
        again = pilot.get(url(town, name, 1), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert "sandbox" in pilot.get(url(town, "page", 1))["Content-Security-Policy"]
    assert (
        f"flash-{town.authority.siren}-2025-n1.pdf" in pilot.get(url(town, "pdf", 1))["Content-Disposition"]
    )


def diagnosed(town: Any) -> dict[str, Any]:
    """The diagnosis of the authority as it is now, by the job that its page starts."""
    kind = Job.Kind.DIAGNOSIS
    pilot = town.members["pilot"]
    job = Job.objects.create(
        authority=town.authority, kind=kind, created_by=pilot, steps_total=HANDLERS[kind][1]
    )
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.problem
    document: dict[str, Any] = json.loads(town.authority.results.get().document)
    return document


def test_counts_become_an_inventory_whose_diagnosis_has_the_same_figures(pilot, town) -> None:
    town.authority.agents = None
    town.authority.save()
    fill(pilot, town)
    pilot.post(url(town, "make"))
    assert "deviennent l'inventaire" in text(pilot.get(url(town, "take_in", 1))).replace("&#x27;", "'")
    answer = pilot.post(url(town, "take_in", 1))
    assert answer.headers["Location"] == reverse("diagnostics:compute", args=[town.authority.siren])
    town.authority.refresh_from_db()
    assert town.authority.agents == 6
    batch = batch_in_force(town.authority)
    assert batch is not None
    assert batch.summary["tables"][0]["file"] == "reponses.csv"
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert kinds == {"printed_sheet", "mailbox", "hosted_site"}
    document = diagnosed(town)
    told = json.loads(FlashEstimate.objects.get().document)
    for bound in ("central", "low", "high", "coverage"):
        assert document["footprint"]["gwp"][bound] == pytest.approx(told["climate"][bound])
    assert Event.objects.filter(act="flash.taken").get().details["agents"] == [None, 6]


def test_registers_that_count_are_kept_and_so_is_the_number_of_agents(pilot, town) -> None:
    Entry.objects.create(
        authority=town.authority, register="autres", name="Courriel", kind="email", quantity=1
    )
    fill(pilot, town)
    pilot.post(url(town, "make"))
    assert "registres d'usages sont gardés" in text(pilot.get(url(town, "take_in", 1))).replace("&#x27;", "'")
    pilot.post(url(town, "take_in", 1))
    assert Entry.objects.get().kind == "email"
    town.authority.refresh_from_db()
    assert town.authority.agents == 900
    first = batch_in_force(town.authority)
    assert f"import n° {first.number}" in text(pilot.get(url(town, "take_in", 1)))


def test_who_may_do_what(pilot, as_role, town) -> None:
    fill(pilot, town)
    pilot.post(url(town, "make"))
    for role, reads, answers, takes in (
        ("it", 200, 200, 200), ("consultant", 200, 200, 200), ("elected", 200, 403, 403),
        ("reader", 200, 403, 403), ("contributor", 403, 403, 403),
    ):  # fmt: skip
        client = as_role(role)
        assert [client.get(url(town, name, *n)).status_code for name, n in (
            ("index", ()), ("show", (1,)), ("pdf", (1,)), ("step", (1,)), ("take_in", (1,)),
        )] == [reads, reads, reads, answers, takes], role  # fmt: skip
        page = client.get(url(town, "index"))
        assert ("Calculer" in page.content.decode()) is (answers == 200)


def test_an_answer_that_the_commons_no_longer_have_is_not_known(pilot, town) -> None:
    fill(pilot, town)
    FlashSheet.objects.update(age="<script>")
    assert "age" not in bridge.answers_of(FlashSheet.objects.get()).choices
    page = text(pilot.get(url(town, "step", 1)))
    assert "<script>" not in page
    assert "&lt;script&gt; (réponse qui n" in page
    # Sent back as it was, it stays: nobody chose to lose it.
    assert send(pilot, town, 1, age="<script>").status_code == 302


def test_the_card_says_where_one_is(pilot, town) -> None:
    assert not bridge.card(town.authority)["done"]
    send(pilot, town, 2)
    assert bridge.card(town.authority)["text"] == "3\u00a0questions répondues sur 12."
    fill(pilot, town)
    pilot.post(url(town, "make"))
    card = bridge.card(town.authority)
    assert card["done"]
    assert card["url"] == url(town, "index")
    value, _ = bridge.total(json.loads(FlashEstimate.objects.get().document))
    assert value in card["text"]


def test_the_trail_says_what_was_answered_in_words(pilot, town) -> None:
    fill(pilot, town)
    send(pilot, town, 3, lead="clerk")
    page = text(pilot.get(f"/c/{town.authority.siren}/journal/"))
    assert "a répondu au parcours flash" in page
    assert "La ou le secrétaire de mairie" in page
    assert "Qui s&#x27;en occupe" in page

"""Between an authority's answers and the library: the questions, the estimate, its dossier taken in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from canivet.deliverables.content.flash import total_of
from canivet.deliverables.flash import HTML_NAME, PDF_NAME, render_flash
from canivet.deliverables.french import counted
from canivet.dossier import Profile
from canivet.flash.answers import Answers
from canivet.flash.estate import build_estate
from canivet.flash.estimate import estimate
from canivet.flash.questionnaire import Questionnaire, load_questionnaire
from canivet.flash.section import section
from canivet.footprint.flows import Method
from canivet.problems import InputProblem
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.flash.models import FlashEstimate, FlashSheet
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.models import Acceptance, Batch
from canivet_web.journal.trail import record
from canivet_web.keyed import Keyed
from canivet_web.records import hold
from canivet_web.registers import bridge as registers

#: Documents kept parsed in a process: they never change, and a page shows one.
KEPT_PARSED = 16


@cache
def questionnaire() -> Questionnaire:
    """The questions of the commons."""
    return load_questionnaire(commons())


@cache
def steps() -> tuple[tuple[int, str], ...]:
    """Steps of the questions: number and title."""
    return tuple({q.step: q.step_title for q in questionnaire().questions}.items())


def sheet_of(authority: Authority) -> FlashSheet:
    """The answers of an authority; a sheet not yet written when there are none."""
    return FlashSheet.objects.filter(authority=authority).first() or FlashSheet(authority=authority)


def answers_of(sheet: FlashSheet) -> Answers:
    """Answers as the library reads them; a choice that the commons no longer have is not known."""
    questions = questionnaire()
    counts = {name: getattr(sheet, name) for name in questions.counts}
    known = {name: {c.id for c in q.choices if not c.is_unknown} for name, q in questions.chosen.items()}
    choices = {name: getattr(sheet, name) for name in questions.chosen}
    return Answers(
        {name: value for name, value in counts.items() if value is not None},
        {name: value for name, value in choices.items() if value in known[name]},
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer in words; blank when it is not known."""

    step: int
    text: str
    answer: str


def told(sheet: FlashSheet) -> list[Told]:
    """Every question with what was answered."""
    answers = answers_of(sheet)
    rows = []
    for question in questionnaire().questions:
        labels = {choice.id: choice.label for choice in question.choices}
        parts = [labels[answers.choices[question.id]]] if question.id in answers.choices else []
        several = len(question.counts) > 1
        parts += [
            f"{count.label} : {answers.counts[count.id]}" if several else str(answers.counts[count.id])
            for count in question.counts
            if count.id in answers.counts
        ]
        rows.append(Told(question.step, question.text, " ; ".join(parts)))
    return rows


def answered(sheet: FlashSheet) -> int:
    """How many questions have an answer."""
    return answers_of(sheet).answered(questionnaire())


def profile_of(authority: Authority) -> Profile:
    """Profile of the dossier, from the authority's fields."""
    return Profile(
        siren=authority.siren, name=authority.name, kind=authority.kind, type=authority.type,
        population=authority.population, population_municipal=authority.population_municipal,
        agents=authority.agents or 0, year=authority.year, method=cast(Method, authority.method),
        country=authority.country, factor_set="",
    )  # fmt: skip


def make(authority: Authority, user: Any) -> tuple[FlashEstimate | None, str]:
    """Estimate from the answers of today; gives the estimate, or none and why there is none.

    What is long is done first, and holds nobody; nothing is written when nothing changed since the last one.
    """
    answers = answers_of(sheet_of(authority))
    try:
        figures = section(estimate(profile_of(authority), answers, commons()))
    except InputProblem as problem:
        return None, f"{problem.what[:1].upper()}{problem.what[1:]} À faire : {problem.cure}"
    if (last := _same(authority, figures)) is not None:
        return last, ""
    dated = {**figures, "generated_on": timezone.localdate().isoformat()}
    pages = render_flash(dated)
    text = json.dumps(dated, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    with transaction.atomic():
        hold(authority)
        # A second click may have come first.
        if (last := _same(authority, figures)) is not None:
            return last, ""
        number = (authority.flash_estimates.aggregate(last=Max("number"))["last"] or 0) + 1
        made = FlashEstimate.objects.create(
            authority=authority, number=number, year=authority.year, created_by=user,
            answers={**answers.counts, **answers.choices}, document=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(), pdf=pages[PDF_NAME], html=pages[HTML_NAME],
        )  # fmt: skip
        details = {"central": figures["climate"]["central"], "year": authority.year}
        record("flash.estimated", actor=user, authority=authority, target=str(made), details=details)
    return made, ""


def _same(authority: Authority, figures: dict[str, Any]) -> FlashEstimate | None:
    """The last estimate, if it says the same."""
    last = latest(authority)
    return last if last is not None and without_date(document_of(last)) == figures else None


def latest(authority: Authority) -> FlashEstimate | None:
    """The last estimate, without its pages."""
    found: FlashEstimate | None = authority.flash_estimates.defer("pdf", "html").first()
    return found


def without_date(document: dict[str, Any]) -> dict[str, Any]:
    """Figures without the day they were made: what says whether two estimates differ."""
    return {name: value for name, value in document.items() if name != "generated_on"}


def document_of(made: FlashEstimate) -> dict[str, Any]:
    """The parsed figures of an estimate; they are shared, never change them."""
    return _parsed(Keyed((made.sha256,), made))


@lru_cache(KEPT_PARSED)
def _parsed(keyed: Keyed[FlashEstimate]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(keyed.row.document)
    return document


def total(document: dict[str, Any]) -> tuple[str, str]:
    """The figure of an estimate with its unit, and its interval, as the pages write them."""
    return total_of(document)


def takes_uses(authority: Authority) -> bool:
    """Whether the uses of an estimate would become register entries: only if none counts yet."""
    return not registers.counted(authority.entries.kept()).exists()


def take_in(authority: Authority, user: Any, made: FlashEstimate) -> Batch:
    """Make the lots of an estimate the inventory of the authority, and its uses register entries.

    The number of people completes the profile where it has none, so that a diagnosis can be computed.
    """
    counts = {name: value for name, value in made.answers.items() if isinstance(value, int)}
    choices = {name: value for name, value in made.answers.items() if isinstance(value, str)}
    estate = build_estate(Answers(counts, choices), questionnaire(), year=authority.year)
    ready = inventories.prepare(authority, [estate.table], inventories.rules_of(authority))
    with transaction.atomic():
        hold(authority)
        authority.refresh_from_db()
        batch = inventories.store(authority, user, ready)
        Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
        if takes_uses(authority) and estate.uses:
            registers.write_uses(authority, estate.uses, user)
        details: dict[str, Any] = {"batch": batch.number}
        if authority.agents is None and estate.people:
            details["agents"] = [None, estate.people]
            authority.agents = estate.people
            authority.version += 1
            authority.save()
        record("flash.taken", actor=user, authority=authority, target=str(made), details=details)
    return batch


def card(authority: Authority) -> dict[str, Any]:
    """The path on the page of the state of play."""
    last = latest(authority)
    if last is not None:
        value, interval = total(document_of(last))
        text = f"Première estimation : {value} par an, {interval}, et cinq actions pour commencer."
    else:
        done = answered(sheet_of(authority))
        text = (
            "Sans informaticien ni inventaire : douze questions, un quart d'heure, une première estimation "
            "et cinq actions."
            if not done
            else f"{counted(done, 'question répondue', 'questions répondues')} sur "
            f"{len(questionnaire().questions)}."
        )
    url = reverse("flash:index", args=[authority.siren])
    return {"title": "Parcours flash", "text": text, "url": url, "done": last is not None}

"""The grid of the library ⇄ the answers of an authority: what is known, scores, checks, the hub's card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from canivet.commons.archetypes import load_archetypes
from canivet.deliverables import french
from canivet.maturity import (
    Answer,
    Fact,
    Grid,
    Maturity,
    Proof,
    Question,
    Scores,
    Snapshot,
    applicability,
    compute_scores,
    digest,
    fault_of,
    known_facts,
    load_grid,
    section,
)
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.inventories.bridge import batch_in_force, corrections_of
from canivet_web.maturity.models import MaturityAnswer, MaturityProof

#: Fields of the profile that facts are read from.
PROFILE = ("kind", "type", "population", "population_municipal", "agents")
_FIELDS = ("level", "planned_level", "planned_on", "not_applicable", "comment", "role", "grid", "answered_on")


@cache
def grid() -> Grid:
    """The grid of the commons."""
    return load_grid(commons())


def asked_facts() -> tuple[Fact, ...]:
    """Facts that an authority is asked itself."""
    return tuple(fact for fact in grid().facts if fact.origin == "answer")


def estate_of(authority: Authority) -> dict[str, float] | None:
    """Units that count, by family, in the inventory in force with its corrections; None without one."""
    batch = batch_in_force(authority)
    if batch is None:
        return None
    corrected = corrections_of(authority)
    rows = batch.models.exclude(key__in=list(corrected)).values_list("family").annotate(Sum("in_service"))
    estate: Counter[str] = Counter()
    for family, units in rows.order_by():
        estate[family] += units
    archetypes = load_archetypes(commons()) if corrected else {}
    for key, units in batch.models.filter(key__in=list(corrected)).values_list("key", "in_service"):
        value = corrected[key]
        estate[archetypes[value].family if value in archetypes else value] += units
    return dict(estate)


def facts_given(authority: Authority) -> dict[str, str]:
    """What the authority said of itself."""
    return dict(authority.maturity_facts.values_list("fact", "value"))


def known_of(authority: Authority) -> dict[str, str]:
    """All that is known of an authority, by fact."""
    profile = {name: getattr(authority, name) for name in PROFILE}
    return known_facts(grid(), profile, estate_of(authority), facts_given(authority))


def services_of(authority: Authority) -> list[str]:
    """Services expected to answer."""
    return list(authority.services.kept().values_list("name", flat=True))


def stored_answers(authority: Authority) -> list[MaturityAnswer]:
    """Rows of an authority but those of deleted services, with their service and proofs."""
    rows = authority.maturity_answers.select_related("service").filter(service__deleted_at=None)
    return list(rows)


def proofs_of(authority: Authority) -> dict[int, list[MaturityProof]]:
    """Proofs that are kept, by answer, without their content."""
    found: dict[int, list[MaturityProof]] = {}
    for proof in authority.maturity_proofs.kept().defer("content"):
        found.setdefault(proof.answer_id, []).append(proof)
    return found


def part_of(authority: Authority, *, frozen: bool = True) -> Maturity:
    """The part of the authority's dossier: answers, proofs by their hashes, facts, and the frozen grids."""
    codes: dict[tuple[str, ...], Proof] = {}
    answers = []
    backing = proofs_of(authority)
    for row in stored_answers(authority):
        names = [_proof(proof, codes).id for proof in backing.get(row.pk, ())]
        answers.append(as_answer(row, tuple(dict.fromkeys(names))))
    snapshots = authority.maturity_snapshots.values_list("name", "document") if frozen else ()
    return Maturity(
        tuple(answers),
        tuple(codes.values()),
        facts_given(authority),
        tuple(Snapshot(name, text) for name, text in snapshots),
    )


def as_answer(row: MaturityAnswer, proofs: tuple[str, ...] = ()) -> Answer:
    """A stored answer in the library's words."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return Answer(row.question, row.service.name if row.service else "", proofs=proofs, **values)


def _proof(proof: MaturityProof, codes: dict[tuple[str, ...], Proof]) -> Proof:
    """A stored proof; the same one behind two answers is one proof of the dossier."""
    told = (proof.kind, proof.title, proof.address, proof.text)
    key = (*told, proof.sha256, proof.confidentiality, proof.code)
    if key not in codes:
        kind: Any = proof.kind
        level: Any = proof.confidentiality
        taken = {known.id for known in codes.values()}
        free = (name for number in count(len(codes) + 1) if (name := f"P{number}") not in taken)
        name = proof.code if proof.code and proof.code not in taken else next(free)
        codes[key] = Proof(name, kind, proof.title, proof.address, proof.text, proof.sha256, level)
    return codes[key]


def scores_of(authority: Authority, known: Mapping[str, str] | None = None) -> Scores:
    """Scores of the answers as they are."""
    part = part_of(authority, frozen=False)
    return compute_scores(
        grid(),
        part.answers,
        known_of(authority) if known is None else known,
        services_of(authority),
        on=timezone.localdate(),
    )


def section_of(authority: Authority) -> dict[str, Any]:
    """All that pages tell of the maturity of an authority; its frozen grids have a page of their own."""
    profile = {name: getattr(authority, name) for name in PROFILE}
    part = part_of(authority, frozen=False)
    estate, services = estate_of(authority), services_of(authority)
    return section(grid(), part, profile, estate, services, on=timezone.localdate())


def applicable(known: Mapping[str, str]) -> list[Question]:
    """Questions put to an authority of which this is known, in their order."""
    return [question for question in grid().questions if applicability(grid(), question, known).applies]


def fault(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The field and the sentence of the first thing wrong in an answer; None when it can be kept."""
    found = fault_of(
        Answer(
            "",
            level=values.get("level"),
            planned_level=values.get("planned_level"),
            planned_on=values.get("planned_on"),
            not_applicable=values.get("not_applicable") or "",
        )
    )
    if found is None:
        return None
    return found.field, f"{found.what[:1].upper()}{found.what[1:]} {found.cure[:1].upper()}{found.cure[1:]}"


def sha256(content: Any) -> str:
    """The hash of a proof: of the bytes of a file, of an address, or of a note."""
    return digest(content if isinstance(content, str) else bytes(content))


def role_choices() -> list[tuple[str, str]]:
    """Roles that can be said to have answered."""
    return [(role.id, role.label) for role in grid().roles]


def level_text(level: float | None) -> str:
    """A level as the report writes it; a dash for none."""
    return "–" if level is None else french.number(level, 2)


def day_of(name: str) -> str:
    """A date in words, from its ISO writing or the name of a frozen grid.

    >>> day_of("2026-03-01"), day_of("2026-03-01-2")
    ('1er mars 2026', '1er mars 2026 (2)')
    """
    number = name[11:]
    try:
        return french.day(date.fromisoformat(name[:10])) + (f" ({number})" if number else "")
    except ValueError:
        return name


def next_question(questions: Sequence[Question], current: str, answered: Iterable[str]) -> Question | None:
    """The first question after the current one that is not answered, else before it; None when all are."""
    done = {*answered, current}
    names = [question.id for question in questions]
    start = names.index(current) + 1 if current in names else 0
    for question in (*questions[start:], *questions[:start]):
        if question.id not in done:
            return question
    return None


def card(authority: Authority) -> dict[str, Any]:
    """The card of the hub: how far the grid is answered. No score: a contributor reads it too."""
    total = scores_of(authority).total
    if total.answered:
        text = f"{french.counted(total.answered, 'réponse', 'réponses')} sur {total.expected} attendues"
        if total.proof_rate is not None:
            text += f" ; {french.percent(total.proof_rate)} de celles au-dessus de 0 ont une preuve"
    else:
        text = (
            f"{french.counted(total.asked, 'question', 'questions')} à poser, aucune réponse pour l'instant"
        )
    return {
        "title": "Maturité",
        "text": f"{text}.",
        "url": reverse("maturity:index", args=[authority.siren]),
        "done": 0 < total.expected == total.answered,
    }


def reason_away(question: Question, known: Mapping[str, str]) -> str:
    """Why a question is not put to an authority of which this is known; blank when it is."""
    return applicability(grid(), question, known).reason

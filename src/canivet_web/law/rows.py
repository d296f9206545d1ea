"""Rows of an authority ⇄ the parts of the library's dossier: facts, disposals, initiatives."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.db import transaction

from canivet.initiatives import Initiative as Item
from canivet.initiatives import InitiativesPart
from canivet.obligations import Law, ObligationsPart
from canivet.obligations.disposals import Disposal as Lot
from canivet.obligations.facts import Declared, read_value, split_list, value_text
from canivet.problems import InputProblem, Place
from canivet.text import fold
from canivet_web.authorities.listing import services_named
from canivet_web.authorities.models import Authority
from canivet_web.journal.trail import record
from canivet_web.law.models import LASTING, DeclaredFact, Disposal, Initiative, NilReason
from canivet_web.records import hold

_CODE_LENGTH = 60


def obligations_of(authority: Authority, law: Law) -> ObligationsPart:
    """Declared facts and register; what this edition of the commons does not know is left aside."""
    facts = (_declared(row, law) for row in authority.declared_facts.all())
    lots = (_lot(row, law) for row in authority.disposals.kept().order_by("year", "pk"))
    return ObligationsPart(
        tuple(item for item in facts if item is not None), tuple(item for item in lots if item is not None)
    )


def _declared(row: DeclaredFact, law: Law) -> Declared | None:
    kind = law.facts.get(row.fact)
    if kind is None or kind.yearly != bool(row.year):
        return None
    try:
        value = read_value(row.value, kind, Place())
    except InputProblem:
        return None
    return Declared(row.fact, row.year or None, value, split_list(row.proofs), row.note)


def _lot(row: Disposal, law: Law) -> Lot | None:
    known = row.family in law.families and row.outcome in law.outcomes
    if not known or (row.exclusion and row.exclusion not in law.exclusions):
        return None
    return Lot(
        year=row.year,
        family=row.family,
        label=row.label,
        quantity=row.quantity,
        bought_on=row.bought_on,
        age_years=row.age_years,
        outcome=row.outcome,
        exclusion=row.exclusion,
        unit_price_eur=None if row.unit_price_eur is None else float(row.unit_price_eur),
        proofs=split_list(row.proofs),
        note=row.note,
    )


def initiatives_of(authority: Authority) -> InitiativesPart:
    """The journal, in the order it was written, or the reason why it is empty."""
    kept = authority.initiatives.kept().select_related("service").order_by("pk")
    items = tuple(_item(row) for row in kept)
    reason = NilReason.objects.filter(authority=authority).values_list("reason", flat=True).first() or ""
    return InitiativesPart(items, "" if items else reason)


def _item(row: Initiative) -> Item:
    state: Any = row.state
    return Item(
        id=row.code,
        title=row.title,
        theme=row.theme,
        state=state,
        since=row.since,
        until=row.until,
        service=row.service.name if row.service else "",
        result=row.result,
        gain=row.gain,
        partners=split_list(row.partners),
        proofs=split_list(row.proofs),
        note=row.note,
    )


def code_of(authority: Authority, title: str) -> str:
    """A free name for an initiative of this title, made once and kept.

    Deleted initiatives keep theirs: they can be brought back.
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[: _CODE_LENGTH - 6].strip("-") or "initiative"
    taken = set(authority.initiatives.values_list("code", flat=True)) | {"neant"}
    numbered = (words if number == 1 else f"{words}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def store_obligations(authority: Authority, user: Any, part: ObligationsPart) -> int:
    """Take facts and register of a dossier in, in place of what the authority had; gives how many lines.

    A fact of the same year is replaced, the others stay; the register is replaced as a whole.
    """
    with transaction.atomic():
        hold(authority)
        for item in part.facts:
            values = {
                "value": value_text(item.value),
                "proofs": ";".join(item.proofs),
                "note": item.note,
            }
            DeclaredFact.objects.update_or_create(
                authority=authority, fact=item.fact, year=item.year or LASTING, defaults=values
            )
        if part.disposals:
            for row in authority.disposals.kept():
                row.discard(user)
            Disposal.objects.bulk_create(_row(authority, item) for item in part.disposals)
        return _told(authority, user, len(part.facts) + len(part.disposals), "obligations")


def _row(authority: Authority, item: Lot) -> Disposal:
    price = item.unit_price_eur
    return Disposal(
        authority=authority,
        year=item.year,
        family=item.family,
        label=item.label,
        quantity=item.quantity,
        bought_on=item.bought_on,
        age_years=item.age_years,
        outcome=item.outcome,
        exclusion=item.exclusion,
        unit_price_eur=None if price is None else round(Decimal(repr(price)), 2),
        proofs=";".join(item.proofs),
        note=item.note,
    )


def store_initiatives(authority: Authority, user: Any, part: InitiativesPart) -> int:
    """Take the journal of a dossier in; an initiative of the same name is replaced, the others stay."""
    with transaction.atomic():
        hold(authority)
        services = services_named(authority, (item.service for item in part.items), user)
        for item in part.items:
            values = {
                "title": item.title,
                "theme": item.theme,
                "state": item.state,
                "since": item.since,
                "until": item.until,
                "service": services.get(fold(item.service)) if item.service else None,
                "result": item.result,
                "gain": item.gain,
                "partners": ";".join(item.partners),
                "proofs": ";".join(item.proofs),
                "note": item.note,
                "deleted_at": None,
                "deleted_by": None,
            }
            Initiative.objects.update_or_create(authority=authority, code=item.id, defaults=values)
        if part.nil_reason:
            NilReason.objects.update_or_create(authority=authority, defaults={"reason": part.nil_reason})
        return _told(authority, user, len(part.items), "initiatives")


def _told(authority: Authority, user: Any, count: int, what: str) -> int:
    if count:
        target = f"{what} : {count} ligne{'s' if count > 1 else ''}"
        record("law.imported", actor=user, authority=authority, target=target)
    return count

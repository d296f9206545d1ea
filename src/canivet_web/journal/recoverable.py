"""What can be brought back: the one table of the kinds of deleted things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from canivet.text import fold
from canivet_web.journal.trail import record


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name in URLs, in French, and where its rows hang on the authority."""

    slug: str
    label: str
    plural: str
    relation: str
    name: Callable[[Any], str] = str
    heavy: tuple[str, ...] = ()
    """Columns that a list does not read."""
    alone: tuple[str, ...] = ()
    """Fields that no two kept rows of an authority share."""
    apart: str = ""
    """The name that no two kept rows of an authority share, whatever its case and accents."""


KINDS: Final = {
    kind.slug: kind
    for kind in (
        Kind("service", "Service", "Services supprimés", "services", apart="name"),
        Kind("site", "Site", "Sites supprimés", "sites", apart="name"),
        Kind(
            "usage",
            "Ligne de registre",
            "Lignes de registre supprimées",
            "entries",
            lambda entry: f"{entry.name} ({entry.get_register_display()})",
        ),
        Kind(
            "correction",
            "Correction d'un modèle",
            "Corrections supprimées",
            "corrections",
            lambda correction: correction.key,
            alone=("key",),
        ),
        Kind("reforme", "Lot réformé", "Lots réformés supprimés", "disposals"),
        Kind("acteur", "Acteur", "Acteurs supprimés", "actors", alone=("slug",)),
        Kind("initiative", "Initiative", "Initiatives supprimées", "initiatives"),
        Kind("evaluation", "Évaluation RGESN", "Évaluations RGESN supprimées", "assessed_services"),
        Kind(
            "chiffre",
            "Chiffre local",
            "Chiffres locaux supprimés",
            "local_figures",
            alone=("indicator", "year"),
        ),
        Kind("import", "Import d'inventaire", "Imports supprimés", "batches", heavy=("dossier", "summary")),
        Kind(
            "preuve",
            "Preuve de maturité",
            "Preuves de maturité supprimées",
            "maturity_proofs",
            lambda proof: proof.told,
            heavy=("content",),
        ),
        Kind("diagnostic", "Diagnostic", "Diagnostics supprimés", "results", heavy=("document", "evidence")),
    )
}


class Taken(Exception):
    """Something else has since taken the place of what was deleted."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """One deleted thing, as the bin shows it."""

    kind: Kind
    pk: int
    name: str
    at: datetime
    by: str
    until: datetime


def deleted_keys(authority: Any) -> list[tuple[datetime, str, int]]:
    """Everything that can be brought back, latest first: when, kind, key; nothing heavy is read."""
    found = [
        (at, kind.slug, pk)
        for kind in KINDS.values()
        for at, pk in getattr(authority, kind.relation).deleted().order_by().values_list("deleted_at", "pk")
    ]
    return sorted(found, reverse=True)


def shown(authority: Any, keys: list[tuple[datetime, str, int]]) -> list[Deleted]:
    """The things of these keys, in the same order, one query per kind."""
    found = {(kind.slug, thing.pk): (kind, thing) for kind, thing in _things(authority, keys)}
    ordered = [found[slug, pk] for _, slug, pk in keys if (slug, pk) in found]
    kept_for = timedelta(days=settings.UNDO_DAYS)
    return [
        Deleted(
            kind,
            thing.pk,
            kind.name(thing),
            thing.deleted_at,
            str(thing.deleted_by or ""),
            thing.deleted_at + kept_for,
        )
        for kind, thing in ordered
    ]


def _things(authority: Any, keys: list[tuple[datetime, str, int]]) -> Iterator[tuple[Kind, Any]]:
    for slug in {slug for _, slug, _ in keys}:
        kind = KINDS[slug]
        wanted = [pk for _, of, pk in keys if of == slug]
        rows = getattr(authority, kind.relation).deleted().defer(*kind.heavy)
        for thing in rows.select_related("deleted_by").filter(pk__in=wanted):
            yield kind, thing


def bring_back(authority: Any, kind: Kind, pk: int, actor: Any) -> str | None:
    """Undo one deletion and record it; gives its name, None when it was already there.

    Raises ``DoesNotExist`` of its model when it is not this authority's or its delay is over, and `Taken`.
    """
    rows = getattr(authority, kind.relation)
    try:
        with transaction.atomic():
            if rows.kept().filter(pk=pk).exists():
                return None
            # The row alone is locked: PostgreSQL does not lock the optional side of a join.
            thing = rows.deleted().defer(*kind.heavy).select_for_update().get(pk=pk)
            name = kind.name(thing)
            if _is_taken(kind, rows.kept(), thing):
                raise Taken(name)
            thing.bring_back()
            record("undone", actor=actor, authority=authority, target=f"{kind.label} : {name}")
            return name
    except IntegrityError as error:
        raise Taken(kind.label) from error


def _is_taken(kind: Kind, kept: Any, thing: Any) -> bool:
    """Whether a kept row is what a deleted one would be again."""
    if kind.apart:
        # As where a name is given: « Écoles » and « Ecoles » are one service of a dossier.
        wanted = fold(getattr(thing, kind.apart))
        return any(fold(name) == wanted for name in kept.values_list(kind.apart, flat=True))
    return bool(kind.alone) and kept.filter(**{name: getattr(thing, name) for name in kind.alone}).exists()

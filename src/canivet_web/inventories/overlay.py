"""Corrections laid over batches: what a model is today, and one person's word after another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from canivet.inventory.classify.texts import plain
from canivet_web.authorities.models import Authority
from canivet_web.inventories.differences import ModelUnits, families_now
from canivet_web.inventories.labels import (
    counted_families,
    family_of,
    understood,
    value_label,
)
from canivet_web.inventories.models import Batch, BatchModel, Correction
from canivet_web.journal.trail import record


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a correction ended: saved or not, and the word of another person when it stands in the way."""

    saved: bool
    other: Correction | None = None


def correct(authority: Authority, user: Any, model: BatchModel, value: str, shown: str) -> Outcome:
    """Say what a model is (blank: take the correction back), unless it changed since it was ``shown``."""
    try:
        with transaction.atomic():
            return _correct(authority, user, model, value, shown)
    except IntegrityError:
        # Two people corrected it for the first time at the same instant: the other one was first.
        return Outcome(False, authority.corrections.filter(key=model.key).first())


def _correct(authority: Authority, user: Any, model: BatchModel, value: str, shown: str) -> Outcome:
    found = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("corrected_by")
        .filter(authority=authority, key=model.key)
        .first()
    )
    now = found.value if found is not None and found.deleted_at is None else ""
    if now == value:
        return Outcome(True)
    if now != shown:
        return Outcome(False, found)
    if not value and found is not None:
        found.discard(user)
    elif found is None:
        Correction.objects.create(authority=authority, key=model.key, value=value, corrected_by=user)
    else:
        found.value, found.corrected_by, found.version = value, user, found.version + 1
        found.deleted_at = found.deleted_by = None
        found.save()
    before = value_label(now) if now else understood(model.family, model.archetype)
    record(
        "model.corrected" if value else "model.uncorrected",
        actor=user,
        authority=authority,
        target=name_of(model),
        details={"famille": [before, value_label(value) if value else "d'après Canivet"]},
    )
    return Outcome(True)


def name_of(model: BatchModel) -> str:
    """What people call a model: maker and model, else its designation or type."""
    return model_name(model.manufacturer, model.model, model.designation, model.type)


def model_name(maker: str, model: str, designation: str, kind: str) -> str:
    """Maker and model without saying the maker twice.

    >>> model_name("Dell", "Dell Latitude", "", ""), model_name("HP", "", "PC n° 3", "Portable")
    ('Dell Latitude', 'HP PC n° 3')
    """
    text = model or designation or kind
    if not maker or text.casefold().startswith(maker.casefold()):
        return text
    return f"{maker} {text}".strip()


def corrections_among(authority: Authority, keys: Iterable[str]) -> dict[str, Correction]:
    """Corrections in force of these models."""
    found = authority.corrections.kept().filter(key__in=list(keys)).select_related("corrected_by")
    return {item.key: item for item in found}


def families_of(batch: Batch, corrections: Mapping[str, str]) -> dict[str, float]:
    """Units counted by family in a batch, under the corrections of today."""
    then: dict[str, str] = batch.summary["corrections"]
    changed = [key for key in {**then, **corrections} if then.get(key) != corrections.get(key)]
    rows = batch.models.filter(key__in=changed).values_list("key", "family", "in_service")
    return families_now(
        batch.summary["families"],
        {key: family_of(value) for key, value in then.items()},
        {key: family_of(value) for key, value in corrections.items()},
        [ModelUnits(*row) for row in rows],
        counted_families(),
    )


def units_of(batch: Batch, corrections: Mapping[str, str]) -> float:
    """Units counted in a batch, under the corrections of today."""
    return sum(families_of(batch, corrections).values())


def corrected_since(batch: Batch, corrections: Mapping[str, str]) -> int:
    """Models of a batch whose correction is not what it was when the batch was read."""
    then: dict[str, str] = batch.summary["corrections"]
    changed = [key for key in {**then, **corrections} if then.get(key) != corrections.get(key)]
    return batch.models.filter(key__in=changed).count() if changed else 0


def to_review(authority: Authority, batch: int) -> Any:
    """Models of one batch of an authority that nobody has reviewed yet, heaviest first."""
    models = BatchModel.objects.filter(batch=batch, batch__authority=authority, to_review=True)
    return models.exclude(key__in=authority.corrections.kept().values("key"))


#: Which models a review shows.
FILTERS = {"a-relire": "À relire", "tous": "Tous", "corriges": "Corrigés"}


def chosen_models(batch: Batch, authority: Authority, which: str, words: str = "") -> Any:
    """Models of a batch, heaviest first: those to review, those corrected, or all; with all these words."""
    rows = batch.models.all()
    if which == "a-relire":
        rows = to_review(authority, batch.pk)
    elif which == "corriges":
        rows = rows.filter(key__in=authority.corrections.kept().values("key"))
    for word in words.split():
        folded = plain(word)
        said = Q(manufacturer__icontains=word) | Q(model__icontains=word) | Q(type__icontains=word)
        said |= Q(designation__icontains=word)
        rows = rows.filter(said | Q(key__contains=folded) if folded else said)
    return rows


def next_to(model: BatchModel, rows: Any) -> BatchModel | None:
    """The model that follows in a review; back to the heaviest after the last one."""
    others = rows.exclude(pk=model.pk)
    found: BatchModel | None = others.filter(rank__gt=model.rank).first() or others.first()
    return found

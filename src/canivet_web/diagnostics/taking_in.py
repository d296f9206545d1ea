"""Taking a dossier in: its profile, its corrections, its lines and its uses become those of the authority.

What is long is prepared first, and holds nobody; then the caller opens the transaction in which everything
comes in, or nothing does.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from canivet.dossier import Dossier
from canivet.problems import InputProblem, Place
from canivet_web.diagnostics import state
from canivet_web.diagnostics.models import FactorSet
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.bridge import Prepared, Rules
from canivet_web.inventories.models import Acceptance
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.registers import bridge as registers

if TYPE_CHECKING:
    from canivet_web.authorities.models import Authority
    from canivet_web.inventories.models import Batch

_FIELDS = (
    "name",
    "kind",
    "type",
    "population",
    "population_municipal",
    "agents",
    "year",
    "method",
    "country",
    "factor_set",
)


def prepared(authority: Authority, dossier: Dossier, progress: Callable[[str], None]) -> Prepared:
    """The batch of a dossier, ready to be written; `InputProblem` when the dossier does not fit."""
    _lay_profile(copy(authority), dossier)
    rules = Rules(dossier.profile.year, dossier.profile.country, dossier.corrections)
    return inventories.prepare(authority, dossier.tables, rules, progress=progress)


def take_in(
    authority: Authority, user: Any, dossier: Dossier, batch_to_be: Prepared, *, replace_uses: bool
) -> Batch:
    """Write a dossier over the authority's inputs; gives the batch of its lines, accepted."""
    hold(authority)
    authority.refresh_from_db()
    changes = _lay_profile(authority, dossier)
    if changes:
        authority.version += 1
        authority.save()
    _take_factor_sets(authority, dossier)
    for correction in authority.corrections.kept().exclude(key__in=list(dossier.corrections)):
        correction.discard(user)
    inventories.write_corrections(authority, user, dossier.corrections)
    batch = inventories.store(authority, user, batch_to_be)
    Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
    # Entries that are kept stand for the dossier's uses: both together would count the same thing twice.
    takes_uses = replace_uses or not registers.counted(authority.entries.kept()).exists()
    if takes_uses:
        registers.write_uses(authority, dossier.uses or (), user, replace=True)
    state.store(authority, user, dossier.state)
    record(
        "dossier.imported",
        actor=user,
        authority=authority,
        target=str(batch),
        details={
            "profile": changes,
            "corrections": len(dossier.corrections),
            "factor_sets": sorted(dossier.own_sets),
            "uses": len(dossier.uses or ()) if takes_uses else 0,
            "registers_kept": not takes_uses,
            "state": len(dossier.state),
        },
    )
    return batch


def _take_factor_sets(authority: Authority, dossier: Dossier) -> None:
    """The own factor sets become those of the dossier: each is a part of what it computes."""
    authority.factor_sets.exclude(name__in=list(dossier.own_sets)).delete()
    for name, text in dossier.own_sets.items():
        FactorSet.objects.update_or_create(authority=authority, name=name, defaults={"text": text})


def _lay_profile(authority: Authority, dossier: Dossier) -> dict[str, list[Any]]:
    """Lay the profile of a dossier over the authority's, without saving it; gives what changed."""
    changes = {}
    for name in _FIELDS:
        # A dossier made without agents says zero, the authority says nothing.
        value = getattr(dossier.profile, name)
        value = value or None if name == "agents" else value
        before = getattr(authority, name)
        if value != before:
            changes[name] = [before, value]
            setattr(authority, name, value)
    try:
        authority.full_clean(exclude=["siren"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InputProblem(
            f"le profil du dossier ne convient pas : champ « {field} », {messages[0]}",
            cure="sortez de nouveau le dossier, ou corrigez son fichier dossier.json.",
            place=Place("dossier.json"),
        ) from error
    return changes

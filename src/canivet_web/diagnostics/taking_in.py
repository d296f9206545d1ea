"""Taking a dossier in: its profile, its corrections, its lines and its uses become those of the authority.

The caller opens the transaction: everything comes in, or nothing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from canivet.dossier import Dossier
from canivet.problems import InputProblem, Place
from canivet_web.diagnostics.storing import lock
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.models import Acceptance
from canivet_web.journal.trail import record
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


def take_in(authority: Authority, user: Any, dossier: Dossier, *, replace_uses: bool) -> Batch:
    """Write a dossier over the authority's inputs; gives the batch of its lines, accepted."""
    lock(authority)
    authority.refresh_from_db()
    changes = _take_profile(authority, dossier)
    for correction in authority.corrections.kept().exclude(key__in=list(dossier.corrections)):
        correction.discard(user)
    inventories.write_corrections(authority, user, dossier.corrections)
    batch = inventories.store_tables(authority, user, dossier.tables, dossier.profile.year)
    Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
    # Entries that are kept stand for the dossier's uses: both together would count the same thing twice.
    takes_uses = replace_uses or not registers.counted(authority.entries.kept()).exists()
    if takes_uses:
        registers.write_uses(authority, dossier.uses or (), user, replace=True)
    record(
        "dossier.imported",
        actor=user,
        authority=authority,
        target=str(batch),
        details={
            "profile": changes,
            "corrections": len(dossier.corrections),
            "uses": len(dossier.uses or ()) if takes_uses else 0,
            "registers_kept": not takes_uses,
        },
    )
    return batch


def _take_profile(authority: Authority, dossier: Dossier) -> dict[str, list[Any]]:
    """Write the profile of a dossier in the authority; gives what changed."""
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
    if changes:
        authority.version += 1
        authority.save()
    return changes

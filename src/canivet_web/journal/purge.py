"""Really deleting what nobody can bring back any more; accounts have delays of their own (``retention``)."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from canivet_web.actors.models import Actor
from canivet_web.authorities.models import Authority, Service, Site
from canivet_web.diagnostics.models import Result
from canivet_web.inventories.models import Batch, Correction
from canivet_web.journal.recoverable import KINDS
from canivet_web.law.models import Disposal, Initiative
from canivet_web.maturity.models import MaturityProof
from canivet_web.registers.models import Entry
from canivet_web.rgesn.models import AssessedService
from canivet_web.territory_uses.models import LocalFigure

_MODELS: Final[dict[str, Any]] = {
    "service": Service,
    "site": Site,
    "usage": Entry,
    "correction": Correction,
    "reforme": Disposal,
    "initiative": Initiative,
    "acteur": Actor,
    "evaluation": AssessedService,
    "chiffre": LocalFigure,
    "import": Batch,
    "preuve": MaturityProof,
    "diagnostic": Result,
}


def purge() -> dict[str, int]:
    """Delete for good what lapsed: French label → how many. What hangs on a row goes with it."""
    counts = {"Collectivités supprimées": _delete(Authority.objects.lapsed())}
    counts |= {kind.plural: _delete(_MODELS[kind.slug].objects.lapsed()) for kind in KINDS.values()}
    return counts


def _delete(rows: Any) -> int:
    """How many of these rows were deleted, those that hang on them not counted."""
    with transaction.atomic():
        _, by_model = rows.only("pk").delete()
    return int(by_model.get(rows.model._meta.label, 0))

"""Finding results without loading their heavy parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from canivet_web.diagnostics.models import Result
from canivet_web.inventories.overlay import to_review

if TYPE_CHECKING:
    from canivet_web.authorities.models import Authority

#: Parts of a result that lists never load.
HEAVY = ("document", "evidence")


def results(authority: Authority) -> Any:
    """Results that are not deleted, the newest first."""
    return authority.results.kept().defer(*HEAVY)


def latest(authority: Authority) -> Result | None:
    """The newest result."""
    found: Result | None = results(authority).first()
    return found


def reference(authority: Authority) -> Result | None:
    """The newest frozen result, else the newest."""
    frozen: Result | None = results(authority).filter(freeze__isnull=False).first()
    return frozen or latest(authority)


def models_to_review(result: Result) -> int:
    """Models of the result's batch, when it still stands, that nobody has reviewed yet."""
    if result.batch_id is None:
        return 0
    return int(to_review(result.authority, result.batch_id).filter(batch__deleted_at=None).count())


def path_of(result: Result) -> str:
    """Path of the dashboard of a result."""
    return reverse("diagnostics:show", args=[result.authority.siren, result.number])

"""Pieces of the dossier that other applications keep, as the check of the law reads them."""

from __future__ import annotations

from django.db.models import Count
from django.utils import timezone

from canivet.actors.reen import PRIVATE, PUBLIC
from canivet.deliverables import french
from canivet.maturity import Maturity
from canivet.obligations.context import (
    ActorsCount,
    Estate,
    ImpactAssessment,
    LinkedAnswer,
    UsesAssessment,
)
from canivet.obligations_context import linked_answers, uses_assessment
from canivet.territory_uses.section import summary
from canivet_web.actors.models import State
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.inventories.bridge import batch_in_force
from canivet_web.maturity import bridge as maturity
from canivet_web.maturity.models import Confidentiality, MaturityProof
from canivet_web.territory_uses import bridge as territory_uses

#: Said of a proof that not every reader may know.
CONFIDENTIAL = "preuve confidentielle"


def actors(authority: Authority) -> ActorsCount:
    """Validated actors of the territory, counted by status: the directory may hold thousands."""
    validated = authority.actors.kept().filter(state=State.VALIDATED)
    counts = dict(validated.values_list("status").annotate(Count("pk")).order_by())
    return ActorsCount(counts.get(PUBLIC, 0), sum(counts.get(status, 0) for status in PRIVATE))


def uses(authority: Authority) -> UsesAssessment | None:
    """The assessment of uses on the territory."""
    return uses_assessment(summary(territory_uses.part_of(authority), commons()))


def assessment(authority: Authority) -> ImpactAssessment | None:
    """The last diagnosis that is kept, frozen or not."""
    found = authority.results.kept().only("year", "created_at", "summary", "authority").first()
    if found is None:
        return None
    summary = found.summary
    units = float(summary.get("units") or 0)
    parts = [summary.get(name) for name in ("engine_version", "factor_set_label", "method")]
    return ImpactAssessment(
        made_on=timezone.localdate(found.created_at),
        scope=f"organisation, année {found.year}, {french.counted(units, 'équipement', 'équipements')}",
        method=", ".join(["Canivet", *(str(part) for part in parts if part)]),
    )


def estate(authority: Authority) -> Estate | None:
    """Retired units by family of the inventory in force; the power of servers is not kept with it."""
    batch = batch_in_force(authority)
    if batch is None:
        return None
    retired: dict[str, float] = {}
    rows = batch.exclusions.filter(reason="retired").exclude(family="").values_list("family", "units")
    for family, units in rows.order_by():
        retired[family] = retired.get(family, 0.0) + units
    servers = batch.models.filter(family__in=("server", "storage")).values_list("in_service", flat=True)
    return Estate(retired, sum(servers), None)


def answers(authority: Authority) -> tuple[LinkedAnswer, ...]:
    """Answers of the maturity grid that bear on a rule; a confidential proof is counted, not named."""
    backing = maturity.proofs_of(authority)
    found = [
        maturity.as_answer(row, tuple(_named(proof) for proof in backing.get(row.pk, ())))
        for row in maturity.stored_answers(authority)
    ]
    return linked_answers(Maturity(tuple(found)), maturity.grid())


def _named(proof: MaturityProof) -> str:
    return CONFIDENTIAL if proof.confidentiality == Confidentiality.CONFIDENTIAL else proof.title

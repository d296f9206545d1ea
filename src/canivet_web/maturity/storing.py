"""The part of a dossier about maturity, written into an authority in place of what it had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from canivet.maturity import Maturity, Proof
from canivet.text import fold
from canivet_web.authorities.listing import services_named
from canivet_web.authorities.models import Authority
from canivet_web.journal.trail import record
from canivet_web.maturity import bridge, freezing
from canivet_web.maturity.models import Confidentiality, MaturityAnswer, MaturityFact, MaturityProof
from canivet_web.records import hold


def store(authority: Authority, user: Any, part: Maturity) -> int:
    """Take a part in, all or nothing; gives the number of answers.

    Answers of the same question and service are replaced, their former proofs going to the bin; other answers
    stay. Services that are not listed are added. Frozen grids are added under their names, never replaced.
    """
    with transaction.atomic():
        hold(authority)
        services = services_named(authority, part.services, user)
        proofs = {proof.id: proof for proof in part.proofs}
        for answer in part.answers:
            values = {
                "level": answer.level,
                "planned_level": answer.planned_level,
                "planned_on": answer.planned_on,
                "not_applicable": answer.not_applicable,
                "comment": answer.comment,
                "role": answer.role,
                "grid": answer.grid,
                "answered_on": answer.answered_on,
            }
            row, created = MaturityAnswer.objects.update_or_create(
                authority=authority,
                question=answer.question,
                service=services.get(fold(answer.service)) if answer.service else None,
                defaults=values,
            )
            held: dict[str, MaturityProof] = {}
            if not created:
                held = {proof.sha256: proof for proof in row.proofs.kept().exclude(content=None)}
                row.proofs.kept().update(deleted_at=timezone.now(), deleted_by=user)
            MaturityProof.objects.bulk_create(
                _with_its_file(_proof(row, proofs[name], user), held)
                for name in answer.proofs
                if name in proofs
            )
        for name, value in part.facts.items():
            MaturityFact.objects.update_or_create(authority=authority, fact=name, defaults={"value": value})
        known = set(authority.maturity_snapshots.values_list("name", flat=True))
        for snapshot in part.snapshots:
            if snapshot.name not in known:
                freezing.store(authority, user, snapshot)
        count = len(part.answers)
        if count:
            target = f"{count} réponse{'s' if count > 1 else ''} à la grille {bridge.grid().id}"
            record("maturity.imported", actor=user, authority=authority, target=target)
    return count


def _with_its_file(proof: MaturityProof, held: Mapping[str, MaturityProof]) -> MaturityProof:
    """A proof of a dossier, which carries hashes only, with the file that the same answer already has here.

    A confidential file stays so: knowing its hash opens nothing.
    """
    same = held.get(proof.sha256)
    if same is not None and proof.kind == same.kind:
        proof.content = same.content
        if same.confidentiality == Confidentiality.CONFIDENTIAL:
            proof.confidentiality = same.confidentiality
    return proof


def _proof(row: MaturityAnswer, proof: Proof, user: Any) -> MaturityProof:
    return MaturityProof(
        authority=row.authority,
        answer=row,
        code=proof.id,
        kind=proof.kind,
        title=proof.title,
        address=proof.address,
        text=proof.text,
        sha256=proof.sha256,
        confidentiality=proof.confidentiality,
        added_by=user,
    )

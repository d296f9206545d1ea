"""The door between stored inventories and the library: what others need of an authority's inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from canivet.inventory.assets import Inventory, ReadTable
from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier
from canivet.problems import InputProblem
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.inventories.likeness import same_devices
from canivet_web.inventories.models import Batch, BatchExclusion, BatchModel, Correction
from canivet_web.inventories.packing import fingerprint, pack, unpack
from canivet_web.inventories.summary import exclusion_groups, model_rows, summary_of
from canivet_web.journal.trail import record, times
from canivet_web.records import hold

#: Rows written at once: SQLite bounds the variables of a statement.
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch ready to be written: all that is long is done."""

    year: int
    packed: bytes
    sha256: str
    summary: dict[str, Any]
    models: list[dict[str, Any]]
    exclusions: list[dict[str, Any]]


def tables_of(batch: Batch) -> tuple[ReadTable, ...]:
    """Lines of a batch, as the library reads them."""
    return unpack(bytes(batch.dossier))


def batch_in_force(authority: Authority) -> Batch | None:
    """The batch last accepted among those that are not deleted; its lines are not loaded until asked for."""
    accepted = authority.acceptances.filter(batch__deleted_at=None)
    last = accepted.select_related("batch").defer("batch__dossier").first()
    return last.batch if last else None


def corrections_of(authority: Authority) -> dict[str, str]:
    """Model key → family or archetype, as the authority corrected it."""
    return dict(authority.corrections.kept().values_list("key", "value"))


def classified(batch: Batch, corrections: Mapping[str, str]) -> Inventory:
    """Inventory of a batch under these corrections: reads its lines."""
    return _classified(tables_of(batch), corrections, year=batch.year, country=batch.authority.country)


def _classified(
    tables: Sequence[ReadTable], corrections: Mapping[str, str], *, year: int, country: str
) -> Inventory:
    classifier = Classifier(commons(), corrections=dict(corrections))
    return build_inventory(
        tables, commons(), year=year, country=country, classifier=classifier, to_review=True
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """What lines are read by, besides the commons."""

    year: int
    country: str
    corrections: Mapping[str, str]


def rules_of(authority: Authority, year: int | None = None) -> Rules:
    """Those of an authority today."""
    return Rules(year or authority.year, authority.country, corrections_of(authority))


def prepare(
    authority: Authority,
    tables: Sequence[ReadTable],
    rules: Rules,
    packed: bytes = b"",
    progress: Callable[[str], None] = lambda _: None,
) -> Prepared:
    """All that a batch holds, computed outside any transaction; `InputProblem` when nothing counts."""
    progress("Reconnaissance des équipements")
    corrections = rules.corrections
    inventory = _classified(tables, corrections, year=rules.year, country=rules.country)
    summary = summary_of(inventory, corrections)
    former = batch_in_force(authority)
    if former is not None:
        progress("Comparaison avec l'inventaire en service")
        summary["same"] = {"against": former.number, **same_devices(tables_of(former), tables, commons())}
    packed = packed or _packed(tables)
    return Prepared(
        rules.year,
        packed,
        fingerprint(packed),
        storable(summary),
        storable(model_rows(inventory)),
        storable(exclusion_groups(inventory)),
    )


def _packed(tables: Sequence[ReadTable]) -> bytes:
    try:
        return pack(tables)
    except UnicodeEncodeError as error:
        raise InputProblem(
            "les lignes contiennent des signes qui ne sont pas du texte.",
            cure="refaites le dossier à partir des fichiers d'inventaire.",
        ) from error


def storable(value: Any) -> Any:
    r"""The same texts without the sign that PostgreSQL keeps in none.

    >>> storable({"a": ["x\0y", 1, None]})
    {'a': ['xy', 1, None]}
    """
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list | tuple) else value


def store(authority: Authority, user: Any, prepared: Prepared) -> Batch:
    """Write a batch, its models, its exclusions and its line in the trail, or nothing."""
    with transaction.atomic():
        hold(authority)
        last = authority.batches.aggregate(last=Max("number"))["last"] or 0
        batch = Batch.objects.create(
            authority=authority,
            # The number of a batch that was purged is never given again.
            number=max(last, times("inventory.imported", authority)) + 1,
            year=prepared.year,
            created_by=user,
            dossier=prepared.packed,
            sha256=prepared.sha256,
            summary=prepared.summary,
        )
        _write_rows(BatchModel, batch, prepared.models)
        _write_rows(BatchExclusion, batch, prepared.exclusions)
        files = list(dict.fromkeys(table["file"] for table in prepared.summary["tables"]))
        record(
            "inventory.imported",
            actor=user,
            authority=authority,
            target=str(batch),
            details={"fichiers": files, "lignes": prepared.summary["lines"]},
        )
    return batch


def _write_rows(model: Any, batch: Batch, rows: Iterable[dict[str, Any]]) -> None:
    model.objects.bulk_create([model(batch=batch, **row) for row in rows], batch_size=_ROWS_AT_ONCE)


def store_tables(authority: Authority, user: Any, tables: Sequence[ReadTable], year: int) -> Batch:
    """A batch of lines that are already read."""
    return store(authority, user, prepare(authority, tables, rules_of(authority, year)))


def write_corrections(authority: Authority, user: Any, corrections: Mapping[str, str]) -> None:
    """Lay the corrections of a dossier over those of the authority; the dossier's word is the last."""
    with transaction.atomic():
        hold(authority)
        stored = {item.key: item for item in authority.corrections.all()}
        fresh = []
        for key, value in corrections.items():
            found = stored.get(key)
            if found is None:
                fresh.append(Correction(authority=authority, key=key, value=value, corrected_by=user))
            elif found.deleted_at is not None or found.value != value:
                found.value, found.corrected_by, found.version = value, user, found.version + 1
                found.deleted_at = found.deleted_by = None
                found.save()
        Correction.objects.bulk_create(fresh, batch_size=_ROWS_AT_ONCE)

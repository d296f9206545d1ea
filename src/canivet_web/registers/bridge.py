"""Registers ⇄ uses of the library: kinds, lines for a diagnosis, ``usages.csv`` in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from canivet.deliverables import french
from canivet.footprint.flows import Use
from canivet.footprint.uses import Kind, load_kinds, read_uses
from canivet.inventory.uses_file import UseLine
from canivet.inventory.values import LARGEST_NUMBER, protect
from canivet.problems import InputProblem, Place
from canivet.text import fold
from canivet_web.apart import read_apart
from canivet_web.authorities.models import Authority, Service
from canivet_web.commons import commons
from canivet_web.downloads import french_csv
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.registers import reader
from canivet_web.registers.fields import GROUPS, register_of
from canivet_web.registers.models import COUNTS, Entry, Register
from canivet_web.uploads import clean_name
from canivet_web.wording import here_for_uses

COLUMNS = ("service", "type", "quantite", "unite", "origine")
#: What the reading of a file takes at most, and so a form.
LARGEST_QUANTITY = LARGEST_NUMBER
#: Lines of one import: what a preview can carry.
LARGEST_IMPORT = 1000
_NAME_LENGTH, _SERVICE_LENGTH = 160, 120


@cache
def kinds() -> dict[str, Kind]:
    """Kinds of use of the commons."""
    return load_kinds(commons())


def amount(value: float, kind: Kind) -> str:
    """A quantity with its unit, as the report writes it."""
    return french.quantity(value, kind.unit)


def kinds_of(register: str) -> list[Kind]:
    """Kinds offered in a register, those of its first group first."""
    groups = GROUPS[register]
    found = [kind for kind in kinds().values() if kind.group in groups]
    return sorted(found, key=lambda kind: groups.index(kind.group))


@cache
def blank_kinds() -> tuple[str, ...]:
    """Kinds without any open figure: they lower the coverage of a diagnosis."""
    return tuple(kind.id for kind in kinds().values() if kind.blank_reason)


def counted(entries: Any) -> Any:
    """Entries that count in a diagnosis, in the order they were written."""
    return entries.filter(COUNTS).select_related("service").order_by("pk")


def unknown_kinds(authority: Authority) -> list[str]:
    """Entries that count under a kind that the commons no longer have, as people know them."""
    return [
        f"« {entry.name} » ({entry.get_register_display()})"
        for entry in counted(authority.entries.kept())
        if entry.kind not in kinds()
    ]


def use_lines(authority: Authority) -> tuple[UseLine, ...] | None:
    """Lines of uses of an authority; None when no entry counts (the library tells "not given" from zero)."""
    return _lines(counted(authority.entries.kept())) or None


def _lines(entries: Iterable[Entry]) -> tuple[UseLine, ...]:
    return tuple(
        UseLine(
            entry.service.name if entry.service else "",
            entry.kind,
            float(entry.quantity or 0.0),
            "",
            entry.origin,
            Place(file=f"registre « {entry.get_register_display()} »"),
        )
        for entry in entries
    )


def uses_csv(entries: Any) -> bytes:
    """``usages.csv`` as the command line reads it; no cell can be run by a spreadsheet."""
    known = kinds()
    rows = []
    for line in _lines(counted(entries)):
        kind = known.get(line.kind_text)
        unit = kind.unit if kind else ""
        quantity = repr(line.quantity).removesuffix(".0")
        rows.append([protect(line.service), line.kind_text, quantity, unit, line.origin])
    return french_csv(COLUMNS, rows)


def read_upload(upload: UploadedFile[Any]) -> list[UseLine]:
    """Lines of an uploaded file, every one checked; `ValidationError` with the place and the cure."""
    name = clean_name(upload.name)
    with TemporaryDirectory(prefix="lecture-", dir=settings.FILE_UPLOAD_TEMP_DIR) as scratch:
        folder = Path(scratch)
        # In a folder of its own: its name is a stranger's.
        path = folder / "1" / name
        path.parent.mkdir()
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        try:
            read = read_apart("canivet_web.registers.reader", reader.BOUNDS, folder, [f"1/{name}"])
        except InputProblem as problem:
            raise ValidationError(here_for_uses(str(problem))) from problem
    lines = [_unguarded(line) for line in reader.unpacked(json.loads(read))]
    if len(lines) > LARGEST_IMPORT:
        raise ValidationError(
            f"{name} a {len(lines)} lignes : c'est trop pour être relu d'un coup.\n"
            f"Que faire : regroupez-les par service et par type, ou importez-les par {LARGEST_IMPORT}."
        )
    return lines


def _unguarded(line: UseLine) -> UseLine:
    """The line without the apostrophe that our own export puts before what looks like a formula."""
    service = line.service[1:] if protect(line.service[1:]) == line.service else line.service
    return UseLine(service, line.kind_text, line.quantity, line.unit, line.origin, line.place)


def preview(lines: Sequence[UseLine]) -> list[dict[str, Any]]:
    """What each line would become."""
    return [
        {
            "service": use.service,
            "kind": kinds()[use.kind],
            "amount": amount(use.quantity, kinds()[use.kind]),
            "register": Register(register_of(kinds()[use.kind].group)),
            "origin": use.origin,
            "file": line.place.file,
            "line": line.place.line,
        }
        for line, use in zip(lines, read_uses(lines, commons()), strict=True)
    ]


def unlisted_services(authority: Authority, lines: Iterable[UseLine]) -> list[str]:
    """Services that the lines name and the authority does not list, each once."""
    known = {fold(name) for name in authority.services.kept().values_list("name", flat=True)}
    names = {fold(line.service): line.service for line in lines if line.service}
    return sorted((name for key, name in names.items() if key not in known), key=fold)


def write_uses(
    authority: Authority,
    lines: Iterable[UseLine],
    user: Any,
    *,
    replace: bool = False,
    details: dict[str, Any] | None = None,
) -> int:
    """Write lines of uses as entries of the right registers, all or nothing; gives how many.

    Services that are not listed are added. With ``replace``, the entries that counted go to the bin.
    Raises `InputProblem` on a line that cannot be used.
    """
    lines = list(lines)
    uses = read_uses(lines, commons())
    with transaction.atomic():
        hold(authority)
        if replace:
            former = authority.entries.kept().filter(COUNTS)
            former.update(deleted_at=timezone.now(), deleted_by=user)
        services = _services(authority, lines, user)
        written = Entry.objects.bulk_create(
            _entry(authority, line, use, services) for line, use in zip(lines, uses, strict=True)
        )
        count = len(written)
        record(
            "entries.imported",
            actor=user,
            authority=authority,
            target=f"{count} ligne{'s' if count > 1 else ''} d'usages",
            details=details,
        )
    return count


def _services(authority: Authority, lines: Sequence[UseLine], user: Any) -> dict[str, Service]:
    """Services by folded name; those that the lines name and nobody listed are added."""
    for name in unlisted_services(authority, lines):
        Service.objects.create(authority=authority, name=name[:_SERVICE_LENGTH])
        record("service.created", actor=user, authority=authority, target=name)
    return {fold(service.name): service for service in authority.services.kept()}


def _entry(authority: Authority, line: UseLine, use: Use, services: dict[str, Service]) -> Entry:
    kind = kinds()[use.kind]
    return Entry(
        authority=authority,
        register=register_of(kind.group),
        name=kind.label[:_NAME_LENGTH],
        service=services.get(fold(line.service[:_SERVICE_LENGTH])) if line.service else None,
        kind=kind.id,
        quantity=use.quantity,
        origin=use.origin,
        remark=f"Importé de {line.place}."[:2000] if line.place.file else "",
    )


def matching(entries: Any, text: str) -> list[int]:
    """Keys of the entries whose name, supplier or reference holds a text, whatever accents and case."""
    wanted = fold(text)
    rows = entries.values_list("pk", "name", "supplier", "reference")
    return [pk for pk, *words in rows if wanted in fold(" ".join(words))]

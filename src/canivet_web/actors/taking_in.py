"""Files of actors: read apart, shown, accepted once, undone while nobody has worked on what they added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from canivet.actors.intake import Intake, take_in
from canivet.actors.model import ActorsPart
from canivet.problems import InputProblem
from canivet_web.actors import reader, rows
from canivet_web.actors.models import ActorIntake, State
from canivet_web.actors.packing import unpacked
from canivet_web.actors.pairs import keep_asked
from canivet_web.apart import read_apart
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.journal.trail import record
from canivet_web.paging import ROWS
from canivet_web.records import hold
from canivet_web.uploads import clean_name

#: Imports waiting for an answer that are kept: older ones make room.
MOST_WAITING: Final = 5


def read_uploads(
    authority: Authority, uploads: Sequence[UploadedFile[Any]], communes: Sequence[str], user: Any
) -> ActorIntake:
    """Read files sent together, and keep what accepting them would change.

    `ValidationError` with the place and the cure when one cannot be read.
    """
    with TemporaryDirectory(prefix="acteurs-", dir=settings.FILE_UPLOAD_TEMP_DIR) as scratch:
        folder = Path(scratch)
        names = []
        for number, upload in enumerate(uploads, start=1):
            # In folders of their own: two may have one name, which is a stranger's.
            path = folder / str(number) / clean_name(upload.name)
            path.parent.mkdir()
            with path.open("wb") as stream:
                for chunk in upload.chunks():
                    stream.write(chunk)
            names.append(path.relative_to(folder).as_posix())
        asked = {"siren": authority.siren, "communes": list(communes)}
        (folder / reader.SCOPE_FILE).write_text(json.dumps(asked), encoding="utf-8")
        try:
            content = json.loads(read_apart("canivet_web.actors.reader", reader.BOUNDS, folder, names))
        except InputProblem as problem:
            raise ValidationError(_here(str(problem))) from problem
    return _waiting(authority, content, [clean_name(upload.name) for upload in uploads], user)


def _here(text: str) -> str:
    """A message of the command line, for a page."""
    return text.replace("avec --communes, par exemple --communes 79191,79003", "dans le champ plus bas")


def _waiting(authority: Authority, content: dict[str, Any], names: Sequence[str], user: Any) -> ActorIntake:
    intake = _computed(rows.part_of(authority), content["actors"])
    told = {"readings": content["readings"], **_told(intake, content["actors"])}
    with transaction.atomic():
        waiting = authority.actor_intakes.filter(accepted_at=None)
        for old in waiting[MOST_WAITING - 1 :]:
            old.delete()
        return ActorIntake.objects.create(
            authority=authority,
            created_by=user,
            files=", ".join(names)[:500],
            found=content["actors"],
            told=told,
        )


def _computed(part: ActorsPart, found: Sequence[dict[str, Any]]) -> Intake:
    return take_in(part, [unpacked(values) for values in found], rows.vocabulary(), commons())


def _told(intake: Intake, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    by_id = {actor.id: actor for actor in intake.part.actors}
    return {
        "found": len(found),
        "added": len(intake.added),
        "updated": len(intake.updated),
        "unchanged": len(intake.unchanged),
        "repeated": list(intake.repeated[:ROWS]),
        "merged": sum(len(one.taken) for one in intake.merged),
        "asked": len(intake.asked),
        "doubtful": sum(bool(by_id[name].doubts) for name in intake.added),
        "first_added": [_line(by_id[name]) for name in intake.added[:ROWS]],
        "first_updated": [_line(by_id[name]) for name in intake.updated[:ROWS]],
    }


def _line(actor: Any) -> dict[str, Any]:
    facts = actor.facts
    return {"name": facts.name, "categories": list(facts.categories), "commune": facts.commune}


def accept(authority: Authority, pk: int, user: Any) -> ActorIntake | None:
    """Write what a reading found, once; the actors of today are those it is taken into.

    None when it is not there any more; the intake as it is when it was already accepted.
    """
    with transaction.atomic():
        hold(authority)
        waiting = authority.actor_intakes.select_for_update().filter(pk=pk).first()
        if waiting is None or waiting.accepted_at is not None:
            return waiting
        intake = _computed(rows.part_of(authority), waiting.found)
        changed = {*intake.updated, *(one.actor for one in intake.merged)}
        written = rows.save_part(authority, intake.part, changed)
        keep_asked(authority, intake.asked, written)
        waiting.told = {**waiting.told, **_told(intake, waiting.found)}
        waiting.added = [written[name].pk for name in intake.added]
        waiting.accepted_at, waiting.found = timezone.now(), []
        waiting.save()
        record(
            "actor.imported",
            actor=user,
            authority=authority,
            target=waiting.files,
            details={"ajoutés": len(intake.added), "mis à jour": len(intake.updated)},
        )
        return waiting


def untouched(intake: ActorIntake) -> Any:
    """Actors that an import added and that nobody has looked at since."""
    return intake.authority.actors.kept().filter(pk__in=intake.added, state=State.CANDIDATE, version=1)


def undo(authority: Authority, pk: int, user: Any) -> int | None:
    """Delete, for now, what an import added and nobody has worked on; gives how many, None without it."""
    with transaction.atomic():
        hold(authority)
        intake = authority.actor_intakes.filter(pk=pk).exclude(accepted_at=None).first()
        if intake is None:
            return None
        gone = untouched(intake).update(deleted_at=timezone.now(), deleted_by=user)
        if gone:
            record("actor.import_undone", actor=user, authority=authority, target=intake.files,
                   details={"supprimés": gone})  # fmt: skip
        return int(gone)


def store(authority: Authority, user: Any, part: ActorsPart) -> None:
    """Take the actors of a dossier in; those it does not speak of stay."""
    if not part:
        return
    with transaction.atomic():
        hold(authority)
        written = rows.save_part(authority, part, [actor.id for actor in part.actors])
        for one, other in part.distinct:
            rows.say_distinct(authority, written[one], written[other])
        count = len(part.actors)
        record(
            "actor.imported",
            actor=user,
            authority=authority,
            target=f"{count} acteur{'s' if count > 1 else ''} d'un dossier",
        )

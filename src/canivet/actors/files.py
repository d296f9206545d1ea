"""The actors in a dossier, in three tables.

``acteurs.csv`` has one line per actor, ``acteurs_sources.csv`` what each source says of each, and
``acteurs_distincts.csv`` the pairs said to be different. Words are French; reading ignores case and accents.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from canivet import commons as commons_module
from canivet.actors.model import Actor, ActorsPart, SourceRecord
from canivet.actors.rows import ActorRow, RecordRow
from canivet.actors.vocabulary import Vocabulary, load_vocabulary
from canivet.problems import InputProblem
from canivet.tabular import Folder, columns_of, csv_text, read_rows, text_of
from canivet.text import fold

ACTORS_FILE = "acteurs.csv"
SOURCES_FILE = "acteurs_sources.csv"
DISTINCT_FILE = "acteurs_distincts.csv"
FILES = (ACTORS_FILE, SOURCES_FILE, DISTINCT_FILE)
_PAIR = ("premier", "second")


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary of the shipped commons: French words of files do not depend on the user's own tables."""
    return load_vocabulary(commons_module.load())


def written(part: ActorsPart) -> dict[str, str]:
    """Files of the part, by name: all three, or none when there is nothing to write."""
    if not part:
        return {}
    known = shipped_vocabulary()
    actors = sorted(part.actors, key=lambda actor: actor.id)
    files = {ACTORS_FILE: csv_text(ActorRow.COLUMNS, [ActorRow.row_of(actor, known) for actor in actors])}
    records = [
        RecordRow.row_of(actor.id, record, known)
        for actor in actors
        for record in sorted(actor.records, key=lambda record: record.key)
    ]
    files[SOURCES_FILE] = csv_text(RecordRow.COLUMNS, records)
    pairs = [dict(zip(_PAIR, names, strict=True)) for names in sorted(part.distinct)]
    files[DISTINCT_FILE] = csv_text(_PAIR, pairs)
    return files


def load(folder: Folder) -> ActorsPart:
    """The part of a dossier; empty when it has none. `InputProblem` with file and line on a bad cell."""
    known = shipped_vocabulary()
    records = _records(folder, known)
    actors: dict[str, Actor] = {}
    for place, cells in read_rows(folder, ACTORS_FILE, _present(folder)):
        actor = ActorRow(cells, place, known).actor(tuple(records.pop(cells["id"], ())))
        if actor.id in actors:
            raise InputProblem(
                f"l'identifiant « {actor.id} » est déjà pris plus haut.",
                cure="donnez à chaque acteur son propre identifiant.",
                place=place,
            )
        actors[actor.id] = actor
    if records:
        orphan = sorted(records)[0]
        raise InputProblem(
            f"« {SOURCES_FILE} » cite l'acteur « {orphan} », qui n'est pas dans « {ACTORS_FILE} ».",
            cure="rétablissez la ligne de cet acteur, ou ôtez celles de ses sources.",
        )
    return ActorsPart(tuple(actors.values()), frozenset(_pairs(folder, actors)))


def _present(folder: Folder) -> tuple[str, ...]:
    """Columns to read: the ones needed, and the others that the file has."""
    if not (folder / ACTORS_FILE).is_file():
        return ActorRow.NEEDED
    header = {fold(name) for name in columns_of(text_of(folder, ACTORS_FILE), ACTORS_FILE)}
    return tuple(name for name in ActorRow.COLUMNS if name in ActorRow.NEEDED or fold(name) in header)


def _records(folder: Folder, known: Vocabulary) -> dict[str, list[SourceRecord]]:
    found: dict[str, list[SourceRecord]] = {}
    seen: dict[tuple[str, str], str] = {}
    for place, cells in read_rows(folder, SOURCES_FILE, RecordRow.COLUMNS):
        record = RecordRow(cells, place, known).record()
        if record.key in seen:
            raise InputProblem(
                f"la ligne « {record.source_id} » de la source « {record.feed} » est déjà donnée à "
                f"« {seen[record.key]} ».",
                cure="gardez une seule des deux lignes.",
                place=place,
            )
        seen[record.key] = cells["acteur"]
        found.setdefault(cells["acteur"], []).append(record)
    return found


def _pairs(folder: Folder, actors: dict[str, Actor]) -> Iterable[tuple[str, str]]:
    for place, cells in read_rows(folder, DISTINCT_FILE, _PAIR):
        first, second = sorted((cells["premier"], cells["second"]))
        unknown = [name for name in (first, second) if name not in actors]
        if unknown or first == second:
            raise InputProblem(
                f"« {unknown[0]} » n'est pas un acteur de ce dossier."
                if unknown
                else f"« {first} » ne peut pas être différent de lui-même.",
                cure="corrigez cette ligne, ou ôtez-la.",
                place=place,
            )
        yield first, second

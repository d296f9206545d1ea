"""Taking what files say into the actors already known: added, refreshed, merged, or asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from canivet.actors.combine import merge, ranked, with_records
from canivet.actors.dedupe.groups import find_groups
from canivet.actors.model import FACTS, MANUAL, Actor, ActorsPart, Confirmation, SourceRecord
from canivet.actors.vocabulary import Vocabulary
from canivet.commons.store import Commons

#: What the authority decides of an actor, apart from its facts.
DECIDED = tuple(
    item.name for item in fields(Actor) if item.name not in ("id", "facts", "records", "state", "reason")
)


@dataclass(frozen=True, slots=True)
class Merged:
    """An actor that took others in, and what it took: identifiers that they would have had."""

    actor: str
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """The actors after a file, and what it changed; identifiers, in the order of the file."""

    part: ActorsPart
    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    merged: tuple[Merged, ...]
    asked: tuple[Confirmation, ...]
    repeated: tuple[str, ...] = ()
    """Identifiers that several lines had: the last of them is the one kept."""


def take_in(part: ActorsPart, found: Sequence[Actor], vocabulary: Vocabulary, commons: Commons) -> Intake:
    """Take actors read in files into those of a dossier.

    A record already there is refreshed, unless it is older; the others are merged with what is surely the
    same organisation, or added as candidates. Actors already there are never merged with one another.
    """
    known = {actor.id: actor for actor in part.actors}
    owners = {record.key: actor.id for actor in part.actors for record in actor.records}
    before = dict(known)
    touched: dict[str, None] = {}
    fresh: dict[str, Actor] = {}
    for actor in _once(found):
        owner = next((owners[record.key] for record in actor.records if record.key in owners), None)
        if owner is None and actor.id in known:
            owner = actor.id
        if owner is None:
            fresh[actor.id] = actor
        else:
            known[owner] = _refreshed(known[owner], actor, vocabulary)
            touched[owner] = None
    groups = find_groups(
        [*known.values(), *fresh.values()], vocabulary, commons, part.distinct, settled=tuple(before)
    )
    gone: dict[str, str] = {}
    merged = []
    for members in groups.merged:
        everyone = {**known, **fresh}
        leader, *others = members if members[0] in known else _by_trust(members, everyone, vocabulary)
        actor = everyone[leader]
        for name in others:
            actor = merge(actor, everyone[name], vocabulary)
            gone[name] = leader
        (known if leader in known else fresh)[leader] = actor
        merged.append(Merged(leader, tuple(others)))
        if leader in known:
            touched[leader] = None
    added = tuple(name for name in fresh if name not in gone)
    changed = {name for name in touched if known[name] != before[name]}
    actors = (*known.values(), *(fresh[name] for name in added))
    asked = tuple(
        replace(one, first=gone.get(one.first, one.first), second=gone.get(one.second, one.second))
        for one in groups.asked
    )
    return Intake(
        ActorsPart(actors, part.distinct),
        added,
        tuple(name for name in touched if name in changed),
        tuple(name for name in touched if name not in changed),
        tuple(merged),
        tuple(one for one in asked if not (one.first in before and one.second in before)),
        _repeated(found),
    )


def _once(found: Iterable[Actor]) -> list[Actor]:
    """Each actor once: of two lines under one identifier, the later one."""
    return list({actor.id: actor for actor in found}.values())


def _repeated(found: Iterable[Actor]) -> tuple[str, ...]:
    counts = Counter(actor.id for actor in found)
    return tuple(name for name, number in counts.items() if number > 1)


def _by_trust(members: Sequence[str], actors: dict[str, Actor], vocabulary: Vocabulary) -> list[str]:
    records = {record.key: name for name in members for record in actors[name].records}
    order = ranked((record for name in members for record in actors[name].records), vocabulary)
    return list(dict.fromkeys([*(records[record.key] for record in order), *members]))


def _refreshed(known: Actor, read: Actor, vocabulary: Vocabulary) -> Actor:
    """The actor with the records read, where they are not older; and what a table of our own decides."""
    fresh = {record.key: record for record in read.records}
    records = [
        fresh.pop(record.key) if record.key in fresh and _not_older(fresh[record.key], record) else record
        for record in known.records
    ]
    there = {record.key for record in records}
    records += [record for key, record in fresh.items() if key not in there]
    actor = with_records(known, records, vocabulary)
    if any(record.feed == MANUAL for record in read.records):
        actor = _rewritten(actor, read)
    return actor


def _not_older(record: SourceRecord, known: SourceRecord) -> bool:
    return record.date is None or known.date is None or record.date >= known.date


def _rewritten(actor: Actor, read: Actor) -> Actor:
    """A table of our own, edited elsewhere: what it says holds; its blank cells change nothing."""
    blanks = ("", None, ())
    facts = {name: value for name in FACTS if (value := getattr(read.facts, name)) not in blanks}
    decided = {name: value for name in DECIDED if (value := getattr(read, name)) not in blanks}
    return replace(
        actor, facts=replace(actor.facts, **facts), state=read.state, reason=read.reason, **decided
    )


def pending(part: ActorsPart, vocabulary: Vocabulary, commons: Commons) -> tuple[Confirmation, ...]:
    """Pairs of actors of a dossier that look like one and that nobody has decided on."""
    everyone = tuple(actor.id for actor in part.actors if actor.state != "discarded")
    kept = [actor for actor in part.actors if actor.state != "discarded"]
    return find_groups(kept, vocabulary, commons, part.distinct, settled=everyone).asked

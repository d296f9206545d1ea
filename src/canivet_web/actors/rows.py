"""Rows of the actors of an authority ⇄ the actors of the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Final

from canivet.actors.combine import with_records
from canivet.actors.model import FACTS, LISTS, ActorsPart, SourceRecord, pair
from canivet.actors.model import Actor as Known
from canivet.actors.vocabulary import Vocabulary, load_vocabulary
from canivet_web.actors.models import Actor, ActorPair, ActorSource
from canivet_web.actors.packing import facts_of
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons

SEPARATOR: Final = ";"
_ROWS_AT_ONCE: Final = 500
#: What the authority decides, under the same name on both sides.
DECIDED: Final = (
    "state", "reason", "link", "influence", "involvement", "epci_siren", "consent", "consent_date", "note",
)  # fmt: skip


@cache
def vocabulary() -> Vocabulary:
    """The closed lists of the commons."""
    return load_vocabulary(commons())


def pieces(text: str) -> tuple[str, ...]:
    """What a column that holds a list says.

    >>> pieces("REC;REP"), pieces("")
    (('REC', 'REP'), ())
    """
    return tuple(piece for piece in text.split(SEPARATOR) if piece)


def as_actor(row: Actor) -> Known:
    """The actor of the library that a row is, with what its sources say."""
    facts = {name: getattr(row, name) for name in FACTS}
    lists = {name: pieces(facts[name]) for name in LISTS}
    return Known(
        id=row.slug,
        facts=facts_of({**facts, **lists}),
        records=tuple(as_record(source) for source in row.sources.all()),
        actions=pieces(row.actions),
        **{name: getattr(row, name) for name in DECIDED},
    )


def as_record(source: ActorSource) -> SourceRecord:
    """What one source says, for the library."""
    return SourceRecord(
        source.feed,
        source.source_id,
        source.date,
        source.licence,
        source.attribution,
        facts_of(source.facts),
        source.doubt,
    )


def part_of(authority: Authority) -> ActorsPart:
    """The actors of an authority, and the pairs said to be different."""
    rows = authority.actors.kept().prefetch_related("sources")
    actors = tuple(sorted((as_actor(row) for row in rows), key=lambda actor: actor.id))
    known = {actor.id for actor in actors}
    pairs = authority.actor_pairs.filter(distinct=True).values_list("first__slug", "second__slug")
    return ActorsPart(actors, frozenset(pair(*names) for names in pairs if known.issuperset(names)))


def written_on(row: Actor, actor: Known) -> Actor:
    """The row with everything the actor says; it is not saved."""
    for name in FACTS:
        value = getattr(actor.facts, name)
        setattr(row, name, SEPARATOR.join(value) if name in LISTS else value)
    for name in DECIDED:
        setattr(row, name, getattr(actor, name))
    row.actions = SEPARATOR.join(actor.actions)
    row.doubtful = bool(actor.doubts)
    for field in Actor._meta.concrete_fields:
        limit = getattr(field, "max_length", None)
        value = getattr(row, field.attname)
        if limit and isinstance(value, str) and len(value) > limit:
            setattr(row, field.attname, value[:limit])
    return row


def new_row(authority: Authority, actor: Known) -> Actor:
    """A row for an actor, under an identifier that no other row has, not saved."""
    return written_on(Actor(authority=authority, slug=actor.id), actor)


def sources_of(row: Actor, records: Iterable[SourceRecord]) -> list[ActorSource]:
    """Rows of what the sources say, not saved."""
    return [
        ActorSource(
            actor=row,
            feed=record.feed,
            source_id=record.source_id[:200],
            date=record.date,
            licence=record.licence[:100],
            attribution=record.attribution[:500],
            doubt=record.doubt[:400],
            facts=asdict(record.facts),
        )
        for record in records
    ]


def save(row: Actor, actor: Known) -> Actor:
    """Write an actor over its row, sources included."""
    written_on(row, actor)
    if row.pk:
        row.version += 1
    row.save()
    row.sources.all().delete()
    ActorSource.objects.bulk_create(sources_of(row, actor.records), batch_size=_ROWS_AT_ONCE)
    return row


def save_part(authority: Authority, part: ActorsPart, changed: Iterable[str]) -> dict[str, Actor]:
    """Write the actors of a part that are new, or named in ``changed``; gives every row by identifier.

    A row in the bin that has the identifier of a new actor is brought back: with what people had decided of
    it when it is only new, a refusal to be published included; as it is given when ``changed`` names it.
    """
    rows = {row.slug: row for row in authority.actors.all()}
    there = {slug for slug, row in rows.items() if row.deleted_at is None}
    touched = set(changed)
    fresh = []
    for actor in part.actors:
        if actor.id not in rows:
            fresh.append((new_row(authority, actor), actor))
        elif actor.id not in there:
            row = rows[actor.id]
            row.deleted_at = row.deleted_by = None
            save(row, actor if actor.id in touched else _known_again(row, actor))
        elif actor.id in touched:
            save(rows[actor.id], actor)
    made = Actor.objects.bulk_create([row for row, _ in fresh], batch_size=_ROWS_AT_ONCE)
    sources = [
        source
        for row, (_, actor) in zip(made, fresh, strict=True)
        for source in sources_of(row, actor.records)
    ]
    ActorSource.objects.bulk_create(sources, batch_size=_ROWS_AT_ONCE)
    return rows | {row.slug: row for row in made}


def _known_again(row: Actor, found: Known) -> Known:
    """An actor of the bin that a source gives again: the facts of the source, the decisions of people."""
    return with_records(as_actor(row), found.records, vocabulary())


def say_distinct(authority: Authority, one: Actor, other: Actor) -> None:
    """Keep that two actors are two."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    ActorPair.objects.update_or_create(
        authority=authority, first=first, second=second, defaults={"distinct": True}
    )

"""From what several sources say of one organisation to the facts that hold; merging actors, and undoing it.

Per fact, the source most believed wins (``precedence`` of its feed), then the freshest; lists add up. A fact
of an actor that differs from what its records give was corrected by hand: it is kept, whatever they say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from canivet.actors.model import FACTS, LISTS, UNNAMED, Actor, Facts, SourceRecord
from canivet.actors.vocabulary import Vocabulary
from canivet.text import fold

#: Facts that only mean something together: they are taken from one source.
TOGETHER: Final = (
    ("naf", "nomenclature"),
    ("latitude", "longitude"),
    ("address", "postcode", "commune"),
)
_GROUPED: Final = {name for group in TOGETHER for name in group}
_ALONE: Final = tuple(name for name in FACTS if name not in _GROUPED and name not in LISTS)
_ID_LENGTH: Final = 80


def ranked(records: Iterable[SourceRecord], vocabulary: Vocabulary) -> list[SourceRecord]:
    """Records, the one to believe first at the head: precedence of the feed, then the latest date."""

    def rank(record: SourceRecord) -> tuple[int, int, str, str]:
        feed = vocabulary.feeds.get(record.feed)
        fresh = -record.date.toordinal() if record.date else 0
        return feed.precedence if feed else 99, fresh, record.feed, record.source_id

    return sorted(records, key=rank)


def combined(records: Iterable[SourceRecord], vocabulary: Vocabulary) -> Facts:
    """The facts that records give together; an organisation without any public name is named by its SIRET."""
    records = list(records)
    if len(records) == 1:
        return _alone(records[0].facts)
    said = [record.facts for record in ranked(records, vocabulary)]
    values: dict[str, Any] = {
        name: next((value for facts in said if (value := getattr(facts, name))), "") for name in _ALONE
    }
    for group in TOGETHER:
        first = next((facts for facts in said if getattr(facts, group[0]) not in ("", None)), Facts())
        values |= {name: getattr(first, name) for name in group}
    if not values["commune"]:
        values["commune"] = next((facts.commune for facts in said if facts.commune), "")
    for name, listed in (("categories", "category"), ("roles", "role"), ("labels", "label")):
        values[name] = vocabulary.ordered(listed, (item for facts in said for item in getattr(facts, name)))
    values["services"] = vocabulary.ordered("service", (item for facts in said for item in facts.services))
    if not values["name"] and said:
        values["name"] = unnamed(values["siret"] or values["rna"])
    values["other_names"] = _other_names(said, values["name"])
    return Facts(**values)


def _alone(facts: Facts) -> Facts:
    """The facts of one record: only a missing name is made up for."""
    name = facts.name or unnamed(facts.siret or facts.rna)
    return replace(facts, name=name, other_names=_other_names([facts], name))


def unnamed(number: str) -> str:
    """How an organisation whose name is not public is called.

    >>> unnamed("20004131700013")
    'Établissement 20004131700013 (nom non diffusé)'
    """
    return f"Établissement {number} {UNNAMED}" if number else f"Établissement {UNNAMED}"


def _other_names(said: Sequence[Facts], name: str) -> tuple[str, ...]:
    found = {fold(name): ""}
    for facts in said:
        for other in (facts.name, *facts.other_names):
            if other:
                found.setdefault(fold(other), other)
    return tuple(other for other in found.values() if other)


def corrected(actor: Actor, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of the facts that somebody corrected by hand."""
    sourced = combined(actor.records, vocabulary)
    return tuple(name for name in FACTS if getattr(actor.facts, name) != getattr(sourced, name))


def with_records(actor: Actor, records: Sequence[SourceRecord], vocabulary: Vocabulary) -> Actor:
    """The actor with other records; its facts follow them, but for those corrected by hand."""
    kept = {name: getattr(actor.facts, name) for name in corrected(actor, vocabulary)}
    facts = combined(records, vocabulary) if records else Facts()
    if not records:
        kept = {name: getattr(actor.facts, name) for name in FACTS}
    return replace(actor, records=tuple(records), facts=replace(facts, **kept))


def of_record(record: SourceRecord, vocabulary: Vocabulary, epci_siren: str = "") -> Actor:
    """A new actor, known by one record: a candidate."""
    return Actor(
        identifier(record), combined((record,), vocabulary), (record,), "candidate", epci_siren=epci_siren
    )


def identifier(record: SourceRecord) -> str:
    """Identifier of the actor that a record would make: always the same for the same record.

    >>> identifier(SourceRecord("sirene", "20004131700013", None, "", "", Facts()))
    'sirene-20004131700013'
    """
    text = f"{record.feed}-{record.source_id}"
    plain = re.sub(r"[^a-z0-9_-]+", "-", text.lower())
    if plain == text and len(plain) <= _ID_LENGTH:
        return plain
    # Two identifiers that only differ by their case or their length stay two.
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{plain[: _ID_LENGTH - 13]}-{digest}"


def merge(kept: Actor, given: Actor, vocabulary: Vocabulary) -> Actor:
    """One actor of two: ``kept`` keeps its identifier and what was decided; ``given`` fills its blanks."""
    by_hand = {name: getattr(given.facts, name) for name in corrected(given, vocabulary)}
    merged = with_records(kept, (*kept.records, *given.records), vocabulary)
    filling = {
        name: value
        for name, value in by_hand.items()
        if value not in ("", None, ()) and getattr(merged.facts, name) in ("", None, ())
    }
    facts = replace(merged.facts, **filling)
    names = _other_names((facts, given.facts), facts.name)
    return replace(
        merged,
        facts=replace(facts, other_names=names),
        state="validated" if "validated" in (kept.state, given.state) else kept.state,
        reason="" if "validated" in (kept.state, given.state) else kept.reason,
        link=kept.link or given.link,
        influence=kept.influence if kept.influence is not None else given.influence,
        involvement=kept.involvement if kept.involvement is not None else given.involvement,
        actions=tuple(dict.fromkeys((*kept.actions, *given.actions))),
        epci_siren=kept.epci_siren or given.epci_siren,
        consent=kept.consent if kept.consent is not None else given.consent,
        consent_date=kept.consent_date if kept.consent is not None else given.consent_date,
        note="\n".join(dict.fromkeys(filter(None, (kept.note, given.note)))),
    )


def separate(actor: Actor, key: tuple[str, str], vocabulary: Vocabulary) -> tuple[Actor, Actor]:
    """Undo a merge: the actor without this record, and a new one made of it.

    Raises KeyError where the actor does not have the record, or has no other.
    """
    taken = [record for record in actor.records if record.key == key]
    left = [record for record in actor.records if record.key != key]
    if not taken or not left:
        raise KeyError(key)
    apart = of_record(taken[0], vocabulary, actor.epci_siren)
    if apart.id == actor.id:
        apart = replace(apart, id=f"{apart.id[: _ID_LENGTH - 2]}-2")
    return with_records(actor, left, vocabulary), apart

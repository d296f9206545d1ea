"""Actors that look like one: asked once, made one or kept two, and every merge undone where it was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from canivet.actors.combine import merge, separate
from canivet.actors.dedupe.groups import find_groups
from canivet.actors.model import FACTS, Confirmation
from canivet.actors.model import Actor as Known
from canivet_web.actors import rows
from canivet_web.actors.models import Actor, ActorMerge, ActorPair, State
from canivet_web.actors.naming import free_slug
from canivet_web.actors.packing import packed, unpacked
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.journal.trail import record
from canivet_web.records import hold

#: What is compared: when none of it changes, no pair does.
COMPARED = ("name", "other_names", "siret", "rna", "address", "commune", "insee", "latitude", "longitude")


def waiting(authority: Authority) -> Any:
    """Pairs that nobody has decided on, the most alike first."""
    kept = Q(first__deleted_at=None, second__deleted_at=None, distinct=False)
    looked_at = ~Q(first__state=State.DISCARDED) & ~Q(second__state=State.DISCARDED)
    return authority.actor_pairs.filter(kept & looked_at).select_related("first", "second")


def keep_asked(authority: Authority, asked: Iterable[Confirmation], written: Mapping[str, Actor]) -> None:
    """Keep pairs to ask about; one already there, or decided, stays as it is."""
    found = []
    for one in asked:
        if one.first in written and one.second in written:
            first, second = sorted((written[one.first], written[one.second]), key=lambda row: row.pk)
            found.append(
                ActorPair(
                    authority=authority,
                    first=first,
                    second=second,
                    similarity=one.similarity,
                    distance=one.distance,
                    why=one.reason[:200],
                )
            )
    ActorPair.objects.bulk_create(found, ignore_conflicts=True)


def look_around(row: Actor) -> None:
    """Ask about the actors of its commune, or of its number, that look like this one."""
    near = Q(pk=row.pk)
    for name in ("insee", "commune", "siret", "rna"):
        value = getattr(row, name)
        if value:
            near |= Q(**{name: value})
    others = row.authority.actors.kept().exclude(state=State.DISCARDED)
    beside = list(others.filter(near).prefetch_related("sources"))
    by_slug = {found.slug: found for found in beside}
    known = [rows.as_actor(found) for found in beside]
    groups = find_groups(known, rows.vocabulary(), commons(), settled=tuple(by_slug))
    asked = [one for one in groups.asked if row.slug in (one.first, one.second)]
    row.authority.actor_pairs.filter(Q(first=row) | Q(second=row), distinct=False).delete()
    keep_asked(row.authority, asked, by_slug)


def decide(authority: Authority, pk: int, user: Any, *, one: bool) -> tuple[Actor, Actor] | None:
    """Make a pair one actor, or say that they are two; None when somebody has already decided."""
    with transaction.atomic():
        hold(authority)
        pair = waiting(authority).filter(pk=pk).first()
        if pair is None:
            return None
        first, second = _kept_first(pair)
        if one:
            join(first, second, user)
        else:
            pair.distinct = True
            pair.save(update_fields=["distinct"])
            target = f"{first.name} et {second.name}"
            record("actor.distinct", actor=user, authority=authority, target=target)
        return first, second


def _kept_first(pair: ActorPair) -> tuple[Actor, Actor]:
    """The actor to keep, then the other: the one that was worked on, else the older."""
    both = (pair.first, pair.second)
    first, second = sorted(both, key=lambda row: (row.state != State.VALIDATED, -row.version, row.pk))
    return first, second


def join(kept: Actor, given: Actor, user: Any) -> None:
    """Make two actors one; what it takes to undo it is kept. In the caller's transaction."""
    before, taken = rows.as_actor(kept), rows.as_actor(given)
    ActorMerge.objects.create(kept=kept, given_name=given.name, before=packed(before), given=packed(taken))
    names = f"{given.name} → {kept.name}"
    # What the given one had taken in before goes with it: the merges of both are then those of one.
    given.merges.update(kept=kept)
    given.delete()
    rows.save(kept, merge(before, taken, rows.vocabulary()))
    record("actor.merged", actor=user, authority=kept.authority, target=names)


def unjoin(authority: Authority, pk: int, user: Any) -> tuple[Actor, Actor] | None:
    """Undo a merge: the actor taken in comes back as it was; what was written since on the other stays.

    A source that somebody has parted with in between stays where it is. None when the merge was already
    undone, or its sources have all left.
    """
    with transaction.atomic():
        hold(authority)
        done = ActorMerge.objects.filter(pk=pk, kept__authority=authority, kept__deleted_at=None).first()
        if done is None:
            return None
        row = done.kept
        before, now = unpacked(done.before), rows.as_actor(row)
        given = _without_those_gone(unpacked(done.given), now)
        if given is None:
            done.delete()
            return None
        given = replace(given, id=free_slug(authority, given.id))
        gone = {item.key for item in given.records}
        left = replace(now, records=tuple(item for item in now.records if item.key not in gone))
        rows.save(row, _as_before(left, before, merge(before, given, rows.vocabulary())))
        back = rows.save(rows.new_row(authority, given), given)
        _give_back(row, back, done)
        done.delete()
        rows.say_distinct(authority, row, back)
        record("actor.separated", actor=user, authority=authority, target=f"{back.name} / {row.name}")
        return row, back


def _without_those_gone(given: Known, now: Known) -> Known | None:
    """An actor taken in, without the sources that left since; None when it had some and all have left."""
    there = {item.key for item in now.records}
    left = tuple(item for item in given.records if item.key in there)
    return replace(given, records=left) if left or not given.records else None


def _give_back(row: Actor, back: Actor, done: ActorMerge) -> None:
    """What the actor that comes back had itself taken in, near or far, is undone on it from now on."""
    names, brought = {done.given["id"]}, []
    for earlier in row.merges.filter(pk__lt=done.pk).order_by("-pk"):
        if earlier.before["id"] in names:
            names.add(earlier.given["id"])
            brought.append(earlier.pk)
    ActorMerge.objects.filter(pk__in=brought).update(kept=back)


def _as_before(now: Known, before: Known, merged: Known) -> Known:
    """Facts and decisions that the merge brought, and nobody changed since, as they were before it."""
    facts = {
        name: getattr(before.facts, name)
        for name in FACTS
        if getattr(now.facts, name) == getattr(merged.facts, name)
    }
    decided = {
        name: getattr(before, name)
        for name in (*rows.DECIDED, "actions")
        if getattr(now, name) == getattr(merged, name)
    }
    return replace(now, facts=replace(now.facts, **facts), **decided)


def part_with(row: Actor, source_pk: int, user: Any) -> Actor | None:
    """Undo a merge that was made without asking: one source leaves as an actor of its own; None without it.

    In the caller's transaction.
    """
    sources = {source.pk: source for source in row.sources.all()}
    if source_pk not in sources or len(sources) < 2:
        return None
    known = rows.as_actor(row)
    left, apart = separate(known, rows.as_record(sources[source_pk]).key, rows.vocabulary())
    name = free_slug(row.authority, apart.id)
    back = rows.save(rows.new_row(row.authority, replace(apart, id=name)), replace(apart, id=name))
    rows.save(row, left)
    rows.say_distinct(row.authority, row, back)
    target = f"{back.name} / {row.name}"
    record("actor.separated", actor=user, authority=row.authority, target=target)
    return back

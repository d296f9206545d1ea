"""Which actors are one: pairs worth comparing, then groups that no pair of identifiers contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from canivet.actors.dedupe.judge import Judge, Verdict
from canivet.actors.dedupe.names import Likeness, NameReader
from canivet.actors.model import Actor, Confirmation, pair
from canivet.actors.vocabulary import Vocabulary
from canivet.commons.store import Commons
from canivet.text import fold

#: Letters of a word that find those who may be alike; a misspelling seldom touches the start of every word.
_KEY_LETTERS: Final = 4
#: Pairs that one beginning may give in one commune; with more, another word of the name finds who is alike.
_LARGEST_BLOCK: Final = 20_000
SIREN_LENGTH: Final = 9


@dataclass(frozen=True, slots=True)
class Groups:
    """Actors to merge (identifiers, at least two each), and pairs to ask about."""

    merged: tuple[tuple[str, ...], ...]
    asked: tuple[Confirmation, ...]


def find_groups(
    actors: Sequence[Actor],
    vocabulary: Vocabulary,
    commons: Commons,
    distinct: Collection[tuple[str, str]] = (),
    settled: Collection[str] = (),
) -> Groups:
    """Duplicates among actors.

    ``distinct``: pairs said to be different, never merged nor asked again. ``settled``: actors already known,
    which are not merged with one another, since somebody may be working on each; they may be asked about.
    """
    judge = _judge(actors, vocabulary, commons)
    by_id = {actor.id: actor for actor in actors}
    settled, apart = frozenset(settled), frozenset(distinct)
    verdicts: dict[tuple[str, str], Verdict] = {}
    for one, other in _candidates(actors, judge):
        key = pair(one.id, other.id)
        if key in verdicts or key in apart:
            continue
        verdict = judge.compare(one.facts, other.facts, one_feed=_same_feed(one, other))
        if verdict.answer != "different":
            verdicts[key] = verdict
    union = _Union(by_id, judge, settled, apart)
    asked: dict[tuple[str, str], Verdict] = {}
    rivals = _rivals(verdicts, judge, by_id, vocabulary.parameters["ambiguity_margin"])
    order = sorted(
        verdicts, key=lambda key: (not _numbered(key, by_id, judge), -verdicts[key].similarity, key)
    )
    for key in order:
        verdict = verdicts[key]
        if verdict.answer == "ask":
            asked[key] = verdict
        elif key in rivals:
            reason = "Plusieurs fiches ressemblent autant à celle-ci."
            asked[key] = Verdict("ask", verdict.similarity, verdict.distance, reason)
        elif not union.join(*key):
            reason = "Les fiches qui seraient réunies se contredisent."
            asked[key] = Verdict("ask", verdict.similarity, verdict.distance, reason)
    return Groups(union.groups(), tuple(union.left(asked)))


def _judge(actors: Sequence[Actor], vocabulary: Vocabulary, commons: Commons) -> Judge:
    reader = NameReader(commons)
    rules = vocabulary.parameters
    likeness = Likeness((actor.facts for actor in actors), reader, rules["word_likeness"])
    return Judge(likeness, reader, rules, _shared_sirets(actors, likeness, rules["identifier_similarity"]))


def _shared_sirets(actors: Sequence[Actor], likeness: Likeness, least: float) -> frozenset[str]:
    """SIRETs that one source gives to organisations of unlike names: that of whoever runs them all."""
    listed: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in actors:
        if actor.facts.siret:
            for feed in {record.feed for record in actor.records}:
                listed[feed, actor.facts.siret].append(actor)
    return frozenset(
        siret
        for (_, siret), several in listed.items()
        if len(several) > 1
        and any(likeness.similarity(several[0].facts, other.facts) < least for other in several[1:])
    )


def _same_feed(one: Actor, other: Actor) -> bool:
    """Whether one source lists both, as two."""
    return not {record.feed for record in one.records}.isdisjoint(record.feed for record in other.records)


def _numbered(key: tuple[str, str], by_id: dict[str, Actor], judge: Judge) -> bool:
    one, other = (by_id[name].facts for name in key)
    same_siret = bool(judge.siret_of(one)) and judge.siret_of(one) == judge.siret_of(other)
    return same_siret or bool(one.rna and one.rna == other.rna)


def _candidates(actors: Sequence[Actor], judge: Judge) -> Iterator[tuple[Actor, Actor]]:
    """Pairs worth comparing: one number in common, or a word that begins alike in the same commune.

    Two that have each their own SIRET are only compared when it is that of one firm: names cannot join them.
    """
    numbered: dict[str, list[Actor]] = defaultdict(list)
    blocks: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in actors:
        facts = actor.facts
        for number in filter(None, (facts.siret[:SIREN_LENGTH], facts.rna)):
            numbered[number].append(actor)
        place = facts.insee or fold(facts.commune)
        for key in _keys(actor, judge):
            blocks[place, key].append(actor)
    for members in numbered.values():
        yield from _of_one_number(members)
    for members in blocks.values():
        unnumbered = [actor for actor in members if not judge.siret_of(actor.facts)]
        if not unnumbered or len(unnumbered) * len(members) > _LARGEST_BLOCK:
            continue
        others = [actor for actor in members if judge.siret_of(actor.facts)]
        yield from product(unnumbered, others)
        yield from combinations(unnumbered, 2)


def _of_one_number(members: Sequence[Actor]) -> Iterator[tuple[Actor, Actor]]:
    """Pairs of one firm or association; of very many lines, those of one SIRET or one place."""
    if _pairs(members) <= _LARGEST_BLOCK:
        yield from combinations(members, 2)
        return
    sirets: dict[str, list[Actor]] = defaultdict(list)
    places: dict[str, list[Actor]] = defaultdict(list)
    for actor in members:
        sirets[actor.facts.siret].append(actor)
        places[actor.facts.insee or fold(actor.facts.commune)].append(actor)
    for one in (*sirets.values(), *places.values()):
        if _pairs(one) <= _LARGEST_BLOCK:
            yield from combinations(one, 2)


def _pairs(members: Sequence[Actor]) -> int:
    return len(members) * (len(members) - 1) // 2


def _keys(actor: Actor, judge: Judge) -> set[str]:
    """What finds an actor in its commune: beginnings of its words, initials, its door."""
    names = judge.likeness.words(actor.facts)
    initials = {"".join(word[0] for word in words) for words in names if len(words) > 2}
    door = {" ".join(judge.door(actor.facts))} if actor.facts.address else set()
    return {word[:_KEY_LETTERS] for words in names for word in words} | initials | door


def _rivals(
    verdicts: dict[tuple[str, str], Verdict], judge: Judge, by_id: dict[str, Actor], margin: float
) -> set[tuple[str, str]]:
    """Pairs alike by name alone where one of the two has another, contradicting partner as alike."""
    partners: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (one, other), verdict in verdicts.items():
        if verdict.answer == "same":
            partners[one].append((verdict.similarity, other))
            partners[other].append((verdict.similarity, one))
    found = set()
    for (one, other), verdict in verdicts.items():
        if verdict.answer != "same" or _numbered((one, other), by_id, judge):
            continue
        for name, chosen in ((one, other), (other, one)):
            for similarity, rival in partners[name]:
                if rival == chosen or similarity < verdict.similarity - margin:
                    continue
                between = verdicts.get(pair(chosen, rival))
                one_actor = between is not None and between.answer == "same"
                if not one_actor and not _closer(name, chosen, rival, judge, by_id):
                    found.add(pair(one, other))
    return found


def _closer(name: str, chosen: str, rival: str, judge: Judge, by_id: dict[str, Actor]) -> bool:
    """Whether the chosen one is plainly nearer than its rival: at the same door, the rival elsewhere."""
    facts, near, far = (by_id[key].facts for key in (name, chosen, rival))
    return judge.at_one_address(facts, near) and not judge.at_one_address(facts, far)


class _Union:
    """Groups being made; joining refuses what would put two identifiers, or two settled actors, in one."""

    def __init__(
        self,
        by_id: dict[str, Actor],
        judge: Judge,
        settled: frozenset[str],
        apart: frozenset[tuple[str, str]],
    ) -> None:
        self._by_id, self._judge, self._settled, self._apart = by_id, judge, settled, apart
        self._root = {name: name for name in by_id}
        self._members: dict[str, list[str]] = {name: [name] for name in by_id}

    def _find(self, name: str) -> str:
        while self._root[name] != name:
            name = self._root[name]
        return name

    def join(self, one: str, other: str) -> bool:
        """Put two in one group; False where it would contradict itself."""
        first, second = self._find(one), self._find(other)
        if first == second:
            return True
        together = [*self._members[first], *self._members[second]]
        if self._contradicts(self._members[first], self._members[second], together):
            return False
        self._root[second] = first
        self._members[first] = together
        del self._members[second]
        return True

    def _contradicts(self, first: list[str], second: list[str], together: list[str]) -> bool:
        if len(self._settled.intersection(together)) > 1:
            return True
        facts = [self._by_id[name].facts for name in together]
        sirets = {siret for one in facts if (siret := self._judge.siret_of(one))}
        associations = {one.rna for one in facts if one.rna}
        if len(sirets) > 1 or len(associations) > 1:
            return True
        for one in first:
            for other in second:
                a, b = self._by_id[one], self._by_id[other]
                if pair(one, other) in self._apart:
                    return True
                if _same_feed(a, b):
                    verdict = self._judge.compare(a.facts, b.facts, one_feed=True)
                    if verdict.answer != "same":
                        return True
        return False

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Groups of two or more, each with its settled actor first."""
        found = [
            tuple(sorted(members, key=lambda name: (name not in self._settled, name)))
            for members in self._members.values()
            if len(members) > 1
        ]
        return tuple(sorted(found))

    def left(self, asked: dict[tuple[str, str], Verdict]) -> Iterator[Confirmation]:
        """What is still to be asked: pairs that ended in two groups, one question for two groups."""
        leaders = {name: members[0] for members in self.groups() for name in members}
        best: dict[tuple[str, str], Verdict] = {}
        for (one, other), verdict in asked.items():
            if self._find(one) == self._find(other):
                continue
            key = pair(leaders.get(one, one), leaders.get(other, other))
            if key not in best or verdict.similarity > best[key].similarity:
                best[key] = verdict
        for (one, other), verdict in sorted(best.items(), key=lambda item: (-item[1].similarity, item[0])):
            yield Confirmation(one, other, verdict.similarity, verdict.distance, verdict.reason)

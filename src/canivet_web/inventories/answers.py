"""What somebody answers when asked what a model is: a number, a few letters, a word of the trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from canivet.inventory.classify import Classifier
from canivet.inventory.classify.texts import plain
from canivet.inventory.quality import SURE
from canivet_web.commons import commons
from canivet_web.inventories import labels

#: Answers within reach of one key: the digits from 1.
KEYS: Final = 9
#: What completes the families of a small inventory; the last one is always there: it counts for nothing.
_USUAL: Final = ("laptop", "desktop", "monitor", "printer", "mfp", "smartphone", "tablet", "switch", "server")
_LAST: Final = "accessory"
#: The answer that gives none.
SKIP: Final = "0"


def within_reach(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The likeliest answers, code and label, in an order that does not move during a review.

    >>> [code for code, _ in within_reach({"families": [["switch", 3, 40.0], ["unknown", 9, 90.0]]})][:3]
    ['switch', 'laptop', 'desktop']
    """
    known = labels.families()
    met = [name for name, _, _ in summary["families"] if name in labels.counted_families()]
    codes = [code for code in dict.fromkeys([*met, *_USUAL]) if code in known][: KEYS - 1]
    return [(code, known[code]) for code in (*codes, _LAST) if code in known]


def meant(said: str, near: Sequence[tuple[str, str]]) -> list[str]:
    """The codes that an answer may mean: one is understood, several are too vague, none is unknown.

    >>> near = [("laptop", "Ordinateur portable"), ("switch", "Commutateur réseau")]
    >>> meant("2", near), meant("portable", near), meant("pare f", near), meant("zzz", near)
    (['switch'], ['laptop'], ['firewall'], [])
    """
    words = plain(said).split()
    if not words:
        return []
    if said.strip().isdecimal():
        place = int(said.strip()[:3])
        return [near[place - 1][0]] if 0 < place <= len(near) else []
    offered = [(code, plain(label)) for _, options in labels.choices() for code, label in options]
    exact = [code for code, label in offered if label == " ".join(words)]
    if exact:
        return exact[:1]
    trade = _in_the_trade(said)
    if trade:
        return [trade]
    found = [
        code
        for code, label in offered
        if all(any(own.startswith(word) for own in label.split()) for word in words)
    ]
    families = [code for code in found if code in labels.families()]
    return families or found


def _in_the_trade(said: str) -> str:
    """What the reading of inventories is sure to recognise in these words; blank otherwise."""
    verdict = _reader().classify("", "", said)
    if verdict.confidence < SURE:
        return ""
    return labels.closest_choice(verdict.family, verdict.archetype)


@cache
def _reader() -> Classifier:
    return Classifier(commons(), known_models=False)

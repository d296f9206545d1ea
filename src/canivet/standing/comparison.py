"""Whether two figures compare: a decision table of the commons, one aspect at a time, the worst verdict wins.

same criterion, base, method, scope and kind of organisation    comparable
one of them differs in a way that misleads                      indicative, with the reason
one of them makes the two figures different things              not comparable, with the reason
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from canivet.commons.store import Commons

#: Verdicts, the best first.
VERDICTS = ("comparable", "indicative", "not_comparable")


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a figure is, aspect by aspect; values are those of ``ratios/aspects``."""

    criterion: str
    base: str
    method_id: str
    hosting: str
    schools: str
    sector_id: str


ASPECTS = tuple(field.name for field in fields(Descriptor))


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the decision table; ``=`` is the same value on both sides, ``*`` any value."""

    ours: str
    theirs: str
    verdict: str
    reason: str

    def fits(self, ours: str, theirs: str) -> bool:
        """Whether the rule decides for these two values.

        >>> Rule("=", "=", "comparable", "").fits("gwp", "gwp"), Rule("*", "pe", "", "").fits("gwp", "gwp")
        (True, False)
        """
        if self.ours == "=":
            return ours == theirs
        return self.ours in ("*", ours) and self.theirs in ("*", theirs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict and what makes it less than « comparable », the gravest first."""

    verdict: str
    reasons: tuple[str, ...]


Rules = Mapping[str, Sequence[Rule]]


def load_rules(commons: Commons) -> dict[str, tuple[Rule, ...]]:
    """The decision table, by aspect, in the order in which rules are tried."""
    rows = sorted(commons.rows("ratios/comparison"), key=lambda row: int(row["rank"]))
    return {
        aspect: tuple(
            Rule(row["ours"], row["theirs"], row["verdict"], row["reason_fr"])
            for row in rows
            if row["aspect"] == aspect
        )
        for aspect in ASPECTS
    }


def decide(rules: Rules, aspect: str, ours: str, theirs: str) -> Rule:
    """The rule that decides for two values of an aspect: the first that fits."""
    return next(rule for rule in rules[aspect] if rule.fits(ours, theirs))


def compare(ours: Descriptor, theirs: Descriptor, rules: Rules) -> Comparison:
    """Whether two figures compare, and why not."""
    found = [decide(rules, aspect, getattr(ours, aspect), getattr(theirs, aspect)) for aspect in ASPECTS]
    verdict = max((rule.verdict for rule in found), key=VERDICTS.index)
    flagged = sorted((rule for rule in found if rule.reason), key=lambda rule: -VERDICTS.index(rule.verdict))
    return Comparison(verdict, tuple(dict.fromkeys(rule.reason for rule in flagged)))


def worst(*verdicts: str) -> str:
    """The worst of some verdicts.

    >>> worst("comparable", "not_comparable", "indicative")
    'not_comparable'
    """
    return max(verdicts, key=VERDICTS.index)


def of_reference(row: Mapping[str, str]) -> Descriptor:
    """What a published reference is: a line of ``ratios/references``."""
    return Descriptor(*(row[aspect] for aspect in ASPECTS))


def of_ratio(row: Mapping[str, str], *, hosting: bool | None, schools: bool | None) -> Descriptor:
    """What the authority's own ratio is: a line of ``ratios/ratios``, and what its diagnosis covers.

    ``hosting`` and ``schools`` say whether hosted uses and schools are counted; None when it is not known.
    """
    covered = {"hosting": hosting, "schools": schools}
    scope = {name: _told(told) if row[name] == "own" else row[name] for name, told in covered.items()}
    return Descriptor(
        row["criterion"], row["base"], row["method_id"], scope["hosting"], scope["schools"], "authorities"
    )


def _told(covered: bool | None) -> str:
    return {True: "with", False: "without", None: "unknown"}[covered]

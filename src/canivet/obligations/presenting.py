"""The part of a result that bears on the law: verdicts, counts and deadlines, as data for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from canivet.obligations.context import Context
from canivet.obligations.deadlines import Deadline
from canivet.obligations.law import Law
from canivet.obligations.verdicts import APPLIES_LABELS, STATE_LABELS, Verdict

SEVERITY_LABELS = {"E": "erreur", "A": "avertissement", "I": "information"}
CONFIDENCE_LABELS = {
    "verified": "lu dans la source",
    "secondary": "source secondaire",
    "unverified": "non vérifié",
}
SCOPE = "REEN-00"
PROGRAMME = ("REEN-01", "REEN-02", "REEN-03", "REEN-04")


def section(
    context: Context, law: Law, verdicts: Sequence[Verdict], ahead: Sequence[Deadline]
) -> dict[str, Any]:
    """Verdicts by group with their counts; figures are unrounded, dates are ISO texts."""
    return {
        "on": context.today.isoformat(),
        "year": context.year,
        "groups": [
            {
                "id": group.id,
                "label": group.label,
                "about": group.about,
                "verdicts": [
                    _verdict(verdict, law) for verdict in verdicts if law.rule(verdict.rule).group == group.id
                ],
            }
            for group in law.groups
        ],
        "counts": counts(verdicts),
        "programme": {
            "met": [item.rule for item in verdicts if item.rule in PROGRAMME and item.state == "met"],
            "lacking": [item.rule for item in verdicts if item.rule in PROGRAMME and item.state != "met"],
        },
        "deadlines": [_plain(asdict(deadline)) for deadline in ahead],
        "labels": {"states": STATE_LABELS, "applies": APPLIES_LABELS, "severities": SEVERITY_LABELS},
    }


def counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """How many rules in each state, and how many of those that stand have a proof.

    ``binding`` counts those that bind the authority alone: neither landmarks without obligation, nor the
    question of who is bound. ``met_rate`` is the share of rules met among those that have an object;
    ``proof_rate`` the share of the binding rules met that have a proof. Each is None without any.
    """
    states = Counter(verdict.state for verdict in verdicts)
    with_object = sum(states.values()) - states["not_applicable"]
    binding = [verdict for verdict in verdicts if verdict.applies != "voluntary" and verdict.rule != SCOPE]
    bound = Counter(verdict.state for verdict in binding)
    met = [verdict for verdict in binding if verdict.state == "met"]
    proved = sum(bool(verdict.proofs) for verdict in met)
    return {
        "by_state": {state: states[state] for state in STATE_LABELS},
        "rules": len(verdicts),
        "with_object": with_object,
        "overdue": sum(verdict.overdue for verdict in verdicts),
        "binding": {
            "by_state": {state: bound[state] for state in STATE_LABELS},
            "with_object": len(binding) - bound["not_applicable"],
        },
        "met_rate": states["met"] / with_object if with_object else None,
        "met_with_proof": proved,
        "proof_rate": proved / len(met) if met else None,
    }


def _verdict(verdict: Verdict, law: Law) -> dict[str, Any]:
    rule = law.rule(verdict.rule)
    found: dict[str, Any] = _plain(asdict(verdict))
    found |= {
        "title": rule.title,
        "article": rule.article,
        "date_nature": rule.date_nature,
        "requires": rule.requires,
        "reading": rule.reading,
        "proof_expected": rule.proof,
        "confidence": rule.confidence,
        "confidence_label": CONFIDENCE_LABELS[rule.confidence],
        "source": rule.source,
        "note": rule.note,
        "state_label": STATE_LABELS[verdict.state],
        "applies_label": APPLIES_LABELS[verdict.applies],
        "severity_label": SEVERITY_LABELS[verdict.severity],
        "missing_labels": [law.facts[fact].label for fact in verdict.missing],
    }
    return found


def _plain(value: Any) -> Any:
    """Dates as ISO texts, tuples as lists, all the way down."""
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value

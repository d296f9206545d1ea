"""Actors of the library as plain values, for a JSON column or another process; and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from canivet.actors.model import LISTS, Actor, Facts, SourceRecord

_ACTOR_LISTS = ("actions",)


def packed(actor: Actor) -> dict[str, Any]:
    """An actor as JSON holds it."""
    values = asdict(actor)
    values["consent_date"] = actor.consent_date.isoformat() if actor.consent_date else None
    for record, row in zip(actor.records, values["records"], strict=True):
        row["date"] = record.date.isoformat() if record.date else None
    return values


def unpacked(values: Mapping[str, Any]) -> Actor:
    """The actor of ``packed``."""
    given = {item.name: values[item.name] for item in fields(Actor)}
    given["facts"] = facts_of(values["facts"])
    given["records"] = tuple(
        SourceRecord(**{**row, "date": _day(row["date"]), "facts": facts_of(row["facts"])})
        for row in values["records"]
    )
    given["consent_date"] = _day(values["consent_date"])
    return Actor(**{**given, **{name: tuple(given[name]) for name in _ACTOR_LISTS}})


def facts_of(values: Mapping[str, Any]) -> Facts:
    """Facts as they were packed; those that a later version added are blank."""
    known = {item.name for item in fields(Facts)}
    kept: dict[str, Any] = {
        name: tuple(value) if name in LISTS else value for name, value in values.items() if name in known
    }
    return Facts(**kept)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

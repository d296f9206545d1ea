"""Actors of the territory: who they are, what each source says of them, and how we work with them."""

from __future__ import annotations

from canivet.actors.files import FILES, load, written
from canivet.actors.model import Actor, ActorsPart, Confirmation, Facts, SourceRecord
from canivet.actors.reen import Reen01, reen_01
from canivet.actors.summary import section

__all__ = [
    "FILES",
    "Actor",
    "ActorsPart",
    "Confirmation",
    "Facts",
    "Reen01",
    "SourceRecord",
    "load",
    "reen_01",
    "section",
    "written",
]

"""The parts of the state of play, each told in one sentence by the app that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from canivet_web.actors import bridge as actors
from canivet_web.authorities.models import Authority
from canivet_web.flash import bridge as flash
from canivet_web.law import bridge as law
from canivet_web.maturity import bridge as maturity
from canivet_web.rgesn import bridge as rgesn
from canivet_web.roles import Act
from canivet_web.territory_uses import bridge as territory_uses


class Part(NamedTuple):
    """One part: who sees its card, and who tells it (title, text, url, done)."""

    act: Act
    card: Callable[[Authority], dict[str, Any]]


#: In the order of the work.
PARTS: tuple[Part, ...] = (
    Part(Act.BELONG, maturity.card),
    Part(Act.READ, law.card),
    Part(Act.READ, law.initiatives_card),
    Part(Act.READ, actors.card),
    Part(Act.READ, territory_uses.card),
    Part(Act.READ, rgesn.card),
    Part(Act.READ, flash.card),
)


def cards(authority: Authority, acts: frozenset[Act]) -> list[dict[str, Any]]:
    """Cards of the parts that these acts open."""
    return [part.card(authority) for part in PARTS if part.act in acts]

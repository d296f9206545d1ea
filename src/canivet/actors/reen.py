"""REEN-01: who is concerned on the territory, public and private; at least one of each, validated."""

from __future__ import annotations

from dataclasses import dataclass

from canivet.actors.model import ActorsPart

PUBLIC = "public"
#: Private law, whether or not of the social and solidarity economy.
PRIVATE = ("private", "ess")


@dataclass(frozen=True, slots=True)
class Reen01:
    """Validated actors, public and private, and whether there is one of each."""

    public: int
    private: int
    unknown: int
    """Validated actors whose status nobody said: they count for neither."""

    @property
    def met(self) -> bool:
        """Whether the list holds what the law asks (loi 2021-1485, article 35; CGCT D. 2311-15-1)."""
        return self.public > 0 and self.private > 0


def reen_01(part: ActorsPart) -> Reen01:
    """Count the validated actors of a part by status."""
    statuses = [actor.facts.status for actor in part.actors if actor.state == "validated"]
    public, private = statuses.count(PUBLIC), sum(status in PRIVATE for status in statuses)
    return Reen01(public, private, len(statuses) - public - private)

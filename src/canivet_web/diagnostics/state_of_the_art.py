"""Where an authority stands among what is published, and among peers when the instance holds a pool."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from canivet.deliverables.content import state_of_the_art as words
from canivet.deliverables.content.comparison import COMPARABILITY, verdict
from canivet.deliverables.french import number, span, typeset
from canivet.problems import InputProblem
from canivet.standing.peers import LARGEST_POOL, PeerGroup, read_pool
from canivet.standing.section import OwnFigure, grid_method, section, told_by
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons

log = logging.getLogger("canivet.pool")


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A published figure as a page writes it."""

    value: str
    about: str
    verdict: str
    reasons: tuple[str, ...]
    url: str


def pool() -> tuple[PeerGroup, ...]:
    """Groups of peers that the administrator of the instance put in its data folder; none without a file."""
    path = Path(settings.PEER_POOL)
    try:
        stat = path.stat()
    except OSError:
        return ()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@cache
def _read(path: Path, _modified: int, size: int) -> tuple[PeerGroup, ...]:
    """The pool as it is on disk; a file that cannot be used is told in the log, never half taken."""
    if size > LARGEST_POOL:
        log.warning("%s est trop gros pour un fichier de pairs : il n'est pas lu.", path.name)
        return ()
    try:
        return read_pool(path.read_text(encoding="utf-8-sig"), commons(), path.name)
    except (InputProblem, OSError, UnicodeDecodeError) as problem:
        log.warning("Fichier de pairs non lu : %s", problem)
        return ()


def section_of(authority: Authority, document: dict[str, Any]) -> dict[str, Any]:
    """State of the art around a result; its maturity is that of its state of play, else the last frozen."""
    return section(document, commons(), pool=pool(), declared=_declared(authority, document))


def _declared(authority: Authority, document: dict[str, Any]) -> dict[str, OwnFigure]:
    if "maturity" in told_by(document, commons()):
        return {}
    snapshot = authority.maturity_snapshots.exclude(score=None).order_by("-frozen_on", "-pk").first()
    if snapshot is None:
        return {}
    source = f"grille de maturité figée le {snapshot.frozen_on:%d/%m/%Y}"
    return {"maturity": OwnFigure(100 * snapshot.score, None, None, grid_method(snapshot.grid), source)}


def row(ratio: dict[str, Any]) -> dict[str, Any]:
    """A ratio in a list: its value, how many published figures can be read beside it, its peers."""
    readable = [item for item in ratio["references"] if item["comparability"] != "not_comparable"]
    return {
        "id": ratio["id"],
        "label": typeset(ratio["label"]),
        "value": words.own_value(ratio),
        "total": len(ratio["references"]),
        "readable": len(readable),
        "peers": typeset(ratio["peers"]["position"]),
    }


def detail(ratio: dict[str, Any]) -> dict[str, Any]:
    """A ratio on its own page: where it comes from, its published figures, its peers."""
    quantiles = ratio["peers"]["quantiles"]
    return {
        **row(ratio),
        "definition": typeset(ratio["definition"]),
        "interval": span(ratio["low"], ratio["value"] or 0.0, ratio["high"]),
        "origin": typeset(_origin(ratio)),
        "references": [_reference(ratio, item) for item in ratio["references"]],
        "group": ratio["peers"],
        "quantiles": [
            (name.removeprefix("p"), number(value)) for name, value in quantiles.items() if value is not None
        ]
        if quantiles
        else [],
        "refused": typeset(ratio["peers"]["refused"]),
    }


def _origin(ratio: dict[str, Any]) -> str:
    """Where the figure comes from, or can be found; the diagnosis of the page goes without saying."""
    if ratio["value"] is None:
        return str(ratio["where"])
    return str(ratio["source"]) if ratio["own"] == "declared" else ""


def _reference(ratio: dict[str, Any], item: dict[str, Any]) -> ReferenceLine:
    said = verdict(ratio, {**item, "note": ""})
    stated = COMPARABILITY[item["comparability"]]
    lead = said if said.casefold().startswith(stated.casefold()) else stated.capitalize()
    reasons = dict.fromkeys(typeset(reason) for reason in (*item["reasons"], item["note"]) if reason)
    return ReferenceLine(
        words.with_unit(words.reference_value(item), item["unit"]),
        typeset(words.about(item)),
        typeset(lead),
        tuple(reasons),
        item["url"],
    )

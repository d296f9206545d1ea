"""Where an authority stands: its ratios beside published references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from canivet.deliverables.content.comparison import READ_BESIDE, verdict
from canivet.deliverables.french import HARD, NOT_COMPUTED, number, span, typeset, unit_label

RATIOS = 4


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One ratio against one reference."""

    label: str
    value: str
    unit: str
    interval: str
    mark: str
    """Value of the reference alone."""
    reference: str
    """The same with its source and year."""
    comparability: str
    verdict: str
    definition: str
    url: str

    @property
    def short_unit(self) -> str:
        """What the label does not already say of the unit.

        ``kg CO₂e`` of ``Gaz à effet de serre par agent``; nothing of ``Écrans par ordinateur``.
        """
        unit = self.unit.partition("/")[0]
        return "" if self.label.casefold().startswith(unit.casefold()) else unit

    @property
    def reading(self) -> str:
        """The verdict without how far it can be trusted: ``au-dessous``."""
        return self.verdict.rpartition(f"{HARD}: ")[2]


def ratio_lines(document: dict[str, Any]) -> list[RatioLine]:
    """Every ratio against every reference published for it; a ratio without any has one line all the same."""
    lines = []
    for ratio in document["ratios"]:
        for reference in ratio["references"] or [None]:
            lines.append(_ratio_line(ratio, reference, note=True))
    return lines


def short_ratios(document: dict[str, Any]) -> list[RatioLine]:
    """The ratios that a published figure can be read beside: the best reference of each, the newest first."""
    lines = []
    for ratio in document["ratios"]:
        compared = [item for item in ratio["references"] if item["comparability"] in READ_BESIDE]
        if ratio["value"] is not None and compared:
            compared.sort(key=lambda item: READ_BESIDE.index(item["comparability"]))
            lines.append(_ratio_line(ratio, compared[0], note=False))
    return lines[:RATIOS]


def standing_note(lines: Sequence[RatioLine]) -> str:
    """How far the references shown can be trusted, said once for all of them."""
    kinds = {line.comparability for line in lines}
    if kinds == {"indicative"}:
        return f"Repères indicatifs{HARD}: périmètre proche du vôtre, pas identique."
    if kinds == {"comparable"}:
        return f"Repères comparables{HARD}: même périmètre, même méthode."
    return "Certains repères ne sont qu’indicatifs : la liste dit lesquels." if kinds else ""


def _ratio_line(ratio: dict[str, Any], reference: dict[str, Any] | None, *, note: bool) -> RatioLine:
    unit = unit_label(ratio["unit"])
    value = NOT_COMPUTED if ratio["value"] is None else number(ratio["value"])
    mark = cited = said = url = comparability = ""
    if reference is not None:
        mark, comparability = _reference_value(reference), reference["comparability"]
        cited = f"{mark} ({reference['source']}, {reference['year']})"
        said = verdict(ratio, reference if note else {**reference, "note": ""})
        url = reference["url"] or ""
    return RatioLine(
        typeset(ratio["label"]),
        value,
        unit if ratio["value"] is not None else "",
        span(ratio["low"], ratio["value"] or 0.0, ratio["high"]),
        mark,
        typeset(cited),
        comparability,
        typeset(said),
        typeset(ratio["definition"]),
        url,
    )


def _reference_value(reference: dict[str, Any]) -> str:
    if reference["value"] is not None:
        return number(reference["value"])
    known = [number(reference[bound]) for bound in ("low", "high") if reference[bound] is not None]
    return " à ".join(known) or "non publiée"

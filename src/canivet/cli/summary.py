"""The few lines printed at the end of a diagnosis: the figure, its interval, what to look at first."""

from __future__ import annotations

from typing import Any

SHOWN_WARNINGS = 5


def plain_number(value: float) -> str:
    """A figure for a terminal: three significant digits, thousands spaced, decimal comma.

    >>> plain_number(1234567.0), plain_number(12.345), plain_number(0.0456)
    ('1 230 000', '12,3', '0,0456')
    """
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    text = f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.3g}"
    return text.replace(",", " ").replace(".", ",")


def summary(document: dict[str, Any]) -> str:
    """French summary of a result."""
    gwp = document["footprint"]["gwp"]
    inventory = document["inventory"]
    computed = bool(gwp["coverage"])
    tonnes = [plain_number(gwp[name] / 1000) for name in ("central", "low", "high")]
    lines = [
        f"{document['authority']['name']} — année {document['year']}, comptabilité « {document['method']} »",
        f"  Gaz à effet de serre : {tonnes[0]} t CO₂e par an "
        f"(entre {tonnes[1]} et {tonnes[2]}, intervalle à {document['interval_level']:.0%})".replace(
            "%", " %"
        )
        if computed
        else "  Gaz à effet de serre : non calculé, aucun facteur ouvert pour ces équipements",
        f"  Lignes lues : {inventory['lines_read']}, comptées : {inventory['lines_counted']} "
        f"({plain_number(inventory['units_counted'])} équipements), écartées : {inventory['lines_excluded']}",
        f"  Couverture par des facteurs : {gwp['coverage']:.0%}".replace("%", " %")
        + f" ; qualité des données : {document['quality']['score']:.0f}/100",
    ]
    if not document["uses"]["covered"]:
        lines.append("  Usages hébergés, messagerie, impression… : non couverts (option --usages)")
    warnings = document["warnings"]
    if warnings:
        lines.append(f"  À regarder ({len(warnings)}) :")
        lines += [f"    - {warning}" for warning in warnings[:SHOWN_WARNINGS]]
        if len(warnings) > SHOWN_WARNINGS:
            lines.append(f"    … et {len(warnings) - SHOWN_WARNINGS} autres dans le rapport")
    return "\n".join(lines) + "\n"

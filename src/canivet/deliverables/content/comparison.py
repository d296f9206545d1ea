"""Why published totals differ, and where the authority stands: factor sets, ratios and references."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.document import Bar, Block, Column, Figure, Paragraph, Section, Table
from canivet.deliverables.french import HARD, NOT_COMPUTED, counted, number, percent, span, unit_label

COMPARABILITY = {
    "comparable": "comparable",
    "indicative": "à titre indicatif",
    "not_comparable": "non comparable",
}
#: References that a ratio may be read beside, the better first.
READ_BESIDE = ("comparable", "indicative")
SAME_ORDER = 0.1
"""Half-width given to a figure published without an interval, as a share of it. Convention of the report."""


def factor_sets(reading: Reading) -> Section:
    """The same estate under each set of factors."""
    blocks: list[Block] = [
        Paragraph(
            "Deux rapports sur le même parc peuvent annoncer des totaux très différents, sans erreur de "
            "calcul : le choix des facteurs d'émission décide davantage que le reste. Voici ce parc, "
            "calculé avec chaque jeu de facteurs ; ce qu'un jeu ne donne pas est complété par les autres."
        )
    ]
    figure = bridge(reading)
    blocks.append(figure or Paragraph("Aucun jeu ne donne de facteur pour ce parc."))
    return Section("jeux-de-facteurs", "Pourquoi les totaux publiés diffèrent", tuple(blocks))


def bridge(reading: Reading) -> Figure | Table | None:
    """Chart and table of the climate total under each factor set; None when all are nothing."""
    result, scale = reading.result, reading.scale
    totals = {name: scale.of(values.get(CLIMATE) or 0.0) for name, values in result["bridge"].items()}
    if not any(totals.values()):
        return None
    chosen = result["factor_set"]
    reference = totals.get(chosen) or 0.0
    bars, rows = [], []
    for name in sorted(totals, key=lambda name: (name != chosen, -totals[name], name)):
        detail = result["bridge_detail"].get(name, {})
        label = detail.get("label") or name
        low, high = (None, None)
        if name == chosen:
            low, high = reading.shown(reading.climate["low"], reading.climate["high"])
        text = number(totals[name])
        bars.append(Bar(label, totals[name], low, high, text, name == chosen))
        ratio = f"×{HARD}{number(totals[name] / reference, 2)}" if reference else "—"
        rows.append(
            (
                label,
                "retenu" if name == chosen else "pour comparaison",
                text,
                ratio,
                percent(detail.get("own_share", {}).get(CLIMATE)),
            )
        )
    highest, lowest = max(bars, key=lambda bar: bar.value), min(bars, key=lambda bar: bar.value)
    unit = scale.unit
    table = Table(
        "Empreinte climat du même parc selon le jeu de facteurs",
        (
            Column("Jeu de facteurs", width=5),
            Column("Rôle", width=3),
            Column(f"{unit} par an", numeric=True),
            Column("Rapport au jeu retenu", numeric=True, width=2),
            Column("Équipements hors utilisation : part que ce jeu donne lui-même", numeric=True, width=3),
        ),
        tuple(rows),
        note=f"L'intervalle à {reading.level} du total couvre tous ces jeux.",
    )
    if len(bars) == 1:
        return table
    return Figure(
        id="graphique-jeux",
        caption=f"Barre foncée : jeu retenu, avec son intervalle à {reading.level} ; barres claires : "
        f"le même parc sous les autres jeux, en {unit} par an. Chiffres ci-dessous.",
        alt=f"Graphique en barres. Selon le jeu de facteurs, le même parc vaut de {lowest.text} {unit} "
        f"({lowest.label}) à {highest.text} {unit} ({highest.label}).",
        axis=f"{unit} par an",
        bars=tuple(bars),
        table=table,
    )


def ratios(reading: Reading) -> Section:
    """Ratios of the authority, then each against its published references."""
    blocks: list[Block] = []
    if not reading.agents:
        blocks.append(
            Paragraph(
                "Le nombre d'agents ayant un poste numérique n'a pas été donné : les ratios par agent ne "
                "sont pas calculés."
            )
        )
    blocks.append(
        Paragraph(
            "Une comparaison n'a de sens qu'à périmètre, méthode et facteurs semblables. Quand la "
            "référence n'est pas comparable, aucun avis n'est émis."
        )
    )
    rows = tuple(
        (
            item["label"],
            _value(item),
            span(item["low"], item["value"] or 0.0, item["high"]),
            item["definition"],
        )
        for item in reading.result["ratios"]
    )
    if not rows:
        return Section("ratios", "Se situer", (*blocks, Paragraph("Aucun ratio n'est disponible.")))
    blocks.append(
        Table(
            "Ratios de la collectivité",
            (
                Column("Ratio", width=4),
                Column("Valeur", numeric=True),
                Column(f"Intervalle à {reading.level}", numeric=True),
                Column("Ce que c'est", width=6),
            ),
            rows,
        )
    )
    pairs = [(item, reference) for item in reading.result["ratios"] for reference in item["references"]]
    compared = [pair for pair in pairs if pair[1]["comparability"] in READ_BESIDE]
    if compared:
        blocks.append(_references(compared))
    if len(compared) < len(pairs):
        blocks.append(Paragraph(_left_out(len(pairs) - len(compared))))
    return Section("ratios", "Se situer", tuple(blocks))


def _references(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> Table:
    return Table(
        "Références publiées, et ce que l'on peut en dire",
        (
            Column("Ratio", width=3),
            Column("Référence", width=3),
            Column("Source, année et périmètre", width=5),
            Column("Comparaison", width=5),
        ),
        tuple(
            (
                item["label"],
                _reference_value(reference, item["unit"]),
                " ; ".join(str(reference[key]) for key in ("source", "year", "scope") if reference.get(key)),
                verdict(item, reference),
            )
            for item, reference in pairs
        ),
    )


def _left_out(number_left: int) -> str:
    """Where the references that compare with nothing are, each with its reason."""
    words = "autre référence publiée ne se compare", "autres références publiées ne se comparent"
    return (
        f"{counted(number_left, *words)} pas à ce diagnostic : chacune est dans le classeur, feuille "
        "« Ratios », avec son motif."
    )


def _value(ratio: dict[str, Any]) -> str:
    if ratio["value"] is None:
        return NOT_COMPUTED
    return f"{number(ratio['value'])}{HARD}{unit_label(ratio['unit'])}"


def _reference_value(reference: dict[str, Any], unit: str) -> str:
    shown = unit_label(reference.get("unit") or unit)
    if reference["value"] is not None:
        return f"{number(reference['value'])}{HARD}{shown}"
    if reference["low"] is not None and reference["high"] is not None:
        return f"{number(reference['low'])} à {number(reference['high'])}{HARD}{shown}"
    return "non publiée"


def verdict(ratio: dict[str, Any], reference: dict[str, Any]) -> str:
    """Where the ratio stands against one reference, or why nothing can be said.

    Better or worse is said against a comparable reference only; an indicative one is placed,
    not judged.
    """
    comparability = reference["comparability"]
    stated = COMPARABILITY.get(comparability, comparability)
    # A result made before its reasons were joined with care keeps their doubled punctuation.
    note = (reference.get("note") or "").replace(". ;", " ;")
    reason = f" : {note}" if note else ""
    if comparability not in READ_BESIDE:
        return f"{stated[:1].upper()}{stated[1:]}{reason}"
    position = _position(ratio, reference)
    if position is None:
        return f"Pas de comparaison possible{reason}"
    words = {-1: "au-dessous", 0: "du même ordre", 1: "au-dessus"}[position]
    judged = ""
    if comparability == "comparable" and position and ratio.get("direction") in ("lower", "higher"):
        good = (position < 0) == (ratio["direction"] == "lower")
        judged = ", plus favorable" if good else ", moins favorable"
    lead = "Comparable" if comparability == "comparable" else "À titre indicatif"
    return f"{lead} : {words}{judged}{f' ({note})' if note else ''}"


def _position(ratio: dict[str, Any], reference: dict[str, Any]) -> int | None:
    """-1, 0 or 1: our interval is under, overlapping or over the reference's; None when one is missing."""
    ours = _range(ratio)
    theirs = _range(reference)
    if ours is None or theirs is None or _unit(ratio) != _unit(reference, ratio):
        return None
    if ours[1] < theirs[0]:
        return -1
    return 1 if ours[0] > theirs[1] else 0


def _unit(item: dict[str, Any], default: dict[str, Any] | None = None) -> str:
    return unit_label(item.get("unit") or (default or {}).get("unit", ""))


def _range(item: dict[str, Any]) -> tuple[float, float] | None:
    """Bounds, else the value and what rounding hides of it (a figure without interval is not exact)."""
    if item["low"] is not None and item["high"] is not None:
        return item["low"], item["high"]
    if item["value"] is None:
        return None
    margin = abs(item["value"]) * SAME_ORDER
    return item["value"] - margin, item["value"] + margin

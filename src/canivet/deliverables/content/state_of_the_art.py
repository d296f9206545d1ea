"""State of the art: why a published figure compares or not, figures an inventory does not give, and peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from canivet.deliverables.content.comparison import COMPARABILITY, READ_BESIDE, verdict
from canivet.deliverables.document import Block, Column, Paragraph, Section, Table
from canivet.deliverables.french import HARD, NOT_COMPUTED, counted, number, span, unit_label

ID, TITLE = "etat-de-l-art", "État de l'art"


def chapter(section: dict[str, Any]) -> Section:
    """The whole state of the art, from `standing.section.section`: for a document of its own."""
    return Section(
        ID,
        TITLE,
        (
            Paragraph(introduction()),
            own_table(section["ratios"]),
            references_table(section["ratios"]),
            *peers(section),
        ),
    )


def supplement(section: dict[str, Any]) -> tuple[Block, ...]:
    """What the report's own comparison lacks: figures that no inventory gives, and peers."""
    declared = [ratio for ratio in section["ratios"] if ratio["own"] == "declared"]
    blocks: list[Block] = []
    if declared:
        blocks += [
            Paragraph("D'autres repères portent sur ce qu'un inventaire ne dit pas."),
            own_table(declared),
            *_read_beside(declared),
        ]
    return (*blocks, *peers(section))


def _read_beside(ratios: list[dict[str, Any]]) -> Iterator[Block]:
    """The published figures that these ratios may be read beside, and how many may not."""
    kept = [
        {**ratio, "references": [r for r in ratio["references"] if r["comparability"] in READ_BESIDE]}
        for ratio in ratios
    ]
    if any(ratio["references"] for ratio in kept):
        yield references_table(kept, brief=True)
    left = sum(len(ratio["references"]) for ratio in ratios) - sum(len(r["references"]) for r in kept)
    if left:
        words = "autre chiffre publié ne se compare", "autres chiffres publiés ne se comparent"
        yield Paragraph(
            f"{counted(left, *words)} pas à ceux de la collectivité : la commande « canivet etat-de-l-art » "
            "et la page « État de l'art » les donnent, chacun avec son motif."
        )


def introduction() -> str:
    """The rule of every comparison."""
    return (
        "Deux chiffres ne se comparent que s'ils comptent la même chose, rapportée à la même base, par la "
        "même méthode, sur le même périmètre et des organisations de même nature. Dès qu'un de ces points "
        "diffère, la comparaison est dite indicative ou refusée, avec son motif."
    )


def own_table(ratios: list[dict[str, Any]]) -> Table:
    """Each ratio of the authority, or where to find it."""
    return Table(
        "Chiffres de la collectivité",
        (
            Column("Ratio", width=4),
            Column("Valeur", numeric=True, width=3),
            Column("Intervalle", numeric=True, width=2),
            Column("D'où il vient, ou où le trouver", width=5),
        ),
        tuple(
            (
                ratio["label"],
                own_value(ratio),
                span(ratio["low"], ratio["value"] or 0.0, ratio["high"]),
                ratio["source"] if ratio["value"] is not None and ratio["source"] else ratio["where"],
            )
            for ratio in ratios
        ),
    )


def own_value(ratio: dict[str, Any]) -> str:
    """The authority's figure with its unit."""
    if ratio["value"] is None:
        return NOT_COMPUTED
    return with_unit(number(ratio["value"]), ratio["unit"])


def with_unit(figure: str, unit: str) -> str:
    """A figure with its unit; nothing after what has none."""
    return figure if unit == "sans unité" else f"{figure}{HARD}{unit_label(unit)}"


def references_table(ratios: list[dict[str, Any]], *, brief: bool = False) -> Table:
    """Every published figure with its year, sample, scope, method, verdict and reasons.

    ``brief`` keeps the note of each: the other reasons are in the document of the state of the art.
    """
    rows = tuple(
        (
            ratio["label"],
            with_unit(reference_value(reference), reference["unit"]),
            about(reference),
            comparison(ratio, reference if not brief else {**reference, "reasons": []}),
        )
        for ratio in ratios
        for reference in ratio["references"]
    )
    return Table(
        "Chiffres publiés, et ce que l'on peut en dire",
        (
            Column("Ratio", width=3),
            Column("Publié", width=3),
            Column("Source, année, effectif, périmètre et méthode", width=5),
            Column("Comparaison", width=6),
        ),
        rows,
    )


def reference_value(reference: dict[str, Any]) -> str:
    """A published figure, or its bounds."""
    if reference["value"] is not None:
        low, high = reference["low"], reference["high"]
        bounds = f" ({number(low)} à {number(high)})" if low is not None and high is not None else ""
        return f"{number(reference['value'])}{bounds}"
    known = [number(reference[bound]) for bound in ("low", "high") if reference[bound] is not None]
    return " à ".join(known)


def about(reference: dict[str, Any]) -> str:
    """Source, year, sample, scope and method of a published figure."""
    sample = f"n = {reference['sample']}" if reference["sample"] else "effectif non dit"
    parts = (
        f"{reference['source']}, {reference['year']}",
        sample,
        reference["scope"],
        f"méthode : {reference['method']}",
    )
    return " ; ".join(parts)


def comparison(ratio: dict[str, Any], reference: dict[str, Any]) -> str:
    """Verdict, place of the authority where one can be told, and every reason."""
    stated = COMPARABILITY[reference["comparability"]]
    said = verdict(ratio, {**reference, "note": ""})
    lead = said if said.lower().startswith(stated) else f"{stated[:1].upper()}{stated[1:]} ({said.lower()})"
    return " ".join((f"{lead}.", *reference["reasons"], reference["note"])).strip()


def peers(section: dict[str, Any]) -> tuple[Block, ...]:
    """Peers of the same stratum, ratio by ratio; why none is shown otherwise."""
    if not section["pool"]:
        return (
            Paragraph(
                "Aucun groupe de pairs n'est chargé : la comparaison s'arrête aux chiffres publiés. Un "
                f"groupe d'au moins {section['peer_minimum']} collectivités de même strate et de même "
                "nature, calculées avec la même méthode, peut être ajouté."
            ),
        )
    shown = [ratio for ratio in section["ratios"] if ratio["peers"]["quantiles"]]
    refused = [
        ratio for ratio in section["ratios"] if not ratio["peers"]["quantiles"] and ratio["value"] is not None
    ]
    blocks: list[Block] = []
    if shown:
        blocks.append(_peers_table(section, shown))
    if refused:
        reasons = dict.fromkeys(ratio["peers"]["refused"] for ratio in refused)
        for reason in reasons:
            names = ", ".join(r["label"].lower() for r in refused if r["peers"]["refused"] == reason)
            blocks.append(Paragraph(f"Sans pairs à montrer ({names}) : {reason[:1].lower()}{reason[1:]}"))
    return tuple(blocks)


def _peers_table(section: dict[str, Any], ratios: list[dict[str, Any]]) -> Table:
    rows = tuple(
        (
            ratio["label"],
            own_value(ratio),
            number(ratio["peers"]["quantiles"]["p50"]),
            f"{number(ratio['peers']['quantiles']['p25'])} à {number(ratio['peers']['quantiles']['p75'])}",
            f"{ratio['peers']['n']} ({ratio['peers']['year']})",
            ratio["peers"]["position"],
        )
        for ratio in ratios
    )
    return Table(
        f"Parmi les collectivités de même nature, {section['stratum']}",
        (
            Column("Ratio", width=4),
            Column("Vous", numeric=True, width=3),
            Column("Médiane", numeric=True),
            Column("Moitié centrale", numeric=True, width=2),
            Column("Effectif (année)", numeric=True, width=2),
            Column("Votre place", width=5),
        ),
        rows,
    )

"""Chapter of the uses of the territory and of its footprint."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.deliverables.document import Bar, Block, Callout, Column, Figure, List, Paragraph, Section, Table
from canivet.deliverables.french import HARD, count, counted, day, number, span, unit_label

TITLE = "Usages et empreinte du territoire"
SHARES = ("share_devices", "share_data_centres", "share_networks")


def chapter(section: dict[str, Any]) -> Section:
    """Chapter made from `territory_uses.section.section`."""
    lines = section["lines"]
    footprint = [line for line in lines if line["nature"] == "impact" and line["value"] is not None]
    uses = [
        line
        for line in lines
        if line["nature"] == "use" and line["id"] not in SHARES and line["value"] is not None
    ]
    blank = [line for line in lines if line["value"] is None]
    blocks: list[Block] = [Paragraph(introduction(section)), review(section)]
    if footprint:
        blocks += [footprint_table(section, footprint), Paragraph(why_this_study(section))]
    shares = shares_figure(section)
    if shares is not None:
        blocks.append(shares)
    if uses:
        blocks.append(uses_table(uses))
    if blank:
        blocks.append(to_find(blank))
    return Section("territoire", TITLE, tuple(blocks))


def introduction(section: dict[str, Any]) -> str:
    """What the chapter rests on, in one paragraph."""
    told, population = section["summary"], section["population"]
    people = f"{count(population)}{HARD}habitants" if population else "une population inconnue"
    return (
        "Le bilan des usages du numérique sur le territoire est une pièce du programme de travail, que le "
        "décret demande au-delà de 50 000 habitants. Ce chapitre porte sur "
        f"{people}. "
        f"{counted(told['n_local'], 'indicateur a', 'indicateurs ont')} un chiffre local ; "
        f"{counted(told['n_national'], 'repose', 'reposent')} sur un chiffre national, étiqueté comme tel ; "
        f"{counted(told['n_blank'], 'reste', 'restent')} à trouver. Un chiffre local remplace "
        "l'estimation dès qu'il est connu."
    )


def review(section: dict[str, Any]) -> Callout | Paragraph:
    """The review of uses: dated and described, or what it lacks."""
    found = section["review"]
    if found is None or not section["summary"]["present"]:
        text = (
            "Aucun bilan des usages n'est enregistré. Le décret en fait une pièce du programme de travail "
            "des communes et des groupements de plus de 50 000 habitants."
        )
        return Callout("Bilan des usages", "law", (text,))
    made = f"établi le {day(date.fromisoformat(found['made_on']))}" if found["made_on"] else "non daté"
    items = [f"Bilan {made}."]
    items += [
        f"{label} : {found[name]}"
        for name, label in (
            ("scope", "Périmètre"),
            ("method", "Méthode"),
            ("findings", "Constats"),
            ("document", "Pièce"),
        )
        if found[name]
    ]
    return Callout("Bilan des usages", "law", tuple(items))


def footprint_table(section: dict[str, Any], lines: list[dict[str, Any]]) -> Table:
    """The footprint of the territory, each criterion with its interval and where it comes from."""
    rows = tuple(
        (line["label"], amount(line), _span(line), origin(line), line["scope"] or line["method"] or "—")
        for line in lines
    )
    return Table(
        "Empreinte du numérique sur le territoire",
        (
            Column("Critère", width=4),
            Column("Valeur", numeric=True, width=2),
            Column("Intervalle", numeric=True, width=2),
            Column("Origine", width=3),
            Column("Périmètre ou méthode", width=4),
        ),
        rows,
        note=f"« {section['estimate_label']} » : la moyenne du pays par habitant, multipliée par la "
        "population (la population municipale quand elle est connue : elle ne compte personne deux fois). "
        "Ce n'est ni une mesure, ni l'empreinte de la collectivité elle-même.",
    )


def why_this_study(section: dict[str, Any]) -> str:
    """Why one study rather than another, and that they do not mix."""
    used = section["study"]
    text = f"Étude employée : {used['title']} ({used['scope']}). {used['why']}"
    for other in section["set_aside"]:
        text += f" {other['title']} ({other['scope']}) : {other['why'][0].lower()}{other['why'][1:]}"
    return text


def shares_figure(section: dict[str, Any]) -> Figure | None:
    """How the climate footprint splits between devices, data centres and networks; None when unknown."""
    lines = {line["id"]: line for line in section["lines"]}
    found = [lines[id_] for id_ in SHARES if id_ in lines and lines[id_]["value"] is not None]
    if not found:
        return None
    bars = tuple(
        Bar(
            line["label"], line["value"], line["low"], line["high"], f"{number(line['value'])}{HARD}%",
            line["origin"] == "local",
        )
        for line in found
    )  # fmt: skip
    words = ", ".join(f"{line['label'].lower()} {number(line['value'])}{HARD}%" for line in found)
    table = Table(
        "Ce qui fait l'empreinte climat",
        (Column("Part", width=5), Column("%", numeric=True), Column("Origine", width=4)),
        tuple((line["label"], number(line["value"]), origin(line)) for line in found),
    )
    return Figure(
        id="graphique-territoire",
        caption="Répartition de l'empreinte climat du numérique. Chiffres ci-dessous.",
        alt=f"Graphique en barres : {words}.",
        axis="% de l'empreinte climat",
        bars=bars,
        table=table,
    )


def uses_table(lines: list[dict[str, Any]]) -> Table:
    """Uses of the territory that have a figure."""
    return Table(
        "Usages du numérique sur le territoire",
        (
            Column("Indicateur", width=5),
            Column("Thème", width=3),
            Column("Valeur", numeric=True, width=2),
            Column("Intervalle", numeric=True, width=2),
            Column("Origine", width=4),
        ),
        tuple(
            (line["label"], line["theme_label"], amount(line), _span(line), origin(line)) for line in lines
        ),
    )


def to_find(lines: list[dict[str, Any]]) -> Section:
    """Indicators without any figure, and where each can be found."""
    items = tuple(f"{line['label']} ({unit_label(line['unit'])}) : {line['where']}" for line in lines)
    return Section("territoire-a-trouver", "Ce qu'il reste à trouver", (List(items),))


def amount(line: dict[str, Any]) -> str:
    """A figure with its unit."""
    return f"{number(line['value'])}{HARD}{unit_label(line['unit'])}"


def _span(line: dict[str, Any]) -> str:
    return span(line["low"], line["value"], line["high"])


def origin(line: dict[str, Any]) -> str:
    """Where a figure comes from, with its year."""
    lead = "Chiffre local" if line["origin"] == "local" else ""
    parts = [part for part in (lead, line["source"]) if part]
    text = " : ".join(parts) if parts else "—"
    return f"{text[:1].upper()}{text[1:]} ({line['year']})" if line["year"] else text

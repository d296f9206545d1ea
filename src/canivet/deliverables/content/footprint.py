"""The footprint: totals, stages, categories, services, the other criteria, the heaviest items."""

from __future__ import annotations

from canivet.deliverables.content.reading import NO_SERVICE, PARTIAL_COVERAGE, Reading, chart
from canivet.deliverables.document import Block, Column, Paragraph, Section, Table
from canivet.deliverables.french import HARD, NOT_COMPUTED, count, number, percent, scale_for, span

METHODS = {
    "amortie": "amortie : fabrication, transport et fin de vie sont répartis sur la durée de vie",
    "achats": "par achats : fabrication, transport et fin de vie sont comptés l'année de l'achat",
}


def footprint(reading: Reading) -> Section:
    """Everything about the amounts themselves."""
    blocks: list[Block] = [
        Paragraph(
            f"Comptabilité {METHODS.get(reading.result['method'], reading.result['method'])}. Les montants "
            "sont arrondis, et arrondis de sorte que les colonnes s'additionnent."
        ),
        totals(reading),
    ]
    if not reading.computed:
        blocks.append(Paragraph("Aucune vue détaillée n'est possible : aucun facteur n'a pu être appliqué."))
        return Section("empreinte", "L'empreinte", (*blocks, criteria(reading)))
    blocks += [
        *_view(reading, "by_stage", "Par étape de vie", "Empreinte climat par étape de vie", "Étape"),
        *_view(reading, "by_category", "Par catégorie", "Empreinte climat par catégorie", "Catégorie"),
        *_services(reading),
        Section("autres-criteres", "Tous les critères", (criteria(reading),)),
        Section("plus-lourds", "Les postes les plus lourds", (heaviest(reading),)),
    ]
    return Section("empreinte", "L'empreinte", tuple(blocks))


def totals(reading: Reading) -> Table:
    """Total, per agent, per inhabitant."""
    climate, scale = reading.climate, reading.scale
    low, high = reading.shown(climate["low"], climate["high"])
    rows = [
        ("Total", reading.total(), span(low, scale.of(climate["central"]), high) if reading.computed else "—")
    ]
    bases = (
        (f"Par agent ayant un poste numérique ({count(reading.agents or 0)})", reading.agents, "agents"),
        (f"Par habitant ({count(reading.population or 0)})", reading.population, "population"),
    )
    for label, base, missing in bases:
        if base and reading.computed:
            rows.append((label, reading.per(base)[0], reading.per_span(base)))
        elif not base:
            name = "Par agent ayant un poste numérique" if missing == "agents" else "Par habitant"
            why = "nombre d'agents non donné" if missing == "agents" else "population inconnue"
            rows.append((name, NOT_COMPUTED, why))
    return Table(
        f"Empreinte climat de l'année {reading.result['year']}",
        (
            Column("Mesure", width=5),
            Column("Valeur centrale", numeric=True),
            Column(f"Intervalle à {reading.level}", numeric=True),
        ),
        tuple(rows),
    )


def _view(reading: Reading, view: str, title: str, chart_title: str, column: str) -> list[Block]:
    kind = {"by_stage": "stages", "by_category": "categories"}.get(view, "")
    names = reading.view(view).parts
    labels = {name: reading.label(kind, name) if kind else name for name in names}
    figure = chart(reading, view, title=chart_title, first_column=column, labels=labels)
    if figure is None:
        return []
    return [Section(view.replace("by_", "par-"), title, (figure,))]


def _services(reading: Reading) -> list[Block]:
    names = [name for name, part in reading.view("by_service").parts.items() if part.exact]
    if names == [NO_SERVICE]:
        text = (
            "L'inventaire ne dit pas à quel service appartient chaque équipement : la répartition par "
            "service n'est pas possible. Une colonne « service » dans l'inventaire suffit pour l'obtenir."
        )
        return [Section("par-service", "Par service", (Paragraph(text),))]
    return _view(reading, "by_service", "Par service", "Empreinte climat par service", "Service")


def criteria(reading: Reading) -> Table:
    """Every criterion with its interval and coverage; a low coverage is flagged, no factor is not a zero."""
    rows = []
    for name, item in reading.result["footprint"].items():
        scale = scale_for(item["unit"], item["central"])
        has_factor = bool(item["coverage"] or item["central"])
        low, high = (None if item[b] is None else scale.of(item[b]) for b in ("low", "high"))
        central = scale.of(item["central"])
        verdict = "suffisant"
        if not has_factor:
            verdict = "aucun facteur"
        elif "use" not in item["by_stage"]:
            verdict = "sans l'utilisation : non comparable"
        elif set(item["by_stage"]) == {"use"}:
            verdict = "utilisation seule : non comparable"
        elif item["coverage"] < PARTIAL_COVERAGE:
            verdict = "partiel : non comparable"
        rows.append(
            (
                item["label"] or name,
                f"{number(central)}{HARD}{scale.unit}" if has_factor else NOT_COMPUTED,
                span(low, central, high) if has_factor else "—",
                percent(item["coverage"]),
                verdict,
            )
        )
    return Table(
        "Empreinte sur chaque critère, par an",
        (
            Column("Critère", width=4),
            Column("Valeur centrale", numeric=True),
            Column(f"Intervalle à {reading.level}", numeric=True),
            Column("Couverture", numeric=True),
            Column("Lecture", width=3),
        ),
        tuple(rows),
        note="Le climat seul ne suffit pas à décider : une action peut le réduire et épuiser plus de métaux. "
        f"Sous {percent(PARTIAL_COVERAGE)} de couverture, un critère ne peut être comparé à rien.",
    )


def heaviest(reading: Reading) -> Table:
    """The heaviest categories, with the rest and the total."""
    parts = reading.view("by_category")
    rows = []
    for item in reading.result["heaviest"]:
        low, high = reading.shown(item["low"], item["high"])
        name = item["category"]
        per_unit = item.get("per_unit")
        rows.append(
            (
                item["label"],
                count(item["units"]),
                parts.amount(name),
                span(low, reading.scale.of(item["gwp"]), high),
                parts.share(name),
                number(per_unit) if per_unit else "—",
                reading.label("stages", item["main_stage"]),
            )
        )
    listed = {item["category"] for item in reading.result["heaviest"]}
    rest = [name for name in parts.parts if name not in listed]
    if any(parts.parts[name].exact for name in rest):
        rows.append(("Tout le reste", "", parts.amount(*rest), "—", parts.share(*rest), "", ""))
    low, high = reading.shown(reading.climate["low"], reading.climate["high"])
    rows.append(
        ("Total", "", parts.total_text(), span(low, parts.total, high), parts.share(*parts.parts), "", "")
    )
    return Table(
        f"Les {len(listed)} postes les plus lourds" if len(listed) > 1 else "Le poste le plus lourd",
        (
            Column("Poste", width=4),
            Column("Unités", numeric=True),
            Column(f"{reading.scale.unit} par an", numeric=True),
            Column("Intervalle", numeric=True),
            Column("Part", numeric=True),
            Column(
                f"{scale_for(reading.climate['unit'], 0).unit} par unité et par an", numeric=True, width=2
            ),
            Column("Étape principale", width=3),
        ),
        tuple(rows),
        total=True,
    )

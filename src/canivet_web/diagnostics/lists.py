"""The full lists behind the dashboard: every part, ratio, warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from canivet.deliverables.french import number, percent, scale_for, span, typeset
from canivet_web.diagnostics.dashboard import WORDS, fixes, missing_lines, warnings_of
from canivet_web.diagnostics.parts import criterion_of, parts_of
from canivet_web.diagnostics.standing import ratio_lines

#: Word of the address → view of the document.
VIEWS = {word: view for view, word in WORDS.items()}


@dataclass(frozen=True)
class Cell:
    """One cell; ``link`` holds the parameters of the explanation it opens, ``lever`` the lever whose page it
    opens.
    """

    text: str
    numeric: bool = False
    link: dict[str, str] = field(default_factory=dict)
    url: str = ""
    lever: str = ""

    @property
    def query(self) -> str:
        """The parameters, as an address writes them."""
        return urlencode(self.link)


@dataclass(frozen=True)
class WholeList:
    """One list: its columns, and all its rows; the first cell of a row names it."""

    view: str
    title: str
    columns: list[tuple[str, bool]]
    rows: Sequence[list[Cell]]
    note: str = ""


def whole(document: dict[str, Any], criterion: str, view: str) -> WholeList | None:
    """One list of a result, None where the word names none."""
    if view in VIEWS:
        return _parts(document, criterion, view)
    builders = {
        "criteres": _criteria,
        "reperes": _ratios,
        "manques": _missing,
        "avertissements": _warnings,
        "ameliorations": _fixes,
        "leviers": _levers,
    }
    return builders[view](document, criterion) if view in builders else None


def _parts(document: dict[str, Any], criterion: str, view: str) -> WholeList:
    parts = parts_of(document, criterion, VIEWS[view])
    word = {"etapes": "Étape", "categories": "Catégorie", "services": "Service"}[view]
    rows = [
        [
            Cell(row.label, link={"critere": criterion, parts.parameter: row.name}),
            Cell(row.amount, True),
            Cell(row.interval, True),
            Cell(row.share, True),
        ]
        for row in parts.rows
    ]
    note = (
        f"Total : {parts.total} {parts.unit} ({parts.interval}). Les montants sont arrondis de sorte qu'ils "
        "s'additionnent ; les intervalles ne s'additionnent pas. Ce qui n'a aucun facteur ouvert est dit non "
        "calculé ; ce qui n'en a pas pour toutes ses étapes est compté en partie : l'explication le dit."
    )
    columns = [(word, False), (f"{parts.unit} par an", True), ("Intervalle", True), ("Part", True)]
    return WholeList(
        view, f"{typeset(parts.criterion_label)} : toutes les lignes par {word.lower()}", columns, rows, note
    )


def _criteria(document: dict[str, Any], criterion: str) -> WholeList:
    rows = []
    for name, item in document["footprint"].items():
        found = criterion_of(item)
        rows.append(
            [
                Cell(typeset(found.label), link={"critere": name}),
                Cell(found.written, True),
                Cell(found.span, True),
                Cell(percent(found.coverage), True),
            ]
        )
    columns = [
        ("Critère", False),
        ("Valeur par an", True),
        (f"Intervalle à {percent(document['interval_level'])}", True),
        ("Couverture", True),
    ]
    note = (
        "Le climat seul ne suffit pas pour décider : une action peut le réduire et épuiser plus de métaux. "
        "Les critères ont des unités différentes : ils ne s'additionnent pas. Plus la couverture est basse, "
        "moins le chiffre en dit."
    )
    return WholeList("criteres", "Tous les critères", columns, rows, note)


def _ratios(document: dict[str, Any], criterion: str) -> WholeList:
    rows, told = [], ""
    for line in ratio_lines(document):
        again = line.label == told
        told = line.label
        rows.append(
            [
                Cell(line.label),
                Cell(f"{line.value} {line.unit}", True),
                Cell("" if again else line.definition),
                Cell(line.reference or "aucune", url=line.url),
                Cell(line.verdict),
            ]
        )
    columns = [
        ("Ratio", False),
        ("Votre valeur", True),
        ("Ce qu'il mesure", False),
        ("Référence publiée", False),
        ("Comparaison", False),
    ]
    note = (
        "Une comparaison n'a de sens qu'à périmètre, méthode et facteurs semblables. Quand une référence "
        "n'est pas comparable, elle est donnée pour information et aucun avis n'est émis."
    )
    return WholeList("reperes", "Se situer : tous les repères", columns, rows, note)


def _missing(document: dict[str, Any], criterion: str) -> WholeList:
    rows = [
        [Cell(line.label), Cell(line.stages), Cell(line.units, True), Cell(line.reason)]
        for line in missing_lines(document, criterion)
    ]
    columns = [("Équipement ou usage", False), ("Étapes", False), ("Unités", True), ("Raison", False)]
    label = typeset(document["footprint"][criterion]["label"])
    note = "Ces lignes sont comptées en unités. Leur part qui manque n'est pas nulle : elle est inconnue."
    return WholeList("manques", f"{label} : ce qui n'a pas de facteur", columns, rows, note)


def _warnings(document: dict[str, Any], criterion: str) -> WholeList:
    rows = [[Cell(text)] for text in warnings_of(document)]
    return WholeList("avertissements", "Tous les avertissements", [("Avertissement", False)], rows)


def _fixes(document: dict[str, Any], criterion: str) -> WholeList:
    rows = [[Cell(fix.label), Cell(fix.advice), Cell(fix.gain, True)] for fix in fixes(document)]
    columns = [("Donnée", False), ("Que faire", False), ("Gain de note", True)]
    return WholeList("ameliorations", "Ce qui relèverait la note de qualité", columns, rows)


def _levers(document: dict[str, Any], criterion: str) -> WholeList:
    unit = document["footprint"][criterion]["unit"]
    found = document.get("levers", {}).get("levers", ())
    rows = sorted(found, key=lambda row: (row["status"] != "computed", -_gain(row, criterion)))
    label = typeset(document["labels"]["criteria"][criterion])
    columns = [
        ("Levier", False),
        ("Gain par an", True),
        ("Intervalle", True),
        ("Part", True),
        ("Effort sur 3", True),
    ]
    note = (
        "Chaque levier pris seul, à ses valeurs de départ. Les gains ne s'additionnent pas : deux leviers "
        "peuvent viser les mêmes appareils. Un levier sans chiffre n'est pas un gain nul : sa page dit "
        "ce qui manque."
    )
    if not found:
        note = "Ce diagnostic a été calculé avant les leviers : recalculez-le pour les voir."
    cells = [_lever_cells(row, criterion, unit) for row in rows]
    return WholeList("leviers", f"{label} : ce que chaque levier ferait gagner", columns, cells, note)


def _gain(row: dict[str, Any], criterion: str) -> float:
    gain = row["gains"].get(criterion)
    return float(gain["value"]) if gain else 0.0


def _lever_cells(row: dict[str, Any], criterion: str, unit: str) -> list[Cell]:
    gain = row["gains"].get(criterion)
    title = Cell(typeset(row["title"]), lever=row["id"])
    effort = Cell(str(row["effort"]), True)
    if gain is None:
        return [title, Cell("non calculé", True), Cell("—", True), Cell("—", True), effort]
    scale = scale_for(unit, abs(gain["value"]))
    low, value, high = (scale.of(gain[key]) for key in ("low", "value", "high"))
    share = percent(gain["share"], 1) if gain["share"] is not None else "—"
    return [title, Cell(f"{number(value)} {scale.unit}", True), Cell(span(low, value, high), True),
            Cell(share, True), effort]  # fmt: skip

"""Odd identities: re-used numbers, lots listed beside their devices, likenesses, countries, totals."""

from __future__ import annotations

from collections import Counter, defaultdict

from canivet.inventory.assets import Line
from canivet.inventory.draft import Draft
from canivet.inventory.traps import Findings, Trap, units_of
from canivet.inventory.wording import count, figure, places, quoted

_NUMBERS = {"serial": "numéro de série", "inventory_number": "numéro d'inventaire"}


def country_spellings(findings: Findings) -> list[Trap]:
    """One country written in several ways."""
    countries = findings.interpreted.countries
    if countries is None:
        return []
    traps = []
    for spellings in countries.spellings().values():
        lines = Counter(
            draft.cell("country") for draft in findings.drafts if draft.cell("country") in spellings
        )
        drafts = [draft for draft in findings.drafts if draft.cell("country") in spellings]
        if len(lines) < 2:
            continue
        listed = " et ".join(f"« {text} »" for text, _ in lines.most_common())
        counts = " et ".join(figure(n) for _, n in lines.most_common())
        traps.append(
            Trap(
                units_of(drafts),
                f"Un même pays est écrit de plusieurs façons, {listed} (sur {counts} lignes) ; "
                "elles sont réunies.",
            )
        )
    return traps


def unread_countries(findings: Findings) -> list[Trap]:
    """Names of countries that are not in the commons."""
    countries = findings.interpreted.countries
    if countries is None or not countries.unread:
        return []
    drafts = [draft for draft in findings.drafts if draft.cell("country") in countries.unread]
    return [
        Trap(
            units_of(drafts),
            f"Pays que Canivet ne connaît pas : {count(len(drafts), 'ligne')} "
            f"({quoted(sorted(countries.unread))}). Le pays par défaut, {countries.default}, leur est donné.",
        )
    ]


def invalid_quantities(findings: Findings) -> list[Trap]:
    """Lines whose quantity cannot be used."""
    drafts = [draft for draft in findings.drafts if draft.problem]
    if not drafts:
        return []
    texts = Counter(draft.cell("quantity") for draft in drafts)
    return [
        Trap(
            len(drafts),
            f"Quantités inutilisables : {count(len(drafts), 'ligne')} "
            f"({quoted([text for text, _ in texts.most_common()])} ; "
            f"{places([d.place for d in drafts], 2)}), écartées.",
        )
    ]


def number_conflicts(findings: Findings) -> list[Trap]:
    """Numbers carried by different devices."""
    traps = []
    for kind, label in _NUMBERS.items():
        found = [conflict for conflict in findings.conflicts if conflict.kind == kind]
        if not found:
            continue
        first = found[0]
        labels = findings.family_labels
        families = sorted({labels.get(draft.family, draft.family) for draft in first.drafts})
        why = "familles différentes" if len(families) > 1 else "autres numéros différents"
        traps.append(
            Trap(
                sum(units_of(conflict.drafts) for conflict in found),
                f"{label.capitalize()} porté par des équipements différents ({why}) : "
                f"{count(len(found), 'cas', 'cas')}, par exemple "
                f"{places([draft.place for draft in first.drafts], 2)}. Ces lignes n'ont pas été fusionnées.",
            )
        )
    if findings.shared_serials:
        lines = sum(findings.shared_serials.values())
        shown = sorted(findings.shared_serials, key=lambda serial: (-findings.shared_serials[serial], serial))
        traps.append(
            Trap(
                lines,
                f"{count(lines, 'ligne')} partagent un même numéro de série avec plus de deux autres "
                f"({quoted(shown)}) : il n'identifie rien et n'a pas servi à chercher les doublons.",
            )
        )
    return traps


def likenesses(findings: Findings) -> list[Trap]:
    """Lines without number merged because all they say agrees."""
    drafts = [draft for draft in findings.drafts if draft.match == "likeness"]
    if not drafts:
        return []
    return [
        Trap(
            units_of(drafts),
            "Lignes sans numéro de série rapprochées d'un équipement d'une autre liste par leur nom, leur "
            f"service, leur modèle ou leur date : {figure(len(drafts))}. Voir exclusions.csv, raison "
            "« Doublon ».",
        )
    ]


def lots_beside_units(findings: Findings) -> list[Trap]:
    """A lot in one table and devices of its kind, one by one, in another."""
    lots: dict[str, list[Draft]] = defaultdict(list)
    single: dict[str, set[int]] = defaultdict(set)
    for draft in findings.drafts:
        kind = findings.kinds.get(draft.family)
        if not kind or draft.kept is not None:
            continue
        if draft.quantity > 1:
            lots[kind].append(draft)
        elif draft.serial:
            single[kind].add(draft.table)
    doubtful = [draft for kind, drafts in lots.items() for draft in drafts if single[kind] - {draft.table}]
    if not doubtful:
        return []
    doubtful.sort(key=lambda draft: (-draft.quantity, draft.place_key))
    return [
        Trap(
            units_of(doubtful),
            "Lots à côté d'équipements de même nature listés un par un dans un autre fichier : "
            f"{count(len(doubtful), 'lot')} ({count(units_of(doubtful), 'unité')} ; "
            f"{places([d.place for d in doubtful], 2)}). Un lot n'est jamais fusionné : vérifiez qu'il "
            "n'est pas "
            "compté deux fois.",
        )
    ]


def _rejected(findings: Findings, reason: str) -> list[Line]:
    """Lines that reading set aside for a reason."""
    return [line for table in findings.tables for line, why in table.rejected if why == reason]


def wrong_widths(findings: Findings) -> list[Trap]:
    """Lines that cannot be read because their cells do not match the columns."""
    lines = _rejected(findings, "wrong_width")
    if not lines:
        return []
    return [
        Trap(
            len(lines),
            f"{count(len(lines), 'ligne')} au nombre de cellules inattendu, qui ne se lisent pas : "
            f"{places([line.place for line in lines], 2)}. Un séparateur dans un texte ou un nombre "
            "(« 1,200.50 ») en est souvent la cause.",
        )
    ]


def summaries(findings: Findings) -> list[Trap]:
    """Sheets that add up others."""
    names = sorted(
        {f"« {line.place.sheet} » de {line.place.file}" for line in _rejected(findings, "summary")}
    )
    if not names:
        return []
    return [
        Trap(
            len(names),
            f"Feuilles de synthèse laissées de côté, pour ne pas compter deux fois : {', '.join(names)}.",
        )
    ]


def rejected_totals(findings: Findings) -> list[Trap]:
    """Total lines, which are not devices."""
    lines = _rejected(findings, "total")
    if not lines:
        return []
    where = places([line.place for line in lines])
    if len(lines) == 1:
        return [Trap(1, f"Une ligne de total n'est pas comptée : {where}.")]
    return [Trap(len(lines), f"{count(len(lines), 'ligne')} de total ne sont pas comptées : {where}.")]

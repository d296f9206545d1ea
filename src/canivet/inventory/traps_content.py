"""Odd contents: quantities out of scale, virtual machines, panels, places for models, spellings, statuses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Final

from canivet.inventory.draft import Draft
from canivet.inventory.places import is_place
from canivet.inventory.scope import UNRECOGNISED
from canivet.inventory.traps import Findings, Trap, units_of
from canivet.inventory.wording import count, figure, percent, places, quoted, table_name
from canivet.text import fold

#: A quantity is out of scale above this share of all units, or this many times the 99th percentile.
SCALE_SHARE: Final = 0.05
SCALE_TIMES: Final = 50
SCALE_MIN_QUANTITY: Final = 100
UNKNOWN_SHARE: Final = 0.05
#: A family recognised no more surely than this was guessed; said above this share of the units counted.
GUESSED_CONFIDENCE: Final = 0.6
GUESSED_SHARE: Final = 0.05
SAME_BUT_NAME_SHARE: Final = 0.05
SAME_BUT_NAME_MIN_LINES: Final = 10
_MOJIBAKE: Final = re.compile(r"Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|Â[\x80-\xbf]|â€|\ufffd")
_SERVER: Final = ("serv",)
#: Lines already set aside for what they are: that they look alike says nothing more.
_NOT_DOUBLES: Final = frozenset({"duplicate", "virtual", "internal_panel", "software"})


def quantities_out_of_scale(findings: Findings) -> list[Trap]:
    """Single lines that weigh so much that a typing error would spoil the result."""
    quantities = sorted(draft.quantity for draft in findings.drafts)
    if not quantities:
        return []
    total = sum(quantities)
    percentile = quantities[min(len(quantities) - 1, int(0.99 * len(quantities)))]
    traps = []
    for draft in findings.drafts:
        quantity = draft.quantity
        if quantity >= SCALE_MIN_QUANTITY and (
            quantity > SCALE_SHARE * total or quantity > SCALE_TIMES * percentile
        ):
            traps.append(
                Trap(
                    quantity,
                    f"{draft.place} : une quantité de {figure(quantity)} (« {draft.cell('quantity')} » dans "
                    f"le fichier, {percent(quantity / total)} de toutes les unités lues) pour "
                    f"« {draft.text} » : vérifiez qu'elle est juste.",
                )
            )
    return sorted(traps, reverse=True)


def virtual_machines(findings: Findings) -> list[Trap]:
    """Virtual machines listed among devices."""
    among: dict[str, list[Draft]] = defaultdict(list)
    for draft in findings.drafts:
        if draft.reason == "virtual":
            server = any(word in fold(draft.cell("type")) for word in _SERVER)
            among["serveurs" if server else "équipements physiques"].append(draft)
    return [
        Trap(
            units_of(drafts),
            f"Machines virtuelles rangées parmi les {what} : {count(len(drafts), 'ligne')} "
            f"({count(units_of(drafts), 'unité')} ; {quoted(_texts(drafts))} ; "
            f"{places([d.place for d in drafts], 2)}). Elles ne sont pas comptées, le serveur qui les porte "
            "l'est.",
        )
        for what, drafts in among.items()
    ]


def internal_panels(findings: Findings) -> list[Trap]:
    """Panels of laptops listed as screens."""
    drafts = [draft for draft in findings.drafts if draft.reason == "internal_panel"]
    if not drafts:
        return []
    return [
        Trap(
            units_of(drafts),
            f"Dalles internes d'ordinateurs portables listées comme écrans : {count(len(drafts), 'ligne')} "
            f"({quoted(_texts(drafts))}). Elles ne sont pas comptées.",
        )
    ]


def places_for_models(findings: Findings) -> list[Trap]:
    """Model columns that hold the name of a place."""
    verdicts: dict[str, bool] = {}
    drafts = []
    for draft in findings.drafts:
        model = draft.cell("model")
        if model not in verdicts:
            verdicts[model] = is_place(fold(model), findings.place_words)
        if verdicts[model]:
            drafts.append(draft)
    if not drafts:
        return []
    return [
        Trap(
            units_of(drafts),
            f"Nom de lieu à la place du modèle : {count(len(drafts), 'ligne')} "
            f"({count(units_of(drafts), 'unité')} ; {quoted(_texts(drafts))}). L'équipement n'y est "
            "connu que "
            "par son type.",
        )
    ]


def two_types(findings: Findings) -> list[Trap]:
    """One model under types of several families; synonyms (« Laptop », « Portable ») are one type."""
    types: dict[str, dict[str, str]] = defaultdict(dict)
    drafts: dict[str, list[Draft]] = defaultdict(list)
    for draft in findings.drafts:
        model, kind = draft.cell("model"), draft.cell("type")
        if model and kind:
            folded = fold(model)
            family = findings.type_families.get(kind, "")
            if family:
                types[folded].setdefault(family, kind)
            drafts[folded].append(draft)
    several = sorted(model for model, kinds in types.items() if len(kinds) > 1)
    if not several:
        return []
    concerned = [draft for model in several for draft in drafts[model]]
    shown = [
        f"{drafts[model][0].cell('model')} ({', '.join(sorted(types[model].values()))})" for model in several
    ]
    return [
        Trap(
            units_of(concerned),
            f"{count(len(several), 'modèle')} sous plusieurs types : {quoted(shown)}.",
        )
    ]


def repeated_brands(findings: Findings) -> list[Trap]:
    """Models that say their brand twice."""
    return _texts_matching(findings, _says_brand_twice, "Marque répétée dans le modèle")


def _says_brand_twice(model: str) -> bool:
    words = fold(model).split()
    return len(words) > 2 and words[0] == words[1] and words[0].isalpha()


def broken_letters(findings: Findings) -> list[Trap]:
    """Texts read once in the wrong encoding, before they reached us."""
    sentence = "Lettres abîmées par un mauvais encodage"
    return _texts_matching(findings, lambda model: _MOJIBAKE.search(model) is not None, sentence)


def _texts_matching(findings: Findings, test: Callable[[str], bool], what: str) -> list[Trap]:
    verdict: dict[str, bool] = {}
    drafts = []
    for draft in findings.drafts:
        model = draft.cell("model") or draft.cell("designation")
        if model not in verdict:
            verdict[model] = test(model)
        if verdict[model]:
            drafts.append(draft)
    if not drafts:
        return []
    return [Trap(units_of(drafts), f"{what} : {count(len(drafts), 'ligne')} ({quoted(_texts(drafts))}).")]


def statuses(findings: Findings) -> list[Trap]:
    """Lines whose status is not said, or not understood: they are counted."""
    traps = []
    unread = findings.interpreted.statuses.unread if findings.interpreted.statuses else set()
    misread = [draft for draft in findings.drafts if not draft.reason and draft.cell("status") in unread]
    if unread and misread:
        texts = Counter(draft.cell("status") for draft in misread)
        traps.append(
            Trap(
                units_of(misread),
                f"Statuts que Canivet ne connaît pas : {count(len(misread), 'ligne')} "
                f"({quoted([text for text, _ in texts.most_common()])}), comptées en service.",
            )
        )
    for has_column, what in ((True, "Statut absent"), (False, "Pas de colonne de statut")):
        blank: list[Draft] = []
        names = []
        for table, drafts in findings.by_table():
            found = [
                d for d in drafts if not d.reason and d.status == "unknown" and d.cell("status") not in unread
            ]
            if found and ("status" in table.mapping) is has_column:
                blank += found
                names.append(table_name(table))
        if blank:
            where = f"{count(len(blank), 'ligne')} de {' ; '.join(names)}"
            traps.append(Trap(units_of(blank), f"{what} (compté en service faute de mieux) : {where}."))
    return traps


def same_but_name(findings: Findings) -> list[Trap]:
    """Lines that repeat another one in all but the name; they are not merged."""
    traps = []
    for table, drafts in findings.by_table():
        seen: Counter[tuple[tuple[str, str], ...]] = Counter()
        keys = []
        for draft in drafts:
            cells = draft.line.cells
            alone = draft.serial or draft.reason in _NOT_DOUBLES
            key = () if alone else tuple((name, text) for name, text in cells.items() if name != "name")
            keys.append(key)
            seen[key] += 1
        again = [draft for draft, key in zip(drafts, keys, strict=True) if key and seen[key] > 1]
        distinct = sum(1 for key, lines in seen.items() if key and lines > 1)
        more = len(again) - distinct
        if more >= SAME_BUT_NAME_MIN_LINES and more > SAME_BUT_NAME_SHARE * len(drafts):
            traps.append(
                Trap(
                    units_of(again),
                    f"{count(more, 'ligne')} de {table_name(table)} ne diffèrent d'une autre que par le "
                    "nom, et "
                    "n'ont pas de numéro de série : elles sont toutes comptées, ce sont peut-être des "
                    "doublons.",
                )
            )
    return traps


def unrecognised(findings: Findings) -> list[Trap]:
    """Share of the units that were not recognised."""
    drafts = [draft for draft in findings.drafts if draft.reason == UNRECOGNISED]
    units = units_of(drafts)
    total = units + units_of([draft for draft in findings.drafts if not draft.reason])
    if not units or units <= UNKNOWN_SHARE * total:
        return []
    return [
        Trap(
            units,
            f"Équipements non reconnus : {count(units, 'unité')} ({percent(units / total)} du parc, "
            f"{count(len(drafts), 'ligne')}). Ils ne comptent pas dans l'empreinte : voir inconnus.csv, et "
            "complétez correspondances.csv.",
        )
    ]


def guessed(findings: Findings) -> list[Trap]:
    """Lines counted on a type too vague to be sure of the family, such as « Ordinateur »."""
    counted = [draft for draft in findings.drafts if not draft.reason]
    drafts = [draft for draft in counted if draft.confidence <= GUESSED_CONFIDENCE]
    units = units_of(drafts)
    if not units or units <= GUESSED_SHARE * units_of(counted):
        return []
    taken: Counter[str] = Counter()
    for draft in drafts:
        taken[findings.family_labels.get(draft.family, draft.family)] += int(draft.quantity)
    listed = ", ".join(f"{label.lower()} : {figure(n)}" for label, n in taken.most_common(4))
    return [
        Trap(
            units,
            f"Famille devinée d'après un type trop vague : {count(len(drafts), 'ligne')} ({listed}). "
            "Précisez le modèle, ou complétez correspondances.csv.",
        )
    ]


def several_devices(findings: Findings) -> list[Trap]:
    """Lines that name several devices: one family alone is counted."""
    named: dict[str, None] = {}
    drafts = []
    for draft in findings.drafts:
        texts = (draft.cell("designation"), draft.cell("type"))
        text = next((text for text in texts if text in findings.composed), None)
        if text is not None and not draft.reason:
            drafts.append(draft)
            named[text] = None
    if not drafts:
        return []
    return [
        Trap(
            units_of(drafts),
            f"Plusieurs équipements sur une ligne : {count(len(drafts), 'ligne')} "
            f"({quoted(list(named))} ; {places([draft.place for draft in drafts], 2)}). "
            "Un seul est compté : donnez à chacun sa ligne.",
        )
    ]


def untitled(findings: Findings) -> list[Trap]:
    """Tables without names of columns: quantities, dates and services are not read there."""
    found = [(table, drafts) for table, drafts in findings.by_table() if table.header_line == 0 and drafts]
    return [
        Trap(
            units_of(drafts),
            f"Tableau sans titres de colonnes : {table_name(table)}. Seuls les modèles y sont reconnus, ni "
            "les quantités, ni les dates, ni les services : ajoutez une première ligne de titres.",
        )
        for table, drafts in found
    ]


def _texts(drafts: list[Draft]) -> list[str]:
    """Distinct texts, heaviest first."""
    units: Counter[str] = Counter()
    for draft in drafts:
        units[draft.text] += int(draft.quantity)
    return [text for text, _ in units.most_common()]

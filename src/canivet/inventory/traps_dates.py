"""Odd dates: the day of an extraction taken for a withdrawal, placeholders, purchases to come, great ages."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from canivet.inventory.dates import DateColumns
from canivet.inventory.draft import Draft
from canivet.inventory.interpret import years_in_use
from canivet.inventory.status import COUNTED
from canivet.inventory.traps import Findings, Trap, units_of
from canivet.inventory.wording import count, day, figure, percent, table_name

#: A date carried by more than this share of the lines, and at least this many, is a placeholder or a batch.
SHARED_SHARE: Final = 0.10
SHARED_MIN_LINES: Final = 10
OLD_YEARS: Final = 15
_LABELS: Final = {
    "purchase_date": "date d'achat",
    "in_service_date": "date de mise en service",
    "delivery_date": "date de livraison",
    "warranty_date": "date de garantie",
    "bios_date": "date de BIOS",
    "retired_date": "date de retrait",
}


def extraction_as_withdrawal(findings: Findings) -> list[Trap]:
    """One withdrawal date on most lines, even of devices in use."""
    traps = []
    for (table, drafts), dates in zip(findings.by_table(), findings.interpreted.dates, strict=True):
        if dates.extraction is None:
            continue
        used = [draft for draft in drafts if draft.status in COUNTED]
        traps.append(
            Trap(
                units_of(drafts),
                f"Une seule date de retrait, {day(dates.extraction)}, figure sur "
                f"{count(dates.extraction_lines, 'ligne')} sur {figure(len(drafts))} de {table_name(table)}, "
                f"même sur {count(len(used), 'ligne')} d'équipements en service ou en maintenance : c'est "
                "la date de l'extraction, elle n'a pas été prise pour une fin de vie.",
            )
        )
    return traps


def shared_dates(findings: Findings) -> list[Trap]:
    """A start date carried by many lines: a placeholder, or a batch bought at once."""
    traps = []
    for (table, drafts), dates in zip(findings.by_table(), findings.interpreted.dates, strict=True):
        for name in ("purchase_date", "in_service_date", "delivery_date"):
            # A year or a month alone is given one same day by us, not by the user.
            counts = Counter(
                value
                for draft, value in zip(drafts, dates.columns.get(name, ()), strict=False)
                if value is not None and _says_its_day(draft.cell(name))
            )
            for value, lines in counts.most_common(2):
                if lines >= SHARED_MIN_LINES and lines > SHARED_SHARE * len(drafts):
                    units = _units_dated(drafts, dates, name, value)
                    traps.append(
                        Trap(
                            units,
                            f"{count(lines, 'ligne')} de {table_name(table)} portent la {_LABELS[name]} "
                            f"{day(value)} ({percent(lines / len(drafts))} des lignes, "
                            f"{count(units, 'unité')}) : date de reprise des données plutôt que date vraie ? "
                            "Les âges et les achats de l'année en dépendent.",
                        )
                    )
    return traps


def _says_its_day(text: str) -> bool:
    """Whether a date is written with its day, or as the number that spreadsheets keep for it.

    >>> _says_its_day("2021"), _says_its_day("03/2021"), _says_its_day("1/3/21")
    (False, False, True)
    """
    return len(text) > len("03/2021") or text.count("/") > 1 or (text.isdecimal() and len(text) == 5)


def _units_dated(drafts: list[Draft], dates: DateColumns, name: str, value: date) -> float:
    pairs = zip(drafts, dates.columns[name], strict=True)
    return sum(draft.quantity for draft, found in pairs if found == value)


def future_dates(findings: Findings) -> list[Trap]:
    """Dates after the extraction, or after the year studied."""
    traps = []
    end = date(findings.year, 12, 31)
    for (table, drafts), dates in zip(findings.by_table(), findings.interpreted.dates, strict=True):
        for name, late in dates.future.items():
            beyond = sum(1 for _, value in late if value > end)
            if dates.extraction is not None and dates.extraction <= end:
                limit = f"l'extraction du {day(dates.extraction)}"
                rest = f", dont {figure(beyond)} après la fin de {findings.year}" if beyond else ""
            else:
                limit, rest = f"la fin de l'année étudiée ({findings.year})", ""
            latest = max(value for _, value in late)
            traps.append(
                Trap(
                    sum(drafts[position].quantity for position, _ in late),
                    f"{_LABELS[name].capitalize()} dans le futur : {count(len(late), 'ligne')} de "
                    f"{table_name(table)} après {limit}{rest} (la plus tardive : {day(latest)}). Ces "
                    "dates sont "
                    "ignorées, les équipements restent comptés.",
                )
            )
    return traps


def unread_dates(findings: Findings) -> list[Trap]:
    """Texts of date columns that are not dates."""
    traps = []
    for (table, _), dates in zip(findings.by_table(), findings.interpreted.dates, strict=True):
        for name, lines in dates.unread.items():
            traps.append(
                Trap(
                    lines,
                    f"{_LABELS[name].capitalize()} illisible : {count(lines, 'cellule')} de la colonne "
                    f"« {table.mapping.get(name, name)} » de {table_name(table)}.",
                )
            )
    return traps


def great_ages(findings: Findings) -> list[Trap]:
    """Devices in use for longer than is likely."""
    end = date(findings.year, 12, 31)
    old = [
        draft for draft in findings.drafts if not draft.reason and (years_in_use(draft, end) or 0) > OLD_YEARS
    ]
    if not old:
        return []
    oldest = min(old, key=lambda draft: (draft.start_date or end, draft.place_key))
    return [
        Trap(
            units_of(old),
            f"Équipements comptés de plus de {OLD_YEARS} ans fin {findings.year} : "
            f"{count(len(old), 'ligne')} "
            f"({count(units_of(old), 'unité')}). La plus ancienne, {oldest.place}, date du "
            f"{day(oldest.start_date or end)}. Sont-ils encore en service ?",
        )
    ]

"""Which tool a table comes from, by its columns, and what each tool's export needs before it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from canivet.inventory.decoding import Row
from canivet.inventory.readers.files import Sheet
from canivet.text import fold

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One tool: its identifier and label, the columns that betray it, and how its export is read."""

    id: str
    label: str
    signs: frozenset[str]
    """Folded names of columns that this tool alone uses."""
    least_signs: int
    hint: str = ""
    """What the lines are when neither the file nor the sheet says it."""
    split: Callable[[Sheet], Sequence[Row]] | None = None
    """How its text is cut into rows, when it is not the usual way."""
    complete: Callable[[Cells], Cells] | None = None
    """What the cells of a line say of each other in this tool."""


def _ocs_rows(sheet: Sheet) -> Sequence[Row]:
    """Rows of an OCS export: quotes inside cells are not doubled, and rows may be shorter than the header."""
    rows: list[Row] = []
    for number, line in enumerate(sheet.text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith('"'):
            body = stripped.rstrip(sheet.separator).removeprefix('"').removesuffix('"')
            rows.append((number, body.split(f'"{sheet.separator}"')))
        elif stripped:
            rows.append((number, stripped.split(sheet.separator)))
    return rows


#: Words of an operating system, or of a machine's name, and the type of machine they mean.
_OCS_SYSTEMS: Final = (
    ("windows server", "Serveur"),
    ("esxi", "Serveur"),
    ("windows", "Ordinateur"),
    ("android", "Smartphone"),
    ("mac os", "Mac"),
    ("macos", "Mac"),
    *((word, "Ordinateur") for word in ["linux", "ubuntu", "debian", "fedora", "centos", "suse", "mint"]),
)
_OCS_NAMES: Final = (("macbook", "MacBook"), ("imac", "iMac"), ("mac mini", "Mac mini"))


def _ocs_complete(cells: Cells) -> Cells:
    """An OCS line without model nor type: its system, and names that Apple gives, say what machine it is.

    The BIOS date of OCS is always month first.
    """
    bios = cells.get("bios_date", "").split("/")
    if len(bios) == 3:
        cells["bios_date"] = f"{bios[2]}-{bios[0]}-{bios[1]}"
    if "model" in cells or "type" in cells:
        return cells
    name, system = fold(cells.get("name", "")), fold(cells.get("operating_system", ""))
    named = next((kind for word, kind in _OCS_NAMES if word in name), "")
    kind = named or next((kind for word, kind in _OCS_SYSTEMS if word in system), "")
    return {**cells, "type": kind} if kind else cells


def _folded(*names: str) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


GENERIC: Final = Source("generic", "Tableur", frozenset(), 0)
#: Tools recognised, the most particular first.
SOURCES: Final = (
    Source(
        "g4it",
        "G4IT ou NumEcoEval, équipements physiques",
        _folded("nomEquipementPhysique", "paysDUtilisation", "nomCourtDatacenter", "dateRetrait"),
        2,
    ),
    Source(
        "ocs",
        "OCS Inventory",
        _folded("Account info : TAG", "Dernier inventaire", "Utilisateur connecté", "CPU (MHz)", "RAM (Mo)"),
        3,
        hint="computer",
        split=_ocs_rows,
        complete=_ocs_complete,
    ),
    Source(
        "glpi",
        "GLPI",
        _folded(
            "Entité",
            "Lieu",
            "Usager",
            "Dernière modification",
            "Système d'exploitation - Nom",
            "Composants - Processeur",
            "Ordinateurs - Nom",
            "Numéro d'inventaire",
            "Date de dernier inventaire",
        ),
        2,
    ),
)
#: Columns with which a GLPI export says what its lines are.
_GLPI_HINTS: Final = {"ordinateurs nom": "monitor", "systeme d exploitation nom": "computer"}


def recognise(names: Sequence[str]) -> Source:
    """The tool whose signs are in the names of columns."""
    present = {fold(name) for name in names}
    for source in SOURCES:
        if len(source.signs & present) >= source.least_signs:
            return source
    return GENERIC


def hint_of_columns(source: Source, names: Sequence[str]) -> str:
    """What the lines are, by the columns of a GLPI list; else what the tool lists."""
    if source.id == "glpi":
        for name in names:
            hint = _GLPI_HINTS.get(fold(name).replace(" - ", " "))
            if hint:
                return hint
    return source.hint

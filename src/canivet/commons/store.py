"""Find the commons on disk, read one table at a time, and fingerprint what was read.

The tables ship inside the wheel (``canivet/_commons``); a checkout reads its own ``commons`` folder.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]


#: Fictional authorities: inventories to be read, not tables of the commons.
EXAMPLES_FOLDER = "examples"
#: One file per lever, read by ``canivet.levers``.
LEVERS_FOLDER = "levers"


def table_files(root: Path) -> list[Path]:
    """Every table of the commons at ``root``, in order."""
    return sorted(path for path in root.rglob("*.csv") if path.relative_to(root).parts[0] != EXAMPLES_FOLDER)


def reference_files(root: Path) -> list[Path]:
    """Every file of the commons at ``root`` that holds figures: its tables, and its levers."""
    return sorted([*table_files(root), *(root / LEVERS_FOLDER).glob("*.toml")])


def _shipped_root() -> Path:
    """Folder of the shipped commons: beside the package in a wheel, at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "_commons", package.parent.parent / "commons"):
        if (candidate / "datapackage.json").is_file():
            return candidate
    raise FileNotFoundError("commons/datapackage.json")


@dataclass(slots=True)
class Commons:
    """Tables of the commons, read on first use and kept."""

    root: Path
    _tables: dict[str, list[Row]] = field(default_factory=dict, repr=False)
    _fingerprint: str = ""

    def rows(self, name: str) -> list[Row]:
        """Rows of table ``name`` (path under the commons without ``.csv``), cells stripped, as text."""
        if name not in self._tables:
            path = self.root / f"{name}.csv"
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                self._tables[name] = [
                    {key: (value or "").strip() for key, value in row.items()} for row in reader
                ]
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether table ``name`` exists: the share-alike part may have been taken away."""
        return (self.root / f"{name}.csv").is_file()

    @property
    def version(self) -> str:
        """Edition of the commons, from its data package."""
        package = json.loads((self.root / "datapackage.json").read_text(encoding="utf-8"))
        return str(package["version"])

    @property
    def fingerprint(self) -> str:
        """SHA-256 over every table and lever, so that a result says exactly which figures it used."""
        if not self._fingerprint:
            digest = hashlib.sha256()
            for path in reference_files(self.root):
                digest.update(path.relative_to(self.root).as_posix().encode())
                digest.update(path.read_bytes())
            self._fingerprint = digest.hexdigest()
        return self._fingerprint


def load(root: Path | None = None) -> Commons:
    """Open the commons at ``root``, or the shipped ones."""
    return Commons(root or _shipped_root())


def number(text: str) -> float | None:
    """A number of a commons table, or None for a named blank.

    >>> number("1.5"), number("")
    (1.5, None)
    """
    return float(text) if text else None

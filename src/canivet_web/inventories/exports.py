"""The library's tables of a batch, written on demand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from canivet.inventory import exports
from canivet_web.commons import commons
from canivet_web.inventories.bridge import classified, corrections_of
from canivet_web.inventories.models import Batch

NAMES = ("inventaire", "exclusions", "inconnus", "correspondances")


def write(batch: Batch, name: str) -> bytes:
    """One of ``NAMES`` as the library writes it; footprints of lines are in the documents of a diagnosis."""
    corrections = corrections_of(batch.authority)
    inventory = classified(batch, corrections)
    with TemporaryDirectory(prefix="canivet-") as scratch:
        path = Path(scratch) / f"{name}.csv"
        if name == "inventaire":
            exports.write_inventory(inventory, commons(), path, [None] * len(inventory.assets))
        elif name == "exclusions":
            exports.write_exclusions(inventory, commons(), path)
        elif name == "inconnus":
            exports.write_unknowns(inventory, commons(), path)
        else:
            exports.write_corrections(inventory, commons(), path, corrections)
        return path.read_bytes()

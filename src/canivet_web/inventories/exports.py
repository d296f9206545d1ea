"""The library's tables of a batch, written on demand and kept for a while: people take several of them."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from canivet.inventory import exports
from canivet_web.commons import commons
from canivet_web.inventories.bridge import classified, corrections_of
from canivet_web.inventories.models import Batch
from canivet_web.keyed import Keyed

NAMES = ("inventaire", "exclusions", "inconnus", "correspondances")
#: The lines of a large estate take seconds: two clicks wait for the same tables instead of making them twice.
_ONE_AT_A_TIME = Lock()


def write(batch: Batch, name: str) -> bytes:
    """One of ``NAMES`` as the library writes it; footprints of lines are in the documents of a diagnosis."""
    corrections = corrections_of(batch.authority)
    key = (batch.sha256, batch.year, batch.authority.country, *sorted(corrections.items()))
    with _ONE_AT_A_TIME:
        tables = _tables(Keyed(key, batch))
    return zlib.decompress(tables[name])


@lru_cache(2)
def _tables(keyed: Keyed[Batch]) -> dict[str, bytes]:
    """Every table of a batch under the corrections of its key, compressed."""
    corrections = dict(keyed.key[3:])
    inventory = classified(keyed.row, corrections)
    with TemporaryDirectory(prefix="canivet-") as scratch:
        paths = {name: Path(scratch) / f"{name}.csv" for name in NAMES}
        exports.write_inventory(inventory, commons(), paths["inventaire"], [None] * len(inventory.assets))
        exports.write_exclusions(inventory, commons(), paths["exclusions"])
        exports.write_unknowns(inventory, commons(), paths["inconnus"])
        exports.write_corrections(inventory, commons(), paths["correspondances"], corrections)
        return {name: zlib.compress(path.read_bytes()) for name, path in paths.items()}

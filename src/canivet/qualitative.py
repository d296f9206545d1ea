"""What is known of an authority besides its estate: the qualitative part of a dossier, each layer its files.

A dossier carries these files as text. They are parsed, hence checked, when the dossier is opened with the
commons, and again by whoever needs their content.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from canivet import actors, initiatives
from canivet.actors.model import ActorsPart
from canivet.commons.store import Commons
from canivet.initiatives import InitiativesPart
from canivet.maturity import files as maturity_files
from canivet.maturity import freezing
from canivet.maturity.answers import Maturity
from canivet.maturity.loading import load_grid
from canivet.obligations import part as obligations_files
from canivet.obligations.loading import load as load_law
from canivet.obligations.part import ObligationsPart
from canivet.rgesn import files as rgesn_files
from canivet.rgesn.assessment import RgesnPart
from canivet.tabular import Folder, text_of
from canivet.territory_uses import files as uses_files
from canivet.territory_uses.estimate import TerritoryUses

#: Files at the root of a dossier.
FILES: tuple[str, ...] = (
    *maturity_files.FILES,
    *obligations_files.FILES,
    *initiatives.FILES,
    *actors.FILES,
    *uses_files.FILES,
    *rgesn_files.FILES,
)
#: Folders of frozen records, one JSON file each.
FOLDERS: tuple[str, ...] = (freezing.FOLDER,)


@dataclass(frozen=True, slots=True)
class Qualitative:
    """The parts, each empty when nothing is known of it."""

    maturity: Maturity
    obligations: ObligationsPart
    initiatives: InitiativesPart
    actors: ActorsPart
    territory_uses: TerritoryUses
    rgesn: RgesnPart


def read_files(folder: Folder) -> dict[str, str]:
    """Text of the qualitative files of a folder, by name; nothing is checked but that they are UTF-8."""
    found = {name: text_of(folder, name) for name in FILES if (folder / name).is_file()}
    for name in FOLDERS:
        if (folder / name).is_dir():
            records = [item.name for item in (folder / name).iterdir() if item.name.endswith(".json")]
            found |= {f"{name}/{record}": text_of(folder / name, record) for record in sorted(records)}
    return found


def parse(files: Mapping[str, str], commons: Commons) -> Qualitative:
    """The parts that these texts hold; `InputProblem` says the file and the line of what is wrong."""
    return load(folder_of(files), commons)


def load(folder: Folder, commons: Commons) -> Qualitative:
    """The parts that a folder holds."""
    return Qualitative(
        maturity_files.load(folder, load_grid(commons)),
        obligations_files.load_part(folder, load_law(commons)),
        initiatives.load(folder),
        actors.load(folder),
        uses_files.load(folder, commons),
        rgesn_files.load(folder, commons),
    )


def written(parts: Qualitative, commons: Commons) -> dict[str, str]:
    """Files of the parts, by name, in their canonical form; none for an empty part."""
    return {
        **maturity_files.written(parts.maturity),
        **freezing.written_snapshots(parts.maturity.snapshots),
        **obligations_files.written(parts.obligations),
        **initiatives.written(parts.initiatives),
        **actors.written(parts.actors),
        **uses_files.written(parts.territory_uses),
        **rgesn_files.written(parts.rgesn, commons),
    }


def fingerprint(files: Mapping[str, str]) -> str:
    """SHA-256 of the qualitative files; blank when there is none."""
    if not files:
        return ""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def folder_of(files: Mapping[str, str]) -> Folder:
    """A folder, in memory, that holds these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return zipfile.Path(zipfile.ZipFile(stream))

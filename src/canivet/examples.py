"""The fictional authorities shipped with the commons: for the demonstration and the golden tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from canivet.commons.store import Commons
from canivet.dossier import Dossier, Profile
from canivet.footprint.flows import Method
from canivet.inventory.reading import read_files
from canivet.inventory.uses_file import read_uses_file
from canivet.qualitative import parse
from canivet.qualitative import read_files as read_state
from canivet.qualitative import written as written_state

DEMONSTRATION = "agglo-demo"
#: What is known of an example besides its estate, in the written form of a dossier.
STATE_FOLDER = "etat-des-lieux"


@dataclass(frozen=True, slots=True)
class Example:
    """A fictional authority: its files and what is said of it."""

    id: str
    presentation: str
    files: tuple[Path, ...]
    uses: Path | None
    profile: Profile
    state: dict[str, str]
    """What is known besides the estate: file → text."""


def example_ids(commons: Commons) -> list[str]:
    """Identifiers of the examples shipped."""
    return sorted(path.parent.name for path in (commons.root / "examples").glob("*/profil.json"))


def load_example(commons: Commons, example_id: str, *, method: Method = "amortie") -> Example:
    """One example, from its ``profil.json``."""
    folder = commons.root / "examples" / example_id
    data = json.loads((folder / "profil.json").read_text(encoding="utf-8"))
    profile = Profile(
        siren=data["siren"],
        name=data["nom"],
        kind=data["kind"],
        type=data["type"],
        population=data["population"],
        population_municipal=data["population_municipale"],
        agents=data["agents"],
        year=data["annee"],
        method=method,
        country=data["pays"],
        factor_set="",
    )
    return Example(
        example_id,
        data["presentation"],
        tuple(folder / name for name in data["fichiers"]),
        folder / data["usages"] if data["usages"] else None,
        profile,
        read_state(folder / STATE_FOLDER),
    )


def example_dossier(commons: Commons, example: Example) -> Dossier:
    """The dossier an authority would get from its files."""
    uses = tuple(read_uses_file(example.uses, commons)) if example.uses else None
    tables = tuple(read_files(example.files, commons))
    # As a dossier is when it is opened: checked, and in its canonical form.
    state = written_state(parse(example.state, commons), commons)
    return Dossier(example.profile, tables, uses, state=state)

"""Files that ``canivet maturite`` writes: the dossier's tables, documents, guides, and the grid to fill."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from canivet.cli.asked_files import put_all, refuse_places
from canivet.dossier import PROFILE_FILE, WITH_STATE, Profile
from canivet.maturity import (
    FILES,
    Grid,
    Maturity,
    Scores,
    compute_scores,
    guides,
    known_facts,
    role_named,
    section,
    written,
    written_snapshots,
)
from canivet.maturity.files import emptied
from canivet.maturity.spreadsheet import grid_rows
from canivet.problems import InputProblem, Place
from canivet.storage import replacing

RESULT_FILE, PAGE_FILE, PDF_FILE = "maturite.json", "maturite.html", "maturite.pdf"
GUIDES_FOLDER = "entretiens"
EVERY_ROLE = "tous"
#: Result of a diagnosis, where the units counted by family are.
DIAGNOSIS_FILE = "resultat.json"


@dataclass(frozen=True, slots=True)
class Work:
    """The maturity of one dossier, and what its questions hang on."""

    grid: Grid
    part: Maturity
    profile: Profile
    estate: Mapping[str, float] | None
    """Units counted by family; None without a diagnosis."""

    @property
    def known(self) -> dict[str, str]:
        """Facts known of the authority."""
        return known_facts(self.grid, asdict(self.profile), self.estate, self.part.facts)

    @property
    def scores(self) -> Scores:
        """Scores of the answers."""
        return compute_scores(self.grid, self.part.answers, self.known, on=date.today())


def counted_estate(folder: Path) -> dict[str, float] | None:
    """Units counted by family in the last diagnosis of the dossier; None when there is none."""
    file = folder / DIAGNOSIS_FILE
    if not file.is_file():
        return None
    try:
        families = json.loads(file.read_text(encoding="utf-8"))["inventory"]["by_family"]
        return {str(name): float(units) for name, units in families.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputProblem(
            "le résultat du diagnostic ne se lit pas : il est incomplet, ou n'a pas été écrit par Canivet.",
            cure="relancez « canivet diagnostiquer » sur ce dossier.",
            place=Place(str(file)),
        ) from error


def guide_files(work: Work, role: str) -> dict[str, bytes]:
    """Interview guides of a role, or of all, by name under the dossier."""
    from canivet.deliverables.maturity_documents import guide_documents

    roles = None if role == EVERY_ROLE else [role_named(work.grid, role)]
    found = guides(work.grid, work.scores, roles)
    if not found:
        raise InputProblem(
            "aucune question de la grille ne s'adresse à ce rôle dans cette collectivité.",
            cure=f"choisissez un autre rôle, ou --entretien {EVERY_ROLE}.",
        )
    made = guide_documents(work.grid, found, work.profile.name)
    return {f"{GUIDES_FOLDER}/{name}": content for name, content in made.items()}


def write_work(folder: Path, work: Work, guides: Mapping[str, bytes]) -> dict[str, Any]:
    """Write the dossier's files and documents, all or nothing, and give the section; other files stay."""
    from canivet.deliverables.maturity_documents import maturity_document, render_pair

    found = section(work.grid, work.part, asdict(work.profile), work.estate, on=date.today())
    page, pdf = render_pair(maturity_document(found, work.profile.name, date.today()))
    tables = written(work.part)
    cleared = [name for name in FILES if name not in tables and (folder / name).is_file()]
    texts = {
        PROFILE_FILE: _json({"format": WITH_STATE, **asdict(work.profile)}, 2),
        **tables,
        **emptied(cleared),
        **written_snapshots(work.part.snapshots),
        RESULT_FILE: _json(found, 1),
    }
    content = {name: text.encode() for name, text in texts.items()}
    with replacing(folder) as draft:
        for name, data in {**content, PAGE_FILE: page, PDF_FILE: pdf, **guides}.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(data)
    return found


def _json(document: Mapping[str, Any], indent: int) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def grid_bytes(work: Work, path: Path) -> bytes:
    """The grid to fill, in the format that the name of its file says."""
    from canivet.deliverables.maturity_documents import grid_csv, grid_workbook

    writers = {".csv": grid_csv, ".xlsx": grid_workbook}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InputProblem(
            "la grille s'écrit en .csv ou en .xlsx.",
            cure="par exemple : --grille grille.xlsx.",
            place=Place(str(path)),
        )
    return writer(grid_rows(work.grid, work.part, work.known))


def put_work(folder: Path, work: Work, files: Mapping[str, bytes], grid: Path | None) -> dict[str, Any]:
    """Write the dossier and the grid to fill, both or neither; gives the section."""
    if grid is None:
        return write_work(folder, work, files)
    content, inside = grid_bytes(work, grid), grid.resolve()
    if inside.is_relative_to(folder.resolve()):
        # Part of what is replaced: it goes in with the rest.
        name = inside.relative_to(folder.resolve()).as_posix()
        return write_work(folder, work, {**files, name: content})
    put_all({grid: content})
    try:
        return write_work(folder, work, files)
    except BaseException:
        inside.unlink(missing_ok=True)
        raise


def refuse_grid(path: Path, folder: Path) -> None:
    """Refuse to write the grid to fill over anything: it may hold answers."""
    refuse_places({"--grille": path}, folder)
    if path.exists():
        raise InputProblem(
            "ce fichier existe déjà.",
            cure="donnez un autre nom avec --grille.",
            place=Place(str(path)),
        )

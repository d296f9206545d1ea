"""The part of a dossier about maturity: its written form, and reading it back.

maturite.csv    answers: one line for each question and service (a blank service is the whole authority)
preuves.csv     proofs, with their hash and their confidentiality; the files themselves stay where they are
faits.csv       answers to the facts that make a question apply
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from canivet.maturity.answers import CONFIDENTIALITIES, PROOF_KINDS, WEB, Answer, Maturity, Proof
from canivet.maturity.checking import COLUMNS, fault_of
from canivet.maturity.facts import checked_fact
from canivet.maturity.freezing import read_snapshots
from canivet.maturity.grid import Grid
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, csv_text, read_date, read_rows
from canivet.text import fold

ANSWERS_FILE, PROOFS_FILE, FACTS_FILE = "maturite.csv", "preuves.csv", "faits.csv"
FILES: tuple[str, ...] = (ANSWERS_FILE, PROOFS_FILE, FACTS_FILE)
PROOF_COLUMNS = ("id", "nature", "titre", "adresse", "texte", "sha256", "confidentialite")
FACT_COLUMNS = ("fait", "valeur")

Key = TypeVar("Key", bound=str)


def written(part: Maturity) -> dict[str, str]:
    """Files of the answers, by name and in one order; none when nothing was answered.

    Frozen grids are written apart.
    """
    answers = sorted(part.answers, key=lambda item: (item.question, fold(item.service)))
    proofs = sorted(part.proofs, key=lambda item: item.id)
    files: dict[str, str] = {}
    if part.answers:
        files[ANSWERS_FILE] = csv_text(tuple(COLUMNS.values()), [answer_row(item) for item in answers])
    if part.proofs:
        files[PROOFS_FILE] = csv_text(PROOF_COLUMNS, [_proof_row(item) for item in proofs])
    if part.facts:
        rows = [{"fait": name, "valeur": value} for name, value in sorted(part.facts.items())]
        files[FACTS_FILE] = csv_text(FACT_COLUMNS, rows)
    return files


def emptied(names: Iterable[str]) -> dict[str, str]:
    """Tables without any line, for the files that hold nothing any more: only their header tells so."""
    columns = {ANSWERS_FILE: tuple(COLUMNS.values()), PROOFS_FILE: PROOF_COLUMNS, FACTS_FILE: FACT_COLUMNS}
    return {name: csv_text(columns[name], []) for name in names}


def answer_row(answer: Answer) -> dict[str, object]:
    """Cells of an answer, by column of ``maturite.csv``."""
    cells: dict[str, object] = {column: getattr(answer, name) for name, column in COLUMNS.items()}
    return {**cells, "preuves": ";".join(answer.proofs)}


def _proof_row(proof: Proof) -> dict[str, object]:
    return {
        "id": proof.id,
        "nature": PROOF_KINDS[proof.kind],
        "titre": proof.title,
        "adresse": proof.address,
        "texte": proof.text,
        "sha256": proof.sha256,
        "confidentialite": CONFIDENTIALITIES[proof.confidentiality],
    }


def load(folder: Folder, grid: Grid | None = None) -> Maturity:
    """The part of a dossier; a missing file is an empty table. `InputProblem` says where a cell is wrong.

    With a grid, facts are those it asks; what another edition of the grid asked is kept as it is.
    """
    proofs = _load_proofs(folder)
    answers = _load_answers(folder, {proof.id for proof in proofs})
    other_edition = grid is not None and any(answer.grid not in ("", grid.id) for answer in answers)
    facts: dict[str, str] = {}
    for place, row in read_rows(folder, FACTS_FILE, FACT_COLUMNS):
        name, value = row["fait"], row["valeur"]
        if name in facts:
            raise _twice(f"le fait « {name} »", place)
        if not value:
            continue
        asked = grid is not None and (not other_edition or name in {fact.id for fact in grid.facts})
        facts[name] = checked_fact(grid, name, value, place) if grid is not None and asked else value
    return Maturity(answers, proofs, facts, read_snapshots(folder))


def _load_answers(folder: Folder, proofs: set[str]) -> tuple[Answer, ...]:
    found: dict[tuple[str, str], Answer] = {}
    spelled: dict[str, str] = {}
    for place, row in read_rows(folder, ANSWERS_FILE, tuple(COLUMNS.values())):
        if not row["question"]:
            raise InputProblem(
                "cette réponse ne dit pas à quelle question.",
                cure="donnez l'identifiant de la question, par exemple G.01, ou retirez la ligne.",
                place=_at(place, "question"),
            )
        answer = Answer(
            question=row["question"],
            # One service however it is spelled from line to line.
            service=spelled.setdefault(fold(row["service"]), row["service"]),
            role=row["role"],
            level=read_level(row["niveau"], place, "niveau"),
            planned_level=read_level(row["niveau_vise"], place, "niveau_vise"),
            planned_on=read_date(row["date_visee"], place, "date_visee"),
            not_applicable=row["sans_objet"],
            comment=row["commentaire"],
            proofs=tuple(part.strip() for part in row["preuves"].split(";") if part.strip()),
            answered_on=read_date(row["repondu_le"], place, "repondu_le"),
            grid=row["grille"],
        )
        refuse_fault(answer, place)
        missing = [name for name in answer.proofs if name not in proofs]
        if missing:
            raise InputProblem(
                f"la preuve « {missing[0]} » n'est pas dans {PROOFS_FILE}.",
                cure=f"ajoutez-la à {PROOFS_FILE}, ou retirez-la de cette ligne.",
                place=_at(place, "preuves"),
            )
        key = (answer.question, fold(answer.service))
        if key in found:
            raise _twice(f"la question « {answer.question} »", place)
        found[key] = answer
    return tuple(found.values())


def _load_proofs(folder: Folder) -> tuple[Proof, ...]:
    found: dict[str, Proof] = {}
    for place, row in read_rows(folder, PROOFS_FILE, PROOF_COLUMNS):
        if not row["id"] or row["id"] in found:
            raise _twice(f"la preuve « {row['id']} »", place)
        kind = read_word(row["nature"], PROOF_KINDS, place, "nature")
        if kind == "link" and not row["adresse"].startswith(WEB):
            raise InputProblem(
                f"« {row['adresse']} » n'est pas une adresse web.",
                cure="donnez une adresse qui commence par https://, ou la nature « note ».",
                place=_at(place, "adresse"),
            )
        found[row["id"]] = Proof(
            row["id"],
            kind,
            row["titre"],
            row["adresse"],
            row["texte"],
            row["sha256"],
            read_word(row["confidentialite"], CONFIDENTIALITIES, place, "confidentialite"),
        )
    return tuple(found.values())


def refuse_fault(answer: Answer, place: Place, columns: Mapping[str, str] = COLUMNS) -> None:
    """Raise `InputProblem` at the cell of what is wrong in an answer."""
    fault = fault_of(answer)
    if fault is not None:
        raise InputProblem(fault.what, cure=fault.cure, place=_at(place, columns[fault.field]))


def read_level(text: str, place: Place, column: str) -> int | None:
    """A level from 0 to 4; None for a blank."""
    if not text:
        return None
    digits = text.removesuffix(".0").removesuffix(",0")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 1):
        raise InputProblem(
            f"« {text} » n'est pas un niveau.", cure="donnez un niveau de 0 à 4.", place=_at(place, column)
        )
    return int(digits)


def read_word(text: str, words: Mapping[Key, str], place: Place, column: str) -> Key:
    """The key of a word of a closed list, given by its French word or by the key itself."""
    for key, word in words.items():
        if fold(text) in (fold(word), fold(key)):
            return key
    raise InputProblem(
        f"« {text} » n'est pas permis ici.",
        cure=f"écrivez l'un de ces mots : {', '.join(words.values())}.",
        place=_at(place, column),
    )


def _at(place: Place, column: str) -> Place:
    return Place(place.file, place.sheet, place.line, column)


def _twice(what: str, place: Place) -> InputProblem:
    return InputProblem(
        f"{what} est là deux fois pour le même service, ou n'a pas de nom.",
        cure="gardez une seule ligne.",
        place=place,
    )

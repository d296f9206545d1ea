"""The file of a backup: a zip of one JSON-lines file per table, and a manifest that proves it whole.

manifeste.json              format, version, date, migrations, and for each member: rows, bytes, SHA-256
tables/accounts.User.jsonl  one row per line
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from canivet.problems import InputProblem, Place

FORMAT = 1
MANIFEST = "manifeste.json"
KIND = "canivet-sauvegarde"
#: A manifest lists a few dozen tables: one of more bytes is not one.
MANIFEST_BYTES = 1_000_000
CHUNK = 1 << 20
#: What reading a damaged zip can raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """One table: its model, and what its lines must be."""

    model: str
    rows: int
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Its place in the zip."""
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    made_at: str
    migrations: list[tuple[str, str]]
    members: list[Member] = field(default_factory=list)


@contextmanager
def written_whole(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip to fill, put in place at the end; on error, what stood there is left as it was."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise InputProblem(
            f"impossible d'écrire ici ({error.strerror}).",
            cure="choisissez un dossier existant, où vous avez le droit d'écrire.",
            place=Place(file=str(path)),
        ) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise InputProblem(
            f"l'écriture s'est arrêtée ({error.strerror}).",
            cure="libérez de la place sur ce disque, puis recommencez.",
            place=Place(file=str(path)),
        ) from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def add_table(archive: zipfile.ZipFile, model: str, lines: Iterable[bytes]) -> Member:
    """Write a table line by line."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(f"tables/{model}.jsonl", "w", force_zip64=True) as stream:
        for line in lines:
            stream.write(line)
            digest.update(line)
            rows, size = rows + 1, size + len(line)
    return Member(model, rows, size, digest.hexdigest())


def add_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest, last: a zip without one is not whole."""
    content = {"kind": KIND, "format": FORMAT, **asdict(manifest)}
    archive.writestr(MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup, once every byte of it has been checked."""
    if not path.is_file():
        raise InputProblem("ce fichier n'existe pas.", cure="vérifiez son nom.", place=Place(file=str(path)))
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        _damaged(path, "ce n'est pas un zip entier", error)
    with archive:
        manifest = _manifest(archive, path)
        try:
            problem = _verify(archive, manifest)
        except DAMAGE as error:
            _damaged(path, "une de ses parties ne se lit pas", error)
        if problem:
            _damaged(path, problem)
        yield archive, manifest


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
            _damaged(path, "son manifeste est trop gros")
        content: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if content["kind"] != KIND:
            _damaged(path, "son manifeste n'est pas celui d'une sauvegarde")
        given = content["format"]
        if given > FORMAT:
            raise InputProblem(
                f"cette sauvegarde est au format {given}, plus récent que celui de cette version ({FORMAT}).",
                cure="mettez Canivet à jour, puis recommencez.",
                place=Place(file=str(path)),
            )
        return Manifest(
            version=str(content["version"]),
            made_at=str(content["made_at"]),
            migrations=[(str(app), str(name)) for app, name in content["migrations"]],
            members=[Member(**member) for member in content["members"]],
        )
    except DAMAGE as error:
        _damaged(path, "il n'a pas le manifeste d'une sauvegarde", error)


def _verify(archive: zipfile.ZipFile, manifest: Manifest) -> str:
    """What is wrong, or nothing: the members are those listed, to the byte."""
    if sorted(archive.namelist()) != sorted([MANIFEST, *(member.name for member in manifest.members)]):
        return "ses parties ne sont pas celles que dit son manifeste"
    for member in manifest.members:
        digest, size = hashlib.sha256(), 0
        with archive.open(member.name) as stream:
            while size <= member.bytes and (chunk := stream.read(CHUNK)):
                digest.update(chunk)
                size += len(chunk)
        if (size, digest.hexdigest()) != (member.bytes, member.sha256):
            return f"la partie « {member.model} » a changé depuis qu'elle a été écrite"
    return ""


def _damaged(path: Path, why: str, cause: BaseException | None = None) -> NoReturn:
    raise InputProblem(
        f"ce fichier n'est pas une sauvegarde entière de Canivet : {why}.",
        cure="reprenez une autre copie de cette sauvegarde, ou une autre sauvegarde. Rien n'a été changé.",
        place=Place(file=str(path)),
    ) from cause

"""The lines of a batch in one deterministic zip: the same lines give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from canivet.dossier import load_tables, written_tables
from canivet.inventory.assets import ReadTable

#: The oldest date that a zip can hold: the time of the writing is no part of a batch.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


def pack(tables: Sequence[ReadTable]) -> bytes:
    """Zip of the tables in the written form of a dossier."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in sorted(written_tables(tables).items()):
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text.encode())
    return stream.getvalue()


def unpack(packed: bytes) -> tuple[ReadTable, ...]:
    """Tables of such a zip."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return load_tables(zipfile.Path(archive))


def fingerprint(packed: bytes) -> str:
    """SHA-256 of the texts inside, whatever the way they are compressed."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return digest({name: archive.read(name) for name in archive.namelist()})


def digest(texts: Mapping[str, bytes]) -> str:
    """SHA-256 of named texts."""
    sha = hashlib.sha256()
    for name, text in sorted(texts.items()):
        sha.update(f"{name}\0{len(text)}\0".encode())
        sha.update(text)
    return sha.hexdigest()

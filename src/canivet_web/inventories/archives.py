"""Workbooks are zips: what they would unpack to is measured before anything opens them.

The sizes a zip announces may lie, so its members are really unpacked, piece by piece, and thrown away: a bomb
stops at the bound without ever being held whole.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO, Final

from canivet.dossier import is_profile_member
from canivet.problems import InputProblem

#: A workbook of 200,000 lines unpacks to less than this.
LARGEST_UNPACKED_BYTES: Final = 400 * 1024 * 1024
#: Texts of a workbook shrink ten to a hundred times; deflate itself stops near a thousand.
HIGHEST_RATIO: Final = 250
#: Under this size a high ratio does no harm.
RATIO_FROM_BYTES: Final = 10 * 1024 * 1024
MOST_MEMBERS: Final = 5_000

_PIECE: Final = 1024 * 1024
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_ENCRYPTED: Final = 0x1

_CURE: Final = "n'en gardez que les feuilles d'inventaire, ou enregistrez-les en CSV."


def is_zip(stream: BinaryIO) -> bool:
    """Whether a file starts as a zip does."""
    stream.seek(0)
    return stream.read(4) == b"PK\x03\x04"


def holds_dossier(stream: BinaryIO) -> bool:
    """Whether a zip is that of a Canivet dossier."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(is_profile_member(name) for name in names)


def check(stream: BinaryIO) -> None:
    """Raise `InputProblem` for a zip that is damaged, encrypted, or unpacks out of all proportion."""
    stream.seek(0, 2)
    packed = stream.tell()
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise InputProblem(f"ce classeur contient {len(members)} fichiers.", cure=_CURE)
        bound = min(LARGEST_UNPACKED_BYTES, max(RATIO_FROM_BYTES, HIGHEST_RATIO * packed))
        unpacked = 0
        for member in members:
            unpacked += _unpacked_size(stream, member, bound - unpacked)
            if unpacked > bound:
                sizes = f"{packed // 1024} Ko dépasse {bound // (1024 * 1024)} Mo"
                raise InputProblem(f"ce classeur de {sizes} une fois décompressé.", cure=_CURE)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError) as error:
        raise InputProblem(
            "ce classeur est abîmé ou protégé par un mot de passe : il ne se lit pas.",
            cure="ouvrez-le dans LibreOffice Calc, retirez le mot de passe et enregistrez-le de nouveau.",
        ) from error


def _unpacked_size(stream: BinaryIO, member: zipfile.ZipInfo, bound: int) -> int:
    """Bytes a member unpacks to; stops soon after ``bound``."""
    if member.flag_bits & _ENCRYPTED or member.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise zipfile.BadZipFile(member.filename)
    stream.seek(member.header_offset)
    magic, name, extra = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    if magic != b"PK\x03\x04":
        raise zipfile.BadZipFile(member.filename)
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    stream.seek(name + extra, 1)
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    left, size = member.compress_size, 0
    while left > 0 and size <= bound and not engine.eof:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            raise zipfile.BadZipFile(member.filename)
        left -= len(piece)
        while piece and size <= bound:
            size += len(engine.decompress(piece, _PIECE))
            piece = engine.unconsumed_tail
    return size

"""ZIP archives of files: each is a record, read as a file of its own would be, with the places in itself.

What unpacks to absurdly more than the archive, or overlaps, ends it with a problem.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from quotediff.errors import InputError
from quotediff.limits import (
    MAX_FILE_BYTES,
    MAX_HELD_ARCHIVE_BYTES,
    MAX_SNIFF_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
)
from quotediff.readers.assembly import printable
from quotediff.readers.records import SPLIT, Record, read_up_to
from quotediff.readers.sniff import KINDS, kind_of
from quotediff.readers.zipparts import BAD_ZIP, refuse_large_directory

FORMAT = "zip"
_HEADER = 30  # bytes of a member's own header, without its name
_UNREAD = frozenset({"image", "sound", "archive", "database"})  # kinds that stand beside stories
_HIDDEN = ("__MACOSX",)


def records(stream: io.BufferedReader, path: str) -> Iterator[Record]:
    """The files in an archive by their names, in its order; hidden ones are passed over.

    Raises:
        InputError: it is damaged or no honest archive.
    """
    whole: io.BufferedIOBase = stream
    if not stream.seekable():
        held = read_up_to(stream, MAX_HELD_ARCHIVE_BYTES + 1)
        if len(held) > MAX_HELD_ARCHIVE_BYTES:
            raise InputError(
                path,
                f"larger than {MAX_HELD_ARCHIVE_BYTES // 1_000_000} MB",
                "unpack it, or name it as a file",
            )
        whole = io.BytesIO(held)
    refuse_large_directory(whole, path)
    try:
        archive = zipfile.ZipFile(whole)
    except BAD_ZIP:
        raise InputError(path, "the ZIP archive is damaged, or ends early", "fetch it again") from None
    members = [member for member in archive.infolist() if not member.is_dir()]
    _refuse_overlaps(members, path)
    unpacked = packed = 0
    for member in members:
        if not _is_hidden(member.filename):
            record = _record(archive, member)
            unpacked += len(record.data)
            packed += member.compress_size
            if unpacked > max(MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO * packed):
                problem = f"unpacks to more than {MAX_UNPACKED_RATIO} times its size, as no text does"
                raise InputError(path, problem, "check where it comes from")
            yield record


def _record(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Record:
    name = printable(member.filename, len(member.filename))
    if member.flag_bits & 1:
        return Record(name, problem="is protected by a password", remedy="pack it without one")
    try:
        with archive.open(member) as stream:
            data = stream.read(MAX_SNIFF_BYTES)
            kind = kind_of(data, name) if data else ""
            if kind in _UNREAD:
                return Record(name, left_out=KINDS[kind].what)
            if member.file_size > MAX_FILE_BYTES or not data:
                problem = f"larger than {MAX_FILE_BYTES // 1_000_000} MB" if data else "the file is empty"
                return Record(name, problem=problem, remedy=SPLIT if data else "fetch it again")
            data += stream.read(MAX_FILE_BYTES + 1 - len(data))
    except (*BAD_ZIP, RuntimeError):
        return Record(name, problem="is damaged in the ZIP archive")
    if len(data) > MAX_FILE_BYTES:
        return Record(name, problem=f"larger than {MAX_FILE_BYTES // 1_000_000} MB", remedy=SPLIT)
    return Record(name, data, lines=0)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part in _HIDDEN for part in PurePosixPath(name).parts)


def _refuse_overlaps(members: Sequence[zipfile.ZipInfo], path: str) -> None:
    """Raises InputError if two members share bytes, which is how small archives unpack to terabytes."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise InputError(path, "the files in the ZIP archive overlap", "check where it comes from")
        end = member.header_offset + _HEADER + member.compress_size

"""ZIP archives of files: each is a record, read as a file of its own would be, with the places in itself.

A file in it that holds records (JSONL, WARC) gives those, named ``member#record``; each may be packed.

What unpacks to absurdly more than the archive, or overlaps, ends it with a problem.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from quotediff.errors import InputError, printable
from quotediff.limits import (
    MAX_FILE_BYTES,
    MAX_HELD_ARCHIVE_BYTES,
    MAX_SNIFF_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
)
from quotediff.readers import jsonl, warc
from quotediff.readers.records import SPLIT, Record, joined, read_up_to
from quotediff.readers.sniff import KINDS, kind_of
from quotediff.readers.unpack import packed, unpacked, unpacked_name
from quotediff.readers.zipparts import BAD_ZIP, refuse_large_directory

FORMAT = "zip"
_HEADER = 30  # bytes of a member's own header, without its name
_OF_RECORDS = {jsonl.FORMAT: jsonl.records, warc.FORMAT: warc.records}
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
    unpacked_size = packed_size = 0
    for member in members:
        if not _is_hidden(member.filename):
            packed_size += member.compress_size
            for record in _records(archive, member):
                unpacked_size += len(record.data)
                _refuse_growth(unpacked_size, packed_size, path)
                yield record


def _records(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Record]:
    """The file of a member; or, if it holds records itself, each of those."""
    name = printable(member.filename, len(member.filename))
    if member.flag_bits & 1:
        yield Record(name, problem="is protected by a password", remedy="pack it without one")
        return
    try:
        with archive.open(member) as stream:
            yield from _read(cast("BinaryIO", stream), name, member)
    except InputError as error:
        yield Record(name, problem=error.problem, remedy=error.remedy)
    except (*BAD_ZIP, RuntimeError):
        yield Record(name, problem="is damaged in the ZIP archive")


def _read(stream: BinaryIO, name: str, member: zipfile.ZipInfo) -> Iterator[Record]:
    head = read_up_to(stream, MAX_SNIFF_BYTES)
    packer = packed(head)
    if packer is not None:
        stream = unpacked(joined(head, stream), packer, name)
        head = read_up_to(stream, MAX_SNIFF_BYTES)
        if packed(head):
            raise InputError(name, "is packed twice", "unpack it once")
    if not head:
        stream.read(1)  # says what is wrong, if anything is
        raise InputError(name, "the file is empty", "fetch it again")
    kind = kind_of(head, unpacked_name(name))
    if kind in _UNREAD:
        yield Record(name, left_out=KINDS[kind].what)
        return
    if len(head) == MAX_SNIFF_BYTES:  # a file that ended may say next what is wrong with it
        head += read_up_to(stream, MAX_FILE_BYTES + 1 - len(head))
    kind = kind_of(head, unpacked_name(name))
    if kind in _OF_RECORDS:
        _refuse_growth(member.file_size, member.compress_size, name)
        for record in _OF_RECORDS[kind](joined(head, stream), name):
            yield replace(record, name=f"{name}#{record.name}")
    elif len(head) > MAX_FILE_BYTES:
        raise InputError(name, f"larger than {MAX_FILE_BYTES // 1_000_000} MB", SPLIT)
    else:
        stream.read(1)  # as above
        yield Record(name, head, format=kind, lines=0)


def _refuse_growth(unpacked_size: int, packed_size: int, path: str) -> None:
    """Raises InputError if so many bytes come out of so few."""
    if unpacked_size > max(MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO * packed_size):
        problem = f"unpacks to more than {MAX_UNPACKED_RATIO} times its size, as no text does"
        raise InputError(path, problem, "check where it comes from")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part in _HIDDEN for part in PurePosixPath(name).parts)


def _refuse_overlaps(members: Sequence[zipfile.ZipInfo], path: str) -> None:
    """Raises InputError if two members share bytes, which is how small archives unpack to terabytes."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise InputError(path, "the files in the ZIP archive overlap", "check where it comes from")
        end = member.header_offset + _HEADER + member.compress_size

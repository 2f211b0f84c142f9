"""Web archives: the pages in a WARC file, or those that an index (CDX) lists of several.

An address is a story, a time at which it was fetched a version. What was fetched again without a change is
left out, as archives mark it by itself (``revisit``).
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.errors import InputError, UsageError, unreadable
from quotediff.readers import read_records, warc
from quotediff.readers.records import Record, joined

_CDX = " CDX"
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


class WarcSource:
    """The pages in a WARC file.

    Args:
        path: the file, packed or not.
        asked: nothing: records have no columns.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        _refuse_fields(path, asked)
        self._path = path

    def entries(self) -> Iterator[Entry]:
        """All pages; records of damage are rejected under their names."""
        try:
            for record in read_records(self._path, "warc"):
                entry = _entry(record, f"{self._path}#{record.name}")
                if entry is not None:
                    yield entry
        except InputError as error:
            raise UsageError(str(error)) from None

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """Never asked for: pages are kept."""
        raise NotImplementedError(locator)

    def close(self) -> None:
        """Nothing is held."""


def _entry(record: Record, place: str) -> Entry | None:
    if record.left_out is not None:
        return None
    meta = record.meta
    story_version = StoryVersion(
        meta.story or place,
        record.data,
        version=meta.version,
        created=meta.version,
        url=meta.url,
        place=place,
        format=record.format,
        charset=record.charset,
        problem=record.problem,
    )
    return Entry(story_version, len(record.data))


class CdxSource:
    """The pages that an index lists; the WARC files that it names lie beside it.

    Args:
        path: an index of 11 fields or of JSON (CDXJ), packed or not.
        asked: nothing: records have no columns.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        _refuse_fields(path, asked)
        self._path = Path(path)

    def entries(self) -> Iterator[Entry]:
        """The pages of the index, each with its WARC file and the place in it."""
        try:
            with self._path.open("rb") as raw:
                for number, line in enumerate(io.TextIOWrapper(_unpacked(raw), "utf-8", "replace"), 1):
                    if line.strip() and not line.startswith((_CDX, "CDX ", "!")):
                        yield from self._line(line.split(maxsplit=2), line.split(), number)
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(
                self._path, error if isinstance(error, OSError) else OSError(str(error))
            ) from None

    def _line(self, parts: list[str], fields: list[str], number: int) -> Iterator[Entry]:
        """The page of a line, if it is one that was answered."""
        if len(parts) == 3 and parts[2].startswith("{"):
            try:
                record = json.loads(parts[2])
            except ValueError:
                raise self._odd(number) from None
            time, kind, status = parts[1], record.get("mime", ""), str(record.get("status", ""))
            url, length = record.get("url", parts[0]), record.get("length")
            name, offset = record.get("filename"), record.get("offset")
        elif len(fields) >= 9:
            _, time, url, kind, status = fields[:5]
            length, offset, name = fields[-3:]
        else:
            raise self._odd(number)
        if status != "200" or kind not in _PAGE_TYPES:
            return
        if name is None or not str(offset).isdecimal():
            raise self._odd(number)
        version = StoryVersion(url, b"", version=time, created=time, url=url, place=f"{self._path}#{number}")
        yield Entry(version, int(length) if str(length).isdecimal() else 1, f"{offset} {name}")

    def _odd(self, number: int) -> UsageError:
        what = "names no WARC file and offset"
        return UsageError(
            f"{self._path}: line {number}: {what}; name an index of 11 fields, or the WARC files"
        )

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """The page at a place of a WARC file."""
        offset, name = locator.split(" ", 1)
        path = self._path.parent / name
        try:
            with path.open("rb") as raw:
                raw.seek(int(offset))
                stream = joined(b"", _unpacked(raw))
                record = next(warc.records(stream, str(path)), None)
        except (OSError, EOFError, zlib.error) as error:
            return replace(version, problem=f"{path} cannot be read at {offset}: {error}")
        if record is None:
            return replace(version, problem=f"{path} has no record at {offset}")
        problem = record.problem or record.left_out
        return replace(
            version, body=record.data, format=record.format, charset=record.charset, problem=problem
        )

    def close(self) -> None:
        """Nothing is held."""


def _refuse_fields(path: str, asked: Mapping[str, str]) -> None:
    if asked:
        raise UsageError(f"{path}: --map: is for databases, JSONL and Parquet; a web archive has no columns")


def _unpacked(raw: BinaryIO) -> BinaryIO:
    """What a stream holds from where it is on, unpacked if it is packed with gzip."""
    at = raw.tell()
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(at)
    return cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw

"""JSON, a line a record (JSONL): a story a line, in any of the formats of JSON that are read."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator

from quotediff.limits import MAX_FILE_BYTES
from quotediff.readers.records import SPLIT, Record

FORMAT = "jsonl"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def records(stream: io.BufferedReader, path: str) -> Iterator[Record]:  # noqa: ARG001 - as every format's
    """The lines that are not blank, named by their numbers; one that is too long has a problem.

    A line ends with a line feed, as JSONL has it. The file is UTF-8, or UTF-16 if a mark says so.
    """
    lines = _utf_16(stream) if stream.peek(2).startswith(_UTF16_MARKS) else _utf_8(stream)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_FILE_BYTES:
            problem = f"the line is longer than {MAX_FILE_BYTES // 1_000_000} MB"
            yield Record(str(number), problem=problem, remedy=SPLIT)
        elif line.strip():
            damage = _damage(line)
            data = b"" if damage else line
            yield Record(str(number), data, lines=number - 1, problem=damage)


def _damage(line: bytes) -> str | None:
    """What is wrong with a line that is no JSON."""
    try:
        json.loads(line.decode("utf-8", "replace"), parse_int=str)
    except RecursionError:
        return "JSON, nested too deeply"
    except json.JSONDecodeError as error:
        return f"is no valid JSON (column {error.colno}: {error.msg.lower()})"
    return None


def _utf_8(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines without their ends and the mark; of too long ones the beginning."""
    if stream.peek(3).startswith(codecs.BOM_UTF8):
        stream.read(3)
    while line := stream.readline(MAX_FILE_BYTES + 2):
        yield line.rstrip(b"\r\n")
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_FILE_BYTES)


def _utf_16(stream: io.BufferedReader) -> Iterator[bytes]:
    """The same in UTF-8."""
    text = io.TextIOWrapper(stream, "utf-16", errors="replace", newline="\n")
    while line := text.readline(MAX_FILE_BYTES + 2):
        yield line.rstrip("\r\n").encode("utf-8", "replace")
        while line and not line.endswith("\n"):
            line = text.readline(MAX_FILE_BYTES)

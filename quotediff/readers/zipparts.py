"""Documents that are ZIP archives of XML parts (docx, odt): the parts, read with limits.

No part is larger than ``MAX_PART_BYTES``, by its header and by what comes out of it; none shrinks to less
than text does; a part with a document type is refused, so no entity is ever declared.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from quotediff.errors import InputError
from quotediff.limits import (
    MAX_PART_BYTES,
    MAX_TREE_DEPTH,
    MAX_UNPACKED_PART_BYTES,
    MAX_UNPACKED_RATIO,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_PARTS,
    WINDOW_DIRECTORY_END_BYTES,
)
from quotediff.readers.tree import local

_SAVE = "open it where it was written, and save it again"
BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)
"""What reading a damaged archive may raise."""

_DIRECTORY_END, _LARGE_END = (
    b"PK\x05\x06",
    b"PK\x06\x06",
)  # records at an archive's end that tell its directory


Start = Callable[[str, dict[str, str]], None]
Words = Callable[[str], None]


def refuse_large_directory(stream: io.BufferedIOBase, path: str) -> None:
    """Raises InputError if an archive says that it has more names than anybody needs."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - WINDOW_DIRECTORY_END_BYTES))
    tail = stream.read(WINDOW_DIRECTORY_END_BYTES)
    stream.seek(0)
    small, large = tail.rfind(_DIRECTORY_END), tail.rfind(_LARGE_END)
    sizes = []
    if 0 <= small <= len(tail) - 16:
        sizes.append(int.from_bytes(tail[small + 12 : small + 16], "little"))
    if 0 <= large <= len(tail) - 48:
        sizes.append(int.from_bytes(tail[large + 40 : large + 48], "little"))
    if any(MAX_ZIP_DIRECTORY_BYTES < each < (1 << 32) - 1 or each >= 1 << 32 for each in sizes):
        raise InputError(path, "has too many files in it", "split it")


class Parts:
    """The parts of a document.

    Args:
        data: the archive.
        path: its name, for messages.

    Raises:
        InputError: it is damaged, or has too many parts.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        held = io.BytesIO(data)
        refuse_large_directory(held, path)
        try:
            self._archive = zipfile.ZipFile(held)
        except BAD_ZIP:
            raise InputError(path, "the document is damaged, or ends early", "fetch it again") from None
        self._parts = {part.filename: part for part in self._archive.infolist()}
        if len(self._parts) > MAX_ZIP_PARTS:
            raise InputError(path, f"has more than {MAX_ZIP_PARTS:,} parts", _SAVE)

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of the name."""
        return name in self._parts

    def read(self, name: str) -> bytes:
        """A part; raises InputError if it cannot be read or is too large."""
        part = self._parts[name]
        if part.flag_bits & 1:
            raise InputError(self._path, "is protected by a password", "save it without one")
        most = min(MAX_PART_BYTES, max(MAX_UNPACKED_PART_BYTES, MAX_UNPACKED_RATIO * part.compress_size))
        if part.file_size > most:
            raise self._too_large(name)
        try:
            with self._archive.open(part) as stream:
                found = stream.read(most + 1)
        except (*BAD_ZIP, RuntimeError):
            problem = f"its part {name} is damaged" if name.isprintable() else "a part is damaged"
            raise InputError(self._path, problem, "fetch it again") from None
        if len(found) > most:
            raise self._too_large(name)
        return found

    def _too_large(self, name: str) -> InputError:
        what = (
            f"{MAX_PART_BYTES // 1_000_000} MB, or more than {MAX_UNPACKED_RATIO} times its size in the file"
        )
        shown = "".join(filter(str.isprintable, name))
        return InputError(self._path, f"its part {shown} is larger than {what}", "check where it comes from")

    def parse(self, name: str, start: Start, end: Words, words: Words) -> None:
        """Reads a part of XML.

        Args:
            name: the part.
            start: is called with the name of each element, without prefix, and its attributes, likewise.
            end: is called with its name.
            words: is called with what stands in it.

        Raises:
            InputError: it is not well-formed, has a document type, or elements are nested too deeply.
        """
        data = self.read(name)
        depth = 0

        def begin(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_TREE_DEPTH:
                what = f"has more than {MAX_TREE_DEPTH} elements within each other"
                raise InputError(self._path, what, "check what wrote it")
            start(element.rpartition(":")[2], {local(key): value for key, value in attributes.items()})

        def finish(element: str) -> None:
            nonlocal depth
            depth -= 1
            end(element.rpartition(":")[2])

        def refuse(*_: object) -> None:
            problem = f"its part {name} has a document type, as no such document does"
            raise InputError(self._path, problem, "check where it comes from")

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = begin
        parser.EndElementHandler = finish
        parser.CharacterDataHandler = words
        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
        except (expat.ExpatError, LookupError, ValueError):
            raise InputError(self._path, f"its part {name} is not well-formed XML", _SAVE) from None


def properties(parts: Parts, name: str) -> dict[str, str]:
    """The words of the elements of a part, by their names in lower case: of those that hold no others."""
    found: dict[str, str] = {}
    if name not in parts:
        return found
    pieces: list[str] = []

    def end(element: str) -> None:
        words = " ".join("".join(pieces).split())
        pieces.clear()
        if words:
            found.setdefault(element.lower(), words)

    parts.parse(name, lambda *_: pieces.clear(), end, pieces.append)
    return found

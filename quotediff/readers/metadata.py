"""What formats say of their stories, in the words of ``Meta``: times, statuses, versions, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from quotediff.lang.corrections import is_correction
from quotediff.limits import MAX_META_DIGITS
from quotediff.model import Note
from quotediff.text.origin import Traced

_STATUSES = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "embargoed": "embargoed",
}
_NUMBER = re.compile(rf"[0-9]{{1,{MAX_META_DIGITS}}}")
LONG_FRACTION = re.compile(r"([.,]\d{6})\d+")
"""A fraction of a second with more digits than Python takes."""


def parse_time(written: str | None) -> datetime | None:
    """A time in a form of ISO 8601; without a zone if none is told; None for what is none."""
    if not written:
        return None
    try:
        return datetime.fromisoformat(LONG_FRACTION.sub(r"\1", written.strip()))
    except ValueError:
        return None


def address(written: str | None) -> str | None:
    """What is written, if it is the address of a page."""
    if written is not None and written.startswith(("http://", "https://")):
        return written
    return None


def number(written: str | None) -> int | None:
    """A version as a number, if it is one."""
    found = _NUMBER.fullmatch(written or "")
    return int(found[0]) if found else None


def listed(names: Iterable[str | None]) -> str | None:
    """Names in one line, each once and empty ones left out; None if there are none."""
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def status(written: str | None) -> str | None:
    """A status without the name of its list (``stat:usable``), in the words of ``Meta`` if they have one."""
    if not written:
        return None
    bare = written.rpartition(":")[2].strip().lower()
    return _STATUSES.get(bare, bare) or None


class FileNote(NamedTuple):
    """A note as a file has it: its kind as in ``Note``, and its words."""

    kind: str
    words: Traced

    @classmethod
    def public(cls, words: Traced) -> FileNote:
        """A note for readers, which may be a correction."""
        return cls("correction" if is_correction(words.squeezed().text) else "public", words)


def notes(file_notes: Iterable[FileNote]) -> tuple[Note, ...]:
    """Notes as ``Meta`` has them; empty ones are none."""
    found = (Note(note.kind, note.words.squeezed().text) for note in file_notes)
    return tuple(dict.fromkeys(note for note in found if note.text))

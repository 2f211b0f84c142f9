"""Sources: what holds versions of stories. A module a kind; ``open_source`` says which a path is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quotediff.errors import UsageError, unreadable

if TYPE_CHECKING:
    from quotediff.archive.spool import Source

KINDS = {
    "sqlite": "quotediff.archive.sources.database:DatabaseSource",
    "jsonl": "quotediff.archive.sources.lines:LinesSource",
    "parquet": "quotediff.archive.sources.parquet:ParquetSource",
    "git": "quotediff.archive.sources.history:GitSource",
    "folder": "quotediff.archive.sources.tree:FolderSource",
    "warc": "quotediff.archive.sources.web:WarcSource",
    "cdx": "quotediff.archive.sources.web:CdxSource",
}
"""``module:class`` of each kind of source, by the name that ``--from`` takes."""

_SNIFFED_BYTES = 4096
_SIGNS_OF_FILES = {  # what each kind of file begins with, and the endings of its name
    "sqlite": (re.compile(rb"SQLite format 3\0"), ()),
    "parquet": (re.compile(rb"PAR1"), ()),
    "cdx": (re.compile(rb" CDX "), (".cdx", ".cdxj")),
    "warc": (re.compile(rb"WARC/"), (".warc",)),
    "jsonl": (re.compile(rb"[\xef\xbb\xbf \t\r\n]*\{"), (".jsonl", ".ndjson")),
}
_REMEDY = f"say what it is with --from {'|'.join(KINDS)}"


def open_source(path: str, kind: str | None, fields: Mapping[str, str]) -> Source:
    """The source at a path.

    Args:
        path: a file or a folder.
        kind: a key of ``KINDS``; None: it is found by what is there.
        fields: columns by what they hold, as ``--map`` gives them.

    Raises:
        UsageError: there is nothing, or nothing that is known, or the fields do not fit.
    """
    found = kind or _kind(Path(path))
    module, name = KINDS[found].split(":")
    make: Callable[[str, Mapping[str, str]], Source] = getattr(import_module(module), name)
    return make(path, fields)


def _kind(path: Path) -> str:
    """What a path is."""
    try:
        if path.is_dir():
            return "git" if (path / ".git").exists() or (path / "HEAD").is_file() else "folder"
        with path.open("rb") as stream:
            head = stream.read(_SNIFFED_BYTES)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    for kind, (beginning, endings) in _SIGNS_OF_FILES.items():
        if beginning.match(head) or name.endswith(endings):
            return kind
    raise UsageError(f"{path}: is no source that is known; {_REMEDY}")

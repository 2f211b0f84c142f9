"""Reads the language's data files: one entry a line, ``#`` begins a comment, ``|`` separates columns.

Entries are folded (lower case, typewriter apostrophes) unless the file is read with ``cased=True``.
A malformed line is a defect of the package and raises ValueError with file and line.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quotediff.text.fold import fold

_FOLDER = Path(__file__).parent / "en"


@cache
def rows(name: str, columns: int, *, cased: bool = False) -> tuple[tuple[str, ...], ...]:
    """The entries of ``en/NAME.txt`` as tuples of ``columns`` fields, in file order."""
    path = _FOLDER / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    entries = []
    # Folded as a whole: line by line costs most of a cold start.
    for number, line in enumerate((text if cased else fold(text)).splitlines(), 1):
        content = line.split("#", 1)[0] if "#" in line else line
        if not content or content.isspace():
            continue
        fields = tuple(content.split(" | "))
        if len(fields) != columns or content[-1].isspace() or content[0].isspace() or "  " in content:
            fields = tuple(
                [field.strip() for field in content.split("|")]
            )  # laid out in columns, or malformed
        if len(fields) != columns:
            raise ValueError(f"{path.name}:{number}: {len(fields)} columns, not {columns}: {line!r}")
        entries.append(fields)
    return tuple(entries)


@cache
def words(name: str, *, cased: bool = False) -> frozenset[str]:
    """The entries of ``en/NAME.txt``, a file of one column, as a set; raises ValueError on a repeat."""
    entries = [entry for (entry,) in rows(name, 1, cased=cased)]
    if len(entries) != len(set(entries)):
        repeated = sorted({e for e in entries if entries.count(e) > 1})
        raise ValueError(f"{name}.txt: entered twice: {', '.join(repeated)}")
    return frozenset(entries)

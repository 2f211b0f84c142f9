"""Reads the language's data files: one entry a line, ``#`` begins a comment, ``|`` separates columns.

Entries are folded (lower case, typewriter apostrophes) unless the file is read with ``cased=True``.
A malformed line is a defect of the package and raises ValueError with file and line.
"""

from __future__ import annotations

from functools import cache

from quotediff.text.data import read_data
from quotediff.text.fold import fold


@cache
def rows(name: str, columns: int, *, cased: bool = False) -> tuple[tuple[str, ...], ...]:
    """The entries of ``en/NAME.txt`` as tuples of ``columns`` fields, in file order."""
    file = f"{name}.txt"
    text = read_data("quotediff.lang", "en", file).decode("utf-8").replace("\r\n", "\n")
    text = text if cased else fold(text)  # as a whole: line by line costs most of a cold start
    return _plain(text, columns) or _laid_out(text, columns, file)


_LOOKS = ("#", "  ", "\t", " \n", "\n ")
"""What comments behind entries and spaces for looks have in them."""


def _plain(text: str, columns: int) -> tuple[tuple[str, ...], ...] | None:
    """The entries of a file without comments behind entries or spaces for looks, read at once; else None."""
    lines = [line for line in text.split("\n") if line and line[0] != "#"]
    body = "\n".join(lines)
    if body[-1:] == " " or any(mark in body for mark in _LOOKS):
        return None
    entries = tuple([tuple(line.split(" | ")) for line in lines])
    return entries if all(len(entry) == columns for entry in entries) else None


def _laid_out(text: str, columns: int, name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of a file laid out in any way; raises ValueError for a line of other columns."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        content = line.split("#", 1)[0].strip()
        if not content:
            continue
        fields = tuple([field.strip() for field in content.split("|")])
        if len(fields) != columns:
            raise ValueError(f"{name}:{number}: {len(fields)} columns, not {columns}: {line!r}")
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


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the short lists of ``en/word_lists.txt``; raises ValueError if there is none of the name."""
    return frozenset(word_sequence(name))


@cache
def word_sequence(name: str) -> tuple[str, ...]:
    """The same list in the order of the file, as ``str.endswith`` and patterns take it."""
    found = _word_lists().get(name)
    if found is None:
        raise ValueError(f"word_lists.txt has no list {name!r}")
    return found


@cache
def _word_lists() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, line in rows("word_lists", 2):
        found[name] = (*found.get(name, ()), *line.split())
    return found


@cache
def word_map(name: str) -> dict[str, str]:
    """One of the short tables of ``en/word_maps.txt``; raises ValueError if there is none of the name."""
    found = {word: value for table, word, value in rows("word_maps", 3) if table == name}
    if not found:
        raise ValueError(f"word_maps.txt has no table {name!r}")
    return found


@cache
def phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The entries of ``en/NAME.txt``, a file of one column, split into words, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for (entry,) in rows(name, 1):
        parts = tuple(entry.split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(parts) for first, parts in found.items()}

"""TOML files of a corpus, with the lines their tables stand on, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quotediff.config.toml import NoTomlError, parse
from quotediff.errors import QuotediffError

STORY_FILE = "story.toml"
VERSION_SUFFIXES = (".txt", ".xml", ".json", ".html", ".htm", ".xhtml", ".mhtml")
"""Ends of names that the files of versions may have."""

QUOTES_SUFFIX = ".quotes.toml"
CHANGES_SUFFIX = ".changes.toml"

_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


class CorpusError(QuotediffError):
    """Something in a corpus that its author has to mend; one line with file and line.

    Args:
        path: the file.
        line: the line in it, from 1.
        problem: what is wrong, without a full stop.
        remedy: what to do about it, without a full stop.
        code: what sort of problem, a key of ``report.CHECKS``.
        where: the version or the two versions it is about (``v1``, ``v1-v2``); empty: see the file's name.
        entry: the table of the file it is about.
        key: the key of that table.
    """

    def __init__(  # noqa: PLR0913 - most problems need the first four only
        self,
        path: Path,
        line: int,
        problem: str,
        remedy: str,
        code: str = "QC101",
        *,
        where: str = "",
        entry: Entry | None = None,
        key: str = "",
    ) -> None:
        self.path, self.line, self.problem, self.remedy = path, line, problem, remedy
        self.code, self.entry, self.key = code, entry, key
        self.where = where or _about(path.name)
        super().__init__(f"{path}:{line}: {problem}; {remedy}")

    @property
    def values(self) -> Mapping[str, Any]:
        """What the table says that it is about; nothing if it is about none."""
        return self.entry.value if self.entry else {}


def _about(name: str) -> str:
    """The version, or the two of them, that a file of a story is about by its name."""
    for suffix in (QUOTES_SUFFIX, CHANGES_SUFFIX, *VERSION_SUFFIXES):
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return ""


class Table:
    """A TOML file with the lines its tables stand on, which reading it does not keep."""

    def __init__(self, path: Path, text: str, value: dict[str, Any], problems: list[CorpusError]) -> None:
        self.path, self.value, self.problems = path, value, problems
        self.lines = text.splitlines()

    @classmethod
    def read(cls, path: Path, problems: list[CorpusError]) -> Table | None:
        """The file, or None when it cannot be read, which is then among ``problems``."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
            return cls(path, text, parse(text), problems)
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            problems.append(CorpusError(path, 1, what, "write the file", "QC103"))
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.append(CorpusError(path, line, "is not UTF-8", "save it as UTF-8", "QC103"))
        except NoTomlError as error:
            places = filter(None, _AT_LINE.findall(str(error)))
            line = next(map(int, places), text.count("\n") + 1)
            what = f"is not valid TOML: {_AT_LINE.sub('', str(error))}"
            problems.append(CorpusError(path, line, what, "mend the line", "QC102"))
        return None

    def report(self, line: int, problem: str, remedy: str) -> None:
        """Something wrong with a line of the file."""
        self.problems.append(CorpusError(self.path, line, problem, remedy))

    def top(self, known: Collection[str]) -> Entry:
        """The keys outside all tables."""
        entry = Entry(self, "", self.value, 1)
        entry.only(known)
        return entry

    def entries(self, key: str) -> list[Entry]:
        """The ``[[key]]`` tables, each with the line of its header."""
        values = self.value.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, dict) for v in values):
            self.report(1, f"{key} is not a list of tables", f"write [[{key}]] above each")
            return []
        header = re.compile(rf"\s*\[\[\s*{key}\s*\]\]")
        lines = [n for n, line in enumerate(self.lines, 1) if header.match(line)]
        if len(lines) != len(values):  # written inline, or a header inside a string: only the file is known
            lines = [1] * len(values)
        return [Entry(self, key, v, n) for v, n in zip(values, lines, strict=True)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: what it is called (``quote``), what is in it, and where it begins."""

    table: Table
    name: str
    value: Mapping[str, Any]
    line: int

    def key_line(self, key: str) -> int:
        """The line a key stands on; that of the table when it is not there."""
        pattern = re.compile(rf"\s*{re.escape(key)}\s*=")
        for line in range(self.line, len(self.table.lines)):
            if self.table.lines[line].lstrip().startswith("["):
                break
            if pattern.match(self.table.lines[line]):
                return line + 1
        return self.line

    def report(self, key: str, problem: str, remedy: str, code: str = "QC101", where: str = "") -> None:
        """Something wrong with a key of the table, or with what is not there."""
        line, path = self.key_line(key), self.table.path
        error = CorpusError(path, line, problem, remedy, code, where=where, entry=self, key=key)
        self.table.problems.append(error)

    def only(self, known: Collection[str]) -> None:
        """Reports every key that is not known: a slip of the pen must not pass for an absent key."""
        for key in self.value:
            if key not in known:
                self.report(key, f"unknown key {key!r}", f"known are {', '.join(sorted(known))}")

    def text(self, key: str) -> str | None:
        """A string, or None."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            return value
        self.report(key, f"{key} is not a string", "put it between quotation marks")
        return None

    def flag(self, key: str) -> bool:
        """True or false; false where it is not there."""
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.report(key, f"{key} is neither true nor false", "write true or leave it out")
        return value is True

    def time(self, key: str) -> datetime | None:
        """A date with a time, or None."""
        value = self.value.get(key)
        if value is None or isinstance(value, datetime):
            return value
        self.report(key, f"{key} is not a date with a time", "write it as 2026-02-12T08:20:00Z")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A string or a list of strings."""
        value = self.value.get(key, [])
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values):
            return tuple(values)
        self.report(
            key, f"{key} is neither a string nor a list of them", "put the words between quotation marks"
        )
        return ()

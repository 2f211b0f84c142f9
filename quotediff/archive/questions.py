"""Ten questions that an archive answers, in SQL that SQLite and DuckDB understand alike."""

from __future__ import annotations

from importlib import resources
from typing import NamedTuple

_FILE = "questions.sql"
_QUESTION_PREFIX = "-- "


class Question(NamedTuple):
    """A question in words, and in SQL."""

    words: str
    sql: str


def questions() -> tuple[Question, ...]:
    """The questions of the package, in their order."""
    text = (resources.files("quotediff.archive") / _FILE).read_text(encoding="utf-8")
    parts = f"\n{text}".split(f"\n{_QUESTION_PREFIX}")[1:]
    return tuple(Question(words, sql.strip() + "\n") for words, sql in (p.split("\n", 1) for p in parts))

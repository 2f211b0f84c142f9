"""Metadata for Datasette: every table and column described, and the questions as queries.

``python -m quotediff.archive.datasette`` writes it to standard output.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from quotediff.archive.questions import questions
from quotediff.archive.schema import TABLES


def metadata() -> dict[str, Any]:
    """The metadata, for a database of any name."""
    tables = {
        table.name: {
            "description": table.meaning,
            "columns": {column.name: column.meaning for column in table.columns},
        }
        for table in TABLES.values()
    }
    queries = {
        f"{number:02}-{_slug(question.words)}": {"title": question.words, "sql": question.sql}
        for number, question in enumerate(questions(), 1)
    }
    return {
        "title": "Quotes in news stories, and what became of them",
        "databases": {"*": {"tables": tables, "queries": queries}},
    }


def _slug(words: str) -> str:
    return re.sub(r"[^a-z]+", "-", words.lower()).strip("-")[:40].strip("-")


def main() -> None:
    """Writes the metadata."""
    sys.stdout.write(json.dumps(metadata(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

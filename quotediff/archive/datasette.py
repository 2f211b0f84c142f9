"""Metadata for Datasette: every table and column described, and the questions as queries.

``python -m quotediff.archive.datasette quotes.db`` writes it to standard output. Datasette knows a database
by the name of its file, and takes metadata for no other.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from quotediff.archive.questions import questions
from quotediff.archive.schema import TABLES


def metadata(database: str) -> dict[str, Any]:
    """The metadata for a database in a file of that name, less its extension."""
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
        "databases": {database: {"tables": tables, "queries": queries}},
    }


def _slug(words: str) -> str:
    return re.sub(r"[^a-z]+", "-", words.lower()).strip("-")[:40].strip("-")


def main() -> None:
    """Writes the metadata for the database whose path is the argument."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python -m quotediff.archive.datasette DATABASE > metadata.json")
    sys.stdout.write(json.dumps(metadata(Path(sys.argv[1]).stem), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

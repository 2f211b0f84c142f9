"""The questions of docs/archives.md: they work as they stand, and both outputs answer them alike."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotediff.archive.build import build
from quotediff.archive.questions import Question, questions
from quotediff.archive.schema import TABLES
from quotediff.archive.spool import Entry, Spool
from quotediff.archive.store import open_store
from quotediff.archive.stories import Options, StoryVersion

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import synthetic  # noqa: E402 - of the scripts, which are no package


class Corpus:
    """Stories of the corpus, and made-up ones, as a source."""

    def entries(self):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as Source
        for n, name in enumerate(("solvent-plant-fire", "storm-live-blog", "market-roof", "subway-art-copy")):
            for k, path in enumerate(sorted((ROOT / "corpus" / name).glob("v*.txt")), 1):
                told = {
                    "number": float(k),
                    "created": f"2020-0{n + 1}-0{k}T10:00:00Z",
                    "outlet": f"Outlet {n % 2}",
                }
                yield Entry(StoryVersion(name, path.read_text(encoding="utf-8"), **told), 1)
        for one in synthetic.made(20, 5):
            text = "\n\n".join(one.paragraphs)
            yield Entry(StoryVersion(str(one.story), text, number=float(one.version), title=one.title), 1)

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database and a folder of Parquet of the same stories."""
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("outputs")
    main = sys.modules["__main__"]
    with pytest.MonkeyPatch.context() as patched:  # workers would load what this process began with
        patched.setattr(main, "__spec__", None, raising=False)
        patched.delattr(main, "__file__", raising=False)
        for name in ("out.db", "out"):
            store, spool = open_store(folder / name, create=True), Spool(folder, name)
            spool.add(Corpus())  # type: ignore[arg-type]
            spool.arrange()
            build(store, spool, spool.stories(), Options(), jobs=2, limit=600)
            spool.close()
            store.close()
    return {"out.db": folder / "out.db", "out": folder / "out"}


def plain(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as both databases give them: whole sums are numbers alike."""
    return [
        [float(cell) if isinstance(cell, int | float) else cell for cell in map(_number, row)] for row in rows
    ]


def _number(cell: Any) -> Any:  # noqa: ANN401 - a cell
    return float(cell) if type(cell).__name__ == "Decimal" else cell


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.words[:30])
def test_both_outputs_answer_a_question_alike(outputs: dict[str, Path], question: Question) -> None:
    """SQLite of the database, and DuckDB of the Parquet files, give the same rows."""
    duckdb = pytest.importorskip("duckdb")
    rows = sqlite3.connect(outputs["out.db"]).execute(question.sql).fetchall()
    duck = duckdb.connect()
    for table in TABLES:
        files = f"read_parquet('{outputs['out']}/{table}/*.parquet')"
        duck.execute(f"CREATE VIEW {table} AS SELECT * FROM {files}")  # noqa: S608 - our own names
    assert plain(duck.execute(question.sql).fetchall()) == plain(rows)
    if "came back" not in question.words:
        assert rows


def test_the_docs_have_the_questions_and_the_tables() -> None:
    """All of them, as the package has them; scripts/readme writes them."""
    page = (ROOT / "docs" / "archives.md").read_text(encoding="utf-8")
    assert len(questions()) == 10
    for question in questions():
        assert question.words in page
        assert f"```sql\n{question.sql}```" in page
    for table in TABLES.values():
        assert f"### {table.name}\n" in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)


def test_the_answers_are_right_where_they_can_be_counted(outputs: dict[str, Path]) -> None:
    """A source of solvent-plant-fire that vanished, one that lost the name, one that was added late."""
    database = sqlite3.connect(outputs["out.db"])
    found = {question.words[:12]: database.execute(question.sql).fetchall() for question in questions()}
    assert ("solvent-plant-fire", "Maria Delgado") in [row[:2] for row in found["Which named "]]
    assert ("solvent-plant-fire", "Lena Whitfield", 2) in [row[:3] for row in found["Who is added"]]
    lost = [row[:3] for row in found["Where did a "]]
    assert ("solvent-plant-fire", "Walt Brzezinski", "A union representative at the plant") in lost
    assert any("people" in row[2] and "crews" in row[2] for row in found["Which words "])


def test_the_metadata_for_datasette_describes_all() -> None:
    """Every table and column has a description, and every question is a query with a name of its own."""
    asked = [sys.executable, "-m", "quotediff.archive.datasette", "some/quotes.db"]
    done = subprocess.run(asked, capture_output=True, check=True, cwd=ROOT)
    told = json.loads(done.stdout)["databases"]["quotes"]
    assert set(told["tables"]) == set(TABLES)
    for name, table in TABLES.items():
        assert set(told["tables"][name]["columns"]) == set(table.names)
    assert [query["sql"] for query in told["queries"].values()] == [question.sql for question in questions()]
    assert all(re.fullmatch(r"\d\d-[a-z-]+", name) for name in told["queries"])


def test_the_metadata_for_datasette_needs_a_database() -> None:
    """Datasette takes metadata for a database by its name alone: without one there is a line on usage."""
    asked = [sys.executable, "-m", "quotediff.archive.datasette"]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode != 0
    assert done.stderr == "usage: python -m quotediff.archive.datasette DATABASE > metadata.json\n"

"""``quotediff.spark``: the rows are those of the function that the local runner calls."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from quotediff.archive.rows import story_rows
from quotediff.archive.schema import TABLES
from quotediff.archive.stories import Options, StoryVersion

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import synthetic  # noqa: E402 - of the scripts, which are no package

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs pip install 'quotediff[spark]' and a JRE, such as Debian's openjdk-17-jre-headless",
)

LONG = 20  # versions of a story that is cut
JOB = """
import json, sys
from pyspark.sql import SparkSession
from quotediff import spark

master, source, lines, out = sys.argv[1:]
session = SparkSession.builder.master(master).config("spark.ui.enabled", "false").getOrCreate()
session.dataSource.register(spark.SqliteVersions)
versions = session.read.format("quotediff-sqlite").load(source)
nested = spark.quotes(versions, engine="rules").cache()
long = session.read.json(lines)
found = {
    "versions": [row.asDict(recursive=True) for row in nested.collect()],
    "changes": [list(row) for row in spark.changes(versions, engine="rules").collect()],
}
if master.startswith("local["):
    found |= {
        "quotes": spark.explode_quotes(nested).count(),
        "long": [list(row) for row in spark.changes(long, engine="rules").collect()],
        "histories": list(map(list, spark.table(versions, "quote_histories", engine="rules").collect())),
    }
with open(out, "w") as stream:
    json.dump(found, stream)
session.stop()
"""


def stories(made: list[synthetic.Made]) -> dict[str, list[StoryVersion]]:
    found: dict[str, list[StoryVersion]] = {}
    for one in made:
        text = "\n\n".join(one.paragraphs)
        version = StoryVersion(
            str(one.story),
            text,
            version=str(one.version),
            number=float(one.version),
            created=one.time.isoformat(),
            title=one.title,
            outlet=one.outlet,
        )
        found.setdefault(version.story, []).append(version)
    return found


def expected(told: dict[str, list[StoryVersion]], table: str) -> Counter[tuple[Any, ...]]:
    rows = (row for versions in told.values() for row in story_rows(versions, Options("rules"))[table])
    return Counter(rows)


def long_story() -> list[synthetic.Made]:
    """One story of many versions, a few paragraphs of them new each time."""
    made = list(synthetic.made(200, 2))
    pool = list(dict.fromkeys(p for one in made for p in one.paragraphs))
    return [made[0]._replace(story=1, version=n, paragraphs=tuple(pool[n : n + 9])) for n in range(LONG)]


@pytest.mark.parametrize("master", ["local[2]", "local-cluster[2,1,1024]"])
def test_spark_gives_the_rows_of_the_local_runner(tmp_path: Path, master: str) -> None:
    """Quotes, changes and histories are the same, also of a long story; a bad row costs no other."""
    made = list(synthetic.made(16, 3))
    source = tmp_path / "versions.db"
    synthetic.write_plain(source, iter(made))
    import sqlite3  # noqa: PLC0415 - of this test alone

    with sqlite3.connect(source) as database:
        database.execute("INSERT INTO versions VALUES ('bad', 1, 'soon', NULL, NULL, NULL)")
        database.execute("INSERT INTO versions VALUES (NULL, 1, NULL, NULL, NULL, 'Nobody.')")
        database.execute("INSERT INTO versions VALUES ('bad', 2, NULL, NULL, NULL, ?)", ("\1\2" * 200,))
    lines = tmp_path / "long.jsonl"
    synthetic.write_jsonl(lines, iter(long_story()))
    (tmp_path / "job.py").write_text(JOB, encoding="utf-8")
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, tmp_path / "job.py", master, source, lines, tmp_path / "found.json"],
        env=environment,
        capture_output=True,
        timeout=500,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    told = stories(made)
    errors = [row["error"] for row in found["versions"] if row["error"]]
    assert len(errors) == 3
    assert len(found["versions"]) == len(made) + len(errors)
    names = TABLES["quotes"].names
    for row in found["versions"][:5]:
        (version,) = [v for v in told.get(row["story"], []) if v.version == row["version"]] or [None]
        if version is not None:
            mine = [
                dict(zip(names, quote, strict=True))
                for quote in story_rows([version], Options("rules"))["quotes"]
            ]
            assert [quote["content"] for quote in row["quotes"]] == [quote["content"] for quote in mine]
    assert Counter(map(tuple, found["changes"])) == expected(told, "changes")
    if not master.startswith("local["):
        return
    assert found["quotes"] == sum(expected(told, "quotes").values())
    assert Counter(map(tuple, found["long"])) == expected(stories(long_story()), "changes")
    assert Counter(map(tuple, found["histories"])) == expected(told, "quote_histories")

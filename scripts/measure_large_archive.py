"""Builds a large archive twice, once undisturbed and once killed at random, and compares the two.

    python scripts/measure_large_archive.py --versions 20000 [--texts FOLDER] [--kills 5] [--work FOLDER]

The first build goes to SQLite: versions a second of CPU beside one ``quotediff list``, which reads the first
of the same versions before it and after it, and the peaks of memory. The second goes to Parquet, and its
first process is killed (SIGKILL) at random moments; the same command goes on each time. Both must have one
digest, and answer the ten questions alike; exit status 1 if not. Needs pyarrow and duckdb.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import measure_archive
import synthetic

from quotediff.archive.questions import questions
from quotediff.archive.schema import TABLES
from quotediff.archive.store import archive_digest, open_store


def main() -> int:
    """Prints the figures; 1 if the two archives differ."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--versions", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--listed", type=int, default=1000, help="versions that `list` reads, twice")
    parser.add_argument("--work", type=Path, help="a folder to keep both archives in")
    asked = parser.parse_args()
    if asked.work is not None:
        asked.work.mkdir(parents=True, exist_ok=True)
        return _measure(asked, asked.work)
    with tempfile.TemporaryDirectory() as name:
        return _measure(asked, Path(name))


def _measure(asked: argparse.Namespace, folder: Path) -> int:
    made = list(synthetic.made(asked.versions, asked.seed, asked.texts))
    synthetic.write_jsonl(folder / "made.jsonl", iter(made))
    count = len(made)
    build = ["archive", "build", folder / "made.jsonl", "--jobs", asked.jobs, "--output"]
    listed = [measure_archive.list_rate(folder, made[: asked.listed])]
    cpu, clock, parent, worker = measure_archive.run([*build, folder / "out.db"])
    listed.append(measure_archive.list_rate(folder, made[: asked.listed]))
    rate, one = count / cpu, sum(listed) / len(listed)
    print(f"{count} versions of {len({each.story for each in made})} stories")
    print(f"list, before and after: {listed[0]:.1f} and {listed[1]:.1f} versions a CPU second")
    print(f"build: {rate:.1f} versions a CPU second, {rate / one:.2f} of list; {clock / 60:.0f} minutes")
    print(f"memory: first process {parent} MB, workers {worker} MB", flush=True)
    moments = _killed([*build, folder / "out"], asked.kills, clock, asked.seed)
    print(f"killed after {', '.join(f'{moment:.0f}' for moment in moments)} s", flush=True)
    digests = [_digest(folder / name) for name in ("out.db", "out")]
    print(f"digests: {digests[0][:16]} undisturbed, {digests[1][:16]} killed")
    differ = [question for question, alike in _answers(folder) if not alike]
    print(f"questions answered alike: {len(questions()) - len(differ)} of {len(questions())}")
    return int(bool(differ) or digests[0] != digests[1])


def _killed(build: Sequence[object], kills: int, clock: float, seed: int) -> list[float]:
    """Runs a build, kills it so many times, and lets it end; the seconds after which it was killed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    command = [sys.executable, "-m", "quotediff", *map(str, build)]
    moments = []
    for _ in range(kills):
        moment = chance.uniform(0.02, 0.9 / kills) * clock
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            running.wait(moment)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            moments.append(moment)
        time.sleep(3)  # its workers see that it is gone, and end
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return moments


def _digest(path: Path) -> str:
    with closing(open_store(path, create=False)) as store:
        return archive_digest(store)


def _answers(folder: Path) -> list[tuple[str, bool]]:
    """For each question whether both archives answer it alike."""
    import duckdb  # noqa: PLC0415 - needed by this alone

    files = duckdb.connect()
    for name in TABLES:
        files.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/out/{name}/*.parquet')")  # noqa: S608 - our own names
    with closing(sqlite3.connect(folder / "out.db")) as database:
        return [
            (q.words, _plain(database.execute(q.sql).fetchall()) == _plain(files.execute(q.sql).fetchall()))
            for q in questions()
        ]


def _plain(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as both databases give them: whole sums are numbers alike."""
    return [[cell if cell is None or isinstance(cell, str) else float(cell) for cell in row] for row in rows]


if __name__ == "__main__":
    sys.exit(main())

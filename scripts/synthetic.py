"""Makes archives of made-up versions to measure and test with: from the corpus, and from other texts by path.

    python scripts/synthetic.py OUT.db --versions 20000 [--schema newsedits|diffengine|plain] [--texts FOLDER]
    python scripts/synthetic.py OUT.jsonl --versions 2000

A story begins as an article of the corpus, with paragraphs of others; from version to version paragraphs go
and come, figures and words change, about as much as in NewsEdits (5.8 new and 3.9 lost sentences a step).
Most stories have a few versions, some have dozens. The same arguments give the same archive.

``newsedits`` and ``diffengine`` have the tables and columns of those databases, and their oddities: the body
as HTML in ``summary``, bodies that are null or empty, versions that are there twice, times in five forms.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
OUTLETS = ("Valley Courier", "Harbor Post", "The Pell Landing Record", "Tri-County Wire")
_BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
_LONG = 0.01  # of stories have dozens of versions


class Made(NamedTuple):
    """One version: story and version numbers, and what they say."""

    story: int
    version: int
    time: datetime
    title: str
    paragraphs: tuple[str, ...]
    outlet: str


def texts(folders: list[Path]) -> list[list[str]]:
    """Articles as paragraphs: the first versions of the corpus, and the .txt files of other folders."""
    paths = sorted((ROOT / "corpus").glob("*/v1.txt"))
    for folder in folders:
        paths += sorted(folder.rglob("*.txt"))
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
        if len(paragraphs) > 5:
            found.append(paragraphs)
    return found


def made(versions: int, seed: int, folders: list[Path] | None = None) -> Iterator[Made]:
    """So many versions, story by story."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    articles = texts(folders or [])
    count = story = 0
    while count < versions:
        story += 1
        several = (
            chance.randint(17, 40) if chance.random() < _LONG else min(16, 1 + int(chance.expovariate(0.4)))
        )
        for one in _story(story, min(several, versions - count), chance, articles):
            count += 1
            yield one


def _story(story: int, versions: int, chance: random.Random, articles: list[list[str]]) -> Iterator[Made]:
    title, *body = chance.choice(articles)
    more = [p for _ in range(3) for p in chance.choice(articles)[2:] if 40 < len(p) < 700]
    time = _BEGINNING + timedelta(minutes=chance.randrange(3 * 365 * 24 * 60))
    outlet = OUTLETS[story % len(OUTLETS)]
    kept = list(dict.fromkeys(body))[:30]
    for version in range(versions):
        if version:
            kept = _edited(kept, more, chance)
            time += timedelta(minutes=chance.randint(3, 300))
        yield Made(story, version, time, title, tuple(kept), outlet)


def _edited(paragraphs: list[str], more: list[str], chance: random.Random) -> list[str]:
    """The paragraphs of the next version: some gone, some new, some with another figure."""
    kept = [p for p in paragraphs if len(paragraphs) < 5 or chance.random() > 0.12]
    kept = [_figured(p, chance) if chance.random() < 0.1 else p for p in kept]
    kept = [_reworded(p, chance) if chance.random() < 0.05 else p for p in kept]
    for new in chance.sample(more, min(len(more), chance.randint(0, 4))):
        if new not in kept:
            kept.insert(chance.randint(1, len(kept)) if kept else 0, new)
    return kept[:40]


def _reworded(paragraph: str, chance: random.Random) -> str:
    """The paragraph with a word less, or another verb of saying."""
    if chance.random() < 0.5:
        return re.sub(r"\bsaid\b", chance.choice(("added", "claimed", "told reporters")), paragraph, count=1)
    words = paragraph.split()
    if not words:
        return paragraph
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _figured(paragraph: str, chance: random.Random) -> str:
    return re.sub(r"\b\d{2,3}\b", lambda _: str(chance.randint(11, 980)), paragraph, count=1)


def write_newsedits(path: Path, versions: Iterator[Made]) -> None:
    """A database with NewsEdits' table of versions and its oddities."""
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE entryversion (id INTEGER, entry_id INTEGER, version REAL, title TEXT, "
            "created TEXT, url TEXT, source TEXT, summary TEXT, num_versions INTEGER, joint_key TEXT)"
        )
        database.execute("CREATE TABLE split_sentences (entry_id INTEGER, version INTEGER, sentence TEXT)")
        rows = (row for made_ in versions for row in _newsedits(made_))
        database.executemany("INSERT INTO entryversion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _newsedits(one: Made) -> Iterator[tuple[object, ...]]:
    number = one.story * 1000 + one.version
    body: str | None = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in one.paragraphs)
    if number % 29 == 0:
        body = None if number % 2 else ""
    url = f"https://example.org/{one.story}"
    created = _written(one.time, number)
    key = f"{one.story}-{one.version}"
    source = one.outlet.lower().replace(" ", "-")
    row = (number, one.story, float(one.version), one.title, created, url, source, body, None, key)
    yield row
    if number % 23 == 0:
        yield row


def _written(time: datetime, number: int) -> str:
    """A time in one of five forms."""
    forms = (
        time.strftime("%Y-%m-%d %H:%M:%S"),
        time.isoformat(),
        str(int(time.timestamp())),
        format_datetime(time),
        time.strftime("%Y-%m-%d %H:%M:%S.%f"),
    )
    return forms[number % len(forms)]


def write_diffengine(path: Path, versions: Iterator[Made]) -> None:
    """A database with diffengine's tables and oddities."""
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE feed (url VARCHAR(255) PRIMARY KEY, name VARCHAR(255), created DATETIME);"
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, url VARCHAR(255), created DATETIME, "
            "checked DATETIME);"
            "CREATE TABLE feedentry (id INTEGER PRIMARY KEY, feed_id VARCHAR(255), entry_id INTEGER, "
            "created DATETIME);"
            "CREATE TABLE entryversion (id INTEGER PRIMARY KEY, title VARCHAR(255), url VARCHAR(255), "
            "summary VARCHAR(255), created DATETIME, archive_url VARCHAR(255), entry_id INTEGER);"
            "CREATE TABLE diff (id INTEGER PRIMARY KEY, old_id INTEGER, new_id INTEGER, created DATETIME);"
        )
        for outlet in OUTLETS:
            database.execute("INSERT INTO feed VALUES (?, ?, NULL)", (f"feed:{outlet}", outlet))
        for number, one in enumerate(versions, 1):
            url = f"https://example.org/{one.story}"
            if not one.version:
                entry = (one.story, url, str(one.time.replace(tzinfo=None)))
                database.execute("INSERT INTO entry VALUES (?, ?, ?, NULL)", entry)
                feed = f"feed:{one.outlet}"
                database.execute("INSERT INTO feedentry VALUES (NULL, ?, ?, NULL)", (feed, one.story))
            body = "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in one.paragraphs)
            time = one.time.strftime("%Y-%m-%d %H:%M:%S.%f")
            details = (number, one.title, url, "" if number % 31 == 0 else body, time, one.story)
            database.execute("INSERT INTO entryversion VALUES (?, ?, ?, ?, ?, NULL, ?)", details)


def write_plain(path: Path, versions: Iterator[Made]) -> None:
    """A database with one table of usual columns."""
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE versions (story TEXT, version INTEGER, created TEXT, title TEXT, "
            "outlet TEXT, text TEXT)"
        )
        rows = ((str(v.story), v.version, v.time.isoformat(), v.title, v.outlet, _text(v)) for v in versions)
        database.executemany("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)", rows)


def write_jsonl(path: Path, versions: Iterator[Made]) -> None:
    """A version a line."""
    with path.open("w", encoding="utf-8") as stream:
        for one in versions:
            details = {"story": one.story, "version": one.version, "created": one.time.isoformat()}
            details |= {"title": one.title, "outlet": one.outlet, "text": _text(one)}
            stream.write(json.dumps(details, ensure_ascii=False) + "\n")


def _text(one: Made) -> str:
    return "\n\n".join(one.paragraphs)


WRITERS = {
    "newsedits": write_newsedits,
    "diffengine": write_diffengine,
    "plain": write_plain,
    "jsonl": write_jsonl,
}


def main() -> None:
    """Writes an archive."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("output", type=Path)
    parser.add_argument("--versions", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schema", choices=WRITERS, default=None)
    parser.add_argument("--texts", type=Path, action="append", default=[], help="a folder of .txt files")
    asked = parser.parse_args()
    schema = asked.schema or ("jsonl" if asked.output.suffix == ".jsonl" else "plain")
    asked.output.unlink(missing_ok=True)
    WRITERS[schema](asked.output, made(asked.versions, asked.seed, asked.texts))


if __name__ == "__main__":
    main()

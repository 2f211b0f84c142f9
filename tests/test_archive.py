"""``quotediff archive``: sources, outputs, resumption, rejects; its rows are what one function gives."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tool import Tool

from quotediff.archive import build as building
from quotediff.archive.rows import story_rows
from quotediff.archive.schema import OF_STORIES, TABLES
from quotediff.archive.store import archive_digest, open_store
from quotediff.archive.stories import StoryVersion
from quotediff.archive.workers import DIED, SLOW, Lost, Workers

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import synthetic  # noqa: E402 - of the scripts, which are no package

VERSIONS = 24
LINE = '"The crack is as long as my arm," said Ana Ruiz, a city engineer.\n'


@pytest.fixture(autouse=True)
def _lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers would load what this process began with, which is pytest."""
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__spec__", None, raising=False)
    monkeypatch.delattr(main, "__file__", raising=False)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of some stories as JSONL."""
    path = tmp_path_factory.mktemp("lines") / "made.jsonl"
    synthetic.write_jsonl(path, synthetic.made(VERSIONS, 7))
    return path


@pytest.fixture(scope="module")
def expected(lines: Path) -> dict[str, Counter[tuple[Any, ...]]]:
    """The rows of its stories as the pure function gives them."""
    return rows_of(map(json.loads, lines.read_text(encoding="utf-8").splitlines()))


def rows_of(versions: Iterator[dict[str, Any]]) -> dict[str, Counter[tuple[Any, ...]]]:
    stories: dict[str, list[StoryVersion]] = {}
    for told in versions:
        number = float(told["version"])
        version = StoryVersion(
            str(told["story"]),
            told["text"],
            version=str(told["version"]),
            number=number,
            created=told["created"],
            title=told["title"],
            outlet=told["outlet"],
        )
        stories.setdefault(version.story, []).append(version)
    found: dict[str, Counter[tuple[Any, ...]]] = {t.name: Counter() for t in OF_STORIES}
    for story in stories.values():
        for table, rows in story_rows(story).items():
            found[table].update(rows)
    return found


def held(path: Path) -> dict[str, Counter[tuple[Any, ...]]]:
    store = open_store(path, create=False)
    try:
        return {table.name: Counter(store.rows(table)) for table in OF_STORIES}
    finally:
        store.close()


def digest(path: Path) -> str:
    store = open_store(path, create=False)
    try:
        return archive_digest(store)
    finally:
        store.close()


def build(qd: Tool, *arguments: object) -> str:
    done = qd("archive", "build", *arguments)
    assert done.status == 0, done.err
    return done.err


# --- outputs


@pytest.mark.parametrize("output", ["out.db", "out"])
def test_what_is_written_is_what_the_function_gives(
    qd: Tool, tmp_path: Path, lines: Path, expected: dict[str, Counter[tuple[Any, ...]]], output: str
) -> None:
    """A database and a folder of Parquet hold the same rows, whatever the number of processes."""
    if output == "out":
        pytest.importorskip("pyarrow")
    target = tmp_path / output
    said = build(qd, lines, "-o", target, "--jobs", 2)
    assert f"{VERSIONS} versions done" in said
    assert held(target) == expected
    assert not list(tmp_path.glob(".*.spool"))
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")}
    again = build(qd, lines, "-o", target)
    assert "0 stories, 0 versions done" in again
    assert held(target) == expected
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")} == before


def test_a_new_version_redoes_its_story_only(qd: Tool, tmp_path: Path, lines: Path) -> None:
    """A story with one more version is written anew, in files too; all others are left as they are."""
    pytest.importorskip("pyarrow")
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    told.append(told[0] | {"version": 99, "text": told[0]["text"] + "\n\n" + LINE})
    more = tmp_path / "more.jsonl"
    more.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    for output in ("out.db", "out"):
        build(qd, lines, "-o", tmp_path / output)
        assert "1 story, " in build(qd, more, "-o", tmp_path / output)
        assert held(tmp_path / output) == rows_of(iter(told))
    assert digest(tmp_path / "out.db") == digest(tmp_path / "out")


def test_stories_come_and_go_through_many_files(
    qd: Tool, tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are written bucket by bucket, merged where there are many, and swept where none is noted."""
    pytest.importorskip("pyarrow")
    from quotediff.archive import folder  # noqa: PLC0415 - needs pyarrow

    for name, value in (("MAX_STAGED", 3), ("PER_BUCKET", 8), ("MAX_FILES", 2)):
        monkeypatch.setattr(folder, name, value)
    build(qd, lines, "-o", tmp_path / "out")
    left = tmp_path / "out" / "quotes" / "000-999999.parquet"
    left.write_bytes(b"of a run that was killed")
    build(qd, lines, "-o", tmp_path / "out", "--engine", "rules")
    assert not left.exists()
    build(qd, lines, "-o", tmp_path / "out.db", "--engine", "rules")
    assert digest(tmp_path / "out") == digest(tmp_path / "out.db")
    assert held(tmp_path / "out") == held(tmp_path / "out.db")


# --- sources


def test_newsedits_and_diffengine_go_in_without_options(qd: Tool, tmp_path: Path) -> None:
    """Their databases are known by their tables; what is odd in them is rejected with a reason."""
    made = list(synthetic.made(120, 3))
    for schema in ("newsedits", "diffengine"):
        source, output = tmp_path / f"{schema}.db", tmp_path / f"{schema}-out.db"
        synthetic.WRITERS[schema](source, iter(made))
        build(qd, source, "-o", output, "--engine", "rules", "--jobs", 2)
        rows = sqlite3.connect(output)
        counted = dict(rows.execute("SELECT reason, count(*) FROM rejects GROUP BY 1"))
        articles = rows.execute("SELECT count(*), count(created), count(outlet) FROM articles").fetchone()
        assert set(counted) <= {"empty", "duplicate"}
        assert counted
        empty = "SELECT count(*) FROM (SELECT DISTINCT story, version FROM rejects WHERE reason = 'empty')"
        assert articles == (120 - rows.execute(empty).fetchone()[0],) * 3
        stories = {str(v.story): v.title for v in made}
        assert dict(rows.execute("SELECT DISTINCT story, title FROM articles")).items() <= stories.items()
        assert rows.execute(
            "SELECT max(length(content)) FROM quotes WHERE content LIKE '%<p>%'"
        ).fetchone() == (None,)


def test_every_kind_of_source_gives_the_same_quotes(qd: Tool, tmp_path: Path) -> None:
    """A folder, its git history, JSONL, a database and Parquet hold one story: the same quotes."""
    rain = "\nRain fell.\n\nIt fell for days on the valley, and on the bridge.\n\nThen it was over.\n"
    texts = [LINE, LINE + rain, LINE.replace("long", "wide") + rain]
    folder = tmp_path / "stories"
    (folder / "bridge").mkdir(parents=True)
    for n, text in enumerate(texts, 1):
        (folder / "bridge" / f"v{n}.txt").write_text(text, encoding="utf-8")
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    for n, text in enumerate(texts):
        (repository / ("old.txt" if n < 2 else "new.txt")).write_text(text, encoding="utf-8")
        if n == 2:
            (repository / "old.txt").unlink()
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", f"version {n}")
    rows = [{"entry": "bridge", "n": n, "said": text} for n, text in enumerate(texts)]
    jsonl = tmp_path / "rows.jsonl.gz"
    jsonl.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    database = tmp_path / "rows.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t (entry TEXT, n INTEGER, said TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [tuple(row.values()) for row in rows])
    sources: list[tuple[object, ...]] = [(folder,), (repository,)]
    columns = "text=said,story=entry,version=n"
    sources += [(jsonl, "--from", "jsonl", "--map", columns), (database, "--map", columns)]
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "rows.parquet")
    sources.append((tmp_path / "rows.parquet", "--map", columns))
    found = []
    for k, source in enumerate(sources):
        build(qd, *source, "-o", tmp_path / f"{k}.db", "--engine", "rules")
        quotes = sqlite3.connect(tmp_path / f"{k}.db").execute(
            "SELECT a.number, q.content, q.speaker_name FROM quotes q JOIN articles a USING (version_id) "
            "ORDER BY 1, 2"
        )
        found.append(quotes.fetchall())
    assert len(found[0]) == 3
    assert [quotes == found[0] for quotes in found] == [True] * len(sources)


def git(folder: Path, *arguments: str) -> None:
    told = ("-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    subprocess.run(["git", "-C", str(folder), *told], check=True, capture_output=True)  # noqa: S607 - the user's git


PAGE = (
    "<html><head><title>Bridge shut</title></head><body><article><h1>Bridge shut</h1>"
    f"<p>{LINE}</p>{{more}}</article></body></html>"
)


def warc_record(url: str, when: str, page: str, status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {when}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


def test_a_web_archive_and_its_index_give_the_same(qd: Tool, tmp_path: Path) -> None:
    """The pages of one address are versions of a story, in the order in which they were fetched."""
    body = "".join(
        f"<p>Rain fell on the bridge for the whole of day {n}, and nobody came.</p>" for n in range(9)
    )
    url = "https://example.org/bridge"
    records = [
        warc_record(url, "2020-01-02T00:00:00Z", PAGE.format(more=body + "<p>It is open again.</p>")),
        warc_record(url, "2020-01-01T00:00:00Z", PAGE.format(more=body)),
        warc_record(url, "2020-01-03T00:00:00Z", "gone", "404 Not Found"),
    ]
    (tmp_path / "pages.warc.gz").write_bytes(b"".join(records))
    offsets = [sum(map(len, records[:n])) for n in range(3)]
    entries = [
        f"org,example)/bridge 2020010{day}000000 {url} text/html {status} X - - "
        f"{len(records[n])} {offsets[n]} pages.warc.gz"
        for n, (day, status) in enumerate(((2, 200), (1, 200), (3, 404)))
    ]
    (tmp_path / "pages.cdx").write_text("\n".join([" CDX N b a m s k r M S V g", *entries]), encoding="utf-8")
    found = []
    for source in ("pages.warc.gz", "pages.cdx"):
        build(qd, tmp_path / source, "-o", tmp_path / f"{source}.db", "--engine", "rules")
        rows = sqlite3.connect(tmp_path / f"{source}.db").execute(
            "SELECT story, number, created, title, quotes FROM articles ORDER BY number"
        )
        found.append(rows.fetchall())
    assert found[0] == found[1]
    assert [row[:3] for row in found[0]] == [(url, 1, "2020-01-01T00:00:00"), (url, 2, "2020-01-02T00:00:00")]
    assert all(row[3:] == ("Bridge shut", 1) for row in found[0])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("missing.db", "-o", "out.db"),
            "missing.db: cannot be read: no such file or directory; check the name",
        ),
        (("story.txt", "-o", "out.db"), "story.txt: is no source that is known; say what it is with --from"),
        (("rows.jsonl", "-o", "story.txt"), "story.txt: "),
        (("rows.jsonl", "-o", "other.db"), "other.db: is a database of something else; name another file"),
        (("other.db", "-o", "out.db"), "other.db: no table holds text and story (t); name it with --map"),
        (("other.db", "-o", "out.db", "--map", "text=zzz"), "no table holds text and story (t)"),
        (("rows.jsonl", "-o", "out.db", "--map", "texts=a"), "--map: 'texts=a'; write FIELD=COLUMN"),
        (("rows.jsonl", "-o", "out.db", "--since", "soon"), "--since: 'soon' is not a time"),
        (("rows.jsonl", "-o", "no/out.db"), "no/out.db: its folder does not exist; make it first"),
        (("folder", "-o", "out.db", "--map", "text=a"), "--map: is for databases"),
        (("empty", "-o", "out.db"), "empty: no versions of stories in it; see --from and --map"),
        (("other.db", "-o", "other.db"), "is one of the sources; name another output"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    qd: Tool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    """The status is 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"story": 1, "text": LINE}), encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with sqlite3.connect("other.db") as connection:
        connection.execute("CREATE TABLE t (a TEXT)")
    done = qd("archive", "build", *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.words
    assert done.err.count("\n") == 1
    assert (tmp_path / "story.txt").read_text(encoding="utf-8") == LINE


# --- resumption


def command(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "quotediff", "archive", *map(str, arguments)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def children(process: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(entry.parent.name))
    return found


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("output", ["out.db", "out"])
def test_killed_five_times_it_ends_with_the_same_digest(qd: Tool, tmp_path: Path, output: str) -> None:
    """A run that is killed at any moment goes on with the same command, and no worker is left alive."""
    if output == "out":
        pytest.importorskip("pyarrow")
    source = tmp_path / "made.jsonl"
    synthetic.write_jsonl(source, synthetic.made(60, 11))
    chance = random.Random(5)  # noqa: S311 - no secret
    for _ in range(5):
        running = command("build", source, "-o", tmp_path / output, "--jobs", "2", "--engine", "rules")
        time.sleep(chance.uniform(0.3, 2.5))
        workers = children(running.pid)
        running.kill()
        running.communicate()
        assert wait_for(lambda workers=workers: all(map(gone, workers)))  # type: ignore[misc]
    build(qd, source, "-o", tmp_path / output, "--engine", "rules")
    build(qd, source, "-o", tmp_path / "undisturbed.db", "--engine", "rules")
    assert digest(tmp_path / output) == digest(tmp_path / "undisturbed.db")
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_interrupted_run_says_130_and_goes_on(tmp_path: Path) -> None:
    """Ctrl-C ends the workers, without a traceback."""
    source = tmp_path / "made.jsonl"
    synthetic.write_jsonl(source, synthetic.made(200, 11))
    running = command("build", source, "-o", tmp_path / "out.db", "--jobs", "2")
    assert wait_for(lambda: len(children(running.pid)) >= 2)
    workers = children(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in said
    assert wait_for(lambda: all(map(gone, workers)))


def test_two_runs_on_one_output_are_refused(qd: Tool, tmp_path: Path, lines: Path) -> None:
    """The second says that another is writing, and leaves it alone."""
    from quotediff.archive.store import locked  # noqa: PLC0415 - of this test alone

    with locked(tmp_path / "out.db"):
        done = qd("archive", "build", lines, "-o", tmp_path / "out.db")
    assert done.status == 2
    assert "another run is writing to it" in done.err
    build(qd, lines, "-o", tmp_path / "out.db", "--engine", "rules")


# --- workers


def slow_or_deadly(work: str) -> str:
    """A task: ``die`` ends its process, ``hang`` never ends."""
    if work == "die":
        os._exit(9)
    while work == "hang":
        time.sleep(1)
    return work.upper()


def worked(works: Sequence[str], limit: float = 60) -> dict[str, object]:
    return dict(Workers(2, slow_or_deadly, limit).each(iter(works)))


def test_a_story_that_kills_or_hangs_its_worker_costs_no_other() -> None:
    """It is tried once more alone, then given up; one that hangs is ended after the limit."""
    assert worked(["a", "die", "b", "c"]) == {"a": "A", "die": Lost(DIED), "b": "B", "c": "C"}
    assert worked(["a", "hang", "b", "c"], 12) == {"a": "A", "hang": Lost(SLOW), "b": "B", "c": "C"}


def test_a_story_that_is_given_up_is_a_reject_and_can_be_tried_again(
    qd: Tool, tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reject says why, the same build leaves it, retry does it, and the digest is the undisturbed one."""

    class Losing(Workers[Any, Any]):
        def each(self, works: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
            for n, (work, found) in enumerate(super().each(works)):
                yield work, Lost(SLOW) if n == 0 else found

    with monkeypatch.context() as patched:
        patched.setattr(building, "Workers", Losing)
        done = qd("archive", "build", lines, "-o", tmp_path / "out.db", "--fail-on", "rejects")
    assert done.status == 1
    assert "rejected: 1 slow" in done.err
    shown = qd("archive", "status", tmp_path / "out.db")
    assert "1 slow (story)" in shown.out
    assert "it took longer than the limit" in shown.out
    assert "0 stories" in build(qd, lines, "-o", tmp_path / "out.db")
    assert "1 story" in qd("archive", "retry", tmp_path / "out.db").err
    build(qd, lines, "-o", tmp_path / "other.db")
    assert digest(tmp_path / "out.db") == digest(tmp_path / "other.db")


# --- what else is asked of an archive


def test_only_stories_since_a_day_are_done(qd: Tool, tmp_path: Path) -> None:
    """A story counts by its last version, and is done whole."""
    told = [
        {"story": story, "version": n, "created": f"20{year}-01-0{n}", "text": LINE}
        for story, year in (("a", 19), ("b", 20))
        for n in (1, 2)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    build(qd, tmp_path / "rows.jsonl", "-o", tmp_path / "out.db", "--since", "2020-01-02")
    rows = sqlite3.connect(tmp_path / "out.db").execute("SELECT story, number FROM articles ORDER BY 1, 2")
    assert rows.fetchall() == [("b", 1), ("b", 2)]


@pytest.mark.parametrize("how", ["csv", "jsonl", "parquet"])
def test_tables_are_exported_whole_and_in_order(qd: Tool, tmp_path: Path, lines: Path, how: str) -> None:
    """A file a table, the same from a database and from a folder."""
    if how == "parquet":
        pytest.importorskip("pyarrow")
    outputs = ["out.db", "out"] if how == "parquet" else ["out.db"]
    written = []
    for output in outputs:
        build(qd, lines, "-o", tmp_path / output, "--engine", "rules")
        target = tmp_path / f"{output}-{how}"
        assert qd("archive", "export", tmp_path / output, "--format", how, "-o", target).status == 0
        assert {p.name for p in target.iterdir()} == {f"{table}.{how}" for table in TABLES}
        written.append({p.name: p.read_bytes() for p in target.iterdir()})
    assert all(files == written[0] for files in written)
    if how == "jsonl":
        rows = [json.loads(line) for line in written[0]["articles.jsonl"].splitlines()]
        assert len(rows) == VERSIONS
        assert set(rows[0]) == set(TABLES["articles"].names)


def test_a_row_without_a_story_is_rejected(qd: Tool, tmp_path: Path) -> None:
    """It is not left out in silence, and costs no other."""
    told = [{"story": None, "text": LINE}, {"story": 1, "text": LINE}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    with sqlite3.connect(tmp_path / "rows.db") as connection:
        connection.execute("CREATE TABLE t (story TEXT, text TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [tuple(row.values()) for row in told])
    for source in ("rows.jsonl", "rows.db"):
        assert "rejected: 1 unreadable" in build(qd, tmp_path / source, "-o", tmp_path / f"{source}.out.db")
        shown = qd("archive", "status", tmp_path / f"{source}.out.db").out
        assert "names no story" in shown


def test_people_are_joined_with_caution_and_say_why(qd: Tool, tmp_path: Path) -> None:
    """Names with and without a middle name are one person; aliases are; two middle names are two people."""
    names = [
        "Donald Trump",
        "Donald J. Trump",
        "Ivana Trump",
        "Ann B. Poe",
        "Ann C. Poe",
        "Ann Poe",
        "Bob Roe",
    ]
    told = [
        {"story": n, "version": 1, "text": f'"The crack is long," said {name}, an engineer.\n'}
        for n, name in enumerate(names)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    (tmp_path / "aliases.toml").write_text('"Robert Roe" = ["Bob Roe"]\n', encoding="utf-8")
    arguments = (tmp_path / "rows.jsonl", "-o", tmp_path / "out.db", "--aliases", tmp_path / "aliases.toml")
    build(qd, *arguments)
    rows = sqlite3.connect(tmp_path / "out.db")
    people = dict(rows.execute("SELECT person, stories FROM people"))
    assert people == {
        "Donald J. Trump": 2,
        "Ivana Trump": 1,
        "Ann B. Poe": 1,
        "Ann C. Poe": 1,
        "Ann Poe": 1,
        "Robert Roe": 1,
    }
    why = dict(rows.execute("SELECT name, reason FROM person_names"))
    assert why["Donald Trump"] == "middle"
    assert why["Donald J. Trump"] == "same"
    assert why["Ann Poe"] == "only"


def test_an_archive_of_another_schema_is_refused(qd: Tool, tmp_path: Path, lines: Path) -> None:
    """It says what to do."""
    build(qd, lines, "-o", tmp_path / "out.db", "--engine", "rules")
    with sqlite3.connect(tmp_path / "out.db") as connection:
        connection.execute("UPDATE settings SET value = '0' WHERE name = 'schema'")
    done = qd("archive", "build", lines, "-o", tmp_path / "out.db")
    assert done.status == 2
    assert "was made under schema 0" in done.err


def test_without_a_command_the_help_is_shown(qd: Tool) -> None:
    """So it is for quotediff itself."""
    done = qd("archive")
    assert done.status == 2
    assert "build" in done.err
    wrong = qd("archive", "biuld")
    assert (wrong.status, wrong.out) == (2, "")
    assert "did you mean build?" in wrong.err


def test_sources_of_many_articles_are_added_up(qd: Tool, tmp_path: Path) -> None:
    """With --total a speaker has one entry, with the names that were joined and the reason."""
    for n, name in enumerate(("Donald Trump", "Donald J. Trump", "Bob Roe")):
        (tmp_path / f"{n}.txt").write_text(
            f'"The crack is long," said {name}, an engineer.\n', encoding="utf-8"
        )
    (tmp_path / "aliases.toml").write_text('"Robert Roe" = ["Bob Roe"]\n', encoding="utf-8")
    files = [tmp_path / f"{n}.txt" for n in range(3)]
    asked = ("sources", *files, "--total", "--aliases", tmp_path / "aliases.toml")
    shown = qd(*asked)
    assert shown.status == 0
    assert "3 articles · 2 speakers with a name" in shown.out
    assert "Donald J. Trump · in 2 articles, 2 quotes, 8 words" in shown.out
    assert "also: Donald Trump (with or without a middle name)" in shown.out
    told = json.loads(qd(*asked, "--format", "json").out)
    assert [entry["speaker"] for entry in told["total"]] == ["Donald J. Trump", "Robert Roe"]
    assert sum(entry["share"] for entry in told["total"]) == pytest.approx(1, abs=1e-5)
    schema = json.loads(
        (ROOT / "quotediff" / "rendering" / "sources.schema.json").read_text(encoding="utf-8")
    )
    pytest.importorskip("jsonschema").validate(told, schema)
    assert (
        "Donald J. Trump,person,Donald J. Trump; Donald Trump,same middle,2,2,8,"
        in qd(*asked, "-f", "csv").out
    )
    assert "| Donald J. Trump | person |" in qd(*asked, "--format", "markdown").out
    assert qd(*asked, "--format", "html").status == 2
    assert qd("sources", *files, "--total", "--versions").status == 2


def test_a_paragraph_without_words_stays_as_it_is() -> None:
    """Made-up versions lose words until a paragraph has none."""
    chance = random.Random(5)  # noqa: S311 - no secret
    words = ["rain", ""]
    for _ in range(20):
        words = [synthetic._reworded(each, chance) for each in words]  # noqa: SLF001 - the step that met it
    assert words == ["", ""]

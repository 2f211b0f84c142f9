"""Many files: in several processes, from a list, with a bad one among them, and interrupted."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tool import Done, Tool, written

import quotediff
from quotediff.cli import run
from quotediff.cli.jobs import Analysis, Crew, Refused, Task
from quotediff.comparison import Comparison
from quotediff.model import Extract

ROOT = Path(__file__).parent.parent
CORPUS = sorted(str(path) for path in (ROOT / "corpus").glob("*/v*.txt"))
STORY = '"The crack is as long as my arm," said Ana Ruiz, a city engineer.\n'
SLOW = '"We did not wait," said Ana Ruiz. Rain fell on the bridge all day.\n\n' * 40_000


@pytest.fixture(autouse=True)
def _lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers would load what this process began with, which is pytest."""
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__spec__", None, raising=False)
    monkeypatch.delattr(main, "__file__", raising=False)


def children(process: int) -> set[int]:
    """All processes below one, by what the system says; those that have ended are none."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(entry.parent.name)] = int(parent)
    found = {process}
    for _ in range(3):
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {process}


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(what: Callable[[], bool], *, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


# --- processes


@pytest.mark.parametrize(("command", "answers"), [("list", 9), ("sources", 9), ("compare", 4)])
def test_two_processes_say_what_one_says(qd: Tool, tmp_path: Path, command: str, answers: int) -> None:
    (tmp_path / "bad").write_bytes(b"\0\1\2\3" * 100)
    missing = tmp_path / "missing"
    files = [*CORPUS[:3], "-", tmp_path / "bad", missing, *CORPUS[3:5], missing, CORPUS[0], *CORPUS[:2]]
    one, two = (
        qd(command, "--engine", "rules", "-f", "jsonl", "-j", jobs, *files, piped=STORY.encode())
        for jobs in (1, 2)
    )
    assert one == two
    assert (one.status, one.out.count("\n"), one.err.count("\n")) == (2, answers, 3)


def test_the_network_says_the_same_in_a_worker(qd: Tool) -> None:
    one, two = (qd("list", "-f", "json", "--with-text", "-j", jobs, *CORPUS[:2]) for jobs in (1, 2))
    assert one == two
    assert (one.status, one.err) == (0, "")


def test_order_is_kept_when_the_first_is_the_slowest(tmp_path: Path) -> None:
    (tmp_path / "long").write_text(SLOW[: len(SLOW) // 80])
    (tmp_path / "short").write_text(STORY)
    files = [str(tmp_path / "long"), *[str(tmp_path / "short")] * 40]
    found = list(Crew(2, Analysis("rules", bare=True)).each(files))  # more than may wait: the window moves
    assert [one if isinstance(one, Refused) else one.document.path for one in found] == files


def test_no_more_is_asked_for_than_may_wait(tmp_path: Path) -> None:
    (tmp_path / "short").write_text(STORY)
    asked = []
    crew = Crew(2, Analysis("rules"))
    found = crew.each(asked.append(k) or str(tmp_path / "short") for k in range(1000))  # type: ignore[func-returns-value]
    next(found)
    crew.close()
    assert len(asked) <= 33


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system has no /proc")
def test_a_worker_that_is_killed_costs_at_most_its_article(tmp_path: Path) -> None:
    (tmp_path / "short").write_text(STORY)
    crew = Crew(2, Analysis("rules"))
    found = crew.each([str(tmp_path / "short")] * 60)
    next(found)
    for child in children(os.getpid()):
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
    assert len([one for one in found if not isinstance(one, Refused)]) == 59


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system has no /proc")
@pytest.mark.parametrize(
    ("end", "everybody", "after"),
    [
        (signal.SIGINT, True, 0.05),
        (signal.SIGINT, True, 0.3),
        (signal.SIGINT, False, 0.3),
        (signal.SIGKILL, False, 0.3),
    ],
    ids=["ctrl-c at once", "ctrl-c", "interrupted", "killed"],
)
def test_workers_go_when_the_command_does(
    tmp_path: Path, end: signal.Signals, *, everybody: bool, after: float
) -> None:
    (tmp_path / "slow").write_text(SLOW)
    command = [sys.executable, "-m", "quotediff", "list", "--engine", "rules", "-j", "2"]
    running = subprocess.Popen(
        [*command, *[tmp_path / "slow"] * 4],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    assert wait_for(lambda: len(children(running.pid)) >= 2)
    workers = children(running.pid)
    time.sleep(after)
    (os.killpg if everybody else os.kill)(running.pid, end)
    out, err = running.communicate(timeout=30)
    if end is signal.SIGINT:
        assert (running.returncode, out, err) == (130, b"", b"")
    assert wait_for(lambda: not any(map(alive, workers)))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_workers_begin_without_ctrl_c(tmp_path: Path) -> None:
    """It is theirs to leave alone from the first moment on, not from when they have loaded what they need."""
    (tmp_path / "slow").write_text(SLOW)
    command = [sys.executable, "-m", "quotediff", "list", "--engine", "rules", "-j", "2"]
    running = subprocess.Popen(
        [*command, *[tmp_path / "slow"] * 4], stdout=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
    )
    try:
        assert wait_for(lambda: len(children(running.pid)) >= 3)  # two workers, and what tracks resources
        for worker in children(running.pid):
            status = Path(f"/proc/{worker}/status").read_text()
            blocked, ignored = (int(line.split()[1], 16) for line in re.findall(r"Sig(?:Blk|Ign):.*", status))
            assert (blocked | ignored) >> (signal.SIGINT - 1) & 1
    finally:
        running.terminate()
        running.wait(30)


@pytest.mark.parametrize("word", ["-1", "two", "1.5", "", "9999999"])
def test_jobs_is_a_number_or_auto(qd: Tool, word: str) -> None:
    done = qd("list", "--jobs", word, CORPUS[0])
    assert (done.status, done.out) == (2, "")
    assert "--jobs" in done.err


@pytest.mark.parametrize("word", ["0", "auto"])
def test_as_many_as_there_are_cores(qd: Tool, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    asked: list[int] = []

    def crew(jobs: int, task: Task[Any, Any]) -> Crew[Any, Any]:
        asked.append(jobs)
        return Crew(1, task)

    monkeypatch.setattr(run, "Crew", crew)
    monkeypatch.setattr("quotediff.cli.files.cores", lambda: 3)
    assert qd("list", "--engine", "rules", "--jobs", word, *CORPUS[:4]).status == 0
    assert asked == [3]


# --- lists of names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("plain", "two words", "line\nbreak", "--jobs", os.fsdecode(b"caf\xe9"), "=1+1"):
        (tmp_path / name).write_text(STORY)
    return tmp_path


@pytest.fixture
def listed(qd: Tool, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """`list` with a list on standard input, in the folder."""
    monkeypatch.chdir(folder)
    return lambda data, *more: qd("list", "--engine", "rules", "-f", "text", *more, piped=data)


def named(done: Done) -> int:
    return done.out.count("Ana Ruiz")


def test_names_may_hold_anything_but_what_ends_them(listed: Tool) -> None:
    names = b"two words\n--jobs\r\n\ncaf\xe9\n=1+1\nplain\nplain"
    done = listed(names, "--files-from", "-")
    assert (done.status, done.err, named(done)) == (0, "", 6)
    nul = listed(b"line\nbreak\0two words\0", "--files-from", "-", "-0")
    assert (nul.status, nul.err, named(nul)) == (0, "", 2)


def test_a_list_comes_after_the_command_line_and_may_be_a_file(listed: Tool, folder: Path) -> None:
    (folder / "names").write_text("two words\nnot there\nplain\n")
    done = listed(b"", "-f", "csv", "plain", "--files-from", "names")
    assert [line.split(",")[0] for line in done.out.splitlines()[1:]] == ["plain", "two words", "plain"]
    assert done.status == 2
    assert done.err == "quotediff: not there: no such file; check the name\n"


def test_an_empty_list_is_no_error(listed: Tool) -> None:
    assert listed(b"\n", "--files-from", "-") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "data"),
    [
        (("--files-from", "missing"), b""),
        (("--files-from", "."), b""),
        (("--files-from", "-"), b"plain\0"),
        (("--files-from", "-", "-"), b"plain\n"),
        (("--null", "plain"), b""),
    ],
)
def test_a_list_that_is_none_is_one_line(listed: Tool, words: tuple[str, ...], data: bytes) -> None:
    done = listed(data, *words)
    assert done.status == 2
    assert done.err.count("quotediff: ") + done.err.count("Error: ") == 1


def test_no_file_at_all_is_wrong_usage(qd: Tool) -> None:
    done = qd("list")
    assert (done.status, "Missing argument 'FILE...'" in done.err) == (2, True)


def test_an_answer_is_not_written_over_what_a_list_names(listed: Tool, folder: Path) -> None:
    done = listed(b"plain\n", "--files-from", "-", "-o", "plain")
    assert (done.status, (folder / "plain").read_text()) == (2, STORY)


# --- many pairs


def test_pairs_are_compared_in_their_order_and_the_worst_makes_the_status(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"a1": STORY, "a2": STORY.replace("my arm", "your arm"), "b1": STORY, "b2": STORY}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    one = qd("compare", "--engine", "rules", "-f", "json", "a1", "a2")
    assert list(json.loads(one.out))[:2] == ["schema_version", "old"]  # of one pair as ever
    names = b"b1\nb2\na1\na2\n"
    for arguments in (("b1", "b2", "a1", "a2"), ("b1", "b2", "--files-from", "rest"), ("--files-from", "-")):
        (tmp_path / "rest").write_bytes(names[6:])
        many = qd("compare", "--engine", "rules", "-f", "json", *arguments, piped=names)
        both = json.loads(many.out)["comparisons"]
        assert [c["new"]["path"] for c in both] == ["b2", "a2"]
        assert {"schema_version": 2, **both[1]} == json.loads(one.out)
    for more, status in (((), 0), (("--exit-code",), 1), (("--fail-on", "error"), 1), (("missing", "b1"), 2)):
        done = qd("compare", "--engine", "rules", "a1", "a2", "b1", "b2", *more)
        assert done.status == status, done.err
        assert done.out.count(" → ") == 2
    listed = qd("compare", "--engine", "rules", "-f", "json", "--files-from", "-", piped=b"a1\na2\n")
    assert len(json.loads(listed.out)["comparisons"]) == 1  # a list's answer does not hang on its length
    odd = qd("compare", "a1", "a2", "b1")
    assert (odd.status, "come in pairs; the last name is alone: b1" in odd.err) == (2, True)


def test_a_defect_in_one_pair_costs_no_other(qd: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    real = quotediff.compare

    def broken(old: Extract, new: Extract, **more: Any) -> Comparison:  # noqa: ANN401 - as it takes them
        if old.document.path == CORPUS[0]:
            raise ZeroDivisionError("oops")
        return real(old, new, **more)

    monkeypatch.setattr(quotediff, "compare", broken)
    done = qd("compare", "--engine", "rules", *CORPUS[:2], CORPUS[1], CORPUS[0])
    assert done.status == 2
    assert f"{CORPUS[0]} → {CORPUS[1]}: internal error" in done.err
    assert done.err.count("internal error") == 1
    assert f"{CORPUS[1]} → {Path(CORPUS[0]).name}" in done.out.replace("\n", " ")


# --- the bar


BAR = """
import sys, time
from quotediff.cli import progress
progress._PATIENCE = 0.05
with progress.Progress(20) as bar:
    for _ in range(20):
        time.sleep(0.02)
        bar.advance()
"""


def test_a_long_run_shows_a_bar_on_a_terminal_only() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", BAR]
    subprocess.run(command, stderr=theirs, check=True)
    os.close(theirs)
    assert b"20/20" in written(ours)
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""

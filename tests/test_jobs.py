"""Many files: in several processes, from a list, with a bad one among them, and interrupted."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quotediff.cli.jobs import Analysis, Crew, Refused

ROOT = Path(__file__).parent.parent
CORPUS = sorted(str(path) for path in (ROOT / "corpus").glob("*/v*.txt"))
STORY = '"The crack is as long as my arm," said Ana Ruiz, a city engineer.\n'
SLOW = '"We did not wait," said Ana Ruiz. Rain fell on the bridge all day.\n\n' * 40_000


def tool(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "quotediff", *map(str, arguments)]
    where = {"cwd": ROOT, "stdin": None if "input" in more else subprocess.DEVNULL}
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **where | more)  # type: ignore[call-overload,no-any-return]


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


@pytest.mark.parametrize("command", ["list", "sources"])
def test_two_processes_say_what_one_says_byte_for_byte(command: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"\0\1\2\3" * 100)
    files = [*CORPUS[:6], tmp_path / "bad", *CORPUS[6:12], tmp_path / "missing", CORPUS[0], "-"]
    answers = [
        tool(command, "--engine", "rules", "-f", "jsonl", "--jobs", jobs, *files, input=STORY.encode())
        for jobs in (1, 2)
    ]
    assert answers[0].returncode == answers[1].returncode == 2
    assert answers[0].stdout == answers[1].stdout
    assert answers[0].stderr == answers[1].stderr
    assert answers[0].stdout.count(b"\n") == 14
    assert answers[0].stderr.count(b"\n") == 2


def test_the_network_says_the_same_in_a_worker() -> None:
    one, two = (tool("list", "-f", "json", "--with-text", "-j", jobs, *CORPUS[:4]) for jobs in (1, 2))
    assert (two.returncode, two.stderr) == (0, b"")
    assert one.stdout == two.stdout


def test_order_is_kept_when_the_first_is_the_slowest(tmp_path: Path) -> None:
    (tmp_path / "long").write_text(SLOW[: len(SLOW) // 20])
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
    ("end", "everybody"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGKILL, False)],
    ids=["ctrl-c", "interrupted", "killed"],
)
def test_workers_go_when_the_command_does(tmp_path: Path, end: signal.Signals, *, everybody: bool) -> None:
    (tmp_path / "slow").write_text(SLOW)
    command = [sys.executable, "-m", "quotediff", "list", "--engine", "rules", "-j", "2"]
    running = subprocess.Popen(
        [*command, *[tmp_path / "slow"] * 4],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    assert wait_for(lambda: len(children(running.pid)) >= 2)
    workers = children(running.pid)
    time.sleep(0.3)
    (os.killpg if everybody else os.kill)(running.pid, end)
    out, err = running.communicate(timeout=30)
    if end is signal.SIGINT:
        assert (running.returncode, out, err) == (130, b"", b"")
    assert wait_for(lambda: not any(map(alive, workers)))


@pytest.mark.parametrize("word", ["-1", "two", "1.5", "", "9999999"])
def test_jobs_is_a_number_or_auto(word: str) -> None:
    done = tool("list", "--jobs", word, CORPUS[0])
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--jobs" in done.stderr


@pytest.mark.parametrize("word", ["0", "auto"])
def test_as_many_as_there_are_cores(word: str) -> None:
    done = tool("list", "--engine", "rules", "--jobs", word, *CORPUS[:2])
    assert (done.returncode, done.stderr) == (0, b"")


# --- lists of names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("plain", "two words", "line\nbreak", "--jobs", os.fsdecode(b"caf\xe9"), "=1+1"):
        (tmp_path / name).write_text(STORY)
    return tmp_path


def listed(data: bytes, *more: object, folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = ("list", "--engine", "rules", "-f", "text", *more)
    return tool(*command, input=data, cwd=folder)


def named(done: subprocess.CompletedProcess[bytes]) -> int:
    return done.stdout.count(b"Ana Ruiz")


def test_names_may_hold_anything_but_what_ends_them(folder: Path) -> None:
    names = b"two words\n--jobs\r\n\ncaf\xe9\n=1+1\nplain\nplain"
    done = listed(names, "--files-from", "-", folder=folder)
    assert (done.returncode, done.stderr, named(done)) == (0, b"", 6)
    nul = listed(b"line\nbreak\0two words\0", "--files-from", "-", "-0", folder=folder)
    assert (nul.returncode, nul.stderr, named(nul)) == (0, b"", 2)


def test_a_list_comes_after_the_command_line_and_may_be_a_file(folder: Path) -> None:
    (folder / "names").write_text("two words\nnot there\nplain\n")
    done = listed(b"", "-f", "csv", "plain", "--files-from", "names", folder=folder)
    assert [line.split(b",")[0] for line in done.stdout.splitlines()[1:]] == [
        b"plain",
        b"two words",
        b"plain",
    ]
    assert done.returncode == 2
    assert done.stderr == b"quotediff: not there: no such file; check the name\n"


def test_an_empty_list_is_no_error(folder: Path) -> None:
    done = listed(b"\n", "--files-from", "-", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


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
def test_a_list_that_is_none_is_one_line(folder: Path, words: tuple[str, ...], data: bytes) -> None:
    done = listed(data, *words, folder=folder)
    assert done.returncode == 2
    assert done.stderr.count(b"quotediff: ") + done.stderr.count(b"Error: ") == 1


def test_no_file_at_all_is_wrong_usage() -> None:
    done = tool("list")
    assert done.returncode == 2
    assert b"Missing argument 'FILE...'" in done.stderr


def test_an_answer_is_not_written_over_what_a_list_names(folder: Path) -> None:
    done = listed(b"plain\n", "--files-from", "-", "-o", "plain", folder=folder)
    assert (done.returncode, (folder / "plain").read_text()) == (2, STORY)


def test_many_thousand_files_are_a_list(folder: Path) -> None:
    done = listed(b"missing\n" * 20_000 + b"plain\n", "--files-from", "-", folder=folder)
    assert (done.returncode, named(done), done.stderr.count(b"\n")) == (2, 1, 20_000)


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
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # how a terminal ends
        pass
    assert b"20/20" in shown
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""

"""Files and streams as they come: pipes, devices, folders, full disks; what vanishes, what is killed.

Old output is there, whole, or the new one is; an input is never written over; whatever fails is one line with
the name and what to do, and the status is 2.
"""

from __future__ import annotations

import ctypes
import dataclasses
import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import archives
import pytest
from samples import EVERY_ANSWER
from tool import EDITED, STORY, Tool

import quotediff
from quotediff.cli import output as output_module
from quotediff.corpus import examine as examining
from quotediff.model import Document, Extract

ROOT = Path(__file__).parent.parent
RULES = ("--engine", "rules")
COMMANDS: dict[str, tuple[str, ...]] = {  # each with articles that it takes
    "list": ("list", *RULES, "a.txt"),
    "compare": ("compare", *RULES, "a.txt", "b.txt"),
    "history": ("history", *RULES, "a.txt", "b.txt"),
    "sources": ("sources", *RULES, "a.txt"),
    "check": ("check", "archive"),
    "changed": ("changed", *RULES),
    "dump": ("dump", *RULES, "a.txt"),
    "rule": ("rule",),
}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: two versions of a story, an archive of one, a repository without commits."""
    for name in [n for n in os.environ if n.startswith(("GIT_", "GITHUB_", "CI"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(EDITED, encoding="utf-8")
    archives.make(tmp_path)
    return tmp_path


def started(*arguments: str, **more: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - as Popen takes them
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "quotediff", *arguments]
    return subprocess.Popen(command, encoding="utf-8", **streams | more)  # type: ignore[call-overload,no-any-return]


def one_line(text: str, *words: str) -> bool:
    """Whether it is one line, of ours, with a remedy, and these words in it."""
    known = (
        text.startswith("quotediff: ") and text.count("\n") == 1 and not re.search("[Ii]nternal|Trace", text)
    )
    return known and ";" in text and all(word in text for word in words)


DRIVER = """
import io, json, sys
import quotediff.extraction, quotediff.readers.plain
from quotediff.cli import run
LIMITS
for arguments in json.load(sys.stdin):
    real = sys.stdout, sys.stderr
    sys.argv = ["quotediff", *arguments]
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in real)
    status = run.main()
    texts = [stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr) if not stream.flush()]
    sys.stdout, sys.stderr = real
    print(json.dumps([status, *texts]), flush=True)
"""


def driven(
    *commands: Iterable[str],
    limits: str = "",
    **more: Any,  # noqa: ANN401 - as run takes them
) -> list[tuple[int, str, str]]:
    """Several commands, one after the other, in one process of its own, under what limits it sets itself."""
    words = [sys.executable, "-c", DRIVER.replace("LIMITS", limits)]
    asked = json.dumps([list(c) for c in commands])
    done = subprocess.run(words, input=asked, capture_output=True, check=True, encoding="utf-8", **more)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


# --- half way


@pytest.fixture
def pipe(desk: Path) -> Path:
    """A named pipe into which nobody writes: who reads it waits."""
    os.mkfifo(desk / "pipe")
    return desk / "pipe"


def is_read(pipe: Path, running: subprocess.Popen[str]) -> int:
    """Waits until somebody reads the pipe; gives its other end."""
    end = time.monotonic() + 100
    while time.monotonic() < end and running.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    running.kill()
    raise AssertionError(running.communicate())


def drafts(desk: Path) -> list[str]:
    return [p.name for p in desk.iterdir() if p.name.startswith(".quotediff")]


WAITING = {
    "list": ("list", *RULES, "-f", "csv", "a.txt", "pipe"),
    "list in two processes": ("list", *RULES, "-j", "2", "-f", "csv", "a.txt", "pipe", "a.txt"),
    "compare": ("compare", *RULES, "a.txt", "b.txt", "a.txt", "pipe"),
}


@pytest.mark.parametrize("name", WAITING)
def test_a_kill_in_the_middle_leaves_the_old_file(qd: Tool, desk: Path, pipe: Path, name: str) -> None:
    (desk / "out").write_text("old")
    running = started(*WAITING[name], "-o", "out")
    end = is_read(pipe, running)
    assert len(drafts(desk)) == 1  # it has begun
    running.kill()
    assert running.wait() == -signal.SIGKILL
    os.close(end)
    assert (desk / "out").read_text() == "old"
    assert qd("list", *RULES, "a.txt", "-o", "out").status == 0  # and what lies there is in nobody's way
    assert "Ana Ruiz" in (desk / "out").read_text()


INTERRUPTED = WAITING | {
    "history": ("history", *RULES, "a.txt", "pipe"),
    "sources": ("sources", *RULES, "a.txt", "pipe"),
    "dump": ("dump", *RULES, "pipe"),
    "check": ("check", "archive"),
}


@pytest.mark.parametrize("name", INTERRUPTED)
def test_ctrl_c_leaves_nothing_half_done(desk: Path, pipe: Path, name: str) -> None:
    (desk / "out").write_text("old")
    if name == "check":
        pipe = desk / "archive" / "ferry" / "v1.txt"
        pipe.unlink()
        os.mkfifo(pipe)
    where = () if name == "dump" else ("-o", "out")
    running = started(*INTERRUPTED[name], *where, start_new_session=True)
    end = is_read(pipe, running)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to everybody
    out, err = running.communicate(timeout=100)
    os.close(end)
    assert (running.returncode, out, err) == (130, "", "")
    assert (desk / "out").read_text() == "old"
    assert drafts(desk) == []


def test_a_draft_of_a_run_that_was_killed_is_in_nobody_s_way(qd: Tool, desk: Path) -> None:
    (desk / f".quotediff.{os.getpid()}.0.tmp").write_text("half")  # numbers of processes come again
    assert qd(*COMMANDS["list"], "-o", "out") == (0, "", "")
    assert qd(*COMMANDS["list"], "-o", "n" * 255) == (0, "", "")  # the longest name there may be


# --- over an input


def spellings(desk: Path, path: str) -> dict[str, str]:
    """Other names of a file."""
    (desk / "soft").symlink_to(path)
    (desk / "hard").hardlink_to(path)
    (desk / "folder").symlink_to(".", target_is_directory=True)
    names = [path, f"./{path}", f"archive/../{path}", str(desk / path), f"folder/{path}", f"//{desk}/{path}"]
    return {name: name for name in (*names, "soft", "hard")}


@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "check"])
def test_no_output_goes_over_an_input_by_any_name(qd: Tool, desk: Path, name: str) -> None:
    path = "archive/ferry/v1.quotes.toml" if name == "check" else "a.txt"
    before = (desk / path).read_bytes()
    for spelled in spellings(desk, path):
        for target in (spelled, f"json={spelled}"):
            done = qd(*COMMANDS[name], "-o", target)
            assert (done.status, done.out) == (2, "")
            assert one_line(done.err, spelled, "is an input; name another file")
    assert (desk / path).read_bytes() == before


def test_what_is_read_beside_the_articles_is_an_input_too(qd: Tool, desk: Path) -> None:
    (desk / "names").write_text("a.txt\nb.txt\n")
    (desk / "set.toml").write_text('select = ["QD1"]\n')
    (desk / "known.toml").write_text("")
    for arguments in (
        ("list", "--files-from", "names", "-o", "names"),
        ("list", "--files-from", "names", "-o", "b.txt"),
        ("compare", "--files-from", "names", "-o", "./a.txt"),
        ("compare", "--config", "set.toml", "a.txt", "b.txt", "-o", "set.toml"),
        ("history", "--config", "./set.toml", "a.txt", "b.txt", "-o", "set.toml"),
        ("check", "archive", "--baseline", "known.toml", "-o", "known.toml"),
    ):
        before = {p.name: p.read_bytes() for p in desk.iterdir() if p.is_file()}
        done = qd(*arguments)
        assert (done.status, one_line(done.err, "is an input")) == (2, True), arguments
        assert {p.name: p.read_bytes() for p in desk.iterdir() if p.is_file()} == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.other]\n"),
        ("pyproject.toml", '[tool.quotediff]\nselect = ["QD1"]\n'),
        ("quotediff.toml", 'select = ["QD1"]\n'),
    ],
)
def test_settings_that_nobody_named_are_an_input_too(
    qd: Tool, desk: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    (desk / name).write_text(text)
    (desk / "inner").mkdir()
    monkeypatch.chdir(desk / "inner")
    for command in ("compare", "history"):
        done = qd(command, *RULES, "../a.txt", "../b.txt", "-o", f"json=../{name}")
        assert (done.status, one_line(done.err, "is an input")) == (2, True)
        assert (desk / name).read_text() == text


def test_two_answers_are_two_files(qd: Tool, desk: Path) -> None:
    (desk / "one").write_text("old")
    (desk / "soft").symlink_to("one")
    done = qd("list", "a.txt", "-o", "json=one", "-o", "csv=soft")
    assert (done.status, one_line(done.err, "two answers cannot go to soft")) == (2, True)
    assert (desk / "one").read_text() == "old"


# --- what may not be, and what there is no room for


def weak() -> None:
    """Takes from root what lets it read and write everything, from here on to what it starts."""
    if os.geteuid() == 0:
        for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: out of the bounding set
            ctypes.CDLL(None).prctl(24, power, 0, 0, 0)


def test_what_may_not_be_read_or_written_is_one_line(desk: Path) -> None:
    (desk / "locked").mkdir()
    for name in ("no.txt", "no.toml", "names"):
        (desk / name).write_text(STORY)
        (desk / name).chmod(0)
    (desk / "archive" / "ferry" / "v2.txt").chmod(0)
    shutil.copytree(desk / "archive" / "ferry", desk / "closed" / "ferry", copy_function=shutil.copyfile)
    (desk / "closed" / "ferry" / "story.toml").chmod(0)
    (desk / "shut" / "ferry").mkdir(parents=True)
    (desk / "shut" / "ferry").chmod(0)
    (desk / "locked").chmod(0o555)
    try:
        done = driven(
            ("list", *RULES, "no.txt", "a.txt"),
            ("compare", *RULES, "a.txt", "no.txt", "a.txt", "b.txt"),
            ("history", "a.txt", "no.txt"),
            ("sources", "no.txt"),
            ("dump", "no.txt"),
            ("list", "--files-from", "names"),
            ("compare", "--config", "no.toml", "a.txt", "b.txt"),
            ("check", "archive", "--baseline", "no.toml"),
            ("list", *RULES, "a.txt", "-o", "locked/out"),
            ("list", "locked/../shut/ferry/x"),
            ("check", "archive"),
            ("check", "closed"),
            ("check", "shut"),
            preexec_fn=weak,
        )
    finally:
        (desk / "shut" / "ferry").chmod(0o755)
    if done[0][0] == 0:
        pytest.skip("here everybody may read everything")
    for status, _, err in done[:10]:
        assert (status, one_line(err)) == (2, True), err
    assert "Ana Ruiz" in done[0][1]  # the other file, and the other pair
    assert "QD102" in done[1][1]
    for status, out, err in done[10:]:
        assert status == 2, (out, err)
        assert "Traceback" not in out + err
        assert "internal" not in out + err


SMALL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"


def test_a_file_that_may_grow_no_more_is_one_line_and_the_old_one_stays(desk: Path) -> None:
    (desk / "out").write_text("old")
    (desk / "archive" / "quotediff-baseline.toml").write_text("")
    archives.edit(desk / "archive" / "ferry" / "v2.txt", "fisherman", "sailor")
    before = {p: p.read_bytes() for p in (desk / "archive").rglob("*") if p.is_file()}
    written = [(*COMMANDS[n], "-o", "out") for n in ("list", "compare", "history", "sources", "check")]
    kept = [("check", "archive", "--record", "why", "--by", "who"), ("check", "archive", "--update")]
    for status, out, err in driven(*written, *kept, limits=SMALL):
        assert (status, out) == (2, "")
        assert err.count("\n") == 1
        assert "cannot be written: " in err
        assert "too large" in err.lower()
    assert (desk / "out").read_text() == "old"
    assert {p: p.read_bytes() for p in (desk / "archive").rglob("*") if p.is_file()} == before
    assert drafts(desk) == []


def test_a_disk_without_room_is_one_line_and_the_old_file_stays(desk: Path) -> None:
    (desk / "disk").mkdir()
    script = (
        f"mount -t tmpfs -o size=4k none disk && echo old >disk/out && {sys.executable} -m quotediff list"
        " --engine rules -f json a.txt -o disk/out; echo $? >status; cat disk/out >kept; ls -A disk >left"
    )
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script]
    if not shutil.which("unshare"):
        pytest.skip("no unshare here, so no small disk")
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if "quotediff" not in done.stderr:
        pytest.skip(f"no small disk can be had here: {done.stderr.strip()}")
    assert one_line(done.stderr, "disk/out: cannot be written: no space left on device; make room")
    assert [Path(n).read_text() for n in ("status", "kept", "left")] == ["2\n", "old\n", "out\n"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("none/out", "no such file or directory; make its folder first"),
        ("archive", "is a directory; name a file in it"),
        ("a.txt/out", "not a directory; make its folder first"),
        ("n" * 300, "file name too long; give it a shorter name"),
        ("/dev/full", "no space left on device; make room on the disk"),
    ],
)
def test_what_cannot_be_written_is_one_line_with_a_remedy(qd: Tool, target: str, words: str) -> None:
    if target.startswith("/dev/") and not Path(target).exists():
        pytest.skip(f"the system has no {target}")
    for name in ("list", "compare", "history", "sources", "check"):
        done = qd(*COMMANDS[name], "-o", target)
        assert (done.status, done.out) == (2, "")
        assert one_line(done.err, target, words), done.err


# --- what is gone


def test_what_vanishes_after_it_was_listed_is_a_finding_or_a_line(
    qd: Tool, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "names").write_text("a.txt\nb.txt\na.txt\nb.txt\n")
    real = output_module.Output.refuse_to_overwrite

    def refuse_to_overwrite(*arguments: Any) -> None:  # noqa: ANN401 - as it takes them
        real(*arguments)
        Path("b.txt").unlink(missing_ok=True)

    monkeypatch.setattr(output_module.Output, "refuse_to_overwrite", refuse_to_overwrite)
    done = qd("list", *RULES, "--files-from", "names")
    assert (done.status, done.err.count("b.txt: no such file; check the name")) == (2, 2)
    assert done.out.count("2 quotes") == 2
    done = qd("compare", *RULES, "--files-from", "names")
    assert (done.status, done.err.count("b.txt: no such file")) == (2, 2)
    scan = examining.scan

    def scanned(path: Path) -> Any:  # noqa: ANN401 - what scan gives
        found = scan(path)
        Path("archive/ferry/v2.txt").unlink()
        Path("archive/ferry/v1.quotes.toml").unlink()
        return found

    monkeypatch.setattr(examining, "scan", scanned)
    done = qd("check", "archive")
    assert (done.status, "QC103" in done.out, "internal" in done.out) == (2, True, False)


def test_a_folder_that_is_gone_can_be_worked_in(desk: Path) -> None:
    (desk / "gone").mkdir()
    leave = "import os; os.rmdir(os.getcwd())"
    files = str(desk / "a.txt"), str(desk / "b.txt")
    done = driven(
        ("list", *RULES, files[0]), ("compare", *RULES, "-f", "sarif", *files), cwd="gone", limits=leave
    )
    assert [(status, err) for status, _, err in done] == [(0, ""), (0, "")]


# --- pipes, devices, folders


def shell(script: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"qd": f"{sys.executable} -m quotediff"}
    return subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - the one on the path
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment,
    )


def test_pipes_are_files(desk: Path) -> None:
    done = shell("$qd compare --engine rules <(cat a.txt) <(cat b.txt) -o csv=>(cat >one) -o /dev/stdout")
    assert (done.returncode, done.stderr) == (0, "")
    assert "QD102" in done.stdout
    done = shell("$qd list -j 2 --engine rules -f csv <(cat a.txt) b.txt <(cat b.txt) - <a.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("did not wait") == 2
    assert done.stdout.count("We waited") == 2
    for _ in range(500):
        if (desk / "one").exists() and "QD102" in (desk / "one").read_text():
            break
        time.sleep(0.02)
    assert (desk / "one").read_text().startswith("severity,")


def test_a_named_pipe_is_read_and_written(desk: Path, pipe: Path) -> None:
    os.mkfifo(desk / "into")
    done = shell(
        "cat into & cat a.txt >pipe & timeout 100 $qd list --engine rules pipe -o into; echo $?; wait"
    )
    assert "Ana Ruiz" in done.stdout
    assert "\n0\n" in f"\n{done.stdout}"
    assert (desk / "into").is_fifo()
    assert pipe.is_fifo()


def test_who_reads_a_pipe_may_have_seen_enough() -> None:
    done = shell("$qd list --engine rules $(yes a.txt | head -400) -o >(head -1 >/dev/null); echo $?")
    assert (done.stdout, done.stderr) == ("0\n", "")
    done = shell("$qd dump --stage tokens --engine rules a.txt | head -1; echo ${PIPESTATUS[0]}")
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "dump"])
def test_what_is_no_article_is_one_line(qd: Tool, name: str) -> None:
    folder = (
        ("archive", "archive: is a folder; name the files in it"),
    )  # of which history takes the versions
    for path, words in (
        *(folder if name != "history" else ()),
        ("/dev/null", "/dev/null: the file is empty; "),
        ("/dev/full", "/dev/full: larger than 10 MB; "),
        ("a.txt/b.txt", "a.txt/b.txt: cannot be read (not a directory); check the name"),
        ("n" * 300, "cannot be read (file name too long); check the name"),
    ):
        more = ("a.txt",) if name in ("compare", "history") else ()
        done = qd(name, *more, path)
        assert (done.status, done.out, one_line(done.err, words)) == (2, "", True), done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--files-from", "archive"),
        ("compare", "--files-from", "archive"),
        ("compare", "--config", "archive", "a.txt", "b.txt"),
        ("check", "archive", "--baseline", "archive"),
        ("check", "a.txt"),
        ("check", "/dev/null"),
    ],
)
def test_a_folder_or_a_file_where_there_is_the_other_is_one_line(
    qd: Tool, arguments: tuple[str, ...]
) -> None:
    done = qd(*arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "internal" not in done.err


# --- streams that are not there


@pytest.mark.parametrize("name", COMMANDS)
def test_a_closed_standard_output_is_one_line(name: str) -> None:
    if name == "changed":
        subprocess.run(["git", "init", "-q"], check=True, capture_output=True)  # noqa: S607 - the one on the path
    running = started(*COMMANDS[name], stdout=None, preexec_fn=lambda: os.close(1))
    err = running.communicate()[1]
    assert (running.returncode, one_line(err, "standard output is closed")) == (2, True), err


@pytest.mark.parametrize(
    "arguments", [("list", "-"), ("list", "--files-from", "-"), ("compare", "a.txt", "-")]
)
def test_a_closed_standard_input_is_one_line(arguments: tuple[str, ...]) -> None:
    running = started(*arguments, stdin=None, preexec_fn=lambda: os.close(0))
    out, err = running.communicate()
    assert (running.returncode, out, one_line(err, "standard input is closed")) == (2, "", True)


def test_with_no_stream_but_the_one_it_needs_it_does_its_work(desk: Path) -> None:
    done = shell("$qd list -j 2 --engine rules a.txt b.txt a.txt missing <&- 2>&-; echo $?")
    assert (done.stdout.count("Ana Ruiz"), done.stdout.splitlines()[-1]) == (6, "2")
    done = shell("$qd list -j 2 --engine rules a.txt b.txt -o out <&- >&- 2>&-")
    assert (done.returncode, (desk / "out").read_text().count("Ana Ruiz")) == (0, 4)
    assert shell("$qd --help >&-; $qd nothing 2>&-; echo $?").stdout == "2\n"


# --- very many

FEW = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))"


def test_many_thousand_files_in_every_command_that_takes_many(desk: Path) -> None:
    """On the command line and in a list, with few files open at once; what is not there costs no other."""
    names = [f"{number}.txt" for number in range(4000)]
    (desk / "names").write_text("\n".join([*names, "a.txt", "b.txt"]))
    (desk / "nul").write_bytes(b"\0".join(os.fsencode(n) for n in [*names, "a.txt", "b.txt"]))
    short = '"It is safe," said Ana Ruiz.\n'
    many = [f"s{number}" for number in range(100)]
    for number, name in enumerate(many):
        (desk / name).write_text(short)
        (desk / "many" / str(number)).mkdir(parents=True)
        (desk / "many" / str(number) / "v1.txt").write_text(short)
    done = driven(
        ("list", *RULES, *names, "a.txt"),
        ("list", *RULES, "--files-from", "names"),
        ("sources", *RULES, "-0", "--files-from", "nul"),
        ("compare", *RULES, *names, "a.txt", "b.txt"),
        ("compare", *RULES, "-0", "--files-from", "nul"),
        ("history", *RULES, *names),
        ("list", *RULES, *many * 3),
        ("history", *RULES, *many),
        ("check", "many"),
        limits=FEW,
    )
    assert [status for status, _, _ in done] == [2, 2, 2, 2, 2, 2, 0, 0, 1]
    assert [err.count("no such file") for _, _, err in done] == [4000] * 6 + [0] * 3
    assert [out.count("QD102") for _, out, _ in done[3:5]] == [1, 1]
    assert [out.count("did not wait") for _, out, _ in done[:2]] == [1, 1]
    assert done[2][1].count("Ana Ruiz") == 2
    assert done[6][1].count("It is safe") == 300
    assert "100 versions" in done[7][1]
    assert done[8][1].count("QC105") == 100


class Held(Extract):
    """An extract of which one can tell whether anybody still has it."""


@pytest.mark.parametrize("name", EVERY_ANSWER)
@pytest.mark.parametrize("command", ["list", "sources", "compare"])
def test_no_more_articles_are_held_than_are_at_work(
    qd: Tool, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    made: list[weakref.ref[Held]] = []
    real = quotediff.extract

    def extract(document: Document, engine: str) -> Held:
        found = real(document, engine)
        held = Held(*(getattr(found, f.name) for f in dataclasses.fields(found)))
        made.append(weakref.ref(held))
        return held

    def counted(pieces: Iterable[str]) -> None:
        for _ in pieces:
            if command == "compare" and sum(held() is not None for held in made) > 4:
                gc.collect()  # what a comparison leaves behind goes in rounds
            assert sum(held() is not None for held in made) <= 4  # two of a pair, and the two before
        assert len(made) == 12

    monkeypatch.setattr(quotediff, "extract", extract)
    monkeypatch.setattr(output_module, "write_stdout", counted)
    assert qd(command, *RULES, "-f", name, *["a.txt", "b.txt"] * 6) == (0, "", "")


def test_articles_are_no_longer_in_memory_when_they_are_done() -> None:
    """The most that a process holds does not grow with the number of articles."""
    article = str(ROOT / "corpus" / "solvent-plant-fire" / "v1.txt")
    code = (
        "import resource, sys\nfrom quotediff.cli import run\n"
        "sys.argv = ['quotediff', 'list', '--engine', 'rules', '-f', 'jsonl', '-o', '/dev/null',"
        " *[sys.argv[1]] * int(sys.argv[2])]\n"
        "assert run.main() == 0\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    few, many = (
        int(subprocess.run([sys.executable, "-c", code, article, n], check=True, capture_output=True).stdout)
        for n in ("10", "150")
    )
    assert many < few * 1.3

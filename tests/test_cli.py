"""The command line keeps its promises to the shell: streams, statuses, files, one line when things fail."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click
import pytest
from samples import EVERY_ANSWER, comparison, schema
from tool import Tool

import quotediff
from quotediff.changes import RULES
from quotediff.cli import COMMANDS, archive
from quotediff.cli.output import _colored
from quotediff.model import PROBLEMS, Problem
from quotediff.rendering import table
from quotediff.report import CHECKS

ROOT = Path(__file__).parent.parent
STORY = """Bridge shut after crack is found

The crack is "as long as my arm," said Ana Ruiz, a city engineer.

"We did not wait for the report," Ruiz said.
"""
EDITED = STORY.replace("did not wait", "waited")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "v1.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    path = tmp_path / "v2.txt"
    path.write_text(EDITED, encoding="utf-8")
    return path


def process(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """The tool in a process of its own, for what only the system can show."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT}
    return subprocess.Popen([sys.executable, "-m", "quotediff", *map(str, arguments)], **streams | options)  # type: ignore[call-overload,no-any-return]


def one_line(text: str) -> bool:
    return text.startswith("quotediff: ") and text.count("\n") == 1 and text.endswith("\n")


# --- list


def test_list_shows_who_said_what_and_says_nothing_else(qd: Tool, story: Path) -> None:
    done = qd("list", story)
    assert (done.status, done.err) == (0, "")
    assert re.search(r"Ana Ruiz \(said\): \"We did not wait for the report,\" +direct\n", done.out)


def test_list_reads_standard_input(qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    piped = json.loads(qd("list", "-", "-f", "json").out)["documents"][0]
    named = json.loads(qd("list", story, "-f", "json").out)["documents"][0]
    assert piped["path"] == "-"
    assert {**piped, "path": ""} == {**named, "path": ""}


@pytest.mark.parametrize("content", [None, b"", b"\0\1\2\3" * 100], ids=["missing", "empty", "binary"])
def test_what_cannot_be_read_costs_one_line_and_the_status(
    qd: Tool, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "bad"
    if content is not None:
        path.write_bytes(content)
    done = qd("list", path)
    assert (done.status, done.out) == (2, "")
    assert one_line(done.err)
    assert str(path) in done.err


def test_a_folder_is_no_article(qd: Tool, tmp_path: Path) -> None:
    done = qd("list", tmp_path)
    assert (done.status, one_line(done.err)) == (2, True)


@pytest.mark.parametrize("name", EVERY_ANSWER)
def test_one_bad_file_does_not_cost_the_others(qd: Tool, story: Path, edited: Path, name: str) -> None:
    done = qd("list", story, story.with_name("missing"), edited, "--format", name)
    assert (done.status, one_line(done.err)) == (2, True)
    assert "v1.txt" in done.out
    assert "v2.txt" in done.out
    if name == "json":
        assert len(json.loads(done.out)["documents"]) == 2


def test_no_quotes_is_an_answer(qd: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("It rained all day in the valley.\n", encoding="utf-8")
    assert qd("list", path) == (0, f"{path}\nno quotes found\n", "")


def test_problems_are_told_on_standard_error_or_stand_in_the_json(qd: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY + '\n"It never closed, Ruiz said.\n', encoding="utf-8")
    told = qd("list", path)
    assert told.status == 0
    assert re.search(r"a\.txt:7:1: QD901 ", told.err)
    quiet = qd("list", path, "-f", "json")
    assert quiet.err == ""
    assert "QD901" in [p["code"] for p in json.loads(quiet.out)["documents"][0]["problems"]]


# --- compare


def test_compare_reports_and_still_succeeds(qd: Tool, story: Path, edited: Path) -> None:
    done = qd("compare", story, edited)
    assert (done.status, done.err) == (0, "")
    assert "QD102" in done.out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--exit-code"], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "note"], 1),
        (["--fail-on", "QD102"], 1),
        (["--fail-on", "qd301,meaning-changed"], 1),
        (["--fail-on", "QD301, QD302"], 0),
        (["--fail-on", "fatal"], 2),
        (["--fail-on", "QD999"], 2),
        (["--show", "nothing"], 2),
    ],
)
def test_the_status_of_compare_is_what_was_asked_for(
    qd: Tool, story: Path, edited: Path, arguments: list[str], status: int
) -> None:
    assert qd("compare", story, edited, *arguments).status == status


def test_no_change_is_no_finding(qd: Tool, story: Path) -> None:
    done = qd("compare", story, story, "--exit-code", "--all")
    assert done.status == 0
    assert "no changes to report" in done.out


def test_both_files_that_cannot_be_read_are_named(qd: Tool, tmp_path: Path) -> None:
    done = qd("compare", tmp_path / "old", tmp_path / "new", "--exit-code")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 2)


@pytest.fixture
def curly(story: Path) -> Path:
    path = story.with_name("curly.txt")
    path.write_text(re.sub(r'"(.*?)"', "“\\1”", STORY), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "shown", "status"),
    [
        ([], False, 0),
        (["--exit-code"], False, 0),
        (["--fail-on", "note"], False, 0),
        (["--show", "QD112"], True, 0),
        (["--show", "typography-changed", "--exit-code"], True, 1),
        (["--all"], True, 0),
        (["--fail-on", "QD112"], True, 1),
    ],
)
def test_typography_is_hidden_unless_asked_for(
    qd: Tool, story: Path, curly: Path, arguments: list[str], status: int, *, shown: bool
) -> None:
    done = qd("compare", story, curly, "-f", "json", *arguments)
    value = json.loads(done.out)
    assert done.status == status
    assert {c["code"] for c in value["changes"]} == ({"QD112"} if shown else set())
    assert set(value["summary"]) == ({"QD112"} if shown else set())


def test_asking_for_a_hidden_code_hides_no_other(qd: Tool, story: Path, edited: Path) -> None:
    assert "QD102" in qd("compare", story, edited, "--show", "QD112").out


def test_problems_of_a_comparison_are_told(qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = replace(comparison(), problems=(Problem("QD902", "a note about both"),))
    monkeypatch.setattr(quotediff, "compare", lambda *_, **__: result)
    assert qd("compare", story, story).err == "quotediff: QD902 a note about both\n"
    assert qd("compare", story, story, "-f", "json").err == ""


# --- on real copy

STORIES = sorted(p.parent for p in ROOT.glob("corpus/*/v2.txt"))[:6]


@pytest.mark.parametrize("folder", STORIES, ids=lambda p: p.name)
def test_answers_are_what_the_schemas_say_and_every_offset_is_exact(qd: Tool, folder: Path) -> None:
    old, new = folder / "v1.txt", folder / "v2.txt"
    listed = json.loads(qd("list", old, new, "-f", "json", "--with-text").out)
    compared = json.loads(qd("compare", old, new, "-f", "json", "--all").out)
    schema("list").validate(listed)
    schema("compare").validate(compared)
    for document in listed["documents"]:
        for quote in document["quotes"]:
            for part in (quote["content"], quote["source"], quote["cue"]):
                if part is not None:
                    assert part["text"] == " ".join(document["text"][s:e] for s, e in part["spans"])
    assert compared["old"]["quotes"] == listed["documents"][0]["quotes"]
    assert sum(compared["summary"].values()) == len(compared["changes"])


# --- rule


def test_rule_explains_a_code_by_its_code_or_its_name(qd: Tool) -> None:
    done = qd("rule", "qd102")
    assert done.status == 0
    assert done.out.startswith("QD102 meaning-changed (error)\n\n")
    assert "Why it matters:" in done.out
    assert qd("rule", "meaning-changed").out == done.out


def test_rule_lists_all_codes(qd: Tool) -> None:
    lines = qd("rule").out.splitlines()
    shown = [line.split(maxsplit=3) for line in lines]
    assert ["QD101", "error", "wording-changed", RULES["QD101"].summary] in shown
    assert {code for code, *_ in shown} == {*RULES, *PROBLEMS, *CHECKS}
    assert all(len(words) == 4 for words in shown)
    assert lines == sorted(lines)


def test_rule_explains_a_problem_too(qd: Tool) -> None:
    assert qd("rule", "qd902").out.startswith("QD902 speaker-unresolved (note, a problem, not a change)\n\n")


def test_an_unknown_rule_is_bad_usage(qd: Tool) -> None:
    done = qd("rule", "QD000")
    assert (done.status, done.out, one_line(done.err)) == (2, "", True)


# --- usage


@pytest.mark.parametrize(
    "arguments",
    [[], ["frob"], ["list"], ["list", "--frob", "x"], ["list", "-f", "pdf", "x"], ["compare", "x"]],
)
def test_bad_usage_is_status_2_and_leaves_standard_output_alone(qd: Tool, arguments: list[str]) -> None:
    done = qd(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Usage: quotediff" in done.err


@pytest.mark.parametrize("arguments", [["--help"], ["list", "-h"], ["compare", "--help"], ["rule", "--help"]])
def test_help_goes_to_standard_output(qd: Tool, arguments: list[str]) -> None:
    done = qd(*arguments)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Usage: quotediff")


@pytest.mark.parametrize("arguments", [["list", "-h"], ["archive", "-h"], ["archive", "build", "-h"]])
def test_help_does_not_depend_on_who_asked_first(qd: Tool, arguments: list[str]) -> None:
    """The help of a command that was asked for without the tool around it does not lose the name -h."""
    for module, name in (COMMANDS | archive.COMMANDS).values():
        command = getattr(import_module(module), name)
        command.get_help(click.Context(command))
    done = qd(*arguments)
    assert (done.status, done.err) == (0, "")
    assert "-h, --help" in done.out


def test_the_version_is_printed(qd: Tool) -> None:
    assert qd("--version") == (0, f"quotediff {quotediff.__version__}\n", "")


# --- files


def test_output_goes_to_a_file_as_it_would_to_the_terminal(qd: Tool, story: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    direct = qd("list", story, "-f", "csv").out
    assert qd("list", story, "-f", "csv", "--output", target) == (0, "", "")
    assert target.read_bytes().decode() == direct
    assert next(csv.reader(io.StringIO(direct)))[0] == "path"


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link"])
def test_output_never_goes_over_an_input(qd: Tool, story: Path, edited: Path, how: str) -> None:
    target = story.with_name("other") if how != "itself" else story
    if how == "symbolic link":
        target.symlink_to(story)
    elif how == "hard link":
        target.hardlink_to(story)
    for arguments in (("list", edited, story), ("compare", edited, story)):
        done = qd(*arguments, "--output", target)
        assert (done.status, done.out, one_line(done.err)) == (2, "", True)
    assert story.read_text(encoding="utf-8") == STORY


def test_a_failure_half_way_leaves_the_old_file(
    qd: Tool, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        yield "half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table, "extracts", broken)
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")
    done = qd("list", story, "-o", target)
    assert (done.status, one_line(done.err)) == (2, True)
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.txt", "v1.txt"]


def test_a_file_that_is_written_again_keeps_its_mode_and_a_link_stays_a_link(
    qd: Tool, story: Path, tmp_path: Path
) -> None:
    target, link = tmp_path / "out.txt", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert qd("list", story, "-o", link).status == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "Ana Ruiz" in target.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_one_line(qd: Tool, story: Path, tmp_path: Path) -> None:
    done = qd("list", story, "-o", tmp_path / "none" / "out.txt")
    assert (done.status, one_line(done.err)) == (2, True)


def test_a_device_is_written_into(qd: Tool, story: Path) -> None:
    assert qd("list", story, "-o", os.devnull) == (0, "", "")
    assert Path(os.devnull).is_char_device()


# --- colours


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colors_are_for_terminals_and_whoever_asks(
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
    environment: dict[str, str],
    *,
    terminal: bool,
    colored: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert _colored(choice, terminal=terminal) is colored


def test_a_terminal_gets_colors_and_its_own_width(story: Path, edited: Path) -> None:
    master, slave = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")} | {
        "TERM": "xterm"
    }
    tool = process("compare", story, edited, stdout=slave, env=environment)
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    tool.communicate()
    assert tool.returncode == 0
    assert b"\x1b[31;9m" in shown
    assert b"[-" not in shown


# --- streams and signals


def test_a_closed_pipe_is_quiet(story: Path) -> None:
    tool = process("list", *[story] * 300)
    assert tool.stdout
    assert tool.stdout.read(10)
    tool.stdout.close()
    assert tool.stderr
    assert (tool.stderr.read(), tool.wait()) == (b"", 0)


def test_a_closed_pipe_does_not_hide_findings(story: Path, edited: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    tool = process("compare", "--exit-code", story, edited, stdout=writer)
    os.close(writer)
    assert (tool.communicate()[1], tool.returncode) == (b"", 1)


def test_ctrl_c_ends_it_with_130_and_no_traceback() -> None:
    tool = process("list", "-", stdin=subprocess.PIPE)
    assert tool.stdin
    tool.stdin.write(b" " * 1_000_000)  # more than a pipe holds: once it is written, the tool is reading
    tool.send_signal(signal.SIGINT)
    assert (tool.communicate()[1], tool.returncode) == (b"", 130)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_one_line(story: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        tool = process("list", story, stdout=full)
        err = tool.communicate()[1].decode()
    assert (tool.returncode, one_line(err)) == (2, True)


def test_closed_standard_output_is_one_line(story: Path) -> None:
    tool = process("list", story, preexec_fn=lambda: os.close(1), stdout=None)
    err = tool.communicate()[1].decode()
    assert (tool.returncode, one_line(err)) == (2, True)


def test_the_same_bytes_in_every_locale_and_hash_seed(story: Path) -> None:
    story.write_text(STORY.replace("Ana Ruiz", "Àna Ruíz"), encoding="utf-8")
    settings = [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
    ]
    outs = [process("list", story, env=os.environ | s).communicate() for s in settings]
    assert outs[0] == outs[1]
    assert "Àna Ruíz".encode() in outs[0][0]


def test_a_hostile_file_name_is_shown_and_obeyed_by_nobody(qd: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31m\udcff.txt"
    missing = qd("list", path)
    assert one_line(missing.err)
    assert "\\x1b[31m\\udcff.txt" in missing.err
    path.write_text(STORY, encoding="utf-8")
    done = qd("list", path)
    assert done.status == 0
    assert "\x1b" not in done.out
    assert json.loads(qd("list", path, "-f", "json").out)["documents"][0]["path"] == str(path)


def test_a_name_that_begins_with_a_dash(qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(story.parent)
    story.rename("-x.txt")
    assert qd("list", "--", "-x.txt").status == 0


def test_a_defect_costs_one_line_and_only_its_article(
    qd: Tool, story: Path, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = quotediff.extract

    def broken(document: quotediff.Document, engine: str) -> quotediff.Extract:
        if document.path == str(story):
            raise ZeroDivisionError("oops")
        return real(document, engine)

    monkeypatch.setattr(quotediff, "extract", broken)
    done = qd("list", story, edited, "-f", "jsonl")
    assert (done.status, one_line(done.err)) == (2, True)
    assert "internal error, please report it: ZeroDivisionError: oops" in done.err
    assert done.out.count("\n") == 1
    monkeypatch.setenv("QUOTEDIFF_DEBUG", "1")
    assert "Traceback" in qd("list", story).err


def test_python_m_quotediff_is_quotediff(qd: Tool, story: Path) -> None:
    out, err = process("list", story, "--width", "90").communicate()
    assert out.decode() == qd("list", story, "--width", "90").out
    assert err == b""
    assert b"Usage: quotediff list" in process("list").communicate()[1]

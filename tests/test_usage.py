"""The first minutes of the command line: what it says to who errs, waits or asks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
import pytest
from tool import EDITED, STORY, Tool, tool

import quotediff
from quotediff.cli import COMMANDS
from quotediff.cli.commands import commands
from quotediff.rendering import ANNOTATIONS, FORMATS, Renderer, formats

qd = pytest.fixture(tool)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some versions of a story and two folders of stories."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "v1.txt", "page.html", "two words.txt", "old/x.txt", "old/s/y.txt", "old/gone.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(STORY, encoding="utf-8")
    for name in ("v2.txt", "v3.txt", "new/x.txt", "new/s/y.txt", "new/s/came.txt", "new/.hidden.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(EDITED, encoding="utf-8")
    return tmp_path


MEANT = {  # arguments, with "|" between them: the last line of standard error
    "lst|a.txt": "Error: no command 'lst'; did you mean `quotediff list`?",
    "diff|a.txt|b.txt": "Error: no command 'diff'; did you mean `quotediff compare`?",
    "hist|a.txt|b.txt": "Error: no command 'hist'; did you mean `quotediff history`?",
    "LIST|a.txt": "Error: no command 'LIST'; did you mean `quotediff list`?",
    "frob": f"Error: no command 'frob'; there are {', '.join(COMMANDS)}",
    "page.html": "Error: no command 'page.html'; did you mean `quotediff list page.html`?",
    "nowhere.txt": "Error: no command 'nowhere.txt'; did you mean `quotediff list nowhere.txt`?",
    "-": "Error: no command '-'; did you mean `quotediff list -`?",
    "two words.txt": "Error: no command 'two words.txt'; did you mean `quotediff list 'two words.txt'`?",
    "v1.txt|v2.txt": "Error: no command 'v1.txt'; did you mean `quotediff compare v1.txt v2.txt`?",
    "v1.txt|v2.txt|v3.txt": (
        "Error: no command 'v1.txt'; did you mean `quotediff history v1.txt v2.txt v3.txt`?"
    ),
    "v1.txt|v2.txt|v3.txt|a.txt": (
        "Error: no command 'v1.txt'; did you mean `quotediff history v1.txt v2.txt v3.txt ...`?"
    ),
    "old": "Error: no command 'old'; did you mean `quotediff check old`?",
    "old|new": "Error: no command 'old'; did you mean `quotediff compare old new`?",
    "https://desk.example/a": (
        "Error: no command 'https://desk.example/a'; quotediff does not fetch addresses: save the page, "
        "and name the file"
    ),
    "QD101": "Error: no command 'QD101'; did you mean `quotediff rule QD101`?",
    "help|lst": "Error: no command 'lst'; did you mean `quotediff list`?",
    "compare|--selct|QD1|v1.txt|v2.txt": "Error: no option --selct; did you mean --select?",
    "list|--fail-on|error|a.txt": ("Error: no option --fail-on; it is an option of compare, changed, check"),
    "list|--frobnicate|a.txt": "Error: no option --frobnicate",
    "list|--format|jsno|a.txt": (
        "Error: Invalid value for '--format' / '-f': there is no format 'jsno'; did you mean json?"
    ),
    "compare|v1.txt|v2.txt|v3.txt": (
        "Error: OLD and NEW come in pairs; the last name is alone: v3.txt; for all versions of one story: "
        "quotediff history V1 V2 V3..."
    ),
    "rule|QD1o1": "quotediff: rule: QD1o1: no such code; did you mean QD101 (wording-changed)?",
    "rule|qd-202": "quotediff: rule: qd-202: no such code; did you mean QD202 (attribution-removed)?",
    "rule|qc1oi": "quotediff: rule: qc1oi: no such code; did you mean QC101 (corpus-layout)?",
    "rule|wording": "quotediff: rule: wording: no such code; did you mean wording-changed (QD101)?",
    "rule|speeker-changed": (
        "quotediff: rule: speeker-changed: no such code; did you mean speaker-changed (QD201)?"
    ),
    "rule|unresolved": "quotediff: rule: unresolved: no such code; did you mean speaker-unresolved (QD902)?",
    "rule|QD999": "quotediff: rule: QD999: no such code; see `quotediff rule`",
    "rule|frob": "quotediff: rule: frob: no such code; see `quotediff rule`",
    "compare|--fail-on|eror|v1.txt|v2.txt": "quotediff: --fail-on: eror: no such code; did you mean error?",
    "compare|--fail-on|warnings|v1.txt|v2.txt": (
        "quotediff: --fail-on: warnings: no such code; did you mean warning?"
    ),
    "compare|--ignore|house_style|v1.txt|v2.txt": (
        "quotediff: --ignore: house_style: no such code; did you mean house-style (QD113)?"
    ),
    "compare|--severity|QD101=wraning|v1.txt|v2.txt": (
        "quotediff: --severity: QD101: no level 'wraning'; did you mean warning?"
    ),
    "check|--fail-on|orphaned|old": (
        "quotediff: --fail-on: 'orphaned' is neither a level nor a finding of a check; did you mean "
        "orphaned-expectations (QC106)?"
    ),
}


@pytest.mark.parametrize("arguments", MEANT)
def test_who_errs_is_told_what_was_probably_meant(qd: Tool, arguments: str) -> None:
    done = qd(*arguments.split("|"))
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[-1] == MEANT[arguments]


def test_a_key_of_the_settings_that_resembles_another_is_told(qd: Tool) -> None:
    Path("quotediff.toml").write_text('fail_on = ["error"]\n', encoding="utf-8")
    done = qd("compare", "v1.txt", "v2.txt")
    assert done == (2, "", "quotediff: quotediff.toml: fail_on: no such key; did you mean fail-on?\n")


# --- help


def test_without_arguments_the_help_is_shown_as_it_is_meant(qd: Tool) -> None:
    done = qd()
    assert (done.status, done.out) == (2, "")
    assert "\\x" not in done.err
    assert done.err == qd("--help").out == qd("help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_what_its_option_says(qd: Tool, name: str) -> None:
    asked, done = qd(name, "--help"), qd("help", name)
    assert done == asked
    assert done.status == 0
    assert "-q, --quiet" in done.out


def test_version_has_a_short_name(qd: Tool) -> None:
    assert qd("-V") == qd("--version") == (0, f"quotediff {quotediff.__version__}\n", "")


@pytest.mark.parametrize("answer", [name for name in vars(Renderer) if not name.startswith("_")])
def test_a_format_is_offered_for_an_answer_that_it_can_show(answer: str) -> None:
    def renderer(name: str) -> ModuleType:
        return import_module((FORMATS | ANNOTATIONS)[name])

    assert formats(answer) == tuple(
        name for name in (*FORMATS, *ANNOTATIONS) if hasattr(renderer(name), answer)
    )


@pytest.mark.parametrize("name", ["list", "compare", "changed", "history", "sources", "check"])
def test_help_offers_the_formats_that_work_and_no_others(qd: Tool, name: str) -> None:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    (option,) = (each for each in command.params if each.name == "format_")
    offered = option.type.choices  # type: ignore[attr-defined]
    files = {"list": ["a.txt"], "sources": ["a.txt"], "check": ["old"], "changed": []}
    words = files.get(name, ["v1.txt", "v2.txt"])
    for each in FORMATS if name != "changed" else ():
        refused = "cannot show this" in qd(name, *words, "--format", each).err
        assert refused == (each not in offered), each
    assert ("sarif" in offered) == (name in ("compare", "changed", "check"))


# --- quiet


def test_quiet_leaves_problems_out_and_keeps_what_could_not_be_done(qd: Tool) -> None:
    Path("torn.txt").write_text('The report is "torn in two.\n\n' + STORY, encoding="utf-8")
    loud = qd("list", "torn.txt", "missing.txt")
    assert [line.split(": ")[1] for line in loud.err.splitlines()] == ["missing.txt", "torn.txt:1:15"]
    for words in (("-q", "list"), ("list", "--quiet"), ("list", "-q"), ("--quiet", "list", "-q")):
        done = qd(*words, "torn.txt", "missing.txt")
        assert (done.status, done.out) == (2, loud.out)
        assert done.err == "quotediff: missing.txt: no such file; check the name\n"
    assert qd("compare", "-q", "torn.txt", "torn.txt").err == ""
    assert qd("dump", "-q", "torn.txt").err == ""
    assert "QD901" in qd("list", "torn.txt").err


# --- folders


def test_files_of_two_folders_are_compared_by_name(qd: Tool) -> None:
    status, out, err = qd("compare", "old", "new", "--format", "text", "--engine", "rules")
    found = [line.partition(":")[0] for line in out.splitlines() if "QD102" in line]
    assert (status, found) == (0, ["new/s/y.txt", "new/x.txt"])
    assert err.splitlines() == [
        "quotediff: old/gone.txt: no file of that name in new; not compared",
        "quotediff: new/s/came.txt: no file of that name in old; not compared",
    ]
    quiet = qd("compare", "old", "new", "-q", "--exit-code", "--engine", "rules", "--jobs", "2")
    assert (quiet.status, quiet.err) == (1, "")


def test_of_two_folders_one_bad_file_costs_the_others_nothing(qd: Tool) -> None:
    Path("new/x.txt").write_bytes(b"\0" * 100)
    status, out, err = qd("compare", "old", "new", "--format", "text", "-q")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "new/x.txt" in err
    assert "QD102" in out


def test_folders_without_a_name_in_common_are_refused(qd: Tool) -> None:
    Path("empty").mkdir()
    done = qd("compare", "-q", "old", "empty")
    assert done == (2, "", "quotediff: old and empty: hold no files of the same name; name the files\n")


def test_no_answer_goes_over_a_file_in_a_folder(qd: Tool) -> None:
    done = qd("compare", "-q", "old", "new", "-o", "new/x.txt")
    assert (done.status, done.err) == (
        2,
        "quotediff: new/x.txt: is an input; name another file after --output\n",
    )
    assert Path("new/x.txt").read_text(encoding="utf-8") == EDITED


def test_a_folder_and_a_file_are_no_pair(qd: Tool) -> None:
    done = qd("compare", "old", "v2.txt")
    assert done == (2, "", "quotediff: old: is a folder; name the files in it\n")


# --- standard input


def typed(*arguments: str) -> tuple[int, str, str]:
    """What a run answers to a person who types a story and, once, Ctrl-D."""
    terminal, theirs = pty.openpty()
    words = [sys.executable, "-m", "quotediff", *arguments]
    run = subprocess.Popen(words, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    try:
        assert run.stderr is not None
        said = run.stderr.readline()
        os.write(terminal, (STORY.replace("\n", "\r") + "\r").encode())
        time.sleep(0.3)  # a terminal tells one Ctrl-D from the next by what stands before it
        os.write(terminal, b"\x04")
        out, err = run.communicate(timeout=60)
    finally:
        run.kill()
        os.close(terminal)
    return run.returncode, out, said + err


def test_at_a_terminal_standard_input_is_announced_and_ends_at_the_first_ctrl_d() -> None:
    status, out, err = typed("list", "-", "--engine", "rules", "--format", "text")
    assert (status, err) == (0, "quotediff: reading standard input; end with Ctrl-D\n")
    assert 'Ana Ruiz (said, direct): "We did not wait for the report,"' in out


def test_a_list_of_files_is_announced_too() -> None:
    status, _, err = typed("list", "--files-from", "-")
    assert status == 2
    assert err.startswith("quotediff: reading a list of files; end with Ctrl-D\n")


def test_a_pipe_is_not_announced(qd: Tool) -> None:
    done = qd("list", "-", "--engine", "rules", piped=STORY.encode())
    assert (done.status, done.err) == (0, "")

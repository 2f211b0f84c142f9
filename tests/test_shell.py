"""What a shell is told: how words go on, and what ``man quotediff`` shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from quotediff.cli import COMMANDS
from quotediff.cli.commands import commands

ROOT = Path(__file__).parent.parent
SHELL_PAGE = (ROOT / "docs" / "shell.md").read_text(encoding="utf-8")
MANUAL = ROOT / "man" / "quotediff.1"


def asked(shell: str, **environment: str) -> str:
    """What the command says to a shell."""
    done = subprocess.run(
        [sys.executable, "-m", "quotediff"],
        cwd=ROOT,
        env={**os.environ, "_QUOTEDIFF_COMPLETE": shell, **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stderr == ""
    return done.stdout


def completions(line: str) -> list[str]:
    """How the last word of a line goes on, as bash is told: kind and value of each."""
    words = line.split(" ")
    return asked("bash_complete", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1)).split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("quotediff co", ["plain,compare"]),
        ("quotediff list --format json", ["plain,json", "plain,jsonl"]),
        ("quotediff list --input-format news", ["plain,newsml-g2", "plain,newsml"]),
        ("quotediff list v", ["file,v"]),
        ("quotediff compare old.txt v", ["file,v"]),
        ("quotediff dump v", ["file,v"]),
        ("quotediff check c", ["dir,c"]),
        ("quotediff compare --select QD10", [f"plain,QD10{n}" for n in range(1, 10)]),
        ("quotediff compare --fail-on w", ["plain,warning"]),
        ("quotediff rule QD40", [f"plain,QD40{n}" for n in (1, 2, 4, 5, 6)]),
        ("quotediff archive s", ["plain,status"]),
        ("quotediff archive build n", ["file,n"]),
        ("quotediff evaluate --gold-format b", ["plain,brat"]),
        ("quotediff help ch", ["plain,changed", "plain,check"]),
    ],
)
def test_a_shell_is_told_how_a_word_goes_on(line: str, offered: list[str]) -> None:
    assert completions(line) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_docs_sets_a_shell_up(shell: str) -> None:
    assert f"_QUOTEDIFF_COMPLETE={shell}_source quotediff" in SHELL_PAGE
    assert "_quotediff_completion" in asked(f"{shell}_source")


@pytest.mark.parametrize(
    ("shell", "asks"),
    [
        (
            "bash",
            "COMP_WORDS=(quotediff cha) COMP_CWORD=1; _quotediff_completion quotediff; echo ${COMPREPLY[@]}",
        ),
        ("zsh", "print $_comps[quotediff] | grep -q _quotediff_completion && print changed"),
        ("fish", "complete -C 'quotediff cha' | string split -f1 \\t"),
    ],
)
def test_the_line_of_the_docs_makes_a_shell_complete_a_command(shell: str, asks: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell}")
    (line,) = re.findall(
        rf"`([^`\n]*_QUOTEDIFF_COMPLETE={shell}_source[^`\n]+)` \|$", SHELL_PAGE, re.MULTILINE
    )
    command = tmp_path / "quotediff"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quotediff "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    first = "autoload -Uz compinit && compinit -u -D\n" if shell == "zsh" else ""
    script = first + line.replace("\\|", "|") + "\n" + asks
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [found, "-c", script],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr) == ("changed\n", "")


def test_only_a_shell_that_asks_pays_for_completion() -> None:
    code = "import quotediff.cli.list, sys; print('quotediff.cli.completion' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_page_has_every_option_of_a_command(name: str) -> None:
    page = MANUAL.read_text(encoding="utf-8").replace("\\-", "-")
    section = re.split(rf"^\.SS quotediff {name} ", page, flags=re.MULTILINE)[1].partition("\n.SS ")[0]
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    shown = [o for p in command.params if isinstance(p, click.Option) for o in p.opts]
    assert [o for o in shown if o not in section and o not in ("-q", "--quiet", "-h", "--help")] == []


def test_the_manual_page_is_installed_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["data-files"]["share/man/man1"] == ["man/quotediff.1"]


def test_the_manual_page_is_set_without_a_warning() -> None:
    man = shutil.which("man")
    if man is None:
        pytest.skip("no man")
    done = subprocess.run(
        [man, "--warnings", "-l", str(MANUAL)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "quotediff compare [OPTIONS] OLD NEW" in done.stdout

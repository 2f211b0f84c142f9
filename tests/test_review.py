"""`quotediff review`: proposals are accepted or rejected one at a time, and what a person wrote stays."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import archives
import pytest
from archives import edit
from hypothesis import given
from hypothesis import strategies as st
from tool import Done, Tool

from quotediff.corpus import merge, propose
from quotediff.corpus.examine import examine
from quotediff.corpus.propose import Proposal
from quotediff.errors import UsageError
from quotediff.rendering.terminal import unsafe

ROOT = Path(__file__).parent.parent
STALE = "wrong for the big boat", "right for the big boat"
NOBODY = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
OWN = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_")) and k != "CI"}
ALONE = OWN | NOBODY | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "NO_COLOR": "1"}


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    archives.make(tmp_path)
    return Path("archive", "ferry")


def reviewed(answers: str, folder: str = "archive", **environment: str) -> tuple[int, str]:
    """`quotediff review` on a terminal, with these lines typed; its status and all that it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "quotediff", "review", folder],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=ALONE | {"PYTHONPATH": str(ROOT)} | environment,
        close_fds=True,
    )
    os.close(theirs)
    left, shown, until = answers.splitlines(keepends=True), b"", time.monotonic() + 60
    asked = 0
    while time.monotonic() < until:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
        while shown.count(b"[a/r/s/q]? ") > asked and left:
            asked += 1
            os.write(ours, left.pop(0).encode())
    os.close(ours)
    return process.wait(10), " ".join(shown.decode().split())


def on_a_terminal(qd: Tool, monkeypatch: pytest.MonkeyPatch, answers: str) -> Done:
    """`quotediff review` in this process, which it takes for a terminal."""
    typed = io.StringIO(answers)
    monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    return qd("review", "archive")


def proposed(story: Path) -> list[str]:
    return sorted(p.name for p in story.glob("*.proposed.toml"))


# --- on a terminal


def test_what_is_accepted_is_expected_and_what_a_person_wrote_stays(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    before = (story / "v2.quotes.toml").read_text(encoding="utf-8")
    assert qd("check", "archive", "--update").status == 1
    status, shown = reviewed("a\naccept\n")
    assert status == 0, shown
    assert "- content = We are sorry for the delay, | The tide was [-wrong-] for the big boat." in shown
    assert "+ content = We are sorry for the delay, | The tide was {+right+} for the big boat." in shown
    assert "2 decided, 0 left" in shown
    assert qd("check", "archive").status == 0
    after = (story / "v2.quotes.toml").read_text(encoding="utf-8")
    lost = "  # two tides, in fact"  # it stood within the list that was replaced
    assert after == before.replace(lost, "").replace(*STALE)
    assert archives.CHANGES in (story / "v1-v2.changes.toml").read_text(encoding="utf-8")
    assert proposed(story) == []


def test_one_is_rejected_one_skipped_and_the_rest_are_for_another_day(qd: Tool, story: Path) -> None:
    for name in ("v1.quotes.toml", "v2.quotes.toml", "v1-v2.changes.toml"):
        (story / name).unlink()
    qd("check", "archive", "--update")
    status, shown = reviewed("what?\nr\ns\na\nq\n")
    assert status == 1
    assert "1 of 7 archive/ferry/v1-v2.changes.toml: add a change" in shown
    assert "+ [[speaker]] + name = Ann Lee" in shown
    assert "2 decided, 5 left" in shown
    assert not (story / "v1-v2.changes.toml").exists()
    kept = tomllib.loads((story / "v1.quotes.toml").read_text(encoding="utf-8"))
    assert [q["content"] for q in kept["quote"]] == ["he had waited on the pier since dawn"]
    assert [s["name"] for s in kept["speaker"]] == ["Bo Ek"]
    assert proposed(story) == ["v1.quotes.proposed.toml", "v2.quotes.proposed.toml"]
    status, shown = reviewed("a\na\na\na\na\n")
    assert (status, "5 decided, 0 left" in shown) == (0, True)
    kept = tomllib.loads((story / "v1.quotes.toml").read_text(encoding="utf-8"))
    first = [q["content"] if isinstance(q["content"], str) else q["content"][0] for q in kept["quote"]]
    order = [archives.V1.index(words) for words in first]
    assert order == sorted(order)  # a quote goes where its words stand
    assert "QC105" in qd("check", "archive").out  # what was rejected is still nobody's expectation


def test_the_end_of_the_input_is_to_quit(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    qd("check", "archive", "--update")
    status, shown = reviewed("\x04\n")
    assert (status, "0 decided, 2 left" in shown) == (1, True)


def test_nothing_in_a_proposal_is_obeyed_by_the_terminal(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", "wrong for the big boat", "right\x1b]0;mine\x07 for the \u202ebig boat")
    qd("check", "archive", "--update")
    _, shown = reviewed("q\n")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_what_reorders_text_is_an_escape_that_is_read_back(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(story / "v2.txt", "wrong for the big boat", "right\x1b[8m for \u202ethe\U000e0041 big boat")
    qd("check", "archive", "--update")
    written = [(story / "v2.quotes.proposed.toml").read_text(encoding="utf-8")]
    assert on_a_terminal(qd, monkeypatch, "a\n" * 3).status == 0
    assert qd("check", "archive").status == 0
    written.append((story / "v2.quotes.toml").read_text(encoding="utf-8"))
    for text in written:
        assert r"right\u001b[8m for \u202ethe\U000e0041 big boat" in text
        assert not re.search("[\x1b\u202e\U000e0041]", text)


def test_an_expectation_that_was_changed_meanwhile_is_not_overwritten(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(story / "v2.txt", *STALE)
    qd("check", "archive", "--update")
    edit(story / "v2.quotes.toml", "for the big boat", "for the small boat")
    before = (story / "v2.quotes.toml").read_bytes()
    done = on_a_terminal(qd, monkeypatch, "r\na\n")
    assert done.status == 1
    assert "not accepted" in done.words
    assert "no longer has what this is about" in done.words
    assert (story / "v2.quotes.toml").read_bytes() == before


def test_without_a_terminal_it_refuses(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    qd("check", "archive", "--update")
    done = qd("review", "archive")
    assert (done.status, done.out) == (2, "")
    assert "needs a terminal" in done.err
    assert len(proposed(story)) == 2


def test_where_ci_is_set_it_refuses(qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(story / "v2.txt", *STALE)
    qd("check", "archive", "--update")
    monkeypatch.setenv("CI", "true")
    done = on_a_terminal(qd, monkeypatch, "a\na\n")
    assert (done.status, "CI is set, so nothing is written" in done.err) == (2, True)
    assert len(proposed(story)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "proposal = 7",
        "[[proposal]]\nx = 1",
        "[[",
        '[[proposal]]\naction = "x"\ntable = "t"\nwhy = "w"',
        "x = " + "1" * 10_000,
    ],
)
def test_a_broken_file_of_proposals_is_one_line(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (story / "v2.quotes.proposed.toml").write_text(text, encoding="utf-8")
    done = on_a_terminal(qd, monkeypatch, "")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "propose anew" in done.err


# --- with git


def git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words],  # noqa: S607 - the one on the path
        capture_output=True,
        check=False,
        env=ALONE,
        encoding="utf-8",
    )


def test_an_update_commits_red_is_reviewed_and_passes(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--quiet")
    git("add", ".")
    assert git("commit", "--quiet", "-m", "kept").returncode == 0
    hook = Path(".git", "hooks", "pre-commit")
    hook.parent.mkdir(exist_ok=True)
    command = f"'{sys.executable}' -m quotediff check --base HEAD archive"
    hook.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec {command}\n", encoding="utf-8")
    hook.chmod(0o755)

    edit(story / "v2.txt", *STALE)
    text = (story / "v2.txt").read_text(encoding="utf-8")
    (story / "v3.txt").write_text(text.replace("since dawn", "since noon"), encoding="utf-8")
    git("add", ".")
    red = git("commit", "-m", "update")
    said = " ".join(f"{red.stdout} {red.stderr}".split())
    assert red.returncode == 1
    assert "The tide was [-wrong-]{+right+} for the big boat. (" in said
    assert "(nobody expects this)" in said
    assert "corpus layout: is no version of story.toml QC101" in said
    assert "v3.txt:1: " in said

    assert qd("check", "archive", "--base", "HEAD", "--update").status == 1
    assert on_a_terminal(qd, monkeypatch, "a\n" * 9).status == 0
    # the third version is in the story now: what it holds is still to be said
    assert "QC105" in qd("check", "archive", "--base", "HEAD", "--update").out
    assert on_a_terminal(qd, monkeypatch, "a\n" * 9).status == 0

    git("add", ".")
    green = git("commit", "-m", "update")
    assert green.returncode == 0, green.stdout + green.stderr
    assert "no findings" in green.stdout + green.stderr
    assert git("status", "--porcelain").stdout == ""
    assert "# the desk's own words" in (story / "story.toml").read_text(encoding="utf-8")


# --- what proposals say


@pytest.mark.parametrize("slug", ["bus-strike-talks", "coalition-talks-sources", "minister-posts"])
def test_proposals_for_a_story_without_expectations_are_found_when_accepted(
    tmp_path: Path, slug: str
) -> None:
    """Whatever is found can be said in an expectation's words, so that the same is found there again."""
    for path in (ROOT / "corpus" / slug).iterdir():
        if path.suffix == ".txt" or path.name == "story.toml":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    number = accept_all(tmp_path)
    assert number > 20
    assert [f.identity for f in examine(tmp_path).report.findings] == []


def accept_all(folder: Path) -> int:
    number = 0
    for path, _ in propose.propose(examine(folder)):
        for proposal in propose.load(path):
            merge.accept(propose.target(path), proposal)
            number += 1
        path.unlink()
    return number


def test_a_story_with_no_quotes_is_said_to_have_none(tmp_path: Path) -> None:
    for name in ("v1.txt", "v2.txt"):
        (tmp_path / name).write_text("Rain\n\nIt rained all day in the hills.\n", encoding="utf-8")
    assert accept_all(tmp_path) == 3
    assert "no quotes" in (tmp_path / "v1.quotes.toml").read_text(encoding="utf-8")
    assert examine(tmp_path).report.findings == ()


def test_a_speaker_whom_no_quote_has_any_more_goes_with_the_last_quote(story: Path) -> None:
    path = story / "v1.quotes.toml"
    quotes = tomllib.loads(path.read_text(encoding="utf-8"))["quote"]
    for quote in quotes[1:]:
        merge.accept(path, Proposal("remove", "quote", "why", was=quote))
    left = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [s["name"] for s in left["speaker"]] == ["Ann Lee"]
    assert "# Everything that is said" in path.read_text(encoding="utf-8")


# --- laws of merging

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
VALUES = st.dictionaries(
    st.sampled_from(["kind", "content", "source", "cue", "note"]),
    WORDS | st.lists(WORDS, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A file as people write them: comments above and beside, lists in a line or several, gaps."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    tables = draw(st.lists(VALUES, min_size=1, max_size=5))
    lines = ["# the file's own", ""]
    for number, table in enumerate(tables):
        lines += [f"# about {number}"] * draw(st.integers(0, 2)) + ["[[quote]]"]
        for key, value in table.items():
            beside = f"  # beside {number}" if draw(st.booleans()) else ""
            if isinstance(value, list) and draw(st.booleans()):
                lines += [f"{key} = [", *(f"    {basic(v)}," for v in value), f"]{beside}"]
            elif isinstance(value, list):
                lines.append(f"{key} = [{', '.join(map(basic, value))}]{beside}")
            else:
                lines.append(f"{key} = {basic(value)}{beside}")
        lines += [""] * draw(st.integers(0, 2))
    return end.join(lines) + end, tables


def basic(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def merged(folder: pytest.TempPathFactory, text: str, proposal: Proposal) -> str:
    path = folder.getbasetemp() / "v1.quotes.toml"  # one for all: thousands of folders take their time
    path.write_bytes(text.encode())
    merge.accept(path, proposal)
    return path.read_bytes().decode()


@given(laid_out(), VALUES, st.data())
def test_a_change_touches_its_own_keys_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
    file: tuple[str, list[dict[str, Any]]],
    now: dict[str, Any],
    data: st.DataObject,
) -> None:
    text, tables = file
    number = data.draw(st.integers(0, len(tables) - 1))
    was = tables[number]
    number = tables.index(was)  # of two that are the same, the first
    after = merged(tmp_path_factory, text, Proposal("change", "quote", "why", was=was, now=now))
    assert tomllib.loads(after)["quote"] == [*tables[:number], now, *tables[number + 1 :]]
    blocks, others = (re.split(r"(?m)^(?=\[\[)", t) for t in (text, after))
    same = [n for n in range(len(blocks)) if n != number + 1]
    assert [blocks[n].rstrip() for n in same] == [others[n].rstrip() for n in same]


@given(
    st.lists(
        st.builds(Proposal, st.sampled_from(["add", "remove"]), WORDS, WORDS, VALUES, VALUES), min_size=1
    )
)
def test_a_file_of_proposals_holds_them_and_is_safe_to_look_at(
    tmp_path_factory: pytest.TempPathFactory, proposals: list[Proposal]
) -> None:
    path = tmp_path_factory.getbasetemp() / "v1.quotes.proposed.toml"
    propose.save(path, proposals)
    assert propose.load(path) == proposals
    assert [c for c in path.read_text(encoding="utf-8") if unsafe(c)] == ["\n"] * path.read_bytes().count(
        b"\n"
    )


@given(laid_out(), VALUES)
def test_what_is_added_and_taken_out_again_leaves_the_file_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, file: tuple[str, list[dict[str, Any]]], new: dict[str, Any]
) -> None:
    text, tables = file
    if new in tables:
        return
    more = merged(tmp_path_factory, text, Proposal("add", "quote", "why", now=new))
    assert sorted(map(str, tomllib.loads(more)["quote"])) == sorted(map(str, [*tables, new]))
    less = merged(tmp_path_factory, more, Proposal("remove", "quote", "why", was=new))
    assert less.split() == text.split()


def test_a_file_that_is_laid_out_otherwise_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "v1.quotes.toml"
    path.write_text('quote = [{kind = "direct", content = "a"}]\n', encoding="utf-8")
    was = {"kind": "direct", "content": "a"}
    with pytest.raises(UsageError, match="edit it by hand"):
        merge.accept(path, Proposal("change", "quote", "why", was=was, now={"kind": "mixed", "content": "a"}))
    assert path.read_text(encoding="utf-8").startswith("quote = [")

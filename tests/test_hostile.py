"""Hostile text: whatever a story, a name or a file holds, no format and no message lets it act.

One set of results and one archive, full of all that a terminal, a spreadsheet, a forge or a parser would
obey, shown by every command in every format.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pages
import pytest
from sarif_kit.validate import validation_errors
from tool import Done, Tool, written

from quotediff import api
from quotediff.comparison import Edit
from quotediff.model import Passage
from quotediff.rendering import FORMATS, Options, Result, formats, render
from quotediff.report import Excuse, Finding, Place, Report, Update
from quotediff.versions import EachComparison, EachSources

CONTROLS = "".join(map(chr, [*range(32), *range(127, 160)]))
UNSEEN = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2063\u2066\u2067\u2068"
    "\u2069\u206a\ufeff\ufff9\ufffe\U000e0001\U000e0041\U000f0001"
)
ACTIVE = (
    "=1+1 | ,;\"; ' \\ ` <b onload=x>&amp;</b> ]]> <!-- [l](https://e.example) @desk #1 !1 GH-1 {0} %0A::x"
    " ##[error]x ##vso[x]"
)
HOSTILE = f"\r\n::error file=x::y\r##[error]z\n=2+2\x1b]0;t\x07\x1b[31m{CONTROLS}{UNSEEN}{ACTIVE}\udce9"

STORY = """Bridge shut after crack is found

"The crack is as long as my arm," said Ana Ruiz, a city engineer. "We did not wait for the report."

Drivers said that the detour took an hour.

A city official who asked not to be named said on Monday that the bridge was safe.
"""
SECOND = STORY.replace("did not wait", "waited").replace("Drivers said that the", "The")

FREE = {  # the fields whose words come from a story, a file's name, or a person's file
    "Document": ("path", "title"),
    "Speaker": ("name", "description", "anonymity"),
    "Change": ("message",),
    "Problem": ("message",),
    "SpeakerChange": ("old", "new"),
    "Finding": ("story", "where", "subject", "message", "remedy", "expected", "found"),
    "Place": ("path",),
    "Excuse": ("reason", "by"),
    "Update": ("story", "old", "new"),
    "Report": ("path", "base", "baseline"),
}


def poisoned(value: Any) -> Any:  # noqa: ANN401 - any result
    """A result with hostile words in all that comes from outside, every place as it was."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(map(poisoned, value))
    if isinstance(value, Passage):
        return dataclasses.replace(value, text=f"={value.text}{HOSTILE}")
    if isinstance(value, Edit):
        return Edit(value.op, value.old and value.old + HOSTILE, value.new and value.new + HOSTILE)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {f.name: poisoned(getattr(value, f.name)) for f in dataclasses.fields(value)}
    for name in FREE.get(type(value).__name__, ()):
        if fields[name] is not None:
            fields[name] = f"={fields[name]}{HOSTILE}"
    return dataclasses.replace(value, **fields)


def results() -> dict[str, Result]:
    """An answer of every kind."""
    texts = (STORY, SECOND, STORY)
    v1, v2, v3 = (api.extract(api.read_bytes(t.encode(), f"v{n}.txt"), "rules") for n, t in enumerate(texts))
    compared = api.compare(v1, v2)
    place = Place("a/v1.quotes.toml", 3)
    found = Finding(
        "QC203", compared.changes[0].severity, "s", "v1", "words", "content", "differs", "mend it",
        "was", "is", (Edit("replace", "was", "is"),), place, Place("a/v1.txt", 1, 1, 1, 4),
    )  # fmt: skip
    known = dataclasses.replace(found, code="QC201", excuse=Excuse("why", "who"))
    update = Update("s", "v1-v2", "HEAD:a", "a", compared)
    return {
        "list": (v1, v2),
        "compare": compared,
        "changed": EachComparison((compared, compared)),
        "history": api.history([v1, v2, v3]),
        "sources": EachSources((api.sources(v1), api.sources(v2))),
        "sources over versions": api.sources_history([v1, v2, v3]),
        "check": Report("a", "HEAD", 1, 1, 1, (found,), (known,), (update,), "b.toml"),
    }


POISONED: dict[str, Any] = {}
for _name, _result in results().items():
    if isinstance(_result, (EachComparison, EachSources)):
        POISONED[_name] = type(_result)(tuple(map(poisoned, _result)))
    else:
        POISONED[_name] = poisoned(_result)


def obeyed(text: str, name: str = "") -> set[str]:
    """The characters in an answer that a terminal would act on, or that nobody sees."""
    fine = {"csv": "\t\r\n", "markdown": "\n\u200b", "dump": "\t\n"}.get(name, "\n") + "\u200c\u200d"
    bad = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")}
    lone = {"\r"} if re.search(r"\r(?!\n)", text) else set()
    return (bad - set(fine)) | lone


def well_formed_json(out: str) -> None:
    for line in out.splitlines():
        json.loads(line)


def well_formed_csv(out: str) -> None:
    head, *rows = csv.reader(io.StringIO(out, newline=""))
    assert {len(row) for row in rows} == {len(head)}
    assert [cell for row in rows for cell in row if re.match(r"[\s]*[=+\-@]", cell)] == []


def well_formed_markdown(out: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", out, re.MULTILINE)
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in table.splitlines()}) == 1
    inert = re.sub(r"</?(?:del|ins)>|<br>", "", out)
    assert "<" not in inert
    assert not re.search(r"@\w|##\w*\[|(?<!\\)[\[`]|#\d|!\d|GH-\d|://|(?<!\\)(?:\\\\)*\](?=\()", inert)
    lines = [line for line in inert.splitlines() if line]
    assert [ln for ln in lines if not re.match(r"\||#{3,4} |\d+\. |- \d+: |\d+ |no |share ", ln)] == []


def well_formed_github(out: str) -> None:
    shape = re.compile(
        r"::(?:error|warning|notice) (?:\w+=(?:[^,:%]|%25|%0[AD]|%3A|%2C)*,?)+::(?:[^%]|%25|%0[AD])*"
    )
    assert out
    assert [line for line in out.removesuffix("\n").split("\n") if not shape.fullmatch(line)] == []


def well_formed_text(out: str) -> None:
    assert [line for line in out.splitlines() if re.search(r"^\s*::|##\w*\[", line)] == []


WELL_FORMED: dict[str, Callable[[str], object]] = {
    "table": well_formed_text,
    "json": json.loads,
    "jsonl": well_formed_json,
    "html": pages.well_formed,
    "csv": well_formed_csv,
    "markdown": well_formed_markdown,
    "text": well_formed_text,
    "sarif": lambda out: validation_errors(json.loads(out)) == [] or pytest.fail("no SARIF"),
    "github": well_formed_github,
    "gitlab": json.loads,
    "junit": lambda out: ET.fromstring(out.encode()),  # noqa: S314 - our own
}
SHOWS = {  # which of them a format shows
    name: tuple(
        what for what, result in POISONED.items() if name in formats(getattr(result, "shown_by", "extracts"))
    )
    for name in FORMATS
}


@pytest.mark.parametrize(("name", "what"), [(n, w) for n, shows in SHOWS.items() for w in shows])
@pytest.mark.parametrize("color", [False, True])
def test_no_format_lets_anything_through(name: str, what: str, *, color: bool) -> None:
    options = Options(root="/r", here="/r", color=color, with_text=True)
    out = "".join(render(name, POISONED[what], options))
    if color and name == "table":
        out = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert obeyed(out, name) == set()
    out.encode()  # not even half a character
    WELL_FORMED[name](out)


def test_every_format_and_every_answer_is_tried() -> None:
    assert set(WELL_FORMED) == set(FORMATS)
    assert set(SHOWS["json"]) == set(POISONED)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("\r=1", "\\x0d=1"),
        ("::error::x", "\\x3a:error::x"),
        ("a\n  ::error::x", "a\n  \\x3a:error::x"),
        ("a ##[error]x", "a \\x23#[error]x"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("1=1", "1=1"),
        ("two  words\x1b", "two  words\\x1b"),
        ("a\rb\r\nc", "a\\x0db\r\nc"),
        ("\u200b=1", "\\u200b=1"),
    ],
)
def test_what_a_cell_of_csv_becomes(cell: str, written: str) -> None:
    extract = api.extract(api.read_bytes(STORY.encode(), cell), "rules")
    row = next(csv.DictReader(io.StringIO("".join(render("csv", [extract])), newline="")))
    assert row["path"] == written


# --- an archive of hostile stories under hostile names

NAMES = [
    "a\nb\r\tc.txt",
    "-x.txt",
    "--help",
    "100%0A::error::x.txt",
    "\x1b[2J\x9b31m.txt",
    "\u202etxt.exe\u200b.txt",
    os.fsdecode(b"caf\xe9.txt"),
    "=1+1.txt",
    "two  words .txt",
    "<b>[a](b)&|`{0}.txt",
    "::stop-commands::x.txt",
    "\u2028\ufffe.txt",
]
BODY = (
    'Bridge \x1b]0;t\x07shut \u202eafter\r\n\r\n"The =1+1 \u2066crack|is <b>as</b> long\u2028 as my \x9barm,"'
    " said \u202dAna\u202c Ruiz\u200b, a @city engineer.\r\n\r\n"
    '"=We did not wait ::error::x ]]> for the report," Ruiz said.\r\n\r\n'
    '"It never closed, a [driver](https://e.example) said.\r\n'
)
EDITED = BODY.replace("did not wait", "\x1b[31mwaited\u202e").replace("Ana", "Eva")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The working directory holds a file for each name; the names."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(NAMES):
        Path(name).write_text(EDITED if number % 2 else BODY, encoding="utf-8", newline="")
    return NAMES


def sound(done: Done, name: str, statuses: tuple[int, ...] = (0,)) -> None:
    assert done.status in statuses, done.err
    assert obeyed(done.out, name) == set()
    assert obeyed(done.err) == set()
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    assert all(line.startswith("quotediff: ") for line in done.err.splitlines())
    if name in WELL_FORMED:
        WELL_FORMED[name](done.out)


@pytest.mark.parametrize("name", FORMATS)
def test_every_command_shows_hostile_files_in_every_format(qd: Tool, desk: list[str], name: str) -> None:
    more = ("--format", name, "--engine", "rules", "--")
    if "list" in SHOWS[name]:
        sound(qd("list", *more, *desk), name)
    if "compare" in SHOWS[name]:
        sound(qd("compare", *more, *desk[:2]), name)
        sound(qd("compare", *more, *desk), name)
    if "history" in SHOWS[name]:
        sound(qd("history", *more, *desk[:3]), name)
        sound(qd("sources", *more, *desk), name)
        sound(qd("sources", "--versions", *more, *desk[:3]), name)


@pytest.mark.parametrize(
    "stage", ["paragraphs", "tokens", "sentences", "marks", "cues", "candidates", "quotes", "speakers"]
)
def test_no_stage_lets_anything_through(qd: Tool, desk: list[str], stage: str) -> None:
    sound(qd("dump", "--engine", "rules", "--stage", stage, "--", desk[4]), "dump")


def test_a_name_stays_the_name_it_is(qd: Tool, desk: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a format has a writing for it; elsewhere what cannot be written is an escape."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    listed = json.loads(qd("list", "-f", "json", "--engine", "rules", "--", *desk).out)["documents"]
    assert [document["path"] for document in listed] == desk
    rows = csv.DictReader(
        io.StringIO(qd("sources", "-f", "csv", "--engine", "rules", "--", *desk).out, newline="")
    )
    named = dict.fromkeys(row["path"].removeprefix("'") for row in rows)
    assert {name for name in desk if name.isprintable() and not name.startswith("::")} <= set(named)
    for number, path in enumerate(desk):

        def found(name: str, old: str = desk[1 - number % 2], new: str = path) -> str:
            return qd("compare", "-f", name, "--engine", "rules", "--", old, new).out

        assert json.loads(found("json"))["new"]["path"] == path
        for result in json.loads(found("sarif"))["runs"][0]["results"][:1]:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert os.fsdecode(unquote_to_bytes(uri)) == path
        for issue in json.loads(found("gitlab"))[:1]:
            assert issue["location"]["path"] == path.replace("\udce9", "\\udce9")
        (file,) = set(re.findall(r",file=(.*?)(?:,|::)", found("github")))
        for code, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            file = file.replace(code, char)
        if not obeyed(path) - {"\r"}:
            assert file == path


MISSING = [name + "-" for name in NAMES] + [NAMES[0] + "\n" * 3]


@pytest.mark.parametrize("command", ["list", "sources", "compare", "history", "dump", "check"])
def test_what_is_not_there_is_a_line_that_is_no_command(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    many = {"list": MISSING, "sources": MISSING, "compare": MISSING[:2], "history": MISSING}.get(command)
    for names in [many] if many else [[name] for name in MISSING]:
        done = qd(command, "--", *names)
        sound(done, "", (2,))
        assert (done.out, len(done.err.split("\n")) - 1) == ("", len(names))
        assert "a\\x0ab\\x0d\\x09c.txt-" in done.err or names[0] != MISSING[0]


BAD_WORDS = "\x1b[31mx\u202e\nError: y"


@pytest.mark.parametrize(
    "arguments",
    [
        ("rule", BAD_WORDS),
        (BAD_WORDS,),
        ("list", f"--{BAD_WORDS}", "x"),
        ("list", "-\x1b", "x"),
        ("list", "--format", BAD_WORDS, "x"),
        ("list", "--jobs", BAD_WORDS, "x"),
        ("list", "--width", BAD_WORDS, "x"),
        ("list", "--files-from", BAD_WORDS),
        ("list", "-o", f"{BAD_WORDS}/x", "x.txt"),
        ("compare", "x", "y", "--select", BAD_WORDS),
        ("compare", "x", "y", "--severity", f"QD101={BAD_WORDS}"),
        ("compare", "x", "y", "--fail-on", BAD_WORDS),
        ("compare", "x", "y", "--config", BAD_WORDS),
        ("dump", "x", BAD_WORDS),
        ("changed", "--base", BAD_WORDS),
        ("check", ".", "--fail-on", BAD_WORDS),
        ("check", ".", "--base", BAD_WORDS),
        ("check", ".", "--baseline", BAD_WORDS),
        ("review", BAD_WORDS),
    ],
)
def test_arguments_are_not_obeyed(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text(STORY, encoding="utf-8")
    done = qd(*arguments)
    assert (done.status, done.out) == (2, "")
    assert obeyed(done.err) == set()
    assert not re.search("^Error: y", done.err, re.MULTILINE)
    assert len(re.findall("^(?:Error|quotediff): ", done.err, re.MULTILINE)) == 1


@pytest.mark.parametrize(
    "text",
    [
        'select = ["\\u001b[31m\\u202e"]',
        '"\\u001b[31m\\n\\u202e" = 1',
        '[severity]\nQD101 = "\\u001b[31m"',
        'fail-on = ["\\n::error::x"]',
        "\x1b[31m",
        "select = 3 # \u202e",
    ],
)
def test_settings_are_not_obeyed(qd: Tool, desk: list[str], text: str) -> None:
    Path("quotediff.toml").write_text(text, encoding="utf-8")
    done = qd("compare", "--", *desk[:2])
    sound(done, "", (2,))
    assert len(done.err.splitlines()) == 1


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus whose stories, names, speakers, notes and baseline are hostile, in a repository."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    slug = os.fsdecode(b"\x1b[31m::error::x\n\xe2\x80\xae=1 \xe9")
    story = Path("archive", slug)
    story.mkdir(parents=True)
    bad = "\\u001b[31m\\u202e\\n::error::x =1+1 <b> |"
    quotes = (
        f'[[speaker]]\nname = "Ana {bad}"\nkind = "person"\ndescription = "{bad}"\n\n'
        f'[[quote]]\nkind = "direct"\ncontent = "The crack {bad}"\nsource = "Ana {bad}"\ncue = "said"\n'
        f'speaker = "Ana {bad}"\nnote = "{bad}"\n'
        f'\n[[quote]]\nkind = "{bad}"\n"{bad}" = 3\n'
    )
    changes = f'[[change]]\ncode = "{bad}"\nold = "{bad}"\n\n[[change]]\ncode = "QD101"\nold = "{bad}"\n'
    files = {
        "story.toml": f'title = "{bad}"\n[[version]]\nfile = "v1.txt"\nnote = "{bad}"\n'
        '[[version]]\nfile = "v2.txt"\n'
        f'[[version]]\nfile = "{bad}"\n',
        "v1.txt": BODY,
        "v2.txt": EDITED,
        "v1.quotes.toml": quotes,
        "v2.quotes.toml": "[[quote]]\nkind = \x1b",
        "v1-v2.changes.toml": changes,
        "\x1b[31m\u202e.txt": BODY,
        os.fsdecode(b"caf\xe9.txt"): BODY,
        "\x1b[31m.quotes.toml": "",
        "\u202e\n-x.changes.toml": "",
    }
    for name, text in files.items():
        (story / name).write_text(text, encoding="utf-8", newline="")
    known = f'[[known]]\nreason = "{bad}"\nby = "{bad}"\nfindings = ["{bad}"]\n'
    Path("archive", "quotediff-baseline.toml").write_text(known, encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)  # noqa: S607 - the one on the path
    (story / "v1.txt").write_text(BODY.replace("as my", "as your"), encoding="utf-8", newline="")
    return story


@pytest.mark.parametrize("name", formats("check", "comparisons"))
def test_a_corpus_is_not_obeyed(qd: Tool, archive: Path, name: str) -> None:
    sound(qd("check", "archive", "--base", "HEAD", "--format", name), name, (1, 2))
    sound(qd("changed", "--engine", "rules", "--format", name), name, (0, 1))
    assert archive.is_dir()


def test_what_is_proposed_and_recorded_is_not_obeyed_either(qd: Tool, archive: Path) -> None:
    for more in (["--update"], ["--record", "why", "--by", "\x1b[31m\u202e"], ["--prune"]):
        done = qd("check", "archive", *more)
        assert obeyed(done.out + done.err) == set()
    written = [*archive.glob("*.proposed.toml"), archive.parent / "quotediff-baseline.toml"]
    assert len(written) > 1
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert obeyed(text) == set()
        assert "caf" not in text  # no file of TOML can name that one
        tomllib.loads(text)


def test_a_defect_is_told_without_harm(qd: Tool, desk: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ValueError("\x1b[31m\u202e\n::error::x")

    monkeypatch.setattr("quotediff.extract", broken)
    assert obeyed(qd("list", "--", desk[4]).err) == set()
    monkeypatch.setenv("QUOTEDIFF_DEBUG", "1")
    done = qd("list", "--", desk[4])
    assert "Traceback" in done.err
    assert obeyed(done.err) == set()


def test_a_terminal_is_given_no_more_than_a_file(desk: list[str]) -> None:
    """In a process of its own, to a real terminal: only our own colours."""
    import pty  # noqa: PLC0415 - not everywhere

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "quotediff", "list", "--engine", "rules", "--", *desk, "missing\x1b[31m"]
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parent.parent)}
    running = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = written(ours)
    assert running.wait() == 2
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).replace("\r\n", "\n")
    assert "missing\\x1b[31m" in text
    assert obeyed(text) == set()

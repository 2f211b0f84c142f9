"""Copy that is not English is read, and said to be so in every command; English copy never is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from casefiles import Case, read_cases
from desk import git
from tool import Tool

from quotediff.model import PROBLEMS, Problem
from quotediff.readers import read_bytes
from quotediff.readers.language import not_english

SHARED = Path(__file__).parent.parent.parent / "shared"
CORPUS = Path(__file__).parent.parent / "corpus"

CASES = {param.id: param.values[0] for param in read_cases("languages")}
FRENCH, GERMAN = (CASES[name].article for name in ("French", "German"))


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_copy_that_is_not_english_is_said_to_be_so(case: Case) -> None:
    for text in (case.article, f"{case.article} (AP/Reuters)", case.article.lower()):
        problem = not_english(text)
        message = f"not English ({case.bullets[0]}): quotes will be missing"
        assert problem == (None if case.bullets == ("English",) else Problem("QD906", message))


def test_no_story_of_the_corpus_is_flagged() -> None:
    paths = [*CORPUS.glob("*/*.txt")]
    paths += [p for name in ("rewrites", "faults") for p in (SHARED / name).glob("*/*.txt")]
    assert [p for p in paths if not_english(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "dump", "check", "changed"])
def test_every_command_says_it_and_answers(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("pont")
    folder.mkdir()
    for version in ("v1", "v2"):
        (folder / f"{version}.txt").write_text(FRENCH + version, encoding="utf-8")
    files = {
        "check": ["."],
        "changed": [],
        "list": ["pont/v1.txt"],
        "sources": ["pont/v1.txt"],
        "dump": ["pont/v1.txt"],
    }.get(name, ["pont/v1.txt", "pont/v2.txt"])
    if name == "changed":
        repository(tmp_path)
    done = qd(name, *files)
    assert done.status in ((0, 1) if name == "check" else (0,))
    lines = [line for line in done.err.splitlines() if "QD906" in line]
    assert lines
    assert lines[0].endswith("QD906 not English (French, by its function words): quotes will be missing")
    assert "QD906" not in qd(name, *files, "--quiet").err


def repository(folder: Path) -> None:
    """A repository in which the second version of a story is the first one, edited."""
    story = folder / "pont" / "v1.txt"
    git("init", "--quiet", ".")
    git("-c", "user.name=a", "-c", "user.email=a@b", "add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a")
    story.write_text(story.read_text(encoding="utf-8") + " fin", encoding="utf-8")


def test_the_json_carries_it_as_a_problem_of_the_article(qd: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GERMAN, encoding="utf-8")
    done = qd("list", path, "-f", "json", "--engine", "rules")
    (document,) = json.loads(done.out)["documents"]
    assert (done.status, done.err) == (0, "")
    assert [p["code"] for p in document["problems"]].count("QD906") == 1
    assert read_bytes(GERMAN.encode(), "x").problems[-1].code == "QD906"


def test_the_code_is_explained(qd: Tool) -> None:
    assert qd("rule", "QD906").out.startswith("QD906 not-english (note, a problem, not a change)\n")
    assert PROBLEMS["QD906"][0] == "not-english"

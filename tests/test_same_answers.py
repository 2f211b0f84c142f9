"""The script that compares the answers of two revisions finds every difference, and no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import same_answers  # noqa: E402 - scripts are no package

STORY = 'Ferry is late\n\nTARN (Wire) - The ferry is late, Ann Poe said. "It was fog," she said.\n'


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, []),
        ({"a": 1}, {"a": 2}, ["a: 1 -> 2"]),
        ({"a": 1}, {"a": 1.0}, ["a: 1 -> 1.0"]),
        ({"a": 1}, {"b": 1}, ["a: 1 -> nothing", "b: nothing -> 1"]),
        ({"a": {"b": [1]}}, {"a": {"b": []}}, ["a.b[0]: 1 -> nothing"]),
        ([1], [1, {"k": "v"}], ['[1]: nothing -> {"k": "v"}']),
        ({"a": None}, {"a": ""}, ['a: null -> ""']),
        ({"a": "x" * 500}, {"a": 1}, [f'a: "{"x" * 156}... -> 1']),
    ],
)
def test_each_value_that_differs_is_a_line(old: object, new: object, lines: list[str]) -> None:
    assert list(same_answers.differences(old, new)) == lines


def test_keys_are_renamed_wherever_they_stand_and_values_are_not() -> None:
    old = {"old_key": [{"old_key": "old_key"}], "other": 1}
    assert same_answers.renamed_keys(old, {"old_key": "new_key"}) == {
        "new_key": [{"new_key": "old_key"}],
        "other": 1,
    }


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    missing = str(folder / "missing")
    folders = ["--corpus", str(folder), "--rewrites", missing, "--polnear", missing]
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "same_answers.py", *arguments, "--engine", "rules", *folders],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    if not (ROOT / ".git").exists():
        pytest.skip("revisions need a clone")
    story = tmp_path / "ferry"
    story.mkdir()
    (story / "v1.txt").write_text(STORY, encoding="utf-8")
    (story / "v2.txt").write_text(STORY.replace("It was fog", "It was ice"), encoding="utf-8")
    (story / "v1-v2.changes.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_a_revision_has_the_answers_of_itself_and_missing_folders_are_named(corpus: Path) -> None:
    done = run(corpus, "HEAD", "HEAD")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["skipped", "skipped"]
    assert lines[2] == "2 articles, 1 pairs of versions: 0 differences"


def test_a_key_with_another_name_is_a_difference_that_names_the_place(corpus: Path) -> None:
    done = run(corpus, "HEAD", "HEAD", "--rename", "changes=shifts")
    assert done.returncode == 1, done.stderr
    assert f"{corpus.name}/ferry/v1-v2: compare.changes: nothing -> " in done.stdout


def test_a_revision_that_git_does_not_know_is_refused_in_one_line(corpus: Path) -> None:
    done = run(corpus, "no-such-revision")
    assert done.returncode == 2
    assert done.stderr.startswith("same-answers: git knows no revision 'no-such-revision'")
    assert len(done.stderr.splitlines()) == 1

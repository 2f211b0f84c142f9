"""git and quotediff together, in real repositories: what is changed or staged, and quotes in `git diff`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from desk import HARMLESS, call, commit, git, repository, write  # noqa: F401 - a fixture
from samples import schema
from tool import EDITED, STORY, Tool

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


# --- quotediff changed


def test_what_is_staged_is_compared_with_head_and_nothing_else(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", EDITED)
    assert qd("changed", "--staged") == (0, "no story to compare\n", "")
    git("add", "a.txt")
    write("a.txt", HARMLESS)
    status, out, _ = qd("changed", "--staged", "--format", "text")
    assert status == 1
    assert out.startswith("a.txt:5:2: error QD102 meaning-changed: ")
    status, out, _ = qd("changed", "--format", "text")
    assert (status, out) == (0, "")
    assert Path("a.txt").read_text(encoding="utf-8") == HARMLESS


def test_the_working_directory_is_compared_with_any_revision(qd: Tool) -> None:
    commit("a.txt", STORY)
    commit("a.txt", EDITED)
    commit("b.txt", "Nothing to do with it.\n")
    assert qd("changed")[0] == 0
    assert qd("changed", "--base", "HEAD~2")[0] == 1
    assert qd("changed", "--base", "HEAD~1")[0] == 0
    status, _, err = qd("changed", "--base", "nowhere")
    assert (status, len(err.splitlines())) == (2, 1)
    assert qd("changed", "--base", "--help")[0] == 2


def test_a_branch_without_commits_has_nothing_to_compare_with(qd: Tool) -> None:
    commit("a.txt", STORY)
    git("switch", "--quiet", "--orphan", "other")
    write("a.txt", EDITED)
    git("add", ".")
    for more in ((), ("--staged",)):
        assert qd("changed", *more) == (0, "no story to compare\n", "")


def test_the_status_is_what_fail_on_says(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", HARMLESS.replace(", a city engineer", ", the city's chief engineer"))
    assert qd("changed")[0] == 0
    assert qd("changed", "--fail-on", "note")[0] == 1
    write("quotediff.toml", 'fail-on = ["note"]\n')
    assert qd("changed")[0] == 1
    assert qd("changed", "--fail-on", "error")[0] == 0


def test_what_fails_the_run_fails_in_junit(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", HARMLESS.replace(", a city engineer", ", the city's chief engineer"))
    write("old.txt", STORY)
    for words, failing in (
        (("changed",), (0, 0)),
        (("changed", "--fail-on", "note"), (1, 1)),
        (("changed", "--fail-on", "description-changed"), (1, 1)),
        (("compare", "old.txt", "a.txt"), (0, 0)),
        (("compare", "old.txt", "a.txt", "--exit-code"), (1, 1)),
        (("compare", "old.txt", "a.txt", "--severity", "QD208=error"), (0, 1)),  # what is wrong, if not asked
        (("compare", "old.txt", "a.txt", "--severity", "QD208=error", "--fail-on", "QD101"), (0, 0)),
    ):
        done = qd(*words, "--format", "junit", "--engine", "rules")
        assert (done.status, done.out.count("<failure ")) == failing, words


def test_a_story_that_was_renamed_is_followed_and_a_new_one_is_not_compared(qd: Tool) -> None:
    long = STORY + "".join(f"\nRain fell on day {n}.\n" for n in range(20))
    commit("a.txt", long)
    git("mv", "a.txt", "b.txt")
    write("b.txt", long.replace("did not wait", "waited"))
    write("c.txt", STORY)
    git("add", ".")
    status, out, _ = qd("changed", "--staged", "--format", "json")
    schema("compare").validate(json.loads(out))
    (one,) = json.loads(out)["comparisons"]
    assert (status, one["old"]["path"], one["new"]["path"]) == (1, "HEAD:a.txt", "b.txt")


def test_paths_limit_what_is_compared_and_are_no_patterns(qd: Tool) -> None:
    for path in ("s/a.txt", "s/[ab].txt", "t/-x.txt", "t/story"):
        commit(path, STORY)
    for path in ("s/a.txt", "s/[ab].txt", "t/-x.txt", "t/story"):
        write(path, EDITED)

    def seen(*paths: str) -> list[str]:
        return re.findall(
            r"^(\S+):\d+:\d+: error QD102", qd("changed", "-f", "text", "--", *paths)[1], re.MULTILINE
        )

    assert seen() == ["s/[ab].txt", "s/a.txt", "t/-x.txt"]
    assert seen("s/[ab].txt") == ["s/[ab].txt"]
    assert seen("t") == ["t/-x.txt"]
    assert seen("t/story") == ["t/story"]


def test_a_file_that_is_called_like_a_version_is_itself(qd: Tool) -> None:
    for path in ("HEAD:a.txt", "a.txt", "-"):
        commit(path, STORY)
    write("HEAD:a.txt", EDITED)
    write("a.txt", HARMLESS)
    write("-", EDITED)
    out = qd("changed", "--format", "json", "--", ".", "-")[1]
    told = {c["new"]["path"]: list(c["summary"]) for c in json.loads(out)["comparisons"]}
    assert told == {"./-": ["QD102", "QD401"], "./HEAD:a.txt": ["QD102", "QD401"], "a.txt": []}
    assert ",file=HEAD%3Aa.txt,line=5," in qd("changed", "--format", "github")[1]


def test_from_a_subfolder_reports_name_files_from_the_root(qd: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    commit("s/a.txt", STORY)
    write("s/a.txt", EDITED)
    monkeypatch.chdir("s")
    status, out, _ = qd("changed", "--format", "github")
    assert status == 1
    assert ",file=s/a.txt,line=5," in out
    result = json.loads(qd("changed", "--format", "sarif")[1])["runs"][0]["results"][0]
    old = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert old["description"]["text"] == "HEAD:s/a.txt"
    assert "uri" not in old


def test_an_unreadable_version_costs_the_others_nothing(qd: Tool) -> None:
    commit("a.txt", STORY)
    commit("b.txt", STORY)
    write("a.txt", EDITED)
    Path("b.txt").write_bytes(b"\x00\x01\x02" * 50)
    status, out, err = qd("changed", "--format", "text")
    assert status == 2
    assert "a.txt:5:2: error QD102" in out
    assert any("b.txt" in line for line in err.splitlines())


def test_without_a_repository_or_a_commit_there_is_an_answer(
    qd: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", STORY)
    git("add", ".")
    assert qd("changed", "--staged") == (0, "no story to compare\n", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent.parent))
    Path("../away").mkdir()
    monkeypatch.chdir("../away")
    status, out, err = qd("changed")
    assert (status, out, len(err.splitlines())) == (2, "", 1)


# --- textconv


def recipe(language: str, first: str) -> str:
    """The README's block of a language that begins with a line."""
    (found,) = re.findall(rf"^```{language}\n({re.escape(first)}.*?)^```", README, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def textconv() -> None:
    """The repository as the README's recipe sets it up."""
    assert call("sh", "-e", "-c", recipe("sh", "git config diff.quotes")).returncode == 0
    assert Path(".gitattributes").read_text(encoding="utf-8").endswith(" diff=quotes\n")


@pytest.mark.usefixtures("textconv")
def test_git_diff_shows_quotes_and_no_others_than_changed_ones() -> None:
    commit("a.txt", STORY)
    write("a.txt", "Rain fell.\n\n" + EDITED + "\nMore rain fell.\n")
    lines = git("diff", "a.txt").stdout.splitlines()
    edits = [line for line in lines if re.match(r"[-+](?![-+])", line)]
    assert edits == [
        "-Ana Ruiz (said, direct): “We did not wait for the report,”",
        "+Ana Ruiz (said, direct): “We waited for the report,”",
    ]
    write("a.txt", HARMLESS)
    edits = [line for line in git("diff", "a.txt").stdout.splitlines() if re.match(r"[-+](?![-+])", line)]
    assert edits == []


@pytest.mark.usefixtures("textconv")
def test_git_log_shows_quotes_and_survives_what_is_no_article() -> None:
    commit("a.txt", STORY)
    commit("b.txt", "")
    Path("c.txt").write_bytes(b"\x00\x01\x02" * 50)
    git("add", "c.txt")
    git("commit", "--quiet", "--message=no article")
    done = git("log", "-p")
    assert (done.returncode, done.stderr) == (0, "")
    assert "+Ana Ruiz (said, direct): “The crack is as long as my arm,”" in done.stdout

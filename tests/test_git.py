"""git and quotediff together, in real repositories: what is changed or staged, and quotes in `git diff`."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from desk import HARMLESS, call, commit, git, repository, write  # noqa: F401 - a fixture
from samples import schema
from tool import EDITED, STORY, Tool

PAGE = (Path(__file__).parent.parent / "docs" / "ci.md").read_text(encoding="utf-8")


# --- quotediff changed


def test_what_is_staged_is_compared_with_head_and_nothing_else(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", EDITED)
    assert qd("changed", "--staged") == (0, "no story to compare\n", "")
    git("add", "a.txt")
    write("a.txt", HARMLESS)
    status, out, _ = qd("changed", "--staged", "--format", "text")
    assert status == 1
    assert out.splitlines()[1].startswith("a.txt:5:2: error QD102 meaning-changed: ")
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
    assert told == {"./-": ["QD102"], "./HEAD:a.txt": ["QD102"], "a.txt": []}
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


# --- whatever git status can show

LONG = STORY + "".join(f"\nRain fell on day {n}.\n" for n in range(20))
LONGER = LONG.replace("did not wait", "waited")


def compared(qd: Tool, *words: str) -> list[tuple[str, str]]:
    """What is compared, old and new; the status and standard error are as they are when all is well."""
    status, out, err = qd("changed", "--format", "json", "--engine", "rules", *words)
    assert (status, err) == (1, "")
    return [(one["old"]["path"], one["new"]["path"]) for one in json.loads(out)["comparisons"]]


def refused(qd: Tool, *words: str) -> str:
    """The one line on standard error of what could not be done."""
    status, _, err = qd("changed", "--engine", "rules", *words)
    assert status == 2
    (line,) = err.splitlines()
    assert "fatal" not in line
    return line


def test_a_file_renamed_in_the_index_and_edited_outside_it_is_compared(qd: Tool) -> None:
    commit("a.txt", LONG)
    git("mv", "a.txt", "b.txt")
    write("b.txt", LONGER)
    assert compared(qd) == [("HEAD:a.txt", "b.txt")]
    assert qd("changed", "--staged", "-f", "text")[:2] == (0, "")


def test_a_file_that_git_is_to_know_of_is_new_or_what_was_renamed(qd: Tool) -> None:
    commit("a.txt", LONG)
    write("b.txt", LONGER)
    git("add", "-N", "b.txt")
    assert qd("changed") == (0, "no story to compare\n", "")
    Path("a.txt").unlink()
    assert compared(qd) == [("HEAD:a.txt", "b.txt")]


def test_a_copy_is_new_and_its_origin_is_compared_with_itself(qd: Tool) -> None:
    commit("a.txt", LONG)
    git("config", "diff.renames", "copies")
    git("config", "status.renames", "copies")
    write("b.txt", LONGER)
    git("add", ".")
    assert qd("changed") == (0, "no story to compare\n", "")
    write("a.txt", LONGER.replace("my arm", "a bus"))
    assert compared(qd) == [("HEAD:a.txt", "a.txt")]


def test_one_file_of_which_two_were_made_is_compared_with_one_of_them(qd: Tool) -> None:
    commit("a.txt", LONG)
    git("mv", "a.txt", "b.txt")
    write("b.txt", LONGER)
    write("c.txt", LONGER + "\nMore rain fell.\n")
    git("add", ".")
    assert len(compared(qd)) == 1


def test_a_deleted_file_is_not_compared(qd: Tool) -> None:
    for name in ("a.txt", "b.txt"):
        commit(name, f"{name}\n\n{STORY}")
    Path("a.txt").unlink()
    git("rm", "--quiet", "b.txt")
    assert qd("changed") == (0, "no story to compare\n", "")
    assert qd("changed", "a.txt") == (0, "no story to compare\n", "")


def test_what_became_a_link_or_was_one_is_said_and_not_compared(qd: Tool) -> None:
    commit("a.txt", STORY)
    commit("c.txt", EDITED)
    Path("b.txt").symlink_to("a.txt")
    git("add", ".")
    git("commit", "--quiet", "--message=a link")
    Path("a.txt").unlink()
    Path("a.txt").symlink_to("c.txt")
    Path("b.txt").unlink()
    write("b.txt", EDITED)
    for staged in ((), ("--staged",)):
        git("add", *(["."] if staged else ["-N", "."]))
        status, out, err = qd("changed", *staged)
        assert (status, out) == (0, "no story to compare\n")
        assert err.splitlines() == [
            "quotediff: a.txt: was a file and is a symbolic link; not compared",
            "quotediff: b.txt: was a symbolic link and is a file; not compared",
        ]


def test_a_conflict_is_refused_and_the_others_are_compared(qd: Tool) -> None:
    commit("a.txt", LONG)
    commit("b.txt", LONG)
    git("switch", "--quiet", "-c", "other")
    commit("a.txt", LONGER)
    git("switch", "--quiet", "main")
    commit("a.txt", LONG.replace("did not wait", "had waited"))
    assert git("merge", "other").returncode == 1
    write("b.txt", LONGER)
    for words in ((), ("--staged",), ("a.txt",)):
        line = refused(qd, *words)
        assert line == "quotediff: a.txt: has conflicts of a merge; resolve them, then git add it"
    status, out, _ = qd("changed", "--format", "text")
    assert status == 2
    assert out.splitlines()[1].startswith("b.txt:5:2: error QD102 ")
    Path("s").mkdir()
    os.chdir("s")
    assert "../a.txt: has conflicts" in refused(qd)


def test_a_submodule_is_no_article_and_is_a_repository_of_its_own(qd: Tool, tmp_path: Path) -> None:
    commit("a.txt", LONG)
    git("clone", "--quiet", ".", str(tmp_path / "origin"))
    allowed = ("-c", "protocol.file.allow=always")
    assert git(*allowed, "submodule", "add", "--quiet", str(tmp_path / "origin"), "sub.txt").returncode == 0
    git("commit", "--quiet", "--message=a module")
    write("a.txt", LONGER)
    write("sub.txt/a.txt", LONGER)
    assert compared(qd) == [("HEAD:a.txt", "a.txt")]
    git("-C", "sub.txt", "commit", "--quiet", "-a", "--message=in it")
    status, _, err = qd("changed")
    assert (status, err) == (1, "quotediff: sub.txt: is a submodule; not compared\n")
    os.chdir("sub.txt")
    assert compared(qd, "--base", "HEAD~1") == [("HEAD~1:a.txt", "a.txt")]


def test_what_a_sparse_checkout_leaves_out_is_what_is_staged(qd: Tool) -> None:
    commit("s/a.txt", LONG)
    commit("t/a.txt", LONG)
    assert git("sparse-checkout", "set", "s").returncode == 0
    assert not Path("t").exists()
    assert qd("changed") == (0, "no story to compare\n", "")
    write("s/a.txt", LONGER)
    assert compared(qd) == [("HEAD:s/a.txt", "s/a.txt")]
    git("reset", "--quiet", "--soft", "HEAD~1")
    assert compared(qd, "--base", "HEAD") == [("HEAD:s/a.txt", "s/a.txt")]
    held = call("git", "hash-object", "-w", "--stdin", input=LONGER).stdout.strip()
    git("reset", "--quiet", "ORIG_HEAD")
    git("sparse-checkout", "set", "s")
    git("update-index", "--cacheinfo", f"100644,{held},t/a.txt")
    git("update-index", "--skip-worktree", "t/a.txt")
    assert compared(qd) == [("HEAD:s/a.txt", "s/a.txt"), ("HEAD:t/a.txt", "t/a.txt")]


def test_a_file_that_was_only_touched_is_not_changed(qd: Tool) -> None:
    commit("a.txt", STORY)
    os.utime("a.txt", (1, 1))
    assert qd("changed") == (0, "no story to compare\n", "")


def test_in_a_linked_working_tree_its_own_files_are_compared(qd: Tool, tmp_path: Path) -> None:
    commit("a.txt", LONG)
    assert git("worktree", "add", "--quiet", str(tmp_path / "other")).returncode == 0
    os.chdir(tmp_path / "other")
    assert qd("changed") == (0, "no story to compare\n", "")
    write("a.txt", LONGER)
    assert compared(qd) == [("HEAD:a.txt", "a.txt")]


def test_from_a_subfolder_by_way_of_a_link_files_have_their_names(qd: Tool, tmp_path: Path) -> None:
    desk = Path.cwd()
    commit("s/story", LONG)
    commit("b.txt", LONG)
    git("config", "diff.relative", "true")
    git("config", "diff.orderFile", str(desk / "b.txt"))
    (tmp_path / "way").symlink_to(desk / "s")
    os.chdir(tmp_path / "way")
    write("story", LONGER)
    write(str(desk / "b.txt"), LONGER)
    assert compared(qd) == [("HEAD:b.txt", "../b.txt")]
    assert compared(qd, "story") == [("HEAD:s/story", "story")]
    assert compared(qd, str(tmp_path / "way" / "story")) == [("HEAD:s/story", "story")]


def test_without_a_working_tree_there_is_one_line(qd: Tool, tmp_path: Path) -> None:
    commit("a.txt", STORY)
    git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    os.chdir(".git")
    assert "own files" in refused(qd)
    os.chdir(tmp_path / "bare")
    assert "in a bare repository there are no stories" in refused(qd)


def test_a_path_that_nobody_knows_is_refused(qd: Tool) -> None:
    commit("a.txt", STORY)
    assert refused(qd, "b.txt") == "quotediff: b.txt: no such file, here or at HEAD; check the name"


# --- textconv


def recipe(language: str, first: str) -> str:
    """The documented block of a language that begins with a line."""
    (found,) = re.findall(rf"^```{language}\n({re.escape(first)}.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def textconv() -> None:
    """The repository as the documented recipe sets it up."""
    assert call("sh", "-e", "-c", recipe("sh", "git config diff.quotes")).returncode == 0
    assert Path(".gitattributes").read_text(encoding="utf-8").endswith(" diff=quotes\n")


@pytest.mark.usefixtures("textconv")
def test_git_diff_shows_quotes_and_no_others_than_changed_ones() -> None:
    commit("a.txt", STORY)
    write("a.txt", "Rain fell.\n\n" + EDITED + "\nMore rain fell.\n")
    lines = git("diff", "a.txt").stdout.splitlines()
    edits = [line for line in lines if re.match(r"[-+](?![-+])", line)]
    assert edits == [
        '-Ana Ruiz (said, direct): "We did not wait for the report,"',
        '+Ana Ruiz (said, direct): "We waited for the report,"',
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
    assert '+Ana Ruiz (said, direct): "The crack is as long as my arm,"' in done.stdout

"""git and quotediff together, in real repositories: what is changed or staged, hook, textconv, action."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from quotediff.cli import COMMANDS, run

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = """Bridge shut after crack is found

"The crack is as long as my arm," said Ana Ruiz, a city engineer.

"We did not wait for the report," Ruiz said.
"""
WRONG = STORY.replace("did not wait", "waited")
HARMLESS = STORY + "\nRain fell all day.\n"

GitTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository that knows nothing of the user's own settings; the working directory."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for name in [n for n in os.environ if n.startswith(("GIT_", "GITHUB_", "CI"))]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ana@desk.example")
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "hooks"))
    monkeypatch.chdir(folder)
    git("init", "--quiet", "--initial-branch=main")
    return folder


def call(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - as run takes them
    return subprocess.run(words, capture_output=True, check=False, encoding="utf-8", **more)


def git(*words: str) -> subprocess.CompletedProcess[str]:
    return call("git", *words)


def commit(path: str, text: str) -> None:
    write(path, text)
    assert git("add", "--", path).returncode == 0
    assert git("commit", "--quiet", "--message=a version", "--no-verify").returncode == 0


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


@pytest.fixture
def qd(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def tool(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["quotediff", *arguments])
        status = run.main()
        return status, *capsys.readouterr()

    return tool


Tool = Callable[..., tuple[int, str, str]]


# --- quotediff changed


def test_what_is_staged_is_compared_with_head_and_nothing_else(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", WRONG)
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
    commit("a.txt", WRONG)
    commit("b.txt", "Nothing to do with it.\n")
    assert qd("changed")[0] == 0
    assert qd("changed", "--base", "HEAD~2")[0] == 1
    assert qd("changed", "--base", "HEAD~1")[0] == 0
    status, _, err = qd("changed", "--base", "nowhere")
    assert (status, len(err.splitlines())) == (2, 1)
    assert qd("changed", "--base", "--help")[0] == 2


def test_the_status_is_what_fail_on_says(qd: Tool) -> None:
    commit("a.txt", STORY)
    write("a.txt", HARMLESS.replace(", a city engineer", ", the city's chief engineer"))
    assert qd("changed")[0] == 0
    assert qd("changed", "--fail-on", "note")[0] == 1
    write("quotediff.toml", 'fail-on = ["note"]\n')
    assert qd("changed")[0] == 1
    assert qd("changed", "--fail-on", "error")[0] == 0


def test_a_story_that_was_renamed_is_followed_and_a_new_one_is_not_compared(qd: Tool) -> None:
    long = STORY + "".join(f"\nRain fell on day {n}.\n" for n in range(20))
    commit("a.txt", long)
    git("mv", "a.txt", "b.txt")
    write("b.txt", long.replace("did not wait", "waited"))
    write("c.txt", STORY)
    git("add", ".")
    status, out, _ = qd("changed", "--staged", "--format", "json")
    (one,) = json.loads(out)["comparisons"]
    assert (status, one["old"]["path"], one["new"]["path"]) == (1, "HEAD:a.txt", "b.txt")


def test_paths_limit_what_is_compared_and_are_no_patterns(qd: Tool) -> None:
    for path in ("s/a.txt", "s/[ab].txt", "t/-x.txt", "t/story"):
        commit(path, STORY)
    for path in ("s/a.txt", "s/[ab].txt", "t/-x.txt", "t/story"):
        write(path, WRONG)

    def seen(*paths: str) -> list[str]:
        return re.findall(
            r"^(\S+):\d+:\d+: error QD102", qd("changed", "-f", "text", "--", *paths)[1], re.MULTILINE
        )

    assert seen() == ["s/[ab].txt", "s/a.txt", "t/-x.txt"]
    assert seen("s/[ab].txt") == ["s/[ab].txt"]
    assert seen("t") == ["t/-x.txt"]
    assert seen("t/story") == ["t/story"]


def test_from_a_subfolder_reports_name_files_from_the_root(
    repository: Path, qd: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("s/a.txt", STORY)
    write("s/a.txt", WRONG)
    monkeypatch.chdir(repository / "s")
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
    write("a.txt", WRONG)
    Path("b.txt").write_bytes(b"\x00\x01\x02" * 50)
    status, out, err = qd("changed", "--format", "text")
    assert status == 2
    assert "a.txt:5:2: error QD102" in out
    assert any("b.txt" in line for line in err.splitlines())


def test_without_a_repository_or_a_commit_there_is_an_answer(
    repository: Path, qd: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", STORY)
    git("add", ".")
    assert qd("changed", "--staged") == (0, "no story to compare\n", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent.parent))
    (repository.parent / "away").mkdir()
    monkeypatch.chdir(repository.parent / "away")
    status, out, err = qd("changed")
    assert (status, out, len(err.splitlines())) == (2, "", 1)


# --- pre-commit


def manifest() -> dict[str, dict[str, Any]]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in hooks}


def test_the_manifest_is_one_to_pre_commit() -> None:
    assert call("pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")).returncode == 0


def test_the_hook_stops_a_commit_that_changes_what_was_said() -> None:
    hook = {**manifest()["quotediff"], "language": "system"}  # as installed: no environment of its own here
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    write(".pre-commit-config.yaml", yaml.safe_dump(config))
    commit("stories/a.txt", STORY)
    assert call("pre-commit", "install").returncode == 0

    write("stories/a.txt", WRONG)
    git("add", "stories/a.txt")
    write("stories/a.txt", STORY)  # not staged: the hook must not be taken in
    stopped = git("commit", "--message=an update")
    assert stopped.returncode == 1
    assert "QD102" in stopped.stdout + stopped.stderr
    assert git("rev-list", "--count", "HEAD").stdout == "1\n"

    write("stories/a.txt", HARMLESS)
    git("add", "stories/a.txt")
    write("stories/a.txt", WRONG)
    passed = git("commit", "--message=an update")
    assert passed.returncode == 0, passed.stderr
    assert git("show", "HEAD:stories/a.txt").stdout == HARMLESS
    assert Path("stories/a.txt").read_text(encoding="utf-8") == WRONG


# --- textconv


def recipe(language: str, first: str) -> str:
    """The README's block of a language that begins with a line."""
    (found,) = re.findall(rf"^```{language}\n({re.escape(first)}.*?)^```", README, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def textconv(repository: Path) -> None:  # noqa: ARG001 - it is to be there first
    """The repository as the README's recipe sets it up."""
    assert call("sh", "-e", "-c", recipe("sh", "git config diff.quotes")).returncode == 0
    assert Path(".gitattributes").read_text(encoding="utf-8").endswith(" diff=quotes\n")


@pytest.mark.usefixtures("textconv")
def test_git_diff_shows_quotes_and_no_others_than_changed_ones() -> None:
    commit("a.txt", STORY)
    write("a.txt", "Rain fell.\n\n" + WRONG + "\nMore rain fell.\n")
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


# --- the action


def action() -> dict[str, Any]:
    value = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def step(**inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's last step with its inputs, as a runner takes it; its files are beside the repository."""
    steps = action()["runs"]["steps"]
    given = {name: str(entry["default"]) for name, entry in action()["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    variables = {"GITHUB_OUTPUT": "../output", "GITHUB_STEP_SUMMARY": "../summary"}
    for name, value in steps[-1]["env"].items():
        variable = re.fullmatch(r"\$\{\{ (?:inputs\.(\S+)|github\.action_path) \}\}", value)
        assert variable, value
        variables[name] = given[variable[1]] if variable[1] else str(ROOT)
    return call("bash", "-e", "-c", steps[-1]["run"], env={**os.environ, **variables})


def test_the_action_annotates_sums_up_and_fails() -> None:
    commit("a.txt", STORY)
    commit("a.txt", WRONG)
    done = step(base="HEAD^", sarif_file="q.sarif")
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=QD102 meaning-changed,file=a.txt,line=5,")
    assert Path("../output").read_text(encoding="utf-8") == "status=1\nsarif-file=q.sarif\n"
    assert "### HEAD^:a.txt → a.txt" in Path("../summary").read_text(encoding="utf-8").replace("\\", "")
    assert json.loads(Path("q.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert step(base="HEAD^", fail_on="QD406").returncode == 0
    assert step(base="0" * 40).returncode == 1  # the first push of a branch


def test_inputs_of_the_action_are_no_words_of_its_script() -> None:
    commit("a.txt", STORY)
    commit("a.txt", WRONG)
    evil = "$(touch evil)`touch evil`; touch evil"
    for inputs in ({"command": evil}, {"path": evil}, {"base": evil}, {"fail_on": evil}, {"path": "--help"}):
        step(**({"base": "HEAD^"} | inputs))
    assert not Path("evil").exists()
    done = step(command="rm\n::error::x")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("schema", "path"),
    [("github-actions", "action.yml"), ("github-workflows", ".github/workflows/ci.yml")],
)
def test_yaml_files_are_what_github_s_schemas_say(schema: str, path: str) -> None:
    done = call("check-jsonschema", "--builtin-schema", f"vendor.{schema}", str(ROOT / path))
    assert done.returncode == 0, done.stdout


@pytest.mark.xfail("check" not in COMMANDS, reason="the hook and the workflow run quotediff check")
def test_every_command_of_the_yaml_files_is_there() -> None:
    for hook in manifest().values():
        exists(shlex.split(hook["entry"]))
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    scripts = [step["run"] for step in steps if "run" in step]
    assert scripts == [".ci/run"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
    own = [step for step in steps if step.get("uses") == "./"]
    assert len(own) == 1
    assert set(own[0]["with"]) <= set(action()["inputs"])
    assert own[0]["with"]["command"] in COMMANDS
    assert (ROOT / own[0]["with"]["path"]).is_dir()
    assert "scripts/action" in action()["runs"]["steps"][-1]["run"]
    for words in re.findall(r"arguments\+=\((changed|check)(.*?)\)", (ROOT / "scripts/action").read_text()):
        exists(["quotediff", words[0], *re.findall(r"--\w[\w-]*", words[1])])


def exists(words: list[str]) -> None:
    """Fails unless the words are a command of ours with options that it has."""
    assert words[0] == "quotediff"
    module, attribute = COMMANDS[words[1]]
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize("block", re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
def test_the_readme_s_recipes_name_what_is_there(block: str) -> None:
    value = yaml.safe_load(block)
    hooks = (
        [hook for repo in value.get("repos", ()) for hook in repo["hooks"]] if isinstance(value, dict) else []
    )
    assert all(hook["id"] in manifest() for hook in hooks)
    steps = value if isinstance(value, list) else []
    ours = [step for step in steps if "quotediff" in str(step.get("uses"))]
    assert all(set(step["with"]) <= set(action()["inputs"]) for step in ours)
    scripts = [line for job in value.values() for line in job.get("script", ())] if "quotes" in value else []
    for line in scripts:
        if line.startswith("quotediff "):
            exists(shlex.split(line))
    assert hooks or ours or scripts

"""What is ready to use is so: hooks run in a real repository, the action's script, every command of YAML."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from desk import HARMLESS, call, commit, git, repository, write  # noqa: F401 - a fixture
from sarif_kit.validate import validation_errors
from tool import EDITED, STORY

from quotediff.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


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

    write("stories/a.txt", EDITED)
    git("add", "stories/a.txt")
    write("stories/a.txt", STORY)  # not staged: the hook must not be taken in
    stopped = git("commit", "--message=an update")
    assert stopped.returncode == 1
    assert "QD102" in stopped.stdout + stopped.stderr
    assert git("rev-list", "--count", "HEAD").stdout == "1\n"

    write("stories/a.txt", HARMLESS)
    git("add", "stories/a.txt")
    write("stories/a.txt", EDITED)
    passed = git("commit", "--message=an update")
    assert passed.returncode == 0, passed.stderr
    assert git("show", "HEAD:stories/a.txt").stdout == HARMLESS
    assert Path("stories/a.txt").read_text(encoding="utf-8") == EDITED


EXPECTED = """[[speaker]]
name = "Ana Ruiz"
kind = "person"
description = "a city engineer"

[[quote]]
kind = "direct"
content = "The crack is as long as my arm,"
source = "Ana Ruiz, a city engineer"
cue = "said"
speaker = "Ana Ruiz"

[[quote]]
kind = "direct"
content = "We did not wait for the report,"
source = "Ruiz"
cue = "said"
speaker = "Ana Ruiz"
"""


def test_the_hook_of_a_corpus_stops_what_nobody_expects_and_lets_the_rest_pass() -> None:
    hook = {**manifest()["quotediff-check"], "language": "system", "args": ["stories"]}
    write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))
    write("stories/bridge/story.toml", 'title = "Bridge"\n\n[[version]]\nfile = "v1.txt"\n')
    write("stories/bridge/v1.quotes.toml", EXPECTED)
    write("stories/bridge/v1.txt", STORY)
    git("add", ".")
    git("commit", "--quiet", "--message=a corpus", "--no-verify")
    assert call("pre-commit", "install").returncode == 0

    write("stories/bridge/v1.txt", EDITED)
    git("add", "stories")
    stopped = git("commit", "--message=an update")
    assert stopped.returncode == 1
    assert "QC107" in stopped.stdout + stopped.stderr

    write("stories/bridge/v1.quotes.toml", EXPECTED.replace("did not wait", "waited"))
    git("add", "stories")
    passed = git("commit", "--message=an update, and what it is to hold")
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_the_action_checks_a_corpus() -> None:
    write("stories/bridge/story.toml", 'title = "Bridge"\n\n[[version]]\nfile = "v1.txt"\n')
    write("stories/bridge/v1.quotes.toml", EXPECTED.replace("direct", "mixed", 1))
    write("stories/bridge/v1.txt", STORY)
    done = step(command="check", path="stories", base="none", sarif_file="q.sarif")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error title=QC203 quote-differs,file=stories/bridge/v1.txt,line=3,")
    assert "QC203" in Path("../summary").read_text(encoding="utf-8")
    assert validation_errors(json.loads(Path("q.sarif").read_text(encoding="utf-8"))) == []


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
    commit("a.txt", EDITED)
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
    commit("a.txt", EDITED)
    evil = "$(touch evil)`touch evil`; touch evil"
    for inputs in ({"command": evil}, {"path": evil}, {"base": evil}, {"fail_on": evil}, {"path": "--help"}):
        step(**({"base": "HEAD^"} | inputs))
    assert not Path("evil").exists()
    done = step(command="rm\n::error::x")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-workflows", ".github/workflows/release.yml"),
    ],
)
def test_yaml_files_are_what_github_s_schemas_say(schema: str, path: str) -> None:
    done = call("check-jsonschema", "--builtin-schema", f"vendor.{schema}", str(ROOT / path))
    assert done.returncode == 0, done.stdout


def test_every_command_of_the_yaml_files_is_there() -> None:
    for hook in manifest().values():
        exists(shlex.split(hook["entry"]))
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    scripts = [step["run"] for step in steps if "run" in step]
    assert [run for run in scripts if not run.startswith("python -m ")] == [".ci/run"]
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


@pytest.mark.parametrize("block", re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
def test_the_recipes_name_what_is_there(block: str) -> None:
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

"""A temporary git repository, for tests of what git and quotediff do together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tool import STORY

BIN = Path(sys.executable).parent
HARMLESS = STORY + "\nRain fell all day.\n"


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

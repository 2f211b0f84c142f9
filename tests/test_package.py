"""What is installed is whole: data files, types, entry points, the same version everywhere."""

from __future__ import annotations

import subprocess
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest

import quotediff

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_data_file_of_the_package_is_shipped() -> None:
    package = ROOT / "quotediff"
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["quotediff"]
    files = [p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()]
    data = [f for f in files if not f.endswith((".py", ".pyc"))]
    assert [f for f in data if not any(fnmatch(f, p) for p in patterns)] == []
    schemas = {f"rendering/{name}.schema.json" for name in ("list", "compare", "history", "sources", "check")}
    assert {"py.typed", *schemas} <= set(data)


def test_every_folder_with_code_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "quotediff").rglob("*.py")}
    assert [f for f in folders if not (f / "__init__.py").exists()] == []


def test_the_entry_point_is_there() -> None:
    module, name = PROJECT["project"]["scripts"]["quotediff"].split(":")
    assert callable(getattr(import_module(module), name))


def test_the_version_stands_in_the_changelog() -> None:
    assert f"## {quotediff.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_scripts_may_be_run() -> None:
    for name in ("scripts/demo", "scripts/test", "scripts/readme", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name


def set_up() -> bool:
    """Whether the scripts' environment is there and up to date, so that the demo installs nothing."""
    with (ROOT / "pyproject.toml").open("rb") as project:
        sums = subprocess.run(
            ["/usr/bin/env", "cksum"], stdin=project, capture_output=True, check=True, encoding="utf-8"
        ).stdout
    stamps = [p.read_text(encoding="utf-8") for p in ROOT.glob(".venv/quotediff-setup-*")]
    return f"{ROOT.resolve()} {sums}" in stamps


@pytest.mark.skipif(not set_up(), reason="scripts/test has not set up .venv")
def test_the_demo_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "demo"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert "$ quotediff list corpus/" in done.stdout
    assert "$ quotediff compare corpus/" in done.stdout
    assert "meaning-changed" in done.stdout
    assert list(tmp_path.iterdir()) == []

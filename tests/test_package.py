"""What is installed is whole: data files, types, entry points, the same version everywhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import quotediff
from quotediff.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_data_file_of_the_package_is_shipped() -> None:
    package = ROOT / "quotediff"
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["quotediff"]
    files = [p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()]
    data = [
        f for f in files if not f.endswith((".py", ".pyc", ".so", ".pyd"))
    ]  # .so and .pyd are compiled here
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
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    stamp = setup[setup.index("stamp() {") : setup.index("\nsetup() {")]
    wanted = subprocess.run(
        ["/bin/sh", "-c", f"root={shlex.quote(str(ROOT.resolve()))}\n{stamp}\nstamp"],
        capture_output=True, check=True, encoding="utf-8",
    ).stdout  # fmt: skip
    return wanted in [p.read_text(encoding="utf-8") for p in ROOT.glob(".venv/quotediff-setup-*")]


@pytest.mark.skipif(not set_up(), reason="scripts/test has not set up .venv")
def test_the_demo_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "demo"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert "$ quotediff list corpus/" in done.stdout
    assert "$ quotediff compare corpus/" in done.stdout
    assert "meaning-changed" in done.stdout
    assert list(tmp_path.iterdir()) == []


# --- what is handed on: the wheel and the source distribution


class Built(NamedTuple):
    """The two packages, and the names of the files they were made from."""

    wheel: Path
    source: Path
    names: frozenset[str]


BUILD = """
import sys
from setuptools import build_meta
folder = sys.argv[1]  # which setuptools changes
build_meta.build_sdist(folder)
build_meta.build_wheel(folder)
"""
LEFT_OUT = {
    ".venv",
    "__pycache__",
    "build",
    "dist",
    ".hypothesis",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built of a copy, so that nothing is left in the project's folder; needs no network."""
    copy, made = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("made")
    names = _names()
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, made], cwd=copy, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    (wheel,), (source,) = made.glob("*.whl"), made.glob("*.tar.gz")
    return Built(wheel, source, frozenset(names))


def _names() -> list[str]:
    """The project's files: what git knows; in a source distribution, all but what working in it leaves."""
    if (ROOT / ".git").exists():
        known = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(known, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    files = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file())
    return [str(p) for p in files if not LEFT_OUT & set(p.parts) and not p.parts[0].endswith(".egg-info")]


FROM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import quotediff
assert quotediff.__file__.startswith(sys.path[0]), quotediff.__file__
from quotediff.cli import main
sys.argv[0] = "quotediff"
main()
"""


def test_the_wheel_works_without_being_unpacked(built: Built, tmp_path: Path) -> None:
    story = ROOT / "corpus" / "solvent-plant-fire"
    old, new = str(story / "v1.txt"), str(story / "v2.txt")
    for words in (
        ["list", old],
        ["list", "--engine", "rules", old],
        ["compare", old, new],
        ["rule", "QD101"],
    ):
        here, zipped = (
            subprocess.run(
                [sys.executable, "-I", "-c", FROM, place, *words],
                cwd=tmp_path,
                capture_output=True,
                check=False,
                encoding="utf-8",
            )
            for place in (ROOT, built.wheel)
        )
        assert zipped.returncode == 0, zipped.stderr
        assert zipped.stdout == here.stdout


def test_the_source_distribution_is_whole_and_runs_its_own_tests(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.source) as packed:
        packed.extractall(tmp_path, filter="data")
    (top,) = tmp_path.iterdir()
    held = {p.relative_to(top).as_posix() for p in top.rglob("*") if p.is_file()}
    apart = {name for name in built.names if name.startswith("packages/quotediff-deep/quotediff_deep/")}
    assert sorted(built.names - held) == sorted(apart)  # 40 MB that few want
    some = [f"tests/test_{name}.py" for name in ("lexicon", "corpus", "docs")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *some],
        cwd=top,
        env={**os.environ, "PYTHONPATH": str(top)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


def test_links_hold_wherever_the_readme_is_shown() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", readme)
    assert links
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    home = PROJECT["project"]["urls"]["Homepage"]
    ours = [re.fullmatch(rf"{home}/(?:blob|tree)/main/([^#?]*)(?:[#?].*)?", link) for link in links]
    assert [m[1] for m in ours if m and not (ROOT / m[1]).exists()] == []
    titles = re.findall(r"^#+ (.*)$", readme, re.MULTILINE)
    heads = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    assert {link[1:] for link in links if link.startswith("#")} <= heads


def test_the_project_s_addresses_are_those_of_its_readme() -> None:
    urls = PROJECT["project"]["urls"]
    assert {"Homepage", "Documentation", "Changelog", "Issues"} <= set(urls)
    assert all(url.startswith(urls["Homepage"]) for url in urls.values())
    assert f"git+{urls['Homepage']}@" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_points_to_nothing_that_is_not_installed(name: str) -> None:
    module, attribute = COMMANDS[name]
    command = getattr(import_module(module), attribute)
    words = command.get_help(click.Context(command, info_name=name))
    assert not re.search(r"README|corpus/|docs/|\.md\b|scripts/", words)

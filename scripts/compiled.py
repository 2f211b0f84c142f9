"""Builds the wheel whose modules mypyc compiles, and unpacks it into build/compiled; prints where it lies.

    python scripts/compiled.py

Some four minutes; nothing is built where what lies there is of the same source and the same Python. It is
built from a copy, so that the working tree stays as it is: a compiled module beside its source would run in
its place.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "compiled"
_STAMP = "built-from.txt"
_NEEDED = ("quotediff", "kernel", "man", "pyproject.toml", "setup.py", "README.md", "LICENSE")


def built(folder: Path = FOLDER) -> Path:
    """A folder to put before the others in PYTHONPATH, whose quotediff is compiled.

    Raises:
        subprocess.CalledProcessError: there is no C compiler, or it fails; its last words are in ``stderr``.
    """
    stamp = folder / _STAMP
    source = _source()
    if stamp.is_file() and stamp.read_text("utf-8") == source:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for needed in _NEEDED:
            _copy(ROOT / needed, copy / needed)
        wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run(
            [*wheel, "--disable-pip-version-check", "--wheel-dir", "wheel", "."],
            cwd=copy, check=True, capture_output=True, encoding="utf-8", errors="replace",
            env={**os.environ, "QUOTEDIFF_COMPILED": "1", "QUOTEDIFF_PURE": ""},
        )  # fmt: skip
        (made,) = (copy / "wheel").glob("*.whl")
        with zipfile.ZipFile(made) as packed:
            packed.extractall(folder)
    compileall.compile_dir(folder, quiet=1)  # as an installation does
    stamp.write_text(source, "utf-8")
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
    else:
        shutil.copyfile(source, target)


def _source() -> str:
    """What tells this source and this Python from others."""
    digest = hashlib.sha256(sys.version.encode())
    paths = (path for needed in _NEEDED for path in _files(ROOT / needed))
    for path in sorted(paths):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [each for each in path.rglob("*") if each.is_file() and each.suffix not in (".pyc", ".so", ".pyd")]


if __name__ == "__main__":
    print(built())

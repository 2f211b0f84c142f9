"""The programs that train the network still fit the package, though the checks do not train anything."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from quotediff.extraction.learned.numpy_network import arrays_of
from quotediff.extraction.learned.weights import parse, shipped

FOLDER = Path(__file__).parents[1] / "scripts" / "training"
PROGRAMS = sorted(FOLDER.glob("*.py"))


def defined(path: Path) -> set[str]:
    """The names that a module defines or imports at its top."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=targets):
                found |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name for alias in names}
            case _:
                pass
    return found


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_what_is_imported_exists(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    for node in imports:
        module = str(node.module)
        own = FOLDER / f"{module}.py"
        if own.exists():
            assert {alias.name for alias in node.names} <= defined(own), module
        elif module.startswith("quotediff"):
            there = import_module(module)
            known = {*vars(there), *defined(Path(str(there.__file__)))}
            known |= {part.name for part in iter_modules(getattr(there, "__path__", []))}
            assert {alias.name for alias in node.names} <= known, module


def test_the_file_of_weights_is_written_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    serialize = import_module("export").serialize
    data = shipped()
    read = parse(data)
    assert serialize(arrays_of(read), list(read.word_rows()), read.settings) == data
    sys.modules.pop("export")

"""The notebook in ``docs/`` runs from top to bottom; no Jupyter is needed for that."""

from __future__ import annotations

import ast
import importlib.util
import json
from pathlib import Path
from typing import Any

import pages
import pytest

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"


def _cells() -> list[dict[str, Any]]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _run(source: str, names: dict[str, object]) -> object:
    """The value of the last line, as a notebook shows it."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), str(NOTEBOOK), "exec"), names)  # noqa: S102 - our own
    assert isinstance(last, ast.Expr)
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)  # noqa: S307 - our own


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(NOTEBOOK.parent)
    names: dict[str, object] = {}
    shown = []
    pandas = importlib.util.find_spec("pandas") is not None
    for cell in _cells():
        if pandas or "pandas" not in cell["metadata"].get("tags", ()):
            value = _run("".join(cell["source"]), names)
            assert value is not None
            shown += [value._repr_html_()] if hasattr(value, "_repr_html_") else []
    assert len(shown) >= 5
    assert len({name for one in shown for name in pages.read(one).ids}) > 50


def test_the_notebook_is_kept_without_answers() -> None:
    assert [(cell["outputs"], cell["execution_count"]) for cell in _cells() if cell["outputs"]] == []
    assert NOTEBOOK.stat().st_size < 20_000

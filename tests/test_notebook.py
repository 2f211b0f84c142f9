"""The notebook in ``docs/`` runs from top to bottom; no Jupyter is needed for that."""

from __future__ import annotations

import ast
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pages
import pytest

from quotediff.model import Result

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


def _needs_pandas(cell: dict[str, Any]) -> bool:
    return "pandas" in cell["metadata"].get("tags", ())


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(NOTEBOOK.parent)
    names: dict[str, object] = {}
    values = [_run("".join(cell["source"]), names) for cell in _cells() if not _needs_pandas(cell)]
    assert None not in values
    shown = [value._repr_html_() for value in values if isinstance(value, Result)]
    assert len(shown) >= 5
    assert len({name for one in shown for name in pages.read(one).ids}) > 50


def test_the_tables_of_the_notebook_hold_every_change(monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas", reason="no pandas: the tables of the notebook are not made")
    monkeypatch.chdir(NOTEBOOK.parent)
    names: dict[str, Any] = {}
    values = [(_run("".join(cell["source"]), names), _needs_pandas(cell)) for cell in _cells()]
    table, by_severity = (value for value, needed in values if needed)
    changes = names["comparison"].changes
    assert isinstance(table, pandas.DataFrame)
    assert list(names["changes"]["code"]) == [change.code for change in changes]
    assert by_severity.to_dict() == Counter(change.severity.value for change in changes)


def test_the_notebook_is_kept_without_answers() -> None:
    assert [(cell["outputs"], cell["execution_count"]) for cell in _cells() if cell["outputs"]] == []
    assert NOTEBOOK.stat().st_size < 20_000

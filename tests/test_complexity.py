"""The gate of complexity counts conditions rightly, and its list of exceptions only shrinks."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

pytest.importorskip("complexipy")

import complexity  # noqa: E402 - scripts are no package

OVER = {"cognitive": {"a.py::f": 40}, "operators": {}}


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("if a and b: pass", [("<module>", 1)]),
        ("def f(): return a and (b or not (c and d))", [("f", 3)]),
        ("class A:\n    def f(self): return [x for x in y if x or z] + (a and b)", [("A.f", 1), ("A.f", 1)]),
        ("x = a < b < c", []),
    ],
)
def test_a_condition_counts_every_and_and_or_in_it(code: str, counts: list[tuple[str, int]]) -> None:
    assert list(complexity.conditions(ast.parse(code))) == counts


def test_what_is_over_a_bound_and_no_exception_is_named() -> None:
    assert list(complexity.judged(OVER, {})) == ["a.py::f: cognitive 40, at most 25"]
    assert list(complexity.judged(OVER, {"cognitive": {"a.py::f": 40}})) == []


def test_an_exception_may_not_grow_and_has_to_go_when_it_is_none() -> None:
    assert list(complexity.judged(OVER, {"cognitive": {"a.py::f": 39}})) == [
        "a.py::f: cognitive 40, at most 39"
    ]
    (line,) = complexity.judged(
        {"cognitive": {"a.py::f": 3}, "operators": {}}, {"cognitive": {"a.py::f": 40}}
    )
    assert "take it off" in line


def test_the_list_that_is_written_is_read_as_it_was_and_is_never_longer() -> None:
    known = {"cognitive": {"a.py::f": 50, "a.py::gone": 30}, "operators": {"a.py::A.g": 6}}
    lowered = complexity.lowered(OVER, known)
    assert lowered == {"cognitive": {"a.py::f": 40}, "operators": {}}
    assert tomllib.loads(complexity.written(lowered)) == lowered


def test_the_exceptions_are_functions_of_the_package() -> None:
    found = complexity.measured(ROOT / "quotediff")
    known = tomllib.loads(complexity.EXCEPTIONS.read_text(encoding="utf-8"))
    for bound in complexity.BOUNDS:
        assert known[bound].keys() <= found[bound].keys()

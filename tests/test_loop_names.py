"""A loop of more than three lines has words for what it goes over, no letters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES = 3
"""Lines up to which a letter is seen at a glance."""


def targets(node: ast.AST) -> list[ast.expr]:
    """What a loop or a comprehension sets."""
    if isinstance(node, ast.For):
        return [node.target]
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return [generator.target for generator in node.generators]
    return []


def letters(code: str) -> Iterator[str]:
    """Every variable of one letter that a long loop sets, with its line."""
    for node in ast.walk(ast.parse(code)):
        for target in targets(node):
            if node.end_lineno - node.lineno >= LINES:
                names = (part.id for part in ast.walk(target) if isinstance(part, ast.Name))
                yield from (f"{node.lineno}: {name}" for name in names if len(name) == 1 and name != "_")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("for k in x:\n    a\n    b", []),
        ("for k in x:\n    a\n    b\n    c", ["1: k"]),
        ("for key, (a, _) in x:\n    a\n    b\n    c", ["1: a"]),
        ("y = [\n    k\n    for k in x\n    if k\n]", ["1: k"]),
        ("y = [\n    word\n    for word in x\n    if any(k for k in word)\n]", []),
    ],
)
def test_letters_of_long_loops_are_found(code: str, found: list[str]) -> None:
    assert list(letters(code)) == found


def test_no_long_loop_of_the_package_has_a_letter() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / "quotediff").rglob("*.py"))
        if (lines := list(letters(path.read_text(encoding="utf-8"))))
    }
    assert found == {}

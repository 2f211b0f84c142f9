"""Constants: bounds stand in one module, a private name has one meaning, English words are data."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quotediff"
MODULES = sorted(PACKAGE.rglob("*.py"))

SEVERAL_MEANINGS = frozenset(
    """
    _ATTRIBUTES _BREAKS _CHARACTERS _CONTEXT _CONTROL _ESCAPE _KEYS _LINE_END _MARKED _MARKS _MEANT
    _NARROW_COLUMNS _NEEDED _PARTS _PLACE _PLAIN _SETTINGS _SKIPPED _SPACE _STORY _TOKEN
    """.split()  # noqa: SIM905 - a list that is edited
)
"""Names that still have two meanings; the list may only shrink."""


def constants(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """The constants of a module with what they are set to."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id.isupper():
                    yield target.id, node.value


def value(expression: ast.expr) -> str:
    """What an expression gives, as far as it is written out: the order of a set's members tells nothing."""
    if isinstance(expression, ast.Call) and ast.unparse(expression.func) == "frozenset" and expression.args:
        return f"set {value(expression.args[0])}"
    if isinstance(expression, ast.Set):
        return str(sorted(map(ast.unparse, expression.elts)))
    return ast.unparse(expression)


def test_a_private_name_of_a_constant_has_one_meaning_in_the_package() -> None:
    values = defaultdict(lambda: defaultdict(list))
    for path in MODULES:
        for name, expression in constants(path):
            if name.startswith("_"):
                values[name][value(expression)].append(str(path.relative_to(PACKAGE)))
    several = {name: list(found.values()) for name, found in values.items() if len(found) > 1}
    assert {name: places for name, places in several.items() if name not in SEVERAL_MEANINGS} == {}
    assert several.keys() >= SEVERAL_MEANINGS, "take the names that have one meaning now off the list"


def test_bounds_stand_in_the_module_of_bounds_each_with_what_it_counts() -> None:
    beside = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in MODULES
        for name, _ in constants(path)
        if name.startswith(("MAX_", "MOST_", "LONGEST_", "WINDOW_")) and path.name != "limits.py"
    ]
    assert beside == []
    source = (PACKAGE / "limits.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            around = (lines[node.lineno - 2], lines[node.lineno - 1], *lines[node.lineno : node.lineno + 1])
            assert any("#" in line or '"""' in line for line in around), ast.unparse(node)


def test_every_bound_is_used_and_named_by_what_it_bounds() -> None:
    names = [name for name, _ in constants(PACKAGE / "limits.py")]
    assert [name for name in names if not name.startswith(("MAX_", "MIN_", "WINDOW_"))] == []
    used = "\n".join(p.read_text(encoding="utf-8") for p in MODULES if p.name != "limits.py")
    assert [name for name in names if name not in used] == []

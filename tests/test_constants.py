"""Constants: bounds stand in one module, a private name has one meaning, English words are data."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from quotediff.lang.lexicon import rows

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quotediff"
MODULES = sorted(PACKAGE.rglob("*.py"))


def constants(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """The constants of a module with what they are set to."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from named(node.target, node.value)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from named(target, node.value)


def named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The constants that one assignment sets: ``A, B = 1, 2`` sets two."""
    if isinstance(target, ast.Tuple):
        for k, part in enumerate(target.elts):
            written_out = isinstance(value, ast.Tuple)
            yield from named(part, value.elts[k] if written_out else ast.Subscript(value, ast.Constant(k)))
    elif isinstance(target, ast.Name) and target.id.isupper():
        yield target.id, value


def value(expression: ast.expr) -> str:
    """What an expression gives, as far as it is written out: the order of a set's members tells nothing."""
    if isinstance(expression, ast.Call) and ast.unparse(expression.func) == "frozenset" and expression.args:
        return f"set {value(expression.args[0])}"
    if isinstance(expression, ast.Set):
        return str(sorted(map(ast.unparse, expression.elts)))
    return ast.unparse(expression)


def test_a_private_name_of_a_constant_is_defined_once_in_the_package() -> None:
    values = defaultdict(lambda: defaultdict(list))
    for path in MODULES:
        for name, expression in constants(path):
            if name.startswith("_"):
                values[name][value(expression)].append(str(path.relative_to(PACKAGE)))
    assert {name: list(found.values()) for name, found in values.items() if len(found) > 1} == {}, (
        "a name has one meaning"
    )
    repeated = {name: found for name, found in values.items() if len(next(iter(found.values()))) > 1}
    of_data = {name for name, found in repeated.items() if next(iter(found)).startswith("word_list(")}
    assert repeated.keys() - of_data == set(), "what two modules need is public in one of them"


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


def test_no_module_sets_a_constant_twice() -> None:
    names = {path: [name for name, _ in constants(path)] for path in MODULES}
    twice = {
        path.relative_to(PACKAGE).as_posix(): sorted({name for name in found if found.count(name) > 1})
        for path, found in names.items()
        if len(found) > len(set(found))
    }
    assert twice == {}, "the second is what both places get"


def test_every_bound_is_used_and_named_by_what_it_bounds() -> None:
    names = [name for name, _ in constants(PACKAGE / "limits.py")]
    assert [name for name in names if not name.startswith(("MAX_", "MIN_", "WINDOW_"))] == []
    used = "\n".join(p.read_text(encoding="utf-8") for p in MODULES if p.name != "limits.py")
    assert [name for name in names if name not in used] == []


LANGUAGE = ("identity.py", "align/", "changes/", "extraction/", "lang/")
"""The parts that know English."""

WORD = re.compile(r"[A-Za-z]['’A-Za-z.-]*(?: ['’A-Za-z.-]+)*")
ALTERNATIVES = re.compile(r"(?:[A-Za-z' -]+\|){3,}[A-Za-z' -]+")


def lists_of_words(tree: ast.AST) -> Iterator[int]:
    """The lines of literals with more than three words: sets, sequences, keys, alternatives of a pattern."""
    of_python = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("__all__", "__slots__")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict) and id(node) not in of_python:
            members = node.keys if isinstance(node, ast.Dict) else node.elts
            values = [member.value for member in members if isinstance(member, ast.Constant)]
            if len([v for v in values if isinstance(v, str) and WORD.fullmatch(v)]) > 3:
                yield node.lineno
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and ALTERNATIVES.search(node.value)
        ):
            yield node.lineno


def test_words_of_english_are_data_and_not_in_code() -> None:
    found = {}
    for path in MODULES:
        place = path.relative_to(PACKAGE).as_posix()
        if place.startswith(LANGUAGE) and (lines := list(lists_of_words(ast.parse(path.read_text("utf-8"))))):
            found[place] = lines
    assert found == {}, "words belong into quotediff/lang/en, a short list into word_lists.txt"


def test_every_short_list_of_words_is_asked_for_by_its_name() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    asked = set(re.findall(r"""word_(?:list|sequence)\(["'](\w+)["']\)""", code))
    assert asked == {name for name, _ in rows("word_lists", 2)}
    asked = set(re.findall(r'word_map\("(\w+)"\)', code))
    assert asked == {name for name, _, _ in rows("word_maps", 3)}

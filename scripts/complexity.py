"""Holds the package to bounds of complexity: cognitive complexity of a function, operators of a condition.

complexity.py             names what is over a bound and is no exception; exit status 1 if anything is
complexity.py --update    takes off the list what is not over any more, and lowers what has come down
complexity.py --top N     the N most complex functions, and the N longest conditions

The exceptions stand in ``scripts/complexity.toml``. That list may only shrink: what is within its bound has
to be taken off, and nothing may become more complex than the list says.

Cognitive complexity is G. Ann Campbell's ("Cognitive Complexity", SonarSource, 2018) as complexipy counts it.
The operators of a condition are the ``and`` and ``or`` in one expression, however deep.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from complexipy import file_complexity

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).with_suffix(".toml")
BOUNDS = {"cognitive": 25, "operators": 4}
"""The most that a function, or a condition in a function, may have."""

Found = Mapping[str, Mapping[str, int]]  # by bound and function: the most there is


def main() -> int:
    """Prints what is over the bounds; the exit status says whether anything is that may not be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="shrink the list of exceptions")
    parser.add_argument("--top", type=int, metavar="N", help="show the N worst of each sort")
    arguments = parser.parse_args()
    found = measured(ROOT / "quotediff")
    if arguments.top:
        for bound, functions in found.items():
            for name, value in sorted(functions.items(), key=lambda item: (-item[1], item[0]))[
                : arguments.top
            ]:
                print(f"{value:4} {bound} {name}")
        return 0
    known = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    if arguments.update:
        EXCEPTIONS.write_text(written(lowered(found, known)), encoding="utf-8")
        return 0
    complaints = list(judged(found, known))
    print("\n".join(complaints) or "no function and no condition is over its bound, but for the exceptions")
    return 1 if complaints else 0


def measured(package: Path) -> Found:
    """The cognitive complexity of every function, and the operators of the longest condition in it."""
    cognitive: dict[str, int] = {}
    operators: dict[str, int] = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).as_posix()
        for function in file_complexity(str(path)).functions:
            cognitive[f"{place}::{function.name.replace('::', '.')}"] = function.complexity
        for name, count in conditions(ast.parse(path.read_text(encoding="utf-8"))):
            operators[f"{place}::{name}"] = max(count, operators.get(f"{place}::{name}", 0))
    return {"cognitive": cognitive, "operators": operators}


def conditions(tree: ast.AST, name: str = "<module>") -> Iterator[tuple[str, int]]:
    """Each condition of a module: the function it stands in, and how many ``and`` and ``or`` it has."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = node.name if name == "<module>" else f"{name}.{node.name}"
            yield from conditions(node, inner)
        elif isinstance(node, ast.BoolOp):
            every = [n for n in ast.walk(node) if isinstance(n, ast.BoolOp)]
            yield name, sum(len(one.values) - 1 for one in every)
        else:
            yield from conditions(node, name)


def judged(found: Found, known: Found) -> Iterator[str]:
    """A line for each function that is over a bound and may not be, and for each exception that is none."""
    for bound, most in BOUNDS.items():
        allowed = known.get(bound, {})
        for name, value in sorted(found[bound].items()):
            if value > allowed.get(name, most):
                yield f"{name}: {bound} {value}, at most {allowed.get(name, most)}"
        for name in sorted(allowed):
            if found[bound].get(name, 0) <= most:
                yield f"{name}: {bound} is within its bound; take it off {EXCEPTIONS.name} (--update)"


def lowered(found: Found, known: Found) -> Found:
    """The exceptions that are still over a bound, none higher than before."""
    return {
        bound: {
            name: min(value, found[bound][name])
            for name, value in known.get(bound, {}).items()
            if found[bound].get(name, 0) > most
        }
        for bound, most in BOUNDS.items()
    }


def written(exceptions: Found) -> str:
    """The list as its file has it."""
    lines = ["# Functions over a bound of scripts/complexity.py. The list may only shrink (--update)."]
    for bound, functions in exceptions.items():
        lines += ["", f"[{bound}] # at most {BOUNDS[bound]} elsewhere"]
        lines += [f'"{name}" = {value}' for name, value in sorted(functions.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

"""Imports run one way, and what is costly to import is imported in one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import quotediff

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quotediff"

# docs/architecture.md: a module may import from those left of it, and from its own layer's folder.
ORDER = (
    ("limits", "values"),
    ("text",),
    ("errors", "model"),
    ("comparison", "excerpts"),
    ("versions", "report", "annotated", "scores"),
    ("lang",),
    ("identity",),
    ("readers", "extraction"),
    ("align",),
    ("changes",),
    ("tracing", "tallying", "config", "evaluation"),
    ("rendering",),
    ("api",),
    ("corpus",),
    ("archive", "annotations"),
    ("cli", "spark"),
)
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}
OPTIONAL = {  # files, and what they import that not every environment has: an extra; what a C compiler made
    "compiled_network.py": "quotediff.extraction.learned._kernel",
    "spark.py": "pyspark",
}
ENTRIES = {"__init__", "__main__"}  # the package's own: public names, and the way into the command line


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, by its full name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def part(module: str) -> str:
    """``rendering`` of ``quotediff.rendering.table``."""
    return module.split(".")[1] if module.startswith("quotediff.") else ""


MODULES = sorted(PACKAGE.rglob("*.py"))
INNER = [p for p in MODULES if p.relative_to(PACKAGE).parts[0].removesuffix(".py") not in ENTRIES]


SHOWN_BY = "quotediff.rendering.plain"  # what the methods of ``model.Result`` load when they are called


def test_only_a_result_s_own_methods_import_against_the_order() -> None:
    tree = ast.parse((PACKAGE / "model.py").read_text(encoding="utf-8"))
    (result,) = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Result"]
    inside = [n for n in ast.walk(result) if isinstance(n, ast.ImportFrom)]
    assert {n.module for n in inside} == {SHOWN_BY}
    everywhere = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == SHOWN_BY]
    assert everywhere == inside


@pytest.mark.parametrize("path", INNER, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_those_left_of_it(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    found = {m for m in imports(path) if own != "model" or not m.startswith(SHOWN_BY)}  # see above
    for other in sorted({part(m) for m in found} & set(LEVEL)):
        lower = LEVEL[other] < LEVEL[own] or {own, other} == {"errors", "model"}
        assert other == own or lower, f"{path.name} in {own} imports from {other}"


def test_every_part_has_its_place_in_the_order() -> None:
    parts = {p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in MODULES}
    assert parts - ENTRIES <= set(LEVEL)


def test_the_order_is_the_one_the_architecture_states() -> None:
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (line,) = [x for x in words.splitlines() if x.startswith("{`limits`, `values`} <- ")]
    stated = [tuple(n.strip(" {}`.") for n in level.split(",")) for level in line.split(" <- ")]
    assert stated == list(ORDER)


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("click", "cli/"),
        ("tabulate", "cli/rule.py"),
        ("diff_match_patch", "align/"),
        ("trafilatura", "readers/mainstory.py"),
    ],
)
def test_a_library_is_imported_in_its_place_only(library: str, home: str) -> None:
    users = [str(p.relative_to(PACKAGE)) for p in MODULES if library in {m.split(".")[0] for m in imports(p)}]
    assert all(user.startswith(home) for user in users), users


def loaded(code: str) -> set[str]:
    """The modules in memory after ``code`` has run in a fresh Python."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.split())


def test_importing_quotediff_loads_next_to_nothing() -> None:
    ours = {m for m in loaded("import quotediff") if m.startswith("quotediff")}
    assert ours == {"quotediff"}


def test_the_command_line_loads_what_it_needs_only() -> None:
    listing = loaded("import quotediff.cli.list, quotediff.cli.run")
    assert not listing & {
        "tabulate",
        "diff_match_patch",
        "rapidfuzz",
        "jsonschema",
        "numpy",
        "quotediff.align",
        "quotediff.config",
        "quotediff.tracing",
        "quotediff.tallying",
        "quotediff.versions",
        "quotediff.archive",
        "sqlite3",
    }


def test_no_folder_has_the_name_of_a_public_function() -> None:
    names = set(quotediff.__all__)
    assert not names & {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir()}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_submodule_can_be_imported_under_another_name(path: Path) -> None:
    parts = ("quotediff", *path.relative_to(PACKAGE).with_suffix("").parts)
    module = ".".join(parts).removesuffix(".__init__")
    if needed := OPTIONAL.get(path.name):
        pytest.importorskip(needed, reason=f"no {needed} here", exc_type=ImportError)
    if path.name != "__main__.py":
        exec(f"import {module} as m\nassert m.__name__ == {module!r}", {})  # noqa: S102 - the statement is the test


def test_every_public_name_is_there() -> None:
    loaded("import quotediff\nfor name in quotediff.__all__: getattr(quotediff, name)")

"""The pages of the documentation that are made of the code, the schemas, the cases and the notebook.

``made_pages`` gives them as Markdown, by the path they have on the site. ``scripts/site`` builds the site of
them and of the pages of ``docs/``; nothing of it is kept in the project.
"""

from __future__ import annotations

import ast
import html
import importlib
import json
import os
import re
import tomllib
from pathlib import Path, PurePosixPath
from types import FunctionType
from typing import TYPE_CHECKING, Any

from readme import explanation, table

import quotediff
from quotediff.changes import RULES
from quotediff.model import PROBLEMS, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parent.parent
REPOSITORY = "https://github.com/OWNER/quotediff/blob/main/"
SCHEMAS = ("list", "compare", "history", "sources", "check", "evaluate")
_COPIED = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}


def made_pages() -> dict[str, str]:
    """All of them, by path: the pages of the project's folder, and those that are made."""
    made = {
        "api.md": api(),
        "json.md": json_keys(),
        "limits.md": limits(),
        "notebook.md": notebook(),
        "tricky-cases.md": tricky_cases(),
    }
    copied = {to: page_of_site(_read(name), name) for name, to in _COPIED.items()}
    return made | copied | {f"codes/{code}.md": text for code, text in codes()}


def _read(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


# --- links ---------------------------------------------------------------------------------------------

_LINK = re.compile(r"\]\(([^()\s]+)\)")
_GENERATED = re.compile(r"<!-- (?:begin: [\w-]+|end) -->\n")
_EXPLAINED = re.compile(r"<!-- begin: explained -->.*?<!-- end -->\n", re.DOTALL)
_CODE_ROW = re.compile(r"^\| (QD\d{3}) \| ([\w-]+) \|", re.MULTILINE)


def page_of_site(text: str, path: str) -> str:
    """A page of the project as the site has it: links lead to pages of the site, or into the repository.

    Args:
        text: the page's Markdown.
        path: where it stands in the project, such as ``docs/codes.md``.
    """
    if path == "docs/codes.md":  # there each code has a page of its own
        text = _CODE_ROW.sub(r"| [\1](codes/\1.md) | [\2](codes/\1.md) |", _EXPLAINED.sub("", text))
    return _LINK.sub(lambda link: f"]({_target(link[1], path)})", _GENERATED.sub("\n", text))


def _target(link: str, path: str) -> str:
    if link.startswith("#") or ("://" in link and not link.startswith(REPOSITORY)):
        return link
    name, _, anchor = link.removeprefix(REPOSITORY).partition("#")
    name = name.partition("?")[0]
    folder = PurePosixPath() if link.startswith(REPOSITORY) else PurePosixPath(path).parent
    where = os.path.normpath(folder / name)
    if not (ROOT / where).exists():
        return link  # the builder says that it leads nowhere
    return _page(where) + (f"#{anchor}" if anchor else "")


def _page(where: str) -> str:
    """The page of the site that a file of the project is on, or the file's address in the repository."""
    if where in _COPIED:
        return _COPIED[where]
    if where.startswith("docs/"):
        return where.removeprefix("docs/").replace(".ipynb", ".md")
    return REPOSITORY + where


# --- codes ---------------------------------------------------------------------------------------------


def codes() -> Iterator[tuple[str, str]]:
    """A page for each code, with what its function's docstring says."""
    for code, rule in sorted(RULES.items()):
        yield code, explanation(rule, "#").lstrip() + "\n[All codes](../codes.md)\n"
    for code, (name, level, meaning) in PROBLEMS.items():
        yield code, f"# {code} {name}\n\n*{level}, a problem*. {meaning}\n\n[All codes](../codes.md)\n"


# --- Python --------------------------------------------------------------------------------------------

_KINDS = (
    ("Functions", "What the library does; each takes and gives values of the sections below."),
    ("Results", "What the functions give. Each has the methods of `quotediff.model.Result`."),
    ("Values", "What results are made of."),
    ("Errors", "What is raised, and by what it is told apart."),
)


def api() -> str:
    """Every public name, with its signature and its docstring, which the builder fills in."""
    parts = [
        "# Python API\n\nEvery public name of `import quotediff`. [Python](python.md) shows them at work.\n"
    ]
    names = [name for name in quotediff.__all__ if not name.startswith("_")]
    for kind, words in _KINDS:
        parts.append(f"\n## {kind}\n\n{words}\n")
        own = [name for name in names if _kind(getattr(quotediff, name)) == kind]
        parts += [f"\n::: quotediff.{name}\n" for name in ["model.Result"] * (kind == "Results") + own]
    return "".join(parts)


def _kind(value: object) -> str:
    if isinstance(value, FunctionType):
        return "Functions"
    if not isinstance(value, type):
        return "Values"
    if issubclass(value, Exception):
        return "Errors"
    return "Results" if issubclass(value, Result) else "Values"


# --- JSON ----------------------------------------------------------------------------------------------


def json_keys() -> str:
    """Every key of each command's JSON, from the schemas that are shipped."""
    read = {name: json.loads(_read(f"quotediff/rendering/{name}.schema.json")) for name in SCHEMAS}
    parts = [
        (
            "# JSON\n\nEvery key of `--format json`, which `to_dict()` and `to_json()` of a result give. "
            "The schemas are part of the package (`quotediff/rendering/*.schema.json`).\n"
        )
    ]
    written: dict[str, str] = {}  # a definition, as JSON, to the heading it stands under
    for name, schema in read.items():
        definitions = schema["$defs"]
        new = {key: json.dumps(value) for key, value in definitions.items()}
        for key, value in new.items():  # what two commands share is told once
            written.setdefault(value, f"{name}-{key}")
        places = {key: written[value] for key, value in new.items()}
        commands = schema["title"].replace("quotediff ", "").replace(" --format json", "")
        parts.append(f"\n## {commands}\n\n{_description(schema)}\n")
        parts.append("\n" + _keys(schema, places) if "properties" in schema else "")
        for key, place in places.items():
            if place == f"{name}-{key}":
                value = definitions[key]
                parts.append(f"\n### {key} {{#{place}}}\n\n{_description(value)}\n\n{_keys(value, places)}")
    return "".join(parts)


def _description(value: Mapping[str, Any]) -> str:
    return re.sub(r"#/\$defs/(\w+)", r"*\1*", str(value.get("description", "")))


def _keys(value: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """The keys of an object as a table; of what is none, what it is."""
    if "properties" not in value:
        return f"It is {_type(value, places)}.\n"
    rows = (
        f"| `{key}` | {_type(each, places)} | {_cell(_description(each))} |"
        for key, each in value["properties"].items()
    )
    return table("| key | type | |", rows)


def _type(value: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """What a value of JSON may be, in words; ``places`` are where definitions stand on the page."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{places[name]})"
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(each)}`".replace('"', "") for each in value["enum"])
    for several in ("anyOf", "oneOf"):
        if several in value:
            return " or ".join(_type(each, places) for each in value[several])
    types = value.get("type", "any")
    names = [types] if isinstance(types, str) else types
    return " or ".join(_list(value, places) if name == "array" else str(name) for name in names)


def _list(value: Mapping[str, Any], places: Mapping[str, str]) -> str:
    if "prefixItems" in value:
        return f"[{', '.join(_type(each, places) for each in value['prefixItems'])}]"
    return f"list of {_type(value['items'], places)}" if isinstance(value.get("items"), dict) else "list"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


# --- limits --------------------------------------------------------------------------------------------

_CONSTANT = re.compile(r"^([A-Z][A-Z_]+) = (.+?)(?:  # (.+))?$")


def limits() -> str:
    """Every bound, with its unit and reason, from ``quotediff/limits.py``."""
    source = (ROOT / "quotediff/limits.py").read_text(encoding="utf-8")
    module = importlib.import_module("quotediff.limits")
    parts = [
        "# Limits\n\n",
        (
            "What no analysis of texts can know is told [at the start](index.md#limits), what this one gets "
            "wrong under [Tricky cases](tricky-cases.md). These are its bounds.\n\n"
        ),
        " ".join((ast.get_docstring(ast.parse(source)) or "").split()).replace("``", "`"),
        "\n",
    ]
    for line in _bounds(source):
        if isinstance(line, str):
            parts.append(f"\n## {line}\n\n" + table("| bound | value | what, and why | of |", ()))
        else:
            name, comment, where = line
            value = getattr(module, name)
            shown = f"{value:,}" if isinstance(value, int) else str(value)
            parts.append(f"| `{name}` | {shown} | {_cell(comment)} | `{where}` |\n")
    return "".join(parts)


def _bounds(source: str) -> Iterator[str | tuple[str, str, str]]:
    """Headings of ``limits.py``, and its constants with their comments and the file that each bounds."""
    where, above = "", ""
    body = source[source.index("\n# ") :]
    lines = body.splitlines()
    for number, line in enumerate(lines):
        if found := _CONSTANT.match(line):
            comment = found[3] or above or _inside(lines[number + 1 :])
            yield found[1], comment.strip(), where
            above = ""
        elif line.startswith("# ") and line.endswith(".py"):
            where = line[2:]
        elif line.startswith("# ") and _alone(lines, number):
            yield line[2:]
        elif line.startswith("# "):
            above += line[2:] + " "


def _alone(lines: list[str], number: int) -> bool:
    """Whether a line has empty ones around it: a heading."""
    return not lines[number - 1] and not "".join(lines[number + 1 : number + 2])


def _inside(lines: list[str]) -> str:
    """The comment of a value that is written over several lines."""
    return next((line.partition("  # ")[2] for line in lines if "  # " in line), "")


# --- the notebook --------------------------------------------------------------------------------------


def notebook() -> str:
    """The notebook of ``docs/`` run from top to bottom, with what each cell shows."""
    path = ROOT / "docs/notebook.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        return "\n".join(_cells(cells)) + "\n"
    finally:
        os.chdir(here)


def _cells(cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    names: dict[str, object] = {}
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source + "\n"
        else:
            yield f"```python\n{source}\n```\n"
            yield _shown(run_cell(source, names))


def run_cell(source: str, names: dict[str, object]) -> object:
    """The value of a cell's last line, as a notebook shows it."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "notebook", "exec"), names)  # noqa: S102 - our own
    if not isinstance(last, ast.Expr):
        raise TypeError(f"a cell of the notebook ends in no value: {source}")
    return eval(compile(ast.Expression(last.value), "notebook", "eval"), names)  # noqa: S307 - our own


def _shown(value: object) -> str:
    """A value as the page shows it: results in a frame, which keeps their style to itself."""
    if isinstance(value, Result):
        inside = html.escape(value._repr_html_(), quote=True).replace("\n", "&#10;")
        return f'<iframe class="result" title="What the cell shows" sandbox="" srcdoc="{inside}"></iframe>\n'
    return f"```text\n{value}\n```\n"


# --- tricky cases --------------------------------------------------------------------------------------

_KNOWN = re.compile(r"(.+) \(known failure(?: of the (network|rules))?: (.+)\)$")
_MARKED = re.compile(
    r'pytest\.param\(\s*"([^"]+)"[^()]*?marks=pytest\.mark\.xfail\([^)]*?reason="([^"]+)"', re.DOTALL
)
_UNSEEN = "unseen"  # groups of stories whose errors nobody reads


def tricky_cases() -> str:
    """What is known to go wrong: cases of the tests that fail, and findings of the corpus, by cause."""
    parts = [
        "# Tricky cases\n\n",
        (
            "What a careful reader reads otherwise than quotediff does, and why. Each case is one that the "
            "tests hold: when it comes to be read right, they say so, and it leaves this page.\n"
        ),
    ]
    for path in sorted((ROOT / "tests/cases").glob("*.md")):
        found = list(_known_failures(path.read_text(encoding="utf-8")))
        parts += [f"\n## {path.stem.capitalize()}\n"] * bool(found) + found
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for words, why in _MARKED.findall(path.read_text(encoding="utf-8")):
            parts.append(f"\n### {words}\n\n{why}.\n")
    return "".join(parts) + _corpus_failures()


def _known_failures(cases: str) -> Iterator[str]:
    """The cases of a file of cases that are marked as failing, each with the reason first."""
    for section in re.split(r"^## ", cases, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if known := _KNOWN.match(heading):
            title, engine, why = known.groups()
            whom = f"With `--engine {engine}`: " if engine else ""
            case = body.replace("```\n|", "```\n\n|").strip()  # the site needs a line above a table
            yield f"\n### {title}\n\n{whom}{why}.\n\n{case}\n"


def _corpus_failures() -> str:
    """Findings of the corpus by cause: how many, and one of a story whose errors may be read."""
    known = tomllib.loads((ROOT / "corpus/quotediff-baseline.toml").read_text(encoding="utf-8"))["known"]
    rows = []
    for group in known:
        read = [finding for finding in group["findings"] if not _group(finding).startswith(_UNSEEN)]
        example = f"`{read[0].replace('`', '')}`" if read else ""
        rows.append(f"| {_cell(group['reason'])} | {len(group['findings'])} | {_cell(example)} |")
    return (
        "\n## In the corpus\n\nFindings of `quotediff check corpus` that are known, by cause "
        "([the whole list]("
        + REPOSITORY
        + "corpus/quotediff-baseline.toml)).\n\n"
        + table("| cause | findings | one of them |", rows)
    )


def _group(finding: str) -> str:
    story = ROOT / "corpus" / finding.split(maxsplit=1)[0] / "story.toml"
    return str(tomllib.loads(story.read_text(encoding="utf-8")).get("group", ""))

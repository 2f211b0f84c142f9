"""Writes the generated parts of the README and of docs/, and the files that are generated as a whole.

Generated parts are what stands between ``<!-- begin: NAME -->`` and ``<!-- end -->``. With ``--check``
nothing is written, and the status is 1 if any part or file differs from what the code says and does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import drawings
import manual

from quotediff.archive.questions import questions
from quotediff.archive.schema import TABLES
from quotediff.archive.schema import Table as ArchiveTable
from quotediff.changes.registry import RULES
from quotediff.cli import COMMANDS
from quotediff.cli.commands import commands
from quotediff.model import PROBLEMS
from quotediff.rendering import ANNOTATIONS, FORMATS
from quotediff.report import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from quotediff.changes.registry import Rule

_ROOT = Path(__file__).parent.parent
_PAGES = (_ROOT / "README.md", *sorted((_ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"(<!-- begin: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_STORY = "corpus/solvent-plant-fire"
_LONG_STORY = [f"corpus/anatolia-earthquake/v{n}.txt" for n in range(1, 5)]
_UNNAMED_STORY = "corpus/coalition-talks-sources"


def _run(*arguments: str, head: int) -> str:
    """A command and its answer, as a terminal of 100 columns would show them: ``head`` lines and the last."""
    done = subprocess.run(
        [sys.executable, "-m", "quotediff", *arguments, "--width", "100", "--color", "never"],
        cwd=_ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"quotediff {' '.join(arguments)}: status {done.returncode}\n{done.stderr}")
    lines = done.stdout.splitlines()
    shown = "\n".join(lines if len(lines) <= head + 2 else [*lines[:head], "...", "", lines[-1]])
    return f"```console\n$ quotediff {' '.join(arguments)}\n{shown}\n```\n"


def table(head: str, rows: Iterable[str]) -> str:
    """A table of Markdown."""
    rule = "|" + " --- |" * (head.count("|") - 1)
    return "\n".join([head, rule, *rows]) + "\n"


def _commands() -> str:
    rows = []
    for name, (module, attribute) in COMMANDS.items():
        command = getattr(import_module(module), attribute)
        rows.append(f"| `quotediff {name}` | {command.short_help} |")
    return table("| command | does |", rows)


def _formats(modules: Mapping[str, str] = FORMATS) -> str:
    rows = []
    for name, module in modules.items():
        summary = (import_module(module).__doc__ or "").split("\n\n")[0].replace("\n", " ")
        rows.append(f"| `{name}` | {summary.split(': ', 1)[1].replace('``', '`')} |")
    return table("| `--format` | |", rows)


def _codes() -> str:
    rows = []
    for rule in sorted(RULES.values(), key=lambda r: r.code):
        summary = " ".join(rule.summary.split()).replace("``", "`").replace("|", "\\|")
        level = f"{rule.severity.value}, hidden" if rule.hidden else rule.severity.value
        rows.append(f"| {rule.code} | {rule.name} | {level} | {summary} |")
    return table("| code | name | severity | reported when |", rows)


def _explained() -> str:
    """Each code as ``quotediff rule`` explains it: a heading, what it means, why it matters, an example."""
    return "".join(map(explanation, sorted(RULES.values(), key=lambda r: r.code)))


def explanation(rule: Rule, heading: str = "##") -> str:
    """A code as ``quotediff rule`` explains it, below a heading of that level."""
    level = f"{rule.severity.value}, hidden unless asked for" if rule.hidden else rule.severity.value
    example = [f"  {side}: {words}" for side, words in (("old", rule.old), ("new", rule.new)) if words]
    words = (f"{heading} {rule.code} {rule.name}", f"*{level}*. {rule.summary}", rule.details, rule.why)
    parts = [part.replace("``", "`") for part in words]
    parts.append("```\n" + "\n".join(line.replace("\n", "\n       ") for line in example) + "\n```")
    return "\n" + "\n\n".join(filter(None, parts)) + "\n"


def _problems() -> str:
    rows = [f"| {code} | {name} | {level} | {meaning} |" for code, (name, level, meaning) in PROBLEMS.items()]
    return table("| code | name | severity | reported when |", rows)


def _reference() -> str:
    """Every command as click describes it: usage, what it does, arguments and options."""
    return "".join(_described(name) for name in COMMANDS)


def _described(name: str) -> str:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None  # noqa: S101 - it is listed
    context = click.Context(command, info_name=f"quotediff {name}", terminal_width=100, max_content_width=100)
    told = f"\n## {name}\n\n```\n{command.get_help(context)}\n```\n"
    if not isinstance(command, click.Group):
        return told
    return told + "".join(_described_within(name, each, context) for each in command.list_commands(context))


def _described_within(group: str, name: str, context: click.Context) -> str:
    """A command of a group, as click describes it."""
    assert isinstance(context.command, click.Group)  # noqa: S101 - only groups have commands
    command = context.command.get_command(context, name)
    assert command is not None  # noqa: S101 - it is listed
    whole = f"quotediff {group} {name}"
    inner = click.Context(command, info_name=whole, terminal_width=100, max_content_width=100)
    return f"\n### {group} {name}\n\n```\n{command.get_help(inner)}\n```\n"


def _findings() -> str:
    rows = [f"| {code} | {c.name} | {c.severity.value} | {c.meaning} |" for code, c in CHECKS.items()]
    return table("| code | name | severity | reported when |", rows)


_RATE = {"articles/s": "{:.0f} articles/s", "peak MB": "{:.0f} MB"}
_SPEED = {  # a case of the bench: what it is, and its units as they are told
    "start network": (
        "one short article, from start to end",
        {"whole process ms": "{:.0f} ms", "python ms": "of which Python itself takes {:.0f} ms"},
    ),
    "start rules": ("the same with `--engine rules`", {"whole process ms": "{:.0f} ms"}),
    "list corpus network": ("`list`, the corpus", _RATE),
    "list polnear network": ("`list`, PolNeAR", _RATE),
    "list polnear rules": ("the same with `--engine rules`", _RATE),
    "jobs polnear network": ("time of `--jobs 2` in that of `--jobs 1`", {"ratio": "{:.2f}"}),
    "compare corpus": ("comparing the corpus's steps, already listed", {"pairs/s": "{:.0f} pairs/s"}),
    "peers": (
        "beside spaCy's small pipeline alone, the same articles of PolNeAR in turn",
        {
            "list articles/s": "`list` {:.0f} articles/s",
            "spacy articles/s": "spaCy {:.1f}",
            "textacy articles/s": "textacy {:.1f}",
            "list in times of spacy": "{:.1f} times spaCy's",
            "list, compiled in times of spacy": "compiled {:.1f} times",
        },
    ),
    "compare 100 KB": ("comparing two stories of 100 KB", {"pairs/s": "{:.1f} pairs/s"}),
}


def _tables() -> str:
    """Each table of an archive: what a row is, and its columns."""
    return "".join(map(_described_table, TABLES.values()))


def _described_table(kept: ArchiveTable) -> str:
    key = ", ".join(f"`{name}`" for name in kept.key)
    rows = [f"| `{c.name}` | {c.type}{', null' if c.null else ''} | {c.meaning} |" for c in kept.columns]
    return f"\n### {kept.name}\n\n{kept.meaning} Key: {key}.\n\n" + table("| column | type | |", rows)


def _questions() -> str:
    """The questions of an archive with their SQL."""
    numbered = enumerate(questions(), 1)
    return "\n".join(f"**{n}. {question.words}**\n\n```sql\n{question.sql}```\n" for n, question in numbered)


def _speed() -> str:
    kept = json.loads((_ROOT / "scripts" / "bench.json").read_text(encoding="utf-8"))
    measured = {case: (told, units) for case, (told, units) in _SPEED.items() if case in kept["figures"]}
    of = {case: one["commit"] for one in kept.get("earlier", []) for case in one["cases"]}
    rows = [
        f"| {told}{f' (at {of[case]})' if case in of else ''} | {_listed(kept['figures'][case], units)} |"
        for case, (told, units) in measured.items()
    ]
    earlier = "".join(
        f" At {one['commit']}: on {_machine(one)}."
        for one in kept.get("earlier", [])
        if measured.keys() & {*one["cases"]}
    )
    return (
        f"CPU time at {kept['commit']}, on {_machine(kept)}; medians of {kept['runs']} runs"
        f"{', of every twentieth article of PolNeAR' if kept.get('quick') else ''}.{earlier}\n\n"
        + table("| | |", rows)
    )


def _listed(figures: dict[str, float], units: dict[str, str]) -> str:
    """The figures of a case that were measured, each in its form."""
    return ", ".join(form.format(figures[unit]) for unit, form in units.items() if unit in figures)


def _machine(measured: dict[str, Any]) -> str:
    """What figures were measured on."""
    machine = measured["machine"]
    return f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, numpy {machine['numpy']}"


BLOCKS: dict[str, Callable[[], str]] = {
    "list": lambda: _run("list", f"{_STORY}/v1.txt", head=22),
    "compare": lambda: _run("compare", f"{_STORY}/v1.txt", f"{_STORY}/v2.txt", head=33),
    "history": lambda: _run("history", *_LONG_STORY, head=35),
    "sources": lambda: _run("sources", f"{_UNNAMED_STORY}/v1.txt", head=20),
    "commands": _commands,
    "formats": _formats,
    "annotations": lambda: _formats(ANNOTATIONS),
    "codes": _codes,
    "explained": _explained,
    "problems": _problems,
    "reference": _reference,
    "findings": _findings,
    "tables": _tables,
    "questions": _questions,
    "speed": _speed,
}


FILES: dict[str, Callable[[], str]] = {
    "docs/data-flow.svg": drawings.data_flow,
    "docs/layers.svg": drawings.layers,
    "man/quotediff.1": manual.manual,
}


def filled(text: str) -> str:
    """A page with every generated part as it should be."""
    return _BLOCK.sub(lambda m: f"{m[1]}{BLOCKS[m['name']]()}{m[3]}", text)


def _differing(text: str, wanted: str) -> list[str]:
    parts = zip(_BLOCK.finditer(text), _BLOCK.finditer(wanted), strict=True)
    return [there["name"] for there, should in parts if there[0] != should[0]]


def _wanted() -> Iterator[tuple[Path, str]]:
    """Each page and each generated file, with what should be in it."""
    for page in _PAGES:
        yield page, filled(page.read_text(encoding="utf-8"))
    for name, make in FILES.items():
        yield _ROOT / name, make()


def main() -> int:
    """Writes, or with ``--check`` compares; gives the exit status."""
    status = 0
    for path, wanted in _wanted():
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if "--check" not in sys.argv[1:]:
            path.write_text(wanted, encoding="utf-8")
        elif text != wanted:
            names = ", ".join(_differing(text, wanted)) if path in _PAGES else "all of it"
            print(f"{path.relative_to(_ROOT)} differs ({names}); scripts/readme writes it anew")
            status = 1
    if not status:
        print("README.md and docs/ say what the code does")
    return status


if __name__ == "__main__":
    sys.exit(main())

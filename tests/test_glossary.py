"""Every public name is made of words of the glossary, and no retired word is used."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import re
import tokenize
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import quotediff
from quotediff import annotated, comparison, model, report, scores, versions
from quotediff.cli import COMMANDS
from quotediff.rendering import rows

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS, EVERYDAY, RETIRED = GLOSSARY.split("\n## ")[1:]


def rows_of(section: str, column: int) -> list[str]:
    """A table's column, a cell a row."""
    lines = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    return [cells[column].strip("| ") for cells in lines]


def cells(section: str, column: int) -> list[str]:
    """The entries of a table's column, those with commas apart."""
    return [entry for cell in rows_of(section, column) for entry in cell.split(", ")]


WORDS = {word for entry in cells(TERMS, 0) for word in entry.split()}
WORDS |= set(re.findall(r"[\w]+", EVERYDAY.partition(":")[2]))
GONE = cells(RETIRED, 0)
GONE_EVERYWHERE = [
    word
    for words, where in zip(*(rows_of(RETIRED, column) for column in (0, 2)), strict=True)
    for word in words.split(", ")
    if where == "everywhere"
]


def of_classes(module: object) -> Iterator[str]:
    """Names of a module's classes, their fields and methods."""
    for name, value in vars(module).items():
        if inspect.isclass(value) and value.__module__ == getattr(module, "__name__", ""):
            yield name
            if dataclasses.is_dataclass(value):
                yield from (field.name for field in dataclasses.fields(value))
            yield from (n for n, v in vars(value).items() if inspect.isfunction(v) and not n.startswith("_"))


def of_schema(value: object) -> Iterator[str]:
    """Keys that a JSON schema allows."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from of_schema(part)
    if isinstance(value, dict) and isinstance(value.get("properties"), dict):
        yield from value["properties"]


def public() -> Iterator[str]:
    """Every name that somebody can build on: of the library, JSON, CSV, the command line."""
    yield from quotediff.__all__
    for module in (model, comparison, versions, report, annotated, scores):
        yield from of_classes(module)
    for name in quotediff.__all__:
        function = getattr(quotediff, name)
        if inspect.isfunction(function):
            yield from (name, *inspect.signature(function).parameters)
    for path in (ROOT / "quotediff" / "rendering").glob("*.schema.json"):
        yield from of_schema(json.loads(path.read_text(encoding="utf-8")))
    for name, value in vars(rows).items():
        if name.isupper() and isinstance(value, tuple):
            yield from value
    for module_name, attribute in COMMANDS.values():
        command = getattr(import_module(module_name), attribute)
        yield from (o for p in command.params for o in p.opts if o.startswith("--") or not o.startswith("-"))


def parts(name: str) -> list[str]:
    """The words of a name in any of its styles: ``old_span``, ``OldSpan``, ``--old-span``."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def known(word: str) -> bool:
    """Whether a word, or what it is the plural or a form of, is in the glossary."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es"), re.sub(r"ies$", "y", word)}
    forms |= {word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("es") + "is"}
    return not forms.isdisjoint(WORDS)


@pytest.mark.parametrize("name", sorted(set(public())))
def test_a_public_name_is_made_of_words_of_the_glossary(name: str) -> None:
    assert [part for part in parts(name) if not known(part)] == []


def names_of_code() -> Iterator[tuple[str, str]]:
    """What modules, classes, functions, fields and variables are called, each with its file."""
    for path in (ROOT / "quotediff").rglob("*.py"):
        place = str(path.relative_to(ROOT))
        yield path.stem, place
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name, place
            elif isinstance(node, ast.arg):
                yield node.arg, place
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, place


def prose() -> Iterator[tuple[str, str]]:
    """What is written for people, with its place: docs, docstrings and messages, comments, help."""
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        if path.name not in ("CHANGELOG.md", "glossary.md"):
            yield path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
    for path in (ROOT / "quotediff").rglob("*.py"):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type in (tokenize.STRING, tokenize.COMMENT):
                    yield token.string, f"{path.relative_to(ROOT)}:{token.start[0]}"


NAMES = sorted({*((name, "public") for name in public()), *names_of_code()})
PROSE = list(prose())


@pytest.mark.parametrize("retired", GONE)
def test_a_retired_word_is_no_part_of_a_name(retired: str) -> None:
    found = [(name, place) for name, place in NAMES if retired == name or retired in parts(name)]
    assert found == []


@pytest.mark.parametrize("retired", GONE_EVERYWHERE)
def test_a_retired_word_is_in_no_doc_message_comment_or_help(retired: str) -> None:
    word = re.compile(rf"\b{retired}\b", re.IGNORECASE)
    assert [place for text, place in PROSE if word.search(text)] == []

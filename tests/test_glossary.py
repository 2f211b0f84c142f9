"""Every public name is made of words of the glossary, and no retired word is used."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import quotediff
from quotediff import api, comparison, model, report, versions
from quotediff.changes.registry import RULES
from quotediff.cli import COMMANDS
from quotediff.model import PROBLEMS
from quotediff.rendering import rows

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS, EVERYDAY, RETIRED = GLOSSARY.split("\n## ")[1:]


def cells(section: str, column: int) -> list[str]:
    """The entries of a table's column, those with commas apart."""
    lines = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    return [entry for cell in lines for entry in cell[column].strip("| ").split(", ")]


WORDS = {word for entry in cells(TERMS, 0) for word in entry.split()}
WORDS |= set(re.findall(r"[\w]+", EVERYDAY.partition(":")[2]))
GONE = cells(RETIRED, 0)


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
    for module in (model, comparison, versions, report):
        yield from of_classes(module)
    for name, function in vars(api).items():
        if inspect.isfunction(function) and function.__module__ == api.__name__ and name[0] != "_":
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


def names_of_code() -> Iterator[str]:
    """The names that the package gives to functions, classes, fields and modules."""
    for path in (ROOT / "quotediff").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r"^ *(?:def|class) (\w+)", text, re.MULTILINE)
        yield path.stem


@pytest.mark.parametrize("retired", GONE)
def test_a_retired_word_is_no_part_of_a_name(retired: str) -> None:
    named = sorted({*public(), *names_of_code()})
    assert [name for name in named if retired == name or retired in parts(name)] == []


@pytest.mark.parametrize("retired", [word for word in GONE if word.islower()])
def test_a_retired_word_is_in_no_message_of_a_code(retired: str) -> None:
    told = [rule.summary for rule in RULES.values()] + [meaning for _, _, meaning in PROBLEMS.values()]
    assert [words for words in told if re.search(rf"\b{retired}\b", words)] == []

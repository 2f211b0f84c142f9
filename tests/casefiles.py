"""Reads Markdown case files: under each heading an article in a fence and, below it, what is expected.

Expectations are a bullet list or a table; prose between them is for the reader. A heading that ends in
"(known failure: why)" marks the case as a strict expected failure; in "(known failure of the network: why)"
and "(known failure of the rules: why)", of that engine alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from engines import ALWAYS

FOLDER = Path(__file__).parent / "cases"
_KNOWN = re.compile(r"\(known failure: (.+)\)$")
_OF_ONE = {
    "network": re.compile(r"\(known failure of the network: (.+)\)$"),
    "rules": re.compile(r"\(known failure of the rules: (.+)\)$"),
}


@dataclass(frozen=True)
class Case:
    title: str
    article: str
    bullets: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_cases_by_engine(name: str) -> list[pytest.param]:
    """The cases of ``read_cases`` for each engine: parameters of an engine's name and a case."""
    params = []
    for engine in ALWAYS:
        for param in read_cases(name):
            (case,) = param.values
            known = _OF_ONE[engine].search(case.title)
            marks = [pytest.mark.xfail(strict=True, reason=known.group(1))] if known else param.marks
            params.append(pytest.param(engine, case, id=f"{engine}: {param.id}", marks=marks))
    return params


def read_cases(name: str) -> list[pytest.param]:
    """The cases of ``cases/NAME.md`` as pytest parameters, each with its heading as id."""
    path = FOLDER / f"{name}.md"
    params = []
    for section in re.split(r"^#{2,} ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        fence = re.search(r"^```\w*\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)
        if fence is None:
            continue  # a heading that only groups
        expected = body[fence.end() :]
        bullets = tuple(m.group(1).strip() for m in re.finditer(r"^- (.*)$", expected, flags=re.MULTILINE))
        rows = tuple(
            tuple(
                cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))
            )
            for line in expected.splitlines()
            if line.startswith("|") and not set(line) <= set("|-: ")
        )
        assert bullets or rows or "nothing" in expected, f"{path.name}: {title}: expects nothing at all"
        known = _KNOWN.search(title)
        marks = [pytest.mark.xfail(strict=True, reason=known.group(1))] if known else []
        params.append(
            pytest.param(Case(title, fence.group(1).rstrip("\n"), bullets, rows[1:]), id=title, marks=marks)
        )
    assert params, f"{path.name} has no cases"
    return params

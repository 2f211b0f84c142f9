"""Real files of wires say what stands in them: for who has the samples (``pytest --samples DIR``)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from html import unescape
from itertools import groupby
from pathlib import Path

import laws
import pytest

from quotediff.errors import InputError
from quotediff.model import Document, Role
from quotediff.readers import read_all

TABLE = Path(__file__).parent / "samples.txt"
ROWS = [
    [cell.strip() for cell in line.split("|")]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
FILES = {name: list(rows) for name, rows in groupby(ROWS, key=lambda row: row[1])}
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def samples(request: pytest.FixtureRequest) -> Path:
    folder = Path(str(request.config.getoption("--samples")))
    if not folder.is_dir():
        pytest.skip(f"no samples in {folder}: give --samples DIR")
    return folder


def digits(words: str | None) -> str:
    return sha256(words.encode()).hexdigest()[:8] if words else "-"


def told(document: Document) -> list[str]:
    """A row of the table for a story, but for the file."""
    meta = document.meta
    spans = [p.span for p in document.paragraphs if p.role is Role.BODY]
    body = [word for span in spans for word in document.text[slice(*span)].split()]
    return [
        document.format,
        digits(document.item),
        meta.language or "-",
        digits(document.title),
        str(len(body)),
        digits(" ".join(body[:3])),
        digits(" ".join(body[-3:])),
        meta.version or "-",
        written(meta.modified),
        meta.status or "-",
        written(meta.embargo),
        ",".join(sorted({p.code for p in document.problems} - {"QD906"})) or "-",
    ]


def written(moment: datetime | None) -> str:
    return moment.isoformat() if moment else "-"


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_stands_in_it(name: str, samples: Path) -> None:
    expected = FILES[name]
    if not (samples / name).exists():
        pytest.skip(f"no {name} among the samples")
    if expected[0][0] == "error":
        with pytest.raises(InputError) as caught:
            read_all(str(samples / name))
        laws.hold_error(caught.value)
        assert caught.value.problem == expected[0][2]
        return
    assert [told(d) for d in read_all(str(samples / name))] == [[r[0], *r[2:]] for r in expected]


@pytest.mark.parametrize("name", [name for name, rows in FILES.items() if rows[0][0] != "error"])
def test_a_thousand_words_stand_where_they_are_said_to(name: str, samples: Path) -> None:
    if not (samples / name).exists():
        pytest.skip(f"no {name} among the samples")
    data = (samples / name).read_bytes()
    for document in read_all(str(samples / name)):
        laws.hold_document(document)
        if document.format == "docx":  # packed
            continue
        text = data.decode(document.encoding)
        lines = re.split(r"\r\n|\r|\n", text)
        placed = 0
        for word, place in some(document, 1_000):
            if place is None:
                continue
            line, column = place
            there = lines[line - 1][column - 1 :]
            placed += there.startswith(word) or is_written(word, there)
        assert placed >= 950, f"{document.name}: {placed}"


def is_written(word: str, there: str) -> bool:
    """Whether a word stands there, its first character as a reference or an escape."""
    head = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), there[:12])
    return unescape(head).startswith(word[0])


def some(document: Document, count: int) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """Random words of a text, and where in the file they are said to stand."""
    words = list(WORD.finditer(document.text))
    assert document.origin is not None
    for word in random.Random(20).choices(words, k=count):  # noqa: S311 - any will do
        yield word[0], document.origin.place(word.start())

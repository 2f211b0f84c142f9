"""Wires' formats: one story says the same in all of them, and words are found where they are said to be."""

from __future__ import annotations

import random
import re
from itertools import combinations

import laws
import pytest
import wires

from quotediff import api
from quotediff.errors import InputError
from quotediff.model import Document, Extract, Role

EVERY = wires.every()
WORD = re.compile(r"\w+")


def read(name: str) -> Document:
    return api.read_bytes(EVERY[name][1], name)


@pytest.fixture(scope="module")
def extracts() -> dict[str, Extract]:
    return {name: api.extract(read(name), "rules") for name in EVERY}


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_read_as_what_it_is(name: str) -> None:
    document = read(name)
    assert document.format == EVERY[name][0]
    assert document.title == wires.HEADLINE
    body = [document.text[slice(*p.span)] for p in document.paragraphs if p.role is Role.BODY]
    assert tuple(body) == wires.PARAGRAPHS
    assert "555 0100" not in document.text
    assert document.item is None
    bylines = [document.text[slice(*p.span)] for p in document.paragraphs if p.role is Role.BYLINE]
    assert bylines[0] == wires.BYLINE


def told(extract: Extract) -> list[tuple[str, ...]]:
    """The quotes of an article in words."""
    names = {s.id: s.name for s in extract.speakers}
    return [
        (q.kind, q.content.text, q.source.text if q.source else "", names.get(q.speaker or "", ""))
        for q in extract.quotes
    ]


@pytest.mark.parametrize("name", EVERY)
def test_a_story_has_the_same_quotes_in_every_format(name: str, extracts: dict[str, Extract]) -> None:
    assert told(extracts[name]) == told(extracts["plain"])


def test_no_two_formats_of_a_story_differ(extracts: dict[str, Extract]) -> None:
    loud = {
        (a, b): [c.message for c in found.changes]
        for a, b in combinations(EVERY, 2)
        if (found := api.compare(extracts[a], extracts[b])).changes
    }
    assert loud == {}


def place_of_words(document: Document, file: str, count: int) -> int:
    """How many of some random words of a text stand in its file where they are said to; all others fail."""
    lines = re.split(r"\r\n|\r|\n", file)
    words = list(WORD.finditer(document.text))
    found = 0
    origin = document.origin
    assert origin is not None
    for word in random.Random(7).choices(words, k=count):  # noqa: S311 - any will do
        place = origin.place(word.start())
        if place is None:
            assert origin.span(*word.span()) is None
            continue
        line, column = place
        at = lines[line - 1][column - 1 :]
        assert at.startswith((word[0], "&", "\\")) or origin.span(*word.span()) != place, (word, at[:30])
        found += at.startswith(word[0])
    return found


PACKED = ("docx", "odt", "mail, base64")


@pytest.mark.parametrize("name", PACKED)
def test_words_of_a_packed_document_have_no_place(name: str) -> None:
    document = read(name)
    assert document.origin is not None
    body = [p for p in document.paragraphs if p.role is Role.BODY]
    assert document.origin.span(body[0].span.start, len(document.text)) is None


@pytest.mark.parametrize("name", [name for name in EVERY if name not in ("plain", *PACKED)])
def test_words_are_found_at_their_line_and_column(name: str) -> None:
    document = read(name)
    data = EVERY[name][1]
    file = data.decode("utf-16" if document.encoding == "utf-16" else document.encoding)
    assert place_of_words(document, file, 1_000) > 900


def test_no_file_without_a_story_is_read() -> None:
    for text in (wires.g2(wires.g2_item("", kind="picture")), wires.newsml("")):
        with pytest.raises(InputError):
            api.read_bytes(text.encode(), "x.xml")


@pytest.mark.parametrize("name", EVERY)
def test_a_file_that_is_cut_or_marked_has_a_defined_fate(name: str) -> None:
    data = EVERY[name][1]
    variants = [data[: len(data) * k // 50] for k in range(50)]
    variants += [b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r")]
    for number, variant in enumerate(variants):
        for path in (name, "x.md", "x.docx", "x.txt"):
            try:
                document = api.read_bytes(variant, path)
            except InputError as error:
                laws.hold_error(error)
                continue
            laws.hold_document(document)
            laws.hold_origin(document, variant)
            if number == 0:
                pytest.fail("an empty file is no article")

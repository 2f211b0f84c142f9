"""Tokens, sentences, lines: what they are on examples, and what holds of any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import strategies
import timing
from growth import grown, work
from hypothesis import given
from hypothesis import strategies as st

from quotediff.lang.usage import abbreviations, usage
from quotediff.text.fold import fold
from quotediff.text.lines import Lines
from quotediff.text.sentences import split_sentences
from quotediff.text.tokens import Token, tokenize

CASES = Path(__file__).parent / "cases"
BLOCK = re.compile(r"^```\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
BAR = re.compile(r" ?\| ?")


def blocks(name: str) -> list[str]:
    return BLOCK.findall((CASES / f"{name}.md").read_text(encoding="utf-8"))


def sentences(text: str) -> list[str]:
    tokens = tokenize(text, abbreviations())
    return [text[slice(*s.span)] for s in split_sentences(tokens, 0, len(tokens), usage())]


@pytest.mark.parametrize("line", [line for block in blocks("tokens") for line in block.splitlines()])
def test_a_text_is_cut_into_the_tokens_that_a_reader_sees(line: str) -> None:
    text, expected = line.split(" => ")
    assert [t.text for t in tokenize(text, abbreviations())] == expected.split(" | ")


@pytest.mark.parametrize("block", blocks("sentences"))
def test_a_text_is_cut_into_the_sentences_that_a_reader_sees(block: str) -> None:
    text = block.replace(" | ", " ").replace("|", "")
    assert sentences(text) == BAR.split(block)


def test_an_abbreviation_is_taken_as_written() -> None:
    assert [t.text for t in tokenize("a mass. of Mass. rain", {"Mass"})] == [
        "a",
        "mass",
        ".",
        "of",
        "Mass.",
        "rain",
    ]
    assert [t.text for t in tokenize("Vs. vs. VS.", {"vs"})] == ["Vs.", "vs.", "VS."]


def test_a_stretch_is_tokenized_at_its_place() -> None:
    text = "Ann said. Jo left."
    assert tokenize(text, start=10) == tokenize(text)[3:]
    assert [t.text for t in tokenize(text, start=4, end=8)] == ["said"]


@given(strategies.articles())
def test_tokens_are_exact_ordered_and_cover_everything_visible(text: str) -> None:
    at = 0
    for token in tokenize(text, abbreviations()):
        assert at <= token.start < token.end
        assert not text[at : token.start].strip()
        assert token.text == text[token.start : token.end]
        assert token.norm == fold(text)[token.start : token.end]
        at = token.end
    assert not text[at:].strip()


@given(strategies.articles(), st.booleans())
def test_sentences_partition_their_tokens(text: str, english: bool) -> None:  # noqa: FBT001 - drawn
    tokens = [
        Token(0, 0, "before", "before"),
        *tokenize(text, abbreviations()),
        Token(0, 0, "after", "after"),
    ]
    first = 1
    for sentence in split_sentences(tokens, 1, len(tokens) - 1, *([usage()] if english else [])):
        assert sentence.first == first < sentence.last
        assert sentence.span == (tokens[first].start, tokens[sentence.last - 1].end)
        first = sentence.last
    assert first == len(tokens) - 1


@given(st.text(st.sampled_from("ab\n\r\u2028é𝒜"), max_size=30))
def test_offsets_and_positions_are_each_others_inverse(text: str) -> None:
    lines = Lines(text)
    positions = [lines.position(offset) for offset in range(len(text) + 1)]
    assert positions == sorted(set(positions))
    assert [lines.offset(*position) for position in positions] == list(range(len(text) + 1))
    assert len(lines) == len(re.findall(r"\r\n|\r|\n", text)) + 1


def test_lines_count_as_editors_do() -> None:
    lines = Lines("ab\r\nc\rd\n\ne")
    assert [lines.position(i) for i in (0, 2, 3, 4, 5, 6, 8, 9)] == [
        (1, 1),
        (1, 3),
        (1, 4),
        (2, 1),
        (2, 2),
        (3, 1),
        (4, 1),
        (5, 1),
    ]
    for line, column in [(0, 1), (6, 1), (2, 3), (2, 0), (5, 3)]:
        with pytest.raises(ValueError, match="outside"):
            lines.offset(line, column)
    for offset in (-1, 11):
        with pytest.raises(ValueError, match="outside"):
            lines.position(offset)


PIECES = [
    "a.",
    "+",
    "a.b-",
    '"',
    ". ",
    "J.",
    "e@",
    "'s",
    '. "',
    "._",
    "1.",
    "http://.",
    "? Ann ",
    "U.S. ",
    "... “",
]


def split(piece: str, size: int) -> Callable[[], object]:
    text = piece * (size // len(piece)) + "x"

    def run() -> object:
        tokens = tokenize(text, abbreviations())
        return split_sentences(tokens, 0, len(tokens), usage())

    return run


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_text(piece: str) -> None:
    split(piece, 100)()
    one, two = (work(split(piece, size)) for size in (2_000, 4_000))
    assert not grown(one, two, times=2.5, least=100)


@pytest.mark.parametrize("piece", PIECES)
def test_the_pattern_of_tokens_takes_no_longer_than_the_text(piece: str) -> None:
    timing.hold_near_linear(partial(split, piece), 4_000)

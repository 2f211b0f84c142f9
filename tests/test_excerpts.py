"""Words of a story are shown with marks only where they stood between marks in it."""

from __future__ import annotations

import pytest
from notation import extract_of

from quotediff.excerpts import bracketed, decorations, excerpt, line
from quotediff.model import Extract
from quotediff.text.spans import Span, joined


def at(extract: Extract, *words: str) -> list[Span]:
    """Where words stand."""
    text = extract.document.text
    return [Span(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(
    ("copy", "words", "shown"),
    [
        ("“We will go,” she said.", ["We will go,"], "“We will go”"),
        ("'We will go,' she said.", ["will"], "'will'"),
        ('"We will," she said. "Go now."', ["We will,", "Go now."], '"We will" … "Go now."'),
        ("She said they would go.", ["they would go"], "[they would go]"),
        ("She said they “would” go.", ["they “would” go"], "[they “would” go]"),
        ("She said they “would” go.", ["they “would"], "[they “would”]"),
        ("She said they “would” go.", ["“would”"], "“would”"),
        ("She said they “would” go.", ["would” go"], "“would” go"),
        ("“He said ‘no way’ to us,” she said.", ["He said ‘no way’ to us,"], "“He said ‘no way’ to us”"),
        ("“He said ‘no way’ to us,” she said.", ["said ‘no"], "“said ‘no’”"),
        ("“He said ‘no way’ to us,” she said.", ["way’ to"], "“‘way’ to”"),
        ("``We will go,'' she said.", ["will go"], "``will go''"),
        ("„Wir gehen“, she said.", ["Wir"], "„Wir“"),
        ("“We will go.\n\n“Then we rest,” she said.", ["We will go."], "“We will go.”"),
        ("She said\n  they would go.", ["said\n  they"], "[said they]"),
    ],
)  # fmt: skip
def test_words_stand_between_the_marks_they_stood_between(copy: str, words: list[str], shown: str) -> None:
    extract = extract_of(copy)
    assert excerpt(extract, at(extract, *words)) == shown


def test_words_alone_need_no_brackets() -> None:
    extract = extract_of("She said they “would” go.")
    assert excerpt(extract, at(extract, "they “would” go"), alone=True) == "they “would” go"


@pytest.mark.parametrize(
    ("longest", "shown"),
    [(6, "“He” …"), (8, "“He said” …"), (12, "“He said ‘no’” …"), (16, "“He said ‘no way’” …"), (1, "“H” …")],
)
def test_words_cut_off_leave_no_mark_open_and_the_ellipsis_is_outside(longest: int, shown: str) -> None:
    extract = extract_of("“He said ‘no way’ to us,” she said.")
    assert excerpt(extract, at(extract, "He said ‘no way’ to us,"), longest) == shown


def test_spans_beyond_the_bound_are_left_out() -> None:
    extract = extract_of('"We will go," she said. "Go now."')
    assert excerpt(extract, at(extract, "We will go,", "Go now."), 11) == '"We will go" …'


def test_nothing_is_shown_of_nothing() -> None:
    extract = extract_of("She said they would go.")
    assert excerpt(extract, []) == excerpt(extract, [Span(3, 3)]) == ""


def test_a_line_that_is_cut_leaves_no_mark_open() -> None:
    assert line("a " * 34 + '"b c d e f"').count('"') == 0
    assert bracketed("said  to\nus,") == "[said to us]"


def test_decorations_put_in_what_an_excerpt_shows() -> None:
    extract = extract_of('"We will," she said. "Go now."')
    spans = at(extract, "We will,", "Go now.")
    before, after = decorations(extract, spans)
    words = joined(extract.document.text, spans)
    drawn = "".join(before.get(k, "") + c + after.get(k, "") for k, c in enumerate(words))
    assert drawn == excerpt(extract, spans, alone=True) == '"We will," … "Go now."'

"""Whether an article is the whole story, by its end: a paywall, a link to the rest, copy that breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from quotediff.lang.lexicon import rows
from quotediff.limits import MAX_END_CHARS, WINDOW_LAST_PARAGRAPHS
from quotediff.model import Paragraph, Problem, Role
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_MIN_WHOLE_WORDS = 120  # words of a story under which a link or "more to come" tells that it is not all
_MIN_BROKEN_WORDS = 6  # words of a paragraph that may break off: fewer are a heading or a call

_BROKEN = ("..", "…", ". .", "]", ")")  # one of these ends what breaks off
_CUT_OFF_MARK = r"(?:\.\.\.|\. \. \.|…|\[&hellip;\]|\[\+\d+ chars\])(?:[\])]|\s*\[\+\d+ chars\])*$"
_SENTENCE_PIECE = re.compile(r"[^.?!|»]+")
_LINE_EDGES = " \t\r\n.?:…»>*_-–—→[]()"
_DOUBLE_MARK = re.compile('["“”„]')
_COPY = (Role.BODY, Role.SUMMARY)


def incomplete(text: str, paragraphs: Sequence[Paragraph]) -> Problem | None:
    """QD904, at what tells it, if the article is not a whole story; else None.

    Args:
        text: the article's text.
        paragraphs: its paragraphs, in order.
    """
    last = _last_copy(paragraphs)
    short = (
        sum(len(text[p.copy.start : p.copy.end].split()) for p in paragraphs if p.role in _COPY)
        < _MIN_WHOLE_WORDS
    )
    for paragraph in paragraphs[-WINDOW_LAST_PARAGRAPHS:]:
        found = _line(text, paragraph.copy, short=short)
        if found is not None:
            return _problem(f"it ends in a line that begins: {found[0]}", found[1])
    for paragraph in last:
        start, end = paragraph.copy
        tail = text[max(start, end - MAX_END_CHARS) : end]
        broken = re.search(_CUT_OFF_MARK, tail) if tail.endswith(_BROKEN) else None
        if broken is not None and len(tail[: broken.start()].split()) >= _MIN_BROKEN_WORDS:
            return _problem(
                "it breaks off in the middle of a sentence", Span(end - len(tail) + broken.start(), end)
            )
    return None


def _problem(why: str, span: Span) -> Problem:
    return Problem("QD904", f"not the whole story ({why}): compare reports nothing as gone from it", span)


def _last_copy(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The last paragraph of the story's own, if the end has one."""
    return [p for p in paragraphs[-WINDOW_LAST_PARAGRAPHS:] if p.role in _COPY][-1:]


def _line(text: str, span: Span, *, short: bool) -> tuple[str, Span] | None:
    """The words of the list that a sentence of a paragraph's end begins with, and where that stands."""
    start = max(span.start, span.end - MAX_END_CHARS)
    line = text[start : span.end]
    if _DOUBLE_MARK.search(line):
        return None
    sentences = list(_sentences(line))
    for at, words in sentences[start > span.start :]:  # of a longer paragraph the first is but a part
        for phrase, more, kind in _endings().get(words[0], ()) if words else ():
            fits = phrase == (words[: len(phrase)] if more else words)
            if fits and (kind == "wall" or short):
                return " ".join(phrase), Span(start + at, span.end)
    return None


def _sentences(line: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The sentences of a line: where each begins in it, and its words folded."""
    for found in _SENTENCE_PIECE.finditer(fold(line)):
        piece = found[0]
        bare = piece.strip(_LINE_EDGES)
        if bare:
            yield found.start() + piece.index(bare), tuple(bare.split())


@cache
def _endings() -> dict[str, list[tuple[tuple[str, ...], bool, str]]]:
    """The list by first word: the words, whether more may follow, and what the line is."""
    found: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    for ending, kind in rows("incomplete_endings", 2):
        phrase = tuple(ending.removesuffix(" ...").split())
        found.setdefault(phrase[0], []).append((phrase, ending.endswith(" ..."), kind))
    return found

"""What a text itself says of attributions in it: stretches between marks, kinds by them, words of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from quotediff.annotated import AnnotatedQuote
from quotediff.evaluation.overlap import EDGES, Place, Places, shared, size
from quotediff.model import Kind

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK_PATTERN = re.compile(r"[\"“”«»]|``|''")
_MARKS_THAT_OPEN, _MARKS_OF_EITHER_SIDE = ("“", "«", "``"), ('"', "''")
_ALL = 0.9  # of a content's characters are between marks: it is direct
_COLON = r":\s*\Z"


@cache
def words_of_saying() -> re.Pattern[str]:
    """What finds a word of saying in a cue, or a colon at its end."""
    file = resources.files("quotediff.evaluation") / "saying.txt"
    parts = [r"\b(?:"]
    endings = ""
    alternatives = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            endings = "|".join(line.strip("[]").split()[1:])
        elif line and not line.startswith("#"):
            alternatives.append(re.escape(line) + (f"(?:{endings})?" if endings else ""))
    parts += ["|".join(alternatives), rf")\b|{_COLON}"]
    return re.compile("".join(parts), re.IGNORECASE)


def regions(text: str) -> list[Place]:
    """Places between double quotation marks, marks excluded; an unclosed one ends its paragraph.

    Straight and curly marks, angle ones, and two typewriter marks for one. What has no word in it is none.
    """
    found = [
        (paragraph.start() + start, paragraph.start() + end)
        for paragraph in _PARAGRAPH.finditer(text)
        for start, end in _within_marks(paragraph.group())
    ]
    return [(start, end) for start, end in found if text[start:end].strip(EDGES)]


def _within_marks(paragraph: str) -> Iterator[Place]:
    opened: int | None = None
    for mark in _MARK_PATTERN.finditer(paragraph):
        if mark[0] in _MARKS_THAT_OPEN or (mark[0] in _MARKS_OF_EITHER_SIDE and opened is None):
            if opened is not None:
                yield opened, mark.start()
            opened = mark.end()
        elif opened is not None:
            yield opened, mark.start()
            opened = None
    if opened is not None:
        yield opened, len(paragraph)


def owner(region: Place, quotes: Sequence[AnnotatedQuote]) -> AnnotatedQuote | None:
    """The quote whose content covers most of a region, if that is half of it or more."""
    best, most = None, (region[1] - region[0]) / 2
    for quote in quotes:
        covered = shared([region], quote.content)
        if covered and covered >= most:
            best, most = quote, float(covered)
    return best


def is_statement(text: str, quote: AnnotatedQuote, marked: Places) -> bool:
    """Whether a quote is speech by its looks: a word of saying in its cue, or a marked region in it."""
    cue = " ".join(text[start:end] for start, end in quote.cue)
    if words_of_saying().search(cue):
        return True
    return any(shared([region], quote.content) * 2 >= region[1] - region[0] for region in marked)


def kind_by_marks(quote: AnnotatedQuote, marked: Places) -> Kind:
    """The kind of a quote by how much of its content is between marks: nearly all, some, none."""
    inside = shared(quote.content, marked)
    if not inside:
        return Kind.INDIRECT
    return Kind.DIRECT if inside >= _ALL * size(quote.content) else Kind.MIXED

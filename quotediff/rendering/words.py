"""What renderers say about a quote or a change: looked up in the result and worded, never computed anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quotediff.model import Attitude, Kind, Severity

if TYPE_CHECKING:
    from quotediff.model import Change, Comparison, Edit, Extract, Quote, Speaker
    from quotediff.text.spans import Span

_LONGEST = 2000  # characters of a quote shown; who wants more of one takes another format
_CONTEXT = 8  # words kept on either side of a difference
_WORD = re.compile(r"\s*\S+\s*")


NO_STORY = "no story to compare"


@dataclass(frozen=True, slots=True)
class Side:
    """One version's side of a change: the quote if there is one, its words, paragraph and speaker."""

    quote: Quote | None
    words: str
    paragraph: int | None
    speaker: str


class Index:
    """The quotes and speakers of an extract by their ids."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self._quotes = {q.id: q for q in extract.quotes}
        self._speakers = {s.id: s for s in extract.speakers}

    def speaker(self, quote: Quote) -> Speaker | None:
        """Whoever said it, if the analysis knows."""
        return None if quote.speaker is None else self._speakers[quote.speaker]

    def side(self, identifier: str | None, span: Span | None) -> Side:
        """What a change points at here: a quote by its id, else words by their place, else nothing."""
        quote = None if identifier is None else self._quotes[identifier]
        if quote is not None:
            return Side(quote, quote.content.text, quote.paragraph, self.name(quote))
        if span is None:
            return Side(None, "", None, "")
        words = self.extract.document.text[span.start : span.end]
        return Side(None, words, self._paragraph(span), "")

    def name(self, quote: Quote) -> str:
        """The speaker's name; the source's words if nobody knows who that is; else nothing."""
        speaker = self.speaker(quote)
        if speaker is not None:
            return speaker.name
        return f"{quote.source.text} (?)" if quote.source is not None else ""

    def _paragraph(self, span: Span) -> int | None:
        return next((p.number for p in self.extract.document.paragraphs if p.span.contains(span)), None)


class Sides:
    """Both versions of a comparison, to look changes up in."""

    def __init__(self, result: Comparison) -> None:
        self._old, self._new = Index(result.old), Index(result.new)

    def of(self, change: Change) -> tuple[Side, Side]:
        """The old and the new side of a change."""
        return self._old.side(change.old, change.old_span), self._new.side(change.new, change.new_span)


def moved(old: object, new: object, arrow: str = " → ") -> str:
    """``old → new``, or one of them if they are the same or the other is nothing."""
    before, after = ("" if v is None else str(v) for v in (old, new))
    return before + arrow + after if before and after and before != after else before or after


def count(number: int, noun: str) -> str:
    """``1 quote``, ``2 quotes``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def told_kind(quote: Quote) -> str:
    """What a person is told of a quote's kind: that it is a belief, or how it stands in the copy."""
    return quote.attitude.value if quote.attitude is Attitude.BELIEF else quote.kind.value


def quotes_line(extract: Extract) -> str:
    """One line about an article: how many quotes of which kind by how many speakers; and how many beliefs."""
    spoken = extract.spoken().quotes
    beliefs = count(len(extract.quotes) - len(spoken), Attitude.BELIEF.value)
    if not spoken:
        return f"no quotes found; {beliefs}" if extract.quotes else "no quotes found"
    kinds = Counter(q.kind for q in spoken)
    parts = ", ".join(f"{kinds[k]} {k.value}" for k in Kind if kinds[k])
    speakers = len({q.speaker for q in spoken if q.speaker is not None})
    line = f"{count(len(spoken), 'quote')} ({parts}) by {count(speakers, 'speaker')}"
    return f"{line}; {beliefs}" if len(spoken) < len(extract.quotes) else line


def changes_line(result: Comparison) -> str:
    """One line about a comparison: how many changes, how bad."""
    if not result.changes:
        there = count(len(result.new.spoken().quotes), "quote")
        return f"no changes to report; {there} in the new version"
    levels = Counter(c.severity for c in result.changes)
    parts = ", ".join(count(levels[s], s.value) for s in Severity if levels[s])
    return f"{count(len(result.changes), 'change')}: {parts}"


def told(change: Change, old: Side, new: Side) -> bool:
    """Whether the message itself has all the words there are to show."""
    words = {side.words.strip(" ,.") for side in (old, new)} - {""}
    return all(edit.op == "equal" for edit in change.edits) and all(w in change.message for w in words)


def shortened(text: str) -> str:
    """``text``, without the middle of what is too long to be read in a table."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} [… {len(text) - 2 * half} characters …] {text[-half:]}"


def near(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits, with long equal stretches cut down to the words next to a difference."""
    for number, edit in enumerate(edits):
        parts = _WORD.findall(edit.old)
        if edit.op != "equal" or len(parts) <= 2 * _CONTEXT + 4:
            yield edit
            continue
        head = "".join(parts[:_CONTEXT]).rstrip() + " " if number else ""
        tail = " " + "".join(parts[-_CONTEXT:]).lstrip() if number < len(edits) - 1 else ""
        yield replace(edit, old=f"{head}[…]{tail}", new=f"{head}[…]{tail}")

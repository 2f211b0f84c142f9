"""What renderers say about a quote or a change: looked up in the result and worded, never computed anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, TypeVar

from quotediff.excerpts import decorations, whole
from quotediff.limits import MAX_QUOTE_CHARS
from quotediff.model import Attitude, Kind, Severity, count, framed
from quotediff.values import dataclass, replace

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison, Edit
    from quotediff.model import Extract, Quote, Speaker
    from quotediff.rendering import Options
    from quotediff.text.spans import Span

CONTEXT = 8  # words kept on either side of a difference
_LEAST_LEFT_OUT = 6  # words; fewer are not worth the mark that stands for them
_DOUBLE_GLYPHS = frozenset('"“”«»')
_OPENING_MARK = re.compile(r"[\"“‘'«„`]*")
_CLOSING_MARK = re.compile(r"[\"”’'»]*$")
_UNSTOPPED = re.compile(r"[,;](?=\W?(?:$| …))")  # what a message leaves out at the end of a span
_SPACED_WORD = re.compile(r"\s*\S+\s*")


NO_STORY = "no story to compare"

_R = TypeVar("_R")


def each_below(
    results: Iterable[_R], options: Options, show: Callable[[_R, Options], Iterator[str]], nothing: str = ""
) -> Iterator[str]:
    """What ``show`` makes of each result, an empty line between them; ``nothing`` if there is none."""
    separator = ""
    for result in results:
        yield separator
        yield from show(result, options)
        separator = "\n"
    if not separator:
        yield nothing


@dataclass(frozen=True, slots=True)
class Side:
    """One version's side of a change.

    ``quote`` is the first of its quotes, if there is one; paragraph and speaker are its. ``excerpts`` are the
    words of each as they are shown, or of its place; ``spans`` are all of their places.
    """

    extract: Extract
    quote: Quote | None
    excerpts: tuple[str, ...]
    spans: tuple[Span, ...]
    paragraph: int | None
    speaker: str

    @property
    def words(self) -> str:
        """All that is to be shown of its words."""
        return "; ".join(self.excerpts)


class Index:
    """The quotes and speakers of an extract by their ids."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self._quotes = {q.id: q for q in extract.quotes}
        self._speakers = {s.id: s for s in extract.speakers}

    def speaker(self, quote: Quote) -> Speaker | None:
        """Whoever said it, if the analysis knows."""
        return None if quote.speaker is None else self._speakers[quote.speaker]

    def side(self, identifiers: Sequence[str], span: Span | None) -> Side:
        """What a change points at here: quotes by their ids, else words by their place, else nothing."""
        quotes = [self._quotes[identifier] for identifier in identifiers]
        if quotes:
            spans = tuple(s for q in quotes for s in q.content.spans)
            excerpts = tuple(map(self.words, quotes))
            return Side(self.extract, quotes[0], excerpts, spans, quotes[0].paragraph, self.name(quotes[0]))
        if span is None:
            return Side(self.extract, None, (), (), None, "")
        return Side(self.extract, None, (whole(self.extract, [span]),), (span,), self._paragraph(span), "")

    def words(self, quote: Quote) -> str:
        """The words of a quote as they are shown: with the marks that they stand between."""
        return whole(self.extract, quote.content.spans)

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
        return (
            self._old.side(change.old_quotes, change.old_span),
            self._new.side(change.new_quotes, change.new_span),
        )


def terms(side: Side) -> str:
    """The terms of anonymity of a side's speaker, as the story has them; empty if it has none."""
    if side.quote is None:
        return ""
    found = (s.anonymity for s in side.extract.speakers if s.id == side.quote.speaker)
    return next(found, None) or ""


def moved(old: object, new: object, arrow: str = " → ") -> str:
    """``old → new``, or one of them if they are the same or the other is nothing."""
    both = ("" if v is None else str(v) for v in (old, new))
    return arrow.join(dict.fromkeys(filter(None, both)))


def kind_words(quote: Quote) -> str:
    """A quote's kind as it is shown: belief, or how the quote is marked."""
    return quote.attitude.value if quote.attitude is Attitude.BELIEF else quote.kind.value


def quotes_line(extract: Extract) -> str:
    """One line about an article: how many quotes of which kind by how many speakers; and how many beliefs."""
    spoken = extract.spoken().quotes
    beliefs = count(len(extract.quotes) - len(spoken), Attitude.BELIEF.value)
    also = f"; {beliefs}" if len(spoken) < len(extract.quotes) else ""
    if not spoken:
        return f"no quotes found{also}"
    kinds = Counter(q.kind for q in spoken)
    parts = ", ".join(f"{kinds[k]} {k.value}" for k in Kind if kinds[k])
    speakers = len({q.speaker for q in spoken if q.speaker is not None})
    return f"{count(len(spoken), 'quote')} ({parts}) by {count(speakers, 'speaker')}{also}"


def changes_line(result: Comparison) -> str:
    """One line about a comparison: how many changes, how bad."""
    if not result.changes:
        there = count(len(result.new.spoken().quotes), "quote")
        return f"no changes to report; {there} in the new version"
    levels = Counter(c.severity for c in result.changes)
    parts = ", ".join(count(levels[s], s.value) for s in Severity if levels[s])
    return f"{count(len(result.changes), 'change')}: {parts}"


def left_out_line(result: Comparison) -> str:
    """One line about what a copy left out: of whom how many quotes; empty if nothing."""
    quotes = [
        f"{count(len(piece.quotes), 'quote')} of {piece.speaker or 'nobody known'}"
        for piece in result.left_out
        if piece.quotes
    ]
    responses = sum(1 for o in result.left_out if not o.quotes)
    if responses:
        quotes.append(count(responses, "response"))
    return framed("left out of the copy: ", ", ".join(quotes))


def message_has_all_words(change: Change, old: Side, new: Side) -> bool:
    """Whether the message itself has all the words there are to show."""
    shown = [_UNSTOPPED.sub("", excerpt) for side in (old, new) for excerpt in side.excerpts]
    return all(edit.op == "equal" for edit in change.edits) and all(w in change.message for w in shown)


def shortened(text: str) -> str:
    """``text``, without the middle of what is too long to be read in a table."""
    if len(text) <= MAX_QUOTE_CHARS:
        return text
    half = MAX_QUOTE_CHARS // 2
    return f"{text[:half]} [… {len(text) - 2 * half} characters …] {text[-half:]}"


def drawn_edits(change: Change, old: Side, new: Side) -> tuple[Edit, ...]:
    """The edits of a change with the marks about its words, which may differ where no word does."""
    was, now = _decorations(change, old, "old"), _decorations(change, new, "new")
    return tuple(_joined(_with_marks(change.edits, was, now))) if was or now else change.edits


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits with neighbours that differ made one, less the marks with which both its sides begin or end.

    Where a sentence is cut from the end of a quote, the closing mark stands behind another word, and is none
    of the difference.
    """
    from quotediff.comparison import Edit  # noqa: PLC0415 - a list of quotes shows none

    for equal, run in groupby(edits, key=lambda edit: edit.op == "equal"):
        if equal:
            yield from run
            continue
        parts = tuple(run)
        old, new = "".join(edit.old for edit in parts), "".join(edit.new for edit in parts)
        before = _shared_marks(old, new)
        old, new = old[len(before) :], new[len(before) :]
        after = _shared_marks(old[::-1], new[::-1])[::-1]
        old, new = old[: len(old) - len(after)], new[: len(new) - len(after)]
        pieces = (Edit("equal", before, before), Edit("replace", old, new), Edit("equal", after, after))
        yield from (piece for piece in pieces if piece.old or piece.new)


def _shared_marks(one: str, other: str) -> str:
    """The marks and stops with which both texts begin."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(takewhile(lambda char: not (char.isalnum() or char.isspace()), (a for a, _ in same)))


_Marks = dict[int, tuple[str, str]]  # what stands before and behind a character of the words, by its offset


def _decorations(change: Change, side: Side, which: str) -> _Marks:
    """What to put into one side of the edits, if they are of the words that the change points at."""
    words = "".join(e.words(which) for e in change.edits)
    text = side.extract.document.text
    if not words or words != " ".join(text[s.start : s.end] for s in side.spans):
        return {}
    before, after = decorations(side.extract, side.spans)
    return {k: (before.get(k, ""), after.get(k, "")) for k in before.keys() | after.keys()}


def _with_marks(edits: Sequence[Edit], old: _Marks, new: _Marks) -> Iterator[Edit]:
    """The edits with what is put into either side; where words stay and their marks do not, one of these."""
    i = j = 0
    for edit in edits:
        if edit.op != "equal":
            yield replace(edit, old=_marked(edit.old, i, old), new=_marked(edit.new, j, new))
        else:
            yield from _equal_with_marks(edit.old, i, j, old, new)
        i, j = i + len(edit.old), j + len(edit.new)


def _marked(words: str, first: int, marks: _Marks) -> str:
    """Words that begin at an offset, with what is put into them."""
    out, at = "", 0
    for index in sorted(k for k in marks if first <= k < first + len(words)):
        before, after = marks[index]
        out += words[at : index - first] + before + words[index - first] + after
        at = index - first + 1
    return out + words[at:]


def _equal_with_marks(words: str, i: int, j: int, old: _Marks, new: _Marks) -> Iterator[Edit]:
    """Words that stay, at an offset of either side."""
    from quotediff.comparison import Edit  # noqa: PLC0415 - a list of quotes shows none

    places = {k - i for k in old if i <= k < i + len(words)} | {k - j for k in new if j <= k < j + len(words)}
    same, at = "", 0
    for index in sorted(places):
        was, now = old.get(i + index, ("", "")), new.get(j + index, ("", ""))
        same += words[at:index]
        for old_at, new_at, char in ((was[0], now[0], words[index]), (was[1], now[1], "")):
            if old_at == new_at:
                same += old_at
            else:
                if same:
                    yield Edit("equal", same, same)
                yield Edit("replace", old_at, new_at)
                same = ""
            same += char
        at = index + 1
    if same + words[at:]:
        yield Edit("equal", same + words[at:], same + words[at:])


def undeclared_line(result: Comparison) -> str:
    """One line for the head of an answer: errors that no correction note is about; empty for none."""
    if not result.undeclared:
        return ""
    return f"{count(result.undeclared, 'error')} without a correction note"


def near(edits: Sequence[Edit], context: int = CONTEXT) -> Iterator[Edit]:
    """The edits, with long equal stretches cut to the words next to a difference, and no mark left open.

    ``context`` is how many words are kept on either side of a difference, or a few more where only so the
    marks that are left out come in pairs.
    """
    last = len(edits) - 1
    for number, edit in enumerate(edits):
        parts = _SPACED_WORD.findall(edit.old)
        sides = bool(number) + (number < last)
        if edit.op != "equal" or not last or len(parts) <= sides * context + _LEAST_LEFT_OUT:
            yield edit
            continue
        shorter = (_ends(edit.old, parts, context + k, number, last) for k in range(4))
        yield next((replace(edit, old=kept, new=kept) for kept in shorter if kept), edit)


def _ends(text: str, parts: Sequence[str], context: int, number: int, last: int) -> str:
    """Both ends of a stretch, at an edge of all the inner one; empty if a mark would lose its partner."""
    head = "".join(parts[:context]) if number else _OPENING_MARK.match(text)[0]  # type: ignore[index]  # it may be empty
    tail = "".join(parts[-context:]) if number < last else _CLOSING_MARK.search(text)[0]  # type: ignore[index]
    left_out = text[len(head) : len(text) - len(tail)]
    if len(head) + len(tail) >= len(text) or sum(c in _DOUBLE_GLYPHS for c in left_out) % 2:
        return ""
    return head.rstrip() + " " * (number > 0) + "[…]" + " " * (number < last) + tail.lstrip()

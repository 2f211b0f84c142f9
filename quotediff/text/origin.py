"""Where the characters of an assembled text stand in the file it was read from.

A reader takes a file apart: tags go, references and escapes become characters, white space shrinks. What is
left keeps its places: a ``Traced`` is words with the runs that lead back, an ``Origin`` those of a whole
text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from quotediff.text.lines import line_starts

_HTML_SPACE = r"[ \t\r\n\f]"
_UNSEEN_CHARACTERS = "[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]"
_TO_SQUEEZE = re.compile(rf"{_HTML_SPACE}{{2}}|[\t\r\n\f]|{_UNSEEN_CHARACTERS}")
_SQUEEZED = re.compile(
    rf"(?P<space>(?:{_UNSEEN_CHARACTERS})*{_HTML_SPACE}(?:{_HTML_SPACE}|{_UNSEEN_CHARACTERS})*)|(?:{_UNSEEN_CHARACTERS})+"
)


class Run(NamedTuple):
    """Characters of a text and where they stand in its file, in code points of both.

    If ``same``, ``length`` characters of the text from ``start`` on are those of the file from ``source`` on.
    Else the one character at ``start`` is written with ``length`` characters there: a reference, an escape,
    white space that became one space.
    """

    start: int
    source: int
    length: int
    same: bool = True

    @property
    def end(self) -> int:
        """Behind the last character of the text."""
        return self.start + (self.length if self.same else 1)

    def cut(self, start: int, end: int) -> Run:
        """The part of the run in ``start`` to ``end`` of the text, which must overlap it."""
        if not self.same:
            return self
        first, last = max(start, self.start), min(end, self.end)
        return Run(first, self.source + first - self.start, last - first)


_START = attrgetter("start")


def overlapping(runs: Sequence[Run], start: int, end: int) -> Iterable[Run]:
    """The parts of sorted runs that stand in ``start`` to ``end`` of the text."""
    at = max(0, bisect_right(runs, start, key=_START) - 1)
    while start < end and at < len(runs) and runs[at].start < end:
        if runs[at].end > start:
            yield runs[at].cut(start, end)
        at += 1


def compose(inner: Iterable[Run], outer: Sequence[Run]) -> Iterable[Run]:
    """The runs of a text into a file, from those into what was read from it, and of that into the file.

    What the file does not hold has no run in the outcome either.
    """
    for run in inner:
        parts = list(overlapping(outer, run.source, run.source + run.length))
        if run.same:
            shift = run.start - run.source
            yield from (part._replace(start=part.start + shift) for part in parts)
        elif parts:
            source = parts[0].source
            yield Run(run.start, source, parts[-1].source + parts[-1].length - source, same=False)


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same with neighbours joined that go on in text and file alike."""
    found: list[Run] = []
    for run in runs:
        if found and _goes_on(found[-1], run):
            found[-1] = found[-1]._replace(length=found[-1].length + run.length)
        else:
            found.append(run)
    return tuple(found)


def _goes_on(last: Run, run: Run) -> bool:
    """Whether a run goes on where the last one ends, in text and file alike."""
    if not (last.same and run.same):
        return False
    return (last.end, last.source + last.length) == (run.start, run.source)


@dataclass(frozen=True, slots=True)
class Traced:
    """Words and where they stand in a file; what no run holds stands nowhere in it."""

    text: str
    runs: tuple[Run, ...] = ()

    @classmethod
    def whole(cls, text: str, source: int = 0) -> Traced:
        """Words that stand in the file as they are, from ``source`` on."""
        return cls(text, (Run(0, source, len(text)),) if text else ())

    @classmethod
    def sought(cls, text: str, file: str, start: int = 0, end: int | None = None) -> Traced:
        """Words with the place in ``file[start:end]`` where they first stand; without, if they do not."""
        at = file.find(text, start, end)
        return cls.whole(text, at) if at >= 0 else cls(text)

    @classmethod
    def written(cls, text: str, source: int, length: int) -> Traced:
        """Characters that are written in another way, with ``length`` characters from ``source`` on."""
        return cls(text, tuple(Run(k, source, length, same=False) for k in range(len(text))))

    @classmethod
    def joined(cls, pieces: Iterable[Traced]) -> Traced:
        """The pieces one behind the other."""
        texts: list[str] = []
        runs: list[Run] = []
        at = 0
        for piece in pieces:
            texts.append(piece.text)
            runs.extend(
                [Run(start + at, source, length, same) for start, source, length, same in piece.runs]
                if at
                else piece.runs
            )
            at += len(piece.text)
        return cls("".join(texts), _merged(runs))

    def cut(self, start: int, end: int) -> Traced:
        """The words from ``start`` to ``end``."""
        if start == 0 and end == len(self.text):
            return self
        runs = overlapping(self.runs, start, end)
        return Traced(
            self.text[start:end],
            tuple([Run(first - start, source, length, same) for first, source, length, same in runs]),
        )

    def within(self, outer: Traced) -> Traced:
        """The same with places in the file of ``outer``, if they are now in the text of that."""
        return Traced(self.text, _merged(compose(self.runs, outer.runs)))

    def stripped(self) -> Traced:
        """Without white space at the edges."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def squeezed(self) -> Traced:
        """With runs of white space as one space, without it at the edges, and without what is not seen.

        Soft hyphens, zero-width spaces, word joiners, byte-order marks and control characters are left out.
        """
        if _TO_SQUEEZE.search(self.text) is None:
            return self.stripped()
        pieces, at = [], 0
        for found in _SQUEEZED.finditer(self.text):
            start, end = found.span()
            if found[0] == " ":
                continue
            pieces.append(self.cut(at, start))
            at = end
            if found["space"] is not None:
                pieces.append(self._space(start, end))
        if at == 0:
            return self.stripped()
        return Traced.joined([*pieces, self.cut(at, len(self.text))]).stripped()

    def _space(self, start: int, end: int) -> Traced:
        """One space in place of white space."""
        parts = list(overlapping(self.runs, start, end))
        if not parts:
            return Traced(" ")
        source = parts[0].source
        return Traced.written(" ", source, parts[-1].source + parts[-1].length - source)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where each character of an article's text stands in its file.

    ``runs`` are sorted by where they start in the text, and apart. ``lines`` are the places in the file, in
    code points, at which its lines begin. Of a record of a file, places are those in the record, and
    ``before`` is how many lines of the file end before it.
    """

    runs: tuple[Run, ...]
    lines: tuple[int, ...]
    before: int = 0

    @classmethod
    def of(cls, traced: Traced, file: str) -> Origin:
        """The origin of a text, given the decoded file."""
        return cls(traced.runs, line_starts(file))

    def at(self, offset: int) -> tuple[int, int] | None:
        """Where in the file a character of the text begins and ends; None if it does not stand there."""
        for run in overlapping(self.runs, offset, offset + 1):
            return run.source, run.source + run.length
        return None

    def place(self, offset: int) -> tuple[int, int] | None:
        """Line and column of a character in the file, both from 1; None if it does not stand there."""
        found = self.at(offset)
        return None if found is None else self._position(found[0])

    def span(self, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Where the words from ``start`` to ``end`` begin and end in the file; None if none stands there."""
        parts = list(overlapping(self.runs, start, end))
        if not parts:
            return None
        return self._position(parts[0].source), self._position(parts[-1].source + parts[-1].length)

    def _position(self, source: int) -> tuple[int, int]:
        line = bisect_right(self.lines, source)
        return line + self.before, source - self.lines[line - 1] + 1

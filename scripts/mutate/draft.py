"""A new version in the making: edits of the old one, and what a reader should be told of them.

Everything counts in code points of the old article until ``finish``. Where an edit writes a statement
anew, its new text holds signs for where content and source begin and end, which ``finish`` takes out again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from articles import Article, Range, Statement

SIGN = "\ue000"
"""Before a letter and a number: ``c`` and ``C`` begin and end a content, ``s`` and ``S`` a source."""

_SIGNS = re.compile(SIGN + r"([cCsS])(-?\d+);")
ERRORS = frozenset({"QD101", "QD102", "QD107", "QD201", "QD202", "QD204"})

MIRROR = {
    "QD103": "QD105",
    "QD106": "QD107",
    "QD109": "QD110",
    "QD202": "QD203",
    "QD204": "QD205",
    "QD301": "QD302",
    "QD303": "QD305",
    "QD306": "QD303",
}
MIRROR |= {v: k for k, v in MIRROR.items() if k != "QD306"}
"""What a change is called when the versions are swapped, where that is something else."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``old[start:end]`` becomes ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reader should be told.

    ``statements`` are those it may be told of (a source that goes has several), by number; one that was
    put in has a number below zero. ``due``: it has to be told; otherwise it may be, as what follows from the
    edit. ``level``: the severity that it has to have, if that is not the code's own.
    """

    code: str
    operation: str
    statements: tuple[int, ...]
    due: bool = True
    level: str = ""


@dataclass
class Place:
    """Where a statement stands in one version: the words said, the source, and whether it is direct."""

    contents: tuple[Range, ...]
    source: Range | None
    kind: str
    attributed: bool = True
    speaker: str = ""


@dataclass
class Draft:
    """The old article, the edits so far, and what they should lead to."""

    article: Article
    rng: random.Random
    edits: list[Edit] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    touched: list[Range] = field(default_factory=list)
    narrated: list[Range] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    speaker: dict[int, str] = field(default_factory=dict)  # who it is now: a key, or "" for nobody
    added: dict[int, str] = field(default_factory=dict)  # statements put in, and their speakers
    both: dict[int, str] = field(default_factory=dict)  # put into both versions, and their speakers
    unnamed: set[str] = field(default_factory=set)  # keys of speakers put in who have no name
    kinds: dict[int, str] = field(default_factory=dict)
    rewritten: set[int] = field(default_factory=set)
    unattributed: set[int] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    moved: list[str] = field(default_factory=list)
    rewriting: bool = False
    before: list[Edit] = field(default_factory=list)  # what the old version has instead of the article's copy
    was: dict[int, str] = field(default_factory=dict)  # who it was there, where that is not as in the article

    def free(self, *where: Range) -> bool:
        """Whether no operation has touched these stretches."""
        return not any(a < d and c < b for a, b in where for c, d in self.touched)

    def take(self, *where: Range) -> None:
        """Keep other operations off these stretches."""
        self.touched += where

    def put(self, start: int, end: int, text: str) -> None:
        """Add an edit."""
        self.edits.append(Edit(start, end, text))

    def expect(self, code: str, operation: str, *statements: int, due: bool = True, level: str = "") -> None:
        """Add what a reader should be told, or (``due=False``) may be told."""
        self.expected.append(Expected(code, operation, statements, due, level))

    def paragraph(self, statement: Statement) -> Range:
        """The paragraph that holds a statement."""
        return self.article.paragraphs[statement.paragraph]

    def number(self) -> int:
        """A number for a statement that is put in."""
        return -1 - len(self.added) - len(self.both)


def sign(kind: str, number: int, text: str) -> str:
    """Text with signs around it: ``c`` for content, ``s`` for source."""
    return f"{SIGN}{kind}{number};{text}{SIGN}{kind.upper()}{number};"


@dataclass(frozen=True)
class Version:
    """One version: its text, and the statements in it by number."""

    text: str
    places: dict[int, Place]


@dataclass(frozen=True)
class Made:
    """A pair of versions, the operations between them, and what a reader should be told."""

    name: str
    old: Version
    new: Version
    operations: tuple[str, ...]
    expected: tuple[Expected, ...]
    narrated_old: tuple[Range, ...]
    narrated_new: tuple[Range, ...]
    statements: tuple[Statement, ...]
    moved: tuple[str, ...]  # the copy of paragraphs that stand elsewhere
    rewritten: bool = False  # made by the operations of rewriting, not by single edits

    def swapped(self) -> Made:
        """The same with old and new swapped."""
        return replace(
            self,
            old=self.new,
            new=self.old,
            narrated_old=self.narrated_new,
            narrated_new=self.narrated_old,
            expected=tuple(replace(e, code=MIRROR.get(e.code, e.code)) for e in self.expected),
        )


class Shift:
    """Where places of a text are after edits; places within an edit go to its ends."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = sorted(edits, key=lambda e: (e.start, e.end))
        self.starts = [e.start for e in self.edits]
        self.after = []
        moved = 0
        for edit in self.edits:
            moved += len(edit.text) - (edit.end - edit.start)
            self.after.append(moved)

    def place(self, at: int, *, end: bool = False) -> int:
        """The new place of an old one; what is put in at the end of a range does not belong to it."""
        k = bisect_right(self.starts, at) - 1
        while k >= 0 and end and self.edits[k].start == self.edits[k].end == at:
            k -= 1
        if k < 0:
            return at
        edit = self.edits[k]
        if at < edit.end:
            before = self.after[k] - (len(edit.text) - (edit.end - edit.start))
            return (edit.start if at == edit.start or not end else edit.start + len(edit.text)) + before
        return at + self.after[k]

    def range(self, where: Range) -> Range:
        """The new place of a range."""
        return self.place(where[0]), self.place(where[1], end=True)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits done; raises ValueError if two overlap."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}: {text[edit.start : edit.end]!r}")
        out += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*out, text[at:]))


def finish(draft: Draft, restyle: Sequence[Edit] = ()) -> Made:
    """The pair of versions a draft has come to; ``restyle`` are further edits that change no word."""
    article = draft.article
    edits = [*draft.edits]
    for edit in restyle:
        if not any((e.start < edit.end and edit.start < e.end) or e.start == edit.start for e in edits):
            edits.append(edit)
    old, narrated_old = _version(
        Draft(
            article,
            draft.rng,
            speaker=draft.was,
            narrated=draft.narrated,
            both=draft.both,
            kinds={n: draft.kinds[n] for n in draft.both},
        ),
        draft.before,
    )
    new, narrated_new = _version(draft, edits)
    return Made(
        article.name,
        old,
        new,
        tuple(draft.operations),
        tuple(draft.expected),
        narrated_old,
        narrated_new,
        article.statements,
        tuple(draft.moved),
        draft.rewriting,
    )


def _version(draft: Draft, edits: Sequence[Edit]) -> tuple[Version, tuple[Range, ...]]:
    """The article with edits done, where its statements are then, and where its narration is."""
    article = draft.article
    signed = applied(article.text, edits)
    shift = Shift(edits)
    text, written = _unsigned(signed)
    undo = Shift([Edit(m.start(), m.end(), "") for m in _SIGNS.finditer(signed)])

    def there(where: Range) -> Range:
        first, last = shift.range(where)
        return undo.place(first), undo.place(last)

    places: dict[int, Place] = {}
    for statement in article.statements:
        n = statement.number
        if n in draft.gone:
            continue
        place = written.get(n)
        kind = draft.kinds.get(n, statement.kind)
        if place is None:
            contents = tuple(r for r in map(there, statement.contents) if r[0] < r[1])
            source = there(statement.source) if statement.source else None
            place = Place(contents, source, kind)
        place.kind = kind
        place.attributed = n not in draft.unattributed
        place.speaker = draft.speaker.get(n, statement.who.key)
        places[n] = place
    for n, speaker in (draft.both | draft.added).items():
        if n in written:
            written[n].kind = draft.kinds.get(n, "direct")
            places[n] = written[n]
            places[n].speaker = draft.speaker.get(n, speaker)
    return Version(text, places), tuple(there(r) for r in draft.narrated)


def _unsigned(signed: str) -> tuple[str, dict[int, Place]]:
    """The text without signs, and the statements they told of."""
    out: list[str] = []
    size, at = 0, 0
    begun: dict[tuple[str, int], int] = {}
    contents: dict[int, list[Range]] = {}
    sources: dict[int, Range] = {}
    for match in _SIGNS.finditer(signed):
        out.append(signed[at : match.start()])
        size += match.start() - at
        at = match.end()
        kind, n = match[1], int(match[2])
        if kind.islower():
            begun[kind, n] = size
        elif kind == "C":
            contents.setdefault(n, []).append((begun["c", n], size))
        else:
            sources[n] = (begun["s", n], size)
    out.append(signed[at:])
    return "".join(out), {n: Place(tuple(c), sources.get(n), "") for n, c in contents.items()}

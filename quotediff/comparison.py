"""What a comparison of two versions gives: pairs of sentences and quotes, edits, changes.

They are apart from ``model`` because who lists quotes needs none of them, and each class costs a start a
millisecond. ``shown_by`` names what shows a comparison in a format.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar

from quotediff.model import Extract, Problem, Result, Severity, count, framed
from quotediff.text.spans import Span


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentences of the old version and what became of them: m:n, an empty side is added or removed.

    ``old`` and ``new`` are indices into ``Extract.sentences``. ``similarity`` is 0 to 1 over the words.
    ``moved``: it stands elsewhere in the order of the story, not merely pushed down by insertions.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """Paragraphs of the old version and what became of them, by number; an empty side is added or removed.

    ``moved``: they are in another order among the paragraphs that both versions have.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote of the old version and what became of it: ids; an empty side is added or removed.

    ``similarity`` is that of the words, 0 to 1; ``confidence`` the probability that both are one statement, 0
    where a side is empty.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    similarity: float
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from the old words to the new: ``equal``, ``insert``, ``delete`` or ``replace``.

    ``old_span`` and ``new_span`` are where the words of either side stand in its version's text; None for an
    empty side, and for words that are from no text. The two sides of an equal step may differ in white space,
    and in the capitals of a word that has them because of what went or came before it.
    """

    op: str
    old: str
    new: str
    old_span: Span | None = None
    new_span: Span | None = None

    def words(self, which: str | None) -> str:
        """The words of the ``old`` side; otherwise of the new one."""
        return self.old if which == "old" else self.new


@dataclass(frozen=True, slots=True)
class Change:
    """A finding about a pair, or about one side of it; its fields are those of ``change`` in the JSON.

    ``old_quotes`` and ``new_quotes`` are the ids of all quotes it holds for, ``old`` and ``new`` the first.
    """

    code: str
    name: str
    severity: Severity
    old: str | None
    new: str | None
    old_span: Span | None
    new_span: Span | None
    message: str
    edits: tuple[Edit, ...]
    fingerprint: str
    old_quotes: tuple[str, ...] = ()
    new_quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a copy of another outlet left out: some quotes of a speaker, or a response.

    ``speaker`` is a name, None where it is not known; ``quotes`` are ids of the old version. Of a response
    (*declined to comment*), which is no quote, there is a ``span`` of the old version.
    """

    speaker: str | None
    quotes: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Comparison(Result):
    """Two versions of a story and all that happened to the quotes between them.

    ``changes`` are worst first, by what an editor wants to know first, then in text order. ``summary`` counts
    them by code, in code order. ``undeclared`` is the number of errors among them if no correction note is
    about anything that changed, else 0. ``left_out`` is what would be reported as gone,
    where the new version was compared as another outlet's copy. ``alignment`` has every paragraph of either
    version once, in the order in which a reader goes through both.
    """

    shown_by: ClassVar[str] = "comparison"

    old: Extract
    new: Extract
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    summary: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    undeclared: int = 0
    left_out: tuple[LeftOut, ...] = ()
    alignment: tuple[ParagraphPair, ...] = ()

    @property
    def title(self) -> str:
        """The headline of the new version; that of the old one where the new one has none."""
        return self.new.document.title or self.old.document.title

    def __repr__(self) -> str:
        """One line: the files, and how much has changed, how badly."""
        levels = Counter(c.severity for c in self.changes)
        how = ", ".join(count(levels[s], s.value) for s in Severity if levels[s])
        changes = count(len(self.changes), "change") + framed(" (", how, ")")
        return f"<Comparison {self.old.document.name!r} → {self.new.document.name!r}: {changes}>"

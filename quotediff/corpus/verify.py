"""Holds what was found in a corpus against what a careful reader expects there, word by word.

Nothing here judges the reader: a mismatch says what was expected and what was found, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quotediff.changes import RULES
from quotediff.comparison import Change, Comparison
from quotediff.corpus.loader import ExpectedChange, ExpectedQuote, OptionalChange, Step, Version
from quotediff.errors import shortened
from quotediff.evaluation.overlap import meets, pairs
from quotediff.limits import MAX_NAMING_WORDS
from quotediff.model import Attitude, Extract, Quote, Severity, SpeakerKind, some, text_of
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_EDGE_CHARACTERS = " \t\r\n\u00a0\"'“”‘’«»„‚`.,;:!?…-–—()[]"
_LEADING_ARTICLES = ("a ", "an ", "the ")
_SAME_QUOTE = 0.5  # Dice of the contents' characters from which on two quotes are about the same words
_COMPARED_WORD = re.compile(r"\w+|[%$€£]")
_REPORT_COLUMNS = 110  # of a line of the report
_PROPER = (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)  # who have names of their own
UNDECLARED = "QD401"
_DECLARING = frozenset({"QD402", "QD404", "QD406"})  # with which nothing is left undeclared
_ABOUT_SPEAKERS = frozenset({"QD303", "QD305", "QD306"})  # known by the speaker or by any of their quotes
WORDING = frozenset({"QD101", "QD102", "QD103", "QD104", "QD105", "QD113"})  # whose from and to are edits


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as expected.

    ``where`` is a version (``v1``) or a step (``v1-v2``). ``subject`` is the words of the quote, or the code
    and the words of the change, so that a list of known mismatches outlives edits elsewhere. ``field`` is
    what differs: ``missing``, ``unexpected``, ``edits`` of a change, or a field of the quote. ``path`` and
    ``line`` are those of the expectation, of its file alone for something unexpected. ``quote`` or ``change``
    is what was found, if anything was. ``span`` is where the words at issue stand in the version (the new one
    of a step).
    """

    where: str
    subject: str
    field: str
    expected: str
    found: str
    path: Path
    line: int
    quote: Quote | None = None
    change: Change | None = None
    span: Span | None = None

    def report(self) -> str:
        """The mismatch for a person: three lines."""
        return (
            f"{self.path}:{self.line}: {self.field}: {_cut(self.subject)}\n"
            f"    expected: {_cut(self.expected)}\n"
            f"    found:    {_cut(self.found)}"
        )


def verify_quotes(version: Version, extract: Extract) -> tuple[Mismatch, ...]:
    """How the quotes found in a version differ from those expected, in text order.

    Kind, words of content, source and cue, the speaker's name and whether it is inherited are held together.
    Case, and marks and punctuation at the edges, do not count. A name may lack its article, and that
    of one without a proper name (a group, a document, an unnamed source) some of its words. Beliefs may be
    expected, but need not; what is listed as optional may be found, but need not.
    """
    expected = version.quotes or ()
    partner = _partners(expected, extract.quotes)
    names: dict[str | None, str] = {s.id: s.name for s in extract.speakers}
    out = [(q.content.spans[0], m) for q in expected for m in _quote(version, q, partner.get(q.line), names)]
    used = {q.id for q in partner.values()}
    path = version.path.with_name(f"{version.name}.quotes.toml")
    for quote in extract.quotes:
        if quote.id not in used and quote.attitude is Attitude.SPEECH and not _is_optional(version, quote):
            said = _describe(quote, names)
            place = quote.content.spans[0]
            subject = first_words(quote.content.text)
            mismatch = Mismatch(
                version.name, subject, "unexpected", "nothing", said, path, 1, quote, span=place
            )
            out.append((place, mismatch))
    return tuple(m for _, m in sorted(out, key=lambda item: item[0]))


def verify_changes(step: Step, comparison: Comparison) -> tuple[Mismatch, ...]:
    """How the changes found between two versions differ from those expected: code, place, and words.

    A change is where it is expected when it has the code and touches the words that name it, in the old
    version and in the new; a change that is expected of a speaker, when it is about that speaker. QD401 is
    not written down, but expected once where an error is expected and no correction note; where only an
    optional change is one, it may be found. Optional changes may be found any number of times, or not.
    """
    where = f"{step.old.name}-{step.new.name}"
    left = list(comparison.changes)
    view = View(step, comparison)
    out = []
    for expected in step.changes:
        found = next((c for c in left if view.same(expected, c)), None)
        if found is None:
            out.append(_missing_change(step, expected, view, left))
        else:
            left.remove(found)
            out += _other_edits(step, expected, found)
    left = [c for c in left if not any(view.allows(o, c) for o in step.optional)]
    undeclared = [c for c in left if c.code == UNDECLARED]
    due = _has_undeclared(step, [c.code for c in step.changes])
    if due or _has_undeclared(step, [code for o in step.optional for code in o.codes]):
        left = [c for c in left if c not in undeclared[:1]]
        if due and not undeclared:
            said = f"{UNDECLARED}: an error, and no correction note"
            out.append(Mismatch(where, said, "missing", said, "nothing", step.path, 1))
    for change in left:
        said = view.describe(change)
        place = next(iter(view.places(change, "new")), None)
        out.append(
            Mismatch(where, said, "unexpected", "nothing", said, step.path, 1, change=change, span=place)
        )
    return tuple(out)


def _missing_change(step: Step, expected: ExpectedChange, view: View, left: Sequence[Change]) -> Mismatch:
    """An expected change that was not found, with what was found about the same words."""
    where, said = f"{step.old.name}-{step.new.name}", _expectation(expected)
    seen = _or_nothing("; ".join(view.describe(c) for c in left if view.touches(expected, c)))
    place = expected.new.spans[0] if expected.new else None
    return Mismatch(where, said, "missing", said, seen, step.path, expected.line, span=place)


def _other_edits(step: Step, expected: ExpectedChange, found: Change) -> Iterator[Mismatch]:
    """Whether a change that was found edits other words than those expected."""
    edits = _edits(expected, found)
    if edits is not None:
        where, said = f"{step.old.name}-{step.new.name}", _expectation(expected)
        meant, line = f"{expected.before} → {expected.after}", expected.line
        place = found.new_span
        yield Mismatch(where, said, "edits", meant, edits, step.path, line, change=found, span=place)


def _has_undeclared(step: Step, codes: Sequence[str]) -> bool:
    """Whether QD401 follows from ``codes``: one is an error, and no correction note is expected."""
    severities = {RULES[code].severity for code in codes if code in RULES}
    return Severity.ERROR in severities and _DECLARING.isdisjoint(c.code for c in step.changes)


def _is_optional(version: Version, quote: Quote) -> bool:
    """Whether a quote is about words that may be listed: half of either is of the other."""
    return any(meets(optional.content.spans, quote.content.spans) for optional in version.optional)


def _partners(expected: Sequence[ExpectedQuote], found: Sequence[Quote]) -> dict[int, Quote]:
    """The found quote of each expected one, by its line: the best overlaps first, each quote once."""
    lines, texts = sorted(expected, key=lambda e: e.line), sorted(found, key=lambda q: q.content.spans)
    same = pairs(lines, texts, _content, _content, _SAME_QUOTE)
    return {e.line: quote for e, quote in same}


def _content(quote: ExpectedQuote | Quote) -> tuple[Span, ...]:
    return quote.content.spans


def _quote(
    version: Version, expected: ExpectedQuote, found: Quote | None, names: Mapping[str | None, str]
) -> Iterator[Mismatch]:
    path = version.path.with_name(f"{version.name}.quotes.toml")
    subject = first_words(expected.content.text)
    if found is None:
        who = version.speaker_name(expected.speaker) or "no speaker"
        said = f"{expected.kind}, {who}: {expected.content.text}"
        place = expected.content.spans[0]
        yield Mismatch(version.name, subject, "missing", said, "nothing", path, expected.line, span=place)
        return
    name, found_name = _speakers(version, expected, names.get(found.speaker, ""))
    source = found.source
    if expected.inherited and found.inherited:  # its source is the neighbour's
        source = None
    pairs: tuple[tuple[str, str, str, Callable[[str], str]], ...] = (
        ("kind", expected.kind, found.kind, str),
        ("content", expected.content.text, found.content.text, _bare),
        ("source", text_of(expected.source), text_of(source), _bare),
        ("cue", text_of(expected.cue), text_of(found.cue), _bare_cue),
        ("speaker", name, found_name, plain_name),
        ("inherited", str(expected.inherited), str(found.inherited), str),
    )
    for field, want, got, key in pairs:
        if key(want) != key(got):
            place = found.content.spans[0]
            yield Mismatch(
                version.name,
                subject,
                field,
                _or_nothing(want),
                _or_nothing(got),
                path,
                expected.line,
                found,
                span=place,
            )


def _speakers(version: Version, expected: ExpectedQuote, found: str) -> tuple[str, str]:
    """The expected and the found speaker's name; one where that of one without a proper name lacks words."""
    for speaker in version.speakers:
        if speaker.key == expected.speaker:
            same = speaker.kind not in _PROPER and _within_other(speaker.name, found)
            return speaker.name, speaker.name if same else found
    return "", found


class _Side(NamedTuple):
    """One of the two versions of a step: its quotes by their ids, the names of its speakers, its text."""

    quotes: dict[str | None, Quote]
    names: dict[str | None, str]
    text: str

    @classmethod
    def of(cls, extract: Extract) -> _Side:
        quotes: dict[str | None, Quote] = {quote.id: quote for quote in extract.quotes}
        return cls(quotes, {speaker.id: speaker.name for speaker in extract.speakers}, extract.document.text)


def _touched(change: Change, side: str) -> tuple[tuple[str, ...], str | None, Span | None]:
    """What a change is about on one side: its quotes, the one that it is of, and its span."""
    if side == "old":
        return change.old_quotes, change.old, change.old_span
    return change.new_quotes, change.new, change.new_span


class View:
    """What the expected and the found changes of one step have in common to go by."""

    def __init__(self, step: Step, comparison: Comparison) -> None:
        self.step, self.comparison = step, comparison
        self.sides = {"old": _Side.of(comparison.old), "new": _Side.of(comparison.new)}

    def same(self, expected: ExpectedChange, change: Change) -> bool:
        """Whether the change is the expected one: its code, its place."""
        return expected.code == change.code and self.touches(expected, change)

    def allows(self, optional: OptionalChange, change: Change) -> bool:
        """Whether the change is the optional one: any of its codes, its place."""
        return change.code in optional.codes and self.touches(optional, change)

    def touches(self, expected: ExpectedChange | OptionalChange, change: Change) -> bool:
        """Whether the change is about the words, or else the speaker, of the expectation.

        Of a change about a speaker, who comes or goes with several quotes, either will do.
        """
        if expected.old is None and expected.new is None:
            return self._is_of_speaker(expected, change)
        if change.code in _ABOUT_SPEAKERS and self._is_of_speaker(expected, change):
            return True
        return all(
            words is None or any(a.overlap(b) for a in words.spans for b in places)
            for words, places in (
                (expected.old, self.places(change, "old")),
                (expected.new, self.places(change, "new")),
            )
        )

    def _is_of_speaker(self, expected: ExpectedChange | OptionalChange, change: Change) -> bool:
        """Whether a quote of the change is the expected speaker's."""
        return self._expected_name(expected) in {plain_name(name) for name in self._speakers(change)}

    def describe(self, change: Change) -> str:
        """Code and words of a found change."""
        old, new = (_in_marks(first_words(self.words(change, side))) for side in ("old", "new"))
        return f"{change.code} {old} → {new}"

    def words(self, change: Change, side: str) -> str:
        """The words a change is about in the old or the new version: a quote's, or those of its span."""
        _, quote, span = _touched(change, side)
        if quote in self.sides[side].quotes:
            return self.sides[side].quotes[quote].content.text
        return self.sides[side].text[slice(*span)] if span else ""

    def places(self, change: Change, side: str) -> list[Span]:
        """Where the change is on one side: wherever one of its quotes is."""
        places = [place for quote in self._quotes(change, side) for place in quote.content.spans]
        _, _, span = _touched(change, side)
        if span:
            places.append(Span(*span))
        return places

    def _quotes(self, change: Change, side: str) -> Iterator[Quote]:
        """The quotes that the change is about on one side."""
        quotes = self.sides[side].quotes
        ids, _, _ = _touched(change, side)
        return (quotes[number] for number in ids if number in quotes)

    def _speakers(self, change: Change) -> Iterator[str]:
        for side, (_, names, _) in self.sides.items():
            for quote in self._quotes(change, side):
                if quote.speaker in names:
                    yield names[quote.speaker]

    def _expected_name(self, expected: ExpectedChange | OptionalChange) -> str | None:
        for version in (self.step.old, self.step.new):
            if expected.speaker in {s.key for s in version.speakers}:
                return plain_name(version.speaker_name(expected.speaker) or "")
        return None


def _edits(expected: ExpectedChange, change: Change) -> str | None:
    """The edits of a change of words when they are not those expected; None when they are."""
    if change.code not in WORDING or not change.edits:
        return None
    edits = [edit for edit in change.edits if edit.op != "equal"]
    gone, come = _bag(edit.old for edit in edits), _bag(edit.new for edit in edits)
    before, after = _bag(filter(None, [expected.before])), _bag(filter(None, [expected.after]))
    if before - after <= gone and after - before <= come:
        return None
    return _or_nothing("; ".join(f"{edit.old} → {edit.new}" for edit in edits))


def _or_nothing(words: str) -> str:
    return words or "nothing"


def _bag(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for t in texts for word in _COMPARED_WORD.findall(fold(t)))


def _expectation(change: ExpectedChange) -> str:
    if change.old is None and change.new is None:
        return f"{change.code} {change.speaker}"
    old, new = (_in_marks(" ".join(text_of(passage).split())) for passage in (change.old, change.new))
    return f"{change.code} {old} → {new}"


def _in_marks(words: str) -> str:
    """Words between quotation marks; a dash for none."""
    return f"“{words}”" if words else "–"


def _describe(quote: Quote, names: Mapping[str | None, str]) -> str:
    who = names.get(quote.speaker, "nobody")
    return f"{quote.kind}, {who} ({quote.rule}): {' '.join(quote.content.text.split())}"


def first_words(text: str) -> str:
    """The first words of a quote: enough to know it by."""
    return some(text.split(), MAX_NAMING_WORDS, " ")


def _bare(text: str) -> str:
    return " ".join(fold(text).split()).strip(_EDGE_CHARACTERS)


def _bare_cue(text: str) -> str:
    """As other words, but a cue may be nothing else than a colon."""
    return _bare(text) or text.strip()


def plain_name(name: str) -> str:
    """A name without case, article, and marks at its edges: two that are the same so are one."""
    bare = _bare(name)
    for article in _LEADING_ARTICLES:
        bare = bare.removeprefix(article)
    return bare


def _within_other(a: str, b: str) -> bool:
    """Whether all the words of one name are in the other."""
    one, other = set(plain_name(a).split()), set(plain_name(b).split())
    return 0 < min(len(one), len(other)) == len(one & other)


def _cut(text: str) -> str:
    return shortened(text, _REPORT_COLUMNS)

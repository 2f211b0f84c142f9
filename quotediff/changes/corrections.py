"""QD4xx: what the new version says of itself: corrections, kills; and whether it is the same story."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from quotediff.align.forms import Reading, function_words
from quotediff.changes.case import ComparisonContext, cover
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import bracketed, excerpt
from quotediff.lang.lexicon import rows
from quotediff.lang.usage import abbreviations
from quotediff.model import Change, Kind, Paragraph, Role, Severity
from quotediff.text.spans import Span
from quotediff.text.tokens import tokenize

_OPENING = 6  # paragraphs at the head of a version in which a kill is looked for
_LEAST_SENTENCES = 4  # of either version, below which nothing tells that they are two stories
_SHARED_COPY = 0.1  # share of the shorter version's words that stand in aligned sentences
_SHARED_NAMES = 0.25  # share of its names that the other has too
_NO_COPY = 0.03  # share of words below which, if no quote is in both either, names tell only if they are
_SAME_NAMES = 0.6  # nearly all the same
_ONE_QUOTE = 0.5  # similarity of two quotes of which neither would have been said twice

_EXPLAINED = frozenset({"QD101", "QD102", "QD103", "QD104", "QD106", "QD107", "QD108", "QD114"})
_EXPLAINED_SOURCES = frozenset({"QD201", "QD204", "QD205", "QD207", "QD208", "QD209"})


@dataclass(frozen=True, slots=True)
class Note:
    """A note that corrects: its paragraph, and the words it holds, as keys and as stems."""

    paragraph: Paragraph
    keys: frozenset[str]
    stems: frozenset[str]


@change("QD401", "undeclared-correction", Severity.ERROR)
def undeclared_correction(story: ComparisonContext, changes: Sequence[Change]) -> Iterator[Finding]:
    """Something is an error, and the new version has no note that corrects anything.

    Reported once, for all errors.

    Why it matters:
        AP wants a correction called a correction, and SPJ wants it prompt and prominent. Stealth editing
        costs trust when it is found out.

    Example:
        old: "The damage is terrible," said Jane Doe, who owns the mill.
        new: "The damage is terrifying," said Jane Doe, who owns the mill.
    """
    errors = [c for c in changes if c.severity is Severity.ERROR]
    if not errors or corrections(story):
        return
    message = "one error is" if len(errors) == 1 else f"{len(errors)} errors are"
    yield Finding(
        f"{message} not declared: the new version has no correction note",
        old=errors[0].old,
        new=errors[0].new,
        old_span=errors[0].old_span,
        new_span=errors[0].new_span,
        key=tuple(sorted(c.fingerprint for c in errors)),
    )


@change("QD402", "declared-correction", Severity.NOTE)
def declared_correction(story: ComparisonContext, changes: Sequence[Change]) -> Iterator[Finding]:
    """A correction note of the new version explains a change. Reported once for each note and change.

    The new span is the note's; quotes and edits are those of the change that it explains.

    Why it matters:
        It is how it should be done: what was wrong is said where the reader can see it.

    Example:
        old: Police said 40 people were hurt in the crash.
        new: Police said 14 people were hurt in the crash. ¶ This story has been corrected to show that
            14, not 40, were hurt.
    """
    notes = corrections(story)
    told = [c for c in changes if c.code in _EXPLAINED | _EXPLAINED_SOURCES] if notes else []
    gists = [(c, _content(story, _sides(c)), _content(story, _sides(c, new=True))) for c in told]
    around = cache(lambda k: _around(story, told[k]))
    for note in notes:
        text = excerpt(story.new.extract, [note.paragraph.span])
        for k, (explained, old, new) in enumerate(gists):
            if _explains(note, old - new, new - old, partial(around, k)):
                yield Finding(
                    f"the note {text} declares {explained.code}: {explained.message}",
                    old=explained.old,
                    new=explained.new,
                    old_span=explained.old_span,
                    new_span=note.paragraph.copy,
                    edits=explained.edits,
                    key=(explained.fingerprint,),
                )


def corrections(story: ComparisonContext) -> list[Note]:
    """The notes of the new version that correct something and that the old version did not have."""
    before = {_keys(story.old, p) for p in story.old.extract.document.paragraphs}
    return [
        _note(story.new, p)
        for p in story.new.extract.document.paragraphs
        if _corrects(story.new, p) and _keys(story.new, p) not in before
    ]


def _keys(reading: Reading, paragraph: Paragraph) -> tuple[str, ...]:
    """The words of a paragraph in any style."""
    first, last = reading.between(*paragraph.span)
    return tuple(w.key for w in reading.words[first:last] if w.key)


def _text(reading: Reading, paragraph: Paragraph) -> str:
    return reading.extract.document.text[paragraph.span.start : paragraph.span.end]


def _norms(reading: Reading, paragraph: Paragraph) -> list[str]:
    first, last = reading.between(*paragraph.span)
    return [w.norm for w in reading.words[first:last]]


def _corrects(reading: Reading, paragraph: Paragraph) -> bool:
    norms = _norms(reading, paragraph)
    beside = paragraph.role in (Role.NOTE, Role.HEADER, Role.CONTRIBUTOR, Role.FURNITURE)
    if beside and _holds(norms, _table("correction_phrases")):
        return True
    known = _openings().get(norms[0] if norms else "")
    if not known:
        return False
    opening = " ".join(_tokenized(_text(reading, paragraph)[:_LINE])).replace(" 's ", "'s ")
    return any(f"{opening} ".startswith(f"{line} ") for line in known)


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """How corrections begin, with their colons, by the first word."""
    table: dict[str, list[str]] = {}
    for (line,) in rows("correction_openings", 1):
        table.setdefault(line.split()[0], []).append(line)
    return {k: tuple(v) for k, v in table.items()}


_LINE = 120  # characters of a paragraph that may hold an opening


def _tokenized(text: str) -> list[str]:
    """The words and marks of a text, folded."""
    return [t.norm for t in tokenize(text, abbreviations())]


def _note(reading: Reading, paragraph: Paragraph) -> Note:
    first, last = reading.between(*paragraph.span)
    words = reading.words[first:last]
    return Note(
        paragraph,
        frozenset(_plain(w.key) for w in words),
        frozenset(s for w in words for s in w.stems),
    )


def _sides(found: Change, *, new: bool = False) -> list[str]:
    """What a change took out, or put in."""
    return [e.new if new else e.old for e in found.edits if e.op != "equal"]


def _around(story: ComparisonContext, found: Change) -> frozenset[str]:
    """The keys of the content words that a change left as they were, and of its speakers' names."""
    return _content(story, [e.old for e in found.edits if e.op == "equal"]) | _speaker(story, found)


def _explains(
    note: Note, gone: frozenset[str], come: frozenset[str], around: Callable[[], frozenset[str]]
) -> bool:
    """Whether a note speaks of a change: it holds what came, and what went or what it stands beside.

    Args:
        note: the note.
        gone: the keys of the content words that the change took out and did not put in.
        come: of those that it put in and did not take out.
        around: of those it stands beside.
    """
    new, old = come & note.keys, gone & note.keys
    if not (new or old) or (new and old):
        return bool(new and old)
    return len(around() & note.keys) >= (1 if new else 2)


def _speaker(story: ComparisonContext, found: Change) -> frozenset[str]:
    names = []
    for case in (story.case_of("old", found.old or ""), story.case_of("new", found.new or "")):
        if case is not None:
            names += [case.old_name, case.new_name]
    return _content(story, names)


def _content(story: ComparisonContext, passages: Sequence[str]) -> frozenset[str]:
    """The keys of the words of some passages that are no function words."""
    words = {(w.key, w.stems) for p in dict.fromkeys(passages) for w in story.words_of(p)}
    light = function_words()
    return frozenset(_plain(key) for key, stems in words if key and not light.issuperset(stems))


def _plain(key: str) -> str:
    """A key without possessive ending, currency or percent: an edit may hold the figure alone."""
    return "#" + key.strip("#$£€¥%") if key.startswith("#") else key.removesuffix("'s")


@change("QD404", "story-killed", Severity.ERROR)
def story_killed(story: ComparisonContext) -> Finding | None:
    """The new version is a kill, or withholds the story. Nothing else is reported then.

    Why it matters:
        A kill is for what cannot be mended; every desk that used the story has to act.

    Example:
        old: "The plant will close," owner Max Reed said.
        new: BULLETIN KILL ¶ Kill the story on the plant. Reed did not speak. A kill is mandatory.
    """
    killed = _kill(story.new)
    if killed is None or _kill(story.old) is not None:
        return None
    text = excerpt(story.new.extract, [killed.span], alone=True)
    return Finding(
        f"the story was killed or withheld: {text}",
        new_span=killed.copy,
        key=tuple(_norms(story.new, killed)),
    )


def _kill(reading: Reading) -> Paragraph | None:
    """The paragraph at the head of a version that kills it; the longest of several, which says why.

    What somebody is quoted as saying kills nothing, and the words for it are common ones: an order has to
    begin its sentence, and what reports the end of a story must not be somebody's statement.
    """
    lines = reading.extract.document.paragraphs[:_OPENING]
    near = [q for q in reading.extract.quotes if q.paragraph <= _OPENING]
    quoted = [s for q in near if q.kind is not Kind.INDIRECT for s in q.content.spans]
    told = {reading.sentence_at(s.start) for q in near if q.source for s in q.content.spans}
    found = [p for p in lines if any(_kills(reading, k, told) for k in _outside(reading, p, quoted))]
    return max(found, key=lambda p: (p.span.width, -p.number), default=None)


_BEFORE_ORDER = frozenset({"please", "editors", "attention", "advisory", "bulletin", "and"})


def _outside(reading: Reading, paragraph: Paragraph, quoted: Sequence[Span]) -> list[int]:
    """The words of a paragraph that stand in no quoted content, as indices."""
    covered = cover(quoted)
    words = reading.words
    return [k for k in range(*reading.between(*paragraph.span)) if not covered(words[k].start, words[k].end)]


def _kills(reading: Reading, k: int, told: Container[int]) -> bool:
    """Whether words that withdraw the story begin at word ``k``; ``told``: sentences that are statements."""
    word = reading.words[k]

    def holds(table: str) -> bool:
        found = _table(table).get(word.norm, ())
        return any(tuple([w.norm for w in reading.words[k : k + len(p)]]) == p for p in found)

    first = word.opens or (k > 0 and reading.words[k - 1].norm in _BEFORE_ORDER)
    if first and holds("kill_orders"):
        return True
    return (word.opens or reading.sentence_at(word.start) not in told) and holds("kill_phrases")


@cache
def _table(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of a data file by their first word."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows(name, 1):
        parts = tuple(p for p in line.split() if p != ":")
        table.setdefault(parts[0], []).append(parts)
    return {k: tuple(v) for k, v in table.items()}


def _holds(norms: Sequence[str], table: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    return any(
        tuple(norms[i : i + len(parts)]) == parts
        for i, norm in enumerate(norms)
        for parts in table.get(norm, ())
    )


@change("QD406", "not-same-story", Severity.ERROR)
def not_same_story(story: ComparisonContext) -> Finding | None:
    """The two files do not look like versions of one story: next to no sentence and few names are in both.

    Why it matters:
        Two wrong files compare to a long list of removals that means nothing.

    Example:
        old: The mill on Oak Lane burned down on Friday, Jane Doe said. ¶ "It was old and dry," Doe said. ¶
            Firefighters from Weston came late. ¶ The cause is not known.
        new: Shares in Norden Bank rose after Tim Falk quit. ¶ "I am tired of it all," Falk said. ¶ Analysts
            expect a merger with Kolm. ¶ The euro gained against the yen.
    """
    old, new = story.old, story.new
    if min(len(old.extract.sentences), len(new.extract.sentences)) < _LEAST_SENTENCES:
        return None
    shared = sum(old.first[k + 1] - old.first[k] for k, there in enumerate(story.alignment.to_new) if there)
    if shared >= _SHARED_COPY * min(len(old.words), len(new.words)):
        return None
    names = [{s for w in r.words if w.kind == "name" for s in w.stems} for r in (old, new)]
    fewer = min(names, key=len)
    nothing = shared < _NO_COPY * min(len(old.words), len(new.words)) and not any(
        p.old and p.new and p.similarity >= _ONE_QUOTE for p in story.pairs
    )
    least = _SAME_NAMES if nothing else _SHARED_NAMES  # two stories of one campaign have its people in common
    if len(names[0] & names[1]) >= least * max(1, len(fewer)) and fewer:
        return None
    title = story.new.extract.document.title
    about = f"; the new one is {bracketed(title)}" if title else ""
    return Finding(
        f"the two files do not look like versions of one story{about}",
        new_span=new.extract.sentences[0].span,
        key=tuple(w.key for w in new.of_sentence(0)),
    )

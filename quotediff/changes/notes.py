"""QD402: the notes by which a new version says what it corrects, and the changes that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from quotediff.align.normalize import NormalizedText, Word, function_words, normalize_phrase
from quotediff.changes.context import ComparisonContext
from quotediff.changes.registry import Finding, change
from quotediff.comparison import Change
from quotediff.excerpts import excerpt
from quotediff.lang.corrections import form_words, is_correction
from quotediff.lang.lexicon import phrases, rows, word_list, word_sequence
from quotediff.limits import MAX_CONTRAST_WORDS
from quotediff.model import Paragraph, Role, Severity, Speaker

_WORDS = frozenset({"QD101", "QD102", "QD103", "QD104", "QD106", "QD107", "QD108", "QD114", "QD405"})
_SOURCES = frozenset({"QD201", "QD204", "QD205", "QD207", "QD208", "QD209"})
_ROLES_BESIDE_COPY = frozenset({Role.NOTE, Role.HEADER, Role.CONTRIBUTOR, Role.FURNITURE})
_PARAGRAPH_ORDINALS = word_sequence("paragraph_ordinals")
_PARAGRAPH_WORDS = word_list("paragraph")
_TELLING_FIGURE_DIGITS = 4  # of a figure that is hardly in a note by chance


@dataclass(frozen=True, slots=True)
class Note:
    """A note that corrects.

    Attributes:
        paragraph: where it stands.
        keys: its words in any style.
        content: stems of those that say what was wrong: not the form of the note, no date, no figure.
        things: the kinds of change that it names: ``figure``, ``words``, ``source``.
        places: the paragraphs of the story's body that it names, counted from 1.
        figures: its numbers, but for those of dates and times.
        contrasts: pairs of these of which it says that one is right and the other was wrong.
    """

    paragraph: Paragraph
    keys: frozenset[str]
    content: frozenset[str]
    things: frozenset[str]
    places: frozenset[int]
    figures: frozenset[str]
    contrasts: frozenset[frozenset[str]]

    @property
    def is_specific(self) -> bool:
        """Whether it says anything of what was wrong."""
        return bool(self.content or self.things or self.places or self.figures)


@dataclass(frozen=True, slots=True)
class _ChangeSummary:
    """What a change is about: words gone and come, stems of those beside them, its kinds, its paragraph."""

    change: Change
    removed: frozenset[str]
    added: frozenset[str]
    around: Callable[[], frozenset[str]]
    things: frozenset[str]
    place: int


@change("QD402", "declared-correction", Severity.NOTE)
def declared_correction(context: ComparisonContext, changes: Sequence[Change]) -> Iterator[Finding]:
    """A correction note of the new version explains a change. Reported once for each note and change.

    A note explains a change if it holds the words that came, or went, beside others of the passage; or if it
    names what was wrong (a number, a name, a quote) and the passage it stood in. One that only says that the
    story was corrected explains its errors. The new span is the note's; quotes and edits are those of the
    change that it explains.

    Why it matters:
        This is how it should be done: the reader can see what was wrong.

    Example:
        old: Police said 40 people were hurt in the crash.
        new: Police said 14 people were hurt in the crash. ¶ This story has been corrected to show that
            14, not 40, were hurt.
    """
    for note, explained in declarations(context, changes):
        text = excerpt(context.new.extract, [note.paragraph.span])
        yield Finding(
            f"the note {text} declares {explained.code}: {explained.message}",
            old=explained.old,
            new=explained.new,
            old_span=explained.old_span,
            new_span=note.paragraph.copy,
            edits=explained.edits,
            key=(explained.fingerprint,),
        )


def declarations(context: ComparisonContext, changes: Sequence[Change]) -> Iterator[tuple[Note, Change]]:
    """Each new correction note with each of the changes that it is about."""
    notes = _new_notes(context)
    reported = [c for c in changes if c.code in _WORDS | _SOURCES] if notes else []
    summaries = [_change_summary(context, c) for c in reported]
    speaking = [note for note in notes if note.is_specific]
    for note in speaking:
        explained = _nearest(note, [summary for summary in summaries if _explains(note, summary)])
        for summary in _each_event_once(explained):
            yield note, summary.change
    if not speaking:
        yield from ((note, c) for note in notes[:1] for c in reported if c.severity is Severity.ERROR)


def _nearest(note: Note, explained: Sequence[_ChangeSummary]) -> Sequence[_ChangeSummary]:
    """What a note explains, less what it is hardly about if it is about something else.

    One that says which figure is right and is about a change of it is about no other change that shares but
    words that came, or that went. Of those of which no word is in the note it is about the ones whose other
    words are.
    """
    if any(pair <= s.removed | s.added for s in explained for pair in note.contrasts):
        return [s for s in explained if s.around() & note.content or _has_both(note, s)]
    unworded = [s for s in explained if note.keys.isdisjoint(s.removed | s.added)]
    most = max((len(s.around() & note.content) for s in unworded), default=0)
    return [s for s in explained if s not in unworded or len(s.around() & note.content) == most]


def _has_both(note: Note, summary: _ChangeSummary) -> bool:
    """Whether words that a change took out and words that it put in are in a note."""
    return not (summary.removed.isdisjoint(note.keys) or summary.added.isdisjoint(note.keys))


def _each_event_once(explained: Sequence[_ChangeSummary]) -> Iterator[_ChangeSummary]:
    """What a note explains: not the headline if it only says again what became of a quote."""
    of_quotes = [summary for summary in explained if summary.change.code != "QD405"]
    corrected = {word for summary in of_quotes for word in summary.removed | summary.added}
    yield from (s for s in explained if s in of_quotes or not corrected >= s.removed | s.added)


def _new_notes(context: ComparisonContext) -> list[Note]:
    """The notes of the new version that correct something and that the old version did not have."""
    notes = context.new.once(_notes)
    before = {_keys(context.old, p) for p in context.old.extract.document.paragraphs} if notes else set()
    return [_note(context.new, p) for p in notes if _keys(context.new, p) not in before]


def _notes(version: NormalizedText) -> list[Paragraph]:
    """The paragraphs of a version that correct something, and the notes below one that does."""
    found = []
    heading = False
    for paragraph in version.extract.document.paragraphs:
        below = heading and paragraph.role is Role.NOTE
        heading = below or _corrects(version, paragraph)
        if heading:
            found.append(paragraph)
    return found


def _corrects(version: NormalizedText, paragraph: Paragraph) -> bool:
    if paragraph.role is Role.HEADLINE:
        return False  # "CORRECTION: ...", above a story that says below it what was wrong
    text = version.extract.document.text[paragraph.span.start : paragraph.span.end]
    if is_correction(text):
        return True
    if paragraph.role is Role.NOTE and any(
        note.kind == "correction" and note.text == text for note in version.extract.document.meta.notes
    ):
        return True
    return paragraph.role in _ROLES_BESIDE_COPY and _holds(_norms(version, paragraph), "correction_phrases")


def _holds(norms: Sequence[str], listed: str) -> bool:
    """Whether a phrase of a data file stands among some words."""
    known = phrases(listed)
    return any(
        tuple(norms[i : i + len(parts)]) == parts for i, n in enumerate(norms) for parts in known.get(n, ())
    )


def _norms(version: NormalizedText, paragraph: Paragraph) -> list[str]:
    first, last = version.between(*paragraph.span)
    return [w.norm for w in version.words[first:last]]


def _keys(version: NormalizedText, paragraph: Paragraph) -> tuple[str, ...]:
    """The words of a paragraph in any style."""
    first, last = version.between(*paragraph.span)
    return tuple(w.key for w in version.words[first:last] if w.key)


def _note(version: NormalizedText, paragraph: Paragraph) -> Note:
    first, last = version.between(*paragraph.span)
    words = [w for w in version.words[first:last] if w.key]
    light = function_words()
    form = form_words() | _PARAGRAPH_WORDS | {*_PARAGRAPH_ORDINALS}
    reported = [word for word in words if word.norm not in form]
    content = {
        s for w in reported if not w.key.startswith("#") and not light.issuperset(w.stems) for s in w.stems
    }
    norms = [w.norm for w in words]
    kinds = _wrong_things()
    return Note(
        paragraph,
        frozenset(_plain(w.key) for w in words),
        frozenset(content),
        frozenset(kind for n in (*norms, *map(" ".join, pairwise(norms))) for kind in kinds.get(n, ())),
        frozenset(_places(norms)),
        frozenset(_plain(words[k].key) for k in _figures(words)),
        frozenset(_contrasts(words)),
    )


_CONTRAST = word_list("contrast")


def _figures(words: Sequence[Word]) -> list[int]:
    """The indices of numbers that are no date or time."""
    return [k for k, w in enumerate(words) if w.kind == "number" and not {":", "/"} & set(w.key)]


def _contrasts(words: Sequence[Word]) -> Iterator[frozenset[str]]:
    """Pairs of figures with a word between or before them that sets one against the other: *14, not 12*."""
    for first, last in pairwise(_figures(words)):
        norms = {w.norm for w in words[max(0, first - 1) : last]}
        if last - first <= MAX_CONTRAST_WORDS and not norms.isdisjoint(_CONTRAST):
            yield frozenset(_plain(words[k].key) for k in (first, last))


def _places(norms: Sequence[str]) -> Iterator[int]:
    """The numbers of paragraphs that a note names: *first paragraph*, *paragraph 3*."""
    for index, norm in enumerate(norms):
        if norm in _PARAGRAPH_WORDS:
            for near in norms[max(0, index - 1) : index + 2]:
                if near in _PARAGRAPH_ORDINALS:
                    yield _PARAGRAPH_ORDINALS.index(near) + 1
                elif near.isdigit():
                    yield int(near)


@cache
def _wrong_things() -> dict[str, tuple[str, ...]]:
    """Words for what was wrong, each to the kinds of change."""
    return {row[0]: tuple(row[1].split()) for row in rows("correction_things", 2)}


def _change_summary(context: ComparisonContext, found: Change) -> _ChangeSummary:
    old, new = (_content(_differing(context, found, new=side)) for side in (False, True))
    things = {"source"} if found.code in _SOURCES else {"words"}
    if any(key.startswith("#") for key in old | new):
        things.add("figure")
    return _ChangeSummary(
        found,
        old - new,
        new - old,
        cache(partial(_around, context, found)),
        frozenset(things),
        _place(context, found),
    )


def _differing(context: ComparisonContext, found: Change, *, new: bool) -> Iterator[Word]:
    """The words that a change took out, or put in, whole: all of *13 million* put for *31 million*."""
    version = context.new if new else context.old
    for edit in found.edits:
        span, words_of_edit = (edit.new_span, edit.new) if new else (edit.old_span, edit.old)
        if edit.op == "equal":
            continue
        if span is None:
            yield from normalize_phrase(words_of_edit)
            continue
        first, last = version.between(*span)
        cut = first > 0 and version.words[first - 1].end > span.start
        yield from version.words[first - cut : last]


def _around(context: ComparisonContext, found: Change) -> frozenset[str]:
    """Stems of the content words that a change left as they were, and of those for who is credited."""
    passages = [e.old for e in found.edits if e.op == "equal"]
    for pair in (context.pair_of(context.before, found.old), context.pair_of(context.after, found.new)):
        if pair is not None:
            passages += [pair.before.name, pair.after.name, pair.before.source.text, pair.after.source.text]
    passages += [s.description or "" for s in _speakers(context, found)]
    light = function_words()
    words = {w.stems for p in dict.fromkeys(passages) for w in normalize_phrase(p)}
    return frozenset(s for stems in words if not light.issuperset(stems) for s in stems)


def _speakers(context: ComparisonContext, found: Change) -> Iterator[Speaker]:
    """Who is credited with the quotes of a change, in either version."""
    for version, identifier in ((context.old, found.old), (context.new, found.new)):
        whose = {q.speaker for q in version.extract.quotes if q.id == identifier}
        yield from (s for s in version.extract.speakers if s.id in whose)


def _place(context: ComparisonContext, found: Change) -> int:
    """Which paragraph of the new version's body a change is in, counted from 1; 0 if none."""
    if found.new_span is None:
        return 0
    body = [p for p in context.new.extract.document.paragraphs if p.role is Role.BODY]
    return next((k for k, p in enumerate(body, 1) if p.span.contains(found.new_span)), 0)


def _explains(note: Note, summary: _ChangeSummary) -> bool:
    """Whether a note is about a change: by the words that differ, or by what was wrong and where.

    A note that sets one figure against another is about a change of figures only if it is of these.
    """
    differ = summary.removed | summary.added
    if note.contrasts and "figure" in summary.things and not any(pair <= differ for pair in note.contrasts):
        return False
    shared = len(summary.around() & note.content)
    placed, named = summary.place in note.places, not summary.things.isdisjoint(note.things)
    # New words are worth two of what else speaks for it, old ones as much as each of that; three are enough.
    held = 2 * (not summary.added.isdisjoint(note.keys)) + (not summary.removed.isdisjoint(note.keys))
    if held:
        figures = summary.added & note.figures & note.keys
        telling = any(len(key) > _TELLING_FIGURE_DIGITS for key in figures)
        return held + shared + placed + named + telling >= 3
    if named:
        return shared + placed > 0
    return placed and not (note.content or note.things)


def _content(differing: Iterator[Word]) -> frozenset[str]:
    """The keys of some words that are no function words."""
    light = function_words()
    return frozenset(_plain(word.key) for word in differing if word.key and not light.issuperset(word.stems))


def _plain(key: str) -> str:
    """A key without possessive ending, currency or percent: an edit may hold the figure alone."""
    return "#" + key.strip("#$£€¥%") if key.startswith("#") else key.removesuffix("'s")

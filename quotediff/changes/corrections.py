"""QD401, QD404, QD406: errors that no note declares, kills, and whether it is the same story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from quotediff.align.normalize import NormalizedText, has_words_at, is_informative
from quotediff.changes.context import ComparisonContext
from quotediff.changes.notes import declarations
from quotediff.changes.registry import Finding, change
from quotediff.changes.sides import is_within_one_of
from quotediff.comparison import Change
from quotediff.excerpts import bracketed, excerpt
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import WINDOW_KILL_PARAGRAPHS
from quotediff.model import Kind, Meta, Paragraph, Severity

_LEAST_SENTENCES = 4  # of either version, below which nothing tells that they are two stories
_TELLING_WORDS = 6  # words of content that a version of fewer needs
_SHARED_BY_CHANCE = 0.12  # share of them, but for *said*, that another story may have too
_SHARED_COPY = 0.1  # share of the shorter version's words that stand in aligned sentences
_SHARED_NAMES = 0.25  # share of its names that the other has too
_NO_COPY = 0.03  # share of words below which, if no quote is in both either, names tell only if they are
_SAME_NAMES = 0.6  # nearly all the same
_SHORT_STORY = 12  # sentences
_SHARED_WORDS = 0.35  # share of its words of content, by which a short story put in other words is known
_MIN_SHARED_QUOTE_SIMILARITY = 0.5  # similarity of two quotes of which neither would have been said twice


@change("QD401", "undeclared-correction", Severity.ERROR, hidden=True)
def undeclared_correction(context: ComparisonContext, changes: Sequence[Change]) -> Iterator[Finding]:
    """There are errors, and no correction note in the new version is about anything that changed.

    Reported once, for all errors, and only if asked for: most updates are no corrections. The answer's head
    says how many errors there are without a note.

    Why it matters:
        AP wants a correction called a correction, and SPJ wants it prompt and prominent. Stealth editing
        costs trust when it is found out.

    Example:
        old: "The damage is terrible," said Jane Doe, who owns the mill.
        new: "The damage is terrifying," said Jane Doe, who owns the mill.
    """
    errors = undeclared(context, changes)
    if not errors:
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


def undeclared(context: ComparisonContext, changes: Sequence[Change]) -> list[Change]:
    """The errors among some changes, if no correction note is about anything that changed; else none."""
    errors = [c for c in changes if c.severity is Severity.ERROR]
    if errors and any(declarations(context, changes)):
        return []
    return errors


def _norms(version: NormalizedText, paragraph: Paragraph) -> list[str]:
    first, last = version.between(*paragraph.span)
    return [w.norm for w in version.words[first:last]]


@change("QD404", "story-killed", Severity.ERROR)
def story_killed(context: ComparisonContext) -> Finding | None:
    """The new version is a kill, or withholds the story. Nothing else is reported then.

    Its text says so, or the status that its file gives it.

    Why it matters:
        A story is killed where a correction is not enough; every desk that used it has to act.

    Example:
        old: "The plant will close," owner Max Reed said.
        new: BULLETIN KILL ¶ Kill the story on the plant. Reed did not speak. A kill is mandatory.
    """
    old, new = (version.extract.document.meta for version in (context.old, context.new))
    killed = _kill(context.new)
    if killed is None:
        return _withdrawn(old, new)
    if _kill(context.old) is not None:
        return None
    text = excerpt(context.new.extract, [killed.span], alone=True)
    return Finding(
        f"the story was killed or withheld: {text}",
        new_span=killed.copy,
        key=tuple(_norms(context.new, killed)),
    )


def _withdrawn(old: Meta, new: Meta) -> Finding | None:
    """A finding of what the new file's status says, if the old one does not say it."""
    if old.is_withdrawn or not new.is_withdrawn:
        return None
    return Finding(f"the story was killed or withheld: its status is {new.status}", key=(new.status or "",))


def _kill(version: NormalizedText) -> Paragraph | None:
    """The paragraph at the head of a version that kills it; the longest of several, which says why.

    What somebody is quoted as saying kills nothing, and the words for it are common ones: an order has to
    begin its sentence, and what reports the end of a story must not be somebody's statement.
    """
    places = version.once(_kill_places)
    if not places:
        return None
    near = [q for q in version.extract.quotes if q.paragraph <= WINDOW_KILL_PARAGRAPHS]
    quoted = [s for q in near if q.kind is not Kind.INDIRECT for s in q.content.spans]
    attributed_sentences = {version.sentence_at(s.start) for q in near if q.source for s in q.content.spans}
    covered = is_within_one_of(quoted)
    found = []
    for place in places:
        word = version.words[place.word]
        open_to_all = place.anywhere or version.sentence_at(word.start) not in attributed_sentences
        if open_to_all and not covered(word.start, word.end):
            found.append(place.paragraph)
    return max(found, key=lambda p: (p.span.width, -p.number), default=None)


class _KillPlace(NamedTuple):
    """Where words stand that withdraw a story: their paragraph, and the first of them.

    ``anywhere``: be it in a sentence that is attributed to somebody or not.
    """

    paragraph: Paragraph
    word: int
    anywhere: bool


def _kill_places(version: NormalizedText) -> list[_KillPlace]:
    """Where words that withdraw the story stand at the head of a version, quoted or not."""
    lines = version.extract.document.paragraphs[:WINDOW_KILL_PARAGRAPHS]
    orders, phrases = _table("kill_orders"), _table("kill_phrases")
    places = []
    for paragraph in lines:
        for index in range(*version.between(*paragraph.span)):
            word = version.words[index]
            first = word.opens or version.words[max(0, index - 1)].norm in _BEFORE_ORDER
            order = first and _stands_at(version, index, orders)
            if order or _stands_at(version, index, phrases):
                places.append(_KillPlace(paragraph, index, order or word.opens))
    return places


def _stands_at(version: NormalizedText, k: int, table: Mapping[str, tuple[tuple[str, ...], ...]]) -> bool:
    """Whether one of some phrases stands at word ``k``."""
    found = table.get(version.words[k].norm)
    if found is None:  # mostly
        return False
    return any(has_words_at(version.words, k, phrase) for phrase in found)


_BEFORE_ORDER = word_list("before_order")


@cache
def _table(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of a data file by their first word."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows(name, 1):
        parts = tuple(p for p in line.split() if p != ":")
        table.setdefault(parts[0], []).append(parts)
    return {k: tuple(v) for k, v in table.items()}


def _content_stems(version: NormalizedText) -> frozenset[str]:
    """The stems of a version's words of content."""
    words = (w for w in version.words if w.kind in ("word", "name"))
    return frozenset(s for w in words for s in w.stems if is_informative(s))


@change("QD406", "not-same-story", Severity.ERROR)
def not_same_story(context: ComparisonContext) -> Finding | None:
    """The two files do not look like versions of one story: they share few names and hardly a sentence.

    Nothing else is reported then. Never of two files that name the same story in their metadata.

    Why it matters:
        Comparing two wrong files gives a long list of removals that means nothing.

    Example:
        old: The mill on Oak Lane burned down on Friday, Jane Doe said. ¶ "It was old and dry," Doe said. ¶
            Firefighters from Weston came late. ¶ The cause is not known.
        new: Shares in Norden Bank rose after Tim Falk quit. ¶ "I am tired of it all," Falk said. ¶ Analysts
            expect a merger with Kolm. ¶ The euro gained against the yen.
    """
    old, new = context.old, context.new
    known = old.extract.document.meta.story
    if known is not None and known == new.extract.document.meta.story:
        return None
    if _is_too_short_to_tell(context):
        return None
    if any(is_one_story(context) for is_one_story in _SIGNS_OF_ONE_STORY):
        return None
    title = context.new.extract.document.title
    about = f"; the new one is {bracketed(title)}" if title else ""
    return Finding(
        f"the two files do not look like versions of one story{about}",
        new_span=new.extract.sentences[0].span,
        key=tuple(w.key for w in new.of_sentence(0)),
    )


def _is_too_short_to_tell(context: ComparisonContext) -> bool:
    """Whether a version has few sentences, unless each has words enough and hardly one is the other's."""
    if min(len(version.extract.sentences) for version in (context.old, context.new)) >= _LEAST_SENTENCES:
        return False
    old, new = _content_stems(context.old), _content_stems(context.new)
    fewer, shared = min(len(old), len(new)), (old & new).difference(stems("said"))
    return fewer < _TELLING_WORDS or len(shared) > _SHARED_BY_CHANCE * fewer


def _has_shared_copy(context: ComparisonContext) -> bool:
    return _share_copy(context, _SHARED_COPY)


def _share_copy(context: ComparisonContext, least: float) -> bool:
    """Whether at least this share of the shorter version's words stands in aligned sentences."""
    old, new = context.old, context.new
    shared = sum(old.first[k + 1] - old.first[k] for k, there in enumerate(context.alignment.to_new) if there)
    return shared >= least * min(len(old.words), len(new.words))


def _is_short_in_other_words(context: ComparisonContext) -> bool:
    """Whether the versions are short, and share many words of content."""
    old, new = _content_stems(context.old), _content_stems(context.new)
    longest = max(len(context.old.extract.sentences), len(context.new.extract.sentences))
    return longest <= _SHORT_STORY and len(old & new) >= _SHARED_WORDS * min(len(old), len(new))


def _share_names(context: ComparisonContext) -> bool:
    """Whether the versions share enough of their names; nearly all, if they share no copy and no quote."""
    old, new = (
        {stem for word in version.words if word.kind == "name" for stem in word.stems}
        for version in (context.old, context.new)
    )
    a_quote = any(p.old and p.new and p.similarity >= _MIN_SHARED_QUOTE_SIMILARITY for p in context.pairs)
    nothing = not a_quote and not _share_copy(context, _NO_COPY)
    least = _SAME_NAMES if nothing else _SHARED_NAMES  # two stories of one campaign have its people in common
    fewer = min(len(old), len(new))
    return fewer > 0 and len(old & new) >= least * fewer


_SIGNS_OF_ONE_STORY = (_has_shared_copy, _is_short_in_other_words, _share_names)

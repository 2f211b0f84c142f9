"""Words of an attribution that leave open whether it was said: *reportedly*, *is said to have told*."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from quotediff.align.normalize import NormalizedText, Word
from quotediff.changes.context import ComparisonContext, QuotePair, is_within_one_of
from quotediff.identity import Same, name_words
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_REPORT_MODIFIERS, MAX_SPANS_BEFORE, WINDOW_HEDGE_WORDS
from quotediff.model import Passage, Quote, Speaker
from quotediff.text.spans import Span, hull

_BE = word_list("full_forms_of_be")
_BESIDE_VERB = _BE | word_list("beside_cue_verb")  # and adverbs in -ly: between a hedge and the cue's verb


@dataclass(frozen=True, slots=True)
class Hedges:
    """The hedge on the attribution in either version, None where there is none."""

    old: Passage | None
    new: Passage | None
    one_is_source: bool = False  # whether one is the source itself, beside the speaker of the other version


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attribution stands: the words of its sentence that are not said, and its parts."""

    text: str
    words: tuple[Word, ...]
    cue: Span
    source: Span | None


def hedges(pair: QuotePair) -> Hedges:
    """The hedges on the attribution of a pair, or of words that are a quote in one version only.

    Copy that is the same in both versions is not looked at.
    """
    context, both = pair.context, pair.credited
    if pair.same_copy or not (pair.paired or pair.still_attributed):
        return Hedges(None, None)  # none that came or went
    old = _of_quote(context, context.old, pair.old) if pair.old else _where_found(pair, context.old)
    new = _of_quote(context, context.new, pair.new) if pair.new else _where_found(pair, context.new)
    if both is None or context.identity.same(*both.speakers) is not Same.NO:
        return Hedges(old, new)
    old_report = _report_as_source(context.old, both.old, both.new_speaker)
    new_report = _report_as_source(context.new, both.new, both.old_speaker)
    return Hedges(old_report or old, new_report or new, one_is_source=bool(old_report) != bool(new_report))


def hedge_words() -> frozenset[str]:
    """The hedges that are adverbs."""
    return frozenset(pattern[0] for pattern, sort in _patterns() if sort == "adverb")


def _of_quote(context: ComparisonContext, version: NormalizedText, quote: Quote) -> Passage | None:
    if quote.cue is None or not quote.cue.spans:
        return None
    cue = hull(quote.cue.spans)
    k = version.sentence_at(cue.start)
    near = _near(version, k, cue)
    if not _may_hedge(near):
        return None
    quoted = context.quoted_at(version, k)
    before, behind = (bisect_left(quoted, (offset, 0)) for offset in (near[0].start, near[-1].end))
    around = quoted[max(0, before - MAX_SPANS_BEFORE) : behind]
    said = is_within_one_of(s for s in around if not s.contains((cue.start, cue.end)))
    words = tuple(w for w in near if not said(w.start, w.start + 1))
    source = hull(quote.source.spans) if quote.source is not None and quote.source.spans else None
    place = _Place(version.extract.document.text, words, cue, source)
    for i, j, sort in _found(words):
        if _governs(place, i, j, sort):
            return _passage(place.text, words[i:j])
    return None


def _near(version: NormalizedText, sentence: int, span: Span) -> Sequence[Word]:
    """The words of a sentence around a span: all, unless it is very long; none if ``sentence`` is -1."""
    if sentence < 0:
        return ()
    first, last = version.between(*span)
    return version.words[
        max(version.first[sentence], first - WINDOW_HEDGE_WORDS) : min(
            version.first[sentence + 1], last + WINDOW_HEDGE_WORDS
        )
    ]


def _report_as_source(version: NormalizedText, quote: Quote, speaker: Speaker) -> Passage | None:
    """The reports that are a quote's source, if the sentence names another beside them, who said it.

    Of *X said, according to reports* the analysis may take the reports for the source.

    Args:
        version: the version.
        quote: one of its quotes.
        speaker: of the other version's quote.
    """
    name = name_words(speaker.name)
    report = _report(version, quote)
    if report is None or not name:
        return None
    words = _near(version, version.sentence_at(report.spans[0].start), report.spans[0])
    return report if any(w.norm.removesuffix("'s") == name[-1] for w in words) else None


def is_report_on_another(pair: QuotePair) -> bool:
    """Whether a quote without a partner is of reports that hedge another quote in their sentence.

    Of *X, reports say, promised to ...* the analysis may give the reports words of their own.
    """
    context, quote = pair.context, pair.old or pair.new
    if pair.paired or quote is None:
        return False
    version, said = (context.old, context.olds_at) if pair.old else (context.new, context.news_at)
    report = _report(version, quote)
    if report is None:
        return False
    others = (s.quote for s in said.get(version.sentence_at(report.spans[0].start), ()))
    return any(other.speaker not in (None, quote.speaker) and other.cue is not None for other in others)


def _report(version: NormalizedText, quote: Quote) -> Passage | None:
    """The reports that are a quote's source, with the cue."""
    if quote.cue is None or not quote.cue.spans:
        return None
    cue = hull(quote.cue.spans)
    words = _near(version, version.sentence_at(cue.start), cue)
    for start, stop, sort in _found(words):
        found = _passage(version.extract.document.text, words[start:stop])
        if sort == "report" and found.spans[0].overlap(cue):
            return found
    return None


def _where_found(pair: QuotePair, version: NormalizedText) -> Passage | None:
    """A hedge beside words that the analysis took for no quote, in the sentences in which they stand."""
    if pair.found is None:
        return None
    covered = is_within_one_of([pair.found.span])
    for sentence in pair.found.sentences:
        words = tuple(
            w for w in _near(version, sentence, pair.found.span) if not covered(w.start, w.start + 1)
        )
        for i, j, _ in _found(words):
            return _passage(version.extract.document.text, words[i:j])
    return None


def _passage(text: str, words: Sequence[Word]) -> Passage:
    span = Span(words[0].start, words[-1].end)
    return Passage(text[span.start : span.end], (span,))


# --- whether a hedge is one on the attribution --------------------------------------------------------------


def _governs(place: _Place, i: int, j: int, sort: str) -> bool:
    """Whether the hedge ``words[i:j]`` is about the cue, not about the source or about when it was said."""
    first, last = place.words[i].start, place.words[j - 1].end
    is_the_cue = Span(first, last).overlap(place.cue) > 0
    if sort == "report" or is_the_cue:
        return sort != "report" or not is_the_cue  # reports that are the source are none on another's words
    if place.source is not None and place.source.contains((first, last)):
        return False  # of the source: *Renn, who reportedly owns the boat*
    if last <= place.cue.start:
        return _governs_what_follows(place, j)
    return sort == "adverb" and _stands_after_cue(place, i, j)


def _governs_what_follows(place: _Place, j: int) -> bool:
    """Whether only the source and what goes with a verb stand between a hedge and the cue."""
    return all(_is_light(w) or _in(w, place.source) for w in place.words[j:] if w.start < place.cue.start)


def _stands_after_cue(place: _Place, i: int, j: int) -> bool:
    """Whether a hedge after the cue is set off: *said Renn, reportedly*; *said, apparently, that ...*."""
    if i == 0:
        return False
    before, last = place.words[i - 1], place.words[j - 1].end
    following = place.words[j] if j < len(place.words) else None
    if following is not None and following.norm != "that" and not place.text[last : following.start].strip():
        return False  # it goes on: *said, apparently in anger*
    set_off = "," in place.text[before.end : place.words[i].start]
    return set_off or _in(before, place.source) or _in(before, place.cue)


def _in(word: Word, span: Span | None) -> bool:
    return span is not None and span.start <= word.start < span.end


def _is_light(word: Word) -> bool:
    return word.norm in _BESIDE_VERB or (word.norm.endswith("ly") and word.kind != "name")


# --- where hedges stand -------------------------------------------------------------------------------------


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of every hedge with how it stands, longest first."""
    found = [(tuple(phrase.split()), sort) for phrase, sort in rows("attribution_hedges", 2)]
    return tuple(sorted(found, key=lambda f: -len(f[0])))


@cache
def _openings() -> frozenset[str]:
    """The words that a hedge may begin with."""
    first = {pattern[0] for pattern, _ in _patterns()}
    return frozenset(first - {"be"}) | (_BE if "be" in first else frozenset())


@cache
def _by_opening() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for pattern, sort in _patterns():
        for opening in _BE if pattern[0] == "be" else (pattern[0],):
            table.setdefault(opening, []).append((pattern, sort))
    return {opening: tuple(found) for opening, found in table.items()}


def _may_hedge(words: Sequence[Word]) -> bool:
    return any(w.norm in _openings() for w in words)


def _found(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """The hedges among words: from which word, to before which, how it stands."""
    table = _by_opening()
    for index, word in enumerate(words):
        for pattern, sort in table.get(word.norm, ()):
            end = _matches(words, index, pattern)
            if end:
                yield index, end, sort
                break


def _matches(words: Sequence[Word], i: int, pattern: Sequence[str]) -> int:
    """Behind the last of the words from ``i`` that a pattern takes; 0 if it does not fit."""
    ends = {i}  # where the parts so far may end
    for part in pattern:
        if part == "*":
            ends = {end + n for end in ends for n in range(1, 1 + MAX_REPORT_MODIFIERS)}
        else:
            ends = {end + 1 for end in ends if end < len(words) and _fits(words[end], part)}
    return min(ends, default=0)


def _fits(word: Word, part: str) -> bool:
    return word.norm == part or (part == "be" and word.norm in _BE)

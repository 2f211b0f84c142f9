"""Words of an attribution that leave open whether it was said: *reportedly*, *is said to have told*."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from quotediff.align.normalize import NormalizedText, Word
from quotediff.align.search import Found
from quotediff.changes.context import QuotePair
from quotediff.changes.sides import NOTHING, PairSide, is_within_one_of
from quotediff.identity import Same, name_words
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_REPORT_MODIFIERS, MAX_SPANS_BEFORE, WINDOW_HEDGE_WORDS
from quotediff.model import Passage, Speaker
from quotediff.text.spans import Span, hull

_BE = word_list("full_forms_of_be")
_BESIDE_VERB = _BE | word_list("beside_cue_verb")  # and adverbs in -ly: between a hedge and the cue's verb


@dataclass(frozen=True, slots=True)
class Hedges:
    """The hedge on the attribution in either version, ``NOTHING`` where there is none."""

    old: Passage = NOTHING
    new: Passage = NOTHING
    one_is_source: bool = False  # whether one is the source itself, beside the speaker of the other version


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attribution stands: the words of its sentence that are not said, and its parts."""

    text: str
    words: tuple[Word, ...]
    cue: Span
    source: Span  # behind the text if there is none


def hedges(pair: QuotePair) -> Hedges:
    """The hedges on the attribution of a pair, or of words that are a quote in one version only.

    Copy that is the same in both versions is not looked at.
    """
    context, both = pair.context, pair.credited
    if pair.same_copy_of_attribution or not (pair.paired or pair.still_attributed):
        return Hedges()  # none that came or went
    old, new = (_on(side, pair.found) for side in (pair.before, pair.after))
    if both is None or context.identity.same(*both.speakers) is not Same.NO:
        return Hedges(old, new)
    old_report = _report_as_source(pair.before, both.new_speaker)
    new_report = _report_as_source(pair.after, both.old_speaker)
    if old_report is not NOTHING:
        old = old_report
    if new_report is not NOTHING:
        new = new_report
    return Hedges(old, new, one_is_source=(old_report is NOTHING) != (new_report is NOTHING))


def _on(side: PairSide, found: Found | None) -> Passage:
    """The hedge on the attribution of a side of a pair, or beside words that are found there and no quote."""
    if side.quotes:
        return _of_quote(side)
    return NOTHING if found is None else _beside_found(found, side.version)


def _of_quote(side: PairSide) -> Passage:
    if not side.cue.spans:
        return NOTHING
    version, cue = side.version, hull(side.cue.spans)
    sentence = version.sentence_at(cue.start)
    near = _near(version, sentence, cue)
    if not _may_hedge(near):
        return NOTHING
    quoted = side.compared.quoted_at(sentence)
    before, behind = (bisect_left(quoted, (offset, 0)) for offset in (near[0].start, near[-1].end))
    around = quoted[max(0, before - MAX_SPANS_BEFORE) : behind]
    said = is_within_one_of(s for s in around if not s.contains((cue.start, cue.end)))
    words = tuple(w for w in near if not said(w.start, w.start + 1))
    text = version.extract.document.text
    place = _Place(text, words, cue, hull(side.source.spans or [Span(len(text), len(text))]))
    for i, j, sort in _found(words):
        if _governs(place, i, j, sort):
            return _passage(place.text, words[i:j])
    return NOTHING


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


def _report_as_source(side: PairSide, speaker: Speaker) -> Passage:
    """The reports that are a quote's source, if the sentence names another beside them, who said it.

    Of *X said, according to reports* the analysis may take the reports for the source.

    Args:
        side: the quote.
        speaker: of the other version's quote.
    """
    name = name_words(speaker.name)[-1:]
    report = _report(side)
    if report is NOTHING:
        return NOTHING
    words = _near(side.version, side.version.sentence_at(report.spans[0].start), report.spans[0])
    return report if any(w.norm.removesuffix("'s") in name for w in words) else NOTHING


def is_report_on_another(pair: QuotePair) -> bool:
    """Whether a quote without a partner is of reports that hedge another quote in their sentence.

    Of *X, reports say, promised to ...* the analysis may give the reports words of their own.
    """
    report = NOTHING if pair.paired else _report(pair.side)
    if report is NOTHING:
        return False
    version = pair.side.compared
    said = version.quotes_at.get(version.version.sentence_at(report.spans[0].start), ())
    unlike = (None, pair.side.speaker_id)
    return any(s.quote.speaker not in unlike and s.quote.cue is not None for s in said)


def _report(side: PairSide) -> Passage:
    """The reports that are a quote's source, with the cue."""
    if not side.cue.spans:
        return NOTHING
    version, cue = side.version, hull(side.cue.spans)
    words = _near(version, version.sentence_at(cue.start), cue)
    for start, stop, sort in _found(words):
        found = _passage(version.extract.document.text, words[start:stop])
        if sort == "report" and found.spans[0].overlap(cue):
            return found
    return NOTHING


def _beside_found(found: Found, version: NormalizedText) -> Passage:
    """A hedge beside words that the analysis took for no quote, in the sentences in which they stand."""
    covered = is_within_one_of([found.span])
    for sentence in found.sentences:
        words = tuple(w for w in _near(version, sentence, found.span) if not covered(w.start, w.start + 1))
        for i, j, _ in _found(words):
            return _passage(version.extract.document.text, words[i:j])
    return NOTHING


def _passage(text: str, words: Sequence[Word]) -> Passage:
    span = Span(words[0].start, words[-1].end)
    return Passage(text[span.start : span.end], (span,))


# --- whether a hedge is one on the attribution --------------------------------------------------------------


def _governs(place: _Place, i: int, j: int, sort: str) -> bool:
    """Whether the hedge ``words[i:j]`` is about the cue, not about the source or about when it was said."""
    first, last = place.words[i].start, place.words[j - 1].end
    is_the_cue = Span(first, last).overlap(place.cue) > 0
    if sort == "report":
        return not is_the_cue  # reports that are the source are none on another's words
    if is_the_cue:
        return True
    if place.source.contains((first, last)):
        return False  # of the source: *Renn, who reportedly owns the boat*
    if last <= place.cue.start:
        return _governs_what_follows(place, j)
    return sort == "adverb" and _stands_after_cue(place, i, j)


def _governs_what_follows(place: _Place, j: int) -> bool:
    """Whether only the source and what goes with a verb stand between a hedge and the cue."""
    return all(_is_light(w) or _in(w, place.source) for w in place.words[j:] if w.start < place.cue.start)


def _stands_after_cue(place: _Place, i: int, j: int) -> bool:
    """Whether a hedge after the cue is set off: *said Renn, reportedly*; *said, apparently, that ...*."""
    if i == 0 or _goes_on(place, j):
        return False
    before = place.words[i - 1]
    if _in(before, place.source) or _in(before, place.cue):
        return True
    return "," in place.text[before.end : place.words[i].start]


def _goes_on(place: _Place, j: int) -> bool:
    """Whether the words behind a hedge go with it: *said, apparently in anger*; not *that*."""
    following = (word for word in place.words[j : j + 1] if word.norm != "that")
    return any(not place.text[place.words[j - 1].end : word.start].strip() for word in following)


def _in(word: Word, span: Span) -> bool:
    return span.start <= word.start < span.end


def _is_light(word: Word) -> bool:
    return word.norm in _BESIDE_VERB or (word.norm.endswith("ly") and word.kind != "name")


# --- where hedges stand -------------------------------------------------------------------------------------


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of every hedge with how it stands, longest first."""
    found = [(tuple(phrase.split()), sort) for phrase, sort in rows("attribution_hedges", 2)]
    return tuple(sorted(found, key=lambda f: -len(f[0])))


@cache
def _by_opening() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for pattern, sort in _patterns():
        for opening in _forms(pattern[0]):
            table.setdefault(opening, []).append((pattern, sort))
    return {opening: tuple(found) for opening, found in table.items()}


def _may_hedge(words: Sequence[Word]) -> bool:
    return any(w.norm in _by_opening() for w in words)


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
            ends = {end + 1 for end in ends if end < len(words) and words[end].norm in _forms(part)}
    return min(ends, default=0)


def _forms(part: str) -> Collection[str]:
    """The words that a part of a pattern stands for."""
    return _BE if part == "be" else (part,)

"""How the reporter says that it was said: the cue (QD210, QD211), to whom, where and when (QD212)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from quotediff.align.normalize import Word
from quotediff.align.words import edits, is_light
from quotediff.changes.context import QuotePair
from quotediff.changes.facts import AttributionFacts, Presence
from quotediff.changes.messages import became
from quotediff.changes.registry import Finding, change
from quotediff.changes.sides import NOTHING, PairSide
from quotediff.excerpts import bracketed
from quotediff.identity import either_way, is_pronoun
from quotediff.lang.inflection import spelling, stems
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_CIRCUMSTANCE_WORDS
from quotediff.model import Passage, Severity, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_SAY_LEMMA = "say"
_TELL_LEMMA = "tell"
_SUBORDINATE = word_list("subordinate")
_CUE_AUXILIARIES = word_list("cue_auxiliaries")


class _Cue(NamedTuple):
    """A cue in copy that changed: its words, its lemma and what it makes of the words said."""

    passage: Passage
    lemma: str
    stance: str  # empty for neutral ones


def _cues(facts: AttributionFacts) -> tuple[_Cue, _Cue] | None:
    """The cues of a pair, if both versions have one that is known and its copy changed."""
    pair = facts.pair
    if facts.presence is not Presence.KEPT or not pair.is_attributed_in_changed_copy:
        return None
    if either_way(_begins_with_cue_of, pair.before, pair.after):
        return None
    old, new = _cue_of(pair.before), _cue_of(pair.after)
    return (old, new) if old.lemma and new.lemma else None


_OPENING_WORDS = 2  # of a content: *they wanted*


def _begins_with_cue_of(side: PairSide, other: PairSide) -> bool:
    """Whether a content begins with what is the other's cue: *said they wanted a break*, *want a break*."""
    opening = [word for word in side.words[:_OPENING_WORDS] if not is_light(word.key)]
    return any(word.stems == tuple(stems(fold(other.cue.text))) for word in opening)


def _cue_of(side: PairSide) -> _Cue:
    """The cue of one side; without a lemma if there is none that is known."""
    if side.cue is NOTHING:
        return _Cue(NOTHING, "", "")
    lemma, stance = _lemma_and_stance(side.cue.text)
    if stance == _MIND_STANCE and _is_document(side.speaker):
        stance = ""
    return _Cue(side.cue, lemma, stance)


def _was_put_for(facts: AttributionFacts, old: _Cue, new: _Cue) -> Finding:
    """A finding that one cue was put for another."""
    of_speaker = facts.pair.after.name or facts.pair.before.called
    message = f"{bracketed(old.passage.text)} became {bracketed(new.passage.text)} for {of_speaker}"
    return facts.finding(message, old.passage, new.passage)


_MIND_STANCE = "feel"


def _is_document(speaker: Speaker | None) -> bool:
    """Whether a source is a document: that a study *found* something is as neutral as that it said so."""
    return speaker is not None and speaker.kind is SpeakerKind.DOCUMENT


@change("QD211", "cue-loaded", Severity.WARNING)
def cue_loaded(facts: AttributionFacts) -> Finding | None:
    """The cue came to judge the words, or no longer does: said became claimed, admitted, denied; or back.

    Why it matters:
        "Claimed" doubts, "admitted" convicts. "Said" is the wire's word because it does neither.

    Example:
        old: The minister said she had read the report.
        new: The minister claimed she had read the report.
    """
    cues = _cues(facts)
    if cues is None or cues[0].stance == cues[1].stance:
        return None
    return _was_put_for(facts, *cues)


@change("QD214", "attribution-hedged", Severity.WARNING)
def attribution_hedged(facts: AttributionFacts) -> Finding | None:
    """A hedge came to the attribution, or left it: the words are reportedly or allegedly somebody's.

    Words such as *reportedly*, *allegedly*, *apparently*, *is said to have*, *according to reports*, by the
    cue or at the head of the sentence. Within what is said they are part of the claim (QD102, QD108).

    Why it matters:
        A hedge says that the newsroom does not know whether it was said at all. Put in, it takes back what
        an earlier version stated; left out, it turns hearsay into a statement that can be held against who
        is named.

    Example:
        old: "I will never sell the boat," Aldo Renn told his neighbors.
        new: "I will never sell the boat," Aldo Renn reportedly told his neighbors.
    """
    old, new = facts.hedges.old, facts.hedges.new
    if facts.presence is not Presence.KEPT or bool(old.text) == bool(new.text):
        return None
    before, after = facts.pair.before, facts.pair.after
    hedge, came, plain, hedged = (
        (new, "is new", before, after) if new.text else (old, "is gone", after, before)
    )
    words = f"the attribution of {plain.excerpt or hedged.excerpt} to {plain.called}"
    return facts.finding(f"{bracketed(hedge.text)} {came} in {words}", old, new)


@change("QD210", "cue-changed", Severity.NOTE)
def cue_changed(facts: AttributionFacts) -> Finding | None:
    """The cue changed, but not what it claims: said became added.

    Why it matters:
        It matters little. It is listed because "added" and "told reporters" say when and to whom it was
        said.

    Example:
        old: "It will be done by May," Ann Lund said.
        new: "It will be done by May," Ann Lund added.
    """
    cues = _cues(facts)
    if cues is None or cues[0].lemma == cues[1].lemma:
        return _another_hedge(facts)
    if {cue.lemma for cue in cues} == {_SAY_LEMMA, _TELL_LEMMA} and addressee_changed(facts) is not None:
        return None  # who is told has come or gone, and the cue with it
    return _was_put_for(facts, *cues)


def _another_hedge(facts: AttributionFacts) -> Finding | None:
    """A hedge that was put for another: *allegedly* for *reportedly*."""
    old, new = facts.hedges.old, facts.hedges.new
    if "" in (old.text, new.text) or fold(old.text) == fold(new.text):
        return None
    message = f"{bracketed(old.text)} became {bracketed(new.text)} in the attribution of {facts.excerpt}"
    return facts.finding(message, old, new)


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    """Every form of every cue, but for bare auxiliaries: its lemma and stance, none for neutral ones."""
    table: dict[tuple[str, ...], tuple[str, str]] = {}
    for forms, lemma, _, stance in rows("cues", 4):
        for form in forms.split():
            table.setdefault((spelling(form),), _neutralized(lemma, stance))
    for form, lemma, _, stance in rows("cue_phrases", 4):
        table.setdefault(tuple(map(spelling, form.split())), _neutralized(lemma, stance))
    return {form: found for form, found in table.items() if form not in _bare_auxiliaries()}


def _neutralized(lemma: str, stance: str) -> tuple[str, str]:
    if stance in _NEUTRAL or lemma in _plain_cues():
        return spelling(lemma), ""
    return spelling(lemma), stance


@cache
def _plain_cues() -> frozenset[str]:
    return frozenset(word for (word,) in rows("plain_cues", 1))


_NEUTRAL = frozenset({"neutral", "ask"})
_MOST_CUE_WORDS = 5


@lru_cache(maxsize=1 << 12)
def _lemma_and_stance(text: str) -> tuple[str, str]:
    """Lemma and stance of a cue; no lemma if the lexicon does not know it. Neutral ones have no stance."""
    words = [stripped for word in fold(text).split() if (stripped := word.strip(".,:;\"'"))]
    if not words:
        return _SAY_LEMMA, ""
    if words[0] == "according":
        return "according to", ""
    table = _lexicon()
    spelt = [spelling(word) for word in words]
    known = (table[form] for form in _forms(spelt) if form in table)
    rest = [stems(word)[0] for word in spelt if word not in _CUE_AUXILIARIES]
    return next(known, ("".join(rest[-1:]), ""))


def _forms(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All the words of a cue in a row, and all parts of them, the longest first."""
    for size in range(min(_MOST_CUE_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield tuple(words[start : start + size])


@cache
def _bare_auxiliaries() -> frozenset[tuple[str, ...]]:
    """Auxiliaries as cues of one word."""
    return frozenset((word,) for word in _CUE_AUXILIARIES)


@change("QD212", "addressee-changed", Severity.NOTE)
def addressee_changed(facts: AttributionFacts) -> Finding | None:
    """To whom, where or when it was said changed: told X became told Y.

    Why it matters:
        What was said to a court, to a friend and to a crowd are three kinds of statement.

    Example:
        old: "We are close," Leo Falk told reporters.
        new: "We are close," Leo Falk told investors.
    """
    pair = facts.pair
    if pair.after.within is not None or not pair.is_attributed_in_changed_copy:
        return None  # what stands beside a cue in somebody's words is of their wording
    old, new = _beside_cue(pair.before), _beside_cue(pair.after)
    if old is None or new is None:
        return None
    if old.stems == new.stems or _same_from(pair, old.span, new.span):
        return None
    if either_way(_points_at, old, new) or either_way(_goes_on, old, new):
        return None
    shown = [bracketed(words) if words else "" for words in (old.words, new.words)]
    return Finding(
        f"{became(*shown)} where {pair.after.called} spoke",
        old=pair.before.id,
        new=pair.after.id,
        old_span=old.span,
        new_span=new.span,
        edits=edits(old.words, new.words),
        key=pair.key,
    )


def _points_at(one: _Circumstance, other: _Circumstance) -> bool:
    """Whether one is a pronoun for whom the other names: *told him*, *told Falk*."""
    return is_pronoun(one.words) and other.words[:1].isupper()


def _goes_on(one: _Circumstance, other: _Circumstance) -> bool:
    """Whether the narrator goes on behind one of the two: *on Friday*, *on Friday after an inquiry*."""
    if not one.words or not other.words.startswith(f"{one.words} "):
        return False
    return not _SUBORDINATE.isdisjoint(other.words.removeprefix(one.words).split()[:1])


def _same_from(pair: QuotePair, old: Span, new: Span) -> bool:
    """Whether from the cue on the same words stand in both versions, as far as the longer of two places goes.

    Where cue and content begin and end may be seen differently in copy that is the same: *said of* and
    *said*, *wrote a letter congratulating* and *wrote a letter*.
    """
    first, stop = pair.context.old.between(*old)
    start, end = pair.context.new.between(*new)
    size = max(stop - first, end - start)
    one, other = (
        [w.key for w in version.words[at : at + size]]
        for version, at in ((pair.context.old, first), (pair.context.new, start))
    )
    return one == other


class _Circumstance(NamedTuple):
    """What stands after a cue: to whom, where or when; empty if nothing does. ``span`` is from the cue on."""

    words: str
    stems: frozenset[str]
    span: Span


_STRIPPED_STOPS = ',;:.?!"“”'
_EMPTY_WORDS = word_list("empty_words")
_AGE_WORDS = word_list("age_words")
_CIRCUMSTANTIAL = word_list("circumstantial_prepositions")


def _beside_cue(side: PairSide) -> _Circumstance | None:
    """What stands after the cue of a side besides content and source; None without a cue.

    Only an addressee, time or place of a few words after the cue is taken, up to what another said.
    """
    version = side.version
    if not side.cue.spans or version.sentence_at(side.cue.spans[-1].start) < 0:
        return None
    cue = side.cue.spans[-1]
    out = _words_after(side, cue)
    stems_said = frozenset(s for w in out for s in w.stems if s not in _EMPTY_WORDS)
    if not out:
        return _Circumstance("", stems_said, Span(*cue))
    text = version.extract.document.text
    return _Circumstance(text[out[0].start : out[-1].end], stems_said, Span(cue.start, out[-1].end))


def _words_after(side: PairSide, cue: Span) -> list[Word]:
    """The words after a cue that tell to whom, where or when, up to a stop or words that are said."""
    version, source = side.version, side.source.spans
    sentence = version.sentence_at(cue.start)
    quoted = side.compared.quoted_at(sentence)
    after = bisect_left(quoted, (cue.end, 0))
    first, _ = version.between(cue.end, cue.end)
    text = version.extract.document.text
    behind_cue = version.words[first : version.first[sentence + 1]]
    age_ends = _age_before(behind_cue, source)
    out: list[Word] = []
    for word in behind_cue:
        is_source = word.start < age_ends or any(s.contains((word.start, word.end)) for s in source)
        if not out and is_source:
            continue  # "said Falk on Monday"
        behind = out[-1].end if out else _end_before(source, cue, word)
        said = (*side.spans, *source, *quoted[after : bisect_left(quoted, (word.start + 1, 0))])
        if len(out) == MAX_CIRCUMSTANCE_WORDS or any(s.start <= word.start < s.end for s in said):
            break
        between = text[behind : word.start].strip()
        if not out and between == "," and _goes_on_behind_apposition(side.source, word):
            between = ""
        if any(c in between for c in _STRIPPED_STOPS):
            break
        out.append(word)
    return out


def _age_before(words: Sequence[Word], source: Sequence[Span]) -> int:
    """Where an age between a cue and its source ends, *said eight-year-old Ann Poe*; 0 for none."""
    ends = 0
    for word in words:
        if any(word.start >= span.start for span in source):
            return ends
        if word.kind != "number" and word.norm not in _AGE_WORDS:
            return 0
        ends = word.end
    return 0


def _goes_on_behind_apposition(source: Passage, word: Word) -> bool:
    """Whether a word tells where or when behind who the source is: *said Ann Poe, the mayor, in a letter*."""
    return "," in source.text and word.norm in _CIRCUMSTANTIAL


def _end_before(source: Sequence[Span], cue: Span, word: Word) -> int:
    """Where the cue ends, or the source that stands between it and a word."""
    between = (span.end for span in source if cue.end <= span.start and span.end <= word.start)
    return max([cue.end, *between])

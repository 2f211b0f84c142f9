"""How the reporter says that it was said: the cue (QD210, QD211), to whom, where and when (QD212)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

from quotediff.align.normalize import NormalizedText, Word
from quotediff.align.words import edits
from quotediff.changes.context import ComparisonContext, QuotePair
from quotediff.changes.facts import AttributionFacts, Presence
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import bracketed
from quotediff.lang.inflection import spelling, stems
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_CIRCUMSTANCE_WORDS
from quotediff.model import Passage, Quote, Severity, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_SAY_LEMMA = "say"
_TELL_LEMMA = "tell"
_CUE_AUXILIARIES = word_list("cue_auxiliaries")


class _Cues(NamedTuple):
    """The cues of a pair in copy that changed, each with its lemma and colour."""

    old: Passage
    new: Passage
    old_lemma: str
    new_lemma: str
    old_stance: str
    new_stance: str

    def message(self, pair: QuotePair) -> str:
        of_speaker = pair.new_name or pair.old_name or "the source"
        return f"{bracketed(self.old.text)} became {bracketed(self.new.text)} for {of_speaker}"


def _cues(facts: AttributionFacts) -> _Cues | None:
    """The cues of a pair, if both versions have one that is known and its copy changed."""
    pair = facts.pair
    if pair.old is None or pair.new is None or facts.presence is not Presence.KEPT:
        return None
    if pair.same_copy_of_attribution:
        return None
    old, new = pair.old.cue, pair.new.cue
    if old is None or new is None:
        return None
    before, after = _cue(old.text), _cue(new.text)
    if before is None or after is None:
        return None
    colours = [
        "" if stance == _MIND_STANCE and _is_document(speaker) else stance
        for stance, speaker in ((before[1], pair.old_speaker), (after[1], pair.new_speaker))
    ]
    return _Cues(old, new, before[0], after[0], colours[0], colours[1])


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
    if cues is None or cues.old_stance == cues.new_stance:
        return None
    return facts.finding(cues.message(facts.pair), cues.old, cues.new)


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
    pair, old, new = facts.pair, facts.hedges.old, facts.hedges.new
    hedge = new or old
    if hedge is None or (old and new) or facts.presence is not Presence.KEPT:
        return None
    of_speaker = (pair.old_name if new else pair.new_name) or "the source"
    came = "is new" if new else "is gone"
    words = (pair.old_excerpt if new else pair.new_excerpt) or facts.excerpt
    message = f"{bracketed(hedge.text)} {came} in the attribution of {words} to {of_speaker}"
    return facts.finding(message, old, new)


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
    if cues is None or cues.old_lemma == cues.new_lemma:
        return _another_hedge(facts)
    if {cues.old_lemma, cues.new_lemma} == {_SAY_LEMMA, _TELL_LEMMA} and addressee_changed(facts) is not None:
        return None  # who is told has come or gone, and the cue with it
    return facts.finding(cues.message(facts.pair), cues.old, cues.new)


def _another_hedge(facts: AttributionFacts) -> Finding | None:
    """A hedge that was put for another: *allegedly* for *reportedly*."""
    old, new = facts.hedges.old, facts.hedges.new
    if old is None or new is None or fold(old.text) == fold(new.text):
        return None
    message = f"{bracketed(old.text)} became {bracketed(new.text)} in the attribution of {facts.excerpt}"
    return facts.finding(message, old, new)


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    """Every form of every cue: its lemma and stance."""
    table: dict[tuple[str, ...], tuple[str, str]] = {}
    for forms, lemma, _, stance in rows("cues", 4):
        for form in forms.split():
            table.setdefault((form,), (lemma, stance))
    for form, lemma, _, stance in rows("cue_phrases", 4):
        table.setdefault(tuple(form.split()), (lemma, stance))
    return table


@cache
def _plain_cues() -> frozenset[str]:
    return frozenset(word for (word,) in rows("plain_cues", 1))


@lru_cache(maxsize=1 << 12)
def _cue(text: str) -> tuple[str, str] | None:
    """Lemma and colour of a cue; None if the lexicon does not know it. Colour is empty for neutral ones."""
    words = [w.strip(".,:;\"'") for w in fold(text).split()]
    words = [w for w in words if w]
    if not words or words[0] == "according":
        return (_SAY_LEMMA, "") if not words else ("according to", "")
    table = _lexicon()
    for size in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            form = tuple(words[start : start + size])
            if form in table and not (size == 1 and form[0] in _CUE_AUXILIARIES):
                lemma, stance = table[form]
                return spelling(lemma), "" if stance in (
                    "neutral",
                    "ask",
                ) or lemma in _plain_cues() else stance
    rest = [w for w in words if w not in _CUE_AUXILIARIES]
    return (stems(spelling(rest[-1]))[0], "") if rest else None


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
    if pair.old is None or pair.new is None or pair.new.within is not None:
        return None  # what stands beside a cue in somebody's words is of their wording
    if pair.same_copy_of_attribution:
        return None
    old = _beside_cue(pair.context, pair.context.old, pair.old)
    new = _beside_cue(pair.context, pair.context.new, pair.new)
    if old is None or new is None or old.stems == new.stems or _same_from(pair, old.span, new.span):
        return None
    if old.words and new.words:
        what = f"{bracketed(old.words)} became {bracketed(new.words)}"
    else:
        what = f"{bracketed(old.words)} is gone" if old.words else f"{bracketed(new.words)} is new"
    return Finding(
        f"{what} where {pair.new_name or 'the source'} spoke",
        old=pair.old.id,
        new=pair.new.id,
        old_span=old.span,
        new_span=new.span,
        edits=edits(old.words, new.words),
        key=pair.key,
    )


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
_CIRCUMSTANTIAL = word_list("circumstantial_prepositions")


def _beside_cue(context: ComparisonContext, version: NormalizedText, quote: Quote) -> _Circumstance | None:
    """What stands after the cue besides content and source.

    Only an addressee, time or place of a few words after the cue is taken, up to what another said.

    Args:
        context: both versions.
        version: one of them.
        quote: whose cue it is.
    """
    if quote.cue is None or not quote.cue.spans:
        return None
    cue = quote.cue.spans[-1]
    k = version.sentence_at(cue.start)
    if k < 0:
        return None
    quoted = context.quoted_at(version, k)
    after = bisect_left(quoted, (cue.end, 0))
    source = quote.source.spans if quote.source is not None else ()
    taken = [*quote.content.spans, *source]
    first, _ = version.between(cue.end, cue.end)
    last = version.first[k + 1]
    out: list[Word] = []
    text = version.extract.document.text
    for word in version.words[first:last]:
        if not out and any(s.contains((word.start, word.end)) for s in source):
            continue  # "said Falk on Monday"
        others = quoted[after : bisect_left(quoted, (word.start + 1, 0))]
        if len(out) >= MAX_CIRCUMSTANCE_WORDS or any(
            s.start <= word.start < s.end for s in (*taken, *others)
        ):
            break
        behind = out[-1].end if out else _end_before(quote, cue, word)
        between = text[behind : word.start].strip()
        closed = not out and between == "," and _ends_in_apposition(quote) and word.norm in _CIRCUMSTANTIAL
        if not closed and any(c in between for c in _STRIPPED_STOPS):
            break
        out.append(word)
    stems_said = frozenset(s for w in out for s in w.stems if s not in _EMPTY_WORDS)
    if not out:
        return _Circumstance("", stems_said, Span(*cue))
    return _Circumstance(text[out[0].start : out[-1].end], stems_said, Span(cue.start, out[-1].end))


def _ends_in_apposition(quote: Quote) -> bool:
    """Whether the source says behind a comma who it is, which another comma closes: *Ann Poe, the mayor,*."""
    return quote.source is not None and "," in quote.source.text


def _end_before(quote: Quote, cue: Span, word: Word) -> int:
    """Where the cue ends, or the source that stands between it and a word."""
    spans = quote.source.spans if quote.source is not None else ()
    return max([cue.end, *(s.end for s in spans if cue.end <= s.start and s.end <= word.start)])

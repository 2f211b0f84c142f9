"""The measures, in their order, and the counts that an article gives for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quotediff.annotated import NOBODY, AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, Spans
from quotediff.evaluation import speakers, statements
from quotediff.evaluation.overlap import DICE, Place, meets, pairs, shared, size, trimmed, united
from quotediff.evaluation.speakers import SourceSpeaker
from quotediff.model import Attitude, Role

ROLES = ("content", "source", "cue")
SHARES = frozenset(
    {
        "source given found",
        "kind",
        "speaker",
        "speaker, resolved",
        "speaker, named",
        "speaker, of all annotated",
        "cues found",
        "source of cues found",
        "speaker of cues found",
    }
)
"""Measures that are shares of the gold's items, not F1."""

MEASURES = (
    "found",
    "found+source",
    "source given found",
    "statements",
    "attributions",
    *(f"{role} {how}" for how in ("exact", "overlap", "characters") for role in ROLES),
    "kind",
    "speaker",
    "speaker, resolved",
    "speaker, named",
    "speaker, of all annotated",
    "speech met",
    "cues found",
    "source of cues found",
    "speaker of cues found",
)
"""All measures, in the order in which they are shown."""

_LEAST_SHARED = 0.3  # of the shorter content: a quote of the answer is about that of the gold ("speech met")
_DOUBLE_MARKS_AT_START = frozenset('"“')


class Counts(NamedTuple):
    """What an article gives for a measure: gold items, those found; predicted items, those right."""

    found: int
    gold: int
    right: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a gold says at all; what it does not is not measured.

    ``nested``: it has quotes within quotes. ``speakers``: who sources are, beside the quotes or in a file.
    """

    content: bool
    source: bool
    cue: bool
    kind: bool
    attitude: bool
    nested: bool
    speakers: bool


def knowledge(gold: Sequence[AnnotatedArticle], *, with_speakers: bool) -> Knowledge:
    """What the articles of a gold say, taken together."""
    quotes = [quote for article in gold for quote in article.quotes]
    named = any(q.speaker is not None for q in quotes)
    return Knowledge(
        content=any(q.content for q in quotes),
        source=any(q.source for q in quotes),
        cue=any(q.cue for q in quotes),
        kind=any(q.kind is not None for q in quotes),
        attitude=any(q.attitude is not None for q in quotes),
        nested=any(q.within is not None for q in quotes),
        speakers=with_speakers or named,
    )


def unknown(known: Knowledge) -> tuple[str, ...]:
    """What the gold does not say, in words."""
    said = {
        "contents": known.content,
        "sources": known.source,
        "cues": known.cue,
        "kinds": known.kind,
        "quotes within quotes": known.nested,
        "speakers": known.speakers,
    }
    return tuple(name for name, there in said.items() if not there)


@dataclass(slots=True)
class Judged:
    """An article's gold and answer, with all that the measures need of both.

    ``wanted`` and ``predicted`` are the attributions of both that count, ``paired`` those that are the same
    by their contents. ``marked`` are stretches between marks, ``sources`` those whose speaker is known.
    """

    gold: AnnotatedArticle
    answer: AnnotatedArticle
    known: Knowledge
    sources: Sequence[SourceSpeaker]
    wanted: list[AnnotatedQuote] = field(init=False)
    predicted: list[AnnotatedQuote] = field(init=False)
    marked: list[Place] = field(init=False)
    paired: list[tuple[AnnotatedQuote, AnnotatedQuote]] = field(init=False)

    def __post_init__(self) -> None:
        """Finds what is the same on both sides."""
        self.marked = statements.regions(self.text)
        self.wanted = [q for q in self.gold.quotes if q.content]
        self.predicted = [
            quote
            for quote in self.answer.quotes
            if quote.content and (self.known.nested or quote.within is None) and not self._is_optional(quote)
        ]
        self.paired = pairs(self.wanted, self.predicted, _content, _content, DICE)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.gold.words

    def has_source(self, wanted: AnnotatedQuote, got: AnnotatedQuote) -> bool:
        """Whether the source is right: any is, where none was annotated."""
        return not wanted.source or meets(wanted.source, got.source)

    def _is_optional(self, quote: AnnotatedQuote) -> bool:
        """Whether a quote is about words that may be one, and about none that is annotated."""
        return any(meets(spans, quote.content) for spans in self.gold.optional) and not any(
            meets(wanted.content, quote.content) for wanted in self.wanted
        )


def _content(quote: AnnotatedQuote) -> Spans:
    return quote.content


def counts(judged: Judged) -> dict[str, Counts]:
    """What an article gives for each measure that the gold allows."""
    found: dict[str, Counts] = {}
    known = judged.known
    if known.content:
        found |= _of_regions(judged)
        found |= _of_attributions(judged)
        found["speech met"] = _speech_met(judged)
    if not known.source:
        found.pop("found+source", None)
        found.pop("source given found", None)
    for role in ROLES:
        if getattr(known, role):
            found |= _of_role(judged, role)
    if known.kind:
        stated = [(g, p) for g, p in judged.paired if None not in (g.kind, p.kind)]
        found["kind"] = _share(sum(g.kind is p.kind for g, p in stated), len(stated))
    if known.speakers:
        found |= _of_speakers(judged)
    if known.cue:
        found |= _of_cues(judged)
    return found


def _share(right: int, of: int) -> Counts:
    return Counts(right, of, right, of)


def _f1(right: int, predicted: int, gold: int) -> Counts:
    return Counts(right, gold, right, predicted)


def _of_regions(judged: Judged) -> dict[str, Counts]:
    """Places between marks: whether they are content of a quote, and whose."""
    both = gold = predicted = right = with_source = source_right = 0
    for region in judged.marked:
        wanted = statements.owner(region, judged.wanted)
        got = statements.owner(region, judged.predicted)
        gold += wanted is not None
        predicted += got is not None
        if wanted is None or got is None:
            continue
        both += 1
        good = judged.has_source(wanted, got)
        right += good
        if wanted.source:
            with_source += 1
            source_right += good
    return {
        "found": _f1(both, predicted, gold),
        "found+source": _f1(right, predicted, gold),
        "source given found": _share(source_right, with_source),
    }


def _of_attributions(judged: Judged) -> dict[str, Counts]:
    """Attributions whose content is found with its source; and of these the statements."""
    right = sum(judged.has_source(g, p) for g, p in judged.paired)

    def is_statement(quote: AnnotatedQuote) -> bool:
        return statements.is_statement(judged.text, quote, judged.marked)

    spoken = [(g, p) for g, p in judged.paired if is_statement(g)]
    paired = {id(p) for _, p in judged.paired}
    stray = sum(id(p) not in paired and is_statement(p) for p in judged.predicted)
    spoken_right = sum(judged.has_source(g, p) for g, p in spoken)
    return {
        "statements": _f1(spoken_right, len(spoken) + stray, sum(map(is_statement, judged.wanted))),
        "attributions": _f1(right, len(judged.predicted), len(judged.wanted)),
    }


def _of_role(judged: Judged, role: str) -> dict[str, Counts]:
    """The spans of a role: exact, by half of the shorter, and character by character."""
    gold: list[Spans] = [getattr(q, role) for q in judged.gold.quotes if getattr(q, role)]
    predicted: list[Spans] = [getattr(q, role) for q in judged.predicted if getattr(q, role)]
    wanted = {trimmed(judged.text, span) for spans in gold for span in spans}
    got = {trimmed(judged.text, span) for spans in predicted for span in spans}
    distinct, distinct_got = list(dict.fromkeys(gold)), list(dict.fromkeys(predicted))
    met = pairs(distinct, distinct_got, _itself, _itself, 0.0)
    overlapping = sum(meets(g, p) for g, p in met)
    here, there = united(s for spans in gold for s in spans), united(s for spans in predicted for s in spans)
    return {
        f"{role} exact": _f1(len(wanted & got), len(got), len(wanted)),
        f"{role} overlap": _f1(overlapping, len(distinct_got), len(distinct)),
        f"{role} characters": _f1(shared(here, there), size(there), size(here)),
    }


def _itself(spans: Spans) -> Spans:
    return spans


def _of_speakers(judged: Judged) -> dict[str, Counts]:
    """Annotated sources whose speaker is right: of those found, and of all; names apart."""
    answered: dict[str | None, AnnotatedSpeaker] = {s.id: s for s in judged.answer.speakers}
    right = {True: 0, False: 0}
    found = {True: 0, False: 0}
    for source in judged.sources:
        quote = speakers.quoted_as(source, judged.answer)
        if quote is None:
            continue
        found[source.named] += 1
        speaker = answered.get(quote.speaker, NOBODY)
        name = speakers.shown_name(speaker, judged.text)
        right[source.named] += speakers.same_speaker(source, name or "", speaker.description or "")
    good = right[True] + right[False]
    return {
        "speaker": _share(good, found[True] + found[False]),
        "speaker, resolved": _share(right[False], found[False]),
        "speaker, named": _share(right[True], found[True]),
        "speaker, of all annotated": _share(good, len(judged.sources)),
    }


def _speech_met(judged: Judged) -> Counts:
    """Speech by contents and attributions that meet somewhere, for golds whose contents are clauses.

    Of the answer all quotes count that it takes for speech, but for headlines and quotes within quotes.
    """
    text = judged.text
    speech = [
        answered
        for answered in judged.answer.quotes
        if answered.within is None
        and answered.role is not Role.HEADLINE
        and answered.attitude in (None, Attitude.SPEECH)
    ]

    def attributed(quote: AnnotatedQuote, wanted: AnnotatedQuote) -> bool:
        return bool(shared((*quote.cue, *quote.source), wanted.clause or (*wanted.cue, *wanted.source)))

    gold = [q for q in judged.wanted if _is_speech(text, q)]
    found = sum(any(meets(p.content, g.content) and attributed(p, g) for p in speech) for g in gold)
    right = sum(
        any(
            meets(answered.content, wanted.content, _LEAST_SHARED) and attributed(answered, wanted)
            for wanted in judged.wanted
        )
        for answered in speech
    )
    return Counts(found, len(gold), right, len(speech))


def _is_speech(text: str, quote: AnnotatedQuote) -> bool:
    """Whether the gold has a quote as speech; where it does not say, a word of saying does, or marks."""
    if quote.attitude is Attitude.SPEECH or any(
        _DOUBLE_MARKS_AT_START & set(text[a:b]) for a, b in quote.content
    ):
        return True
    return quote.attitude is None and _has_word_of_saying(text, quote)


def _has_word_of_saying(text: str, quote: AnnotatedQuote) -> bool:
    words = " ".join(text[start:end] for start, end in quote.cue)
    return bool(statements.words_of_saying().search(words))


def _of_cues(judged: Judged) -> dict[str, Counts]:
    """Cues of saying that a quote of the answer has, with source and speaker; for golds without contents."""
    cues = [q for q in judged.gold.quotes if q.cue and _has_word_of_saying(judged.text, q)]
    hits = [(g, [q for q in judged.answer.quotes if shared(q.cue, g.cue)]) for g in cues]
    sourced = [(g, found) for g, found in hits if found and g.source]
    met = [(g, found) for g, found in sourced if any(shared(q.source, g.source) for q in found)]
    speaking = list(_named(judged, met))
    right = sum(any(speakers.share_a_word(name, one) for one in got) for name, got in speaking)
    return {
        "cues found": _share(sum(bool(found) for _, found in hits), len(cues)),
        "source of cues found": _share(len(met), len(sourced)),
        "speaker of cues found": _share(right, len(speaking)),
    }


def _named(
    judged: Judged, met: Sequence[tuple[AnnotatedQuote, Sequence[AnnotatedQuote]]]
) -> Iterator[tuple[str, list[str]]]:
    """The name of each speaker that the gold has, and those that the answer has there."""
    named: dict[str | None, AnnotatedSpeaker] = {s.id: s for s in judged.gold.speakers}
    names = {s.id: s.name or "" for s in judged.answer.speakers}
    for wanted, found in met:
        name = speakers.shown_name(named.get(wanted.speaker, NOBODY), judged.text)
        if name:
            yield name, [names.get(q.speaker, "") for q in found if q.speaker]


Sort = Callable[[Judged, AnnotatedQuote], str]
"""What gives the sort of a quote, for a table by it."""


def sorts(judged: Judged) -> Mapping[str, Sort]:
    """The tables, by their names: how quotes are sorted for each."""

    def kind(of: Judged, quote: AnnotatedQuote) -> str:
        if of.known.kind and quote.kind:
            return quote.kind.value
        return statements.kind_by_marks(quote, of.marked).value

    def cue(of: Judged, quote: AnnotatedQuote) -> str:
        words = " ".join(of.text[start:end] for start, end in quote.cue)
        return " ".join(words.lower().split()) or "(none)"

    return {"kind": kind, "cue": cue} if judged.known.cue else {"kind": kind}


def attribution_words(quote: AnnotatedQuote) -> Iterator[str]:
    """How a quote was made, for the table by rule: the rule, the kind, and how it is attributed."""
    yield quote.rule or "(none)"
    yield quote.kind.value if quote.kind else "(none)"
    by_part = {"attributed": quote.cue, "carried": quote.source}
    yield next((how for how, spans in by_part.items() if spans), "alone")

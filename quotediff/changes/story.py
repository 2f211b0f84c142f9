"""QD3xx: quotes and sources that came into the story or went out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from quotediff.align.normalize import NormalizedText, Word, has_words_at
from quotediff.align.words import edits
from quotediff.changes.context import ComparisonContext, QuotePair
from quotediff.changes.messages import name_of
from quotediff.changes.registry import Finding, change
from quotediff.changes.sides import is_within_one_of
from quotediff.changes.unmatched import UnmatchedQuotes
from quotediff.excerpts import bracketed, excerpt
from quotediff.identity import are_apart, name_words
from quotediff.lang.lexicon import rows
from quotediff.limits import MAX_QUOTES_IN_MESSAGE, MAX_REFUSAL_GAP_WORDS
from quotediff.model import Severity, Speaker, SpeakerKind


@change("QD301", "quote-added", Severity.NOTE)
def quote_added(_: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """A new quote, by a speaker who was quoted before or is not known.

    Why it matters:
        In most updates what somebody said since is the news.

    Example:
        old: "I ran," passenger Rosa Bell said.
        new: "I ran," passenger Rosa Bell said. ¶ "I saw nobody get out," Bell said.
    """
    for pair in found.added.quotes:
        yield Finding(
            f"a quote{pair.of_speaker} is new: {pair.after.excerpt}",
            new=pair.after.quotes[0].quote.id,
            new_span=pair.after.span,
            edits=edits("", pair.after.text, (), pair.after.spans),
            key=pair.key,
        )


@change("QD302", "quote-removed", Severity.WARNING)
def quote_removed(_: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """A quote is gone whose speaker is still quoted, or is not known.

    Its words stand nowhere in the new version, neither as paraphrase nor as narration.

    Why it matters:
        A story may be cut; but what is cut may be what made the rest fair. Whoever was quoted will ask.

    Example:
        old: "I ran," passenger Rosa Bell said. ¶ "I saw nobody get out," Bell said.
        new: "I ran," passenger Rosa Bell said.
    """
    for pair in found.removed.quotes:
        yield Finding(
            f"a quote{pair.of_speaker} is gone: {pair.before.excerpt}",
            old=pair.before.quotes[0].quote.id,
            old_span=pair.before.span,
            edits=edits(pair.before.text, "", pair.before.spans),
            key=pair.key,
        )


@change("QD303", "source-dropped", Severity.WARNING)
def source_dropped(_: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """A speaker who was quoted in the old version is not quoted in the new one.

    One finding that lists those of the speaker's quotes that are gone. One that survives under another
    source, or without any, is not among them: it has a finding of its own (QD2xx).

    Why it matters:
        One side of the story is not quoted any more. AP asks for a real effort to let those speak whom a
        story shows in a bad light.

    Example:
        old: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
        new: "The wells are safe," geologist Ed Funk said.
    """
    for speaker, quote_pairs in found.removed.speakers:
        yield Finding(
            f"no quote of {name_of(speaker)} is left: {_listed([c.before.excerpt for c in quote_pairs])}",
            old=quote_pairs[0].before.quotes[0].quote.id,
            old_span=quote_pairs[0].before.span,
            key=(speaker.name.lower(),),
            old_quotes=tuple(c.before.quotes[0].quote.id for c in quote_pairs),
        )


@change("QD305", "source-introduced", Severity.NOTE)
def source_introduced(_: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """A speaker who was not quoted before is quoted. One finding lists the quotes.

    Why it matters:
        An update is about who was asked since.

    Example:
        old: "The wells are safe," geologist Ed Funk said.
        new: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
    """
    for speaker, quote_pairs in found.added.speakers:
        if speaker.kind is not SpeakerKind.UNNAMED:
            yield _introduced(speaker, quote_pairs, "")


@change("QD306", "unnamed-source-introduced", Severity.WARNING)
def unnamed_source_introduced(_: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """An unnamed source who was not quoted before is quoted; the terms are given, if there are any.

    One finding that lists the quotes. A body, such as the police or a museum, is not unnamed.

    Why it matters:
        AP and Reuters let a source go unnamed only if the reader learns the reason and the desk knows who
        it is.

    Example:
        old: "The wells are safe," geologist Ed Funk said.
        new: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said a driller who asked not to
            be named for fear of losing his job.
    """
    for speaker, quote_pairs in found.added.speakers:
        if speaker.kind is SpeakerKind.UNNAMED:
            terms = f"its terms {bracketed(speaker.anonymity)}" if speaker.anonymity else "no terms given"
            yield _introduced(speaker, quote_pairs, f", an unnamed source, {terms}")


def _introduced(speaker: Speaker, quote_pairs: Sequence[QuotePair], about: str) -> Finding:
    """A finding on a speaker who is new."""
    quotes = _listed([c.after.excerpt for c in quote_pairs])
    return Finding(
        f"the old version has no quote of {name_of(speaker)}{about}: {quotes}",
        new=quote_pairs[0].after.quotes[0].quote.id,
        new_span=quote_pairs[0].after.span,
        key=(speaker.name.lower(),),
        new_quotes=tuple(c.after.quotes[0].quote.id for c in quote_pairs),
    )


def _listed(excerpts: Sequence[str]) -> str:
    """Quotes in a message: as many as fit, and how many more."""
    more = len(excerpts) - MAX_QUOTES_IN_MESSAGE
    return "; ".join(excerpts[:MAX_QUOTES_IN_MESSAGE]) + (f"; and {more} more" if more > 0 else "")


@change("QD304", "response-dropped", Severity.WARNING)
def response_dropped(context: ComparisonContext, found: UnmatchedQuotes) -> Iterator[Finding]:
    """A "declined to comment", a "did not respond" or the like is gone.

    Why it matters:
        AP and SPJ ask reporters to hear the other side, and this is all that a story shows of the effort.

    Example:
        old: Workers say they were not paid. ¶ The company did not respond to a request for comment.
        new: Workers say they were not paid.
    """
    gone = _refusals_gone(context)
    answered = _answered(found) if gone else {}
    for position, phrase in gone:
        sentence = context.old.of_sentence(position)
        norms = {w.norm.removesuffix("'s") for w in sentence}
        if any(answered[norm] <= norms for norm in norms & answered.keys()):
            continue  # who did not respond has spoken since
        span = context.old.extract.sentences[position].span
        text = context.old.extract.document.text[span.start : span.end]
        yield Finding(
            f"{bracketed(phrase)} is gone: {excerpt(context.old.extract, [span], alone=True)}",
            old_span=span,
            edits=edits(text, "", [span]),
            key=tuple(w.key for w in sentence),
        )


def _refusals_gone(context: ComparisonContext) -> list[tuple[int, str]]:
    """The old sentences that tell of no answer and of which no new one does, with the words that do.

    A refusal in other words stands in an aligned sentence, or in one that is aligned with no refusal; not if
    another is named there who did not answer.
    """
    now, before = _responses(context, context.new), _responses(context, context.old)
    to_new = context.alignment.to_new
    taken = {j for k in before for j in to_new[k] if j in now}
    more = [j for j in now if j not in taken]
    gone = []
    for index, phrases in before.items():
        phrase = phrases[0]
        if any(_holds(context.new, j, phrase) for j in to_new[index]):
            continue
        still = next(
            (j for j in (*to_new[index], *more) if j in now and _may_be_one(context, index, j)), None
        )
        if still is None:
            gone.append((index, phrase))
        elif still in more:
            more.remove(still)
    return gone


def _may_be_one(context: ComparisonContext, old: int, new: int) -> bool:
    """Whether an old and a new sentence may tell of the silence of one: not if each names somebody else."""
    names = [_names_before_refusal(context.old, old), _names_before_refusal(context.new, new)]
    return not are_apart(*names)


def _names_before_refusal(version: NormalizedText, sentence: int) -> frozenset[str]:
    """The words of names before the first refusal of a sentence."""
    words = version.of_sentence(sentence)
    stop = min((start for _, start, _ in _refusals_of(words)), default=0)
    return frozenset(stem for w in words if w.kind == "name" and w.start < stop for stem in w.stems)


def _answered(found: UnmatchedQuotes) -> dict[str, frozenset[str]]:
    """The words of the names of those who are quoted in the new version alone, by the last word of each."""
    names = [name_words(speaker.name) for speaker, _ in found.added.speakers]
    return {name[-1]: frozenset(name) for name in names if name}


def _holds(version: NormalizedText, sentence: int, phrase: str) -> bool:
    """Whether a sentence has these words, quoted or not."""
    return f" {phrase} " in f" {' '.join(w.norm for w in version.of_sentence(sentence))} "


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows("responses", 1):
        parts = tuple(line.split())
        table.setdefault(parts[0], []).append(parts)
    return {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in table.items()}


def _begins(words: Sequence[Word], i: int, parts: tuple[str, ...]) -> bool:
    """Whether a phrase stands at word ``i``, be it with when and where in it: *declined on Monday to say*."""
    if has_words_at(words, i, parts):
        return True
    if parts[1:2] != ("to",):
        return False
    rest = parts[1:]
    gaps = range(i + 2, i + 2 + MAX_REFUSAL_GAP_WORDS)
    return any(has_words_at(words, k, rest) for k in gaps)


def _responses(context: ComparisonContext, version: NormalizedText) -> dict[int, list[str]]:
    """Sentences that tell of no answer, outside what is quoted, with the words that do."""
    out: dict[int, list[str]] = {}
    quoted = context.before.quotes_at if version is context.old else context.after.quotes_at
    beside = [p.span for p in version.extract.document.paragraphs if p.role in context.one_sided]
    for index, found in version.once(_refusals).items():
        if any(span.contains(version.extract.sentences[index].span) for span in beside):
            continue
        covered = is_within_one_of(s for q in quoted.get(index, ()) for s in q.quote.content.spans)
        outside = [words for words, start, end in found if not covered(start, end)]
        if outside:
            out[index] = outside
    return out


def _refusals(version: NormalizedText) -> dict[int, list[tuple[str, int, int]]]:
    """The sentences of a version that tell of no answer, quoted or not."""
    each = ((k, _refusals_of(version.of_sentence(k))) for k in range(len(version.extract.sentences)))
    return {k: found for k, found in each if found}


def _refusals_of(words: Sequence[Word]) -> list[tuple[str, int, int]]:
    """Where a sentence tells of no answer: the phrase, and where its first word begins and ends."""
    phrases = _phrases()
    found = []
    for index in [k for k, word in enumerate(words) if word[2] in phrases]:  # its norm; by number: many words
        word = words[index]
        parts = next((p for p in phrases[word.norm] if _begins(words, index, p)), None)
        if parts is not None:
            found.append((" ".join(parts), word.start, word.end))
    return found

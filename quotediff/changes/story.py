"""QD3xx: quotes and sources that came into the story or went out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from quotediff.align.forms import Reading, Word
from quotediff.align.speakers import name_words
from quotediff.align.words import edits
from quotediff.changes.case import Case, ComparisonContext, cover, name_of
from quotediff.changes.registry import CodesFound, Finding, change
from quotediff.excerpts import bracketed, excerpt
from quotediff.lang.lexicon import rows
from quotediff.model import Quote, Severity, Speaker
from quotediff.text.spans import Span

_WHEN_AND_WHERE = 5  # words between "declined" and "to comment"


@change("QD301", "quote-added", Severity.NOTE)
def quote_added(case: Case) -> Finding | None:
    """A quote that the old version did not have, in any form.

    Why it matters:
        New voices are the news in most updates.

    Example:
        old: The ferry sank in minutes.
        new: The ferry sank in minutes. ¶ "I saw nobody get out," passenger Rosa Bell said.
    """
    if case.olds or not case.key or case.found is not None or case.goes_with_outer:
        return None
    return Finding(
        f"a quote{case.of_whom} is new: {case.new_excerpt}",
        new=case.news[0].quote.id,
        new_span=case.new_span,
        edits=edits("", case.new_text),
        key=case.key,
    )


@change("QD302", "quote-removed", Severity.WARNING)
def quote_removed(case: Case) -> Finding | None:
    """A quote is gone: its words stand nowhere in the new version, neither as paraphrase nor as narration.

    Why it matters:
        A story may be cut; but what is cut may be the other side. Whoever was quoted will ask.

    Example:
        old: The ferry sank in minutes. ¶ "I saw nobody get out," passenger Rosa Bell said.
        new: The ferry sank in minutes.
    """
    if case.news or not case.key or case.found is not None or case.goes_with_outer:
        return None
    return Finding(
        f"a quote{case.of_whom} is gone: {case.old_excerpt}",
        old=case.olds[0].quote.id,
        old_span=case.old_span,
        edits=edits(case.old_text, ""),
        key=case.key,
    )


@change("QD303", "source-dropped", Severity.ERROR)
def source_dropped(story: ComparisonContext, codes: CodesFound) -> Iterator[Finding]:
    """Every quote of a speaker is gone.

    Reported beside the quotes' own findings (QD302, QD201, QD213); where attribution went or became unnamed,
    QD202 and QD204 say what became of the source.

    Why it matters:
        A side of the story has lost its voice. AP asks for a real effort to let those speak whom a story
        shows in a bad light.

    Example:
        old: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
        new: "The wells are safe," geologist Ed Funk said.
    """
    yield from (
        Finding(
            f"no quote of {name_of(speaker)} is left",
            old=quotes[0].id,
            old_span=_first_span(quotes),
            key=(speaker.name.lower(),),
        )
        for speaker, quotes in _alone(story, codes, old=True)
    )


@change("QD305", "source-introduced", Severity.NOTE)
def source_introduced(story: ComparisonContext, codes: CodesFound) -> Iterator[Finding]:
    """A speaker is quoted who was not quoted before.

    Why it matters:
        Who was asked since is what an update is about.

    Example:
        old: "The wells are safe," geologist Ed Funk said.
        new: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
    """
    yield from (
        Finding(
            f"the old version has no quote of {name_of(speaker)}",
            new=quotes[0].id,
            new_span=_first_span(quotes),
            key=(speaker.name.lower(),),
        )
        for speaker, quotes in _alone(story, codes, old=False)
    )


_GONE = frozenset({"QD302", "QD201", "QD213"})
_COME = frozenset({"QD301", "QD201", "QD213"})


def _first_span(quotes: Sequence[Quote]) -> Span | None:
    """Where the first of a speaker's quotes begins."""
    return next((s for q in quotes for s in q.content.spans), None)


def _alone(
    story: ComparisonContext, codes: CodesFound, *, old: bool
) -> Iterator[tuple[Speaker, list[Quote]]]:
    """Speakers of one version of whom the other has no quote, with their quotes.

    One at least of the quotes is in this version only.
    """
    here, there = (story.old, story.new) if old else (story.new, story.old)
    of_quote, alone = (codes.old, _GONE) if old else (codes.new, _COME)
    quoted = {q.speaker for q in there.extract.quotes}
    by_speaker: dict[str, list[Quote]] = {}
    for quote in here.extract.quotes:
        if quote.speaker is not None:
            by_speaker.setdefault(quote.speaker, []).append(quote)
    for speaker in here.extract.speakers:
        quotes = by_speaker.get(speaker.id, [])
        if not any(of_quote.get(q.id, frozenset()) & alone for q in quotes):
            continue
        if not any(other.id in quoted for other in story.identity.counterparts(speaker, of_old=old)):
            yield speaker, quotes


@change("QD304", "response-dropped", Severity.WARNING)
def response_dropped(story: ComparisonContext, codes: CodesFound) -> Iterator[Finding]:
    """A "declined to comment", a "did not respond" or the like is gone.

    Why it matters:
        It is all that a story shows of the effort to hear the other side, which AP and SPJ ask for.

    Example:
        old: Workers say they were not paid. ¶ The company did not respond to a request for comment.
        new: Workers say they were not paid.
    """
    now, before = _responses(story, story.new), _responses(story, story.old)
    gone = [
        (k, phrase)
        for k, phrases in before.items()
        for phrase in phrases[:1]
        if not any(j in now or _holds(story.new, j, phrase) for j in story.alignment.to_new[k])
    ]
    answered = _answered(story, codes) if gone else {}
    spare = len(now) - len({j for k in before for j in story.alignment.to_new[k] if j in now})
    for k, phrase in gone[: max(0, len(gone) - spare)]:
        sentence = story.old.of_sentence(k)
        norms = {w.norm.removesuffix("'s") for w in sentence}
        if any(answered[norm] <= norms for norm in norms & answered.keys()):
            continue  # who did not respond has spoken since
        span = story.old.extract.sentences[k].span
        text = story.old.extract.document.text[span.start : span.end]
        yield Finding(
            f"{bracketed(phrase)} is gone: {excerpt(story.old.extract, [span], alone=True)}",
            old_span=span,
            edits=edits(text, ""),
            key=tuple(w.key for w in sentence),
        )


def _answered(story: ComparisonContext, codes: CodesFound) -> dict[str, frozenset[str]]:
    """The words of the names of those who are quoted in the new version alone, by the last word of each."""
    names = [name_words(speaker.name) for speaker, _ in _alone(story, codes, old=False)]
    return {name[-1]: frozenset(name) for name in names if name}


def _holds(reading: Reading, sentence: int, phrase: str) -> bool:
    """Whether a sentence has these words, quoted or not."""
    return f" {phrase} " in f" {' '.join(w.norm for w in reading.of_sentence(sentence))} "


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows("responses", 1):
        parts = tuple(line.split())
        table.setdefault(parts[0], []).append(parts)
    return {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in table.items()}


def _begins(words: Sequence[Word], i: int, parts: tuple[str, ...]) -> bool:
    """Whether a phrase stands at word ``i``, be it with when and where in it: *declined on Monday to say*."""
    if tuple([w.norm for w in words[i : i + len(parts)]]) == parts:
        return True
    if parts[1:2] != ("to",):
        return False
    rest = parts[1:]
    gaps = range(i + 2, i + 2 + _WHEN_AND_WHERE)
    return any(tuple([w.norm for w in words[k : k + len(rest)]]) == rest for k in gaps)


def _responses(story: ComparisonContext, reading: Reading) -> dict[int, list[str]]:
    """Sentences that tell of no answer, outside what is quoted, with the words that do."""
    out: dict[int, list[str]] = {}
    phrases = _phrases()
    quoted = story.olds_at if reading is story.old else story.news_at
    for k in range(len(reading.extract.sentences)):
        words = reading.of_sentence(k)
        first = [n for n, w in enumerate(words) if w.norm in phrases]
        covered: Callable[[int, int], bool] | None = None
        for i in first:
            for parts in phrases[words[i].norm]:
                if _begins(words, i, parts):
                    if covered is None:
                        covered = cover(s for q in quoted.get(k, ()) for s in q.quote.content.spans)
                    if not covered(words[i].start, words[i].end):
                        out.setdefault(k, []).append(" ".join(parts))
                    break
    return out

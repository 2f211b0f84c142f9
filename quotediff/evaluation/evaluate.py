"""Evaluates answers: judges every article, sums the counts, adds intervals, tables and errors by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, takewhile
from operator import eq

from quotediff.annotated import AnnotatedArticle
from quotediff.errors import UsageError
from quotediff.evaluation import intervals, speakers
from quotediff.evaluation.causes import Caused, errors
from quotediff.evaluation.measures import (
    MEASURES,
    Counts,
    Judged,
    attribution_words,
    counts,
    knowledge,
    sorts,
    unknown,
)
from quotediff.evaluation.speakers import SourceSpeaker
from quotediff.scores import (
    Cause,
    ConfidenceRange,
    Count,
    Difference,
    Evaluation,
    EvaluationError,
    Grouping,
    Scores,
)

_RANGES = 10  # of confidence
_CUES = 20  # are shown by themselves; the others together
_REST_ROW = "(others)"
_ARTICLE_ENDINGS = frozenset({".txt", ".xml", ".json", ".html", ".htm", ".nitf"})  # of files of articles

Sources = Mapping[str, Sequence[SourceSpeaker]]
"""Who sources are, by the name of the article."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that a system, or an annotator, gives for articles; ``name`` is what to call it."""

    name: str
    articles: tuple[AnnotatedArticle, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How many errors of each cause are kept, with their words; samples for the intervals; a seed."""

    most_errors: int = 0
    samples: int = intervals.SAMPLES
    seed: int = intervals.SEED

    def of(self, articles: int) -> intervals.Samples:
        """Samples of so many articles."""
        return intervals.Samples(articles, self.samples, self.seed)


USUAL_DRAWING = Drawing()
"""No errors kept; as many samples as intervals need."""


@dataclass(frozen=True, slots=True)
class _Judgement:
    """All articles judged: the scores, and the counts of each article."""

    scores: Scores
    counts: tuple[Mapping[str, Counts], ...]


def evaluate(
    gold: Answer,
    answer: Answer,
    *,
    against: Answer | None = None,
    sources: Sources | None = None,
    drawing: Drawing = USUAL_DRAWING,
) -> Evaluation:
    """How well an answer does on a gold; with ``against``, how much better than another.

    Args:
        gold: what people annotated.
        answer: what is evaluated. An article that it lacks counts as one without quotes.
        against: another answer.
        sources: who sources are, where the gold does not say it beside the quotes.
        drawing: how many errors are kept, and how many samples are drawn.

    Raises:
        UsageError: nothing can be evaluated, or a text differs from the one that was annotated.
    """
    if not gold.articles:
        raise UsageError("there is nothing to evaluate: the gold holds no articles")
    drawn = drawing.of(len(gold.articles))
    one = _judged(gold, answer, sources, drawing.most_errors, drawn)
    if against is None:
        return Evaluation((one.scores,), seed=drawing.seed, samples=drawing.samples)
    other = _judged(gold, against, sources, drawing.most_errors, drawn)
    differences = _differences(one, other, drawn)
    return Evaluation((one.scores, other.scores), differences, seed=drawing.seed, samples=drawing.samples)


def agreement(annotators: Sequence[Answer], drawing: Drawing = USUAL_DRAWING) -> Evaluation:
    """How far annotators agree: each one held against each other, in both directions, on what both annotated.

    Raises:
        UsageError: no two have an article in common.
    """
    found = []
    everything: list[Mapping[str, Counts]] = []
    for one, other in permutations(annotators, 2):
        named = _Named(other)
        gold = replace(one, articles=tuple(a for a in one.articles if named.of(a.name) is not None))
        if not gold.articles:
            continue
        drawn = drawing.of(len(gold.articles))
        judgement = _judged(gold, other, None, drawing.most_errors, drawn)
        found.append(judgement.scores)
        everything += judgement.counts
    if not found:
        raise UsageError("agreement: no two annotators have an article in common; name the files of two")
    means = intervals.measures(everything, drawing.of(len(everything)))
    return Evaluation(tuple(found), means=means, agreement=True, seed=drawing.seed, samples=drawing.samples)


class _Named:
    """The articles of an answer, to be found by the names that another has for them.

    Args:
        answer: the answer. Of several articles of one name the first counts.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._by_name: dict[str, AnnotatedArticle] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], AnnotatedArticle]]] = {}
        for article in answer.articles:
            self._by_name.setdefault(article.name, article)
            parts = name_parts(article.name)
            self._by_last.setdefault(parts[-1], []).append((parts, article))

    def of(self, name: str) -> AnnotatedArticle | None:
        """The article of that name; else the one whose path ends as the name does, endings of files aside.

        Raises:
            UsageError: several do, and none is nearer than the others.
        """
        if name in self._by_name:
            return self._by_name[name]
        parts = name_parts(name)
        held = self._by_last.get(parts[-1], [])
        if not held:
            return None
        alike = [sum(takewhile(bool, map(eq, reversed(parts), reversed(other)))) for other, _ in held]
        best = [article for (_, article), same in zip(held, alike, strict=True) if same == max(alike)]
        if len({one.name for one in best}) > 1:
            raise UsageError(
                f"{self._answer.name}: {best[0].name} and {best[1].name} may both be the gold's {name}; "
                "name articles with their folders"
            )
        return best[0]


def name_parts(name: str) -> tuple[str, ...]:
    """The path of an article in parts, without the ending of the file."""
    file, sign, item = name.partition("#")
    *folders, last = file.replace("\\", "/").split("/")
    stem, dot, ending = last.rpartition(".")
    known = dot and f".{ending.lower()}" in _ARTICLE_ENDINGS
    return (*folders, f"{stem if known else last}{sign}{item}")


def _judged(
    gold: Answer,
    answer: Answer,
    sources: Sources | None,
    most_errors: int,
    samples: intervals.Samples,
) -> _Judgement:
    known = knowledge(gold.articles, with_speakers=bool(sources))
    named = _Named(answer)
    articles = []
    missing = 0
    for article in gold.articles:
        found = named.of(article.name)
        if found is None:
            missing += 1
            found = AnnotatedArticle(article.name, article.text, ())
        _same_text(article, found)
        who = speakers.of_gold(article) if sources is None else sources.get(article.name, ())
        articles.append(Judged(article, found, known, tuple(who)))
    if missing == len(gold.articles):
        names = ", ".join(a.name for a in gold.articles[:2])
        raise UsageError(
            f"{answer.name}: has none of the gold's articles ({names}, ...); "
            "give its articles the gold's names"
        )
    counted = tuple(map(counts, articles))
    ranges = _confidence(articles)
    caused = [one for judged in articles for one in errors(judged)]
    scores = Scores(
        gold=gold.name,
        system=answer.name,
        articles=len(articles),
        missing=missing,
        measures=intervals.measures(counted, samples),
        groupings=tuple(_groupings(articles)) if known.content else (),
        confidence=ranges,
        calibration=_calibration(ranges),
        causes=_causes(caused, most_errors),
        unknown=unknown(known),
    )
    return _Judgement(scores, counted)


def _same_text(gold: AnnotatedArticle, answer: AnnotatedArticle) -> None:
    if gold.text is not None and answer.text is not None and gold.text != answer.text:
        pairs = zip(gold.text, answer.text, strict=False)
        shorter = min(len(gold.text), len(answer.text))
        at = next((i for i, (a, b) in enumerate(pairs) if a != b), shorter)
        raise UsageError(
            f"{answer.path or answer.name}: {answer.name}: is another text than the gold's "
            f"from character {at} on; give the text that was annotated"
        )


def _differences(one: _Judgement, other: _Judgement, samples: intervals.Samples) -> tuple[Difference, ...]:
    found = []
    for name in MEASURES:
        pair = one.scores.measure(name), other.scores.measure(name)
        if pair[0] is None or pair[1] is None:
            continue
        counted = intervals.of_measure(one.counts, name), intervals.of_measure(other.counts, name)
        found.append(intervals.difference(name, counted, (pair[0], pair[1]), samples))
    return tuple(found)


def _right(judged: Judged) -> tuple[set[int], set[int]]:
    """The attributions of the gold that are found with their source, and those of the answer."""
    good = [(g, p) for g, p in judged.paired if judged.has_source(g, p)]
    return {id(g) for g, _ in good}, {id(p) for _, p in good}


def _groupings(articles: Sequence[Judged]) -> list[Grouping]:
    """Tables by kind, by cue and by rule."""
    tallies: dict[str, Counter[tuple[str, str]]] = {}
    for judged in articles:
        found, right = _right(judged)
        for name, sort in sorts(judged).items():
            tally = tallies.setdefault(name, Counter())
            for quote in judged.wanted:
                tally[sort(judged, quote), "gold"] += 1
                tally[sort(judged, quote), "found"] += id(quote) in found
            for quote in judged.predicted:
                tally[sort(judged, quote), "predicted"] += 1
                tally[sort(judged, quote), "right"] += id(quote) in right
        for quote in judged.predicted:
            if quote.rule is not None:
                tally = tallies.setdefault("rule", Counter())
                label = ", ".join(attribution_words(quote))
                tally[label, "predicted"] += 1
                tally[label, "right"] += id(quote) in right
    return [Grouping(name, _rows(tally, name)) for name, tally in tallies.items()]


def _rows(tally: Counter[tuple[str, str]], name: str) -> tuple[Count, ...]:
    labels = {label for label, _ in tally}
    order = sorted(labels, key=lambda n: (-tally[n, "gold"], -tally[n, "predicted"], n))
    shown = order[:_CUES] if name == "cue" else order
    rows = [_count(label, [label], tally) for label in shown]
    rest = order[len(shown) :]
    return (*rows, _count(_REST_ROW, rest, tally)) if rest else tuple(rows)


def _count(label: str, labels: Sequence[str], tally: Counter[tuple[str, str]]) -> Count:
    return Count(
        label, *(sum(tally[one, what] for one in labels) for what in ("gold", "found", "predicted", "right"))
    )


def _confidence(articles: Sequence[Judged]) -> tuple[ConfidenceRange, ...]:
    """How many of the quotes of each range of confidence are right."""
    ranges: dict[int, list[tuple[float, bool]]] = {}
    for judged in articles:
        _, right = _right(judged)
        for quote in judged.predicted if judged.known.content else ():
            if quote.confidence is not None:
                place = min(_RANGES - 1, int(quote.confidence * _RANGES + 1e-9))
                ranges.setdefault(place, []).append((quote.confidence, id(quote) in right))
    return tuple(
        ConfidenceRange(
            low=place / _RANGES,
            high=(place + 1) / _RANGES,
            quotes=len(held),
            confidence=sum(confidence for confidence, _ in held) / len(held),
            right=sum(good for _, good in held),
        )
        for place, held in sorted(ranges.items())
    )


def _calibration(ranges: Sequence[ConfidenceRange]) -> float | None:
    """The expected calibration error: Naeini, Cooper and Hauskrecht 2015, with ranges of equal width."""
    quotes = sum(one.quotes for one in ranges)
    if not quotes:
        return None
    return sum(abs(one.confidence * one.quotes - one.right) for one in ranges) / quotes


def _causes(caused: Sequence[Caused], most: int) -> tuple[Cause, ...]:
    """The causes, the most frequent first."""
    held: dict[str, list[EvaluationError]] = {}
    for cause, error in caused:
        held.setdefault(cause, []).append(error)
    order = sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Cause(name, len(found), tuple(found[:most])) for name, found in order)

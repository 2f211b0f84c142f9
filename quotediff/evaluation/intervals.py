"""Intervals by the bootstrap: articles are drawn with replacement, and every figure is computed anew.

Efron and Tibshirani 1993, *An Introduction to the Bootstrap*: percentile intervals; for two systems, of the
difference on the same samples. Articles, not quotes, are drawn: quotes of one article are alike. The same
seed gives the same samples on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from quotediff.evaluation.measures import MEASURES, SHARES, Counts
from quotediff.evaluation.overlap import share
from quotediff.scores import Difference, Measure

SAMPLES = 1000
SEED = 20260101
_TAIL_SHARE = 0.025  # on each side of an interval of 95%

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


class Samples:
    """How often each article is in each sample.

    Args:
        articles: how many there are.
        number: how many samples are drawn.
        seed: from which on.
    """

    def __init__(self, articles: int, number: int = SAMPLES, seed: int = SEED) -> None:
        # Random's numbers are the same in every version of Python; numpy promises that of none of its own.
        draw = random.Random(seed).random  # noqa: S311 - no secret
        drawn = np.array(
            [[int(draw() * articles) for _ in range(articles)] for _ in range(number)], dtype=np.int64
        ).reshape(number, articles)
        self._weights: Numbers = np.zeros((number, articles), dtype=np.int64)
        for sample, places in enumerate(drawn):
            self._weights[sample] = np.bincount(places, minlength=articles)
        self.number = number

    def totals(self, counts: Sequence[Counts]) -> Numbers:
        """The counts of a measure, summed over each sample."""
        return self._weights @ np.array(counts, dtype=np.int64).reshape(-1, 4)


def measures(found: Sequence[Mapping[str, Counts]], samples: Samples) -> tuple[Measure, ...]:
    """The measures of all articles, each with its interval.

    Args:
        found: what each article gives.
        samples: of as many articles.
    """
    there = [name for name in MEASURES if any(name in one for one in found)]
    return tuple(
        one for name in there if (one := _measure(name, of_measure(found, name), samples)) is not None
    )


def of_measure(found: Sequence[Mapping[str, Counts]], name: str) -> list[Counts]:
    """What each article gives for a measure."""
    nothing = Counts(0, 0, 0, 0)
    return [one.get(name, nothing) for one in found]


def _measure(name: str, counts: Sequence[Counts], samples: Samples) -> Measure | None:
    total = Counts(*(sum(column) for column in zip(*counts, strict=True)))
    if not total.gold and not total.predicted:
        return None
    is_share = name in SHARES
    recall, precision = share(total.found, total.gold), share(total.right, total.predicted)
    low, high = _interval(_values(name, samples.totals(counts)))
    return Measure(
        name=name,
        value=recall if is_share else f1(precision, recall),
        precision=None if is_share else precision,
        recall=recall,
        gold=total.gold,
        predicted=None if is_share else total.predicted,
        low=low,
        high=high,
    )


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall."""
    return share(2 * precision * recall, precision + recall)


def _values(name: str, totals: Numbers) -> Values:
    """A measure in each sample."""
    found, gold, right, predicted = (totals[:, column].astype(np.float64) for column in range(4))
    recall: Values = np.divide(found, gold, out=np.zeros_like(found), where=gold > 0)
    if name in SHARES:
        return recall
    precision: Values = np.divide(right, predicted, out=np.zeros_like(right), where=predicted > 0)
    both = precision + recall
    value: Values = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    return value


def _interval(values: Values) -> tuple[float, float]:
    ordered = np.sort(values)
    last = len(ordered) - 1
    return float(ordered[int(_TAIL_SHARE * last)]), float(ordered[-1 - int(_TAIL_SHARE * last)])


def difference(
    name: str,
    counts: tuple[Sequence[Counts], Sequence[Counts]],
    pair: tuple[Measure, Measure],
    samples: Samples,
) -> Difference:
    """How much better one answer is than another by a measure, on the same samples."""
    one, other = (_values(name, samples.totals(side)) for side in counts)
    apart = one - other
    low, high = _interval(apart)
    value, beside = pair
    worse = int(np.count_nonzero(apart <= 0))
    return Difference(
        name=name,
        value=value.value,
        other=beside.value,
        difference=value.value - beside.value,
        low=low,
        high=high,
        share=worse / samples.number,
    )

"""What an evaluation found: figures with their intervals, tables, errors by cause. All values are frozen.

They are apart because most runs need none of them. ``shown_by`` names what shows an evaluation in a format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quotediff.model import Result
from quotediff.text.spans import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: F1 with its precision and recall, or the share of ``gold`` items that are right.

    ``value`` is F1 or the share; ``precision`` and ``predicted`` are None of a share. ``low`` and ``high``
    bound 95% of the values that samples of the articles give. All are from 0 to 1.
    """

    name: str
    value: float
    precision: float | None
    recall: float
    gold: int
    predicted: int | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Count:
    """The quotes of one sort: how many are in the gold and found, how many are predicted and right."""

    label: str
    gold: int
    found: int
    predicted: int
    right: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """The quotes by their kind, their cue, or the rule that made them."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceRange:
    """The predicted quotes whose confidence is from ``low`` to ``high``: its mean, and how many are right."""

    low: float
    high: float
    quotes: int
    confidence: float
    right: int


@dataclass(frozen=True, slots=True)
class EvaluationError:
    """One error, for a person: where, the words at issue, and what was annotated and found there."""

    article: str
    span: Span
    text: str
    annotated: str
    found: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why quotes are wrong: the number of such errors, and the first of them."""

    name: str
    number: int
    errors: tuple[EvaluationError, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """How well one answer does against one gold, or one annotator against another.

    ``articles`` are those of the gold, ``missing`` those of them that the answer lacks. ``unknown`` is what
    the gold does not say, so that it is not measured. ``calibration`` is the mean distance of confidence and
    share right over the ranges of ``confidence``; None where no confidence is given.
    """

    gold: str
    system: str
    articles: int
    missing: int
    measures: tuple[Measure, ...]
    groupings: tuple[Grouping, ...]
    confidence: tuple[ConfidenceRange, ...]
    calibration: float | None
    causes: tuple[Cause, ...]
    unknown: tuple[str, ...]

    def measure(self, name: str) -> Measure | None:
        """The measure of a name; None if it was not measured."""
        return next((m for m in self.measures if m.name == name), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better the answer is than another on the same articles: ``value`` less ``other``.

    ``low`` and ``high`` bound 95% of the differences that samples of the articles give. ``share`` is the part
    of the samples in which the answer is not better.
    """

    name: str
    value: float
    other: float
    difference: float
    low: float
    high: float
    share: float


@dataclass(frozen=True, slots=True)
class Evaluation(Result):
    """Scores of an answer, with another one's and the differences; or those of each pair of annotators.

    ``means`` are the measures over all pairs of annotators; there are none otherwise. ``samples`` were drawn
    for the intervals, from ``seed`` on.
    """

    shown_by: ClassVar[str] = "evaluation"

    scores: tuple[Scores, ...]
    differences: tuple[Difference, ...] = ()
    means: tuple[Measure, ...] = ()
    agreement: bool = False
    seed: int = 0
    samples: int = 0

    def __repr__(self) -> str:
        """One line: what was evaluated."""
        pairs = ", ".join(f"{s.system!r} on {s.gold!r}" for s in self.scores)
        return f"<Evaluation {pairs}>"

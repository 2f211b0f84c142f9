"""How often a quote of a rule is right, content and source, as measured on annotated articles.

The figures are those of ``scripts/score --only all --reliability`` on the articles of PolNeAR's train part
that are not its validation articles: the share of quotes of a rule and kind whose content overlaps an
annotated one by Dice >= 0.8 and whose source is the annotated one, to two places. Annotators leave some
plain quotes out and draw other boundaries, so that the figures are low rather than high.
"""

from __future__ import annotations

from quotediff.model import Kind

UNMEASURED = 0.5  # fewer than thirty quotes to measure by

_MEASURED = {
    ("according-to", Kind.INDIRECT): 0.77,
    ("according-to", Kind.MIXED): 0.73,
    ("label", Kind.DIRECT): 0.76,
    ("noun-cue", Kind.INDIRECT): 0.23,
    ("said-after", Kind.DIRECT): 0.94,
    ("said-after", Kind.INDIRECT): 0.5,
    ("said-after", Kind.MIXED): 0.7,
    ("said-before", Kind.DIRECT): 0.8,
    ("said-before", Kind.INDIRECT): 0.61,
    ("said-before", Kind.MIXED): 0.65,
    ("transcript", Kind.DIRECT): 0.31,
}
_UNATTRIBUTED = 0.18  # quoted words with a neighbour's source, or the nearest subject
_NOBODY_SHARE = 0.02  # quoted words without any source


def confidence(rule: str, kind: Kind, *, attributed: bool, sourced: bool) -> float:
    """The share of such quotes that is right, between 0 and 1.

    Args:
        rule: the rule that made the quote.
        kind: its kind.
        attributed: whether it has a cue of its own.
        sourced: whether it has a source, its own or a neighbour's.
    """
    if not sourced:
        return _NOBODY_SHARE
    if not attributed:
        return _UNATTRIBUTED
    return _MEASURED.get((rule, kind), UNMEASURED)

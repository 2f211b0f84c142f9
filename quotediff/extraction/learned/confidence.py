"""How sure a network can be of a proposal: a logistic regression on what it and the rules make of it.

Fitted by ``scripts/training/calibrate.py`` to annotated articles that the network was not trained on; what it
promises and what it kept is in the model card.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from quotediff.extraction.attitude import attitude
from quotediff.extraction.learned.network import UNIT
from quotediff.model import Attitude

if TYPE_CHECKING:
    from quotediff.extraction.document import AnnotatedDocument
    from quotediff.extraction.learned.hints import Hints
    from quotediff.extraction.learned.proposals import Proposal

_GREATEST_MARGIN = 20.0  # a margin in natural logarithms that says no more than a greater one
_MIN_AGREEMENT = 0.8  # of two contents: what they share, twice, of what they have together

WEIGHTS = {
    "one": -0.470,
    "odds": 0.346,
    "margin": 0.027,
    "margin, quoted": 0.007,
    "size": -0.013,
    "quoted": 0.422,
    "belief": -0.236,
    "unnatural": -1.033,
    "forced": -0.797,
    "nobody": -0.825,
    "alone": -1.476,
    "parts": 0.123,
    "rule_cue": -0.305,
    "agreed": 0.690,
}
"""The shipped network's, by feature, see ``features``."""


def features(doc: AnnotatedDocument, hints: Hints, p: Proposal) -> dict[str, float]:
    """What confidence rests on.

    ``odds`` and ``margin`` are the network's own, of the cue and of the labels, in natural logarithms;
    ``size`` is the logarithm of the contents' length in code points; ``rule_cue`` tells whether the rules
    have chosen a candidate with this cue, ``agreed`` whether its contents are nearly the same. The others are
    facts about the proposal, 0 or 1.
    """
    quoted = any(doc.inside[i] >= 0 for r in p.contents for i in range(*r))
    size = doc.tokens[p.contents[-1][1] - 1].end - doc.tokens[p.contents[0][0]].start
    margin = min(p.margin / UNIT, _GREATEST_MARGIN)
    rule_index = next((hints.of_cue[i] for i in range(*(p.cue or (0, 0))) if hints.of_cue[i] >= 0), -1)
    agreed = False
    if rule_index >= 0:
        theirs = {i for r in hints.chosen[rule_index].contents for i in range(*r)}
        ours = {i for r in p.contents for i in range(*r)}
        agreed = 2 * len(theirs & ours) >= _MIN_AGREEMENT * (len(theirs) + len(ours))
    return {
        "one": 1.0,
        "odds": math.log((p.chance + 1) / (1001 - p.chance)),
        "margin": margin,
        "margin, quoted": margin * quoted,
        "size": math.log(size),
        "quoted": float(quoted),
        "belief": float(attitude(doc, p.cue, quoted=quoted) is Attitude.BELIEF),
        "unnatural": float(not p.natural),
        "forced": float(p.unsourced is not None),
        "nobody": float(p.source is None and p.cue is not None),
        "alone": float(p.cue is None),
        "parts": float(len(p.contents) > 1),
        "rule_cue": float(rule_index >= 0),
        "agreed": float(agreed),
    }


def confidence(doc: AnnotatedDocument, hints: Hints, p: Proposal, weights: Mapping[str, float]) -> float:
    """How often the like of it was right on articles held out, to two places."""
    x = sum(weights[name] * value for name, value in features(doc, hints, p).items())
    return round(1 / (1 + math.exp(-x)), 2)

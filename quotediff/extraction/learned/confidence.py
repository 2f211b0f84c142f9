"""How sure a network can be of a proposal: a logistic regression on what it and the rules make of it.

Fitted by ``scripts/training/calibrate.py`` to annotated articles that the network was not trained on; what it
promises and what it kept is in the model card.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from quotediff.extraction.attitude import attitude
from quotediff.extraction.learned.network import UNIT
from quotediff.model import Attitude
from quotediff.text.data import read_data

if TYPE_CHECKING:
    from quotediff.extraction.document import AnnotatedDocument
    from quotediff.extraction.learned.hints import Hints
    from quotediff.extraction.learned.proposals import Proposal

_GREATEST_MARGIN = 20.0  # a margin in natural logarithms that says no more than a greater one
_MIN_AGREEMENT = 0.8  # of two contents: what they share, twice, of what they have together


class Features(NamedTuple):
    """What confidence rests on.

    ``odds`` and ``margin`` are the network's own, of the cue and of the labels, in natural logarithms;
    ``size`` is the logarithm of the contents' length in code points; ``rule_cue`` tells whether the rules
    have chosen a candidate with this cue, ``agreed`` whether its contents are nearly the same. The others are
    facts about the proposal, 0 or 1.
    """

    one: float
    odds: float
    margin: float
    margin_quoted: float
    size: float
    quoted: float
    belief: float
    unnatural: float
    forced: float
    nobody: float
    alone: float
    parts: float
    rule_cue: float
    agreed: float


@cache
def weights_of_features() -> dict[str, float]:
    """The weight of each feature, for the shipped network."""
    fitted = json.loads(read_data("quotediff.extraction.learned", "model", "confidence.json"))
    return checked(fitted["confidence"])


def checked(weights: dict[str, float]) -> dict[str, float]:
    """The same weights by name; raises ValueError unless they are of ``Features``, in their order."""
    if tuple(name.replace(", ", "_") for name in weights) != Features._fields:
        raise ValueError("its confidence was fitted to other features")
    return weights


def features(doc: AnnotatedDocument, hints: Hints, p: Proposal) -> Features:
    """The features of one proposal."""
    quoted = doc.holds_quoted(p.contents)
    size = doc.tokens[p.contents[-1][1] - 1].end - doc.tokens[p.contents[0][0]].start
    margin = min(p.margin / UNIT, _GREATEST_MARGIN)
    rule_index = next((hints.of_cue[i] for i in range(*(p.cue or (0, 0))) if hints.of_cue[i] >= 0), -1)
    agreed = False
    if rule_index >= 0:
        theirs = {i for r in hints.chosen[rule_index].contents for i in range(*r)}
        ours = {i for r in p.contents for i in range(*r)}
        agreed = 2 * len(theirs & ours) >= _MIN_AGREEMENT * (len(theirs) + len(ours))
    return Features(
        one=1.0,
        odds=math.log((p.chance + 1) / (1001 - p.chance)),
        margin=margin,
        margin_quoted=margin * quoted,
        size=math.log(size),
        quoted=float(quoted),
        belief=float(attitude(doc, p.cue, quoted=quoted) is Attitude.BELIEF),
        unnatural=float(not p.natural),
        forced=float(p.unsourced is not None),
        nobody=float(p.source is None and p.cue is not None),
        alone=float(p.cue is None),
        parts=float(len(p.contents) > 1),
        rule_cue=float(rule_index >= 0),
        agreed=float(agreed),
    )


def confidence(doc: AnnotatedDocument, hints: Hints, p: Proposal, weights: Mapping[str, float]) -> float:
    """How often the like of it was right on articles held out, to two places."""
    x = sum(map(mul, weights.values(), features(doc, hints, p)))
    return round(1 / (1 + math.exp(-x)), 2)

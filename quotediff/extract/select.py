"""The one place that settles conflicts between candidates.

Candidates are taken cheapest first. One is refused when its cue, or a quoted stretch or words of its
contents, already belong to a cheaper one. Ties go to the earlier rule, then to the earlier place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotediff.extract.candidates import Candidate
from quotediff.extract.scene import Scene


COST_NESTED = 1.5  # its cue stands in what somebody else said: the outer statement is the reporter's
_FIRM = 3.5  # an outer candidate that costs more is itself in doubt


def select(scene: Scene, candidates: Sequence[Candidate], order: Sequence[str]) -> tuple[Candidate, ...]:
    """The candidates that stand, in text order; n log n in their number."""
    candidates = [_outermost_first(c, candidates) for c in candidates]
    rank = {name: k for k, name in enumerate(order)}
    owned = bytearray(len(scene.tokens))  # 1: content, 2: cue
    chosen = []
    for candidate in sorted(candidates, key=lambda c: (c.cost, rank[c.rule], c.contents, c.cue or (0, 0))):
        if candidate.cue is not None and any(owned[i] for i in range(*candidate.cue)):
            continue
        if any(owned[i] for a, b in candidate.contents for i in range(a, b)):
            continue
        for a, b in candidate.contents:
            owned[a:b] = b"\x01" * (b - a)
        if candidate.cue is not None:
            owned[candidate.cue[0] : candidate.cue[1]] = b"\x02" * (candidate.cue[1] - candidate.cue[0])
        chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda c: c.contents))


def _outermost_first(candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """``candidate``, dearer if its cue stands inside the contents of a firm one with a source."""
    if candidate.cue is None:
        return candidate
    at = candidate.cue[0]
    for outer in candidates:
        if outer is not candidate and outer.cue != candidate.cue and outer.source is not None and outer.cost <= _FIRM:
            if any(a <= at < b for a, b in outer.contents):
                return replace(candidate, cost=candidate.cost + COST_NESTED)
    return candidate

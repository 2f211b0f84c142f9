"""The one place that settles conflicts between candidates.

Candidates are taken cheapest first. One is refused when its cue, or a quoted stretch or words of its
contents, already belong to a cheaper one. Ties go to the earlier rule, then to the earlier place.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extract.candidates import Candidate
from quotediff.extract.scene import Scene


def select(scene: Scene, candidates: Sequence[Candidate], order: Sequence[str]) -> tuple[Candidate, ...]:
    """The candidates that stand, in text order; n log n in their number."""
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

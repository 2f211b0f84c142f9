"""The one place that settles conflicts between candidates.

Candidates are taken cheapest first. One is refused when its cue, or words of its contents, already belong
to a cheaper one. Ties go to the earlier rule, then to the earlier place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotediff.extract.candidates import Candidate
from quotediff.extract.grammar import Range
from quotediff.extract.rules.phrase import FRAGMENT
from quotediff.extract.scene import Scene

COST_NESTED = 1.5  # its cue stands in what somebody else said: the outer statement is the reporter's
_FIRM = 3.5  # an outer candidate that costs more is itself in doubt

_HEARD = 1.9  # a rule this sure is weighed against the network on quoted words
_BEYOND_DOUBT = (
    1.2  # quoted words, a comma or colon, a name and a verb of saying: whatever the network thinks
)

_CONTENT, _CUE = b"\x01", b"\x02"


def select(scene: Scene, candidates: Sequence[Candidate], order: Sequence[str]) -> tuple[Candidate, ...]:
    """The candidates that stand, in text order; n log n in their number, linear in their contents.

    Args:
        scene: the article.
        candidates: as ``price`` gives them.
        order: the names of the rules, the first winning ties.
    """
    rank = {name: k for k, name in enumerate(order)}
    owned = bytearray(len(scene.tokens))
    chosen = []
    for candidate in sorted(candidates, key=lambda c: (c.cost, rank[c.rule], c.contents, c.cue or (0, 0))):
        ranges = [*candidate.contents, *([candidate.cue] if candidate.cue else [])]
        if any(any(owned[first:last]) for first, last in ranges):
            continue
        for first, last in candidate.contents:
            owned[first:last] = _CONTENT * (last - first)
        if candidate.cue is not None:
            first, last = candidate.cue
            owned[first:last] = _CUE * (last - first)
        chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda c: c.contents))


def hear(rules: Sequence[Candidate], network: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates to select from where the network has read the article: its own, and some of the rules'.

    The network knows better what indirect speech is and where it ends; a rule is heard about quoted words
    that the network also takes for a statement, or where its shape leaves no doubt.
    """
    quoted = {k for c in network for k in c.stretches}
    heard = [
        c
        for c in rules
        if c.verbatim
        or (
            c.stretches
            and c.rule != FRAGMENT
            and c.cost <= (_HEARD if quoted.intersection(c.stretches) else _BEYOND_DOUBT)
        )
    ]
    return (*network, *heard)


def price(scene: Scene, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, dearer where their cue stands inside the contents of a firm one with another cue."""
    around: list[tuple[Range | None, ...]] = [()] * len(
        scene.tokens
    )  # up to two cues whose contents hold a token
    for outer in candidates:
        if outer.source is None or outer.cost > _FIRM:
            continue
        for first, last in outer.contents:
            for i in range(first, last):
                if len(around[i]) < 2 and outer.cue not in around[i]:
                    around[i] = (*around[i], outer.cue)
    return tuple(
        replace(c, cost=c.cost + COST_NESTED) if c.cue and any(o != c.cue for o in around[c.cue[0]]) else c
        for c in candidates
    )

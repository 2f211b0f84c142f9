"""What the network proposes, as candidates beside those of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from quotediff.extract.candidates import Candidate, stretches_in
from quotediff.extract.grammar import DASHES, Range, is_word
from quotediff.extract.learned.propose import attribute
from quotediff.extract.rules.phrase import alone
from quotediff.extract.scene import READ_ROLES, Scene
from quotediff.lang.cues import saying_nouns, sayings

NETWORK = "network"
"""The name under which a quote made by the network is told."""

DOUBT = 4.0
"""What a candidate costs of which the network is not sure at all.

So that a rule for quoted words, which costs from 1, is heard where the network's confidence is below three
quarters; measured on the validation articles beside 3, 5 and 6, all within a third of a point.
"""


def network(scene: Scene) -> Iterator[Candidate]:
    """The statements that the network sees; beliefs and wishes only if quoted words are in them.

    Quoted words that it takes for a statement without a cue are proposed with the nearest subject, as the
    rules do.
    """
    for proposal in attribute(scene):
        if scene.blocks[scene.block_of[proposal.contents[0][0]]].role not in READ_ROLES:
            continue
        contents = tuple(_with_marks(scene, *r) for r in proposal.contents)
        stretches = stretches_in(scene, contents)
        if proposal.cue is None:
            yield from (alone(scene, k) for k in stretches)
        elif stretches or _is_saying(scene, proposal.cue):
            cost = DOUBT * (1 - proposal.confidence)
            yield Candidate(
                NETWORK,
                cost,
                contents,
                proposal.cue,
                proposal.source,
                stretches,
                confidence=proposal.confidence,
            )


def _with_marks(scene: Scene, first: int, last: int) -> Range:
    """A range that reaches a stretch's first or last word takes the mark beyond it, too."""
    k = scene.inside[first]
    if k >= 0 and not any(is_word(scene, i) for i in range(scene.quoted[k].first, first)):
        first = scene.quoted[k].first
    k = scene.inside[last - 1]
    if k >= 0 and not any(is_word(scene, i) for i in range(last, scene.quoted[k].last)):
        last = scene.quoted[k].last
    return first, last


def _is_saying(scene: Scene, cue: Range) -> bool:
    """Whether a cue holds a verb or noun of saying, *according*, or the mark of a label."""
    table, nouns = sayings(), saying_nouns()
    for i in range(*cue):
        norm = scene.norm(i)
        if norm in table and table[norm].frame != "weak":
            return True
        if norm in nouns or norm in ("according", ":") or norm in DASHES:
            return True
    return False

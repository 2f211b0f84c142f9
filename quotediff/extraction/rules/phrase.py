"""Quoted words in a sentence without a verb of saying: the nearest subject is the best source there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import sentence_start
from quotediff.extraction.phrases import nearest_subject
from quotediff.extraction.scene import READ_ROLES, Scene

FRAGMENT = "fragment"
"""The rule's name; its quotes are treated apart, since nothing in the copy attributes them."""

COST_ALONE = 6.0  # quoted words with no attribution: taken only where no rule knows better


def fragment(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """One candidate for each outermost stretch: its words alone, and the nearest subject before them."""
    del cues
    for k in scene.outer:
        if scene.blocks[scene.block_of[scene.quoted[k].first]].role in READ_ROLES:
            yield alone(scene, k)


def alone(scene: Scene, k: int) -> Candidate:
    """The candidate of stretch ``k`` by itself."""
    quoted = scene.quoted[k]
    source = nearest_subject(scene, quoted.first, sentence_start(scene, quoted.first))
    return Candidate(FRAGMENT, COST_ALONE, ((quoted.first, quoted.last),), None, source, (k,))

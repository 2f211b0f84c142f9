"""Quoted words in a sentence without a verb of saying: the nearest subject is the best source there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import RELATIVES
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import Range, has_verb, sentence_start
from quotediff.extraction.phrases import nearest_subject, subject_before
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


def _subject_with_aside(scene: Scene, first: int, floor: int) -> Range | None:
    """The subject of quoted words that are its predicate, past an aside: *Aides, who left, "feel sad"*."""
    if scene.norms[first - 1] != "," or not scene.tokens[first + 1].text[:1].islower():
        return None
    relative = scene.last_of(RELATIVES, first, floor)
    if relative <= floor or scene.norms[relative - 1] != ",":
        return None
    found = subject_before(scene, first, floor)
    if found is None or has_verb(scene, found[0], min(scene.first_of(",", found[0]), found[1])):
        return None
    return found


def alone(scene: Scene, k: int) -> Candidate:
    """The candidate of stretch ``k`` by itself."""
    quoted = scene.quoted[k]
    floor = sentence_start(scene, quoted.first)
    source = _subject_with_aside(scene, quoted.first, floor) or nearest_subject(scene, quoted.first, floor)
    return Candidate(FRAGMENT, COST_ALONE, ((quoted.first, quoted.last),), None, source, (k,))

"""A noun stands for something said: X's claim that C / the claim by X that C."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from quotediff.extract.candidates import Candidate, stretches_in
from quotediff.extract.cues import Cue
from quotediff.extract.grammar import Range, _phrase_start, word_class
from quotediff.extract.rules.before import _clause_end
from quotediff.extract.scene import READ_ROLES, Scene
from quotediff.lang.lexicon import rows

COST = 2.4  # the noun may name an event ("the report that") rather than a statement


@cache
def _nouns() -> frozenset[str]:
    return frozenset(form for entry in rows("cue_nouns", 2) for form in entry)


def noun_cue(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every noun of saying with a clause or quoted words after it."""
    del cues
    for i in range(1, len(scene.tokens) - 1):
        if scene.norm(i) not in _nouns() or scene.inside[i] >= 0:
            continue
        block = scene.blocks[scene.block_of[i]]
        if block.role not in READ_ROLES or i + 1 >= block.last:
            continue
        follows = scene.norm(i + 1)
        if follows != "that" and scene.inside[i + 1] < 0:
            continue
        source = _owner(scene, i)
        if source is None:
            continue
        content = (i + 1, _clause_end(scene, i + 1, block.last))
        if content[1] - content[0] >= 2:
            yield Candidate("noun-cue", COST, (content,), (i, i + 1), source, stretches_in(scene, (content,)))


def _owner(scene: Scene, i: int) -> Range | None:
    """Whose statement: *X's* or *his* before the noun."""
    floor = scene.sentences[scene.sentence_of[i]].first
    j = i - 1
    while j > floor and i - j <= 3 and scene.norm(j) not in ("'s", "'") and scene.norm(j) not in word_class("poss"):
        j -= 1
    if scene.norm(j) in word_class("poss"):
        return j, j + 1
    if scene.norm(j) in ("'s", "'") and j > floor:
        first = _phrase_start(scene, j, floor)
        return (first, j) if first < j else None
    return None

"""According to X, C / C, according to X / X's account has it in any place of the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate, stretches_in
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import Range, sentence_end, sentence_start
from quotediff.extraction.phrases import phrase_after
from quotediff.extraction.scene import READ_ROLES, Scene
from quotediff.lang.lexicon import words

ACCORDING_TO = "according-to"
"""The rule's name."""

COST = 1.8  # the words are unmistakable; only the extent of the statement is in doubt
_PHRASES = {  # by their first words
    "according": ("according", "to"),
    "in": ("in", "the", "words", "of"),
    "as": ("as", "reported", "by"),
}


def according_to(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every *according to* outside quoted words."""
    spoken = {scene.sentence_of[cue.verb] for cue in cues}
    for i in scene.places_of(_PHRASES):
        if scene.inside[i] >= 0:
            continue
        phrase = _PHRASES[scene.norms[i]]
        if scene.norms[i : i + len(phrase)] != phrase:
            continue
        if scene.blocks[scene.block_of[i]].role not in READ_ROLES:
            continue
        first, last = sentence_start(scene, i), sentence_end(scene, i)
        source = phrase_after(scene, i + len(phrase), last, leading=i - first <= 1)
        if source is None or (scene.sentence_of[i] in spoken and carries(scene, source)):
            continue
        contents = _contents(scene, i, source, first, last)
        if contents:
            yield Candidate(
                ACCORDING_TO, COST, contents, (i, i + len(phrase)), source, stretches_in(scene, contents)
            )


def carries(scene: Scene, source: Range) -> bool:
    """Whether a source only carries another's words: *a translation by the club*, *an interpreter*."""
    return any(scene.norms[i] in words("carriers") for i in range(*source))


def _contents(scene: Scene, i: int, source: Range, first: int, last: int) -> tuple[Range, ...]:
    contents: list[Range] = []
    before = i
    while before > first and scene.inside[before - 1] < 0 and scene.norms[before - 1] in (",", "—", "--"):
        before -= 1
    begin = first
    k = scene.inside[begin]
    if k >= 0 and scene.quoted[k].first < begin:
        begin = scene.quoted[k].first
    if before - begin >= 2:
        contents.append((begin, before))
    after = source[1]
    while after < last and scene.norms[after] == ",":
        after += 1
    if last - after >= 3 and (not contents or scene.norms[source[1]] == ","):
        contents.append((after, last))
    return tuple(contents)

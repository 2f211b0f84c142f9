"""A transcript or an interview in turns: Q: ... / A: ..., MODERATOR: ... The words are given as spoken.

A turn is all of its paragraph after the label, and the paragraphs without a label after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import Range, is_name, is_word, starts_stretch
from quotediff.extraction.scene import Scene
from quotediff.model import Role

COST = 0.5  # cheaper than anything inside a turn: what stands there is the speaker's own
_LONGEST_LABEL = 6  # tokens: "Sen. Jane Doe of Ohio"
_FEWEST_TURNS = 3  # labelled paragraphs without marks before an article is taken for a transcript
_QUESTIONS = frozenset({"q", "a", "q.", "a.", "question", "answer"})


@dataclass(frozen=True, slots=True)
class _Turn:
    label: Range
    colon: Range
    content: Range


def transcript(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """A candidate for every turn, where the article has turns."""
    del cues
    turns = [(at, turn) for at in range(len(scene.blocks)) if (turn := _turn(scene, at)) is not None]
    names = Counter(scene.text_of(*turn.label) for _, turn in turns)
    if len(turns) < _FEWEST_TURNS or not any(n > 1 for n in names.values()):
        return
    ends = [at for at, _ in turns[1:]]
    # The last turn has no next one to end it: what follows it may be the reporter's again.
    for (at, turn), end in zip(turns, [*ends, turns[-1][0] + 1], strict=True):
        more = [
            (b.first, b.last) for b in scene.blocks[at + 1 : end] if b.role is Role.BODY and b.first < b.last
        ]
        yield Candidate("transcript", COST, (turn.content, *more), turn.colon, turn.label, (), verbatim=True)


def _turn(scene: Scene, at: int) -> _Turn | None:
    """The labelled turn that a paragraph is."""
    block = scene.blocks[at]
    if block.role is not Role.BODY:
        return None
    for colon in range(block.first + 1, min(block.last - 1, block.first + _LONGEST_LABEL + 1)):
        if scene.norms[colon] == ":":
            label = (block.first, colon)
            named = all(
                is_name(scene, i) or not is_word(scene, i) or scene.norms[i] == "of" for i in range(*label)
            )
            if not (named or scene.norms[block.first] in _QUESTIONS) or starts_stretch(scene, colon + 1):
                return None
            return _Turn(label, (colon, colon + 1), (colon + 1, block.last))
        if scene.inside[colon] >= 0:
            return None
    return None

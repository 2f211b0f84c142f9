"""A label names the speaker: X: "..." at the start of a paragraph, "..." — X at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extract.candidates import Candidate, stretches_in
from quotediff.extract.cues import Cue
from quotediff.extract.grammar import DASHES, is_name
from quotediff.extract.scene import READ_ROLES, Scene

COST_COLON = 1.4  # a name and a colon before quoted words
COST_DASH = 1.6  # quoted words, a dash and a name that ends the paragraph
_LONGEST_LABEL = 8  # tokens: "Sen. Jane Doe, R-Ohio:" is a label, a clause before a colon is not


def label(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for paragraphs whose speaker is a label."""
    taken = {cue.verb for cue in cues}
    for block in scene.blocks:
        if block.role not in READ_ROLES or block.last - block.first < 3:
            continue
        for k in block.quoted:
            quoted = scene.quoted[k]
            first = scene.sentences[scene.sentence_of[quoted.first]].first
            colon = quoted.first - 1
            if colon > first and scene.tokens[colon].text == ":" and colon - first <= _LONGEST_LABEL:
                if not any(i in taken for i in range(first, colon)) and is_name(scene, first):
                    content = (quoted.first, quoted.last)
                    yield Candidate("label", COST_COLON, (content,), (colon, colon + 1), (first, colon), (k,))
            dash = quoted.last
            if dash + 1 < block.last and scene.tokens[dash].text in DASHES and is_name(scene, dash + 1):
                end = block.last
                if end - dash <= _LONGEST_LABEL + 4 and not any(i in taken for i in range(dash, end)):
                    content = (quoted.first, quoted.last)
                    yield Candidate("label", COST_DASH, (content,), (dash, dash + 1), (dash + 1, end), stretches_in(scene, (content,)))

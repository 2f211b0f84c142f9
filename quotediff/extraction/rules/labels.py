"""A label names the speaker: X: "..." before the quoted words, "..." — X at the paragraph's end.

The label may be a paragraph of its own: *And from X:* above the quoted one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import DASHES, is_name, sentence_start, starts_stretch
from quotediff.extraction.phrases import phrase_after
from quotediff.extraction.scene import READ_ROLES, Block, Scene

COST_COLON = 1.4  # a name and a colon before quoted words
COST_DASH = 1.6  # quoted words, a dash and a name that ends the paragraph
COST_LEAD = 1.2  # a name and a colon that are a paragraph, and quoted words after it
_LEADS = frozenset({"and", "then", "also", "from", "this", "here", "is", "next", "up", ","})
_LONGEST_LEAD = 20  # tokens
_LONGEST_LABEL = 8  # tokens: "Sen. Jane Doe, R-Ohio:" is a label, a clause before a colon is not
_LONGEST_SIGNATURE = 12  # tokens: a name with a title, after a dash


def label(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for quoted words whose speaker is a label before or a signature after them."""
    verbs = frozenset(cue.verb for cue in cues)
    for block in scene.blocks:
        if block.role in READ_ROLES:
            for k in block.quoted:
                yield from _before(scene, k, verbs)
                yield from _after(scene, block, k, verbs)
            yield from _above(scene, block, verbs)


def _before(scene: Scene, k: int, verbs: frozenset[int]) -> Iterable[Candidate]:
    quoted = scene.quoted[k]
    colon = quoted.first - 1
    first = sentence_start(scene, quoted.first)
    if (
        colon <= first
        or colon - first > _LONGEST_LABEL
        or scene.norms[colon] != ":"
        or not is_name(scene, first)
    ):
        return
    if verbs.isdisjoint(range(first, colon)):
        yield Candidate(
            "label", COST_COLON, ((quoted.first, quoted.last),), (colon, colon + 1), (first, colon), (k,)
        )


def _above(scene: Scene, block: Block, verbs: frozenset[int]) -> Iterable[Candidate]:
    """A label that is a paragraph of its own, with quoted words in the next."""
    first, colon = block.first, block.last - 1
    if colon <= first or colon - first > _LONGEST_LEAD or not starts_stretch(scene, block.last):
        return
    if scene.norms[colon] != ":" or not verbs.isdisjoint(range(first, colon)):
        return
    while first < colon and scene.norms[first] in _LEADS:
        first += 1
    named = phrase_after(scene, first, colon)
    named_so = first > block.first or colon == first + 1 or is_name(scene, first + 1)
    if named == (first, colon) and is_name(scene, first) and named_so:
        k = scene.inside[block.last]
        quoted = scene.quoted[k]
        yield Candidate("label", COST_LEAD, ((quoted.first, quoted.last),), (colon, colon + 1), named, (k,))


def _after(scene: Scene, block: Block, k: int, verbs: frozenset[int]) -> Iterable[Candidate]:
    quoted = scene.quoted[k]
    dash, end = quoted.last, block.last
    if dash + 1 >= end or end - dash > _LONGEST_SIGNATURE or scene.tokens[dash].text not in DASHES:
        return
    if is_name(scene, dash + 1) and verbs.isdisjoint(range(dash, end)):
        yield Candidate(
            "label", COST_DASH, ((quoted.first, quoted.last),), (dash, dash + 1), (dash + 1, end), (k,)
        )

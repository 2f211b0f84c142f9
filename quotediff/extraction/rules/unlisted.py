"""A verb that is no verb of saying, right behind quoted words: "...," the postman will trill.

Whoever puts quoted words, a comma within them, a subject and a lone verb side by side says who uttered them,
whatever the verb is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import (
    Range,
    is_adverb,
    is_aux,
    is_name,
    is_participle,
    is_word,
    sentence_end,
)
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.scene import READ_ROLES, Scene
from quotediff.lang.cues import ADV, CONJ, DET, OBJ, POSS, PREP, SUB, SUBJ, TIME, irregular_pasts
from quotediff.lang.lexicon import words

COST = 1.2  # as good as any rule for quoted words
_ENDS_WITH = frozenset({",", "?", "!"})
_CLOSED = ADV | CONJ | DET | OBJ | POSS | PREP | SUB | SUBJ | TIME
_LONGEST = 12  # tokens of the subject and the verb


def unlisted_verb(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for quoted words before a subject and a verb, where no cue stands there."""
    cued = {i for cue in cues for i in range(cue.first, cue.last) if cue.form in ("finite", "passive")}
    for k in scene.outer:
        quoted = scene.quoted[k]
        if not quoted.closed or scene.blocks[scene.block_of[quoted.first]].role not in READ_ROLES:
            continue
        first, last = quoted.last, min(sentence_end(scene, quoted.last - 1), quoted.last + _LONGEST)
        inside = scene.norms[quoted.last - 2]
        if first >= last or inside not in _ENDS_WITH or (inside != "," and is_name(scene, first)):
            continue
        cue = _verb(scene, first, last)
        if cue is None or any(i in cued for i in range(first, cue[1])):
            continue
        source = subject_before(scene, cue[0], first)
        if source is not None and source[0] == first:
            yield Candidate("unlisted", COST, ((quoted.first, quoted.last),), cue, source, (k,))


def _verb(scene: Scene, first: int, last: int) -> Range | None:
    """The verb after a subject that begins at ``first``, with what helps it: *was heard to trill*."""
    for i in range(first + 1, last):
        if scene.inside[i] >= 0 or scene.norms[i] in (",", ":", ";", "."):
            return None
        if scene.norms[i] in words("modals_before_verbs") and not is_name(scene, i):
            end = _past_helpers(scene, i, last)
            plain = end < last and is_word(scene, end) and not scene.kinds[end] & _CLOSED
            return (i, end + 1) if plain and not is_aux(scene, end) else None
        past = is_participle(scene, i, "ed") or scene.norms[i] in irregular_pasts()
        if past and _ends(scene, i + 1):
            return i, i + 1
    return None


def _past_helpers(scene: Scene, i: int, last: int) -> int:
    i += 1
    while i < last and (is_adverb(scene, i) or scene.norms[i] in ("be", "heard", "to")):
        i += 1
    return i


def _ends(scene: Scene, i: int) -> bool:
    """Whether nothing follows, or when, where and how."""
    return not is_word(scene, i) or bool(scene.kinds[i] & (PREP | TIME)) or is_adverb(scene, i)

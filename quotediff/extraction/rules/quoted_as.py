"""What one source gives as another's words: the paper quoted X as saying C, X was quoted as saying C."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate, stretches_in
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import Range, is_aux, sentence_start, verb_group
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.rules.before import complement
from quotediff.extraction.scene import READ_ROLES, Scene
from quotediff.lang.cues import sayings
from quotediff.lang.lexicon import words

QUOTED_AS = "quoted-as"
"""The rule's name."""

COST = 0.0  # X is the one who said it, whatever else is read in the sentence
_LONGEST_SOURCE = 30  # tokens


def quoted_as_saying(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every *as saying* after a verb of quoting: who is quoted is their source."""
    by_verb = {cue.verb: cue for cue in cues}
    for i in scene.places_of(words("quoters")):
        if scene.inside[i] >= 0 or scene.blocks[scene.block_of[i]].role not in READ_ROLES:
            continue
        opens = _opens(scene, i)
        verb = opens + 1 + (scene.norms[opens + 1] == "having")
        entry = sayings().get(scene.norms[verb])
        if opens < 0 or entry is None or entry.frame not in ("clause", "told"):
            continue
        first = verb_group(scene, i, sentence_start(scene, i))
        passive = is_aux(scene, i - 1) or scene.norms[i - 1] == "been"
        source = subject_before(scene, first, sentence_start(scene, i)) if passive else (i + 1, opens)
        saying = by_verb.get(verb) or Cue(verb, verb + 1, verb, entry.lemma, entry.frame, entry.stance, "ing")
        content, _ = complement(scene, saying, verb + 1)
        if source is None or content is None or not source[0] < source[1] <= content[0]:
            continue
        cue = (first, verb + 1 if passive and opens == i + 1 else i + 1)
        yield Candidate(QUOTED_AS, COST, (content,), cue, source, stretches_in(scene, (content,)))


def _opens(scene: Scene, i: int) -> int:
    """The *as* before *saying*, after the verb of quoting at ``i``; -1 if there is none."""
    for k in range(i + 1, min(i + _LONGEST_SOURCE, len(scene.tokens) - 2)):
        if scene.inside[k] >= 0 or scene.sentence_of[k] != scene.sentence_of[i]:
            return -1
        following: Range = (k + 1, k + 2 + (scene.norms[k + 1] == "having"))
        if scene.norms[k] == "as" and (
            scene.norms[following[0]].endswith("ing") and scene.norms[following[1] - 1] in sayings()
        ):
            return k
    return -1

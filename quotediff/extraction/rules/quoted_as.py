"""What one source gives as another's words: the paper quoted X as saying C, X was quoted as saying C."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_aux, sentence_start, verb_group
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.rules.before import complement
from quotediff.lang.cues import NO_VERB, reporting_verbs
from quotediff.lang.lexicon import words
from quotediff.limits import MAX_QUOTED_SOURCE_TOKENS

QUOTED_AS = "quoted-as"
"""The rule's name."""

COST = 0.0  # X is the one who said it, whatever else is read in the sentence


def quoted_as_saying(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every *as saying* after a verb of quoting: who is quoted is their source."""
    by_verb = {cue.verb: cue for cue in cues}
    for index in doc.places_of(words("quoters")):
        if not doc.is_narration(index):
            continue
        opens = _opens(doc, index)
        if opens < 0:
            continue
        verb = opens + 1 + (doc.norms[opens + 1] == "having")
        entry = reporting_verbs().get(doc.norms[verb], NO_VERB)
        if entry.frame not in ("clause", "told"):
            continue
        first = verb_group(doc, index, sentence_start(doc, index))
        passive = is_aux(doc, index - 1) or doc.norms[index - 1] == "been"
        source: Range | None = (index + 1, opens)
        if passive:
            source = subject_before(doc, first, sentence_start(doc, index))
        saying = Cue(verb, verb + 1, verb, entry.lemma, entry.frame, entry.stance, "ing")
        content = _content(doc, by_verb.get(verb, saying), first, passive=passive)
        if content is None or source is None:
            continue
        if source[0] >= source[1]:
            continue
        if content[0] < source[1] and content[1] > first:
            continue
        cue = (first, verb + 1 if passive and opens == index + 1 else index + 1)
        yield Candidate(QUOTED_AS, COST, (content,), cue, source, quoted_ranges_in(doc, (content,)))


def _content(doc: AnnotatedDocument, saying: Cue, first: int, *, passive: bool) -> Range | None:
    """What was said: quoted words before who quotes, whose verb begins at ``first``, or behind *saying*."""
    quoted = _quoted_before(doc, first)
    if quoted is not None and not passive:
        return quoted
    found = complement(doc, saying, saying.verb + 1)
    return None if found is None else found[0]


def _quoted_before(doc: AnnotatedDocument, verb: int) -> Range | None:
    """Quoted words right before who quotes them: [*"C,"*] *the Post quoted X as saying*."""
    subject = subject_before(doc, verb, sentence_start(doc, verb))
    if subject is None:
        return None
    k = doc.inside[max(subject[0] - 1, 0)]
    if k < 0 or doc.norms[doc.quoted[k].last - 2] != ",":
        return None
    return doc.quoted[k].first, doc.quoted[k].last


def _opens(doc: AnnotatedDocument, i: int) -> int:
    """The *as* before *saying*, after the verb of quoting at ``i``; -1 if there is none."""
    for index in range(i + 1, min(i + MAX_QUOTED_SOURCE_TOKENS, len(doc.tokens) - 2)):
        if doc.inside[index] >= 0 or doc.sentence_of[index] != doc.sentence_of[i]:
            return -1
        if doc.norms[index] != "as":
            continue
        following = index + 1
        verb = following + (doc.norms[following] == "having")
        if doc.norms[following].endswith("ing") and doc.norms[verb] in reporting_verbs():
            return index
    return -1

"""According to X, C / C, according to X / In X's words, C, in any place of the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.grammar import Range, sentence_end, sentence_start
from quotediff.extraction.phrases import owner_before, phrase_after
from quotediff.lang.cues import REPORTING, reporting_verbs
from quotediff.lang.lexicon import phrases, words

ACCORDING_TO = "according-to"
"""The rule's name."""

_NOUN_OF_WORDS = frozenset({"words"})
_LEADS_TO_WORDS = frozenset({"in"})
COST = 1.8  # the words are unmistakable; only the extent of the statement is in doubt


def according_to(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every *according to* outside quoted words."""
    spoken = {doc.sentence_of[cue.verb] for cue in cues}
    by_first_word = phrases("according_phrases")
    for index in doc.places_of(by_first_word):
        if doc.inside[index] >= 0:
            continue
        phrase = next(
            (p for p in by_first_word[doc.norms[index]] if doc.norms[index : index + len(p)] == p), None
        )
        if phrase is None:
            continue
        if doc.blocks[doc.block_of[index]].role not in READ_ROLES:
            continue
        first, last = sentence_start(doc, index), sentence_end(doc, index)
        source = phrase_after(doc, index + len(phrase), last, leading=index - first <= 1)
        if source is None:
            continue
        if doc.sentence_of[index] in spoken and carries(doc, source):
            continue
        contents = _contents(doc, index, source, first, last)
        if contents:
            yield Candidate(
                ACCORDING_TO,
                COST,
                contents,
                (index, index + len(phrase)),
                source,
                quoted_ranges_in(doc, contents),
            )


def in_words_of(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every *in her words* and *in Poe's own words* that a comma parts from what was said."""
    for index in doc.places_of(_NOUN_OF_WORDS):
        owned = index - (doc.norms[index - 1] == "own")
        first, last = sentence_start(doc, index), sentence_end(doc, index)
        if doc.inside[index] >= 0 or doc.blocks[doc.block_of[index]].role not in READ_ROLES:
            continue
        begins = doc.last_of(_LEADS_TO_WORDS, owned, first)
        source = owner_before(doc, owned, first)
        if source is None or begins < first or source[0] != begins + 1:
            continue
        content = _content_of_words(doc, (begins, index + 1), (first, last))
        if content is not None:
            cue = (index, index + 1)
            yield Candidate(ACCORDING_TO, COST, (content,), cue, source, quoted_ranges_in(doc, (content,)))


def _content_of_words(doc: AnnotatedDocument, phrase: Range, sentence: Range) -> Range | None:
    """What was said in somebody's words: quoted words behind them, else the rest of the sentence."""
    (begins, behind), (first, last) = phrase, sentence
    after = behind + 1
    if doc.norms[behind] == "," and after < last:
        if doc.inside[after] >= 0 and begins > first:
            return after, doc.quoted[doc.inside[after]].last
        return (after, last) if begins == first else None
    closes = behind == last - 1 and doc.norms[begins - 1] == ","
    return (first, begins - 1) if closes and begins - 1 > first else None


def carries(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source only carries another's words: *a translation by the club*, *an interpreter*."""
    return any(doc.norms[i] in words("carriers") for i in range(*source))


def is_reported(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what stands at token ``i`` is what somebody said: *the firm said* [*according to X, C*]."""
    before = doc.norms[i - 1]
    if before == "that":
        return True
    return doc.kinds[i - 1] & REPORTING != 0 and not reporting_verbs()[before].noun


def _contents(doc: AnnotatedDocument, i: int, source: Range, first: int, last: int) -> tuple[Range, ...]:
    contents: list[Range] = []
    before = i
    while before > first and doc.inside[before - 1] < 0 and doc.norms[before - 1] in (",", "—", "--"):
        before -= 1
    begin = first
    k = doc.inside[begin]
    if k >= 0 and doc.quoted[k].first < begin:
        begin = doc.quoted[k].first
    if before - begin >= 2 and not is_reported(doc, i):
        contents.append((begin, before))
    after = source[1]
    while after < last and doc.norms[after] == ",":
        after += 1
    if last - after >= 3 and (not contents or doc.norms[source[1]] == ","):
        contents.append((after, last))
    return tuple(contents)

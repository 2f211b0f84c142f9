"""Quoted words without an attribution of their own: whose they are, or that they are no statement at all.

They go on with the quote before them, or take a neighbour's speaker, or stand with the nearest subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.dialogue import (
    ANSWER,
    ASKED,
    answerer,
    asking_cue_after,
    is_asked_question,
    is_question,
    is_question_between,
)
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_name, is_word, sentence_start
from quotediff.extraction.phrases import leading_subject
from quotediff.extraction.rules.phrase import FRAGMENT
from quotediff.extraction.token_kinds import WORD
from quotediff.limits import (
    MAX_TITLE_WORDS,
    MAX_TOKENS_AFTER_QUOTE,
    WINDOW_CARRIED_PARAGRAPHS,
    WINDOW_RECENT_QUOTES,
)
from quotediff.values import dataclass, replace

_WITHOUT_ATTRIBUTION = frozenset({ANSWER, ASKED, FRAGMENT})
_STRONG_STOPS = frozenset({".", "!", "?"})
_TITLE_SHARE = 0.6  # of a title's words that have a capital: all but "of", "the", "and"


@dataclass(frozen=True, slots=True)
class Attributed:
    """A candidate that stands, and the source carried to it from its neighbours if it has none."""

    candidate: Candidate
    carried: Range | None = None

    @property
    def source(self) -> Range | None:
        """Its own source, or the carried one."""
        return self.candidate.source or self.carried


def continue_quotes(doc: AnnotatedDocument, chosen: Sequence[Candidate]) -> tuple[Attributed, ...]:
    """Joins further sentences and re-opened paragraphs to their quotes, and carries speakers on.

    Args:
        doc: the article.
        chosen: the candidates that stand, in text order.
    """
    result: list[Attributed] = []
    for candidate in chosen:
        previous = _last_quoted(result)
        if candidate.rule not in _WITHOUT_ATTRIBUTION:
            result.append(Attributed(candidate))
            continue
        if candidate.rule == ANSWER or _is_answer(doc, result, candidate):
            result.append(_answer(doc, result, candidate))
            continue
        source_before = _source_of_sentence_before(doc, result, candidate)
        turn = _alternating_speaker(doc, result, candidate)
        if turn is not None:
            rule = ASKED if is_question(doc, candidate) else ANSWER
            result.append(Attributed(replace(candidate, source=None, rule=rule), carried=turn))
        elif source_before is not None:
            result.append(Attributed(replace(candidate, source=None), carried=source_before))
        elif previous is not None and _continues_quote(doc, result[previous].candidate, candidate):
            result[previous] = replace(
                result[previous], candidate=_joined(result[previous].candidate, candidate)
            )
        elif not _is_no_statement(doc, candidate):
            result.append(_carry_source(doc, result, candidate))
    return tuple(result)


def _is_answer(doc: AnnotatedDocument, result: Sequence[Attributed], candidate: Candidate) -> bool:
    """Whether quoted words stand right behind a question that somebody asked, in its paragraph."""
    if not result:
        return False
    question, first = result[-1].candidate, candidate.contents[0][0]
    last = question.contents[-1]
    if doc.block_of[first] != doc.block_of[last[0]]:
        return False
    asked = asking_cue_after(doc, last, first)
    return asked >= 0 and doc.sentence_of[first - 1] == doc.sentence_of[asked]


def _answer(doc: AnnotatedDocument, result: Sequence[Attributed], candidate: Candidate) -> Attributed:
    """Quoted words that answer the question before them."""
    carried = _answerer(doc, result)
    return Attributed(replace(candidate, source=None, rule=ANSWER), carried=carried or candidate.source)


def _answerer(doc: AnnotatedDocument, result: Sequence[Attributed]) -> Range | None:
    """Who answers the last of the quotes, a question."""
    earlier = [a.source for a in result[:-1][-WINDOW_RECENT_QUOTES:] if a.source is not None]
    return answerer(doc, result[-1].candidate, result[-1].source, earlier)


def _alternating_speaker(
    doc: AnnotatedDocument, result: Sequence[Attributed], candidate: Candidate
) -> Range | None:
    """Whose turn quoted words are, where two people ask and answer; None where they do not.

    They answer the question before them, or are a question that goes on from the answer there.
    """
    if not result or not _begins_turn(doc, result[-1].candidate, candidate):
        return None
    before = result[-1]
    if not is_question(doc, candidate):
        return _answerer(doc, result) if _is_asked(doc, before.candidate) else None
    if len(result) == 1 or not _is_asked(doc, result[-2].candidate):
        return None
    asker = result[-2].source
    if asker == before.source:
        return None
    return asker


def _begins_turn(doc: AnnotatedDocument, before: Candidate, candidate: Candidate) -> bool:
    """Whether quoted words are a paragraph below the quote before them, or stand beside another."""
    first = candidate.contents[0][0]
    at, last = doc.block_of[first], before.contents[-1][1]
    if doc.block_of[last - 1] == at:
        return first == last or is_question_between(doc, candidate.contents[-1])
    block = doc.blocks[at]
    if doc.block_of[last - 1] != at - 1:
        return False
    return candidate.contents == ((block.first, block.last),)


def _is_asked(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a quote is a question that somebody was asked, or one that goes on from an answer."""
    return candidate.rule == ASKED or is_asked_question(doc, candidate)


def _last_quoted(result: Sequence[Attributed]) -> int | None:
    """The index of the last quote with marks, among the most recent."""
    recent = range(len(result) - 1, max(-1, len(result) - 1 - WINDOW_RECENT_QUOTES), -1)
    return next((k for k in recent if result[k].candidate.quoted_ranges), None)


def _joined(before: Candidate, candidate: Candidate) -> Candidate:
    return replace(
        before,  # which may go on behind the candidate
        contents=tuple(sorted((*before.contents, *candidate.contents))),
        quoted_ranges=tuple(sorted((*before.quoted_ranges, *candidate.quoted_ranges))),
    )


def _continues_quote(doc: AnnotatedDocument, before: Candidate, candidate: Candidate) -> bool:
    """Whether quoted words go on with the quote before them: only its attribution stands between."""
    quoted = doc.quoted[candidate.quoted_ranges[0]]
    if quoted.continued and doc.quoted[before.quoted_ranges[-1]].continues:
        return True
    first = quoted.first
    last = before.contents[-1][1]
    if first == last and doc.quoted[before.quoted_ranges[-1]].closed:
        return False  # “It is gone.” “Are you afraid?”: two people
    if first == 0 or doc.block_of[first] != doc.block_of[last - 1]:
        return False
    if doc.sentence_of[first - 1] == doc.sentence_of[first] and doc.inside[first - 1] < 0:
        return False
    parts = (before.cue, before.source)
    end = max([last, *(part[1] for part in parts if part is not None and part[1] <= first)])
    return end >= first - 1 or doc.sentence_of[first - 1] == doc.sentence_of[end - 1]


def _carry_source(doc: AnnotatedDocument, result: Sequence[Attributed], candidate: Candidate) -> Attributed:
    """Quoted words that fill a paragraph belong to whoever spoke, or was spoken of, just before."""
    first, last = candidate.contents[0]
    at = doc.block_of[first]
    if first != doc.blocks[at].first or doc.blocks[at].last - last > MAX_TOKENS_AFTER_QUOTE:
        return Attributed(candidate)
    unattributed = replace(candidate, source=None)
    for before in reversed(result):
        distance = at - doc.block_of[before.candidate.contents[-1][0]]
        if distance > WINDOW_CARRIED_PARAGRAPHS:
            break
        if before.source is not None and (before.candidate.quoted_ranges or distance <= 1):
            return Attributed(unattributed, carried=before.source)
    if at == 0:
        return Attributed(candidate)
    above = doc.blocks[at - 1]
    if above.first == above.last:
        return Attributed(candidate)
    carried = leading_subject(doc, sentence_start(doc, above.last - 1), above.last)
    return Attributed(unattributed, carried=carried)


def _source_of_sentence_before(
    doc: AnnotatedDocument, result: Sequence[Attributed], candidate: Candidate
) -> Range | None:
    """Whose words the sentence before gave, of a quotation that is a sentence: *C, X said. "B."*."""
    first, last = candidate.contents[0]
    if not result or first == 0:
        return None
    before = result[-1]
    if before.candidate.cue is None or before.candidate.quoted_ranges:
        return None
    if candidate.source is not None:
        if doc.sentence_of[candidate.source[0]] >= doc.sentence_of[first]:
            return None
        return candidate.source
    sentence = doc.sentence_of[first - 1]
    if sentence == doc.sentence_of[first] or doc.block_of[first - 1] != doc.block_of[first]:
        return None
    if any(kind & WORD for kind in doc.kinds[last : doc.sentences[doc.sentence_of[last - 1]].last]):
        return None
    if doc.sentence_of[before.candidate.cue[0]] != sentence:
        return None
    return before.source


def _is_no_statement(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Titles of works, names, single words set off, and attributes of markup."""
    quoted = doc.quoted[candidate.quoted_ranges[0]]
    inner = [i for i in range(quoted.first + 1, quoted.last) if is_word(doc, i)]
    if len(inner) <= 1 or doc.norms[quoted.first - 1] == "=":
        return True
    if len(inner) > MAX_TITLE_WORDS or doc.norms[quoted.last - 2] in _STRONG_STOPS:
        return False
    return sum(is_name(doc, i) for i in inner) >= len(inner) * _TITLE_SHARE

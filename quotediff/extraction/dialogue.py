"""Questions and their answers, in one paragraph or in turns: “Q?” X asked Y. “A,” he said: two people's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range
from quotediff.limits import WINDOW_ASKED_TOKENS
from quotediff.values import replace

ANSWER = "answer"
"""The rule of quoted words without an attribution behind a question: the other person's."""

ASKED = "asked"
"""The same of a question that goes on from an answer."""

_ASKING_VERBS = frozenset({"asked", "asks"})


def separate_questions(
    doc: AnnotatedDocument, chosen: Sequence[Candidate], every: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """``chosen`` with questions and answers parted that were taken for one quote.

    A question behind an answer, with more quoted words right behind it, goes on from the answer.

    Args:
        doc: the article.
        chosen: the candidates that stand.
        every: all candidates, those that do not stand too.
    """
    attributed = {c.contents: c for c in reversed(every) if c.is_attributed}
    parted = (part for candidate in chosen for part in _separated(doc, candidate, attributed))
    before: Candidate | None = None
    result: list[Candidate] = []
    for candidate in sorted(parted, key=lambda c: c.contents):
        result += _without_next_question(doc, before, candidate)
        before = candidate
    return tuple(result)


def _without_next_question(
    doc: AnnotatedDocument, question: Candidate | None, candidate: Candidate
) -> Iterator[Candidate]:
    """“Q?” X asked. “A,” Y said. “Q?” “A.”: the answer, and the question that goes on from it."""
    *rest, last = candidate.contents
    asked = rest and question is not None and _is_in_paragraph(doc, question, last)
    if not asked or not is_question_between(doc, last):
        yield candidate
        return
    yield replace(candidate, contents=tuple(rest), quoted_ranges=quoted_ranges_in(doc, tuple(rest)))
    yield Candidate(ASKED, candidate.cost, (last,), None, None, quoted_ranges_in(doc, (last,)))


def _is_in_paragraph(doc: AnnotatedDocument, question: Candidate, content: Range) -> bool:
    """Whether a quote is an asked question in the paragraph of a content."""
    return doc.block_of[question.contents[-1][0]] == doc.block_of[content[0]] and is_asked_question(
        doc, question
    )


def is_question_between(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a content is a question with more quoted words right behind it: its answer."""
    last = content[1]
    if not _ends_in_question(doc, content):
        return False
    if last >= len(doc.tokens):
        return False
    return doc.inside[last] >= 0


def _separated(
    doc: AnnotatedDocument, candidate: Candidate, attributed: Mapping[tuple[Range, ...], Candidate]
) -> Iterator[Candidate]:
    question, *rest = candidate.contents
    asked = asking_cue_after(doc, question, rest[0][0]) if rest else -1
    if asked < 0:
        yield candidate
        return
    answer = replace(candidate, contents=tuple(rest), quoted_ranges=quoted_ranges_in(doc, tuple(rest)))
    if asked in candidate.cue_tokens:
        yield replace(candidate, contents=(question,), quoted_ranges=quoted_ranges_in(doc, (question,)))
        yield replace(answer, rule=ANSWER, cue=None, source=None)
        return
    own = attributed.get((question,))
    if own is None or asked not in own.cue_tokens:
        yield candidate
    else:
        yield from (own, answer)


def asking_cue_after(doc: AnnotatedDocument, question: Range, until: int) -> int:
    """The “asked” behind a quoted question whose sentence ends before token ``until``; -1 if none is."""
    tokens, last = doc.tokens, question[1]
    if not _ends_in_question(doc, question):
        return -1
    if until >= len(tokens) or doc.sentence_of[until] == doc.sentence_of[last]:
        return -1
    within = range(last, min(until, doc.sentences[doc.sentence_of[last]].last))
    return next((i for i in within if tokens[i].norm in _ASKING_VERBS), -1)


def answerer(
    doc: AnnotatedDocument, question: Candidate, source: Range | None, earlier: Sequence[Range]
) -> Range | None:
    """Who answers: whom the question's sentence says was asked, else who spoke before the one who asks.

    ``source`` is whose the question is, by its own words or by its neighbours; ``earlier`` are the sources
    before, in text order.
    """
    if question.cue is not None:
        first = question.cue[1]
        last = doc.sentences[doc.sentence_of[first - 1]].last
        while last > first and not doc.tokens[last - 1].text[0].isalnum():
            last -= 1
        if (
            0 < last - first <= WINDOW_ASKED_TOKENS
            and doc.tokens[last - 1].text[0].isupper()
            and source != (first, last)
        ):
            return first, last
    is_asked_question = _names(doc, source)
    if not is_asked_question:  # "he asked": of two who speak in turn, who did not speak last
        return next(reversed(earlier), None)
    return next((s for s in reversed(earlier) if not is_asked_question & _names(doc, s)), None)


def is_question(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether quoted words end in a question mark."""
    return _ends_in_question(doc, candidate.contents[-1])


def _ends_in_question(doc: AnnotatedDocument, content: Range) -> bool:
    first, last = content
    return any(doc.tokens[i].text == "?" for i in range(max(first, last - 2), last))


def is_asked_question(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a quote is a question of which the copy says that it was asked."""
    if not is_question(doc, candidate):
        return False
    return any(doc.norms[i] in _ASKING_VERBS for i in candidate.cue_tokens)


def _names(doc: AnnotatedDocument, source: Range | None) -> set[str]:
    """The capitalized words of a source."""
    if source is None:
        return set()
    return {t.norm for t in doc.tokens[slice(*source)] if t.text[0].isupper()}

"""The parts of a statement: its predicate, and what it tells in passing, *the man who*, *after a fire*."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from quotediff.align.normalize import Word
from quotediff.lang.lexicon import word_list

_RELATIVE_PRONOUNS = word_list("relative_pronouns")
_DETERMINERS = word_list("determiners")
_AUXILIARIES = word_list("finite_auxiliaries")
_JOINERS = word_list("item_joiners")
_BACKGROUND_OPENERS = word_list("background_openers")
_MOST_WORDS_OF_SUBJECT = 8  # before its relative clause: *a 34-year-old man from Oslo who*
_SHORTEST_CLAUSE = 3  # words from *who* on, before which its clause does not end: *who took it was*


def parts(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words of a statement that tell its news, and those that tell something in passing.

    Whom a clause in passing is about, *the man who*, is in neither. Without such clauses all are news.
    """
    first, onward = _clause_of_subject(words)
    background = next((k for k in range(onward, len(words)) if words[k].norm in _BACKGROUND_OPENERS), None)
    if background is None:
        return list(words[onward:]), list(words[first:onward])
    end = len(words) if background else _up_to_comma(words)
    news = [*words[onward:background], *words[end:]]
    return news, [*words[first:onward], *words[background:end]]


def predicate(words: Sequence[Word]) -> Sequence[Word]:
    """What a statement says of its subject, from an auxiliary on: *had been insured*; empty without one."""
    first = next((k for k, word in enumerate(words) if word.norm in _AUXILIARIES), len(words))
    return words[first:]


def is_to_come_and_done(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether one has a verb of what is yet to come, the other of what is done: *would close*, *had closed*.

    What *would have closed* is not done.
    """
    return {_tense(one), _tense(other)} == {"to come", "done"}


def _tense(words: Sequence[Word]) -> str:
    """Whether words are of what is ``to come`` or ``done``; empty if they tell neither."""
    norms = {word.norm for word in words}
    if norms & {"would", "will"}:
        return "to come"
    return "done" * bool(norms & {"had", "has", "have"})


def _clause_of_subject(words: Sequence[Word]) -> tuple[int, int]:
    """Where a relative clause of the subject begins and ends; empty if it has none."""
    stops = _RELATIVE_PRONOUNS | _AUXILIARIES
    first = next((k for k, w in enumerate(words[: _MOST_WORDS_OF_SUBJECT + 1]) if w.norm in stops), 0)
    if not first or words[first].norm in _AUXILIARIES:
        return 0, 0
    if words[first + 1 : first + 2] and words[first + 1].norm in _DETERMINERS:
        return 0, 0  # it has a subject of its own
    ends = (n for n in range(first + _SHORTEST_CLAUSE, len(words)) if _is_verb_of_subject(words, n))
    verbs_within = int(words[first].norm == "whose")  # whose door was painted is
    return next(((first, end) for end in islice(ends, verbs_within, None)), (0, 0))


def _is_verb_of_subject(words: Sequence[Word], k: int) -> bool:
    """Whether what is said of the subject begins at a word behind a clause of the subject's."""
    return words[k].norm in _AUXILIARIES and words[k - 1].norm not in _JOINERS


def _up_to_comma(words: Sequence[Word]) -> int:
    """Where the first part of a statement ends, after which there is more than a space."""
    parted = (k for k in range(1, len(words)) if words[k].start - words[k - 1].end > 1)
    return next(parted, len(words))

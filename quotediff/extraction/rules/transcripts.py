"""A transcript or an interview in turns: Q: ... / A: ..., MODERATOR: ... The words are given as spoken.

A turn is all of its paragraph after the label, and the paragraphs without a label after it. A thread from a
court gives the name with whom it speaks for, and that of a judge behind the words: *...: Justice Rao*.

Lines with a label are also lists (*Where: ...*), ratings and casts. Turns they are if a speaker comes back,
or if most labels can only be speakers and some of the words are such as people say to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument, Block
from quotediff.extraction.grammar import (
    Range,
    is_name,
    is_number,
    is_word,
    starts_quoted_range,
    talks_to_somebody,
)
from quotediff.extraction.names import PERSON, TITLE, classify_name
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import noun_kind
from quotediff.limits import (
    MAX_JUDGE_TOKENS,
    MAX_TURN_ASIDE_TOKENS,
    MAX_TURN_INITIALS,
    MAX_TURN_LABEL_TOKENS,
    MIN_TURNS,
)
from quotediff.model import Role
from quotediff.values import dataclass

COST = 0.5  # cheaper than anything inside a turn: what stands there is the speaker's own
_SURE_SHARE = 2 / 3  # of the labels, where none comes back
_SPOKEN_SHARE = 1 / 3  # likewise of the turns
_QUESTION_LABELS = word_list("question_labels")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph with a label; ``sure``: the label can be nothing but a speaker's."""

    label: Range
    colon: Range | None
    content: Range
    sure: bool
    behind: bool = False  # the label stands behind the words


def transcript(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """A candidate for every turn, where the article has turns."""
    turns = [(at, turn) for at in range(len(doc.blocks)) if (turn := _turn(doc, at)) is not None]
    turns = sorted([*turns, *_signed_turns(doc, dict(turns))], key=lambda t: t[0])
    if not _are_turns(doc, turns):
        return
    ends = [at for at, _ in turns[1:]]
    # The last turn has no next one to end it: what follows it may be the reporter's again.
    for (at, turn), end in zip(turns, [*ends, turns[-1][0] + 1], strict=True):
        stop = at + 1 if turn.behind else end
        more = [
            (b.first, b.last) for b in doc.blocks[at + 1 : stop] if b.role is Role.BODY and b.first < b.last
        ]
        yield Candidate("transcript", COST, (turn.content, *more), turn.colon, turn.label, (), verbatim=True)


def _are_turns(doc: AnnotatedDocument, turns: Sequence[tuple[int, _Turn]]) -> bool:
    """Whether paragraphs with labels are turns: a speaker comes back, or all looks like talk."""
    if len(turns) < MIN_TURNS:
        return False
    names = Counter(doc.norms[turn.label[1] - 1] for _, turn in turns)
    whole = Counter(doc.text_of(*turn.label) for _, turn in turns)
    sure = sum(turn.sure for _, turn in turns)
    if any(n > 1 for n in (names if sure else whole).values()):
        return True
    if sure < len(turns) * _SURE_SHARE or any(_names_itself(doc, turn) for _, turn in turns):
        return False
    spoken = sum(talks_to_somebody(doc, *turn.content) for _, turn in turns)
    return spoken >= len(turns) * _SPOKEN_SHARE or _is_extract(doc, turns[0][0] - 1)


def _is_extract(doc: AnnotatedDocument, at: int) -> bool:
    """Whether a paragraph announces a transcript: *An extract from the minutes follows*."""
    if doc.block(at).role is not Role.BODY:
        return False
    return any(doc.norms[i] in words("extract_nouns") for i in range(doc.block(at).first, doc.block(at).last))


def _names_itself(doc: AnnotatedDocument, turn: _Turn) -> bool:
    """Whether a label stands above a text about whom it names."""
    name = doc.norms[turn.label[1] - 1]
    return any(doc.norms[i] == name and is_name(doc, i) for i in range(*turn.content))


def _turn(doc: AnnotatedDocument, at: int) -> _Turn | None:
    """The labelled turn that a paragraph is."""
    block = doc.blocks[at]
    if block.role is not Role.BODY:
        return None
    if (asked := _bracketed(doc, block)) is not None:
        return asked
    for colon in range(
        block.first + 1, min(block.last - 1, block.first + MAX_TURN_LABEL_TOKENS + MAX_TURN_ASIDE_TOKENS)
    ):
        if doc.norms[colon] == ":":
            named = _label(doc, block.first, colon)
            words_ = any(doc.tokens[i].text.isalpha() for i in range(colon + 1, block.last))
            if named is None or starts_quoted_range(doc, colon + 1) or not words_:
                return None
            return _Turn(named[0], (colon, colon + 1), (colon + 1, block.last), named[1])
        if doc.inside[colon] >= 0:
            return None
    return None


def _bracketed(doc: AnnotatedDocument, block: Block) -> _Turn | None:
    """The turn of a paragraph that begins with who asks, in two brackets: *((Wikinews)) What is it?*."""
    first = block.first + 2
    if doc.norms[block.first : first] != ("(", "("):
        return None
    closing = range(first + 1, min(first + 1 + MAX_TURN_LABEL_TOKENS, block.last - 2))
    end = next((i for i in closing if doc.norms[i : i + 2] == (")", ")")), -1)
    if end < 0:
        return None
    begins = end + 2 + (doc.norms[end + 2] == ":")
    return _Turn((first, end), None, (begins, block.last), sure=True)


def _label(doc: AnnotatedDocument, first: int, colon: int) -> tuple[Range, bool] | None:
    """The speaker of ``tokens[first:colon]``, and whether it can be nothing else; None if it is no label."""
    if doc.norms[first] in _QUESTION_LABELS:
        return (first, colon), True
    if _is_part(doc, first, colon):
        return (first, colon), True
    last = next((k for k in range(first, colon) if not _may_be_of_name(doc, k)), colon)
    rest = [i for i in range(last, colon) if is_word(doc, i)]
    if not 0 < last - first <= MAX_TURN_LABEL_TOKENS:
        return None
    if not rest:
        return (first, colon), _is_speaker(doc, first, last)
    if colon - last > MAX_TURN_ASIDE_TOKENS:
        return None
    if doc.tokens[last].text in (",", "("):
        if is_number(doc, last + 1) and last - first > 1:
            return (first, last), True  # Ann Poe, 34, nurse:
        described = doc.norms[last + 1] in words("counsel_words") or _has_role(doc, rest)
    else:
        described = doc.norms[last] in words("counsel_words")
    if not described or not _is_speaker(doc, first, last):
        return None
    return (first, last), True


def _is_part(doc: AnnotatedDocument, first: int, colon: int) -> bool:
    """Whether a label is a word for who speaks, alone: *Captain*, *First officer*, *HOST*, *Tower*."""
    if colon - first > 2 or not is_name(doc, first):
        return False
    norm = doc.norms[colon - 1]
    return noun_kind(norm) == "person" or norm in words("turn_labels")


def _may_be_of_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word has a capital or may stand small in a name: *of*, *van*."""
    return is_name(doc, i) or doc.norms[i] in _within_names()


@cache
def _within_names() -> frozenset[str]:
    return words("name_particles") | {"of"}


def _is_speaker(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a run of capitalized words is a person, by a title or a given name, or a lawyer's initials.

    Or the family name of somebody whom the article names in full, in capitals.
    """
    text = doc.tokens[first].text
    if last == first + 1 and text.isupper():
        initials = 1 < len(text) <= MAX_TURN_INITIALS and text.isalpha()
        return initials or _is_family_name(doc, first)
    return classify_name(doc.tokens[first:last]).kind in (PERSON, TITLE)


def _is_family_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether the article has a word behind a given name: *Ann Poe*, of *POE*."""
    behind = (k for k in doc.places[doc.norms[i]] if is_name(doc, k - 1))
    return any(classify_name(doc.tokens[max(k - 1, 0) : k + 1]).kind == PERSON for k in behind)


def _has_role(doc: AnnotatedDocument, at: Sequence[int]) -> bool:
    """Whether one of the words is for what somebody is: *nurse*."""
    return any(noun_kind(doc.norms[i]) == "person" for i in at)


def _signed_turns(doc: AnnotatedDocument, turns: Mapping[int, _Turn]) -> Iterator[tuple[int, _Turn]]:
    """Paragraphs of a thread that name who spoke behind the words: *Show us the section: Justice Batra*."""
    if not turns:
        return
    known = {doc.text_of(*turn.label) for turn in turns.values()}
    for at in range(max(0, min(turns) - 1), min(len(doc.blocks), max(turns) + 2)):
        block = doc.blocks[at]
        if at not in turns and block.role is Role.BODY and (turn := _signed(doc, block, known)) is not None:
            yield at, turn


def _signed(doc: AnnotatedDocument, block: Block, known: Collection[str]) -> _Turn | None:
    """The turn that a paragraph is if it ends in a colon and a name with an office, or a known label."""
    for colon in range(block.last - 2, max(block.first + 1, block.last - 2 - MAX_JUDGE_TOKENS), -1):
        if doc.norms[colon] == ":":
            label = range(colon + 1, block.last)
            if not _is_known(doc, label, known) or not all(is_name(doc, i) for i in label):
                return None
            return _Turn(
                (label.start, label.stop), (colon, colon + 1), (block.first, colon), sure=True, behind=True
            )
    return None


def _is_known(doc: AnnotatedDocument, label: range, known: Collection[str]) -> bool:
    """Whether words are a known label, or name somebody with an office: *Justice Batra*, *CJ Batra*."""
    if doc.text_of(label.start, label.stop) in known:
        return True
    return _has_role(doc, label) or _is_speaker(doc, label.start, label.start + 1)

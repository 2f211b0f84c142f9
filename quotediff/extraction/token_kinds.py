"""What is asked about a token again and again, as bits: computed once an article, read as ``doc.kinds[i]``.

The bits of the closed classes and of verbs of saying are those of ``lang.cues``; here are the others, and the
unions that several modules ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from quotediff.extraction.quoted_ranges import QuotedRange
from quotediff.lang.cues import (
    ADV,
    AUX,
    CLOSED,
    DET,
    OBJ,
    POSS,
    REPORTING,
    SUBJ,
    irregular_pasts,
    word_kinds,
)
from quotediff.lang.lexicon import word_list
from quotediff.limits import MAX_KINDS_REMEMBERED
from quotediff.text.tokens import Places, Token

(
    NAME,
    WORD,
    NUMBER,
    ING,
    ED,
    LY,
    IRREGULAR,
    POSSESSIVE_S,
    FINITE_AUX,
    TO,
    OPENS_CLAUSE,
    COMMA,
    PLAIN_COMMA,
    COLON,
    SEMICOLON,
    SENTENCE_END,
    LONG_DASH,
    OPENS_QUOTED,
    WITHIN_QUOTED,
) = (1 << n for n in range(11, 30))
"""What else a token may be.

``NAME``: written with a capital, or a handle (*@poe*). ``WORD``: begins with a letter or digit, or a handle.
``NUMBER``: begins with a digit. ``ING``, ``ED``, ``LY``: looks like a participle or an adverb by its end, in
lower case. ``IRREGULAR``: a past form that does not end in *-ed*. ``POSSESSIVE_S``: *'s* that is no *is* or
*has*. ``FINITE_AUX``: an auxiliary but *to*, which is ``TO``. ``OPENS_CLAUSE``: *that*, *if*, *how*.

``COMMA``, ``COLON``, ``SEMICOLON``, ``SENTENCE_END``, ``LONG_DASH``: these marks; ``PLAIN_COMMA``: a comma
outside quoted words. ``OPENS_QUOTED``: the first token of an outermost quoted range, ``WITHIN_QUOTED``: any
other of it, the closing mark included.

``AUX`` of a token is what it is where it stands: *'s* behind a pronoun, *used* before *to*.
"""

QUOTED = OPENS_QUOTED | WITHIN_QUOTED
STOP = SENTENCE_END | COLON | SEMICOLON
ADVERB = ADV | LY  # also, repeatedly
PARTICIPLE = ING | ED  # waiting, closed
PAST = ED | IRREGULAR  # walked, left
LOOKS_FINITE = REPORTING | AUX | ED  # can be the verb of a clause: said, will, walked
FIGURE_OR_NAME = NUMBER | NAME
OPENS_NOUN_PHRASE = DET | POSS | NAME  # the mayor, her son, Poe
OPENS_OBJECT = DET | POSS | OBJ | NAME  # him, the mayor
OPENS_SUBJECT = DET | POSS | SUBJ | NAME  # he, the mayor
LISTED = CLOSED | AUX | REPORTING  # of any closed class, or a verb of saying
NOT_OPEN = LISTED | FIGURE_OR_NAME  # what a plain noun, verb or adjective is not

_SHORTEST_ADVERB = 5  # "only" is listed; "rely" is a verb
_SHORTEST_PARTICIPLE = 5  # "red", "king" are none,
_SHORT_PARTICIPLES = word_list("short_participles")  # but these are

_MARKS = {
    ",": COMMA | PLAIN_COMMA,
    ":": COLON,
    ";": SEMICOLON,
    **dict.fromkeys((".", "!", "?", "...", "…", ". . .", ". . . ."), SENTENCE_END),
    **dict.fromkeys(("—", "–", "--", "―"), LONG_DASH),
    **dict.fromkeys(("'t", "’t", "‘t"), WORD),  # Wouter van 't Hoff
}
_ANY_AUX = AUX | FINITE_AUX
_HOSTS_OF_S = word_list("hosts_of_s")  # "that's" is "that is"


def token_kinds(
    tokens: Sequence[Token],
    norms: Sequence[str],
    where: Places,
    instead: Mapping[int, int],
    quoted: Iterable[QuotedRange],
) -> tuple[int, ...]:
    """The bits of every token; of the empty words behind the last, none.

    Args:
        tokens: those of the article.
        norms: the same folded, with the empty words behind them.
        where: where each folded word stands.
        instead: what some tokens are in place of what is listed of their word: *May* the month, *Will Hurd*.
        quoted: the outermost quoted ranges.
    """
    texts = [token[2] for token in tokens]
    kinds = [*map(_of_word, texts, norms), *[0] * (len(norms) - len(tokens))]
    for i, kind in instead.items():
        kinds[i] = kinds[i] & ~(LISTED | FINITE_AUX) | kind
    for i in where.get("'s", ()):
        is_verb = kinds[i - 1] & SUBJ or norms[i - 1] in _HOSTS_OF_S
        kinds[i] |= _ANY_AUX if is_verb else POSSESSIVE_S
    for i in where.get("used", ()):
        if norms[i + 1] == "to":
            kinds[i] |= _ANY_AUX
    for one in quoted:
        for i in range(one.first, one.last):
            kinds[i] = kinds[i] & ~PLAIN_COMMA | WITHIN_QUOTED
        kinds[one.first] ^= QUOTED
    return tuple(kinds)


@lru_cache(maxsize=MAX_KINDS_REMEMBERED)
def _of_word(text: str, norm: str) -> int:
    """What a word is wherever it stands; *'s* is nothing without what stands before it."""
    kind = _MARKS.get(text, 0) | _listed().get(norm, 0)
    initial = text[0]
    handle = len(text) > 1 and initial == "@"
    if handle or initial.isalnum():
        kind |= WORD
    if initial.isdigit():
        kind |= NUMBER
    if handle or initial.isupper():
        return kind | NAME
    return kind | _by_its_end(norm)


@cache
def _listed() -> dict[str, int]:
    """What each listed word is."""
    listed = dict(word_kinds())
    del listed["'s"]
    for word, kind in listed.items():
        if kind & AUX:
            listed[word] |= FINITE_AUX
    listed["to"] = listed["to"] & ~FINITE_AUX | TO
    for words, kind in ((irregular_pasts(), IRREGULAR), (word_list("clause_openers"), OPENS_CLAUSE)):
        for word in words:
            listed[word] = listed.get(word, 0) | kind
    return listed


def _by_its_end(norm: str) -> int:
    """What a word in lower case is by how it ends: *walking*, *walked*, *repeatedly*."""
    if norm.endswith("ing"):
        return ING if len(norm) >= _SHORTEST_PARTICIPLE else 0
    if norm.endswith("ed"):
        return ED if len(norm) >= _SHORTEST_PARTICIPLE or norm in _SHORT_PARTICIPLES else 0
    return LY if norm.endswith("ly") and len(norm) >= _SHORTEST_ADVERB else 0

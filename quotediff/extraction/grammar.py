"""Shallow grammar over tokens: what kind of word a token is, and where verb groups begin.

No parser and no tagger: news copy puts the source of a statement beside its cue, and what bounds phrases
there is nearly always a closed-class word or a mark.
"""

from __future__ import annotations

from functools import cache

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.token_kinds import (
    ADVERB,
    COMMA,
    LONG_DASH,
    LOOKS_FINITE,
    NAME,
    NOT_OPEN,
    NUMBER,
    OPENS_OBJECT,
    OPENS_QUOTED,
    PAST,
    QUOTED,
    TO,
    WORD,
)
from quotediff.lang.cues import AUX, CONJ, REPORTING, SUBJ, number_words
from quotediff.lang.lexicon import phrases, word_list, words
from quotediff.lang.nouns import pronouns
from quotediff.limits import WINDOW_RULE_TOKENS

Range = tuple[int, int]
"""Tokens ``first`` to before ``last``."""

STOPS = frozenset({".", "!", "?", ";", ":", "...", "…", ". . .", ". . . ."})
LONG_DASHES = frozenset({"—", "–", "--", "―"})
DASHES = LONG_DASHES | {"-"}
ACCORDING = ("according", "to")
INDEFINITE_ARTICLES = frozenset({"a", "an"})
ARTICLES = INDEFINITE_ARTICLES | {"the"}
UNSAID = word_list("unsaid")  # of a cue: nothing was said yet
COORDINATING = frozenset({"and", "but"})
POSSESSIVE_MARKS = frozenset({"'s", "'"})
BRACKETS = frozenset("()[]{}")
_BEFORE_SUBJECT = frozenset({",", "and", "but", "—", "--", ":", ";"})
_RELATIVES_WITHOUT_NOUN = frozenset({"who", "which"})


def is_word(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` begins with a letter or a digit, or is a handle: *@poe*."""
    return doc.kinds[i] & WORD != 0


def begins_phrase(doc: AnnotatedDocument, i: int, listed: str) -> bool:
    """Whether one of the phrases of a data file begins at token ``i``."""
    return phrase_end(doc, i, listed) > i


def phrase_end(doc: AnnotatedDocument, i: int, listed: str) -> int:
    """Where a phrase of a data file that begins at token ``i`` ends; ``i`` where none begins."""
    found = phrases(listed).get(doc.norms[i])
    if found is None:  # mostly
        return i
    return next((i + len(parts) for parts in found if doc.norms[i : i + len(parts)] == parts), i)


def is_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is written with a capital, or is a handle: *@poe*."""
    return doc.kinds[i] & NAME != 0


def is_number(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` begins with a digit."""
    return doc.kinds[i] & NUMBER != 0


def is_aux(doc: AnnotatedDocument, i: int) -> bool:
    """An auxiliary; *'s* is one only after a pronoun, elsewhere it is the possessive."""
    return doc.kinds[i] & AUX != 0


def is_counted(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a number, in figures or as a word: *9*, *nine*."""
    return is_number(doc, i) or doc.norms[i] in number_words()


def is_adverb(doc: AnnotatedDocument, i: int) -> bool:
    """A word that may stand within a verb group: *also*, *repeatedly*."""
    return doc.kinds[i] & ADVERB != 0


def is_open(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a word in lower case of no closed class, no number and no verb of saying."""
    return doc.kinds[i] & (WORD | NOT_OPEN) == WORD


def past_adverbs(doc: AnnotatedDocument, i: int, last: int) -> int:
    """The first token of ``tokens[i:last]`` that is no adverb; ``last`` if there is none."""
    return next((k for k in range(i, last) if not doc.kinds[k] & ADVERB), last)


def is_infinitive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an infinitive begins at token ``i``: *to go*, *not to go*; not *to the town*, *to nine men*."""
    to = i + (doc.norms[i] == "not")
    if not doc.kinds[to] & TO or doc.kinds[to + 1] & OPENS_OBJECT:
        return False
    return not is_counted(doc, to + 1)


def looks_finite(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` can be the verb of a clause: an auxiliary, a verb of saying, or a word in *-ed*."""
    return doc.kinds[i] & LOOKS_FINITE != 0


def is_past(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word has the form of a past tense: *left*, *walked*."""
    return doc.kinds[i] & PAST != 0


def has_verb(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` hold a subject pronoun or what looks like a finite verb."""
    return first_verb(doc, first, last) < last


def first_verb(doc: AnnotatedDocument, first: int, last: int) -> int:
    """The first subject pronoun of ``tokens[first:last]``, or what looks like a finite verb; or ``last``."""
    kinds = doc.kinds
    if first < last and kinds[first] & (SUBJ | REPORTING | AUX):
        return first
    return next((i for i in range(first + 1, last) if kinds[i] & (SUBJ | LOOKS_FINITE)), last)


def verb_group(doc: AnnotatedDocument, verb: int, floor: int) -> int:
    """Where the verb group that ends with token ``verb`` begins: its auxiliaries and adverbs."""
    first = verb
    while first > floor and _is_in_verb_group(doc, first - 1, floor):
        first -= 1
    return first


def _is_in_verb_group(doc: AnnotatedDocument, i: int, floor: int) -> bool:
    """Whether a word before a verb is its auxiliary or, but for the first at ``floor``, its adverb."""
    if is_aux(doc, i):
        return True
    if i == floor:
        return False
    return is_hearsay(doc, i) or (is_adverb(doc, i) and doc.norms[i] != "so")


def is_hearsay(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is the participle of *(is) said to have*, before what somebody did."""
    return (
        doc.norms[i] in words("hearsay_participles")
        and doc.norms[i + 1 : i + 3] == ("to", "have")
        and is_aux(doc, i - 1)
    )


def only_function_words(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` are commas, dashes, adverbs and conjunctions alone."""
    light = COMMA | LONG_DASH | ADVERB | CONJ
    return all(doc.kinds[index] & light or doc.norms[index] == "-" for index in range(first, last))


def starts_quoted_range(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an outermost quoted range begins at token ``i``."""
    return doc.kinds[i] & OPENS_QUOTED != 0


def sentence_end(doc: AnnotatedDocument, i: int) -> int:
    """The token after the last of the sentence that token ``i`` stands in, at most REACH tokens on."""
    return min(doc.sentences[doc.sentence_of[i]].last, i + WINDOW_RULE_TOKENS)


def sentence_start(doc: AnnotatedDocument, i: int) -> int:
    """The first token of the sentence that token ``i`` stands in, at most REACH tokens back."""
    return max(doc.sentences[doc.sentence_of[i]].first, i - WINDOW_RULE_TOKENS)


def begins_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause begins at token ``i``: with a sentence, or behind a mark or *and*."""
    return doc.norms[i - 1] in _BEFORE_SUBJECT or i == sentence_start(doc, i)


def is_behind_relative(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` follows *who* or *which*: of a subject, it says something of a noun before it."""
    return doc.norms[i - 1] in _RELATIVES_WITHOUT_NOUN


def short_of_comma(doc: AnnotatedDocument, end: int) -> int:
    """The end of words, or the comma that they end with."""
    return end - (doc.norms[end - 1] == ",")


def first_persons(doc: AnnotatedDocument) -> list[str]:
    """The folded words of the article that are pronouns of the first person, also with an auxiliary."""
    first = _first_person()
    return [norm for norm in doc.places if norm in first or ("'" in norm and norm.partition("'")[0] in first)]


@cache
def _first_person() -> frozenset[str]:
    return frozenset(word for word, pronoun in pronouns().items() if pronoun.person == "1")


def speaks_of_itself(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a pronoun of the first person stands among ``tokens[first:last]``, outside marks."""
    return any(_person_of(doc, i) == "1" and not doc.kinds[i] & QUOTED for i in range(first, last))


def talks_to_somebody(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` ask something, or have a pronoun of the first or second person."""
    return any(doc.norms[i] == "?" or _person_of(doc, i) in ("1", "2") for i in range(first, last))


def _person_of(doc: AnnotatedDocument, i: int) -> str:
    """The person of a pronoun, alone or with its auxiliary (*we've*); not of *US* and *I* in a number."""
    text, norm = doc.tokens[i].text, doc.norms[i].partition("'")[0]
    if len(text) > 1 and text.isupper():
        return ""
    known = pronouns().get(norm)
    return known.person if known is not None and norm != "mine" else ""  # the mine

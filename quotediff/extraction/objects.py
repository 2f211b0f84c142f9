"""Whether the noun phrase after a verb of saying is a statement, by what the verb takes.

*Denied the charge*, *called for calm* and *urged caution* give what somebody said; *admitted 40 guests*,
*claimed three lives* and *stated her case* do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quotediff.extraction.animacy import is_agent
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    Range,
    is_adverb,
    is_infinitive,
    is_name,
    is_number,
    is_word,
)
from quotediff.extraction.names import name_words
from quotediff.extraction.token_kinds import ING
from quotediff.lang.cues import CONJ, DET, OBJ, POSS, PREP, SUB, TIME, number_words, reporting_nouns
from quotediff.lang.lexicon import words
from quotediff.lang.nouns import pronouns, role_noun

_MIN_NAMING_CONFIDENCE = (
    0.5  # confidence from which somebody calls a thing something though it cannot be told by its words
)
_POSSESSIVE_MARKS = frozenset({"'s", "'"})
_DESCRIBES = frozenset({"who", "whose", "as"})  # recalled a man who sang, the boy as shy
_SELF_ENDINGS = ("self", "selves")


def _accepts_any(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whatever follows is said."""
    del doc, content, confidence
    return True


def _accepts_utterance(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    del confidence
    return _is_utterance(doc, content)


def _accepts_claim(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether what is rejected is a claim, no request: *the claim that*; not *a request for bail*."""
    return _accepts_utterance(doc, content, confidence) and words("requests").isdisjoint(
        doc.norms[content[0] : content[1]]
    )


def _accepts_news(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether something is told that was not known: *a loss*; not *her position*, *himself*, *two guests*."""
    return _accepts_thing(doc, content, confidence) and not _is_topic(doc, content)


def _accepts_ground(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether something is given as a reason: *poor sales*, *data showing that C*; not *the same index*."""
    del confidence
    last = _noun_phrase(doc, content)[-1]
    noun = role_noun(doc.norms[last])
    named = noun is not None and noun.kind == "document"
    return not named or (last + 1 < content[1] and is_word(doc, last + 1))


def _accepts_right(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is claimed by saying so: *responsibility*; not *a goal*, *three lives*."""
    del confidence
    return any(doc.norms[i] in words("claimed_in_words") for i in _noun_phrase(doc, content))


def _accepts_threat(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is told what is threatened: *a strike*, *him with arrest*; not *the coast*."""
    del confidence
    threatened = any(doc.norms[i] in words("threatened_in_words") for i in range(*content))
    return threatened or (_is_somebody(doc, content) and "with" in doc.norms[content[0] : content[1]])


def _accepts_thanks(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is told for what somebody is thanked: *her for the cake*; not *her*, *him with a hug*."""
    del confidence
    return "for" in doc.norms[content[0] : content[1]]


def _accepts_memory(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether something past is told: *the flood of 1953*; not *300 patients*, *a striker to the squad*."""
    del confidence
    counted = is_number(doc, content[0]) or doc.norms[content[0]] in number_words()
    end = _noun_phrase(doc, content)[-1]
    somebody = _is_somebody(doc, content) or is_agent(doc.norms[end])
    return not (counted or (somebody and doc.norms[end + 1] not in _DESCRIBES))


def _accepts_shown(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is a fact that is pointed to: *a weak spring*; not *the gallery*, *the spot*, *her*."""
    del confidence
    own = any(doc.norms[i] in words("pointed_at") for i in _noun_phrase(doc, content))
    return not (own or _is_somebody(doc, content))


def _accepts_thing(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is a thing, and nobody: *admitted guilt*; not *admitted 40 guests*, *denied him bail*."""
    del confidence
    return not (_is_somebody(doc, content) or _is_granted(doc, content))


def _accepts_bid(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether somebody is to do something, or it is a thing: *parents to wait*, *caution*; not *her on*."""
    del confidence
    return any(is_infinitive(doc, i) for i in range(*content)) or not _is_somebody(doc, content)


def _is_somebody(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is a person or people: *him*, *herself*, *the crowd*, *two guests*, *Poe*."""
    phrase = _noun_phrase(doc, content)
    if not phrase:
        return False
    while len(phrase) > 1 and (is_adverb(doc, phrase[-1]) or doc.kinds[phrase[-1]] & TIME):
        phrase = phrase[:-1]  # denied Ortega twice
    head = phrase[-1]
    if all(is_name(doc, i) for i in phrase):
        return doc.norms[head] not in name_words().places
    pronoun = pronouns().get(doc.norms[head])
    if pronoun is not None:
        return pronoun.gender in ("m", "f") or doc.norms[head].endswith(_SELF_ENDINGS)
    noun = role_noun(doc.norms[head])
    return noun is not None and noun.kind in ("person", "group")


def is_people(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is for those who may be told something: a name, *her*, *the court*."""
    phrase = list(_noun_phrase(doc, content))
    if not phrase:
        return False  # told about 40 percent
    head = phrase[-1]
    noun = role_noun(doc.norms[head])
    if noun is not None:
        return noun.kind != "document"
    return is_name(doc, head) or doc.norms[head] in pronouns()


def _is_granted(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a thing is given or kept back rather than spoken of: *bail*, *entry*, *the request*."""
    return any(doc.norms[i] in words("granted") for i in _noun_phrase(doc, content))


def _noun_phrase(doc: AnnotatedDocument, content: Range) -> range:
    """The tokens of a noun phrase before the first preposition or mark in it."""
    first, last = content
    ends = (
        index
        for index in range(first + 1, last)
        if doc.kinds[index] & (PREP | SUB)
        or not (is_word(doc, index) or doc.norms[index] in _POSSESSIVE_MARKS)
    )
    return range(first, next(ends, last))


def _accepts_predicate(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is called something: *the plan a trick*, *it late*, *him as weak*; not *the guests*."""
    first, last = content
    if doc.kinds[first] & ING:
        return False  # considered closing the market
    if _accepts_judged(doc, content, confidence):
        return True
    named = all(is_name(doc, i) or not is_word(doc, i) for i in range(first, last))
    if named or doc.norms[first] in ("a", "an") or last - first <= 1 + bool(doc.kinds[first] & DET):
        return False
    if doc.kinds[first] & OBJ and not doc.kinds[first] & POSS:
        if all(is_name(doc, i) or not is_word(doc, i) for i in range(first + 1, last)):
            return False  # called him Bosun
        return not doc.kinds[first + 1] & (PREP | TIME | CONJ)
    articles = (i for i in range(first + 1, last) if doc.kinds[i] & DET)
    second = any(not doc.kinds[i - 1] & (PREP | CONJ | DET) and is_word(doc, i - 1) for i in articles)
    return second or confidence >= _MIN_NAMING_CONFIDENCE


def _accepts_judged(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is taken as something: *him as a fool*."""
    del confidence
    return any(doc.norms[i] == "as" for i in range(content[0] + 1, content[1]))


def _is_utterance(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is for something said: *the claim that*, *any suggestion of*; *it*."""
    first, last = content
    for index in range(first, last):
        norm = doc.norms[index]
        if norm in reporting_nouns() or norm in words("utterances") or norm in words("utterance_nouns"):
            return True
        if index > first and doc.kinds[index] & (PREP | SUB):
            return False
    return False


def _is_topic(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase names what the talk was of, not what was said of it: *his position on it*."""
    owned = doc.kinds[content[0]] & POSS
    for index in range(*content):
        if doc.kinds[index] & (PREP | SUB):
            return False
        if doc.norms[index] in words("topics"):
            return not is_infinitive(doc, index + 1)  # its intention to merge
        if owned and doc.norms[index] in words("attained"):
            return True  # confirmed their place, announced her arrival
    return False


Test = Callable[[AnnotatedDocument, Range, float], bool]

_TESTS: tuple[Test, ...] = (
    _accepts_any,
    _accepts_utterance,
    _accepts_claim,
    _accepts_right,
    _accepts_thing,
    _accepts_bid,
    _accepts_news,
    _accepts_ground,
    _accepts_threat,
    _accepts_thanks,
    _accepts_memory,
    _accepts_shown,
    _accepts_predicate,
    _accepts_judged,
)

OBJECTS: Mapping[str, Test] = {test.__name__.removeprefix("_accepts_"): test for test in _TESTS}
"""When a noun phrase is a statement after a verb, by what ``complements.txt`` says that the verb takes."""

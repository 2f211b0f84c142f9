"""Whether the noun phrase after a verb of saying is a statement, by what the verb takes.

*Denied the charge*, *called for calm* and *urged caution* give what somebody said; *admitted 40 guests*,
*claimed three lives* and *stated her case* do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from quotediff.extraction.animacy import is_agent
from quotediff.extraction.clauses import puts_amount
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    INDEFINITE_ARTICLES,
    POSSESSIVE_MARKS,
    Range,
    is_counted,
    is_infinitive,
    is_name,
    is_word,
)
from quotediff.extraction.names import name_words
from quotediff.extraction.token_kinds import ADVERB, ING, NAME, WORD
from quotediff.lang.cues import CONJ, DET, OBJ, POSS, PREP, SUB, TIME, reporting_nouns
from quotediff.lang.lexicon import words
from quotediff.lang.nouns import noun_kind, pronouns, singular

_MIN_NAMING_CONFIDENCE = (
    0.5  # confidence from which somebody calls a thing something though it cannot be told by its words
)
_DESCRIBES = frozenset({"who", "whose", "as"})  # recalled a man who sang, the boy as shy
_GROUNDS = frozenset({"for", "over", "as"})  # for what somebody is attacked in words
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
    if noun_kind(doc.norms[last]) != "document":
        return True
    return last + 1 < content[1] and is_word(doc, last + 1)


def _accepts_right(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is claimed by saying so: *responsibility*; not *a goal*, *three lives*."""
    del confidence
    return any(doc.norms[i] in words("claimed_in_words") for i in _noun_phrase(doc, content))


def _accepts_threat(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is told what is threatened: *a strike*, *him with arrest*; not *the coast*."""
    del confidence
    said = doc.norms[content[0] : content[1]]
    if not words("threatened_in_words").isdisjoint(said):
        return True
    return "with" in said and _is_somebody(doc, content)


def _accepts_thanks(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is told for what somebody is thanked: *her for the cake*; not *her*, *him with a hug*."""
    del confidence
    return "for" in doc.norms[content[0] : content[1]]


def _accepts_memory(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether something past is told: *the flood of 1953*; not *300 patients*, *a striker to the squad*."""
    del confidence
    if is_counted(doc, content[0]):
        return False
    return not _may_be_somebody(doc, content) or doc.norms[_noun_phrase(doc, content).stop] in _DESCRIBES


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
    """Whether somebody is to do something, or it is a thing: *parents to wait*, *caution*; not *her on*.

    Nor *a few questions*: these are a topic.
    """
    del confidence
    if any(is_infinitive(doc, i) for i in range(*content)):
        return True
    return not (_may_be_somebody(doc, content) or _is_topic(doc, content))


def _accepts_attack(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is attacked in words: *the plan*, *Poe*, *the mayor for his silence*; not *two guards*."""
    del confidence
    phrase = _noun_phrase(doc, content)
    head = next((i for i in reversed(phrase) if not doc.kinds[i] & (ADVERB | TIME)), phrase[0])
    if is_name(doc, head):
        return True
    if not _may_be_somebody(doc, content):
        return True
    return not _GROUNDS.isdisjoint(doc.norms[content[0] : content[1]])


def _may_be_somebody(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is for people, or by the end of its noun may be: *three growers*."""
    return any(is_agent(doc.norms[i]) for i in _noun_phrase(doc, content)[-1:]) or _is_somebody(doc, content)


def _is_somebody(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is a person or people: *him*, *herself*, *the crowd*, *two guests*, *Poe*."""
    phrase = _noun_phrase(doc, content)
    if not phrase:
        return False
    named = next((i for i in phrase if not doc.kinds[i] & (NAME | OBJ)), phrase.stop)
    if named > phrase.start and doc.kinds[named] & DET:
        phrase = range(phrase.start, named)  # denied Poe [a chance]
    while len(phrase) > 1 and doc.kinds[phrase[-1]] & (ADVERB | TIME):
        phrase = phrase[:-1]  # denied Ortega twice
    norm = doc.norms[phrase[-1]]
    if all(is_name(doc, i) for i in phrase):
        return norm not in name_words().places
    pronoun = pronouns().get(norm)
    if pronoun is not None:
        return pronoun.gender in ("m", "f") or pronoun.person in ("1", "2") or norm.endswith(_SELF_ENDINGS)
    return noun_kind(singular(norm)) in ("person", "group")


def is_people(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is for those who may be told something: a name, *her*, *the court*."""
    phrase = _noun_phrase(doc, content)
    if not phrase:
        return False  # told about 40 percent
    head = phrase[-1]
    kind = noun_kind(doc.norms[head])
    if kind:
        return kind != "document"
    return is_name(doc, head) or doc.norms[head] in pronouns()


def _is_granted(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a thing is given or kept back rather than spoken of: *bail*, *entry*, *the request*."""
    return any(doc.norms[i] in words("granted") for i in _noun_phrase(doc, content))


def _noun_phrase(doc: AnnotatedDocument, content: Range) -> range:
    """The tokens of a noun phrase before the first preposition, mark or participle with an object in it."""
    first, last = content
    ends = (index for index in range(first + 1, last) if _ends_noun_phrase(doc, index))
    return range(first, next(ends, last))


def _ends_noun_phrase(doc: AnnotatedDocument, i: int) -> bool:
    if doc.norms[i] in POSSESSIVE_MARKS:
        return False
    if doc.kinds[i] & ING and doc.kinds[i + 1] & (DET | POSS):
        return True  # officers guarding the gate
    return doc.kinds[i] & (WORD | PREP | SUB) != WORD


def _accepts_predicate(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is called something: *the plan a trick*, *it late*, *him as weak*; not *the guests*."""
    first, last = content
    kind = doc.kinds[first]
    if kind & ING:
        return False  # considered closing the market
    if _accepts_judged(doc, content, confidence):
        return True
    if doc.norms[first] in INDEFINITE_ARTICLES or last - first <= 1 + bool(kind & DET):
        return False
    object_alone = kind & (OBJ | POSS) == OBJ  # called him Bosun
    if not any(_is_lower_word(doc, i) for i in range(first + (object_alone or bool(kind & DET)), last)):
        return False  # called the Night Watch
    if object_alone:
        return not doc.kinds[first + 1] & (PREP | TIME | CONJ)
    if any(_begins_second_phrase(doc, i) for i in range(first + 1, last)):
        return True
    if kind & POSS and noun_kind(doc.norms[_noun_phrase(doc, content)[-1]]) == "person":
        return False  # called his lawyer
    return confidence >= _MIN_NAMING_CONFIDENCE


def _is_lower_word(doc: AnnotatedDocument, i: int) -> bool:
    return doc.kinds[i] & (WORD | NAME) == WORD


def _begins_second_phrase(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an article stands right behind a word of another noun phrase: *the plan* [*a*] *trick*."""
    return doc.kinds[i] & DET != 0 and doc.kinds[i - 1] & (WORD | PREP | CONJ | DET) == WORD


def _accepts_judged(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether a thing is taken as something: *him as a fool*."""
    del confidence
    return any(doc.norms[i] == "as" for i in range(content[0] + 1, content[1]))


def _accepts_amount(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is told how much a thing is: *the crowd at 40,000*; not *the fire out*."""
    del confidence
    return puts_amount(doc, content[0] - 1)


def _accepts_sent(doc: AnnotatedDocument, content: Range, confidence: float) -> bool:
    """Whether it is no picture: *her thanks to the club*; not *a photo of it*."""
    del confidence
    return not any(singular(doc.norms[i]) in words("pictures") for i in _noun_phrase(doc, content))


def _is_utterance(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase is for something said: *the claim that*, *any suggestion of*; *it*."""
    first, last = content
    ends = next((i for i in range(first + 1, last) if doc.kinds[i] & (PREP | SUB)), last - 1)
    return any(doc.norms[i] in _utterances() for i in range(first, ends + 1))


@cache
def _utterances() -> frozenset[str]:
    return reporting_nouns() | words("utterances") | words("utterance_nouns")


def _is_topic(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a noun phrase names what the talk was of, not what was said of it: *his position on it*.

    Or what somebody of the source's has reached: *confirmed their place*, *announced her arrival*.
    """
    first, last = content
    ends = next((i for i in range(first, last) if doc.kinds[i] & (PREP | SUB)), last)
    own = words("attained") if doc.kinds[first] & POSS else frozenset()
    for index in range(first, ends):
        if doc.norms[index] in words("topics"):
            return not is_infinitive(doc, index + 1)  # its intention to merge
        if doc.norms[index] in own:
            return True
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
    _accepts_amount,
    _accepts_sent,
    _accepts_attack,
)

OBJECTS: Mapping[str, Test] = {test.__name__.removeprefix("_accepts_"): test for test in _TESTS}
"""When a noun phrase is a statement after a verb, by what ``complements.txt`` says that the verb takes."""

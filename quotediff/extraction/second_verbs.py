"""What a speaker did next, as conventions about where contents end: *vowed to fight* [*and left the room*].

Each says where the last content of a statement ends; ``extents`` heeds them in its order.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotediff.extraction.animacy import can_speak, head_of
from quotediff.extraction.complements import (
    Clause,
    agrees,
    clause,
    points_at_noun,
    reporting_verb_of,
    takes_noun_phrase,
    takes_object,
)
from quotediff.extraction.cues import FORMS_OF_BE
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    COORDINATING,
    Range,
    begins_phrase,
    is_aux,
    is_infinitive,
    is_name,
    is_open,
    is_past,
    past_adverbs,
    short_of_comma,
)
from quotediff.extraction.names import name_words
from quotediff.extraction.objects import is_people
from quotediff.extraction.statements import Statement
from quotediff.extraction.token_kinds import (
    COMMA,
    FINITE_AUX,
    ING,
    LOOKS_FINITE,
    NAME,
    NUMBER,
    OPENS_CLAUSE,
    OPENS_NOUN_PHRASE,
    OPENS_OBJECT,
    PAST,
    PLAIN_COMMA,
    QUOTED,
    TO,
    WORD,
)
from quotediff.lang.cues import AUX, DET, OBJ, POSS, PREP, REPORTING, SUB, SUBJ, TIME
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import is_plural, noun_kind, noun_of, pronouns

_AFTER_OWN_VERB = frozenset({"for", "of", "against"})
_CIRCUMSTANCE_OPENERS = word_list("circumstances")
_OPENS_WHOLE = word_list("whole_openers")
_SINGULAR_VERBS = word_list("singular_verbs")
_PLAIN_MODALS = word_list("plain_modals")
_PARTING_OPENERS = frozenset({"before", "while"})
_NO_ACTORS = word_list("no_actors")
_PARTING_ACTS = word_list("parting_acts")
_AUTHORITIES = word_list("authorities")
_CLOSURES = word_list("closures")
_HIS_OR_HER = frozenset({"his", "her"})
_ROOMS = word_list("rooms")
_NO_SAYING = frozenset({"", "weak", "evidence"})  # frames of verbs that things have too
_ENDS_VERB = frozenset({"that", ".", ","})
_MAY_BE_SOMEBODY = NAME | SUBJ | OBJ
_BEGINS_THING = DET | POSS | OBJ | NUMBER
_BEGINS_OBJECT = _BEGINS_THING | TO | OPENS_CLAUSE


def without_second_verb(doc: AnnotatedDocument, statement: Statement) -> int:
    """A noun phrase without what its subject did next: *rejected the appeal* [*and upheld the fine*]."""
    first, last = statement.last_content
    inner = range(first + 1, last)
    circumstance = next((i for i in inner if doc.norms[i] in _CIRCUMSTANCE_OPENERS), last)
    begins = _begins_second_verb
    if takes_object(reporting_verb_of(doc, statement.cue)):
        begins = _begins_predicate
    joints = _joints(doc, first, min(circumstance + 1, last))
    return _phrase_end(doc, first, next((i for i in joints if begins(doc, i + 1)), last), last)


def _begins_predicate(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a second verb begins behind a noun phrase and *and*: *upheld the fine*, *were ignored*."""
    return doc.kinds[i] & FINITE_AUX != 0 or _begins_second_verb(doc, i)


def _joints(doc: AnnotatedDocument, first: int, last: int) -> Iterator[int]:
    """Where *and* or *but* stands between words, outside marks."""
    inner = range(first + 1, last - 1)
    return (i for i in inner if doc.norms[i] in COORDINATING and not doc.kinds[i] & QUOTED)


def _phrase_end(doc: AnnotatedDocument, first: int, end: int, last: int) -> int:
    """Where a noun phrase ends before *and* at ``end`` or the comma there; ``last`` if a clause does."""
    if end == last:
        return last
    if clause(doc, (first, end)) is not Clause.NO:
        return last
    return short_of_comma(doc, end)


def opens_inner(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a clause may begin within words: a verb behind it may be that clause's second."""
    return any(_opens_clause(doc, i) for i in range(first, last))


def _opens_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause may begin at token ``i``: *that*, *he*; not *since May*, *from that draw*."""
    if doc.kinds[i] & SUBJ:
        return True
    return doc.kinds[i] & (SUB | PREP) == SUB and not points_at_noun(doc, i)


def without_next_act(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement of what will be without what the speaker did: *she would wait* [*and sat down*]."""
    first, last = statement.last_content
    modal = next((i for i in range(first, last) if doc.norms[i] in _PLAIN_MODALS), last)
    end = next((i for i in range(modal + 2, last - 1) if _begins_act(doc, i)), last)
    if end == last:
        return last
    if any(doc.kinds[i] & SUB for i in range(first + 1, modal)):
        return last
    if opens_inner(doc, modal, end):
        return last
    if doc.kinds[end] & COMMA:
        return end
    if is_aux(doc, past_adverbs(doc, modal + 1, end)):
        return last  # it would be [sold and towed]
    return end


def without_own_verb(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement about a thing without what only its speaker does: *said the brakes failed* [*and left*].

    That is to say, order or promise something, to walk or sit down: *ruled the patent was void* [*and ordered
    a trial*], *say the ship holds fuel* [*, and promise to pump it out*].
    """
    first, last = statement.last_content
    begins = first + (doc.norms[first] in _OPENS_WHOLE)
    verb = next((i for i in range(begins + 1, last) if _is_predicate(doc, i)), last)
    joint = next((i for i in _joints(doc, verb, last) if _is_own_verb(doc, statement.cue, i + 1)), last)
    if joint == last:
        return last
    if clause(doc, (begins, joint)) is Clause.NO:
        return last
    end = short_of_comma(doc, joint)
    if _disagrees(doc, verb, joint + 1):
        return end
    if opens_inner(doc, verb, end):
        return last
    if _may_act(doc, (begins, verb), joint + 1):
        return last  # it may be the subject's
    return end


def without_closure(doc: AnnotatedDocument, statement: Statement) -> int:
    """What police said without what they shut off: *said the driver had drunk* [*, and closed the road*]."""
    first, last = statement.last_content
    if not _is_authority(doc, statement.source):
        return last
    joints = (i for i in _joints(doc, first, last) if doc.kinds[i - 1] & COMMA)
    end = next((i - 1 for i in joints if _shuts_off(doc, i + 1)), last)
    if clause(doc, (first, end)) is not Clause.YES:
        return last
    return end


def _is_authority(doc: AnnotatedDocument, source: Range) -> bool:
    return any(doc.norms[i] in _AUTHORITIES for i in range(*source))


def _shuts_off(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a street or the like is shut off at token ``i``: *closed the road*, *cordoned off a square*."""
    if doc.norms[i] not in _CLOSURES:
        return False
    return doc.kinds[i + 1] & (DET | PREP) != 0


def without_own_participle(doc: AnnotatedDocument, statement: Statement) -> int:
    """What is said of a thing without what its speaker does: *said margins held* [*, raising his target*]."""
    first, last = statement.last_content
    commas = (i for i in range(first + 1, last - 2) if doc.kinds[i] & PLAIN_COMMA)
    end = next((i for i in commas if _acts_on_own(doc, i + 1)), last)
    if any(_may_own(doc, i) for i in range(first, end)):
        return last
    return end


def _acts_on_own(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a participle stands at token ``i`` before what is his or hers: *raising his target*."""
    if doc.kinds[i] & (ING | REPORTING) != ING:
        return False
    return doc.norms[i + 1] in _HIS_OR_HER


def _may_own(doc: AnnotatedDocument, i: int) -> bool:
    """Whether *his* may mean the person of token ``i``: a name, a pronoun, a noun for somebody."""
    if doc.kinds[i] & _MAY_BE_SOMEBODY:
        return True
    return noun_kind(doc.norms[i]) == "person"


def _is_predicate(doc: AnnotatedDocument, i: int) -> bool:
    """Whether the verb of a clause may stand at token ``i``, behind its subject."""
    if doc.kinds[i - 1] & (DET | POSS):
        return False
    return doc.kinds[i] & LOOKS_FINITE != 0 or agrees(doc, i)


def _disagrees(doc: AnnotatedDocument, verb: int, other: int) -> bool:
    """Whether two verbs cannot have one subject: *the dam is safe and* [*point*] *to cracks*."""
    return (_number(doc, verb), _number(doc, other)) == ("s", "plain")


def _number(doc: AnnotatedDocument, verb: int) -> str:
    """The form of a verb where it shows how many its subject is: of one in *-s*, as *is*; else none."""
    if doc.norms[verb] in _SINGULAR_VERBS:
        return "s"
    return "" if is_aux(doc, verb) else _tense(doc, verb)


def without_parting_act(doc: AnnotatedDocument, statement: Statement) -> int:
    """What a speaker, likely meant by the pronoun, is without an act: *said he was tired* [*and left*].

    Not *he had fallen and walked home*, nor *she was tired and hoped for rain*, nor *it was late and left*.
    """
    first, last = statement.last_content
    subject = first + (doc.norms[first] in _OPENS_WHOLE)
    if not _may_mean(doc, subject, statement.source) or doc.norms[subject + 1] not in FORMS_OF_BE:
        return last
    joint = next(_joints(doc, first, last), last - 1)
    return short_of_comma(doc, joint) if _is_parting_act(doc, joint + 1) else last


def _is_parting_act(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a speaker goes or moves at token ``i``: *left the room*; not *left the firm a debt*.

    Or thanks somebody.
    """
    if doc.norms[i] == "thanked":
        return True
    if doc.norms[i] not in _PARTING_ACTS or doc.kinds[i] & QUOTED:
        return False
    kind = doc.kinds[i + 1]
    if not kind & _BEGINS_THING and kind & (NAME | TIME) != NAME:
        return True
    return doc.norms[i + 2] in _ROOMS and not doc.kinds[i + 3] & WORD


def _may_mean(doc: AnnotatedDocument, i: int, source: Range) -> bool:
    """Whether a pronoun may mean the source: *he* for *Ed Poe*; not *it*, *you*, *she*, *they*."""
    pronoun = pronouns().get(doc.norms[i])
    if pronoun is None or not doc.kinds[i] & SUBJ or pronoun.gender == "n" or source[0] == source[1]:
        return False
    own = pronouns().get(doc.norms[source[1] - 1])
    if own is not None:
        return (own.person, own.number, own.gender) == (pronoun.person, pronoun.number, pronoun.gender)
    if pronoun.person != "3" or (pronoun.number == "p") != _is_several(doc, source):
        return False
    return pronoun.gender in ("", _sex(doc, source) or pronoun.gender)


def _is_several(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is several, by its noun or by *and*: *the miners*, *Poe and Lund*."""
    noun = head_of(doc, source)
    if "and" in doc.norms[slice(*source)]:
        return True
    return not is_name(doc, noun) and is_plural(doc.norms[noun])


def _sex(doc: AnnotatedDocument, source: Range) -> str:
    """The sex, m or f, that a noun or a given name of a source tells first; empty where none does."""
    norms = [doc.norms[i] for i in range(*source)]
    given = name_words().given
    sexes = (noun_of(norm).gender or given.get(norm, "").replace("u", "") for norm in norms)
    return next((sex for sex in sexes if sex in ("m", "f")), "")


def without_act(doc: AnnotatedDocument, statement: Statement) -> int:
    """An infinitive or a noun phrase without a second verb of its speaker: *vowed to fight* [*and left*]."""
    first, last = statement.last_content
    joints = _joints(doc, first, last)
    if not is_infinitive(doc, first):
        end = next((i for i in joints if _is_own_verb(doc, statement.cue, i + 1)), last)
        return last if opens_inner(doc, first + 1, end) else _phrase_end(doc, first, end, last)
    end = next((i for i in joints if _is_no_infinitive(doc, i + 1)), last)
    if end == last:
        return last
    return last if opens_inner(doc, first + 1, end) else short_of_comma(doc, end)


def _is_no_infinitive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a verb cannot go on with an infinitive: *and left*, *and was gone*; not *and would go*."""
    if doc.norms[i] in _PLAIN_MODALS:
        return False
    return doc.kinds[i] & (PAST | FINITE_AUX) != 0


def without_series(doc: AnnotatedDocument, statement: Statement) -> int:
    """A noun phrase without further verbs of its speaker: *accused him of "lies"* [*, promised help*]."""
    first, last = statement.last_content
    commas = (i for i in range(first + 1, last - 1) if doc.kinds[i] & PLAIN_COMMA)
    end = next((i for i in commas if _goes_on_in_series(doc, statement.cue, i + 1)), last)
    if end == last:
        return last
    if opens_inner(doc, first, end):
        return last
    return end if clause(doc, (first, end)) is Clause.NO else last


def _goes_on_in_series(doc: AnnotatedDocument, cue: Range, i: int) -> bool:
    """Whether a further verb in the tense of the cue stands at token ``i``, with an object."""
    verb = past_adverbs(doc, i, i + 2)
    kind = doc.kinds[verb]
    if kind & (AUX | NAME):
        return False
    if not kind & (PAST | REPORTING):
        return False
    if _tense(doc, verb) != _tense(doc, cue[1] - 1):
        return False
    if doc.kinds[verb + 1] & _BEGINS_OBJECT:
        return True
    return kind & REPORTING != 0 and is_open(doc, verb + 1)  # promised hot food


def without_parting(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without what the speaker did next: *promised changes* [*before walking to the bus*]."""
    first, last = statement.last_content
    partings = (i for i in range(first + 1, last - 1) if _begins_parting(doc, i))
    return next((short_of_comma(doc, i) for i in partings), last)


def _begins_parting(doc: AnnotatedDocument, i: int) -> bool:
    return doc.norms[i] in _PARTING_OPENERS and doc.norms[i + 1] in words("partings")


def _may_act(doc: AnnotatedDocument, subject: Range, act: int) -> bool:
    """Whether the subject of a clause may do what is told at token ``act``: *the driver*, *they*.

    Not *the brakes*, *it*, *there*; nor does a document what only people do, *the data* [*promised a fix*].
    """
    first, last = subject
    if first == last:
        return doc.norms[first] not in _NO_ACTORS
    if noun_kind(doc.norms[head_of(doc, subject)]) == "document":
        return not _is_of_people(doc, act)
    if any(is_name(doc, i) for i in range(first, last)):
        return True
    return is_people(doc, subject) or can_speak(doc, subject)


def _is_of_people(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what only people do begins at token ``i``: *sat down*, *promised help*, *would not say*."""
    if begins_phrase(doc, i, "responses"):
        return True
    return doc.norms[past_adverbs(doc, i, i + 2)] in words("acts_of_people")


def _is_own_verb(doc: AnnotatedDocument, cue: Range, i: int) -> bool:
    """Whether a verb that only somebody has stands at token ``i``, in the tense of the cue, or a refusal."""
    verb = past_adverbs(doc, i, i + 2)
    if doc.kinds[verb] & QUOTED:
        return False
    if begins_phrase(doc, i, "responses"):
        return True  # but would not discuss it
    if _tense(doc, verb) != _tense(doc, cue[1] - 1):
        return False
    if _is_of_people(doc, i):
        return True
    reporting = reporting_verb_of(doc, (verb, verb + 1))
    if reporting.frame in _NO_SAYING:
        return False
    if " " in reporting.lemma:
        return True
    if doc.kinds[verb + 1] & (OPENS_OBJECT | TO | OPENS_CLAUSE):
        return True
    return doc.norms[verb + 1] in _AFTER_OWN_VERB


def _tense(doc: AnnotatedDocument, verb: int) -> str:
    """The form of a finite verb as far as it shows: *said* and *fell*, *says*, *say*."""
    if is_past(doc, verb):
        return "past"
    return "s" if doc.norms[verb].endswith("s") else "plain"


def _begins_act(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a second verb in the past tense stands behind *and* at ``i``, or behind *, then* there."""
    if doc.kinds[i] & QUOTED:
        return False
    if doc.norms[i : i + 2] == (",", "then"):
        return _begins_second_verb(doc, i + 2)
    if doc.norms[i] not in COORDINATING:
        return False
    return not doc.kinds[i + 1] & REPORTING and _begins_second_verb(doc, i + 1)


def without_next_clause(doc: AnnotatedDocument, statement: Statement) -> int:
    """A noun phrase without what others did: *claimed the points* [*and Athletic answered with a goal*]."""
    first, last = statement.last_content
    if not takes_noun_phrase(reporting_verb_of(doc, statement.cue)):
        return last
    joints = (i for i in _joints(doc, first, last) if _begins_other_clause(doc, (first, i), last))
    ends = (_phrase_end(doc, first, i, last) for i in joints)
    return next((end for end in ends if end < last), last)


def _begins_other_clause(doc: AnnotatedDocument, before: Range, last: int) -> bool:
    """Whether behind *and* a subject of its own begins, with a verb that is no auxiliary.

    Not if a noun for people stands before it: *claimed the mayor* [*and the clerk left early*].
    """
    i = before[1] + 1
    if doc.kinds[i] & SUBJ and i + 1 < last:
        return True
    if not doc.kinds[i] & OPENS_NOUN_PHRASE:
        return False
    if _ends_with_people(doc, before):
        return False
    verb = next((j for j in range(i + 1, last) if doc.kinds[j] & (AUX | PAST) or agrees(doc, j)), -1)
    if verb < 0:
        return False
    if is_aux(doc, verb):
        return False
    if verb == i + 1 and is_name(doc, i):
        return True  # and Athletic answered in stoppage time
    return clause(doc, (i, last)) is Clause.YES


def _ends_with_people(doc: AnnotatedDocument, phrase: Range) -> bool:
    return is_people(doc, phrase) and doc.norms[phrase[1] - 1] != ","


def _begins_second_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a verb in the past tense stands at token ``i``, with its object or alone: *upheld the fine*."""
    i = past_adverbs(doc, i, len(doc.tokens))
    if is_aux(doc, i):
        return False
    if not is_past(doc, i):
        return False
    return doc.kinds[i + 1] & (OPENS_OBJECT | PREP) != 0 or doc.norms[i + 1] in _ENDS_VERB

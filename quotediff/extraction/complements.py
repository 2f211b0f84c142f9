"""Whether the words after a verb can be what somebody said: what a verb takes as a statement.

*Said the pier was safe* and *demanded a vote* give somebody's words; *sang old anthems*, *explained his
vote* and *pictures showed a scar* tell of deeds, topics and sights. Each verb takes a clause, or a noun
phrase too (``lang/en/complements.txt``). What is no verb of saying tells of a belief only with a word of
thinking, wanting or taking sides (``lang/en/attitudes.txt``): *was confident that*, not *signed a bill*.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import RELATIVES, approximates
from quotediff.extraction.cues import FORMS_OF_BE
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    Range,
    is_aux,
    is_infinitive,
    is_name,
    is_number,
    is_word,
    sentence_start,
    verb_group,
)
from quotediff.extraction.objects import OBJECTS, is_people
from quotediff.extraction.token_kinds import ADVERB, IRREGULAR, PARTICIPLE, PAST
from quotediff.lang.cues import (
    ADV,
    AUX,
    CLOSED,
    DET,
    OBJ,
    POSS,
    PREP,
    SUBJ,
    ReportingVerb,
    reporting_forms,
    reporting_nouns,
    reporting_phrases,
    reporting_verbs,
    word_kinds,
)
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.lang.nouns import SINGULAR_ENDINGS, singular
from quotediff.model import Attitude, Role

_MIN_CONFIDENCE_THOUGHT = 0.45  # of a belief beside a verb of thinking: three in five are right (model card)
_MIN_CONFIDENCE_BELIEF = 0.6  # likewise beside any other cue
_MIN_CLAUSE_CONFIDENCE = 0.5  # confidence from which words that may be a clause are taken for one
_MIN_CONFIDENCE_MARKED_SPEECH = 0.3  # likewise beside a word of saying
_MIN_CONFIDENCE_MARKED_BELIEF = (
    0.55  # confidence below which marks set off a word rather than what somebody said
)
_STATEMENT_OPENERS = word_list("statement_openers")
_SUBORDINATE = word_list("subordinate")  # fmt: skip
_NOT_FINITE = word_list("not_finite")
_LITTLE = frozenset({"little", "nothing", "few"})
_AMOUNTS = _LITTLE | {"much"}
_ENDS_AMOUNT = frozenset({",", ".", "and", "but"})
_ANY = frozenset({"any"})
_NO_PREPOSITIONS = word_list("complements_without_preposition").union(OBJECTS)
_QUESTION_WORDS = word_list("question_words")
_FUTURE = frozenset({"will", "shall", "'ll"})
_ADVERBIAL = word_list("adverbials_of_speech")
_VERB_PARTICLES = word_list("verb_particles")
_CALLS = frozenset({"call", "call for", "call in"})
_ALL_OR_NOBODY = word_list("all_or_nobody")
_NOTHING_WORDS = _LITTLE | {"no"}
_OBJECTS = DET | POSS | OBJ


class Clause(IntEnum):
    """Whether words are a clause."""

    NO = 0
    PERHAPS = 1
    YES = 2


def drop_actions(doc: AnnotatedDocument, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates less those whose words are a deed, a topic, a sight or a name: nobody's words."""
    return tuple(c for c in candidates if _may_be_quoted(doc, c) and _may_be_said(doc, c))


def _may_be_quoted(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether the marks among a candidate's words, if there are any, are likely to be of a quotation.

    With a cue that tells neither of speech nor of thought, marks set words off as often as they quote: *the
    tower has become a "ghost"*.
    """
    confidence, cue = candidate.confidence, candidate.cue
    if not candidate.quoted_ranges or confidence is None or cue is None:
        return True
    if all(doc.inside[i] >= 0 for r in candidate.contents for i in range(*r)):
        return True
    is_speech = attitude(doc, cue, quoted=False) is Attitude.SPEECH
    return confidence >= (_MIN_CONFIDENCE_MARKED_SPEECH if is_speech else _MIN_CONFIDENCE_MARKED_BELIEF)


def _may_be_said(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether the words after the cue are such as its verb takes as a statement or a belief."""
    cue, contents = candidate.cue, candidate.contents
    if _is_question_put(doc, contents[0]):
        return False
    if cue is None or candidate.quoted_ranges or candidate.verbatim:
        return True
    if attitude(doc, cue, quoted=False) is Attitude.BELIEF:
        if not _is_belief(doc, candidate, cue):
            return False
    elif _is_pronoun(doc, contents[0]):
        return False  # praised her
    if len(contents) > 1 or contents[0][0] < cue[1]:
        return True
    content = contents[0]
    if _without_subject(doc, content) or _says_nothing(doc, cue, content) or _describes(doc, cue, content):
        return False
    reporting = reporting_verb_of(doc, cue)
    if reporting is None or _is_noun(doc, cue):
        return True
    return _verb_takes_content(doc, candidate, cue, reporting)


def _is_pronoun(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but a pronoun for a person: *her*, *no one*; not *it*."""
    said = [i for i in range(*content) if is_word(doc, i)]
    if said and all(doc.norms[i] in _ALL_OR_NOBODY for i in said):
        return doc.norms[said[-1]] != "no"  # said no
    return len(said) == 1 and bool(doc.kinds[said[0]] & OBJ) and doc.norms[said[0]] != "it"


def _is_belief(doc: AnnotatedDocument, candidate: Candidate, cue: Range) -> bool:
    """Whether plain words beside a cue that tells of no speech are what somebody thinks, wants or decides.

    The network must be as sure as three in five of its like are right; a rule needs a word of thinking.
    """
    if candidate.source is None:
        return False  # the pier is expected to open: by nobody who is named
    if any(doc.norms[i] in word_list("deeds") for i in range(*cue)):
        return False
    thinks = any(doc.norms[i] in reporting_forms("weak") for i in range(*cue))
    if candidate.confidence is not None:
        return candidate.confidence >= (_MIN_CONFIDENCE_THOUGHT if thinks else _MIN_CONFIDENCE_BELIEF)
    return thinks or any(doc.norms[i] in words("attitudes") for i in range(*cue))


def _verb_takes_content(
    doc: AnnotatedDocument, candidate: Candidate, cue: Range, reporting: ReportingVerb
) -> bool:
    """Whether a verb takes the candidate's only content, which follows it, as a statement."""
    content = candidate.contents[0]
    confidence = 1.0 if candidate.confidence is None else candidate.confidence
    found, takes = clause(doc, content), _complement_types(reporting)
    if _is_of_target(doc, cue, reporting, found):
        return False
    if _has_preposition(doc, reporting, content):
        return True  # railed against the plan, told her of cold rooms
    if "nothing" in takes or _is_idle_question(doc, candidate, reporting):
        return False
    if reporting.frame == "evidence" and candidate.source is not None and _is_picture(doc, candidate.source):
        return doc.norms[content[0]] in _STATEMENT_OPENERS
    perhaps = found is Clause.PERHAPS and confidence >= _MIN_CLAUSE_CONFIDENCE
    if found is Clause.YES or (perhaps and not ("clause" in takes and _is_described(doc, content))):
        return True
    if reporting.lemma != "say" and candidate.source is not None and not can_speak(doc, candidate.source):
        return False  # gales claimed the roof, clouds promised rain
    if is_infinitive(doc, content[0]) or doc.norms[content[0]] == "as":
        return "finite" not in takes
    if _is_future(doc, cue, reporting) or _is_summoned(doc, reporting, content):
        return False
    if _is_adverbial(doc, cue, reporting, content):
        return False
    return any(kind in takes and holds(doc, content, confidence) for kind, holds in OBJECTS.items())


def _is_described(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words begin with a noun that a participle describes: *declared* [*the damaged pier open*]."""
    participle = content[0] + 1
    behind = is_word(doc, participle + 1) and not doc.kinds[participle + 1] & (CLOSED | AUX | PAST)
    return behind and bool(doc.kinds[content[0]] & (DET | POSS)) and bool(doc.kinds[participle] & PAST)


def _is_idle_question(doc: AnnotatedDocument, candidate: Candidate, reporting: ReportingVerb) -> bool:
    """Whether a question is none that is told: *knew* [*how it works*], *the cup confirmed* [*who won*]."""
    if doc.norms[candidate.contents[0][0]] not in _QUESTION_WORDS:
        return False
    speaks = candidate.source is None or can_speak(doc, candidate.source)
    return "that" in _complement_types(reporting) or (reporting.lemma != "say" and not speaks)


def _has_preposition(doc: AnnotatedDocument, reporting: ReportingVerb, content: Range) -> bool:
    """Whether a preposition that the verb takes stands at words' beginning, or behind the people told.

    *railed against* [*the toll*], *told* [*her of floods*], *told* [*the court of a leak*]; not where a name
    is behind it, *told the mayor of Tarn*.
    """
    first, last = content
    if not prepositions(reporting.lemma).isdisjoint(doc.norms[first - 1 : first + 1]):
        return True
    return reporting.frame == "told" and topic_start(doc, reporting.lemma, first, last) > first


def topic_start(doc: AnnotatedDocument, lemma: str, first: int, last: int) -> int:
    """Where behind the people told, who begin at ``first``, the preposition of what they were told stands.

    *told the court* [*of a leak*]; ``first`` where there is none, also in *told the mayor of Tarn*.
    """
    at = next((i for i in range(first + 1, last - 1) if doc.kinds[i] & PREP), first)
    if doc.norms[at] not in prepositions(lemma) or not is_people(doc, (first, at)):
        return first
    return at if at == first + 1 or not is_name(doc, at + 1) else first


def _is_question_put(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words tell what somebody was asked: *Asked why he stayed* [*, he laughed*]."""
    first = content[0]
    begins = doc.sentences[doc.sentence_of[first]].first == first
    return begins and doc.norms[first] in words("asked_participles") and not is_aux(doc, first + 1)


def clause(doc: AnnotatedDocument, content: Range) -> Clause:
    """Whether words are a clause: opened as one is, or with a verb that is of no clause within them.

    *prices will rise* and *the man who fell is well* are; *a fish that he caught* is none; *a boat moored in
    Dover* may be one.
    """
    first, last = content
    if _opens_statement(doc, first):
        return Clause.YES
    within = perhaps = False
    done = first
    for index in range(first, last):
        if index > first and (doc.norms[index] in _SUBORDINATE or _opens_contact_clause(doc, index)):
            within = True
        elif _is_contracted(doc, index) or (
            doc.kinds[index] & SUBJ and (index == first or not doc.kinds[index] & OBJ)
        ):
            if not within and last - first > 1:
                return Clause.YES
        elif index >= done:
            how = _verb(doc, index, first, last)
            if how is Clause.YES and not within:
                return Clause.YES
            if how is not Clause.NO:
                perhaps, within, done = perhaps or not within, False, _group_end(doc, index, last)
    return Clause.PERHAPS if perhaps else Clause.NO


def _opens_statement(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause opens at token ``i``: *that*, *why*, *there is*; not *there for 22 years*."""
    there = doc.norms[i] == "there"
    return is_aux(doc, i + 1) if there else doc.norms[i] in _STATEMENT_OPENERS


def _is_contracted(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a token is a subject with its auxiliary: *they're*, *he'll*, *it's*."""
    host, apostrophe, _ = doc.norms[i].partition("'")
    return bool(apostrophe) and word_kinds().get(host, 0) & SUBJ != 0


def _opens_contact_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a second noun phrase begins right behind a noun: *the trouble* [*the line is in*]."""
    noun = i - 1
    plain = is_word(doc, noun) and not (is_name(doc, noun) or is_number(doc, noun))
    closed = doc.kinds[noun] & (CLOSED | AUX | PAST)
    return bool(doc.kinds[i] & (DET | POSS)) and plain and not closed


def _group_end(doc: AnnotatedDocument, i: int, last: int) -> int:
    """The token after the verb group that begins with token ``i``: *had been ordered*, *fell*."""
    helps = is_aux(doc, i)
    i += 1
    while helps and i < last and _continues_group(doc, i):
        i += 1
    return i


def _continues_group(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word may stand behind an auxiliary in its verb group: *been*, *also*, *ordered*."""
    return doc.kinds[i] & (AUX | ADVERB | PARTICIPLE | IRREGULAR) != 0


def _verb(doc: AnnotatedDocument, i: int, first: int, last: int) -> Clause:
    """Whether token ``i`` is a finite verb."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _NOT_FINITE:
        return Clause.NO
    if is_aux(doc, i):
        return Clause.YES
    if i == first or is_name(doc, i) or not is_word(doc, i) or kind & CLOSED:
        return Clause.NO
    follows = i + 1 < last and (
        _takes_object(doc, i + 1) or _takes_infinitive(doc, i) or _calls_for(doc, i, last)
    )
    if kind & PAST:
        return Clause.YES if follows else Clause.PERHAPS
    return Clause.YES if follows and agrees(doc, i) else Clause.NO


def _takes_object(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an object or a clause may begin with token ``i``: *a*, *his*, *them*, *that*, a name."""
    i += doc.norms[i] in _VERB_PARTICLES  # sealed off the road
    return bool(doc.kinds[i] & _OBJECTS) or is_name(doc, i) or is_number(doc, i) or doc.norms[i] == "that"


def _takes_infinitive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an infinitive stands behind token ``i``: *fails* [*to audit*]; not *roads to the coast*."""
    verb = i + 2
    bare = is_word(doc, verb) and not (doc.kinds[verb] & CLOSED or is_name(doc, verb) or is_number(doc, verb))
    return doc.norms[i + 1] == "to" and bare


def _calls_for(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether a verb of saying stands with its preposition at ``i``: *called for calm*; not *for by Poe*."""
    phrases = (parts for parts, _ in reporting_phrases().get(doc.norms[i], ()))
    width = next((len(parts) for parts in phrases if doc.norms[i : i + len(parts)] == parts), last)
    return i + width < last and doc.norms[i + width] != "by"


def agrees(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word stands as a verb in the present tense does behind a noun: *tax hurts*, *voters want*."""
    noun = i - 1
    if doc.kinds[noun] & CLOSED or not is_word(doc, noun) or is_number(doc, noun):
        return False
    return _is_plural(doc.norms[noun]) != _is_plural(doc.norms[i])


def _is_plural(norm: str) -> bool:
    return norm.endswith("s") and not norm.endswith(SINGULAR_ENDINGS)


def _without_subject(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a verb follows a word of place or time: *police posted* [*outside had left*]."""
    first, last = content
    return (
        last - first > 1
        and bool(doc.kinds[first] & (PREP | ADV))
        and not doc.kinds[first] & (SUBJ | DET)
        and is_aux(doc, first + 1)
        and doc.norms[first] not in _STATEMENT_OPENERS | {"to", "here", "not"}
    )


def _describes(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether a relative clause tells more of what somebody told: *told the story of a boy* [*who sang*]."""
    first = content[0]
    relative = doc.norms[first] in RELATIVES and cue[1] < first
    return relative and not is_people(doc, (cue[1], first))


def _says_nothing(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether it is told that nothing was said: *gave no details about*, *said* [*little about it*]."""
    if doc.norms[content[0]] in _AMOUNTS and doc.norms[content[0] + 1] in _ENDS_AMOUNT:
        return True  # promised much, but
    for index in range(*cue):
        said = doc.norms[index + 1] in reporting_verbs() or doc.norms[index + 1] in reporting_nouns()
        if doc.norms[index] in _LITTLE or (doc.norms[index] == "no" and said):
            return True
    reporting = reporting_verb_of(doc, cue)
    first, last = content
    if reporting is None or reporting.lemma not in words("refusal_cues"):
        return False
    nothing = doc.norms[first] in _NOTHING_WORDS and doc.norms[first + 1] != "to"  # said no to the war
    several = any(is_word(doc, token) for token in range(first + 1, last))
    return nothing and several and clause(doc, content) is Clause.NO


def _is_picture(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is something to look at: *drone pictures from the valley*, *the clip*."""
    return any(singular(doc.norms[i]) in words("pictures") for i in range(*source))


def _is_adverbial(doc: AnnotatedDocument, cue: Range, reporting: ReportingVerb, content: Range) -> bool:
    """Whether words tell where, by whom or to whom: *proposed to* [*Ann Poe*]; not *talked about* [*pay*]."""
    first, last = content[0], cue[1] - 1
    if reporting.frame == "weak" or doc.blocks[doc.block_of[first]].role is Role.HEADLINE:
        return False  # believes in ghosts; Nordline says in talks over bid
    own = last == cue[0] or doc.norms[last] in reporting.lemma.split()
    if not own and doc.norms[last] == "to":
        return bool(doc.kinds[first] & (DET | POSS | OBJ)) or is_name(doc, first)
    if not own and reporting.frame == "call" and doc.kinds[last] & PREP:
        return True  # is seeking a third term against
    led = not own and doc.norms[last] in _ADVERBIAL
    return (led or doc.norms[first] in _ADVERBIAL) and not approximates(doc, first)


def _is_of_target(doc: AnnotatedDocument, cue: Range, reporting: ReportingVerb, found: Clause) -> bool:
    """Whether the source is whom others speak of or ask: *accused of* [*theft*], *asked about* [*pay*]."""
    if not reporting.past or (reporting.frame != "object" and (reporting.lemma, found) != ("ask", Clause.NO)):
        return False
    verb = next((i for i in range(*cue) if reporting_verbs().get(doc.norms[i]) == reporting), cue[0])
    passive = any(doc.norms[i] in FORMS_OF_BE for i in range(cue[0], verb))
    after = doc.norms[verb + 1]
    reduced = verb == cue[1] - 2 and doc.kinds[verb + 1] & PREP and after not in reporting.lemma.split()
    return passive or bool(reduced) or (verb == cue[0] and verb == sentence_start(doc, verb))


def _is_future(doc: AnnotatedDocument, cue: Range, reporting: ReportingVerb) -> bool:
    """Whether it will only be said: *will announce* [*the winners*], *a panel to suggest* [*rules*]."""
    for index in range(*cue):
        if doc.norms[index] in _FUTURE:
            return True
        if reporting.frame == "clause" and doc.norms[index] == "to" and _has_article(doc, cue[0], index):
            return True
    return False


def _has_article(doc: AnnotatedDocument, first: int, last: int) -> bool:
    return any(doc.kinds[i] & DET for i in range(first, last))


def _is_summoned(doc: AnnotatedDocument, reporting: ReportingVerb, content: Range) -> bool:
    """Whether somebody is called to come, or a thing to begin: *called the police*, *called for help*."""
    if reporting.lemma not in _CALLS:
        return False
    first, last = content
    head = next((i for i in range(first, last) if not doc.kinds[i] & _OBJECTS), last)
    return any(doc.norms[i] in words("summoned") for i in range(head, min(head + 2, last)))


def _is_noun(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether the word of saying in a cue is a noun, after another verb: *made comments about*."""
    for i in range(cue[0] + 1, cue[1]):
        if doc.norms[i] in reporting_nouns() and verb_group(doc, i, cue[0]) > cue[0]:
            return True
    return False


def reporting_verb_of(doc: AnnotatedDocument, cue: Range) -> ReportingVerb | None:
    """The verb of saying of a cue: its phrase, or its last word that is one."""
    for index in range(*cue):
        for parts, entry in reporting_phrases().get(doc.norms[index], ()):
            if doc.norms[index : index + len(parts)] == parts:
                return entry
    for i in range(cue[1] - 1, cue[0] - 1, -1):
        if (found := reporting_verbs().get(doc.norms[i])) is not None:
            return found
    return None


def takes_nouns(reporting: ReportingVerb | None) -> bool:
    """Whether one noun behind a verb of saying may be all of a statement: *denied wrongdoing*."""
    return reporting is not None and "noun" in _complement_types(reporting)


def takes_noun_phrase(reporting: ReportingVerb | None) -> bool:
    """Whether what a verb takes is told by its noun, *claimed victory*; not of those that take clauses."""
    if reporting is None:
        return False
    takes = _complement_types(reporting) & frozenset(OBJECTS)
    return bool(takes - {"any", "news"}) or (reporting.frame == "object" and bool(takes))


def takes_things(lemma: str) -> bool:
    """Whether what is asked for may stand where others have whom they ask: *urged* [*caution*]."""
    return "bid" in _complements().get(lemma, _ANY)


def prepositions(lemma: str) -> frozenset[str]:
    """The prepositions with which a verb takes a noun phrase as a statement: *told her* [*of cold rooms*]."""
    return _complements().get(lemma, _ANY) - _NO_PREPOSITIONS


def _complement_types(reporting: ReportingVerb) -> frozenset[str]:
    """What a verb takes as a statement, and the prepositions with which it takes a noun phrase."""
    return _complements().get(reporting.lemma, _ANY)


@cache
def _complements() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in rows("complements", 2)}

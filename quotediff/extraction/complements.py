"""Whether the words after a verb can be what somebody said: what a verb takes as a statement.

*Said the pier was safe* and *demanded a vote* give somebody's words; *sang old anthems*, *explained his
vote* and *pictures showed a scar* tell of deeds, topics and sights. Each verb takes a clause, or a noun
phrase too (``lang/en/complements.txt``). What is no verb of saying tells of a belief only with a word of
thinking, wanting or taking sides (``lang/en/attitudes.txt``): *was confident that*, not *signed a bill*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from functools import cache

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import RELATIVES, approximates
from quotediff.extraction.cues import FORMS_OF_BE, in_set_phrase, negates
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    ARTICLES,
    Range,
    is_aux,
    is_infinitive,
    is_name,
    is_past,
    is_word,
    sentence_start,
    verb_group,
)
from quotediff.extraction.objects import OBJECTS, is_people
from quotediff.extraction.token_kinds import (
    ADVERB,
    COMMA,
    FIGURE_OR_NAME,
    FINITE_AUX,
    IRREGULAR,
    NAME,
    NUMBER,
    OPENS_OBJECT,
    PARTICIPLE,
    PAST,
    QUOTED,
    WORD,
)
from quotediff.lang.cues import (
    ADV,
    AUX,
    CLOSED,
    DET,
    NO_VERB,
    OBJ,
    POSS,
    PREP,
    SUB,
    SUBJ,
    TIME,
    ReportingVerb,
    nouns_of_clauses,
    reporting_forms,
    reporting_nouns,
    reporting_phrases,
    reporting_verbs,
    word_kinds,
)
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.lang.nouns import SINGULAR_ENDINGS, noun_kind, singular
from quotediff.model import Attitude, Role
from quotediff.values import dataclass

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
_COMPARISONS = (("more", "than"), ("less", "than"))
_ENDS_AMOUNT = frozenset({",", ".", "and", "but"})
_ANY = frozenset({"any"})
_NO_PREPOSITIONS = word_list("complements_without_preposition").union(OBJECTS)
_QUESTION_WORDS = word_list("question_words")
_OPENS_QUESTION = _QUESTION_WORDS | {"whether", "if"}
_FUTURE = word_list("not_yet")
_ADVERBIAL = word_list("adverbials_of_speech")
_VERB_PARTICLES = word_list("verb_particles")
_OBJECTS_OF_A_SORT = OBJECTS.keys() - {"any"}
_OF_FACTS = frozenset({"news", "claim", "thing"})
_OF_OBJECT = frozenset({"for", "over"})  # panned for its songs
_SO = frozenset({"so", "such"})
_POINTING_BACK = word_list("pointing_back")
_PLAIN = frozenset({"say", "tell"})
_IS_OR_WAS = frozenset({"is", "was"})
_NO_BELIEFS = word_list("deeds")
_TALES = word_list("tales")
_RECEIVING = word_list("receiving")
_UNTIL = frozenset({"until", "till"})
_OF_TIME = TIME | DET | PREP | NUMBER | ADVERB  # twice in the last month
_RELATIVE_THINGS = frozenset({"which", "that"})
_POINTS_BACK = frozenset({"this", "these", "those"})
_UNTOLD = frozenset({"it", "things"})
_OF_MANNER = word_list("of_manner")
_CALLS = frozenset({"call", "call for", "call in"})
_ALL_OR_NOBODY = word_list("all_or_nobody")
_NOTHING_WORDS = _LITTLE | {"no"}
_OBJECTS = DET | POSS | OBJ
_NO_PLAIN_NOUN = FIGURE_OR_NAME | CLOSED | AUX | PAST
_VERB_GROUP = AUX | ADVERB | PARTICIPLE | IRREGULAR  # what may stand behind an auxiliary: been, also, ordered
_MAY_LEAD_VERB = _STATEMENT_OPENERS | {"to", "here", "not"}


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
    tower has become a "ghost"*; or they are those of names: *listed their town as "Nowhere"*.
    """
    confidence, cue = candidate.confidence, candidate.cue
    if not candidate.quoted_ranges or confidence is None or cue is None:
        return True
    if all(doc.kinds[i] & QUOTED for r in candidate.contents for i in range(*r)):
        return True
    if attitude(doc, cue, quoted=False) is Attitude.SPEECH:
        return confidence >= _MIN_CONFIDENCE_MARKED_SPEECH
    if _holds_names_alone(doc, candidate):
        return False
    return confidence >= _MIN_CONFIDENCE_MARKED_BELIEF


def _holds_names_alone(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether all marks among words that are no *that* clause are of names: *"Hope"*, *"Blue Door"*."""
    first = candidate.contents[0][0]
    if doc.norms[first] == "that":
        return False
    if doc.role_of(first) is Role.HEADLINE:
        return False
    quoted = (doc.quoted[k] for k in candidate.quoted_ranges)
    return all(is_name(doc, i) for r in quoted for i in range(r.first, r.last) if is_word(doc, i))


def _may_be_said(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether the words after the cue are such as its verb takes as a statement or a belief."""
    cue, contents = candidate.cue, candidate.contents
    if _is_question_put(doc, contents[0]):
        return False
    if cue is not None and in_set_phrase(doc, cue[1] - 1):
        return False
    if cue is None or candidate.verbatim:
        return True
    if candidate.quoted_ranges:
        return not _is_refused(doc, cue, contents)
    if _is_pronoun(doc, contents[0]):
        return False  # praised her, believes him
    if attitude(doc, cue, quoted=False) is Attitude.BELIEF:
        if not _is_belief(doc, candidate, cue) or _is_manner_of_seeing(doc, contents[0]):
            return False
    elif _points_back(doc, cue, contents[0]):
        return False  # said it again
    if len(contents) > 1 or contents[0][0] < cue[1]:
        return not _is_addressee(doc, cue, contents)
    return _is_taken(doc, candidate, cue, contents[0])


def _is_refused(doc: AnnotatedDocument, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether words with marks, and others, follow what was not said: *not mentioned on its "News" page*."""
    if contents[0][0] < cue[1]:
        return False
    if lemma_of(doc, cue) not in words("refusal_cues"):
        return False
    if all(doc.kinds[i] & QUOTED for r in contents for i in range(*r)):
        return False
    return any(negates(doc.norms[i]) for i in range(*cue))


def _is_taken(doc: AnnotatedDocument, candidate: Candidate, cue: Range, content: Range) -> bool:
    """Whether a verb takes the plain words behind it as a statement, or the cue has no verb of saying."""
    if _without_subject(doc, content) or _says_nothing(doc, cue, content):
        return False
    if _is_received(doc, candidate, cue):
        return False
    if _describes(doc, cue, content) or _is_it_all(doc, content):
        return False
    reporting = reporting_verb_of(doc, cue)
    if reporting is NO_VERB or _is_noun(doc, cue):
        return not _raises_question(doc, candidate, cue)
    taken = _Taken(candidate, cue, content, reporting, clause(doc, content))
    return next((answer for holds, answer in _REASONS if holds(doc, taken)), False)


def _is_it_all(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but *it all*: a look says it all."""
    first, last = content
    if doc.norms[first : first + 2] != ("it", "all"):
        return False
    return not any(is_word(doc, i) for i in range(first + 2, last))


def _is_manner_of_seeing(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but *it*, and how somebody sees it: *it differently*, *things another way*."""
    first, last = content
    if doc.norms[first] not in _UNTOLD:
        return False
    return all(doc.kinds[i] & ADVERB or doc.norms[i] in _OF_MANNER for i in range(first + 1, last))


def _raises_question(doc: AnnotatedDocument, candidate: Candidate, cue: Range) -> bool:
    """Whether a thing gives rise to questions or calls: *the find raises questions about* [*the tomb*]."""
    source = candidate.source
    if source is None or doc.norms[cue[1] - 1] == "to":
        return False
    if reporting_nouns().isdisjoint(doc.norms[cue[0] + 1 : cue[1]]):
        return False
    return not can_speak(doc, source)


def _is_received(doc: AnnotatedDocument, candidate: Candidate, cue: Range) -> bool:
    """Whether others speak of a source before the cue: *drew praise for* [*her songs*], *faced calls to*."""
    if not candidate.source_tokens.stop <= cue[0]:
        return False
    return not _RECEIVING.isdisjoint(doc.norms[cue[0] : cue[1] - 1])


def _is_pronoun(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but a pronoun for a person: *her*, *no one*; not *it*."""
    said = [i for i in range(*content) if is_word(doc, i)]
    if said and all(doc.norms[i] in _ALL_OR_NOBODY for i in said):
        return doc.norms[said[-1]] != "no"  # said no
    if doc.norms[content[0] : content[0] + 2] == ("it", "to") and not is_infinitive(doc, content[0] + 1):
        return is_past(doc, content[0] - 1)  # reported it to the police; not: bragged of it to voters
    return len(said) == 1 and doc.kinds[said[0]] & OBJ != 0 and doc.norms[said[0]] != "it"


def _is_addressee(doc: AnnotatedDocument, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether the content is only the addressee: [*The singer*] *was told by doctors not to fly*."""
    if len(contents) > 1 or contents[0][1] != cue[0] or doc.norms[cue[0]] not in FORMS_OF_BE:
        return False
    return reporting_verb_of(doc, cue).frame == "told" and clause(doc, contents[0]) is Clause.NO


def _points_back(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether the content only points back to what was said before: *said it again*, *told us that*."""
    if lemma_of(doc, cue) not in _PLAIN or doc.norms[content[0]] not in _POINTING_BACK:
        return False
    rest = [i for i in range(content[0] + 1, content[1]) if is_word(doc, i)]
    if any(doc.kinds[i] & PAST for i in rest):
        return False  # said it went on Sunday
    return all(doc.kinds[i] & (ADVERB | TIME) or doc.norms[i] == "twice" for i in rest)


def _is_belief(doc: AnnotatedDocument, candidate: Candidate, cue: Range) -> bool:
    """Whether plain words beside a cue that tells of no speech are what somebody thinks, wants or decides.

    The network must be as sure as three in five of its like are right; a rule needs a word of thinking.
    """
    if candidate.source is None:
        return False  # the pier is expected to open: by nobody who is named
    if any(doc.norms[i] in _NO_BELIEFS for i in range(*cue)):
        return False
    thinks = any(doc.norms[i] in reporting_forms("weak") for i in range(*cue))
    if candidate.confidence is not None:
        return candidate.confidence >= (_MIN_CONFIDENCE_THOUGHT if thinks else _MIN_CONFIDENCE_BELIEF)
    return thinks or any(doc.norms[i] in words("attitudes") for i in range(*cue))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The only content of a candidate, behind the verb that may take it, and whether it is a clause."""

    candidate: Candidate
    cue: Range
    content: Range
    reporting: ReportingVerb
    clause: Clause

    @property
    def takes(self) -> frozenset[str]:
        """What the verb takes as a statement."""
        return _complement_types(self.reporting)

    @property
    def confidence(self) -> float:
        """How sure the network is; the rules are."""
        return 1.0 if self.candidate.confidence is None else self.candidate.confidence


def _is_clause(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether the words are a clause, or may be one and are likely to be said."""
    if taken.clause is not Clause.PERHAPS:
        return taken.clause is Clause.YES
    if "clause" in taken.takes and _is_described(doc, taken.content):
        return False
    return taken.confidence >= _MIN_CLAUSE_CONFIDENCE


def _is_described(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words begin with a noun that a participle describes: *declared* [*the damaged pier open*]."""
    first = content[0]
    if not doc.kinds[first] & (DET | POSS) or not doc.kinds[first + 1] & PAST:
        return False
    return doc.kinds[first + 2] & (WORD | CLOSED | AUX | PAST) == WORD


def _takes_no_more(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a verb takes nothing of the kind: no plain words at all, no question that is none.

    *Knew* [*how it works*], *determined* [*whether it leaked*], *the cup confirmed* [*who won*], *the dough
    tells you when* [*it is ready*].
    """
    if "nothing" in taken.takes:
        return True
    begins = doc.norms[taken.cue[1] : taken.content[0] + 1]
    if "that" in taken.takes:
        return not (_OPENS_QUESTION.isdisjoint(begins) or _is_asked(doc, taken.cue))
    if _QUESTION_WORDS.isdisjoint(begins):
        return False
    return _is_of_thing(doc, taken)


def _is_asked(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a verb of saying stands in a cue before its last verb: [*demanded*] *to know*."""
    return reporting_verb_of(doc, (cue[0], cue[1] - 2)).frame not in ("", "weak")


def _is_tale(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a tale is told of something: *told a joke about* [*a bishop*]."""
    return any(doc.norms[i] in _TALES for i in range(*taken.cue))


def _is_shown(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a picture shows something, which is not opened as a statement is: *a video shows water*."""
    if doc.norms[taken.content[0]] in _STATEMENT_OPENERS:
        return False
    if "shown" in taken.takes:
        return _is_plan(doc, taken)
    return taken.reporting.frame == "evidence" and _is_picture(doc, taken)


def _is_plan(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a document without an author points to something: *the plans pointed to* [*a stair*]."""
    source = taken.candidate.source
    if source is None or is_name(doc, source[1] - 1):
        return False
    return noun_kind(singular(doc.norms[source[1] - 1])) == "document"


def _is_picture(doc: AnnotatedDocument, taken: _Taken) -> bool:
    return any(singular(doc.norms[i]) in words("pictures") for i in taken.candidate.source_tokens)


def _is_inferred(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether the narrator concludes from a thing: *the film suggests C*, *a shower, which means C*."""
    source = taken.candidate.source
    if source is None or taken.reporting.lemma not in words("inference_verbs"):
        return False
    first = source[0]
    if source[1] - first > 1:
        return _is_picture(doc, taken)
    if doc.norms[first] in _RELATIVE_THINGS:
        before = first - 1 - bool(doc.kinds[first - 1] & COMMA)
        return not can_speak(doc, (before, before + 1))
    return doc.norms[first] in _POINTS_BACK


def _is_of_thing(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether the source cannot speak: *gales claimed the roof*, *clouds promised rain*."""
    source = taken.candidate.source
    if source is None or taken.reporting.lemma == "say":
        return False
    return not can_speak(doc, source)


def _is_infinitive_or_as(doc: AnnotatedDocument, taken: _Taken) -> bool:
    first = taken.content[0]
    return doc.norms[first] == "as" or is_infinitive(doc, first)


def _is_undertaken(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether it is told what somebody does or will do: *agreed* [*to work for a firm founded in May*]."""
    if taken.reporting.stance != "agree":
        return False
    return is_infinitive(doc, taken.content[0])


def _is_assaulted(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether people are attacked, not in words: *attacked* [*two guards who held the gate*]."""
    if "attack" not in taken.takes:
        return False
    return not _is_object(doc, taken)


def _takes_no_infinitive(doc: AnnotatedDocument, taken: _Taken) -> bool:
    return "finite" in taken.takes and _is_infinitive_or_as(doc, taken)


def _has_preposition(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a preposition that the verb takes stands at words' beginning, or behind the people told.

    *railed against* [*the toll*], *told* [*her of floods*], *told* [*the court of a leak*]; not where a name
    is behind it, *told the mayor of Tarn*, nor of things, *the ruins tell of a fire*.
    """
    if _is_of_thing(doc, taken):
        return False
    reporting, (first, last) = taken.reporting, taken.content
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
    if at > first + 1 and is_name(doc, at + 1):
        return first
    return at


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
        if index > first and _opens_inner_clause(doc, index):
            within = True
        elif _is_subject(doc, index, first):
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


def _is_subject(doc: AnnotatedDocument, i: int, first: int) -> bool:
    """Whether a token is a subject's pronoun, *you* but where it begins the words, or one with its verb."""
    kind = doc.kinds[i]
    if kind & SUBJ:
        return i == first or not kind & OBJ
    return _is_contracted(doc.norms[i])


def _is_contracted(norm: str) -> bool:
    """Whether a token is a subject with its auxiliary: *they're*, *he'll*, *it's*."""
    host, apostrophe, _ = norm.partition("'")
    return apostrophe != "" and word_kinds().get(host, 0) & SUBJ != 0


def _opens_inner_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause of a noun begins: *who*, or right with a subject, *trouble* [*the line is in*]."""
    if doc.norms[i] in _SUBORDINATE:
        return not points_at_noun(doc, i)
    return doc.kinds[i] & (DET | POSS) != 0 and doc.kinds[i - 1] & (WORD | _NO_PLAIN_NOUN) == WORD


def points_at_noun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is *that* behind a preposition, which opens no clause: *for that year*."""
    if doc.norms[i] != "that":
        return False
    return doc.kinds[i - 1] & (PREP | SUB) == PREP


def _group_end(doc: AnnotatedDocument, i: int, last: int) -> int:
    """The token after the verb group that begins with token ``i``: *had been ordered*, *fell*."""
    if not is_aux(doc, i):
        return i + 1
    return next((k for k in range(i + 1, last) if not doc.kinds[k] & _VERB_GROUP), max(last, i + 1))


def _verb(doc: AnnotatedDocument, i: int, first: int, last: int) -> Clause:
    """Whether token ``i`` is a finite verb."""
    kind = doc.kinds[i]
    if doc.norms[i] in _NOT_FINITE or doc.norms[i - 1] in ARTICLES:
        return Clause.NO
    if kind & AUX:
        return Clause.YES
    if i == first or kind & (WORD | NAME | CLOSED) != WORD:
        return Clause.NO
    follows = i + 1 < last and _has_object(doc, i, last)
    if kind & PAST:
        return Clause.YES if follows else Clause.PERHAPS
    return Clause.YES if follows and agrees(doc, i) else Clause.NO


def _has_object(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether behind a word stands what only a verb has."""
    return _takes_object(doc, i + 1) or _takes_infinitive(doc, i) or _calls_for(doc, i, last)


def _takes_object(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an object or a clause may begin with token ``i``: *a*, *his*, *them*, *that*, a name."""
    i += doc.norms[i] in _VERB_PARTICLES  # sealed off the road
    return doc.kinds[i] & (OPENS_OBJECT | NUMBER) != 0


def _takes_infinitive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an infinitive stands behind token ``i``: *fails* [*to audit*]; not *roads to the coast*."""
    bare = doc.kinds[i + 2] & (WORD | CLOSED | FIGURE_OR_NAME) == WORD
    return bare and doc.norms[i + 1] == "to"


def _calls_for(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether a verb of saying stands with its preposition at ``i``: *called for calm*; not *for by Poe*."""
    phrases = (parts for parts, _ in reporting_phrases().get(doc.norms[i], ()))
    width = next((len(parts) for parts in phrases if doc.norms[i : i + len(parts)] == parts), last)
    return i + width < last and doc.norms[i + width] != "by"


def agrees(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word stands as a verb in the present tense does behind a noun: *tax hurts*, *voters want*."""
    noun = i - 1
    if doc.kinds[noun] & (WORD | CLOSED | NUMBER) != WORD:
        return False
    return _is_plural(doc.norms[noun]) != _is_plural(doc.norms[i])


def _is_plural(norm: str) -> bool:
    return norm.endswith("s") and not norm.endswith(SINGULAR_ENDINGS)


def _without_subject(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a verb follows a word of place or time: *police posted* [*outside had left*]."""
    first, last = content
    if last - first == 1 or doc.norms[first] in _MAY_LEAD_VERB:
        return False
    kind = doc.kinds[first]
    if kind & (SUBJ | DET):
        return False
    if not kind & (PREP | ADV):
        return False
    return doc.kinds[first + 1] & FINITE_AUX != 0


def _describes(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether a relative clause tells more of a thing: *told the story of a boy* [*who sang*]."""
    first = content[0]
    if first <= cue[1]:
        return first == cue[1] and _describes_noun(doc, first)
    if doc.norms[first] == "that":
        result = not _SO.isdisjoint(doc.norms[cue[1] : first])  # told it so often [that C]
        return result or _is_apposed(doc, first - 1)
    return doc.norms[first] in RELATIVES and not is_people(doc, (cue[1], first))


def _describes_noun(doc: AnnotatedDocument, that: int) -> bool:
    """Whether a noun has a relative clause: *the claim* [*that came*], *states* [*that have coasts*].

    Not *claims that is false*, where the verb has a pronoun.
    """
    noun, verb = doc.norms[that - 1], that + 1
    if doc.norms[that] != "that" or not doc.kinds[verb] & (FINITE_AUX | PAST):
        return False
    if doc.norms[verb] == "given" or _is_contracted(doc.norms[verb]):
        return False
    if noun in nouns_of_clauses() and not noun.endswith("s"):
        return True
    if doc.norms[verb] in _IS_OR_WAS or not noun.endswith("s"):
        return False
    return reporting_verbs().get(noun, NO_VERB).noun


def _is_apposed(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a noun that sums up what was said before: *told him to rest,* [*advice*]."""
    if not doc.kinds[i - 1] & COMMA:
        return False
    return doc.kinds[i] & (WORD | CLOSED | FIGURE_OR_NAME | PARTICIPLE) == WORD


def _says_nothing(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether it is told that nothing was said: *gave no details about*, *said* [*little about it*]."""
    if doc.norms[content[0]] in _AMOUNTS and _ends_amount(doc, content[0] + 1):
        return True  # promised much, but
    if _is_bare_question(doc, cue, content):
        return True
    if _is_comparison(doc, content) and lemma_of(doc, cue) in _PLAIN:
        return True
    if any(_is_of_nothing(doc, i) for i in range(*cue)):
        return True
    if lemma_of(doc, cue) not in words("refusal_cues"):
        return False
    first, last = content
    if doc.norms[first] not in _NOTHING_WORDS:
        return False
    if doc.norms[first + 1] == "to":
        return False  # said no to the war
    if not any(is_word(doc, token) for token in range(first + 1, last)):
        return False
    return clause(doc, content) is Clause.NO


def _is_bare_question(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether one word stands for what a verb other than one of asking tells: *will say* [*why*]."""
    first, last = content
    if doc.norms[first] not in _QUESTION_WORDS:
        return False
    if any(is_word(doc, i) for i in range(first + 1, last)):
        return False
    return reporting_verb_of(doc, cue).stance != "ask"


def _ends_amount(doc: AnnotatedDocument, i: int) -> bool:
    """Whether nothing of which there is much stands at token ``i``: *much* [*in spring*]; not *of it*."""
    if doc.norms[i] in _ENDS_AMOUNT:
        return True
    return doc.kinds[i] & PREP != 0 and doc.norms[i] not in ("of", "about")


def _is_comparison(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words tell how much something says: *more than words*; not *more than 40 left*."""
    first = content[0]
    if doc.norms[first : first + 2] not in _COMPARISONS:
        return False
    return clause(doc, content) is Clause.NO


def _is_of_nothing(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word of a cue tells that nothing was said: *little*, *no* before *comment*."""
    if doc.norms[i] != "no":
        return doc.norms[i] in _LITTLE
    return doc.norms[i + 1] in reporting_verbs() or doc.norms[i + 1] in reporting_nouns()


def _is_adverbial(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether words tell where, by whom or to whom: *proposed to* [*Ann Poe*]; not *talked about* [*pay*]."""
    cue, reporting = taken.cue, taken.reporting
    first, last = taken.content[0], cue[1] - 1
    if reporting.frame == "weak" or doc.role_of(first) is Role.HEADLINE:
        return False  # believes in ghosts; Nordline says in talks over bid
    leading = {doc.norms[first]}
    if last > cue[0] and doc.norms[last] not in reporting.lemma.split():
        if doc.norms[last] == "to":
            return doc.kinds[first] & OPENS_OBJECT != 0
        if reporting.frame == "call" and doc.kinds[last] & PREP:
            return True  # is seeking a third term against
        leading.add(doc.norms[last])
    return not leading.isdisjoint(_ADVERBIAL) and not approximates(doc, first)


def _is_time_alone(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether words tell but when it was said: *warned* [*this year*], *complained* [*until he saw it*]."""
    first, last = taken.content
    if doc.norms[first] in _UNTIL:
        return True
    kinds = [kind for kind in doc.kinds[first:last] if kind & WORD]
    return any(kind & TIME for kind in kinds) and all(kind & _OF_TIME for kind in kinds)


def _is_of_target(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether the source is whom others speak of or ask: *accused of* [*theft*], *asked about* [*pay*]."""
    cue, reporting = taken.cue, taken.reporting
    if not reporting.past:
        return False
    if _is_passive(doc, taken):
        return True
    if reporting.frame != "object" and (reporting.lemma, taken.clause) != ("ask", Clause.NO):
        return False
    verb = next((i for i in range(*cue) if _begins_verb(doc, i, reporting)), cue[0])
    if any(doc.norms[i] in FORMS_OF_BE for i in range(cue[0], verb)):
        return " " not in reporting.lemma or doc.norms[verb - 1] != "'s"  # who's called for troops
    if verb == cue[0] == sentence_start(doc, verb):
        return True
    if verb != cue[1] - 2:
        return False
    if not doc.kinds[verb + 1] & PREP:
        return False
    return doc.norms[verb + 1] not in reporting.lemma.split()


def _begins_verb(doc: AnnotatedDocument, i: int, reporting: ReportingVerb) -> bool:
    """Whether a verb of saying, or the phrase that it is, begins at token ``i``."""
    norm = doc.norms[i]
    if reporting_verbs().get(norm) == reporting:
        return True
    return any(entry == reporting for _, entry in reporting_phrases().get(norm, ()))


def _is_passive(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether a verb lacks what it never lacks in the active: *was panned and praised* [*for its songs*].

    *Are advised to book and told* [*to wait*].
    """
    first, reporting = taken.content[0], taken.reporting
    if doc.norms[taken.cue[1] : first] not in ((), ("not",)):
        return False
    if reporting.lemma == "tell":
        return is_infinitive(doc, first)
    if " " in reporting.lemma:
        return False
    return reporting.frame == "object" and doc.norms[first] in _OF_OBJECT


def _is_future(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether it will only be said: *will announce* [*the winners*], *a panel to suggest* [*rules*]."""
    cue = range(*taken.cue)
    if any(doc.norms[i] in _FUTURE for i in cue):
        return True
    infinitives = (i for i in cue if doc.norms[i] == "to")
    return taken.reporting.frame == "clause" and any(_has_article(doc, cue[0], i) for i in infinitives)


def _has_article(doc: AnnotatedDocument, first: int, last: int) -> bool:
    return any(doc.kinds[i] & DET for i in range(first, last))


def _is_summoned(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether somebody is called to come, or a thing to begin: *called the police*, *called for help*."""
    if taken.reporting.lemma not in _CALLS:
        return False
    first, last = taken.content
    head = next((i for i in range(first, last) if not doc.kinds[i] & _OBJECTS), last)
    return any(doc.norms[i] in words("summoned") for i in range(head, min(head + 2, last)))


def _is_object(doc: AnnotatedDocument, taken: _Taken) -> bool:
    """Whether the words are a noun phrase such as the verb takes as a statement."""
    kinds = taken.takes.intersection(OBJECTS)
    return any(OBJECTS[kind](doc, taken.content, taken.confidence) for kind in kinds)


_REASONS: tuple[tuple[Callable[[AnnotatedDocument, _Taken], bool], bool], ...] = (
    (_is_of_target, False),
    (_is_tale, False),
    (_has_preposition, True),  # railed against the plan, told her of cold rooms
    (_takes_no_more, False),
    (_is_shown, False),
    (_is_time_alone, False),
    (_is_inferred, False),
    (_is_undertaken, False),
    (_is_assaulted, False),
    (_is_clause, True),
    (_is_of_thing, False),
    (_takes_no_infinitive, False),
    (_is_infinitive_or_as, True),
    (_is_future, False),
    (_is_summoned, False),
    (_is_adverbial, False),
    (_is_object, True),
)
"""Whether a verb takes what stands behind it, by the first of these that holds; if none does, it does not."""


def _is_noun(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether the word of saying in a cue is a noun, after another verb: *made comments about*."""
    for i in range(cue[0] + 1, cue[1]):
        if doc.norms[i] in reporting_nouns() and verb_group(doc, i, cue[0]) > cue[0]:
            return True
    return False


def reporting_verb_of(doc: AnnotatedDocument, cue: Range) -> ReportingVerb:
    """The verb of saying of a cue: its phrase, or its last word that is one; ``NO_VERB`` if none is."""
    for index in range(*cue):
        for parts, entry in reporting_phrases().get(doc.norms[index], ()):
            if doc.norms[index : index + len(parts)] == parts:
                return entry
    known = reporting_verbs()
    return next((known[norm] for norm in reversed(doc.norms[slice(*cue)]) if norm in known), NO_VERB)


def lemma_of(doc: AnnotatedDocument, cue: Range) -> str:
    """The verb of saying of a cue, in the form that lists have; empty if it has none."""
    return reporting_verb_of(doc, cue).lemma


def takes_nouns(reporting: ReportingVerb) -> bool:
    """Whether one noun behind a verb of saying may be all of a statement: *denied wrongdoing*."""
    return "noun" in _complement_types(reporting)


def takes_noun_phrase(reporting: ReportingVerb) -> bool:
    """Whether what a verb takes is told by its noun, *claimed victory*; not of those that take clauses."""
    takes = _complement_types(reporting) & frozenset(OBJECTS)
    if reporting.frame == "object":
        return bool(takes)
    return bool(takes - {"any", "news"})


def takes_facts(reporting: ReportingVerb) -> bool:
    """Whether a noun phrase behind a verb is for what is or was: *announced*, *praised*; not *demanded*."""
    return reporting.frame == "object" or not _complement_types(reporting).isdisjoint(_OF_FACTS)


def takes_object(reporting: ReportingVerb) -> bool:
    """Whether what a verb takes may be a noun phrase of a certain sort: *confirmed the talks*; not *said*."""
    if reporting.frame == "object":
        return True
    return not _complement_types(reporting).isdisjoint(_OBJECTS_OF_A_SORT)


def takes_things(lemma: str) -> bool:
    """Whether what is asked for may stand where others have whom they ask: *urged* [*caution*]."""
    return "bid" in _complements().get(lemma, _ANY)


def prepositions(lemma: str) -> frozenset[str]:
    """The prepositions with which a verb takes a noun phrase as a statement: *told her* [*of cold rooms*]."""
    return _complements().get(lemma, _ANY) - _NO_PREPOSITIONS


def _complement_types(reporting: ReportingVerb) -> frozenset[str]:
    """What a verb takes as a statement, and the prepositions with which it takes a noun phrase."""
    if reporting is NO_VERB:
        return frozenset()
    return _complements().get(reporting.lemma, _ANY)


@cache
def _complements() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in rows("complements", 2)}

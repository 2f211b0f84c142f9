"""Finds cues: the words that show that something was said."""

from __future__ import annotations

from functools import cache

from quotediff.extraction.animacy import head_of
from quotediff.extraction.clauses import has_predicate
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.grammar import (
    begins_clause,
    begins_phrase,
    is_adverb,
    is_behind_relative,
    is_counted,
    is_open,
    is_word,
    phrase_end,
    sentence_end,
    sentence_start,
    starts_quoted_range,
    verb_group,
)
from quotediff.extraction.phrases import contact_clause, subject_before
from quotediff.extraction.token_kinds import (
    FINITE_AUX,
    NAME,
    NUMBER,
    OPENS_NOUN_PHRASE,
    OPENS_OBJECT,
    OPENS_QUOTED,
    PAST,
    POSSESSIVE_S,
    QUOTED,
    SENTENCE_END,
    WORD,
)
from quotediff.lang.cues import (
    AUX,
    DET,
    OBJ,
    POSS,
    PREP,
    SUBJ,
    TIME,
    ReportingVerb,
    evidence_nouns,
    reporting_phrases,
    reporting_verbs,
)
from quotediff.lang.lexicon import word_list, word_sequence, words
from quotediff.lang.nouns import noun_kind, role_noun, singular
from quotediff.model import Role
from quotediff.values import dataclass

FORMS_OF_BE = word_list("forms_of_be")
_GOING_ON = word_list("going_on")
_MODALS = word_list("modals")
_BEFORE_FINITE_TO = _GOING_ON | {"used"}
_PRONOMINAL = word_list("pronominal")  # fmt: skip
_AFTER_PARTICIPLE = word_list("after_participle")
_ON_TOPICS = frozenset({"about", "on"})
_DECLINED = word_list("declined")
_BEFORE_VERB = word_list("before_verb") | {",", "”", '"', "''"}
_BEHIND_VERB = word_list("behind_verb") | {":", ",", "."}
_KINDS_OF_PEOPLE = frozenset({"person", "group"})  # kinds of nouns
_BEHIND_PLAIN_VERB = frozenset({"in", "on", "of"})
_ENDS_BEFORE_NOUN = (*word_sequence("sure_adjective_endings"), "'s")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: tokens ``first:last`` with its auxiliaries, the verb itself at ``verb``.

    ``frame`` is what the verb takes (see ``lang/en/cues.txt``), ``stance`` how it colours the words.
    ``form`` is ``finite``, ``ing`` (a participle, whose subject is the main clause's), ``to`` (an
    infinitive) or ``passive`` (the source is its agent, or missing).
    """

    first: int
    last: int
    verb: int
    lemma: str
    frame: str
    stance: str
    form: str


def find_cues(doc: AnnotatedDocument) -> tuple[Cue, ...]:
    """Every verb of saying that stands outside quoted words, in text order; linear."""
    found: list[Cue] = []
    done = 0
    for index in doc.places_of(_first_words()):
        if index < done or not _is_read(doc, index):
            continue
        cue = _cue_at(doc, index)
        if cue is None:
            continue
        if found and found[-1].first >= cue.first:
            found.pop()  # *is said* of *is said to have told*
        found.append(cue)
        done = cue.last
    return tuple(found)


def _is_read(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word is the narrator's, in a paragraph with statements, and no person's name."""
    if doc.kinds[i] & QUOTED or i in doc.namesakes:
        return False
    return doc.role_of(i) in READ_ROLES


def _cue_at(doc: AnnotatedDocument, i: int) -> Cue | None:
    """The cue whose verb begins with token ``i``; None where it is no verb of saying, or nothing was said."""
    last, entry = _verb_at(doc, i)
    if entry is None:
        return None
    form = _form(doc, i, last, entry)
    if form is None:
        return None
    first = _group_start(doc, i)
    if _says_nothing(doc, first, i, last, entry):
        return None
    return Cue(first, last, i, entry.lemma, entry.frame, entry.stance, form)


def _group_start(doc: AnnotatedDocument, verb: int) -> int:
    """Where the verb group of a verb begins, also behind one of going on: *continued to deny*."""
    floor = sentence_start(doc, verb)
    first = verb_group(doc, verb, floor)
    going_on = doc.norms[first] == "to" and doc.norms[first - 1] in _GOING_ON and first - 1 > floor
    return verb_group(doc, first - 1, floor) if going_on else first


def _verb_at(doc: AnnotatedDocument, i: int) -> tuple[int, ReportingVerb | None]:
    """Where the verb or phrase of saying that begins with token ``i`` ends, and what is known of it."""
    norm = doc.norms[i]
    for parts, phrase in reporting_phrases().get(norm, ()):
        if doc.norms[i : i + len(parts)] == parts:
            return i + len(parts), phrase
    return i + 1, reporting_verbs().get(norm)


@cache
def _first_words() -> frozenset[str]:
    """The words that a cue's verb may be, or begin with."""
    return frozenset(reporting_verbs()) | frozenset(reporting_phrases())


def _says_nothing(doc: AnnotatedDocument, first: int, verb: int, last: int, entry: ReportingVerb) -> bool:
    """Whether a cue is a refusal, asks for the terms on which somebody speaks, or stands in a set phrase.

    *Asked not to be named*, *needless to say*.
    """
    if in_set_phrase(doc, verb):
        return True
    return begins_phrase(doc, last, "anonymity_requests") or _is_refusal(doc, first, verb, entry)


def _is_refusal(doc: AnnotatedDocument, first: int, verb: int, entry: ReportingVerb) -> bool:
    """*would not say*, *did not respond*: no statement, unless words in marks follow."""
    head = entry.lemma.split(" ", maxsplit=1)[0]
    if head not in words("refusal_cues") or starts_quoted_range(doc, verb + 1):
        return False
    return any(negates(doc.norms[i]) for i in range(max(first - 1, 0), verb))  # Not mentioned in


def in_set_phrase(doc: AnnotatedDocument, verb: int) -> bool:
    """Whether a verb of saying is part of a phrase that tells of nothing said: *That said,*."""
    begins = (i for i in range(max(verb - 3, 0), verb + 1) if phrase_end(doc, i, "set_phrases") > verb)
    return any(doc.norms[i] != "that" or begins_clause(doc, i) for i in begins)  # a sign that said, "Go"


def negates(norm: str) -> bool:
    """Whether a word denies the verb beside it: *not*, *never*, *didn't*."""
    return norm in ("not", "never") or norm.endswith("n't")


def is_refusal_or_terms(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether the words of a cue tell of a refusal to speak, or of the terms on which somebody spoke."""
    return any(_begins_refusal_or_terms(doc, index) for index in range(first, last))


def _begins_refusal_or_terms(doc: AnnotatedDocument, i: int) -> bool:
    listed = any(begins_phrase(doc, i, name) for name in ("responses", "anonymity"))
    if listed or doc.norms[i] in _DECLINED:
        return True
    entry = reporting_verbs().get(doc.norms[i])
    if entry is None:
        return False
    first = verb_group(doc, i, sentence_start(doc, i))
    return _says_nothing(doc, first, i, i + 1, entry)


def _form(doc: AnnotatedDocument, i: int, last: int, entry: ReportingVerb) -> str | None:
    """How the verb of ``tokens[i:last]`` stands, or None where it is no verb of saying here."""
    floor = sentence_start(doc, i)
    before = _before_adverbs(doc, i, floor)
    norm = doc.norms[before]
    if i > floor and (_in_a_name(doc, i) or _after_determiner(doc, i, entry)):
        return None
    if entry.participle:
        return _participle_form(norm, doc.kinds[before])
    if norm == "to":
        return "finite" if doc.norms[before - 1] in _BEFORE_FINITE_TO else "to"
    if entry.past:
        if norm in _PASSIVE_AUXILIARIES:
            return "passive"
        if _is_bare_participle(doc, i, last, before, entry) or _gives_a_name(doc, i, before, floor, entry):
            return None
    if entry.noun and not _stands_as_verb(doc, i, last, before):
        return None
    return "finite"


def _before_adverbs(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """The last token before ``i`` that is no adverb; -1, which is no word, if none from ``floor`` on is."""
    return next((k for k in range(i - 1, floor - 1, -1) if not is_adverb(doc, k)), -1)


_PASSIVE_AUXILIARIES = FORMS_OF_BE | {"get", "got"}


def _is_bare_participle(doc: AnnotatedDocument, i: int, last: int, before: int, entry: ReportingVerb) -> bool:
    """A participle that is no verb of its clause: known as "X", as reported, two men accused of arson."""
    norm, kind = doc.norms[before], doc.kinds[before]
    if doc.norms[i] in words("cue_only_participles") and not kind & AUX:
        return True
    if norm == "as" and doc.norms[before - 1] != "such":
        return True
    if entry.frame == "told" and doc.norms[last] in _ON_TOPICS:
        return True  # a diplomat briefed on the talks
    if entry.frame not in ("object", "told"):
        return False
    return doc.norms[last] in _AFTER_PARTICIPLE


def _participle_form(before: str, kind: int) -> str | None:
    if kind & (DET | POSS) or before in ("of", "'s"):
        return None  # a gerund: the warning, his telling
    return "finite" if before in FORMS_OF_BE else "ing"


def _in_a_name(doc: AnnotatedDocument, i: int) -> bool:
    """A capitalized form after a capitalized word, but for headlines: *the State Department*."""
    capitals = doc.kinds[i - 1] & doc.kinds[i] & NAME
    return capitals != 0 and doc.role_of(i) is not Role.HEADLINE


def _after_determiner(doc: AnnotatedDocument, i: int, entry: ReportingVerb) -> bool:
    """After *the* or *his* the form is a noun or an adjective; *all*, *those* may be the subject."""
    at = i - 1
    while entry.noun and doc.kinds[at] & (TIME | NUMBER):
        at -= 1  # the May 9 blast
    kind = doc.kinds[at]
    if not kind & DET and kind & (POSS | OBJ) != POSS:
        return _is_counted_participle(doc, i, entry)  # also after "her"
    return entry.noun or doc.norms[at] not in _PRONOMINAL


def _is_counted_participle(doc: AnnotatedDocument, i: int, entry: ReportingVerb) -> bool:
    """Whether a participle tells of what is counted: *by 300* [*pledged*] *men*; not *12 pledged it*."""
    if not entry.past or not is_counted(doc, i - 1):
        return False
    if not is_open(doc, i + 1) or not doc.norms[i + 1].endswith("s"):
        return False
    before = _before_adverbs(doc, i - 1, sentence_start(doc, i))
    return bool(doc.kinds[before] & (PREP | POSSESSIVE_S | PAST)) and doc.norms[before] != "of"


def _stands_as_verb(doc: AnnotatedDocument, i: int, last: int, before: int) -> bool:
    """Whether a form that is also a noun (*state*, *report*) has a subject before it and an object after."""
    if before < 0 or i + 1 >= len(doc.tokens):
        return False
    norm, kind = doc.norms[before], doc.kinds[before]
    if norm in _MODALS and not kind & NAME:
        return True
    if kind & PREP or norm.endswith(_ENDS_BEFORE_NOUN):
        return False
    if kind & SUBJ and _leaves_gap(doc, i):
        return True
    takes = _may_be_object(doc, i + 1)
    if kind & (SUBJ | AUX | NAME) or norm in _BEFORE_VERB:
        return takes or last > i + 1 or doc.norms[i + 1] in _BEHIND_PLAIN_VERB  # he calls for
    if _is_speaking_noun(norm):
        if _quotes(doc, last) and not _is_speaking_noun(doc.norms[i]):
            return True  # his note read: "..."
        if _agrees(norm, doc.norms[i]):
            return takes or _may_close(doc, i + 1)  # the mayor claims it, the complaint states that
    if doc.norms[i + 1] == "that" and _has_speaking_subject(doc, i):
        return True
    return takes and norm.endswith("s")  # officials report that; not: cut its sales forecast on Tuesday


def _agrees(noun: str, verb: str) -> bool:
    """Whether a noun and a verb in the present tense are of one number: *complaint states*."""
    return verb.endswith("s") == (singular(noun) == noun)


def _has_speaking_subject(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a verb has a subject that is told more of, and that may say something: *signs at the door*."""
    subject = subject_before(doc, i, sentence_start(doc, i))
    if subject is None:
        return False
    if not begins_clause(doc, subject[0]):
        return False
    noun = doc.norms[head_of(doc, subject)]
    if not _agrees(noun, doc.norms[i]):
        return False
    return _is_speaking_noun(singular(noun))


def _leaves_gap(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what a verb behind *which* says lacks its subject: *a watch, which it claims can run*."""
    return is_behind_relative(doc, i - 1) and doc.kinds[i + 1] & FINITE_AUX != 0


def _may_be_object(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what a verb takes begins with token ``i``: a noun phrase, a clause, quoted words."""
    return doc.kinds[i] & (OPENS_OBJECT | SUBJ | QUOTED) != 0 or doc.norms[i] in _BEHIND_VERB


def _may_close(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an attribution may close at token ``i``: *C, the researchers report* [*in a journal*]."""
    return doc.kinds[i] & SENTENCE_END != 0 or doc.norms[i] in _BEHIND_PLAIN_VERB


def _quotes(doc: AnnotatedDocument, i: int) -> bool:
    """Whether quoted words begin with token ``i``, or behind a colon there."""
    return starts_quoted_range(doc, i + (doc.norms[i] in (":", ",")))


def _is_speaking_noun(noun: str) -> bool:
    """Whether a noun is for one who speaks or for a document: *mayor*, *complaint*."""
    return role_noun(noun) is not None or noun in evidence_nouns()


def _gives_a_name(doc: AnnotatedDocument, i: int, before: int, floor: int, entry: ReportingVerb) -> bool:
    """*a website called "X"*: a participle after a common noun gives a name, and nobody is quoted.

    Or before a name with a verb behind it: *a choir called the Larks* [*was dismissed*].
    """
    if entry.frame != "call" or doc.norms[i] not in words("naming_participles"):
        return False
    if _is_subject_named(doc, i + 1):
        return True
    if not floor < before == i - 1:
        return False
    if contact_clause(doc, floor, i) is not None:
        return False  # a case federal prosecutors called "the largest ever"
    if _is_only_verb(doc, i, floor):
        return False  # The auctioneer called "Sold!".
    if doc.kinds[before] & (WORD | NUMBER | NAME | SUBJ | AUX) != WORD:
        return False
    if not doc.kinds[i + 1] & QUOTED:
        return False
    return doc.sentence_of[i + 1] == doc.sentence_of[i]


def _is_subject_named(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a name stands at token ``i`` right before an auxiliary: *the Larks* [*was*]."""
    begins = i + bool(doc.kinds[i] & DET)
    behind = next(k for k in range(begins, len(doc.kinds)) if not doc.kinds[k] & NAME)
    if behind <= begins:
        return False
    return doc.kinds[behind] & FINITE_AUX != 0


def _is_only_verb(doc: AnnotatedDocument, i: int, floor: int) -> bool:
    """Whether a verb between a person and quoted words, which end the sentence, is its only one."""
    if noun_kind(singular(doc.norms[i - 1])) not in _KINDS_OF_PEOPLE:
        return False
    if not doc.kinds[floor] & OPENS_NOUN_PHRASE:
        return False
    if not doc.kinds[i + 1] & OPENS_QUOTED or has_predicate(doc, floor, i):
        return False
    behind = doc.quoted[doc.inside[i + 1]].last
    return not any(is_word(doc, k) for k in range(behind, sentence_end(doc, i)))

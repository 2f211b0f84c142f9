"""Finds cues: the words that show that something was said."""

from __future__ import annotations

from functools import cache

from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.grammar import (
    begins_phrase,
    is_adverb,
    is_name,
    is_number,
    sentence_start,
    starts_quoted_range,
    verb_group,
)
from quotediff.extraction.phrases import contact_clause
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
from quotediff.lang.nouns import role_noun, singular
from quotediff.model import Role
from quotediff.values import dataclass

FORMS_OF_BE = word_list("forms_of_be")
_GOING_ON = word_list("going_on")
_MODALS = word_list("modals")
_PRONOMINAL = word_list("pronominal")  # fmt: skip
_AFTER_PARTICIPLE = word_list("after_participle")
_DECLINED = word_list("declined")
_BEFORE_VERB = word_list("before_verb") | {",", "”", '"', "''"}
_BEHIND_VERB = word_list("behind_verb") | {":", ",", "."}
_ADJECTIVE_ENDINGS = word_sequence("sure_adjective_endings")


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
    table, phrases = reporting_verbs(), reporting_phrases()
    done = 0
    for index in doc.places_of(_first_words()):
        norm = doc.norms[index]
        if (
            index < done
            or doc.inside[index] >= 0
            or index in doc.namesakes
            or _role(doc, index) not in READ_ROLES
        ):
            continue
        last, entry = index + 1, table.get(norm)
        for parts, option in phrases.get(norm, ()):
            if doc.norms[index : index + len(parts)] == parts:
                last, entry = index + len(parts), option
                break
        form = _form(doc, index, last, entry) if entry is not None else None
        if entry is None or form is None:
            continue
        first = _group_start(doc, index)
        if _is_refusal(doc, first, index, entry) or _asks_for_anonymity(doc, last):
            continue
        if found and found[-1].first >= first:
            found.pop()  # *is said* of *is said to have told*
        found.append(Cue(first, last, index, entry.lemma, entry.frame, entry.stance, form))
        done = last
    return tuple(found)


def _group_start(doc: AnnotatedDocument, verb: int) -> int:
    """Where the verb group of a verb begins, also behind one of going on: *continued to deny*."""
    floor = sentence_start(doc, verb)
    first = verb_group(doc, verb, floor)
    going_on = doc.norms[first] == "to" and doc.norms[first - 1] in _GOING_ON and first - 1 > floor
    return verb_group(doc, first - 1, floor) if going_on else first


@cache
def _first_words() -> frozenset[str]:
    """The words that a cue's verb may be, or begin with."""
    return frozenset(reporting_verbs()) | frozenset(reporting_phrases())


def _is_refusal(doc: AnnotatedDocument, first: int, verb: int, entry: ReportingVerb) -> bool:
    """*would not say*, *did not respond*: no statement, unless words in marks follow."""
    if entry.lemma.split(" ", maxsplit=1)[0] not in words("refusal_cues") or starts_quoted_range(
        doc, verb + 1
    ):
        return False
    return any(doc.norms[i] in ("not", "never") or doc.norms[i].endswith("n't") for i in range(first, verb))


def _asks_for_anonymity(doc: AnnotatedDocument, i: int) -> bool:
    """*asked not to be named*: the terms on which somebody spoke."""
    return begins_phrase(doc, i, "anonymity_requests")


def is_refusal_or_terms(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether the words of a cue tell of a refusal to speak, or of the terms on which somebody spoke."""
    for index in range(first, last):
        entry = reporting_verbs().get(doc.norms[index])
        if entry is not None and (
            _is_refusal(doc, verb_group(doc, index, sentence_start(doc, index)), index, entry)
            or _asks_for_anonymity(doc, index + 1)
        ):
            return True
        listed = (begins_phrase(doc, index, name) for name in ("responses", "anonymity"))
        if doc.norms[index] in _DECLINED or any(listed):
            return True
    return False


def _role(doc: AnnotatedDocument, i: int) -> Role:
    return doc.blocks[doc.block_of[i]].role


def _form(doc: AnnotatedDocument, i: int, last: int, entry: ReportingVerb) -> str | None:
    """How the verb of ``tokens[i:last]`` stands, or None where it is no verb of saying here."""
    floor = sentence_start(doc, i)
    before = _before_adverbs(doc, i, floor)
    norm = doc.norms[before] if before >= floor else ""
    if i > floor and (_in_a_name(doc, i) or _after_determiner(doc, i, entry)):
        return None
    if entry.participle:
        return _participle_form(norm, doc.kinds[before] if norm else 0)
    if norm == "to":
        return "finite" if doc.norms[before - 1] == "used" or doc.norms[before - 1] in _GOING_ON else "to"
    if entry.past:
        if norm in _PASSIVE_AUXILIARIES:
            return "passive"
        if _is_bare_participle(doc, i, last, before, entry):
            return None
        if entry.frame == "call" and before == i - 1 and _gives_a_name(doc, i, floor):
            return None
    if entry.noun and not _stands_as_verb(doc, i, last, before, floor):
        return None
    return "finite"


def _before_adverbs(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """The last token before ``i`` that is no adverb; before ``floor`` if there is none."""
    before = i - 1
    while before >= floor and is_adverb(doc, before):
        before -= 1
    return before


_PASSIVE_AUXILIARIES = FORMS_OF_BE | {"get", "got"}


def _is_bare_participle(doc: AnnotatedDocument, i: int, last: int, before: int, entry: ReportingVerb) -> bool:
    """A participle that is no verb of its clause: known as "X", as reported, two men accused of arson."""
    norm, kind = doc.norms[before], doc.kinds[before]
    if doc.norms[i] in words("cue_only_participles") and not kind & AUX:
        return True
    if norm == "as" and doc.norms[before - 1] != "such":
        return True
    return entry.frame in ("object", "told") and doc.norms[last] in _AFTER_PARTICIPLE


def _participle_form(before: str, kind: int) -> str | None:
    if kind & (DET | POSS) or before in ("of", "'s"):
        return None  # a gerund: the warning, his telling
    return "finite" if before in FORMS_OF_BE else "ing"


def _in_a_name(doc: AnnotatedDocument, i: int) -> bool:
    """A capitalized form after a capitalized word, but for headlines: *the State Department*."""
    return is_name(doc, i) and is_name(doc, i - 1) and _role(doc, i) is not Role.HEADLINE


def _after_determiner(doc: AnnotatedDocument, i: int, entry: ReportingVerb) -> bool:
    """After *the* or *his* the form is a noun or an adjective; *all*, *those* may be the subject."""
    at = i - 1
    while entry.noun and (doc.kinds[at] & TIME or is_number(doc, at)):
        at -= 1  # the May 9 blast
    before, kind = doc.norms[at], doc.kinds[at]
    if not kind & DET and (not kind & POSS or before == "her"):
        return False
    return entry.noun or before not in _PRONOMINAL


def _stands_as_verb(doc: AnnotatedDocument, i: int, last: int, before: int, floor: int) -> bool:
    """Whether a form that is also a noun (*state*, *report*) has a subject before it and an object after."""
    if before < floor or i + 1 >= len(doc.tokens):
        return False
    norm, kind, after = doc.norms[before], doc.kinds[before], doc.norms[i + 1]
    if norm in _MODALS and not is_name(doc, before):
        return True
    if kind & PREP or norm == "'s" or norm.endswith(_ADJECTIVE_ENDINGS):
        return False
    takes = _may_be_object(doc, i + 1)
    if kind & (SUBJ | AUX) or norm in _BEFORE_VERB or is_name(doc, before):
        return takes or after in ("in", "on", "of") or last > i + 1  # he calls for
    if _is_speaking_noun(norm) and not _is_speaking_noun(doc.norms[i]) and _quotes(doc, last):
        return True  # his note read: "..."
    if doc.norms[i].endswith("s") and singular(norm) == norm and _is_speaking_noun(norm):
        return takes  # the mayor claims it, the complaint states that
    return takes and norm.endswith("s")  # officials report that; not: cut its sales forecast on Tuesday


def _may_be_object(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what a verb takes begins with token ``i``: a noun phrase, a clause, quoted words."""
    if doc.kinds[i] & (DET | POSS | SUBJ | OBJ) or doc.norms[i] in _BEHIND_VERB:
        return True
    return is_name(doc, i) or doc.inside[i] >= 0


def _quotes(doc: AnnotatedDocument, i: int) -> bool:
    """Whether quoted words begin with token ``i``, or behind a colon there."""
    return starts_quoted_range(doc, i + (doc.norms[i] in (":", ",")))


def _is_speaking_noun(noun: str) -> bool:
    """Whether a noun is for one who speaks or for a document: *mayor*, *complaint*."""
    return role_noun(noun) is not None or noun in evidence_nouns()


def _gives_a_name(doc: AnnotatedDocument, i: int, floor: int) -> bool:
    """*a website called "X"*: a participle after a common noun gives a name, and nobody is quoted."""
    if i - 1 <= floor or doc.norms[i] not in words("naming_participles"):
        return False
    if contact_clause(doc, floor, i) is not None:
        return False  # a case federal prosecutors called "the largest ever"
    noun = doc.tokens[i - 1].text[0].islower() and not doc.kinds[i - 1] & (SUBJ | AUX)
    follows = i + 1 < len(doc.tokens) and doc.inside[i + 1] >= 0
    return noun and follows and doc.sentence_of[i + 1] == doc.sentence_of[i]

"""What a headline must have to give a statement: headlines are full of verbs that tell what happened.

*Storm claims three lives*, *Dockers blast port*, *Mayor scolded by judge* give nobody's words. A headline has
a quote only with marks, or with a verb of saying or a colon that leaves no doubt: *X says words*, *words, X
says*, *X: words*, *words: X*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.complements import Clause, agrees, clause, lemma_of
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_infinitive, is_name
from quotediff.extraction.names import name_words
from quotediff.extraction.token_kinds import PAST, POSSESSIVE_S
from quotediff.lang.cues import AUX, REPORTING, SUBJ, reporting_verbs
from quotediff.lang.lexicon import rows, word_list
from quotediff.lang.nouns import role_noun
from quotediff.model import Role

_THAT = word_list("that")
_HEADLINE_SUBJECTS = word_list("headline_subjects")  # also of "I'm", "we'll"
_FINDING = frozenset({"report", "poll"})  # kin of documents that say what they found
_UNSAID_IN_HEADLINE = frozenset({"to", "not"})  # before a verb: nobody said it
_TOPIC_OPENERS = frozenset({"of", "about"})
_QUESTIONS = frozenset({"what", "how", "why"})
_OF_OTHERS = word_list("asking_others")  # what others are to do: urged to leave
_PASSIVE = frozenset({"told"})  # present is what headlines are written in: "Residents told to leave"


def drop_event_headlines(doc: AnnotatedDocument, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates less those by which a headline tells what happened and gives nobody's words."""
    return tuple(c for c in candidates if not _in_headline(doc, c) or _gives_statement(doc, c))


def _in_headline(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    return doc.blocks[doc.block_of[candidate.contents[0][0]]].role is Role.HEADLINE


def _gives_statement(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether the headline leaves no doubt that the candidate's contents are somebody's words."""
    cue, source, content = candidate.cue, candidate.source, candidate.contents
    if source is not None and not _QUESTIONS.isdisjoint(doc.norms[max(0, source[0] - 1) : source[0] + 1]):
        return False  # What the critics say of "The Ferry"
    if candidate.quoted_ranges or candidate.verbatim:
        return True
    if cue is None or source is None:
        return False
    if _is_topic(doc, cue, content[0][0]):
        return False
    if ":" in doc.norms[slice(*cue)]:
        return _can_speak(doc, source, content[0])
    if content[-1][1] <= min(source[0], cue[0]):
        return doc.norms[content[-1][1]] == "," and _is_said_after(doc, cue)
    if content[0][0] < cue[1]:
        return False
    return any(_follows(doc, what, source, content[0]) for what in _verbs(doc, cue))


def _follows(doc: AnnotatedDocument, what: str, source: Range, content: Range) -> bool:
    """Whether a content is what a verb has to have behind it: anything, a clause, or what is to be done."""
    if what == "any" or _is_clause(doc, content):
        return True
    return what == "deed" and any(is_infinitive(doc, i) for i in range(*content)) and can_speak(doc, source)


def _is_said_after(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue behind a statement is a plain verb of saying, or *according to*."""
    return "according" in doc.norms[slice(*cue)] or any(_verbs(doc, cue))


def _is_topic(doc: AnnotatedDocument, cue: Range, first: int) -> bool:
    """Whether it is told but of what somebody spoke: *Deckhand tells of* [*last hour*]."""
    return not _TOPIC_OPENERS.isdisjoint((doc.norms[cue[1] - 1], doc.norms[first]))


def _verbs(doc: AnnotatedDocument, cue: Range) -> Iterator[str]:
    """What the verbs of a cue take, of those that are plain enough for a headline."""
    for index in range(*cue):
        what = _plain().get(doc.norms[index])
        if what is None or _is_unsaid(doc, index):
            continue
        if doc.norms[index + 1] != "to":
            yield what
        elif what == "deed" and not _is_asked_of_others(doc, index):
            yield what  # vows to leave; not: told to leave, urged to leave


def _is_unsaid(doc: AnnotatedDocument, verb: int) -> bool:
    """Whether a verb stands where nobody said anything: *to say*, *not say*, *will say*."""
    if doc.kinds[verb - 1] & (AUX | POSSESSIVE_S):
        return True
    return doc.norms[verb - 1] in _UNSAID_IN_HEADLINE


def _is_asked_of_others(doc: AnnotatedDocument, verb: int) -> bool:
    """Whether a verb may be a passive, before what others are to do: *urged* [*to leave*]."""
    return doc.kinds[verb] & PAST != 0 and lemma_of(doc, (verb, verb + 1)) in _OF_OTHERS


@cache
def _plain() -> dict[str, str]:
    """The forms of verbs of saying that a headline may have: what has to follow each."""
    taken = {row[0]: row[1] for row in rows("headline_verbs", 2)}
    forms = {form: verb.lemma for form, verb in reporting_verbs().items() if form not in _PASSIVE}
    return {form: taken[lemma] for form, lemma in forms.items() if lemma in taken}


def _is_clause(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a content opens as a clause does or has an auxiliary: *that ...*, *prices will rise*."""
    first, last = content
    if doc.norms[first] in _THAT or any(kind & AUX for kind in doc.kinds[first + 1 : last]):
        return True
    return any(_is_subject(doc, i) for i in range(first, last))


def _is_subject(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a token is a subject's pronoun, also with its verb: *they*, *they're*."""
    return bool(doc.kinds[i] & SUBJ) or doc.norms[i].partition("'")[0] in _HEADLINE_SUBJECTS


def _can_speak(doc: AnnotatedDocument, source: Range, content: Range) -> bool:
    """Whether who stands at a colon is somebody, not a topic: *Aide: ...*, *Roe: I'm done*, *Poll: ...*."""
    norms = doc.norms[source[0] : source[1]]
    known = role_noun(norms[-1])
    if known is None:
        if not name_words().given.keys().isdisjoint(norms):
            return True
        if not is_name(doc, source[0]):
            return False
        if _is_subject(doc, content[0]):
            return True
        return clause(doc, content) is not Clause.NO and _speaks_in_body(doc, source[1] - 1)
    if known.kind != "document":
        return True
    if known.kin.isdisjoint(_FINDING) or doc.norms[content[0]] in _THAT:
        return False  # "Analysis: why the bridge fell"
    return _is_clause(doc, content) or any(agrees(doc, i) for i in range(content[0] + 1, content[1] - 1))


def _speaks_in_body(doc: AnnotatedDocument, name: int) -> bool:
    """Whether the last word of a name is further on beside a verb of saying, or that of a whole name.

    *Tarn Water* [*said*], *said Nell* [*Orr*].
    """
    given = name_words().given
    others = (i for i in doc.places_of({doc.norms[name]}) if doc.role_of(i) is Role.BODY and is_name(doc, i))
    return any((doc.kinds[i - 1] | doc.kinds[i + 1]) & REPORTING or doc.norms[i - 1] in given for i in others)

"""The attribution stands before what was said: X said (that) C / X said: "..." / X called Y "..."."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    CLAUSE_OPENERS,
    approximates,
    before_contrast,
    clause_end,
    contrasted,
    follows_statement,
    in_terms,
    is_venue,
    past_addressee,
    past_adverbials,
    relative_end,
)
from quotediff.extraction.complements import Clause, clause, prepositions, takes_things, topic_start
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    DASHES,
    STOPS,
    Range,
    has_verb,
    is_name,
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.phrases import leading_subject, phrase_after, subject_before
from quotediff.extraction.token_kinds import ING
from quotediff.lang.cues import SUBJ, evidence_nouns, word_kinds
from quotediff.lang.lexicon import word_list, words
from quotediff.limits import WINDOW_AGENT_TOKENS, WINDOW_WEAK_CUE_TOKENS
from quotediff.values import replace


class Joined(Enum):
    """How a statement is joined on to the verb before it, each with what a candidate costs."""

    COLON = 1.1  # said: "..."
    QUOTED = 1.5  # said "...", called Y "..."
    THAT = 2.0  # said that C: plain
    FAR = 2.2  # quoted words further on in the clause
    BARE = 2.6  # said C: the verb may have another complement


COST_NO_SOURCE = 1.0  # added where the subject was not found
COST_AFTER_STATEMENT = 1.0  # added where what was told stands before: C, X told a judge ...
COST_PARTICIPLE = 0.2  # added for ", adding that": the source is the main clause's, by inference
COST_WEAK = 1.0  # added for verbs that are cues only beside quoted words
_PLAIN_REPORTING = word_list("plain_reporting")
WRITING = word_list("writing")
"""Verbs of writing, by lemma."""
MAY_ADDRESS = word_list("may_address")
PLACES = word_list("places")
"""Prepositions that tell where somebody sobbed or shouted, and lead to nothing said."""
NOT_A_CLAUSE = PLACES | word_list("prepositions_after_verbs")


def said_before(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement after it."""
    speaking: dict[int, Range] = {}  # sentence -> whose statement its further verbs go on with
    cues = [_without_pronoun(doc, cue) for cue in cues]
    subjects = [_subject(doc, cue) for cue in cues]
    limits = _main_verbs(doc, cues, subjects)
    around = 0  # where the statements before end: another in one of them is not the narrator's
    for cue, subject in zip(cues, subjects, strict=True):
        sentence = doc.sentence_of[cue.verb]
        inverted = _inverted(doc, cue)
        source = inverted or _source(doc, cue, subject, speaking.get(sentence))
        firm = source is not None and cue.form == "finite" and cue.frame != "weak"
        if source is not None and firm and (sentence not in speaking or cue.lemma in _PLAIN_REPORTING):
            speaking[sentence] = source
        found = complement(doc, cue, _behind_speaker(cue, inverted or source))
        if found is None:
            continue
        content, how = found
        content = _limited(doc, source, content, limits.get(cue.verb, 0), nested=cue.verb < around)
        if how is Joined.BARE and _is_inverted_name(doc, cue, content):
            continue
        around = max(around, content[1])
        contents = _with_object(doc, cue, content)
        quoted_ranges = quoted_ranges_in(doc, contents)
        if not _acceptable(doc, cue, source, content, quoted_ranges):
            continue
        if source is not None and any(first <= source[0] < last for first, last in contents):
            continue
        if source is not None and in_terms(doc, source[0], cue.first):
            continue
        cost = how.value + _extra_cost(doc, cue, source, how)
        yield Candidate("said-before", cost, contents, (cue.first, cue.last), source, quoted_ranges)


def _behind_speaker(cue: Cue, source: Range | None) -> int:
    """The token behind the verb, or behind who said it: *was reported by the Herald* [*that C*]."""
    clausal = cue.form != "passive" or cue.frame in ("clause", "told")
    return source[1] if source is not None and source[0] >= cue.last and clausal else cue.last


def _is_inverted_name(doc: AnnotatedDocument, cue: Cue, content: Range) -> bool:
    """Whether who said it stands behind a verb and the comma before it: *C, said* [*Poe, a clerk*]."""
    parted = doc.norms[cue.first - 1] == "," and cue.lemma in _PLAIN_REPORTING and cue.frame == "clause"
    return parted and is_name(doc, content[0]) and clause(doc, content) is Clause.NO


def _contrasted(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """The clause whose subject a participle goes on about: *, while* [*Poe differs*]*, arguing*."""
    comma = cue.first - 1
    return contrasted(doc, comma, sentence_start(doc, cue.verb)) if doc.norms[comma] == "," else None


def _limited(
    doc: AnnotatedDocument, source: Range | None, content: Range, verb: int, *, nested: bool
) -> Range:
    """The content as far as its clause goes: to the main ``verb``, or, if ``nested``, to what others hold."""
    first, last = content
    if source is not None and source[1] - source[0] == 1 and doc.norms[source[0]] in ("who", "which"):
        last = relative_end(doc, source[0], first, last)
    if first < verb < last:
        last = verb
    return first, before_contrast(doc, first, last) if nested else last


def _extra_cost(doc: AnnotatedDocument, cue: Cue, source: Range | None, how: Joined) -> float:
    """What makes a candidate dearer than others that are joined on likewise."""
    cost = COST_NO_SOURCE * (source is None)
    if (
        source is not None
        and how is Joined.BARE
        and cue.frame == "told"
        and follows_statement(doc, source[0])
    ):
        cost += COST_AFTER_STATEMENT
    inferred = cue.form == "ing" and _contrasted(doc, cue) is None
    return cost + COST_PARTICIPLE * inferred + COST_WEAK * (cue.frame == "weak")


def _acceptable(
    doc: AnnotatedDocument, cue: Cue, source: Range | None, content: Range, quoted_ranges: tuple[int, ...]
) -> bool:
    """Whether a verb in this form makes a statement of what follows: some do only beside quoted words."""
    if not quoted_ranges and (source is None or is_venue(doc, *content)):
        return False  # nobody's words: one in nine is a statement
    if cue.frame == "evidence":
        shown = cue.form == "finite" and source is not None and is_evidence(doc, source)
        return bool(quoted_ranges) or (shown and is_finding(doc, content))
    if cue.frame == "weak":
        return bool(quoted_ranges) and doc.quoted[quoted_ranges[0]].first - cue.last <= WINDOW_WEAK_CUE_TOKENS
    doubtful = cue.form == "to" or (cue.form == "passive" and cue.frame in ("object", "call"))
    if cue.lemma in WRITING and (not has_verb(doc, *content) or doc.kinds[content[0]] & ING):
        return bool(quoted_ranges)  # posted a photograph, writes standing up
    return bool(quoted_ranges) or not doubtful


def is_finding(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether what a document shows is a clause: *that nine died*; not *the harbor*, on a map."""
    return doc.norms[content[0]] in CLAUSE_OPENERS or has_verb(doc, *content)


def is_evidence(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is a document or those who make them: *the poll*, *researchers*."""
    return any(doc.norms[i] in evidence_nouns() for i in range(*source))


def _without_pronoun(doc: AnnotatedDocument, cue: Cue) -> Cue:
    """The cue without a subject that is written as one word with its auxiliary: *I'd* [*say*]."""
    return replace(cue, first=cue.first + 1) if cue.first < cue.verb and _has_pronoun(doc, cue.first) else cue


def _has_pronoun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a pronoun with its auxiliary: *we'd*."""
    host, apostrophe, _ = doc.norms[i].partition("'")
    return bool(apostrophe) and word_kinds().get(host, 0) & SUBJ != 0


def _subject(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    if cue.form == "finite" and cue.first > 0 and _has_pronoun(doc, cue.first - 1):
        return cue.first - 1, cue.first
    return subject_before(doc, cue.first, sentence_start(doc, cue.verb)) if cue.form == "finite" else None


def _main_verbs(
    doc: AnnotatedDocument, cues: Sequence[Cue], subjects: Sequence[Range | None]
) -> dict[int, int]:
    """Where the main verb begins, for cues in its subject: *a juror who asked them not to talk* [*said*]."""
    verbs = [cue.verb for cue in cues]
    limits: dict[int, int] = {}
    for cue, subject in zip(cues, subjects, strict=True):
        if subject is None:
            continue
        relative = min(doc.first_of(word, subject[0]) for word in ("who", "which"))
        for k in range(bisect_left(verbs, relative), bisect_left(verbs, subject[1])):
            limits.setdefault(verbs[k], cue.first)
    return limits


def _source(doc: AnnotatedDocument, cue: Cue, found: Range | None, speaking: Range | None) -> Range | None:
    """Whose the statement is: ``found`` if the verb has a subject of its own."""
    floor = sentence_start(doc, cue.verb)
    if cue.form == "passive":
        return _agent(doc, cue)
    other = _contrasted(doc, cue)
    if other is not None:
        return leading_subject(doc, *other)
    if cue.form == "finite" and found is None and doc.norms[cue.first - 1] == ",":
        return speaking  # the verb of a statement that stands before it: C, said X
    # Else the second of two verbs, or a participle: X rejected the plan and said ...; X spoke, saying ...
    return found or speaking or leading_subject(doc, floor, cue.first)


def _inverted(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """Who, in *Added X: "..."*, where the verb begins its sentence and a colon ends the name."""
    if cue.form != "finite" or cue.first != sentence_start(doc, cue.verb):
        return None
    found = phrase_after(doc, cue.last, sentence_end(doc, cue.verb))
    return found if found is not None and doc.norms[found[1]] == ":" else None


def _agent(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """Who, in *was described by X as*."""
    stop = sentence_end(doc, cue.verb)
    for index in range(cue.last, min(stop, cue.last + WINDOW_AGENT_TOKENS)):
        if doc.inside[index] >= 0 or doc.tokens[index].text in (",", ";", ":"):
            return None
        if doc.norms[index] == "by":
            return phrase_after(doc, index + 1, stop)
    return None


def _with_object(doc: AnnotatedDocument, cue: Cue, content: Range) -> tuple[Range, ...]:
    """The content, and for *Y was called "..."* what it was said of, which stands before the cue."""
    if cue.form != "passive" or cue.frame != "call":
        return (content,)
    first = content[0]
    agent = _agent(doc, cue)
    if agent is not None and agent[1] <= content[1]:
        first = max(first, next((j for j in range(agent[0], agent[1]) if doc.norms[j] == "as"), agent[1]))
    of_whom = subject_before(doc, cue.first, sentence_start(doc, cue.verb))
    after = (first, content[1])
    return (of_whom, after) if of_whom is not None else (after,)


def complement(doc: AnnotatedDocument, cue: Cue, i: int) -> tuple[Range, Joined] | None:
    """What was said, from token ``i`` on, and how it is joined on."""
    ceiling = doc.blocks[doc.block_of[cue.verb]].last
    stop = sentence_end(doc, cue.verb)
    if cue.frame == "told" or cue.lemma in MAY_ADDRESS:
        behind = past_addressee(doc, i, stop, certain=cue.frame == "told")
        if cue.frame == "told" and i < behind:
            behind = _before_topic(doc, cue, (i, behind), stop)
        i = i if takes_things(cue.lemma) and _is_all_there_is(doc, behind, stop) else behind
    i = past_adverbials(doc, _past_pointer(doc, i, stop), stop)
    if i >= ceiling:
        return None
    norm = doc.norms[i]
    if norm == ":" or (norm == "," and starts_quoted_range(doc, i + 1)):
        return _after_colon(doc, i, stop, ceiling)
    if i >= stop:
        return None
    if doc.inside[i] >= 0:
        return ((i, clause_end(doc, i, ceiling)), Joined.QUOTED) if starts_quoted_range(doc, i) else None
    if norm in (",", ".", ";", "?", "!") or norm in DASHES:
        return None
    return _clause(doc, cue, i, ceiling)


def _before_topic(doc: AnnotatedDocument, cue: Cue, addressee: Range, stop: int) -> int:
    """Where those spoken to end: before what they are told of, if no statement follows, *told us* [*of it*].

    A thing that was not known may have an infinitive of its own: *told the court* [*of a plan to burn it*].
    """
    first, last = addressee
    at = topic_start(doc, cue.lemma, first, last)
    indefinite = doc.norms[last] == "to" and doc.norms[at + 1] in ("a", "an")
    return at if at > first and (indefinite or _is_all_there_is(doc, last, stop)) else last


def _is_all_there_is(doc: AnnotatedDocument, i: int, stop: int) -> bool:
    """Whether a sentence ends at token ``i``: what stands before is asked for, *urged* [*caution*]."""
    return i >= stop or doc.norms[i] in STOPS


def _past_pointer(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past words that only point at what the colon brings: said *this*, said *the following in a letter*."""
    after = i + 1 if doc.norms[i] == "this" else i + 2
    if after > i + 1 and (doc.norms[i], doc.norms[i + 1]) != ("the", "following"):
        return i
    colon = stop - 1
    plain = not any(doc.kinds[k] & SUBJ or doc.norms[k] == "that" for k in range(after, colon))
    return colon if colon >= after and doc.norms[colon] == ":" and plain else i


def _after_colon(doc: AnnotatedDocument, i: int, stop: int, ceiling: int) -> tuple[Range, Joined] | None:
    """What was said after the colon at ``i``, or the comma before quoted words."""
    j = i + 1
    if j == ceiling and starts_quoted_range(doc, j):  # the quote is the next paragraph
        return (j, doc.quoted[doc.inside[j]].last), Joined.COLON
    if j < ceiling and (starts_quoted_range(doc, j) or (doc.norms[i] == ":" and j < stop)):
        return (j, clause_end(doc, j, ceiling)), Joined.COLON
    return None


def _clause(doc: AnnotatedDocument, cue: Cue, i: int, ceiling: int) -> tuple[Range, Joined] | None:
    """The reported clause that begins at ``i``, or what the verb takes in its place."""
    norm = doc.norms[i]
    end = clause_end(doc, i, ceiling)
    quoted = quoted_ranges_in(doc, ((i, end),))
    if norm in CLAUSE_OPENERS:
        return (i, end), Joined.THAT
    if not quoted and norm in NOT_A_CLAUSE and not approximates(doc, i) and cue.frame in ("clause", "told"):
        infinitive = norm == "to" and cue.lemma in words("cue_infinitives")
        takes = infinitive or norm in prepositions(cue.lemma)  # told her of cold rooms
        return ((i, end), Joined.BARE) if takes else None
    if quoted and cue.frame in ("call", "object"):
        return (i, end), Joined.QUOTED
    return (i, end), Joined.FAR if quoted else Joined.BARE

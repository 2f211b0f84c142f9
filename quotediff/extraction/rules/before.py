"""The attribution stands before what was said: X said (that) C / X said: "..." / X called Y "..."."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    CLAUSE_OPENERS,
    RELATIVES_OR_WHEN,
    approximates,
    before_contrast,
    clause_end,
    contrasted,
    follows_statement,
    in_terms,
    is_venue,
    noting_aside,
    past_addressee,
    past_adverbials,
    relative_end,
)
from quotediff.extraction.complements import Clause, clause, prepositions, takes_things, topic_start
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    DASHES,
    INDEFINITE_ARTICLES,
    STOPS,
    Range,
    first_verb,
    has_verb,
    is_infinitive,
    is_name,
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.phrases import leading_subject, phrase_after, subject_before
from quotediff.extraction.token_kinds import COLON, COMMA, ING, OPENS_QUOTED, QUOTED, SEMICOLON
from quotediff.lang.cues import SUBJ, evidence_nouns, word_kinds
from quotediff.lang.lexicon import word_list, words
from quotediff.limits import MAX_ASIDE_TOKENS, WINDOW_AGENT_TOKENS, WINDOW_WEAK_CUE_TOKENS
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
_BEFORE_ABSOLUTE = frozenset({",", "with"})
_PLAIN_REPORTING = word_list("plain_reporting")
WRITING = word_list("writing")
"""Verbs of writing, by lemma."""
MAY_ADDRESS = word_list("may_address")
PLACES = word_list("places")
"""Prepositions that tell where somebody sobbed or shouted, and lead to nothing said."""
NOT_A_CLAUSE = PLACES | word_list("prepositions_after_verbs")


_NO_CONTENT = DASHES | {".", ";", "?", "!"}
_OF_CLAUSES = frozenset({"clause", "told"})
_RELATIVE_SUBJECTS = (("who",), ("which",))
_DOUBTFUL = frozenset({("passive", "object"), ("passive", "call")})  # a statement only beside quoted words
_JOINED_TO_QUOTED = dict.fromkeys(("call", "object"), Joined.QUOTED)  # by the frame of the verb
_POINTERS = (("this",), ("the", "following"))


def said_before(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement after it."""
    speaking: dict[int, Range] = {}  # sentence -> whose statement its further verbs go on with
    cues = [_without_pronoun(doc, cue) for cue in cues]
    subjects = [_subject(doc, cue) for cue in cues]
    limits = _main_verbs(doc, cues, subjects)
    around = 0  # where the statements before end: another in one of them is not the narrator's
    for cue, subject in zip(cues, subjects, strict=True):
        sentence = doc.sentence_of[cue.verb]
        source = _inverted(doc, cue) or _source(doc, cue, subject, speaking.get(sentence))
        if source is not None and _speaks_on(doc, cue, first=sentence not in speaking):
            speaking[sentence] = source
        found = complement(doc, cue, _behind_speaker(cue, source))
        if found is None:
            continue
        content, how = found
        content = _limited(doc, source, content, limits.get(cue.verb, 0), nested=cue.verb < around)
        if how is Joined.BARE and _is_inverted_name(doc, cue, content):
            continue
        around = max(around, content[1])
        contents = _with_object(doc, cue, content)
        quoted_ranges = quoted_ranges_in(doc, contents)
        if not _gives_statement(doc, cue, source, content, quoted_ranges):
            continue
        if _speaks_outside(doc, cue, source, contents):
            cost = how.value + _extra_cost(doc, cue, source, content, how)
            yield Candidate("said-before", cost, contents, (cue.first, cue.last), source, quoted_ranges)


def _speaks_on(doc: AnnotatedDocument, cue: Cue, *, first: bool) -> bool:
    """Whether further verbs of the sentence go on with the statement of a verb's source."""
    if cue.form != "finite" or cue.frame == "weak" or noting_aside(doc, cue.first) >= 0:
        return False
    return first or cue.lemma in _PLAIN_REPORTING


def _speaks_outside(
    doc: AnnotatedDocument, cue: Cue, source: Range | None, contents: Sequence[Range]
) -> bool:
    """Whether a source is none of what was said, and no more than the terms on which it was."""
    if source is None:
        return True
    if any(first <= source[0] < last for first, last in contents):
        return False
    return not in_terms(doc, source[0], cue.first)


def _behind_speaker(cue: Cue, source: Range | None) -> int:
    """The token behind the verb, or behind who said it: *was reported by the Herald* [*that C*]."""
    if source is None or source[0] < cue.last:
        return cue.last
    if cue.form == "passive" and cue.frame not in _OF_CLAUSES:
        return cue.last
    return source[1]


def _is_inverted_name(doc: AnnotatedDocument, cue: Cue, content: Range) -> bool:
    """Whether who said it stands behind a verb and the comma before it: *C, said* [*Poe, a clerk*]."""
    if cue.lemma not in _PLAIN_REPORTING or cue.frame != "clause":
        return False
    if not doc.kinds[cue.first - 1] & COMMA:
        return False
    return is_name(doc, content[0]) and clause(doc, content) is Clause.NO


def _contrasted(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """The clause whose subject a participle goes on about: *, while* [*Poe differs*]*, arguing*."""
    comma = cue.first - 1
    if not doc.kinds[comma] & COMMA:
        return None
    return contrasted(doc, comma, sentence_start(doc, cue.verb))


def _limited(
    doc: AnnotatedDocument, source: Range | None, content: Range, verb: int, *, nested: bool
) -> Range:
    """The content as far as its clause goes: to the main ``verb``, or, if ``nested``, to what others hold."""
    first, last = content
    if source is not None and doc.norms[slice(*source)] in _RELATIVE_SUBJECTS:
        last = relative_end(doc, source[0], first, last)
    if first < verb < last:
        last = verb
    if nested:
        last = before_contrast(doc, first, last)
    return first, last


def _extra_cost(doc: AnnotatedDocument, cue: Cue, source: Range | None, content: Range, how: Joined) -> float:
    """What makes a candidate dearer than others that are joined on likewise."""
    leads = how is Joined.COLON and not has_verb(doc, cue.last, content[0])  # opened the debate: "..."
    cost = COST_WEAK * (cue.frame == "weak" and not leads)
    if cue.form == "ing" and _contrasted(doc, cue) is None:
        cost += COST_PARTICIPLE
    if source is None:
        return COST_NO_SOURCE + cost
    if (how, cue.frame) == (Joined.BARE, "told") and follows_statement(doc, source[0]):
        cost += COST_AFTER_STATEMENT
    return cost


def _gives_statement(
    doc: AnnotatedDocument, cue: Cue, source: Range | None, content: Range, quoted_ranges: Sequence[int]
) -> bool:
    """Whether a verb in this form makes a statement of what follows: some do only beside quoted words."""
    if quoted_ranges:
        near = doc.quoted[quoted_ranges[0]].first - cue.last <= WINDOW_WEAK_CUE_TOKENS
        return near or cue.frame != "weak"
    if cue.frame == "weak":
        return False
    if source is None or is_venue(doc, *content):
        return False  # nobody's words: one in nine is a statement
    if cue.frame == "evidence":
        if cue.form != "finite":
            return False
        return is_evidence(doc, source) and is_finding(doc, content)
    if cue.lemma in WRITING and not _is_written(doc, content):
        return False
    if cue.form == "to":
        return False
    return (cue.form, cue.frame) not in _DOUBTFUL


def _is_written(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether what follows a verb of writing is a clause; not *posted a photograph*, *writes standing up*."""
    return has_verb(doc, *content) and not doc.kinds[content[0]] & ING


def is_finding(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether what a document shows is a clause: *that nine died*; not *the harbor*, on a map."""
    return doc.norms[content[0]] in CLAUSE_OPENERS or has_verb(doc, *content)


def is_evidence(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is a document or those who make them: *the poll*, *researchers*."""
    return not evidence_nouns().isdisjoint(doc.norms[slice(*source)])


def _without_pronoun(doc: AnnotatedDocument, cue: Cue) -> Cue:
    """The cue without a subject that is written as one word with its auxiliary: *I'd* [*say*]."""
    if cue.first < cue.verb and _has_pronoun(doc, cue.first):
        return replace(cue, first=cue.first + 1)
    return cue


def _has_pronoun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a pronoun with its auxiliary: *we'd*."""
    host, apostrophe, _ = doc.norms[i].partition("'")
    return bool(apostrophe) and word_kinds().get(host, 0) & SUBJ != 0


def _subject(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    if cue.form != "finite":
        return None
    if _has_pronoun(doc, cue.first - 1):
        return cue.first - 1, cue.first
    return subject_before(doc, cue.first, sentence_start(doc, cue.verb))


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
        predicate = first_verb(doc, relative + 1, subject[1])
        for k in range(bisect_left(verbs, relative), bisect_left(verbs, subject[1])):
            if cues[k].first <= predicate or cues[k].lemma not in _PLAIN_REPORTING:  # not: who was ill said
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
    if found is None:
        found = _absolute(doc, cue, floor)
    if found is not None:
        return found
    if cue.form == "finite" and doc.kinds[cue.first - 1] & COMMA:
        return speaking  # the verb of a statement that stands before it: C, said X
    # Else the second of two verbs, or a participle: X rejected the plan and said ...; X spoke, saying ...
    return speaking or leading_subject(doc, floor, cue.first)


def _absolute(doc: AnnotatedDocument, cue: Cue, floor: int) -> Range | None:
    """The subject of a participle that has its own: *C,* [*the union*] *saying*, *with* [*aides*] *saying*.

    Not of one behind a comma: *the mayor, a doctor, saying*.
    """
    if cue.form != "ing":
        return None
    if doc.kinds[cue.first - 1] & COMMA:
        return None
    found = subject_before(doc, cue.first, floor)
    if found is None:
        return None
    if found[1] != cue.first:
        return None
    if found[0] <= floor:
        return None
    if doc.norms[found[0] - 1] not in _BEFORE_ABSOLUTE:
        return None
    if "and" in doc.norms[slice(*found)]:
        return None
    if has_verb(doc, *found):
        return None
    return found


def _inverted(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """Who, in *Added X: "..."*, where the verb begins its sentence and a colon ends the name."""
    if cue.form != "finite" or cue.first != sentence_start(doc, cue.verb):
        return None
    found = phrase_after(doc, cue.last, sentence_end(doc, cue.verb))
    if found is None or not doc.kinds[found[1]] & COLON:
        return None
    return found


def _agent(doc: AnnotatedDocument, cue: Cue) -> Range | None:
    """Who, in *was described by X as*."""
    stop = sentence_end(doc, cue.verb)
    for index in range(cue.last, min(stop, cue.last + WINDOW_AGENT_TOKENS)):
        if doc.kinds[index] & (QUOTED | COMMA | SEMICOLON | COLON):
            return None
        if doc.norms[index] == "by":
            return phrase_after(doc, index + 1, stop)
    return None


def _with_object(doc: AnnotatedDocument, cue: Cue, content: Range) -> tuple[Range, ...]:
    """The content, and for *Y was called "..."* what it was said of, which stands before the cue."""
    if (cue.form, cue.frame) != ("passive", "call"):
        return (content,)
    first = content[0]
    agent = _agent(doc, cue) or (first, first)
    if agent[1] <= content[1]:
        first = max(first, next((j for j in range(agent[0], agent[1]) if doc.norms[j] == "as"), agent[1]))
    of_whom = subject_before(doc, cue.first, sentence_start(doc, cue.verb))
    after = (first, content[1])
    if of_whom is None:
        return (after,)
    return of_whom, after


def complement(doc: AnnotatedDocument, cue: Cue, i: int) -> tuple[Range, Joined] | None:
    """What was said, from token ``i`` on, and how it is joined on."""
    ceiling = doc.blocks[doc.block_of[cue.verb]].last
    stop = sentence_end(doc, cue.verb)
    begins = i = _behind_addressee(doc, cue, i, stop)
    i = past_adverbials(doc, _past_pointer(doc, i, stop), stop)
    if i >= ceiling:
        return None
    kind = doc.kinds[i]
    has_aside = cue.frame == "told" or (i > begins and doc.norms[i + 1] in RELATIVES_OR_WHEN)
    if kind & COMMA and has_aside and (behind := _past_aside(doc, i, stop)) > i:
        return (behind, clause_end(doc, behind, ceiling)), Joined.THAT
    if kind & (COLON | COMMA):
        return _after_colon(doc, i, stop, ceiling)
    if i >= stop:
        return None
    if kind & OPENS_QUOTED:
        return (i, clause_end(doc, i, ceiling)), Joined.QUOTED
    if kind & QUOTED or doc.tokens[i].text in _NO_CONTENT:
        return None
    return _clause(doc, cue, i, ceiling)


def _past_aside(doc: AnnotatedDocument, comma: int, stop: int) -> int:
    """Past what tells more of the one told, or of where: *told his aide, a clerk,* [*to go*].

    *Said on air, where he is a guest,* [*that it rained*]; ``comma`` if there is none.
    """
    for index in range(comma + 2, min(stop - 1, comma + MAX_ASIDE_TOKENS)):
        if doc.kinds[index] & (QUOTED | COLON | SEMICOLON):
            return comma
        if doc.kinds[index] & COMMA and _opens_statement(doc, index + 1):
            return index + 1
    return comma


def _opens_statement(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what somebody is told begins as nothing else does: *that it was late*, *to go*."""
    return doc.norms[i] == "that" or is_infinitive(doc, i)


def _behind_addressee(doc: AnnotatedDocument, cue: Cue, i: int, stop: int) -> int:
    """Where what was said begins behind whom it was said to; ``i`` if the verb needs nobody."""
    addressed = cue.frame == "told"
    if not addressed and cue.lemma not in MAY_ADDRESS:
        return i
    behind = past_addressee(doc, i, stop, certain=addressed)
    if addressed and i < behind:
        behind = _before_topic(doc, cue, (i, behind), stop)
    if takes_things(cue.lemma) and _is_all_there_is(doc, behind, stop):
        return i
    return behind


def _before_topic(doc: AnnotatedDocument, cue: Cue, addressee: Range, stop: int) -> int:
    """Where those spoken to end: before what they are told of, if no statement follows, *told us* [*of it*].

    A thing that was not known may have an infinitive of its own: *told the court* [*of a plan to burn it*].
    """
    first, last = addressee
    at = topic_start(doc, cue.lemma, first, last)
    if at <= first:
        return last
    if doc.norms[last] == "to" and doc.norms[at + 1] in INDEFINITE_ARTICLES:
        return at
    if not _is_all_there_is(doc, last, stop):
        return last
    return at


def _is_all_there_is(doc: AnnotatedDocument, i: int, stop: int) -> bool:
    """Whether a sentence ends at token ``i``: what stands before is asked for, *urged* [*caution*]."""
    return i >= stop or doc.norms[i] in STOPS


def _past_pointer(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past words that only point at what the colon brings: said *this*, said *the following in a letter*."""
    pointer = next((p for p in _POINTERS if doc.norms[i : i + len(p)] == p), ())
    if not pointer:
        return i
    after, colon = i + len(pointer), stop - 1
    if colon < after or not doc.kinds[colon] & COLON:
        return i
    if any(doc.kinds[k] & SUBJ or doc.norms[k] == "that" for k in range(after, colon)):
        return i  # a clause
    return colon


def _after_colon(doc: AnnotatedDocument, i: int, stop: int, ceiling: int) -> tuple[Range, Joined] | None:
    """What was said after the colon at ``i``, or the comma before quoted words."""
    j = i + 1
    if starts_quoted_range(doc, j):  # which may be the next paragraph
        if j == ceiling:
            return (j, doc.quoted[doc.inside[j]].last), Joined.COLON
        return (j, clause_end(doc, j, ceiling)), Joined.COLON
    if j < min(stop, ceiling) and doc.kinds[i] & COLON:
        return (j, clause_end(doc, j, ceiling)), Joined.COLON
    return None


def _clause(doc: AnnotatedDocument, cue: Cue, i: int, ceiling: int) -> tuple[Range, Joined] | None:
    """The reported clause that begins at ``i``, or what the verb takes in its place."""
    end = clause_end(doc, i, ceiling)
    quoted = quoted_ranges_in(doc, ((i, end),))
    if quoted and cue.frame == "weak":
        begins = doc.quoted[quoted[0]].first
        if _leads_up(doc, i, begins - 1):
            return (begins, end), Joined.COLON
    if doc.norms[i] == "that" and doc.norms[i + 1] in STOPS:
        return None  # denied that
    if doc.norms[i] in CLAUSE_OPENERS:
        return (i, end), Joined.THAT
    if quoted:
        return (i, end), _JOINED_TO_QUOTED.get(cue.frame, Joined.FAR)
    if not _opens_content(doc, cue, i):
        return None
    return (i, end), Joined.BARE


def _leads_up(doc: AnnotatedDocument, i: int, colon: int) -> bool:
    """Whether words without a verb lead up to a colon: *opened* [*the debate:*] *"..."*."""
    if colon <= i or not doc.kinds[colon] & COLON:
        return False
    return not has_verb(doc, i, colon)


def _opens_content(doc: AnnotatedDocument, cue: Cue, i: int) -> bool:
    """Whether what was said may begin at token ``i``: a clause, or what the verb takes in its place."""
    norm = doc.norms[i]
    if norm not in NOT_A_CLAUSE or approximates(doc, i):
        return True
    if cue.frame not in _OF_CLAUSES:
        return True
    if norm == "to" and cue.lemma in words("cue_infinitives"):
        return True
    return norm in prepositions(cue.lemma)  # told her of cold rooms

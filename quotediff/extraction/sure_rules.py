"""Rules about plain words that are surely right: a network that never saw the like does not outvote them.

*The river had dropped, said Colm Brady* and *the mill is sold, a banker confirmed to the Herald* have one
reading, and so has *the clinic said as of Sunday nine beds were taken*. Where the network gives such a cue a
statement on its other side, or none, the rule is heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from quotediff.extraction.animacy import can_speak, is_agent
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import follows_statement
from quotediff.extraction.complements import (
    Clause,
    agrees,
    clause,
    lemma_of,
    points_at_noun,
    prepositions,
    reporting_verb_of,
)
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    COORDINATING,
    Range,
    begins_clause,
    is_aux,
    is_behind_relative,
    is_infinitive,
    is_name,
    is_open,
    looks_finite,
    past_adverbs,
    sentence_start,
)
from quotediff.extraction.rules.after import begins_addressee
from quotediff.extraction.rules.before import MAY_ADDRESS, is_evidence
from quotediff.extraction.rules.fronted import FRONTED
from quotediff.extraction.rules.noun import NOUN_CUE
from quotediff.extraction.rules.questions import QUESTION
from quotediff.extraction.token_kinds import (
    LOOKS_FINITE,
    OPENS_CLAUSE,
    OPENS_OBJECT,
    PARTICIPLE,
    PAST,
    PLAIN_COMMA,
    QUOTED,
)
from quotediff.lang.cues import CONJ, POSS, PREP, SUB, SUBJ
from quotediff.lang.lexicon import rows, word_list
from quotediff.lang.nouns import noun_kind, singular
from quotediff.model import Role
from quotediff.values import replace

COST = 1.5
"""What a sure rule costs where the network has nothing for its cue: as what the network half believes."""

_CLAUSE_RELATIVES = word_list("clause_relatives")
_JOINS_VERBS = COORDINATING | {","}
_ENDS_NOUN = _CLAUSE_RELATIVES | {","}
_NO_SPEAKERS = frozenset({"", "document"})  # kinds of nouns that are nobody's
_PLAIN_REPORTING = word_list("plain_reporting")
_OF_DOCUMENTS = frozenset({"say", "state"})
_ALWAYS_SURE = frozenset({FRONTED, QUESTION})
_FRAMES_OF_CLAUSES = frozenset({"clause", "told", "evidence"})


def merge_sure_rules(
    doc: AnnotatedDocument, rules: Sequence[Candidate], network: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """What to keep of both: sure rules that the network lacks, and the network's without what they refute.

    Nor what is within the content of a sure rule: the cue of the outer statement is the narrator's.

    Args:
        doc: the article.
        rules: the rules' candidates, as ``add_nested_cost`` gives them.
        network: the network's.
    """
    theirs = {i: c for c in network for i in c.cue_tokens}
    taken = {k for c in network if c.is_attributed for k in c.quoted_ranges}
    sure: list[Candidate] = []
    refuted: set[int] = set()
    for rule in rules:
        if not is_sure(doc, rule) or not taken.isdisjoint(rule.quoted_ranges):
            continue
        other = next((theirs[i] for i in rule.cue_tokens if i in theirs), None)
        if other is None or _is_refuted(doc, other, rule):
            sure.append(replace(rule, cost=COST))
            refuted.add(id(other))
    held = [rule.contents[0] for rule in sure]
    return tuple(sure), tuple(c for c in network if id(c) not in refuted and not _is_inner(doc, c, held))


def _is_inner(doc: AnnotatedDocument, candidate: Candidate, held: Sequence[Range]) -> bool:
    """Whether a candidate of plain words is within a content: *the mayor never mentioned it, an aide said*.

    But for verbs that do nothing but say.
    """
    if candidate.cue is None or candidate.quoted_ranges or lemma_of(doc, candidate.cue) in _PLAIN_REPORTING:
        return False
    ranges = [candidate.cue, *candidate.contents]
    return any(all(low <= first and last <= high for first, last in ranges) for low, high in held)


def is_sure(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a candidate has the shape of an attribution of plain words that has no other reading.

    Or of plain words behind *that* which have marks in them.
    """
    cue, source = candidate.cue, candidate.source
    if cue is None or source is None:
        return False
    if candidate.quoted_ranges and not _opens_with_that(doc, candidate):
        return False
    if len(candidate.contents) > 1 and not _is_split(doc, cue, candidate.contents):
        return False
    if doc.role_of(cue[0]) is not Role.BODY:
        return False
    if is_name(doc, cue[1] - 1):
        return False
    if doc.norms[source[0]] in _CLAUSE_RELATIVES:
        return False
    if candidate.rule in _ALWAYS_SURE:
        return True
    if candidate.rule == NOUN_CUE:
        return _opens_with_that(doc, candidate) and _may_own(doc, cue, source)
    return _has_sure_shape(doc, cue, source, candidate.contents[0])


def _is_split(doc: AnnotatedDocument, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether an attribution between commas splits a clause: *They will, Poe said, until noon*."""
    (_, end), (begins, _) = contents[0], contents[-1]
    return end < cue[0] and begins == cue[1] + 1 and doc.norms[cue[1]] == ","


def _opens_with_that(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    return doc.norms[candidate.contents[0][0]] == "that"


def _may_own(doc: AnnotatedDocument, cue: Range, source: Range) -> bool:
    """Whether a source can have a noun of saying: *Poe's* claim, *her* reminder, or *a claim by Poe*.

    That is no object: *dismissed a claim by Poe*.
    """
    if source[0] > cue[0] and not begins_clause(doc, cue[0] - 1):
        return False
    return doc.kinds[source[0]] & POSS != 0 or _may_speak(doc, source)


def _has_sure_shape(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """Whether cue, source and plain words stand as in one of four shapes."""
    if content[0] < cue[1]:
        return _closes(doc, cue, source, content)
    if source[0] < cue[1]:
        if _is_gap(doc, cue, source, content):
            return True
        beside = _stands_before(doc, source, cue) or _is_second_verb(doc, cue, source)
        return beside and _leads_on(doc, cue, source, content)
    if source[1] != content[0] or doc.norms[content[0]] != "that":
        return False
    return _may_speak(doc, source)  # was reported by the Herald that C


def _stands_before(doc: AnnotatedDocument, source: Range, cue: Range) -> bool:
    """Whether nothing but an apposition's comma stands between source and verb: *a miner, Jon Poe, said*."""
    closed = doc.norms[source[1]] == "," in doc.norms[slice(*source)]
    return source[1] + closed == cue[0]


def _is_gap(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """Whether something is said of a noun that has a relative clause: *a toll, which Poe says will rise*."""
    if (source[1], cue[1]) != (cue[0], content[0]):
        return False
    if not is_behind_relative(doc, source[0]) or doc.norms[source[0] - 2] != ",":
        return False
    if reporting_verb_of(doc, cue).frame not in _FRAMES_OF_CLAUSES:
        return False
    return _begins_with_verb(doc, content) and can_speak(doc, source)


def _is_second_verb(doc: AnnotatedDocument, cue: Range, source: Range) -> bool:
    """Whether a verb stands behind *and* as the second of its subject: *Poe left the hall and* [*demanded*].

    Not behind a statement, which it may belong to: *Poe said the union struck and demanded more*.
    """
    joint, verb = cue[0] - 1, past_adverbs(doc, source[1], cue[0])
    if doc.norms[joint] not in _JOINS_VERBS or verb >= joint - 1:
        return False
    if not doc.kinds[verb] & (LOOKS_FINITE | PAST):
        return False
    between = [kind for kind in doc.kinds[verb:joint] if not kind & (QUOTED | PREP)]
    if any(kind & (CONJ | SUB) for kind in between):
        return False
    commas = [i for i in range(verb, joint) if doc.kinds[i] & PLAIN_COMMA]
    if any(not doc.kinds[comma + 1] & (PAST | CONJ) for comma in commas[:-1]):
        return False
    return all(_is_act(doc, r) for r in pairwise([verb - 1, *commas, joint]))


def _is_act(doc: AnnotatedDocument, between: Range) -> bool:
    """Whether a verb and no clause stand between two marks: *sat down on the floor*."""
    mark, last = between
    return mark + 1 == last or clause(doc, (mark + 2, last)) is Clause.NO


def _closes(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """*C, said X* and *C, X confirmed to Y*: a sentence, a comma, and who said so."""
    frame = reporting_verb_of(doc, cue).frame
    if frame not in _FRAMES_OF_CLAUSES:
        return False
    if doc.norms[content[1]] != ",":
        return False
    if doc.kinds[content[0]] & (SUB | PARTICIPLE):
        return False
    if clause(doc, content) is Clause.NO and not _is_present(doc, content):
        return False
    speaks = is_evidence(doc, source) if frame == "evidence" else _may_speak(doc, source)
    if source[0] == cue[1]:
        return speaks
    if begins_addressee(doc, cue[1]):
        return True
    if frame != "told" and doc.kinds[cue[1]] & (OPENS_OBJECT | OPENS_CLAUSE):
        return lemma_of(doc, cue) in MAY_ADDRESS  # the poll, taken in May, shows [the mayor ahead]
    return speaks and _joins(doc, cue, source, content)


def _joins(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """Whether a subject and its verb stand right behind a whole sentence, with *as* or without."""
    if not _stands_before(doc, source, cue):
        return False
    if source[0] == content[1] + 1:
        return content[0] == sentence_start(doc, content[0])
    return doc.norms[source[0] - 2 : source[0]] == (",", "as")


def _is_present(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words may be a sentence in the present tense without an object: *work begins in the autumn*."""
    first, last = content
    if doc.kinds[first] & PREP:
        return False
    return any(agrees(doc, i) for i in range(first + 1, last - 1) if doc.kinds[i + 1] & PREP)


def _leads_on(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """*X said C* where the clause begins with X, with a verb that is plain, and a clause or what it takes."""
    lemma, first = lemma_of(doc, cue), content[0]
    if lemma not in _taken() or not begins_clause(doc, source[0]):
        return False
    written = lemma in _OF_DOCUMENTS and doc.norms[first] == "that" and is_evidence(doc, source)
    if _begins_with_verb(doc, content) or not (written or _may_speak(doc, source)):
        return False
    if not doc.kinds[first] & OPENS_CLAUSE and follows_statement(doc, source[0]):
        return False  # the statement stands before: C, the boy told a teacher in a letter he left
    if _taken()[lemma] == "any":
        return True
    if doc.norms[first] in prepositions(lemma):
        return True  # told us of it
    ordered = lemma == "tell" and is_infinitive(doc, first)
    return ordered or clause(doc, _first_conjunct(doc, content)) is Clause.YES


def _first_conjunct(doc: AnnotatedDocument, content: Range) -> Range:
    """Words up to their first comma, if *and* stands behind it: *keeps a lead*[*, and fans like her*]."""
    first, last = content
    comma = next((i for i in range(first, last) if doc.kinds[i] & PLAIN_COMMA), last)
    return first, comma if doc.norms[comma + 1] in COORDINATING else last


def _begins_with_verb(doc: AnnotatedDocument, content: Range) -> bool:
    return is_aux(doc, content[0]) and not is_infinitive(doc, content[0])


def _may_speak(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is somebody by its words: a name, or a noun for a person or an organization."""
    first, last = source
    end = next((i for i in range(first + 1, last) if doc.kinds[i] & PREP or doc.norms[i] in _ENDS_NOUN), last)
    if end < last and doc.norms[end] == "by":
        end -= doc.kinds[end - 1] & PAST != 0  # analysts polled by
    nouns = [noun_kind(singular(doc.norms[i])) for i in range(first, end)]
    if any(looks_finite(doc, i) and not nouns[i - first] for i in range(first + 1, end)):
        return False  # but: an advocate
    if is_name(doc, end - 1) or not _NO_SPEAKERS.issuperset(nouns):
        return True
    return nouns[-1] == "" and is_agent(doc.norms[end - 1])


def _is_refuted(doc: AnnotatedDocument, other: Candidate, rule: Candidate) -> bool:
    """Whether the network's words cannot be what was said.

    No clause on the cue's other side, *said* [*Jessa Orlow*], or but the end of one, *told us the state
    fails* [*to audit it*], *told us it was the worst* [*she had seen*].
    """
    if other.quoted_ranges:
        return False
    if any(i in rule.source_tokens for content in other.contents for i in range(*content)):
        return True  # the grower's name would be said
    if len(other.contents) > 1:
        return False
    (first, last), (begins, ends) = other.contents[0], rule.contents[0]
    after, rule_after = first >= other.cue_tokens.stop, begins >= rule.cue_tokens.stop
    if after != rule_after:
        return clause(doc, (first, last)) is Clause.NO
    if not after:
        return False
    return begins < first < last <= ends and _ends_clause(doc, first)


def _ends_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what begins at token ``i`` belongs to a clause before it: *to go*, *she saw* behind a noun.

    Or *that year* behind *for*.
    """
    if is_infinitive(doc, i) or points_at_noun(doc, i):
        return True
    return doc.kinds[i] & SUBJ != 0 and is_open(doc, i - 1)


@cache
def _taken() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("sure_cues", 2)}

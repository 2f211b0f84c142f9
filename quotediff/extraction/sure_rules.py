"""Rules about plain words that are surely right: a network that never saw the like does not outvote them.

*The river had dropped, said Colm Brady* and *the mill is sold, a banker confirmed to the Herald* have one
reading, and so has *the clinic said as of Sunday nine beds were taken*. Where the network gives such a cue a
statement on its other side, or none, the rule is heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.extraction.animacy import is_agent
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import CLAUSE_OPENERS, follows_statement
from quotediff.extraction.complements import Clause, agrees, clause, prepositions, reporting_verb_of
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    Range,
    is_aux,
    is_infinitive,
    is_name,
    is_participle,
    looks_finite,
    sentence_start,
)
from quotediff.extraction.rules.after import is_hearer
from quotediff.lang.cues import PREP, SUB
from quotediff.lang.lexicon import rows, word_list
from quotediff.lang.nouns import role_noun, singular
from quotediff.model import Role
from quotediff.values import replace

COST = 1.5
"""What a sure rule costs where the network has nothing for its cue: as what the network half believes."""

_CLAUSE_RELATIVES = word_list("clause_relatives")
_ENDS_NOUN = _CLAUSE_RELATIVES | {","}
_BEFORE_SUBJECT = frozenset({",", "and", "but", "—", "--", ":", ";"})


def merge_sure_rules(
    doc: AnnotatedDocument, rules: Sequence[Candidate], network: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """What to hear of both: sure rules that the network lacks, and the network's without what they refute.

    Args:
        doc: the article.
        rules: the rules' candidates, as ``add_nested_cost`` gives them.
        network: the network's.
    """
    theirs: dict[int, Candidate] = {i: c for c in network if c.cue is not None for i in range(*c.cue)}
    sure: list[Candidate] = []
    refuted: set[int] = set()
    for rule in rules:
        if rule.cue is None or not is_sure(doc, rule):
            continue
        other = next((theirs[i] for i in range(*rule.cue) if i in theirs), None)
        if other is None or _is_refuted(doc, other, rule):
            sure.append(replace(rule, cost=COST))
            refuted.add(id(other))
    return tuple(sure), tuple(c for c in network if id(c) not in refuted)


def is_sure(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a candidate has the shape of an attribution of plain words that has no other reading."""
    cue, source = candidate.cue, candidate.source
    if cue is None or source is None or candidate.quoted_ranges or len(candidate.contents) > 1:
        return False
    if doc.blocks[doc.block_of[cue[0]]].role is not Role.BODY or is_name(doc, cue[1] - 1):
        return False
    if doc.norms[source[0]] in _CLAUSE_RELATIVES:
        return False
    content = candidate.contents[0]
    if content[0] >= cue[1]:
        if source[0] >= cue[1]:  # was reported by the Herald that C
            return source[1] == content[0] and doc.norms[content[0]] == "that" and _may_speak(doc, source)
        return _stands_before(doc, source, cue) and _leads_on(doc, cue, source, content)
    return _closes(doc, cue, source, content)


def _stands_before(doc: AnnotatedDocument, source: Range, cue: Range) -> bool:
    """Whether nothing but an apposition's comma stands between source and verb: *a miner, Jon Poe, said*."""
    closed = doc.norms[source[1]] == "," in doc.norms[slice(*source)]
    return source[1] + closed == cue[0]


def _closes(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """*C, said X* and *C, X confirmed to Y*: a sentence, a comma, and who said so."""
    reporting = reporting_verb_of(doc, cue)
    if reporting is None or reporting.frame not in ("clause", "told") or doc.norms[content[1]] != ",":
        return False
    opens = doc.kinds[content[0]] & SUB or is_participle(doc, content[0])
    if opens or (clause(doc, content) is Clause.NO and not _is_present(doc, content)):
        return False
    if source[0] == cue[1]:
        return _may_speak(doc, source)
    noted = doc.norms[source[0] - 1] == "as" and doc.norms[source[0] - 2] == ","
    return is_hearer(doc, cue[1]) or (noted and _may_speak(doc, source))


def _is_present(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words may be a sentence in the present tense without an object: *work begins in the autumn*."""
    first, last = content
    led = doc.kinds[first] & PREP
    return not led and any(agrees(doc, i) and doc.kinds[i + 1] & PREP for i in range(first + 1, last - 1))


def _leads_on(doc: AnnotatedDocument, cue: Range, source: Range, content: Range) -> bool:
    """*X said C* where the clause begins with X, with a verb that is plain, and a clause or what it takes."""
    begins = source[0] == sentence_start(doc, cue[0]) or doc.norms[source[0] - 1] in _BEFORE_SUBJECT
    reporting = reporting_verb_of(doc, cue)
    takes = _taken().get(reporting.lemma, "") if reporting is not None else ""
    if not takes or not begins or _begins_with_verb(doc, content) or not _may_speak(doc, source):
        return False
    if doc.norms[content[0]] not in CLAUSE_OPENERS and follows_statement(doc, source[0]):
        return False  # the statement stands before: C, the boy told a teacher in a letter he left
    topic = reporting is not None and doc.norms[content[0]] in prepositions(reporting.lemma)  # told us of it
    return takes == "any" or topic or clause(doc, content) is Clause.YES


def _begins_with_verb(doc: AnnotatedDocument, content: Range) -> bool:
    return is_aux(doc, content[0]) and not is_infinitive(doc, content[0])


def _may_speak(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is somebody by its words: a name, or a noun for a person or an organization."""
    first, last = source
    end = next((i for i in range(first + 1, last) if doc.kinds[i] & PREP or doc.norms[i] in _ENDS_NOUN), last)
    nouns = [role_noun(singular(doc.norms[i])) for i in range(first, end)]
    if any(nouns[i - first] is None and looks_finite(doc, i) for i in range(first + 1, end)):
        return False  # but: an advocate
    known = any(noun is not None and noun.kind != "document" for noun in nouns)
    return known or is_name(doc, end - 1) or (nouns[-1] is None and is_agent(doc.norms[end - 1]))


def _is_refuted(doc: AnnotatedDocument, other: Candidate, rule: Candidate) -> bool:
    """Whether the network's words cannot be what was said.

    No clause on the cue's other side, *said* [*Jessa Orlow*], or but the end of one, *told us the state
    fails* [*to audit it*].
    """
    if other.cue is None or rule.cue is None or other.quoted_ranges:
        return False
    if rule.source is not None and any(a < rule.source[1] and rule.source[0] < b for a, b in other.contents):
        return True  # the grower's name would be said
    if len(other.contents) > 1:
        return False
    (first, last), (begins, ends) = other.contents[0], rule.contents[0]
    after = first >= other.cue[1]
    if after and begins >= rule.cue[1]:
        return begins < first and last <= ends and is_infinitive(doc, first)
    return after != (begins >= rule.cue[1]) and clause(doc, (first, last)) is Clause.NO


@cache
def _taken() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("sure_cues", 2)}

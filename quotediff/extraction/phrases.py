"""Noun phrases beside a verb: the subject before it, or the phrase that begins after it.

A phrase is taken whole: with its appositives, its relative clause and what its prepositions attach.
Every function looks at one sentence at most.
"""

from __future__ import annotations

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    BRACKETS,
    DASHES,
    LONG_DASHES,
    STOPS,
    Range,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_name,
    is_word,
    looks_finite,
    verb_group,
)
from quotediff.extraction.token_kinds import ED, ING
from quotediff.lang.cues import (
    CONJ,
    DET,
    OBJ,
    POSS,
    PREP,
    REPORTING,
    SUB,
    SUBJ,
    TIME,
    irregular_pasts,
)
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import ADJECTIVE_ENDINGS, role_noun, singular
from quotediff.limits import (
    MAX_ASIDES,
    MAX_COMMON_SUBJECT_TOKENS,
    MAX_PHRASE_TOKENS,
    MAX_SUBJECT_BRACKET_TOKENS,
    MAX_SUBJECT_TOKENS,
    WINDOW_CONTACT_TOKENS,
    WINDOW_VENUE_TOKENS,
)

_NO_VERB = PREP | TIME | DET | POSS | CONJ | SUB
_SUBJECT_RELATIVES = frozenset({"who", "which", "whose"})
_LEADS_TO_TIME = frozenset({"this", "that"})
_ADVERSATIVES = word_list("adversatives")
_SUBORDINATORS = word_list("subordinators")  # after officials said
_FLOORS = STOPS | BRACKETS | LONG_DASHES
_SAID = word_list("said")  # no phrase goes on to the left of these
_PHRASE_MARKS = frozenset({'"', "“", "”", "«", "»", "„", "``", "''", "'", "‘", "’"})
_PHRASE_JOINERS = frozenset({"'s", "'", "$", "%", "#", "/", "&"})  # no words, but inside names and amounts
_COMMON_ATTACH = word_list("common_attach")  # fmt: skip
_MONTH_OR_WORD = word_list("month_or_word")


def subject_before(doc: AnnotatedDocument, group: int, floor: int) -> Range | None:
    """The noun phrase that ends before the verb group at ``group``; None if nothing there can be one."""
    end: int | None = group
    for _ in range(MAX_ASIDES):
        if end is None or end - 1 < floor:
            return None
        low = _clause_floor(doc, end, floor)
        if low < end:
            found = _subject(doc, end, low)
            return (found[0], group) if found is not None and end < group else found
        end = _before_aside(doc, end, floor)
    return None


def _subject(doc: AnnotatedDocument, group: int, low: int) -> Range | None:
    """The noun phrase that ends before ``group``, in a clause that begins at ``low``."""
    if doc.kinds[group - 1] & SUBJ:
        return group - 1, group
    if doc.norms[group - 1] == ",":
        return _subject_with_appositive(doc, group - 1, low)
    begin = _after_last_comma(doc, group, low)
    relative = _relative(doc, begin, group)
    if relative is not None and (clause := _clause_of(doc, relative + 1, group)):
        begin = clause  # who spoke because the judge asked
    elif relative is not None:
        first = _phrase_start(doc, relative, begin)  # a negotiator who declined to be named said
        return (first, group) if first < relative else None
    first = _phrase_start(doc, group, begin)
    if first > begin and doc.norms[first - 1] in _SUBJECT_RELATIVES and all(
        doc.kinds[i] & TIME for i in range(first, group)
    ):  # fmt: skip
        return first - 1, first  # who last year threatened
    last = without_time(doc, first, group)
    while last > first + 1 and not has_verb(doc, first, last) and _ends_in_time(doc, first, last):
        last -= 1
    if first < last:
        first = contact_clause(doc, first, last) or first
    return (first, last) if first < last else None


def _clause_of(doc: AnnotatedDocument, first: int, group: int) -> int:
    """Where the last subordinate clause begins that has the verb at ``group`` for its own; 0 if none has."""
    begins = next((j for j in range(group - 1, first, -1) if doc.kinds[j] & SUB), 0)
    verbs = (j for j in range(begins + 1, group) if _plainly_finite(doc, j))
    return begins + 1 if 0 < begins < group - 1 and next(verbs, None) is None else 0


def contact_clause(doc: AnnotatedDocument, first: int, last: int) -> int | None:
    """Where the subject begins in a clause without its pronoun: *a case* [*federal prosecutors*] *called*.

    Several of whom there cannot be *a*; None in any other phrase ``tokens[first:last]``.
    """
    head = doc.norms[last - 1]
    if role_noun(head) is None or singular(head) == head:
        return None
    begin = last - 1
    while begin > first and (is_name(doc, begin - 1) or doc.norms[begin - 1].endswith(ADJECTIVE_ENDINGS)):
        begin -= 1
    for index in range(begin - 1, max(first, begin - WINDOW_CONTACT_TOKENS) - 1, -1):
        if doc.norms[index] in ("a", "an"):
            return begin if index < begin - 1 else None
        if doc.kinds[index] & (PREP | CONJ | DET | POSS) or doc.tokens[index].text == ",":
            return None
    return None


def _relative(doc: AnnotatedDocument, first: int, last: int) -> int | None:
    """Where a relative clause with a verb of its own begins in ``tokens[first:last]``, after its noun."""
    found = min(doc.first_of(word, first + 1) for word in ("who", "which"))
    return found if found < last - 1 and _has_predicate(doc, found + 1, last) else None


def _has_predicate(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether the words after *who* have a verb of their own; not *who on Monday* before *said*."""
    verb = first
    while verb < last and is_adverb(doc, verb):
        verb += 1
    if verb < last and is_word(doc, verb) and not doc.kinds[verb] & _NO_VERB:
        return True  # who drowned, who owns the plant
    return has_verb(doc, first, last)


def _ends_in_time(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether the last token is when, not who: *the mayor on Monday*."""
    if doc.kinds[last - 1] & TIME:
        return True
    return doc.kinds[last - 1] & PREP != 0 and last - 1 > first


def without_time(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends before words that tell when it spoke: *who* [*last year*], *a jury* [*on Friday*].

    Its own end where they may belong to a verb in it: *disclosures filed on Sunday*.
    """
    end = last
    while end > first + 1 and doc.kinds[end - 1] & TIME:
        end -= 1
    if end == last or has_verb(doc, first + (doc.norms[first] in _SUBJECT_RELATIVES), end):
        return last
    if doc.norms[first] in _SUBJECT_RELATIVES and end == first + 1:
        return end
    leads = doc.norms[end - 1] in _LEADS_TO_TIME or doc.kinds[end - 1] & PREP
    return end - 1 if leads and end - 1 > first else last


def _clause_floor(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """The first token of the narration before ``i``: after a stop, a dash, a bracket or quoted words."""
    return doc.last_of(_FLOORS, i, doc.last_quoted(i, floor) + 1) + 1


def _before_aside(doc: AnnotatedDocument, group: int, floor: int) -> int | None:
    """Where the aside begins in *Name — an aside — said* and in *Name (R-Texas) said*."""
    closing = doc.tokens[group - 1].text
    if closing not in LONG_DASHES and closing != ")":
        return None
    openings = frozenset({"("}) if closing == ")" else LONG_DASHES
    for index in range(group - 2, floor, -1):
        if doc.tokens[index].text in openings:
            return index if doc.inside[index - 1] < 0 else None
        if closing != ")" and doc.tokens[index].text in STOPS:
            return None
    return None


def _subject_with_appositive(doc: AnnotatedDocument, comma: int, low: int) -> Range | None:
    """The phrase whose appositive the comma before a verb closes: *Ann Poe, the mayor, said*."""
    chunks = _chunks(doc, low, comma)
    while len(chunks) > 2 and is_adjunct(doc, chunks[0]):
        chunks.pop(0)
    if len(chunks) < 2 or _is_predicate(doc, chunks[-1]):
        return None
    begin, end = chunks[0]
    end = _relative(doc, begin, end) or end
    first = _phrase_start(doc, end, begin)
    return (first, comma) if first < end else None


def _is_predicate(doc: AnnotatedDocument, chunk: Range) -> bool:
    """Whether a chunk goes on with a clause rather than naming somebody again: *were in fair condition*."""
    relative = any(doc.norms[i] in (*_SUBJECT_RELATIVES, "that", "where") for i in range(*chunk))
    return not relative and any(is_aux(doc, i) and doc.norms[i] != "to" for i in range(*chunk))


def _chunks(doc: AnnotatedDocument, first: int, last: int) -> list[Range]:
    """``tokens[first:last]`` split at commas."""
    chunks = []
    begin = first
    for index in range(first, last + 1):
        if index == last or doc.norms[index] == ",":
            if index > begin:
                chunks.append((begin, index))
            begin = index + 1
    return chunks


def is_adjunct(doc: AnnotatedDocument, chunk: Range) -> bool:
    """Whether a chunk opens a sentence without being its subject: *On Monday*, *However*, *Asked why*."""
    first, last = chunk
    norm, kind = doc.norms[first], doc.kinds[first]
    if last - first == 1:
        return is_adverb(doc, first) or kind & CONJ != 0
    if kind & (SUB | PREP) or is_adverb(doc, first):
        return True
    return norm.endswith(("ing", "ed")) and len(norm) > 4 and not is_aux(doc, first + 1)


def _after_last_comma(doc: AnnotatedDocument, last: int, low: int) -> int:
    return doc.last_of((",",), last, low) + 1


def _phrase_start(doc: AnnotatedDocument, last: int, low: int) -> int:
    """Walks left from ``last`` over what may belong to a noun phrase; where the phrase begins."""
    first = last
    verb = -1  # the first before the phrase; looked for when an "and" asks for it
    i = last - 1
    while i >= low:
        kind = doc.kinds[i]
        links = doc.norms[i] in ("and", "or", "&")
        if links and verb < 0:
            verb = first_verb(doc, low, last)
        if _bounds_left(doc, i, low, first < last, verb):
            break
        if kind & PREP and i == low:
            return _after_adjunct(doc, low, last, first)
        if not kind & PREP and not links:
            first = i
        i -= 1
    return first


def _bounds_left(doc: AnnotatedDocument, i: int, low: int, has_head: bool, verb: int) -> bool:  # noqa: FBT001 - a plain fact
    """Whether token ``i`` stands before the noun phrase that is walked; ``verb`` is the clause's first."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if kind & SUBJ and norm != "it":
        return True
    if norm == "to" and (is_name(doc, i + 1) or doc.kinds[i + 1] & DET):
        return False  # a person close to the party
    if is_aux(doc, i) or norm in _SAID or _opens_clause(doc, i):
        return True
    if norm in ("and", "or", "&"):
        return i == low or not has_head or verb < i
    if kind & PREP:
        return False
    if kind & TIME and has_head and i > low and is_name(doc, i + 1) and not doc.kinds[i + 1] & TIME:
        return True
    if not is_word(doc, i) and norm not in _PHRASE_JOINERS:
        return not _stands_in_name(doc, i)
    return is_adverb(doc, i) and i == low


def _opens_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause begins with token ``i``: *but*, *that*, *because*; not *because of*."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _ADVERSATIVES or norm in _SUBORDINATORS:
        return True
    if norm == "because":
        return bool(kind & SUB) and doc.norms[i + 1] != "of"
    return bool(kind & SUB) and not kind & PREP


def _stands_in_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a mark stands within a name: William "Bill" Roe."""
    return doc.tokens[i].text in _PHRASE_MARKS and is_name(doc, i - 1) and is_name(doc, i + 1)


def _after_adjunct(doc: AnnotatedDocument, low: int, last: int, first: int) -> int:
    """*On Monday Smith*, *In Boston the mayor*: where the second noun phrase begins."""
    for index in range(last - 1, low + 1, -1):
        kind = doc.kinds[index]
        if doc.kinds[index - 1] & PREP:
            continue  # for the board: within the second phrase
        if kind & (DET | POSS):
            return index
        if doc.kinds[index - 1] & TIME and not kind & TIME:
            return index
    return first


def owner_before(doc: AnnotatedDocument, noun: int, floor: int) -> Range | None:
    """Whose the noun at ``noun`` is: *Poe* in *Poe's latest claim*, *his* in *his claim*."""
    for index in range(noun - 1, max(floor, noun - 4) - 1, -1):
        if doc.kinds[index] & POSS:
            return index, index + 1
        if doc.norms[index] in ("'s", "'") and index > floor:
            first = _phrase_start(doc, index, floor)
            return (first, index) if first < index else None
    return None


def nearest_subject(doc: AnnotatedDocument, i: int, floor: int) -> Range | None:
    """The subject of the last finite clause before token ``i`` in narration."""
    for index in range(i - 1, floor, -1):
        norm = doc.norms[index]
        if doc.inside[index] >= 0 or is_name(doc, index) or norm == "'s":
            continue
        sure = is_aux(doc, index) or doc.kinds[index] & REPORTING != 0
        if not sure and not norm.endswith(("ed", "s")):
            continue
        group = verb_group(doc, index, floor)
        before = group - 1
        if before < floor or doc.inside[before] >= 0:
            continue
        pronoun = doc.kinds[before] & SUBJ and doc.norms[before] != "it"
        if sure or pronoun or is_name(doc, before):
            found = subject_before(doc, group, floor)
            if found is not None and found[1] - found[0] <= MAX_SUBJECT_TOKENS:
                return found
    return None


def leading_subject(doc: AnnotatedDocument, floor: int, ceiling: int) -> Range | None:
    """The first noun phrase of a sentence, past an adjunct that opens it: its subject, most often."""
    i = floor
    while i < ceiling and _may_open_sentence(doc, i):
        i += 1
    if i >= ceiling or doc.inside[i] >= 0:
        return None
    if is_adjunct(doc, (i, i + 2)):
        comma = next((j for j in range(i, ceiling) if doc.norms[j] == ","), None)
        if comma is None:
            return None
        i = comma + 1
    if doc.kinds[i] & SUBJ:
        return i, i + 1
    found = phrase_after(doc, i, ceiling)
    if found is None:
        return None
    if doc.kinds[i] & (DET | POSS):
        verb = next((j for j in range(i + 1, found[1]) if _plainly_finite(doc, j)), found[1])
        last = max(i + 1, min(verb, i + MAX_COMMON_SUBJECT_TOKENS))
        while last < verb and ("of" in (doc.norms[last - 1], doc.norms[last]) or is_name(doc, last)):
            last += 1  # the Central Bank of Arvenia
        return i, last
    return _name_run(doc, *found) if is_name(doc, i) else None


def _may_open_sentence(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may stand before the first phrase of a sentence: *And*, a mark, *Still*."""
    if doc.inside[i] >= 0:
        return False
    return bool(doc.kinds[i] & CONJ) or not is_word(doc, i) or is_adverb(doc, i)


def _plainly_finite(doc: AnnotatedDocument, i: int) -> bool:
    """A finite verb that is not also a noun: *threw* and *said*, not *state*."""
    norm = doc.norms[i]
    return norm in irregular_pasts() or (looks_finite(doc, i) and norm not in words("cue_also_nouns"))


def _name_run(doc: AnnotatedDocument, first: int, last: int) -> Range | None:
    """A name up to the lower-case words of the predicate."""
    end = first
    while end < last and (
        is_name(doc, end) or doc.norms[end] in ("of", "the", "'s", "and") or not is_word(doc, end)
    ):
        end += 1
    while end > first and not is_name(doc, end - 1):
        end -= 1
    return (first, end) if end > first else None


def phrase_after(doc: AnnotatedDocument, first: int, ceiling: int, *, leading: bool = False) -> Range | None:
    """The noun phrase that begins at ``first``, with appositives and relative clauses, before ``ceiling``.

    ``leading``: a clause follows after a comma (*According to X, C*), so that a comma ends the phrase
    unless what follows is an appositive with a closing comma of its own.
    """
    ceiling = min(ceiling, first + MAX_PHRASE_TOKENS)
    if first >= ceiling or not (is_word(doc, first) or doc.tokens[first].text in ("$", "#", "@")):
        return None
    kind = doc.kinds[first]
    owns = kind & POSS and is_word(doc, first + 1) and not _closed(doc, first + 1)  # her son
    if kind & (SUBJ | OBJ) and doc.norms[first + 1] not in ("'s", "and") and not owns:
        return first, first + 1
    end = i = first
    while i < ceiling:
        step = _step(doc, first, i, ceiling, leading=leading)
        if step is None:
            break
        i, keep = step
        if keep:
            end = i
    while end > first and not _may_end(doc, end - 1):
        end -= 1
    return (first, end) if end > first else None


def _may_end(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a noun phrase may end with token ``i``: a word, an amount, a closing mark."""
    text = doc.tokens[i].text
    return is_word(doc, i) or (len(text) > 1 and text[1].isdigit()) or text in (")", "”", '"', "'s")


def _closed(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word can begin no noun: an auxiliary, an adverb, a preposition or the like."""
    closed = PREP | CONJ | SUB | SUBJ | DET | TIME
    return doc.kinds[i] & closed != 0 or is_aux(doc, i) or is_adverb(doc, i)


def _step(
    doc: AnnotatedDocument, first: int, i: int, ceiling: int, *, leading: bool
) -> tuple[int, bool] | None:
    """One step right in a noun phrase: the next token to look at, and whether the phrase may end there."""
    text, norm = doc.tokens[i].text, doc.norms[i]
    if doc.inside[i] >= 0:
        return None
    if text in STOPS or text in DASHES:
        return None
    if text == "(":
        close = next(
            (j for j in range(i, min(ceiling, i + MAX_SUBJECT_BRACKET_TOKENS)) if doc.tokens[j].text == ")"),
            None,
        )
        return None if close is None else (close + 1, True)
    if norm == ",":
        after = _appositive_end(doc, i + 1, ceiling, leading=leading)
        return None if after is None else (after, True)
    if i == first:
        return i + 1, True
    return _step_word(doc, first, i, ceiling)


def _step_word(doc: AnnotatedDocument, first: int, i: int, ceiling: int) -> tuple[int, bool] | None:
    """One step right over a word that is not the phrase's first."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if kind & TIME and not (i == first + 1 and doc.kinds[first] & DET):
        published = doc.kinds[i - 1] & ED  # a study published Wednesday
        if not published and not (norm in _MONTH_OR_WORD and is_name(doc, i)):
            return None
        return i + 1, True
    if kind & PREP:
        return (i + 1, False) if _attaches(doc, i, ceiling) else None
    if norm in _SUBJECT_RELATIVES:
        return i + 1, True
    if kind & OBJ and doc.norms[i - 1] == "of":
        return i + 1, True  # one of them
    if kind & (SUB | SUBJ | OBJ):
        return None
    if kind & CONJ:
        return (i + 1, False) if _joins(doc, i, ceiling) else None
    adverb = is_adverb(doc, i) and not is_name(doc, i) and not kind & DET
    if adverb or is_aux(doc, i):
        return (i + 1, True) if _in_relative(doc, first, i) else None
    return i + 1, True


def _in_relative(doc: AnnotatedDocument, first: int, i: int) -> bool:
    """Whether token ``i`` stands in a relative clause that began in the phrase."""
    return any(doc.norms[j] in _SUBJECT_RELATIVES for j in range(first, i))


def _joins(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether the conjunction at ``i`` goes on with the phrase rather than with the sentence."""
    if doc.norms[i] not in ("and", "or") or i + 1 >= ceiling:
        return False
    if is_name(doc, i + 1) or doc.kinds[i + 1] & (DET | POSS):
        return True
    return is_word(doc, i + 1) and not is_name(doc, i - 1)


def _attaches(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether a preposition at ``i`` goes on with the noun phrase before it."""
    norm = doc.norms[i]
    if norm == "of":
        return True
    if is_name(doc, i - 1) or doc.kinds[i + 1] & TIME:
        return False  # after a name, where and when it was said
    venues = words("venues")
    said_there = any(doc.norms[j] in venues for j in range(i + 1, min(ceiling, i + WINDOW_VENUE_TOKENS)))
    return norm in _COMMON_ATTACH and not said_there


def _appositive_end(doc: AnnotatedDocument, i: int, ceiling: int, *, leading: bool) -> int | None:
    """Where the appositive that begins at ``i``, after a comma, ends; None if it is none."""
    if i >= ceiling or doc.inside[i] >= 0 or not is_word(doc, i) or not _opens_appositive(doc, i):
        return None
    relative = doc.norms[i] in _SUBJECT_RELATIVES
    end = i
    while end < ceiling:
        token = doc.tokens[end]
        if token.norm == "," or token.text in STOPS or token.text in DASHES or doc.inside[end] >= 0:
            break
        relative = relative or token.norm in _SUBJECT_RELATIVES or token.norm == "that"
        if not relative and (is_aux(doc, end) or (doc.kinds[end] & SUBJ and end > i)):
            return None  # a clause, not a noun phrase
        end += 1
    if leading and not (end < ceiling and doc.norms[end] == ","):
        return None
    return end if end > i else None


def _opens_appositive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether the word after a comma can begin an appositive or a relative clause."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _SUBJECT_RELATIVES:
        return True
    if kind & (CONJ | SUB | SUBJ | TIME) or (kind & PREP and norm != "of"):
        return False
    if is_adverb(doc, i) and norm not in ("now", "then"):
        return False
    return not doc.kinds[i] & ING and not kind & REPORTING

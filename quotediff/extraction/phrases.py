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
    POSSESSIVE_MARKS,
    STOPS,
    Range,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_name,
    is_open,
    is_word,
    looks_finite,
    verb_group,
)
from quotediff.extraction.token_kinds import ADVERB, COMMA, ED, ING, NAME, OPENS_NOUN_PHRASE, QUOTED, WORD
from quotediff.lang.cues import AUX, CONJ, DET, OBJ, POSS, PREP, REPORTING, SUB, SUBJ, TIME, irregular_pasts
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
_DAYS_ALONE = frozenset({"today", "yesterday", "tonight"})
_LEADS_TO_TIME = frozenset({"this", "that"})
_ADVERSATIVES = word_list("adversatives")
_SUBORDINATORS = word_list("subordinators")  # after officials said
_RELATIVES = _SUBJECT_RELATIVES | {"that", "where"}
_RELATIVES_OF_OBJECT = _SUBJECT_RELATIVES | {"that"}
_OPENS_APPOSITIVE = _SUBJECT_RELATIVES | {"of"}
_LINKS = frozenset({"and", "or", "&"})
_JOINS_NOUNS = frozenset({"and", "or"})
_WITHIN_NAMES = frozenset({"of", "the", "'s", "and"})
_GOES_ON = frozenset({"'s", "and"})  # behind a pronoun that is not all of its phrase
_OPENING_SIGNS = frozenset({"$", "#", "@"})
_MAY_CLOSE_PHRASE = frozenset({")", "”", '"', "'s"})
_STOPS_AND_DASHES = STOPS | DASHES
_BEGINS_NO_NOUN = PREP | CONJ | SUB | SUBJ | DET | TIME | AUX | ADVERB
_ASIDES = {  # by what closes an aside: what opens it, and what cannot stand in it
    ")": (frozenset({"("}), frozenset[str]()),
    **dict.fromkeys(LONG_DASHES, (LONG_DASHES, STOPS)),
}
_FLOORS = STOPS | BRACKETS | LONG_DASHES
_CLAUSE_WORDS = _ADVERSATIVES | _SUBORDINATORS | word_list("said")  # no phrase goes on to the left of these
_PHRASE_MARKS = frozenset({'"', "“", "”", "«", "»", "„", "``", "''", "'", "‘", "’"})
_PHRASE_JOINERS = frozenset({"'s", "'", "$", "%", "#", "/", "&"})  # no words, but inside names and amounts
_COMMON_ATTACH = word_list("common_attach")  # fmt: skip
_MONTH_OR_WORD = word_list("month_or_word")


def subject_before(doc: AnnotatedDocument, group: int, floor: int) -> Range | None:
    """The noun phrase that ends before the verb group at ``group``; None if nothing there can be one."""
    end = group
    for _ in range(MAX_ASIDES):
        if end <= floor:
            return None
        low = _clause_floor(doc, end, floor)
        if low < end:
            found = _subject(doc, end, low)
            if found is None or end == group:
                return found
            return found[0], group
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
    if relative < group:
        clause = _clause_of(doc, relative + 1, group)
        if not clause:
            first = _phrase_start(doc, relative, begin)  # a negotiator who declined to be named said
            if first == relative:
                return None
            return first, group
        begin = clause  # who spoke because the judge asked
    first = _phrase_start(doc, group, begin)
    if first > begin and doc.norms[first - 1] in _SUBJECT_RELATIVES and all(
        doc.kinds[i] & TIME for i in range(first, group)
    ):  # fmt: skip
        return first - 1, first  # who last year threatened
    last = without_time(doc, first, group)
    while last > first + 1 and doc.kinds[last - 1] & (TIME | PREP) and not has_verb(doc, first, last):
        last -= 1  # the mayor on Monday
    if first >= last:
        return None
    return contact_clause(doc, first, last) or first, last


def _phrase(first: int, last: int) -> Range | None:
    """The phrase ``tokens[first:last]``; None if there is nothing in it."""
    return (first, last) if first < last else None


def _clause_of(doc: AnnotatedDocument, first: int, group: int) -> int:
    """Where the last subordinate clause begins that has the verb at ``group`` for its own; 0 if none has."""
    begins = next((j for j in range(group - 1, first, -1) if doc.kinds[j] & SUB), 0)
    if not 0 < begins < group - 1:
        return 0
    if any(_plainly_finite(doc, j) for j in range(begins + 1, group)):
        return 0
    return begins + 1


def contact_clause(doc: AnnotatedDocument, first: int, last: int) -> int | None:
    """Where the subject begins in a clause without its pronoun: *a case* [*federal prosecutors*] *called*.

    Several of whom there cannot be *a*; None in any other phrase ``tokens[first:last]``.
    """
    head = doc.norms[last - 1]
    if role_noun(head) is None or singular(head) == head:
        return None
    begin = next((k for k in range(last - 1, first, -1) if not _describes(doc, k - 1)), first)
    for index in range(begin - 1, max(first, begin - WINDOW_CONTACT_TOKENS) - 1, -1):
        if doc.norms[index] in ("a", "an"):
            return begin if index < begin - 1 else None
        if doc.kinds[index] & (PREP | CONJ | DET | POSS | COMMA):
            return None
    return None


def _describes(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may stand before a noun as an adjective or a name does."""
    return is_name(doc, i) or doc.norms[i].endswith(ADJECTIVE_ENDINGS)


def _relative(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a relative clause with a verb of its own begins in ``tokens[first:last]``; ``last`` if none does.

    Its noun stands before it.
    """
    found = min(doc.first_of(word, first + 1) for word in ("who", "which"))
    if found >= last - 1:
        return last
    if not _has_predicate(doc, found + 1, last):
        return last
    return found


def _has_predicate(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether the words after *who* have a verb of their own; not *who on Monday* before *said*."""
    verb = next((k for k in range(first, last) if not is_adverb(doc, k)), last)
    if verb < last and doc.kinds[verb] & (WORD | _NO_VERB) == WORD:
        return True  # who drowned, who owns the plant
    return has_verb(doc, first, last)


def without_time(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends before words that tell when it spoke: *who* [*last year*], *a jury* [*on Friday*].

    Its own end where they may belong to a verb in it: *disclosures filed on Sunday*.
    """
    relative = doc.norms[first] in _SUBJECT_RELATIVES
    end = last
    while end > first + 1 and doc.kinds[end - 1] & TIME:
        end -= 1
    if end == last:
        return last
    if end == last - 1 and doc.norms[end] in _DAYS_ALONE:
        return end
    if has_verb(doc, first + relative, end):
        return last
    at = end - 1
    if at == first:
        return end if relative else last
    if doc.norms[at] in _LEADS_TO_TIME or doc.kinds[at] & PREP:
        return at
    return last


def _clause_floor(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """The first token of the narration before ``i``: after a stop, a dash, a bracket or quoted words."""
    return doc.last_of(_FLOORS, i, doc.last_quoted(i, floor) + 1) + 1


def _before_aside(doc: AnnotatedDocument, group: int, floor: int) -> int:
    """Where the aside begins of *Name — an aside — said*, *Name (R-Texas) said*; ``floor`` if none does."""
    closing = doc.tokens[group - 1].text
    if closing not in _ASIDES:
        return floor
    openings, barriers = _ASIDES[closing]
    for index in range(group - 2, floor, -1):
        if doc.tokens[index].text in openings:
            if doc.inside[index - 1] >= 0:
                break
            return index
        if doc.tokens[index].text in barriers:
            break
    return floor


def _subject_with_appositive(doc: AnnotatedDocument, comma: int, low: int) -> Range | None:
    """The phrase whose appositive the comma before a verb closes: *Ann Poe, the mayor, said*."""
    chunks = _chunks(doc, low, comma)
    while len(chunks) > 2 and (is_adjunct(doc, chunks[0]) or _is_predicate(doc, chunks[0])):
        chunks.pop(0)  # on Monday, Ann Poe, the mayor, said; the mill is sold, its owner, Jon Roe, said
    if len(chunks) < 2 or _is_predicate(doc, chunks[-1]):
        return None
    begin, end = chunks[0]
    end = _relative(doc, begin, end)
    first = _phrase_start(doc, end, begin)
    if first == end:
        return None
    return first, comma


def _is_predicate(doc: AnnotatedDocument, chunk: Range) -> bool:
    """Whether a chunk goes on with a clause rather than naming somebody again: *were in fair condition*."""
    if not _RELATIVES.isdisjoint(doc.norms[slice(*chunk)]):
        return False
    return any(is_aux(doc, i) and doc.norms[i] != "to" for i in range(*chunk))


def _chunks(doc: AnnotatedDocument, first: int, last: int) -> list[Range]:
    """``tokens[first:last]`` split at commas."""
    commas = [i for i in range(first, last) if doc.kinds[i] & COMMA]
    begins = [first, *(comma + 1 for comma in commas)]
    return [(begin, end) for begin, end in zip(begins, [*commas, last], strict=True) if begin < end]


def is_adjunct(doc: AnnotatedDocument, chunk: Range) -> bool:
    """Whether a chunk opens a sentence without being its subject: *On Monday*, *However*, *Asked why*."""
    first, last = chunk
    norm, kind = doc.norms[first], doc.kinds[first]
    if last - first == 1:
        return kind & (ADVERB | CONJ) != 0
    if kind & (SUB | PREP | ADVERB):
        return True
    return norm.endswith(("ing", "ed")) and len(norm) > 4 and not is_aux(doc, first + 1)


def _after_last_comma(doc: AnnotatedDocument, last: int, low: int) -> int:
    return doc.last_of((",",), last, low) + 1


def _phrase_start(doc: AnnotatedDocument, last: int, low: int) -> int:
    """Walks left from ``last`` over what may belong to a noun phrase; where the phrase begins."""
    first = last
    verb = -1  # the first before the phrase; looked for when an "and" asks for it
    for index in range(last - 1, low - 1, -1):
        links = doc.norms[index] in _LINKS
        if links and verb < 0:
            verb = first_verb(doc, low, last)
        if _bounds_left(doc, index, low, first < last, verb):
            break
        if doc.kinds[index] & PREP:
            if index == low:
                return _after_adjunct(doc, low, last, first)
        elif not links:
            first = index
    return first


def _bounds_left(doc: AnnotatedDocument, i: int, low: int, has_head: bool, verb: int) -> bool:  # noqa: FBT001 - a plain fact
    """Whether token ``i`` stands before the noun phrase that is walked; ``verb`` is the clause's first."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _LINKS:
        return i == low or not has_head or verb < i
    if norm == "to" and doc.kinds[i + 1] & (NAME | DET):
        return False  # a person close to the party
    if kind & AUX or _is_pronoun(doc, i) or _opens_clause(doc, i):
        return True
    if kind & PREP:
        return False
    if i > low and has_head and _is_time_before_name(doc, i):
        return True
    if not kind & WORD and norm not in _PHRASE_JOINERS:
        return not _stands_in_name(doc, i)
    return i == low and kind & ADVERB != 0


def _is_pronoun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a subject's pronoun for somebody; not *it*."""
    return doc.kinds[i] & SUBJ != 0 and doc.norms[i] != "it"


def _is_time_before_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` tells when, before a name: *Monday* [*Poe*]."""
    return doc.kinds[i] & TIME != 0 and doc.kinds[i + 1] & (NAME | TIME) == NAME


def _opens_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause begins or goes on with token ``i``: *but*, *that*, *said*; not *because of*."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _CLAUSE_WORDS:
        return True
    if norm == "because":
        return kind & SUB != 0 and doc.norms[i + 1] != "of"
    return kind & (SUB | PREP) == SUB


def _stands_in_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a mark stands within a name: William "Bill" Roe."""
    return doc.tokens[i].text in _PHRASE_MARKS and doc.kinds[i - 1] & doc.kinds[i + 1] & NAME != 0


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
        if doc.norms[index] in ("'s", "'"):
            return _phrase(_phrase_start(doc, index, floor), index)
    return None


def nearest_subject(doc: AnnotatedDocument, i: int, floor: int) -> Range | None:
    """The subject of the last finite clause before token ``i`` in narration."""
    for index in range(i - 1, floor, -1):
        kind, norm = doc.kinds[index], doc.norms[index]
        if kind & (QUOTED | NAME) or norm == "'s":
            continue
        sure = kind & (AUX | REPORTING)
        if not sure and not norm.endswith(("ed", "s")):
            continue
        group = verb_group(doc, index, floor)
        before = group - 1
        if before < floor or doc.kinds[before] & QUOTED:
            continue
        if sure or is_name(doc, before) or _is_pronoun(doc, before):
            found = subject_before(doc, group, floor)
            if found is not None and found[1] - found[0] <= MAX_SUBJECT_TOKENS:
                return found
    return None


def leading_subject(doc: AnnotatedDocument, floor: int, ceiling: int) -> Range | None:
    """The first noun phrase of a sentence, past an adjunct that opens it: its subject, most often."""
    i = next((k for k in range(floor, ceiling) if not _may_open_sentence(doc, k)), ceiling)
    if i >= ceiling:
        return None
    if doc.inside[i] >= 0:
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
    named = _name_run(doc, *found) if is_name(doc, i) else None
    if named is not None and doc.norms[named[1]] in POSSESSIVE_MARKS:
        return i, _common_subject_end(doc, named[1], found[1])
    if doc.kinds[i] & (DET | POSS):
        return i, _common_subject_end(doc, i, found[1])
    return named


def _common_subject_end(doc: AnnotatedDocument, i: int, end: int) -> int:
    """Where a noun phrase ends whose article or owner stands at token ``i``, before its verb or ``end``."""
    verb = next((j for j in range(i + 1, end) if _plainly_finite(doc, j) or _has_object(doc, j)), end)
    last = max(i + 1, min(verb, i + MAX_COMMON_SUBJECT_TOKENS))
    while last < verb and ("of" in (doc.norms[last - 1], doc.norms[last]) or is_name(doc, last)):
        last += 1  # the Central Bank of Arvenia
    return last


def _has_object(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an article or an owner right behind a plain word shows that it is a verb: *cut its rate*."""
    return is_open(doc, i) and not doc.kinds[i - 1] & (DET | POSS) and bool(doc.kinds[i + 1] & (DET | POSS))


def _may_open_sentence(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may stand before the first phrase of a sentence: *And*, a mark, *Still*."""
    if doc.inside[i] >= 0:
        return False
    return doc.kinds[i] & (WORD | CONJ | ADVERB) != WORD


def _plainly_finite(doc: AnnotatedDocument, i: int) -> bool:
    """A finite verb that is not also a noun: *threw* and *said*, not *state*."""
    norm = doc.norms[i]
    return norm in irregular_pasts() or (looks_finite(doc, i) and norm not in words("cue_also_nouns"))


def _name_run(doc: AnnotatedDocument, first: int, last: int) -> Range | None:
    """A name up to the lower-case words of the predicate."""
    end = next((k for k in range(first, last) if not _goes_on_with_name(doc, k)), last)
    return _phrase(first, next((k for k in range(end, first, -1) if is_name(doc, k - 1)), first))


def _goes_on_with_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a name, a mark, or a small word that may stand within names."""
    return doc.kinds[i] & (WORD | NAME) != WORD or doc.norms[i] in _WITHIN_NAMES


def phrase_after(doc: AnnotatedDocument, first: int, ceiling: int, *, leading: bool = False) -> Range | None:
    """The noun phrase that begins at ``first``, with appositives and relative clauses, before ``ceiling``.

    ``leading``: a clause follows after a comma (*According to X, C*), so that a comma ends the phrase
    unless what follows is an appositive with a closing comma of its own.
    """
    ceiling = min(ceiling, first + MAX_PHRASE_TOKENS)
    kind = doc.kinds[first]
    if first >= ceiling:
        return None
    if not kind & WORD and doc.tokens[first].text not in _OPENING_SIGNS:
        return None
    owns = kind & POSS and doc.kinds[first + 1] & (WORD | _BEGINS_NO_NOUN) == WORD  # her son
    if kind & (SUBJ | OBJ) and not owns and doc.norms[first + 1] not in _GOES_ON:
        return first, first + 1
    end = i = first
    while i < ceiling:
        step = _step(doc, first, i, ceiling, leading=leading)
        if step is None:
            break
        i, keep = step
        if keep:
            end = i
    return _phrase(first, next((k for k in range(end, first, -1) if _may_end(doc, k - 1)), first))


def _may_end(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a noun phrase may end with token ``i``: a word, an amount, a closing mark."""
    text = doc.tokens[i].text
    return is_word(doc, i) or text[1:2].isdigit() or text in _MAY_CLOSE_PHRASE


def _step(
    doc: AnnotatedDocument, first: int, i: int, ceiling: int, *, leading: bool
) -> tuple[int, bool] | None:
    """One step right in a noun phrase: the next token to look at, and whether the phrase may end there."""
    text, norm = doc.tokens[i].text, doc.norms[i]
    if doc.inside[i] >= 0:
        return None
    if text in _STOPS_AND_DASHES:
        return None
    if text == "(":
        close = next(
            (j for j in range(i, min(ceiling, i + MAX_SUBJECT_BRACKET_TOKENS)) if doc.tokens[j].text == ")"),
            None,
        )
        if close is None:
            return None
        return close + 1, True
    if norm == ",":
        after = _appositive_end(doc, i + 1, ceiling, leading=leading)
        if after is None:
            return None
        return after, True
    if i == first:
        return i + 1, True
    return _step_word(doc, first, i, ceiling)


def _step_word(doc: AnnotatedDocument, first: int, i: int, ceiling: int) -> tuple[int, bool] | None:
    """One step right over a word that is not the phrase's first."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if kind & TIME and not (i == first + 1 and doc.kinds[first] & DET):
        return (i + 1, True) if _dates_noun(doc, i) else None
    if kind & PREP:
        if not _attaches(doc, i, ceiling):
            return None
        return i + 1, False
    if norm in _SUBJECT_RELATIVES:
        return i + 1, True
    if kind & OBJ and doc.norms[i - 1] == "of":
        return i + 1, True  # one of them
    if kind & (SUB | SUBJ | OBJ):
        return None
    if kind & CONJ:
        if not _joins(doc, i, ceiling):
            return None
        return i + 1, False
    adverb = kind & ADVERB and not kind & (NAME | DET)
    if (adverb or kind & AUX) and not _in_relative(doc, first, i):
        return None
    return i + 1, True


def _dates_noun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word of time is of the phrase before it: *a study published* [(*on*) *Wednesday*]."""
    if doc.kinds[i - 1 - bool(doc.kinds[i - 1] & PREP)] & ED:
        return True
    return doc.norms[i] in _MONTH_OR_WORD and is_name(doc, i)


def _in_relative(doc: AnnotatedDocument, first: int, i: int) -> bool:
    """Whether token ``i`` stands in a relative clause that began in the phrase."""
    return not _SUBJECT_RELATIVES.isdisjoint(doc.norms[first:i])


def _joins(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether the conjunction at ``i`` goes on with the phrase rather than with the sentence."""
    if i + 1 >= ceiling:
        return False
    if doc.norms[i] not in _JOINS_NOUNS:
        return False
    if doc.kinds[i + 1] & OPENS_NOUN_PHRASE:
        return True
    return is_word(doc, i + 1) and not is_name(doc, i - 1)


def _attaches(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether a preposition at ``i`` goes on with the noun phrase before it."""
    norm = doc.norms[i]
    if norm == "of":
        return True
    if norm not in _COMMON_ATTACH:
        return False
    if doc.kinds[i + 1] & TIME:
        return _dates_noun(doc, i + 1)
    if is_name(doc, i - 1):
        return False  # after a name, where and when it was said
    return words("venues").isdisjoint(doc.norms[i + 1 : min(ceiling, i + WINDOW_VENUE_TOKENS)])


def _appositive_end(doc: AnnotatedDocument, i: int, ceiling: int, *, leading: bool) -> int | None:
    """Where the appositive that begins at ``i``, after a comma, ends; None if it is none."""
    if i >= ceiling:
        return None
    if doc.kinds[i] & (WORD | QUOTED) != WORD or not _opens_appositive(doc, i):
        return None
    end = next((k for k in range(i, ceiling) if _ends_chunk(doc, k)), ceiling)
    relative = next((k for k in range(i, end) if doc.norms[k] in _RELATIVES_OF_OBJECT), end)
    if any(doc.kinds[k] & (AUX | SUBJ) for k in range(i, relative)):
        return None  # a clause, not a noun phrase
    if leading and (end == ceiling or not doc.kinds[end] & COMMA):
        return None
    return end


def _ends_chunk(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a comma, a stop or a dash, or in quoted words."""
    return doc.kinds[i] & (COMMA | QUOTED) != 0 or doc.tokens[i].text in _STOPS_AND_DASHES


def _opens_appositive(doc: AnnotatedDocument, i: int) -> bool:
    """Whether the word after a comma can begin an appositive or a relative clause."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in _OPENS_APPOSITIVE:
        return True
    if kind & ADVERB and norm not in ("now", "then"):
        return False
    return not kind & (CONJ | SUB | SUBJ | TIME | PREP | ING | REPORTING)

"""Where a reported clause begins after its cue, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    STOPS,
    Range,
    begins_phrase,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_name,
    is_number,
    is_word,
    looks_finite,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.token_kinds import FIGURE_OR_NAME, LISTED, PAST
from quotediff.lang.cues import (
    ADV,
    AUX,
    CONJ,
    DET,
    OBJ,
    POSS,
    PREP,
    REPORTING,
    SUB,
    SUBJ,
    TIME,
    evidence_nouns,
    irregular_pasts,
    number_words,
    reporting_forms,
)
from quotediff.lang.lexicon import phrases, rows, word_list, words
from quotediff.lang.nouns import role_noun, singular
from quotediff.limits import (
    MAX_ADDRESSEE_TOKENS,
    MAX_ADVERBIAL_TOKENS,
    MAX_VENUE_TOKENS,
    WINDOW_JOINED_TOKENS,
    WINDOW_RULE_TOKENS,
    WINDOW_TAIL_TOKENS,
)

CLAUSE_OPENERS = word_list("clause_openers")
RELATIVES = word_list("relatives")
_SENTENCE_ENDS = frozenset({".", "?", "!", "...", "…"})
_COMMON_REPORTING_VERBS = word_list("common_reporting_verbs")  # fmt: skip
_SECOND_VERBS = _COMMON_REPORTING_VERBS - {"say", "called", "claimed"}
_JOINS_ATTRIBUTION = word_list("attribution_joiners")
_SAID_OR_WROTE = word_list("said_or_wrote")
_AFTER_QUOTE = word_list("after_quote")
_ADVERBIAL_PREPOSITIONS = word_list("adverbial_prepositions")  # fmt: skip
_PLACES_OF_SAYING = word_list("places_of_saying")
_LEADS_TO_MARKS = word_list("leads_to_marks")
_KEEP_ADVERBS = word_list("keep_adverbs")
_FRACTIONS = word_list("fractions")
_PHRASE_ENDS = frozenset({"that", ":", ",", ".", ";"})
_CONTRASTS = frozenset({"while", "whereas", "whilst"})
_LEADS_TO_VENUE = word_list("leads_to_venue")


def clause_end(doc: AnnotatedDocument, i: int, ceiling: int) -> int:
    """Where a statement that begins at token ``i`` ends: with its sentence, or at the next attribution."""
    first = j = i
    if starts_quoted_range(doc, i):
        after = _after_quoted_range(doc, i, ceiling)
        if after is not None:
            return after
        j = doc.quoted[doc.inside[i]].last
        i = j - 1
    sentence = doc.sentence_of[i]
    ceiling = min(ceiling, j + WINDOW_RULE_TOKENS)
    while j < ceiling:
        if doc.sentence_of[j] != sentence and (doc.inside[j] < 0 or starts_quoted_range(doc, j)):
            return j
        if doc.inside[j] >= 0:
            j = max(j + 1, doc.quoted[doc.inside[j]].last)
            if j < ceiling and doc.norms[j - 2] == "," and next_attribution(doc, j, ceiling):
                return j
            if (
                j < ceiling
                and doc.norms[j - 2] in _SENTENCE_ENDS
                and doc.sentence_of[j] != doc.sentence_of[j - 1]
            ):
                return j
            sentence = doc.sentence_of[j - 1]
            continue
        norm = doc.norms[j]
        if norm == ";" or (norm == "," and _ends_at_comma(doc, first, j, ceiling)):
            return j
        if norm in ("and", "but") and j > first and _second_verb(doc, j + 1, ceiling):
            return j
        j += 1
    return max(j, ceiling)


def _ends_at_comma(doc: AnnotatedDocument, first: int, comma: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins behind a comma, of nobody in the statement itself."""
    attributed = next_attribution(doc, comma + 1, ceiling)
    return attributed and contrasted(doc, comma, first) is None


def contrasted(doc: AnnotatedDocument, comma: int, floor: int) -> Range | None:
    """The clause behind *while* whose subject does what a participle of saying behind ``comma`` tells.

    None if there is none: *she is late,* [*while he denies it*]*, arguing*; but not *adding*.
    """
    norm = doc.norms[comma + 1]
    if (
        not norm.endswith("ing")
        or norm in words("additions")
        or norm not in reporting_forms("clause", "told")
    ):
        return None
    begins = doc.last_of((",",), comma, floor) + 1
    return (begins + 1, comma) if begins >= floor and doc.norms[begins] in _CONTRASTS else None


def before_contrast(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a statement within another one ends: before what somebody else does, *, while Poe denies it*."""
    commas = (i for i in range(first, last) if doc.norms[i] == "," and doc.inside[i] < 0)
    return next((i for i in commas if doc.norms[i + 1] in _CONTRASTS), last)


def follows_statement(doc: AnnotatedDocument, source: int) -> bool:
    """Whether a clause and a comma stand before a source: *the river is dying,* [*the bishop*] *told us*."""
    first = sentence_start(doc, source)
    if source - 2 <= first or doc.norms[source - 1] != "," or doc.kinds[first] & (SUB | PREP):
        return False
    return any(is_aux(doc, i) or _is_verb_behind(doc, i) for i in range(first + 1, source))


def _is_verb_behind(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word in the present or past tense follows a noun or a pronoun."""
    norm, before = doc.norms[i], doc.kinds[i - 1]
    past = norm in irregular_pasts() or (norm.endswith("ed") and not is_name(doc, i))
    return (past or bool(before & SUBJ)) and not before & (DET | POSS | PREP)


def behind_source(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Where the statement begins behind *according to*, whose source begins at token ``i``; 0 if unknown.

    What stands between commas may tell more of the source (*Poe, a clerk, the file was lost*) or be the
    subject of the statement (*the Herald,* [*Poe, who ran the mill, has died*]).
    """
    begins = [i, *(j + 1 for j in range(i, stop) if doc.inside[j] < 0 and doc.norms[j] == ",")]
    relative = next((k for k, b in enumerate(begins) if k > 1 and doc.norms[b] in RELATIVES), 0)
    for number, first in enumerate(begins[1:], 1):
        last = begins[number + 1] - 1 if number + 1 < len(begins) else stop
        if doc.inside[first] >= 0:
            return first if number == 1 else 0
        if doc.norms[first] in RELATIVES:
            continue
        if _begins_with_verb(doc, first) or (relative == number - 1 > 1 and _may_be_predicate(doc, first)):
            subject = relative - 1 if 1 < relative <= number else _subject_of(doc, begins[:number])
            return begins[subject]
        if doc.kinds[first] & (SUB | CONJ):
            return begins[1]
        if not 0 < relative <= number and has_predicate(doc, first, last):
            return first
    return 0


def has_predicate(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether there is a finite verb in ``tokens[first:last]``."""
    return has_verb(doc, first, last) or any(
        doc.norms[i] in irregular_pasts() for i in range(first + 1, last)
    )


def _subject_of(doc: AnnotatedDocument, begins: Sequence[int]) -> int:
    """Which of the parts before a verb is its subject: the last that is no apposition; 0 if none is."""
    k = len(begins) - 1
    while k > 1 and (doc.kinds[begins[k]] & PREP or _renames(doc, begins[k - 1], begins[k])):
        k -= 1
    return k


def _renames(doc: AnnotatedDocument, before: int, i: int) -> bool:
    """Whether what begins at ``i`` is an apposition to what begins at ``before``: *Poe,* [*the mayor*]."""
    return doc.norms[i] in ("a", "an") or (is_name(doc, before) and bool(doc.kinds[i] & (DET | POSS)))


def _begins_with_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a predicate begins at token ``i``: *has died*, *sold it*, *plans to go*."""
    while is_adverb(doc, i):
        i += 1
    if doc.kinds[i] & (AUX | PAST):
        return True
    takes = doc.kinds[i + 1] & (DET | POSS | PREP) or doc.norms[i + 1] == "to"
    return bool(takes) and doc.norms[i].endswith("s") and not is_name(doc, i)


def _after_quoted_range(doc: AnnotatedDocument, i: int, ceiling: int) -> int | None:
    """The end of a statement that opens with a quoted range and ends with it; None if it goes on."""
    end = doc.quoted[doc.inside[i]].last
    if end >= ceiling or doc.sentence_of[end - 1] != doc.sentence_of[end]:
        return end
    inside, after = doc.norms[end - 2], doc.norms[end]
    if inside in _SENTENCE_ENDS or after in STOPS:
        return end
    if after == "," or inside == ",":
        follows = doc.norms[end + 1] if after == "," else after
        if follows.endswith("ing") or follows in _AFTER_QUOTE:
            return end
    return None


def relative_end(doc: AnnotatedDocument, relative: int, i: int, ceiling: int) -> int:
    """Where a statement inside a relative clause ends: at the comma after which the main clause goes on.

    The main clause's predicate may be quoted words. Or before *that*, where the one spoken of in the clause
    is told something: ``relative`` is where it begins.
    """
    verb = first_verb(doc, i + 1, ceiling) if doc.norms[i] in CLAUSE_OPENERS else i
    for index in range(verb, ceiling):
        if doc.inside[index] < 0 and doc.norms[index] == ",":
            quoted = starts_quoted_range(doc, index + 1) and doc.tokens[index + 2].text[:1].islower()
            if quoted or _may_be_predicate(doc, index + 1):
                return index
    return other_clause(doc, i, ceiling) if _is_spoken_to(doc, relative) else ceiling


def _is_spoken_to(doc: AnnotatedDocument, relative: int) -> bool:
    """Whether a relative clause tells of somebody who is told something: *told a man* [*who*]."""
    verb = doc.last_of(reporting_forms("told"), relative, sentence_start(doc, relative))
    return verb >= 0 and not any(doc.norms[i] == "," for i in range(verb, relative - 1))


def other_clause(doc: AnnotatedDocument, i: int, ceiling: int) -> int:
    """Where *that* opens a clause which no verb of saying right before it takes; else ``ceiling``.

    *a man who claimed to be ill* [*that*] *he must leave*.
    """
    opener = doc.first_of("that", i + 1)
    while opener < ceiling:
        free = doc.inside[opener] < 0 and not doc.kinds[opener - 1] & (REPORTING | PREP | CONJ)
        if free and not is_adverb(doc, opener - 1):
            return opener
        opener = doc.first_of("that", opener + 1)
    return ceiling


def _may_be_predicate(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word after a comma can be the main clause's verb: in lower case and of no closed class."""
    if looks_finite(doc, i):
        return True
    closed = doc.kinds[i] & (DET | POSS | PREP | CONJ | SUB | SUBJ | ADV)
    return is_word(doc, i) and not is_name(doc, i) and not is_number(doc, i) and not closed


def next_attribution(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins at ``i``, after a comma."""
    norm = doc.norms[i]
    if norm == "according" and doc.norms[i + 1] == "to":
        return True
    if norm.endswith("ing") and norm in reporting_forms("clause", "told"):
        return True
    reach = i + WINDOW_TAIL_TOKENS
    joined = norm in _JOINS_ATTRIBUTION
    if joined:
        reach = i + WINDOW_JOINED_TOKENS
    for index in range(i + 1, min(ceiling, reach)):
        if doc.inside[index] >= 0 or doc.tokens[index].text in (",", ".", ";"):
            return False
        if joined and doc.norms[index] in _COMMON_REPORTING_VERBS:
            return True
        if doc.norms[index] in _SAID_OR_WROTE:
            return doc.norms[index + 1] in (".", ",") or doc.kinds[index + 1] & TIME != 0
        if _closes(doc, i, index):
            return True
    return False


def _closes(doc: AnnotatedDocument, i: int, verb: int) -> bool:
    """Whether a document that begins at ``i`` ends its sentence by saying so: C, *the complaint states*."""
    document = singular(doc.norms[verb - 1]) in evidence_nouns() and verb - 1 > i
    begins = doc.kinds[i] & (DET | POSS) != 0 or is_name(doc, i)
    return document and begins and doc.norms[verb] in reporting_forms("clause") and doc.norms[verb + 1] == "."


def _second_verb(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether a second verb of the same subject follows *and*: called it a disgrace and *said* ..."""
    while i < ceiling and is_adverb(doc, i):
        i += 1
    return i < ceiling and doc.inside[i] < 0 and doc.norms[i] in _SECOND_VERBS


def past_addressee(doc: AnnotatedDocument, i: int, stop: int, *, certain: bool) -> int:
    """Past the people spoken to: told *reporters*, asked *him*.

    ``certain``: the verb always takes them (*told*); for others they must be followed by what was said.
    """
    if i >= stop or doc.inside[i] >= 0 or _opens_statement(doc, i) or doc.norms[i] == "of":
        return i
    if doc.kinds[i] & OBJ or doc.norms[i] in ("her", "you", "it"):
        return i + 1
    determined = doc.kinds[i] & (DET | POSS) or is_name(doc, i)
    if not certain and not determined:
        return i
    j = i
    while j < stop and doc.inside[j] < 0 and not _ends_addressee(doc, i, j):
        if j - i > MAX_ADDRESSEE_TOKENS:
            return i
        j += 1
    follows = j < stop and (doc.inside[j] >= 0 or _opens_statement(doc, j))
    if certain and j < stop and is_aux(doc, j):
        return _past_people(doc, i, j)
    return j if certain or follows else i


def _past_people(doc: AnnotatedDocument, i: int, verb: int) -> int:
    """Past the plain noun for people, or the name, that begins at ``i``, if a subject stands behind it.

    *Told* [*investors*] *profits had fallen*, *told* [*Reuters*] *talks were on*; ``verb`` if none does, and
    ``i`` if which of several names is the subject cannot be known.
    """
    first = end = i + bool(doc.kinds[i] & (DET | POSS))
    while end < verb and is_name(doc, end):
        end += 1
    if first < end == verb:
        return i
    while end < verb and role_noun(singular(doc.norms[end])) is not None:
        end += 1
        if singular(doc.norms[end - 1]) != doc.norms[end - 1]:
            break  # told residents officials were late
    begins = end < verb and is_word(doc, end) and not doc.kinds[end] & (PREP | CONJ | SUB)
    return end if end > first and begins else verb


def begins_statement(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause or a quotation may begin at token ``i``, which stands behind *in* or the like."""
    return doc.norms[i] in CLAUSE_OPENERS or bool(doc.kinds[i] & SUBJ)


def _opens_statement(doc: AnnotatedDocument, i: int) -> bool:
    return doc.norms[i] in CLAUSE_OPENERS or doc.norms[i] in ("to", ":", ",")


def _ends_addressee(doc: AnnotatedDocument, first: int, j: int) -> bool:
    kind = doc.kinds[j]
    if _opens_statement(doc, j) or is_aux(doc, j):
        return True
    if j == first:
        return False
    if kind & (SUBJ | TIME):
        return True
    return kind & (DET | POSS) != 0 and not doc.kinds[j - 1] & (PREP | CONJ)


def past_adverbials(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past when and where it was said: said *Monday*, said *in a statement*, said *on Twitter*."""
    start = i
    while i < stop and doc.inside[i] < 0:
        norm, kind = doc.norms[i], doc.kinds[i]
        ahead = _past_to_opener(doc, i, stop)
        if ahead is not None:
            return ahead
        aside = norm == ","
        terms = past_terms(doc, i + aside, stop)
        if terms > i + aside and (not aside or doc.norms[terms] == ","):
            i = terms + aside
        elif (behind := _past_leading_preposition(doc, i, stop)) > i:
            i = behind
        elif is_adverb(doc, i) and norm not in _KEEP_ADVERBS and not _counts(doc, i + 1):
            i += 1
        elif kind & TIME and (not is_aux(doc, i + 1) or doc.norms[i + 1] == "to"):
            i = _past_time(doc, i + 1, stop)
        elif norm == "," and i > start and doc.norms[i + 1] == "that":
            i += 1
        else:
            return i
    return i


def _past_leading_preposition(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past a prepositional phrase that begins at token ``i``; ``i`` if none does or no statement follows."""
    if doc.norms[i] not in _ADVERBIAL_PREPOSITIONS or approximates(doc, i):
        return i
    behind = _past_prepositional(doc, i, stop)
    return i if behind is None else behind


def past_terms(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past the terms on which it was said: *on condition of anonymity because he may not speak*.

    ``i`` itself where there are none.
    """
    j = i + (doc.norms[i] in ("on", "under"))
    if not begins_phrase(doc, j + (doc.norms[j] == "the"), "anonymity"):
        return i
    while j < stop and doc.inside[j] < 0 and doc.norms[j] not in (",", ":", ".", ";"):
        j += 1
    return j


def is_venue(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` tell where it was said: *fired back* [*on social media*]."""
    lead = not {doc.norms[first - 1], doc.norms[first]}.isdisjoint(_LEADS_TO_VENUE)
    return lead and last - first <= MAX_VENUE_TOKENS and doc.norms[last - 1] in words("venues")


def in_terms(doc: AnnotatedDocument, source: int, cue: int) -> bool:
    """Whether somebody who begins at ``source`` is but told of in the terms on which another spoke.

    *An engineer who requested anonymity because* [*staff*] *were told not to talk*: ``cue`` is *were*.
    """
    floor = sentence_start(doc, cue)
    heads = phrases("anonymity")
    at = doc.last_of(heads, source, floor)
    while at >= floor and not begins_phrase(doc, at, "anonymity"):
        at = doc.last_of(heads, at, floor)
    return at >= floor and not any(doc.norms[i] in (",", ":", ".", ";") for i in range(at, cue))


def _past_to_opener(doc: AnnotatedDocument, i: int, stop: int) -> int | None:
    """Past a longer adverbial to the *that* or the colon it leads to: said *an hour later in Dover* that C.

    None where what stands between could be part of the statement.
    """
    aside = doc.norms[i] == ","  # told AFP, on condition of anonymity, that C
    if not aside and not _may_open_adverbial(doc, i):
        return None
    for index in range(i + 1, min(stop, i + MAX_ADVERBIAL_TOKENS)):
        norm = doc.norms[index]
        if _ends_adverbial(doc, index):
            return None
        if norm == "that" and not doc.kinds[index - 1] & PREP:
            return index if not aside or doc.norms[index - 1] == "," else None
        if norm == ":":
            return index if starts_quoted_range(doc, index + 1) else None
    return None


def _may_open_adverbial(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may begin when or where it was said: *in Dover*, *later*, *an hour later*."""
    kind = doc.kinds[i]
    if doc.norms[i] == "that" and not doc.kinds[i + 1] & TIME:
        return False  # that Poe once joked that: the statement begins
    if kind & (PREP | TIME) or is_adverb(doc, i):
        return True
    timed = any(doc.kinds[k] & TIME for k in (i + 1, i + 2)) or is_adverb(doc, i + 2)
    return kind & DET != 0 and timed


def _ends_adverbial(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` can be no part of an adverbial: a subject, a verb, a stop, quoted words."""
    norm, kind = doc.norms[i], doc.kinds[i]
    verb = is_aux(doc, i) and norm != "to"  # in a note to clients that
    verb = verb or (kind & REPORTING != 0 and norm.endswith("ing"))  # fired back on X, writing that
    return doc.inside[i] >= 0 or verb or kind & SUBJ != 0 or norm in (".", ";", "—")


def _counts(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what an adverb stands before is an amount: nearly *40*, almost *all*."""
    norm = doc.norms[i]
    return is_number(doc, i) or norm in number_words() or norm in word_list("whole_amounts")


def approximates(doc: AnnotatedDocument, i: int) -> bool:
    """*about 40 people*, *at least 14 states*: the beginning of what was said."""
    norm, after = doc.norms[i], doc.norms[i + 1]
    amount = is_number(doc, i + 1) or after[:1] == "$" or after.split("-")[0] in number_words()
    amount = amount or not _FRACTIONS.isdisjoint((after, doc.norms[i + 2]))  # about half, about a third
    return (norm in word_list("approximating") and amount) or (norm == "at" and after in ("least", "most"))


def _is_time(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word tells when: *Tuesday*; *p.m.* behind a figure."""
    hour = doc.norms[i] in ("a.m.", "p.m.") and is_number(doc, i - 1)
    return hour or bool(doc.kinds[i] & TIME)


def _past_time(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past further words of time, and a figure that is a date or an hour: *May* [*4 at*]; not *Sunday* 40."""
    while i < stop and (doc.kinds[i] & TIME or (is_number(doc, i) and _is_dated(doc, i))):
        i += 1
    return i


def _past_period(doc: AnnotatedDocument, i: int) -> int:
    """Past the noun that a word of time belongs to, where nothing follows it: *in the last* [*lap*]."""
    noun = is_word(doc, i) and not doc.kinds[i] & (LISTED | FIGURE_OR_NAME)
    return i + 1 if noun and doc.norms[i + 1] in (".", ",") else i


def _past_venue(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past what it was said in, if a clause follows: in [*a brief letter*] *the queen was ill*; else 0."""
    for index in range(i, min(stop, i + MAX_VENUE_TOKENS + 1)):
        if (
            doc.inside[index] >= 0
            or not is_word(doc, index)
            or (index > i and doc.kinds[index] & (PREP | SUB | SUBJ))
        ):
            return 0
        noun = role_noun(doc.norms[index])
        document = noun is not None and noun.kind == "document"
        if document or singular(doc.norms[index]) in words("venues"):
            return index + 1 if _may_begin_clause(doc, index + 1, stop) else 0
    return 0


def _may_begin_clause(doc: AnnotatedDocument, i: int, stop: int) -> bool:
    """Whether a subject and its verb may begin at token ``i``, and no attachment of the noun before it."""
    begins = bool(doc.kinds[i] & (DET | POSS | SUBJ)) or is_name(doc, i) or is_number(doc, i)
    begins = begins or (
        is_word(doc, i) and not doc.kinds[i] & LISTED and is_aux(doc, i + 1)
    )  # refunds will be paid
    return i < stop and begins and any(looks_finite(doc, j) for j in range(i + 1, stop))


def _is_dated(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a figure belongs to the month or the time beside it: *May 4*, *2 p.m. Monday*."""
    return doc.norms[i - 1] in _months() or doc.norms[i - 1] == "," or bool(doc.kinds[i + 1] & TIME)


@cache
def _months() -> frozenset[str]:
    return frozenset(word for word, number in rows("calendar", 2) if number.isdigit())


def _past_prepositional(doc: AnnotatedDocument, i: int, stop: int) -> int | None:
    """Past one prepositional phrase, if a statement plainly follows it."""
    of_reporting = doc.norms[i] in _PLACES_OF_SAYING or doc.norms[i : i + 2] == ("as", "of")
    behind = _past_venue(doc, i + 1, stop) if of_reporting else i
    if behind > i:
        return behind
    for index in range(i + 1, min(stop, i + MAX_ADVERBIAL_TOKENS)):
        kind = doc.kinds[index]
        if doc.inside[index] >= 0 or _ends_phrase(doc, index):
            follows = _statement_follows(doc, i, index, stop, of_reporting=of_reporting)
            return index if follows else None
        if _is_time(doc, index) and index - i <= 3:
            return _past_period(doc, _past_time(doc, index + 1, stop))
        if index > i + 1 and kind & DET and not doc.kinds[index - 1] & PREP and of_reporting:
            return index
    return None


def _ends_phrase(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a prepositional phrase is over at token ``i``: at *that*, a subject, a verb, a stop."""
    return doc.norms[i] in _PHRASE_ENDS or doc.kinds[i] & SUBJ != 0 or is_aux(doc, i)


def _statement_follows(doc: AnnotatedDocument, i: int, end: int, stop: int, *, of_reporting: bool) -> bool:
    """Whether a statement plainly begins at token ``end``, where the phrase that begins at ``i`` is over."""
    norm = doc.norms[end]
    if doc.inside[end] >= 0:
        return starts_quoted_range(doc, end) and doc.norms[i] in _LEADS_TO_MARKS
    if norm == ",":
        return end + 1 < stop and (doc.inside[end + 1] >= 0 or doc.norms[end + 1] == "that")
    return norm in ("that", ":") or (doc.kinds[end] & SUBJ != 0 and end - i > 1 and of_reporting)

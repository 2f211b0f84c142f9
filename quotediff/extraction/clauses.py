"""Where a reported clause begins after its cue, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    ACCORDING,
    COORDINATING,
    INDEFINITE_ARTICLES,
    Range,
    begins_phrase,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_name,
    is_number,
    is_open,
    looks_finite,
    past_adverbs,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.token_kinds import (
    ADVERB,
    COLON,
    COMMA,
    FIGURE_OR_NAME,
    FINITE_AUX,
    IRREGULAR,
    LOOKS_FINITE,
    NAME,
    NUMBER,
    OPENS_CLAUSE,
    OPENS_NOUN_PHRASE,
    OPENS_SUBJECT,
    PAST,
    PLAIN_COMMA,
    QUOTED,
    SEMICOLON,
    SENTENCE_END,
    STOP,
    TO,
    WITHIN_QUOTED,
    WORD,
)
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
    number_words,
    reporting_forms,
)
from quotediff.lang.lexicon import phrases, rows, word_list, words
from quotediff.lang.nouns import noun_kind, singular
from quotediff.limits import (
    MAX_ADDRESSEE_TOKENS,
    MAX_ADVERBIAL_TOKENS,
    MAX_ESTIMATED_TOKENS,
    MAX_VENUE_TOKENS,
    WINDOW_JOINED_TOKENS,
    WINDOW_RULE_TOKENS,
    WINDOW_TAIL_TOKENS,
)

CLAUSE_OPENERS = word_list("clause_openers")
RELATIVES = word_list("relatives")
RELATIVES_OR_WHEN = word_list("aside_openers") | {"when"}
_COMMON_REPORTING_VERBS = word_list("common_reporting_verbs")  # fmt: skip
_SECOND_VERBS = _COMMON_REPORTING_VERBS - {"say", "called", "claimed"}
_JOINS_ATTRIBUTION = word_list("attribution_joiners")
_SAID_OR_WROTE = word_list("said_or_wrote")
_AFTER_QUOTE = word_list("after_quote")
_ADVERBIAL_PREPOSITIONS = word_list("adverbial_prepositions")  # fmt: skip
_PLACES_OF_SAYING = word_list("places_of_saying")
_LEADS_TO_MARKS = word_list("leads_to_marks")
_KEEP_ADVERBS = word_list("keep_adverbs")
_NO_ESTIMATES = word_list("no_estimates")
_WITHIN_THING = frozenset({"of", "for", "among"})  # put support for the strike at 91 percent
_MONEY_SIGNS = frozenset("$£€")
_FRACTIONS = word_list("fractions")
_PHRASE_ENDS = frozenset({"that", ":", ",", ".", ";"})
_AGO = frozenset({"ago", "later", "earlier"})
_CONTRASTS = frozenset({"while", "whereas", "whilst"})
_ENDS_ADVERBIAL = frozenset({".", "—"})
_BEGINS_CONTENT = QUOTED | OPENS_CLAUSE | TO | COLON | COMMA  # where whom it was told ends: told us that
_NO_PREDICATE = DET | POSS | PREP | CONJ | SUB | SUBJ | ADV | FIGURE_OR_NAME
_LEADS_TO_VENUE = word_list("leads_to_venue")


def clause_end(doc: AnnotatedDocument, i: int, ceiling: int) -> int:
    """Where a statement that begins at token ``i`` ends: with its sentence, or at the next attribution."""
    first = j = i
    if starts_quoted_range(doc, i):
        j = doc.quoted[doc.inside[i]].last
        if j >= ceiling or _ends_with_quoted(doc, j):
            return j
        i = j - 1
    sentence = doc.sentence_of[i]
    ceiling = min(ceiling, j + WINDOW_RULE_TOKENS)
    while j < ceiling:
        kind = doc.kinds[j]
        if doc.sentence_of[j] != sentence and not kind & WITHIN_QUOTED:
            return j
        if kind & QUOTED:
            j = max(j + 1, doc.quoted[doc.inside[j]].last)
            if j < ceiling and _ends_behind_quoted(doc, j, ceiling):
                return j
            sentence = doc.sentence_of[j - 1]
        elif _ends_before(doc, first, j, ceiling):
            return j
        else:
            j += 1
    return max(j, ceiling)


def _ends_with_quoted(doc: AnnotatedDocument, end: int) -> bool:
    """Whether a statement that opens with quoted words ends with them, before token ``end``."""
    inside, after = doc.kinds[end - 2], doc.kinds[end]
    if doc.sentence_of[end - 1] != doc.sentence_of[end]:
        return True
    if inside & SENTENCE_END or after & STOP:
        return True
    if not (inside | after) & COMMA:
        return False
    follows = doc.norms[end + (after & COMMA != 0)]
    return follows.endswith("ing") or follows in _AFTER_QUOTE


def _ends_behind_quoted(doc: AnnotatedDocument, j: int, ceiling: int) -> bool:
    """Whether a statement ends with quoted words before token ``j``, by the mark that they end with."""
    if doc.kinds[j - 2] & COMMA:
        return next_attribution(doc, j, ceiling)
    return doc.kinds[j - 2] & SENTENCE_END != 0 and doc.sentence_of[j] != doc.sentence_of[j - 1]


def _ends_before(doc: AnnotatedDocument, first: int, j: int, ceiling: int) -> bool:
    """Whether a statement that begins at ``first`` ends at a comma, a semicolon or an *and* at ``j``."""
    if doc.kinds[j] & COMMA:
        return next_attribution(doc, j + 1, ceiling) and contrasted(doc, j, first) is None
    if doc.norms[j] in COORDINATING:
        return j > first and _second_verb(doc, j + 1, ceiling)
    return doc.kinds[j] & SEMICOLON != 0


def contrasted(doc: AnnotatedDocument, comma: int, floor: int) -> Range | None:
    """The clause behind *while* whose subject does what a participle of saying behind ``comma`` tells.

    None if there is none: *she is late,* [*while he denies it*]*, arguing*; but not *adding*.
    """
    if doc.norms[comma + 1] not in _participles_of_saying() - words("additions"):
        return None
    begins = doc.last_of((",",), comma, floor) + 1
    return (begins + 1, comma) if doc.norms[begins] in _CONTRASTS else None


@cache
def _participles_of_saying() -> frozenset[str]:
    return frozenset(form for form in reporting_forms("clause", "told") if form.endswith("ing"))


def begins_absolute(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether a subject and its participle of saying stand at token ``i``: *the union saying that C*."""
    if not doc.kinds[i] & OPENS_NOUN_PHRASE:
        return False
    last = min(ceiling, i + WINDOW_JOINED_TOKENS)
    verb = next((k for k in range(i + 1, last) if doc.norms[k] in _participles_of_saying()), last)
    if verb == last:
        return False
    if doc.norms[verb + 1] != "that":
        return False
    return all(doc.kinds[k] & (WORD | AUX | PREP | CONJ | PAST | QUOTED) == WORD for k in range(i, verb))


def before_contrast(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a statement within another one ends: before what somebody else does, *, while Poe denies it*."""
    commas = (i for i in range(first, last) if doc.kinds[i] & PLAIN_COMMA)
    return next((i for i in commas if doc.norms[i + 1] in _CONTRASTS), last)


def follows_statement(doc: AnnotatedDocument, source: int) -> bool:
    """Whether a clause and a comma stand before a source: *the river is dying,* [*the bishop*] *told us*."""
    if not doc.kinds[source - 1] & COMMA:
        return False
    first = sentence_start(doc, source)
    if doc.kinds[first] & (SUB | PREP):
        return False
    return source - first > 2 and any(_is_verb_behind(doc, i) for i in range(first + 1, source))


def _is_verb_behind(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word is an auxiliary, or follows a noun or a pronoun in the present or past tense."""
    kind, before = doc.kinds[i], doc.kinds[i - 1]
    if kind & AUX:
        return True
    if before & (DET | POSS | PREP):
        return False
    if before & SUBJ or kind & IRREGULAR:
        return True
    return doc.norms[i].endswith("ed") and not kind & NAME


def behind_source(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Where the statement begins behind *according to*, whose source begins at token ``i``; 0 if unknown.

    What stands between commas may tell more of the source (*Poe, a clerk, the file was lost*) or be the
    subject of the statement (*the Herald,* [*Poe, who ran the mill, has died*]).
    """
    begins = [i, *(j + 1 for j in range(i, stop) if doc.kinds[j] & PLAIN_COMMA)]
    ends = [*(b - 1 for b in begins[2:]), stop]
    relatives = (k for k, b in enumerate(begins[2:], 2) if doc.norms[b] in RELATIVES)
    relative = next(relatives, len(begins))
    for number, (first, last) in enumerate(zip(begins[1:], ends, strict=False), 1):
        if doc.kinds[first] & QUOTED:
            return first if number == 1 else 0
        if doc.norms[first] in RELATIVES:
            continue
        closes = number == relative + 1 and _may_be_predicate(doc, first)
        if closes or _begins_with_verb(doc, first):
            return begins[relative - 1 if relative <= number else _subject_of(doc, begins[:number])]
        if doc.kinds[first] & (SUB | CONJ):
            return begins[1]
        if number < relative and has_predicate(doc, first, last):
            return first
    return 0


def has_predicate(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether there is a finite verb in ``tokens[first:last]``."""
    irregular = any(doc.kinds[i] & IRREGULAR for i in range(first + 1, last))
    return irregular or has_verb(doc, first, last)


def _subject_of(doc: AnnotatedDocument, begins: Sequence[int]) -> int:
    """Which of the parts before a verb is its subject: the last that is no apposition; 0 if none is."""
    parts = range(len(begins) - 1, 1, -1)
    subjects = (k for k in parts if not _is_apposition(doc, begins[k - 1], begins[k]))
    return next(subjects, min(1, len(begins) - 1))


def _is_apposition(doc: AnnotatedDocument, before: int, i: int) -> bool:
    """Whether what begins at ``i`` tells more of what begins at ``before``: *Poe,* [*the mayor*]."""
    if doc.kinds[i] & PREP or doc.norms[i] in INDEFINITE_ARTICLES:
        return True
    return is_name(doc, before) and doc.kinds[i] & (DET | POSS) != 0


def _begins_with_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a predicate begins at token ``i``: *has died*, *sold it*, *plans to go*."""
    i = past_adverbs(doc, i, len(doc.tokens))
    if doc.kinds[i] & (AUX | PAST):
        return True
    if not doc.kinds[i + 1] & (DET | POSS | PREP):
        return False
    return doc.norms[i].endswith("s") and not is_name(doc, i)


def relative_end(doc: AnnotatedDocument, relative: int, i: int, ceiling: int) -> int:
    """Where a statement inside a relative clause ends: at the comma after which the main clause goes on.

    The main clause's predicate may be quoted words. Or before *that*, where the one spoken of in the clause
    is told something: ``relative`` is where it begins.
    """
    verb = first_verb(doc, i + 1, ceiling) if doc.kinds[i] & OPENS_CLAUSE else i
    for index in range(verb, ceiling):
        if doc.kinds[index] & PLAIN_COMMA and _continues_main_clause(doc, index + 1):
            return index
    return other_clause(doc, i, ceiling) if _is_spoken_to(doc, relative) else ceiling


def _continues_main_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether the main clause may go on at ``i``: with its verb, or with quoted words in lower case."""
    if starts_quoted_range(doc, i):
        return doc.tokens[i + 1].text[:1].islower()
    return _may_be_predicate(doc, i)


def _is_spoken_to(doc: AnnotatedDocument, relative: int) -> bool:
    """Whether a relative clause tells of somebody who is told something: *told a man* [*who*]."""
    verb = doc.last_of(reporting_forms("told"), relative, sentence_start(doc, relative))
    return verb >= 0 and not any(doc.kinds[i] & COMMA for i in range(verb, relative - 1))


def other_clause(doc: AnnotatedDocument, i: int, ceiling: int) -> int:
    """Where *that* opens a clause which no verb of saying right before it takes; else ``ceiling``.

    *a man who claimed to be ill* [*that*] *he must leave*.
    """
    opener = doc.first_of("that", i + 1)
    while opener < ceiling:
        taken = doc.kinds[opener] & QUOTED or doc.kinds[opener - 1] & (REPORTING | PREP | CONJ | ADVERB)
        if not taken:
            return opener
        opener = doc.first_of("that", opener + 1)
    return ceiling


def _may_be_predicate(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word after a comma can be the main clause's verb: in lower case and of no closed class."""
    kind = doc.kinds[i]
    return kind & LOOKS_FINITE != 0 or kind & (WORD | _NO_PREDICATE) == WORD


def next_attribution(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins at ``i``, after a comma."""
    if doc.norms[i] in _participles_of_saying() or doc.norms[i : i + 2] == ACCORDING:
        return True
    joined = doc.norms[i] in _JOINS_ATTRIBUTION
    verbs, reach = (
        (_COMMON_REPORTING_VERBS, WINDOW_JOINED_TOKENS) if joined else (frozenset(), WINDOW_TAIL_TOKENS)
    )
    for index in range(i + 1, min(ceiling, i + reach)):
        if doc.kinds[index] & (QUOTED | COMMA | SEMICOLON) or doc.norms[index] == ".":
            return False
        if doc.norms[index] in verbs:
            return True
        if doc.norms[index] in _SAID_OR_WROTE:
            return doc.kinds[index + 1] & (SENTENCE_END | COMMA | TIME) != 0
        if _closes(doc, i, index):
            return True
    return False


def _closes(doc: AnnotatedDocument, i: int, verb: int) -> bool:
    """Whether a document that begins at ``i`` ends its sentence by saying so: C, *the complaint states*."""
    if doc.norms[verb] not in reporting_forms("clause") or not doc.kinds[i] & OPENS_NOUN_PHRASE:
        return False
    if verb == i + 1 or doc.norms[verb + 1] != ".":
        return False
    return singular(doc.norms[verb - 1]) in evidence_nouns()


def _second_verb(doc: AnnotatedDocument, i: int, ceiling: int) -> bool:
    """Whether a second verb of the same subject follows *and*: called it a disgrace and *said* ..."""
    i = past_adverbs(doc, i, ceiling)
    return i < ceiling and doc.norms[i] in _SECOND_VERBS and not doc.kinds[i] & QUOTED


def past_addressee(doc: AnnotatedDocument, i: int, stop: int, *, certain: bool) -> int:
    """Past the people spoken to: told *reporters*, asked *him*.

    ``certain``: the verb always takes them (*told*); for others they must be followed by what was said.
    """
    kind = doc.kinds[i]
    if i >= stop:
        return i
    if doc.norms[i] == "of":
        return i
    if kind & _BEGINS_CONTENT:
        return i
    if kind & OBJ:
        return i + 1
    if not certain and not kind & OPENS_NOUN_PHRASE:
        return i
    end = next((j for j in range(i, stop) if _ends_addressee(doc, i, j)), stop)
    if end - i > MAX_ADDRESSEE_TOKENS + 1:
        return i
    ahead = doc.kinds[end] if end < stop else 0
    if certain:
        described = ahead & COMMA and doc.norms[end + 1] in RELATIVES  # investors sales, which fell,
        return _past_people(doc, i, end) if ahead & AUX or described else end
    return end if ahead & _BEGINS_CONTENT else i


def _past_people(doc: AnnotatedDocument, i: int, verb: int) -> int:
    """Past the noun for people or a venue, or the name, that begins at ``i``, if a subject stands behind it.

    *Told* [*investors*] *profits had fallen*, *told* [*Reuters*] *talks were on*; ``verb`` if none does, and
    ``i`` if which of several names is the subject cannot be known.
    """
    first = i + bool(doc.kinds[i] & (DET | POSS))
    end = next((k for k in range(first, verb) if not is_name(doc, k)), verb)
    if first < end == verb:
        return i
    while end < verb and (length := _audience_tokens(doc, end)):
        end += length
        if singular(doc.norms[end - 1]) != doc.norms[end - 1]:
            break  # told residents officials were late
    if end in (first, verb):
        return verb
    return end if doc.kinds[end] & (WORD | PREP | CONJ | SUB) == WORD else verb


def _audience_tokens(doc: AnnotatedDocument, i: int) -> int:
    """How many tokens at ``i`` are a noun for people or a venue: *investors*, *news conference*; or 0."""
    if noun_kind(singular(doc.norms[i])):
        return 1
    if doc.norms[i] in words("venues"):
        return 1
    return 2 * (is_open(doc, i) and doc.norms[i + 1] in words("venues"))


def noting_aside(doc: AnnotatedDocument, i: int) -> int:
    """The comma before an aside with *as* around token ``i``: *, as Poe had forecast,*; -1 if none is."""
    comma = doc.last_of((",",), i, sentence_start(doc, i))
    return comma if (doc.norms[comma], doc.norms[comma + 1]) == (",", "as") else -1


def begins_statement(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause or a quotation may begin at token ``i``, which stands behind *in* or the like."""
    return doc.kinds[i] & (OPENS_CLAUSE | SUBJ) != 0


def _ends_addressee(doc: AnnotatedDocument, first: int, j: int) -> bool:
    """Whether those spoken to, who begin at ``first``, end before token ``j``."""
    kind = doc.kinds[j]
    if kind & (_BEGINS_CONTENT | AUX):
        return True
    if j == first:
        return False
    if kind & (SUBJ | TIME):
        return True
    return kind & (DET | POSS) != 0 and not doc.kinds[j - 1] & (PREP | CONJ)


def past_adverbials(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past when and where it was said: said *Monday*, said *in a statement*, said *on Twitter*."""
    start = i
    while i < stop and not doc.kinds[i] & QUOTED:
        ahead = _past_to_opener(doc, i, stop)
        if ahead > i:
            return ahead
        ends = (past(doc, i, stop) for past in _ADVERBIALS)
        behind = next((end for end in ends if end > i), i)
        if behind == i > start and doc.norms[i : i + 2] == (",", "that"):
            behind += 1
        if behind == i:
            return i
        i = behind
    return i


def _past_set_off_terms(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past the terms on which it was said, also between commas; ``i`` if there are none."""
    if not doc.kinds[i] & COMMA:
        return past_terms(doc, i, stop)
    end = past_terms(doc, i + 1, stop)
    return end + 1 if doc.kinds[end] & COMMA else i


def _past_leading_preposition(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past a prepositional phrase that begins at token ``i``; ``i`` if none does or no statement follows."""
    if doc.norms[i] not in _ADVERBIAL_PREPOSITIONS or approximates(doc, i):
        return i
    return _past_prepositional(doc, i, stop)


def _past_adverb(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past an adverb of saying; ``i`` if none stands there: *nearly* tells of the amount behind it."""
    del stop
    if not is_adverb(doc, i) or doc.norms[i] in _KEEP_ADVERBS:
        return i
    if is_number(doc, i + 1):
        return i
    return i + (doc.norms[i + 1] not in _amounts())


def _past_when(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past when it was said; ``i`` if no word of time stands there or it is a subject: *Sunday was*."""
    if not doc.kinds[i] & TIME or doc.kinds[i + 1] & FINITE_AUX:
        return i
    return _past_time(doc, i + 1, stop)


_ADVERBIALS = (_past_set_off_terms, _past_leading_preposition, _past_adverb, _past_when)


def past_terms(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past the terms on which it was said: *on condition of anonymity because he may not speak*.

    ``i`` itself where there are none.
    """
    j = i + (doc.norms[i] in ("on", "under"))
    if not begins_phrase(doc, j + (doc.norms[j] == "the"), "anonymity"):
        return i
    ends = (k for k in range(j, stop) if doc.kinds[k] & (QUOTED | COMMA | STOP))
    return next(ends, max(j, stop))


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
    return at >= floor and not any(doc.kinds[i] & (COMMA | STOP) for i in range(at, cue))


def _past_to_opener(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past a longer adverbial to the *that* or the colon it leads to: said *an hour later in Dover* that C.

    ``i`` itself where what stands between could be part of the statement.
    """
    if not _may_open_adverbial(doc, i):
        return i
    for index in range(i + 1, min(stop, i + MAX_ADVERBIAL_TOKENS)):
        if _ends_adverbial(doc, index):
            return i
        if _opens_that_clause(doc, index):
            open_ = doc.kinds[i] & ~doc.kinds[index - 1] & COMMA  # told AFP, on his terms that C
            return i if open_ else index
        if doc.kinds[index] & COLON:
            return index if starts_quoted_range(doc, index + 1) else i
    return i


def _opens_that_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a *that* with a clause; not *in that*, *that night*."""
    return doc.norms[i] == "that" and not (doc.kinds[i - 1] & PREP or doc.kinds[i + 1] & TIME)


def _may_open_adverbial(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may begin when or where it was said: *in Dover*, *later*, *an hour later*."""
    kind, after = doc.kinds[i], doc.kinds[i + 1]
    if doc.norms[i] == "that" and not after & TIME:
        return False  # that Poe once joked that: the statement begins
    if kind & (PREP | TIME | ADVERB | COMMA):
        return True
    if not kind & DET:
        return False
    timed = (after & TIME) | (doc.kinds[i + 2] & (TIME | ADVERB)) != 0  # an hour later
    return timed or doc.norms[i + 3] in _AGO  # a few days ago


def _ends_adverbial(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` can be no part of an adverbial: a subject, a verb, a stop, quoted words."""
    norm, kind = doc.norms[i], doc.kinds[i]
    if kind & (QUOTED | FINITE_AUX | SUBJ | SEMICOLON) or norm in _ENDS_ADVERBIAL:
        return True
    return kind & REPORTING != 0 and norm.endswith("ing")  # fired back on X, writing that


@cache
def _amounts() -> frozenset[str]:
    return number_words() | word_list("whole_amounts")


def approximates(doc: AnnotatedDocument, i: int) -> bool:
    """*about 40 people*, *at least 14 states*: the beginning of what was said."""
    norm = doc.norms[i]
    if norm == "at":
        return doc.norms[i + 1] in ("least", "most")
    return norm in word_list("approximating") and _is_amount(doc, i + 1)


def puts_amount(doc: AnnotatedDocument, verb: int) -> bool:
    """Whether a thing is put at an amount behind a verb: *put* [*the crowd at 40,000*]; not *at 5 p.m.*."""
    at = next((i for i in range(verb + 1, verb + MAX_ESTIMATED_TOKENS) if _ends_thing(doc, i)), verb)
    if at <= verb + 1 or doc.norms[at] != "at":
        return False
    amount = at + 1
    while doc.norms[amount] in words("approximations"):
        amount += 1
    return _is_amount(doc, amount) and doc.norms[amount + 1] not in _NO_ESTIMATES


def _ends_thing(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what is put somewhere ends before token ``i``."""
    return doc.norms[i] not in _WITHIN_THING and doc.kinds[i] & (WORD | PREP | CONJ | QUOTED) != WORD


def _is_amount(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an amount begins at token ``i``: *40*, *$3*, *nine-tenths*, *a third*."""
    if not _FRACTIONS.isdisjoint(doc.norms[i : i + 2]):
        return True
    norm = doc.norms[i]
    if is_number(doc, i) or norm[:1] in _MONEY_SIGNS:
        return True
    return norm.split("-")[0] in number_words()


def _is_time(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word tells when: *Tuesday*; *p.m.* behind a figure."""
    if doc.norms[i] in ("a.m.", "p.m."):
        return is_number(doc, i - 1)
    return doc.kinds[i] & TIME != 0


def _past_time(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past further words of time, and a figure that is a date or an hour: *May* [*4 at*]; not *Sunday* 40."""
    return next((k for k in range(i, stop) if not _goes_on_time(doc, k)), max(i, stop))


def _goes_on_time(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word is of time, or a figure of the month or the time beside it: *May 4*, *2 p.m. Monday*."""
    if not is_number(doc, i):
        return doc.kinds[i] & TIME != 0
    return doc.norms[i - 1] in _before_dates() or doc.kinds[i + 1] & TIME != 0


@cache
def _before_dates() -> frozenset[str]:
    return frozenset((",", *(word for word, number in rows("calendar", 2) if number.isdigit())))


def _past_period(doc: AnnotatedDocument, i: int) -> int:
    """Past the noun that a word of time belongs to, where nothing follows it: *in the last* [*lap*]."""
    ends = doc.norms[i + 1] in (".", ",")
    return i + 1 if ends and is_open(doc, i) else i


def _is_day_of_noun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a day stands between a determiner and a noun: *a* [*Friday*] *notice*."""
    if not doc.kinds[i] & NAME or not doc.kinds[i - 1] & (DET | POSS):
        return False
    return is_open(doc, i + 1)


def _past_venue(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past what it was said in, if a clause follows: in [*a brief letter*] *the queen is ill*; else ``i``."""
    for index in range(i, min(stop, i + MAX_VENUE_TOKENS + 1)):
        closes = QUOTED if index == i else QUOTED | PREP | SUB | SUBJ
        if doc.kinds[index] & (WORD | closes) != WORD:
            return i
        norm = doc.norms[index]
        if noun_kind(norm) == "document" or singular(norm) in words("venues"):
            return index + 1 if _may_begin_clause(doc, index + 1, stop) else i
    return i


def _may_begin_clause(doc: AnnotatedDocument, i: int, stop: int) -> bool:
    """Whether a subject and its verb may begin at token ``i``, and no attachment of the noun before it."""
    if not any(looks_finite(doc, j) for j in range(i + 1, stop)):
        return False
    if doc.kinds[i] & (OPENS_SUBJECT | NUMBER):
        return True
    return is_open(doc, i) and is_aux(doc, i + 1)  # refunds will be paid


def _past_prepositional(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past one prepositional phrase, if a statement plainly follows it; else ``i``."""
    of_reporting = doc.norms[i] in _PLACES_OF_SAYING or doc.norms[i : i + 2] == ("as", "of")
    if of_reporting and (behind := _past_venue(doc, i + 1, stop)) > i + 1:
        return behind
    for index in range(i + 1, min(stop, i + MAX_ADVERBIAL_TOKENS)):
        if _ends_phrase(doc, index):
            follows = _statement_follows(doc, i, index, stop, of_reporting=of_reporting)
            return index if follows else i
        if index - i <= 3 and _is_time(doc, index) and not _is_day_of_noun(doc, index):
            return _past_period(doc, _past_time(doc, index + 1, stop))
        if of_reporting and _begins_noun_phrase(doc, index):
            return index
    return i


def _begins_noun_phrase(doc: AnnotatedDocument, i: int) -> bool:
    """Whether an article begins a noun phrase that no preposition leads."""
    return doc.kinds[i] & DET != 0 and not doc.kinds[i - 1] & PREP


def _ends_phrase(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a prepositional phrase is over at token ``i``: at *that*, a subject, a verb, a stop, marks."""
    return doc.kinds[i] & (QUOTED | SUBJ | AUX) != 0 or doc.norms[i] in _PHRASE_ENDS


def _statement_follows(doc: AnnotatedDocument, i: int, end: int, stop: int, *, of_reporting: bool) -> bool:
    """Whether a statement plainly begins at token ``end``, where the phrase that begins at ``i`` is over."""
    kind, norm = doc.kinds[end], doc.norms[end]
    if kind & QUOTED:
        return starts_quoted_range(doc, end) and doc.norms[i] in _LEADS_TO_MARKS
    if kind & COMMA:
        return end + 1 < stop and (_is_quoted_or_that(doc, end + 1) or _is_aside_before_that(doc, end, stop))
    if norm in ("that", ":"):
        return True
    return of_reporting and kind & SUBJ != 0 and end - i > 1


def _is_aside_before_that(doc: AnnotatedDocument, comma: int, stop: int) -> bool:
    """Whether a place is told more of before a clause: *on air*[*, where he is a guest, that*] *C*."""
    if doc.norms[comma + 1] not in RELATIVES_OR_WHEN:
        return False
    that = doc.first_of("that", comma)
    return that < stop and doc.norms[that - 1] == ","


def _is_quoted_or_that(doc: AnnotatedDocument, i: int) -> bool:
    return doc.kinds[i] & QUOTED != 0 or doc.norms[i] == "that"

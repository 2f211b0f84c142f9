"""Where a reported clause begins after its cue, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.extraction.grammar import (
    REACH,
    STOPS,
    Range,
    begins_phrase,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_name,
    is_number,
    is_participle,
    is_word,
    looks_finite,
    sentence_start,
    starts_stretch,
)
from quotediff.extraction.scene import Scene
from quotediff.lang.cues import (
    ADV,
    CONJ,
    DET,
    OBJ,
    POSS,
    PREP,
    SAYING,
    SUB,
    SUBJ,
    TIME,
    evidence_nouns,
    irregular_pasts,
    number_words,
    saying_forms,
)
from quotediff.lang.lexicon import phrases, rows, words
from quotediff.lang.nouns import role_noun, singular

CLAUSE_OPENERS = frozenset({"that", "whether", "if", "why", "how", "what", "where", "when"})
RELATIVES = frozenset({"who", "which", "whose", "whom"})
_CLOSERS = frozenset({".", "?", "!", "...", "…"})
_PLAIN = frozenset(
    {
        "said", "says", "say", "added", "adds", "told", "tells", "argued", "argues", "noted",
        "claimed", "insisted", "acknowledged", "called", "warned",
    }
)  # fmt: skip
_SECOND_VERBS = _PLAIN - {"say", "tell", "call", "argue", "claim", "called", "claimed"}
_AFTER_QUOTE = frozenset({"but", "as", "after", "when", "while", "referring", "in", "during"})
_ADVERBIAL_PREPOSITIONS = frozenset(
    {
        "in", "on", "at", "during", "via", "through", "after", "before", "to", "from", "of", "with",
        "by", "over", "about", "as",
    }
)  # fmt: skip
_PLACES_OF_SAYING = frozenset({"in", "on", "at", "during"})
_LEADS_TO_MARKS = frozenset({"in", "on", "at", "during", "via", "of", "to", "with"})
_KEEP_ADVERBS = frozenset({"there", "all", "both", "each", "perhaps", "maybe", "not", "never", "so", "too"})
_CONTRASTS = frozenset({"while", "whereas", "whilst"})
_LEADS_TO_VENUE = frozenset({"on", "in", "at", "via", "during"})
_LONGEST_VENUE = 4  # tokens: "in a television interview"
_LONGEST_ADVERBIAL = 16  # tokens
_LONGEST_ADDRESSEE = 10  # tokens: "a crowd of several thousand supporters in Dover"
_TAIL_REACH = 5  # tokens in which "X said" must end for a comma before it to close the statement
_JOINED_REACH = 9  # tokens in which a coordinated clause must show a verb of saying of its own


def clause_end(scene: Scene, i: int, ceiling: int) -> int:
    """Where a statement that begins at token ``i`` ends: with its sentence, or at the next attribution."""
    first = j = i
    if starts_stretch(scene, i):
        after = _after_stretch(scene, i, ceiling)
        if after is not None:
            return after
        j = scene.quoted[scene.inside[i]].last
        i = j - 1
    sentence = scene.sentence_of[i]
    ceiling = min(ceiling, j + REACH)
    while j < ceiling:
        if scene.sentence_of[j] != sentence and (scene.inside[j] < 0 or starts_stretch(scene, j)):
            return j
        if scene.inside[j] >= 0:
            j = max(j + 1, scene.quoted[scene.inside[j]].last)
            if j < ceiling and scene.norms[j - 2] == "," and next_attribution(scene, j, ceiling):
                return j
            if (
                j < ceiling
                and scene.norms[j - 2] in _CLOSERS
                and scene.sentence_of[j] != scene.sentence_of[j - 1]
            ):
                return j
            sentence = scene.sentence_of[j - 1]
            continue
        norm = scene.norms[j]
        if norm == ";" or (norm == "," and _ends_at_comma(scene, first, j, ceiling)):
            return j
        if norm in ("and", "but") and j > first and _second_verb(scene, j + 1, ceiling):
            return j
        j += 1
    return max(j, ceiling)


def _ends_at_comma(scene: Scene, first: int, comma: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins behind a comma, of nobody in the statement itself."""
    attributed = next_attribution(scene, comma + 1, ceiling)
    return attributed and contrasted(scene, comma, first) is None


def contrasted(scene: Scene, comma: int, floor: int) -> Range | None:
    """The clause behind *while* whose subject does what a participle of saying behind ``comma`` tells.

    None if there is none: *she is late,* [*while he denies it*]*, arguing*; but not *adding*.
    """
    norm = scene.norms[comma + 1]
    if not norm.endswith("ing") or norm in words("additions") or norm not in saying_forms("clause", "told"):
        return None
    begins = scene.last_of((",",), comma, floor) + 1
    return (begins + 1, comma) if begins >= floor and scene.norms[begins] in _CONTRASTS else None


def before_contrast(scene: Scene, first: int, last: int) -> int:
    """Where a statement within another one ends: before what somebody else does, *, while Poe denies it*."""
    commas = (i for i in range(first, last) if scene.norms[i] == "," and scene.inside[i] < 0)
    return next((i for i in commas if scene.norms[i + 1] in _CONTRASTS), last)


def follows_statement(scene: Scene, source: int) -> bool:
    """Whether a clause and a comma stand before a source: *the river is dying,* [*the bishop*] *told us*."""
    first = sentence_start(scene, source)
    if source - 2 <= first or scene.norms[source - 1] != "," or scene.kinds[first] & (SUB | PREP):
        return False
    return any(is_aux(scene, i) or _is_verb_behind(scene, i) for i in range(first + 1, source))


def _is_verb_behind(scene: Scene, i: int) -> bool:
    """Whether a word in the present or past tense follows a noun or a pronoun."""
    norm, before = scene.norms[i], scene.kinds[i - 1]
    past = norm in irregular_pasts() or (norm.endswith("ed") and not is_name(scene, i))
    return (past or bool(before & SUBJ)) and not before & (DET | POSS | PREP)


def behind_source(scene: Scene, i: int, stop: int) -> int:
    """Where the statement begins behind *according to*, whose source begins at token ``i``; 0 if unknown.

    What stands between commas may tell more of the source (*Poe, a clerk, the file was lost*) or be the
    subject of the statement (*the Herald,* [*Poe, who ran the mill, has died*]).
    """
    begins = [i, *(j + 1 for j in range(i, stop) if scene.inside[j] < 0 and scene.norms[j] == ",")]
    relative = next((k for k, b in enumerate(begins) if k > 1 and scene.norms[b] in RELATIVES), 0)
    for k, first in enumerate(begins[1:], 1):
        last = begins[k + 1] - 1 if k + 1 < len(begins) else stop
        if scene.inside[first] >= 0:
            return first if k == 1 else 0
        if scene.norms[first] in RELATIVES:
            continue
        if _begins_with_verb(scene, first) or (relative == k - 1 > 1 and _may_be_predicate(scene, first)):
            return begins[relative - 1] if 1 < relative <= k else begins[_subject_of(scene, begins[:k])]
        if scene.kinds[first] & (SUB | CONJ):
            return begins[1]
        if (not relative or relative > k) and has_predicate(scene, first, last):
            return first
    return 0


def has_predicate(scene: Scene, first: int, last: int) -> bool:
    """Whether there is a finite verb in ``tokens[first:last]``."""
    return has_verb(scene, first, last) or any(
        scene.norms[i] in irregular_pasts() for i in range(first + 1, last)
    )


def _subject_of(scene: Scene, begins: Sequence[int]) -> int:
    """Which of the parts before a verb is its subject: the last that is no apposition; 0 if none is."""
    k = len(begins) - 1
    while k > 1 and (scene.kinds[begins[k]] & PREP or _renames(scene, begins[k - 1], begins[k])):
        k -= 1
    return k


def _renames(scene: Scene, before: int, i: int) -> bool:
    """Whether what begins at ``i`` is an apposition to what begins at ``before``: *Poe,* [*the mayor*]."""
    return scene.norms[i] in ("a", "an") or (is_name(scene, before) and bool(scene.kinds[i] & (DET | POSS)))


def _begins_with_verb(scene: Scene, i: int) -> bool:
    """Whether a predicate begins at token ``i``: *has died*, *sold it*, *plans to go*."""
    while is_adverb(scene, i):
        i += 1
    if is_aux(scene, i) or scene.norms[i] in irregular_pasts() or is_participle(scene, i, "ed"):
        return True
    takes = scene.kinds[i + 1] & (DET | POSS | PREP) or scene.norms[i + 1] == "to"
    return bool(takes) and scene.norms[i].endswith("s") and not is_name(scene, i)


def _after_stretch(scene: Scene, i: int, ceiling: int) -> int | None:
    """The end of a statement that opens with a quoted stretch and ends with it; None if it goes on."""
    end = scene.quoted[scene.inside[i]].last
    if end >= ceiling or scene.sentence_of[end - 1] != scene.sentence_of[end]:
        return end
    inside, after = scene.norms[end - 2], scene.norms[end]
    if inside in _CLOSERS or after in STOPS:
        return end
    if after == "," or inside == ",":
        follows = scene.norms[end + 1] if after == "," else after
        if follows.endswith("ing") or follows in _AFTER_QUOTE:
            return end
    return None


def relative_end(scene: Scene, relative: int, i: int, ceiling: int) -> int:
    """Where a statement inside a relative clause ends: at the comma after which the main clause goes on.

    The main clause's predicate may be quoted words. Or before *that*, where the one spoken of in the clause
    is told something: ``relative`` is where it begins.
    """
    verb = first_verb(scene, i + 1, ceiling) if scene.norms[i] in CLAUSE_OPENERS else i
    for j in range(verb, ceiling):
        if scene.inside[j] < 0 and scene.norms[j] == ",":
            quoted = starts_stretch(scene, j + 1) and scene.tokens[j + 2].text[:1].islower()
            if quoted or _may_be_predicate(scene, j + 1):
                return j
    return other_clause(scene, i, ceiling) if _is_spoken_to(scene, relative) else ceiling


def _is_spoken_to(scene: Scene, relative: int) -> bool:
    """Whether a relative clause tells of somebody who is told something: *told a man* [*who*]."""
    verb = scene.last_of(saying_forms("told"), relative, sentence_start(scene, relative))
    return verb >= 0 and not any(scene.norms[i] == "," for i in range(verb, relative))


def other_clause(scene: Scene, i: int, ceiling: int) -> int:
    """Where *that* opens a clause which no verb of saying right before it takes; else ``ceiling``.

    *a man who claimed to be ill* [*that*] *he must leave*.
    """
    opener = scene.first_of("that", i + 1)
    while opener < ceiling:
        free = scene.inside[opener] < 0 and not scene.kinds[opener - 1] & (SAYING | PREP | CONJ)
        if free and not is_adverb(scene, opener - 1):
            return opener
        opener = scene.first_of("that", opener + 1)
    return ceiling


def _may_be_predicate(scene: Scene, i: int) -> bool:
    """Whether a word after a comma can be the main clause's verb: in lower case and of no closed class."""
    if looks_finite(scene, i):
        return True
    closed = scene.kinds[i] & (DET | POSS | PREP | CONJ | SUB | SUBJ | ADV)
    return is_word(scene, i) and not is_name(scene, i) and not is_number(scene, i) and not closed


def next_attribution(scene: Scene, i: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins at ``i``, after a comma."""
    norm = scene.norms[i]
    if norm == "according" and scene.norms[i + 1] == "to":
        return True
    if norm.endswith("ing") and norm in saying_forms("clause", "told"):
        return True
    reach = i + _TAIL_REACH
    joined = norm in ("but", "and", "while", "though", "although")
    if joined:
        reach = i + _JOINED_REACH
    for j in range(i + 1, min(ceiling, reach)):
        if scene.inside[j] >= 0 or scene.tokens[j].text in (",", ".", ";"):
            return False
        if joined and scene.norms[j] in _PLAIN:
            return True
        if scene.norms[j] in ("said", "says", "added", "wrote"):
            return scene.norms[j + 1] in (".", ",") or scene.kinds[j + 1] & TIME != 0
        if _closes(scene, i, j):
            return True
    return False


def _closes(scene: Scene, i: int, verb: int) -> bool:
    """Whether a document that begins at ``i`` ends its sentence by saying so: C, *the complaint states*."""
    document = singular(scene.norms[verb - 1]) in evidence_nouns() and verb - 1 > i
    begins = scene.kinds[i] & (DET | POSS) != 0 or is_name(scene, i)
    return (
        document and begins and scene.norms[verb] in saying_forms("clause") and scene.norms[verb + 1] == "."
    )


def _second_verb(scene: Scene, i: int, ceiling: int) -> bool:
    """Whether a second verb of the same subject follows *and*: called it a disgrace and *said* ..."""
    while i < ceiling and is_adverb(scene, i):
        i += 1
    return i < ceiling and scene.inside[i] < 0 and scene.norms[i] in _SECOND_VERBS


def past_addressee(scene: Scene, i: int, stop: int, *, certain: bool) -> int:
    """Past the people spoken to: told *reporters*, asked *him*.

    ``certain``: the verb always takes them (*told*); for others they must be followed by what was said.
    """
    if i >= stop or scene.inside[i] >= 0 or _opens_statement(scene, i) or scene.norms[i] == "of":
        return i
    if scene.kinds[i] & OBJ or scene.norms[i] in ("her", "you", "it"):
        return i + 1
    determined = scene.kinds[i] & (DET | POSS) or is_name(scene, i)
    if not certain and not determined:
        return i
    j = i
    while j < stop and scene.inside[j] < 0 and not _ends_addressee(scene, i, j):
        if j - i > _LONGEST_ADDRESSEE:
            return i
        j += 1
    follows = j < stop and (scene.inside[j] >= 0 or _opens_statement(scene, j))
    return j if certain or follows else i


def begins_statement(scene: Scene, i: int) -> bool:
    """Whether a clause or a quotation may begin at token ``i``, which stands behind *in* or the like."""
    return scene.norms[i] in CLAUSE_OPENERS or bool(scene.kinds[i] & SUBJ)


def _opens_statement(scene: Scene, i: int) -> bool:
    return scene.norms[i] in CLAUSE_OPENERS or scene.norms[i] in ("to", ":", ",")


def _ends_addressee(scene: Scene, first: int, j: int) -> bool:
    kind = scene.kinds[j]
    if _opens_statement(scene, j) or is_aux(scene, j):
        return True
    if j == first:
        return False
    if kind & (SUBJ | TIME):
        return True
    return kind & (DET | POSS) != 0 and not scene.kinds[j - 1] & (PREP | CONJ)


def past_adverbials(scene: Scene, i: int, stop: int) -> int:
    """Past when and where it was said: said *Monday*, said *in a statement*, said *on Twitter*."""
    start = i
    while i < stop and scene.inside[i] < 0:
        norm, kind = scene.norms[i], scene.kinds[i]
        ahead = _past_to_opener(scene, i, stop)
        if ahead is not None:
            return ahead
        aside = norm == ","
        terms = past_terms(scene, i + aside, stop)
        if terms > i + aside and (not aside or scene.norms[terms] == ","):
            i = terms + aside
        elif is_adverb(scene, i) and norm not in _KEEP_ADVERBS and not _counts(scene, i + 1):
            i += 1
        elif kind & TIME and (not is_aux(scene, i + 1) or scene.norms[i + 1] == "to"):
            i = _past_time(scene, i + 1, stop)
        elif norm in _ADVERBIAL_PREPOSITIONS and not approximates(scene, i):
            j = _past_prepositional(scene, i, stop)
            if j is None:
                return i
            i = j
        elif norm == "," and i > start and scene.norms[i + 1] == "that":
            i += 1
        else:
            return i
    return i


def past_terms(scene: Scene, i: int, stop: int) -> int:
    """Past the terms on which it was said: *on condition of anonymity because he may not speak*.

    ``i`` itself where there are none.
    """
    j = i + (scene.norms[i] in ("on", "under"))
    if not begins_phrase(scene, j + (scene.norms[j] == "the"), "anonymity"):
        return i
    while j < stop and scene.inside[j] < 0 and scene.norms[j] not in (",", ":", ".", ";"):
        j += 1
    return j


def is_venue(scene: Scene, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` tell where it was said: *fired back* [*on social media*]."""
    lead = not {scene.norms[first - 1], scene.norms[first]}.isdisjoint(_LEADS_TO_VENUE)
    return lead and last - first <= _LONGEST_VENUE and scene.norms[last - 1] in words("venues")


def in_terms(scene: Scene, source: int, cue: int) -> bool:
    """Whether somebody who begins at ``source`` is but told of in the terms on which another spoke.

    *An engineer who requested anonymity because* [*staff*] *were told not to talk*: ``cue`` is *were*.
    """
    floor = sentence_start(scene, cue)
    heads = phrases("anonymity")
    at = scene.last_of(heads, source, floor)
    while at >= floor and not begins_phrase(scene, at, "anonymity"):
        at = scene.last_of(heads, at, floor)
    return at >= floor and not any(scene.norms[i] in (",", ":", ".", ";") for i in range(at, cue))


def _past_to_opener(scene: Scene, i: int, stop: int) -> int | None:
    """Past a longer adverbial to the *that* or the colon it leads to: said *an hour later in Dover* that C.

    None where what stands between could be part of the statement.
    """
    norm, kind = scene.norms[i], scene.kinds[i]
    if norm == "that" and not scene.kinds[i + 1] & TIME:
        return None  # that Poe once joked that: the statement begins
    starts = kind & (PREP | TIME) or is_adverb(scene, i)
    timed = kind & DET and any(scene.kinds[k] & TIME for k in (i + 1, i + 2))
    timed = timed or (kind & DET and is_adverb(scene, i + 2))  # an hour later
    aside = norm == ","  # told AFP, on condition of anonymity, that C
    if not starts and not timed and not aside:
        return None
    for j in range(i + 1, min(stop, i + _LONGEST_ADVERBIAL)):
        norm, kind = scene.norms[j], scene.kinds[j]
        verb = is_aux(scene, j) and norm != "to"  # in a note to clients that
        verb = verb or (kind & SAYING != 0 and norm.endswith("ing"))  # fired back on X, writing that
        if scene.inside[j] >= 0 or verb or kind & SUBJ or norm in (".", ";", "—"):
            return None
        if norm == "that" and not scene.kinds[j - 1] & PREP:
            return j if not aside or scene.norms[j - 1] == "," else None
        if norm == ":":
            return j if starts_stretch(scene, j + 1) else None
    return None


def _counts(scene: Scene, i: int) -> bool:
    """Whether what an adverb stands before is an amount: nearly *40*, almost *all*."""
    norm = scene.norms[i]
    return (
        is_number(scene, i)
        or norm in number_words()
        or norm in ("all", "every", "everyone", "everybody", "none")
    )


def approximates(scene: Scene, i: int) -> bool:
    """*about 40 people*, *at least 14 states*: the beginning of what was said."""
    norm, after = scene.norms[i], scene.norms[i + 1]
    amount = is_number(scene, i + 1) or after[:1] == "$" or after.split("-")[0] in number_words()
    return (norm in ("about", "over", "under", "around") and amount) or (
        norm == "at" and after in ("least", "most")
    )


def _past_time(scene: Scene, i: int, stop: int) -> int:
    """Past further words of time, and a figure that is a date or an hour: *May* [*4 at*]; not *Sunday* 40."""
    while i < stop and (scene.kinds[i] & TIME or (is_number(scene, i) and _is_dated(scene, i))):
        i += 1
    return i


def _past_venue(scene: Scene, i: int, stop: int) -> int:
    """Past what it was said in, if a clause follows: in [*a brief letter*] *the queen was ill*; else 0."""
    for j in range(i, min(stop, i + _LONGEST_VENUE + 1)):
        if scene.inside[j] >= 0 or not is_word(scene, j) or (j > i and scene.kinds[j] & (PREP | SUB | SUBJ)):
            return 0
        noun = role_noun(scene.norms[j])
        document = noun is not None and noun.kind == "document"
        if document or singular(scene.norms[j]) in words("venues"):
            return j + 1 if _may_begin_clause(scene, j + 1, stop) else 0
    return 0


def _may_begin_clause(scene: Scene, i: int, stop: int) -> bool:
    """Whether a subject and its verb may begin at token ``i``, and no attachment of the noun before it."""
    begins = bool(scene.kinds[i] & (DET | POSS | SUBJ)) or is_name(scene, i) or is_number(scene, i)
    return i < stop and begins and any(looks_finite(scene, j) for j in range(i + 1, stop))


def _is_dated(scene: Scene, i: int) -> bool:
    """Whether a figure belongs to the month or the time beside it: *May 4*, *2 p.m. Monday*."""
    return scene.norms[i - 1] in _months() or scene.norms[i - 1] == "," or bool(scene.kinds[i + 1] & TIME)


@cache
def _months() -> frozenset[str]:
    return frozenset(word for word, number in rows("calendar", 2) if number.isdigit())


def _past_prepositional(scene: Scene, i: int, stop: int) -> int | None:
    """Past one prepositional phrase, if a statement plainly follows it."""
    preposition = scene.norms[i]
    of_saying = preposition in _PLACES_OF_SAYING or scene.norms[i : i + 2] == ("as", "of")
    behind = _past_venue(scene, i + 1, stop) if of_saying else i
    if behind > i:
        return behind
    for j in range(i + 1, min(stop, i + _LONGEST_ADVERBIAL)):
        norm, kind = scene.norms[j], scene.kinds[j]
        if scene.inside[j] >= 0:
            return j if starts_stretch(scene, j) and preposition in _LEADS_TO_MARKS else None
        if norm in ("that", ":"):
            return j
        if norm == ",":
            return j if j + 1 < stop and (scene.inside[j + 1] >= 0 or scene.norms[j + 1] == "that") else None
        if kind & SUBJ:
            return j if j - i > 1 and of_saying else None
        if is_aux(scene, j) or norm in (".", ";"):
            return None
        if kind & TIME and j - i <= 3:
            return _past_time(scene, j + 1, stop)
        if j > i + 1 and kind & DET and not scene.kinds[j - 1] & PREP and of_saying:
            return j
    return None

"""The attribution stands after what was said, or splits it: "...," X said. / C, said X / "A," X said, "B"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import past_addressee
from quotediff.extraction.cues import FORMS_OF_BE, Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    STOPS,
    Range,
    is_aux,
    is_word,
    only_function_words,
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.phrases import phrase_after, subject_before
from quotediff.extraction.token_kinds import (
    ADVERB,
    COLON,
    COMMA,
    ING,
    LONG_DASH,
    OPENS_OBJECT,
    OPENS_QUOTED,
    QUOTED,
    WORD,
)
from quotediff.lang.cues import CONJ, OBJ, POSS, PREP, REPORTING, SUB, TIME
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import role_noun, singular
from quotediff.limits import WINDOW_RULE_TOKENS, WINDOW_SPLIT_TOKENS

_BEHIND_AS = word_list("noting") | {"put it"}
COST_QUOTED = 1.0  # quoted words, a comma, a name and a verb of saying: as sure as copy gets
COST_PLAIN = 3.0  # no marks: the comma before the name could also close an adjunct
COST_WEAK = 0.5  # added for verbs that are cues only beside quoted words
_SENTENCE_JOINERS = word_list("sentence_joiners")
_INVITING = frozenset({",", "?", "!", "—", "--", "–", "...", "…", "-"})
_SPLITTERS = frozenset({",", "—", "--", ":", "–", ";"})
_STATEMENT_JOINERS = frozenset({",", "and", "—", "--"})
_ENDS_ATTRIBUTION = frozenset({".", ",", ";", "?", "!"})
_OF_OR_TO = frozenset({"of", "to"})
_OWN_STATEMENT = ING | REPORTING
_NO_RANGE = -1
_OPENS_NO_SOURCE = PREP | SUB | TIME | ADVERB | ING


class _Attribution(NamedTuple):
    """A cue with its source; where both begin; whether quoted words that lead up to it stand before."""

    cue: Cue
    source: Range
    first: int
    quoted: bool


def said_after(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement, or the first part of it, before it."""
    introduced = {_NO_RANGE, *_introduced(doc, cues)}
    for cue in cues:
        may_follow = cue.frame not in ("call", "object") or _has_how(doc, cue)
        if may_follow and cue.form in ("finite", "passive"):
            for attribution in _attribution(doc, cue, introduced):
                contents = _statement(doc, attribution)
                if contents:
                    yield _candidate(doc, attribution, contents)


def _introduced(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterator[int]:
    """The ranges that a verb before them introduces and that end a sentence: *said: "Never!"*."""
    for cue in cues:
        leads = doc.kinds[cue.last] & (COLON | COMMA) != 0
        at = cue.last + leads
        if cue.form != "finite" or not doc.kinds[at] & OPENS_QUOTED:
            continue
        if not leads and doc.block_of[at] != doc.block_of[cue.verb]:
            continue  # a headline that ends in a verb
        quoted = doc.quoted[doc.inside[at]]
        if quoted.closed and doc.norms[quoted.last - 2] in STOPS:
            yield doc.inside[at]


def _attribution(doc: AnnotatedDocument, cue: Cue, introduced: Collection[int]) -> Iterator[_Attribution]:
    """A cue with its source, if it has one; ``introduced`` are the ranges that are another's, or none."""
    block = doc.blocks[doc.block_of[cue.verb]]
    start = _narration_start(doc, cue.first, block.first)
    before = doc.inside[start - 1] if start > block.first else _NO_RANGE
    after_quote = before not in introduced and _invites(doc, before, start)
    inverted = _inverted(doc, cue, start, quoted=after_quote)
    source = inverted or _subject(doc, cue, start)
    if source is not None:
        first = min(cue.first, _first_of_clause(doc, cue, source))
        yield _Attribution(cue, source, first, after_quote and _only_joins(doc, start, first))


def _subject(doc: AnnotatedDocument, cue: Cue, floor: int) -> Range | None:
    if cue.form != "finite":
        return None
    return subject_before(doc, cue.first, floor)


def _first_of_clause(doc: AnnotatedDocument, cue: Cue, source: Range) -> int:
    """Where the clause of a source and its verb begins: with *as*, *was how*: *C, was how Poe put it*."""
    if _has_how(doc, cue):
        return doc.last_of(("how",), source[0], 0) - 1
    return source[0] - (doc.norms[source[0] - 1] == "as" and _notes(cue))


def _has_how(doc: AnnotatedDocument, cue: Cue) -> bool:
    """Whether a verb stands in a clause with *was how*, or the like: *"Go" was how the bank put it*."""
    how = doc.last_of(("how",), cue.first, sentence_start(doc, cue.verb))
    return how > 0 and doc.norms[how] == "how" and doc.norms[how - 1] in FORMS_OF_BE


def _statement(doc: AnnotatedDocument, attribution: _Attribution) -> tuple[Range, ...]:
    """What was said, before the attribution and in a second part behind it; empty if nothing was."""
    cue, _, first, quoted = attribution
    block = doc.blocks[doc.block_of[cue.verb]]
    behind = _behind(doc, attribution)
    if quoted:
        contents = _contents(doc, block.first, _narration_start(doc, cue.first, block.first))
    elif cue.frame == "weak" or not _is_set_off(doc, cue, first, behind):
        return ()
    else:
        contents = _contents(doc, block.first, first)
    if not contents:
        return ()
    if doc.norms[first] == "as" and _begins_before_marks(doc, contents):
        return ()
    second = _second_part(doc, behind, block.last)
    if second is None:
        return contents
    return (*contents, second)


def _is_set_off(doc: AnnotatedDocument, cue: Cue, first: int, behind: int) -> bool:
    """Whether a comma stands before an attribution, and nothing of its clause behind it."""
    return doc.kinds[first - 1] & COMMA != 0 and _closes(doc, cue, behind)


def _candidate(doc: AnnotatedDocument, attribution: _Attribution, contents: tuple[Range, ...]) -> Candidate:
    cue, source, _, quoted = attribution
    cost = (COST_QUOTED if quoted else COST_PLAIN) + COST_WEAK * (cue.frame == "weak")
    return Candidate(
        "said-after", cost, contents, (cue.first, cue.last), source, quoted_ranges_in(doc, contents)
    )


def _only_joins(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether nothing but light words stand between quoted words and an attribution; not: *and I laughed*."""
    return only_function_words(doc, first, last) and not any(k & CONJ for k in doc.kinds[first:last])


def _behind(doc: AnnotatedDocument, attribution: _Attribution) -> int:
    """Behind an attribution: its source, or its cue and whom it was said to."""
    cue, source, _, quoted = attribution
    if source[1] > cue.last:
        return source[1]
    if cue.frame == "told":
        return _after_addressee(doc, cue)
    if not quoted and begins_addressee(doc, cue.last):
        return _past_addressee(doc, cue.last, sentence_end(doc, cue.verb))
    return cue.last


def _begins_before_marks(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> bool:
    """Whether plain words stand before quoted ones: *as Poe noted* may be said but of the last of them."""
    return not starts_quoted_range(doc, contents[0][0]) and bool(quoted_ranges_in(doc, contents))


def _notes(cue: Cue) -> bool:
    """Whether a verb is one of those behind *as*: *as the bank noted*, *as Poe put it*; not *went on*."""
    return cue.lemma in _BEHIND_AS


def _after_addressee(doc: AnnotatedDocument, cue: Cue) -> int:
    """Past whom it was told, up to where or when: *told a judge* [*in a plea for mercy*]."""
    ends = sentence_end(doc, cue.verb)
    whole = past_addressee(doc, cue.last, ends, certain=True)
    if _closes(doc, cue, whole):
        return whole
    settings = (i for i in range(cue.last + 1, whole) if doc.norms[i] in words("settings"))
    return next(settings, whole)


def begins_addressee(doc: AnnotatedDocument, i: int) -> bool:
    """Whether whom it was said to begins at token ``i``: *confirmed* [*to the Herald*]; no verb: *to go*."""
    first = i + 1
    if doc.norms[i] != "to" or not is_word(doc, first):
        return False
    if doc.kinds[first] & OPENS_OBJECT:
        return True
    one = singular(doc.norms[first])
    return one != doc.norms[first] or role_noun(one) is not None


def _past_addressee(doc: AnnotatedDocument, i: int, stop: int) -> int:
    found = phrase_after(doc, i + 1, stop)
    if found is None:
        return i
    return found[1]


def _narration_start(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """Where the narration that holds token ``i`` begins: after quoted words or a sentence's end."""
    low = max(floor, sentence_start(doc, i))
    return doc.last_quoted(i, low) + 1


def _invites(doc: AnnotatedDocument, k: int, start: int) -> bool:
    """Whether a quoted range ends as one does that goes on with its attribution."""
    quoted = doc.quoted[k]
    last = doc.norms[quoted.last - 2] if quoted.closed else ""
    if last in _INVITING or doc.kinds[start] & (COMMA | LONG_DASH):
        return True
    return doc.sentence_of[start] == doc.sentence_of[quoted.last - 1] and last != "."


def _inverted(doc: AnnotatedDocument, cue: Cue, start: int, *, quoted: bool) -> Range | None:
    """The source of *said X*: right after the verb, with nothing but light words before the verb."""
    if cue.frame == "told":
        return None  # whom follows it, not who
    if doc.kinds[cue.first - 1] & COMMA:
        if not quoted and cue.form != "finite":
            return None
    elif not only_function_words(doc, start, cue.first):
        return None
    if any(doc.kinds[i] & CONJ for i in range(max(start, cue.first - 2), cue.first)):
        return None  # the second of two verbs: called it "..." and said C
    kind = doc.kinds[cue.last]
    if kind & (_OPENS_NO_SOURCE | WORD) != WORD or kind & (OBJ | POSS) == OBJ:
        return None
    found = phrase_after(doc, cue.last, sentence_end(doc, cue.verb))
    if found is None or is_aux(doc, found[1]):
        return None  # a clause: said the mayor would go
    return found


def _contents(doc: AnnotatedDocument, floor: int, edge: int) -> tuple[Range, ...]:
    """What was said before the attribution: from the beginning of its sentence or of its quoted words."""
    last = next((k for k in range(edge, floor, -1) if not _joins_on(doc, k - 1)), floor)
    first = last
    for _ in range(
        WINDOW_RULE_TOKENS
    ):  # in words of the narrator: a quotation is taken as one, however long it is
        if first <= floor:
            break
        first = max(floor, _start_of_quote(doc, first - 1))
        if _begins(doc, first):
            break
    plain = doc.inside[first] < 0
    if plain and doc.norms[first] in _SENTENCE_JOINERS:
        first += 1
    if last - first <= plain:
        return ()
    return ((first, last),)


def _joins_on(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` joins an attribution on to what was said: *C* [*, and*] *that is it, X said*."""
    return doc.inside[i] < 0 and doc.norms[i] in _STATEMENT_JOINERS


def _start_of_quote(doc: AnnotatedDocument, i: int) -> int:
    """Where the quoted range around token ``i`` begins; the token itself outside of any."""
    if doc.inside[i] < 0:
        return i
    return doc.quoted[doc.inside[i]].first


def _begins(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a new sentence begins at token ``i``, which starts no further words of a quoted range."""
    if doc.sentence_of[i - 1] != doc.sentence_of[i]:
        return doc.kinds[i] & (QUOTED | OPENS_QUOTED) != QUOTED
    behind_colon = doc.kinds[i - 1] & (COLON | QUOTED) == COLON
    return behind_colon and starts_quoted_range(doc, i)


def _closes(doc: AnnotatedDocument, cue: Cue, i: int) -> bool:
    """Whether the sentence ends after the attribution, but for light words, or goes on after a comma."""
    if i >= sentence_end(doc, cue.verb) or doc.norms[i] in _ENDS_ATTRIBUTION:
        return True
    kind = doc.kinds[i]
    if kind & (TIME | ADVERB | LONG_DASH):
        return True
    return kind & PREP != 0 and doc.norms[i] not in _OF_OR_TO


def _second_part(doc: AnnotatedDocument, i: int, ceiling: int) -> Range | None:
    """The quoted words that go on in the same sentence after the attribution: "A," X said, "B"."""
    sentence = doc.sentence_of[i - 1]
    if doc.kinds[i] & QUOTED:
        return None
    for index in range(i, min(ceiling, i + WINDOW_SPLIT_TOKENS)):
        after = doc.norms[index - 1]
        if doc.kinds[index] & QUOTED:
            if after not in _SPLITTERS:
                return None
            return index, doc.quoted[doc.inside[index]].last
        if doc.sentence_of[index] != sentence:
            return None
        if after == "," and doc.kinds[index] & _OWN_STATEMENT == _OWN_STATEMENT:
            return None  # , adding that; not , pausing to think,
    return None

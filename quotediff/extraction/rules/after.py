"""The attribution stands after what was said, or splits it: "...," X said. / C, said X / "A," X said, "B"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import past_addressee
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    LONG_DASHES,
    STOPS,
    Range,
    is_adverb,
    is_aux,
    is_name,
    is_word,
    only_function_words,
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.phrases import phrase_after, subject_before
from quotediff.extraction.token_kinds import ADVERB, ING
from quotediff.lang.cues import CONJ, DET, OBJ, POSS, PREP, SUB, TIME
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import role_noun, singular
from quotediff.limits import WINDOW_RULE_TOKENS, WINDOW_SPLIT_TOKENS

_NOTING = word_list("noting")
COST_QUOTED = 1.0  # quoted words, a comma, a name and a verb of saying: as sure as copy gets
COST_PLAIN = 3.0  # no marks: the comma before the name could also close an adjunct
COST_WEAK = 0.5  # added for verbs that are cues only beside quoted words
_SENTENCE_JOINERS = word_list("sentence_joiners")
_INVITING = frozenset({",", "?", "!", "—", "--", "–", "...", "…", "-"})
_SPLITTERS = frozenset({",", "—", "--", ":", "–", ";"})


def said_after(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement, or the first part of it, before it."""
    introduced = set(_introduced(doc, cues))
    for cue in cues:
        if cue.frame not in ("call", "object") and cue.form in ("finite", "passive"):
            yield from _candidate(doc, cue, introduced)


def _introduced(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterator[int]:
    """The ranges that a verb before them introduces and that end a sentence: *said: "Never!"*."""
    for cue in cues:
        at = cue.last + (doc.norms[cue.last] in (":", ","))
        if cue.form != "finite" or not starts_quoted_range(doc, at):
            continue
        quoted = doc.quoted[doc.inside[at]]
        if quoted.closed and doc.norms[quoted.last - 2] in STOPS:
            yield doc.inside[at]


def _candidate(doc: AnnotatedDocument, cue: Cue, introduced: Collection[int]) -> Iterable[Candidate]:
    block = doc.blocks[doc.block_of[cue.verb]]
    start = _narration_start(doc, cue.first, block.first)
    before = doc.inside[start - 1] if start > block.first else -1
    after_quote = before >= 0 and before not in introduced and _invites(doc, before, start)
    inverted = _inverted(doc, cue, start, quoted=after_quote)
    source = inverted or (subject_before(doc, cue.first, start) if cue.form == "finite" else None)
    if source is None:
        return
    edge = cue.first if inverted else source[0]
    if not inverted and doc.norms[edge - 1] == "as" and _notes(cue):
        edge -= 1  # C, as the bank noted
    quoted = after_quote and _only_joins(doc, start, edge)
    if not quoted and (cue.frame == "weak" or doc.norms[edge - 1] != ","):
        return
    contents = _contents(doc, block.first, start if quoted else edge)
    if doc.norms[edge] == "as" and _begins_before_marks(doc, contents):
        return
    behind = source[1] if source[1] > cue.last else _behind_cue(doc, cue, quoted=quoted)
    if not contents or not (quoted or _closes(doc, cue, behind)):
        return
    second = _second_part(doc, behind, block.last)
    if second is not None:
        contents = (*contents, second)
    cost = (COST_QUOTED if quoted else COST_PLAIN) + COST_WEAK * (cue.frame == "weak")
    yield Candidate(
        "said-after", cost, contents, (cue.first, cue.last), source, quoted_ranges_in(doc, contents)
    )


def _only_joins(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether nothing but light words stand between quoted words and an attribution; not: *and I laughed*."""
    return only_function_words(doc, first, last) and not any(k & CONJ for k in doc.kinds[first:last])


def _behind_cue(doc: AnnotatedDocument, cue: Cue, *, quoted: bool) -> int:
    """Behind a cue whose source comes before it, and whom it was said to."""
    if cue.frame == "told":
        return _after_addressee(doc, cue)
    if not quoted and is_hearer(doc, cue.last):
        return _past_hearer(doc, cue.last, sentence_end(doc, cue.verb))
    return cue.last


def _begins_before_marks(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> bool:
    """Whether plain words stand before quoted ones: *as Poe noted* may be said but of the last of them."""
    plain = bool(contents) and not starts_quoted_range(doc, contents[0][0])
    return plain and bool(quoted_ranges_in(doc, contents))


def _notes(cue: Cue) -> bool:
    """Whether a verb is one of those behind *as*: *as the bank noted*, *as Poe put it*; not *went on*."""
    return cue.lemma in _NOTING or cue.lemma == "put it"


def _after_addressee(doc: AnnotatedDocument, cue: Cue) -> int:
    """Past whom it was told, up to where or when: *told a judge* [*in a plea for mercy*]."""
    ends = sentence_end(doc, cue.verb)
    whole = past_addressee(doc, cue.last, ends, certain=True)
    if _closes(doc, cue, whole):
        return whole
    settings = (i for i in range(cue.last + 1, whole) if doc.norms[i] in words("settings"))
    return next(settings, whole)


def is_hearer(doc: AnnotatedDocument, i: int) -> bool:
    """Whether whom it was said to begins at token ``i``: *confirmed* [*to the Herald*]; no verb: *to go*."""
    first = i + 1
    if doc.norms[i] != "to" or not is_word(doc, first):
        return False
    determined = doc.kinds[first] & (DET | POSS | OBJ) or is_name(doc, first)
    several = singular(doc.norms[first])
    return bool(determined) or several != doc.norms[first] or role_noun(several) is not None


def _past_hearer(doc: AnnotatedDocument, i: int, stop: int) -> int:
    found = phrase_after(doc, i + 1, stop)
    return i if found is None else found[1]


def _narration_start(doc: AnnotatedDocument, i: int, floor: int) -> int:
    """Where the narration that holds token ``i`` begins: after quoted words or a sentence's end."""
    low = max(floor, sentence_start(doc, i))
    return doc.last_quoted(i, low) + 1


def _invites(doc: AnnotatedDocument, k: int, start: int) -> bool:
    """Whether a quoted range ends as one does that goes on with its attribution."""
    quoted = doc.quoted[k]
    last = doc.norms[quoted.last - 2] if quoted.closed else ""
    if last in _INVITING or doc.norms[start] == "," or doc.norms[start] in LONG_DASHES:
        return True
    return doc.sentence_of[start] == doc.sentence_of[quoted.last - 1] and last != "."


def _inverted(doc: AnnotatedDocument, cue: Cue, start: int, *, quoted: bool) -> Range | None:
    """The source of *said X*: right after the verb, with nothing but light words before the verb."""
    if cue.frame == "told":
        return None  # whom follows it, not who
    comma = doc.norms[cue.first - 1] == ","
    if not comma and not only_function_words(doc, start, cue.first):
        return None
    if any(doc.kinds[i] & CONJ for i in range(max(start, cue.first - 2), cue.first)):
        return None  # the second of two verbs: called it "..." and said C
    if comma and not quoted and cue.form != "finite":
        return None
    at = cue.last
    norm, kind = doc.norms[at], doc.kinds[at]
    if kind & (PREP | SUB) or (kind & OBJ and norm != "her"):
        return None
    if not is_word(doc, at) or kind & (TIME | ADVERB | ING):
        return None
    found = phrase_after(doc, at, sentence_end(doc, cue.verb))
    return None if found is None or is_aux(doc, found[1]) else found  # a clause: said the mayor would go


def _contents(doc: AnnotatedDocument, floor: int, edge: int) -> tuple[Range, ...]:
    """What was said before the attribution: from the beginning of its sentence or of its quoted words."""
    last = edge
    while last > floor and doc.inside[last - 1] < 0 and doc.norms[last - 1] in (",", "and", "—", "--"):
        last -= 1
    first = last
    for _ in range(
        WINDOW_RULE_TOKENS
    ):  # in words of the narrator: a quotation is taken as one, however long it is
        if first <= floor or (first < last and _begins(doc, first)):
            break
        k = doc.inside[first - 1]
        first = max(floor, doc.quoted[k].first) if k >= 0 else first - 1
    if first < last and doc.inside[first] < 0 and doc.norms[first] in _SENTENCE_JOINERS:
        first += 1
    if last <= first or (last - first == 1 and doc.inside[first] < 0):
        return ()
    return ((first, last),)


def _begins(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a new sentence begins at token ``i``, which starts no further words of a quoted range."""
    if doc.sentence_of[i - 1] != doc.sentence_of[i]:
        return doc.inside[i] < 0 or starts_quoted_range(doc, i)
    return doc.inside[i - 1] < 0 and doc.tokens[i - 1].text == ":" and starts_quoted_range(doc, i)


def _closes(doc: AnnotatedDocument, cue: Cue, i: int) -> bool:
    """Whether the sentence ends after the attribution, but for light words, or goes on after a comma."""
    if i >= sentence_end(doc, cue.verb):
        return True
    norm, kind = doc.norms[i], doc.kinds[i]
    if norm in (".", ",", ";", "?", "!") or norm in LONG_DASHES or kind & TIME:
        return True
    return is_adverb(doc, i) or (kind & PREP != 0 and norm not in ("of", "to"))


def _second_part(doc: AnnotatedDocument, i: int, ceiling: int) -> Range | None:
    """The quoted words that go on in the same sentence after the attribution: "A," X said, "B"."""
    sentence = doc.sentence_of[i - 1]
    for index in range(i, min(ceiling, i + WINDOW_SPLIT_TOKENS)):
        if doc.inside[index] >= 0:
            splits = index > i and starts_quoted_range(doc, index) and doc.norms[index - 1] in _SPLITTERS
            return (index, doc.quoted[doc.inside[index]].last) if splits else None
        if doc.sentence_of[index] != sentence or (
            doc.norms[index].endswith("ing") and doc.norms[index - 1] == ","
        ):
            return None  # a participle after the comma has a statement of its own
    return None

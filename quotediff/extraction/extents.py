"""Where contents begin and end, whoever proposed them: an ordered tuple of conventions.

Each takes a candidate with a cue, and gives those that stand in its place: mostly one, with its contents cut
or continued; quoted words that were cut off stand alone, and ``continue_quotes`` finds whose they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    RELATIVES,
    begins_statement,
    behind_source,
    clause_end,
    contrasted,
    follows_statement,
    has_predicate,
    next_attribution,
    other_clause,
    past_adverbials,
    relative_end,
)
from quotediff.extraction.complements import Clause, clause, reporting_verb_of, takes_noun_phrase
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    LONG_DASHES,
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
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.objects import is_people
from quotediff.extraction.quoted_ranges import QuotedRange
from quotediff.extraction.rules.after import is_hearer
from quotediff.extraction.rules.before import WRITING
from quotediff.extraction.rules.phrase import alone
from quotediff.extraction.token_kinds import COMMA, ED, FIGURE_OR_NAME, ING, LISTED, LONG_DASH, PAST
from quotediff.lang.cues import (
    AUX,
    CLOSED,
    CONJ,
    DET,
    OBJ,
    POSS,
    PREP,
    REPORTING,
    SUB,
    SUBJ,
    TIME,
    number_words,
    reporting_forms,
    reporting_verbs,
)
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import role_noun
from quotediff.limits import (
    MAX_JUDGEMENT_TOKENS,
    MAX_MEDIUM_TOKENS,
    MAX_TOKENS_BEFORE_SUBJECT,
    MAX_VENUE_TOKENS,
    WINDOW_CONTENT_TOKENS,
)
from quotediff.model import Role
from quotediff.values import replace

_AND_THEN = frozenset({"and", "then", "but"})
_COORDINATING = frozenset({"and", "but"})
_SUBORDINATING = word_list("subordinating")
_WAS = frozenset({"was", "were", "had"})
_CLAUSE_OPENERS = word_list("extents_clause_openers")
_SETTING_OPENERS = word_list("settings")
_MEANWHILE_OPENERS = frozenset({"as", "while", "when"})
_LEADING_TO = frozenset({"on", "of", "asked"})
_SAID = word_list("said")
_LEADS_ON = frozenset({"not", "above", "below"})
_CIRCUMSTANCE_OPENERS = word_list("circumstances")
_SEQUENCE = frozenset({"once", "before", "after"})
_ASIDE_OPENERS = word_list("aside_openers")
_STOPPERS = LONG_DASHES | {";", ":"}
_INDEFINITE_ARTICLES = frozenset({"a", "an"})
_OPENS_APPOSITION = COMMA | LONG_DASH
_CLOSES_QUOTATION = frozenset({",", ".", "?", "!", "...", "…"}) | LONG_DASHES
_ENDS_VERB = frozenset({"that", ".", ","})
_BEGINS_AMOUNT = frozenset("$£€0123456789")
_POINTING = frozenset({"that", "this", "it"})
_CUT_OFF = 0.1  # by how much quoted words with a source are cheaper than without


def apply_conventions(
    doc: AnnotatedDocument, candidates: Iterable[Candidate], rule_choice: Sequence[Candidate] = ()
) -> Iterator[Candidate]:
    """The candidates with their contents as the conventions have them; linear in their contents.

    Args:
        doc: the article.
        candidates: those to mend.
        rule_choice: what the rules, left alone, choose: those whose cue was cut off are heard.
    """
    cues = sorted((c for c in rule_choice if c.cue is not None and c.source is not None), key=_cue)
    for candidate in candidates:
        if candidate.cue is None or candidate.verbatim or _in_headline(doc, candidate):
            yield candidate
        else:
            yield from _apply(doc, candidate, cues)


def _in_headline(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    return doc.blocks[doc.block_of[candidate.contents[0][0]]].role is Role.HEADLINE


def _cue(candidate: Candidate) -> int:
    return candidate.cue[0] if candidate.cue is not None else -1


def _apply(
    doc: AnnotatedDocument, candidate: Candidate, rule_choice: Sequence[Candidate]
) -> Iterator[Candidate]:
    for convention in CONVENTIONS:
        contents = convention(doc, candidate)
        if contents == candidate.contents:
            continue
        lost = set(candidate.quoted_ranges)
        yield from _interrupting(rule_choice, candidate.contents, contents)
        if contents:
            source = _source_outside(candidate.source, contents)
            quoted_ranges = quoted_ranges_in(doc, contents)
            cue = _without_preposition(doc, candidate.cue, contents)
            candidate = replace(
                candidate, contents=contents, quoted_ranges=quoted_ranges, source=source, cue=cue
            )
            lost.difference_update(quoted_ranges)
        yield from (_cut_off(doc, k, candidate) for k in sorted(lost))
        if not contents:
            yield from (c for c in rule_choice if c.cue == candidate.cue)
            return
    yield candidate


def _without_preposition(
    doc: AnnotatedDocument, cue: Range | None, contents: Sequence[Range]
) -> Range | None:
    """The cue without *in* of *said in* if the contents begin further on: *said in* [*a letter*] *that C*."""
    if cue is None or cue[1] - cue[0] == 1 or any(first == cue[1] for first, _ in contents):
        return cue
    end = cue[1] - (doc.norm(cue[1] - 1) in _SETTING_OPENERS)
    while end - 1 > cue[0] and _is_light(doc, end - 1) and _has_verb_of_saying(doc, cue[0], end - 1):
        end -= 1  # said directly to, concluded of
    return cue[0], end


def _has_verb_of_saying(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a cue has a verb of saying that does not go on behind it: *said*; not *called for*."""
    reporting = reporting_verb_of(doc, (first, last + 1))
    plain = reporting is not None and " " not in reporting.lemma and reporting.frame != "weak"
    return plain and any(doc.kinds[i] & REPORTING for i in range(first, last))


def _is_light(doc: AnnotatedDocument, i: int) -> bool:
    return bool(doc.kinds[i] & PREP) or is_adverb(doc, i) or doc.norms[i] == "to"


def _source_outside(source: Range | None, contents: Sequence[Range]) -> Range | None:
    """The source without words that are now said, and without the comma before them."""
    begins = min((r[0] for r in contents if source is not None and source[0] < r[0] < source[1]), default=0)
    return (source[0], begins - 1) if source is not None and begins > source[0] + 1 else source


def _cut_off(doc: AnnotatedDocument, k: int, candidate: Candidate) -> Candidate:
    """Stretch ``k`` by itself, with the source, if that stands before, of what it was cut off from."""
    by_itself, source, first = alone(doc, k), candidate.source, doc.quoted[k].first
    if by_itself.source is not None or source is None or source[1] > first or doc.inside[first - 1] >= 0:
        return by_itself
    return replace(by_itself, source=source, cost=by_itself.cost - _CUT_OFF)


def _interrupting(
    rule_choice: Sequence[Candidate], before: Sequence[Range], after: Sequence[Range]
) -> Iterator[Candidate]:
    """Those whose cue or content begins in what was cut off: it was held for said, and now is not."""
    for first, last in before:
        for index in range(
            bisect_left(rule_choice, first - WINDOW_CONTENT_TOKENS, key=_cue),
            bisect_left(rule_choice, last, key=_cue),
        ):
            begins = (_cue(rule_choice[index]), rule_choice[index].contents[0][0])
            if any(first <= i < last and not any(a <= i < b for a, b in after) for i in begins):
                yield rule_choice[index]


def of_one_sentence(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without other sentences of the narrator: [*He ran at 6 a.m.*] *"I slept," he said*.

    Nor with the beginning of the next one; and plain words end before the quotation that follows in a
    sentence of its own: *he was well.* [*"I am."*] If they only tell how it was said, they are cut instead:
    *says* [*directly to the camera.*] *"I am."*
    """
    pieces = [piece for r in candidate.contents for piece in _sentences(doc, r)]
    own = [p for p in pieces if _shares_sentence(doc, p, candidate.cue)]
    if not own or len(own) == len(pieces) or _after_colon(doc, candidate):
        return candidate.contents
    plain = not any(doc.inside[i] >= 0 for p in own for i in range(*p))
    if plain and candidate.cue is not None and _is_manner(doc, own, candidate.cue):
        quoted = tuple(p for p in pieces if p[0] >= own[-1][1] and starts_quoted_range(doc, p[0]))
        return quoted or candidate.contents
    kept = (p for p in pieces if p in own or _continues(doc, p, own, plain=plain))
    return _merge_touching(kept, {first for first, _ in candidate.contents})


def _is_manner(doc: AnnotatedDocument, own: Sequence[Range], cue: Range) -> bool:
    """Whether the words behind a cue tell how or where it was said, and are no statement."""
    if len(own) != 1 or own[0][0] < cue[1] or clause(doc, own[0]) is not Clause.NO:
        return False
    first = own[0][0]
    leads = doc.kinds[first] & PREP and not doc.kinds[first] & SUB and doc.norms[first] != "to"
    return bool(leads) or is_adverb(doc, first)


def _continues(doc: AnnotatedDocument, piece: Range, own: Sequence[Range], *, plain: bool) -> bool:
    """Whether a sentence belongs to contents whose words beside the cue are ``own``, and ``plain`` or not."""
    quoted = [i for i in range(*piece) if doc.inside[i] >= 0]
    if len(quoted) == piece[1] - piece[0]:
        return not (plain and _is_sentence(doc, piece))
    if piece[1] <= own[0][0] or _abbreviated(doc, piece[0] - 1):
        return False
    ends = doc.sentences[doc.sentence_of[piece[1] - 1]].last
    return not any(is_word(doc, i) for i in range(piece[1], ends))


def _abbreviated(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is an abbreviation with its stop: what follows may look as if it went on."""
    text = doc.tokens[i].text
    return len(text) > 1 and text[-1] == "." and text[0] != "."


def _is_sentence(doc: AnnotatedDocument, piece: Range) -> bool:
    """Whether nothing but these words stands in their sentences."""
    first, last = piece
    ends = doc.sentences[doc.sentence_of[last - 1]].last
    starts = doc.sentences[doc.sentence_of[first]].first
    return starts == first and not any(is_word(doc, i) for i in range(last, ends))


def _after_colon(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a colon opens the contents: what follows it may be several sentences without marks."""
    colons = (doc.norm(first - 1) == ":" for first, _ in candidate.contents)
    return any(colons)


def _merge_touching(ranges: Iterable[Range], apart: Collection[int]) -> tuple[Range, ...]:
    """The ranges, those that touch as one, unless the second begins ``apart``."""
    found: list[Range] = []
    for first, last in ranges:
        if found and found[-1][1] == first and first not in apart:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return tuple(found)


def _sentences(doc: AnnotatedDocument, content: Range) -> Iterator[Range]:
    """A content parted where a sentence of the narrator ends in it."""
    first, last = content
    whole = doc.sentence_of[first] == doc.sentence_of[last - 1]
    for index in range(last if whole else first + 1, last):
        parted = doc.sentence_of[index - 1] != doc.sentence_of[index]
        if parted and (doc.inside[index] < 0 or starts_quoted_range(doc, index)):
            yield first, index
            first = index
    yield first, last


def _shares_sentence(doc: AnnotatedDocument, piece: Range, cue: Range | None) -> bool:
    of = doc.sentence_of
    return cue is not None and of[piece[0]] <= of[cue[0]] <= of[piece[1] - 1]


def without_neighbour(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without a quotation right beside another one: *“It is gone.” “Are you afraid?” Poe asked*.

    Two people speak; the one nearer to the cue is its own.
    """
    low, high = 0, len(doc.tokens)
    for index, other in pairwise(candidate.quoted_ranges):
        before, after = doc.quoted[index], doc.quoted[other]
        if candidate.cue is None or not _beside(doc, before, after):
            continue
        if after.last <= candidate.cue[0]:
            low = max(low, after.first)
        elif before.first >= candidate.cue[1]:
            high = min(high, after.first)
    cut = ((max(first, low), min(last, high)) for first, last in candidate.contents)
    return tuple((first, last) for first, last in cut if first < last)


def _beside(doc: AnnotatedDocument, before: QuotedRange, after: QuotedRange) -> bool:
    """Whether a quotation begins in a new sentence right behind another one that has its closing mark."""
    parted = doc.sentence_of[before.first] != doc.sentence_of[after.first]
    return before.closed and before.last == after.first and parted


def without_afterthought(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """Quoted contents before the cue without plain words after it: *"Go," he urged* [*as fog came in*].

    A quotation that a mark ends, that is; words set off in the narrator's sentence are no statement to stop
    at: *Some in the "never" camp suggest* [*the vote was rigged*].
    """
    cue, contents = candidate.cue, candidate.contents
    if cue is None or not any(last <= cue[0] and _ends_quotation(doc, last) for _, last in contents):
        return contents
    return tuple(r for r in contents if r[0] < cue[1] or any(doc.inside[i] >= 0 for i in range(*r)))


def _ends_quotation(doc: AnnotatedDocument, last: int) -> bool:
    """Whether quoted words end before token ``last``, and with them what was said: *"Go,"*, *"Go",*."""
    if doc.inside[last - 1] < 0:
        return False
    return doc.norm(last - 2) in _CLOSES_QUOTATION or doc.norm(last) in (",", *LONG_DASHES)


def without_second_verb(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A noun phrase without what its subject did next: *rejected the appeal* [*and upheld the fine*]."""
    *others, (first, last) = candidate.contents
    if not _follows_plainly(candidate):
        return candidate.contents
    for index in range(first + 1, last - 1):
        if (
            doc.norms[index] in _COORDINATING
            and doc.inside[index] < 0
            and not any(doc.norms[i] in _CIRCUMSTANCE_OPENERS for i in range(first + 1, index))
            and _begins_second_verb(doc, index + 1)
        ):
            ends = index - (doc.norms[index - 1] == ",") if clause(doc, (first, index)) is Clause.NO else last
            return (*others, (first, ends))
    return candidate.contents


def without_next_clause(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A noun phrase without what others did: *claimed the points* [*and Athletic answered with a goal*]."""
    *others, (first, last) = candidate.contents
    cue = candidate.cue
    if cue is None or not _follows_plainly(candidate) or not takes_noun_phrase(reporting_verb_of(doc, cue)):
        return candidate.contents
    for index in range(first + 1, last - 1):
        joins = doc.norms[index] in _COORDINATING and doc.inside[index] < 0
        if (
            joins
            and _begins_other_clause(doc, (first, index), last)
            and clause(doc, (first, index)) is Clause.NO
        ):
            return (*others, (first, index - (doc.norms[index - 1] == ",")))
    return candidate.contents


def _begins_other_clause(doc: AnnotatedDocument, before: Range, last: int) -> bool:
    """Whether behind *and* a subject of its own begins, with a verb that is no auxiliary.

    Not if a noun for people stands before it: *claimed the mayor* [*and the clerk left early*].
    """
    i = before[1] + 1
    if doc.kinds[i] & SUBJ and i + 1 < last:
        return True
    verbs = (j for j in range(i + 1, last) if is_aux(doc, j) or _is_past(doc, j))
    verb = next(verbs, i)
    begins = doc.kinds[i] & (DET | POSS) or is_name(doc, i)
    coordinated = doc.norms[before[1] - 1] != "," and is_people(doc, before)
    if not begins or verb == i or is_aux(doc, verb) or coordinated:
        return False
    beside = verb == i + 1 and is_name(doc, i)  # and Athletic answered in stoppage time
    return clause(doc, (i, last)) is Clause.YES or beside


def _follows_plainly(candidate: Candidate) -> bool:
    """Whether a candidate's last content is of plain words and stands behind its cue."""
    begins = candidate.contents[-1][0]
    return candidate.cue is not None and not candidate.quoted_ranges and begins >= candidate.cue[1]


def _begins_second_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a verb in the past tense stands at token ``i``, with its object or alone: *upheld the fine*."""
    while is_adverb(doc, i):
        i += 1
    follows = (
        doc.kinds[i + 1] & (DET | POSS | OBJ | PREP) or is_name(doc, i + 1) or doc.norms[i + 1] in _ENDS_VERB
    )
    return bool(follows) and _is_past(doc, i) and not is_aux(doc, i)


def of_subordinate(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A statement in a clause that opens its sentence, and not the main one: *As X says C* [*, Y left*]."""
    *others, (first, last) = candidate.contents
    cue, source = candidate.cue, candidate.source
    if cue is None or source is None or not _follows_plainly(candidate):
        return candidate.contents
    opens = sentence_start(doc, cue[0])
    if doc.norms[opens] not in _SUBORDINATING or not opens < source[0] <= opens + MAX_TOKENS_BEFORE_SUBJECT:
        return candidate.contents
    for i in range(first_verb(doc, first, last), last):
        if doc.norms[i] == "," and doc.inside[i] < 0 and _begins_main_clause(doc, i + 1):
            return (*others, (first, i))
    return candidate.contents


def _begins_main_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a subject with a verb behind it may begin at token ``i``."""
    begins = doc.kinds[i] & (DET | POSS | SUBJ) or is_name(doc, i)
    return bool(begins) and has_verb(doc, i, sentence_end(doc, i))


def of_relative(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents in a relative clause without the main clause: *who feared that C* [*, "want peace"*]."""
    cue, source, (first, last) = candidate.cue, candidate.source, candidate.contents[0]
    if cue is None or source is None or first < cue[1] or len(candidate.contents) > 1:
        return candidate.contents
    if source[1] - source[0] > 1 or doc.norm(source[0]) not in RELATIVES:
        return candidate.contents
    return ((first, relative_end(doc, source[0], first, last)),)


def after_setting(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without the rest of where it was said: *said in* [*a brief letter*] *the queen was ill*.

    None if they are but that: *told a judge in a* [*sudden plea for mercy*].
    """
    cue, (first, last), *others = candidate.cue, *candidate.contents
    if cue is None or first < cue[1] or others or doc.inside[first] >= 0:
        return candidate.contents
    before = first - 1
    while before >= cue[0] and doc.kinds[before] & (DET | POSS):
        before -= 1
    if (
        doc.norm(before) not in _SETTING_OPENERS
        or begins_statement(doc, first)
        or not _takes_clause(doc, cue)
    ):
        return candidate.contents
    if candidate.source is not None and follows_statement(doc, candidate.source[0]):
        return ()
    begins = past_adverbials(doc, before, last)
    begins += doc.norm(begins) == ","
    if begins > first:
        return ((begins, last),) if begins < last else ()
    return candidate.contents if before == first - 1 else ()


def with_deadline(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A clause with the time by which it was so: *said* [*by noon the ballots had run out*]."""
    cue, ((first, last), *others) = candidate.cue, candidate.contents
    if cue is None or first <= cue[1] or doc.norms[cue[1]] != "by" or not has_verb(doc, first, last):
        return candidate.contents
    timed = all(doc.kinds[i] & TIME or is_number(doc, i) for i in range(cue[1] + 1, max(first, cue[1] + 2)))
    return ((cue[1], last), *others) if timed else candidate.contents


def past_program(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without the program they were said on: *said on* [*“The Ferry”*] *that C*."""
    cue, ((first, last), *others) = candidate.cue, candidate.contents
    if cue is None or first < cue[1] or doc.inside[first] >= 0:
        return candidate.contents
    k = bisect_left(doc.quoted, first - 1, key=lambda q: q.first)
    if k == len(doc.quoted) or doc.quoted[k].first > first:
        return candidate.contents
    begins = doc.quoted[k].last
    return ((begins, last), *others) if begins < last and doc.norms[begins] == "that" else candidate.contents


def without_object(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A quotation without what a verb before its own has: *ended* [*her letter by saying,*] *"Go."*."""
    cue, contents = candidate.cue, candidate.contents
    first = contents[0][0]
    if cue is None or first < cue[1] or doc.inside[first] >= 0 or not candidate.quoted_ranges:
        return contents
    begins = doc.quoted[candidate.quoted_ranges[0]].first
    by = doc.last_of(("by",), begins, first)
    if by <= first or not doc.kinds[by + 1] & REPORTING or clause(doc, (first, by)) is not Clause.NO:
        return contents
    begins = by + 2 + (doc.norm(by + 2) == ",")
    return tuple((max(low, begins), high) for low, high in contents if high > begins)


def from_subject(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents behind *According to X,* from their subject on: [*Poe, who ran the mill,*] *has died*."""
    cue, (first, last), *others = candidate.cue, *candidate.contents
    if cue is None or first < cue[1] or others or doc.norms[cue[0] : cue[0] + 2] != ("according", "to"):
        return candidate.contents
    leads = cue[0] == sentence_start(doc, cue[0])
    begins = behind_source(doc, cue[0] + 2, sentence_end(doc, cue[0])) if leads else 0
    return ((begins, last),) if cue[1] < begins < last else candidate.contents


def after_addressee(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without what the one spoken to had said: *told one* [*who claimed to be ill*] *that C*.

    Nor with what tells more of the medium: *said in a story* [*that appeared in May*] *that C*.
    """
    cue, (first, last) = candidate.cue, candidate.contents[0]
    if cue is None or first < cue[1]:
        return candidate.contents
    within = doc.norm(first) == "that" and (is_aux(doc, first + 1) or _is_past(doc, first + 1))
    if not within and not any(doc.norm(token) in RELATIVES for token in range(cue[1], first + 1)):
        return candidate.contents
    begins = other_clause(doc, first, last)
    return ((begins, last), *candidate.contents[1:]) if begins < last else candidate.contents


def without_pronoun(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """None where what follows a pronoun has a cue of its own: *Scotland disputed* [*that, saying C*]."""
    first = candidate.contents[0][0]
    if candidate.cue is None or first < candidate.cue[1] or len(candidate.contents) > 1:
        return candidate.contents
    points = doc.norm(first) in _POINTING and doc.norm(first + 1) == ","
    says = points and doc.kinds[first + 2] & ING and doc.kinds[first + 2] & REPORTING
    return () if says else candidate.contents


def without_place(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A whole quotation right behind its verb without where or how long: *wrote "Sold"* [*on the board*]."""
    cue, (first, last) = candidate.cue, candidate.contents[0]
    if cue is None or first != cue[1] or len(candidate.contents) > 1 or not starts_quoted_range(doc, first):
        return candidate.contents
    end = doc.quoted[doc.inside[first]].last
    says = _takes_clause(doc, cue) or any(_may_say(doc, token) for token in range(*cue))
    whole = says and is_name(doc, first + 1) and len(candidate.quoted_ranges) == 1
    return ((first, end),) if whole and _is_place_or_time(doc, end, last) else candidate.contents


def _is_place_or_time(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether words tell but where something was written, or how long: *on the board*, *for three weeks*."""
    if not 1 < last - first <= MAX_VENUE_TOKENS or has_verb(doc, first, last):
        return False
    counts = is_number(doc, first + 1) or doc.norms[first + 1] in number_words()
    return doc.norms[first] in _SETTING_OPENERS or (doc.norms[first] == "for" and counts)


def without_action(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A quotation without what the speaker did next: *said "Never again"* [*and left the room*]."""
    *others, (first, last) = candidate.contents
    if candidate.cue is None or first < candidate.cue[1] or not starts_quoted_range(doc, first):
        return candidate.contents
    end = doc.quoted[doc.inside[first]].last
    if end < last and _is_action(doc, first, end, last):
        return (*others, (first, end))
    return candidate.contents


def _is_action(doc: AnnotatedDocument, first: int, end: int, last: int) -> bool:
    """Whether the narrator goes on behind the quotation ``tokens[first:end]``, and nothing else is quoted."""
    if any(doc.inside[i] >= 0 for i in range(end, last)):
        return False
    i = end + (doc.norm(end) == ",")
    verb = i + 1
    while verb < last and is_adverb(doc, verb):
        verb += 1
    if doc.norm(i) in _AND_THEN:
        return doc.norm(verb) in _WAS or (_is_past(doc, verb) and not doc.kinds[verb] & REPORTING)
    if doc.norm(i) not in _CLAUSE_OPENERS or not is_name(doc, first + 1):
        return False
    return doc.kinds[verb] & ING != 0 or has_verb(doc, i + 1, last)


def _is_past(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word has the form of a past tense: *left*, *walked*."""
    return doc.kinds[i] & PAST != 0


def to_semicolon(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without the subject of the next clause: *it was final* [*; a mediator, Lou Beck*]."""
    *others, (first, last) = candidate.contents
    if candidate.cue is None or first < candidate.cue[1]:
        return candidate.contents
    end = doc.last_of((";",), last, first)
    if end > first and doc.inside[end] < 0 and not has_verb(doc, end + 1, last):
        return (*others, (first, end))
    return candidate.contents


def without_judgement(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without what the narrator thinks of them: *it may close* [*, a bleak guess from Poe*]."""
    *others, (first, last) = candidate.contents
    if candidate.cue is None or first < candidate.cue[1]:
        return candidate.contents
    for mark in range(first + 1, last - 2):
        if not doc.kinds[mark] & _OPENS_APPOSITION or doc.inside[mark] >= 0:
            continue
        if _is_judgement(doc, mark, last) and has_verb(doc, first, mark):
            return (*others, (first, mark))
    return candidate.contents


def _is_judgement(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether an apposition that begins behind the comma or dash at ``i`` sums up what was said."""
    if doc.norms[i + 1] not in _INDEFINITE_ARTICLES:
        return False
    for index in range(i + 2, min(last, i + MAX_JUDGEMENT_TOKENS)):
        if doc.kinds[index] & (PREP | SUB | DET) or not is_word(doc, index):
            return False
        if doc.norm(index) in words("judgements"):
            return not doc.norm(index + 1).isalpha() or bool(doc.kinds[index + 1] & (PREP | SUB))
    return False


def without_medium(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without in what they were said: *said it will close* [*in a video posted online*].

    What stands beside another verb of saying or behind a participle is that verb's: *was told in a letter*.
    """
    *others, (first, last) = candidate.contents
    if candidate.cue is None or first < candidate.cue[1]:
        return candidate.contents
    noun = doc.last_of(words("media"), last, max(first + 3, last - MAX_MEDIUM_TOKENS))
    if doc.norms[noun] not in words("media"):
        return candidate.contents
    begins = doc.last_of(_SETTING_OPENERS, noun, max(first + 2, noun - MAX_VENUE_TOKENS))
    led = first < begins < noun and doc.inside[begins] < 0
    if not led or not doc.kinds[begins + 1] & (DET | POSS) or not _ends_medium(doc, noun + 1, last):
        return candidate.contents
    own = any(_may_say(doc, i) or doc.inside[i] >= 0 for i in range(first, begins))
    return candidate.contents if own or _is_past(doc, begins - 1) else (*others, (first, begins))


def _may_say(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word is a verb of saying, or one of writing or showing in a medium."""
    reporting = reporting_verbs().get(doc.norms[i])
    return reporting is not None and (reporting.frame != "weak" or reporting.lemma in WRITING)


def _ends_medium(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether behind a medium at most its publication, its time or whom it was for is told."""
    if i == last:
        return True
    leads = doc.kinds[i] & (PREP | TIME) or doc.norms[i] in words("published")
    return bool(leads) and not has_verb(doc, i + 1, last)


def with_main_verb(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents beyond a relative clause between commas: *the search* [*, which stopped, has resumed*]."""
    *others, (first, last) = candidate.contents
    cue = candidate.cue
    if cue is None or first < cue[1] or not _takes_statement(doc, cue):
        return candidate.contents
    ends = sentence_end(doc, last - 1)
    closing = -1
    if _opens_aside(doc, last):
        closing = _closing_comma(doc, last + 1, ends)
    elif doc.kinds[last] & COMMA and _is_subject_with_aside(doc, (first, last)):
        closing = last
    if closing < 0 or next_attribution(doc, closing + 1, ends):
        return candidate.contents
    if _continues_after(doc, (first, last), closing + 1):
        return (*others, (first, clause_end(doc, closing + 1, ends)))
    return candidate.contents


def with_verb(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents beyond a comma before which they have no verb: *that in May* [*, the pier will close*]."""
    *others, (first, last) = candidate.contents
    if candidate.cue is None or not _follows_plainly(candidate):
        return candidate.contents
    if doc.norm(last) != "," or doc.norm(first) != "that" or has_verb(doc, first + 1, last):
        return candidate.contents
    if not _takes_clause(doc, candidate.cue):
        return candidate.contents
    ends = sentence_end(doc, last - 1)
    if not has_verb(doc, last + 1, ends):
        return candidate.contents
    return (*others, (first, clause_end(doc, last + 1, ends)))


def _takes_statement(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue takes a clause: a verb that does, *according to*."""
    return doc.norms[cue[0]] == "according" or _takes_clause(doc, cue)


def _is_subject_with_aside(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but a subject and a relative clause behind a comma: *Poe, who ran the mill*."""
    first, last = content
    aside = next((i for i in range(first, last) if _opens_aside(doc, i)), -1)
    return aside > first and not has_predicate(doc, first, aside)


def _opens_aside(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a relative clause begins behind the comma at ``i``."""
    return doc.norm(i) == "," and doc.norm(i + 1) in _ASIDE_OPENERS and doc.norm(i + 2) != ","


def _continues_after(doc: AnnotatedDocument, content: Range, i: int) -> bool:
    """Whether contents that an aside interrupts go on at token ``i``: with their verb, or a preposition."""
    if clause(doc, content) is Clause.YES and not _is_subject_with_aside(doc, content):
        return bool(doc.kinds[i] & PREP) and not doc.kinds[i] & SUB
    while is_adverb(doc, i) or (doc.kinds[i] & TIME and not is_name(doc, i)):
        i += 1
    return _may_be_verb(doc, i)


def _closing_comma(doc: AnnotatedDocument, i: int, ends: int) -> int:
    """The comma that closes a clause that begins at token ``i``; -1 if none does, or it is an attribution."""
    for index in range(i, ends):
        if doc.norms[index] in _SAID or (doc.inside[index] < 0 and doc.tokens[index].text in _STOPPERS):
            return -1
        if doc.inside[index] < 0 and doc.norms[index] == "," and has_predicate(doc, i, index + 1):
            return index
    return -1


def _may_be_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word behind a comma can be the verb of the clause that the comma interrupts."""
    closed = doc.kinds[i] & (DET | POSS | PREP | CONJ | SUB | SUBJ | TIME)
    return is_word(doc, i) and not is_name(doc, i) and (is_aux(doc, i) or not closed)


def _takes_clause(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue has a verb that takes a clause: *said*, not *criticized*."""
    found = (reporting_verbs().get(doc.norm(i)) for i in range(*cue))
    return any(s is not None and s.frame in ("clause", "told", "evidence") for s in found)


def with_contrast(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """The contents with what others hold in them: *talks failed* [*, while Poe differs, arguing that C*]."""
    *others, (first, last) = candidate.contents
    if candidate.cue is None or first < candidate.cue[1] or candidate.confidence is None:
        return candidate.contents  # the rules see it themselves
    if doc.norm(last) != ",":
        return candidate.contents
    ends = sentence_end(doc, last - 1)
    commas = (i for i in range(last + 1, ends) if doc.norms[i] == "," and doc.inside[i] < 0)
    held = (last, next(commas, last))
    if all(contrasted(doc, comma, first) is None for comma in held):
        return candidate.contents
    return (*others, (first, clause_end(doc, first, ends)))


def with_rest(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A plain statement with what completes it after its attribution: *C, said Poe,* [*or in June*]."""
    cue, source, contents = candidate.cue, candidate.source, candidate.contents
    if (
        cue is None
        or source is None
        or candidate.quoted_ranges
        or len(contents) > 1
        or contents[0][1] > cue[0]
    ):
        return contents
    ends = sentence_end(doc, cue[0])
    low = max(cue[1], source[0] + 1)
    commas = (i for i in range(low, min(max(cue[1], source[1]) + 1, ends)) if doc.norm(i) == ",")
    plain = any(doc.norms[token] in _SAID for token in range(*cue))
    inverted = source[0] >= cue[1]
    begins = next(
        (
            comma + 1
            for comma in commas
            if _completes(doc, comma + 1, ends, contents[0])
            or (plain and _adds_clause(doc, comma + 1, ends))
            or (inverted and _adds_own_verb(doc, comma + 1, contents[0]))
        ),
        ends,
    )
    rest = begins, clause_end(doc, begins, ends) if begins < ends else ends
    if any(doc.norms[i] in _SAID or doc.inside[i] >= 0 for i in range(*rest)):
        return contents
    return (*contents, rest) if rest[0] < rest[1] else contents


def _completes(doc: AnnotatedDocument, i: int, ends: int, content: Range) -> bool:
    """Whether the words from token ``i`` on complete a statement whose attribution stands before them."""
    norm, after = doc.norm(i), doc.kinds[i + 1]
    leads = bool(after & PREP) or doc.norm(i + 1) in _LEADS_ON or is_adverb(doc, i + 1)
    if opens_rest(doc, i):
        return (
            norm != "because"
            or has_verb(doc, i + 1, ends)
            or bool(after & (DET | POSS))
            or is_name(doc, i + 1)
        )
    if norm in ("or", "and", "but"):
        return leads or _second_predicate(doc, i + 1, content)
    if norm in _SEQUENCE:
        finite = norm == "once" or has_verb(doc, i + 1, ends)
        return finite and _has_modal(doc, content) and not any(_is_past(doc, j) for j in range(i, ends))
    return not has_verb(doc, *content) and (is_aux(doc, i) or _is_past(doc, i))


def opens_rest(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what begins at ``i`` can only go on with a statement: *unless it rains*, *followed by C*."""
    return begins_phrase(doc, i, "rest_openers")


def _second_predicate(doc: AnnotatedDocument, i: int, content: Range) -> bool:
    """Whether a second verb of a statement about what will be stands at token ``i``: *and* [*cost £14m*].

    In its plain form, behind a modal verb of the statement; in the past it is what the speaker did.
    """
    closed = doc.kinds[i] & (CLOSED | AUX | FIGURE_OR_NAME) or role_noun(doc.norms[i])
    plain = is_word(doc, i) and not closed and not is_participle(doc, i) and not doc.norms[i].endswith("s")
    return plain and _has_modal(doc, content)


def _has_modal(doc: AnnotatedDocument, content: Range) -> bool:
    return any(doc.norms[i] in word_list("plain_modals") for i in range(*content))


def _adds_clause(doc: AnnotatedDocument, i: int, ends: int) -> bool:
    """Whether a second clause of a statement begins at token ``i``: *it rains, Poe said,* [*and it is cold*].

    Not where somebody else says it, nor with what the narrator sets before it: *and with crowds waiting*.
    """
    first = i + 1
    own = doc.kinds[first] & (SUBJ | DET | POSS) or is_aux(doc, first) or doc.norms[first] == "there"
    if doc.norms[i] not in _COORDINATING or not own or any(doc.inside[j] >= 0 for j in range(i, ends)):
        return False
    return not any(_may_say(doc, j) for j in range(i, ends)) and clause(doc, (first, ends)) is Clause.YES


def adds_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a second verb of a statement begins at ``i``: *it takes a year, said Poe,* [*and cost us*].

    What a speaker who stands behind the verb did next is not told so.
    """
    verb = i + 1
    if doc.norms[i] not in _COORDINATING or doc.kinds[verb] & REPORTING:
        return False
    takes = doc.kinds[verb + 1] & (DET | POSS | OBJ) or doc.norms[verb + 1][:1] in _BEGINS_AMOUNT
    plain = is_word(doc, verb) and not doc.kinds[verb] & LISTED and role_noun(doc.norms[verb]) is None
    return is_aux(doc, verb) or (plain and not is_name(doc, verb) and bool(takes))


def _adds_own_verb(doc: AnnotatedDocument, i: int, content: Range) -> bool:
    """Whether that verb is the statement's: in the past only where the statement tells of what was."""
    was = any(_is_past(doc, token) or doc.norms[token] in _WAS for token in range(*content))
    return adds_verb(doc, i) and (was or not _is_past(doc, i + 1))


def without_meanwhile(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A plain statement without what went on meanwhile: *C, Poe said,* [*as crowds waited*]."""
    cue, (first, *others) = candidate.cue, candidate.contents
    if cue is None or candidate.quoted_ranges or first[1] > cue[0]:
        return candidate.contents
    return (first, *(r for r in others if not _is_meanwhile(doc, r) and not _is_attached(doc, r, cue)))


def without_event(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A statement of what will be without what went on meanwhile: *it would sue* [*, as shares fell*]."""
    *others, (first, last) = candidate.contents
    if not _follows_plainly(candidate):
        return candidate.contents
    commas = (i for i in range(first + 1, last - 2) if doc.norms[i] == ",")
    event = next((i for i in commas if _is_past_event(doc, (i + 1, last))), last)
    return (*others, (first, event)) if _has_modal(doc, (first, event)) else candidate.contents


def _is_past_event(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a clause tells what happened meanwhile: *as shares fell*; not *as shares might fall*."""
    past = any(doc.kinds[i] & PAST for i in range(*content))
    return past and _is_meanwhile(doc, content) and not _has_modal(doc, content)


def _is_attached(doc: AnnotatedDocument, content: Range, cue: Range) -> bool:
    """Whether words tell where it was said, or to whom: *told us in* [*a plea*], *admitted to* [*Poe*]."""
    before = content[0] - 1
    if before >= cue[0] and is_hearer(doc, before):
        return True
    if before < cue[0] or doc.kinds[before - 1] & (REPORTING | ED):
        return False  # was described as
    return bool(doc.kinds[before] & (PREP | DET | POSS))


def without_lead(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A quotation without when or of whom it was said: *wrote* [*a few years earlier,*] *"We ..."*."""
    cue, ((first, last), *others) = candidate.cue, candidate.contents
    if cue is None or first < cue[1] or doc.inside[first] >= 0 or not candidate.quoted_ranges:
        return candidate.contents
    begins = doc.quoted[candidate.quoted_ranges[0]].first
    rest = ((begins, last), *others) if begins < last else tuple(others)
    whole = starts_quoted_range(doc, begins) and is_name(doc, begins + 1) and doc.norms[begins - 1] == ","
    if not whole or not rest or rest[0][0] != begins or not _may_lead(doc, (first, begins - 1)):
        return candidate.contents
    return rest


def _may_lead(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words that a comma parts from the quotation behind them tell no more than when or of whom."""
    first, last = content
    light = last - first <= MAX_VENUE_TOKENS and clause(doc, content) is Clause.NO
    acts = doc.kinds[first] & ING and not doc.kinds[first] & REPORTING
    return light and not doc.kinds[first] & SUB and not acts


def of_one_piece(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A plain statement without a hole at its *and* or *but*: *He is sorry*[*, but*] *hides it, Poe said*."""
    cue, contents = candidate.cue, candidate.contents
    if cue is None or candidate.quoted_ranges or len(contents) < 2 or contents[1][1] > cue[0]:
        return contents
    (first, end), (begins, last), *others = contents
    hole = range(end, begins)
    joined = len(hole) <= 2 and all(doc.norms[i] == "," or doc.kinds[i] & CONJ for i in hole)
    return ((first, last), *others) if joined else contents


def from_first_clause(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A plain statement from its first clause on: [*He is sorry, but*] *he cannot show it, Poe said*."""
    cue, ((first, last), *others) = candidate.cue, candidate.contents
    if cue is None or candidate.quoted_ranges or last > cue[0] or not doc.kinds[first - 1] & CONJ:
        return candidate.contents
    begins = sentence_start(doc, first)
    said = reporting_forms("clause", "told")
    whole = doc.norm(first - 2) == "," and begins < first - 2 and not doc.kinds[begins] & (SUB | PREP)
    if not whole or any(doc.norms[i] in said or doc.inside[i] >= 0 for i in range(begins, first)):
        return candidate.contents
    return ((begins, last), *others) if has_verb(doc, begins, first - 2) else candidate.contents


def _is_meanwhile(doc: AnnotatedDocument, content: Range) -> bool:
    first, last = content
    first += doc.norm(first) == "even"
    clause_of_time = doc.norm(first) in _MEANWHILE_OPENERS and doc.norm(first + 1) not in ("opposed", "well")
    return clause_of_time and clause(doc, (first + 1, last)) is not Clause.NO


def without_adjunct(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Range, ...]:
    """A whole quotation without where the narrator led to it: [*Turning to pay,*] *he said, "We ..."*."""
    cue, (first, *others) = candidate.cue, candidate.contents
    if cue is None or not others or first[1] > cue[0] or any(doc.inside[i] >= 0 for i in range(*first)):
        return candidate.contents
    begins = others[0][0]
    whole = begins >= cue[1] and starts_quoted_range(doc, begins) and is_name(doc, begins + 1)
    return tuple(others) if whole and _leads_to(doc, first) else candidate.contents


def _leads_to(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words tell what somebody came to speak of: *Turning to pay*, *On the question of pay*."""
    first, last = content
    if doc.norm(first) in _LEADING_TO:
        return not any(is_aux(doc, i) or doc.kinds[i] & SUBJ for i in range(first, last))
    return doc.kinds[first] & ING != 0 or (is_name(doc, first) and doc.norm(first).endswith("ing"))


Convention = Callable[[AnnotatedDocument, Candidate], tuple[Range, ...]]

CONVENTIONS: tuple[Convention, ...] = (
    of_one_sentence,
    without_neighbour,
    without_second_verb,
    without_next_clause,
    of_subordinate,
    of_relative,
    after_setting,
    with_deadline,
    past_program,
    without_object,
    from_subject,
    after_addressee,
    without_pronoun,
    without_place,
    without_action,
    to_semicolon,
    without_judgement,
    without_event,
    without_medium,
    with_main_verb,
    with_verb,
    with_contrast,
    with_rest,
    without_meanwhile,
    without_lead,
    of_one_piece,
    from_first_clause,
    without_adjunct,
    without_afterthought,
)
"""The conventions, in the order in which they are heeded."""

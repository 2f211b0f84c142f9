"""Where contents begin and end, whoever proposed them: an ordered tuple of conventions.

Each takes a candidate with a cue, and gives those that stand in its place: mostly one, with its contents cut
or continued; quoted words that were cut off stand alone, and ``continue_quotes`` finds whose they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    RELATIVES,
    begins_absolute,
    begins_statement,
    behind_source,
    clause_end,
    contrasted,
    follows_statement,
    has_predicate,
    next_attribution,
    noting_aside,
    other_clause,
    past_adverbials,
    relative_end,
)
from quotediff.extraction.complements import (
    Clause,
    agrees,
    clause,
    lemma_of,
    reporting_verb_of,
    takes_facts,
)
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import (
    ACCORDING,
    COORDINATING,
    INDEFINITE_ARTICLES,
    POSSESSIVE_MARKS,
    UNSAID,
    Range,
    begins_clause,
    begins_phrase,
    first_verb,
    has_verb,
    is_adverb,
    is_aux,
    is_counted,
    is_name,
    is_open,
    is_past,
    is_word,
    past_adverbs,
    sentence_end,
    sentence_start,
    short_of_comma,
    starts_quoted_range,
)
from quotediff.extraction.objects import is_people
from quotediff.extraction.phrases import is_adjunct
from quotediff.extraction.quoted_ranges import QuotedRange
from quotediff.extraction.rules.according import is_reported
from quotediff.extraction.rules.after import begins_addressee
from quotediff.extraction.rules.before import WRITING
from quotediff.extraction.rules.phrase import alone
from quotediff.extraction.second_verbs import (
    opens_inner,
    without_act,
    without_closure,
    without_next_act,
    without_next_clause,
    without_own_participle,
    without_own_verb,
    without_parting,
    without_parting_act,
    without_second_verb,
    without_series,
)
from quotediff.extraction.statements import (
    BEFORE,
    BEHIND,
    BESIDE,
    COMMA_BEHIND,
    LAST_BEHIND,
    LAST_QUOTED,
    LAST_WHOLE,
    MARKED,
    OPENS_PLAIN,
    PLAIN,
    PROPOSED,
    SEVERAL,
    SINGLE,
    SOURCED,
    TAKES_CLAUSE,
    Statement,
    begins_whole,
    statement_of,
    takes_clause,
)
from quotediff.extraction.token_kinds import (
    ADVERB,
    COLON,
    COMMA,
    ED,
    FIGURE_OR_NAME,
    FINITE_AUX,
    ING,
    LONG_DASH,
    NAME,
    NUMBER,
    OPENS_NOUN_PHRASE,
    OPENS_SUBJECT,
    PARTICIPLE,
    PAST,
    PLAIN_COMMA,
    QUOTED,
    SEMICOLON,
    SENTENCE_END,
    TO,
    WITHIN_QUOTED,
    WORD,
)
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
    nouns_of_clauses,
    reporting_forms,
    reporting_verbs,
)
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.lang.nouns import noun_kind, role_noun, singular
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
_SUBORDINATING = word_list("subordinating")
_OF_DAY = word_list("before_days")
_SCHEDULED = word_list("scheduled")
_WAS = frozenset({"was", "were", "had"})
_CLAUSE_OPENERS = word_list("extents_clause_openers")
_SETTING_OPENERS = word_list("settings")
_MEANWHILE_OPENERS = frozenset({"as", "while", "when"})
_NO_TIME = frozenset({"opposed", "well"})  # as opposed to, as well
_LEADING_TO = frozenset({"on", "of", "asked"})
_SAID = word_list("said")
_PLAIN_VERBS = word_list("plain_reporting") - {"tell"}
_LEADS_ON = frozenset({"not", "above", "below"})
_PASSIVE_PARTICIPLES = frozenset({"being", "having"})
_BY_MEDIUM = frozenset({"by", "via"})
_INTERRUPTED = frozenset({"which", "that", "who"})
_SEQUENCE = frozenset({"once", "before", "after"})
_ASIDE_OPENERS = word_list("aside_openers")
_SPEAKERS = frozenset({"person", "group", "organization"})  # kinds of nouns
_JOINS_REST = frozenset({"or", "and", "but"})
_OPENS_APPOSITION = PLAIN_COMMA | LONG_DASH
_STOPPERS = LONG_DASH | SEMICOLON | COLON
_SAYING = ING | REPORTING
_WITHIN_VERB_GROUP = AUX | ADVERB | PARTICIPLE | PAST
_NO_PLAIN_VERB = CLOSED | AUX | FIGURE_OR_NAME | PARTICIPLE
_BEGINS_AMOUNT = frozenset("$£€0123456789")
_POINTING = frozenset({"that", "this", "it"})
_PLACE = attrgetter("place")
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
    cues = sorted((c for c in rule_choice if c.is_attributed), key=_PLACE)
    for candidate in candidates:
        as_given = candidate.verbatim or _in_headline(doc, candidate)
        if candidate.cue is None or as_given:
            yield candidate
        else:
            yield from _apply(doc, candidate, candidate.cue, cues)


def _in_headline(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    return doc.role_of(candidate.contents[0][0]) is Role.HEADLINE


def _apply(
    doc: AnnotatedDocument, candidate: Candidate, cue: Range, rule_choice: Sequence[Candidate]
) -> Iterator[Candidate]:
    candidate = replace(candidate, source=_source_outside(doc, candidate.source, candidate.contents))
    statement = statement_of(doc, candidate, cue)
    for needs, convention in CONVENTIONS:
        if statement.shape & needs != needs:
            continue
        contents = convention(doc, statement)
        if contents == statement.contents:
            continue
        yield from _interrupting(doc, rule_choice, statement.contents, contents)
        lost = set(candidate.quoted_ranges)
        if contents:
            cue = _without_preposition(doc, cue, contents)
            candidate = _with_contents(doc, candidate, cue, contents)
            statement = statement_of(doc, candidate, cue)
            lost.difference_update(candidate.quoted_ranges)
        yield from (_cut_off(doc, k, candidate) for k in sorted(lost))
        if not contents:
            yield from (c for c in rule_choice if c.cue == cue)
            return
    yield candidate


def _with_contents(
    doc: AnnotatedDocument, candidate: Candidate, cue: Range, contents: tuple[Range, ...]
) -> Candidate:
    source, quoted_ranges = _source_outside(doc, candidate.source, contents), quoted_ranges_in(doc, contents)
    return replace(candidate, contents=contents, quoted_ranges=quoted_ranges, source=source, cue=cue)


def _without_preposition(doc: AnnotatedDocument, cue: Range, contents: Sequence[Range]) -> Range:
    """The cue without *in* of *said in* if the contents begin further on: *said in* [*a letter*] *that C*."""
    if cue[1] - cue[0] == 1 or any(first == cue[1] for first, _ in contents):
        return cue
    end = cue[1] - (doc.norm(cue[1] - 1) in _SETTING_OPENERS)
    while end - 1 > cue[0] and _is_light_behind_verb(doc, cue[0], end - 1):
        end -= 1  # said directly to, concluded of
    return cue[0], end


def _is_light_behind_verb(doc: AnnotatedDocument, first: int, i: int) -> bool:
    """Whether a preposition or an adverb stands behind a verb of saying that does not go on with it."""
    return doc.kinds[i] & (PREP | ADVERB) != 0 and _has_verb_of_saying(doc, first, i)


def _has_verb_of_saying(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a cue has a verb of saying that does not go on behind it: *said*; not *called for*."""
    reporting = reporting_verb_of(doc, (first, last + 1))
    if reporting.frame in ("", "weak") or " " in reporting.lemma:
        return False
    return any(doc.kinds[i] & REPORTING for i in range(first, last))


def _source_outside(doc: AnnotatedDocument, source: Range | None, contents: Sequence[Range]) -> Range | None:
    """The source without words that are now said, and without the comma before them."""
    if source is None:
        return None
    begins = min((first for first, _ in contents if source[0] < first <= source[1]), default=0)
    return (source[0], short_of_comma(doc, begins)) if begins > source[0] + 1 else source


def _cut_off(doc: AnnotatedDocument, k: int, candidate: Candidate) -> Candidate:
    """Stretch ``k`` by itself, with the source, if that stands before, of what it was cut off from."""
    by_itself, source, first = alone(doc, k), candidate.source, doc.quoted[k].first
    if source is None or source[1] > first:
        return by_itself
    before = doc.kinds[first - 1]
    if before & QUOTED or (by_itself.source is not None and not before & COLON):
        return by_itself
    return replace(by_itself, source=source, cost=by_itself.cost - _CUT_OFF)


def _interrupting(
    doc: AnnotatedDocument, rule_choice: Sequence[Candidate], before: Sequence[Range], after: Sequence[Range]
) -> Iterator[Candidate]:
    """Those whose cue or content begins in what was cut off: it was held for said, and now is not."""
    for first, last in before:
        for index in range(
            bisect_left(rule_choice, first - WINDOW_CONTENT_TOKENS, key=_PLACE),
            bisect_left(rule_choice, last, key=_PLACE),
        ):
            rule = rule_choice[index]
            begins = (rule.place, rule.contents[0][0], *(doc.quoted[k].first for k in rule.quoted_ranges))
            if any(first <= i < last and not any(a <= i < b for a, b in after) for i in begins):
                yield rule_choice[index]


def of_one_sentence(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """The contents without other sentences of the narrator: [*He ran at 6 a.m.*] *"I slept," he said*.

    Nor with the beginning of the next one; and plain words end before the quotation that follows in a
    sentence of its own: *he was well.* [*"I am."*] If they only tell how it was said, they are cut instead:
    *says* [*directly to the camera.*] *"I am."*
    """
    contents, cue = statement.contents, statement.cue
    pieces = [piece for content in contents for piece in _sentences(doc, content)]
    own = [p for p in pieces if _shares_sentence(doc, p, cue)]
    if len(own) in (0, len(pieces)) or _after_colon(doc, contents):
        return contents
    plain = not any(_has_quoted(doc, piece) for piece in own)
    if plain and _is_manner(doc, own, cue):
        return tuple(p for p in pieces if p[0] >= own[-1][1] and starts_quoted_range(doc, p[0])) or contents
    kept = (p for p in pieces if p in own or _continues(doc, p, own, plain=plain))
    return _merge_touching(kept, {first for first, _ in contents})


def _has_quoted(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether quoted words stand among words."""
    return any(doc.kinds[i] & QUOTED for i in range(*content))


def _has_another(doc: AnnotatedDocument, content: Range, verbs: Collection[str]) -> bool:
    """Whether quoted words or one of some verbs stand among words."""
    if _has_quoted(doc, content):
        return True
    return any(doc.norms[i] in verbs for i in range(*content))


def _is_manner(doc: AnnotatedDocument, own: Sequence[Range], cue: Range) -> bool:
    """Whether the words behind a cue tell how, where or to whom it was said, and are no statement.

    *Says* [*directly to the camera*], *texted* [*her son at 7 a.m.*].
    """
    (first, last), *others = own
    if others or first < cue[1]:
        return False
    leads = is_adverb(doc, first) or doc.kinds[first] & (PREP | SUB | TO) == PREP
    leads |= reporting_verb_of(doc, cue).lemma in WRITING
    return leads and clause(doc, (first, last)) is Clause.NO


def _continues(doc: AnnotatedDocument, piece: Range, own: Sequence[Range], *, plain: bool) -> bool:
    """Whether a sentence belongs to contents whose words beside the cue are ``own``, and ``plain`` or not."""
    first, last = piece
    if all(doc.kinds[i] & QUOTED for i in range(first, last)):
        return not (plain and _is_utterance(doc, piece))
    if last <= own[0][0] or _abbreviated(doc, first - 1):
        return False
    return _closes_sentence(doc, last)


def _abbreviated(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is an abbreviation with its stop: what follows may look as if it went on."""
    text = doc.tokens[i].text
    return text[-1] == "." and text[0] != "."


def _is_sentence(doc: AnnotatedDocument, piece: Range) -> bool:
    """Whether nothing but these words stands in their sentences."""
    first, last = piece
    starts = doc.sentences[doc.sentence_of[first]].first
    return starts == first and _closes_sentence(doc, last)


def _is_utterance(doc: AnnotatedDocument, piece: Range) -> bool:
    """Whether quoted words are a sentence, also one that its own verb follows: *"Heading up," it read*."""
    first, last = piece
    if _is_sentence(doc, piece):
        return True
    if not begins_whole(doc, first):
        return False
    return doc.kinds[last - 2] & COMMA != 0


def _closes_sentence(doc: AnnotatedDocument, last: int) -> bool:
    """Whether no word of the same sentence stands behind words that end before token ``last``."""
    ends = doc.sentences[doc.sentence_of[last - 1]].last
    return not any(is_word(doc, i) for i in range(last, ends))


def _after_colon(doc: AnnotatedDocument, contents: Sequence[Range]) -> bool:
    """Whether a colon opens the contents: what follows it may be several sentences without marks."""
    return any(doc.kinds[first - 1] & COLON for first, _ in contents)


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
        if parted and not doc.kinds[index] & WITHIN_QUOTED:
            yield first, index
            first = index
    yield first, last


def _shares_sentence(doc: AnnotatedDocument, piece: Range, cue: Range) -> bool:
    of = doc.sentence_of
    return of[piece[0]] <= of[cue[0]] <= of[piece[1] - 1]


def without_neighbour(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """The contents without a quotation right beside another one: *“It is gone.” “Are you afraid?” Poe asked*.

    Two people speak; the one nearer to the cue is its own.
    """
    low, high = 0, len(doc.tokens)
    for index, other in pairwise(statement.quoted_ranges):
        before, after = doc.quoted[index], doc.quoted[other]
        if not _beside(doc, before, after):
            continue
        if after.last <= statement.cue[0]:
            low = max(low, after.first)
        elif before.first >= statement.cue[1]:
            high = min(high, after.first)
    cut = ((max(first, low), min(last, high)) for first, last in statement.contents)
    return tuple((first, last) for first, last in cut if first < last)


def _beside(doc: AnnotatedDocument, before: QuotedRange, after: QuotedRange) -> bool:
    """Whether a quotation begins in a new sentence right behind another one that has its closing mark."""
    parted = doc.sentence_of[before.first] != doc.sentence_of[after.first]
    return before.closed and before.last == after.first and parted


def without_antecedent(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """What is said of a noun without its clause: [*He avoids salt, which*]*, Poe says, slows the yeast*."""
    (_, last), *others = statement.contents
    relative = last - 1
    if doc.norms[relative] not in _INTERRUPTED:
        relative = last + 1
    if doc.norms[relative] not in _INTERRUPTED:
        return statement.contents
    if not doc.kinds[relative + 1] & PLAIN_COMMA:
        return statement.contents
    if not others and doc.norms[relative] == "that":
        return statement.contents  # she could do that, Poe says
    return tuple(others)


def without_question(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A clause with *that* without a quotation before it: asked [*"Will he go?"*]*, he said that C*.

    Not where it goes on with the quotation: *"We are glad," he said, that C*.
    """
    that = statement.last_content[0]
    if doc.norms[that] != "that":
        return statement.contents
    if doc.kinds[that - 1] & COMMA:
        return statement.contents
    before = {r for r in statement.contents if r[1] <= statement.cue[0]}
    return tuple(r for r in statement.contents if r not in before or not begins_whole(doc, r[0]))


def before_colon(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """Plain words before the cue, without the quotation that a colon opens: *C, wrote Poe in a note: "Q"*.

    Right behind who said it the colon goes on with them: *C, she said: "Q"*.
    """
    begins, _ = statement.last_content
    if not doc.kinds[begins - 1] & COLON:
        return statement.contents
    if _has_quoted(doc, statement.first_content):
        return statement.contents
    if max(statement.cue[1], statement.source[1]) == begins - 1:
        return statement.contents
    return statement.contents[:-1]


def without_afterthought(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """Quoted contents before the cue without plain words after it: *"Go," he urged* [*as fog came in*].

    A quotation that a mark ends, that is; words set off in the narrator's sentence are no statement to stop
    at: *Some in the "never" camp suggest* [*the vote was rigged*].
    """
    cue, contents = statement.cue, statement.contents
    if not any(last <= cue[0] and _ends_quotation(doc, last) for _, last in contents):
        return contents
    return tuple(r for r in contents if r[0] < cue[1] or _has_quoted(doc, r))


def _ends_quotation(doc: AnnotatedDocument, last: int) -> bool:
    """Whether quoted words end before token ``last``, and with them what was said: *"Go,"*, *"Go",*."""
    if not doc.kinds[last - 1] & QUOTED:
        return False
    if doc.kinds[last - 2] & (COMMA | LONG_DASH | SENTENCE_END):
        return True
    return doc.kinds[last] & (COMMA | LONG_DASH) != 0


def of_subordinate(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement in a clause that opens its sentence, and not the main one: *As X says C* [*, Y left*]."""
    first, last = statement.last_content
    opens, subject = sentence_start(doc, statement.cue[0]), statement.source[0]
    if doc.norms[opens] not in _SUBORDINATING or not opens < subject <= opens + MAX_TOKENS_BEFORE_SUBJECT:
        return last
    commas = (i for i in range(first_verb(doc, first, last), last) if doc.kinds[i] & PLAIN_COMMA)
    return next((i for i in commas if _begins_main_clause(doc, i + 1)), last)


def _begins_main_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a subject with a verb behind it may begin at token ``i``."""
    return doc.kinds[i] & OPENS_SUBJECT != 0 and has_verb(doc, i, sentence_end(doc, i))


def of_gap(doc: AnnotatedDocument, statement: Statement) -> int:
    """What is said of a noun, without the main clause: *Poe, who aides said was ill* [*, left early*]."""
    source, (first, last) = statement.source, statement.last_content
    relative = source[0] - (doc.norms[source[0]] not in RELATIVES)
    if relative >= source[1] - 1:
        return last
    if doc.norms[relative] not in RELATIVES or doc.norms[relative - 1] != ",":
        return last
    if not is_aux(doc, first):
        return last
    return next((i for i in range(first, last) if doc.kinds[i] & PLAIN_COMMA), last)


def of_relative(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents in a relative clause without the main clause: *who feared that C* [*, "want peace"*]."""
    source, (first, last) = statement.source, statement.last_content
    relative = source[1] - 1
    if doc.norms[relative] not in RELATIVES:
        return last
    ends = relative_end(doc, relative, first, last) if relative == source[0] else last
    main = _main_verb(doc, first, last)
    ends_subject = _is_of_subject(doc, relative) and clause(doc, (first, main)) is Clause.YES
    return min(ends, main) if ends_subject else ends


def _is_of_subject(doc: AnnotatedDocument, relative: int) -> bool:
    """Whether a relative clause that no comma parts tells of its sentence's subject: *Fans* [*who say C*]."""
    opens = sentence_start(doc, relative)
    if doc.kinds[relative - 1] & (WORD | PREP | SUB) != WORD or doc.kinds[opens] & (PREP | SUB | ADVERB):
        return False
    return not has_verb(doc, opens, relative)


def after_setting(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without the rest of where it was said: *said in* [*a brief letter*] *the queen was ill*.

    None if they are but that: *told a judge in a* [*sudden plea for mercy*].
    """
    cue, (first, last) = statement.cue, statement.first_content
    floor = cue[0] - 1
    before = next((i for i in range(first - 1, floor, -1) if not doc.kinds[i] & (DET | POSS)), floor)
    if doc.norms[before] not in _SETTING_OPENERS or begins_statement(doc, first):
        return first
    if statement.shape & SOURCED and follows_statement(doc, statement.source[0]):
        return last
    begins = past_adverbials(doc, before, last)
    begins += doc.norms[begins] == ","
    if begins > first:
        return begins
    return first if before == first - 1 else last


def past_time(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without when or by what it was said: *said by* [*email*] *they would go*."""
    first, last = statement.first_content
    begins = _past_time(doc, first, last)
    if not first < begins < last - 1:
        return first
    if not doc.kinds[begins] & OPENS_SUBJECT:
        return first
    return begins if has_verb(doc, begins, last) else first


def _past_time(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """Past *that evening*, *two hours* behind *after*, *email* behind *by*, *a day ago*; else ``i``."""
    if doc.kinds[i] & DET and doc.norms[i] not in _POINTING:
        return past_adverbials(doc, i, stop)
    before, timed = doc.norms[i - 1], doc.kinds[i + 1] & TIME != 0
    if doc.norms[i] in _POINTING:
        return i if doc.kinds[i + 2] & AUX else i + 2 * timed
    if before in _BY_MEDIUM:
        return i + (doc.norms[i] in words("media"))
    if before != "after":
        return i
    return i + 2 * timed if is_counted(doc, i) else i


def past_circumstance(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without what the speaker did meanwhile: *said* [*while digging*] *that it was deep*.

    Nor with what tells more of when it was said: *said on Monday,* [*when it rained,*] *that it was deep*.
    """
    first, last = statement.first_content
    that = doc.first_of("that", first)
    if doc.kinds[first] & SUB and (doc.norms[first - 1], doc.norms[that - 1]) == (",", ","):
        return that if that < last else first
    if not doc.kinds[first] & SUB or not doc.kinds[first + 1] & ING:
        return first
    if that >= last:
        return first
    return first if has_verb(doc, first + 2, that) else that


def of_noun(doc: AnnotatedDocument, statement: Statement) -> int:
    """A clause of a noun without the main verb: *Poe's claim that it is late* [*was tested*]."""
    first, last = statement.last_content
    if doc.norms[first] != "that" or not _is_noun_of_saying(doc, statement):
        return last
    return _main_verb(doc, first, last)


def _is_noun_of_saying(doc: AnnotatedDocument, statement: Statement) -> bool:
    """Whether a cue is a noun of saying that begins a clause, alone or behind its owner: *Poe's claim*."""
    at = statement.cue[1] - 1
    source = statement.source
    if doc.norms[at] not in nouns_of_clauses():
        return False
    if at + 1 not in (statement.last_content[0], source[0] - 1):
        return False
    if doc.kinds[source[0]] & POSS or doc.norms[source[1]] in POSSESSIVE_MARKS:
        return begins_clause(doc, source[0])
    return doc.kinds[at - 1] & DET != 0 and begins_clause(doc, at - 1)


def _main_verb(doc: AnnotatedDocument, that: int, last: int) -> int:
    """The verb of a clause whose subject goes on with *that* at token ``that``; ``last`` if there is none.

    Each clause within it has a verb of its own, behind what opens it: *the claim that he knew it was late*
    [*surprised few*].
    """
    open_clauses = 1
    index = that + 1
    while index < last:
        if _opens_noun_clause(doc, index):
            open_clauses += 1
        elif _is_verb_of_clause(doc, index):
            if not open_clauses and not doc.kinds[index - 1] & (CONJ | COMMA):
                return index - is_adverb(doc, index - 1)
            open_clauses = max(open_clauses - 1, 0)
            index = _past_verb_group(doc, index, last) - 1
        index += 1
    return last


def _opens_noun_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause with a verb of its own begins: *who*, *when*, or its subject behind a verb or noun."""
    kind = doc.kinds[i]
    if kind & (SUB | PREP) == SUB:
        return True
    return kind & (SUBJ | OBJ) == SUBJ and not doc.kinds[i - 1] & (SUB | CONJ)


def _is_verb_of_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a finite verb stands at token ``i``: an auxiliary, or a past form with a subject."""
    kind = doc.kinds[i]
    if kind & AUX:
        return not kind & TO
    if doc.norms[i + 1] == "by":
        return False  # the boat moored by the pier
    return kind & PAST != 0 and not doc.kinds[i - 1] & (DET | POSS | PREP)


def _past_verb_group(doc: AnnotatedDocument, i: int, last: int) -> int:
    """The token behind the verb group that begins at ``i``: *had been sold*, *fell*."""
    if not doc.kinds[i] & AUX:
        return i + 1
    for end in range(i + 1, last):
        kind = doc.kinds[end]
        if not kind & _WITHIN_VERB_GROUP:
            return end
        if kind & PAST and not kind & AUX:
            return end + 1
    return last


def with_antecedent(doc: AnnotatedDocument, statement: Statement) -> int:
    """A clause with the noun of its relative clause: *said* [*guests*] *who smoke will pay*."""
    first, begins = statement.first_content[0], statement.cue[1]
    if doc.norms[first] not in RELATIVES or lemma_of(doc, statement.cue) not in _PLAIN_VERBS:
        return first
    if any(kind & (WORD | PREP | SUB) != WORD for kind in doc.kinds[begins:first]):
        return first
    return begins


def of_main_clause(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """None where the words are in a clause that opens the sentence: *As* [*it grew*]*, he told us to go*."""
    (first, last), opens = statement.first_content, statement.first_content[0] - 1
    if doc.norms[opens] not in _SUBORDINATING or opens != sentence_start(doc, first):
        return statement.contents
    return () if doc.kinds[last] & COMMA else statement.contents


def with_bracket(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents with the mark that closes their bracket: *30 crowns ($2.9*[*)*]."""
    first, last = statement.last_content
    opened = doc.norms[first:last].count("(") > doc.norms[first:last].count(")")
    return last + (opened and doc.norms[last] == ")")


def with_deadline(doc: AnnotatedDocument, statement: Statement) -> int:
    """A clause with the time by which it was so: *said* [*by noon the ballots had run out*]."""
    by, (first, last) = statement.cue[1], statement.first_content
    if by == first or doc.norms[by] != "by":
        return first
    if not has_verb(doc, first, last):
        return first
    timed = all(doc.kinds[i] & (TIME | NUMBER) for i in range(by + 1, max(first, by + 2)))
    return by if timed else first


def past_program(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without the program they were said on: *said on* [*“The Ferry”*] *that C*."""
    first, _ = statement.first_content
    k = bisect_left(doc.quoted, first - 1, key=lambda q: q.first)
    if k == len(doc.quoted) or doc.quoted[k].first > first:
        return first
    begins = doc.quoted[k].last
    return begins if doc.norms[begins] == "that" else first


def without_reporting(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """The contents of *according to* without who says so: [*the firm said that*] *according to X, C*."""
    contents, at = statement.contents, statement.cue[0]
    if doc.norms[at : at + 2] != ACCORDING:
        return contents
    if not is_reported(doc, at):
        return contents
    return tuple(r for r in contents if r[1] != at)


def before_absolute(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement without what another says in a clause of its own: [*, the union saying that C*]."""
    first, last = statement.last_content
    commas = (i for i in range(first + 1, last - 2) if doc.kinds[i] & PLAIN_COMMA)
    return next((i for i in commas if begins_absolute(doc, i + 1, last)), last)


def without_object(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A quotation without what a verb before its own has: *ended* [*her letter by saying,*] *"Go."*."""
    first, contents = statement.first_content[0], statement.contents
    by = doc.last_of(("by",), doc.quoted[statement.quoted_ranges[0]].first, first)
    if by <= first or not doc.kinds[by + 1] & REPORTING:
        return contents
    if clause(doc, (first, by)) is not Clause.NO:
        return contents
    begins = by + 2 + (doc.norms[by + 2] == ",")
    return tuple((max(low, begins), high) for low, high in contents if high > begins)


def from_subject(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents behind *According to X,* from their subject on: [*Poe, who ran the mill,*] *has died*."""
    first, (at, behind) = statement.first_content[0], statement.cue
    if doc.norms[at : at + 2] != ACCORDING or at != sentence_start(doc, at):
        return first
    begins = behind_source(doc, at + 2, sentence_end(doc, at))
    return begins if begins > behind else first


def after_addressee(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without what the one spoken to had said: *told one* [*who claimed to be ill*] *that C*.

    Nor with what tells more of the medium: *said in a story* [*that appeared in May*] *that C*.
    """
    first, last = statement.first_content
    within = doc.norms[first] == "that" and _is_verb_of_relative(doc, first + 1)
    relatives = (i for i in range(statement.cue[1], first + 1) if doc.norms[i] in RELATIVES)
    if not within and next(relatives, -1) < 0:
        return first
    return other_clause(doc, first, last)


def _is_verb_of_relative(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a finite verb may stand right behind *that*; not *given her age*."""
    return doc.kinds[i] & (AUX | PAST) != 0 and doc.norms[i] != "given"


def without_words_of_addressee(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """The contents without marked words of whom it was said to: *told one who was* [*"ill"*] *that C*."""
    cue, contents = statement.cue, statement.contents
    if all(doc.norms[i] not in reporting_forms("told") for i in range(*cue)):
        return contents
    if RELATIVES.isdisjoint(doc.norms[cue[1] : contents[0][0]]):
        return contents
    that = next((r for r in contents[1:] if doc.norms[r[0]] == "that"), contents[0])
    return tuple(r for r in contents if r[0] >= that[0])


def with_first_word(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A plain statement with the subject before its attribution: [*Anglers*]*, she added, could go back*."""
    (first, last), source = statement.first_content, statement.source
    comma = source[0] - 1
    begins = doc.last_of((";",), comma, sentence_start(doc, first)) + 1
    if first != statement.cue[1] + 1 or not doc.kinds[first] & FINITE_AUX:
        return statement.contents
    if not begins < comma <= begins + MAX_TOKENS_BEFORE_SUBJECT or not doc.kinds[comma] & COMMA:
        return statement.contents
    if doc.kinds[begins] & (PREP | SUB | ADVERB):
        return statement.contents
    return (begins, comma), (first, last)


def without_pronoun(doc: AnnotatedDocument, statement: Statement) -> int:
    """None where what follows a pronoun has a cue of its own: *Scotland disputed* [*that, saying C*]."""
    first, last = statement.first_content
    if doc.norms[first] not in _POINTING or doc.norms[first + 1] != ",":
        return first
    return last if doc.kinds[first + 2] & _SAYING == _SAYING else first


def with_noted_clause(doc: AnnotatedDocument, statement: Statement) -> int:
    """A subject with its clause before an aside: *The bank* [*cut its rate*]*, as Poe had forecast*."""
    first, last = statement.last_content
    comma = noting_aside(doc, statement.cue[0])
    return comma if comma > last and clause(doc, (first, last)) is Clause.NO else last


def of_last_clause(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement without another one and who made it: [*It rains, said Poe;*] *it snows, said Lund*."""
    first, last = statement.first_content
    begins = doc.last_of((";",), last, first) + 1
    if begins <= first:
        return first
    if doc.kinds[begins - 1] & QUOTED:
        return first
    commas = [i for i in range(first, begins) if doc.kinds[i] & PLAIN_COMMA]
    verbs = [first, *(i + 1 for i in commas), *([begins - 2] if commas else [])]  # said Poe; Poe said;
    return begins if any(doc.norms[i] in _verbs_of_speech() for i in verbs) else first


@cache
def _verbs_of_speech() -> frozenset[str]:
    return reporting_forms("clause", "told")


def without_place(doc: AnnotatedDocument, statement: Statement) -> int:
    """A whole quotation right behind its verb without where or how long: *wrote "Sold"* [*on the board*]."""
    first, last = statement.last_content
    end = doc.quoted[doc.inside[first]].last
    if _verbs_of_content().isdisjoint(doc.norms[slice(*statement.cue)]):
        return last
    return end if _is_place_or_time(doc, end, last) else last


def _is_place_or_time(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether words tell but where something was written, or how long: *on the board*, *for three weeks*."""
    if not 1 < last - first <= MAX_VENUE_TOKENS or has_verb(doc, first, last):
        return False
    if doc.norms[first] != "for":
        return doc.norms[first] in _SETTING_OPENERS
    return is_counted(doc, first + 1)


def without_action(doc: AnnotatedDocument, statement: Statement) -> int:
    """A quotation without what the speaker did next: *said "Never again"* [*and left the room*]."""
    first, last = statement.last_content
    end = doc.quoted[doc.inside[first]].last
    if end >= last:
        return last
    return end if _is_action(doc, first, end, last) else last


def of_aside(doc: AnnotatedDocument, statement: Statement) -> int:
    """A quotation without the clause it stands in: *was, as Poe put it, "half a saint,"* [*died in May*]."""
    first, last = statement.last_content
    end = doc.quoted[doc.inside[first]].last
    if doc.norms[statement.source[0] - 1] != "as":
        return last
    if not _ends_quotation(doc, end):
        return last
    return min(end, last)


def _is_action(doc: AnnotatedDocument, first: int, end: int, last: int) -> bool:
    """Whether the narrator goes on behind the quotation ``tokens[first:end]``, and nothing else is quoted."""
    if _has_quoted(doc, (end, last)):
        return False
    i = end + (doc.norms[end] == ",")
    verb = past_adverbs(doc, i + 1, last)
    if doc.norms[i] in _AND_THEN:
        return doc.norms[verb] in _WAS or (is_past(doc, verb) and not doc.kinds[verb] & REPORTING)
    if doc.norms[i] not in _CLAUSE_OPENERS or not is_name(doc, first + 1):
        return False
    return doc.kinds[verb] & ING != 0 or has_verb(doc, i + 1, last)


def to_semicolon(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without the subject of the next clause: *it was final* [*; a mediator, Lou Beck*]."""
    first, last = statement.last_content
    end = doc.last_of((";",), last, first)
    if end <= first or doc.kinds[end] & QUOTED:
        return last
    return last if has_verb(doc, end + 1, last) else end


def from_semicolon(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without what another said before: [*Poe said no;*] *the toll, he added, rises*."""
    first, last = statement.first_content
    begins = doc.last_of((";",), last, first) + 1
    said = any(doc.norms[i] in _SAID for i in range(first, begins))
    return begins if said else first


def without_judgement(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without what the narrator thinks of them: *it may close* [*, a bleak guess from Poe*]."""
    first, last = statement.last_content
    marks = (i for i in range(first + 1, last - 2) if doc.kinds[i] & _OPENS_APPOSITION)
    judgements = (i for i in marks if _is_judgement(doc, i, last, words("judgements")))
    return next((i for i in judgements if has_verb(doc, first, i)), last)


def _is_judgement(doc: AnnotatedDocument, i: int, last: int, listed: Collection[str]) -> bool:
    """Whether an apposition behind the comma or dash at ``i`` sums up what was said, by ``listed`` nouns."""
    if doc.kinds[i] & QUOTED or doc.norms[i + 1] not in INDEFINITE_ARTICLES:
        return False
    limit = min(last, i + MAX_JUDGEMENT_TOKENS)
    end = next((k for k in range(i + 2, limit) if doc.kinds[k] & (WORD | PREP | SUB | DET) != WORD), limit)
    summed_up = next((k for k in range(i + 2, end) if doc.norms[k] in listed), -1)
    if summed_up >= 0:
        return doc.kinds[summed_up + 1] & (PREP | SUB) != 0 or not doc.norms[summed_up + 1].isalpha()
    if end <= i + 3 or doc.kinds[i - 1] & (NAME | TIME) == NAME:
        return False  # a rebuke; Ann Tove, a young lawyer
    return _is_from_speaker(doc, end, last)


def _is_from_speaker(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether a noun before ``i`` is said to come from one like the speaker: *sum* [*from a man who*]."""
    if doc.norms[i] != "from" or doc.norms[i + 1] not in INDEFINITE_ARTICLES:
        return False
    if noun_kind(doc.norms[i - 1]) == "person":
        return False  # a young lawyer from a bank
    return any(noun_kind(singular(doc.norms[k])) in _SPEAKERS for k in range(i + 2, min(last, i + 6)))


def without_medium(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents without in what they were said: *said it will close* [*in a video posted online*].

    What stands beside another verb of saying or behind a participle is that verb's: *was told in a letter*.
    """
    first, last = statement.last_content
    begins = _medium_start(doc, first, last)
    if begins == last or is_past(doc, begins - 1):
        return last
    if _has_another(doc, (first, begins), _verbs_of_content()):
        return last
    return begins


def _medium_start(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where words end with the medium of saying, *in a video posted online*; ``last`` if they do not."""
    noun = doc.last_of(words("media"), last, max(first + 3, last - MAX_MEDIUM_TOKENS))
    if doc.norms[noun] not in words("media"):
        return last
    begins = doc.last_of(_SETTING_OPENERS, noun, max(first + 2, noun - MAX_VENUE_TOKENS))
    if doc.norms[begins] not in _SETTING_OPENERS or doc.kinds[begins] & QUOTED:
        return last
    if not doc.kinds[begins + 1] & (DET | POSS):
        return last
    return begins if _ends_medium(doc, noun + 1, last) else last


@cache
def _verbs_of_content() -> frozenset[str]:
    """Forms of verbs of saying, and of those of writing or showing in a medium."""
    verbs = reporting_verbs().items()
    return frozenset(form for form, verb in verbs if verb.frame != "weak" or verb.lemma in WRITING)


def _ends_medium(doc: AnnotatedDocument, i: int, last: int) -> bool:
    """Whether behind a medium at most its publication, its time or whom it was for is told."""
    if i == last:
        return True
    leads = doc.kinds[i] & (PREP | TIME) or doc.norms[i] in words("published")
    addressed = next((k for k in range(i, last) if begins_addressee(doc, k)), last)
    return bool(leads) and not has_verb(doc, i + 1, addressed)


def without_day(doc: AnnotatedDocument, statement: Statement) -> int:
    """A noun phrase without the day on which it was said: *announced a pay rise* [*on Monday*].

    Only of what is or was: not *demanded a vote on Monday*, *announced a strike over pay on Monday*, nor
    *praised those who marched on Monday*.
    """
    first, last = statement.last_content
    if not _is_past_cue(doc, statement.cue) or not takes_facts(reporting_verb_of(doc, statement.cue)):
        return last
    end = _day_start(doc, first, last - (doc.kinds[last - 1] & SENTENCE_END != 0))
    if end <= first or doc.kinds[end - 1] & (PREP | COMMA) or _may_have_day(doc, first, end):
        return last
    return end if clause(doc, (first, end)) is Clause.NO else last


def _may_have_day(doc: AnnotatedDocument, first: int, end: int) -> bool:
    """Whether a day behind words may be that of an event or a clause in them: *a strike*, *who marched*."""
    if opens_inner(doc, first, end):
        return True
    return any({doc.norms[i], singular(doc.norms[i])} & _SCHEDULED for i in range(first, end))


def _day_start(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where the day begins with which words end: *a pay rise* [*on Monday*], [*late Friday night*]; or 0."""
    begins = next((i for i in range(last - 1, first, -1) if not doc.kinds[i] & TIME), last) + 1
    if _past_days().isdisjoint(doc.norms[begins:last]):
        return 0
    begins -= doc.norms[begins - 1] in _OF_DAY
    return begins - (doc.norms[begins - 1] == "on")


@cache
def _past_days() -> frozenset[str]:
    """The days of the week, *today*, *yesterday*: what may tell when somebody said something."""
    return frozenset(word for word, day in rows("calendar", 2) if not day.isdigit()) - {"tomorrow"}


def _is_past_cue(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue tells what somebody has said: *announced*; not *announces*, *to announce*."""
    return is_past(doc, cue[1] - 1) and not any(doc.norms[i] in UNSAID for i in range(*cue))


def with_main_verb(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents beyond a relative clause between commas: *the search* [*, which stopped, has resumed*]."""
    first, last = statement.last_content
    if not _takes_statement(doc, statement.cue):
        return last
    ends = sentence_end(doc, last - 1)
    closing = _aside_end(doc, (first, last), ends)
    if closing < 0 or next_attribution(doc, closing + 1, ends):
        return last
    if not _continues_after(doc, (first, last), closing + 1):
        return last
    return clause_end(doc, closing + 1, ends)


def _takes_statement(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue takes a clause: a verb that does, *according to*."""
    return doc.norms[cue[0]] == "according" or takes_clause(doc, cue)


def _aside_end(doc: AnnotatedDocument, content: Range, ends: int) -> int:
    """The comma that closes a relative clause behind words, or at their end; -1 if there is none."""
    opens = _opens_aside(doc, content[1])
    if opens or (_opens_participle(doc, content[1]) and clause(doc, content) is Clause.NO):
        return _closing_comma(doc, content[1] + 1, ends)
    return content[1] if _is_subject_with_aside(doc, content) else -1


def _is_subject_with_aside(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words are but a subject and a relative clause behind a comma: *Poe, who ran the mill*."""
    first, last = content
    asides = (i for i in range(first, last) if _opens_aside(doc, i) or _opens_participle(doc, i))
    aside = next(asides, -1)
    return aside > first and not has_predicate(doc, first, aside)


def with_verb(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents beyond a comma before which they have no verb: *that in May* [*, the pier will close*]."""
    first, last = statement.last_content
    if doc.norms[first] != "that":
        return last
    ends = sentence_end(doc, last - 1)
    if has_verb(doc, first + 1, last) or not has_verb(doc, last + 1, ends):
        return last
    if next_attribution(doc, last + 1, ends):
        return last
    if clause(doc, (first + 1, last)) is Clause.YES:
        return last
    return clause_end(doc, last + 1, ends)


def _opens_aside(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a relative clause begins behind the comma at ``i``."""
    comma, relative, after = doc.norms[i : i + 3]
    return comma == "," != after and relative in _ASIDE_OPENERS


def _opens_participle(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a participle stands behind the comma at ``i``: *the crack*[*, first seen in March*]."""
    verb = past_adverbs(doc, i + 1 + (doc.norms[i + 1] == "first"), i + 4)
    if doc.norms[i] != "," or doc.norms[verb] in _SAID:
        return False
    return is_past(doc, verb) and not is_aux(doc, verb)


def _continues_after(doc: AnnotatedDocument, content: Range, i: int) -> bool:
    """Whether contents that an aside interrupts go on at token ``i``: with their verb, or a preposition."""
    if clause(doc, content) is Clause.YES and not _is_subject_with_aside(doc, content):
        return doc.kinds[i] & (PREP | SUB) == PREP
    while is_adverb(doc, i) or doc.kinds[i] & (TIME | NAME) == TIME:
        i += 1
    return _may_be_verb(doc, i)


def _closing_comma(doc: AnnotatedDocument, i: int, ends: int) -> int:
    """The comma that closes a clause that begins at token ``i``; -1 if none does, or it is an attribution."""
    for index in range(i, ends):
        kind = doc.kinds[index]
        if doc.norms[index] in _SAID:
            return -1
        if kind & _STOPPERS and not kind & QUOTED:
            return -1
        if kind & PLAIN_COMMA and has_predicate(doc, i, index + 1):
            return index
    return -1


def _may_be_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word behind a comma can be the verb of the clause that the comma interrupts."""
    kind = doc.kinds[i]
    if kind & (WORD | NAME) != WORD:
        return False
    return kind & AUX != 0 or not kind & (DET | POSS | PREP | CONJ | SUB | SUBJ | TIME)


def with_contrast(doc: AnnotatedDocument, statement: Statement) -> int:
    """The contents with what others hold in them: *talks failed* [*, while Poe differs, arguing that C*].

    The rules see it themselves.
    """
    first, last = statement.last_content
    ends = sentence_end(doc, last - 1)
    second = next((i for i in range(last + 1, ends) if doc.kinds[i] & PLAIN_COMMA), last)
    held = any(contrasted(doc, comma, first) is not None for comma in (last, second))
    return clause_end(doc, first, ends) if held else last


def with_rest(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A plain statement with what completes it after its attribution: *C, said Poe,* [*or in June*]."""
    cue, source, contents = statement.cue, statement.source, statement.contents
    ends = sentence_end(doc, cue[0])
    low, high = max(cue[1], source[0] + 1), min(max(cue[1], source[1]) + 1, ends)
    commas = (i for i in range(low, high) if doc.kinds[i] & COMMA)
    goes_on = [_completes]
    if any(doc.norms[i] in _SAID for i in range(*cue)):
        goes_on += [_adds_clause, _completes_verb]
    if source[0] >= cue[1]:
        goes_on.append(_adds_own_verb)
    rests = (comma + 1 for comma in commas if any(how(doc, comma + 1, ends, contents[0]) for how in goes_on))
    begins = next(rests, ends)
    if begins == ends:
        return contents
    rest = begins, clause_end(doc, begins, ends)
    if rest[0] == rest[1] or _has_another(doc, rest, _SAID | {"say"}):
        return contents
    return (*contents, rest)


def _completes(doc: AnnotatedDocument, i: int, ends: int, content: Range) -> bool:
    """Whether the words from token ``i`` on complete a statement whose attribution stands before them."""
    norm = doc.norms[i]
    if opens_rest(doc, i):
        return norm != "because" or _gives_reason(doc, i + 1, ends)
    if norm == "since":
        return _has_modal(doc, (i, ends))  # since it may rain
    if norm in _JOINS_REST:
        return _leads_on(doc, i + 1) or _second_predicate(doc, i + 1, content)
    if norm in _SEQUENCE:
        if doc.kinds[i + 1] & ING and doc.norms[i + 1] not in _PASSIVE_PARTICIPLES:
            return False  # before leaving the stage
        return _has_modal(doc, content) and _is_in_sequence(doc, i, ends)
    if _is_adjunct(doc, content):
        return _begins_whole_clause(doc, i, ends)
    return doc.kinds[i] & (AUX | PAST) != 0 and not has_verb(doc, *content)


def _completes_verb(doc: AnnotatedDocument, i: int, ends: int, content: Range) -> bool:
    """Whether what begins at ``i`` belongs to a verb before the attribution: *It was, Poe said,* [*late*]."""
    del ends
    if not is_aux(doc, content[1] - 1):
        return False
    if doc.norms[i] in _MEANWHILE_OPENERS:
        return False
    return not doc.kinds[i] & (CONJ | ING)


def _is_adjunct(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words but open a clause: *In May*, *so far*, *That said*."""
    if begins_phrase(doc, content[0], "set_phrases"):
        return True
    if has_verb(doc, *content):
        return False
    return is_adjunct(doc, content)


def _begins_whole_clause(doc: AnnotatedDocument, i: int, ends: int) -> bool:
    """Whether a clause begins at ``i``, behind what opens it: *In May, said Poe,* [*the mill closed*]."""
    comma = next((k for k in range(i, ends) if doc.kinds[k] & (PLAIN_COMMA | SENTENCE_END)), ends)
    if doc.norms[i] in RELATIVES:
        return False
    if clause(doc, (i, comma)) is not Clause.NO:
        return True
    if is_people(doc, (i, comma)):
        return False
    return agrees(doc, comma - 1)


def _gives_reason(doc: AnnotatedDocument, i: int, ends: int) -> bool:
    """Whether a clause or a noun phrase stands behind *because*."""
    return doc.kinds[i] & OPENS_NOUN_PHRASE != 0 or has_verb(doc, i, ends)


def _leads_on(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what stands behind *and* is no second verb: *and in June*, *or not*."""
    return doc.kinds[i] & (PREP | ADVERB) != 0 or doc.norms[i] in _LEADS_ON


def _is_in_sequence(doc: AnnotatedDocument, i: int, ends: int) -> bool:
    """Whether words tell before, after or upon what something will be: nothing that has been."""
    if any(is_past(doc, j) for j in range(i, ends)):
        return False
    return doc.norms[i] == "once" or has_verb(doc, i + 1, ends)


def opens_rest(doc: AnnotatedDocument, i: int) -> bool:
    """Whether what begins at ``i`` can only go on with a statement: *unless it rains*, *followed by C*."""
    return begins_phrase(doc, i, "rest_openers")


def _second_predicate(doc: AnnotatedDocument, i: int, content: Range) -> bool:
    """Whether a second verb of a statement about what will be stands at token ``i``: *and* [*cost £14m*].

    In its plain form, behind a modal verb of the statement; in the past it is what the speaker did.
    """
    if doc.kinds[i] & (WORD | _NO_PLAIN_VERB) != WORD:
        return False
    if doc.norms[i].endswith("s") or role_noun(doc.norms[i]):
        return False
    return _has_modal(doc, content)


def _has_modal(doc: AnnotatedDocument, content: Range) -> bool:
    return not word_list("plain_modals").isdisjoint(doc.norms[slice(*content)])


def _adds_clause(doc: AnnotatedDocument, i: int, ends: int, content: Range) -> bool:
    """Whether a second clause of a statement begins at token ``i``: *it rains, Poe said,* [*and it is cold*].

    Not where somebody else says it, nor with what the narrator sets before it: *and with crowds waiting*.
    """
    del content
    first = i + 1
    if doc.norms[i] not in COORDINATING:
        return False
    if not doc.kinds[first] & (SUBJ | DET | POSS | AUX) and doc.norms[first] != "there":
        return False
    if _has_another(doc, (i, ends), _verbs_of_content()):
        return False
    return clause(doc, (first, ends)) is Clause.YES


def adds_verb(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a second verb of a statement begins at ``i``: *it takes a year, said Poe,* [*and cost us*].

    What a speaker who stands behind the verb did next is not told so.
    """
    verb = i + 1
    if doc.norms[i] not in COORDINATING or doc.kinds[verb] & REPORTING:
        return False
    if is_aux(doc, verb):
        return True
    if not is_open(doc, verb) or role_noun(doc.norms[verb]):
        return False
    return doc.kinds[verb + 1] & (DET | POSS | OBJ) != 0 or doc.norms[verb + 1][:1] in _BEGINS_AMOUNT


def _adds_own_verb(doc: AnnotatedDocument, i: int, ends: int, content: Range) -> bool:
    """Whether that verb is the statement's: in the past only where the statement tells of what was."""
    del ends
    if not adds_verb(doc, i):
        return False
    return not is_past(doc, i + 1) or any(_is_of_past(doc, j) for j in range(*content))


def _is_of_past(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word tells of the past: *fell*, *was*; not behind an auxiliary, *are counted*."""
    if is_aux(doc, i) or is_aux(doc, i - 1):
        return doc.norms[i] in _WAS
    return is_past(doc, i)


def without_addition(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A plain statement without what the narrator adds: *C, Poe said,* [*as we sat*], [*a blow to us*]."""
    first, *others = statement.contents
    return (first, *(r for r in others if not _is_added(doc, r, statement.cue)))


def _is_added(doc: AnnotatedDocument, content: Range, cue: Range) -> bool:
    """Whether words behind an attribution are of it, or what the narrator makes of the statement."""
    if _is_attached(doc, content, cue):
        return True
    if _is_meanwhile(doc, content):
        return True
    return _is_judgement(doc, content[0] - 1, content[1], words("judgements") | word_list("outcomes"))


def without_event(doc: AnnotatedDocument, statement: Statement) -> int:
    """A statement of what will be without what went on meanwhile: *it would sue* [*, as shares fell*]."""
    first, last = statement.last_content
    commas = (i for i in range(first + 1, last - 2) if doc.kinds[i] & COMMA)
    event = next((i for i in commas if _is_past_event(doc, (i + 1, last))), last)
    return event if _has_modal(doc, (first, event)) else last


def _is_past_event(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether a clause tells what happened meanwhile: *as shares fell*; not *as shares might fall*."""
    if not _is_meanwhile(doc, content) or _has_modal(doc, content):
        return False
    return any(_is_of_past(doc, i) for i in range(*content))


def _is_attached(doc: AnnotatedDocument, content: Range, cue: Range) -> bool:
    """Whether words tell where it was said, or to whom: *told us in* [*a plea*], *admitted to* [*Poe*]."""
    before = content[0] - 1
    if before >= cue[0] and begins_addressee(doc, before):
        return True
    if before < cue[0] or doc.kinds[before - 1] & (REPORTING | ED):
        return False  # was described as
    return doc.kinds[before] & (PREP | DET | POSS) != 0


def without_lead(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A quotation without when or of whom it was said: *wrote* [*a few years earlier,*] *"We ..."*."""
    (first, last), *others = statement.contents
    begins = doc.quoted[statement.quoted_ranges[0]].first
    if doc.norms[begins - 1] != "," or not begins_whole(doc, begins):
        return statement.contents
    rest = tuple(r for r in ((begins, last), *others) if r[0] < r[1])
    if rest[0][0] != begins or not _may_lead(doc, (first, begins - 1)):
        return statement.contents
    return rest


def _may_lead(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words that a comma parts from the quotation behind them tell no more than when or of whom."""
    first, last = content
    kind = doc.kinds[first]
    if kind & SUB or last - first > MAX_VENUE_TOKENS:
        return False
    if kind & (ING | REPORTING) == ING:
        return False
    return clause(doc, content) is Clause.NO


def of_one_piece(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A plain statement without a hole at its *and* or *but*: *He is sorry*[*, but*] *hides it, Poe said*."""
    (first, end), (begins, last), *others = statement.contents
    if last > statement.cue[0] or begins - end > 2:
        return statement.contents
    joins = all(kind & (COMMA | CONJ) for kind in doc.kinds[end:begins])
    return ((first, last), *others) if joins else statement.contents


def from_first_clause(doc: AnnotatedDocument, statement: Statement) -> int:
    """A plain statement from its first clause on: [*He is sorry, but*] *he cannot show it, Poe said*."""
    first, _ = statement.first_content
    if not doc.kinds[first - 1] & CONJ or doc.norms[first - 2] != ",":
        return first
    begins = sentence_start(doc, first)
    if doc.kinds[begins] & (SUB | PREP) or not has_verb(doc, begins, first - 2):
        return first
    if _has_another(doc, (begins, first), reporting_forms("clause", "told")):
        return first
    return begins


def _is_meanwhile(doc: AnnotatedDocument, content: Range) -> bool:
    first, last = content
    first += doc.norm(first) == "even"
    if doc.norm(first) not in _MEANWHILE_OPENERS:
        return False
    if doc.norm(first + 1) in _NO_TIME:
        return False
    return clause(doc, (first + 1, last)) is not Clause.NO


def without_adjunct(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
    """A whole quotation without where the narrator led to it: [*Turning to pay,*] *he said, "We ..."*."""
    first, *others = statement.contents
    begins = others[0][0]
    if begins < statement.cue[1] or not begins_whole(doc, begins):
        return statement.contents
    if _has_quoted(doc, first):
        return statement.contents
    return tuple(others) if _leads_to(doc, first) else statement.contents


def _leads_to(doc: AnnotatedDocument, content: Range) -> bool:
    """Whether words tell what somebody came to speak of: *Turning to pay*, *On the question of pay*."""
    first, last = content
    if doc.norms[first] in _LEADING_TO:
        return not any(doc.kinds[i] & (AUX | SUBJ) for i in range(first, last))
    return doc.kinds[first] & (ING | NAME) != 0 and doc.norms[first].endswith("ing")


Convention = Callable[[AnnotatedDocument, Statement], tuple[Range, ...]]
Place = Callable[[AnnotatedDocument, Statement], int]


def _begins(begins: Place) -> Convention:
    """A convention that says where the first content begins; as it was, if that would leave nothing."""

    def moved(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
        (_, last), *others = statement.contents
        first = begins(doc, statement)
        return ((first, last), *others) if first < last else statement.contents

    return moved


def _begins_or_none(begins: Place) -> Convention:
    """A convention that says where the first content begins; it is left out, if that leaves nothing."""

    def moved(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
        (_, last), *others = statement.contents
        first = begins(doc, statement)
        return ((first, last), *others) if first < last else tuple(others)

    return moved


def _ends(ends: Place) -> Convention:
    """A convention that says where the last content ends."""

    def moved(doc: AnnotatedDocument, statement: Statement) -> tuple[Range, ...]:
        *others, (first, _) = statement.contents
        return (*others, (first, ends(doc, statement)))

    return moved


CONVENTIONS: tuple[tuple[int, Convention], ...] = (
    (BEFORE, without_reporting),
    (0, of_one_sentence),
    (0, without_neighbour),
    (PLAIN | LAST_BEHIND, _ends(without_second_verb)),
    (PLAIN | LAST_BEHIND | TAKES_CLAUSE, _ends(without_next_act)),
    (PLAIN | LAST_BEHIND, _ends(without_own_verb)),
    (PLAIN | LAST_BEHIND | TAKES_CLAUSE, _ends(without_parting_act)),
    (LAST_BEHIND, _ends(without_series)),
    (PLAIN | LAST_BEHIND | SOURCED | TAKES_CLAUSE, _ends(without_closure)),
    (PLAIN | LAST_BEHIND | SOURCED | TAKES_CLAUSE, _ends(without_own_participle)),
    (PLAIN | LAST_BEHIND, _ends(without_act)),
    (PLAIN | LAST_BEHIND, _ends(without_parting)),
    (PLAIN | LAST_BEHIND, _ends(without_next_clause)),
    (PLAIN | LAST_BEHIND | SOURCED, _ends(of_subordinate)),
    (BEHIND | SINGLE | SOURCED, _ends(of_gap)),
    (BEHIND | SINGLE | SOURCED, _ends(of_relative)),
    (BEHIND | SINGLE | OPENS_PLAIN | TAKES_CLAUSE, _begins_or_none(after_setting)),
    (BEHIND | SINGLE | OPENS_PLAIN | TAKES_CLAUSE, _begins(past_time)),
    (BEHIND, _begins(with_deadline)),
    (BEHIND | OPENS_PLAIN, _begins(past_circumstance)),
    (BEHIND | OPENS_PLAIN | SINGLE, _begins(with_antecedent)),
    (PLAIN | LAST_BEHIND | SOURCED, _ends(of_noun)),
    (BEHIND | OPENS_PLAIN, _begins(past_program)),
    (BEHIND | OPENS_PLAIN | MARKED, without_object),
    (BEHIND | SINGLE, _begins(from_subject)),
    (BEHIND, _begins(after_addressee)),
    (BEHIND | SEVERAL, without_words_of_addressee),
    (PLAIN | BEHIND | SINGLE | SOURCED, with_first_word),
    (BEHIND | SINGLE, _begins_or_none(without_pronoun)),
    (BESIDE | SINGLE | LAST_WHOLE, _ends(without_place)),
    (LAST_BEHIND | LAST_QUOTED, _ends(without_action)),
    (LAST_BEHIND | LAST_QUOTED | SOURCED, _ends(of_aside)),
    (LAST_BEHIND, _ends(to_semicolon)),
    (LAST_BEHIND, _ends(without_judgement)),
    (PLAIN | LAST_BEHIND, _ends(without_event)),
    (LAST_BEHIND, _ends(without_medium)),
    (PLAIN | LAST_BEHIND, _ends(without_day)),
    (LAST_BEHIND | COMMA_BEHIND, _ends(with_main_verb)),
    (PLAIN | LAST_BEHIND | COMMA_BEHIND | TAKES_CLAUSE, _ends(with_verb)),
    (LAST_BEHIND | COMMA_BEHIND | PROPOSED, _ends(with_contrast)),
    (PLAIN | LAST_BEHIND, _ends(before_absolute)),
    (PLAIN | BEFORE | SINGLE | SOURCED, with_rest),
    (PLAIN | BEFORE, without_addition),
    (PLAIN | BEFORE | SINGLE, of_main_clause),
    (BEHIND | OPENS_PLAIN | MARKED, without_lead),
    (PLAIN | SEVERAL, of_one_piece),
    (PLAIN | BEFORE, _begins(from_first_clause)),
    (PLAIN | BEFORE | SOURCED, _begins(of_last_clause)),
    (PLAIN | BEFORE | SOURCED | SINGLE, _ends(with_noted_clause)),
    (BEFORE | SEVERAL, without_adjunct),
    (BEFORE, _begins(from_semicolon)),
    (PLAIN | BEFORE, without_antecedent),
    (MARKED | SEVERAL | LAST_BEHIND, without_question),
    (BEFORE | SEVERAL | LAST_BEHIND | LAST_WHOLE, before_colon),
    (0, without_afterthought),
    (0, _ends(with_bracket)),
)
"""The conventions, in the order in which they are heeded, each with the shape of those it is about."""

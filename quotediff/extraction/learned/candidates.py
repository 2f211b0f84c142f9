"""What the network proposes, as candidates beside those of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    CLAUSE_OPENERS,
    approximates,
    in_terms,
    is_venue,
    next_attribution,
    past_addressee,
    past_adverbials,
    past_terms,
)
from quotediff.extraction.complements import Clause, clause, reporting_verb_of, takes_nouns, topic_start
from quotediff.extraction.cues import FORMS_OF_BE, is_refusal_or_terms
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.extents import adds_verb, opens_rest
from quotediff.extraction.grammar import (
    Range,
    has_verb,
    is_aux,
    is_name,
    is_word,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.learned.models import Model
from quotediff.extraction.learned.proposals import Proposal, choose_attributions
from quotediff.extraction.phrases import contact_clause, without_time
from quotediff.extraction.rules.before import MAY_ADDRESS, NOT_A_CLAUSE, PLACES, is_finding
from quotediff.extraction.rules.phrase import alone
from quotediff.extraction.token_kinds import ING, LISTED, LY, WORD
from quotediff.lang.cues import (
    DET,
    OBJ,
    POSS,
    PREP,
    reporting_phrases,
    reporting_verbs,
    word_class,
)
from quotediff.lang.lexicon import phrases, words
from quotediff.lang.nouns import role_noun
from quotediff.limits import MAX_OBJECT_TOKENS, MAX_TAIL_TOKENS
from quotediff.model import Attitude

NETWORK = "network"
"""The name under which a quote made by the network is told."""

DOUBT = 3.0
"""What a candidate costs of which the network is not sure at all.

So that a rule for quoted words, which costs from 1, is heard where the network's confidence is below two
thirds; measured on annotated articles beside 2, 4 and 6, where 6 loses a point and the others little.
"""

_CLEAR = 2.6  # what a rule's statement costs that has a source and no quoted words, see ``rules.before``

_UNNATURAL = 0.3  # against words without marks that the network, left alone, would not take for content


def network(doc: AnnotatedDocument, rule_choice: Sequence[Candidate], model: Model) -> Iterator[Candidate]:
    """The attributions that the model's network sees, of speech and of beliefs.

    Quoted words that it takes for a statement without seeing whose are proposed with the nearest subject, as
    the rules do.
    """
    by_cue = {i: c for c in rule_choice if c.cue is not None for i in range(*c.cue)}
    mains = _main_clauses(doc, rule_choice)
    proposals = choose_attributions(doc, rule_choice, model)
    cues: dict[Range | None, list[int]] = {}
    for p in proposals:
        if p.cue is not None:
            cues.setdefault(p.source, []).append(p.cue[0])
    for proposal in proposals:
        cue, contents = _cue_and_contents(doc, proposal)
        rule = None if cue is None else next((by_cue[i] for i in range(*cue) if i in by_cue), None)
        contents = _within_sentence(doc, cue, contents) or (rule.contents if rule is not None else ())
        if not contents or doc.blocks[doc.block_of[contents[0][0]]].role not in READ_ROLES:
            continue
        if cue is not None:
            contents = _clause(doc, _without_tail(doc, contents), rule, cues.get(proposal.source, ()))
            main = mains.get(cue[0])
            if main is not None and _holds_cue(main, contents):
                yield main
                contents = _before(main, contents)
        yield from _candidates(doc, proposal, cue, contents, rule, model)


def _candidates(  # noqa: PLR0913, PLR0917 - all that is known of a proposal
    doc: AnnotatedDocument,
    proposal: Proposal,
    cue: Range | None,
    contents: tuple[Range, ...],
    rule: Candidate | None,
    model: Model,
) -> Iterator[Candidate]:
    """A proposal as a candidate, or its quoted words alone if it is not seen whose they are."""
    quoted_ranges = quoted_ranges_in(doc, contents)
    if cue is None or (proposal.source is None and quoted_ranges):
        yield from (alone(doc, k) for k in quoted_ranges)
        return
    sure = proposal.confidence >= model.thresholds.least and _is_attribution(doc, proposal, cue, contents)
    if not _gives_a_name(doc, cue) and (quoted_ranges or sure):
        unnatural = _UNNATURAL * (not proposal.natural and not quoted_ranges)
        cost = DOUBT * (1 - proposal.confidence) + unnatural
        source = _whole_source(doc, proposal.source, rule)
        yield Candidate(NETWORK, cost, contents, cue, source, quoted_ranges, confidence=proposal.confidence)


def _within_sentence(
    doc: AnnotatedDocument, cue: Range | None, contents: tuple[Range, ...]
) -> tuple[Range, ...]:
    """The contents less plain words of a sentence before the cue's: nobody there was speaking."""
    opening = sentence_start(doc, cue[0]) if cue is not None else 0
    return tuple(r for r in contents if r[0] >= opening or quoted_ranges_in(doc, (r,)))


def _cue_and_contents(doc: AnnotatedDocument, proposal: Proposal) -> tuple[Range | None, tuple[Range, ...]]:
    """The cue and the contents of a proposal, parted, ranges whole; no terms on which somebody spoke."""
    ranges = [_with_marks(doc, *r) for r in proposal.contents]
    contents = _merge_overlapping([*ranges, *_with_split_quotes(doc, ranges)])
    if proposal.cue is None:
        return None, contents
    cue, contents = _separate(doc, proposal.cue, contents)
    contents = tuple(r for r in (_behind_object(doc, cue, r) for r in contents) if r[0] < r[1])
    return cue, tuple(r for r in contents if past_terms(doc, *r) == r[0])


def _behind_object(doc: AnnotatedDocument, cue: Range, content: Range) -> Range:
    """*ended* [*her web post:*] *"Share this"*: the name of what was said, before a colon, is not said."""
    first, last = content
    if first != cue[1] or doc.inside[first] >= 0 or not doc.kinds[first] & (DET | POSS):
        return content
    ends = range(first + 1, min(first + MAX_OBJECT_TOKENS, last) + 1)
    colon = next((i for i in ends if doc.norm(i) == ":" and starts_quoted_range(doc, i + 1)), -1)
    if colon < 0:
        return content
    noun = role_noun(doc.norm(colon - 1))
    uttered = noun.kind == "document" if noun is not None else doc.norm(colon - 1) in words("utterances")
    return (min(colon + 1, last), last) if uttered else content


def _main_clauses(doc: AnnotatedDocument, rule_choice: Sequence[Candidate]) -> dict[int, Candidate]:
    """The rules' candidates by the tokens of the relative clauses in their subjects."""
    found: dict[int, Candidate] = {}
    for candidate in rule_choice:
        if (
            candidate.cue is not None
            and candidate.source is not None
            and candidate.source[1] <= candidate.cue[0]
        ):
            relative = min(doc.first_of(word, candidate.source[0]) for word in ("who", "whom", "which"))
            found.update(dict.fromkeys(range(relative, candidate.source[1]), candidate))
    return found


def _holds_cue(main: Candidate, contents: Sequence[Range]) -> bool:
    """Whether contents run on over the cue of the clause in whose subject their own cue stands.

    *A juror whom the judge asked not to talk said no*: what the judge asked ends before *said*.
    """
    return main.cue is not None and any(first < main.cue[0] < last for first, last in contents)


def _before(main: Candidate, contents: Sequence[Range]) -> tuple[Range, ...]:
    """The contents as far as the cue of that clause."""
    verb = main.cue[0] if main.cue is not None else 0
    return tuple((first, min(last, verb)) for first, last in contents if first < verb)


def _without_tail(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> tuple[Range, ...]:
    """The contents without who else says so behind them: *that he "never did,"* [*the complaint states*]."""
    first, last = contents[-1]
    ceiling = min(last + 1, len(doc.tokens))
    for index in range(max(first + 1, last - MAX_TAIL_TOKENS), last):
        closed = doc.inside[index - 1] >= 0 and doc.norm(index - 2) == ","
        if doc.inside[index] < 0 and closed and next_attribution(doc, index, ceiling):
            return (*contents[:-1], (first, index))
    return contents


def _clause(
    doc: AnnotatedDocument, contents: tuple[Range, ...], rule: Candidate | None, same: Container[int]
) -> tuple[Range, ...]:
    """The contents; a rule's with the same cue if these are but the subject of them.

    *He said the ally, too, has refused it*: where *has refused* looks to the network like a cue of its own,
    of the same source. ``same`` are the first tokens of that source's cues. Or as far as a rule's go, if
    these end before a clause that cannot stand without them: *, one of which burst*.
    """
    (low, high), *others = contents
    if rule is not None and not others and _of_which(doc, high):
        return next((((low, b),) for a, b in rule.contents if a <= high < b), contents)
    after = high + (doc.norm(high) == ",")
    if rule is None or rule.cost > _CLEAR or others or after not in same or has_verb(doc, low, high):
        return contents
    if not is_aux(doc, after):  # a participle goes on about the source: praised the plan, calling it late
        return contents
    return rule.contents if any(a <= low and after < b for a, b in rule.contents) else contents


def _of_which(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is the comma of *, one of which*."""
    return doc.norm(i) == "," and doc.norm(i + 2) == "of" and doc.norm(i + 3) in ("which", "whom")


def _is_attribution(doc: AnnotatedDocument, p: Proposal, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether plain words are a statement or a belief: no refusal, no terms of one, no mere noun."""
    if is_refusal_or_terms(doc, *cue) or _was_asked(doc, cue) or _is_general_belief(doc, cue):
        return False
    speech = attitude(doc, cue, quoted=False) is Attitude.SPEECH
    if p.source is None and speech:
        return False  # the wind is forecast to drop: said by nobody
    first, last = contents[0]
    if p.source is not None and (in_terms(doc, p.source[0], cue[0]) or doc.norm(p.source[0]) == "what"):
        return False  # what coaches had to say about their games
    if doc.norm(first) == "according":
        return False  # what it is according to follows, and then what it says
    said = list(islice((i for r in contents for i in range(*r) if doc.kinds[i] & WORD), 2))
    if len(said) == 1 and not _is_whole(doc, cue, said[0]):
        return False
    if speech and (_is_place(doc, cue, first) or is_venue(doc, first, last)):
        return False
    entry = next(
        (s for i in reversed(range(*cue)) if (s := reporting_verbs().get(doc.norm(i))) is not None), None
    )
    if entry is None or entry.frame == "weak" or len(contents) > 1 or first < cue[1]:
        return True
    norm = doc.norm(first)
    if entry.frame == "evidence":
        return is_finding(doc, (first, last))
    if norm not in NOT_A_CLAUSE or approximates(doc, first):
        return True
    return norm == "to" and entry.lemma in words("cue_infinitives")


def _is_whole(doc: AnnotatedDocument, cue: Range, i: int) -> bool:
    """Whether one word is all that was said: *denied it*, *denied wrongdoing*, a name."""
    if is_name(doc, i) or doc.norm(i) in words("whole_contents"):
        return True
    attributive = doc.kinds[cue[0] - 1] & (PREP | DET | POSS)  # a day before the promised vote
    plain = not (attributive or doc.kinds[i] & (LISTED | LY))
    return plain and takes_nouns(reporting_verb_of(doc, cue))


def _is_place(doc: AnnotatedDocument, cue: Range, first: int) -> bool:
    """Whether words that begin at ``first`` tell where somebody stood: *sobbed* [*behind him*]."""
    return doc.norm(cue[1] - 1) in PLACES or doc.norm(first) in PLACES


def _was_asked(doc: AnnotatedDocument, cue: Range) -> bool:
    """*Asked whether it was safe, Poe said it was*; *Poe, asked if it was, laughed*: nobody's words.

    But *asked by a juror whether it was safe*.
    """
    if doc.norm(cue[1] - 1) != "asked" or cue[0] != cue[1] - 1 or doc.norm(cue[1]) == "by":
        return False
    aside = doc.norm(cue[0] - 1) == "," and doc.norm(cue[1]) in CLAUSE_OPENERS
    return aside or cue[0] == sentence_start(doc, cue[0])


def _is_general_belief(doc: AnnotatedDocument, cue: Range) -> bool:
    """*Thousands are believed* [*to have fled*], *it is understood* [*that*]: the subject is no source."""
    leads = doc.kinds[cue[1] - 1] & PREP and doc.norm(cue[1] - 1) != "by"  # is expected in
    verb = cue[1] - 1 - bool(leads)
    passive = doc.norm(verb - 1) in FORMS_OF_BE and doc.norm(verb) in words("passives_of_nobody")
    return passive and (bool(leads) or doc.norm(cue[1]) == "to" or doc.norm(cue[0] - 1) == "it")


def _gives_a_name(doc: AnnotatedDocument, cue: Range) -> bool:
    """*known as "Porch Light"*: what something is called, by nobody in particular."""
    for index in range(*cue):
        entry = reporting_verbs().get(doc.norm(index))
        if doc.norm(index) in words("naming_participles") and (entry is None or entry.frame == "weak"):
            return True
    return False


def _separate(
    doc: AnnotatedDocument, cue: Range, contents: tuple[Range, ...]
) -> tuple[Range, tuple[Range, ...]]:
    """Cue and contents, parted where the statement begins.

    The cue goes up to its verb of saying, *said* of *said in a statement* (annotators were of two minds); but
    the preposition that leads to the content stays, *warned of*, unless a clause follows: *warned* *for
    years* *that it would fall*.
    """
    verb = _verb(doc, cue)
    for index, (first, last) in enumerate(contents):
        if first == cue[1] and doc.inside[first] < 0:
            begins = past_adverbials(doc, verb[1], last)
            if verb[1] < begins < last and begins >= first and doc.norm(begins) in CLAUSE_OPENERS:
                return verb, (*contents[:index], (begins, last), *contents[index + 1 :])
    end = cue[1] - 1
    leads = doc.norm(end) in word_class("prep") and past_terms(doc, end, cue[1] + 1) == end
    leads = leads and any(
        first == cue[1] for first, _ in contents
    )  # not: "C," she said quietly at [the gate]
    if verb[1] <= end and leads and not approximates(doc, end):
        if _is_behind_hearer(doc, verb, end):
            return verb, tuple((end if first == cue[1] else first, last) for first, last in contents)
        verb = cue
    parted = [_from_statement(doc, cue, verb, r) for r in contents]
    return verb, tuple((first, last) for first, last in parted if first < last)


def _is_behind_hearer(doc: AnnotatedDocument, verb: Range, i: int) -> bool:
    """Whether the preposition at ``i`` leads to what somebody was told: *told the inquest* [*of a plan*]."""
    entry = reporting_verb_of(doc, verb)
    if entry is None or entry.frame != "told" or verb[1] >= i:
        return False
    return topic_start(doc, entry.lemma, verb[1], i + 2) == i


def _verb(doc: AnnotatedDocument, cue: Range) -> Range:
    """A cue without what stands behind its verb of saying; a phrase whole: *put it*, *in the words of*."""
    for index in range(*cue):
        norm = doc.norm(index)
        longest = next(
            (len(p) for p, _ in reporting_phrases().get(norm, ()) if doc.norms[index : index + len(p)] == p),
            0,
        )
        if longest:
            return cue[0], index + longest
        entry = reporting_verbs().get(norm)
        if entry is not None and entry.frame != "weak":
            return cue[0], index + 1
        if norm == "words" and doc.norms[index - 2 : index + 2] in phrases("according_phrases")["in"]:
            return index - 2, index + 2
    return cue


def _from_statement(doc: AnnotatedDocument, cue: Range, verb: Range, content: Range) -> Range:
    """The content, which follows the cue at once, from where the statement begins.

    Without whom it was asked (*asked* [*him*] *what he knew*); with what the network took for a part of the
    cue but is none (*said* *about half the boats had left*).
    """
    if content[0] < verb[1] < content[1] and content[0] >= cue[1]:
        return verb[1] + (doc.norm(verb[1]) == ","), content[1]
    if content[0] != cue[1] or doc.inside[content[0]] >= 0:
        return content
    if verb == cue:
        entry = reporting_verbs().get(doc.norm(cue[1] - 1))
        if entry is None or (entry.frame != "told" and entry.lemma not in MAY_ADDRESS):
            return content
        if entry.frame == "told" and (begins := _behind_hearer(doc, content)) > content[0]:
            return begins, content[1]
        first = past_addressee(doc, content[0], min(content[1] + 1, len(doc.tokens)), certain=False)
        quoted = doc.norm(first) == "," and starts_quoted_range(doc, first + 1)  # telling an agent, "..."
        asked = entry.lemma in MAY_ADDRESS and doc.norm(first) in CLAUSE_OPENERS
        if quoted:
            return min(first + 1, content[1]), content[1]
        return (first, content[1]) if first < content[1] and asked else content
    return (verb[1] if approximates(doc, verb[1]) else content[0]), content[1]


def _behind_hearer(doc: AnnotatedDocument, content: Range) -> int:
    """Where a clause begins behind whom it was told: *the BBC* [*the dog was old*], *Reuters* [*he did*]."""
    first, last = content
    begins = past_addressee(doc, first, last, certain=True)
    if begins < last and is_aux(doc, begins):
        begins = next((i for i in range(first, begins) if not is_name(doc, i)), last)
    return begins if begins < last and clause(doc, (begins, last)) is Clause.YES else first


def _whole_source(doc: AnnotatedDocument, source: Range | None, rule: Candidate | None) -> Range | None:
    """The source without *'s* of *Poe's claim*, *whom* of *whom Poe called*, *a law* of *a law critics hail*.

    With the terms on which it spoke, where a rule sees them.
    """
    if source is None:
        return None
    if source[1] - source[0] > 1 and doc.norm(source[1] - 1) == "'s":
        source = source[0], source[1] - 1
    if source[1] - source[0] > 1 and doc.norm(source[0]) in ("which", "whom"):
        source = source[0] + 1, source[1]
    source = contact_clause(doc, *source) or source[0], without_time(doc, *source)
    source = source[0], _before_participle(doc, *source)
    theirs = rule.source if rule is not None else None
    if theirs is not None and theirs[0] == source[0] and is_refusal_or_terms(doc, source[1], theirs[1]):
        return theirs
    return source


def _before_participle(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends before what it did meanwhile: *Sen. Tom Roe, D-Pa.,* [*holding it up*].

    Or before what goes on with the statement: *said Poe,* [*and cost us*], *said Poe,* [*unless it rains*].
    """
    for index in range(first + 1, last - 2):
        doing = doc.norm(index) == "," and doc.kinds[index + 1] & ING and doc.norm(index + 1) != "including"
        if doing and doc.kinds[index + 2] & (DET | POSS | OBJ | PREP):
            return index
        if doc.norm(index) == "," and (opens_rest(doc, index + 1) or adds_verb(doc, index + 1)):
            return index
    return last


def _with_marks(doc: AnnotatedDocument, first: int, last: int) -> Range:
    """A range that holds half of a range at its edge, or all its words there, holds it with its marks."""
    k = doc.inside[first]
    if k >= 0 and _covers_most(doc, k, first, last, range(doc.quoted[k].first, first)):
        first = doc.quoted[k].first
    k = doc.inside[last - 1]
    if k >= 0 and _covers_most(doc, k, first, last, range(last, doc.quoted[k].last)):
        last = doc.quoted[k].last
    return first, last


def _with_split_quotes(doc: AnnotatedDocument, ranges: Sequence[Range]) -> Iterator[Range]:
    """The ranges that ranges hold in pieces: somebody tells a conversation in it."""
    held: Counter[int] = Counter()
    for first, last in ranges:
        held.update(doc.inside[first:last])
    del held[-1]  # outside quoted words
    for index, tokens in held.items():
        quoted = doc.quoted[index]
        if 2 * tokens >= quoted.last - quoted.first:
            yield quoted.first, quoted.last


def _merge_overlapping(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges in order; those that their marks have laid over each other are one."""
    out: list[Range] = []
    for first, last in sorted(ranges):
        if out and first < out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], last)
        else:
            out.append((first, last))
    return tuple(out)


def _covers_most(doc: AnnotatedDocument, k: int, first: int, last: int, rest: range) -> bool:
    """Whether tokens ``first`` to ``last`` hold half of range ``k``, or the rest of it has no word."""
    quoted = doc.quoted[k]
    held = min(last, quoted.last) - max(first, quoted.first)
    return 2 * held >= quoted.last - quoted.first or not any(is_word(doc, i) for i in rest)

"""What the network proposes, as candidates beside those of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import (
    CLAUSE_OPENERS,
    approximates,
    begins_statement,
    in_terms,
    is_venue,
    next_attribution,
    noting_aside,
    past_addressee,
    past_adverbials,
    past_terms,
)
from quotediff.extraction.complements import (
    Clause,
    clause,
    lemma_of,
    prepositions,
    reporting_verb_of,
    takes_nouns,
    topic_start,
)
from quotediff.extraction.cues import FORMS_OF_BE, is_refusal_or_terms
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.extents import adds_verb, opens_rest
from quotediff.extraction.grammar import (
    ARTICLES,
    Range,
    has_verb,
    is_aux,
    is_name,
    is_word,
    sentence_end,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.learned.models import Model
from quotediff.extraction.learned.proposals import Proposal, choose_attributions
from quotediff.extraction.phrases import contact_clause, leading_subject, without_time
from quotediff.extraction.rules.before import MAY_ADDRESS, NOT_A_CLAUSE, PLACES, is_finding
from quotediff.extraction.rules.phrase import alone
from quotediff.extraction.token_kinds import ADVERB, COMMA, ING, LISTED, LY, PAST, QUOTED, WORD
from quotediff.lang.cues import (
    DET,
    NO_VERB,
    OBJ,
    POSS,
    PREP,
    SUBJ,
    TIME,
    reporting_forms,
    reporting_phrases,
    reporting_verbs,
    word_class,
)
from quotediff.lang.lexicon import phrases, words
from quotediff.limits import MAX_OBJECT_TOKENS, MAX_TAIL_TOKENS
from quotediff.model import Attitude

NETWORK = "network"
"""The name under which a quote made by the network is told."""

DOUBT = 3.0
"""What a candidate costs of which the network is not sure at all.

So that a rule for quoted words, which costs from 1, is heard where the network's confidence is below two
thirds; measured on annotated articles beside 2, 4 and 6, where 6 loses a point and the others little.
"""

_PARTICIPLE_ENDINGS = ("ing", "ed", "born")
_OBJECT_RELATIVES = frozenset({"which", "whom"})
_CLEAR = 2.6  # what a rule's statement costs that has a source and no quoted words, see ``rules.before``

_FREE_RELATIVES = frozenset({"what", "whatever"})  # what coaches had to say, whatever the packet says
_OF_WHICH = (("of", "which"), ("of", "whom"))
_UNNATURAL = 0.3  # against words without marks that the network, left alone, would not take for content


def network(doc: AnnotatedDocument, rule_choice: Sequence[Candidate], model: Model) -> Iterator[Candidate]:
    """The attributions that the model's network sees, of speech and of beliefs.

    Quoted words that it takes for a statement without seeing whose are proposed with the nearest subject, as
    the rules do.
    """
    by_cue = {i: c for c in rule_choice for i in c.cue_tokens}
    mains = _main_clauses(doc, rule_choice)
    proposals = choose_attributions(doc, rule_choice, model)
    cues: dict[Range | None, list[int]] = {}
    for p in proposals:
        if p.cue is not None:
            cues.setdefault(p.source, []).append(p.cue[0])
    for proposal in proposals:
        cue, contents = _cue_and_contents(doc, proposal)
        if cue is None:
            yield from _alone(doc, contents)
            continue
        rule = next((by_cue[i] for i in range(*cue) if i in by_cue), None)
        contents = _within_sentence(doc, cue, contents) or (rule.contents if rule is not None else ())
        if not _is_read(doc, contents):
            continue
        contents = _clause(doc, _without_tail(doc, contents), rule, cues.get(proposal.source, ()))
        main = mains.get(cue[0])
        if main is not None and main.ends_before(contents):
            yield main.candidate
            contents = main.before_verb(contents)
        if not contents:
            continue
        yield from _candidates(doc, proposal, cue, contents, rule, model)


def _is_read(doc: AnnotatedDocument, contents: Sequence[Range]) -> bool:
    """Whether there are contents, in a paragraph in which statements are looked for."""
    return bool(contents) and doc.blocks[doc.block_of[contents[0][0]]].role in READ_ROLES


def _alone(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> Iterator[Candidate]:
    """The quoted words of contents of which it is not seen whose they are."""
    if _is_read(doc, contents):
        yield from (alone(doc, k) for k in quoted_ranges_in(doc, contents))


def _candidates(  # noqa: PLR0913, PLR0917 - all that is known of a proposal
    doc: AnnotatedDocument,
    proposal: Proposal,
    cue: Range,
    contents: tuple[Range, ...],
    rule: Candidate | None,
    model: Model,
) -> Iterator[Candidate]:
    """A proposal as a candidate, or its quoted words alone if it is not seen whose they are."""
    quoted_ranges = quoted_ranges_in(doc, contents)
    if quoted_ranges and (proposal.source is None or _is_article(doc, proposal.source)):
        yield from (alone(doc, k) for k in quoted_ranges)
        return
    if _gives_a_name(doc, cue):
        return
    if _leads_in(doc, cue):
        return
    cost = DOUBT * (1 - proposal.confidence)
    if not quoted_ranges:
        cost += _UNNATURAL * (not proposal.natural)
        if proposal.confidence < model.thresholds.least or not _is_attribution(doc, proposal, cue, contents):
            return
    source = _outside_aside(doc, _whole_source(doc, proposal.source, rule), cue)
    if source is not None and _is_object(doc, cue, source, contents):
        yield from (alone(doc, k) for k in quoted_ranges)
        return
    yield Candidate(NETWORK, cost, contents, cue, source, quoted_ranges, confidence=proposal.confidence)


def _within_sentence(doc: AnnotatedDocument, cue: Range, contents: tuple[Range, ...]) -> tuple[Range, ...]:
    """The contents less plain words of a sentence before the cue's: nobody there was speaking."""
    opening = sentence_start(doc, cue[0])
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
    """*ended* [*her post:*] *"Share this."*: what a verb has before the colon of a quotation is not said."""
    first, last = content
    if first != cue[1] or doc.inside[first] >= 0:
        return content
    ends = range(first + 1, min(first + MAX_OBJECT_TOKENS, last) + 1)
    colon = next((i for i in ends if doc.norm(i) == ":" and starts_quoted_range(doc, i + 1)), -1)
    if colon < 0:
        return content
    if clause(doc, (first, colon)) is not Clause.NO or not is_name(doc, colon + 2):
        return content
    return min(colon + 1, last), last


class _MainClause(NamedTuple):
    """A rule's candidate, and the first token of its cue, for cues that stand in its subject.

    *A juror whom the judge asked not to talk said no*: what the judge asked ends before *said*.
    """

    candidate: Candidate
    verb: int

    def ends_before(self, contents: Sequence[Range]) -> bool:
        """Whether contents whose cue stands in its subject run on over its own cue, or begin behind it."""
        return any(last > self.verb for _, last in contents)

    def before_verb(self, contents: Sequence[Range]) -> tuple[Range, ...]:
        """The contents as far as its cue."""
        return tuple((first, min(last, self.verb)) for first, last in contents if first < self.verb)


def _main_clauses(doc: AnnotatedDocument, rule_choice: Sequence[Candidate]) -> dict[int, _MainClause]:
    """The rules' candidates by the tokens of the clauses in their subjects: *who asked*, *briefed on it*."""
    found: dict[int, _MainClause] = {}
    for candidate in rule_choice:
        verb, source = candidate.place, candidate.source_tokens
        if source.stop <= verb:
            relative = min(doc.first_of(word, source.start) for word in ("who", "whom", "which"))
            relative = min(relative, _participle(doc, source))
            found.update(dict.fromkeys(range(relative, source.stop), _MainClause(candidate, verb)))
    return found


def _participle(doc: AnnotatedDocument, source: range) -> int:
    """Where in a subject it is told what somebody was told of: *a diplomat* [*briefed on the talks*]."""
    verbs = reporting_forms("told")
    inner = (i for i in source[1:] if doc.norms[i] in verbs and doc.kinds[i] & PAST)
    return next((i for i in inner if doc.kinds[i + 1] & PREP), len(doc.tokens))


def _without_tail(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> tuple[Range, ...]:
    """The contents without who else says so behind them: *that he "never did,"* [*the complaint states*]."""
    first, last = contents[-1]
    ceiling = min(last + 1, len(doc.tokens))
    for index in range(max(first + 1, last - MAX_TAIL_TOKENS), last):
        if doc.kinds[index] & QUOTED or not doc.kinds[index - 1] & QUOTED:
            continue
        if doc.norm(index - 2) == "," and next_attribution(doc, index, ceiling):
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
    if rule is None or others:
        return contents
    if _of_which(doc, high):
        return next((((low, b),) for a, b in rule.contents if a <= high < b), contents)
    after = high + (doc.norm(high) == ",")
    if rule.cost > _CLEAR or after not in same:
        return contents
    if has_verb(doc, low, high) or not is_aux(doc, after):
        return contents  # a participle goes on about the source: praised the plan, calling it late
    if any(a <= low and after < b for a, b in rule.contents):
        return rule.contents
    return contents


def _of_which(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is the comma of *, one of which*."""
    return doc.norms[i] == "," and doc.norms[i + 2 : i + 4] in _OF_WHICH


def _is_attribution(doc: AnnotatedDocument, p: Proposal, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether plain words are a statement or a belief: no refusal, no terms of one, no mere noun."""
    if any(rule(doc, cue) for rule in _NO_STATEMENTS):
        return False
    first, last = contents[0]
    if attitude(doc, cue, quoted=False) is Attitude.SPEECH:
        if p.source is None:
            return False  # the wind is forecast to drop: said by nobody
        if _is_place(doc, cue, first) or is_venue(doc, first, last):
            return False
    if p.source is not None and _is_no_source(doc, p.source, cue):
        return False
    if doc.norm(first) == "according":
        return False  # what it is according to follows, and then what it says
    said = list(islice((i for r in contents for i in range(*r) if doc.kinds[i] & WORD), 2))
    if len(said) == 1 and not _is_whole(doc, cue, said[0]):
        return False
    if len(contents) > 1 or first < cue[1]:
        return True
    return _verb_takes(doc, cue, (first, last))


def _verb_takes(doc: AnnotatedDocument, cue: Range, content: Range) -> bool:
    """Whether the last verb of saying in a cue takes what follows for a statement."""
    known = reporting_verbs()
    entry = next((known[norm] for norm in reversed(doc.norms[slice(*cue)]) if norm in known), NO_VERB)
    if entry.frame in ("", "weak"):
        return True
    if entry.frame == "evidence":
        return is_finding(doc, content)
    norm = doc.norm(content[0])
    if norm not in NOT_A_CLAUSE or approximates(doc, content[0]):
        return True
    if norm in prepositions(entry.lemma):
        return True  # complained to the club about noise
    return norm == "to" and entry.lemma in words("cue_infinitives")


def _is_no_source(doc: AnnotatedDocument, source: Range, cue: Range) -> bool:
    """Whether words are nobody who said something: what coaches had to say, a later sentence's subject."""
    if doc.sentence_of[source[0]] > doc.sentence_of[cue[1] - 1]:
        return True
    if in_terms(doc, source[0], cue[0]):
        return True
    return doc.norm(source[0]) in _FREE_RELATIVES or _is_article(doc, source)


def _is_object(doc: AnnotatedDocument, cue: Range, source: Range, contents: Sequence[Range]) -> bool:
    """Whether words behind a verb are what it takes, and nobody: *she "lied", promised* [*food*]."""
    if source[0] != cue[1] or contents[-1][1] > cue[0]:
        return False
    return not can_speak(doc, source)


def _is_article(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source is but the article of its cue: [*a*] *warning*."""
    return source[1] - source[0] == 1 and doc.norm(source[0]) in ARTICLES


def _is_whole(doc: AnnotatedDocument, cue: Range, i: int) -> bool:
    """Whether one word is all that was said: *denied it*, *denied wrongdoing*, a name."""
    if is_name(doc, i) or doc.norm(i) in words("whole_contents"):
        return True
    if doc.kinds[cue[0] - 1] & (PREP | DET | POSS):
        return False  # a day before the promised vote
    if doc.kinds[i] & (LISTED | LY):
        return False
    return takes_nouns(reporting_verb_of(doc, cue))


def _is_place(doc: AnnotatedDocument, cue: Range, first: int) -> bool:
    """Whether words that begin at ``first`` tell where somebody stood: *sobbed* [*behind him*]."""
    return not PLACES.isdisjoint((doc.norm(cue[1] - 1), doc.norm(first)))


def _was_asked(doc: AnnotatedDocument, cue: Range) -> bool:
    """*Asked whether it was safe, Poe said it was*; *Poe, asked if it was, laughed*: nobody's words.

    But *asked by a juror whether it was safe*, and *the paper, the Echo, asked if it was*.
    """
    if doc.norms[slice(*cue)] != ("asked",) or doc.norm(cue[1]) == "by":
        return False
    if cue[0] == sentence_start(doc, cue[0]):
        return True
    comma = doc.first_of(",", cue[1])
    if doc.norm(cue[0] - 1) != "," or comma >= sentence_end(doc, cue[1]):
        return False
    return any(doc.norms[i] in CLAUSE_OPENERS for i in range(cue[1], comma))  # asked outside if it was


def _is_general_belief(doc: AnnotatedDocument, cue: Range) -> bool:
    """*Thousands are believed* [*to have fled*], *it is understood* [*that*]: the subject is no source."""
    leads = doc.kinds[cue[1] - 1] & PREP and doc.norm(cue[1] - 1) != "by"  # is expected in
    verb = cue[1] - 1 - bool(leads)
    passive = doc.norm(verb - 1) in FORMS_OF_BE or _is_aside(doc, verb)
    if not passive or doc.norm(verb) not in words("passives_of_nobody"):
        return False
    return bool(leads) or doc.norm(cue[1]) == "to" or doc.norm(cue[0] - 1) == "it"


def _is_aside(doc: AnnotatedDocument, verb: int) -> bool:
    """Whether a participle between commas is no verb of saying: *the report, expected in Lent,*."""
    if doc.norm(verb - 1) != "," or doc.norm(verb) in _saying():
        return False
    return doc.first_of(",", verb) < sentence_end(doc, verb)


def _is_refusal_or_terms(doc: AnnotatedDocument, cue: Range) -> bool:
    return is_refusal_or_terms(doc, *cue)


_NO_STATEMENTS = (_is_refusal_or_terms, _was_asked, _is_general_belief)
"""What cues are that give nobody's words."""


def _gives_a_name(doc: AnnotatedDocument, cue: Range) -> bool:
    """*known as "Porch Light"*: what something is called, by nobody in particular."""
    return not _naming().isdisjoint(doc.norms[slice(*cue)])


def _leads_in(doc: AnnotatedDocument, cue: Range) -> bool:
    """[*Turning to*] *the budget he said*: an opening participle of no verb of saying leads to what does."""
    if cue[0] != sentence_start(doc, cue[0]):
        return False
    if not doc.kinds[cue[0]] & ING:
        return False
    return reporting_verb_of(doc, cue) is NO_VERB


@cache
def _naming() -> frozenset[str]:
    """Participles that give a name, and are no verbs of saying but beside quoted words."""
    return words("naming_participles") - _saying()


@cache
def _saying() -> frozenset[str]:
    """Forms of the verbs of saying that are some also without quoted words."""
    return frozenset(form for form, verb in reporting_verbs().items() if verb.frame != "weak")


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
            if max(first, verb[1] + 1) <= begins < last and begins_statement(doc, begins):
                return verb, (*contents[:index], (begins, last), *contents[index + 1 :])
    end = cue[1] - 1
    if verb[1] <= end and _leads_on(doc, cue, contents):
        if doc.norm(end) == "to" and (behind := _topics(doc, verb, contents)) != contents:
            return verb, behind
        if _is_behind_addressee(doc, verb, end):
            return verb, tuple((end if first == cue[1] else first, last) for first, last in contents)
        verb = cue
    parted = [_from_statement(doc, cue, verb, r) for r in contents]
    return verb, tuple((first, last) for first, last in parted if first < last)


def _topics(doc: AnnotatedDocument, verb: Range, contents: tuple[Range, ...]) -> tuple[Range, ...]:
    """The contents without those complained to: *complained to* [*the club*] *about noise*."""
    lemma = lemma_of(doc, verb)
    return tuple((topic_start(doc, lemma, first, last), last) for first, last in contents)


def _leads_on(doc: AnnotatedDocument, cue: Range, contents: Sequence[Range]) -> bool:
    """Whether a cue ends in a preposition that leads to a content: *warned of*; not *said about*."""
    end = cue[1] - 1
    if doc.norm(end) not in word_class("prep") or past_terms(doc, end, cue[1] + 1) != end:
        return False
    if approximates(doc, end):
        return False
    if doc.norm(end - 1) == "according":
        return False
    return any(first == cue[1] for first, _ in contents)  # not: "C," she said quietly at [the gate]


def _is_behind_addressee(doc: AnnotatedDocument, verb: Range, i: int) -> bool:
    """Whether the preposition at ``i`` leads to what somebody was told: *told the inquest* [*of a plan*]."""
    if verb[1] >= i:
        return False
    entry = reporting_verb_of(doc, verb)
    if entry.frame != "told":
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
        goes_on = doc.norm(index + 1) == "to" and index + 2 < cue[1]  # continued to deny
        if norm in _saying() and not goes_on:
            return cue[0], index + 1
        if norm == "words" and doc.norms[index - 2 : index + 2] in phrases("according_phrases")["in"]:
            return index - 2, index + 2
    return cue


def _from_statement(doc: AnnotatedDocument, cue: Range, verb: Range, content: Range) -> Range:
    """The content, which follows the cue at once, from where the statement begins.

    Without whom it was asked (*asked* [*him*] *what he knew*); with what the network took for a part of the
    cue but is none (*said* *about half the boats had left*).
    """
    if cue[1] <= content[0] < verb[1] <= content[1]:
        return verb[1] + (doc.norm(verb[1]) == ","), content[1]
    if content[0] != cue[1] or doc.inside[content[0]] >= 0:
        return content
    if verb == cue:
        return _without_addressee(doc, cue, content)
    if approximates(doc, verb[1]) or doc.kinds[verb[1]] & ING:
        return verb[1], content[1]  # denied [going out that night], said [according to X, C]
    return content


def _without_addressee(doc: AnnotatedDocument, cue: Range, content: Range) -> Range:
    """The content of a cue without whom it was told or asked."""
    entry = reporting_verbs().get(doc.norm(cue[1] - 1), NO_VERB)
    addressed, asks = entry.frame == "told", entry.lemma in MAY_ADDRESS
    if not addressed and not asks:
        return content
    if addressed and (begins := _behind_addressee(doc, content)) > content[0]:
        return begins, content[1]
    first = past_addressee(doc, content[0], min(content[1] + 1, len(doc.tokens)), certain=False)
    if doc.norm(first) == "," and starts_quoted_range(doc, first + 1):
        return min(first + 1, content[1]), content[1]  # telling an agent, "..."
    if asks and first < content[1] and doc.norm(first) in CLAUSE_OPENERS:
        return first, content[1]
    return content


def _behind_addressee(doc: AnnotatedDocument, content: Range) -> int:
    """Where a clause begins behind whom it was told: *the BBC* [*the dog was old*], *Reuters* [*he did*]."""
    first, last = content
    begins = past_addressee(doc, first, last, certain=True)
    if begins >= last or is_aux(doc, begins):
        return first
    if clause(doc, (begins, last)) is not Clause.YES:
        return first
    return begins


def _whole_source(doc: AnnotatedDocument, source: Range | None, rule: Candidate | None) -> Range | None:
    """The source without *'s* of *Poe's claim*, *whom* of *whom Poe called*, *a law* of *a law critics hail*.

    With the terms on which it spoke, where a rule sees them.
    """
    if source is None:
        return None
    if source[1] - source[0] > 1 and doc.norm(source[1] - 1) == "'s":
        source = source[0], source[1] - 1
    if _is_whose(doc, source):
        source = source[0] + 1, source[1]
    source = _behind_opener(doc, source)
    source = contact_clause(doc, *source) or source[0], without_time(doc, *source)
    source = source[0], _before_participle(doc, *source)
    if rule is None or rule.source is None:
        return source
    if rule.source[0] == source[0] and is_refusal_or_terms(doc, source[1], rule.source[1]):
        return rule.source
    return rule.source if _is_apposed_name(doc, source, rule.source) else source


def _outside_aside(doc: AnnotatedDocument, source: Range | None, cue: Range) -> Range | None:
    """The sentence's subject, if a source stands in an aside before the verb: *, as X had forecast,*."""
    if source is None or noting_aside(doc, source[0]) < 0 or noting_aside(doc, cue[0]) >= 0:
        return source
    return leading_subject(doc, sentence_start(doc, cue[0]), noting_aside(doc, source[0])) or source


def _behind_opener(doc: AnnotatedDocument, source: Range) -> Range:
    """The subject behind a participle that opens its sentence: [*Born in Tarn,*] *she left and said*."""
    first, last = source
    subject = doc.first_of(",", first) + 1
    if subject > last + 1 or not _opens_with_participle(doc, first):
        return source
    if doc.kinds[subject] & SUBJ:
        return subject, subject + 1
    if doc.kinds[subject] & PREP:
        return source
    return (subject, last) if subject < last else source


def _opens_with_participle(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a participle with its place or time opens a sentence at token ``i``: *Born in Tarn*."""
    if not doc.norms[i].endswith(_PARTICIPLE_ENDINGS):
        return False
    return doc.kinds[i + 1] & PREP != 0 and i == sentence_start(doc, i)


def _is_whose(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a source begins with what is said of: [*whom*] *Poe* called, [*who*] *aides* said was."""
    first, last = source
    if last == first + 1:
        return False
    if doc.norm(first) == "who":
        return not doc.kinds[last - 1] & (TIME | ADVERB)
    return doc.norm(first) in _OBJECT_RELATIVES


def _is_apposed_name(doc: AnnotatedDocument, source: Range, whole: Range) -> bool:
    """Whether a source is but the name behind an office: *the head of the bank,* [*Ann Poe*]*, said*."""
    comma = source[0] - 1
    if not whole[0] < comma < whole[1] <= source[1] + 1 or not doc.kinds[comma] & COMMA:
        return False
    return all(is_name(doc, i) for i in range(*source))


def _before_participle(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends before what it did meanwhile: *Sen. Tom Roe, D-Pa.,* [*holding it up*].

    Or before what goes on with the statement: *said Poe,* [*and cost us*], *said Poe,* [*unless it rains*].
    """
    for index in range(first + 1, last - 2):
        after = index + 1
        if not doc.kinds[index] & COMMA:
            continue
        if _does_meanwhile(doc, after) or opens_rest(doc, after) or adds_verb(doc, after):
            return index
    return last


def _does_meanwhile(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a participle with an object or a place begins at ``i``: *holding it up*; not *including*."""
    if not doc.kinds[i] & ING or doc.norm(i) == "including":
        return False
    return doc.kinds[i + 1] & (DET | POSS | OBJ | PREP) != 0


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
    parts = [doc.inside[first:last] for first, last in ranges]
    held = Counter(chain.from_iterable(part for part in parts if max(part, default=-1) >= 0))
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

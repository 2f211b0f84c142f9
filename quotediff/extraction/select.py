"""The one place that settles conflicts between candidates.

Candidates are taken cheapest first. One is refused when its cue, or words of its contents, already belong
to a cheaper one. Ties go to the earlier rule, then to the earlier place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.complements import drop_actions
from quotediff.extraction.document import AnnotatedDocument, Block
from quotediff.extraction.grammar import UNSAID, Range, has_verb, is_hearsay, is_name
from quotediff.extraction.rules.according import ACCORDING_TO, carries
from quotediff.extraction.rules.amounts import AMOUNT
from quotediff.extraction.rules.phrase import FRAGMENT
from quotediff.extraction.rules.quoted_as import QUOTED_AS
from quotediff.extraction.sure_rules import merge_sure_rules
from quotediff.extraction.token_kinds import STOP
from quotediff.lang.cues import reporting_verbs
from quotediff.lang.lexicon import word_list
from quotediff.values import replace

COST_NESTED = 1.5  # its cue stands in what somebody else said: the outer statement is the reporter's
_MAX_COST_OUTER = 3.5  # an outer candidate that costs more is itself in doubt
_ALWAYS_WEIGHED = frozenset({QUOTED_AS, AMOUNT})
_NOBODY_WORDS = word_list("nobody_words")
_MAX_COST_PLAIN = 2.0  # an inner one that costs no more is a statement beyond much doubt,
_MAX_COST_BARE = 2.6  # or no more than this, if its verb does nothing but say
_SAY = word_list("say")

_MAX_COST_FAIR = 1.9  # a rule this sure is weighed against the network on quoted words
_MAX_COST_FIRM = (
    1.2  # quoted words, a comma or colon, a name and a verb of saying: whatever the network thinks
)

_MAX_COST_WITH_MARKS = 1.5  # a subject, a verb of saying and quoted words right behind it, or as above

_COST_AFTER_NETWORK = (
    10.0  # added where the network is heard before: more than anything of the network's costs
)

_MIN_SENTENCE_TOKENS = 7  # tokens with marks and stop

_CONTENT_BYTE, _CUE_BYTE = b"\x01", b"\x02"


def select(
    doc: AnnotatedDocument, candidates: Sequence[Candidate], order: Sequence[str]
) -> tuple[Candidate, ...]:
    """The candidates that stand, in text order; n log n in their number, linear in their contents.

    Args:
        doc: the article.
        candidates: as ``add_nested_cost`` gives them.
        order: the names of the rules, the first winning ties.
    """
    rank = {name: k for k, name in enumerate(order)}
    owned = bytearray(len(doc.tokens))
    chosen = []
    for candidate in sorted(candidates, key=lambda c: (c.cost, rank[c.rule], c.contents, c.cue or (0, 0))):
        ranges = [*candidate.contents, *([candidate.cue] if candidate.cue else [])]
        if any(any(owned[first:last]) for first, last in ranges):
            continue
        for first, last in candidate.contents:
            owned[first:last] = _CONTENT_BYTE * (last - first)
        lead = _cue_or_label(candidate)
        if lead is not None:
            first, last = lead
            owned[first:last] = _CUE_BYTE * (last - first)
        chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda c: c.contents))


def _cue_or_label(candidate: Candidate) -> Range | None:
    """The cue; of words given as spoken, all from the name to it: *Ann Poe, appearing for the board:*."""
    source, cue = candidate.source, candidate.cue
    if candidate.verbatim and source is not None and cue is not None:
        return min(source[0], cue[0]), cue[1]
    return cue


def nested_quotes(
    doc: AnnotatedDocument, chosen: Sequence[Candidate], candidates: Sequence[Candidate], order: Sequence[str]
) -> tuple[tuple[int, Candidate], ...]:
    """What stands inside the contents of a chosen candidate as another's words: *A said B said C*.

    Args:
        doc: the article.
        chosen: what ``select`` gave, in text order.
        candidates: all of the rules', as ``add_nested_cost`` gives them; deeds and the like are left out.
        order: as for ``select``.

    Returns:
        Each with the index of the one around it; only those with a cue and a source that leave little doubt.
    """
    around = [-1] * len(doc.tokens)  # whose content a token is of
    for index, outer in enumerate(chosen):
        if outer.verbatim:
            continue
        for first, last in outer.contents:
            around[first:last] = [index] * (last - first)
    cues = {c.cue for c in chosen}
    others = [c for c in candidates if c.cue not in cues and _leaves_little_doubt(doc, c)]
    inner = [replace(c, cost=c.cost - COST_NESTED) for c in drop_actions(doc, others)]
    inside = [c for c in (_clipped(c, around, chosen) for c in inner) if c is not None]
    return tuple((around[c.contents[0][0]], c) for c in select(doc, inside, order))


def _leaves_little_doubt(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a candidate within another one surely tells who said it; not *nobody would say*."""
    if not candidate.is_attributed or doc.norms[candidate.source_tokens[0]] in _NOBODY_WORDS:
        return False
    said = {doc.norms[i] for i in candidate.cue_tokens}
    most = _MAX_COST_PLAIN if said.isdisjoint(_forms_of_say()) else _MAX_COST_BARE
    if candidate.cost > most + COST_NESTED or not said.isdisjoint(_unsaid()):
        return False
    return bool(candidate.quoted_ranges) or any(has_verb(doc, *r) for r in candidate.contents)


@cache
def _forms_of_say() -> frozenset[str]:
    return frozenset(form for form, verb in reporting_verbs().items() if verb.lemma in _SAY)


@cache
def _unsaid() -> frozenset[str]:
    """Words of a cue that tell that nothing was said yet, or something was done: *would*, *agreed*."""
    return UNSAID.union(form for form, verb in reporting_verbs().items() if verb.stance == "agree")


def _parts(candidate: Candidate) -> Iterator[Range]:
    yield from candidate.contents
    for part in (candidate.cue, candidate.source):
        if part is not None:
            yield part


def _clipped(candidate: Candidate, around: Sequence[int], chosen: Sequence[Candidate]) -> Candidate | None:
    """The candidate as far as one range of the contents around it goes; None if it does not begin in one."""
    k = around[candidate.contents[0][0]]
    for low, high in chosen[k].contents if k >= 0 else ():
        if all(low <= first < high for first, _ in _parts(candidate)):
            contents = tuple((first, min(last, high)) for first, last in candidate.contents)
            cut = replace(candidate, contents=contents)
            if all(last <= high for _, last in _parts(cut)):
                return cut
    return None


def merge_proposals(
    doc: AnnotatedDocument, rules: Sequence[Candidate], network: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The candidates to select from where the network has read the article: its own, and some of the rules'.

    The network knows better what indirect speech is and where it ends; a rule is heard about quoted words
    that the network also takes for a statement, or where its shape leaves no doubt: a turn, a comma or colon
    with a name, a sentence of quoted words that nothing else takes; and *according to* where the network has
    nothing. What somebody *is said to have said* the network has not learned: there the rules come first. Nor
    does the network take quoted words from the verb that a rule surely gives them for another sentence's.
    Which rules are heard about plain words, ``sure`` says.
    """
    proposed = {k for c in network for k in c.quoted_ranges}
    sure, network = merge_sure_rules(doc, rules, tuple(_without_carriers(doc, rules, network)))
    own = tuple(_without_claimed(doc, rules, network))
    quoted = {k for c in own for k in c.quoted_ranges}
    taken = {k for c in network for k in c.quoted_ranges} - quoted
    heeded = [
        c for c in rules if _stands_by_itself(doc, c, proposed) or _is_heeded_of_marked(doc, c, quoted, taken)
    ]
    last = [
        replace(rule_candidate, cost=rule_candidate.cost + _COST_AFTER_NETWORK)
        for rule_candidate in rules
        if rule_candidate.rule == ACCORDING_TO and not rule_candidate.quoted_ranges
    ]
    hearsay = [
        replace(candidate, cost=0.0)
        for candidate in rules
        if candidate.rule in _ALWAYS_WEIGHED or _is_hearsay(doc, candidate)
    ]
    return (*hearsay, *own, *heeded, *sure, *last)


def _stands_by_itself(doc: AnnotatedDocument, rule: Candidate, proposed: Container[int]) -> bool:
    """Whether a rule's candidate is a turn, or a sentence of quoted words: a short one if ``proposed``."""
    if rule.verbatim or rule.rule != FRAGMENT:
        return rule.verbatim
    k = rule.quoted_ranges[0]
    return _is_sentence(doc, k) or (k in proposed and _begins_sentence(doc, k))


def _is_heeded_of_marked(
    doc: AnnotatedDocument, rule: Candidate, quoted: Container[int], taken: Container[int]
) -> bool:
    """Whether a rule is sure enough of quoted words; see ``_max_cost``."""
    marked = bool(rule.quoted_ranges) and rule.rule != FRAGMENT
    return marked and rule.cost <= _max_cost(doc, rule, quoted, taken)


def _max_cost(
    doc: AnnotatedDocument, rule: Candidate, quoted: Container[int], taken: Container[int]
) -> float:
    """What a rule's candidate may cost to be heard: more on words that the network has, or lost to a rule.

    Or that are a sentence of their own right behind a verb of saying: *the porter muttered "Closed."*.
    """
    if any(k in quoted for k in rule.quoted_ranges):
        return _MAX_COST_FAIR
    lost = any(k in taken for k in rule.quoted_ranges)
    return _MAX_COST_WITH_MARKS if lost or _is_utterance(doc, rule) else _MAX_COST_FIRM


def _is_utterance(doc: AnnotatedDocument, rule: Candidate) -> bool:
    """Whether a content is but a quotation that begins as a sentence does, and ends as one."""
    quoted, (first, last) = doc.quoted[rule.quoted_ranges[0]], rule.contents[0]
    if len(rule.contents) > 1 or not quoted.closed:
        return False
    if first != quoted.first or last > quoted.last + 1:
        return False
    return is_name(doc, first + 1) and doc.kinds[quoted.last - 2] & STOP != 0


def _without_carriers(
    doc: AnnotatedDocument, rules: Sequence[Candidate], network: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The network's less those of who carried the words of one with a verb of his own in the sentence.

    *She said it was late*, [*according to*] *a translation by the club*.
    """
    spoken = {doc.sentence_of[c.place] for c in rules if c.cue is not None}
    return (candidate for candidate in network if not _is_carried(doc, candidate, spoken))


def _is_carried(doc: AnnotatedDocument, candidate: Candidate, spoken: Container[int]) -> bool:
    """Whether the source of *according to* but carried words that somebody in its sentence has ``spoken``."""
    place = candidate.place
    if doc.norms[place] != "according" or doc.sentence_of[place] not in spoken:
        return False
    named = (part for part in (candidate.source, candidate.cue) if part is not None)
    return any(carries(doc, part) for part in named)


def _without_claimed(
    doc: AnnotatedDocument, rules: Sequence[Candidate], network: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The network's candidates without quoted words that a rule surely gives to another sentence's verb."""
    firm = _firm_cues(rules)
    for proposed in network:
        claimed = {k for k in proposed.quoted_ranges if _is_claimed(doc, k, proposed, firm)}
        if not claimed:
            yield proposed
            continue
        contents = tuple(r for r in proposed.contents if claimed.isdisjoint(quoted_ranges_in(doc, (r,))))
        if contents:
            yield replace(proposed, contents=contents, quoted_ranges=quoted_ranges_in(doc, contents))


def _firm_cues(rules: Sequence[Candidate]) -> dict[int, set[int]]:
    """For each range that a rule surely has, the tokens of the cues that it gives it."""
    firm: dict[int, set[int]] = {}
    for candidate in rules:
        if candidate.is_attributed and candidate.cost <= _MAX_COST_WITH_MARKS:
            for k in candidate.quoted_ranges:
                firm.setdefault(k, set()).update(candidate.cue_tokens)
    return firm


def _is_claimed(
    doc: AnnotatedDocument, k: int, proposed: Candidate, firm: Mapping[int, Collection[int]]
) -> bool:
    """Whether a rule surely gives a range to another cue than a candidate's, of another sentence."""
    own = proposed.cue_tokens
    if not own or k not in firm:
        return False
    return not any(i in firm[k] for i in own) and not _beside(doc, k, own[0])


def _beside(doc: AnnotatedDocument, k: int, cue: int) -> bool:
    """Whether quoted words stand in the sentence of a cue."""
    quoted = doc.quoted[k]
    return doc.sentence_of[quoted.first] <= doc.sentence_of[cue] <= doc.sentence_of[quoted.last - 1]


def _is_hearsay(doc: AnnotatedDocument, candidate: Candidate) -> bool:
    """Whether a cue tells that others say that somebody said it: *is said to have told*."""
    return any(is_hearsay(doc, i) for i in candidate.cue_tokens[1:-1])


def _begins_sentence(doc: AnnotatedDocument, k: int) -> bool:
    first = doc.quoted[k].first
    return first == doc.sentences[doc.sentence_of[first]].first


def _is_sentence(doc: AnnotatedDocument, k: int) -> bool:
    """Whether a range goes on with another paragraph's quote, fills its own, or may be a sentence."""
    quoted = doc.quoted[k]
    block = doc.blocks[doc.block_of[quoted.first]]
    if quoted.continued or (block.first, block.last) == (quoted.first, quoted.last):
        return True
    if not _begins_sentence(doc, k):
        return False
    return quoted.last - quoted.first >= _MIN_SENTENCE_TOKENS or _goes_on(doc, k, block)


def _goes_on(doc: AnnotatedDocument, k: int, block: Block) -> bool:
    """Whether a short sentence of its own follows one that quotes: *"It does," Poe said.* *"Normally."*."""
    quoted = doc.quoted[k]
    if not doc.kinds[quoted.last - 2] & STOP:
        return False
    before = doc.sentences[doc.sentence_of[quoted.first] - 1].first
    return doc.last_quoted(quoted.first, before) >= max(before, block.first)


def add_nested_cost(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, dearer where their cue stands inside the contents of a firm one with another cue."""
    enclosing = _Enclosing({c.place for c in candidates if c.cue is not None})
    for outer in candidates:
        if outer.source is not None and outer.cost <= _MAX_COST_OUTER:
            for content in outer.contents:
                enclosing.add(content, outer.cue)
    return tuple(_with_nested_cost(candidate, enclosing) for candidate in candidates)


def _with_nested_cost(candidate: Candidate, enclosing: _Enclosing) -> Candidate:
    cue = candidate.cue
    if cue is None or not enclosing.other(cue):
        return candidate
    return replace(candidate, cost=candidate.cost + COST_NESTED)


class _Enclosing:
    """For each token that begins a cue, the cues whose contents hold it: two tell enough, so it is linear."""

    def __init__(self, begins: Iterable[int]) -> None:
        self._at = sorted(begins)
        self._cues: list[tuple[Range | None, ...]] = [()] * len(self._at)
        self._open_from = list(range(len(self._at) + 1))  # the first from here on that has not two

    def add(self, content: Range, cue: Range | None) -> None:
        """The content of a cue."""
        first, last = content
        k = self._open(bisect_left(self._at, first))
        while k < len(self._at) and self._at[k] < last:
            if cue not in self._cues[k]:
                self._cues[k] = (*self._cues[k], cue)
                self._open_from[k] += len(self._cues[k]) == 2
            k = self._open(k + 1)

    def other(self, cue: Range) -> bool:
        """Whether the contents of another cue hold the beginning of this one."""
        cues = self._cues[bisect_left(self._at, cue[0])]
        return any(enclosing != cue for enclosing in cues)

    def _open(self, k: int) -> int:
        open_from = self._open_from
        while open_from[k] != k:
            open_from[k] = k = open_from[open_from[k]]
        return k

"""From an article to the attributions that the network sees in it.

``propose`` gives all of them, with what the network thinks of each; ``choose_attributions`` picks those that
can stand together and sees to it that quoted words find their attribution.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import RELATIVES
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range
from quotediff.extraction.learned.confidence import confidence
from quotediff.extraction.learned.features import paragraph_states, quote_states, type_features
from quotediff.extraction.learned.hints import Hints, hints
from quotediff.extraction.learned.models import Model
from quotediff.extraction.learned.network import (
    CONTENT,
    CUE,
    SOURCE,
    UNIT,
    Chances,
    Hidden,
    Labelling,
    Labels,
    Network,
    NetworkInput,
    Window,
)
from quotediff.extraction.quoted_ranges import QuotedRange
from quotediff.lang.cues import word_kinds
from quotediff.lang.lexicon import word_list
from quotediff.limits import (
    MAX_CUES_TRIED,
    MAX_HEARER_TOKENS,
    MAX_READ_TOKENS,
    MAX_WINDOW_ROWS,
    WINDOW_CUE_TOKENS,
)
from quotediff.model import Attitude
from quotediff.text.shapes import STRAIGHT_MARKS
from quotediff.text.tokens import Token
from quotediff.values import dataclass, replace

_KNOWN_FAMILY_NAME = "Smith"  # a family name that the network knows
_LABEL_BEGINS, _LABEL_GOES_ON = 1, 2  # labels of the first part
_CONTENT_RIGHT, _CONTENT_LEFT = 5, 6  # content of a cue to the right, to the left
# In thousandths, set on the held-out part of the training articles:
_SURE_CUE_CHANCE = 900  # there is a content, whatever the second part thinks
_MIN_CUE_CHANCE_FOR_QUOTED = 30  # likewise for quoted words that lack an attribution
_MAX_COST_OF_JOINING = 20 * 256  # against quoted words being of a content
_MIN_CONTINUED_CUE_CHANCE = 400  # a cue goes on
_MIN_OUTER_CUE_CHANCE = 500  # a cue whose content may hold others
_MIN_CONTENT_CHANCE = 400  # quoted words are a statement, though no cue has taken them

_TELLING = word_list("telling")
_NO_ADDRESSEES = word_list("no_addressees")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attribution: token ranges (half-open), all of one paragraph, and how sure the network is.

    ``cue`` is None for quoted words that the network takes for a statement without seeing whose; ``source``
    may then be None, too. ``chance`` is that of the cue, in thousandths. ``natural`` is false where the
    network would rather see no content for this cue: such a proposal is for quoted words that have nothing
    better. ``unsourced`` is the same without a source where the network would rather see none. ``margin`` is
    by how much the labels are preferred to none, in natural logarithms times 256. ``confidence`` is how often
    the like of it was right on articles held out, as the model card tells; only ``choose_attributions``
    sets it.
    """

    source: Range | None
    cue: Range | None
    contents: tuple[Range, ...]
    chance: int
    natural: bool
    margin: int
    unsourced: Proposal | None = None
    confidence: float = 0.0


class NetworkOutput(NamedTuple):
    """The network's first part on an article: what it read, and what it makes of each token.

    ``hints`` is what the rules made of the article, ``ranges`` its paragraphs; ``model`` is whose it is.
    """

    model: Model
    tokens: tuple[Token, ...]
    hints: Hints
    hidden: Hidden
    chances: Chances
    ranges: list[Range]


def run_network(doc: AnnotatedDocument, rule_choice: Sequence[Candidate], model: Model) -> NetworkOutput:
    """What the network sees in the article before it looks at single cues; linear in the tokens.

    Args:
        doc: the article.
        rule_choice: what the rules, left alone, choose of their candidates.
        model: the network, and what its proposals are judged by.
    """
    rule_hints = hints(len(doc.tokens), rule_choice)
    ranges = [
        (at, min(at + MAX_READ_TOKENS, block.last))
        for block in doc.blocks
        for at in range(block.first, block.last, MAX_READ_TOKENS)
    ]
    net = model.network
    hidden = _hidden(net, _as_trained(doc), rule_hints, ranges) if ranges else b""
    return NetworkOutput(model, doc.tokens, rule_hints, hidden, net.chances(hidden), ranges)


def propose(output: NetworkOutput) -> tuple[Proposal, ...]:
    """Every attribution that the network sees, in the order of the cues; they may overlap.

    Cost: the number of cues times at most ``2 * WINDOW_CUE_TOKENS`` tokens each, and no more than some dozen
    times the article's tokens.
    """
    limits = output.model.thresholds
    windows = _windows(output, limits.likely, output.ranges, limits.ruled)
    if not windows:
        return ()
    sure = [output.chances[_LABEL_BEGINS][w.first] >= _SURE_CUE_CHANCE for w in windows]
    around = [output.hints.around(*w) for w in windows]
    found = output.model.network.label(output.hidden, windows, sure, around)
    each = (_proposal(output, w, labelling) for w, labelling in zip(windows, found, strict=True))
    return tuple(p for p in each if p is not None)


def attributions_for(output: NetworkOutput, quoted: Sequence[Range]) -> list[list[tuple[int, Proposal]]]:
    """For quoted words, the attributions they could belong to, with what each has against it; best first.

    At most ``MAX_CUES_TRIED`` each, of cues in the same paragraph. What is against one is in natural
    logarithms times 256: the chance that its cue is none, and that these words are not of its content.
    """
    windows: list[Window] = []
    of: list[int] = []
    cues = {
        paragraph: _windows(output, _MIN_CUE_CHANCE_FOR_QUOTED, [paragraph], _MIN_CUE_CHANCE_FOR_QUOTED)
        for paragraph in {_paragraph(output, q) for q in quoted}
    }
    for index, quoted_range in enumerate(quoted):
        here = [
            window
            for window in cues[_paragraph(output, quoted_range)]
            if window.last <= quoted_range[0] or window.first >= quoted_range[1]
        ]
        here.sort(key=lambda w: (-output.chances[_LABEL_BEGINS][w.first], w))
        near = [w for w in here[:MAX_CUES_TRIED] if w.low <= quoted_range[0] and quoted_range[1] <= w.high]
        windows.extend(near)
        of.extend([index] * len(near))
    result: list[list[tuple[int, Proposal]]] = [[] for _ in quoted]
    if windows:
        around = [output.hints.around(*w) for w in windows]
        found = output.model.network.label(output.hidden, windows, [quoted[k] for k in of], around)
        for position, window, labelling in zip(of, windows, found, strict=True):
            p = _proposal(output, window, labelling)
            if p is not None:
                doubt = round(-UNIT * math.log(max(1, p.chance) / 1000))
                result[position].append((doubt + labelling.cost, p))
    return [sorted(found_, key=lambda x: (x[0], x[1].cue)) for found_ in result]


def choose_attributions(
    doc: AnnotatedDocument, rule_choice: Sequence[Candidate], model: Model
) -> tuple[Proposal, ...]:
    """The attributions that stand, in text order: no token is content of two; as for ``run_network``.

    Those the network is surest of come first. Then quoted words that it takes for a statement, but that
    none of these holds, join one of these or bring in another, whichever has least against it; or stand
    alone.
    """
    output = run_network(doc, rule_choice, model)
    if not output.ranges:
        return ()
    accepted = _Accepted(doc, model)
    found = (_without_unlikely_source(doc, output, p) for p in propose(output))
    for p in _outermost_first(list(found), len(doc.tokens)):
        accepted.accept(p)
    lacking = [
        q for q in accepted.unaccepted_quoted() if _mean_content_chance(output, q) >= _MIN_CONTENT_CHANCE
    ]
    for quoted, choices in zip(lacking, attributions_for(output, lacking), strict=True):
        if accepted.accepted_tokens(quoted) * 2 >= quoted[1] - quoted[0]:
            continue
        if not any(
            accepted.join(proposal, quoted) or accepted.accept(proposal)
            for against, proposal in choices
            if against < _MAX_COST_OF_JOINING
        ):
            accepted.stand_alone(quoted)
    return accepted.result(output.hints)


def _without_unlikely_source(doc: AnnotatedDocument, output: NetworkOutput, p: Proposal) -> Proposal:
    """The proposal; plain words without a source where the one that the network was made to see is none.

    *The pier is expected to open*, *the pier seems safe*: held by nobody named. Of other words the source
    is told if that is right more often than not.
    """
    if p.unsourced is None or p.cue is None or doc.holds_quoted(p.contents):
        return p
    held = attitude(doc, p.cue, quoted=False) is Attitude.BELIEF
    sure = confidence(doc, output.hints, p, output.model.confidence)
    return p.unsourced if held or sure < output.model.thresholds.sourced else p


def _outermost_first(proposals: Sequence[Proposal], tokens: int) -> list[Proposal]:
    """The surest first; but last those whose cue stands in what another says: *A said B did C*."""
    held = bytearray(tokens)
    for proposal in proposals:
        if proposal.natural and proposal.chance >= _MIN_OUTER_CUE_CHANCE:
            for first, last in proposal.contents:
                held[first:last] = b"\x01" * (last - first)

    def order(p: Proposal) -> tuple[bool, int, Range]:
        cue = p.cue or (0, 0)
        return any(held[slice(*cue)]), -p.chance, cue

    return sorted(proposals, key=order)


class _Accepted:
    """Attributions that stand, and what they own."""

    def __init__(self, doc: AnnotatedDocument, model: Model) -> None:
        self.doc = doc
        self.model = model
        self.proposals: list[Proposal] = []
        self.content = bytearray(len(doc.tokens))
        self.cue = bytearray(len(doc.tokens))
        self.of_cue: dict[int, int] = {}

    def accepted_tokens(self, r: Range) -> int:
        """How many of these tokens are some content."""
        return self.content.count(1, r[0], r[1])

    def unaccepted_quoted(self) -> list[Range]:
        """Insides of outermost quoted ranges that are less than half content."""
        quoted = (self.doc.quoted[k] for k in self.doc.outer)
        inner = [(q.first + 1, q.last - 1 if q.closed else q.last) for q in quoted]
        return [
            r for r in inner if r[0] < r[1] and self.accepted_tokens(r) * 2 < r[1] - r[0] and self._words(r)
        ]

    def _words(self, r: Range) -> bool:
        return any(self.doc.tokens[i].text[0].isalnum() for i in range(*r))

    def accept(self, p: Proposal) -> bool:
        """Lets a proposal stand unless what stands already owns most of its content, or its cue."""
        contents = self._without_afterthought(p)
        size = sum(b - a for a, b in contents)
        if sum(self.accepted_tokens(r) + self.cue.count(1, *r) for r in contents) * 2 > size:
            return False
        if p.cue is None or self.accepted_tokens(p.cue) or self.cue.count(1, *p.cue):
            return False
        free: list[Range] = []
        for first, last in contents:
            if not any(self.content[first:last]) and not any(self.cue[first:last]):
                free.append((first, last))
                continue
            for index in range(first, last):
                if self.content[index] or self.cue[index]:
                    continue
                if free and free[-1][1] == index:
                    free[-1] = (free[-1][0], index + 1)
                else:
                    free.append((index, index + 1))
        for a, b in free:
            self.content[a:b] = b"\x01" * (b - a)
        self.cue[p.cue[0] : p.cue[1]] = b"\x01" * (p.cue[1] - p.cue[0])
        k = len(self.proposals)
        self.of_cue.update(dict.fromkeys(range(*p.cue), k))
        self.proposals.append(replace(p, contents=tuple(free)))
        return True

    def _without_afterthought(self, p: Proposal) -> tuple[Range, ...]:
        """The contents; if quoted ones end before the cue, without plain ones after it.

        *"It is late," she said* [*of the hour*].
        """
        inside, cue = self.doc.inside, p.cue
        if cue is None or not any(b <= cue[0] and inside[b - 1] >= 0 for _, b in p.contents):
            return p.contents
        return tuple((a, b) for a, b in p.contents if a < cue[1] or any(inside[i] >= 0 for i in range(a, b)))

    def join(self, p: Proposal, quoted: Range) -> bool:
        """Makes quoted words a further content of the attribution with the proposal's cue, if it stands."""
        found = [self.of_cue[i] for i in range(*(p.cue or (0, 0))) if i in self.of_cue]
        if found:
            self._add(found[0], quoted)
        return bool(found)

    def stand_alone(self, quoted: Range) -> None:
        """Quoted words without a cue in their paragraph; whose they are is for others to find."""
        self.proposals.append(Proposal(None, None, (), 0, natural=False, margin=0))
        self._add(len(self.proposals) - 1, quoted)

    def _add(self, k: int, quoted: Range) -> None:
        self.content[quoted[0] : quoted[1]] = b"\x01" * (quoted[1] - quoted[0])
        p = self.proposals[k]
        self.proposals[k] = replace(p, contents=tuple(sorted((*p.contents, quoted))))

    def result(self, hints: Hints) -> tuple[Proposal, ...]:
        """What stands, in text order, with its confidence."""
        order = sorted(self.proposals, key=lambda p: (p.contents, p.cue or (0, 0)))
        weights = self.model.confidence
        return tuple(replace(p, confidence=confidence(self.doc, hints, p, weights)) for p in order)


def _mean_content_chance(output: NetworkOutput, quoted: Range) -> int:
    """The mean chance of these tokens to be some content, in thousandths."""
    tokens = slice(*quoted)
    total = sum(output.chances[_CONTENT_RIGHT][tokens]) + sum(output.chances[_CONTENT_LEFT][tokens])
    return total // (quoted[1] - quoted[0])


def _paragraph(output: NetworkOutput, r: Range) -> Range:
    """The one of ``output.ranges`` in which ``r`` begins."""
    return output.ranges[bisect_right(output.ranges, r[0], key=lambda x: x[0]) - 1]


def _as_trained(doc: AnnotatedDocument) -> Sequence[Token]:
    """The tokens, with what the network was not taught as what it was.

    Single marks are double ones, and double ones within others single ones; and a name that is also a word,
    *May said*, is a name that is none. Straight marks open and close by turns: where one is a sign for
    inches, or was never closed though another opens behind it, that one is a word, and the others of its
    paragraph are directed ones.
    """
    changed = {
        index: doc.tokens[index]._replace(text=_KNOWN_FAMILY_NAME, norm=_KNOWN_FAMILY_NAME.lower())
        for index in doc.namesakes
        if doc.norms[index] in word_kinds()
    }
    odd = _inch_marks_as_words(doc) | dict.fromkeys(_abandoned_openers(doc), ",")
    uneven = {doc.block_of[i] for i in odd}
    for position in doc.outer:
        quoted = doc.quoted[position]
        if doc.block_of[quoted.first] in uneven or quoted.family not in ("double", "guillemet"):
            changed |= _with_other_marks(doc, quoted, "“", "”")
    for quoted in doc.quoted:
        if quoted.depth and quoted.family != "single":
            changed |= _with_other_marks(doc, quoted, "‘", "’")
    changed |= {i: doc.tokens[i]._replace(text=word, norm=word) for i, word in odd.items()}
    return [changed.get(i, t) for i, t in enumerate(doc.tokens)] if changed else doc.tokens


def _with_other_marks(
    doc: AnnotatedDocument, quoted: QuotedRange, opening: str, closing: str
) -> dict[int, Token]:
    """The marks of a range as others."""
    ends = [(quoted.first, opening)] + [(quoted.last - 1, closing)] * quoted.closed
    return {i: doc.tokens[i]._replace(text=mark, norm=mark) for i, mark in ends}


def _inch_marks_as_words(doc: AnnotatedDocument) -> dict[int, str]:
    """The straight marks right behind figures that are no edge of a range, as a word."""
    signs = [i for i in doc.places_of(STRAIGHT_MARKS) if i > 0 and doc.norms[i - 1][-1:].isdigit()]
    if not signs:
        return {}
    edges = {i for q in doc.quoted for i in (q.first, q.last - 1)}
    return {i: "inches" for i in signs if i not in edges}


def _abandoned_openers(doc: AnnotatedDocument) -> Iterator[int]:
    """The opening marks that were never closed, where the narrator goes on in their paragraph."""
    for index in doc.outer:
        quoted = doc.quoted[index]
        last = doc.blocks[doc.block_of[quoted.first]].last
        if not quoted.closed and not quoted.continues and quoted.last < last:
            yield quoted.first


def _hidden(net: Network, tokens: Sequence[Token], rule_hints: Hints, ranges: list[Range]) -> Hidden:
    number: dict[str, int] = {}
    of = [number.setdefault(token[2], len(number)) for token in tokens]
    first_norms = {token[2]: token[3] for token in reversed(tokens)}
    types = [type_features(text, first_norms[text]) for text in number]
    marks = [quote_states(tokens, first, last) for first, last in ranges]
    quotes = bytes(chain.from_iterable(states for states, _ in marks))
    states = paragraph_states(tokens, ranges, [unclosed for _, unclosed in marks])
    lengths = [last - first for first, last in ranges]
    return net.read(NetworkInput(list(number), types, of, quotes, rule_hints.states, states, lengths))


def _windows(output: NetworkOutput, least: int, within: Iterable[Range], rule_hints: int) -> list[Window]:
    """The cues, each as far as it goes, and the tokens around each.

    A cue begins where its chance is ``least``, or ``rule_hints`` if a rule's does.
    Where cues crowd as no prose has them, windows are narrower, so that work stays within ``MAX_WINDOW_ROWS``
    rows a token.
    """
    begins, goes_on = output.chances[_LABEL_BEGINS], output.chances[_LABEL_GOES_ON]
    of_cue = output.hints.of_cue
    windows: list[Window] = []
    for first, last in within:
        cues = []
        done = first
        likely = [
            index
            for index, chance in enumerate(begins[first:last], first)
            if chance >= least or (chance >= rule_hints and of_cue[index] >= 0)
        ]
        for index in likely:
            if index < done:
                continue
            done = index + 1
            while done < last and _MIN_CONTINUED_CUE_CHANCE <= goes_on[done] > begins[done]:
                done += 1
            cues.append((index, done))
        span = min(
            WINDOW_CUE_TOKENS, max(20, (MAX_WINDOW_ROWS * (last - first) + 500) // (2 * len(cues) + 1))
        )
        windows.extend(Window(max(first, a - span), min(last, b + span), a, b) for a, b in cues)
    return windows


def _proposal(output: NetworkOutput, window: Window, labelling: Labelling) -> Proposal | None:
    p = _labelled(output, window, labelling, labelling.labels)
    if p is None or labelling.unsourced is None:
        return p
    return replace(p, unsourced=_labelled(output, window, labelling, labelling.unsourced))


def _labelled(output: NetworkOutput, window: Window, labelling: Labelling, labels: Labels) -> Proposal | None:
    runs, tokens = _runs(labels, window.low), output.tokens
    contents = [r for label, r in runs if label == CONTENT]
    if not contents:
        return None
    own = [r for label, r in runs if label == CUE and r[0] < window.last and r[1] > window.first]
    cue = own[-1] if own else (window.first, window.last)
    sources = [
        r for label, r in runs if label == SOURCE and any(tokens[i].text[0].isalnum() for i in range(*r))
    ]
    source = min(sources, key=lambda r: min(abs(r[0] - cue[1]), abs(cue[0] - r[1])), default=None)
    chance = output.chances[_LABEL_BEGINS][window.first]
    contents = [_without_addressee(tokens, cue, r) for r in contents]
    return Proposal(source, cue, tuple(contents), chance, labelling.content, labelling.margin)


def _without_addressee(tokens: tuple[Token, ...], cue: Range, content: Range) -> Range:
    """The content without whom it was told: *told* [*reporters*] *that he would vote*."""
    if content[0] != cue[1] or tokens[cue[1] - 1].norm not in _TELLING:
        return content
    words = [tokens[i].norm for i in range(content[0], min(content[1] - 1, content[0] + MAX_HEARER_TOKENS))]
    if "that" in words:
        return content[0] + words.index("that"), content[1]
    end = next((k for k, word in enumerate(words) if word in RELATIVES), len(words))  # sales, which fell to
    start = next((k for k, word in enumerate(words[:end]) if k and word in _NO_ADDRESSEES), 0)
    return content[0] + start - (start > 1 and words[start - 1] == "not"), content[1]


def _runs(labels: Labels, offset: int) -> list[tuple[int, Range]]:
    """Stretches of one label other than 0, with the label."""
    return [
        (labels[found.start()], (found.start() + offset, found.end() + offset))
        for found in _LABELLED.finditer(labels)
    ]


_LABELLED = re.compile(rb"([^\0])\1*", re.DOTALL)

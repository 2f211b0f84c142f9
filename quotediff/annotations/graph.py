"""Annotations as labelled stretches and links between them: what most editors of annotations know.

``graph`` makes that of an article, ``article_of`` an article of it. A quote is the node of its content, which
has what is known of the quote as facts; links lead from it to its source and its cue, to further stretches
of its content, to the outer quote, and to the first mention of its speaker; each mention leads to the next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, Spans, numbered, ordered
from quotediff.annotations.labels import (
    CLAUSE,
    CONTENT,
    CUE,
    IGNORE,
    KINDS,
    MENTION,
    SAME,
    SOURCE,
    SPEAKER,
    WITHIN,
    Labels,
)
from quotediff.errors import UsageError, shortened
from quotediff.model import Attitude, Kind, Role, SpeakerKind

Facts = Mapping[str, object]
PARTS = (CONTENT, SOURCE, CUE, CLAUSE)
_NAME_KEY, _NAMED_KIND_KEY, _DESCRIPTION_KEY = "speaker", "speaker_kind", "speaker_description"


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled stretch, or several; ``facts`` is what is known of the quote or the speaker it is of."""

    label: str
    spans: Spans
    facts: Facts = field(default_factory=dict)

    @property
    def shown_label(self) -> str:
        """The label that an editor shows: that of a content is its kind."""
        return str(self.facts.get("kind", self.label)) if self.label == CONTENT else self.label

    @property
    def further_facts(self) -> dict[str, object]:
        """What the label does not say."""
        if self.label == MENTION:
            return dict(self.facts)
        return {name: value for name, value in self.facts.items() if name != "kind"}


def fact_text(value: object) -> str:
    """A fact as text, as formats have it that have no other values."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Link:
    """``child`` is the ``label`` of ``head``; both are indexes of nodes."""

    label: str
    head: int
    child: int


@dataclass(frozen=True, slots=True)
class Graph:
    """All stretches of an article with the links between them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(slots=True)
class Record:
    """A quote in the making: the nodes of each part, the outer record, a mention of the speaker.

    ``event``: the file joins the parts by themselves, so that a content alone is an attribution too.
    """

    parts: dict[str, list[int]]
    facts: Facts = field(default_factory=dict)
    within: int | None = None
    speaker: int | None = None
    kind: str | None = None
    event: bool = False


def graph(article: AnnotatedArticle, *, split: bool) -> Graph:
    """The stretches and links of an article; with ``split`` each stretch is a node of its own."""
    return _Encoder(numbered(article), split=split).graph()


class _Encoder:
    def __init__(self, article: AnnotatedArticle, *, split: bool) -> None:
        self.article, self.split = article, split
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.shared: dict[tuple[str, Spans], int] = {}

    def graph(self) -> Graph:
        """All of it: speakers first, so that a quote can be linked to the one who says it."""
        unmentioned: dict[str | None, AnnotatedSpeaker] = {
            speaker.id: speaker for speaker in self.article.speakers if not speaker.mentions
        }
        first = {s.id: self._chain(s) for s in self.article.speakers if s.mentions}
        heads: dict[str, int] = {}
        for quote in self.article.quotes:
            head = self._quote(quote, unmentioned.get(quote.speaker))
            if head is None:
                continue
            heads[quote.id] = head
            if quote.speaker in first:
                self.links.append(Link(SPEAKER, head, first[quote.speaker]))
        for quote in self.article.quotes:
            if quote.id in heads and quote.within in heads:
                self.links.append(Link(WITHIN, heads[quote.id], heads[quote.within]))
        return Graph(tuple(self.nodes), tuple(self.links))

    def _quote(self, quote: AnnotatedQuote, unmentioned: AnnotatedSpeaker | None) -> int | None:
        """The nodes of a quote, linked to the first of them, which is given; None if it has no spans."""
        contents = self._nodes(CONTENT, quote.content, _facts(quote, unmentioned))
        labelled = [(CONTENT, node) for node in contents]
        for label in (SOURCE, CUE, CLAUSE):
            labelled += [(label, node) for node in self._nodes(label, getattr(quote, label), {})]
        if not labelled:
            return None
        (_, head), *others = labelled
        others.sort(key=lambda pair: pair[0] == CONTENT)  # further contents come last
        self.links += [Link(label, head, child) for label, child in others]
        return head

    def _chain(self, speaker: AnnotatedSpeaker) -> int:
        """The nodes of the mentions, each linked to the next; the first."""
        facts = {"name": speaker.name, "kind": speaker.kind, "description": speaker.description}
        nodes = [self._add(Node(MENTION, (span,))) for span in speaker.mentions]
        self.nodes[nodes[0]] = replace(self.nodes[nodes[0]], facts=_stated(facts))
        self.links += [Link(SAME, a, b) for a, b in itertools.pairwise(nodes)]
        return nodes[0]

    def _nodes(self, label: str, spans: Spans, facts: Facts) -> list[int]:
        """The nodes of a part. Sources and cues that several quotes have are one node."""
        quoted_ranges = [(span,) for span in spans] if self.split else list(filter(None, [spans]))
        found = []
        for number, span in enumerate(quoted_ranges):
            node = Node(label, span, facts if number == 0 else {})
            key = (label, span)
            if label == CONTENT:
                found.append(self._add(node))
            else:
                if key not in self.shared:
                    self.shared[key] = self._add(node)
                found.append(self.shared[key])
        return found

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1


def _facts(quote: AnnotatedQuote, speaker: AnnotatedSpeaker | None) -> Facts:
    """What is known of a quote beside its spans, and of a speaker who is mentioned nowhere."""
    facts: dict[str, object] = {
        "kind": quote.kind,
        "attitude": quote.attitude,
        "inherited": quote.inherited,
        "confidence": quote.confidence,
        "role": quote.role,
        "rule": quote.rule,
    }
    if speaker is not None:
        facts |= {
            _NAME_KEY: speaker.name,
            _NAMED_KIND_KEY: speaker.kind,
            _DESCRIPTION_KEY: speaker.description,
        }
    return _stated(facts)


def _stated(facts: Facts) -> Facts:
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in facts.items()
        if value is not None
    }


def records_of(found: Graph, labels: Labels, where: str) -> tuple[list[Record], Graph]:
    """The quotes that labelled nodes and links make, with the graph in quotediff's own labels.

    Raises:
        UsageError: a label is unknown, or a link joins what it cannot join.
    """
    meanings = [labels.meaning(node.label, where) for node in found.nodes]
    nodes = [replace(n, label=m) for n, m in zip(found.nodes, meanings, strict=True)]
    links = [_understood(link, meanings, labels, where) for link in found.links]
    links = [link for link in links if IGNORE not in (link.label, meanings[link.head], meanings[link.child])]
    records = _heads(nodes, meanings, links)
    for link in links:
        if link.label != SAME:
            _join(_head_of(link, records, meanings, where), link, records)
    order: dict[int | None, int] = {index: number for number, index in enumerate(records)}
    for record in records.values():
        record.within = order.get(record.within)
    same = [link for link in links if link.label == SAME]
    return list(records.values()), Graph(tuple(nodes), tuple(same))


def _heads(nodes: Sequence[Node], meanings: Sequence[str], links: Sequence[Link]) -> dict[int, Record]:
    """A record for each content, and for each source, cue or clause, that no link leads to."""
    joined = {link.child for link in links if link.label == CONTENT}
    apart = {link.child for link in links if link.label in (SOURCE, CUE, CLAUSE)}
    records: dict[int, Record] = {}
    for index, meaning in enumerate(meanings):
        if _is_content(meaning) and index not in joined:
            kind = meaning if meaning in KINDS else None
            records[index] = Record({CONTENT: [index]}, nodes[index].facts, kind=kind)
        elif meaning in (SOURCE, CUE, CLAUSE) and index not in apart:
            records[index] = Record({meaning: [index]})
    return records


def _head_of(link: Link, records: Mapping[int, Record], meanings: Sequence[str], where: str) -> Record:
    record = records.get(link.head)
    if record is None:
        raise UsageError(
            f"{where}: a link {link.label!r} leads from a {meanings[link.head]}; lead it from a content"
        )
    return record


def _join(record: Record, link: Link, records: Mapping[int, Record]) -> None:
    if link.label == WITHIN:
        record.within = link.child if link.child in records else None
    elif link.label == SPEAKER:
        record.speaker = link.child
    else:
        record.parts.setdefault(link.label, []).append(link.child)


def _is_content(meaning: str) -> bool:
    return meaning in (CONTENT, *KINDS)


def _understood(link: Link, meanings: Sequence[str], labels: Labels, where: str) -> Link:
    """The link in quotediff's labels, leading from the content.

    Where its label does not say, what it joins does: a link between a content and a source is a source's.
    """
    if not _is_content(meanings[link.head]) and _is_content(meanings[link.child]):
        link = replace(link, head=link.child, child=link.head)
    meaning = labels.known(link.label)
    if meaning is None and meanings[link.child] in (SOURCE, CUE, CLAUSE):
        meaning = meanings[link.child]
    meaning = meaning or labels.meaning(link.label, where)
    plain = {**dict.fromkeys(KINDS, CONTENT), MENTION: SPEAKER}
    return replace(link, label=plain.get(meaning, meaning))


def article_of(
    base: AnnotatedArticle, records: Sequence[Record], nodes: Graph, labels: Labels
) -> AnnotatedArticle:
    """The article with the quotes that records make, and the speakers whose mentions are linked."""
    chains = _chains(nodes)
    speakers: dict[object, AnnotatedSpeaker] = {}
    for chain in dict.fromkeys(chains.values()):
        facts = next((nodes.nodes[i].facts for i in chain if nodes.nodes[i].facts), {})
        mentions = ordered(s for i in chain for s in nodes.nodes[i].spans)
        speakers[chain] = _speaker(f"s{len(speakers)}", facts, mentions)
    quotes = []
    for number, record in enumerate(records):
        spans = {
            part: ordered(s for i in record.parts.get(part, ()) for s in nodes.nodes[i].spans)
            for part in PARTS
        }
        attributed = record.event or spans[SOURCE] or spans[CUE]
        if labels.only_attributed and not (spans[CONTENT] and attributed):
            continue
        speaker = _speaker_of(record, chains, speakers)
        within = None if record.within is None else f"q{record.within}"
        quotes.append(_quote(f"q{number}", record, spans, speaker, within))
    return replace(base, quotes=tuple(quotes), speakers=tuple(speakers.values()))


def _speaker_of(
    record: Record,
    chains: Mapping[int, tuple[int, ...]],
    speakers: dict[object, AnnotatedSpeaker],
) -> str | None:
    if record.speaker is not None:
        return speakers[chains[record.speaker]].id if record.speaker in chains else None
    named = [record.facts.get(key) for key in (_NAME_KEY, _NAMED_KIND_KEY, _DESCRIPTION_KEY)]
    if not any(named):
        return None
    key = tuple(map(str, named))
    if key not in speakers:
        facts = dict(zip(("name", "kind", "description"), named, strict=True))
        speakers[key] = _speaker(f"s{len(speakers)}", facts, ())
    return speakers[key].id


def _chains(nodes: Graph) -> dict[int, tuple[int, ...]]:
    """For each node that is a mention all those of the same speaker."""
    chain = {i: [i] for i, node in enumerate(nodes.nodes) if node.label == MENTION}
    for link in nodes.links:
        a, b = chain.get(link.head, []), chain.get(link.child, [])
        if a is not b:
            a += b
            for index in b:
                chain[index] = a
    return {index: tuple(sorted(members)) for index, members in chain.items()}


_Word = TypeVar("_Word", bound=StrEnum)


def word(kind: type[_Word], value: object) -> _Word | None:
    """One of the words of an enumeration, in any case; None if it is not one."""
    try:
        return None if value is None else kind(str(value).lower())
    except ValueError:
        return None


def number(value: object) -> float | None:
    """A probability; None if it is not one."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


def truth(value: object) -> bool | None:
    """True or false, written in any way; None if it is neither."""
    return {"true": True, "false": False, "1": True, "0": False}.get(str(value).lower())


def words_of(value: object) -> str | None:
    """A value as text; None if there is none."""
    return None if value is None else str(value)


def _speaker(id: str, facts: Facts, mentions: Spans) -> AnnotatedSpeaker:  # noqa: A002 - as in model
    kind = word(SpeakerKind, facts.get("kind"))
    return AnnotatedSpeaker(
        id, words_of(facts.get("name")), kind, words_of(facts.get("description")), mentions
    )


def _quote(
    id: str,  # noqa: A002 - as in model
    record: Record,
    spans: Mapping[str, Spans],
    speaker: str | None,
    within: str | None,
) -> AnnotatedQuote:
    facts = record.facts
    return AnnotatedQuote(
        id=id,
        content=spans[CONTENT],
        source=spans[SOURCE],
        cue=spans[CUE],
        clause=spans[CLAUSE],
        kind=word(Kind, record.kind or facts.get("kind")),
        attitude=word(Attitude, facts.get("attitude")),
        speaker=speaker,
        inherited=truth(facts.get("inherited")),
        within=within,
        confidence=number(facts.get("confidence")),
        role=word(Role, facts.get("role")),
        rule=words_of(facts.get("rule")),
    )


_WHITE_SPACE = re.compile(r"\s+")


def same_words(said: str, text: str, spans: Iterable[Sequence[int]]) -> bool:
    """Whether a file's words of some spans are those of the text, white space aside."""
    return _WHITE_SPACE.sub("", said) == _WHITE_SPACE.sub("", "".join(text[a:b] for a, b in spans))


def check_words(said: object, text: str, spans: Sequence[Sequence[int]], where: str) -> None:
    """Raises UsageError if what a file says stands at a place is other words than those of the text."""
    if isinstance(said, str) and said.strip() and not same_words(said, text, spans):
        raise other_text(where, said, spans)


def other_text(where: str, said: str, spans: Sequence[Sequence[int]]) -> UsageError:
    """What to raise where a file's words are not those of the text."""
    places = ", ".join(f"{a} to {b}" for a, b in spans)
    shown = shortened(said, 40)
    return UsageError(
        f"{where}: the text has other words than {shown!r} at {places}; "
        "give the text that was annotated, with its line ends and characters as they were"
    )

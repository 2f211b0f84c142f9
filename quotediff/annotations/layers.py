"""Quotes as layers of INCEpTION: names of types and features, for WebAnno TSV and CAS JSON alike.

A quote is an annotation of the layer ``Quote`` on the first stretch of its content. Further stretches, its
source and its cue are annotations of ``QuotePart``, which the quote has in its slots ``parts`` with their
roles; so it has the outer quote, and the annotation ``Speaker`` on the first mention of its speaker. All
mentions of a speaker are the links of a chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotediff.annotations.graph import Graph, Link, Node, fact_text
from quotediff.annotations.labels import CONTENT, MENTION, SAME, Labels
from quotediff.text.spans import Span

QUOTE = "webanno.custom.Quote"
PART = "webanno.custom.QuotePart"
SPEAKERS = "webanno.custom.Speaker"
PART_LINK = "webanno.custom.QuotePartsLink"
CHAIN = "webanno.custom.SpeakerChain"
CHAIN_LINK = "webanno.custom.SpeakerLink"
ANNOTATION = "uima.tcas.Annotation"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"  # noqa: S105 - no secret

FEATURES = {
    QUOTE: (
        "attitude",
        "confidence",
        "inherited",
        "kind",
        "role",
        "rule",
        "speaker",
        "speaker_description",
        "speaker_kind",
    ),
    PART: ("role",),
    SPEAKERS: ("description", "kind", "name"),
}
"""Facts as features of the layers. A quote has those of its speaker if that is mentioned nowhere."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of an annotation: the role, and the number of the annotation that fills it."""

    role: str
    target: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a span layer: its features as text, and its slots if it has any."""

    layer: str
    span: Span
    features: dict[str, str]
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """All annotations of an article, the chains of mentions, and relations between annotations."""

    annotations: tuple[Annotation, ...]
    chains: tuple[tuple[Span, ...], ...]
    relations: tuple[Link, ...] = ()


def layers_of(found: Graph) -> Layers:
    """The annotations and chains that stretches and links are."""
    following = {link.head: link.child for link in found.links if link.label == SAME}
    later = set(following.values())
    chains = []
    numbers: dict[int, int] = {}
    for index, node in enumerate(found.nodes):
        if node.label == MENTION and index in later:
            continue
        numbers[index] = len(numbers)
        if node.label == MENTION:
            chain = [index]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            chains.append(tuple(found.nodes[i].spans[0] for i in chain))
    slots: dict[int, list[Slot]] = {}
    for link in found.links:
        if link.label != SAME:
            slots.setdefault(link.head, []).append(Slot(link.label, numbers[link.child]))
    annotations = [_annotation(found.nodes[i], tuple(slots.get(i, ()))) for i in numbers]
    return Layers(tuple(annotations), tuple(chains))


def _annotation(node: Node, slots: tuple[Slot, ...]) -> Annotation:
    features = {name: fact_text(value) for name, value in node.facts.items()}
    further = node.label == CONTENT and not features and not slots
    layer = {MENTION: SPEAKERS, CONTENT: PART if further else QUOTE}.get(node.label, PART)
    return Annotation(layer, node.spans[0], {"role": node.label} if layer == PART else features, slots)


def graph_of(layers: Layers, labels: Labels, where: str) -> Graph:
    """The stretches and links that annotations and chains are.

    Layers that are not quotediff's are understood by labels: that of the layer, or of a value of a feature.
    """
    nodes = [_node(annotation, labels, where) for annotation in layers.annotations]
    links: list[Link] = []
    first: dict[Span, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.label == MENTION:
            first.setdefault(node.spans[0], []).append(index)
    for chain in layers.chains:
        same = first.get(chain[0]) if chain else None
        previous = same.pop(0) if same else None
        rest: Sequence[Span] = chain if previous is None else chain[1:]
        for span in rest:
            nodes.append(Node(MENTION, (span,)))
            if previous is not None:
                links.append(Link(SAME, previous, len(nodes) - 1))
            previous = len(nodes) - 1
    for index, annotation in enumerate(layers.annotations):
        links += [Link(slot.role, index, slot.target) for slot in annotation.slots]
    return Graph(tuple(nodes), (*links, *layers.relations))


def _node(annotation: Annotation, labels: Labels, where: str) -> Node:
    layer, features = annotation.layer, annotation.features
    if layer == QUOTE:
        return Node(CONTENT, (annotation.span,), features)
    if layer == SPEAKERS:
        return Node(MENTION, (annotation.span,), features)
    for label in (*features.values(), layer, layer.rpartition(".")[2]):
        if labels.known(label) is not None:
            return Node(label, (annotation.span,))
    shown = next(iter(features.values()), layer.rpartition(".")[2])
    labels.meaning(shown, where)
    raise AssertionError

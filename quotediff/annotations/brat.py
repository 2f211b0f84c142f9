r"""``brat``: standoff files of brat, a `.txt` and an `.ann` an article, for `--output-dir`.

A quote is an event whose trigger is its content, a discontinuous one if it has several spans. Offsets are
code points. brat cannot have a line break within a span: such a span is cut into fragments there, and a note
has its offsets as they were. What an attribute cannot hold (names, numbers) is a note in JSON.
https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle, ordered
from quotediff.annotations import writing
from quotediff.annotations.graph import (
    Graph,
    Link,
    Node,
    Record,
    article_of,
    check_words,
    fact_text,
    graph,
    records_of,
)
from quotediff.annotations.labels import CONTENT, IGNORE, KINDS, MENTION, SAME, SPEAKER, WITHIN, part_of
from quotediff.errors import UsageError
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_LINE_BREAKS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_ATTRIBUTE_NAMES = ("kind", "attitude", "inherited")  # facts with a few values; the others are a note
_NOTE_TYPE = "Quotediff"
_ANNOTATION_LINE = re.compile(r"[TERAMN#]\S*\t|\*\t")
CONFIGURATION = """\
[entities]
Source
Cue
Clause
Mention

[relations]
Same\tArg1:Mention, Arg2:Mention, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
Content\tSource*:Source, Cue*:Cue, Clause*:Clause, Speaker?:Mention, Within?:Content

[attributes]
Kind\tArg:Content, Value:direct|mixed|indirect
Attitude\tArg:Content, Value:speech|belief
Inherited\tArg:Content, Value:true|false
"""


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """Nothing.

    Raises:
        UsageError: always: it is for folders.
    """
    raise writing.none("brat")


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """Both files of each article, and what brat is to know of the labels."""
    return writing.folder(extracts, files, {"annotation.conf": CONFIGURATION})


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The text, byte for byte, and the annotations of it."""
    return {".txt": article.words, ".ann": "".join(f"{line}\n" for line in _Writer(article).lines())}


class _Writer:
    def __init__(self, article: AnnotatedArticle) -> None:
        self.text = article.words
        self.graph = graph(article, split=False)
        self.events = {
            index: f"E{number}"
            for number, index in enumerate(
                (i for i, node in enumerate(self.graph.nodes) if node.label == CONTENT), 1
            )
        }

    def lines(self) -> Iterator[str]:
        notes: list[tuple[str, dict[str, object]]] = []
        for index, node in enumerate(self.graph.nodes):
            fragments = [f for span in node.spans for f in _fragments(self.text, span)] or list(node.spans)
            places = ";".join(f"{a} {b}" for a, b in fragments)
            words = " ".join(_LINE_BREAKS.sub(" ", self.text[a:b]) for a, b in fragments)
            yield f"T{index + 1}\t{node.label.capitalize()} {places}\t{words}"
            facts = {
                k: v for k, v in node.facts.items() if k not in _ATTRIBUTE_NAMES or node.label == MENTION
            }
            if facts:
                notes.append((self.events.get(index, f"T{index + 1}"), facts))
            if tuple(fragments) != node.spans:
                notes.append((f"T{index + 1}", {"spans": [list(span) for span in node.spans]}))
        yield from self._events()
        yield from self._chains()
        yield from self._attributes()
        for number, (target, facts) in enumerate(notes, 1):
            yield f"#{number}\t{_NOTE_TYPE} {target}\t{dumps(facts)}"

    def _events(self) -> Iterator[str]:
        for index, event in self.events.items():
            arguments = [f"Content:T{index + 1}"]
            counts: dict[str, int] = {}
            for link in self.graph.links:
                if link.head == index and link.label != SAME:
                    counts[link.label] = counts.get(link.label, 0) + 1
                    number = "" if counts[link.label] == 1 else str(counts[link.label])
                    target = self.events[link.child] if link.label == WITHIN else f"T{link.child + 1}"
                    arguments.append(f"{link.label.capitalize()}{number}:{target}")
            yield f"{event}\t{' '.join(arguments)}"

    def _chains(self) -> Iterator[str]:
        following = {link.head: link.child for link in self.graph.links if link.label == SAME}
        for index in following:
            if index in following.values():
                continue
            chain = [index]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            yield f"*\tSame {' '.join(f'T{i + 1}' for i in chain)}"

    def _attributes(self) -> Iterator[str]:
        number = 0
        for index, event in self.events.items():
            facts = self.graph.nodes[index].facts
            for name in _ATTRIBUTE_NAMES:
                value = facts.get(name)
                if value is None:
                    continue
                number += 1
                yield f"A{number}\t{name.capitalize()} {event} {fact_text(value)}"


def _fragments(text: str, span: Span) -> list[Span]:
    """The stretches of a span that are in one line each."""
    found, start = [], span.start
    for gap in _LINE_BREAKS.finditer(text, span.start, span.end):
        if gap.start() > start:
            found.append(Span(start, gap.start()))
        start = gap.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found


@dataclass(slots=True)
class _Lines:
    """What an `.ann` file says, by the ids in it."""

    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # the number of a node
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # role and target; trigger first
    links: list[tuple[str, str, str]] = field(default_factory=list)
    facts: dict[str, dict[str, object]] = field(default_factory=dict)


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The article of an `.ann` file; its text is in the `.txt` of the same name."""
    name = re.split(r"[/\\]", source.path)[-1].removesuffix(".ann")
    text = source.text(name)
    if text is None:
        raise UsageError(
            f"{source.path}: has no text beside it; put {name}.txt there, or give --articles DIR"
        )
    lines = _Lines()
    for number, line in _joined(data):
        try:
            _read_line(line, text, lines, f"{source.path}:{number}", in_order=source.labels.in_order)
        except (ValueError, IndexError):
            where = f"{source.path}:{number}"
            raise UsageError(f"{where}: is not a line of brat: {line[:60]!r}; correct it") from None
    yield _article(lines, AnnotatedArticle(name, text, (), path=source.path), source)


def _joined(data: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; words with a line break go on in the next."""
    number, held = 0, ""
    for at, line in enumerate(data.removesuffix("\n").split("\n"), 1):
        if _ANNOTATION_LINE.match(line) or not held:
            if held.strip():
                yield number, held
            number, held = at, line
        else:
            held += f" {line}"
    if held.strip():
        yield number, held


def _read_line(line: str, text: str, lines: _Lines, where: str, *, in_order: bool) -> None:
    """Takes a line in, by the sign that its id begins with; lines of other sorts say nothing of quotes."""
    id_, body, *rest = line.removesuffix("\r").split("\t", 2)
    said = "".join(rest)
    match id_[:1]:
        case "T":
            _text_bound(id_, body, said, text, lines, where)
        case "E":
            arguments = [(role, target) for role, target in (part.split(":") for part in body.split())]
            known = lines.nodes.keys() | lines.events.keys()
            lines.events[id_] = [a for a in arguments if not in_order or a[1] in known]
        case "R":
            label, first, second = body.split()
            lines.links.append((label, first.partition(":")[2], second.partition(":")[2]))
        case "*":
            label, *members = body.split()
            lines.links += [(label, a, b) for a, b in itertools.pairwise(members)]
        case "A" | "M":
            name, target, *value = body.split(" ", 2)
            lines.facts.setdefault(target, {})[name.lower()] = value[0] if value else True
        case "#":
            kind, _, target = body.partition(" ")
            if kind == _NOTE_TYPE and said:
                lines.facts.setdefault(target, {}).update(json.loads(said))


def _text_bound(  # noqa: PLR0913, PLR0917 - what a line has, and what it is held against
    id_: str, body: str, said: str, text: str, lines: _Lines, where: str
) -> None:
    """A labelled span, or a discontinuous one, with its words."""
    label, _, places = body.partition(" ")
    spans = [Span(int(a), int(b)) for a, b in (place.split(" ") for place in places.split(";"))]
    if not all(0 <= start < end <= len(text) for start, end in spans):
        raise UsageError(
            f"{where}: {places} is not a range in the {len(text)} characters of the text; "
            "offsets count code points from 0, the end not included"
        )
    check_words(said, text, spans, where)
    if id_ in lines.places:
        raise UsageError(f"{where}: {id_} is there twice; give each annotation an id of its own")
    lines.places[id_] = len(lines.nodes)
    lines.nodes[id_] = Node(label, ordered(spans))


def _article(lines: _Lines, base: AnnotatedArticle, source: Source) -> AnnotatedArticle:
    nodes = []
    for id_, node in lines.nodes.items():
        facts = dict(lines.facts.get(id_, {}))
        cut = facts.pop("spans", None)
        nodes.append(Node(node.label, ordered(cut) if isinstance(cut, list) else node.spans, facts))
    events = [_event(arguments, lines, source) for arguments in lines.events.values()]
    in_events = {i for record in events for part in record.parts.values() for i in part}
    labels = source.labels
    links = []
    for label, head, child in lines.links:
        places = [_target(t, lines, source) for t in (head, child)]
        links.append(Link(label, places[0], places[1]))
    free = [Node(n.label if i not in in_events else IGNORE, n.spans, n.facts) for i, n in enumerate(nodes)]
    records, found = records_of(Graph(tuple(free), tuple(links)), labels, source.path)
    for record, (id_, arguments) in zip(events, lines.events.items(), strict=True):
        trigger = next((target for _, target in arguments), "")
        record.facts = {**lines.facts.get(trigger, {}), **lines.facts.get(id_, {})}
        record.within = None if record.within is None else len(records) + record.within
    whole = tuple(
        Node(
            labels.meaning(node.label, source.path) if index in in_events else found_node.label,
            node.spans,
            node.facts,
        )
        for index, (node, found_node) in enumerate(zip(nodes, found.nodes, strict=True))
    )
    return article_of(base, [*records, *events], Graph(whole, found.links), labels)


def _event(arguments: list[tuple[str, str]], lines: _Lines, source: Source) -> Record:
    """The quote that an event joins; the roles of its arguments say what they are."""
    record = Record({}, event=True)
    order = {id_: number for number, id_ in enumerate(lines.events)}
    for role, target in arguments:
        meaning = source.labels.meaning(role, source.path)
        if meaning == WITHIN:
            record.within = order.get(target)
        elif meaning in (SPEAKER, MENTION):
            record.speaker = _target(target, lines, source)
        elif meaning != IGNORE:
            if meaning in KINDS:
                record.kind = meaning
            record.parts.setdefault(part_of(meaning), []).append(_target(target, lines, source))
    return record


def _target(id_: str, lines: _Lines, source: Source) -> int:
    """The number of the node that an id names, of an event that of its trigger."""
    if id_ in lines.events:
        id_ = lines.events[id_][0][1]
    if id_ not in lines.places:
        raise UsageError(f"{source.path}: {id_} is named, but there is none; correct the file")
    return lines.places[id_]

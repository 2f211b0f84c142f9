"""``prodigy``: JSONL for Prodigy's ``rel.manual`` and ``spans.manual``, an article a line.

Stretches and relations are anchored in tokens, which are cut so that no stretch begins or ends within one.
Labels of contents are their kinds. Offsets are code points. What was rejected or ignored is not read.
https://prodi.gy/docs/api-interfaces
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle
from quotediff.annotations import tasks, writing
from quotediff.annotations.graph import Graph, Link, Node, graph
from quotediff.annotations.jsonlines import Object, entries, objects, offset
from quotediff.errors import UsageError
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_PRODIGY_TOKEN = re.compile(r"\w+|[^\w\s]| |[^\S ]+")


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A line for each article."""
    return writing.lines(extracts, files)


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A file for each article."""
    return writing.folder(extracts, files)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The line of an article."""
    text = article.words
    found = graph(article, split=True)
    tokens = _tokens(text, [node.spans[0] for node in found.nodes])
    spans = [_span(number, node, text, tokens) for number, node in enumerate(found.nodes, 1)]
    task = {
        "text": text,
        "tokens": tokens,
        "spans": spans,
        "relations": [
            {
                "head": spans[link.head]["token_end"],
                "child": spans[link.child]["token_end"],
                "label": link.label,
                "head_span": spans[link.head],
                "child_span": spans[link.child],
            }
            for link in found.links
        ],
        "meta": {"source": article.name},
        tasks.OWN: tasks.own_facts(article, found),
    }
    return {".jsonl": dumps(task) + "\n"}


def _tokens(text: str, spans: Sequence[Span]) -> list[Object]:
    """The tokens of a text: words, signs and white space, cut wherever a stretch begins or ends.

    As in spaCy, one space behind a token belongs to it (``ws``), unless a stretch begins or ends there.
    """
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    ordered = sorted(starts | ends)
    bounds: list[tuple[int, int]] = []
    for match in _PRODIGY_TOKEN.finditer(text):
        inside = ordered[bisect_left(ordered, match.start() + 1) : bisect_left(ordered, match.end())]
        edges = [match.start(), *inside, match.end()]
        bounds += list(itertools.pairwise(edges))
    tokens: list[Object] = []
    for start, end in bounds:
        apart = start in starts or end in ends
        joins = tokens and text[start:end] == " " and not tokens[-1]["ws"] and not apart
        if joins and not text[tokens[-1]["start"]].isspace():
            tokens[-1]["ws"] = True
        else:
            word = text[start:end]
            tokens.append({"text": word, "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def _span(number: int, node: Node, text: str, tokens: Sequence[Object]) -> Object:
    start, end = node.spans[0]
    first = bisect_left(tokens, start, key=lambda t: int(t["start"]))
    last = bisect_left(tokens, end, key=lambda t: int(t["end"]))
    return {
        "id": number,
        "text": text[start:end],
        "start": start,
        "end": end,
        "token_start": first,
        "token_end": last,
        "label": node.shown_label,
    }


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The articles of a file that were accepted."""
    for number, (where, task) in enumerate(objects(data, source.path), 1):
        if task.get("answer", "accept") != "accept":
            continue
        own = tasks.read_own(task)
        text = tasks.text_of(task, where)
        nodes: list[Node] = []
        ids: dict[object, int] = {}
        for one in entries(task.get("spans"), "spans", where):
            if one.get("id") is not None:
                ids[one["id"]] = len(nodes)
            nodes.append(_node(one, where))
        links = list(_links(task, nodes, ids, where))
        whole = tasks.with_facts(nodes, ids, own, source.labels, where)
        base = AnnotatedArticle(tasks.name_of(task, own, number), text, (), path=source.path)
        yield tasks.article(base, Graph(whole, tuple(links)), source.labels, where)


def _node(one: Object, where: str) -> Node:
    span = Span(offset(one.get("start"), where), offset(one.get("end"), where))
    return Node(str(one.get("label")), (span,))


def _links(task: Object, nodes: list[Node], ids: Mapping[object, int], where: str) -> Iterator[Link]:
    """The relations, each between two stretches; one that is only in a relation becomes a stretch."""
    places = dict(tasks.by_place(nodes))
    for one in entries(task.get("relations"), "relations", where):
        ends = []
        for key in ("head_span", "child_span"):
            span = one.get(key)
            if not isinstance(span, dict):
                raise UsageError(f"{where}: a relation has no {key}; export it with Prodigy's db-out")
            node = _node(span, where)
            place = (*node.spans[0], node.label)
            index = ids.get(span.get("id")) if span.get("id") is not None else None
            if index is None and place not in places:
                places[place] = len(nodes)
                nodes.append(node)
            ends.append(places[place] if index is None else index)
        yield Link(str(one.get("label")), ends[0], ends[1])

"""``doccano``: JSONL for doccano, an article a line, with entities and relations.

Labels of contents are their kinds. Stretches overlap, so the project has to allow that. Offsets are code
points. Tasks without relations (``label``: lists of start, end, label) are read as well.
https://doccano.github.io/doccano/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle
from quotediff.annotations import tasks, writing
from quotediff.annotations.graph import Graph, Link, Node, graph
from quotediff.annotations.jsonlines import Object, entries, listed, objects, offset
from quotediff.errors import UsageError
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A line for each article."""
    return writing.lines(extracts, files)


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A file for each article."""
    return writing.folder(extracts, files)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The line of an article."""
    found = graph(article, split=True)
    task = {
        "text": article.words,
        "entities": [
            {
                "id": number,
                "start_offset": node.spans[0].start,
                "end_offset": node.spans[0].end,
                "label": node.shown_label,
            }
            for number, node in enumerate(found.nodes, 1)
        ],
        "relations": [
            {"id": number, "from_id": link.head + 1, "to_id": link.child + 1, "type": link.label}
            for number, link in enumerate(found.links, 1)
        ],
        tasks.OWN: tasks.own_facts(article, found),
    }
    return {".jsonl": dumps(task) + "\n"}


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The articles of a file."""
    for number, (where, task) in enumerate(objects(data, source.path), 1):
        own = tasks.read_own(task)
        text = tasks.text_of(task, where)
        nodes, places = _nodes(task, where)
        nodes = tasks.with_facts(nodes, places, own, source.labels, where)
        links = []
        for one in entries(task.get("relations"), "relations", where):
            ends = [places.get(one.get(key)) for key in ("from_id", "to_id")]
            if ends[0] is None or ends[1] is None:
                raise UsageError(f"{where}: a relation names an entity that does not exist; correct the file")
            links.append(Link(str(one.get("type")), ends[0], ends[1]))
        base = AnnotatedArticle(tasks.name_of(task, own, number), text, (), path=source.path)
        yield tasks.article(base, Graph(nodes, tuple(links)), source.labels, where)


def _nodes(task: Object, where: str) -> tuple[tuple[Node, ...], dict[object, int]]:
    """The stretches of a task, and the number of each by its id."""
    nodes: list[Node] = []
    places: dict[object, int] = {}
    for one in entries(task.get("entities"), "entities", where):
        span = Span(offset(one.get("start_offset"), where), offset(one.get("end_offset"), where))
        places[one.get("id")] = len(nodes)
        nodes.append(Node(str(one.get("label")), (span,)))
    for one in listed(task.get("label", task.get("labels")), "label", where):
        if not isinstance(one, list) or len(one) != 3:
            raise UsageError(f"{where}: {one!r} is not a label; a label is start, end and name")
        span = Span(offset(one[0], where), offset(one[1], where))
        nodes.append(Node(str(one[2]), (span,)))
    return tuple(nodes), places

"""What doccano and Prodigy share: an object an article, with stretches, links, and quotediff's facts beside.

What the editors do not know (attitude, confidence, names of speakers, ...) is in an object ``quotediff``, by
the offsets of the stretch it is about, which outlive an import into the editor and an export from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quotediff.annotated import AnnotatedArticle
from quotediff.annotations.graph import Graph, Node, article_of, records_of
from quotediff.annotations.jsonlines import Object, entries
from quotediff.annotations.labels import Labels, part_of
from quotediff.errors import UsageError

OWN = "quotediff"
_ABOUT = ("id", "span", "about")


def own_facts(article: AnnotatedArticle, found: Graph) -> Object:
    """What no label says: the article's name, and facts about stretches."""
    facts = []
    for number, node in enumerate(found.nodes, 1):
        about = node.further_facts
        if about:
            facts.append({"id": number, "span": list(node.spans[0]), "about": node.label, **about})
    return {"article": article.name, "facts": facts}


def read_own(task: Object) -> Object:
    """The object ``quotediff`` of a task, wherever the editor has put it; empty if there is none."""
    held = (_object(holder, OWN) for holder in (task, _object(task, "meta"), _object(task, "metadata")))
    return next(filter(None, held), {})


def _object(holder: Object, key: str) -> Object:
    """The object that a key has; an empty one where it has none."""
    value = holder.get(key)
    return dict(value) if isinstance(value, dict) else {}


def name_of(task: Object, own: Object, number: int) -> str:
    """What the article is called: as quotediff has it, or in the task's metadata, or by its place."""
    named = ((own, "article"), (task, "article"), (task, "filename"))
    meta = _object(task, "meta")
    of_source = ((meta, "source"), (meta, "article"), (meta, "filename"))
    found = (holder.get(key) for holder, key in (*named, *of_source))
    return str(next(filter(None, found), task.get("id", number)))


def text_of(task: Object, where: str) -> str:
    """The text of a task.

    Raises:
        UsageError: it has none.
    """
    text = task.get("text", task.get("data"))
    if not isinstance(text, str):
        raise UsageError(f'{where}: has no text; an article is an object with a "text"')
    return text


def with_facts(
    nodes: Sequence[Node], ids: Mapping[object, int], own: Object, labels: Labels, where: str
) -> tuple[Node, ...]:
    """The stretches with the facts about them: by id, or by place after an import and export."""
    places: dict[tuple[object, ...], list[int]] = {}
    for index, node in enumerate(nodes):
        about = part_of(labels.known(node.label))
        places.setdefault((*node.spans[0], about), []).append(index)
    found = list(nodes)
    for fact in entries(own.get("facts"), "facts", where):
        here = places.get((*(fact.get("span") or ()), fact.get("about")), [])
        index = ids.get(fact.get("id"), -1)
        if index not in here:
            index = next(iter(here), -1)
        if index >= 0:
            found[index] = replace(found[index], facts={k: v for k, v in fact.items() if k not in _ABOUT})
    return tuple(found)


def article(base: AnnotatedArticle, found: Graph, labels: Labels, where: str) -> AnnotatedArticle:
    """The article that stretches and links make."""
    records, nodes = records_of(found, labels, where)
    return article_of(base, records, nodes, labels)


def by_place(nodes: Sequence[Node]) -> Mapping[tuple[int, int, str], int]:
    """The first node of each stretch and label."""
    places: dict[tuple[int, int, str], int] = {}
    for index, node in enumerate(nodes):
        places.setdefault((*node.spans[0], node.label), index)
    return places

"""``w3c``: W3C Web Annotations in JSON-LD: an annotation for each content, source, cue and mention.

A body says what it is by ``classifying``, and of which quote by ``linking``. A target of several
spans is a ``Composite``. Positions count code points of the article's text, with the words themselves beside;
``--output-dir`` writes that text as a file, to which the targets then point.
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from quotediff.annotated import AnnotatedArticle, of_extract, ordered
from quotediff.annotations import writing
from quotediff.annotations.graph import (
    Graph,
    Link,
    Node,
    article_of,
    check_words,
    graph,
    other_text,
    records_of,
)
from quotediff.annotations.jsonlines import Object, objects, offset
from quotediff.annotations.labels import MENTION, SAME, SPEAKER, WITHIN
from quotediff.errors import UsageError
from quotediff.readers.jsontree import several
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_JSONLD_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_CONTEXT_CHARACTERS = 32  # characters before and after the words, by which they are found again
_GROUPS = ("Composite", "List", "Independents", "Choice")
_COLLECTIONS = ("AnnotationCollection", "AnnotationPage")
_FACTS = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """One collection of the annotations of all articles, whose targets are the articles' own files.

    Raises:
        UsageError: an article is not plain text, so that positions do not count in its file.
    """
    before = _COLLECTION_HEAD
    for extract in extracts:
        if extract.document.origin is not None:
            raise UsageError(
                f"{extract.document.name}: is {extract.document.format}, in which positions do not count; "
                "give --output-dir DIR, which writes the text as well"
            )
        for annotation in _annotations(of_extract(extract)):
            yield before + dumps(annotation)
            before = ",\n"
    if before == _COLLECTION_HEAD:  # nothing is annotated
        yield before
    yield "\n]}}\n"


_COLLECTION_HEAD = (
    f'{{"@context": "{_JSONLD_CONTEXT}", "type": "AnnotationCollection", '
    '"first": {"type": "AnnotationPage", "items": [\n'
)


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A collection for each article, and its text."""
    for name, text in writing.folder(extracts, files):
        if name.endswith(".txt"):
            yield name, text
        else:
            beside = f"{name.removesuffix('.json')}.txt"
            yield name, text.replace(_PATH_PLACEHOLDER, _quoted(beside, ""))


_PATH_PLACEHOLDER = (
    "urn:uuid:00000000-0000-0000-0000-000000000000"  # stands for the file of the text until that has a name
)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The collection of an article, and its text."""
    items = ",\n".join(
        dumps(one) for one in _annotations(replace(article, path=_PATH_PLACEHOLDER), _PATH_PLACEHOLDER)
    )
    return {".txt": article.words, ".json": f"{_COLLECTION_HEAD}{items}\n]}}}}\n"}


def _annotations(article: AnnotatedArticle, iri: str | None = None) -> Iterator[Object]:
    """The annotations of an article: one for each node, whose bodies say what it is and of what."""
    found = graph(article, split=False)
    text = article.words
    iri = iri or _quoted(article.path, "/:#?&=+,;@~")
    prefix = f"#{_quoted(article.name, '')}-"
    heads: dict[int, list[tuple[str, int]]] = {}
    for link in found.links:
        if link.label in (WITHIN, SPEAKER, SAME):
            heads.setdefault(link.head, []).append((link.label, link.child))
        else:
            heads.setdefault(link.child, []).append((link.label, link.head))
    for index, node in enumerate(found.nodes):
        shown = {"type": "TextualBody", "purpose": "classifying", "value": node.shown_label}
        bodies: list[Object] = [shown]
        if node.label == MENTION and "name" in node.facts:
            bodies.append({"type": "TextualBody", "purpose": "identifying", "value": node.facts["name"]})
        for role, other in heads.get(index, ()):
            linked = {"type": "SpecificResource", "purpose": "linking", "source": f"{prefix}{other + 1}"}
            bodies.append(linked | {"role": role} if role in (WITHIN, SPEAKER, SAME) else linked)
        facts = node.further_facts
        facts.pop("name", None)
        if facts:
            bodies.append({**_FACTS, "value": dumps(facts)})
        yield {
            "id": f"{prefix}{index + 1}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": bodies if len(bodies) > 1 else bodies[0],
            "target": _target(node, text, iri),
        }


def _quoted(path: str, safe: str) -> str:
    """A path as a reference: names that are no UTF-8 byte by byte, as the system has them."""
    try:
        return quote(path, safe, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, safe, errors="backslashreplace")


def _target(node: Node, text: str, iri: str) -> Object:
    items = [
        {
            "type": "SpecificResource",
            "source": iri,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - _CONTEXT_CHARACTERS) : start],
                    "suffix": text[end : end + _CONTEXT_CHARACTERS],
                },
            ],
        }
        for start, end in node.spans
    ]
    return items[0] if len(items) == 1 else {"type": "Composite", "items": items}


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The articles that the annotations of a file are about, in the order in which they are named."""
    by_target: dict[str, list[tuple[str, Object]]] = {}
    for where, value in objects(data, source.path):
        for number, annotation in enumerate(_items(value, where), 1):
            place = f"{where}: annotation {number}"
            for iri in {_iri(one, place) for one in _resources(annotation.get("target"), place)}:
                by_target.setdefault(iri, []).append((place, annotation))
    for iri, about in by_target.items():
        yield _Article(iri, about, source).article()


def _items(value: Object, where: str) -> Iterator[Object]:
    """The annotations of a collection, a page, or the only one."""
    if value.get("type") in _COLLECTIONS or not {"items", "first"}.isdisjoint(value):
        for page in (value, value.get("first")):
            for one in page.get("items") or [] if isinstance(page, dict) else []:
                if not isinstance(one, dict):
                    raise UsageError(
                        f"{where}: holds annotations by their addresses only; put them into the file"
                    )
                yield one
    elif "target" in value:
        yield value
    else:
        raise UsageError(f"{where}: is not a Web Annotation; an annotation has a target")


def _resources(target: object, where: str) -> Iterator[Object]:
    """The specific resources that a target is made of."""
    ahead = several(target)[::-1]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict) and one.get("type") in _GROUPS:
            ahead += several(one.get("items"))[::-1]
        elif isinstance(one, dict):
            yield one
        else:
            raise UsageError(f"{where}: its target has no selector; give it a TextPositionSelector")


def _iri(resource: Object, where: str) -> str:
    iri = resource.get("source")
    if isinstance(iri, dict):
        iri = iri.get("id")
    if not isinstance(iri, str):
        raise UsageError(f"{where}: its target has no source; name the article there")
    return iri


class _Article:
    def __init__(self, iri: str, annotations: Sequence[tuple[str, Object]], source: Source) -> None:
        self.iri, self.annotations, self.source = iri, annotations, source
        path = urlsplit(iri).path if "://" in iri else iri
        self.name = unquote(path, errors="surrogateescape")
        text = source.text(self.name)
        if text is None:
            raise UsageError(
                f"{source.path}: the text {self.name} does not exist; name its folder: --articles DIR"
            )
        self.text = text

    def article(self) -> AnnotatedArticle:
        """The article with all annotations about it."""
        numbers = {str(a.get("id")): index for index, (_, a) in enumerate(self.annotations)}
        nodes, links = [], []
        for index, (where, annotation) in enumerate(self.annotations):
            spans = ordered(
                self._span(one, where)
                for one in _resources(annotation.get("target"), where)
                if _iri(one, where) == self.iri
            )
            label, facts = "", {}
            for body in _bodies(annotation):
                purpose = body.get("purpose", annotation.get("motivation"))
                if purpose == "linking" and str(body.get("source")) in numbers:
                    role, other = body.get("role"), numbers[str(body["source"])]
                    links.append((str(role), index, other) if role else ("", other, index))
                elif purpose == "identifying":
                    facts["name"] = body.get("value")
                elif body.get("format") == "application/json":
                    facts |= _facts(body, where)
                elif not label and isinstance(body.get("value"), str):
                    label = body["value"]
            if not label:
                raise UsageError(
                    f"{where}: no body says what it is; give it a TextualBody, such as 'content'"
                )
            nodes.append(Node(label, spans, facts))
        labels = self.source.labels
        whole = tuple(Link(role or nodes[child].label, head, child) for role, head, child in links)
        base = AnnotatedArticle(self.name, self.text, (), path=self.source.path)
        records, found = records_of(Graph(tuple(nodes), whole), labels, self.source.path)
        return article_of(base, records, found, labels)

    def _span(self, resource: Object, where: str) -> Span:
        """Where a resource is in the text: by its position, checked by its words; or by the words alone."""
        text = self.text
        of_type = {one.get("type"): one for one in several(resource.get("selector")) if isinstance(one, dict)}
        position, words = of_type.get("TextPositionSelector"), of_type.get("TextQuoteSelector")
        exact = None if words is None else str(words.get("exact"))
        if position is not None:
            span = Span(offset(position.get("start"), where), offset(position.get("end"), where))
            check_words(exact, text, [span], where)
            return span
        if words is None or exact is None:
            raise UsageError(f"{where}: has no TextPositionSelector and no TextQuoteSelector; give it one")
        before, after = str(words.get("prefix") or ""), str(words.get("suffix") or "")
        at = text.find(before + exact + after)
        if at < 0 or text.find(before + exact + after, at + 1) >= 0:
            raise other_text(where, exact, [(max(at, 0), max(at, 0) + len(exact))])
        return Span(at + len(before), at + len(before) + len(exact))


def _bodies(annotation: Object) -> Iterator[Object]:
    body = annotation.get("body", annotation.get("bodyValue"))
    for one in several(body):
        if isinstance(one, dict):
            yield one
        elif isinstance(one, str):
            yield {"type": "TextualBody", "value": one}


def _facts(body: Object, where: str) -> Object:
    try:
        found = json.loads(str(body.get("value")))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise UsageError(f"{where}: a body of application/json is not a JSON object; correct it")
    return found

"""``cas-json``: UIMA CAS in JSON 0.4, as INCEpTION and dkpro-cassis read and write it, a file an article.

Types are those of ``layers``, and sentences and tokens of DKPro Core. Offsets count units of UTF-16.
https://github.com/inception-project/inception/blob/main/inception/inception-doc/src/main/resources/META-INF/asciidoc/user-guide/formats-uimajson.adoc
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from quotediff.annotated import AnnotatedArticle
from quotediff.annotations import writing
from quotediff.annotations.graph import Link, article_of, fact_text, graph, records_of
from quotediff.annotations.jsonlines import Object, entries, listed, objects, offset
from quotediff.annotations.layers import (
    ANNOTATION,
    CHAIN,
    CHAIN_LINK,
    FEATURES,
    PART_LINK,
    QUOTE,
    Annotation,
    Layers,
    Slot,
    graph_of,
    layers_of,
)
from quotediff.annotations.utf16 import Offsets
from quotediff.errors import UsageError
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_STRING_TYPE, _ARRAY_TYPE, _TOP_TYPE = "uima.cas.String", "uima.cas.FSArray", "uima.cas.TOP"
_VIEW = "_InitialView"
_STANDARD = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata",
)
_OWN_FEATURES = frozenset({"begin", "end", "sofa"})


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """The file of the only article."""
    return writing.one(extracts, files, "cas-json")


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A file for each article."""
    return writing.folder(extracts, files)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The file of an article."""
    text = article.words
    layers = layers_of(graph(article, split=True))
    structures = _Structures(text, layers)
    value = {
        "%TYPES": _types(),
        "%FEATURE_STRUCTURES": structures.all,
        "%VIEWS": {_VIEW: {"%SOFA": 1, "%MEMBERS": structures.members}},
    }
    return {".json": dumps(value, 1) + "\n"}


def _types() -> Object:
    types: Object = {}
    for layer, features in FEATURES.items():
        types[layer] = _type(layer, ANNOTATION, dict.fromkeys(features, _STRING_TYPE))
    types[QUOTE]["parts"] = {"%NAME": "parts", "%RANGE": f"{PART_LINK}[]"}
    types[PART_LINK] = _type(PART_LINK, _TOP_TYPE, {"role": _STRING_TYPE, "target": ANNOTATION})
    types[CHAIN] = _type(CHAIN, "uima.cas.AnnotationBase", {"first": CHAIN_LINK})
    types[CHAIN_LINK] = _type(
        CHAIN_LINK,
        ANNOTATION,
        {"next": CHAIN_LINK, "referenceType": _STRING_TYPE, "referenceRelation": _STRING_TYPE},
    )
    return types


def _type(name: str, above: str, features: Mapping[str, str]) -> Object:
    declared = {feature: {"%NAME": feature, "%RANGE": range_} for feature, range_ in features.items()}
    return {"%NAME": name, "%SUPER_TYPE": above, **declared}


class _Structures:
    """The feature structures of an article, and the ids of those that are in the view's index."""

    def __init__(self, text: str, layers: Layers) -> None:
        self.offsets = Offsets(text)
        self.all: list[Object] = [
            {
                "%ID": 1,
                "%TYPE": "uima.cas.Sofa",
                "sofaNum": 1,
                "sofaID": _VIEW,
                "mimeType": "text/plain",
                "sofaString": text,
            }
        ]
        self.members: list[int] = []
        ids = [self._add(a.layer, a.span, a.features) for a in layers.annotations]
        for id_, annotation in zip(ids, layers.annotations, strict=True):
            if annotation.slots:
                self._fill(id_, annotation, ids)
        for chain in layers.chains:
            self._chain(chain)

    def _add(self, type_: str, span: Span, features: Mapping[str, Any]) -> int:
        begin, end = map(self.offsets.units, span)
        return self._structure({"%TYPE": type_, "@sofa": 1, "begin": begin, "end": end, **features})

    def _structure(self, structure: Object, *, member: bool = True) -> int:
        id_ = len(self.all) + 1
        self.all.append({"%ID": id_, **structure})
        if member:
            self.members.append(id_)
        return id_

    def _fill(self, id_: int, annotation: Annotation, ids: list[int]) -> None:
        links = [
            self._structure(
                {"%TYPE": PART_LINK, "role": slot.role, "@target": ids[slot.target]}, member=False
            )
            for slot in annotation.slots
        ]
        array = self._structure({"%TYPE": _ARRAY_TYPE, "%ELEMENTS": links}, member=False)
        self.all[id_ - 1]["@parts"] = array

    def _chain(self, chain: tuple[Span, ...]) -> None:
        ids = [self._add(CHAIN_LINK, span, {}) for span in chain]
        for id_, following in itertools.pairwise(ids):
            self.all[id_ - 1]["@next"] = following
        self._structure({"%TYPE": CHAIN, "@sofa": 1, "@first": ids[0]})


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The article of a file."""
    for where, value in objects(data, source.path):
        yield _Reader(value, where, source).article()


class _Reader:
    def __init__(self, value: Object, where: str, source: Source) -> None:
        self.where, self.source = where, source
        raw = value.get("%FEATURE_STRUCTURES")
        if isinstance(raw, dict):  # the other way to write them: by id
            raw = [{"%ID": int(id_), **one} for id_, one in raw.items()]
        self.structures = entries(raw, "%FEATURE_STRUCTURES", where)
        self.types = value.get("%TYPES") or {}
        self.by_id = {one.get("%ID"): one for one in self.structures}
        texts = [one for one in self.structures if one.get("%TYPE") == "uima.cas.Sofa"]
        if not texts or not isinstance(texts[0].get("sofaString"), str):
            raise UsageError(f"{where}: has no text (sofaString); export it as UIMA CAS JSON 0.4")
        self.text: str = texts[0]["sofaString"]
        self.offsets = Offsets(self.text)

    def article(self) -> AnnotatedArticle:
        """The article of the file."""
        links = {one["%ID"] for one in self.structures if "next" in self._features(one)}
        numbers: dict[object, int] = {}
        kept: list[Object] = []
        for one in self.structures:
            if self._is_annotation(one) and one["%ID"] not in links and not self._is_relation(one):
                numbers[one["%ID"]] = len(kept)
                kept.append(one)
        annotations = tuple(self._annotation(one, numbers) for one in kept)
        relations = tuple(
            Link(self._label(one), numbers[one["@Governor"]], numbers[one["@Dependent"]])
            for one in self.structures
            if self._is_relation(one) and {one["@Governor"], one["@Dependent"]} <= numbers.keys()
        )
        layers = Layers(annotations, tuple(self._chains(links)), relations)
        labels = self.source.labels
        records, nodes = records_of(graph_of(layers, labels, self.where), labels, self.where)
        return article_of(
            AnnotatedArticle(self._name(), self.text, (), path=self.source.path), records, nodes, labels
        )

    def _name(self) -> str:
        """What the file is called, or what the document's metadata say."""
        for one in self.structures:
            if str(one.get("%TYPE")).endswith("DocumentMetaData") and one.get("documentTitle"):
                return str(one["documentTitle"])
        return re.split(r"[/\\]", self.source.path)[-1].removesuffix(".json")

    def _features(self, one: Object) -> set[str]:
        declared = self.types.get(one.get("%TYPE")) or {}
        return {key.lstrip("@") for key in (*declared, *one)}

    def _is_annotation(self, one: Object) -> bool:
        type_ = str(one.get("%TYPE"))
        return one.keys() >= {"begin", "end"} and not type_.startswith(_STANDARD)

    def _is_relation(self, one: Object) -> bool:
        return one.keys() >= {"@Governor", "@Dependent"}

    def _label(self, one: Object) -> str:
        values = (str(v) for k, v in one.items() if isinstance(v, str) and not k.startswith("%"))
        return next(values, str(one["%TYPE"]).rpartition(".")[2])

    def _span(self, one: Object) -> Span:
        start, end = (
            self.offsets.points(offset(one[key], self.where), self.where) for key in ("begin", "end")
        )
        return Span(start, end)

    def _annotation(self, one: Object, numbers: Mapping[object, int]) -> Annotation:
        features = {
            key: fact_text(value)
            for key, value in one.items()
            if isinstance(value, str | int | float) and key[0] not in "%@^" and key not in _OWN_FEATURES
        }
        slots = tuple(self._slots(one, numbers))
        return Annotation(str(one["%TYPE"]), self._span(one), features, slots)

    def _slots(self, one: Object, numbers: Mapping[object, int]) -> Iterator[Slot]:
        """What fills the slots of an annotation: each link of an array has a role and a target."""
        for key, value in one.items():
            array = self.by_id.get(value) if key.startswith("@") and key != "@sofa" else None
            if array is None or "%ELEMENTS" not in array:
                continue
            for element in listed(array["%ELEMENTS"], "%ELEMENTS", self.where):
                link = self.by_id.get(element) or {}
                target = numbers.get(link.get("@target"))
                if target is None:
                    raise UsageError(f"{self.where}: slot {key[1:]!r} names no annotation; correct the file")
                yield Slot(str(link.get("role") or key[1:]), target)

    def _chains(self, links: set[Any]) -> Iterator[tuple[Span, ...]]:
        """The mentions of each chain, from the link that no other leads to."""
        later = {self.by_id[id_].get("@next") for id_ in links}
        for one in self.structures:
            if one["%ID"] not in links or one["%ID"] in later:
                continue
            chain: list[Span] = []
            seen: set[object] = set()
            following: Object | None = one
            while following is not None and following["%ID"] not in seen:
                seen.add(following["%ID"])
                chain.append(self._span(following))
                following = self.by_id.get(following.get("@next"))
            yield tuple(chain)

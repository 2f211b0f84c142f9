r"""``webanno``: WebAnno TSV 3.3, as INCEpTION imports and exports it, a file an article.

Layers are those of ``layers``; the project must have them. Offsets count units of UTF-16. The text is that of
the sentences, so each goes on to where the next begins, and lines that are empty are not lost. Tokens are cut
wherever a quote begins or ends.
https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_formats_webannotsv3
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle
from quotediff.annotations import writing
from quotediff.annotations.graph import Link, article_of, graph, records_of
from quotediff.annotations.layers import (
    ANNOTATION,
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
from quotediff.readers.jsontree import ESCAPED_CONTROLS
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_WEBANNO_TOKEN = re.compile(r"\w+|[^\w\s]")
_LINE_END_WITH_SPACE = re.compile(r"\s*\n\s*")
_RESERVED = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b", "\\": "\\\\"}
_ESCAPED_CHARACTERS = re.compile(r"[\x00-\x08\t\x0c\r\x0e-\x1f\\]")
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_ROW = re.compile(r"(\d+)-(\d+)(\.\d+)?\t(\d+)-(\d+)\t")
_NUMBERED_VALUE = re.compile(r"(?s)((?:\\.|[^\\])*?)(?:\[(\d+)\])?\Z")
_TARGET = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)\])?\Z")
_LINKED = re.compile(r"(?s)((?:\\.|[^\\])*?)->(\d+)-(\d+)\Z")
_UP_TO_SIGN = {sign: re.compile(rf"(?s)((?:\\.|[^\\{sign}])*)(?:{re.escape(sign)}|\Z)") for sign in "|;"}
_ROLE = "ROLE_"
_LENGTH = "#Length="  # of the text; other readers skip the line, as they do all that begin with #


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """Nothing.

    Raises:
        UsageError: always: it is for folders.
    """
    raise writing.none("webanno")


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A file for each article."""
    return writing.folder(extracts, files)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The file of an article."""
    text = article.words
    return {".tsv": "".join(_Writer(text, layers_of(graph(article, split=True))).pieces())}


class _Writer:
    def __init__(self, text: str, layers: Layers) -> None:
        self.text, self.layers, self.offsets = text, layers, Offsets(text)
        cuts = {at for a in layers.annotations for at in a.span}
        cuts |= {at for chain in layers.chains for span in chain for at in span}
        self.covered = sorted({a.span for a in layers.annotations} | {s for c in layers.chains for s in c})
        self.tokens = self._tokens(sorted(cuts))
        self.starts = [t.start for t in self.tokens]
        self.numbers = {i: n for n, i in enumerate(range(len(layers.annotations)), 1)}
        self.addresses = self._addresses()

    def _tokens(self, cuts: Sequence[int]) -> list[Span]:
        """Words and signs, and white space at the beginning of the text or at the edge of an annotation."""
        found: list[Span] = []
        edges = set(cuts)
        starts, ends = {s.start for s in self.covered}, {s.end for s in self.covered}
        at = 0
        for match in [*_WEBANNO_TOKEN.finditer(self.text), None]:
            until = match.start() if match else len(self.text)
            gap = sorted({at, until, *cuts[bisect_right(cuts, at) : bisect_left(cuts, until)]})
            for start, end in itertools.pairwise(gap):
                if start == 0 or start in starts or end in ends:
                    found.append(Span(start, end))
            if match is None:
                break
            inside = [
                c for c in cuts[bisect_right(cuts, until) : bisect_left(cuts, match.end())] if c in edges
            ]
            bounds = [until, *inside, match.end()]
            found += [Span(a, b) for a, b in itertools.pairwise(bounds)]
            at = match.end()
        return found

    def _sentences(self) -> list[tuple[Span, list[Span]]]:
        """Lines as sentences, each up to the beginning of the next one, with the tokens in them."""
        ends = [m.end() for m in _LINE_END_WITH_SPACE.finditer(self.text)]
        begins = [0, *(end for end in ends if end in set(self.starts)), len(self.text)]
        found = []
        for start, end in itertools.pairwise(begins):
            tokens = self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            if end > start:
                found.append((Span(start, end), tokens))
        return found

    def _addresses(self) -> dict[int, str]:
        """The id of each token, by where it begins."""
        return {
            token.start: f"{sentence}-{number}"
            for sentence, (_, tokens) in enumerate(self._sentences(), 1)
            for number, token in enumerate(tokens, 1)
        }

    def pieces(self) -> Iterator[str]:
        """The header, then each sentence with a row for each token."""
        yield "#FORMAT=WebAnno TSV 3.3\n"
        for layer, features in FEATURES.items():
            slots = f"|{_ROLE}{QUOTE}:parts_{PART_LINK}|{ANNOTATION}" if layer == QUOTE else ""
            yield f"#T_SP={layer}|{'|'.join(features)}{slots}\n"
        yield f"#T_CH={CHAIN_LINK}|referenceType|referenceRelation\n\n"
        by_token, links = self._by_token()
        sentences = self._sentences()
        for number, (span, tokens) in enumerate(sentences, 1):
            yield "\n"
            if number == len(sentences):
                yield f"{_LENGTH}{self.offsets.units(len(self.text))}\n"
            for line in self.text[span.start : span.end].removesuffix("\n").split("\n"):
                yield f"#Text={_ESCAPED_CHARACTERS.sub(_escape, line)}\n"
            for place, token in enumerate(tokens, 1):
                cells = self._cells(by_token.get(token.start, ()))
                chains = self._chain_cells(links.get(token.start, ()))
                yield "\t".join((f"{number}-{place}", *self._words(token), *cells, *chains)) + "\t\n"

    def _words(self, token: Span) -> tuple[str, str]:
        """The offsets and the words of a token."""
        parts = self.text[token.start : token.end].split("\n")
        begin, end = map(self.offsets.units, token)
        return f"{begin}-{end}", "\\n".join(_ESCAPED_CHARACTERS.sub(_escape, part) for part in parts)

    def _by_token(self) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
        """The annotations and the links of chains that are in each token, by where that begins."""
        by_token: dict[int, list[int]] = {}
        for index, annotation in enumerate(self.layers.annotations):
            for start in self._covered(annotation.span):
                by_token.setdefault(start, []).append(index)
        links: dict[int, list[tuple[int, int]]] = {}
        for number, chain in enumerate(self.layers.chains, 1):
            for place, span in enumerate(chain, 1):
                for start in self._covered(span):
                    links.setdefault(start, []).append((number, place))
        return by_token, links

    def _covered(self, span: Span) -> list[int]:
        return self.starts[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def _cells(self, indexes: Sequence[int]) -> Iterator[str]:
        """The cells of the span layers in a row."""
        for layer, features in FEATURES.items():
            here = [i for i in indexes if self.layers.annotations[i].layer == layer]
            for feature in features:
                values = [
                    f"{_value(self.layers.annotations[index].features.get(feature))}[{self.numbers[index]}]"
                    for index in here
                ]
                yield _cell(values)
            if layer == QUOTE:
                yield _cell(self._slots(index, roles=True) for index in here)
                yield _cell(self._slots(index, roles=False) for index in here)

    def _slots(self, index: int, *, roles: bool) -> str:
        """The roles of a quote's slots, or what fills them."""
        slots = self.layers.annotations[index].slots
        own = f"[{self.numbers[index]}]"
        if not slots:
            return f"*{own}" if roles else "_"
        if roles:
            return ";".join(_RESERVED.sub(_escape, slot.role) for slot in slots) + own
        return ";".join(self._address(slot.target) for slot in slots)

    def _address(self, target: int) -> str:
        start = self.layers.annotations[target].span.start
        return f"{self.addresses[start]}[{self.numbers[target]}]"

    def _chain_cells(self, links: Sequence[tuple[int, int]]) -> Iterator[str]:
        """The reference type and relation of the mentions in a row."""
        yield _cell(f"*[{chain}]" for chain, _ in links)
        yield _cell(f"*->{chain}-{place}" for chain, place in links)


def _cell(values: Iterable[str]) -> str:
    return "|".join(values) or "_"


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _value(value: str | None) -> str:
    return "*" if not value else _RESERVED.sub(_escape, value)


def _escape(match: re.Match[str]) -> str:
    return _NAMED.get(match[0], f"\\{match[0]}")


def unescaped(text: str) -> str:
    """Text as it was before reserved characters in it were escaped."""
    return _ESCAPED.sub(lambda m: ESCAPED_CONTROLS.get(m[1], m[1]), text)


@dataclass(slots=True)
class _Column:
    """A layer of the header: its kind (SP, CH, RL), its features, and its first column."""

    kind: str
    layer: str
    features: list[str]
    first: int
    width: int


@dataclass(slots=True)
class _Found:
    """An annotation in the making: the units of its rows, its features and slots."""

    layer: str
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    slots: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    def __init__(self, data: str, source: Source) -> None:
        self.path, self.labels = source.path, source.labels
        self.columns: list[_Column] = []
        self.text: list[str] = []
        self.length = 0  # of the text so far, in units
        self.pending: list[str] = []
        self.found: dict[object, _Found] = {}
        self.links: dict[int, dict[int, list[int]]] = {}  # of a chain the units of each mention
        self.relations: list[tuple[str, str, str]] = []
        self.places: dict[str, list[object]] = {}  # the annotations in a row
        self.stated: int | None = None  # the length of the text, if the file says it
        self.data = data

    def article(self) -> AnnotatedArticle:
        """The article of the file."""
        lines = self.data.split("\n")
        if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
            raise UsageError(f"{self.path}: is not WebAnno TSV 3; export it as that")
        for number, line in enumerate(lines[1:], 2):
            self._line(line.removesuffix("\r"), f"{self.path}:{number}")
        self._add_text(self.length)
        text = "".join(self.text)
        if self.stated == self.length - 1:
            text = text.removesuffix("\n")
        offsets = Offsets(text)
        ordered = list(self.found.values())
        numbers = {key: n for n, key in enumerate(self.found)}
        annotations = tuple(self._annotation(one, offsets, numbers) for one in ordered)
        chains = tuple(
            tuple(self._span(links[place], offsets) for place in sorted(links))
            for _, links in sorted(self.links.items())
        )
        relations = tuple(
            Link(label, self._target(head, numbers), self._target(child, numbers))
            for label, head, child in self.relations
        )
        layers = Layers(annotations, chains, relations)
        name = re.split(r"[/\\]", self.path)[-1].removesuffix(".tsv")
        base = AnnotatedArticle(name, text, (), path=self.path)
        records, nodes = records_of(graph_of(layers, self.labels, self.path), self.labels, self.path)
        return article_of(base, records, nodes, self.labels)

    def _annotation(self, one: _Found, offsets: Offsets, numbers: Mapping[object, int]) -> Annotation:
        slots = tuple(Slot(role, self._target(target, numbers)) for role, target in one.slots)
        return Annotation(one.layer, self._span([one.start, one.end], offsets), one.features, slots)

    def _span(self, units: Sequence[int], offsets: Offsets) -> Span:
        return Span(offsets.points(units[0], self.path), offsets.points(units[-1], self.path))

    def _target(self, address: str, numbers: Mapping[object, int]) -> int:
        """The number of the annotation that an address names: by its id, or by its row alone."""
        match = _TARGET.match(address)
        row, mark = match.groups() if match else ("", None)
        keys = self.places.get(row, [])
        if mark:
            keys = [key for key in keys if isinstance(key, tuple) and key[-1] == int(mark)]
        if not keys:
            raise UsageError(f"{self.path}: {address} is named, but no annotation is there; correct the file")
        return numbers[keys[0]]

    def _line(self, line: str, where: str) -> None:
        if line.startswith("#T_"):
            self._head(line, where)
        elif line.startswith("#Text="):
            self.pending.append(unescaped(line.removeprefix("#Text=")))
        elif line.startswith(_LENGTH) and line.removeprefix(_LENGTH).isdecimal():
            self.stated = int(line.removeprefix(_LENGTH))
        elif line and not line.startswith("#"):
            match = _ROW.match(line)
            if match is None:
                raise UsageError(f"{where}: is not a row of WebAnno TSV: {line[:60]!r}; correct it")
            begin, end = int(match[4]), int(match[5])
            self._add_text(begin)
            self._row(line.split("\t"), begin, end, where)

    def _head(self, line: str, where: str) -> None:
        kind, _, rest = line.removeprefix("#T_").partition("=")
        layer, *features = rest.split("|")
        first = max((c.first + c.width for c in self.columns), default=3)
        if kind not in ("SP", "CH", "RL"):
            raise UsageError(f"{where}: unknown sort of layer {kind!r}; there are SP, CH and RL")
        features = [feature for feature in features if feature]
        width = max(1, len(features))
        self.columns.append(_Column(kind, layer, features, first, width))

    def _add_text(self, begin: int) -> None:
        """Takes the text of a sentence in, whose first token is there.

        As INCEpTION does: a line break goes after each sentence, unless the next one begins there, and spaces
        are put where something else is missing.
        """
        if not self.pending:
            return
        if begin == self.length - 1:
            self.text[-1] = self.text[-1].removesuffix("\n")
            self.length = begin
        if begin > self.length:
            self.text.append(" " * (begin - self.length))
            self.length = begin
        sentence = "".join(f"{line}\n" for line in self.pending)
        self.pending = []
        self.text.append(sentence)
        self.length += _units(sentence)

    def _row(self, cells: Sequence[str], begin: int, end: int, where: str) -> None:
        for column in self.columns:
            values = list(cells[column.first : column.first + column.width])
            if len(values) < column.width:
                raise UsageError(f"{where}: has {len(cells)} cells, fewer than the header; correct the row")
            if column.kind == "CH":
                self._chain(values, begin, end)
            elif column.kind == "RL":
                self._relation(column, values, cells[0])
            else:
                self._spans(column, values, cells[0], begin, end)

    def _spans(self, column: _Column, values: Sequence[str], row: str, begin: int, end: int) -> None:
        """The annotations of a layer in a row: their features, then the roles and targets of their slots."""
        if all(value == "_" for value in values):
            return
        cells = list(zip(column.features or [""], values, strict=True))
        roles = [value for feature, value in cells if feature.startswith(_ROLE)]
        targets = [value for feature, value in cells if "." in feature and not feature.startswith(_ROLE)]
        plain = [(f, value) for f, value in cells if not f.startswith(_ROLE) and "." not in f]
        keys: list[object] = []
        for feature, value in plain or [("", roles[0])]:
            keys = self._features(feature, _parted(value, "|"), column.layer, row, Span(begin, end))
        self.places.setdefault(row, []).extend(keys)
        for role, target in zip(roles, targets, strict=False):
            self._slots(keys, _parted(role, "|"), _parted(target, "|"))

    def _features(
        self, feature: str, stacked: Sequence[str], layer: str, row: str, units: Span
    ) -> list[object]:
        """Takes the values of a feature in, of each annotation in a row; what identifies each."""
        keys: list[object] = []
        for place, one in enumerate(stacked):
            match = _NUMBERED_VALUE.match(one)
            word, mark = (match[1], match[2]) if match else (one, None)
            keys.append((layer, int(mark)) if mark else (layer, row, place))
            known = self.found.setdefault(keys[-1], _Found(layer, *units))
            known.end = units.end
            if feature and word != "*":
                known.features[feature] = unescaped(word)
        return keys

    def _slots(self, keys: Sequence[object], roles: Sequence[str], targets: Sequence[str]) -> None:
        """The slots of the annotations in a row; they are in each row of an annotation, and taken once."""
        for key, role, target in zip(keys, roles, targets, strict=False):
            one = self.found[key]
            if one.slots or target in ("_", "*"):
                continue
            match = _NUMBERED_VALUE.match(role)
            names = _parted(match[1] if match else role, ";")
            one.slots += [(unescaped(n), t) for n, t in zip(names, _parted(target, ";"), strict=False)]

    def _chain(self, values: Sequence[str], begin: int, end: int) -> None:
        if len(values) < 2 or values[0] == "_":
            return
        for one in _parted(values[1], "|"):
            match = _LINKED.match(one)
            if match is not None:
                units = self.links.setdefault(int(match[2]), {}).setdefault(int(match[3]), [begin])
                units.append(end)

    def _relation(self, column: _Column, values: Sequence[str], row: str) -> None:
        """Each relation that ends in a row, with the row from which it leads; ids are in the last cell."""
        if values[-1] == "_":
            return
        labels = _parted(values[0], "|") if len(values) > 1 else []
        for place, address in enumerate(_parted(values[-1], "|")):
            match = re.match(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?\Z", address)
            if match is None:
                continue
            label = labels[place] if place < len(labels) else "*"
            if label == "*":
                label = column.layer.rpartition(".")[2]
            source, target = _address(match[1], match[2]), _address(row, match[3])
            self.relations.append((unescaped(label), source, target))


def _address(row: str, mark: str | None) -> str:
    """An annotation by its row, and by its id, if it has one."""
    return row if mark in (None, "0") else f"{row}[{mark}]"


def _parted(text: str, sign: str) -> list[str]:
    """A cell at its separators, those that are escaped aside."""
    found: list[str] = []
    at = 0
    while True:
        match = _UP_TO_SIGN[sign].match(text, at)
        if match is None:  # a backslash that escapes nothing
            return [*found, text[at:]]
        found.append(match[1])
        at = match.end()
        if at == len(text) and not text.endswith(sign, match.end(1)):
            return found


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The article of a file."""
    yield _Reader(data, source).article()

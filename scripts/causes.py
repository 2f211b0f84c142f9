"""Why predicted quotes differ from annotated ones: each error under a cause, for ``scripts/score --errors``.

What is an error, the yardstick (score.py in ../shared/evaluation) decides; causes only sort what it counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

_AROUND = 70  # characters shown on each side
_SHORT = 3  # words: a fragment


class Error(NamedTuple):
    """One error: its cause, where (article and offset), and what a reader needs to see of it."""

    cause: str
    place: str
    shown: str


def by_cause(yardstick: ModuleType, gold: dict[str, Any], predictions: Path) -> dict[str, list[Error]]:
    """Every error in the predictions, by cause, in the order of articles and offsets.

    Args:
        yardstick: the module that scores.
        gold: as its ``read_gold`` gives it.
        predictions: a file of a JSON object a line, as ``scripts/score --predictions`` writes it.
    """
    found: dict[str, list[Error]] = defaultdict(list)
    for line in predictions.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document["id"] in gold:
            quotes = [quote for quote in document["quotes"] if not quote["within"]]
            text, annotated = gold[document["id"]]
            for error in _Article(yardstick, document["id"], text, annotated, quotes).errors():
                found[error.cause].append(error)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


class _Article:
    def __init__(
        self, yardstick: ModuleType, name: str, text: str, annotated: list[Any], quotes: list[dict[str, Any]]
    ) -> None:
        self.yardstick, self.name, self.text, self.annotated = yardstick, name, text, annotated
        self.predicted = [
            yardstick.Relation(*(yardstick.spans(q[role]) for role in ("content", "source", "cue")))
            for q in quotes
        ]
        self.rule = {id(p): q["rule"] for p, q in zip(self.predicted, quotes, strict=True)}
        self.regions = yardstick.quoted_regions(text)

    def errors(self) -> Iterator[Error]:
        for region in self.regions:
            wanted = self.yardstick.owner(region, self.annotated)
            got = self.yardstick.owner(region, self.predicted)
            cause = self._of_region(region, wanted, got)
            if cause:
                yield Error(f"quoted: {cause}", f"{self.name}:{region[0]}", self._shown(region, wanted, got))
        yield from self._of_statements()

    def _of_region(self, region: tuple[int, int], wanted: Any, got: Any) -> str | None:  # noqa: ANN401 - the yardstick's
        if wanted is None:
            return "no statement, but taken for one" if got else None
        if got is None:
            words = len(self.text[slice(*region)].split())
            return f"not found, {'a fragment' if words <= _SHORT else 'longer words'}"
        if not wanted.source or self.yardstick.same_source(wanted.source, got.source):
            return None
        if not got.source:
            return "no source"
        return f"another source, {self._attribution(region, wanted)}"

    def _attribution(self, region: tuple[int, int], wanted: Any) -> str:  # noqa: ANN401 - as above
        """Where the annotated attribution stands."""
        cue = wanted.cue[0] if wanted.cue else wanted.source[0]
        between = self.text[min(cue[1], region[1]) : max(cue[0], region[0])]
        if "\n" in between:
            return "in another paragraph"
        said = self.text[cue[0] : cue[1]].strip()
        if said in (":", "-", "–", "—", "--"):
            return "a colon or dash"
        if any(not (a <= s < b) and s > b for a, b in [cue] for s, _ in wanted.content) and any(
            e <= cue[0] for _, e in wanted.content
        ):
            return "between the parts of a split quote"
        return "after" if cue[0] >= region[1] else "before"

    def _of_statements(self) -> Iterator[Error]:
        y = self.yardstick
        pairs = y.matched(self.annotated, self.predicted, 0.8)
        right = {id(g): p for g, p in pairs if not g.source or y.same_source(g.source, p.source)}
        paired = {id(g): p for g, p in pairs}
        taken = {id(p) for _, p in pairs}
        for g in self.annotated:
            if id(g) in right or not y.is_statement(self.text, g, self.regions):
                continue
            p = paired.get(id(g))
            if p is None:
                near = [q for q in self.predicted if y.overlap(q.content, g.content)]
                p = max(near, key=lambda q: y.overlap(q.content, g.content), default=None)
                cause = self._boundary(g, p)
            else:
                cause = "another source" if p.source else "no source"
            yield Error(f"statement: {cause}", f"{self.name}:{g.content[0][0]}", self._relations(g, p))
        for p in self.predicted:
            overlaps = any(y.overlap(p.content, g.content) for g in self.annotated)
            if id(p) not in taken and not overlaps and y.is_statement(self.text, p, self.regions):
                cause = f"none annotated, by {self.rule[id(p)]}"
                yield Error(f"statement: {cause}", f"{self.name}:{p.content[0][0]}", self._relations(None, p))

    def _boundary(self, g: Any, p: Any) -> str:  # noqa: ANN401 - as above
        if p is None:
            return "not found"
        shared = self.yardstick.overlap(g.content, p.content)
        wanted, got = self.yardstick.size(g.content), self.yardstick.size(p.content)
        if shared == wanted:
            return "content too long"
        if shared == got:
            return "content too short"
        return "content elsewhere"

    def _shown(self, region: tuple[int, int], wanted: Any, got: Any) -> str:  # noqa: ANN401 - as above
        start, end = region
        before, after = self.text[max(0, start - _AROUND) : start], self.text[end : end + _AROUND]
        words = " ".join(f"{before}«{self.text[start:end][:200]}»{after}".split())
        return f"{words}\n    annotated: {self._source(wanted)} | found: {self._source(got)}"

    def _relations(self, g: Any, p: Any) -> str:  # noqa: ANN401 - as above
        return f"annotated: {self._relation(g)}\n    found:     {self._relation(p)}"

    def _relation(self, relation: Any) -> str:  # noqa: ANN401 - as above
        if relation is None:
            return "nothing"
        parts = (self._words(getattr(relation, role)) or "-" for role in ("source", "cue", "content"))
        return " | ".join(parts)

    def _source(self, relation: Any) -> str:  # noqa: ANN401 - as above
        return "no statement" if relation is None else self._words(relation.source) or "no source"

    def _words(self, spans: list[tuple[int, int]]) -> str:
        return " ... ".join(" ".join(self.text[a:b].split()) for a, b in spans)

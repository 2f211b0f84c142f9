"""Traces every quote through successive versions, from comparisons of each with the next.

Quotes that are paired from one version to the next are traced as one quote; so are those that were split or
merged. What is new in a version is then paired, in the same way, with what was dropped before: a quote that
comes back is the same quote. Where a version does not have the quote, its words are looked for in the copy as
`compare` looks for them: words that are there without their source are not dropped.

Time: one comparison for each version, and one more for each version in which quotes are new and each earlier
one from which some are gone: at most n x n / 2 for n versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import pairwise

from quotediff.align.normalize import NormalizedText
from quotediff.align.search import Finder
from quotediff.changes.context import ComparisonContext
from quotediff.comparison import Change, Pair
from quotediff.model import Extract, Problem
from quotediff.text.spans import Span
from quotediff.versions import History, Outcome, QuoteHistory, QuoteState, Step


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side: the context of the comparison, and what was found.

    ``undeclared``: as in ``Comparison``.
    """

    story: ComparisonContext
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    undeclared: int = 0


Comparer = Callable[[NormalizedText, NormalizedText], Compared]
_Quotes = dict[int, list[str]]  # the ids of a traced quote's quotes, by version

_OF_STORY = frozenset({"QD303", "QD304", "QD305", "QD306"})  # and all QD4xx: they speak of the story


def trace(versions: Sequence[Extract], compare: Comparer) -> History:
    """Traces every quote through two or more versions, oldest first.

    Args:
        versions: the versions, in order.
        compare: compares two of them.
    """
    readings = [NormalizedText(extract) for extract in versions]
    compared = [compare(old, new) for old, new in pairwise(readings)]
    readings = [
        _with_compared_quotes(text, compared[max(0, k - 1) : k + 1], k) for k, text in enumerate(readings)
    ]
    links = _QuoteLinks(readings, compared, compare)
    histories = links.histories()
    owner = {(v, i): n for n, quotes in enumerate(histories) for v in quotes for i in quotes[v]}
    steps: list[Step] = []
    found: list[list[list[Change]]] = [[[] for _ in versions] for _ in histories]
    for k, step in enumerate(compared):
        of_story: list[Change] = []
        for change in step.changes:
            owners = _owners(change, k, owner)
            for n in owners:
                found[n][k + 1].append(change)
            if not owners:
                of_story.append(change)
        counts = Counter(c.code for c in step.changes)
        summary = {code: counts[code] for code in sorted(counts)}
        steps.append(Step(step.pairs, tuple(of_story), summary, step.problems))
    traced = [
        _states(quotes, links.places_of(quotes), found[n], links.returned)
        for n, quotes in enumerate(histories)
    ]
    extracts = tuple(text.extract for text in readings)
    return History(
        extracts, tuple(QuoteHistory(f"h{n}", states) for n, states in enumerate(traced, 1)), tuple(steps)
    )


def _with_compared_quotes(text: NormalizedText, steps: Sequence[Compared], version: int) -> NormalizedText:
    """A version with the quotes that the comparisons with its neighbours look at: not all beliefs."""
    sides = [step.story.new if version and n == 0 else step.story.old for n, step in enumerate(steps)]
    return _only(text, {q.id for side in sides for q in side.extract.quotes})


def _owners(change: Change, k: int, owner: dict[tuple[int, str], int]) -> list[int]:
    """The traced quotes that a change from version ``k`` to the next is about; none if it is the story."""
    if change.code in _OF_STORY or change.code.startswith("QD4"):
        return []
    quotes = [(k + 1, i) for i in change.new_quotes] or [(k, i) for i in change.old_quotes]
    return sorted({owner[quote] for quote in quotes})


class _QuoteLinks:
    """The quotes of all versions, tied together where they are one."""

    def __init__(
        self, readings: Sequence[NormalizedText], compared: Sequence[Compared], compare: Comparer
    ) -> None:
        self.readings, self.compared, self.compare = readings, compared, compare
        self.returned: dict[tuple[int, str], tuple[int, tuple[Change, ...]]] = {}
        self._last: dict[tuple[int, str], tuple[int, str]] = {}  # a forest: each quote to one of the same
        for k, text in enumerate(readings):
            self._last |= {(k, q.id): (k, q.id) for q in text.extract.quotes}
        for k, step in enumerate(compared):
            for pair in step.pairs:
                both = [*((k, i) for i in pair.old), *((k + 1, i) for i in pair.new)]
                for other in both[1:]:
                    self._tie(both[0], other)
            if k:
                self._tie_returned(k + 1, [p.new[0] for p in step.pairs if not p.old])

    def histories(self) -> list[_Quotes]:
        """The quotes of each traced quote by version, in the order in which they come in."""
        histories: dict[tuple[int, str], _Quotes] = {}
        for k, text in enumerate(self.readings):
            for quote in text.extract.quotes:
                histories.setdefault(self._root((k, quote.id)), {}).setdefault(k, []).append(quote.id)
        return list(histories.values())

    def places_of(self, quotes: _Quotes) -> dict[int, Span]:
        """Where the words of a traced quote are in versions in which they are no quote.

        Followed from each version that has it to those after and before, as long as the words are found.
        """
        places: dict[int, Span] = {}
        for k in quotes:
            for way in (1, -1):
                for version, span in self._followed(k, quotes[k], way):
                    if version in quotes or version in places:
                        break
                    places[version] = span
        return places

    def _followed(self, k: int, ids: Sequence[str], way: int) -> Iterator[tuple[int, Span]]:
        """The words of quotes of version ``k`` in the versions after (``way`` 1) or before (-1) it."""
        if not 0 <= k + way < len(self.readings):
            return
        story = self.compared[k if way == 1 else k - 1].story
        cases = [story.pair_of("old" if way == 1 else "new", i) for i in ids]
        found = [(c, c.found) for c in cases if c is not None and c.found is not None]
        if not found:
            return
        case, here = max(found, key=lambda f: f[1].share)
        yield k + way, here.span
        (quote_content,) = case.olds or case.news
        last = len(self.readings) - 1
        for version in range(k + way, last if way == 1 else 0, way):
            alignment = self.compared[version if way == 1 else version - 1].story.alignment
            table = alignment.to_new if way == 1 else alignment.to_old
            there = self._finder(version + way).find(
                quote_content, [n for k in here.sentences for n in table[k]]
            )
            if there is None:
                return
            here = there
            yield version + way, here.span

    def _finder(self, version: int) -> Finder:
        return self.compared[version - 1].story.in_new if version else self.compared[0].story.in_old

    def _tie_returned(self, k: int, free: Sequence[str]) -> None:
        """Ties quotes that are new in version ``k`` to quotes that were there, but not in the one before.

        Paired as `compare` pairs two versions, but of the quotes only those that are free.
        """
        if not free:
            return
        candidates = []
        for j, gone in self._gone(k).items():
            result = self.compare(_only(self.readings[j], gone), _only(self.readings[k], free))
            pairs = [p for p in result.pairs if p.old and p.new]
            candidates += [(-p.similarity, -j, p, result.changes) for p in pairs]
        taken: set[tuple[int, str]] = set()
        order = {identifier: n for n, identifier in enumerate(free)}
        for _, j, pair, changes in sorted(candidates, key=lambda c: (c[0], c[1], order[c[2].new[0]])):
            both = [*((-j, i) for i in pair.old), *((k, i) for i in pair.new)]
            roots = {self._root(node) for node in both}
            if roots & taken:
                continue
            taken |= roots
            about = tuple(
                c
                for c in changes
                if (c.old in pair.old or c.new in pair.new) and c.code[:3] in ("QD1", "QD2")
            )
            for other in both[1:]:
                self._tie(both[0], other)
            taken.add(self._root(both[0]))
            self.returned[k, pair.new[0]] = (-j, about)

    def _gone(self, k: int) -> dict[int, list[str]]:
        """What was traced before, but is not in version ``k - 1``: the last quotes of each, by version."""
        last: dict[tuple[int, str], tuple[int, list[str]]] = {}
        for j, text in enumerate(self.readings[:k]):
            for quote in text.extract.quotes:
                root = self._root((j, quote.id))
                if root not in last or last[root][0] < j:
                    last[root] = (j, [])
                last[root][1].append(quote.id)
        gone: dict[int, list[str]] = {}
        for j, ids in last.values():
            if j < k - 1:
                gone.setdefault(j, []).extend(ids)
        return dict(sorted(gone.items(), reverse=True))

    def _root(self, node: tuple[int, str]) -> tuple[int, str]:
        while self._last[node] != node:
            self._last[node] = self._last[self._last[node]]  # halves the way: near constant on the whole
            node = self._last[node]
        return node

    def _tie(self, one: tuple[int, str], other: tuple[int, str]) -> None:
        self._last[self._root(other)] = self._root(one)


def _only(text: NormalizedText, ids: Iterable[str]) -> NormalizedText:
    """The reading with some of its quotes only."""
    wanted = set(ids)
    part = copy(text)
    extract = text.extract
    part.extract = replace(extract, quotes=tuple(q for q in extract.quotes if q.id in wanted))
    return part


def _states(
    quotes: _Quotes,
    places: dict[int, Span],
    found: Sequence[Sequence[Change]],
    returned: dict[tuple[int, str], tuple[int, tuple[Change, ...]]],
) -> tuple[QuoteState, ...]:
    """The states of a traced quote: ``found`` has changes by version, ``places`` its unattributed words."""
    states: list[QuoteState] = []
    last: int | None = None  # the last version that had it
    for k, changes in enumerate(found):
        ids, span = tuple(quotes.get(k, ())), places.get(k)
        here = bool(ids) or span is not None
        since, more = last, tuple(changes)
        if here and last is not None and last < k - 1:
            since, further = next((returned[k, i] for i in ids if (k, i) in returned), (last, ()))
            outcomes = (Outcome.RESTORED, *_outcomes(further))
            more += further
        elif here:
            outcomes = (Outcome.INTRODUCED,) if last is None else _outcomes(changes) or (Outcome.UNCHANGED,)
        else:
            gone = k > 0 and last == k - 1
            outcomes = (Outcome.DROPPED if gone else Outcome.ABSENT,)
            since = last if gone else None
        last = k if here else last
        states.append(QuoteState(outcomes, ids, span, since, more))
    return tuple(states)


def _outcomes(changes: Iterable[Change]) -> tuple[Outcome, ...]:
    """What the changes of one quote amount to, in the order of ``Outcome``."""
    found = {_outcome(change.code) for change in changes}
    return tuple(outcome for outcome in Outcome if outcome in found)


def _outcome(code: str) -> Outcome:
    if code == "QD111":
        return Outcome.MOVED
    return Outcome.ATTRIBUTION_CHANGED if code.startswith("QD2") else Outcome.EDITED

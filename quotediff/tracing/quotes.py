"""Traces every quote through successive versions, from comparisons of each with the next.

Quotes that are paired from one version to the next are traced as one quote; so are those that were split or
merged. What is new in a version is then paired, in the same way, with what was dropped before: a quote that
comes back is the same quote. Where a version does not have the quote, its words are looked for in the copy as
`compare` looks for them: words that are there without their source are not dropped.

Time: one comparison for each version, and one more for each version in which quotes are new and each earlier
one from which some are gone that share words with these: at most n x n / 2 for n versions, most often none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from quotediff.align.normalize import NormalizedText, function_words
from quotediff.align.quotes import QuoteContent
from quotediff.align.search import Finder, Found
from quotediff.comparison import Change, Pair
from quotediff.model import Extract, Problem, Quote
from quotediff.text.spans import Span
from quotediff.tracing.compared import Compared
from quotediff.tracing.texts import Texts
from quotediff.versions import History, Outcome, QuoteHistory, QuoteState, Step

Comparer = Callable[[NormalizedText, NormalizedText], Compared]
Observer = Callable[[int, Compared], None]
_Quotes = dict[int, list[str]]  # the ids of a traced quote's quotes, by version

LEAST_SHARED = 0.3
"""Of the stems of the shorter of two quotes, how many the other must have before they are compared."""

_OF_STORY = frozenset({"QD303", "QD304", "QD305", "QD306"})  # and all QD4xx: they speak of the story


@dataclass(frozen=True, slots=True)
class _Missing:
    """A quote that the other version has as no quote: what it says, and where its words stand there."""

    content: QuoteContent
    found: Found


@dataclass(frozen=True, slots=True)
class _Compared:
    """What tracing needs of a comparison, which itself holds all words of both versions.

    ``old_ids`` and ``new_ids`` are the quotes that it looked at; ``to_new`` and ``to_old`` the sentences that
    are aligned; ``missing`` has quotes of either side by side and id.
    """

    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    old_ids: frozenset[str]
    new_ids: frozenset[str]
    to_new: Sequence[Sequence[int]]
    to_old: Sequence[Sequence[int]]
    missing: dict[tuple[str, str], _Missing]


def trace(
    versions: Iterable[Extract | NormalizedText],
    compare: Comparer,
    *,
    observe: Observer | None = None,
    bare: bool = False,
) -> History:
    """Traces every quote through two or more versions, oldest first.

    Args:
        versions: the versions, in order, with their words or without; each is taken when it is its turn.
        compare: compares two of them.
        observe: is handed each comparison of a version with the one before, with the index of the version.
        bare: the versions of the result lack tokens and sentences, so that a story of a hundred long
            versions takes little memory.
    """
    texts = Texts(bare=bare)
    compared: list[_Compared] = []
    stems: list[dict[str, frozenset[str]]] = []
    known: dict[str, frozenset[str]] = {}
    observe = observe or _unobserved
    before: NormalizedText | None = None
    for step_index, given in enumerate(versions):
        version = texts.add(given)
        stems.append({q.id: _stems(version, q, known) for q in version.extract.quotes})
        if before is not None:
            found = compare(before, version)
            observe(step_index, found)
            compared.append(_kept(found))
            found.story.release()
        before = version
    links = _QuoteLinks(texts, stems, compared, compare)
    histories = links.histories()
    owner = {(v, i): n for n, quotes in enumerate(histories) for v in quotes for i in quotes[v]}
    changes: list[list[list[Change]]] = [[[] for _ in range(len(texts))] for _ in histories]
    of_story: list[list[Change]] = [[] for _ in compared]
    for index, step in enumerate(compared):
        for change in step.changes:
            owners = _owners(change, index, owner)
            for place in [changes[n][index + 1] for n in owners] or [of_story[index]]:
                place.append(change)
    steps = [_step(step, of_no_quote) for step, of_no_quote in zip(compared, of_story, strict=True)]
    traced = [
        _states(quotes, links.places_of(quotes), changes[position], links.returned)
        for position, quotes in enumerate(histories)
    ]
    extracts = tuple(_with_quotes(e, ids) for e, ids in zip(texts.extracts, links.ids, strict=True))
    return History(
        extracts, tuple(QuoteHistory(f"h{n}", states) for n, states in enumerate(traced, 1)), tuple(steps)
    )


def _unobserved(_version: int, _found: Compared) -> None:
    """Nobody is handed the comparisons."""


def _step(compared: _Compared, of_story: Sequence[Change]) -> Step:
    """A comparison of two neighbours: the changes that are of no quote, and how often each code is found."""
    counts = Counter(change.code for change in compared.changes)
    summary = {code: counts[code] for code in sorted(counts)}
    return Step(compared.pairs, tuple(of_story), summary, compared.problems)


def _stems(version: NormalizedText, quote: Quote, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The stems of what a quote says, less function words; ``known`` has them by what was said before."""
    quote_content = quote.content.text
    if quote_content not in known:
        ranges = [range(*version.between(*span)) for span in quote.content.spans]
        found = {stem for words in ranges for k in words for stem in version.words[k].stems}
        known[quote_content] = frozenset(found - function_words() or found)
    return known[quote_content]


def _share_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two quotes share so many words that one may be the other, come back."""
    return len(one & other) >= max(1, LEAST_SHARED * min(len(one), len(other)))


def _kept(found: Compared) -> _Compared:
    """What is needed of a comparison once its versions have been compared."""
    story = found.story
    missing: dict[tuple[str, str], _Missing] = {}
    for pair in story.quote_pairs:
        if pair.found is not None:
            side = "old" if pair.side is pair.before else "new"
            missing |= {(side, said.quote.id): _Missing(said, pair.found) for said in pair.side.quotes}
    return _Compared(
        found.pairs,
        found.changes,
        found.problems,
        frozenset(q.id for q in story.old.extract.quotes),
        frozenset(q.id for q in story.new.extract.quotes),
        story.alignment.to_new,
        story.alignment.to_old,
        missing,
    )


def _owners(change: Change, k: int, owner: dict[tuple[int, str], int]) -> list[int]:
    """The traced quotes that a change from version ``k`` to the next is about; none if it is the story."""
    if change.code in _OF_STORY or change.code.startswith("QD4"):
        return []
    quotes = [(k + 1, i) for i in change.new_quotes] or [(k, i) for i in change.old_quotes]
    return sorted({owner[quote] for quote in quotes})


class _QuoteLinks:
    """The quotes of all versions, tied together where they are one."""

    def __init__(
        self,
        texts: Texts,
        stems: Sequence[Mapping[str, frozenset[str]]],
        compared: Sequence[_Compared],
        compare: Comparer,
    ) -> None:
        self.texts, self.compared, self.compare, self.stems = texts, compared, compare, stems
        self.ids = [_compared_quotes(compared, k) for k in range(len(texts))]
        self._quotes = [
            [q.id for q in extract.quotes if q.id in ids]
            for extract, ids in zip(texts.extracts, self.ids, strict=True)
        ]
        self._finders: dict[int, Finder] = {}  # of one version, the last that was searched
        self.returned: dict[tuple[int, str], tuple[int, tuple[Change, ...]]] = {}
        self._last: dict[tuple[int, str], tuple[int, str]] = {}  # a forest: each quote to one of the same
        for k, quotes in enumerate(self._quotes):
            self._last |= {(k, i): (k, i) for i in quotes}
        for step_index, step in enumerate(compared):
            for pair in step.pairs:
                both = [*((step_index, i) for i in pair.old), *((step_index + 1, i) for i in pair.new)]
                for other in both[1:]:
                    self._tie(both[0], other)
            if step_index:
                self._tie_returned(step_index + 1, [p.new[0] for p in step.pairs if not p.old])

    def histories(self) -> list[_Quotes]:
        """The quotes of each traced quote by version, in the order in which they come in."""
        histories: dict[tuple[int, str], _Quotes] = {}
        for k, quotes in enumerate(self._quotes):
            for identifier in quotes:
                histories.setdefault(self._root((k, identifier)), {}).setdefault(k, []).append(identifier)
        return list(histories.values())

    def places_of(self, quotes: _Quotes) -> dict[int, Span]:
        """Where the words of a traced quote are in versions in which they are no quote.

        Followed from each version that has it to those after and before, as long as the words are found.
        """
        places: dict[int, Span] = {}
        for step_index in quotes:
            for way in (1, -1):
                for version, span in self._followed(step_index, quotes[step_index], way):
                    if version in quotes or version in places:
                        break
                    places[version] = span
        return places

    def _followed(self, k: int, ids: Sequence[str], way: int) -> Iterator[tuple[int, Span]]:
        """The words of quotes of version ``k`` in the versions after (``way`` 1) or before (-1) it."""
        if not 0 <= k + way < len(self.texts):
            return
        back = int(way < 0)  # a comparison has the number of its old version
        side, end = ("new", 0) if back else ("old", len(self.texts) - 1)
        missing = self.compared[k - back].missing
        found = [missing[side, i] for i in ids if (side, i) in missing]
        if not found:
            return
        lost = max(found, key=lambda m: m.found.share)
        here = lost.found
        yield k + way, here.span
        for version in range(k + way, end, way):
            step = self.compared[version - back]
            table = step.to_old if back else step.to_new
            aligned = [n for k in here.sentences for n in table[k]]
            there = self._finder(version + way).find(lost.content, aligned)
            if there is None:
                return
            here = there
            yield version + way, here.span

    def _finder(self, version: int) -> Finder:
        if version not in self._finders:
            self._finders = {version: Finder(self.texts[version])}
        return self._finders[version]

    def _tie_returned(self, k: int, free: Sequence[str]) -> None:
        """Ties quotes that are new in version ``k`` to quotes that were there, but not in the one before.

        Paired as `compare` pairs two versions, but of the quotes only those that are free.
        """
        candidates = []
        for index, gone, back in self._alike(k, free):
            result = self.compare(_only(self.texts[index], gone), _only(self.texts[k], back))
            result.story.release()
            pairs = [p for p in result.pairs if p.old and p.new]
            candidates += [(-p.similarity, -index, p, result.changes) for p in pairs]
        taken: set[tuple[int, str]] = set()
        order = {identifier: n for n, identifier in enumerate(free)}
        for _, position, pair, changes in sorted(candidates, key=lambda c: (c[0], c[1], order[c[2].new[0]])):
            both = [*((-position, i) for i in pair.old), *((k, i) for i in pair.new)]
            roots = {self._root(node) for node in both}
            if roots & taken:
                continue
            taken |= roots
            about = tuple(
                change
                for change in changes
                if (change.old in pair.old or change.new in pair.new) and change.code[:3] in ("QD1", "QD2")
            )
            for other in both[1:]:
                self._tie(both[0], other)
            taken.add(self._root(both[0]))
            self.returned[k, pair.new[0]] = (-position, about)

    def _alike(self, k: int, free: Sequence[str]) -> Iterator[tuple[int, list[str], list[str]]]:
        """The gone quotes of each earlier version, and the free ones, that share words with one another."""
        if not free:
            return
        stems = {i: self.stems[k][i] for i in free}
        for index, gone in self._gone(k).items():
            pairs = [(g, f) for g in gone for f in free if _share_words(self.stems[index][g], stems[f])]
            if pairs:
                back = {f for _, f in pairs}
                yield index, list(dict.fromkeys(g for g, _ in pairs)), [f for f in free if f in back]

    def _gone(self, k: int) -> dict[int, list[str]]:
        """What was traced before, but is not in version ``k - 1``: the last quotes of each, by version."""
        last: dict[tuple[int, str], tuple[int, list[str]]] = {}
        for index, quotes in enumerate(self._quotes[:k]):
            for identifier in quotes:
                root = self._root((index, identifier))
                if root not in last or last[root][0] < index:
                    last[root] = (index, [])
                last[root][1].append(identifier)
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


def _compared_quotes(compared: Sequence[_Compared], version: int) -> frozenset[str]:
    """The quotes of a version that the comparisons with its neighbours look at: not all beliefs."""
    before = compared[version - 1].new_ids if version else frozenset[str]()
    after = compared[version].old_ids if version < len(compared) else frozenset[str]()
    return before | after


def _only(version: NormalizedText, ids: Iterable[str]) -> NormalizedText:
    """The version with some of its quotes only."""
    part = copy(version)
    part.extract = _with_quotes(version.extract, frozenset(ids))
    return part


def _with_quotes(extract: Extract, ids: frozenset[str]) -> Extract:
    """The extract with some of its quotes only."""
    return replace(extract, quotes=tuple(q for q in extract.quotes if q.id in ids))


def _states(
    quotes: _Quotes,
    places: dict[int, Span],
    found: Sequence[Sequence[Change]],
    returned: dict[tuple[int, str], tuple[int, tuple[Change, ...]]],
) -> tuple[QuoteState, ...]:
    """The states of a traced quote: ``found`` has changes by version, ``places`` its unattributed words."""
    states: list[QuoteState] = []
    last: int | None = None  # the last version that had it
    for step_index, changes in enumerate(found):
        ids, span = tuple(quotes.get(step_index, ())), places.get(step_index)
        if not ids and span is None:
            gone = last == step_index - 1
            outcome, since = (Outcome.DROPPED, last) if gone else (Outcome.ABSENT, None)
            states.append(QuoteState((outcome,), ids, span, since, tuple(changes)))
            continue
        since, more = last, tuple(changes)
        if last is None:
            outcomes: tuple[Outcome, ...] = (Outcome.INTRODUCED,)
        elif last == step_index - 1:
            outcomes = _outcomes(changes) or (Outcome.UNCHANGED,)
        else:
            known = (returned[step_index, i] for i in ids if (step_index, i) in returned)
            since, further = next(known, (last, ()))
            outcomes = (Outcome.RESTORED, *_outcomes(further))
            more += further
        last = step_index
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

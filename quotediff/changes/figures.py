"""Numbers, dates, times and places of a statement, compared in their places: what they count decides.

Two figures stand in one place if the words around them are the same, or if they stand in the same place of
two contents whose figures are blanked out. A figure that has its partner in such a place and says something
else is a change, whatever stands elsewhere: swapped tolls are one. A figure that is said of the same thing in
another part of the statement has only moved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex
from rapidfuzz.distance import Indel

from quotediff.align.assign import assign
from quotediff.align.normalize import Word, is_informative, says_something
from quotediff.align.words import Block, blocks
from quotediff.changes.meaning import (
    ContentSide,
    Difference,
    Item,
    counted_senses,
    counted_words,
    counts_of_none,
    is_rewritten,
    place,
)
from quotediff.changes.shares import amount, is_same_share, share_of, shares_in_words
from quotediff.identity import SPELT_ALIKE, name_words, same_nation
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list, word_map, words
from quotediff.limits import MAX_FIGURES, WINDOW_FIGURE_WORDS, WINDOW_MOTION_WORDS, WINDOW_TOLL_WORDS

AFTER = (
    1.0,
    0.7,
    0.5,
)  # what the first, second, third word of content after a figure tells of what it counts
BEFORE = (0.6, 0.4)
OF_ANYONE = 0.5  # share of that which *people* tell, who may be counted by any figure
SAME_PLACE = 0.5  # what it tells that two figures stand in one place of the two contents
SAME_VALUE = 0.78  # and that they say the same: in a list that was shifted more than the place
OTHER_UNIT = 0.5  # and, against it, that one is a percentage, a sum or a time and the other is not
SURE = 0.4  # of what is counted, from which on two figures are about one thing

_FIGURE_CHARACTERS = regex.compile(r"[\d.,:/]+")
_PLACE_PREPOSITIONS = word_list("place_prepositions")
_MOTION_PREPOSITIONS = word_list("motion_prepositions")
_MOTION_VERBS = word_list("motion_verbs")
_TOLL_NOUNS = word_list("toll_nouns")
_SIDES = {"=for", "=against"}
_FIGURE_SORTS = ("number", "date", "time")
_CLOCK_HALVES = ("am", "pm")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of one content: the item, what stands around it, and its place where figures are blank."""

    item: Item
    value: str
    kind: str  # two of other kinds are not about one thing: a weekday and a date, a sum and a percentage
    after: Mapping[str, float]
    before: Mapping[str, float]
    at: tuple[str, int, int]  # op and number of the block of the blanked alignment, the place in it
    counts: bool  # it does not stand in words that were merely left out or added
    unit: str  # what is measured in, if it is a number with a unit behind it: *meters*

    @property
    def side(self) -> str:
        """The side of a vote that it counts: of *212 for and 187 against*; empty if it counts none."""
        return next((word for word in self.after if word in _SIDES), "")


def figure_differences(
    old: ContentSide, new: ContentSide, changed: Sequence[Block]
) -> tuple[Difference, ...]:
    """The figures that differ: numbers, dates, times, then names and places, each in text order.

    Args:
        old: the old words.
        new: the new words.
        changed: the blocks in which they differ.

    Returns:
        Differences of the sorts number, date, time, place and name. A number that stands in one content only
        has no words on the other side.
    """
    found: list[Difference] = []
    if any(_of_sort(side, sort) for side in (old, new) for sort in _FIGURE_SORTS):
        blank = _blank_blocks(old, new)
        rewritten = is_rewritten(old, new, changed)
        left: tuple[list[_Figure], list[_Figure]] = ([], [])
        for sort in _FIGURE_SORTS:
            x = _figures(old, new, sort, blank)
            y = _figures(new, old, sort, [block.reversed for block in blank])
            orders = None if rewritten and sort == "date" else _orders(x, y)
            differing, left_x, left_y = _compared(x, y, orders)
            found += differing
            if not rewritten:
                found += _alone(left_x, left_y)
            left[0].extend(left_x)
            left[1].extend(left_y)
        found += _moments(*left)
    known = {(f.old, f.new) for f in found}
    found += [c for c in counts_of_none(old, new, changed) if (c.old, c.new) not in known]
    found += _names(old, new, changed)
    return tuple(found)


def _blank_blocks(old: ContentSide, new: ContentSide) -> tuple[Block, ...]:
    """How one content became the other, all figures of a sort taken for the same."""
    keys = []
    for side in (old, new):
        blanked = [w.stems or (w.key,) for w in side.words]
        for sort in _FIGURE_SORTS:
            for item in _of_sort(side, sort):
                blanked[item.last - 1] = (f"#{sort}",)
        keys.append(blanked)
    return blocks(*keys)


def _figures(side: ContentSide, against: ContentSide, sort: str, blank: Sequence[Block]) -> list[_Figure]:
    """The figures of a sort with what is known of each.

    Args:
        side: one content.
        against: the other.
        sort: of figures.
        blank: how one became the other, all figures of a sort being the same; old are the words of the side.
    """
    mine = _of_sort(side, sort)
    if not mine:
        return []
    counted = counted_words([b for b in blank if b.op != "equal"], side, against)
    held = [(n, block) for n, block in enumerate(blank) if block.i2 > block.i1]
    starts = [block.i1 for _, block in held]
    at: dict[int, int] = defaultdict(int)
    out = []
    lists = _lists(side.words, mine)
    for item, (first, start, end, last) in zip(mine, lists, strict=True):
        number, block = held[bisect_right(starts, item.last - 1) - 1]
        equal = block.op == "equal"
        place_in_block = item.last - 1 - block.i1 if equal else at[number]
        at[number] += 1
        (value,) = item.values
        out.append(
            _Figure(
                item,
                value,
                _kind(sort, value),
                _toll(side.words, item)
                or _around(side.words[end : min(last, end + WINDOW_FIGURE_WORDS)], AFTER),
                _around(side.words[max(first, start - WINDOW_FIGURE_WORDS) : start][::-1], BEFORE),
                (block.op, number, place_in_block),
                equal or item.is_among(counted),
                _unit(side.words, item),
            )
        )
    return out


def _lists(words_: Sequence[Word], mine: Sequence[Item]) -> list[tuple[int, int, int, int]]:
    """For each figure the list it stands in, alone or among others: where it begins and ends.

    With them where the figure before the list ends and where what is told of the one after it begins: with
    *injured* in *killed two crew members and injured eight*. *Monday, Tuesday and Friday* is a list, all of
    which the same is said of; *5-3* is none.
    """
    groups: list[list[Item]] = []
    for item in mine:
        if groups and _is_list(words_, groups[-1][-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    begins = [*(group[0].first - bool(_toll(words_, group[0])) for group in groups[1:]), len(words_)]
    ends = [0, *(group[-1].last for group in groups)]
    bounds = [(ends[n], group[0].first, ends[n + 1], begins[n]) for n, group in enumerate(groups)]
    return [bound for bound, group in zip(bounds, groups, strict=True) for _ in group]


def _is_list(words_: Sequence[Word], one: Item, other: Item) -> bool:
    """Whether nothing but "and" or a comma stands between two figures."""
    between = [w.norm for w in words_[one.last : other.first]]
    apart = words_[other.first].start - words_[one.last - 1].end
    return between in (["and"], ["or"]) or (not between and apart >= len(", "))


def _of_sort(side: ContentSide, sort: str) -> list[Item]:
    """The items of a sort in order; among numbers also words for amounts: *several*, *a third of*."""
    found = [i for i in side.items if i.sort == sort]
    if sort != "number":
        return found
    amounts, exact = words("amounts"), word_map("exact_amounts")
    in_words = [amount(k, k + 1, w.norm) for k, w in enumerate(side.words) if w.norm in amounts]
    in_words += [amount(k, k + 1, f"#{exact[w.norm]}") for k, w in enumerate(side.words) if w.norm in exact]
    in_words += shares_in_words(side.words)
    covered = {k for i in in_words for k in range(i.first, i.last)}
    return sorted([*in_words, *(i for i in found if i.first not in covered)], key=lambda i: i.first)


def _is_vague(figure: _Figure) -> bool:
    return figure.item.sort == "number" and not figure.value.startswith("#")


def _kind(sort: str, value: str) -> str:
    """What two figures must share to be about one thing."""
    if sort == "number":
        if share_of(value) is not None:
            return "%"
        return _FIGURE_CHARACTERS.sub("", value[1:]) if value.startswith("#") else ""
    if sort == "time":
        return sort
    if " " in value:
        return "span"
    return "date" if value[1].isdigit() else "weekday" if len(value) == len("@mon") else "relative"


def _around(nearest_first: Sequence[Word], weights: Sequence[float]) -> dict[str, float]:
    """The words next to a figure that tell what it counts, the nearest first, each with what it tells.

    They are words of content, one for all that mean the same (*dead*, *killed*), and the sides of a vote.
    """
    out: dict[str, float] = {}
    senses = counted_senses()
    found = (stem for w in nearest_first if w.kind not in ("number", "ellipsis") for stem in w.stems)
    for stem in found:
        if len(out) == len(weights):
            break
        if is_informative(stem) or stem in senses:
            share = OF_ANYONE if stem in _anyone() else 1.0
            out.setdefault(senses.get(stem, stem), share * weights[len(out)])
    return out


@cache
def _anyone() -> frozenset[str]:
    """The stems of the nouns for any people."""
    return frozenset(stem for noun in word_list("any_people") for stem in stems(noun))


def _toll(words_: Sequence[Word], item: Item) -> dict[str, float]:
    """What a number counts that a toll has come to, *the death toll rose to 11*; nothing for any other."""
    behind = words_[item.last : item.last + 1]
    if item.sort != "number" or any(says_something(word) for word in behind if word.kind != "date"):
        return {}
    before = words_[max(0, item.first - WINDOW_TOLL_WORDS) : item.first]
    first = next((k for k, w in enumerate(before) if w.norm in _TOLL_NOUNS), len(before))
    senses = (counted_senses().get(stem) for w in before[max(0, first - 1) :] for stem in w.stems)
    found = next((sense for sense in senses if sense and sense not in _SIDES), None)
    return {} if found is None else {found: AFTER[0]}


def _compared(
    x: list[_Figure], y: list[_Figure], orders: frozenset[int] | None
) -> tuple[list[Difference], list[_Figure], list[_Figure]]:
    """What differs between the figures of a sort, and those of either side without a partner.

    Args:
        x: the old figures.
        y: the new ones.
        orders: the differing blocks in which their order pairs them; None if places tell nothing, as of days
            in a statement that was put in other words: each may be another event's.
    """
    differing, matched = _matched(x, y, orders) if max(len(x), len(y)) <= MAX_FIGURES else ([], [])
    paired_x, paired_y = {i for i, _ in matched}, {j for _, j in matched}
    left_x, left_y = _cancel(
        x,
        y,
        [i for i in range(len(x)) if i not in paired_x],
        [j for j in range(len(y)) if j not in paired_y],
    )
    return [_difference(x[i], y[j]) for i, j in differing], [x[i] for i in left_x], [y[j] for j in left_y]


def _alone(left_x: Sequence[_Figure], left_y: Sequence[_Figure]) -> Iterator[Difference]:
    """The numbers that stand on one side only, of figures without a partner."""
    for figure in left_x:
        if _is_alone(figure):
            yield Difference("number", place([figure.item]), (0, 0))
    for figure in left_y:
        if _is_alone(figure):
            yield Difference("number", (0, 0), place([figure.item]))


def _moments(left_x: Sequence[_Figure], left_y: Sequence[_Figure]) -> Iterator[Difference]:
    """When something is, told by the clock on one side and by the day on the other, in one place.

    Args:
        left_x: figures of the old side without a partner.
        left_y: of the new side.
    """
    there = {figure.at[1]: figure for figure in reversed(left_y) if _is_moment(figure)}
    for figure in filter(_is_moment, left_x):
        other = there.get(figure.at[1])
        if other is None or figure.item.sort == other.item.sort:
            continue
        if figure.at[0] == "replace" and figure.counts and other.counts:
            del there[figure.at[1]]
            yield Difference("time", place([figure.item]), place([other.item]))


def _is_moment(figure: _Figure) -> bool:
    """Whether a figure is a day, a part of a day or a time of the clock."""
    return figure.item.sort != "number" or figure.kind in _CLOCK_HALVES


def _matched(
    x: Sequence[_Figure], y: Sequence[_Figure], orders: frozenset[int] | None
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The figures about one thing that differ, and all that are about one thing, differing or not."""
    differing: list[tuple[int, int]] = []
    matched: list[tuple[int, int]] = []
    table = [dict(_scores(figure, y, orders)) for figure in x]
    for old_index, new_index in enumerate(assign(table).partner if table else ()):
        if new_index < 0:
            continue
        one, other = x[old_index], y[new_index]
        if _same(one, other) and not _units_differ(one, other):
            matched.append((old_index, new_index))
        elif _are_comparable(x, y, old_index, new_index) and _is_sure(one, other, orders):
            differing.append((old_index, new_index))
    return differing, [*matched, *differing]


def _are_comparable(x: Sequence[_Figure], y: Sequence[_Figure], i: int, j: int) -> bool:
    """Whether two figures stand in words whose items count, or count one thing."""
    return (x[i].counts and y[j].counts) or _counts_one_thing(x, y, i, j)


def _difference(figure: _Figure, other: _Figure) -> Difference:
    """What differs between two figures: the units with them, if they are all that does."""
    (old, stop), (new, end) = place([figure.item]), place([other.item])
    with_unit = figure.value == other.value
    return Difference(figure.item.sort, (old, stop + with_unit), (new, end + with_unit))


@cache
def _units() -> dict[str, str]:
    """Words for units, each with what they all stand for."""
    return {form: unit for forms, unit in rows("units", 2) for form in forms.split()}


def _unit(words_: Sequence[Word], item: Item) -> str:
    """The unit behind a number; empty if there is none."""
    if item.sort != "number" or item.last >= len(words_):
        return ""
    unit = words_[item.last]
    return _units().get(unit.norm) or _units().get(unit.key, "")


def _units_differ(figure: _Figure, other: _Figure) -> bool:
    """Whether two numbers are of two units: *22 meters*, *22 feet*."""
    return len({figure.unit, other.unit} - {""}) > 1


def _counts_one_thing(x: Sequence[_Figure], y: Sequence[_Figure], i: int, j: int) -> bool:
    """Whether two figures count the same noun, or follow one verb, and no other figure of either side does.

    A statement that was put in other words has it elsewhere: *54 miners were trapped*, *trapping 85 miners*;
    *cutting off about 1,300 people*, *and cut off about 1,700 in the hills*.
    """
    if x[i].kind != y[j].kind:
        return False
    nouns, verbs = {*_counted(x[i])} & {*_counted(y[j])}, {*list(x[i].before)[:1]} & {*list(y[j].before)[:1]}
    times_said = [sum(noun in figure.after for figure in (*x, *y)) for noun in nouns]
    times_said += [sum(verb in figure.before for figure in (*x, *y)) for verb in verbs]
    return len((x[i], y[j])) in times_said


def _counted(figure: _Figure) -> Iterator[str]:
    """What a figure may count: the noun behind it, and what is known for being counted."""
    yield from list(figure.after)[:1]
    yield from (word for word in figure.after if word.startswith("="))


def _is_alone(figure: _Figure) -> bool:
    """Whether a number went or came, in words whose items count: the other side has none in its place."""
    if figure.item.sort != "number" or figure.at[0] == "equal":
        return False
    return figure.counts and figure.item.strong


def _orders(x: Sequence[_Figure], y: Sequence[_Figure]) -> frozenset[int]:
    """The differing blocks that hold equally many figures on both sides: there their order pairs them."""
    held, there = (Counter(figure.at[1] for figure in side) for side in (x, y))
    return frozenset(n for n, count in held.items() if there[n] == count)


def _scores(
    figure: _Figure, others: Sequence[_Figure], orders: frozenset[int] | None
) -> Iterator[tuple[int, float]]:
    """How likely each of the others is about the same thing; those of which nothing says so are left out."""
    for index, other in enumerate(others):
        if {figure.side, other.side} == _SIDES:
            continue
        score = _shared(figure, other)
        score += SAME_PLACE * _in_one_place(figure, other, orders)
        score += SAME_VALUE * _same(figure, other)
        score -= OTHER_UNIT * (figure.kind != other.kind)
        if score > 0:
            yield index, score


def _shared(figure: _Figure, other: _Figure) -> float:
    """How much of what stands around two figures is the same."""
    return sum(
        min(weight_here, there[stem])
        for here, there in ((figure.after, other.after), (figure.before, other.before))
        for stem, weight_here in here.items()
        if stem in there
    )


def _in_one_place(figure: _Figure, other: _Figure, orders: frozenset[int] | None) -> bool:
    if orders is None or figure.at != other.at:
        return False
    return figure.at[0] == "equal" or figure.at[1] in orders


def _is_sure(figure: _Figure, other: _Figure, orders: frozenset[int] | None) -> bool:
    """Whether two figures that say different things are about one thing."""
    if figure.kind != other.kind and figure.item.sort != "number":
        return False  # "Monday" and "Dec. 5" may be one day
    if _is_vague(figure) and _is_vague(other) and not _units_differ(figure, other):
        return False
    return _in_one_place(figure, other, orders) or _shared(figure, other) >= SURE


def _same(figure: _Figure, other: _Figure) -> bool:
    """Whether two figures say the same: a date may come without its year."""
    if not figure.kind == other.kind == "date":
        return figure.value == other.value or is_same_share(figure.value, other.value)
    shorter, longer = sorted((figure.value, other.value), key=len)
    return longer.startswith(shorter)


def _cancel(
    x: Sequence[_Figure], y: Sequence[_Figure], left_x: Sequence[int], left_y: Sequence[int]
) -> tuple[list[int], list[int]]:
    """What is left of figures without a partner when those that say the same are taken out of both."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(left_y):
        waiting[y[j].value].append(j)
    rest_x = []
    for old_index in left_x:
        if waiting[x[old_index].value]:
            waiting[x[old_index].value].pop()
        else:
            rest_x.append(old_index)
    return rest_x, sorted(j for line in waiting.values() for j in line)


def _names_left(
    side: ContentSide, against: ContentSide, changed: Sequence[Block]
) -> defaultdict[int, list[Item]]:
    """The names in words of a side that were put in other words, by the number of the block.

    But for those that are among the changed words of the other side, moved.
    """
    there = {k for block in changed for k in range(block.j1, block.j2)}
    moved = {s for i in _of_sort(against, "name") if i.first in there for s in i.values}
    replaced = ((n, block) for n, block in enumerate(changed) if block.op == "replace")
    block_of = {k: n for n, block in replaced for k in range(block.i1, block.i2)}
    left: defaultdict[int, list[Item]] = defaultdict(list)
    for item in _of_sort(side, "name"):
        if item.first in block_of and moved.isdisjoint(item.values):
            left[block_of[item.first]].append(item)
    return left


def _names(old: ContentSide, new: ContentSide, changed: Sequence[Block]) -> Iterator[Difference]:
    """Names put for others in one place, if they are not the same name in another form."""
    olds, news = _names_left(old, new, changed), _names_left(new, old, [b.reversed for b in changed])
    for block_index in sorted(olds.keys() & news.keys()):
        x, y = olds[block_index], news[block_index]
        if not _is_one_name(old.words, new.words, x, y):
            is_place = _is_place(old.words, x) and _is_place(new.words, y)
            yield Difference("place" if is_place else "name", place(x), place(y))


def _is_one_name(a: Sequence[Word], b: Sequence[Word], x: Sequence[Item], y: Sequence[Item]) -> bool:
    """Whether some words of a name are one name in two forms: spelt differently, shortened to initials."""
    old = " ".join(a[i.first].norm for i in x)
    new = " ".join(b[i.first].norm for i in y)
    shorter, longer = sorted((old, new), key=len)
    initials = "".join(w[0] for w in longer.split())
    return initials == shorter.replace(".", "").replace("'s", "") or any(
        _related(p, q) for p in name_words(old) for q in name_words(new)
    )


def _related(a: str, b: str) -> bool:
    """One name spelt differently, or a country and its people."""
    return Indel.normalized_similarity(a, b) >= SPELT_ALIKE or same_nation(a, b)


@cache
def _places() -> frozenset[str]:
    """Words of the names of known places, and words that make a name a place's."""
    return frozenset(w for name in words("places") for w in name.split()) | {
        w for w, _ in rows("place_words", 2)
    }


def _is_place(content: Sequence[Word], found: Sequence[Item]) -> bool:
    """Whether a name is a place's: a known one, one with a word for a place, one that something is in."""
    first, last = found[0].first, found[-1].last
    held = [w.norm for w in content[first : last + 1]]
    if any(w in _places() for w in held):
        return True
    leads = first > 0 and (content[first - 1].norm in _PLACE_PREPOSITIONS or _is_end_of_way(content, first))
    return leads and not held[last - first - 1].endswith("'s")


def _is_end_of_way(content: Sequence[Word], k: int) -> bool:
    """Whether word ``k`` is where somebody goes, or comes from: *had sailed from*, *flown to*."""
    before = {w.norm for w in content[max(0, k - WINDOW_MOTION_WORDS) : k - 1]}
    return content[k - 1].norm in _MOTION_PREPOSITIONS and not before.isdisjoint(_MOTION_VERBS)

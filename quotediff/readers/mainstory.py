"""Which paragraphs of a page are its story: those that trafilatura finds, and what it leaves out of them.

It finds the story and gives words; here these are looked up among the paragraphs of the page, which know
their places. Paragraphs of the same sort in the same story, headings, lists and captions between them are
put back; what stands twice is taken out.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from quotediff.limits import MAX_PARAGRAPH_SEARCHES
from quotediff.model import Role
from quotediff.readers.page import PageBlock, letters
from quotediff.readers.tree import Element

_MIN_FOUND_LETTERS = 30  # letters of a paragraph that is known by its words, wherever it stands
_REPEATED = 20  # letters of a paragraph that stands twice by no chance
_MIN_SORT_SHARE = 0.1  # of the story's letters that a sort of paragraph has, if others of it are put back
_SITE_LABELS = re.compile(
    r"\b(?:related|recirc|promo|newsletter|sign ?up|subscribe|share|sharing|social|sidebar|advert|ads?|"
    r"sponsor|comments?|disqus|recommend(?:ed|ations?)?|outbrain|taboola|most (?:read|popular|viewed)|"
    r"popular|trending|tags?|topics|read (?:more|next|also)|more (?:on|from|stories)|see also|bio|"
    r"breadcrumbs?|cookies?|donate|paywall|login|widget|footer|nav|menu|cards?|teasers?)\b"
)  # classes of what stands around a story, or in it and is none of it
_LEAD_LABEL = re.compile(r"\s*[\w ]{1,30}:\s")  # how a line begins that leads to another story
LABEL_JOINTS = re.compile(r"[_\W]+")
"""What joins the words of a class or an id in HTML."""

_HEADING_ELEMENTS = frozenset({"h2", "h3", "h4", "h5"})
_ELEMENTS_BETWEEN = _HEADING_ELEMENTS | {"blockquote", "li", "figcaption", "pre", "p", "aside"}
_SITE_ELEMENTS = frozenset({"nav", "footer", "form", "button"})


def extracted_story(markup: str) -> list[str]:
    """The paragraphs of a page's story, as trafilatura finds them; none if it finds no story."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # it warns of what is answered here
    from trafilatura import bare_extraction  # noqa: PLC0415 - costly, and only pages need it

    found = bare_extraction(markup, include_comments=False)
    text = getattr(found, "text", None) or ""
    return [line for line in text.split("\n") if line.strip()]


def story_paragraphs(blocks: Sequence[PageBlock], story_lines: Iterable[str]) -> list[int]:
    """The numbers of a page's paragraphs that are its story, in order.

    Args:
        blocks: the page's paragraphs.
        story_lines: those of the story, without their places.
    """
    found = _located(blocks, list(dict.fromkeys(key for line in story_lines if (key := letters(line)))))
    if not found:
        return []
    first, last = _bounds(blocks, found)
    whole = found | set(_put_back(blocks, found, first, last))
    return list(_once(blocks, sorted(whole)))


def site_paragraphs(blocks: Sequence[PageBlock], numbers: Sequence[int]) -> set[int]:
    """Of the paragraphs found those that are the site's: links, and teasers of other stories."""
    sort = _main_sort(blocks, numbers)
    top = _common(blocks[n] for n in numbers if blocks[n].kind == sort)
    others = [n for n in numbers if blocks[n].kind != sort]
    known: dict[int, bool | None] = {}
    found = {n for n in others if is_around(blocks[n], top) or _is_teaser(blocks[n], known)}
    linked = [n for n in numbers if blocks[n].is_linked]
    return found.union(n for n in linked if blocks[n].kind != sort or _LEAD_LABEL.match(blocks[n].words.text))


def _common(blocks: Iterable[PageBlock]) -> int:
    """How many elements some paragraphs all stand in."""
    paths = [block.path for block in blocks]
    return sum(len({id(e) for e in level}) == 1 for level in zip(*paths, strict=False))


def _is_teaser(block: PageBlock, known: dict[int, bool | None]) -> bool:
    """Whether a paragraph is a heading that leads to another story, or stands beside one.

    ``known``: what was found of elements before, for one may hold all paragraphs of a page.
    """
    if block.path[-1].name in _HEADING_ELEMENTS:
        return block.is_linked
    for holder in block.path[-2:-4:-1]:
        if id(holder) not in known:
            known[id(holder)] = _leads_elsewhere(holder)
        leads = known[id(holder)]
        if leads is not None:
            return leads
    return False


def _leads_elsewhere(holder: Element) -> bool | None:
    """Whether an element has one heading, and that a link; None if it has no heading."""
    heads = list(holder.every(*_HEADING_ELEMENTS))
    if not heads:
        return None
    if len(heads) != 1:
        return False
    return bool(heads[0].first("a")) or _holds(holder, heads[0])


def _holds(holder: Element, heading: Element) -> bool:
    """Whether a heading stands in a link."""
    return any(each is heading for link in holder.every("a") for each in link.every(heading.name))


def is_around(block: PageBlock, depth: int = 0) -> bool:
    """Whether a paragraph is the site's, by the elements that it stands in from a depth on."""
    if not _SITE_ELEMENTS.isdisjoint(e.name for e in block.path[depth:]):
        return True
    return _SITE_LABELS.search(LABEL_JOINTS.sub(" ", block.labels(depth))) is not None


def _located(blocks: Sequence[PageBlock], story_lines: Sequence[str]) -> set[int]:
    """The paragraphs of the page that have the words of the story's."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        numbers[block.letters].append(number)
    sort = _main_sort(blocks, [numbers[key][0] for key in story_lines if len(numbers.get(key, ())) == 1])
    found: set[int] = set()
    rest = []
    for key in story_lines:
        if key in numbers and len(key) >= _MIN_FOUND_LETTERS:
            found.add(_best(numbers[key], blocks, sort))
        else:
            rest.append(key)
    found |= _within(blocks, [key for key in rest if len(key) >= _MIN_FOUND_LETTERS][:MAX_PARAGRAPH_SEARCHES])
    short = {key for key in rest if len(key) < _MIN_FOUND_LETTERS}
    if found:  # short paragraphs are the story's only where it stands
        around = range(min(found), max(found) + 1)
        found |= {number for number in around if blocks[number].letters in short}
    return found


def _main_sort(blocks: Sequence[PageBlock], numbers: Iterable[int]) -> tuple[str, ...]:
    """The sort that most of the words of some paragraphs stand in."""
    sizes: Counter[tuple[str, ...]] = Counter()
    for number in numbers:
        sizes[blocks[number].kind] += len(blocks[number].letters)
    return max(sizes, key=lambda kind: sizes[kind], default=())


def _best(numbers: Sequence[int], blocks: Sequence[PageBlock], sort: tuple[str, ...]) -> int:
    """Of paragraphs of the same words that of the story's sort, else the first."""
    return next((number for number in numbers if blocks[number].kind == sort), numbers[0])


def _within(blocks: Sequence[PageBlock], story_lines: Sequence[str]) -> set[int]:
    """The paragraphs that hold some words, or that these hold: parts of a page are parted in other ways."""
    keys = [block.letters for block in blocks]
    ends = list(accumulate(len(key) + 1 for key in keys))
    page = "\n".join(keys)
    found = set()
    for words in story_lines:
        at = page.find(words)
        if at >= 0:
            found.add(bisect_right(ends, at))
    left = "\n".join(story_lines)
    if left:
        looked_at = enumerate(keys[: MAX_PARAGRAPH_SEARCHES * 10])
        found |= {number for number, key in looked_at if len(key) >= _MIN_FOUND_LETTERS and key in left}
    return found


def _bounds(blocks: Sequence[PageBlock], found: set[int]) -> tuple[int, int]:
    """The paragraphs between which the story stands: up to the headlines of others on the page."""
    long = [number for number in found if len(blocks[number].letters) >= _MIN_FOUND_LETTERS] or list(found)
    heads = [number for number, block in enumerate(blocks) if block.path[-1].name == "h1"]
    before = [0, *(number for number in heads if number <= min(long))]
    after = [*(number for number in heads if number > max(long)), len(blocks)]
    return before[-1], after[0]


def _put_back(blocks: Sequence[PageBlock], found: set[int], first: int, last: int) -> Iterable[int]:
    """What of the story was left out."""
    sizes: Counter[tuple[str, ...]] = Counter()
    for number in found:
        sizes[blocks[number].kind] += len(blocks[number].letters)
    whole = sum(sizes.values())
    sorts = {kind for kind, size in sizes.items() if size >= _MIN_SORT_SHARE * whole}
    same = [
        number
        for number in range(first, last)
        if blocks[number].kind in sorts
        and not blocks[number].is_linked
        and blocks[number].role is not Role.HEADER
    ]
    yield from same
    everything = found.union(same)
    holders = {id(e): e for n in everything if blocks[n].kind in sorts for e in blocks[n].path[-2:-1]}
    for number in range(min(everything), max(everything)):
        if number not in everything and _stands_in(blocks[number], holders):
            yield number


def _stands_in(block: PageBlock, holders: dict[int, Element]) -> bool:
    """Whether a paragraph is part of a story whose paragraphs stand in some elements."""
    depth = next((at for at, e in enumerate(block.path, 1) if id(e) in holders), None)
    heading = block.path[-1].name in _HEADING_ELEMENTS
    if depth is None or (heading and depth < len(block.path) - 1):  # a heading of a list of links
        return False
    if _ELEMENTS_BETWEEN.isdisjoint(e.name for e in block.path[depth:]):
        return False
    return not (block.is_linked or is_around(block, depth))


def _once(blocks: Sequence[PageBlock], numbers: Sequence[int]) -> Iterable[int]:
    """The paragraphs without those that repeat another: pull quotes, copies for other screens."""
    keys = [blocks[number].letters for number in numbers]
    seen: set[str] = set()
    running = "\n".join(k for k, n in zip(keys, numbers, strict=True) if not _is_set_off(blocks[n]))
    for number, key in zip(numbers, keys, strict=True):
        repeats = key in seen or (_is_set_off(blocks[number]) and key in running)
        if len(key) >= _REPEATED and repeats:
            continue
        seen.add(key)
        yield number


def _is_set_off(block: PageBlock) -> bool:
    """Whether a paragraph may be a pull quote."""
    return not block.names.isdisjoint({"blockquote", "aside"}) or "pull" in block.labels(-3)

"""Web pages as browsers save them: the story of a page, every word with its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quotediff.errors import InputError, NoStoryError
from quotediff.limits import MAX_PARAGRAPHS, MAX_TAGS
from quotediff.model import Document, Problem, Role
from quotediff.readers import fragments
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder
from quotediff.readers.decoding import decode_page
from quotediff.readers.flow import Block, add_blocks
from quotediff.readers.mainstory import (
    LABEL_JOINTS,
    extracted_story,
    is_around,
    site_paragraphs,
    story_paragraphs,
)
from quotediff.readers.page import PageBlock, letters, page_blocks
from quotediff.readers.page_metadata import PageMetadata, page_metadata, without_invisible_parts
from quotediff.readers.tree import Element
from quotediff.readers.wayback import with_capture, without_toolbar
from quotediff.text.origin import Traced

FORMAT = "html"

_PAYWALLED = Problem(
    "QD904",
    "not the whole story (the page says that the rest is not free to read): "
    "compare reports nothing as gone from it",
)
_MIN_PAGE_WORDS = 12  # words of a page's body that are no story
_MIN_WHOLE_SHARE = 0.8  # of the words that the page's data have, if they are all there
_MIN_STORY_LETTERS = 60  # letters of a paragraph that is the story's, wherever it stands
_BYLINE_LABELS = re.compile(r"\b(?:bylines?|authors?|writers?|contributors?|reporter)\b")
_SUMMARY_CLASS = re.compile(
    r"\b(?:standfirst|dek|deck|sub ?title|sub ?head(?:line|ing)?|lede|summary|excerpt|intro|teaser)\b"
)
_CAPTION = re.compile(r"\b(?:captions?|credits?)\b")
_EMBED = re.compile(
    r"\b(?:tweet|instagram media|tiktok embed|fb post|bluesky embed|social embed|embedded post)\b"
)
_BOX = re.compile(r"\b(?:info ?box|fact ?box|key points|pull ?quote)\b")
_SITE_SUFFIX = re.compile(r"\s+[-–—|:]\s+(?:[^\s|]+\s*){1,4}$")  # behind the headline in a page's title
_BY = re.compile(r"by\s+\S", re.IGNORECASE)


def read(data: bytes, path: str, charset: str | None = None) -> tuple[Document, ...]:
    """The story of a page; raises InputError if there is none in it.

    Args:
        data: the page.
        path: the file, for messages.
        charset: the encoding that a server said it has.
    """
    text, encoding, problems = decode_page(data, path, charset)
    return (read_page(File(path, data, text, encoding, problems), Traced.whole(text), FORMAT),)


def read_page(file: File, markup: Traced, format: str) -> Document:  # noqa: A002 - as the document's field
    """The story of a page.

    Args:
        file: the file that it stands in.
        markup: the page, with its places in the file.
        format: the name of the format.

    Raises:
        InputError: there is no story in it, or it is too large.
    """
    if markup.text.count("<") > MAX_TAGS:
        raise InputError(file.path, f"has more than {MAX_TAGS:,} tags", "save the story's page alone")
    page = markup.text
    markup = without_toolbar(markup)
    tree = fragments.parse(markup, file.path, empty=False)
    blocks = page_blocks(tree)
    if len(blocks) > MAX_PARAGRAPHS:
        raise InputError(
            file.path, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "save the story's page alone"
        )
    metadata = page_metadata(markup.text, tree)
    numbers = story_paragraphs(blocks, extracted_story(without_invisible_parts(markup.text)))
    story = StoryBuilder(file, format)
    parts = _parts(blocks, numbers, metadata)
    body = [block for role, block in parts if role is None]
    if sum(len(block.words.text.split()) for block in body) >= _MIN_PAGE_WORDS:
        _refuse_links(file.path, [blocks[number] for number in numbers])
        _add_paragraphs(story, parts, metadata, tree)
    elif len(metadata.body.split()) >= _MIN_PAGE_WORDS:
        story.add(Role.HEADLINE, Traced(metadata.headline))
        story.add_plain(Traced(metadata.body))
    elif metadata.paywalled and body:
        _add_paragraphs(story, parts, metadata, tree)
    else:
        _refuse_links(file.path, [blocks[number] for number in numbers])
        raise NoStoryError(file.path, "no story is found in this page", NO_TEXT)
    meta = with_capture(metadata.meta, page, file.path)
    if metadata.paywalled and not _is_whole(body, metadata):
        story.note(_PAYWALLED)
        meta = replace(meta, complete=False)
    return story.document(meta, "this page")


def _refuse_links(path: str, body: Sequence[PageBlock]) -> None:
    """Raises InputError for a page that lists stories and is none."""
    size = sum(len(block.letters) for block in body)
    if 2 * sum(len(block.letters) for block in body if block.is_linked) > size:
        raise NoStoryError(path, "this page lists stories and is none", "save the page of one story")


def _is_whole(body: Sequence[PageBlock], metadata: PageMetadata) -> bool:
    """Whether all of a story is there that is not free to read, as in a subscriber's browser."""
    said = len(metadata.body.split())
    there = sum(len(block.words.text.split()) for block in body)
    return any(_is_behind(block, metadata) for block in body) or 0 < said * _MIN_WHOLE_SHARE <= there


def _is_behind(block: PageBlock, metadata: PageMetadata) -> bool:
    """Whether a paragraph is one of those that are not free to read: then they are there."""
    classes = {name for e in block.path for name in e.attributes.get("class", "").split()}
    return not metadata.paywalled_classes.isdisjoint(classes)


def _add_paragraphs(
    story: StoryBuilder, parts: Sequence[tuple[Role | None, PageBlock]], metadata: PageMetadata, tree: Element
) -> None:
    """Gives a story its paragraphs."""
    if not any(role is Role.HEADLINE for role, _ in parts):
        story.add(Role.HEADLINE, _title(metadata, tree))
    add_blocks(story, [Block(role, block.words, block.plain) for role, block in parts])


def _title(metadata: PageMetadata, tree: Element) -> Traced:
    """The headline where no paragraph is it: as the page's title has it, else without a place."""
    headline = _SITE_SUFFIX.sub("", metadata.headline)
    words = tree.first("title").words().squeezed()
    at = words.text.find(headline)
    return words.cut(at, at + len(headline)) if at >= 0 else Traced(headline)


def _parts(
    blocks: Sequence[PageBlock], numbers: Sequence[int], metadata: PageMetadata
) -> list[tuple[Role | None, PageBlock]]:
    """The paragraphs of the story with what they are, from the headline on."""
    if not numbers:
        return []
    start = next((n for n in numbers if _is_copy(blocks[n])), numbers[0])
    head = _headline(blocks, start, metadata)
    kept = set(numbers)
    parts: list[tuple[Role | None, PageBlock]] = []
    for number in range(head, start):
        role = Role.HEADLINE if number == head else _above(blocks[number], kept=number in kept)
        if role is not None:
            parts.append((role, blocks[number]))
    others = site_paragraphs(blocks, numbers)
    for number in numbers[bisect_left(numbers, start) :]:
        role = Role.FURNITURE if number in others else _role(blocks[number])
        parts.append((role, blocks[number]))
    return parts


def _is_copy(block: PageBlock) -> bool:
    """Whether a paragraph is surely of the story's body."""
    if _role(block) is not None:
        return False
    return len(block.letters) >= _MIN_STORY_LETTERS and not _SUMMARY_CLASS.search(_labels(block))


def _headline(blocks: Sequence[PageBlock], start: int, metadata: PageMetadata) -> int:
    """The paragraph that is the headline: what the page calls so, else its last heading above the story.

    ``start``, where the story begins, if there is none.
    """
    wanted = letters(metadata.headline)
    above = range(start - 1, -1, -1)
    heads = [n for n in above if blocks[n].path[-1].name in ("h1", "h2", "h3", "h4")]
    named = [n for n in heads if _begins(wanted, blocks[n].letters)]
    main = [n for n in heads if blocks[n].path[-1].name == "h1"]
    return next(iter([*named, *main]), start)


def _begins(wanted: str, found_headline: str) -> bool:
    """Whether one of two headlines begins with the other; titles have the site's name behind them."""
    shorter, longer = sorted((wanted, found_headline), key=len)
    return len(shorter) > 10 and longer.startswith(shorter)


def _labels(block: PageBlock) -> str:
    return LABEL_JOINTS.sub(" ", block.labels(-3))


def _above(block: PageBlock, *, kept: bool) -> Role | None:
    """What a paragraph between the headline and the story is; None if it is the site's."""
    labels = _labels(block)
    if _is_caption(block, labels):
        return Role.CAPTION
    if _BYLINE_LABELS.search(labels) or _BY.match(block.words.text.strip()):
        return Role.BYLINE
    if is_around(block, -2) or block.is_linked:
        return None
    if _SUMMARY_CLASS.search(labels):
        return Role.SUMMARY
    if not kept:
        return None
    return _role(block) or Role.SUMMARY


def _is_caption(block: PageBlock, labels: str) -> bool:
    return not block.names.isdisjoint({"figure", "figcaption"}) or _CAPTION.search(labels) is not None


def _role(block: PageBlock) -> Role | None:
    """What a paragraph of the story is, by the elements that it stands in."""
    labels = _labels(block)
    if _EMBED.search(labels):
        return Role.EMBED
    if _is_caption(block, labels):
        return Role.CAPTION
    if block.path[-1].name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return Role.SUBHEAD
    if _BOX.search(labels):
        return Role.INFOBOX
    if _BYLINE_LABELS.search(labels) and len(block.letters) < _MIN_STORY_LETTERS:
        return Role.BYLINE
    return block.role if block.role in (Role.CONTRIBUTOR, Role.INFOBOX, Role.EMBED) else None

"""Feeds: RSS 0.9 to 2, RSS 1 (RDF), Atom, and WordPress's export (WXR): each item is a story.

What only introduces a story (a description without content) is a teaser. Sources of the forms: RSS 2.0, RFC
4287 (Atom), the content module of RSS, WordPress's ``wpautop`` for lines that are paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from quotediff.errors import NoStoryError
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers import fragments
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_text
from quotediff.readers.flow import BREAK, add_paragraphs
from quotediff.readers.metadata import address, listed, parse_time
from quotediff.readers.tree import Element
from quotediff.readers.xmltree import open_file, parse
from quotediff.text.lines import BLANK_LINE
from quotediff.text.origin import Traced

FORMAT = "feed"
_FEED_TAG = re.compile(r"<(?:[a-zA-Z!?/][^<>]*)>")
_WORDS_TYPE = re.compile(r"^text/|html")
_PARAGRAPH_TAGS = ("p", "div", "br", "li", "td")  # what parts paragraphs in HTML
_DEFAULT_TYPES = {"entry": "text"}  # of Atom; in RSS it is HTML
_WORDPRESS = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles"})
_MAIL_ADDRESS_WITH_NAME = re.compile(r"[^\s()]+@[^\s()]+\s*\((.+)\)$")  # "desk@wire.example (Jane Roe)"


class _Feed(NamedTuple):
    """A feed: what holds its items, its title and language, its authors by the names they log in with."""

    head: Element
    title: str | None
    language: str | None
    authors: dict[str | None, Element]
    is_wordpress: bool


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The items of a feed that have words; raises InputError if none has."""
    file = open_file(data, path)
    tree, problems = parse(file)
    feed = _feed(tree)
    items = list(tree.every("item", "entry"))
    if not items:
        raise NoStoryError(path, "this feed has no items", NO_TEXT)
    return with_ids(path, (partial(_story, file, feed, item, problems) for item in items), "items")


def _feed(tree: Element) -> _Feed:
    root = next(tree.every("rss", "feed", "rdf"), tree)
    head = next(root.every("channel"), root)
    authors = {
        author.first("author_login").text(): shown
        for author in head.elements("author")
        if (shown := author.first("author_display_name"))
    }
    language = _own(head, "language").text() or root.get("lang") or head.get("lang")
    return _Feed(head, _own(head, "title").text(), language, authors, bool(head.first("wxr_version")))


def _story(file: File, feed: _Feed, item: Element, problems: tuple[Problem, ...]) -> Document:
    kind = _of_wordpress(item, "post_type")
    if kind in _WORDPRESS:
        raise no_story(file.path, kind)
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    story.add(Role.HEADLINE, _line(item, _own(item, "title")))
    for byline in _authors(feed, item):
        story.add(Role.BYLINE, byline.words())
    content = _content(item)
    _add(story, content, _type(item, content), file.path, wordpress=feed.is_wordpress)
    if not story.has_copy:
        teaser = _unescaped(_own(item, "description", "summary", "subtitle").words(), file.path)
        add_paragraphs(story, fragments.parse(teaser, file.path), Role.SUMMARY)
    return story.document(item_metadata(feed, item), "this item")


def _with_words(elements: Iterable[Element]) -> Element:
    """The first of some elements that has words."""
    return next(filter(Element.text, elements), Element(""))


def _own(item: Element, *names: str) -> Element:
    """The first element in an item of some names that is the feed's own and has words."""
    prefixes = (item.prefix, "")
    return _with_words(e for name in names for e in item.elements(name) if e.prefix in prefixes)


def _of_wordpress(item: Element, name: str) -> str | None:
    return _with_words(e for e in item.elements(name) if e.prefix == "wp").text()


def _content(item: Element) -> Element:
    """The element that holds an item's text."""
    encoded = _with_words(e for e in item.elements("encoded") if e.prefix != "excerpt")
    return _with_words(chain([encoded], item.elements("body"), [_own(item, "content")]))


def _add(story: StoryBuilder, content: Element, kind: str, path: str, *, wordpress: bool) -> None:
    """Gives a story what stands in an item's text: XHTML, HTML that is escaped, or plain text."""
    if any(content.elements()):
        add_paragraphs(story, content)
    elif kind in ("text", "text/plain"):
        add_text(story, content.words(), path)
    elif _WORDS_TYPE.search(kind):  # else it is a picture in base64
        words = _unescaped(content.words(), path)
        tree = fragments.parse(words, path)
        lines = next(tree.every(*_PARAGRAPH_TAGS), None) is None
        if wordpress and not lines:
            parted = BLANK_LINE.sub(lambda found: found[0].replace("\n", BREAK), words.text)
            tree = fragments.parse(Traced(parted, words.runs), path)
        add_paragraphs(story, tree, lines=lines)
        if not story.has_copy:
            add_paragraphs(story, tree, tables=True, lines=lines)


def _unescaped(words: Traced, path: str) -> Traced:
    """Markup whose references were written twice, if no tag is in it otherwise."""
    if "&lt;" in words.text and not _FEED_TAG.search(words.text):
        return fragments.parse(words, path).words()
    return words


def _type(item: Element, element: Element) -> str:
    """What an element's text is: Atom says it, or means plain text; in RSS it is HTML."""
    return (element.get("type") or _DEFAULT_TYPES.get(item.name, "html")).lower()


def _line(item: Element, title: Element) -> Traced:
    """A title without markup."""
    if _type(item, title) == "text" or any(title.elements()):
        return title.words()
    return fragments.parse(title.words(), "").words()


def _authors(feed: _Feed, item: Element) -> Iterator[Element]:
    """The elements that name who wrote an item."""
    creators = [e for e in item.elements("creator") if e.text()]
    for creator in creators:
        yield feed.authors.get(creator.text(), creator)
    if not creators:
        for author in item.elements("author"):
            name = next(author.every("name"), author)
            if name.text():
                yield name


def item_metadata(feed: _Feed, item: Element) -> Meta:
    """What a feed says of an item."""
    link = _link(item)
    identifier = _own(item, "guid", "id").text()
    source = item.first("source", "title") or _own(item, "source")
    authors = [_MAIL_ADDRESS_WITH_NAME.sub(r"\1", name) for e in _authors(feed, item) if (name := e.text())]
    status = _of_wordpress(item, "status")
    if status == "publish":
        status = "usable"
    return Meta(
        story=identifier or item.get("about") or link,
        modified=_time(item, "updated", "modified", "post_modified_gmt"),
        published=_time(item, "published", "issued", "pubdate", "date", "post_date_gmt"),
        status=status,
        headline=_line(item, _own(item, "title")).squeezed().text or None,
        byline=listed(authors),
        source=source.text() or feed.title,
        language=_own(item, "language").text() or item.get("lang") or feed.language,
        url=link or address(identifier),
    )


def _link(item: Element) -> str | None:
    """Where an item's page is, if the feed says so."""
    links = [e.get("href") for e in item.elements("link") if e.get("rel") in (None, "alternate")]
    return _own(item, "link").text() or next(filter(None, links), None)


def _time(item: Element, *names: str) -> datetime | None:
    """The first of some elements that is a time: of RFC 3339, or of RFC 822."""
    for element in item.elements(*names):
        written = element.words().squeezed().text
        if element.name.endswith("_gmt"):
            written = f"{written}+00:00"
        found = parse_time(written) or _mail_time(written)
        if found is not None:
            return found
    return None


def _mail_time(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""Feeds: RSS 0.9 to 2, RSS 1 (RDF), Atom, and WordPress's export (WXR): each item is a story.

What only introduces a story (a description without content) is a teaser. Sources of the forms: RSS 2.0, RFC
4287 (Atom), the content module of RSS, WordPress's ``wpautop`` for lines that are paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import NamedTuple

from quotediff.errors import NoStoryError
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers import fragments
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_text
from quotediff.readers.flow import BREAK, add_paragraphs
from quotediff.readers.metadata import parse_time
from quotediff.readers.tree import Element
from quotediff.readers.xmltree import open_file, parse
from quotediff.text.lines import BLANK_LINE
from quotediff.text.origin import Traced

FORMAT = "feed"
_FEED_TAG = re.compile(r"<(?:[a-zA-Z!?/][^<>]*)>")
_PARAGRAPH_TAGS = ("p", "div", "br", "li", "td")  # what parts paragraphs in HTML
_WORDPRESS = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles"})
_MAIL_ADDRESS_WITH_NAME = re.compile(r"[^\s()]+@[^\s()]+\s*\((.+)\)$")  # "desk@wire.example (Jane Roe)"


class _Feed(NamedTuple):
    """A feed: what holds its items, its title and language, its authors by the names they log in with."""

    head: Element
    title: str | None
    language: str | None
    authors: dict[str, Element]
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
    root = tree.first("rss") or tree.first("feed") or tree.first("rdf") or tree
    head = root.first("channel") or root
    authors = {
        login.text() or "": shown
        for author in head.elements("author")
        if (login := author.first("author_login")) and (shown := author.first("author_display_name"))
    }
    language = _text(head, "language") or root.get("lang") or head.get("lang")
    return _Feed(head, _text(head, "title"), language, authors, head.first("wxr_version") is not None)


def _story(file: File, feed: _Feed, item: Element, problems: tuple[Problem, ...]) -> Document:
    kind = _text(item, "post_type", prefix="wp")
    if kind in _WORDPRESS:
        raise no_story(file.path, kind)
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    title = _own(item, "title")
    if title is not None:
        story.add(Role.HEADLINE, _line(item, title))
    for byline in _authors(feed, item):
        story.add(Role.BYLINE, byline.words())
    content = _content(item)
    if content is not None:
        _add(story, content, _type(item, content), file.path, wordpress=feed.is_wordpress)
    if not story.has_copy:
        teaser = _own(item, "description", "summary", "subtitle")
        if teaser is not None:
            add_paragraphs(
                story, fragments.parse(_unescaped(teaser.words(), file.path), file.path), Role.SUMMARY
            )
    return story.document(item_metadata(feed, item), "this item")


def _own(item: Element, *names: str, prefix: str | None = None) -> Element | None:
    """The first element in an item of some names that is the feed's own, or has a prefix, and has words."""
    wanted = (item.prefix, "") if prefix is None else (prefix,)
    return next(
        (e for name in names for e in item.elements(name) if e.prefix in wanted and e.text()),
        None,
    )


def _text(item: Element, *names: str, prefix: str | None = None) -> str | None:
    found = _own(item, *names, prefix=prefix)
    return None if found is None else found.text()


def _content(item: Element) -> Element | None:
    """The element that holds an item's text."""
    encoded = [e for e in item.elements("encoded") if e.prefix != "excerpt" and e.text()]
    if encoded:
        return encoded[0]
    body = next((e for e in item.elements("body") if e.text()), None)
    return body or _own(item, "content")


def _add(story: StoryBuilder, content: Element, kind: str, path: str, *, wordpress: bool) -> None:
    """Gives a story what stands in an item's text: XHTML, HTML that is escaped, or plain text."""
    if any(content.elements()):
        add_paragraphs(story, content)
    elif kind in ("text", "text/plain"):
        add_text(story, content.words(), path)
    elif kind not in ("html", "xhtml") and "html" not in kind and not kind.startswith("text/"):
        return  # a picture in base64
    else:
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
    return (element.get("type") or ("text" if item.name == "entry" else "html")).lower()


def _line(item: Element, title: Element) -> Traced:
    """A title without markup."""
    if _type(item, title) == "text" or any(title.elements()):
        return title.words()
    return fragments.parse(title.words(), "").words()


def _authors(feed: _Feed, item: Element) -> Iterator[Element]:
    """The elements that name who wrote an item."""
    creators = [e for e in item.elements("creator") if e.text()]
    for creator in creators:
        yield feed.authors.get(creator.text() or "", creator)
    if not creators:
        for author in item.elements("author"):
            name = author.first("name") or author
            if name.text():
                yield name


def item_metadata(feed: _Feed, item: Element) -> Meta:
    """What a feed says of an item."""
    link = _link(item)
    guid = _own(item, "guid", "id")
    identifier = guid.text() if guid is not None else None
    source = item.first("source", "title") or _own(item, "source")
    authors = [(_MAIL_ADDRESS_WITH_NAME.sub(r"\1", name)) for e in _authors(feed, item) if (name := e.text())]
    title = _own(item, "title")
    status = _text(item, "status", prefix="wp")
    return Meta(
        story=identifier or item.get("about") or link,
        modified=_time(item, "updated", "modified", "post_modified_gmt"),
        published=_time(item, "published", "issued", "pubdate", "date", "post_date_gmt"),
        status="usable" if status == "publish" else status,
        headline=None if title is None else _line(item, title).squeezed().text or None,
        byline=", ".join(dict.fromkeys(authors)) or None,
        source=(source.text() if source is not None else None) or feed.title,
        language=_text(item, "language") or item.get("lang") or feed.language,
        url=link or (identifier if _is_address(identifier or "") else None),
    )


def _link(item: Element) -> str | None:
    """Where an item's page is, if the feed says so."""
    links = [e.get("href") for e in item.elements("link") if e.get("rel") in (None, "alternate")]
    return _text(item, "link") or next(filter(None, links), None)


def _is_address(words: str) -> bool:
    return words.startswith(("http://", "https://"))


def _time(item: Element, *names: str) -> datetime | None:
    """The first of some elements that is a time: of RFC 3339, or of RFC 822."""
    for element in item.elements(*names):
        written = element.text() or ""
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

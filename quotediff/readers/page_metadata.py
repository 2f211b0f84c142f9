"""What a page says of its story: linked data (JSON-LD) first, then the elements of its head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from quotediff.limits import MAX_LINKED_OBJECTS
from quotediff.model import Meta
from quotediff.readers.jsontree import Fields, several, strings
from quotediff.readers.metadata import FileNote, address, listed, notes, parse_time
from quotediff.readers.tree import Element
from quotediff.text.origin import Traced
from quotediff.text.spans import find_or_end

_UNSEEN_ELEMENT = re.compile(r"<(script|style|svg|noscript)\b([^<>]{0,2000})>", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_CLASS = re.compile(r"\.([\w-]+)")


@dataclass(frozen=True)
class PageMetadata:
    """What a page says: ``meta``; ``body``: its story, if the data have it, as one string.

    ``paywalled``: the story is not free to read; ``paywalled_classes``: the classes of those elements.
    """

    meta: Meta
    body: str = ""
    paywalled: bool = False
    paywalled_classes: frozenset[str] = frozenset()

    @property
    def headline(self) -> str:
        """What the page calls its headline; nothing if it says none."""
        return self.meta.headline or ""


def page_metadata(markup: str, tree: Element) -> PageMetadata:
    """What a page says of its story."""
    data = next(_articles(markup), Fields({}))
    named = _named(tree)
    own_address = _address(tree, named, data)
    authors = _names(data.get("author")) or [named.get("author", "")]
    correction = data.get("correction")
    public_notes = [FileNote("correction", Traced(c)) for c in strings(correction)]
    meta = Meta(
        story=own_address,
        modified=_first(
            data.text("datemodified"), named.get("article:modified_time"), named.get("og:updated_time")
        ),
        published=_first(
            data.text("datepublished"), named.get("article:published_time"), named.get("date"), _time(tree)
        ),
        notes=notes(public_notes),
        headline=unescape(data.value("headline")) or named.get("og:title") or _title(tree),
        byline=listed(authors),
        source=next(iter(_names(data.get("publisher"))), None) or named.get("og:site_name"),
        language=data.text("inlanguage") or _language(tree),
        url=own_address,
    )
    return PageMetadata(meta, data.string("articlebody"), _is_paywalled(data), _paywalled_classes(data))


def invisible_parts(markup: str) -> Iterator[tuple[int, str, int]]:
    """Scripts, styles and the like: where each begins, its attributes, where its end tag begins."""
    low, at = markup.lower(), 0
    while (found := _UNSEEN_ELEMENT.search(markup, at)) is not None:
        end = find_or_end(low, f"</{found[1].lower()}", found.end(), len(low))
        yield found.start(), found[2], end
        at = end


def without_invisible_parts(markup: str) -> str:
    """A page without what nobody sees of it."""
    pieces, at = [], 0
    for start, _, end in invisible_parts(markup):
        pieces.append(markup[at:start])
        at = min(len(markup), max(end, markup.find(">", end) + 1))
    return "".join([*pieces, markup[at:]])


def _articles(markup: str) -> Iterator[Fields]:
    """The objects of a page's linked data that are articles."""
    for start, attributes, end in invisible_parts(markup):
        if "ld+json" not in attributes.lower():
            continue
        held = markup[markup.index(">", start) + 1 : end]
        try:
            value = json.loads(held.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(value):
            if any(_ARTICLE.search(kind) for kind in strings(each.get("@type"))):
                yield each


def _objects(value: object) -> Iterator[Fields]:
    """The objects of a piece of linked data, not those within other objects' fields."""
    open_: list[object] = [value]
    for _ in range(MAX_LINKED_OBJECTS):
        if not open_:
            return
        each = open_.pop(0)
        if isinstance(each, list):
            open_ = each[:MAX_LINKED_OBJECTS] + open_
        elif isinstance(each, dict):
            yield Fields(each)
            open_ = [each[key] for key in ("@graph", "mainEntity") if key in each] + open_


def _names(value: object) -> list[str]:
    """The names of persons or bodies."""
    held = [each.get("name") if isinstance(each, dict) else each for each in several(value)]
    names = (" ".join(name.split()) for name in strings(held) if not address(name))
    return list(filter(None, names))


def _named(tree: Element) -> dict[str, str]:
    """The values of a page's meta elements."""
    found: dict[str, str] = {}
    for meta in tree.every("meta"):
        value = meta.get("content")
        if value:
            found.setdefault(meta.value("property", "name", "itemprop").lower(), value)
    return found


def _address(tree: Element, named: dict[str, str], data: Fields) -> str | None:
    """The page's own address, without what does not name the story."""
    links = [link.get("href") for link in tree.every("link") if link.get("rel") == "canonical"]
    entities = [data.text("mainentityofpage"), data.fields("mainentityofpage").text("@id")]
    for written in filter(None, [*links, named.get("og:url"), data.text("url"), *entities]):
        try:
            parts = urlsplit(written)
        except ValueError:
            continue
        if parts.netloc and f"{parts.path}{parts.query}".strip("/"):
            return written
    return None


def _first(*written: str | None) -> datetime | None:
    """The first of some times that is one."""
    return next((found for each in written if (found := parse_time(each)) is not None), None)


def _time(tree: Element) -> str | None:
    times: Iterable[Element] = tree.every("time")
    return next((t.get("datetime") for t in times if t.get("datetime")), None)


def _title(tree: Element) -> str | None:
    return tree.first("title").text()


def _language(tree: Element) -> str | None:
    return tree.first("html").get("lang")


def _is_paywalled(data: Fields) -> bool:
    return str(data.get("isaccessibleforfree")).strip().lower() == "false"


def _paywalled_classes(data: Fields) -> frozenset[str]:
    """The classes of elements that the data say are not free to read."""
    parts = several(data.get("haspart"))
    return frozenset(name for part in parts for name in _CLASS.findall(Fields(part).value("cssselector")))

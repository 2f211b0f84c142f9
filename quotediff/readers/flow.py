"""From a tree of HTML or NITF to paragraphs and what the markup says each is.

Whatever the tables do not name is part of the line it stands in. What is no paragraph of the story but stands
in it (captions, boxes, posts of other sites) keeps its words, with a role of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotediff.model import Role
from quotediff.readers.assembly import StoryBuilder
from quotediff.readers.tree import Element
from quotediff.text.origin import Traced

_BLOCKS = frozenset(
    {
        # of HTML
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul",
        "caption", "table", "tbody", "td", "th", "thead", "tr",
        # of NITF
        "abstract", "bq", "block", "byline", "byttl", "body.head", "body.content", "body.end", "credit",
        "dateline", "distributor", "fn", "hedline", "headline", "hl1", "hl2", "media", "media-caption",
        "media-producer", "note", "rights", "tagline", "story.date",
    }
)  # fmt: skip
_SKIPPED_ELEMENTS = frozenset(
    {
        "audio", "button", "canvas", "datasource", "head", "iframe", "media-metadata", "media-object",
        "media-reference", "noscript", "object", "option", "script", "select", "style", "svg", "table",
        "template", "textarea", "title", "video",
    }
)  # fmt: skip
_ROLES = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6", "hl2"), Role.SUBHEAD),
    **dict.fromkeys(("figcaption", "media-caption", "media-producer", "figure", "media"), Role.CAPTION),
    **dict.fromkeys(("footer", "nav"), Role.FURNITURE),
    **dict.fromkeys(("distributor", "rights", "header", "story.date"), Role.HEADER),
    **dict.fromkeys(("tagline", "body.end"), Role.CONTRIBUTOR),
    "aside": Role.INFOBOX,
    "note": Role.NOTE,
    "h1": Role.HEADLINE,
    "hl1": Role.HEADLINE,
    "headline": Role.HEADLINE,
    "byline": Role.BYLINE,
    "byttl": Role.BYLINE,
    "dateline": Role.DATELINE,
    "abstract": Role.SUMMARY,
}
_WHOLE_ROLES = frozenset(  # roles of all that stands in an element
    {Role.CAPTION, Role.INFOBOX, Role.EMBED, Role.FURNITURE, Role.NOTE, Role.SUMMARY, Role.HEADER}
)
_ROLE_BY_CLASS = {  # words in a class, and what the element is
    **dict.fromkeys(
        ("twitter-tweet", "instagram-media", "tiktok-embed", "fb-post", "bluesky-embed", "social-embed"),
        Role.EMBED,
    ),
    **dict.fromkeys(("infobox", "factbox", "fact-box"), Role.INFOBOX),
    **dict.fromkeys(("dat", "slugline", "vignette", "publicationdate", "publication_date"), Role.HEADER),
    **dict.fromkeys(("legalese", "copyright", "disclaimer"), Role.FURNITURE),
    **dict.fromkeys(("teaser", "standfirst"), Role.SUMMARY),
    "byline": Role.BYLINE,
}
_EMBED_CODE = re.compile(r"<(?:div|iframe|script|blockquote|figure|p|a)\b")  # markup that is shown as words
_PROPERTIES = {  # of schema.org, and what an element is that has one
    "headline": Role.HEADLINE,
    "alternativeHeadline": Role.SUMMARY,
    "author": Role.BYLINE,
    "creator": Role.BYLINE,
    "dateline": Role.DATELINE,
}
BREAK = "\u2028"
"""Where the markup breaks a line."""
_PARAGRAPH_BREAKS = re.compile(rf"{BREAK}\s*{BREAK}\s*")
_OPENS = '"“„«‘'


class Block(NamedTuple):
    """A paragraph as the markup has it: words not yet squeezed; ``plain``: lines count, as in ``<pre>``."""

    role: Role | None
    words: Traced
    plain: bool = False


def blocks(element: Element, role: Role | None = None, *, tables: bool = False) -> list[Block]:
    """The paragraphs in an element, in order.

    Args:
        element: what holds them.
        role: what they are where the markup does not say.
        tables: cells of tables are paragraphs; else tables are left out.
    """
    flow = Flow(tables=tables)
    flow.walk(element, role)
    flow.flush(role)
    return flow.found


def add_paragraphs(
    story: StoryBuilder,
    element: Element,
    role: Role | None = None,
    *,
    tables: bool = False,
    lines: bool = False,
) -> None:
    """Gives a story the paragraphs of an element.

    Two line breaks part paragraphs. Where all words stand in a single one, its lines do, as in plain text.
    ``tables``: as for ``blocks``. ``lines``: lines count in every paragraph.
    """
    add_blocks(story, blocks(element, role, tables=tables), role, lines=lines)


def add_blocks(
    story: StoryBuilder, found: Sequence[Block], role: Role | None = None, *, lines: bool = False
) -> None:
    """Gives a story paragraphs; ``lines``: as for ``add_paragraphs``."""
    single = lines or sum(block.role is role for block in found) == 1
    for block in found:
        if block.plain or (single and block.role is role and has_lines(block.words.text)):
            story.add_plain(lines_of(block.words), block.role)
        else:
            for part in parted(block.words):
                story.add(Role.EMBED if _EMBED_CODE.match(part.text.lstrip()) else block.role, part)


def has_lines(text: str) -> bool:
    """Whether lines end within a text."""
    return any(end in text.strip() for end in ("\n", "\r", BREAK))


def lines_of(words: Traced) -> Traced:
    """Words whose line breaks are those of plain text."""
    return Traced(words.text.replace(BREAK, "\n"), words.runs)


def parted(words: Traced) -> Iterator[Traced]:
    """The words parted where two line breaks stand."""
    at = 0
    for found in _PARAGRAPH_BREAKS.finditer(words.text):
        yield lines_of(words.cut(at, found.start()))
        at = found.end()
    yield lines_of(words.cut(at, len(words.text)) if at else words)


class Flow:
    """A walk through a tree; the words of the paragraph that is open, and those that are done."""

    def __init__(self, *, tables: bool) -> None:
        self._skipped = _SKIPPED_ELEMENTS - {"table"} if tables else _SKIPPED_ELEMENTS
        self.found: list[Block] = []
        self._open: list[Traced] = []

    def walk(self, element: Element, role: Role | None) -> None:
        """Takes the words of an element, of which ``role`` says what they are."""
        for child in element.children:
            if isinstance(child, Traced):
                self._open.append(child)
            elif child.name in self._skipped or _is_hidden(child):
                continue
            elif child.name == "br":
                self._open.append(Traced(BREAK))
            elif child.name in _BLOCKS:
                self.block(child, role)
            elif child.name == "q":
                self._quoted(child, role)
            else:
                self.walk(child, role)

    def flush(self, role: Role | None, *, plain: bool = False) -> None:
        """Ends the paragraph that is open."""
        words = Traced.joined(self._open)
        self._open.clear()
        if words.text.strip():
            self.found.append(Block(role, words, plain))

    def block(self, element: Element, role: Role | None) -> None:
        """Takes an element that is a paragraph or holds some."""
        self.flush(role)
        heads = role is Role.HEADER and element.name == "h1"
        own = role if role in _WHOLE_ROLES and not heads else _role(element) or role
        self.walk(element, own)
        self.flush(own, plain=element.name == "pre")

    def _quoted(self, element: Element, role: Role | None) -> None:
        """What a browser sets between marks, unless it has some."""
        bare = not element.words().text.lstrip().startswith(tuple(_OPENS))
        opening, closing = ("“", "”") if bare else ("", "")
        self._open.append(Traced(opening))
        self.walk(element, role)
        self._open.append(Traced(closing))


def _is_hidden(element: Element) -> bool:
    """Whether an element says that it is not to be published."""
    if element.name == "note" and element.attributes.get("type") == "npa":  # a non-publishable advisory
        return True
    return "nonpublic" in element.attributes.get("class", "") or "hidden" in element.attributes


def _role(element: Element) -> Role | None:
    """What an element is, by its class or its name."""
    named = element.attributes.get("class", "").lower().split()
    found = next((_ROLE_BY_CLASS[name] for name in named if name in _ROLE_BY_CLASS), None)
    return found or _PROPERTIES.get(element.attributes.get("itemprop", "")) or _ROLES.get(element.name)

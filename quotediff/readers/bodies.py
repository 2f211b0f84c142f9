"""Bodies of stories that stand in a string of another format: HTML, NITF, plain text."""

from __future__ import annotations

import re

from quotediff.model import Role
from quotediff.readers import fragments, nitf
from quotediff.readers.assembly import StoryBuilder
from quotediff.readers.flow import add_paragraphs
from quotediff.readers.xmltree import parse_within
from quotediff.text.origin import Traced

_MARKUP_START = re.compile(r"\s*<(?:[a-zA-Z!?/][^>]*)>")


def add_html(story: StoryBuilder, words: Traced, path: str, role: Role | None = None) -> None:
    """Gives a story the paragraphs of a fragment of HTML; what is in tables only if there are no others."""
    tree = fragments.parse(words, path)
    add_paragraphs(story, tree, role)
    if role is None and not story.has_copy:
        add_paragraphs(story, tree, tables=True)


def add_nitf(story: StoryBuilder, words: Traced, path: str) -> None:
    """Gives a story the paragraphs of NITF."""
    root = parse_within(words, path)
    nitf.add(story, next(root.every("nitf"), root))


def add_text(story: StoryBuilder, words: Traced, path: str) -> None:
    """Gives a story the paragraphs of text, which is markup if it begins with a tag."""
    if _MARKUP_START.match(words.text):
        add_html(story, words, path)
    else:
        story.add_plain(words)

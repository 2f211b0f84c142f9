"""An article from its parts, as databases hold them: a headline, and a body of text or HTML."""

from __future__ import annotations

import re

from quotediff.errors import InputError
from quotediff.model import Document, Meta, Role
from quotediff.readers import html, plain
from quotediff.readers.assembly import File, StoryBuilder
from quotediff.readers.bodies import add_html
from quotediff.readers.decoding import decode
from quotediff.text.origin import Traced

_PAGE_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FRAGMENT = re.compile(r"\s*<[a-zA-Z!/][^<>]*>|[^<]*</?(?:p|br|div|li|h[1-6])\b[^<>]*>", re.IGNORECASE)


def read(title: str | None, body: str, path: str, limit: int) -> Document:
    """The article. Args, Raises: as ``readers.read_parts``; ``limit``: the largest body in bytes."""
    try:
        data = body.encode("utf-8")
    except UnicodeEncodeError as error:
        problem = f"half a character (a lone surrogate) at offset {error.start}"
        raise InputError(path, problem, "decode it anew") from None
    if len(data) > limit:
        raise InputError(path, f"larger than {limit // 1_000_000} MB", "leave it out")
    if not body.strip():
        raise InputError(path, "the body is empty", "leave it out")
    text, encoding, problems = decode(data, path)
    if _PAGE_START.match(text):
        return html.read(data, path)[0]
    headline = " ".join((title or "").split())
    markup = _FRAGMENT.match(text) is not None
    if not headline and not markup:
        return plain.read(data, path)[0]
    story = StoryBuilder(File(path, data, text, encoding, problems), html.FORMAT if markup else "plain")
    story.add(Role.HEADLINE, Traced(headline))
    if markup:
        add_html(story, Traced.whole(text), path)
    else:
        story.add_plain(Traced.whole(text))
    return story.document(Meta(headline=headline or None), "this body")

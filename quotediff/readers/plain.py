"""Plain text, with or without what wires put around the copy."""

from __future__ import annotations

import hashlib

from quotediff.errors import InputError
from quotediff.model import Document, Paragraph, Role
from quotediff.readers.decoding import decode
from quotediff.readers.paragraphs import paragraph_spans
from quotediff.readers.roles import assign

MOST_LINES = 250_000
"""Lines with words on them. More stand in no article, and each costs some 50 microseconds to judge."""


def read(data: bytes, path: str) -> Document:
    """The article in ``data``; raises InputError if it is no text, or white space, or too many lines.

    ``title`` is the headline, or empty if the article opens without one.
    """
    text, encoding, problems = decode(data, path)
    spans = paragraph_spans(text, MOST_LINES)
    if spans is None:
        raise InputError(path, f"has more than {MOST_LINES:,} lines", "split it into one file a story")
    if not spans:
        raise InputError(path, "holds nothing but white space", "fetch it again")
    parts = assign(text, spans)
    paragraphs = tuple(
        Paragraph(number, span, copy, role)
        for number, (span, (role, copy)) in enumerate(zip(spans, parts, strict=True), 1)
    )
    headline = next((p.copy for p in paragraphs if p.role is Role.HEADLINE), None)
    title = text[headline.start : headline.end] if headline else ""
    return Document(path, text, hashlib.sha256(data).hexdigest(), encoding, title, paragraphs, problems)

"""Plain text, with or without what wires put around the copy."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from quotediff.errors import InputError
from quotediff.limits import MAX_LINES
from quotediff.model import Document, Paragraph, Problem, Role
from quotediff.readers.decoding import decode
from quotediff.readers.paragraphs import paragraph_spans
from quotediff.readers.roles import assign
from quotediff.text.damage import Damage, damages, legible


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one article in ``data``; raises InputError if it is no text, or white space, or too many lines.

    ``title`` is the headline, or empty if the article opens without one.
    """
    text, encoding, problems = decode(data, path)
    damaged = damages(text)
    whole = legible(text, damaged)
    spans = paragraph_spans(whole, MAX_LINES)
    if spans is None:
        raise InputError(path, f"has more than {MAX_LINES:,} lines", "split it into one file a story")
    if not spans:
        raise InputError(path, "holds nothing but white space", "fetch it again")
    parts = assign(whole, spans)
    paragraphs = tuple(
        Paragraph(number, span, copy, role)
        for number, (span, (role, copy)) in enumerate(zip(spans, parts, strict=True), 1)
    )
    headline = next((p.copy for p in paragraphs if p.role is Role.HEADLINE), None)
    title = text[headline.start : headline.end] if headline else ""
    if damaged:
        problems = (*problems, damage_problem(damaged))
    digest = hashlib.sha256(data).hexdigest()
    return (Document(path, text, digest, encoding, title, paragraphs, problems, damaged),)


def damage_problem(damaged: Sequence[Damage]) -> Problem:
    """What is told of damaged marks, at the first of them."""
    marks = [damage for damage in damaged if damage.is_mark]
    message = (
        f"quotation marks and apostrophes are damaged by a wrong decoding ({len(marks):,}, of which "
        f"the first was {marks[0].glyph}): read as what they were; save the file as UTF-8 again"
    )
    return Problem("QD903", message, marks[0].span)

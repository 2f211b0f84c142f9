"""Where sentences end.

Placeholder signature: implemented by the text layer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from quotediff.text.spans import Span
from quotediff.text.tokens import Token


class Sentence(NamedTuple):
    """One sentence: its place in the text and its tokens as ``tokens[first:last]`` (half-open)."""

    span: Span
    first: int
    last: int


def split_sentences(tokens: Sequence[Token], first: int, last: int, openers: Collection[str] = ()) -> list[Sentence]:
    """The sentences of ``tokens[first:last]``, which must be the tokens of one paragraph."""
    out = []
    begin = first
    for i in range(first, last):
        t = tokens[i].norm
        if t in (".", "!", "?"):
            j = i + 1
            while j < last and tokens[j].text in ('"', "”", "''", ")", "’", "'"):
                j += 1
            if j == last or tokens[j].text[:1].isupper() or tokens[j].text in ('"', "“", "``"):
                if j > begin:
                    out.append(Sentence(Span(tokens[begin].start, tokens[j - 1].end), begin, j))
                begin = max(begin, j)
    if begin < last:
        out.append(Sentence(Span(tokens[begin].start, tokens[last - 1].end), begin, last))
    return out

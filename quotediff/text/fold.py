"""Copies of a text for looking at, each exactly as long as the text.

Offsets found in a folded copy are offsets into the article: every replacement is one code point for one.
"""

from __future__ import annotations

_PLAIN_CHARACTERS = {
    **dict.fromkeys("‘’‛ʼ´`", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " "),
}


def lower(text: str) -> str:
    """Lower case, code point by code point, leaving those whose lower case is longer than one."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str) -> str:
    """Lower case with typewriter apostrophes and plain spaces; the same length as ``text``."""
    if text.isascii():
        return text.replace("`", "'").lower()
    for (
        char,
        plain,
    ) in _PLAIN_CHARACTERS.items():  # ten times quicker than str.translate where most are not there
        if char in text:
            text = text.replace(char, plain)
    return lower(text)

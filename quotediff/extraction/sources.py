"""The words of a source as they stand in the copy: with whole brackets and appositives."""

from __future__ import annotations

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range
from quotediff.limits import MAX_APPOSED_NAME_TOKENS, MAX_BRACKET_TOKENS, MAX_EPITHET_TOKENS


def whole_source(doc: AnnotatedDocument, source: Range) -> Range:
    """The tokens of ``source`` with its brackets whole, and with the name or the epithet beside it."""
    first, last = source
    return _name_before(doc, first, last), _epithet_end(doc, _bracket_end(doc, first, last))


def _bracket_end(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends with its bracket; before it, if that is not closed in the paragraph."""
    texts = [t.text for t in doc.tokens[first:last]]
    if texts.count("(") <= texts.count(")"):
        return last
    ceiling = min(last + MAX_BRACKET_TOKENS, doc.blocks[doc.block_of[first]].last)
    close = next((i for i in range(last, ceiling) if doc.tokens[i].text == ")"), -1)
    opening = first + len(texts) - 1 - texts[::-1].index("(")
    if close >= 0 and not any(doc.tokens[i].text == "(" for i in range(last, close)):
        return close + 1
    return opening if opening > first else last


def _epithet_end(doc: AnnotatedDocument, last: int) -> int:
    """Where “Per Dahl, the accused,” ends, if the source was taken to be “Per Dahl”; else ``last``."""
    tokens = doc.tokens
    behind = [t.norm for t in tokens[last : last + MAX_EPITHET_TOKENS + 2]]
    if behind[:2] != [",", "the"] or "," not in behind[2:] or not tokens[last - 1].text[0].isupper():
        return last
    end = last + 2 + behind[2:].index(",")
    small = all(t.text.isalpha() and t.text.islower() for t in tokens[last + 1 : end])
    return end if small and end > last + 2 else last


def _name_before(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where “Per Dahl, the accused,” begins, if the source was taken to be “the accused”; else ``first``."""
    tokens = doc.tokens
    opening = doc.sentences[doc.sentence_of[first]].first
    begin = first - 1
    beside = (
        tokens[first].norm == "the" and 1 < last - first <= MAX_EPITHET_TOKENS and tokens[begin].text == ","
    )
    if (
        not beside
        or last >= len(tokens)
        or tokens[last].text != ","
        or begin - opening not in range(2, MAX_APPOSED_NAME_TOKENS)
    ):
        return first
    name = all(tokens[i].text[0].isupper() for i in range(opening, begin))
    return opening if name else first

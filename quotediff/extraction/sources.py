"""The words of a source as they stand in the copy: with whole brackets and appositives."""

from __future__ import annotations

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_aux, phrase_end, short_of_comma
from quotediff.extraction.token_kinds import COMMA, ING, LISTED, PAST, WORD
from quotediff.lang.cues import DET, POSS, PREP, TIME
from quotediff.limits import MAX_APPOSED_NAME_TOKENS, MAX_BRACKET_TOKENS, MAX_EPITHET_TOKENS


def whole_source(doc: AnnotatedDocument, source: Range) -> Range:
    """The tokens of ``source`` with its brackets whole, and with the name or the epithet beside it."""
    first, last = source
    first -= doc.norms[first - 1] == "as" == doc.norms[first + 1]  # as many as 30 guests
    return _name_before(doc, first, last), _epithet_end(doc, _bracket_end(doc, first, last))


def without_setting(doc: AnnotatedDocument, source: Range, cue: Range) -> Range:
    """A source before its verb without what leads to either: *In* [*March*] *the firm* [*in turn*]."""
    first, last = source
    if last > cue[0]:
        return source
    last = next((i for i in range(first + 1, last) if phrase_end(doc, i, "source_asides") == last), last)
    last = short_of_comma(doc, last)
    if not doc.kinds[first - 1] & PREP:
        return first, last
    ends = next((i for i in range(first, last) if not doc.kinds[i] & WORD or is_aux(doc, i)), last)
    begins = (i for i in range(first + 1, ends) if doc.kinds[i] & (DET | POSS) and _is_noun(doc, i - 1))
    return next(begins, first), last


def _is_noun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` may be a noun that ends a phrase: no preposition, no determiner, no verb."""
    if doc.kinds[i] & TIME:
        return True
    return doc.kinds[i] & (WORD | LISTED | PAST | ING) == WORD


def _bracket_end(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where a source ends with its bracket; before it, if that is not closed in the paragraph."""
    texts = [t.text for t in doc.tokens[first:last]]
    if texts.count("(") <= texts.count(")"):
        return last
    ceiling = min(last + MAX_BRACKET_TOKENS, doc.blocks[doc.block_of[first]].last)
    bracket = next((i for i in range(last, ceiling) if doc.norms[i] in ("(", ")")), -1)
    opening = first + len(texts) - 1 - texts[::-1].index("(")
    if doc.norms[bracket] == ")":
        return bracket + 1
    return opening if opening > first else last


def _epithet_end(doc: AnnotatedDocument, last: int) -> int:
    """Where “Per Dahl, the accused,” ends, if the source was taken to be “Per Dahl”; else ``last``."""
    if doc.norms[last : last + 2] != (",", "the") or not doc.tokens[last - 1].text[0].isupper():
        return last
    commas = range(last + 3, min(last + MAX_EPITHET_TOKENS + 2, len(doc.tokens)))
    end = next((i for i in commas if doc.kinds[i] & COMMA), last)
    epithet = "".join(t.text for t in doc.tokens[last + 1 : end])
    return end if epithet.isalpha() and epithet.islower() else last


def _name_before(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where “Per Dahl, the accused,” begins, if the source was taken to be “the accused”; else ``first``."""
    if doc.norms[first] != "the":
        return first
    if last - first not in range(2, MAX_EPITHET_TOKENS + 1):
        return first
    opening, begin = doc.sentences[doc.sentence_of[first]].first, first - 1
    between_commas = doc.kinds[begin] & doc.kinds[last] & COMMA
    if not between_commas or begin - opening not in range(2, MAX_APPOSED_NAME_TOKENS):
        return first
    name = all(doc.tokens[i].text[0].isupper() for i in range(opening, begin))
    return opening if name else first

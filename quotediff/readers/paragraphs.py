"""Where paragraphs begin and end in plain text.

News files are laid out in one of two ways. Most have a paragraph a line, with or without blank lines
between. Hard-wrapped copy has lines of about equal width that break in mid-sentence, and parts its
paragraphs by blank lines, by indented first lines or by a short last line. Copy counts as wrapped when more
than half of its lines that are followed directly by another break off within a sentence, or more than a
quarter of them before a word in lower case. Lines are then joined where the break is one of width: the next
word would not have fitted, or it begins in lower case. A last line that happens to be full joins two
paragraphs if nothing else parts them.

In all other copy a line may still be broken: pasted from a page, one paragraph of it was wrapped. Such a
break is a space. What shows it is that the next line cannot begin a paragraph (it begins in lower case or
with a closing mark, or the line before ends in *the* or *and*), that the stretch begins like a sentence, and
that it ends with one: headings, lists, tables, signatures and headers do not.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import regex

from quotediff.lang.lexicon import words
from quotediff.limits import WINDOW_BLANK_LINES
from quotediff.text.spans import Span, find_or_end

# Also STX and ETX, which stand around the copy in wire transmissions.
_ANY_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x02\x03\x85\u2028\u2029]")
_INVISIBLE_EDGES = (
    "".join(  # what neither begins nor ends a paragraph: spaces, controls, soft hyphen, byte-order mark
        map(chr, [*range(33), *range(127, 161), 0xAD, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029])
    )
    + "\u202f\u205f\u3000\ufeff"
)
_TERMINAL = frozenset(".!?:;\"”’')]…_<=—")
_NARROW_LINE = 40  # a narrower line is a list's or a table's, not wrapped
_WIDE = 120  # a wider line is a paragraph
_FEW_PARAGRAPHS = 4  # one line in so many going on in lower case shows wrapping: paragraphs never begin so
_MIN_INDENT = 2  # spaces more than the line before that mark a first line
_BEGINS_LOW = regex.compile(r"[\"'“‘(]?\p{Ll}[\p{Ll}\p{M}]*+(?![\p{L}\p{N}])")
_BEGINS_CLOSED = regex.compile(r"[,;!?)\]”]|\.(?! ?\.)|[\"'’](?=\s|[.,;]|$)")
_ENDS_OPEN = regex.compile(
    r"(?<![\p{L}\p{N}])(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|and|or|Mrs?\.|Ms\.|Dr\.)$"
)
_ENDS_SENTENCE = regex.compile(r"[.!?…][\"'”’)\]]*+$|[\"”]$")
_LABEL = regex.compile(r"\p{Lu}[^.!?\"“]{0,40}:\s")
_MARKS_THAT_CLOSE = frozenset("\"”’'")
_FINAL = frozenset(".!?:<=_")  # what no sentence goes on behind, at the end of a line
_WIDER = 1.2  # times the width of a wrapped stretch that a line of it may have
_HEAD_LINES = 3  # lines at the top that may be a headline or a byline
_PARAGRAPH_OPENING = regex.compile(r"[\^*•▪●‣■◦]|[-–—] |\d{1,2}[.)] |_{2,}|\p{Cc}|\(?Eds?:|By \p{Lu}")


_CAPITALS = (
    r"\p{Lu}[\p{L}\p{M}.'’-]*+(?: (?:de|van|von|der|bin|al|da|di|du) )?(?: \p{Lu}[\p{L}\p{M}.'’-]*+){1,3}"
)
_DASHED = r"(?:[—–-]{1,2} ?)?"


@cache
def _named() -> regex.Pattern[str]:
    """A name on a line of its own; compiled where a line may be a signature, as the next two are."""
    return regex.compile(_DASHED + _CAPITALS)


@cache
def _signed() -> regex.Pattern[str]:
    """A name with a post or a place behind it, or a trade before it."""
    return regex.compile(
        rf"{_DASHED}(?:{_CAPITALS}, \p{{L}}[^.!?:;\"“”]{{1,60}}(?<![,.])"
        rf"|\p{{Lu}}\p{{Ll}}++(?: \p{{Ll}}++){{1,4}} {_CAPITALS})"
    )


@cache
def _post() -> regex.Pattern[str]:
    """A post on a line of its own."""
    return regex.compile(r"\p{Lu}[^.!?:;,\"“”]{2,40}")


class _Line(NamedTuple):
    """A line with words on it: its trimmed place, its indent in columns, whether a blank line precedes."""

    start: int
    end: int
    indent: int
    after_blank: bool

    @property
    def width(self) -> int:
        return self.end - self.start

    def is_apart(self, before: _Line) -> bool:
        """Whether a blank line or an indent parts it from the line before."""
        return self.after_blank or self.indent >= before.indent + _MIN_INDENT


def paragraph_spans(text: str, most: int) -> list[Span] | None:
    """The paragraphs of ``text``, in order, without white space or control characters at their edges.

    None if it has more than ``most`` lines with words on them.
    """
    lines = _lines(text, most)
    if len(lines) > most:
        return None
    pairs = [
        (line, after)
        for line, after in pairwise(lines)
        if _NARROW_LINE <= line.width <= _WIDE and not after.is_apart(line)
    ]
    if not _is_wrapped(text, pairs) or _is_mostly_long(lines):
        joined = _broken_lines(text, lines)
    else:
        widths = sorted(a.width for a, _ in pairs)
        full = widths[len(widths) * 9 // 10]  # the width it was wrapped at, a few long lines aside
        joined = [_continues(text, before, line, full) for before, line in pairwise(lines)]
    spans: list[Span] = []
    for index, (line, goes_on) in enumerate(zip(lines, [False, *joined], strict=False)):
        if goes_on and not _is_signature(text, lines, index):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
    return spans


def _broken_lines(text: str, lines: list[_Line]) -> list[bool]:
    """Which lines go on with the one before, in copy that as a whole is not wrapped; one less than lines."""
    sure = [_cannot_begin(text, before, line) for before, line in pairwise(lines)]
    joined = [is_sure or _is_broken_too(text, lines, sure, index) for index, is_sure in enumerate(sure)]
    first = 0
    goes_on = [*joined, False]
    for last in (index for index in range(len(lines)) if not goes_on[index]):
        if not _is_prose(text, lines[first], lines[last]):
            joined[first:last] = [False] * (last - first)
        first = last + 1
    return joined


def _is_broken_too(text: str, lines: list[_Line], sure: list[bool], k: int) -> bool:
    """Whether a break stands beside one that is surely within a sentence, and within the same paragraph.

    Where blank lines part the paragraphs of the story it is; else the width of the lines decides.
    """
    before, line = lines[k], lines[k + 1]
    if not any(sure[max(0, k - 1) : k + 2]) or _may_be_heading(text, lines, sure, k):
        return False
    if _opens(text, before, line) or _LABEL.match(text, line.start, line.end):
        return False
    full = max(lines[j].width for j in range(max(0, k - 2), min(len(sure), k + 3)) if sure[j])
    near = lines[max(0, k - WINDOW_BLANK_LINES) : k + WINDOW_BLANK_LINES]
    if sum(other.after_blank for other in near) * 3 >= len(near):
        return max(before.width, line.width) <= max(full * 2, _WIDE)
    return max(before.width, line.width) <= full * _WIDER and _continues(text, before, line, full)


def _may_be_heading(text: str, lines: list[_Line], sure: list[bool], k: int) -> bool:
    """Whether a line stands among the first of the story, and does not end as a sentence does."""
    if k >= _HEAD_LINES or any(above.after_blank for above in lines[1 : k + 1]):
        return False
    return text[lines[k].end - 1] not in _TERMINAL and not any(sure[max(0, k - 1) : k])


def _opens(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line begins a paragraph, by its place or by how it begins."""
    return line.is_apart(before) or _is_marked(text, line)


def _cannot_begin(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line cannot be the first of a paragraph, by its first word or the last of the line before."""
    if _opens(text, before, line):
        return False
    if _BEGINS_CLOSED.match(text, line.start, line.end) or _ends_open(text, before):
        return True
    low = _BEGINS_LOW.match(text, line.start, line.end)
    return low is not None and text[before.end - 1] not in _FINAL


def _ends_open(text: str, line: _Line) -> bool:
    """Whether more must follow the last word of a line: *the*, *and*, a verb of saying behind a mark."""
    if _ENDS_OPEN.search(text, line.start, line.end) is not None:
        return True
    before, _, verb = text[line.start : line.end].rpartition(" ")
    return verb in words("speech_tags") and before[-1:] in _MARKS_THAT_CLOSE


def _is_prose(text: str, first: _Line, last: _Line) -> bool:
    """Whether a stretch of lines begins as a sentence does, and ends as one."""
    ended = _ENDS_SENTENCE.search(text, last.start, last.end) is not None
    return ended and not _BEGINS_LOW.match(text, first.start, first.end)


def _is_signature(text: str, lines: list[_Line], k: int) -> bool:
    """Whether a line names who says what the lines above it say: *Ann Poe, mayor*; above a blank line.

    The post may have a line of its own.
    """
    if _ends_open(text, lines[k - 1]) or text[lines[k - 1].end - 1] == ",":
        return False
    if _is_last(lines, k):
        return _signed().fullmatch(text, lines[k].start, lines[k].end) is not None
    if not _is_last(lines, k + 1) or not _named().fullmatch(text, lines[k].start, lines[k].end):
        return False
    return _post().fullmatch(text, lines[k + 1].start, lines[k + 1].end) is not None


def _is_last(lines: list[_Line], k: int) -> bool:
    """Whether a blank line or nothing stands below a line."""
    return all(below.after_blank for below in lines[k + 1 : k + 2])


def _lines(text: str, most: int) -> list[_Line]:
    """The lines that have words on them, at most one more than ``most``."""
    lines: list[_Line] = []
    blank = True
    begin = 0
    ends = ((match.start(), match.end()) for match in _ANY_LINE_END.finditer(text))
    for stop, following in chain(ends, [(len(text), len(text))]):
        if len(lines) > most:
            break
        stripped = text[begin:stop].lstrip(_INVISIBLE_EDGES)
        start = stop - len(stripped)
        end = start + len(stripped.rstrip(_INVISIBLE_EDGES))
        if end == start:
            blank = True
        else:
            edge = text[begin:start]
            indent = edge[: len(edge) - len(edge.lstrip(" \t\u00a0"))]
            lines.append(_Line(start, end, len(indent.expandtabs(8)), blank))
            blank = False
        begin = following
    return lines


def _is_wrapped(text: str, pairs: list[tuple[_Line, _Line]]) -> bool:
    """Whether lines break off within sentences, by the pairs of neighbours that could be of one paragraph."""
    broken_off = [b for a, b in pairs if text[a.end - 1] not in _TERMINAL and not _is_marked(text, b)]
    in_lower_case = sum(text[b.start].islower() for b in broken_off)
    return len(broken_off) * 2 > len(pairs) or in_lower_case * _FEW_PARAGRAPHS > len(pairs)


def _is_mostly_long(lines: list[_Line]) -> bool:
    """Whether most of the words stand on lines too long to have been wrapped."""
    widths = sorted(line.width for line in lines)
    at = bisect_left(widths, _WIDE + 1)
    return sum(widths[at:]) > sum(widths[:at])


def _is_marked(text: str, line: _Line) -> bool:
    """Whether the line begins something of its own: a list item, a header, a byline."""
    return _PARAGRAPH_OPENING.match(text, line.start, line.end) is not None


def _continues(text: str, before: _Line, line: _Line, full: int) -> bool:
    """Whether ``line`` goes on with the paragraph that ``before`` stands in."""
    if _opens(text, before, line) or text[before.end - 1] in "<=":
        return False
    if text[line.start].islower() or _cannot_begin(text, before, line):
        return True
    first_word = find_or_end(text, " ", line.start, line.end) - line.start
    room = full - before.width
    slack = full // 10 if text[before.end - 1] in _TERMINAL else full // 4
    return first_word + 1 > room - slack

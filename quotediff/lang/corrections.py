"""Notes by which a story says that it was corrected, in the forms that outlets give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, product

from quotediff.lang.lexicon import rows, word_list, word_sequence
from quotediff.limits import MAX_NOTE_CHARS, MAX_PATTERN_WORDS
from quotediff.text.fold import fold

_TRACES = word_sequence("correction_traces")  # one is in every note; asked first, as few paragraphs have any
_FIRST_WORD = re.compile(r"[^\W_]+")
_NOTE_PIECE = r"[^\W_]+(?:['-][^\W_]+)*|[.:!?]|[–—-](?=\s)"
_DASH_TABLE = str.maketrans("–—", "--")
_FILLERS = word_list("fillers")
_GAPS = {"...": 14, "....": 30}  # words that a gap may stand for
_WRITTEN = {":": (":", "-")}  # parts that are written in several ways
_NOTE_STOPS = frozenset(".!?")
_HEADING_ENDS = frozenset({".", ":", "-"})
_IN_DATES = word_list("in_dates") | {"."}
_SAID_PATTERN = (
    rf",\s(?![^,.]*\bwe\b)[^,.]{{1,60}}\s(?:{'|'.join(word_sequence('said_or_wrote'))}|told \S+)\.?\W*$"
)
_OPENS_QUOTE = ('"', "“", "„", "«", "``")


def is_correction(paragraph: str) -> bool:
    """Whether a paragraph is a note that something in the story was corrected or clarified.

    What somebody says about a correction is none: *"This story was corrected," he said*, *It was updated to
    correct the tides, the harbor office said*.
    """
    head = fold(paragraph[:MAX_NOTE_CHARS])
    first = _FIRST_WORD.search(head)
    if first is None or head.startswith(_OPENS_QUOTE):
        return False
    if first[0] not in _openers() and " in this " not in head:
        return False
    if not any(trace in head for trace in _TRACES):
        return False
    if re.search(_SAID_PATTERN, head):
        return False
    words = re.findall(_NOTE_PIECE, head.translate(_DASH_TABLE))
    known = _patterns()
    return any(
        _matches(pattern, words, at)
        for at in _starts(words)
        for first in ("", *words[at : at + 1])
        for pattern in known.get(first, ())
    )


@cache
def form_words() -> frozenset[str]:
    """The words of which notes are made, and those of dates: they do not say what was wrong."""
    made = {part for word, _ in rows("correction_words", 2) for part in word.split()}
    printed = {
        p.strip("()") for (line,) in rows("correction_patterns", 1) for p in line.split() if p[0] not in "<.:"
    }
    return frozenset(made | printed | {word for word, _ in rows("calendar", 2)} | _FILLERS)


@cache
def _patterns() -> dict[str, list[tuple[str, ...]]]:
    """How notes begin, by the first word, or under "" where a name or a gap is first.

    Each is a sequence of words, ``<names>`` and gaps; with and without its ``(word)`` that may be missing.
    """
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows("correction_patterns", 1):
        for parts in _spelt_out(line.split()):
            first = parts[0] if parts[0][0].isalpha() else ""
            table.setdefault(first, []).append(parts)
    return table


@cache
def _openers() -> frozenset[str]:
    """The words with which notes begin, unless with words of the story."""
    firsts = {parts[0] for patterns in _patterns().values() for parts in patterns}
    named = {word for name in ("<prefix>", *firsts) if name[0] == "<" for word in _named()[name]}
    found = {_FIRST_WORD.search(word) for word in firsts | named}
    return frozenset(word[0] for word in found if word is not None)


def _spelt_out(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A pattern without and with each of its words in brackets."""
    choices = [((), (part.strip("()"),)) if part[0] == "(" else ((part,),) for part in parts]
    return (tuple(chain.from_iterable(chosen)) for chosen in product(*choices))


@cache
def _named() -> dict[str, frozenset[str]]:
    """The words and phrases that each name of the patterns stands for."""
    named: dict[str, set[str]] = {}
    for word, name in rows("correction_words", 2):
        named.setdefault(f"<{name}>", set()).add(word)
    return {name: frozenset(found) for name, found in named.items()}


@cache
def _dates() -> frozenset[str]:
    return frozenset({word.rstrip(".") for word, _ in rows("calendar", 2)} | _IN_DATES)


def _starts(words: Sequence[str]) -> Iterator[int]:
    """Where a note may begin: the first word, and behind a heading such as *Editor's note:*."""
    first = next((k for k, word in enumerate(words) if word[0].isalnum()), len(words))
    yield first
    for after in _ends("<prefix>", words, first):
        end = _behind_date(words, after)
        if _HEADING_ENDS.intersection(words[end : end + 1]):
            yield end + 1


def _matches(pattern: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether ``words``, from ``at`` on, begin as a pattern says."""
    ends = {at}  # where the parts so far may end
    for part in pattern:
        ends = {behind for end in ends for behind in _ends(part, words, end)}
        if not ends:
            return False
    return True


def _ends(part: str, words: Sequence[str], at: int) -> Iterator[int]:
    """Where one part of a pattern that begins at ``at`` may end."""
    if part in _GAPS:
        yield from _behind_gap(part, words, at)
    elif part == "<date>":
        yield _behind_date(words, at)
    elif part[0] == "<":
        ends = range(min(len(words), at + MAX_PATTERN_WORDS), at, -1)
        yield from (end for end in ends if " ".join(words[at:end]) in _named()[part])
    elif part == "$":
        if all(word in _HEADING_ENDS for word in words[at:]):
            yield len(words)
    else:
        yield from (at + 1 for word in words[at : at + 1] if word in _WRITTEN.get(part, (part,)))


def _behind_date(words: Sequence[str], at: int) -> int:
    return next((k for k in range(at, len(words)) if not _is_of_date(words[k])), len(words))


def _is_of_date(word: str) -> bool:
    return word in _dates() or word[0].isdigit()


def _behind_gap(part: str, words: Sequence[str], at: int) -> Iterator[int]:
    for end in range(at, min(len(words), at + _GAPS[part]) + 1):
        yield end
        if part == "..." and _NOTE_STOPS.intersection(words[end : end + 1]):
            return

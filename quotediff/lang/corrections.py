"""Notes by which a story says that it was corrected, in the forms that outlets give them."""

from __future__ import annotations

import re
from functools import cache

from quotediff.lang.lexicon import rows
from quotediff.text.fold import fold

_READ = 600  # characters of a paragraph that are looked at: a note says early what it is
_TRACES = re.compile(  # one of these is in every note; asked first, as few paragraphs have any
    "correct|clarif|amend|mis|wrongly|erro|inaccura|omit|earlier|previous|version|original|initial|updated|changed"
    "|edited|revised|regret|apolog"
)
_PIECE = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[.:!?]|[–—-](?=\s)")
_DASHES = str.maketrans("–—", "--")
_FILLERS = frozenset(
    {"show", "say", "said", "says", "stated", "read", "editing", "production", "editor", "editors"}
)
_GAP, _WIDE = 14, 30  # words that "..." and "...." may stand for
_SAID = re.compile(r"(?<! version)(?<! article)(?<! story) (?:said|says|added|told \S+|wrote) \.$")
_OPENS_QUOTE = ('"', "“", "„", "«", "``")


def is_correction(paragraph: str) -> bool:
    """Whether a paragraph is a note that something in the story was corrected or clarified.

    What somebody says about a correction is none: *"This story was corrected," he said*, *It was updated to
    correct the tides, the harbor office said*.
    """
    head = fold(paragraph[:_READ])
    if not _TRACES.search(head) or head.startswith(_OPENS_QUOTE):
        return False
    line = " ".join(_PIECE.findall(head.translate(_DASHES)))
    return _patterns().match(f"{line} ") is not None and _SAID.search(line) is None


@cache
def form_words() -> frozenset[str]:
    """The words of which notes are made, and those of dates: they do not say what was wrong."""
    made = {part for word, _ in rows("correction_words", 2) for part in word.split()}
    printed = {
        p.strip("()") for (line,) in rows("correction_patterns", 1) for p in line.split() if p[0] not in "<.:"
    }
    return frozenset(made | printed | {word for word, _ in rows("calendar", 2)} | _FILLERS)


@cache
def _patterns() -> re.Pattern[str]:
    """All patterns of a note as one expression over words with one space behind each."""
    named: dict[str, list[str]] = {}
    for word, name in rows("correction_words", 2):
        named.setdefault(name, []).append(word)
    dates = {re.escape(word.rstrip(".")) for word, _ in rows("calendar", 2)}
    day = "|".join(sorted(dates, key=len, reverse=True))
    classes = {  # the longest first: "corrections and clarifications"
        name: "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ") "
        for name, words in named.items()
    }
    classes["date"] = rf"(?:(?:{day}|\d+\S*|on|at|of|the|a\.m|p\.m|am|pm|gmt|est|edt|bst|et|\.) )*"
    prefix = rf"(?:[.:!?-] )*(?:{classes['prefix']}(?:{classes['date']}[:.-] ))?"
    forms = "|".join(_expression(line, classes) for (line,) in rows("correction_patterns", 1))
    return re.compile(f"{prefix}(?:{forms})")


def _expression(pattern: str, classes: dict[str, str]) -> str:
    out = []
    for part in pattern.split():
        if part == "...":
            out.append(rf"(?:[^\s.!?]+ ){{0,{_GAP}}}?")
        elif part == "....":
            out.append(rf"(?:\S+ ){{0,{_WIDE}}}?")
        elif part.startswith("<"):
            out.append(classes[part.strip("<>")])
        elif part.startswith("("):
            out.append(f"(?:{re.escape(part.strip('()'))} )?")
        elif part == ":":
            out.append("[:-] ")
        elif part == "$":
            out.append("(?:[.:] )?$")
        else:
            out.append(re.escape(part) + " ")
    return "".join(out)

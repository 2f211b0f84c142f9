r"""Text of a story made fit for a terminal: nothing in it is obeyed, and every column is counted.

Characters a terminal would act on, or that hide or reorder what stands beside them, are written as escapes
(``\x1b``, ``\u202e``). Widths follow Unicode's East Asian Width (UAX #11): wide and full-width characters
take two columns, combining ones none.

Runners of forges read what a command prints, and obey some of it: ``::error ...`` at the beginning of a line
(GitHub), ``##[...`` and ``##vso[...`` anywhere in it (Azure, TeamCity, early GitHub). The first character of
these is an escape too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ZERO_WIDTH_JOINERS = "\u200c\u200d"  # written by people in names and emoji; harmless and without width
_NARROW_CHARACTERS = re.compile("[\x20-\x7e\xa0-\u02ff\u2010-\u2027]*+")  # marks, dashes and Latin letters
_ORDER = re.compile(r"#(?=#\w*\[)")
_HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_WIDE_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)


def visible(text: str) -> str:
    """``text`` on one line: white space runs become a space, unsafe characters become escapes."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(_visible(c) for c in line)
    return _disarmed(line)


def inline(text: str) -> str:
    """As ``visible``, but white space at either edge stays a space: for pieces that are put together."""
    shown = visible(text)
    if not shown:
        return " " if text else ""
    return " " * text[0].isspace() + shown + " " * text[-1].isspace()


def escaped(text: str, keep: str = "") -> str:
    """``text`` with unsafe characters as escapes, line ends too, but for those in ``keep``.

    Spaces are left as they are: for what must stay what it is, such as the name of a file.
    """
    if not text.isprintable():
        kept = {*keep, *_WIDE_SPACES}
        text = "".join(c if c in kept else _visible(c) for c in text)
    return _disarmed(text)


def _disarmed(text: str) -> str:
    """Text that is no order to a runner, wherever it stands in a line."""
    return _ORDER.sub(r"\\x23", text) if "##" in text else text


def first(line: str) -> str:
    """A line that begins with words from outside, as ``visible`` or ``escaped`` gives them, fit to be one."""
    return "\\x3a" + line.lstrip()[1:] if line.lstrip().startswith("::") else line


def unsafe(char: str) -> bool:
    """Whether a terminal would act on the character, or nobody would see it."""
    if char.isprintable():
        return False
    return char not in _ZERO_WIDTH_JOINERS and unicodedata.category(char) in _HIDDEN_CATEGORIES


def _visible(char: str) -> str:
    if unsafe(char):
        return next(form.format(ord(char)) for end, form in _ESCAPES if ord(char) < end)
    return char if char.isprintable() or char in _ZERO_WIDTH_JOINERS else " "


_ESCAPES = ((0x100, "\\x{:02x}"), (0x10000, "\\u{:04x}"), (0x110000, "\\U{:08x}"))
"""The forms of escapes, each with the code points below which it is taken."""


def narrow(text: str) -> bool:
    """Whether every character is of those that are known to take one column, as most are in most stories."""
    return text.isascii() or _NARROW_CHARACTERS.fullmatch(text) is not None


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` (as ``visible`` gives it) takes."""
    return len(text) if narrow(text) else sum(map(_columns, text))


def _columns(char: str) -> int:
    if char in _ZERO_WIDTH_JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return _COLUMNS_OF_WIDTHS.get(unicodedata.east_asian_width(char), 1)


_COLUMNS_OF_WIDTHS = {"W": 2, "F": 2}  # of wide and full-width characters


class Run(NamedTuple):
    """A stretch of text in one style: the parameters of an SGR sequence (``1;31``) or nothing."""

    text: str
    style: str = ""


def wrap(runs: Iterable[Run], width: int) -> list[list[Run]]:
    """The runs as lines of at most ``width`` columns, broken at spaces, or within longer words."""
    runs = [run for run in runs if run.text]
    if len(runs) == 1 and narrow(runs[0].text):
        style = runs[0].style
        return [_begun([Run(line, style)]) if line else [] for line in _filled(runs[0].text, width)]
    lines = _Lines(width)
    pending = False  # a space is due before the next word, unless a line begins there
    for word in _words(runs):
        if word is None:
            pending = lines.used > 0
            continue
        size = sum(columns(run.text) for run in word)
        if not lines.begin_if_full(pending + size) and pending:
            lines.add_space(word[0].style)
        pending = False
        for run in word:
            for piece in _pieces(run, width):
                lines.begin_if_full(columns(piece.text))
                lines.add(piece)
    return [_begun(line) for line in lines.done]


class _Lines:
    """Lines that are being filled."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.done: list[list[Run]] = [[]]
        self.used = 0  # columns of the last line

    def begin_if_full(self, size: int) -> bool:
        """Begins a line if ``size`` columns do not fit behind what the last one has; whether it did."""
        full = self.used > 0 and self.used + size > self.width
        if full:
            self.done.append([])
            self.used = 0
        return full

    def add_space(self, style: str) -> None:
        """A space before a word, in the style that the words on both sides share."""
        self.add(Run(" ", style if self.done[-1][-1].style == style else ""))

    def add(self, run: Run) -> None:
        """Puts a run at the end of the last line."""
        _add(self.done[-1], run)
        self.used += columns(run.text)


def _begun(line: list[Run]) -> list[Run]:
    """A line that is no order to a runner."""
    if "".join(run.text for run in line[:2]).startswith("::"):
        return [Run("\\x3a" + line[0].text[1:], line[0].style), *line[1:]]
    return line


def _filled(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters, each of which takes a column: most of what ``wrap`` is given."""
    lines = [""]
    for word in filter(None, text.split(" ")):
        if lines[-1] and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
            continue
        pieces = [word[at : at + width] for at in range(0, len(word), width)]
        lines[-1:] = [*filter(None, lines[-1:]), *pieces]
    return lines


def _add(line: list[Run], run: Run) -> None:
    """Puts a run at the end of a line, into the last one if that has its style."""
    if line and line[-1].style == run.style:
        line[-1] = Run(line[-1].text + run.text, run.style)
    else:
        line.append(run)


def _words(runs: Iterable[Run]) -> Iterator[list[Run] | None]:
    """What stands between spaces, each with its styles; None for a space."""
    word: list[Run] = []
    for run in runs:
        for number, part in enumerate(run.text.split(" ")):
            if number:
                if word:
                    yield word
                    word = []
                yield None
            if part:
                word.append(Run(part, run.style))
    if word:
        yield word


def _pieces(run: Run, width: int) -> Iterator[Run]:
    """The run itself if it fits a line, else stretches of it that do."""
    if columns(run.text) <= width:
        yield run
        return
    piece, used = "", 0
    for char in run.text:
        size = _columns(char)
        if piece and used + size > width:
            yield Run(piece, run.style)
            piece, used = "", 0
        piece += char
        used += size
    yield Run(piece, run.style)

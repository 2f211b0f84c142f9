"""Texts that grow, and what it takes to analyse them: for tests that nothing grows faster than the text.

Work is counted, not timed: the lines of Python that each module runs, which are the same on any machine.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import quotediff

PACKAGE = Path(quotediff.__file__).parent

_SYLLABLES = ("ba", "du", "fe", "ki", "lo", "mi", "ra", "su", "ten", "vor")

Shape = Callable[[int], str]
"""A text of about so many words or marks."""


def word(k: int) -> str:
    """The ``k``-th of endlessly many words."""
    syllables = [_SYLLABLES[k % 10]]
    while k := k // 10:
        syllables.append(_SYLLABLES[k % 10])
    return "".join(syllables)


def again(piece: str, words: int = 1) -> Shape:
    """The same over and over."""
    return lambda n: piece * (n // words) + "\n"


def told(piece: str, words: int = 1) -> Shape:
    """The same with another word each time: in small letters for ``{0}``, with a capital for ``{1}``."""
    return lambda n: "".join(piece.format(word(k), word(k).capitalize()) for k in range(n // words)) + "\n"


SHAPES: dict[str, Shape] = {
    # marks
    "straight marks": again('"'),
    "straight marks apart": again('" '),
    "opening marks": again("“"),
    "closing marks": again("” "),
    "marks of all sorts": again("“ « ‘ ‹ \" ' `` '' „ ” » ’ › ", 13),
    "a nest": lambda n: "“a " * (n // 2) + "”" * (n // 2) + "\n",
    "a nest of two sorts": lambda n: "“a «b " * (n // 4) + "»”" * (n // 4) + "\n",
    "a nest of single marks": lambda n: "“a ‘b " * (n // 4) + "’”" * (n // 4) + "\n",
    "single marks": again("‘a b’ 'c d' ", 6),
    "one-word quotes": again('"a" ', 3),
    "paragraphs left open": again("“We are here and so are they.\n\n", 8),
    # one paragraph, one sentence
    "sentences": told("The boats of {} go out at noon. ", 9),
    "no stop": again("and so the boats go out at noon to the sea ", 10),
    "commas": again("a, ", 2),
    "attributions in one sentence": again("it was late, he said, ", 6),
    "attributions of one quote": again('"it was late," he said, ', 8),
    "a quote that never ends": again('yes," he said, "', 7),
    "a quote of many sentences": lambda n: '"' + "It is late. " * (n // 4) + '" he said.\n',
    "he said": again("he said ", 2),
    "he said, stopped": again("he said. ", 3),
    "said he": again("said he, ", 3),
    "said": again("said "),
    "cues": again("said told claimed saying was called asked according to ", 9),
    "according to": again("according to the mayor, ", 5),
    "in the words of": again("in the words of ", 4),
    "claims": again("his claim that ", 3),
    "passives": again("it was described by Poe as late and ", 8),
    "who": again("the mayor, who said ", 5),
    "of the": again("of the ", 2),
    "and": again("and "),
    "the": again("the "),
    "dashes": again("a — b — said ", 5),
    "brackets": again("Poe (R-Ohio) said (it) ", 9),
    "colons": again("Poe: it: said: ", 6),
    # names and pronouns
    "one name": again("Ann Poe ", 2),
    "one name, speaking": again("Ann Poe said it was late. ", 7),
    "names": told("Ann {1} said it was late. ", 7),
    "one family": told("{1} Poe met Poe. Poe said it was late. ", 11),
    "families": told("{1} Poe spoke. Ann {1} said it was late. ", 10),
    "names in a row": told("Ann {1}, ", 3),
    "names and names": told("Ann {1} and ", 3),
    "organizations": told("The {1} Ministry said it was late. The ministry said no. ", 13),
    "pronouns": again("he she his her they it ", 6),
    "pronouns, speaking": again("Ann Poe was here. She said it was late. They said no. ", 15),
    "nouns": told("A {0} nurse said it was late. The nurse said no. The {0} official left. ", 17),
    "the unnamed": again("An official said on condition of anonymity that it was late. ", 12),
    "relatives": again("Poe's son's wife's lawyer's ", 8),
    "ages": told("Ann {1}, 34, said it. The 34-year-old said no. ", 14),
    "joint": told("Ann {1} and Peter {1} said it was late. They said no. ", 14),
    # all of one sort
    "capitals": again("THE MAYOR SAID IT WAS LATE. ", 7),
    "title case": again("The Mayor of Weston Said It Was Late ", 8),
    "digits": again("1,234 "),
    "a word": again("a"),
    "a compound": again("a-"),
    "apostrophes": again("a'"),
    "dots": again("."),
    "dots apart": again(". "),
    "ellipses": again("… "),
    "contractions": lambda n: '"It a' + "n't" * n + ' late," he said.\n',
    "hyphens": again("-"),
    "abbreviations": again("U.S. No. Dr. J. ", 4),
    "addresses": again("http://a.b/c@d.com "),
    "at signs": again("a@"),
    "white space": lambda n: "a" + " \t\u00a0\u3000" * (n // 4) + "b said\n",
    "combining": again("e\u0301\u0301"),
    "right to left": again("\u05d0\u05d1 \u202e"),
    # lines
    "one-word lines": again("Word\n"),
    "lines of one letter": again("a\n"),
    "short paragraphs": again("Yes.\n\n", 2),
    "statements": told("Ann {1} said the {0} was late.\n", 8),
    "short quotes": told('"Yes, {}," said Poe.\n\n', 7),
    "the same statement": again("The mayor said it was late.\n", 7),
    "the same quote": again('"It was late," the mayor said.\n', 9),
    "turns": again("Q: Is it late?\nA: It is.\n", 11),
    "labels": again('Ann Poe:\n"It is late."\n', 9),
    "signatures": again('"It is late." — Ann Poe\n', 8),
    "bylines": again("By Ann Poe\n", 3),
    "bullets": again("• It was late\n", 4),
    "datelines": again("WESTON (AP) — It was late.\n", 8),
    "headings": again("Abstract\nFull text\nRelated Topics\nCorrection\n", 6),
    "correction notes": told(
        "Correction: An earlier version of this story misspelled the name of Ann {1}.\n", 13
    ),
    "headers": again("^Weston, 1st Ld<\n^By ANN POE=\n", 10),
    "wrapped lines": again("the boats of the harbor go out at noon and come home at night, he\n", 15),
    "captions": again("In this photo, Ann Poe said it was late. (AP Photo/Jo Roe)\n", 16),
    "breaks": again("___\n12:30 p.m.\n", 3),
}
"""By what they are made of."""


Step = Callable[[FrameType, str, Any], Any]


def _counter() -> tuple[Step, Callable[[], int]]:
    """What is to be called for each line, and what tells how often it was."""
    lines = 0

    def step(_frame: FrameType, _event: str, _argument: Any) -> Step:  # noqa: ANN401 - as sys.settrace has it
        nonlocal lines
        lines += 1
        return step

    return step, lambda: lines


def work(run: Callable[[], object]) -> Counter[str]:
    """How many lines of Python a run takes, by module; those outside the package are under ``elsewhere``."""
    by_path: dict[str, tuple[Step, Callable[[], int]]] = {}

    def enter(frame: FrameType, _event: str, _argument: Any) -> Step:  # noqa: ANN401 - likewise
        path = frame.f_code.co_filename
        if path not in by_path:
            by_path[path] = _counter()
        return by_path[path][0]

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        run()
    finally:
        sys.settrace(before)
    lines: Counter[str] = Counter()
    for path, (_, count) in by_path.items():
        file = Path(path)
        inside = file.is_relative_to(PACKAGE)
        lines[file.relative_to(PACKAGE).as_posix() if inside else "elsewhere"] += count()
    return lines


def grown(small: Counter[str], large: Counter[str], *, times: float, least: int) -> dict[str, float]:
    """The modules whose work grew more than ``times``, with how much it did; ``least`` lines are let pass."""
    return {
        name: round(count / max(1, small[name]), 1)
        for name, count in sorted(large.items())
        if count > times * small[name] + least
    }

"""Whether copy is English: by its letters, and by its function words against those of other languages.

Of the words of English copy a third or more are English function words, and a fifth where it is terse; of the
words of another language next to none are, while its own function words are as frequent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from quotediff.lang.lexicon import rows
from quotediff.limits import MAX_LANGUAGE_CHARS
from quotediff.model import Problem

_FEWEST_WORDS = 25  # fewer are not judged: a headline, a caption
_FEWEST_LETTERS = 40  # likewise, of other letters than Latin ones
_ENGLISH = 0.2  # share of English function words from which on nothing else is looked for
_SHARE_OF_OTHERS = 0.15  # least share of another language's function words
_FEWEST_TELLING = 4  # different ones that English lacks: "a", "to" and "by" are words of Czech too
_LONG, _NONE = 100, 0.05  # so many words of running copy have a greater share of function words, if English
_RUNNING = 0.6  # share of words in small letters, in running copy; lists and tables of names have fewer

_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
# Ranges of letters, first and last; as patterns they would take longer to compile than an article to look at.
_NOT_LATIN = (("\u0370", "\u1dff"), ("\u1f00", "\u1fff"), ("\u3040", "\ud7ff"))
_LATIN_RANGES = (("A", "Z"), ("a", "z"), ("\u00c0", "\u024f"), ("\u1e00", "\u1eff"))
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def not_english(text: str) -> Problem | None:
    """QD906 if the text is not English; None for English, and for what is too short to be judged."""
    sample = text[:MAX_LANGUAGE_CHARS]
    what = _letters(sample) or _words(sample)
    return Problem("QD906", f"not English ({what}): quotes will be missing") if what else None


def _letters(sample: str) -> str | None:
    """What most letters are, if they are not Latin."""
    if sample.isascii():
        return None
    others = _within(_NOT_LATIN, [letter for letter in sample if letter >= _NOT_LATIN[0][0]])
    if len(others) < _FEWEST_LETTERS or len(others) <= len(_within(_LATIN_RANGES, sample)):
        return None
    scripts = Counter(unicodedata.name(letter, "other").split(" ")[0] for letter in others)
    found = next((name for name in ("HIRAGANA", "KATAKANA") if name in scripts), scripts.most_common(1)[0][0])
    return f"most of its letters are {_SCRIPTS.get(found, found.capitalize())}"


def _within(ranges: Sequence[tuple[str, str]], letters: Iterable[str]) -> list[str]:
    return [letter for letter in letters if any(first <= letter <= last for first, last in ranges)]


def _words(sample: str) -> str | None:
    """What the function words say, if they are not English ones."""
    words = _LETTERS_ONLY.findall(sample.lower())
    english = _share("English", words)
    if len(words) < _FEWEST_WORDS or english >= _ENGLISH:
        return None
    shares = {name: _share(name, words) for name in _languages() if name != "English"}
    other = max(shares, key=shares.__getitem__)
    telling = _function_words(other).difference(_function_words("English")).intersection(words)
    if shares[other] >= max(_SHARE_OF_OTHERS, english) and len(telling) >= _FEWEST_TELLING:
        return f"{other}, by its function words"
    running = sum(map(str.islower, _LETTERS_ONLY.findall(sample))) >= _RUNNING * len(words)
    if len(words) >= _LONG and english < _NONE and running:
        return "next to none of its words are English function words"
    return None


def _share(language: str, words: list[str]) -> float:
    """How many of the words are function words of the language, of 1."""
    return sum(map(_function_words(language).__contains__, words)) / max(len(words), 1)


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(_languages()[language].split())


@cache
def _languages() -> dict[str, str]:
    """The function words of each language, as its line has them."""
    return {name.capitalize(): words for name, words in rows("languages", 2)}

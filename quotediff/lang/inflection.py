"""One word in another spelling or another grammatical form: what two writings of it have in common."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from quotediff.lang.lexicon import rows, word_list, word_map, word_sequence, words
from quotediff.limits import MAX_CONTRACTION_PARTS


@cache
def variants() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Variants of one word, and those of several by their first word."""
    single: dict[str, str] = {}
    several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for variant, canonical in rows("style_variants", 2):
        parts = tuple(variant.split())
        if len(parts) == 1:
            single[variant] = canonical
        else:
            several.setdefault(parts[0], []).append((parts, canonical))
    return single, {first: tuple(sorted(v, key=lambda e: -len(e[0]))) for first, v in several.items()}


@cache
def _style_stems() -> dict[str, tuple[tuple[str, str], ...]]:
    """British and American beginnings of words, by the first four letters."""
    table: dict[str, list[tuple[str, str]]] = {}
    for british, american in rows("style_stems", 2):
        table.setdefault(british[:4], []).append((british, american))
    return {k: tuple(v) for k, v in table.items()}


@cache
def _irregular() -> dict[str, str]:
    return {k: v for name in ("irregular", "irregular_others") for k, v in rows(name, 2)}


_PREFIX = regex.compile(rf"^(?:{'|'.join(word_sequence('verb_prefixes'))})")
_ISE = regex.compile(rf"(\p{{L}}{{2,}}is)({'|'.join(word_sequence('ise_endings'))})", regex.VERSION1)


@lru_cache(maxsize=1 << 16)
def spelling(norm: str) -> str:
    """The form one word is compared in: American spelling, abbreviations written out, no inner hyphens.

    >>> spelling("organisations"), spelling("colourful"), spelling("gen."), spelling("surprised")
    ('organizations', 'colorful', 'general', 'surprised')
    >>> spelling("cancelled"), spelling("fulfilled"), spelling("north-west")
    ('canceled', 'fulfilled', 'northwest')
    """
    single, _ = variants()
    found = single.get(norm)
    if found is not None:
        return found
    parts = [single.get(part) or _american(part) for part in norm.split("-")]  # right-of-centre
    if len(parts) > 1 and parts[0] in word_list("solid_prefixes"):
        parts[:2] = ["".join(parts[:2])]  # north-west
    return "-".join(parts)


def _american(norm: str) -> str:
    """One word without hyphens in American spelling."""
    for british, american in _style_stems().get(norm[:4], ()):
        if norm.startswith(british) and not _is_begun(norm, american, british):
            norm = american + norm[len(british) :]
            break
    match = _ISE.fullmatch(norm)
    if match is None:
        return norm
    verb = match[1] + "e"
    if not words("ise_words").isdisjoint({verb, _PREFIX.sub("", verb)}):
        return norm
    return match[1][:-1] + "z" + match[2]


def _is_begun(norm: str, american: str, british: str) -> bool:
    """Whether a word has the American beginning already: *fulfilled*; *cancelled* has the British one."""
    return american.startswith(british) and norm.startswith(american)


@cache
def _contracted() -> dict[str, str]:
    """Contractions that do not end in the words they are made of, each written out."""
    return word_map("contractions")


@cache
def _contracted_endings() -> dict[str, tuple[str, ...]]:
    """What may stand behind an apostrophe, as stems: "re" is ("be",), "s" nothing."""
    return {"s": (), "": (), **{ending: (stem,) for ending, stem in word_map("contracted_verbs").items()}}


@lru_cache(maxsize=1 << 16)
def stems(norm: str) -> tuple[str, ...]:
    """The word without its grammatical ending; a contraction gives its parts.

    >>> stems("refused"), stems("refuses"), stems("don't"), stems("went"), stems("they're")
    (('refus',), ('refus',), ('do', 'not'), ('go',), ('they', 'be'))
    """
    parts: tuple[str, ...] = ()  # of a contraction, behind the word
    for _ in range(MAX_CONTRACTION_PARTS):
        if "'" not in norm or len(norm) <= 2:
            break
        if norm in _contracted():
            return (*_contracted()[norm].split(), *parts)
        head, tail = norm.rsplit("'", 1)
        if norm.endswith("n't"):
            norm, parts = norm[:-3], ("not", *parts)
        elif tail in _contracted_endings() and head:
            norm, parts = head, (*_contracted_endings()[tail], *parts)
        else:
            break
    if norm == "cannot":
        return ("can", "not", *parts)
    word = _irregular().get(norm, norm)
    return (_strip(word), *parts)


def _strip(word: str) -> str:
    """A light suffix stripper, after Porter's step 1: plural, -ed, -ing, -ly, final e, doubled consonant."""
    # The numbers are the fewest letters before an ending.
    if word.endswith(("ies", "ied"), 2):
        word = word[:-3] + "y"
    elif word.endswith("s", 3) and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    elif word.endswith("ing", 3):
        word = word[:-3]
    elif word.endswith("ed", 3) and not word.endswith("eed"):
        word = word[:-2]
    if word.endswith("ly", 4):
        word = word[:-2]
    if word.endswith("e", 3):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    return word

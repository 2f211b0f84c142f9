"""Bodies that most nations have, and whose they are: “Russia's Foreign Ministry”, “the Russian Army”."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from quotediff.extraction.names import PLACE, NameMention, name_words
from quotediff.identity import nation_key
from quotediff.lang.lexicon import word_list, words

_NO_NATION = word_list("no_nation")  # "Foreign Ministry"
_OWNING_PLACES = {(PLACE, "'s"), (PLACE, "'")}  # a name's kind and the token behind it


class NationalBody(NamedTuple):
    """A nation's body in its name: the nation's first letters, the words that do not tell whose it is.

    ``first`` is the token that the name begins with, its nation included.
    """

    nation: str
    body: tuple[str, ...]
    first: int


def nations_among(norms: Collection[str]) -> frozenset[str]:
    """The nations, by their first letters, that some of the folded words are of: *Danish*, *Denmark*."""
    return _nations().intersection(map(nation_key, norms))


@cache
def _nations() -> frozenset[str]:
    """The first letters of every nation that is listed with a word for what is its."""
    return frozenset(map(nation_key, words("demonyms"))) & frozenset(map(nation_key, words("places")))


def national_body(
    name: NameMention, bare: Sequence[str], norms: Sequence[str], names: Mapping[int, NameMention]
) -> NationalBody | None:
    """Whose body ``name`` names, if it names a nation's and tells of which.

    Args:
        name: the name of an organization.
        bare: its words, folded.
        norms: the folded tokens of the article.
        names: the names of the article by the token behind each.
    """
    lexicon, bodies = name_words(), words("national_bodies")
    at = bare.index("of") if "of" in bare else 0
    if bare[at - 1] in bodies and " ".join(bare[at + 1 :]) in lexicon.places:
        return NationalBody(nation_key(bare[at + 1]), tuple(bare[:at]), name.first)
    if bare[-1] not in bodies:
        return None
    owner = names.get(name.first - 1)
    if owner is not None and (owner.kind, norms[name.first - 1]) in _OWNING_PLACES:
        return NationalBody(nation_key(norms[owner.first]), tuple(bare), owner.first)
    if len(bare) > 1 and bare[0] in lexicon.demonyms - _NO_NATION:
        return NationalBody(nation_key(bare[0]), tuple(bare[1:]), name.first)
    return None

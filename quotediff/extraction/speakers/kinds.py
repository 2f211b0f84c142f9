"""What sort of speaker a source without a name is: some person, a group, a body, a document."""

from __future__ import annotations

from functools import cache

from quotediff.extraction.speakers.register import Article
from quotediff.extraction.speakers.source_phrase import SourcePhrase
from quotediff.lang.lexicon import rows, word_list
from quotediff.lang.nouns import noun_of, singular, small_numbers
from quotediff.limits import WINDOW_SINGLING_TOKENS
from quotediff.model import SpeakerKind

_EACH = frozenset({"each", "either"})  # of those told before: "each side"
_MANY = word_list("many")  # make a noun mean several, whatever its end
_IN_GENERAL = frozenset({"officials", "officers"})  # a group, unless a few are singled out
_ANY_PEOPLE = frozenset({"people", "persons", "individuals"})
_A_FEW = frozenset({"official", "spokesman"})  # kin whose other plurals stand for a few: "aides", "sources"


def kind_of(article: Article, source: SourcePhrase) -> SpeakerKind:
    """The kind of a source that is no name and no pronoun."""
    if source.determiner not in _EACH and source.head in _plain_nouns():
        return _without_name(_plain_nouns()[source.head])
    kind = _without_name(source.known.kind or "person")
    if kind is SpeakerKind.DOCUMENT or not _are_several(source):
        return kind
    return SpeakerKind.UNNAMED if _few(article, source) else SpeakerKind.GROUP


def _are_several(source: SourcePhrase) -> bool:
    """Whether a source means more than one by its noun, or by its determiner if the noun is not known."""
    if source.plural:
        return True
    return not source.known.kind and source.determiner in _MANY


def _without_name(kind: str) -> SpeakerKind:
    """The kind of speaker that a noun of a kind is for: a person without a name is unnamed."""
    return SpeakerKind.UNNAMED if kind == "person" else SpeakerKind(kind)


def _few(article: Article, source: SourcePhrase) -> bool:
    """Whether a plural means some persons whose names are kept back, not a group."""
    one = noun_of(singular(source.head))
    if one.kind == "organization":
        return False
    before = article.norms[source.first : source.head_at]
    if small_numbers().intersection(before) or any(norm.isdigit() for norm in before):
        return True
    behind = article.norms[source.head_at + 1 : min(source.head_at + 1 + WINDOW_SINGLING_TOKENS, source.last)]
    singled = not _singling("behind").isdisjoint(behind)
    if source.head in _ANY_PEOPLE:
        return singled
    if source.head in _IN_GENERAL:
        return singled or not _singling("before").isdisjoint(before)
    return not one.kin.isdisjoint(_A_FEW)


@cache
def _plain_nouns() -> dict[str, str]:
    """Nouns that no name is taken up by, each to the kind of source that goes by it."""
    return {row[0]: row[1] for row in rows("source_kinds", 2)}


@cache
def _singling(place: str) -> frozenset[str]:
    return frozenset(word for word, where in rows("singled_out", 2) if where == place)

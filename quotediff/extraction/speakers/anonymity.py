"""Why a source is not named, in the words of the copy: "on condition of anonymity because ...".

The words may stand within the source ("a fighter, speaking on condition of anonymity"), elsewhere in its
sentence, or in a later one that takes it up ("The official was not authorized to ..."). Linear: each phrase
looks at the sources of its own sentence and at the last few before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quotediff.extraction.speakers.register import BREAKS, Article, Entity
from quotediff.extraction.speakers.source_phrase import EDGES, skip, skip_back
from quotediff.lang.lexicon import phrases, word_list
from quotediff.lang.nouns import singular
from quotediff.limits import MAX_SOURCES_BACK, MAX_TERMS_TOKENS, WINDOW_ANONYMITY_SENTENCES
from quotediff.model import SpeakerKind
from quotediff.text.sentences import Sentence

_TERMS_STOPS = frozenset({'"', "“", "”", "``", "''", ";", "—", "–", "--"})
_TERMS_STARTS = BREAKS | {"who", '"', "”", "''"}
_ANY_SOURCE_WORDS = word_list("any_source_words")
_VERBS = word_list("verbs")
_BEFORE_TERMS = word_list("before_terms")


def note_anonymity(article: Article, sources: Sequence[tuple[int, int, Entity]]) -> None:
    """Sets ``anonymity`` of those of whom the copy says it.

    Args:
        article: the article.
        sources: each source's first token, its end, and who it is; in text order.
    """
    terms = phrases("anonymity")
    firsts = [first for first, _, _ in sources]
    done: set[tuple[int, int]] = set()
    for index in article.places_of(terms):
        for phrase in terms[article.norms[index]]:
            end = index + len(phrase)
            if tuple(article.norms[index:end]) != phrase or article.inside[index]:
                continue
            e, stop = _source_of(article, sources, firsts, index)
            sentence = article.sentence_of[index]
            if e is not None and (id(e), sentence) not in done:
                done.add((id(e), sentence))
                _record(article, e, index, end, stop)
            break


def _record(article: Article, entity: Entity, at: int, end: int, stop: int) -> None:
    """Keeps the clause around ``tokens[at:end]``, as far as ``stop``, as the anonymity of ``entity``."""
    s = article.sentences[article.sentence_of[at]]
    begin = at
    while begin > max(s.first, at - MAX_TERMS_TOKENS) and article.norms[begin - 1] not in _TERMS_STARTS:
        begin -= 1
    if begin == s.first:
        begin = _verb(article, s.first, at)
    begin = skip(article.norms, begin, at, _BEFORE_TERMS)
    last = end
    while last < min(stop, s.last, end + MAX_TERMS_TOKENS) and not _ends_terms(article, last, s):
        last += 1
    last = skip_back(article.norms, end, last, EDGES)
    terms = article.words_of(begin, last)
    entity.anonymity = f"{entity.anonymity}; {terms}" if entity.anonymity else terms
    if not entity.named:
        entity.kind = SpeakerKind.UNNAMED
        entity.descriptions = [d for d in entity.descriptions if terms not in d]


def _source_of(
    article: Article, sources: Sequence[tuple[int, int, Entity]], firsts: Sequence[int], at: int
) -> tuple[Entity | None, int]:
    """The source that the words at token ``at`` are about, and where its copy ends."""
    s = article.sentences[article.sentence_of[at]]
    here = sources[max(0, bisect_left(firsts, s.first) - 1) : bisect_left(firsts, s.last)]
    near: tuple[int, Entity] | None = None
    for first, last, entity in here:
        if entity.kind is SpeakerKind.DOCUMENT:
            continue
        if first <= at < last:
            return entity, last
        if s.first <= first and not entity.named and (near is None or abs(first - at) < near[0]):
            near = (abs(first - at), entity)
    if near is not None:
        return near[1], s.last
    heads = {
        singular(norm)
        for norm in article.norms[max(s.first, at - MAX_TERMS_TOKENS) : _verb(article, s.first, at)]
    }
    upto = bisect_right(firsts, at)
    earlier = [x for x in reversed(sources[max(0, upto - MAX_SOURCES_BACK) : upto]) if not x[2].named]
    for _, _, e in earlier:
        if heads & e.nouns:
            return e, s.last
    if (
        earlier
        and heads & _ANY_SOURCE_WORDS
        and article.sentence_of[earlier[0][0]] >= article.sentence_of[at] - WINDOW_ANONYMITY_SENTENCES
    ):
        return earlier[0][2], s.last
    return None, s.last


def _verb(article: Article, first: int, at: int) -> int:
    """The first word from ``first`` that is like a verb; ``at`` if none comes before it."""
    for index in range(max(first, at - MAX_TERMS_TOKENS), at):
        norm = article.norms[index]
        if article.is_verb(norm) or norm in _VERBS or norm.endswith("ed"):
            return index
    return at


def _ends_terms(article: Article, index: int, s: Sentence) -> bool:
    """Whether the terms end before a token: a mark, or a comma with the saying behind: ", she said"."""
    if article.norms[index] == ",":
        return not article.words.verbs.isdisjoint(article.norms[index + 1 : min(index + 5, s.last)])
    return article.norms[index] in _TERMS_STOPS

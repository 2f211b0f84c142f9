"""Who wrote the words of an article that nobody is said to say: the *I* of a column, the *we* of a letter.

A byline tells, or a signature below the words. Linear in the paragraphs, once an article; each question is a
bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from quotediff.extraction.names import NameMention
from quotediff.extraction.speakers.register import Article, Entity, Register
from quotediff.extraction.speakers.source_phrase import EDGES, skip
from quotediff.lang.lexicon import word_list
from quotediff.limits import MAX_LETTER_SIGNATURE_TOKENS, MAX_PRESENTING_PARAGRAPHS
from quotediff.model import Role

_PRESENTING = word_list("presenting")
_Line = tuple[int, Sequence[Entity]]  # its first token, and whom it names


class Authors(NamedTuple):
    """The lines that name authors, in text order.

    Those of ``above`` hold for the words that follow, those of ``below`` for the words before.
    """

    above: Sequence[_Line]
    below: Sequence[_Line]

    def of(self, at: int) -> Sequence[Entity]:
        """Who wrote the word at a token: the last line above tells, else the next below."""
        above = self.above[: bisect_right(self.above, at, key=_place)][-1:]
        below = self.below[bisect_left(self.below, at, key=_place) :][:1]
        return next((persons for _, persons in (*above, *below)), ())


def _place(line: _Line) -> int:
    return line[0]


def find_authors(article: Article, register: Register) -> Authors:
    """The bylines and signatures of an article."""
    paragraphs = article.document.paragraphs
    spans = [article.token_range(paragraph.span) for paragraph in paragraphs]
    bylines = [
        (first, persons)
        for paragraph, (first, last) in zip(paragraphs, spans, strict=True)
        if paragraph.role is Role.BYLINE
        for persons in [_persons(article, register, first, last)]
        if persons  # "By Staff" names nobody
    ]
    signatures: list[_Line] = []
    presented: list[_Line] = []  # the last alone presents the writer, and no signature is behind it
    for number, (paragraph, (first, last)) in enumerate(zip(paragraphs, spans, strict=True), 1):
        opening = _opening_name(article, first, last)
        person = register.person_at(opening.first) if opening is not None else None
        if opening is None or person is None or paragraph.role is Role.BYLINE:
            continue
        if paragraph.role is Role.BODY and _is_letter_signature(article, opening, first, last):
            signatures.append((first, [person]))
            presented = []
        elif number > len(paragraphs) - MAX_PRESENTING_PARAGRAPHS and _presents(article, opening, last):
            presented = [(first, [person])]
    begin = next((first for p, (first, _) in zip(paragraphs, spans, strict=True) if p.role is Role.BODY), 0)
    heads = signatures[:1] and signatures[0][0] == begin  # each above the words
    above, below = (signatures, []) if heads else ([], signatures)
    return Authors(sorted([*bylines, *above], key=_place), sorted([*bylines, *below, *presented], key=_place))


def _persons(article: Article, register: Register, first: int, last: int) -> list[Entity]:
    """The persons whom a line names."""
    named = (register.person_at(name.first) for name in article.names_in(first, last))
    return [person for person in named if person is not None]


def _opening_name(article: Article, first: int, last: int) -> NameMention | None:
    """The name with which a line begins, if one does."""
    first += not article.norms[first][:1].isalnum()  # "— Greta Holm"
    return next((name for name in article.names_in(first, last)[:1] if name.first == first), None)


def _is_letter_signature(article: Article, name: NameMention, first: int, last: int) -> bool:
    """Whether a line is a name and perhaps a place: “Greta Holm, Mill Lane, Fernby”."""
    short = last - first <= MAX_LETTER_SIGNATURE_TOKENS
    return short and all(article.is_upper(i) or article.norms[i] == "," for i in range(name.last, last))


def _presents(article: Article, name: NameMention, last: int) -> bool:
    """“Ann Poe is a writer in Tarn.”, “Ann Poe, D-Fla., chairs the committee.”: who somebody is, no news."""
    end = article.appositive_end(name.last + 1) if article.norms[name.last] == "," else name.last
    verb = skip(article.norms, end, last, EDGES)
    return verb < last and article.norms[verb] in _PRESENTING

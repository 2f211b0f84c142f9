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
from quotediff.model import Paragraph, Role

_BESIDE_AUTHORS = word_list("beside_authors")  # where an entry of a live blog begins
_ENDS_OF_SENTENCES = frozenset('.?!"”')
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
    bylines: list[_Line] = []
    signatures: list[_Line] = []
    presented: list[_Line] = []  # the last alone presents the writer, and no signature is behind it
    for number, paragraph in enumerate(paragraphs, 1):
        first, last = article.token_range(paragraph.span)
        names = article.names_in(first, last)
        persons = [e for name in names if (e := register.person_at(name.first)) is not None]
        if not persons:  # "By Staff" names nobody
            continue
        opening = first + (not article.norms[first][:1].isalnum())  # "— Greta Holm"
        if _is_byline(article, paragraph, names):
            bylines.append((first, persons))
        elif register.person_at(opening) is None:
            continue
        elif paragraph.role is Role.BODY and _is_letter_signature(article, opening, last):
            signatures.append((first, persons))
            presented = []
        elif number > len(paragraphs) - MAX_PRESENTING_PARAGRAPHS and _presents(article, names[0], last):
            presented = [(first, persons[:1])]
    below = [] if _are_headings(article, signatures) else signatures
    above = [*bylines, *(line for line in signatures if line not in below)]
    return Authors(sorted(above, key=_place), sorted([*bylines, *below, *presented], key=_place))


def _are_headings(article: Article, lines: Sequence[_Line]) -> bool:
    """Whether lines of names stand above the words: the story begins with one, and ends in words."""
    body = [p.span for p in article.document.paragraphs if p.role is Role.BODY]
    starts = [article.starts[first] for first, _ in lines]
    if starts[:1] != [span.start for span in body[:1]]:
        return False
    behind = (article.token_range(span)[1] for span in body if span.start > starts[-1])
    return any(article.norms[last - 1] in _ENDS_OF_SENTENCES for last in behind)


def _is_byline(article: Article, paragraph: Paragraph, names: Sequence[NameMention]) -> bool:
    """Whether a line tells who wrote what follows: “14:20 By Rhys Kendall”, “Lotte Bruun, 13:55” too."""
    if paragraph.role is not Role.BODY:
        return paragraph.role is Role.BYLINE
    within = {i for name in names for i in range(name.first, name.last)}
    others = (article.norms[i] for i in range(*article.token_range(paragraph.span)) if i not in within)
    words = (norm for norm in others if norm[0].isalnum())
    return {norm in _BESIDE_AUTHORS or norm[0].isdigit() for norm in words} == {True}


def _is_letter_signature(article: Article, first: int, last: int) -> bool:
    """Whether a line is of names and perhaps a place: “Greta Holm, Mill Lane, Fernby”, “Tom and Ida Roe”."""
    words = (i for i in range(first, last) if article.norms[i] not in (",", "and"))
    return last - first <= MAX_LETTER_SIGNATURE_TOKENS and all(map(article.is_upper, words))


def _presents(article: Article, name: NameMention, last: int) -> bool:
    """“Ann Poe is a writer in Tarn.”, “Ann Poe, D-Fla., chairs the committee.”: who somebody is, no news."""
    end = article.appositive_end(name.last + 1) if article.norms[name.last] == "," else name.last
    verb = skip(article.norms, end, last, EDGES)
    return verb < last and article.norms[verb] in _PRESENTING

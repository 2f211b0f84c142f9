"""What the rules look at: an article with its tokens, sentences and quoted ranges, indexed. Read-only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from quotediff.extraction.memory import Memory, SplitParagraph, story_memory
from quotediff.extraction.namesakes import namesakes
from quotediff.extraction.quoted_ranges import QuotedRange, find_quoted_ranges
from quotediff.extraction.titles import is_name_of_work, is_nickname
from quotediff.extraction.token_kinds import token_kinds
from quotediff.lang.cues import TIME
from quotediff.lang.usage import abbreviations, usage
from quotediff.model import Document, Problem, Role
from quotediff.text.damage import repaired_tokens
from quotediff.text.sentences import Sentence, split_sentences
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token, places, places_of
from quotediff.values import dataclass, replace

_PADDING_TOKENS = (
    8  # empty words behind the last token, so that rules that look past either end need no check
)

_TOKEN_BYTES = 200  # of a token that is remembered, roughly

READ_ROLES = frozenset({Role.HEADLINE, Role.SUMMARY, Role.BODY})
"""Roles in which statements are looked for."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in tokens: ``tokens[first:last]``, and the indices of its outermost ranges."""

    number: int
    role: Role
    first: int
    last: int
    quoted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """One article, ready for the rules. Arrays run parallel to ``tokens``.

    ``norms`` are the tokens folded, ``kinds`` what they are (bits, see ``token_kinds`` and ``lang.cues``):
    both go on with a few empty words, so that a token just beyond either end may be asked for. ``places``
    has where each folded word stands.

    ``quoted`` are all ranges, ``outer`` the indices of those at depth 0 that are not titles of works, and
    ``opens`` their first tokens;
    ``inside[i]`` is the index of
    the outermost range that token ``i`` stands in (its marks included), or -1. ``sentence_of[i]`` and
    ``block_of[i]`` index ``sentences`` and ``blocks``. ``namesakes`` are the tokens that are a person's name
    though they are a word as well: *May said*.
    """

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    quoted: tuple[QuotedRange, ...]
    outer: tuple[int, ...]
    inside: tuple[int, ...]
    sentence_of: tuple[int, ...]
    block_of: tuple[int, ...]
    problems: tuple[Problem, ...]
    norms: tuple[str, ...]
    kinds: tuple[int, ...]
    places: Places
    opens: tuple[int, ...]
    namesakes: frozenset[int]

    def span(self, first: int, last: int) -> Span:
        """The text from token ``first`` to before token ``last``."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def norm(self, i: int) -> str:
        """Token ``i`` folded; empty outside the article."""
        return self.norms[i] if 0 <= i < len(self.tokens) else ""

    def block(self, at: int) -> Block:
        """Paragraph ``at``; one that is empty, and no part of the story, outside the article."""
        if 0 <= at < len(self.blocks):
            return self.blocks[at]
        end = len(self.tokens)
        return Block(at, Role.FURNITURE, end, end, ())

    def is_narration(self, i: int) -> bool:
        """Whether token ``i`` stands outside quoted words where statements are looked for."""
        return self.inside[i] < 0 and self.role_of(i) in READ_ROLES

    def role_of(self, i: int) -> Role:
        """The role of the paragraph that token ``i`` stands in."""
        return self.blocks[self.block_of[i]].role

    def places_of(self, words: Collection[str]) -> list[int]:
        """The tokens that are one of the folded ``words`` (a set or a mapping), in text order."""
        return places_of(words, self.places)

    def last_of(self, words: Collection[str], before: int, floor: int) -> int:
        """The last token before ``before`` that is one of the folded ``words``; else ``floor`` - 1."""
        if before - floor < len(words):
            return next((i for i in range(before - 1, floor - 1, -1) if self.norms[i] in words), floor - 1)
        last = floor - 1
        for word in words:
            at = self.places.get(word)
            if at is not None and (k := bisect_left(at, before)) and at[k - 1] > last:
                last = at[k - 1]
        return last

    def first_of(self, word: str, after: int) -> int:
        """The first token from ``after`` on that is the folded ``word``; how many there are if none is."""
        at = self.places.get(word, ())
        k = bisect_left(at, after)
        return at[k] if k < len(at) else len(self.tokens)

    def last_quoted(self, before: int, floor: int) -> int:
        """The last token before ``before`` that stands in quoted words; else ``floor`` - 1."""
        k = bisect_left(self.opens, before)
        last = min(before, self.quoted[self.outer[k - 1]].last) if k else 0
        return max(last, floor) - 1

    def holds_quoted(self, contents: Iterable[tuple[int, int]]) -> bool:
        """Whether a token of these ranges stands in quoted words."""
        return any(self.last_quoted(last, first) >= first for first, last in contents)

    def text_of(self, first: int, last: int) -> str:
        """The words of ``tokens[first:last]`` as they stand."""
        return (
            self.document.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""
        )

    def token_at(self, offset: int) -> int:
        """The index of the token that holds or follows ``offset``."""
        at = bisect_left(self.tokens, (offset + 1,)) - 1
        return at if at >= 0 and offset < self.tokens[at].end else at + 1


def annotate(document: Document) -> AnnotatedDocument:
    """Tokens, sentences and quoted ranges of ``document``, indexed for the rules; linear."""
    memory = None if document.damaged else story_memory()
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    ranges: list[tuple[int, int]] = []
    sentence_of: list[int] = []
    block_of: list[int] = []
    for index, paragraph in enumerate(document.paragraphs):
        first = len(tokens)
        split = _split(document, paragraph.copy, memory)
        tokens.extend(split.tokens)
        last = len(tokens)
        ranges.append((first, last))
        for span, begin, end in split.sentences:
            sentence_of.extend([len(sentences)] * (end - begin))
            sentences.append(Sentence(span, first + begin, first + end))
        block_of.extend([index] * (last - first))
    where = places(tokens)
    quoted, problems = find_quoted_ranges(document, tokens, ranges, where, sentences)
    blocks = [
        Block(paragraph.number, paragraph.role, first, last, ())
        for paragraph, (first, last) in zip(document.paragraphs, ranges, strict=True)
    ]
    return _indexed(document, tokens, sentences, blocks, quoted, sentence_of, block_of, problems, where)


def _split(document: Document, copy: Span, memory: Memory | None) -> SplitParagraph:
    """The tokens and sentences of a paragraph; those of the same words are remembered."""
    words = document.text[copy.start : copy.end]
    known = memory.paragraphs.get(words) if memory is not None else None
    if known is None:
        tokens = repaired_tokens(document.text, document.damaged, abbreviations(), *copy)
        known = SplitParagraph(copy.start, tokens, split_sentences(tokens, 0, len(tokens), usage()))
        if memory is not None:
            memory.paragraphs.put(words, known, _TOKEN_BYTES * len(tokens))
    return known if known.start == copy.start else _moved(known, copy.start)


def _moved(split: SplitParagraph, start: int) -> SplitParagraph:
    """A paragraph that begins at another offset."""
    by, make = start - split.start, tuple.__new__
    tokens = [make(Token, (a + by, b + by, text, norm)) for a, b, text, norm in split.tokens]
    sentences = [Sentence(Span(a + by, b + by), first, last) for (a, b), first, last in split.sentences]
    return SplitParagraph(start, tokens, sentences)


def annotate_within(doc: AnnotatedDocument, first: int, last: int) -> AnnotatedDocument | None:
    """What stands in ``tokens[first:last]``, as a document of its own: one paragraph; None without marks.

    Its token indices count from ``first``; its offsets are the article's.
    """
    low = bisect_left(doc.quoted, first, key=lambda q: q.first)
    high = bisect_left(doc.quoted, last, key=lambda q: q.first)
    level = [k for k in range(low, high) if doc.quoted[k].last <= last]
    if not level:
        return None
    up = min(doc.quoted[k].depth for k in level)
    quoted = [
        replace(
            quoted_range,
            first=quoted_range.first - first,
            last=quoted_range.last - first,
            depth=quoted_range.depth - up,
        )
        for quoted_range in (doc.quoted[k] for k in level)
    ]
    tokens = doc.tokens[first:last]
    sentences = split_sentences(tokens, 0, len(tokens), usage())
    sentence_of = [k for k, s in enumerate(sentences) for _ in range(s.first, s.last)]
    above = doc.blocks[doc.block_of[first]]
    block = Block(above.number, above.role, 0, len(tokens), ())
    block_of = [0] * len(tokens)
    where = places(tokens)
    return _indexed(doc.document, tokens, sentences, [block], quoted, sentence_of, block_of, (), where)


def _indexed(  # noqa: PLR0913, PLR0917 - it builds the one wide value
    document: Document,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    blocks: Sequence[Block],
    quoted: Sequence[QuotedRange],
    sentence_of: Sequence[int],
    block_of: Sequence[int],
    problems: tuple[Problem, ...],
    where: Places,
) -> AnnotatedDocument:
    """A document of these parts, with the arrays that say which range a token stands in."""
    inside = [-1] * len(tokens)
    roles = [blocks[k].role for k in block_of]
    outer = [
        index
        for index, quoted_range in enumerate(quoted)
        if quoted_range.depth == 0
        and not is_name_of_work(tokens, quoted_range)
        and not (roles[quoted_range.first] is Role.BODY and is_nickname(tokens, quoted_range))
    ]
    for k in outer:
        for i in range(quoted[k].first, quoted[k].last):
            inside[i] = k
    norms = [t.norm for t in tokens] + [""] * _PADDING_TOKENS
    names = namesakes(tokens, where, sentence_of, roles)
    instead = dict.fromkeys(_months(tokens, where, roles), TIME) | dict.fromkeys(names, 0)
    return AnnotatedDocument(
        document,
        tuple(tokens),
        tuple(sentences),
        tuple(_with_quoted_ranges(blocks, quoted, outer)),
        tuple(quoted),
        tuple(outer),
        tuple(inside),
        tuple(sentence_of),
        tuple(block_of),
        problems,
        tuple(norms),
        token_kinds(tokens, norms, where, instead, [quoted[k] for k in outer]),
        where,
        tuple([quoted[k].first for k in outer]),
        names,
    )


def _months(tokens: Sequence[Token], where: Places, roles: Sequence[Role]) -> list[int]:
    """The tokens that are the month *May* by the word before them: *in May showed*."""
    return [
        index
        for index in where.get("may", ())
        if index > 0
        and tokens[index].text[0].isupper()
        and tokens[index - 1].text[0].isalnum()
        and roles[index] is Role.BODY
    ]


def _with_quoted_ranges(
    blocks: Sequence[Block], quoted: Sequence[QuotedRange], outer: Sequence[int]
) -> Iterator[Block]:
    """The blocks, each with the outermost ranges that begin in it."""
    at = 0
    for block in blocks:
        here = []
        while at < len(outer) and quoted[outer[at]].first < block.last:
            here.append(outer[at])
            at += 1
        yield Block(block.number, block.role, block.first, block.last, tuple(here))

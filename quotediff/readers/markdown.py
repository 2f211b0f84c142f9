"""Markdown (CommonMark, with tables), with and without front matter: what is shown, each word in its place.

markdown-it-py takes it apart; it says on which lines a block stands. Here its inline parser is watched for
where in the block each piece of words stands, and that is looked up on the lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType

from quotediff.errors import InputError
from quotediff.limits import MAX_FRONT_MATTER_CHARS, MAX_MARKDOWN_DEPTH
from quotediff.model import Document, Meta, Role
from quotediff.readers import fragments
from quotediff.readers.assembly import File, StoryBuilder
from quotediff.readers.decoding import decode
from quotediff.readers.flow import BREAK, Block, add_blocks, blocks
from quotediff.readers.jsontree import several
from quotediff.readers.metadata import number, parse_time, status
from quotediff.text.lines import LINE_END
from quotediff.text.origin import Traced

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

FORMAT = "markdown"
FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<inner>(?:[^\n]*\n)*?)(?P=fence)[ \t]*\r?(?:\n|\Z)"
)
"""What may stand above the text: YAML between lines of "---", TOML between lines of "+++"."""

_FRONT_MATTER_KEYS = {  # keys of front matter, in lower case, and what of ``Meta`` they tell
    **dict.fromkeys(("title", "headline"), "headline"),
    **dict.fromkeys(("author", "authors", "byline", "by"), "byline"),
    **dict.fromkeys(("date", "published", "publishdate", "pubdate", "publish_date"), "published"),
    **dict.fromkeys(("lastmod", "modified", "updated", "last_modified_at", "modified_at"), "modified"),
    **dict.fromkeys(("created",), "created"),
    **dict.fromkeys(("id", "uri", "guid", "story"), "story"),
    **dict.fromkeys(("version", "revision"), "version"),
    **dict.fromkeys(("lang", "language", "locale"), "language"),
    **dict.fromkeys(("url", "canonical", "permalink", "canonical_url"), "url"),
    **dict.fromkeys(("status",), "status"),
    **dict.fromkeys(("slug",), "slug"),
    **dict.fromkeys(("source", "publisher", "outlet", "agency"), "source"),
    **dict.fromkeys(("dateline", "location"), "dateline"),
}
_HEADINGS = {"h1": Role.HEADLINE}
_SUMMARY = ("description", "summary", "subtitle", "standfirst", "dek")


class _Inline(ParserInline):
    """An inline parser that notes in each token's ``meta``, as ``at``, where in the block its words begin.

    Each rule is watched: what is pushed while it runs begins where it began, and words that are no token yet
    (the state's pending ones) where the parser stood when there were none.
    """

    def __init__(self) -> None:
        super().__init__()
        self._begun = 0
        names = self.ruler.get_all_rules()
        self.ruler.enable(names)
        for name, rule in zip(names, self.ruler.getRules(""), strict=True):
            self.ruler.at(name, self._watched(rule))
        self.ruler2.disable(["fragments_join", "text_collapse"], ignoreInvalid=True)

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401 - as its base
        """The tokens of a block."""
        found = super().parse(src, md, env, tokens)
        for token in reversed(found):  # what was pending at the end
            if token.type == "text":
                token.meta.setdefault("at", self._begun)
                break
        return found

    def _watched(self, rule: RuleFuncInlineType) -> RuleFuncInlineType:
        def run(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as rules are called
            if silent:
                return rule(state, silent)
            if not state.pending:
                self._begun = state.pos
            begun, start, pending, count = self._begun, state.pos, bool(state.pending), len(state.tokens)
            done = rule(state, silent)
            self._note(state.tokens[count:], start, begun if pending else None)
            return done

        return run

    def _note(self, tokens: Sequence[Token], start: int, pending: int | None) -> None:
        """Notes where tokens begin that a rule has pushed from ``start`` on, behind pending words."""
        if tokens and pending is not None:
            tokens[0].meta.setdefault("at", pending)
        texts = [token for token in tokens if token.type == "text" and "at" not in token.meta]
        inner = any(token.nesting for token in tokens)
        for token in tokens:
            if token not in texts:
                token.meta.setdefault("at", start)
            elif inner:  # of a link its last words
                token.meta["at"] = self._begun
            else:  # of a row of signs each one
                token.meta["at"] = start
                start += len(token.content)


_LINE_BREAKS_SHOWN = {"softbreak": "\n", "hardbreak": BREAK}


class _Front(NamedTuple):
    """Front matter: its values by their keys in lower case, and where strings of it stand."""

    values: Mapping[str, object]
    places: Mapping[str, Traced]


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a file; raises InputError if there is none, or its front matter is damaged."""
    text, encoding, problems = decode(data, path)
    file = File(path, data, text, encoding, problems)
    found = FRONT_MATTER.match(text[:MAX_FRONT_MATTER_CHARS])
    front, start = _Front({}, {}), 0
    if found:
        front, start = _front(found, path), found.end()
    story = StoryBuilder(file, FORMAT)
    shown = _blocks(file, start)
    title = _text(front, "headline")
    if title and not any(block.role is Role.HEADLINE for block in shown[:1]):
        story.add(Role.HEADLINE, _placed(front, "headline", title))
    for key, role in (("byline", Role.BYLINE), ("dateline", Role.DATELINE)):
        words = _text(front, key)
        if words:
            story.add(role, _placed(front, key, words))
    for key in _SUMMARY:
        said = front.values.get(key)
        if isinstance(said, str):
            story.add(Role.SUMMARY, front.places.get(key, Traced(said)))
    add_blocks(story, shown)
    return (story.document(_about(front), "this Markdown"),)


# --- the text ------------------------------------------------------------------------------------------


def _blocks(file: File, start: int) -> list[Block]:
    """The paragraphs behind the front matter."""
    text = file.text[start:].replace("\0", "\ufffd")
    lines = [0, *(found.end() for found in LINE_END.finditer(text))]
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_MARKDOWN_DEPTH}).enable("table")
    active = parser.inline.ruler.get_active_rules()
    parser.inline = _Inline()
    parser.inline.ruler.enableOnly(active)
    parser.core.ruler.disable("text_join")
    too_deep = InputError(file.path, "has blocks nested too deeply", "check what wrote it")
    try:
        tokens = parser.parse(LINE_END.sub("\n", text))
    except RecursionError:
        raise too_deep from None
    if any(token.level >= MAX_MARKDOWN_DEPTH - 1 for token in tokens):
        raise too_deep
    walk = _Walk(text, lines, start, file.path)
    found = list(walk.blocks(tokens))
    return found if any(block.role is None for block in found) else list(walk.blocks(tokens, tables=True))


class _Walk:
    """A walk through the blocks of a text.

    Args:
        text: the text.
        lines: where its lines begin.
        start: where it begins in the file.
        path: the file, for messages.
    """

    def __init__(self, text: str, lines: Sequence[int], start: int, path: str) -> None:
        self._text, self._lines, self._start, self._path = text, [*lines, len(text)], start, path

    def blocks(self, tokens: Sequence[Token], *, tables: bool = False) -> Iterator[Block]:
        """The paragraphs that are shown, in order; those in tables only if asked for."""
        role: Role | None = None
        table = False
        for token in tokens:
            if token.tag == "table":
                table = token.nesting > 0
            elif token.type == "heading_open":
                role = _HEADINGS.get(token.tag, Role.SUBHEAD)
            elif token.type == "heading_close":
                role = None
            elif tables or not table:
                yield from self._shown(token, role)

    def _shown(self, token: Token, role: Role | None) -> Iterator[Block]:
        """The paragraphs of one token."""
        if token.type == "inline":
            yield Block(role, self._inline(token))
        elif token.type in ("fence", "code_block"):
            yield Block(None, self._lines_of(token), plain=True)
        elif token.type == "html_block":
            yield from blocks(fragments.parse(self._lines_of(token), self._path))
        elif token.type == "hr":
            yield Block(Role.BREAK, self._lines_of(token).stripped())

    def _lines_of(self, token: Token) -> Traced:
        """The lines of a block as they stand, without fences."""
        first, last = token.map or (0, 0)
        if token.type == "fence":
            first += 1
            last -= self._text[self._line(last - 1) : self._line(last)].strip().startswith(token.markup[:3])
        start, end = self._line(first), self._line(max(first, last))
        return Traced.whole(self._text[start:end], self._start + start)

    def _line(self, number: int) -> int:
        """Where a line begins; the end of the text, if there are fewer."""
        return self._lines[min(number, len(self._lines) - 1)]

    def _inline(self, token: Token) -> Traced:
        """The words of a block without markup."""
        source = self._source(token)
        return Traced.joined(piece.within(source) for piece in _pieces(token.children or (), token.content))

    def _source(self, token: Token) -> Traced:
        """A block's words with their places: line by line, behind what marks a quote or a list."""
        first, last = token.map or (0, 0)
        pieces: list[Traced] = []
        number = first
        for count, words in enumerate(token.content.split("\n")):
            if count:
                pieces.append(Traced("\n"))
            while words and number < last:
                start, end = self._line(number), self._line(number + 1)
                number += 1
                at = self._text.rfind(words, start, end)
                if at >= 0:
                    pieces.append(Traced.whole(words, self._start + at))
                    break
            else:
                pieces.append(Traced(words))
        return Traced.joined(pieces)


def _pieces(tokens: Sequence[Token], content: str) -> Iterator[Traced]:
    """The words of inline tokens, with their places in the block."""
    for token in tokens:
        at = token.meta.get("at", -1)
        if token.type in _LINE_BREAKS_SHOWN:
            yield Traced(_LINE_BREAKS_SHOWN[token.type])
        elif token.type == "text":
            yield _word(token.content, at, content)
        elif token.type == "text_special":
            if at >= 0 and content.startswith(token.markup, at):
                yield Traced.written(token.content, at, len(token.markup))
            else:
                yield Traced(token.content)
        elif token.type == "code_inline":
            found = content.find(token.content, max(at, 0))
            yield _word(token.content, found, content)


def _word(words: str, at: int, content: str) -> Traced:
    """Words with their place in the block, if they stand there; -1 is no place."""
    if at >= 0 and content.startswith(words, at):
        return Traced.whole(words, at)
    return Traced(words)


# --- front matter --------------------------------------------------------------------------------------


def _front(found: re.Match[str], path: str) -> _Front:
    """What front matter says; raises InputError if it cannot be read."""
    if found["fence"] == "+++":
        try:
            values: dict[str, Any] = tomllib.loads(LINE_END.sub("\n", found["inner"]))
        except (tomllib.TOMLDecodeError, RecursionError):
            raise InputError(
                path, "its front matter is no valid TOML", "mend the lines between +++"
            ) from None
        return _Front({key.lower(): value for key, value in values.items()}, {})
    import yaml  # noqa: PLC0415 - few files have front matter

    try:
        node = yaml.compose(found["inner"], Loader=yaml.SafeLoader)
        held = yaml.safe_load(found["inner"])
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        raise InputError(path, "its front matter is no valid YAML", "mend it") from None
    if not isinstance(held, dict) or node is None:
        return _Front({}, {})
    places = {}
    for key, value in node.value:
        if isinstance(value, yaml.ScalarNode):
            at = found["inner"].find(value.value, value.start_mark.index, value.end_mark.index)
            if at >= 0 and value.value:
                places[str(key.value).lower()] = Traced.whole(value.value, found.start("inner") + at)
    return _Front({str(key).lower(): value for key, value in held.items()}, places)


def _text(front: _Front, name: str) -> str | None:
    """What front matter says of a field, in one line."""
    for key, value in front.values.items():
        if _FRONT_MATTER_KEYS.get(key) == name:
            said = [_named(each) for each in several(value)]
            words = ", ".join(filter(None, (" ".join(str(each).split()) for each in said)))
            if words:
                return words
    return None


def _named(value: object) -> object:
    """A name, also of an object that has one."""
    if isinstance(value, Mapping):
        return value.get("name") or ""
    return "" if isinstance(value, bool | None) else value


def _placed(front: _Front, name: str, words: str) -> Traced:
    """Words of front matter with their place, if they stand there as such."""
    for key, place in front.places.items():
        if _FRONT_MATTER_KEYS.get(key) == name and " ".join(place.text.split()) == words:
            return place
    return Traced(words)


def _time(front: _Front, name: str) -> datetime | None:
    for key, value in front.values.items():
        if _FRONT_MATTER_KEYS.get(key) == name:
            if isinstance(value, datetime):
                return value
            if isinstance(value, date):
                return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - none is told
            return parse_time(str(value))
    return None


def _about(front: _Front) -> Meta:
    """What front matter says of its story."""
    version = _text(front, "version")
    return Meta(
        story=_text(front, "story"),
        version=version,
        number=number(version),
        created=_time(front, "created"),
        modified=_time(front, "modified"),
        published=_time(front, "published"),
        status=status(_text(front, "status")),
        slug=_text(front, "slug"),
        headline=_text(front, "headline"),
        byline=_text(front, "byline"),
        dateline=_text(front, "dateline"),
        source=_text(front, "source"),
        language=_text(front, "language"),
        url=_text(front, "url"),
    )

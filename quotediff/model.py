"""Every value that passes between stages. All are frozen; later facts live in new values.

The words are those of the glossary: an article (document) holds quotes; a quote is content with its
attribution (source and cue); its speaker is who the source is. Offsets are code points into
``Document.text``, half-open.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from quotediff.errors import UsageError
from quotediff.text.damage import Damage
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Token
from quotediff.values import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quotediff.text.origin import Origin

Engine = Literal["network", "rules", "deep"]
"""``network``: the rules and a small network that has learned where to believe them. ``rules``: they alone,
quicker to start, and without beliefs. ``deep``: the rules and a network that reads what a pretrained encoder
makes of the words; nearer to what people find, a tenth as quick, and installed by itself."""


class Result:
    """A result of the library, which can give what it holds as plain values.

    The methods load the output formats when they are called; no other code here knows of these.
    """

    __slots__ = ()

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """The result as the command's JSON has it: keys, order and offsets alike (code points, half-open).

        Of an article or its sources it is one entry of ``documents``. ``with_text``: with the whole text.
        """
        from quotediff.rendering.plain import to_dict  # noqa: PLC0415 - see above

        return to_dict(self, with_text=with_text)

    def to_json(self, *, with_text: bool = False, indent: int | None = 2) -> str:
        """The same as JSON: on one line if ``indent`` is None; safe to be printed to a terminal."""
        from quotediff.rendering.plain import to_json  # noqa: PLC0415 - see above

        return to_json(self, with_text=with_text, indent=indent)

    def _repr_html_(self) -> str:
        """What a notebook shows of the result: the page's inside, with its own style and no script."""
        from quotediff.rendering.plain import to_html  # noqa: PLC0415 - as above

        return to_html(self)

    def to_rows(self) -> list[dict[str, str | int | float | bool | None]]:
        """A flat dict for each quote, change, speaker or finding, with the columns of the command's CSV.

        Fit for ``pandas.DataFrame``. Numbers are numbers, what is not known is None, and no cell is altered
        for the sake of spreadsheets or terminals.
        """
        from quotediff.rendering.plain import to_rows  # noqa: PLC0415 - see above

        return to_rows(self)


class Role(StrEnum):
    """What a paragraph is in the article."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUMMARY = "summary"  # bullets and key points above the story
    BODY = "body"
    CAPTION = "caption"  # a photo's caption or credit
    CONTRIBUTOR = "contributor"  # who else reported: below the story
    NOTE = "note"  # to editors or readers: "Eds:", "(Adds quotes)", corrections
    HEADER = "header"  # the wire's own lines: slugs, "^" and "<" lines
    FURNITURE = "furniture"  # the site's: "Show Full Article", "Related Topics"
    BREAK = "break"  # "___", or the clock line of a block of "The Latest"
    SUBHEAD = "subhead"  # a heading within the story
    EMBED = "embed"  # a post of another site, set into the story
    INFOBOX = "infobox"  # a box beside the story


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article.

    ``number`` counts from 1 over all paragraphs of the file, of whatever role. ``span`` has no white space
    at its edges. ``copy`` is the part that belongs to the story: ``span`` without a dateline ("BEIRUT (AP)
    —") or a list mark before it; it is empty only if nothing else is there.
    """

    number: int
    span: Span
    copy: Span
    role: Role


PROBLEMS = {
    "QD901": ("unpaired-mark", "note", "A quotation mark without its partner in its paragraph."),
    "QD902": ("speaker-unresolved", "note", "A quote whose speaker is not known."),
    "QD903": (
        "unreadable-input",
        "error",
        "An input that is unreadable, or readable only in another encoding.",
    ),
    "QD904": (
        "incomplete-input",
        "note",
        "An input that is not the whole story, such as a teaser: nothing is reported as gone from it.",
    ),
    "QD905": (
        "bound-reached",
        "note",
        "Two versions so long or so unlike that the best pairing was not looked for.",
    ),
    "QD906": ("not-english", "note", "Copy that is not English: quotes in it will be missing."),
}
"""Codes that are problems, of an article or of a comparison, not changes: name, severity, meaning."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a user should know about the input or the analysis; never a reason to stop."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a file tells beside the story.

    ``kind``: ``editors`` (for desks), ``public`` (for readers) or ``correction``.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What a file says of the story it holds, all as stated in it; None where it says nothing.

    ``story`` names the story over its versions, ``version`` the version, ``number`` the version as a number.
    Times without a zone are kept so: they are local. ``status`` is ``usable``, ``withheld``, ``canceled`` or
    what else the file has. ``complete``: the file has the whole body, not just a teaser.
    """

    story: str | None = None
    version: str | None = None
    number: int | None = None
    created: datetime | None = None
    modified: datetime | None = None
    published: datetime | None = None
    status: str | None = None
    embargo: datetime | None = None
    notes: tuple[Note, ...] = ()
    slug: str | None = None
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    located: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None
    complete: bool = True

    @property
    def time(self) -> datetime | None:
        """When the version was last changed; else when it was published, or written."""
        return self.modified or self.published or self.created

    @property
    def is_withdrawn(self) -> bool:
        """Whether the story is not to be used: withheld, or canceled."""
        return self.status in ("withheld", "canceled")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: one version of a story.

    ``text`` of plain text is the file decoded, nothing rewritten, and ``origin`` None. Of other formats it is
    assembled, its paragraphs parted by blank lines, and ``origin`` says where in the file its words stand.
    ``item`` is the story's id in a file that holds several.
    ``damaged`` are characters that a wrong decoding made of quotation marks, and that are read as these.
    """

    path: str
    text: str
    sha256: str  # of the file's bytes, hexadecimal
    encoding: str  # "utf-8", "utf-8-sig", "utf-16", "windows-1252", or what an XML file declares
    title: str
    paragraphs: tuple[Paragraph, ...]
    problems: tuple[Problem, ...] = ()
    damaged: tuple[Damage, ...] = ()
    format: str = "plain"
    item: str | None = None
    meta: Meta = Meta()
    origin: Origin | None = None

    @property
    def name(self) -> str:
        """The file, and of a file with several stories which of them: ``file.xml#id``."""
        return self.path if self.item is None else f"{self.path}#{self.item}"

    def __repr__(self) -> str:
        """One line: the file, its headline and size."""
        size = f"{count(len(self.paragraphs), 'paragraph')}, {count(len(self.text), 'character')}"
        return f"<Document {self.name!r}: {self.title!r}, {size}>"


class Kind(StrEnum):
    """How a quote stands in the copy."""

    DIRECT = "direct"  # all of it between marks
    MIXED = "mixed"  # paraphrase with a fragment between marks
    INDIRECT = "indirect"  # reported without marks


class Attitude(StrEnum):
    """What the source does with the content, as the cue has it."""

    SPEECH = "speech"  # says, writes, tweets, shows it
    BELIEF = "belief"  # thinks, wants, expects, decides it: said by nobody, yet the reporter's of somebody


@dataclass(frozen=True, slots=True)
class Passage:
    """Words at one or more places of the text; ``text`` is those places joined by a space."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted statement; its fields are those of ``quote`` in the JSON.

    ``confidence``: how sure it is that this is a quote, 0 to 1; ``speaker_confidence``: that ``speaker`` is
    who its source is; None where there is no speaker, or where whoever made the quote does not say.
    """

    id: str
    kind: Kind
    content: Passage
    source: Passage | None
    cue: Passage | None
    speaker: str | None
    inherited: bool
    within: str | None
    paragraph: int
    role: Role
    rule: str
    confidence: float
    attitude: Attitude = Attitude.SPEECH
    speaker_confidence: float | None = None


class SpeakerKind(StrEnum):
    """What sort of speaker a source turned out to be."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is, over the whole article.

    ``name`` is the fullest the article gives; or, of one with ``aliases``, the first of them.
    """

    id: str
    name: str
    kind: SpeakerKind
    description: str | None
    anonymity: str | None
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words between quotation marks, whoever is quoted: ``span`` with the marks, ``inner`` without them.

    A mark that is missing, as at the end of a paragraph of a quote that goes on in the next, is empty.
    ``outer`` is the index, in ``Extract.marked``, of the innermost that it stands in.
    """

    span: Span
    inner: Span
    outer: int | None = None


@dataclass(frozen=True, slots=True)
class Extract(Result):
    """All that the analysis of one article found.

    ``tokens`` and ``sentences`` cover every paragraph, in text order; no sentence crosses a paragraph.
    ``quotes`` are in the order of their contents' first words; ``speakers`` in order of first mention.
    ``marked`` is all that stands between quotation marks, in text order, an outer span before those in it;
    two of them nest or are apart. ``engine`` is what found the quotes.
    """

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    problems: tuple[Problem, ...] = ()
    marked: tuple[QuotedSpan, ...] = ()
    engine: Engine = "network"

    def __repr__(self) -> str:
        """One line: the file, and how much was found in it."""
        quotes, speakers = count(len(self.quotes), "quote"), count(len(self.speakers), "speaker")
        return f"<Extract {self.document.name!r}: {quotes}, {speakers}>"

    def quote(self, id: str) -> Quote:  # noqa: A002 - the word for it in all outputs
        """The quote of an id, such as ``q3``; raises UsageError if there is none."""
        found = next((q for q in self.quotes if q.id == id), None)
        if found is None:
            there = f"there are {self.quotes[0].id} to {self.quotes[-1].id}" if self.quotes else "it has none"
            raise UsageError(f"{self.document.name}: no quote {id!r}; {there}")
        return found

    def speaker_of(self, quote: Quote | str) -> Speaker | None:
        """Who says a quote (or the one of that id); None if that is not known."""
        whose = (self.quote(quote) if isinstance(quote, str) else quote).speaker
        return next((s for s in self.speakers if s.id == whose), None)

    def at_least(self, confidence: float) -> Extract:
        """The same without quotes that are less sure; a quote within one of those then stands by itself."""
        quotes = [q for q in self.quotes if q.confidence >= confidence]
        if len(quotes) == len(self.quotes):
            return self
        kept = {q.id for q in quotes}
        return replace(self, quotes=tuple(q if q.within in kept else replace(q, within=None) for q in quotes))

    def spoken(self) -> Extract:
        """The same without the beliefs among the quotes."""
        quotes = tuple(q for q in self.quotes if q.attitude is Attitude.SPEECH)
        return self if len(quotes) == len(self.quotes) else replace(self, quotes=quotes)


class Severity(StrEnum):
    """How bad a change is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def text_of(passage: Passage | None) -> str:
    """The words of a passage; nothing if there is none."""
    return passage.text if passage is not None else ""


def spans_of(passage: Passage | None) -> tuple[Span, ...]:
    """Where a passage is; nowhere if there is none."""
    return passage.spans if passage is not None else ()


def some(items: Sequence[str], most: int, between: str = ", ") -> str:
    """So many of the items in a row, and dots for those that are left out."""
    return between.join(items[:most]) + " ..." * (len(items) > most)


def framed(before: str, text: str, after: str = "") -> str:
    """A text between two others; nothing if it is empty."""
    return f"{before}{text}{after}" if text else ""


def count(number: int, noun: str) -> str:
    """``1 quote``, ``2 quotes``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

"""Wire text as agencies transmit it: ANPA 1312 and IPTC 7901, one story or several in a file.

A transmission is SOH, its header, STX, the copy, ETX, a trailer with the time, EOT. ANPA has lines of its own
that begin with "^" or end in "<" or "=", and a format for tables; IPTC 7901 a slug above a headline that ends
in "=", and copy in short lines. Sources of the forms: ANPA 1312, IPTC 7901, what AP, dpa, ATS and Kyodo send.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from quotediff.errors import InputError, NoStoryError
from quotediff.limits import (
    MAX_ENDING_CHARS,
    MAX_PARAGRAPHS,
    MAX_WIRE_HEADLINE_LINES,
    WINDOW_ENDING_PARAGRAPHS,
)
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers import patterns
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder, with_ids
from quotediff.readers.decoding import decode_as
from quotediff.readers.metadata import FileNote, listed, notes, number
from quotediff.readers.months import MONTH_NUMBERS
from quotediff.readers.paragraphs import paragraph_spans
from quotediff.text.origin import Traced
from quotediff.text.spans import Span, find_or_end

ANPA, IPTC_7901 = "anpa", "iptc7901"
_ENDS_EARLY = Problem(
    "QD904", "not the whole story (the transmission ends early): compare reports nothing as gone from it"
)
_SOH, _STX, _ETX, _EOT = "\x01", "\x02", "\x03", "\x04"
_TABULAR = "\x12"  # DC2: the format of tables, which some agencies set for copy too
_FILLED_LINE = re.compile(r"[^\r\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_MARK_AT_END = re.compile(r"\s*[<=+]+\s*$")  # of a wire's own line
_LEAD_NUMBER = re.compile(
    r"(?i)\b(\d{1,2})(?:st|nd|rd|th) ?(?:Ld|LEAD)\b(?:-?Writethru)?|\b(?:Ld|LEAD|REFILE|RPT)\b"
)
_SLUG = re.compile(r"(?:AP-)?[A-Z]{2}-\S")
_PHOTO = re.compile(r"AP (?:Photo|Graphic|Video|Audio|Interactive)s?\b")
_NOTE_OPENING = re.compile(r"\(?(?:Eds?\b|EDITORS?\b|Editors?\b|UPDATES\b)", re.ASCII)
_BYLINE_OPENING = re.compile(r"(?:By|BY|Von|Par|Por)[ ]\S")
_IN_BRACKETS = re.compile(r"(?:\([^()]*\))?$")  # or nothing at all
_WRAPPED = 40  # characters of a line of a headline that goes on in the next; a shorter one is a rubric
_TAIL_OPENING = re.compile(
    r"(?im)^[ \t]*(?:#+[ ]*(?:\w+[ ])?notebook\b"
    r"|the following information is not (?:intended )?for publication)"
)
_STARS = re.compile(r"(?m)^[ \t]*(?:\*[ ]){2,}\*[ \t]*\r?$")
_SIGNED = re.compile(  # the last lines of copy: the desk's signs, the agency's name
    r"\([A-Z]{2,5}\\?/\w{2,4}\)|={2,}\s*\w+|(?:dpa|afp|ats|apa|sda)(?:[ ]\w{2,4}){1,5}"
)
_AGENCIES = frozenset(
    {"afp", "anp", "ansa", "ap", "apa", "ats", "belga", "dpa", "efe", "kyodo", "ntb", "pap", "sda", "tt"}
)
_TIMES = (  # day, month, year, hour, minute by name; a zone
    re.compile(
        r"AP-\w\w-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) (?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>GMT)"
    ),
    re.compile(r"\w+-(?P<hour>\d\d):(?P<minute>\d\d)-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)"),
    re.compile(
        r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) ?(?P<zone>GMT|UTC)? ?"
        r"(?P<month>[A-Za-z]{3})\w* (?P<year>\d\d)\b"
    ),
)
_TABLE_SHARE = 0.5  # share of the copy's lines that end in "<" or have columns, in a table
_COLUMNS = re.compile(r";[^;]*;[^;]*;|\t\S+[\t ]{2,}\S|<\s*$")


class _Line(NamedTuple):
    """A line of a transmission: its place in the file, and its words."""

    start: int
    end: int
    words: str


class _Transmission(NamedTuple):
    """A transmission: places of its header, copy and trailer in the file; whether all of it is there."""

    header: Span
    copy: Span
    trailer: Span
    whole: bool


def read(data: bytes, path: str, format: str) -> tuple[Document, ...]:  # noqa: A002 - as the document's field
    """The stories of a file; raises InputError if there is none, such as a table alone."""
    text, encoding, problems = decode_as(data, "latin-1", path)
    file = File(path, data, text, encoding, problems)
    found = list(_transmissions(text))
    if not found:
        raise InputError(path, "the transmission ends before its text", "fetch it again")
    if len(found) == 1:
        return (_story(file, found[0], format),)
    return with_ids(path, (partial(_story, file, each, format) for each in found), "transmissions")


def read_anpa(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file of ANPA 1312. Raises: as ``read``."""
    return read(data, path, ANPA)


def read_iptc_7901(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file of IPTC 7901. Raises: as ``read``."""
    return read(data, path, IPTC_7901)


def _transmissions(text: str) -> Iterator[_Transmission]:
    """The transmissions of a file that have copy."""
    begins = [found.start() for found in re.finditer(_SOH, text)] or [0]
    for start, following in zip(begins, [*begins[1:], len(text)], strict=True):
        copy = text.find(_STX, start, following)
        if copy < 0:
            continue
        stop = find_or_end(text, _EOT, copy, following)
        last = find_or_end(text, _ETX, copy, stop)
        yield _Transmission(Span(start, copy), Span(copy + 1, last), Span(last, stop), last < stop)


def _lines(text: str, span: Span) -> list[_Line]:
    """The lines with words on them."""
    lines = (_Line(*found.span(), found[0]) for found in _FILLED_LINE.finditer(text, *span))
    return [line for line in lines if _CONTROLS.sub("", line.words).strip()]


def _story(file: File, sent: _Transmission, format: str) -> Document:  # noqa: A002 - as above
    text = file.text
    whole = Traced.whole(text)
    header, copy = _lines(text, sent.header), _lines(text, sent.copy)
    if _is_table(header, copy, text[slice(*sent.header)]):
        raise NoStoryError(file.path, "the transmission is a table, no story", NO_TEXT)
    story = StoryBuilder(file, format)
    if not sent.whole:
        story.note(_ENDS_EARLY)
    head = _anpa_head(copy) if format == ANPA else _head(copy)
    for line in header[1:]:
        story.add(Role.HEADER, _bare(whole, Span(line.start, line.end)))
    for role, span in head:
        story.add(role, _bare(whole, span))
    start = max((span.end for _, span in head), default=sent.copy.start)
    end = _tail(text, Span(start, sent.copy.end))
    for known, span in _body(file, Span(start, end)):
        story.add(known, _bare(whole, span) if known is Role.HEADER else whole.cut(*span))
    for span in paragraph_spans(text[end : sent.copy.end], MAX_PARAGRAPHS) or ():
        story.add(Role.FURNITURE, whole.cut(span.start + end, span.end + end))
    for line in _lines(text, sent.trailer):
        story.add(Role.HEADER, _bare(whole, Span(line.start, line.end)))
    meta = _about(text, sent, header, head, format)
    return story.document(meta, "this transmission")


def _bare(whole: Traced, span: Span) -> Traced:
    """A wire's own line without its signs."""
    words = whole.cut(*span)
    text = _CONTROLS.sub(lambda found: " " * len(found[0]), words.text)
    start = len(text) - len(text.lstrip(" ^\t"))
    end = len(_MARK_AT_END.sub("", text))
    return Traced(text, words.runs).cut(start, max(start, end))


def _is_table(header: Sequence[_Line], copy: Sequence[_Line], head: str) -> bool:
    """Whether a transmission is a table: most of its lines are rows, or it says so and many are."""
    rows = [line for line in copy if not line.words.lstrip("\x02").startswith("^")]
    tabular = sum(_COLUMNS.search(line.words) is not None for line in rows)
    least = _TABLE_SHARE if _TABULAR in head or not header else 1 - _TABLE_SHARE / 5
    return len(rows) > 1 and tabular >= least * len(rows)


def _anpa_head(copy: Sequence[_Line]) -> list[tuple[Role, Span]]:
    """What stands above the copy in ANPA: lines that begin with "^", or a slug and a headline."""
    found: list[tuple[Role, Span]] = []
    for index, line in enumerate(copy):
        words = line.words.strip(" ^\t\x02")
        marked = line.words.lstrip("\x02").startswith("^")
        if index == 0 and _SLUG.match(words):
            role = Role.HEADER
        elif marked or (index < 2 and _is_own(line.words)):
            role = _anpa_role(words, headline=any(above is Role.HEADLINE for above, _ in found))
        else:
            break
        found.append((role, Span(line.start, line.end)))
    return found


def _is_own(line: str) -> bool:
    """Whether a line is a wire's own by its end."""
    return line.rstrip().endswith(("+", "<", "=")) and not line[0].isspace()


def _anpa_role(words: str, *, headline: bool) -> Role:
    """What a line of a wire's own is."""
    if _SLUG.match(words) or _PHOTO.match(words):
        return Role.HEADER
    if _NOTE_OPENING.match(words):
        return Role.NOTE
    if words.rstrip().endswith("="):
        return Role.BYLINE
    return Role.SUMMARY if headline else Role.HEADLINE


def _head(copy: Sequence[_Line]) -> list[tuple[Role, Span]]:
    """What stands above the copy in IPTC 7901: the lines up to one that ends in "="."""
    near = copy[:MAX_WIRE_HEADLINE_LINES]
    ends = [index for index, line in enumerate(near) if line.words.rstrip().endswith("=")]
    if not ends:
        return []
    last = ends[0]
    while last + 1 in ends and _BYLINE_OPENING.match(near[last + 1].words):
        last += 1
    found: list[tuple[Role, Span]] = []
    rubrics = last  # so many lines at the top may be rubrics, if they are short
    for index, line in enumerate(copy[: last + 1]):
        words = line.words.strip(" \t\x02=")
        span = Span(line.start, line.end)
        if _NOTE_OPENING.match(words):
            found.append((Role.NOTE, span))
        elif _BYLINE_OPENING.match(words) and found:
            found.append((Role.BYLINE, span))
        elif _IN_BRACKETS.match(words) or (index < rubrics and len(words) < _WRAPPED):
            found.append((Role.HEADER, span))
        elif [role for role, _ in found[-1:]] == [Role.HEADLINE]:
            found[-1] = (Role.HEADLINE, Span(found[-1][1].start, line.end))
        else:
            found.append((Role.HEADLINE, span))
            rubrics = 0
    role, span = found[-1]
    if role is Role.HEADER and all(above is not Role.HEADLINE for above, _ in found):
        found[-1] = (Role.HEADLINE, span)  # all are rubrics, such as a single short line
    return found


def _tail(text: str, copy: Span) -> int:
    """Where what is not for publication begins, or the end of the copy."""
    found = _TAIL_OPENING.search(text, *copy)
    stars = next(
        (s for s in _STARS.finditer(text, *copy) if not patterns.QUOTE.search(text, s.end(), copy.end)), None
    )
    ends = [each.start() for each in (found, stars) if each is not None]
    return min(ends, default=copy.end)


def _body(file: File, copy: Span) -> Iterator[tuple[Role | None, Span]]:
    """The paragraphs of the copy."""
    text = file.text
    spans = paragraph_spans(text[slice(*copy)], MAX_PARAGRAPHS)
    if spans is None:
        raise InputError(
            file.path, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "split it into one file a story"
        )
    placed = [Span(span.start + copy.start, span.end + copy.start) for span in spans]
    breaks = [n for n, span in enumerate(placed) if patterns.RULE.fullmatch(text[slice(*span)].strip())]
    ending = breaks[-1] + 1 if breaks else len(placed)
    if not _is_ending(text, placed[ending:]):
        ending = len(placed)
    for index, span in enumerate(placed):
        words = text[slice(*span)].strip()
        if index >= len(placed) - WINDOW_ENDING_PARAGRAPHS and _SIGNED.fullmatch(words):
            yield Role.FURNITURE, span
        elif index >= ending:
            yield Role.CONTRIBUTOR, span
        elif words.startswith("^"):
            yield Role.HEADER, span
        else:
            yield None, span


def _is_ending(text: str, below: Sequence[Span]) -> bool:
    """Whether paragraphs below a rule are so few and short that they only say who helped."""
    short = [s for s in below if s.width <= MAX_ENDING_CHARS and not patterns.QUOTE.search(text, *s)]
    return len(short) == len(below) <= WINDOW_ENDING_PARAGRAPHS


def _about(
    text: str,
    sent: _Transmission,
    header: Sequence[_Line],
    head: Sequence[tuple[Role, Span]],
    format: str,  # noqa: A002 - as above
) -> Meta:
    """What a transmission says of its story."""
    of_role: dict[Role, list[str]] = {}
    whole = Traced.whole(text)
    for role, span in head:
        of_role.setdefault(role, []).append(_bare(whole, span).squeezed().text)
    slug = _slug(header, of_role.get(Role.HEADER, []), format)
    lines = [slug, *of_role.get(Role.HEADER, []), *of_role.get(Role.HEADLINE, [])]
    lines += [_bare(whole, Span(line.start, line.end)).squeezed().text for line in header[1:]]
    leads = ((found[0], number(found[1])) for line in lines if (found := _LEAD_NUMBER.search(line)))
    version, count = next(leads, (None, None))
    story = _LEAD_NUMBER.sub("", slug).split(",")[0].strip(" -/()")
    return Meta(
        story=story if "-" in story or "/" in slug else None,
        version=version,
        number=count,
        modified=_time(text[slice(*sent.trailer)]),
        notes=notes(FileNote("editors", Traced(words)) for words in of_role.get(Role.NOTE, [])),
        slug=slug or None,
        headline=next(iter(of_role.get(Role.HEADLINE, [])), None),
        byline=listed(of_role.get(Role.BYLINE, [])),
        source=_source(header, text[slice(*sent.trailer)]),
        complete=sent.whole,
    )


def _slug(header: Sequence[_Line], lines: Sequence[str], format: str) -> str:  # noqa: A002 - as above
    """The slug: in ANPA the first line of the copy, without its number of words; else above the copy."""
    if format == ANPA:
        return re.sub(r",\s*\d*$", "", next(filter(_SLUG.match, lines), ""))
    return next((_CONTROLS.sub("", line.words).strip() for line in header[1:]), "")


def _source(header: Sequence[_Line], trailer: str) -> str | None:
    """The agency that the trailer or the header names."""
    if "AP-" in trailer:
        return "AP"
    words = (word for line in header[:1] for word in re.findall(r"[A-Za-z]{2,}", line.words))
    return next((word for word in words if word.lower() in _AGENCIES), None)


def _time(trailer: str) -> datetime | None:
    """When a transmission was sent; local where no zone is told."""
    for found in chain.from_iterable(pattern.finditer(trailer) for pattern in _TIMES):
        parts = found.groupdict()
        year, month = 2000 + int(parts["year"]), MONTH_NUMBERS.get(parts["month"].title(), 0)
        day, hour, minute = int(parts["day"]), int(parts["hour"]), int(parts["minute"])
        zone = UTC if parts.get("zone") else None
        try:
            return datetime(year, month, day, hour, minute, tzinfo=zone)
        except ValueError:
            continue
    return None

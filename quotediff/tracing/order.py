"""Which version of a story came first: from what wires write above it, from times, from the files' names.

Each of these sources says of two versions which is the earlier, or nothing. Nobody guesses: where a source
that is asked says nothing, or two of them say the opposite, the order is an error that names both files.

Sources of the forms: AP and Reuters copy as published, AFP's slugs, ANPA 1312.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, cmp_to_key
from itertools import combinations
from math import inf
from pathlib import PurePath
from typing import NamedTuple

import regex

from quotediff.errors import UsageError
from quotediff.lang.lexicon import rows
from quotediff.limits import (
    MAX_STAMP_CHARS,
    MAX_VERSION_DIGITS,
    MAX_VERSION_NUMBER,
    WINDOW_END_PARAGRAPHS,
    WINDOW_HEAD_PARAGRAPHS,
    WINDOW_KILLED_PARAGRAPHS,
)
from quotediff.model import Extract, Paragraph, Role
from quotediff.text.fold import fold

WAYS = ("given", "version", "header", "time", "name", "auto")
"""What an order can be found by: as given; one source; or all of them, which must not disagree."""


class Mark(NamedTuple):
    """What one source says of one version.

    Values of one ``kind`` can be compared, and those of the kind "" with any. ``shown``: as a message has it.
    """

    kind: str
    value: tuple[float, ...]
    shown: str


class Order(NamedTuple):
    """``versions``: indices, the earliest first; ``by``: the sources that told."""

    versions: tuple[int, ...]
    by: tuple[str, ...]


def arrange(versions: Sequence[Extract], way: str) -> Order:
    """The order of some versions of a story.

    Args:
        versions: the versions as given.
        way: one of ``WAYS``.

    Raises:
        UsageError: there is no such way; or nothing tells the order of two versions, or two sources disagree.
    """
    if way not in WAYS:
        raise UsageError(f"no order {way!r}; there are {', '.join(WAYS)}")
    if way == "given":
        return Order(tuple(range(len(versions))), (way,))
    asked = list(SOURCES) if way == "auto" else [way]
    marks = {name: SOURCES[name](versions) for name in asked}
    if way == "auto" and not any(marks["version"]):  # as of plain text
        del marks["version"]
    before: dict[tuple[int, int], int] = {}
    used: set[str] = set()
    for earlier, later in combinations(range(len(versions)), 2):
        votes = _votes(marks, earlier, later)
        if len(set(votes.values())) > 1:
            raise UsageError(_disagreement(versions, marks, votes, earlier, later))
        if not votes:
            raise UsageError(_tie(versions, marks, earlier, later))
        used |= set(votes)
        before[earlier, later] = next(iter(votes.values()))
        before[later, earlier] = -before[earlier, later]

    def compared(a: int, b: int) -> int:
        return before.get((a, b), 0)

    found = sorted(range(len(versions)), key=cmp_to_key(compared))
    order_given_by = tuple(name for name in asked if name in used)
    for earlier, later in combinations(found, 2):  # votes of different sources may go round in a circle
        if before[earlier, later] > 0:
            who = f"{_path(versions[earlier])} and {_path(versions[later])}"
            raise UsageError(
                f"{who}: {' and '.join(order_given_by)} fit no order together; "
                "name the versions oldest first, with --order given"
            )
    return Order(tuple(found), order_given_by)


def doubt(versions: Sequence[Extract]) -> str | None:
    """What speaks against the order in which the versions are given, if anything does; for a warning."""
    marks = {name: source(versions) for name, source in SOURCES.items()}
    for earlier, later in combinations(range(len(versions)), 2):
        for name, vote in _votes(marks, earlier, later).items():
            if vote > 0:
                shown = f"{_shown(marks[name][earlier])}, {_shown(marks[name][later])}"
                first, second = _path(versions[earlier]), _path(versions[later])
                return (
                    f"{first} is given before {second}, but by {name} it is the later ({shown}); see --order"
                )
    return None


def _votes(marks: Mapping[str, Sequence[Mark | None]], a: int, b: int) -> dict[str, int]:
    """What each source says: below 0 if ``a`` is the earlier, above if ``b`` is; silent ones left out."""
    votes = {name: _compare(found[a], found[b]) for name, found in marks.items()}
    return {name: vote for name, vote in votes.items() if vote}


def _compare(a: Mark | None, b: Mark | None) -> int:
    if a is None or b is None or len({a.kind, b.kind} - {""}) > 1:
        return 0
    return (a.value > b.value) - (a.value < b.value)


def _disagreement(
    versions: Sequence[Extract],
    marks: Mapping[str, Sequence[Mark | None]],
    votes: Mapping[str, int],
    a: int,
    b: int,
) -> str:
    shown = []
    for name, vote in votes.items():
        first = versions[a if vote < 0 else b]
        shown.append(
            f"by {name} {_path(first)} is first ({_shown(marks[name][a])}, {_shown(marks[name][b])})"
        )
    return (
        f"{_path(versions[a])} and {_path(versions[b])}: {'; '.join(shown)}; "
        f"choose with --order {'|'.join(votes)}, or name them oldest first"
    )


def _tie(versions: Sequence[Extract], marks: Mapping[str, Sequence[Mark | None]], a: int, b: int) -> str:
    shown = [f"{name} ({_shown(found[a])}, {_shown(found[b])})" for name, found in marks.items()]
    who = f"{_path(versions[a])} and {_path(versions[b])}"
    return (
        f"{who}: not told apart by {' or '.join(shown)}; name the versions oldest first, with --order given"
    )


def _shown(mark: Mark | None) -> str:
    return "nothing" if mark is None else mark.shown


def _path(version: Extract) -> str:
    return version.document.name


_FIGURES = regex.ASCII  # what int() can read: regex knows digits of scripts that Python may not know yet

# --- what a file says of its version -----------------------------------------------------------------------


def by_version(versions: Sequence[Extract]) -> list[Mark | None]:
    """The version's number in the file's metadata; those of one story of one provider can be compared."""
    return [_version(version) for version in versions]


def _version(version: Extract) -> Mark | None:
    meta = version.document.meta
    if meta.number is None or meta.story is None or meta.number > MAX_VERSION_NUMBER:
        return None
    return Mark(f"{meta.source}: {meta.story}", (meta.number,), f"version {meta.version}")


# --- what wires write above a version --------------------------------------------------------------------

_LD = regex.compile(r"(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)[ ]?)?Ld\b(?:-?Writethru)?", _FIGURES)  # AP: "2nd Ld"
_LEAD = regex.compile(r"\b(\d{1,2})(?:ST|ND|RD|TH)[ ]LEAD\b|\bLEAD$", _FIGURES)  # AFP: "2ND LEAD"
_UPDATE = regex.compile(r"\bUPDATE[ ](\d{1,2})\b", _FIGURES)  # Reuters: "UPDATE 2-", "(UPDATE 2, PIX)"
_WRAPUP = regex.compile(r"\bWRAPUP[ ](\d{1,2})\b", _FIGURES)
_MARK_KINDS = {"Ld": _LD, "LEAD": _LEAD, "UPDATE": _UPDATE, "WRAPUP": _WRAPUP}
_AGAIN = regex.compile(r"\b(?:CORRECTED|CORRECTION|REFILE|RPT)\b")  # the same number, sent again
_UPDATED = regex.compile(r"\b(?:updat|correct|recast|restor|clarif)\w*|\badds\b")


def by_header(versions: Sequence[Extract]) -> list[Mark | None]:
    """The number that a wire gives a version ("2nd Ld-Writethru", "UPDATE 2-"); none of it is the first.

    Numbers of two wires cannot be compared. A note that a story is updated ("Eds: UPDATES with ...") tells it
    from one without; a kill is the last.
    """
    return [_header(version) for version in versions]


def _header(version: Extract) -> Mark | None:
    text = version.document.text
    if _kills(version):
        return Mark("", (inf,), "a kill")
    notes: list[Mark] = []
    for paragraph in version.document.paragraphs[:WINDOW_HEAD_PARAGRAPHS]:
        line = _line(text, paragraph)
        if paragraph.role in (Role.HEADER, Role.HEADLINE):
            numbered = _numbered(line, paragraph.role)
            if numbered is not None:
                return numbered
            if _AGAIN.search(line):
                notes.append(Mark("note", (1,), "corrected"))
        elif paragraph.role is Role.NOTE:
            found = _UPDATED.finditer(fold(line))
            notes += [Mark("note", (1,), f'a note, "{update[0]}"') for update in found]
    return next(iter(notes), Mark("", (0,), "no number"))


def _numbered(line: str, role: Role) -> Mark | None:
    """The mark with a number that a line has: *2nd Ld*, *UPDATE 3*."""
    for kind, pattern in _MARK_KINDS.items():
        found = pattern.search(line)
        if found and (found[1] or role is Role.HEADER):  # "LEAD" is a word of headlines too
            again = int(_AGAIN.search(line) is not None)
            return Mark(kind, (int(found[1] or 1), again), found[0] + ", corrected" * again)
    return None


def _kills(version: Extract) -> bool:
    lines = version.document.paragraphs[:WINDOW_KILLED_PARAGRAPHS]
    text = version.document.text
    return any(_kill_phrases().search(fold(_line(text, p))) for p in lines)


@cache
def _kill_phrases() -> regex.Pattern[str]:
    phrases = [
        r"\W+".join(map(regex.escape, line.split()))
        for (line,) in (*rows("kill_phrases", 1), *rows("kill_orders", 1))
    ]
    return regex.compile(rf"\b(?:{'|'.join(phrases)})\b")


def _line(text: str, paragraph: Paragraph) -> str:
    return " ".join(
        text[paragraph.span.start : min(paragraph.span.end, paragraph.span.start + MAX_STAMP_CHARS)].split()
    )


# --- times -------------------------------------------------------------------------------------------------

_TRAILER = regex.compile(
    r"\bAP-\p{Lu}{2}-(\d\d)-(\d\d)-(\d\d)[ ](\d\d)(\d\d)(\p{Lu}{3})\b", _FIGURES
)  # month, day, year
_ISO = regex.compile(
    r"\b(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?[ ]?(Z|UTC|GMT|[+-]\d\d:?\d\d)?(?![\w:])",
    _FIGURES,
)
_SAYS_WHEN = regex.compile(
    r"(?i)^\W*(?:last )?(?:updated|published|posted|modified|filed|sent|transmitted)\b"
)
_MONTH_DAY = regex.compile(r"\b(\p{L}{3,9})\.?[ ](\d{1,2}),?[ ](\d{4})\b", _FIGURES)
_DAY_MONTH = regex.compile(r"\b(\d{1,2})[ ](\p{L}{3,9})\.?,?[ ](\d{4})\b", _FIGURES)
_CLOCK = regex.compile(
    r"(?i)\b(\d{1,2})(?:[:.](\d\d))?[ ]?(?:([ap])\.?[ ]?m\b\.?)(?:[ ]\(?(\p{L}{1,4}T)\b)?"
    r"|\b(\d{1,2}):(\d\d)(?!\d)(?:[ ]\(?(\p{L}{1,4}T)\b)?",
    _FIGURES,
)
_ZONES = {  # hours from GMT
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_MINUTES_A_DAY = 24 * 60


def by_time(versions: Sequence[Extract]) -> list[Mark | None]:
    """When a version was sent: by the file's metadata, else as it says itself.

    AP's trailer, ISO 8601, "Updated Jan. 5, 2026, 2:45 p.m.".

    The clock lines of "The Latest" tell the hour only; they are compared with each other and nothing else.
    Times without a zone are compared with such only.
    """
    return [_time(version) for version in versions]


def _time(version: Extract) -> Mark | None:
    modified = version.document.meta.modified
    if modified is not None:
        return _of_moment(modified)
    text, paragraphs = version.document.text, version.document.paragraphs
    near = dict.fromkeys((*paragraphs[:WINDOW_HEAD_PARAGRAPHS], *paragraphs[-WINDOW_END_PARAGRAPHS:]))
    stamps = [m for p in near if p.span.width <= MAX_STAMP_CHARS for m in _stamps(_line(text, p))]
    if not stamps:
        stamps = [m for p in paragraphs if p.role is Role.BREAK for m in _clocks(_line(text, p))]
    if not stamps:
        return None
    kinds = [stamp.kind for stamp in stamps]
    kind = min(kinds, key=lambda k: (k != "utc", k == "day", kinds.index(k)))  # the most that is told
    return max(s for s in stamps if s.kind == kind)


def _of_moment(moment: datetime) -> Mark:
    """The mark of a time that a file's metadata tells."""
    local = moment.tzinfo is None
    at = moment if local else moment.astimezone(UTC)
    minutes = at.toordinal() * _MINUTES_A_DAY + at.hour * 60 + at.minute + at.second / 60
    return Mark("local" if local else "utc", (minutes,), moment.isoformat(sep=" "))


def _stamps(line: str) -> Iterator[Mark]:
    for found in _TRAILER.finditer(line):
        month, day, year, hour, minute = map(int, found.groups()[:5])
        yield from _stamp(found[0], (2000 + year, month, day), hour * 60 + minute, found[6])
    for found in _ISO.finditer(line):
        year, month, day, hour, minute = map(int, found.groups()[:5])
        yield from _stamp(found[0], (year, month, day), hour * 60 + minute, found[6])
    if _SAYS_WHEN.match(line) and not _ISO.search(line):
        days = [_named(m[3], m[1], m[2]) for m in _MONTH_DAY.finditer(line)]
        days += [_named(m[3], m[2], m[1]) for m in _DAY_MONTH.finditer(line)]
        shown = next((d for d in days if d), None)
        clock = _CLOCK.search(line)
        if shown and clock:
            yield from _stamp(line, shown, _minutes(clock), clock[4] or clock[7])
        elif shown:
            yield from _stamp(line, shown, None, None)


def _clocks(line: str) -> Iterator[Mark]:
    found = _CLOCK.match(line)
    if found:
        yield Mark("clock", (_minutes(found),), found[0])


def _named(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    number = _months().get(fold(month))
    return (int(year), number, int(day)) if number else None


@cache
def _months() -> dict[str, int]:
    return {name.rstrip("."): int(value) for name, value in rows("calendar", 2) if value.isdigit()}


def _minutes(clock: regex.Match[str]) -> int:
    """Minutes since midnight of a clock time in either notation."""
    if clock[5]:
        return int(clock[5]) * 60 + int(clock[6])
    half = 12 * (clock[3] in "pP")
    return (int(clock[1]) % 12 + half) * 60 + int(clock[2] or 0)


def _stamp(shown: str, day: tuple[int, int, int], minutes: int | None, zone: str | None) -> Iterator[Mark]:
    """The mark of a time; nothing if there is no such day or hour."""
    try:
        days = datetime(*day, *divmod(minutes or 0, 60), tzinfo=UTC).toordinal()
    except ValueError:
        return
    shown = shown.strip()
    if minutes is None:
        yield Mark("day", (days,), shown)
        return
    offset = _offset(zone)
    if offset is None:
        yield Mark(f"local {zone or ''}".strip(), (days * _MINUTES_A_DAY + minutes,), shown)
    else:
        yield Mark("utc", (days * _MINUTES_A_DAY + minutes - offset,), shown)


def _offset(zone: str | None) -> int | None:
    """Minutes east of Greenwich; None if the zone is not known."""
    if zone is None:
        return None
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        return int(f"{zone[0]}1") * (hours * 60 + minutes)
    hours_east = _ZONES.get(zone.upper())
    return None if hours_east is None else hours_east * 60


# --- names -------------------------------------------------------------------------------------------------

_NUMBER_IN_LINE = regex.compile(r"\d+", _FIGURES)
_DAY_FIRST = regex.compile(r"(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)\d\d(?!\d)", _FIGURES)


def by_name(versions: Sequence[Extract]) -> list[Mark | None]:
    """The numbers in the names of the files: v2 before v10. Only names that differ in numbers alone tell.

    Folders count where all files have the same name. A date that begins with its day or month does not tell.
    """
    paths = [version.document.path for version in versions]
    names = [PurePath(path).name for path in paths]
    alone = len(set(names)) > 1
    return [_name(name if alone else path) for name, path in zip(names, paths, strict=True)]


def _name(name: str) -> Mark | None:
    if name in ("-", "") or _DAY_FIRST.search(name):
        return None
    numbers = _NUMBER_IN_LINE.findall(name)
    if any(len(number) > MAX_VERSION_DIGITS for number in numbers):
        return None
    return Mark("=" + _NUMBER_IN_LINE.sub("0", name.casefold()), tuple(map(int, numbers)), name)


SOURCES: dict[str, Callable[[Sequence[Extract]], list[Mark | None]]] = {
    "version": by_version,
    "header": by_header,
    "time": by_time,
    "name": by_name,
}
"""What can tell the order, by the name a user knows it by."""

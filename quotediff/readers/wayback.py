"""Pages of the Wayback Machine: without the toolbar that it puts in; which page was captured, and when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath

from quotediff.model import Meta
from quotediff.readers.months import MONTHS
from quotediff.text.origin import Traced

_TOOLBAR = re.compile(
    r"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d):(\d\d):(\d\d) ([A-Z][a-z]{2}) (\d\d), (\d{4})")
_ARCHIVED_ADDRESS = re.compile(
    r"https?://web\.archive\.org/web/(?P<stamp>\d{14})(?:[a-z]{2}_)?/(?P<address>https?:[^\s\"'<>]+)"
)
_OWN = (  # where a page's own address stands
    re.compile(r"saved from url=\(\d+\)" + _ARCHIVED_ADDRESS.pattern),
    re.compile(
        r"<link\b[^>]{0,200}\brel=[\"']?canonical[\"']?[^>]{0,200}\bhref=[\"']?" + _ARCHIVED_ADDRESS.pattern
    ),
    re.compile(r"wombat\(\"(?P<address>https?:[^\"\s]+)\",\s*\"(?P<stamp>\d{14})\""),
)
_STAMP = re.compile(r"(?P<stamp>(?:19|20)\d{12})(?:id_)?")
_SIGNS = ("WAYBACK TOOLBAR INSERT", "FILE ARCHIVED ON", "web.archive.org/web/")


def without_toolbar(markup: Traced) -> Traced:
    """A page without the toolbar between its comments; the same if there is none."""
    if _SIGNS[0] not in markup.text:
        return markup
    pieces, at = [], 0
    for found in _TOOLBAR.finditer(markup.text):
        pieces.append(markup.cut(at, found.start()))
        at = found.end()
    return Traced.joined([*pieces, markup.cut(at, len(markup.text))])


def with_capture(meta: Meta, page: str, path: str) -> Meta:
    """What is known of a page with the address and the time of its capture, if it is one.

    Args:
        meta: what the page says of itself.
        page: its markup.
        path: its file: tools that fetch captures name files, or folders, by the time.
    """
    stamp, address = None, None
    if any(sign in page for sign in _SIGNS):
        own = next((found for pattern in _OWN if (found := pattern.search(page))), None)
        if own is not None:
            stamp, address = own["stamp"], own["address"]
        archived = _ARCHIVED.search(page)
        if archived is not None:
            stamp = _written(archived) or stamp
    if stamp is None:
        parts = (_STAMP.fullmatch(part) for part in (*PurePath(path).parts, PurePath(path).stem))
        stamp = next((found["stamp"] for found in parts if found), None)
    moment = _moment(stamp)
    rewritten = _ARCHIVED_ADDRESS.match(meta.url or "")
    if rewritten:
        address = address or rewritten["address"]
    if moment is not None:
        meta = replace(meta, version=stamp, modified=moment)
    return replace(meta, story=address, url=address) if address else meta


def _written(found: re.Match[str]) -> str | None:
    hour, minute, second, month, day, year = found.groups()
    if month not in MONTHS:
        return None
    return f"{year}{MONTHS.index(month) + 1:02}{day}{hour}{minute}{second}"


def _moment(stamp: str | None) -> datetime | None:
    try:
        return datetime.strptime(stamp or "", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None

"""Times as archives write them: ISO 8601, with or without a zone; seconds since 1970; RFC 5322; 14 digits."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from quotediff.limits import MAX_TIME_CHARS
from quotediff.readers.metadata import LONG_FRACTION

_TIMESTAMP = re.compile(r"\d{14}|\d{8}")  # of web archives: 20170131180500
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_MILLISECONDS = 11  # digits from which seconds are thousandths of them
_ZONE = re.compile(r"\s+(?:UTC|GMT)$")


def moment(written: str | float | None) -> datetime | None:
    """The time that a source has written; without a zone if none is told; None for what is none."""
    text = "" if written is None else str(written).strip()
    if not text or len(text) > MAX_TIME_CHARS:
        return None
    try:
        return _read(text)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None


def _read(text: str) -> datetime:
    if _TIMESTAMP.fullmatch(text):
        form = "%Y%m%d%H%M%S" if len(text) == 14 else "%Y%m%d"
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    if _EPOCH.fullmatch(text):
        digits = len(text.partition(".")[0])
        return datetime.fromtimestamp(float(text) / (1000 if digits > _MILLISECONDS else 1), UTC)
    try:
        return datetime.fromisoformat(_ZONE.sub("+00:00", LONG_FRACTION.sub(r"\1", text)))
    except ValueError:
        return parsedate_to_datetime(text)


def iso(time: datetime | None) -> str | None:
    """A time as tables have it: in UTC, or as it was told where no zone was; to the second."""
    if time is None:
        return None
    if time.tzinfo is not None:
        try:
            time = time.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:  # the first or last day of all
            return None
    return time.isoformat(timespec="seconds")

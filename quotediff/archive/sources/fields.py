"""Which column of a source holds what: as ``--map`` says, else by the usual names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from quotediff.archive.stories import StoryVersion
from quotediff.errors import UsageError

FIELDS = ("text", "story", "version", "created", "title", "outlet", "url")
"""What a column may hold, by the name that ``--map`` takes."""

_USUAL = {
    "text": ("text", "body", "content", "summary", "html"),
    "story": ("story", "story_id", "entry_id", "article_id", "url"),
    "version": ("version", "number", "version_number"),
    "created": ("created", "published", "timestamp", "time", "date", "retrieved"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "url": ("url", "address"),
}
_NEEDED_FIELDS = ("text", "story")


def fields_of(path: str, columns: Collection[str], asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each field that there is.

    Args:
        path: the source, for messages.
        columns: the columns that it has.
        asked: what ``--map`` says; what it does not name is found by its usual names.

    Raises:
        UsageError: a column is not there, or none that holds text or story.
    """
    lower = {"": ""} | {column.lower(): column for column in columns}
    found = {}
    for field in FIELDS:
        if field in asked:
            if asked[field].lower() not in lower:
                raise UsageError(f"{path}: --map: no column {asked[field]!r}; {_there(columns)}")
            found[field] = lower[asked[field].lower()]
        else:
            usual = (lower[name] for name in _USUAL[field] if name in lower)
            found[field] = next((column for column in usual if column not in found.values()), "")
    if "url" not in asked and not found["url"] and found["story"].lower() == "url":
        found["url"] = found["story"]
    missing = [field for field in _NEEDED_FIELDS if not found[field]]
    if missing:
        names = " and ".join(missing)
        raise UsageError(
            f"{path}: no column for {names}; {_there(columns)}; name it with --map {missing[0]}=COLUMN"
        )
    return {field: column for field, column in found.items() if column}


def _there(columns: Collection[str]) -> str:
    return f"there are {', '.join(sorted(columns)[:20])}" if columns else "there are none"


def version_of(row: Mapping[str, Any], fields: Mapping[str, str], place: str) -> StoryVersion:
    """A version from the columns of a row; where no story is named, one with a problem that says so.

    Args:
        row: the values by column; the body may be missing.
        fields: the column of each field.
        place: where the row is.
    """
    values = {field: _text(row.get(column)) for field, column in fields.items()}
    if not values["story"]:
        return StoryVersion(place, "", place=place, problem="names no story")
    number = _number(values.get("version"))
    body = row.get(fields["text"])
    return StoryVersion(
        values["story"],
        body if isinstance(body, bytes) else values["text"] or "",
        version=values.get("version") if number is None else f"{number:g}",
        number=number,
        created=values.get("created"),
        title=values.get("title"),
        outlet=values.get("outlet"),
        url=values.get("url"),
        place=place,
    )


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever a database holds
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # NewsEdits has ids and versions as floats
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _number(value: str | None) -> float | None:
    """A version as a number, if it is one."""
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None

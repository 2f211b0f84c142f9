"""AP's JSON: an item or a feed of items, whose body is their NITF, where it was put beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from quotediff.errors import NoStoryError
from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_html, add_nitf
from quotediff.readers.jsontree import Fields, open_file, strings, words
from quotediff.readers.metadata import FileNote, listed, notes, number, parse_time, status

FORMAT = "ap"
_STORIES = frozenset({"text", "composite", ""})  # types of items
_WITHDRAWS = {"kill": "canceled", "withhold": "withheld"}  # editorial types


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file; raises InputError if there is none, as where bodies are only linked."""
    file, value = open_file(data, path)
    found = list(_items(Fields(value)))
    return with_ids(path, (partial(_story, file, item, body) for item, body in found), "AP items")


def _items(top: Fields) -> Iterator[tuple[Fields, object]]:
    """The items, each with the body that was put beside it."""
    data = top.fields("data")
    feed = data.each("items")
    if not feed:
        item = data.fields("item") or top.fields("item")
        yield item or top, top.get("nitf") or data.get("nitf")
    for each in feed:
        yield each.fields("item") or each, each.get("nitf")


def _story(file: File, item: Fields, body: object) -> Document:
    meta = item_metadata(file, item)
    if not meta.is_withdrawn:
        _refuse_others(file.path, item.value("type").lower(), body)
    story = StoryBuilder(file, FORMAT)
    story.add(Role.HEADLINE, words(file, item.get("headline")))
    for byline in item.each("bylines"):
        story.add(Role.BYLINE, words(file, byline.get("by")))
        story.add(Role.BYLINE, words(file, byline.get("title")))
    story.add(Role.DATELINE, words(file, item.get("located")))
    story.add(Role.NOTE, words(file, item.get("ednote")))
    if isinstance(body, str):
        add_nitf(story, words(file, body), file.path)
    elif body is not None:
        held = Fields(body)
        add_html(story, words(file, held.get("body_html", "body_xhtml", "body")), file.path)
    return story.document(meta, "this AP item")


def _refuse_others(path: str, kind: str, body: object) -> None:
    """Raises NoStoryError for an item that is no story, or whose body is elsewhere."""
    if kind not in _STORIES:
        raise no_story(path, kind)
    if body is None:
        raise NoStoryError(
            path, "the story's body is only linked", "fetch its NITF rendition and name that file"
        )


def item_metadata(file: File, item: Fields) -> Meta:
    """What an item says of its story."""
    types = [kind.lower() for kind in strings(item.get("editorialtypes"))]
    withdrawn = next((_WITHDRAWS[kind] for kind in types if kind in _WITHDRAWS), None)
    kind = "correction" if any("correct" in kind for kind in types) else "editors"
    links = [link.text("href") for link in item.each("links") if link.text("rel") == "canonical"]
    return Meta(
        story=item.fields("altids").text("itemid") or item.text("uri"),
        version=item.text("version"),
        number=number(item.text("version")),
        created=parse_time(item.text("firstcreated")),
        modified=parse_time(item.text("versioncreated")),
        status=withdrawn or status(item.text("pubstatus")),
        embargo=parse_time(item.text("embargoed")),
        notes=notes([FileNote(kind, words(file, item.get("ednote")))]),
        slug=item.text("slugline"),
        headline=item.text("headline"),
        byline=listed(byline.text("by") for byline in item.each("bylines")),
        dateline=item.text("located"),
        located=item.text("located"),
        source=item.text("provider"),
        language=item.text("language"),
        url=next(iter(links), None),
    )

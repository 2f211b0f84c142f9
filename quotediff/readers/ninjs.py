"""ninjs 1, 2 and 3: IPTC's news in JSON, one item or an array of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_html, add_nitf, add_text
from quotediff.readers.jsontree import Fields, open_file, words
from quotediff.readers.metadata import FileNote, notes, number, parse_time, status
from quotediff.text.origin import Traced

FORMAT = "ninjs"
_NO_STORIES = frozenset({"picture", "graphic", "video", "audio", "planning", "event", "package", "composite"})
Add = Callable[[StoryBuilder, Traced, str], None]


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file; raises InputError if there is none."""
    file, value = open_file(data, path)
    items = [Fields(each) for each in value] if isinstance(value, list) else [Fields(value)]
    if len(items) == 1:
        return (_story(file, items[0]),)
    return with_ids(path, (partial(_story, file, item) for item in items), "ninjs items")


def _story(file: File, item: Fields) -> Document:
    meta = item_metadata(file, item)
    story = StoryBuilder(file, FORMAT)
    story.add(Role.HEADLINE, words(file, _headline(item)))
    story.add(Role.BYLINE, words(file, item.get("byline", "by")))
    story.add(Role.NOTE, words(file, item.get("ednote")))
    kind = (item.text("type") or "").lower()
    body = next(_bodies(item), None)
    if body is not None:
        body[1](story, words(file, body[0]), file.path)
    elif kind in _NO_STORIES and not meta.is_withdrawn:
        raise no_story(file.path, "package" if kind == "composite" else kind)
    if not story.has_headline:
        story.add_first(Role.HEADLINE, words(file, item.get("title")))
    if not story.has_copy:
        _describe(story, file, item, Role.SUMMARY)
    for association in item.each("associations"):
        if (association.text("type") or "picture") in ("picture", "graphic", "video"):
            _describe(story, file, association, Role.CAPTION)
    return story.document(meta, "this ninjs")


def _headline(item: Fields) -> object:
    """The main headline."""
    with_ids = item.each("headlines")
    main = next((h for h in with_ids if h.text("role") in (None, "main", "headline")), None)
    chosen = main or (with_ids[0] if with_ids else None)
    return item.get("headline") or (chosen.get("value") if chosen else None)


def _bodies(item: Fields) -> Iterator[tuple[object, Add]]:
    """The body in its forms, each with how it is read: the one that keeps most first."""
    yield from ((item.get(key), add_html) for key in ("body_xhtml", "body_html") if item.get(key))
    bodies = [(_type(body), body.get("value")) for body in item.each("bodies")]
    yield from ((value, add_html) for kind, value in bodies if "html" in kind and value)
    yield from ((value, add_nitf) for kind, value in bodies if "nitf" in kind and value)
    yield from ((value, add_text) for kind, value in bodies if "text/plain" in kind and value)
    if item.get("body_text"):
        yield item.get("body_text"), add_text
    yield from ((value, add_text) for kind, value in bodies if value and "xml" not in kind)


def _type(body: Fields) -> str:
    """What a body or a description is, by its media type, else by its role."""
    return (body.text("contenttype") or body.text("role") or "").lower()


def _describe(story: StoryBuilder, file: File, item: Fields, role: Role) -> None:
    """Gives a story what an item says of itself: a summary, or the caption of a picture."""
    found = item.get("description_xhtml", "description_html")
    if found:
        add_html(story, words(file, found), file.path, role)
    elif item.get("description_text"):
        story.add_plain(words(file, item.get("description_text")), role)
    for description in item.each("descriptions")[:1]:
        text = words(file, description.get("value"))
        if "html" in _type(description):
            add_html(story, text, file.path, role)
        else:
            story.add_plain(text, role)


def item_metadata(file: File, item: Fields) -> Meta:
    """What an item says of its story."""
    identity = item.text("uri", "guid")
    return Meta(
        story=identity,
        version=item.text("version"),
        number=number(item.text("version")),
        created=parse_time(item.text("firstcreated", "contentcreated")),
        modified=parse_time(item.text("versioncreated")),
        status=status(item.text("pubstatus")),
        embargo=parse_time(item.text("embargoed", "embargoeduntil")),
        notes=notes([FileNote("editors", words(file, item.get("ednote")))]),
        slug=item.text("slugline"),
        headline=words(file, _headline(item)).squeezed().text or None,
        byline=item.text("byline", "by"),
        located=item.text("located"),
        source=item.text("source", "provider", "copyrightholder"),
        language=item.text("language"),
        url=identity if identity and identity.startswith("http") else None,
    )

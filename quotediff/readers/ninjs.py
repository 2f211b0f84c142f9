"""ninjs 1, 2 and 3: IPTC's news in JSON, one item or an array of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_html, add_nitf, add_text
from quotediff.readers.jsontree import Fields, open_file, several, words
from quotediff.readers.metadata import FileNote, address, notes, number, parse_time, status
from quotediff.text.origin import Traced

FORMAT = "ninjs"
_NO_STORIES = frozenset({"picture", "graphic", "video", "audio", "planning", "event", "package", "composite"})
_PACKAGES = {"composite": "package"}  # of ninjs 1, and what it is called since
_PICTURES = frozenset({"picture", "graphic", "video", ""})
_MAIN_ROLES = frozenset({"main", "headline", ""})  # of headlines
Add = Callable[[StoryBuilder, Traced, str], None]
_FORMS: tuple[tuple[str, Add], ...] = (("html", add_html), ("nitf", add_nitf), ("text/plain", add_text))


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file; raises InputError if there is none."""
    file, value = open_file(data, path)
    items = [Fields(each) for each in several(value)]
    if len(items) == 1:
        return (_story(file, items[0]),)
    return with_ids(path, (partial(_story, file, item) for item in items), "ninjs items")


def _story(file: File, item: Fields) -> Document:
    meta = item_metadata(file, item)
    story = StoryBuilder(file, FORMAT)
    story.add(Role.HEADLINE, words(file, _headline(item)))
    story.add(Role.BYLINE, words(file, item.get("byline", "by")))
    story.add(Role.NOTE, words(file, item.get("ednote")))
    kind = item.value("type").lower()
    body, add = _body(item)
    if body:
        add(story, words(file, body), file.path)
    elif kind in _NO_STORIES and not meta.is_withdrawn:
        raise no_story(file.path, _PACKAGES.get(kind, kind))
    if not story.has_headline:
        story.add_first(Role.HEADLINE, words(file, item.get("title")))
    if not story.has_copy:
        _describe(story, file, item, Role.SUMMARY)
    for association in item.each("associations"):
        if association.value("type") in _PICTURES:
            _describe(story, file, association, Role.CAPTION)
    return story.document(meta, "this ninjs")


def _headline(item: Fields) -> object:
    """The main headline."""
    others = sorted(item.each("headlines"), key=lambda head: head.value("role") not in _MAIN_ROLES)
    return item.get("headline") or next((head.get("value") for head in others), None)


def _body(item: Fields) -> tuple[object, Add]:
    """The body in the one of its forms that keeps most, with how that is read; None if there is none."""
    bodies = [(_type(body), body.get("value")) for body in item.each("bodies")]
    found: list[tuple[object, Add]] = [
        (item.get("body_xhtml", "body_html"), add_html),
        *((value, add) for form, add in _FORMS for kind, value in bodies if form in kind),
        (item.get("body_text"), add_text),
        *((value, add_text) for kind, value in bodies if "xml" not in kind),
    ]
    return next(((value, add) for value, add in found if value), (None, add_text))


def _type(body: Fields) -> str:
    """What a body or a description is, by its media type, else by its role."""
    return body.value("contenttype", "role").lower()


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
        url=address(identity),
    )

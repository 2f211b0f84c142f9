"""dpa's JSON (digital wires): one entry, its body and boxes in HTML."""

from __future__ import annotations

from collections.abc import Iterator

from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import File, StoryBuilder
from quotediff.readers.bodies import add_html
from quotediff.readers.jsontree import Fields, open_file, several, words
from quotediff.readers.metadata import FileNote, notes, number, parse_time, status

FORMAT = "dpa"


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of an entry; raises InputError if there is none."""
    file, value = open_file(data, path)
    entry = Fields(next(iter(several(value)), None))
    story = StoryBuilder(file, FORMAT)
    story.add(Role.HEADLINE, words(file, entry.get("headline")))
    for key, role in (
        ("kicker", Role.SUBHEAD),
        ("subhead", Role.SUMMARY),
        ("byline", Role.BYLINE),
        ("dateline", Role.DATELINE),
    ):
        story.add(role, words(file, entry.get(key)))
    for note in _file_notes(file, entry):
        story.add(Role.NOTE, note.words)
    add_html(story, words(file, entry.get("article_html")), path)
    if not story.has_copy:
        story.add(Role.SUMMARY, words(file, entry.get("teaser")))
    for picture in entry.each("associations"):
        story.add(Role.CAPTION, words(file, picture.get("caption")))
    add_html(story, words(file, entry.get("infobox_html")), path, Role.INFOBOX)
    add_html(story, words(file, entry.get("linkbox_html")), path, Role.FURNITURE)
    return (story.document(item_metadata(file, entry), "this entry"),)


def item_metadata(file: File, entry: Fields) -> Meta:
    """What an entry says of its story."""
    return Meta(
        story=entry.text("urn"),
        version=entry.text("version"),
        number=number(entry.text("version")),
        created=parse_time(entry.text("content_created")),
        modified=parse_time(entry.text("version_created")),
        status=status(entry.text("pubstatus")),
        embargo=parse_time(entry.text("embargoed")),
        notes=notes(_file_notes(file, entry)),
        headline=entry.text("headline"),
        byline=entry.text("byline"),
        dateline=entry.text("dateline"),
        source=entry.text("creditline"),
        language=entry.text("language"),
    )


def _file_notes(file: File, entry: Fields) -> Iterator[FileNote]:
    """The notes that may be shown; those of an entry that is signalled as corrected correct."""
    signal = entry.value("signal").lower()
    for note in entry.each("ednotes"):
        if note.get("is_publishable") is True:
            kind = "correction" if "correct" in f"{signal} {note.text('role')}".lower() else "editors"
            yield FileNote(kind, words(file, note.get("ednote")))

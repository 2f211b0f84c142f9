"""NITF, with and without namespace: the news industry's text format, also within NewsML and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import StoryBuilder
from quotediff.readers.flow import add_paragraphs, blocks
from quotediff.readers.metadata import FileNote, notes, number, parse_time, status
from quotediff.readers.tree import Element
from quotediff.readers.xmltree import open_file, parse
from quotediff.text.origin import Traced

FORMAT = "nitf"
_EDITION_NUMBER = re.compile(r"-(\d{1,3})$")  # of a document's id, where that counts its versions


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a NITF file; raises InputError if there is none."""
    file = open_file(data, path)
    tree, problems = parse(file)
    root = tree.first("nitf") or tree
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    add(story, root)
    return (story.document(item_metadata(root), "this NITF"),)


def add(story: StoryBuilder, root: Element) -> None:
    """Gives a story the paragraphs of a NITF element."""
    head = root.first("body.head")
    if head is not None:
        for block in blocks(head):  # what headings here are below the headline is no subhead of the copy
            story.add(Role.SUMMARY if block.role is Role.SUBHEAD else block.role, block.words)
    if not story.has_headline:
        title = root.first("head", "title")
        story.add(Role.HEADLINE, Traced("") if title is None else title.words())
    for note in _file_notes(root):
        story.add(Role.NOTE, note.words)
    for content in root.every("body.content"):
        add_paragraphs(story, content)
    for end in root.every("body.end"):
        add_paragraphs(story, end, Role.CONTRIBUTOR)


def item_metadata(root: Element) -> Meta:
    """What a NITF element says of its story."""
    data = root.first("docdata") or Element("docdata")
    key, identity = (data.first(name) or Element(name) for name in ("du-key", "doc-id"))
    version = key.get("version") or key.get("generation")
    if (
        version is None
        and key.get("key")
        and (last := _EDITION_NUMBER.search(identity.get("id-string") or ""))
    ):
        version = last[1]
    return Meta(
        story=key.get("key") or identity.get("id-string"),
        version=version,
        number=number(version),
        modified=parse_time(_attribute(data, "date.issue", "norm")),
        published=parse_time(_attribute(data, "date.release", "norm")),
        status=status(data.get("management-status")),
        notes=notes(_file_notes(root)),
        headline=_text(root, "hl1") or _text(root, "head", "title"),
        byline=_lines(root, Role.BYLINE),
        dateline=_lines(root, Role.DATELINE),
        located=_text(root, "body.head", "dateline", "location"),
        source=_attribute(data, "doc.copyright", "holder") or _text(root, "distributor"),
        language=root.get("baselang") or root.get("lang"),
    )


def _attribute(element: Element, name: str, attribute: str) -> str | None:
    found = element.first(name)
    return None if found is None else found.get(attribute)


def _text(root: Element, *path: str) -> str | None:
    found = root.first(*path)
    return None if found is None else found.text()


def _lines(root: Element, role: Role) -> str | None:
    """The paragraphs of a role above the story, in one line."""
    head = root.first("body.head")
    found = [] if head is None else [b.words.squeezed().text for b in blocks(head) if b.role is role]
    return ", ".join(found) or None


def _file_notes(root: Element) -> Iterator[FileNote]:
    """The notes above the story that may be shown; those in ``body.head`` stand there themselves."""
    for name, kind in (("ed-msg", "editors"), ("correction", "correction")):
        for element in root.every(name):
            yield FileNote(kind, Traced(element.get("info") or ""))

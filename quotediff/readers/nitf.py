"""NITF, with and without namespace: the news industry's text format, also within NewsML and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotediff.model import Document, Meta, Role
from quotediff.readers.assembly import StoryBuilder
from quotediff.readers.flow import add_paragraphs, blocks
from quotediff.readers.metadata import FileNote, listed, notes, number, parse_time, status
from quotediff.readers.tree import Element
from quotediff.readers.xmltree import open_file, parse
from quotediff.text.origin import Traced

FORMAT = "nitf"
_EDITION_NUMBER = re.compile(r"-(\d{1,3})$")  # of a document's id, where that counts its versions
_ROLES_ABOVE: dict[Role | None, Role | None] = {  # a heading below the headline is no subhead of the copy
    Role.SUBHEAD: Role.SUMMARY
}


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a NITF file; raises InputError if there is none."""
    file = open_file(data, path)
    tree, problems = parse(file)
    root = next(tree.every("nitf"), tree)
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    add(story, root)
    return (story.document(item_metadata(root), "this NITF"),)


def add(story: StoryBuilder, root: Element) -> None:
    """Gives a story the paragraphs of a NITF element."""
    for block in blocks(root.first("body.head")):
        story.add(_ROLES_ABOVE.get(block.role, block.role), block.words)
    if not story.has_headline:
        story.add(Role.HEADLINE, root.first("head", "title").words())
    for note in _file_notes(root):
        story.add(Role.NOTE, note.words)
    for content in root.every("body.content"):
        add_paragraphs(story, content)
    for end in root.every("body.end"):
        add_paragraphs(story, end, Role.CONTRIBUTOR)


def item_metadata(root: Element) -> Meta:
    """What a NITF element says of its story."""
    data = root.first("docdata")
    key, identity = data.first("du-key"), data.first("doc-id")
    version = _version(key, identity)
    return Meta(
        story=key.get("key") or identity.get("id-string"),
        version=version,
        number=number(version),
        modified=parse_time(data.first("date.issue").get("norm")),
        published=parse_time(data.first("date.release").get("norm")),
        status=status(data.get("management-status")),
        notes=notes(_file_notes(root)),
        headline=root.first("hl1").text() or root.first("head", "title").text(),
        byline=_lines(root, Role.BYLINE),
        dateline=_lines(root, Role.DATELINE),
        located=root.first("body.head", "dateline", "location").text(),
        source=data.first("doc.copyright").get("holder") or root.first("distributor").text(),
        language=root.get("baselang", "lang"),
    )


def _version(key: Element, identity: Element) -> str | None:
    """The version that the file gives, else the edition that its identity counts where a key is beside it."""
    given = key.get("version", "generation")
    if given or not key.get("key"):
        return given
    edition = _EDITION_NUMBER.search(identity.value("id-string"))
    return edition[1] if edition else None


def _lines(root: Element, role: Role) -> str | None:
    """The paragraphs of a role above the story, in one line."""
    above = blocks(root.first("body.head"))
    return listed(block.words.squeezed().text for block in above if block.role is role)


def _file_notes(root: Element) -> Iterator[FileNote]:
    """The notes above the story that may be shown; those in ``body.head`` stand there themselves."""
    for name, kind in (("ed-msg", "editors"), ("correction", "correction")):
        for element in root.every(name):
            yield FileNote(kind, Traced(element.value("info")))

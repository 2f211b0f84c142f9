"""NewsML-G2: a message of news items, or one of them; the story in XHTML, HTML, NITF or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from quotediff.errors import NoStoryError
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers import nitf
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder, no_story, with_ids
from quotediff.readers.bodies import add_html, add_text
from quotediff.readers.flow import add_paragraphs
from quotediff.readers.metadata import FileNote, notes, number, parse_time, status
from quotediff.readers.tree import Element
from quotediff.readers.xmltree import open_file, parse

FORMAT = "newsml-g2"
_TEXT_CLASSES = frozenset({"text", ""})  # classes of items that are stories
_HIDDEN_ROLES = (
    "nonpublic",
    "private",
    "contact",
    "internal",
)  # in a note's role or constraint: not for readers
_PUBLIC = ("public", "correction")  # likewise: for readers, who are told of what was corrected


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The text items of a file; raises InputError if there is none."""
    file = open_file(data, path)
    tree, problems = parse(file)
    items = list(tree.every("newsitem"))
    if not items:
        other = next(tree.every("packageitem", "conceptitem", "knowledgeitem", "planningitem"), None)
        what = f"a {other.name.removesuffix('item')}" if other is not None else "no news item"
        raise NoStoryError(path, f"holds {what}, no story", NO_TEXT)
    return with_ids(path, (partial(_story, file, item, problems) for item in items), "news items")


def _story(file: File, item: Element, problems: tuple[Problem, ...]) -> Document:
    meta = item_metadata(item)
    kind = _code(item.first("itemmeta", "itemclass"))
    if kind not in _TEXT_CLASSES and not meta.is_withdrawn:
        raise no_story(file.path, kind)
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    content = item.first("contentmeta") or Element("contentmeta")
    for name, role in (("headline", Role.HEADLINE), ("by", Role.BYLINE), ("dateline", Role.DATELINE)):
        for element in content.elements(name):
            story.add(role, element.words())
    for note in _file_notes(item):
        story.add(Role.NOTE, note.words)
    contents = item.first("contentset")
    if contents is not None:
        _add_content(story, contents, file.path)
    if not story.has_copy:
        if contents is not None and contents.first("remotecontent") is not None:
            raise NoStoryError(file.path, "the story's body is only linked", NO_TEXT)
        for description in content.elements("description"):
            story.add(Role.SUMMARY, description.words())
    return story.document(meta, "this news item")


def _add_content(story: StoryBuilder, contents: Element, path: str) -> None:
    """Gives a story its body: of several renditions the one that keeps most."""
    inline = list(contents.elements("inlinexml"))
    page = next((e for e in inline if e.first("html") or e.first("body") or e.first("article")), None)
    wire = next((found for e in inline if (found := e.first("nitf"))), None)
    data = next(iter(contents.elements("inlinedata")), None)
    if wire is not None and (page is None or page.first("nitf") is wire):
        nitf.add(story, wire)
    elif page is not None or inline:
        add_paragraphs(story, page or inline[0])
    elif data is not None and "html" in (data.get("contenttype") or ""):
        add_html(story, data.words(), path)
    elif data is not None:
        add_text(story, data.words(), path)


def item_metadata(item: Element) -> Meta:
    """What a news item says of its story."""
    head = item.first("itemmeta") or Element("itemmeta")
    content = item.first("contentmeta") or Element("contentmeta")
    language = content.first("language")
    return Meta(
        story=item.get("guid"),
        version=item.get("version"),
        number=number(item.get("version")),
        created=parse_time(_text(head, "firstcreated") or _text(content, "contentcreated")),
        modified=parse_time(_text(head, "versioncreated")),
        status=status(_code(head.first("pubstatus"))),
        embargo=parse_time(_text(head, "embargoed")),
        notes=notes(_file_notes(item)),
        slug=_text(content, "slugline"),
        headline=_text(content, "headline"),
        byline=_text(content, "by"),
        dateline=_text(content, "dateline"),
        located=_name(content.first("located")),
        source=_name(content.first("infosource")) or _name(head.first("provider")),
        language=(language.get("tag") if language is not None else None) or item.get("lang"),
    )


def _text(element: Element, name: str) -> str | None:
    found = next(element.elements(name), None)
    return None if found is None else found.text()


def _code(element: Element | None) -> str:
    """What an element names from a list, without the name of that: ``ninat:text``."""
    if element is None:
        return ""
    named = element.get("qcode") or element.get("literal") or element.get("uri") or ""
    return named.replace("/", ":").rpartition(":")[2].lower()


def _name(element: Element | None) -> str | None:
    """Whom or what an element names, in words if it has some."""
    if element is None:
        return None
    name = next(element.elements("name"), None)
    name_text = name.text() if name is not None else None
    return name_text or element.get("literal") or _behind_colon(element.get("qcode")) or element.get("uri")


def _behind_colon(qcode: str | None) -> str | None:
    return qcode.rpartition(":")[2] if qcode else None


def _file_notes(item: Element) -> Iterator[FileNote]:
    """The notes that may be shown; those of an item that is signalled as corrected correct."""
    head = item.first("itemmeta") or Element("itemmeta")
    corrected = any("correct" in _code(signal) for signal in head.elements("signal"))
    for note in head.elements("ednote"):
        of = " ".join(filter(None, (note.get("role"), note.get("pubconstraint")))).lower()
        if any(word in of for word in _HIDDEN_ROLES) or any(note.elements()):
            continue
        if corrected or any(word in of for word in _PUBLIC):
            yield FileNote("correction", note.words())
        else:
            yield FileNote("editors", note.words())

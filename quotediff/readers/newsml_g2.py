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
        others = tree.every("packageitem", "conceptitem", "knowledgeitem", "planningitem")
        what = next((f"a {other.name.removesuffix('item')}" for other in others), "no news item")
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
    content = item.first("contentmeta")
    for name, role in (("headline", Role.HEADLINE), ("by", Role.BYLINE), ("dateline", Role.DATELINE)):
        for element in content.elements(name):
            story.add(role, element.words())
    for note in _file_notes(item):
        story.add(Role.NOTE, note.words)
    contents = item.first("contentset")
    _add_content(story, contents, file.path)
    if not story.has_copy:
        if contents.first("remotecontent"):
            raise NoStoryError(file.path, "the story's body is only linked", NO_TEXT)
        for description in content.elements("description"):
            story.add(Role.SUMMARY, description.words())
    return story.document(meta, "this news item")


def _add_content(story: StoryBuilder, contents: Element, path: str) -> None:
    """Gives a story its body: of several renditions the one that keeps most."""
    inline = max(contents.elements("inlinexml"), key=_has_body, default=Element(""))
    wire = inline.first("nitf")
    data = contents.child("inlinedata")
    if wire:
        nitf.add(story, wire)
    elif inline:
        add_paragraphs(story, inline)
    elif "html" in data.value("contenttype"):
        add_html(story, data.words(), path)
    else:
        add_text(story, data.words(), path)


def _has_body(inline: Element) -> bool:
    return any(inline.every("html", "body", "article"))


def item_metadata(item: Element) -> Meta:
    """What a news item says of its story."""
    head = item.first("itemmeta")
    content = item.first("contentmeta")
    return Meta(
        story=item.get("guid"),
        version=item.get("version"),
        number=number(item.get("version")),
        created=parse_time(head.child("firstcreated").text() or content.child("contentcreated").text()),
        modified=parse_time(head.child("versioncreated").text()),
        status=status(_code(head.first("pubstatus"))),
        embargo=parse_time(head.child("embargoed").text()),
        notes=notes(_file_notes(item)),
        slug=content.child("slugline").text(),
        headline=content.child("headline").text(),
        byline=content.child("by").text(),
        dateline=content.child("dateline").text(),
        located=_name(content.first("located")),
        source=_name(content.first("infosource")) or _name(head.first("provider")),
        language=content.first("language").get("tag") or item.get("lang"),
    )


def _code(element: Element) -> str:
    """What an element names from a list, without the name of that: ``ninat:text``."""
    named = element.value("qcode", "literal", "uri")
    return named.replace("/", ":").rpartition(":")[2].lower()


def _name(element: Element) -> str | None:
    """Whom or what an element names, in words if it has some."""
    in_words = element.child("name").text() or element.get("literal")
    return in_words or element.value("qcode").rpartition(":")[2] or element.get("uri")


def _file_notes(item: Element) -> Iterator[FileNote]:
    """The notes that may be shown; those of an item that is signalled as corrected correct."""
    head = item.first("itemmeta")
    corrected = any("correct" in _code(signal) for signal in head.elements("signal"))
    for note in head.elements("ednote"):
        of = f"{note.value('role')} {note.value('pubconstraint')}".lower()
        if any(word in of for word in _HIDDEN_ROLES) or any(note.elements()):
            continue
        if corrected or any(word in of for word in _PUBLIC):
            yield FileNote("correction", note.words())
        else:
            yield FileNote("editors", note.words())

"""NewsML 1: items of components within each other, of which one holds the story's body."""

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
from quotediff.text.origin import Traced

FORMAT = "newsml"
_BODY_ROLES = frozenset({"main", "body", "main text", "text"})
_OTHER_ROLES = frozenset(  # of components that are not the story itself
    {
        *("abstract", "caption", "contact", "headline", "logo", "stylesheet", "summary", "tweettext"),
        *("title", "lead", "synopsis", "keyword", "source", "byline", "dateline"),
    }
)
_TITLE_ROLES = frozenset({"title", "headline"})
_LEAD_ROLES = frozenset({"lead"})
_LINES = (("headline", Role.HEADLINE), ("byline", Role.BYLINE), ("dateline", Role.DATELINE))


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The stories of a file; raises InputError if there is none."""
    file = open_file(data, path)
    tree, problems = parse(file)
    items = list(tree.every("newsitem"))
    if not items:
        raise NoStoryError(path, "holds no news item", NO_TEXT)
    return with_ids(path, (partial(_story, file, item, problems) for item in items), "news items")


def _story(file: File, item: Element, problems: tuple[Problem, ...]) -> Document:
    story = StoryBuilder(file, FORMAT)
    for problem in problems:
        story.note(problem)
    body = _body(item)
    above = _above(item, body)
    for name, role in _LINES:
        story.add(role, _line(above, name).words())
    if not story.has_headline:
        for title in _beside(item, body, _TITLE_ROLES):
            story.add(Role.HEADLINE, title.words())
    for lead in _beside(item, body, _LEAD_ROLES):
        _add(story, lead, file.path)
    if body is not None:
        _add(story, body, file.path)
    else:
        _refuse_links(item, file.path)
    for caption in _captions(item):
        _add(story, caption, file.path, Role.CAPTION)
    return story.document(item_metadata(item, above), "this news item")


def _refuse_links(item: Element, path: str) -> None:
    """Raises InputError if what the item holds is elsewhere."""
    if any(content.get("href") for content in item.every("contentitem")):
        media = {kind.value("formalname").lower() for kind in item.every("mediatype")} - {"", "text"}
        if media:
            raise no_story(path, min(media))
        raise NoStoryError(path, "the story's body is only linked", NO_TEXT)


def _components(element: Element) -> Iterator[Element]:
    """All components, also those within others."""
    for child in element.elements():
        if child.name == "newscomponent":
            yield child
        yield from _components(child)


def _role(component: Element) -> str:
    return component.child("role").value("formalname").lower()


def _own(component: Element) -> Iterator[Element]:
    """The contents of a component that are no other component's and have words."""
    for content in component.elements("contentitem"):
        found = content.first("datacontent")
        if found.text() and not _is_style(content):
            yield found


def _is_style(content: Element) -> bool:
    return "css" in content.first("mimetype").value("formalname").lower()


def _body(item: Element) -> Element | None:
    """The content of the component that is the story, else the longest."""
    found = [(_role(component), data) for component in _components(item) for data in _own(component)]
    main = next((data for role, data in found if role in _BODY_ROLES), None)
    rest = [data for role, data in found if role not in _OTHER_ROLES]
    return main or max(rest, key=lambda data: len(data.words().text), default=None)


def _beside(item: Element, body: Element | None, roles: frozenset[str]) -> Iterator[Element]:
    """The contents of components of some roles that stand beside that of the body, in the same component."""
    for holder in _above(item, body)[1:2]:
        for component in holder.elements("newscomponent"):
            if _role(component) in roles:
                yield from _own(component)


def _captions(item: Element) -> Iterator[Element]:
    for component in _components(item):
        if _role(component) == "caption":
            yield from _own(component)


def _add(story: StoryBuilder, data: Element, path: str, role: Role | None = None) -> None:
    """Gives a story the paragraphs of a content."""
    wire = data.first("nitf")
    if wire and role is None:
        nitf.add(story, wire)
    elif any(data.elements()):
        add_paragraphs(story, data, role)
    elif role is None:
        add_text(story, data.words(), path)
    else:
        add_html(story, data.words(), path, role)


def _above(item: Element, body: Element | None) -> list[Element]:
    """The components that hold the body, the innermost first; all, if there is none."""
    found = [c for c in _components(item) if body is None or _holds(c, body)]
    return found[::-1]


def _holds(element: Element, wanted: Element) -> bool:
    return any(child is wanted or _holds(child, wanted) for child in element.elements())


def _line(above: list[Element], name: str) -> Element:
    """A line of news (a headline, a dateline) of the innermost component that has one."""
    for component in above:
        for lines in component.elements("newslines"):
            for line in lines.elements(name):
                if line.text():
                    return line
    return Element("")


def item_metadata(item: Element, above: list[Element]) -> Meta:
    """What an item says of its story."""
    version = item.first("identification", "revisionid").text()
    lines = {name: _line(above, name).text() for name in ("headline", "byline", "dateline", "slugline")}
    provider = item.first("administrativemetadata", "provider", "party").get("formalname")
    titles = _beside(item, _body(item), _TITLE_ROLES)
    return Meta(
        story=item.first("identification", "newsitemid").text(),
        version=version,
        number=number(version),
        created=parse_time(item.first("newsmanagement", "firstcreated").text()),
        modified=parse_time(item.first("newsmanagement", "thisrevisioncreated").text()),
        status=status(item.first("newsmanagement", "status").get("formalname")),
        notes=notes(_file_notes(item)),
        slug=lines["slugline"] or item.first("identification", "namelabel").text(),
        headline=lines["headline"] or next(titles, Element("")).text(),
        byline=lines["byline"],
        dateline=lines["dateline"],
        source=provider or item.first("identification", "providerid").text(),
        language=item.first("descriptivemetadata", "language").get("formalname") or item.get("lang"),
    )


def _file_notes(item: Element) -> Iterator[FileNote]:
    """What is told of the revision: an instruction that it corrects."""
    for instruction in item.every("instruction"):
        revision = instruction.value("formalname")
        if "correct" in revision.lower():
            yield FileNote("correction", Traced(revision))

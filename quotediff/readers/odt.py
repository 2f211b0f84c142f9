"""OpenDocument texts (odt): insertions in, deletions out, notes at the end, comments never.

Source of the elements: OASIS OpenDocument 1.3. Nothing has a place in the file, which is packed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from quotediff.errors import InputError
from quotediff.limits import MAX_PARAGRAPHS
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder
from quotediff.readers.docx import STYLES
from quotediff.readers.flow import BREAK, Block, add_blocks
from quotediff.readers.metadata import number, parse_time
from quotediff.readers.zipparts import Parts, properties
from quotediff.text.origin import Traced

FORMAT = "odt"
_ODT_SKIPPED = frozenset(
    {
        *("annotation", "tracked-changes", "note-citation", "forms", "ruby-text", "sequence-decls"),
        *(
            "table-of-content",
            "hidden-text",
            "title",
            "desc",
            "scripts",
            "font-face-decls",
            "automatic-styles",
            "object",
        ),
    }
)
_ODT_CHARACTERS = {"tab": "\t", "s": " ", "line-break": BREAK}
_STYLE_ESCAPE = re.compile(r"_([0-9a-f]{1,4})_")  # in names of styles: "Heading_20_1"


@dataclass
class _Paragraph:
    """A paragraph that is read: its words so far, its style and level, and what it stands in."""

    style: str
    pieces: list[str] = field(default_factory=list)
    role: Role | None = None
    in_table: bool = False


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a document; raises InputError if it has none, or is damaged."""
    parts = Parts(data, path)
    if "content.xml" not in parts:
        raise InputError(path, "this OpenDocument text has no content", NO_TEXT)
    styles = _Styles()
    for name in ("styles.xml", "content.xml"):
        if name in parts:
            parts.parse(name, styles.start, lambda _: None, lambda _: None)
    body = _Body(styles)
    parts.parse("content.xml", body.start, body.end, body.words)
    if len(body.paragraphs) > MAX_PARAGRAPHS:
        raise InputError(
            path, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "split it into one file a story"
        )
    story = StoryBuilder(File(path, data, "", "utf-8"), FORMAT)
    found = [p for p in body.paragraphs if "".join(p.pieces).strip()]
    add_blocks(story, _blocks(p for p in found if not p.in_table))
    if not story.has_copy:
        add_blocks(story, _blocks(p for p in found if p.in_table))
    add_blocks(story, _blocks(p for p in body.notes if "".join(p.pieces).strip()))
    if styles.tracked:
        changes = f"{styles.tracked} tracked change{'s' * (styles.tracked != 1)}"
        story.note(Problem("QD903", f"has {changes}: read as if all were accepted"))
    return (story.document(_about(parts), "this OpenDocument text"),)


def _blocks(paragraphs: Iterable[_Paragraph]) -> list[Block]:
    return [Block(p.role, Traced("".join(p.pieces))) for p in paragraphs]


class _Styles:
    """The styles of a document by their names, and how many changes it tracks."""

    def __init__(self) -> None:
        self.tracked = 0
        self._parents: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "style" and "name" in attributes:
            self._parents[attributes["name"]] = attributes.get("parent-style-name", "")
        elif name == "changed-region":
            self.tracked += 1

    def role(self, style: str) -> Role | None:
        """What a paragraph of a style is: by its name, or that of one it builds on."""
        seen: set[str] = set()
        while style and style not in seen:
            name = _STYLE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), style).lower()
            if name in STYLES:
                return STYLES[name]
            seen.add(style)
            style = self._parents.get(style, "")
        return None


class _Body:
    """The paragraphs of a document, and those of its notes, as elements come.

    Args:
        styles: the document's.
    """

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self.paragraphs: list[_Paragraph] = []
        self.notes: list[_Paragraph] = []
        self._open: list[str] = []
        self._skipped = 0  # elements within one that is not read, itself among them
        self._stack: list[_Paragraph] = []  # paragraphs within each other: those of a note in one
        self._boxed: list[_Paragraph] = []  # those of boxes, until the paragraph that holds them has ended
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": self._start_paragraph,
            "h": self._start_paragraph,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._open.append(name)
        if self._skipped or name in _ODT_SKIPPED:
            self._skipped += 1
        elif name in self._starts:
            self._starts[name](attributes)
        elif name in _ODT_CHARACTERS and self._stack:
            self._stack[-1].pieces.append(_ODT_CHARACTERS[name])

    def _start_paragraph(self, attributes: dict[str, str]) -> None:
        style = attributes.get("style-name", "")
        paragraph = _Paragraph(style, role=self._role(style, attributes))
        paragraph.in_table = "table" in self._open
        self._stack.append(paragraph)

    def _role(self, style: str, attributes: dict[str, str]) -> Role | None:
        if "note-body" in self._open:
            return Role.NOTE
        if "text-box" in self._open:
            named = self._styles.role(style)
            return named if named is Role.CAPTION else Role.INFOBOX
        level = attributes.get("outline-level") if self._open[-1] == "h" else None
        return self._styles.role(style) or STYLES.get(f"heading {level}")

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if self._skipped:
            self._skipped -= 1
        elif name in self._starts and self._stack:
            paragraph = self._stack.pop()
            if paragraph.role is Role.NOTE:
                self.notes.append(paragraph)
            elif self._stack:
                self._boxed.append(paragraph)
            else:
                self.paragraphs += [paragraph, *self._boxed]
                self._boxed.clear()

    def words(self, words: str) -> None:
        """What stands in an element."""
        if not self._skipped and self._stack:
            self._stack[-1].pieces.append(words)


def _about(parts: Parts) -> Meta:
    """What a document's properties say."""
    found = properties(parts, "meta.xml")
    version = found.get("editing-cycles")
    return Meta(
        version=version,
        number=number(version),
        created=parse_time(found.get("creation-date")),
        modified=parse_time(found.get("date")),
        headline=found.get("title"),
        byline=found.get("creator") or found.get("initial-creator"),
        language=found.get("language"),
    )

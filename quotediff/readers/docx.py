"""Word documents (docx, docm), as they are once all tracked changes are accepted.

Insertions are read, deletions and what was moved away are not; comments, page headers and hidden text never
are. Footnotes stand at the end. Source of the elements: ECMA-376, WordprocessingML. Nothing has a place in
the file, which is packed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from quotediff.errors import InputError
from quotediff.limits import MAX_PARAGRAPHS
from quotediff.model import Document, Meta, Problem, Role
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder
from quotediff.readers.flow import BREAK, Block, add_blocks
from quotediff.readers.metadata import number, parse_time
from quotediff.readers.zipparts import Parts, properties
from quotediff.text.origin import Traced

FORMAT = "docx"
STYLES = {  # names of styles, in lower case, and what a paragraph of each is
    "title": Role.HEADLINE,
    "headline": Role.HEADLINE,
    "heading 1": Role.HEADLINE,
    **{f"heading {level}": Role.SUBHEAD for level in range(2, 10)},
    "subtitle": Role.SUMMARY,
    "standfirst": Role.SUMMARY,
    "caption": Role.CAPTION,
    "byline": Role.BYLINE,
    "dateline": Role.DATELINE,
}
"""Of OpenDocument, too."""

_DOCX_SKIPPED = frozenset(  # elements of which nothing is read
    {
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "binData", "fldData"),
        *("sectPr", "numPr", "tblPr", "tblGrid", "docPr", "cNvPr"),
        *("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
    }
)
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_DOCX_CHARACTERS = {"tab": "\t", "br": BREAK, "cr": BREAK, "noBreakHyphen": "\u2011", "ptab": "\t"}
_EMPTIES = frozenset(  # properties of a row, a cell, a field: deleted, or only showing what to write there
    {("trPr", "del"), ("tcPr", "cellDel"), ("sdtPr", "showingPlcHdr")}
)
_DELETED_ENDS = frozenset({("rPr", "del"), ("rPr", "moveFrom")})  # of a paragraph, if its own properties
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass
class _Paragraph:
    """A paragraph that is read: its words so far, its style, and whether its end was deleted."""

    pieces: list[str] = field(default_factory=list)
    style: str = ""
    joins_next: bool = False
    in_table: bool = False
    in_box: bool = False


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a document; raises InputError if it has none, or is damaged."""
    parts = Parts(data, path)
    main = _main(parts)
    if main not in parts:
        raise InputError(path, "this Word document has no text", NO_TEXT)
    folder = posixpath.dirname(main)
    roles = _styles(parts, posixpath.join(folder, "styles.xml"))
    body = _Body()
    parts.parse(main, body.start, body.end, body.words)
    story = StoryBuilder(File(path, data, "", "utf-8"), FORMAT)
    if len(body.paragraphs) > MAX_PARAGRAPHS:
        raise InputError(
            path, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "split it into one file a story"
        )
    add_blocks(story, _blocks(body.paragraphs, roles, tables=False))
    if not story.has_copy:
        add_blocks(story, _blocks(body.paragraphs, roles, tables=True))
    for notes in ("footnote", "endnote"):
        name = posixpath.join(folder, f"{notes}s.xml")
        if body.noted[notes] and name in parts:
            below = _Body(notes, body.noted[notes])
            parts.parse(name, below.start, below.end, below.words)
            found = _blocks(below.paragraphs, {}, tables=True)
            add_blocks(story, [block._replace(role=Role.NOTE) for block in found])
    if body.tracked:
        changes = f"{body.tracked} tracked change{'s' * (body.tracked != 1)}"
        story.note(Problem("QD903", f"has {changes}: read as if all were accepted"))
    return (story.document(_about(parts), "this Word document"),)


def _main(parts: Parts) -> str:
    """The name of the part that holds the text."""
    found = ["word/document.xml"]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("type", "").endswith("/officeDocument"):
            found.append(attributes.get("target", "").lstrip("/"))

    if "_rels/.rels" in parts:
        parts.parse("_rels/.rels", start, lambda _: None, lambda _: None)
    return found[-1]


def _styles(parts: Parts, name: str) -> dict[str, Role]:
    """What a paragraph of a style is, by the style's id; that of the one it builds on, if it has none."""
    named: dict[str, str] = {}
    based: dict[str, str] = {}
    current = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if element == "style":
            current = attributes.get("styleid", "")
        elif element == "name":
            named.setdefault(current, attributes.get("val", "").lower())
        elif element == "basedOn":
            based[current] = attributes.get("val", "")

    if name in parts:
        parts.parse(name, start, lambda _: None, lambda _: None)
    named.pop("", None)  # of what is no style
    roles = {}
    for style in named:
        seen, at = {style, ""}, style
        while named.get(at) not in STYLES and based.get(at, "") not in seen:
            at = based[at]
            seen.add(at)
        role = STYLES.get(named.get(at, ""))
        if role is not None:
            roles[style] = role
    return roles


def _blocks(paragraphs: list[_Paragraph], roles: dict[str, Role], *, tables: bool) -> list[Block]:
    """The paragraphs as they are read; those in tables only if asked for."""
    found = []
    before = ""
    for paragraph in paragraphs:
        words = before + "".join(paragraph.pieces)
        before = ""
        if paragraph.joins_next:
            before = words
            continue
        if paragraph.in_table and not tables:
            continue
        role = Role.INFOBOX if paragraph.in_box else roles.get(paragraph.style)
        if words.strip():
            found.append(Block(role, Traced(words)))
    if before.strip():
        found.append(Block(None, Traced(before)))
    return found


class _Body:
    """The paragraphs of a part, as its elements come.

    Args:
        notes: "footnote" or "endnote", if the part holds those.
        wanted: the ids of the notes that are read.
    """

    def __init__(self, notes: str = "", wanted: Collection[str] = ()) -> None:
        self._notes, self._wanted = notes, wanted
        self.paragraphs: list[_Paragraph] = []
        self.noted: dict[str, set[str]] = {"footnote": set(), "endnote": set()}
        self.tracked = 0
        self._open = [""]  # names of open elements; the first stands for the file
        self._skipped = 0  # elements within one that is not read, itself among them
        self._stack: list[_Paragraph] = []  # paragraphs within each other: those of a box in one
        self._boxed: list[_Paragraph] = []  # those of boxes, until the paragraph that holds them has ended
        self._choices = [False]  # of each open choice of contents, whether one was read; the first is none's
        self._hidden = False  # the run that is open
        self._empty: list[int] = []  # depths of open elements of which nothing is read after all
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": self._start_paragraph,
            "r": lambda _: self._start_run(),
            "pStyle": self._style,
            "vanish": self._vanish,
            "AlternateContent": lambda _: self._choices.append(False),
            "sym": self._symbol,
            "footnoteReference": lambda a: self.noted["footnote"].add(a.get("id", "")),
            "endnoteReference": lambda a: self.noted["endnote"].add(a.get("id", "")),
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        above = self._open[-1]
        self._open.append(name)
        if name in _TRACKED and above not in ("rPr", "trPr", "tcPr"):
            self.tracked += 1
        if (above, name) in _EMPTIES:  # behind it stands what is not there
            self._empty.append(len(self._open) - 2)
        if self._skipped or self._is_skipped(name, above, attributes):
            self._skipped += 1
        elif (above, name) in _DELETED_ENDS:
            self._stack[-1].joins_next = True
            self._skipped += 1
        elif name in self._starts:
            self._starts[name](attributes)
        elif above == "r" and name in _DOCX_CHARACTERS:
            self._put(_DOCX_CHARACTERS[name])

    def _is_skipped(self, name: str, above: str, attributes: dict[str, str]) -> bool:
        """Whether nothing is read of an element."""
        if name == "Choice":
            read, self._choices[-1] = self._choices[-1], True
            return read
        if name == "Fallback":
            return self._choices[-1]
        if name == self._notes:
            return attributes.get("id", "") not in self._wanted or "type" in attributes
        if (above, name) in _DELETED_ENDS:
            return self._open[-3:-2] != ["pPr"] or not self._stack
        return name in _DOCX_SKIPPED

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if self._empty and self._empty[-1] > len(self._open):
            self._empty.pop()
        if self._skipped:
            self._skipped -= 1
        elif name == "p" and self._stack:
            self._end_paragraph()
        elif name == "AlternateContent":
            self._choices.pop()
        elif name == "r":
            self._hidden = False

    def words(self, words: str) -> None:
        """What stands in an element."""
        if not self._skipped and self._open[-1] == "t":
            self._put(words)

    def _put(self, words: str) -> None:
        if self._stack and not self._hidden and not self._empty:
            self._stack[-1].pieces.append(words)

    def _start_paragraph(self, _: dict[str, str]) -> None:
        in_box = "txbxContent" in self._open
        self._stack.append(_Paragraph(in_table="tbl" in self._open and not in_box, in_box=in_box))

    def _end_paragraph(self) -> None:
        paragraph = self._stack.pop()
        if self._stack:
            self._boxed.append(paragraph)
            return
        self.paragraphs.append(paragraph)
        self.paragraphs += self._boxed
        self._boxed.clear()

    def _start_run(self) -> None:
        self._hidden = False

    def _style(self, attributes: dict[str, str]) -> None:
        if self._stack:
            self._stack[-1].style = attributes.get("val", "")

    def _vanish(self, attributes: dict[str, str]) -> None:
        if self._open[-3:-2] == ["r"]:  # a run's properties, not a paragraph's
            self._hidden = attributes.get("val", "1").lower() not in _OFF

    def _symbol(self, attributes: dict[str, str]) -> None:
        try:
            meant = chr(int(attributes.get("char", ""), 16))
        except (ValueError, OverflowError):
            return
        self._put(meant if meant.isprintable() else "")


def _about(parts: Parts) -> Meta:
    """What a document's properties say."""
    found = properties(parts, "docProps/core.xml")
    version = found.get("version") or found.get("revision")
    return Meta(
        story=found.get("identifier"),
        version=version,
        number=number(version),
        created=parse_time(found.get("created")),
        modified=parse_time(found.get("modified")),
        headline=found.get("title"),
        byline=found.get("creator"),
        language=found.get("language"),
    )

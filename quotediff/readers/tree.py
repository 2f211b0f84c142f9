"""Markup as a tree: elements with their attributes, and words that know where they stand in the file.

The readers of XML and of fragments of HTML build it, the readers of formats take it apart. Names of elements
and attributes are in lower case and without prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotediff.errors import InputError
from quotediff.limits import MAX_TREE_DEPTH
from quotediff.text.origin import Traced


@dataclass(slots=True)
class Element:
    """An element; ``children`` are elements and words in the order of the file.

    ``prefix`` is what stands before the colon of its name, in lower case, for formats that mix vocabularies.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Traced] = field(default_factory=list)
    prefix: str = ""

    def __bool__(self) -> bool:
        """Whether there is such an element: one that was looked for and is not there is empty and false."""
        return bool(self.name)

    def elements(self, *names: str) -> Iterator[Element]:
        """The elements in it, not those in these; only of some names, if any are given."""
        found = (child for child in self.children if isinstance(child, Element))
        return (child for child in found if child.name in names) if names else found

    def every(self, *names: str) -> Iterator[Element]:
        """The elements of some names at any depth, in the order of the file; not those in one of these."""
        for child in self.elements():
            if child.name in names:
                yield child
            else:
                yield from child.every(*names)

    def first(self, *path: str) -> Element:
        """The first element at the end of a path of names, each anywhere in the last; else an empty one."""
        found = self
        for name in path:
            found = next(found.every(name), Element(""))
        return found

    def child(self, *names: str) -> Element:
        """The first element in it of some names, not in these; else an empty one."""
        return next(self.elements(*names), Element(""))

    def value(self, *attributes: str) -> str:
        """The first of some attributes that is not empty, without white space at its edges; else nothing."""
        values = (" ".join(self.attributes.get(attribute, "").split()) for attribute in attributes)
        return next(filter(None, values), "")

    def get(self, *attributes: str) -> str | None:
        """As ``value``, but None where no attribute says anything."""
        return self.value(*attributes) or None

    def words(self) -> Traced:
        """All words in it."""
        return Traced.joined(self.pieces())

    def text(self) -> str | None:
        """The words in it in one line; None if there are none."""
        return self.words().squeezed().text or None

    def pieces(self) -> Iterator[Traced]:
        """The words in it, as they stand between tags and references."""
        for child in self.children:
            if isinstance(child, Traced):
                yield child
            else:
                yield from child.pieces()


class Builder:
    """A tree under construction.

    Args:
        path: the file, for messages.
        root: the name of the element that holds all.
    """

    def __init__(self, path: str, root: str) -> None:
        self._path = path
        self.root = Element(root)
        self.open = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; raises InputError if it is in too many others."""
        if len(self.open) > MAX_TREE_DEPTH:
            raise InputError(
                self._path,
                f"has more than {MAX_TREE_DEPTH} elements within each other",
                "check what wrote it",
            )
        element = Element(local(name), {local(key): value for key, value in attributes.items()})
        if ":" in name:
            element.prefix = name.rpartition(":")[0].lower()
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, name: str) -> None:
        """The innermost open element of the name ends; nothing does if none is open."""
        wanted = local(name)
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].name == wanted:
                del self.open[at:]
                return

    def words(self, words: Traced) -> None:
        """Words in the innermost open element."""
        self.open[-1].children.append(words)


def local(name: str) -> str:
    """A name without prefix, in lower case."""
    return name.rpartition(":")[2].lower()

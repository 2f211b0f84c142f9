"""A web page as its paragraphs, each with the elements it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotediff.model import Role
from quotediff.readers import flow
from quotediff.readers.tree import Element
from quotediff.text.origin import Traced
from quotediff.values import lazy

_NO_LETTER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_MOSTLY = 0.7  # of a paragraph's letters that stand in links, if it is but links


def letters(words: str) -> str:
    """The letters and digits of some words in lower case, to compare words however they are set."""
    return _NO_LETTER.sub("", words).lower()


@dataclass(frozen=True)
class PageBlock:
    """A paragraph of a page.

    ``path`` are the elements it stands in, at least one, the innermost last; ``role`` is what their names
    say; ``plain``: its lines count, as in ``<pre>``; ``linked``: how many letters of the innermost element
    stand in links.
    """

    role: Role | None
    words: Traced
    path: tuple[Element, ...]
    plain: bool = False
    linked: int = 0

    @lazy
    def letters(self) -> str:
        """Its letters and digits."""
        return letters(self.words.text)

    @lazy
    def kind(self) -> tuple[str, ...]:
        """Names and classes of the elements it stands in: the same for paragraphs of one sort."""
        return tuple(f"{e.name}.{_DIGITS.sub('', e.attributes.get('class', ''))}" for e in self.path)

    @lazy
    def names(self) -> frozenset[str]:
        """The names of the elements it stands in."""
        return frozenset(e.name for e in self.path)

    @lazy
    def is_linked(self) -> bool:
        """Whether it is a link, or little else."""
        return "a" in self.names or self.linked > _MOSTLY * len(self.letters)

    def labels(self, depth: int = 0) -> str:
        """Classes and identifiers of the elements it stands in, from a depth on, in lower case."""
        return " ".join(
            element.attributes.get(name, "")
            for element in self.path[depth:]
            for name in ("class", "id", "rel")
        ).lower()


def page_blocks(tree: Element) -> list[PageBlock]:
    """The paragraphs of a page in the order of the file, also those in tables."""
    walk = _PageFlow(tree)
    walk.walk(tree, None)
    walk.flush(None)
    return walk.blocks


class _PageFlow(flow.Flow):
    """A walk that keeps which elements each paragraph stands in."""

    def __init__(self, root: Element) -> None:
        super().__init__(tables=True)
        self.blocks: list[PageBlock] = []
        self._path = [root]
        self._linked: dict[int, int] = {}

    def walk(self, element: Element, role: Role | None) -> None:
        if self._path[-1] is element:
            super().walk(element, role)
            return
        self._path.append(element)
        super().walk(element, role)
        self._path.pop()

    def flush(self, role: Role | None, *, plain: bool = False) -> None:
        super().flush(role, plain=plain)
        path = tuple(self._path)
        for block in self.found:
            parts = [block.words] if block.plain else flow.parted(block.words)
            linked = self._linked_in(path[-1])
            self.blocks.extend(PageBlock(block.role, words, path, block.plain, linked) for words in parts)
        self.found.clear()

    def _linked_in(self, element: Element) -> int:
        """How many letters of an element stand in links; counted once, whatever it holds."""
        if id(element) not in self._linked:
            self._linked[id(element)] = sum(len(letters(a.words().text)) for a in element.every("a"))
        return self._linked[id(element)]

    def block(self, element: Element, role: Role | None) -> None:
        self.flush(role)
        self._path.append(element)
        super().block(element, role)
        self._path.pop()

"""Formats of annotations: one file a format, each with a writer and a reader side by side.

A module has ``files(article)``, the files of one article by their endings, and ``read(data, source)``, the
articles that a file holds. Of formats that hold any number of articles ``files`` gives one line of a file.
Modules are named by strings so that only the one asked for is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from quotediff.errors import UsageError
from quotediff.rendering import ANNOTATIONS

if TYPE_CHECKING:
    from quotediff.annotated import AnnotatedArticle
    from quotediff.annotations.labels import Labels

READERS = {
    **ANNOTATIONS,  # what is written is read as well
    "csv": "quotediff.annotations.spans",
    "json": "quotediff.annotations.own",
    "corpus": "quotediff.annotations.corpus",
}
"""What annotations are read from, by the name for ``--gold-format``."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where annotations come from, and what is needed to understand them.

    ``path`` is the file as the user named it. ``labels`` say what its labels mean. ``text`` gives the text of
    an article that the file only names, or None if there is none.
    """

    path: str
    labels: Labels
    text: Callable[[str], str | None]


class Format(Protocol):
    """What the module of a format offers."""

    def files(self, article: AnnotatedArticle) -> Mapping[str, str]:
        """The files of an article, by the endings of their names."""

    def read(self, data: str, source: Source) -> Iterator[AnnotatedArticle]:
        """The articles that a file holds; raises UsageError for what is wrong with it."""


def module(name: str) -> Format:
    """The module of a format.

    Raises:
        UsageError: there is no such format.
    """
    if name not in READERS:
        raise UsageError(f"no format of annotations {name!r}; there are {', '.join(READERS)}")
    return cast("Format", import_module(READERS[name]))

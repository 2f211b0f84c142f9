"""Output formats: one file a format, all fed the same result; none computes anything.

A format's module has a function for the answer of each command (see ``Renderer``), each giving the output
in pieces as text. To add a format, write its file and add its line to ``FORMATS``; modules are named by
strings so that only the one asked for is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from quotediff.errors import UsageError
from quotediff.model import Comparison, Extract

if TYPE_CHECKING:  # at run time they are loaded by whoever makes one
    from quotediff.versions import EachSources, History, Sources, SourcesHistory


@dataclass(frozen=True, slots=True)
class Options:
    """How to show a result.

    ``width`` is the terminal's, in columns. ``color``: escape sequences may be used. ``with_text``: JSON
    carries the article's text.
    """

    width: int = 100
    color: bool = False
    with_text: bool = False


class Renderer(Protocol):
    """What the module of a format offers."""

    def extracts(self, extracts: Iterable[Extract], options: Options) -> Iterator[str]:
        """The quotes of articles; each article is asked for when the output has come to it."""

    def comparison(self, result: Comparison, options: Options) -> Iterator[str]:
        """The changes between two versions."""

    def history(self, result: History, options: Options) -> Iterator[str]:
        """Each quote's life over the versions of a story."""

    def sources(self, articles: Iterable[Sources], options: Options) -> Iterator[str]:
        """The speakers of articles; each article is asked for when the output has come to it."""

    def sources_history(self, result: SourcesHistory, options: Options) -> Iterator[str]:
        """The speakers of a story over its versions."""


FORMATS = {
    "table": "quotediff.render.table",  # for people
    "json": "quotediff.render.jsonformat",  # one object
    "jsonl": "quotediff.render.jsonlines",  # one object a line
    "csv": "quotediff.render.csvformat",  # one row a quote or change
    "markdown": "quotediff.render.markdown",  # for comments and reports
}


Result: TypeAlias = "Iterable[Extract] | Comparison | History | EachSources | SourcesHistory"


def render(name: str, result: Result, options: Options | None = None) -> Iterator[str]:
    """The result in a format, as pieces of text to be written one after the other.

    Args:
        name: the format, a key of ``FORMATS``.
        result: extracts, or sources in an ``EachSources`` (any iterable, taken one at a time); a comparison,
            a history of quotes or of sources.
        options: how to show it; None for the defaults.

    Raises:
        UsageError: there is no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    renderer = cast("Renderer", import_module(FORMATS[name]))
    chosen = options or Options()
    if isinstance(result, Comparison):
        return renderer.comparison(result, chosen)
    shown_by = getattr(result, "shown_by", "extracts")
    return cast("Iterator[str]", getattr(renderer, shown_by)(result, chosen))

"""Output formats: one file a format, all fed the same result; none computes anything.

A format's module has a function for the answer of each command (see ``Renderer``), each giving the output
in pieces as text. To add a format, write its file and add its line to ``FORMATS``; modules are named by
strings so that only the one asked for is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from quotediff.errors import UsageError
from quotediff.model import Extract
from quotediff.values import dataclass

if TYPE_CHECKING:  # at run time they are loaded by whoever makes one
    from quotediff.comparison import Comparison
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import (
        EachComparison,
        EachHistory,
        EachSources,
        EachSourcesHistory,
        History,
        Sources,
        SourcesHistory,
        SourcesTotal,
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How to show a result.

    ``width`` is the terminal's, in columns. ``color``: escape sequences may be used. ``with_text``: JSON
    carries the article's text. ``summary``: a table shows of a comparison only the head.
    ``root`` is the repository's folder, from which reports name files, and
    ``here`` the one from which the user does; empty: files are named as the user names them. ``revisions``
    are beginnings of paths that are no files but versions in a repository's history, such as ``HEAD:``.
    ``fail_on`` are the codes and the levels of findings that fail, where a format tells those from others.
    """

    width: int = 100
    color: bool = False
    with_text: bool = False
    summary: bool = False
    root: str = ""
    here: str = ""
    revisions: tuple[str, ...] = ()
    fail_on: frozenset[str] = frozenset({"error"})


class Renderer(Protocol):
    """What the module of a format offers; one that is not for some answers lacks their functions."""

    def extracts(self, extracts: Iterable[Extract], options: Options) -> Iterator[str]:
        """The quotes of articles; each article is asked for when the output has come to it."""

    def comparison(self, result: Comparison, options: Options) -> Iterator[str]:
        """The changes between two versions."""

    def comparisons(self, results: Iterable[Comparison], options: Options) -> Iterator[str]:
        """The changes in any number of stories; each is asked for when the output has come to it."""

    def check(self, result: Report, options: Options) -> Iterator[str]:
        """What a check of a corpus found."""

    def history(self, result: History, options: Options) -> Iterator[str]:
        """Each quote, traced through the versions of a story."""

    def histories(self, results: Iterable[History], options: Options) -> Iterator[str]:
        """The same, of any number of stories."""

    def sources(self, articles: Iterable[Sources], options: Options) -> Iterator[str]:
        """The speakers of articles; each article is asked for when the output has come to it."""

    def sources_history(self, result: SourcesHistory, options: Options) -> Iterator[str]:
        """The speakers of a story over its versions."""

    def sources_total(self, result: SourcesTotal, options: Options) -> Iterator[str]:
        """The speakers of many articles together."""

    def sources_histories(self, results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:
        """The same, of any number of stories."""

    def evaluation(self, result: Evaluation, options: Options) -> Iterator[str]:
        """How well quotes are found."""


FORMATS = {
    "table": "quotediff.rendering.table",  # for people
    "json": "quotediff.rendering.jsonformat",  # one object
    "jsonl": "quotediff.rendering.jsonlines",  # one object a line
    "html": "quotediff.rendering.page",  # for people, in a browser
    "csv": "quotediff.rendering.csvformat",  # one row a quote or change
    "markdown": "quotediff.rendering.markdown",  # for comments and reports
    "text": "quotediff.rendering.text",  # a line a quote or change, for git and grep
    "sarif": "quotediff.rendering.sarif",  # the rest for continuous integration
    "github": "quotediff.rendering.github",
    "gitlab": "quotediff.rendering.gitlab",
    "junit": "quotediff.rendering.junit",
}

ANNOTATIONS = {  # of quotes alone, for editors of annotations and other programs; each is read as well
    "brat": "quotediff.annotations.brat",
    "webanno": "quotediff.annotations.webanno",
    "cas-json": "quotediff.annotations.cas",
    "w3c": "quotediff.annotations.w3c",
    "citron": "quotediff.annotations.citron",
    "doccano": "quotediff.annotations.doccano",
    "prodigy": "quotediff.annotations.prodigy",
}


_FINDINGS = frozenset({"comparison", "comparisons", "check"})
_LIMITED = {  # what formats show that do not show every answer: functions of ``Renderer``
    "text": _FINDINGS | {"extracts"},
    "html": _FINDINGS
    | {"extracts", "history", "histories", "sources", "sources_history", "sources_histories", "evaluation"},
    **dict.fromkeys(("sarif", "github", "gitlab", "junit"), _FINDINGS),
}


def formats(*answers: str) -> tuple[str, ...]:
    """The formats that can show all of these answers, which are named as the functions of ``Renderer``."""
    fit = tuple(name for name in FORMATS if _LIMITED.get(name, frozenset(answers)).issuperset(answers))
    return (*fit, *ANNOTATIONS) if answers == ("extracts",) else fit


Result: TypeAlias = (
    "Iterable[Extract] | Comparison | EachComparison | History | EachHistory | EachSources | SourcesHistory"
    " | EachSourcesHistory | Report | Evaluation | SourcesTotal"
)


def render(name: str, result: Result, options: Options | None = None) -> Iterator[str]:
    """The result in a format, as pieces of text to be written one after the other.

    Args:
        name: the format, a key of ``FORMATS``.
        result: extracts, or sources in an ``EachSources`` (any iterable, taken one at a time); a comparison,
            a history of quotes or of sources; the report of a check.
        options: how to show it; None for the defaults.

    Raises:
        UsageError: there is no such format, or it has no way to show such a result.
    """
    renderer = _renderer(name)
    shown_by = getattr(result, "shown_by", "extracts")
    show = getattr(renderer, shown_by, None)
    if show is None:
        raise unfit(name, formats(shown_by))
    return cast("Iterator[str]", show(result, options or Options()))


def folder(name: str, extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """The files of a folder of annotations, each with its name.

    Args:
        name: one of ``ANNOTATIONS``.
        extracts: the articles, taken one at a time.
    """
    return cast("Iterator[tuple[str, str]]", import_module(ANNOTATIONS[name]).folder(extracts))


def unfit(name: str, fit: Iterable[str]) -> UsageError:
    """What to raise for a format that cannot show an answer, where ``fit`` can."""
    return UsageError(f"format {name!r} cannot show this; those that can are {', '.join(fit)}")


def _renderer(name: str) -> Renderer:
    modules = FORMATS | ANNOTATIONS
    if name not in modules:
        raise UsageError(f"no format {name!r}; there are {', '.join(modules)}")
    return cast("Renderer", import_module(modules[name]))

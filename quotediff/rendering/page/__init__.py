"""``html``: a page for a browser, in one file; it works offline and without scripts.

Templates, style and script are files of their own beside this module; ``views`` has what they are filled
with, ``copy`` the text of an article in pieces. The templates escape every value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from quotediff.rendering.page import templates, views

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, Sources, SourcesHistory


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """The copy of each article with its quotes marked, and a list of them."""
    return templates.page("list", articles=views.articles(extracts))


def comparison(result: Comparison, options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """Old and new copy side by side, with the findings beside their paragraphs."""
    return templates.page("compare", story=views.story(result))


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """A table of all stories, the worst first, each with its comparison below."""
    stories = views.stories(results)
    index = [views.entry(story, f"#{story.id}story") for story in stories]
    return templates.page("stories", stories=stories, index=index)


def folder(results: Iterable[Comparison], options: Options) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """Pages as files of one folder, each with its name: one a story, as they come, at last ``index.html``.

    A name is told by the names of the two versions alone, so that a story's page is the same file each time.
    """
    entries = []
    for result in results:
        story = views.story(result)
        name = _file_name(story.old.name, story.new.name)
        entries.append(views.entry(story, name))
        yield name, templates.page("compare", story=story, index="index.html")
    yield "index.html", templates.page("index", index=views.worst_first(entries))


def _file_name(old: str, new: str) -> str:
    """A name that any file system takes: the folder and the name of the new version, and a hash of both."""
    parts = PurePosixPath(new.replace("\\", "/")).with_suffix("").parts[-2:]
    plain = "-".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", " ".join(parts)).lower()))
    digest = sha256(f"{old}\0{new}".encode(errors="backslashreplace")).hexdigest()
    return f"{plain[:60].strip('-')}-{digest[:8]}.html".lstrip("-")


def history(result: History, options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The versions, a lane for each quote, and the findings from one version to the next."""
    return templates.page("history", history=views.history(result))


def histories(results: Iterable[History], options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The same for each story, one below the other."""
    shown = [views.history(result, f"s{number}-") for number, result in enumerate(results, 1)]
    return templates.page("histories", histories=shown)


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The speakers of each article, with bars for their shares."""
    return templates.page("sources", articles=[views.shares(article) for article in articles])


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The speakers over all versions: their shares as lines and as a table."""
    return templates.page("shares", shares=views.shares_over_versions(result))


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The same for each story, one below the other."""
    return templates.page("sources_histories", stories=[views.shares_over_versions(r) for r in results])


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The findings of a check by story, and what became of quotes since the base."""
    return templates.page("check", report=views.report(result))


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:  # noqa: ARG001 - likewise
    """The measures as tables, and errors by cause."""
    return templates.page("evaluation", **views.evaluation(result))


def fragment(result: object) -> str:
    """What a notebook shows of a result: the page's inside with its style, without its script.

    Args:
        result: an Extract, Comparison, History, Sources, SourcesHistory, Report or Evaluation.
    """
    return templates.fragment(*views.fragment(result))

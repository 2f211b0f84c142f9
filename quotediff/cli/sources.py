"""``quotediff sources``: what each speaker is given to say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli.engine import engine_option
from quotediff.cli.files import files_options
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.order import order_option, ordered, stories
from quotediff.cli.output import Output, output_options, summary_option, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import reading_options
from quotediff.errors import UsageError
from quotediff.versions import EachSources, EachSourcesHistory, SourcesHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quotediff.config import Settings
    from quotediff.model import Engine, Extract
    from quotediff.rendering import Result


@click.command("sources", short_help="Show who is quoted, how much, and by name or not.")
@files_options()
@click.option("--versions", is_flag=True, help="The files are versions of one story: show what changed.")
@click.option("--total", is_flag=True, help="Add up all articles, joining the names of each speaker.")
@order_option
@reading_options
@engine_option
@input_format_option
@output_options("sources", "sources_history", "sources_histories")
@text_option
@summary_option
@click.pass_obj
def sources(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    files: Sequence[str],
    jobs: int,
    output: Output,
    engine: Engine,
    input_format: str | None,
    settings: Settings,
    versions: bool,
    total: bool,
    order: str,
) -> None:
    """Show who is quoted in each article: quotes, words, share of all words quoted, named or not, and where.

    Each article is shown by itself. With --versions the files are versions of one story, oldest first: each
    speaker has the share in every version, and what changed; every version must then be readable.
    With --total all articles are added up, and the answer shows which names were joined, and why.
    """
    if total and versions:
        raise UsageError("--total: adds up articles of different stories; leave out --versions")
    if order != "given" and not versions:
        raise UsageError("--order: is for --versions; articles by themselves have no order")
    output.refuse_to_overwrite(files)
    task = Analysis(engine, aliases=settings.aliases, input_format=input_format)
    extracts = session.extracts(files, task, note=not output.data, jobs=jobs, bar=not output.seen)
    result = _result(session, extracts, settings, order if versions else None, total=total)
    if result is not None:
        output.write(result)
    shown = result if isinstance(result, EachSourcesHistory) else [result]
    over = [each for each in shown if isinstance(each, SourcesHistory) and not output.data]
    session.flush_notes(problem for each in over for problem in each.problems)


def _result(
    session: Session, extracts: Iterable[Extract], settings: Settings, order: str | None, *, total: bool
) -> Result | None:
    """The speakers of each article; over all versions, in an order; or added up."""
    if order is not None:
        return _over(session, extracts, order)
    each = map(quotediff.sources, extracts)
    if not total:
        return EachSources(each)
    from quotediff.tallying.total import total as added_up  # noqa: PLC0415 - so that --help is quick

    return added_up(each, settings.aliases)


def _over(session: Session, extracts: Iterable[Extract], order: str) -> Result | None:
    """The speakers over all versions of each story, or nothing if one of them cannot be read."""
    read = tuple(extracts)
    if session.failed:
        return None
    grouped = any(extract.document.item for extract in read)
    results = []
    for story in stories(session, read, grouped=grouped):
        versions, by = ordered(session, story, order)
        results.append(replace(quotediff.sources_history(versions), order=by))
    return results[0] if len(results) == 1 else EachSourcesHistory(results)

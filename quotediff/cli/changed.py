"""``quotediff changed``: what became of quotes in the stories that git has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli import git
from quotediff.cli.engine import engine_option
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis, Comparing
from quotediff.cli.order import sort_option
from quotediff.cli.output import Output, output_options, summary_option, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import settings_options
from quotediff.config.codes import Selection, selection
from quotediff.versions import EachComparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quotediff.config import Settings
    from quotediff.model import Document, Engine


@click.command("changed", short_help="Compare the stories that git has changed.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--base", metavar="REV", default="HEAD", show_default=True, help="Compare with this revision.")
@click.option("--staged", is_flag=True, help="Compare what is staged, not what is in the working directory.")
@click.option(
    "--fail-on",
    metavar="LEVEL|CODE,...",
    help="Exit with 1 if there are findings of these codes or levels, or worse [default: error].",
)
@settings_options
@sort_option
@engine_option
@input_format_option
@output_options("comparisons")
@summary_option
@text_option
@click.pass_obj
def changed(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    paths: Sequence[str],
    base: str,
    staged: bool,
    output: Output,
    engine: Engine,
    input_format: str | None,
    settings: Settings,
    sort: str,
) -> None:
    """Compare the stories that git has changed with what they were: what happened to every quote.

    PATH is a file, or a folder of articles (.txt files, and
    files of wires' formats); without PATH every changed story is compared. A renamed file is
    compared with the file it was; a new, copied or deleted file has no other version and is not compared.

    Exit status: 0 no errors, 1 errors (or what --fail-on names), 2 a file could not be read.
    """
    files, refused, notes = git.changed(base, paths, staged=staged)
    for error in refused:
        session.fail(str(error))
    for note in notes:
        session.add_note(note)
    output.refuse_to_overwrite(file.new for file in files)
    fail_on = settings.fail_on if settings.fail_on != Selection() else selection(["error"], "--fail-on")
    analysis = Analysis(engine, _reader(files, input_format), aliases=settings.aliases)
    least = settings.min_confidence
    task = Comparing(analysis, settings.selected(), settings.ignore, settings.severity, sort, least)
    pairs = [(file.old, file.new) for file in files]
    results = session.comparisons(pairs, task, fail_on, note=not output.data)
    output.since(base).failing(fail_on).write(EachComparison(results))
    session.flush_notes()


def _reader(files: Iterable[git.Edited], input_format: str | None) -> Callable[[str], Document]:
    """Gives the article of a version, by what reports call it."""
    of = {path: file for file in files for path in (file.old, file.new)}
    return lambda path: quotediff.read_bytes(of[path].read(path), path, format=input_format)

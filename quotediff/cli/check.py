"""``quotediff check``: holds a corpus to its layout and its expectations."""

from __future__ import annotations

import getpass
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotediff.cli.output import Output, output_options
from quotediff.cli.run import FAILED, FINDINGS, Session
from quotediff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotediff.config.codes import Selection
    from quotediff.corpus.examine import Examination
    from quotediff.report import Report


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is to be written, if anything: proposals, new lines of the baseline, lines struck out of it."""

    update: bool
    reason: str | None
    matching: str | None
    by: str | None
    prune: bool


@click.command("check", short_help="Check a corpus of stories against its expectations.")
@click.argument("folder", metavar="DIR")
@click.option("--base", metavar="REV", help="Check only what changed since this revision of git.")
@click.option("--baseline", metavar="FILE", help="Known findings [default: quotediff-baseline.toml in DIR].")
@click.option(
    "--fail-on",
    metavar="LEVEL|CODE,...",
    default="error",
    show_default=True,
    help="Exit with 1 if there are findings of these codes or levels, or worse.",
)
@click.option("--update", is_flag=True, help="Write proposals beside the expectations, for review.")
@click.option(
    "--record", "reason", metavar="REASON", help="Add the findings to the baseline, with this reason."
)
@click.option(
    "--matching", metavar="REGEX", help="Add only findings that match: story, version, code, words."
)
@click.option("--by", metavar="NAME", help="Who accepts the findings [default: git's user.name].")
@click.option("--prune", is_flag=True, help="Remove findings that no longer occur from the baseline.")
@output_options("check")
@click.pass_obj
def check(  # noqa: PLR0913 - one argument an option
    session: Session,
    /,
    *,
    folder: str,
    base: str | None,
    baseline: str | None,
    fail_on: str,
    output: Output,
    **writing: object,
) -> None:
    """Check the stories in DIR against their expected quotes, speakers and changes.

    DIR holds a folder for each story: its versions v1.txt, v2.txt and so on, and beside them v1.quotes.toml
    and v1-v2.changes.toml with what is expected. --update proposes expectations. Known findings are listed in
    a baseline, each with a reason. Where the variable CI is set, no file of the corpus is written.

    Exit status: 0 all as expected, 1 findings, 2 a file could not be read.
    """
    wanted, wishes = _selection(fail_on), _Writing(**writing)  # type: ignore[arg-type]
    _allowed(wishes)
    if baseline:
        session.inputs.append(baseline)
    output.refuse_to_overwrite(_inside(folder))
    found = _examined(session, folder, base, baseline, wishes)
    for document in found.documents:
        session.add_problems(document, ("QD904", "QD906"))
    session.status = max(session.status, _status(found.report, wanted))
    output.failing(wanted).write(found.report)
    session.flush_notes()


def _inside(folder: str) -> Iterator[str]:
    """All files in a folder; those that vanish meanwhile, or may not be looked at, are none."""
    for path, _, names in os.walk(folder):
        yield from (os.path.join(path, name) for name in names)  # noqa: PTH118 - many strings, no files


def _selection(fail_on: str) -> Selection:
    """What to fail on: levels, codes of findings, by number or by name; and what could not be checked."""
    from quotediff.config import codes  # noqa: PLC0415 - so that --help is quick
    from quotediff.report import CHECKS, UNREADABLE  # noqa: PLC0415 - likewise

    by_word = {check.name: code for code, check in CHECKS.items()} | {code.lower(): code for code in CHECKS}
    levels: list[str] = []
    own: set[str] = set()
    for word in codes.split(fail_on):
        if word.lower() in by_word:
            own.add(by_word[word.lower()])
        elif word.lower() not in {"error", "warning", "note"}:
            suggested = codes.suggestion(word, {c: check.name for c, check in CHECKS.items()}, codes.LEVELS)
            raise UsageError(f"--fail-on: {word!r} is neither a level nor a finding of a check; {suggested}")
        else:
            levels.append(word)
    return codes.Selection(frozenset(own | UNREADABLE), codes.selection(levels, "--fail-on").levels)


def _allowed(wishes: _Writing) -> None:
    from quotediff.corpus.files import in_ci  # noqa: PLC0415 - so that --help is quick

    if (wishes.by or wishes.matching) and not wishes.reason:
        raise UsageError("--by and --matching: are for --record REASON")
    if wishes.reason is not None and not wishes.reason.strip():
        raise UsageError("--record: needs a reason")
    if in_ci() and (wishes.update or wishes.prune or wishes.reason):
        raise UsageError("CI is set, so nothing is written; use --update, --record and --prune at your desk")


def _examined(
    session: Session, folder: str, base: str | None, baseline: str | None, wishes: _Writing
) -> Examination:
    """The corpus examined; again if the baseline was changed."""
    from quotediff.corpus import baseline as baselines  # noqa: PLC0415 - so that --help is quick
    from quotediff.corpus.examine import examine, examine_again  # noqa: PLC0415 - likewise
    from quotediff.corpus.propose import propose  # noqa: PLC0415 - likewise

    file = Path(baseline) if baseline else None
    new = file is not None and not file.exists() and bool(wishes.reason)  # to be made
    found = examine(Path(folder), base, None if new else file)
    known = file or (Path(found.report.baseline) if found.report.baseline else Path(folder) / baselines.NAME)
    changed = 0
    if wishes.prune and found.gone:
        changed += baselines.prune(known, found.gone)
        session.add_note(f"{known}: {changed} struck out")
    if wishes.reason:
        by = wishes.by or _user()
        chosen = [f for f in found.report.findings if _matches(wishes.matching, f.identity)]
        added = baselines.record(known, chosen, wishes.reason.strip(), by)
        session.add_note(f"{known}: {added} added, by {by}")
        changed += added
    if changed:
        found = examine_again(found, file)
    if wishes.update:
        written = propose(found)
        for path, number in written:
            session.add_note(f"{path}: {number} proposed")
        session.add_note(f"decide with: quotediff review {folder}" if written else "nothing to propose")
    return found


def _matches(pattern: str | None, identity: str) -> bool:
    try:
        return pattern is None or re.search(pattern, identity) is not None
    except re.error as error:
        raise UsageError(f"--matching: is not a regular expression: {error}") from None


def _status(report: Report, wanted: Selection) -> int:
    from quotediff.report import UNREADABLE  # noqa: PLC0415 - so that --help is quick

    if any(found.code in UNREADABLE for found in report.findings):
        return FAILED
    return FINDINGS if any(map(wanted.holds, report.findings)) else 0


def _user() -> str:
    """Who works here: as git knows, or as the system does."""
    from quotediff.corpus import git  # noqa: PLC0415 - so that --help is quick

    with suppress(UsageError):
        if name := git.ask("config", "user.name").decode("utf-8", "replace").strip():
            return name
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    raise UsageError("--record: name yourself with --by NAME")

"""``quotediff review``: accepts or rejects proposed expectations, one at a time, on a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotediff.cli.progress import is_terminal
from quotediff.cli.run import FINDINGS, Session
from quotediff.errors import UsageError, no_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotediff.corpus.propose import Proposal

_ANSWERS = {"a": "accept", "r": "reject", "s": "skip", "q": "quit"}


@click.command("review", short_help="Accept or reject proposed expectations, one at a time.")
@click.argument("folder", metavar="DIR")
@click.pass_obj
def review(session: Session, *, folder: str) -> None:
    """Review the proposals of `quotediff check --update` in DIR, one at a time: accept, reject, skip or quit.

    An accepted proposal goes into the expectations, whose comments and order stay; a rejected one is deleted.
    Each answer takes effect at once.

    Exit status: 0 all decided, 1 some are left, 2 there is no terminal, or CI is set.
    """
    files = _waiting(Path(folder))
    left = 0
    quitting = False
    total = sum(len(proposals) for _, proposals in files)
    number = 0
    for path, proposals in files:
        kept, number, quitting = _decide(path, proposals, (number, total), quitting=quitting)
        left += kept
    click.echo(f"{total - left} decided, {left} left" if total else "no proposals")
    if left:
        session.status = FINDINGS


def _waiting(folder: Path) -> list[tuple[Path, list[Proposal]]]:
    """All files of proposals with what they propose.

    Raises:
        UsageError: this is no terminal, CI is set, or a file cannot be read.
    """
    from quotediff.corpus.examine import PROPOSED  # noqa: PLC0415 - likewise
    from quotediff.corpus.files import in_ci  # noqa: PLC0415 - so that --help is quick
    from quotediff.corpus.propose import load  # noqa: PLC0415 - likewise

    if in_ci():
        raise UsageError("CI is set, so nothing is written; review proposals at your desk")
    if not all(map(is_terminal, (sys.stdin, sys.stdout))):
        raise UsageError("review: asks a person, so it needs a terminal for input and output")
    if not folder.is_dir():
        raise UsageError(f"{folder}: {no_folder(folder)}")
    paths = [*folder.glob(f"*{PROPOSED}"), *folder.glob(f"*/*{PROPOSED}")]
    return [(path, load(path)) for path in sorted(paths)]


def _decide(
    path: Path, proposals: list[Proposal], count: tuple[int, int], *, quitting: bool
) -> tuple[int, int, bool]:
    """Asks about each proposal of a file; gives how many are left, the count so far, whether to quit."""
    from quotediff.corpus.merge import accept  # noqa: PLC0415 - so that --help is quick
    from quotediff.corpus.propose import save, target  # noqa: PLC0415 - likewise

    left = list(proposals)
    number, total = count
    for proposal in proposals:
        if quitting:
            break
        number += 1
        click.echo("".join(_shown(target(path), proposal, number, total)))
        answer = _asked()
        quitting = answer == "quit"
        if answer == "accept":
            try:
                accept(target(path), proposal)
            except UsageError as error:  # the file changed since: one that no longer fits costs no other
                click.echo(f"not accepted: {_plain(error)}")
                continue
        if answer in {"accept", "reject"}:
            left.remove(proposal)
            save(path, left)
    return len(left), number, quitting


def _asked() -> str:
    """What the person answers; the end of the input is to quit."""
    while True:
        click.echo("accept, reject, skip or quit [a/r/s/q]? ", nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo()
            return "quit"
        word = line.strip().lower()
        answer = next((a for a in _ANSWERS.values() if word and a.startswith(word)), None)
        if answer:
            return answer


def _shown(path: Path, proposal: Proposal, number: int, total: int) -> Iterator[str]:
    """A proposal: what it would do to which file and why, and the table before and after."""
    from quotediff.rendering.terminal import visible  # noqa: PLC0415 - so that --help is quick

    yield f"\n{number} of {total}  {visible(str(path))}: {proposal.action} {_what(proposal)}\n"
    yield f"  {visible(proposal.why)}\n"
    was, now = proposal.was, proposal.now
    if proposal.speaker:
        yield f"  {_styled('+ [[speaker]]', 'new')}\n" + "".join(_keys(proposal.speaker, "+ "))
    for key in dict.fromkeys((*was, *now)):
        before, after = was.get(key), now.get(key)
        if before == after:
            yield f"    {key} = {_plain(before)}\n"
        elif isinstance(before, (str, list)) and isinstance(after, (str, list)):
            yield from _difference(key, before, after)
        else:
            yield f"  {_styled(f'- {key} = {_plain(before)}', 'old')}\n" if before is not None else ""
            yield f"  {_styled(f'+ {key} = {_plain(after)}', 'new')}\n" if after is not None else ""


def _what(proposal: Proposal) -> str:
    return {"create": "an empty file"}.get(proposal.action, f"a {proposal.table}")


def _keys(values: Mapping[str, Any], sign: str) -> Iterator[str]:
    for key, value in values.items():
        yield f"  {_styled(f'{sign}{key} = {_plain(value)}', 'new')}\n"


def _difference(key: str, before: str | list[str], after: str | list[str]) -> Iterator[str]:
    """The old and the new words, with those that differ marked."""
    from quotediff.align.words import edits  # noqa: PLC0415 - so that --help is quick
    from quotediff.rendering.edits import bracketed, pieces  # noqa: PLC0415 - likewise

    steps = edits(_plain(before), _plain(after))
    for sign, side in (("-", "old"), ("+", "new")):
        drawn = (
            _styled(piece.text if _colors() else bracketed(piece), piece.style)
            for piece in pieces(steps, side, gaps=_colors())
        )
        yield f"  {sign} {key} = {''.join(drawn)}\n"


def _plain(value: object) -> str:
    """A value on one line, as it stands in the file but for its marks; nothing in it is obeyed."""
    from quotediff.rendering.terminal import visible  # noqa: PLC0415 - so that --help is quick

    if isinstance(value, bool):
        return str(value).lower()
    parts = value if isinstance(value, list) else [value]
    return visible(" | ".join(str(part) for part in parts))


def _styled(text: str, style: str) -> str:
    from quotediff.rendering.lines import STYLES  # noqa: PLC0415 - so that --help is quick

    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if style and _colors() else text


def _colors() -> bool:
    """Whether the terminal is to be given colors: unless NO_COLOR is set, or it is dumb."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

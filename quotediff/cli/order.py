"""The options that say which version came first, and in which order findings are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotediff.errors import UsageError

if TYPE_CHECKING:
    from quotediff.cli.run import Session
    from quotediff.model import Extract

_WAYS = ("given", "version", "header", "time", "name", "auto")  # not order.WAYS: --help loads nothing

order_option = click.option(
    "--order",
    type=click.Choice(_WAYS),
    default="given",
    show_default=True,
    help="How to order the versions: as given; by the version in the file's metadata; by the numbers in the "
    "wire's header; by time; by the numbers in the files' names; or auto, by all of these, if they agree.",
)


sort_option = click.option(
    "--sort",
    type=click.Choice(("worst", "story")),
    default="worst",
    show_default=True,
    help="The order of the findings: the most serious first, or as they stand in the text.",
)


def stories(session: Session, versions: tuple[Extract, ...], *, grouped: bool) -> list[tuple[Extract, ...]]:
    """The versions of each story, as ``by_story``; of one, where they were named one by one."""
    return by_story(session, versions) if grouped else [versions]


def by_story(session: Session, versions: Sequence[Extract]) -> list[tuple[Extract, ...]]:
    """The versions of each story that has several, in the order in which the stories come.

    Those that name no story are of one. Versions that are the only ones of their story are counted in a note.

    Raises:
        UsageError: no story has several versions.
    """
    stories: dict[str, list[Extract]] = {}
    for version in versions:
        stories.setdefault(version.document.meta.story or "", []).append(version)
    several = [tuple(found) for found in stories.values() if len(found) > 1]
    alone = [found[0].document.name for found in stories.values() if len(found) == 1]
    if not several:
        raise UsageError("no story has several versions here; name two or more versions of one")
    if len(alone) == 1:
        session.add_note(f"{alone[0]}: the only version of its story; not traced")
    elif alone:
        session.add_note(
            f"{alone[0]} and {len(alone) - 1} more: the only versions of their stories; not traced"
        )
    return several


def ordered(
    session: Session, versions: Sequence[Extract], order: str
) -> tuple[tuple[Extract, ...], tuple[str, ...]]:
    """The versions oldest first, and by what they were ordered.

    Versions that are given in an order that something in them speaks against are remarked upon.

    Raises:
        UsageError: the order cannot be found, or two sources disagree.
    """
    from quotediff.tracing.order import arrange, doubt  # noqa: PLC0415 - so that --help is quick

    found = arrange(versions, order)
    if order == "given":
        session.add_note(doubt(versions))
    return tuple(versions[k] for k in found.versions), found.by

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
    help="How to order the versions: as given; by the number in the file's metadata, by the wire's numbers, "
    "by times, or by the numbers in the files' names; or by all of these, which must not disagree.",
)


sort_option = click.option(
    "--sort",
    type=click.Choice(("worst", "story")),
    default="worst",
    show_default=True,
    help="The order of the findings: what an editor wants to know first, or that of the text.",
)


def of_one_story(session: Session, versions: tuple[Extract, ...]) -> tuple[Extract, ...]:
    """The versions of the one story that has several. Those that name no story are of one.

    Raises:
        UsageError: several stories have several versions.
    """
    stories: dict[str, list[Extract]] = {}
    for version in versions:
        stories.setdefault(version.document.meta.story or "", []).append(version)
    several = {story: found for story, found in stories.items() if len(found) > 1}
    if len(several) > 1:
        named = "; ".join(map(_named, list(several.values())[:2]))
        raise UsageError(f"{len(several)} stories have several versions; name those of one: {named}")
    for story, found in stories.items():
        if story not in several:
            session.add_note(f"{found[0].document.name}: the only version of its story; not traced")
    return tuple(next(iter(several.values()), ()))


def _named(versions: Sequence[Extract]) -> str:
    """How to name the versions of a story: by its id if it says all, else each."""
    documents = [version.document for version in versions]
    first = documents[0]
    story = first.meta.story or ""
    alone = all(d.path == first.path and d.item not in (None, story) for d in documents)
    if alone and story.isprintable() and story:
        return f"{first.path}#{story}"
    return " ".join(document.name for document in documents)


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

"""The options that say which version came first, and in which order findings are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quotediff.cli.run import Session
    from quotediff.model import Extract

order_option = click.option(
    "--order",
    type=click.Choice(("given", "header", "time", "name", "auto")),  # not order.WAYS: --help loads nothing
    default="given",
    show_default=True,
    help="How the versions are put in order: as given; by what wires number them by, by times, or by numbers "
    "in the files' names; or by all of these, which must not disagree.",
)


sort_option = click.option(
    "--sort",
    type=click.Choice(("worst", "story")),
    default="worst",
    show_default=True,
    help="The order of the findings: what an editor wants to know first, or as the words stand in the story.",
)


def ordered(
    session: Session, versions: Sequence[Extract], order: str
) -> tuple[tuple[Extract, ...], tuple[str, ...]]:
    """The versions oldest first, and what told their order.

    Versions that are given in an order that something in them speaks against are remarked upon.

    Raises:
        UsageError: the order is not told, or told in two ways.
    """
    from quotediff.tracing.order import arrange, doubt  # noqa: PLC0415 - so that --help is quick

    found = arrange(versions, order)
    if order == "given":
        session.remark(doubt(versions))
    return tuple(versions[k] for k in found.versions), found.by

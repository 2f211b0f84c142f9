"""Options that ``build`` and ``retry`` share."""

from __future__ import annotations

import click

limit_option = click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long a story may take; one that takes longer is rejected.",
)
fail_option = click.option(
    "--fail-on",
    type=click.Choice(("rejects",)),
    help="Exit with 1 if a version or a story was rejected.",
)

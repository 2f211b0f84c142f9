"""The option that says what finds the quotes, for every command that does."""

from __future__ import annotations

from typing import get_args

import click

from quotediff.model import Engine


def _installed(context: click.Context, parameter: click.Parameter, engine: Engine) -> Engine:
    """The engine; an error with the remedy before anything is read if it is not installed."""
    del context, parameter
    if engine == "deep":
        from quotediff.extraction.engine import require  # noqa: PLC0415 - start-up: only who asks for it pays

        require(engine)
    return engine


engine_option = click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    default="network",
    show_default=True,
    callback=_installed,
    help="What finds the quotes: rules with a small network; rules alone, which start faster; or deep, rules "
    "with a large network, which finds most, but is slow and must be installed separately.",
)

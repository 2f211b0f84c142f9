"""The option that says what finds the quotes, for every command that does."""

from __future__ import annotations

import click

engine_option = click.option(
    "--engine",
    type=click.Choice(("rules", "network")),  # not extract.ENGINES: --help must not load the engine
    default="rules",
    show_default=True,
    help="What finds the quotes: rules, quick to start; or rules and a small network together.",
)

"""The option that says what finds the quotes, for every command that does."""

from __future__ import annotations

import click

engine_option = click.option(
    "--engine",
    type=click.Choice(("network", "rules")),  # not extract.ENGINES: --help must not load the engine
    default="network",
    show_default=True,
    help="What finds the quotes: rules and a small network together; or rules alone, quicker to start.",
)

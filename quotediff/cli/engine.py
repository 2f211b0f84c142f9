"""The option that says what finds the quotes, for every command that does."""

from __future__ import annotations

from typing import get_args

import click

from quotediff.model import Engine

engine_option = click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    default="network",
    show_default=True,
    help="Find quotes with rules and a small network, or with rules alone, which start quicker.",
)

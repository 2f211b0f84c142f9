"""The options that say what is reported of two versions, over what a project has set."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

import click

from quotediff.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotediff.config import Settings


def _given(
    given: dict[str, str | None], severity: tuple[str, ...], path: str | None, *, show_all: bool
) -> Settings:
    from quotediff import config  # noqa: PLC0415 - loaded when asked for, so that --help is quick
    from quotediff.config import codes  # noqa: PLC0415

    settings = config.over(config.load(path), {**given, "severity": ",".join(severity) or None})
    return replace(settings, show=settings.show | codes.hidden()) if show_all else settings


def settings_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives a command --select, --ignore, --severity, --show, --all and --config, as its ``settings``."""

    @wraps(command)
    def with_settings(  # noqa: PLR0913 - one argument an option
        *args: object,
        select: str | None,
        ignore: str | None,
        shown: str | None,
        severity: tuple[str, ...],
        path_of_config: str | None,
        show_all: bool,
        fail_on: str | None = None,
        min_confidence: str | None = None,
        aliases: str | None = None,
        **kwargs: object,
    ) -> object:
        given = {"select": select, "ignore": ignore, "show": shown, "fail-on": fail_on}
        given |= {"min-confidence": min_confidence, "aliases": aliases}
        settings = _given(given, severity, path_of_config, show_all=show_all)
        click.get_current_context().obj.inputs += settings.files  # no answer is written over them
        return command(*args, settings=settings, **kwargs)

    for option in reversed(_SETTING_OPTIONS):
        option(with_settings)
    return with_settings


def reading_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives a command that compares nothing --aliases and --config, as its ``settings``."""

    @wraps(command)
    def with_settings(
        *args: object,
        path_of_config: str | None,
        aliases: str | None,
        min_confidence: str | None = None,
        **kwargs: object,
    ) -> object:
        from quotediff import config  # noqa: PLC0415 - as above

        given = {"min-confidence": min_confidence, "aliases": aliases}
        settings = config.over(config.load(path_of_config), given)
        click.get_current_context().obj.inputs += settings.files  # no answer is written over them
        return command(*args, settings=settings, **kwargs)

    return aliases_option(_CONFIG(with_settings))


min_confidence_option = click.option(
    "--min-confidence",
    metavar="P",
    help="Leave out quotes whose confidence is below P, from 0 to 1 [default: 0].",
)
aliases_option = click.option(
    "--aliases", metavar="FILE", help='A TOML file of names that are one person or body: "A" = ["B", "C"].'
)
_CONFIG = click.option(
    "--config",
    "path_of_config",
    metavar="FILE",
    help="The settings file [default: the nearest quotediff.toml or pyproject.toml, from here upwards].",
)
_SETTING_OPTIONS = (
    click.option(
        "--select", metavar="CODE,...", help="Report only these codes; QD2 means all that begin with QD2."
    ),
    click.option(
        "--ignore", metavar="CODE,...", help="Do not report these codes, even if they are selected."
    ),
    click.option(
        "--severity",
        metavar="CODE=LEVEL,...",
        multiple=True,
        help="Give a code another severity: error, warning or note.",
    ),
    click.option(
        "--show",
        "shown",
        metavar="CODE,...",
        help="Report these codes too, which are hidden by default.",
    ),
    click.option("--all", "show_all", is_flag=True, help="Report all hidden codes too."),
    _CONFIG,
)

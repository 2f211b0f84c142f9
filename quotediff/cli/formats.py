"""The option that says what the files are, for every command that reads articles."""

from __future__ import annotations

import click


class _Format(click.ParamType):  # type: ignore[type-arg]  # older clicks cannot say of what
    """The name of a format that is read."""

    name = "format"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; fails if there is no such format."""
        from quotediff.readers import READERS  # noqa: PLC0415 - loaded when asked for, so that --help is quick

        word = str(value)
        if word not in READERS:
            self.fail(f"no format {word!r}; there are {', '.join(READERS)}", param, ctx)
        return word


input_format_option = click.option(
    "--input-format",
    type=_Format(),
    metavar="NAME",
    help="The format of the files, such as plain or nitf [default: found from their content].",
)

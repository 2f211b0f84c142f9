"""The option that says what the files are, for every command that reads articles; which hold several."""

from __future__ import annotations

import os
import stat

import click

_SEVERAL = frozenset(  # formats with several stories in one file
    {"anpa", "ap", "feed", "iptc7901", "jsonl", "newsml", "newsml-g2", "ninjs", "warc", "zip"}
)
_HEAD_BYTES = 8192  # bytes of a file that tell
_XML_ROOTS = (
    b"newsmessage",
    b"newsitem",
    b"newsml",
    b"packageitem",
    b"contentset",
    b"<rss",
    b"<feed",
    b"rdf",
)
_COMPRESSED_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"WARC/", b"\x01", b"\x16", b"\x7f")


def may_hold_several(path: str, input_format: str | None) -> bool:
    """Whether a file may hold several stories, by its first bytes; not if it cannot be read.

    What is no regular file may be read but once, and is said to hold several.
    """
    if input_format is not None:
        return input_format in _SEVERAL
    if "#" in path and not os.path.lexists(path):  # the id of a story, of which there may be versions
        return True
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - a NUL in a name is no error here
            return not os.path.isdir(path)  # noqa: PTH112 - likewise
        with open(path, "rb") as stream:  # noqa: PTH123 - a NUL in a name is no error here
            head = stream.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    if head.startswith(_COMPRESSED_MAGIC):
        return True
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\0", b"").lower()
    if head.startswith((b"{", b"[")):
        return True
    return b"<" in head[:4] and any(root in head for root in _XML_ROOTS)


class _Format(click.ParamType):  # type: ignore[type-arg]  # older clicks cannot say of what
    """The name of a format that is read."""

    name = "format"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; fails if there is no such format."""
        from quotediff.readers import FORMATS  # noqa: PLC0415 - loaded when asked for, so that --help is quick

        word = str(value)
        if word not in FORMATS:
            self.fail(f"no format {word!r}; there are {', '.join(FORMATS)}", param, ctx)
        return word


input_format_option = click.option(
    "--input-format",
    type=_Format(),
    metavar="NAME",
    help="The format of the files, such as plain or nitf [default: found from their content].",
)

"""``jsonl``: one object a line: a ``document`` of ``list``, or all of ``compare``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.render import values
from quotediff.render.jsonformat import dumps

if TYPE_CHECKING:
    from quotediff.model import Comparison, Extract
    from quotediff.render import Options


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """A line for each article, as soon as it is there."""
    for extract in extracts:
        yield dumps(values.document(extract, with_text=options.with_text)) + "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A single line, so that many comparisons can be put into one file."""
    yield dumps(values.comparison(result, with_text=options.with_text)) + "\n"

"""``json``: one object, as the command's JSON Schema has it, such as ``list.schema.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from quotediff.rendering import values

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal

# Written as escapes, which is the same JSON value: a terminal would obey the controls, nobody sees what has
# no width, editors break lines at the separators, and a lone surrogate (from a file name that is no UTF-8)
# has no other writing.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_COMMAND = re.compile(r"#(?=#\w*\[)")  # ``##[...]``: runners of forges obey it

_SPAN_LENGTH = 2
_SCALARS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: repr,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
}


def dumps(value: values.Value, indent: int | None = None) -> str:
    """A value as JSON: characters as themselves unless a terminal would act on them; stable key order.

    With ``indent`` each entry has a line of its own, but a span stands on one.
    """
    if indent is None:
        return _safe(json.dumps(value, ensure_ascii=False))
    return _safe(_laid_out(value, "\n", " " * indent))


def _safe(text: str) -> str:
    return _COMMAND.sub(r"\\u0023", _UNSAFE.sub(_escape, text))


def _laid_out(value: object, line: str, step: str) -> str:
    """A value over several lines, as ``json`` writes it; ``line`` is a line break and what it is indented by.

    The standard library's is a chain of generators, which takes half as long again.
    """
    scalar = _SCALARS.get(type(value))
    if scalar is not None:
        return scalar(value)
    below = line + step
    if isinstance(value, dict) and value:
        entries = []
        for key, each in value.items():
            scalar = _SCALARS.get(type(each))  # asked here, as most are, so that they take no call
            written = _laid_out(each, below, step) if scalar is None else scalar(each)
            entries.append(f"{below}{encode_basestring(key)}: {written}")
        return f"{{{','.join(entries)}{line}}}"
    if isinstance(value, list | tuple) and value:
        if (
            len(value) == _SPAN_LENGTH
            and type(value[0]) is type(value[1]) is int
            and value[0] >= 0 <= value[1]
        ):
            return f"[{value[0]}, {value[1]}]"
        return f"[{','.join([below + _laid_out(each, below, step) for each in value])}{line}]"
    return json.dumps(value, ensure_ascii=False)


def _escape(match: re.Match[str]) -> str:
    """A character as an escape; as two if its number is beyond FFFF."""
    return json.dumps(match[0])[1:-1]


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """One object with a ``documents`` list, written one document at a time."""
    return _listed("documents", (values.document(e, with_text=options.with_text) for e in extracts))


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """One object with a ``documents`` list, written one article at a time."""
    return _listed("documents", (values.sources(a, with_text=options.with_text) for a in articles))


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """One object with a ``comparisons`` list, each as `compare` has it, written one at a time."""
    return _listed("comparisons", (values.comparison(r, with_text=options.with_text) for r in results))


def _listed(name: str, listed: Iterable[values.Value]) -> Iterator[str]:
    yield f'{{\n  "schema_version": {values.SCHEMA_VERSION},\n  "{name}": ['
    separator = ""
    for value in listed:
        yield separator + "\n    " + _safe(_laid_out(value, "\n    ", "  "))
        separator = ","
    yield "\n  ]\n}\n" if separator else "]\n}\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """One object with both documents, the pairs and the changes."""
    yield dumps(values.comparison(result, with_text=options.with_text), indent=2) + "\n"


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """One object with all findings, and what became of quotes since the base."""
    from quotediff.rendering import checkvalues  # noqa: PLC0415 - most runs check no corpus

    yield dumps(checkvalues.check(result), indent=2) + "\n"


def history(result: History, options: Options) -> Iterator[str]:
    """One object with the versions, each traced quote, and the steps between versions."""
    yield dumps(values.history(result, with_text=options.with_text), indent=2) + "\n"


def histories(results: Iterable[History], options: Options) -> Iterator[str]:
    """One object with a ``histories`` list, each as `history` has it of one story, written one at a time."""
    return _listed("histories", (values.history(r, with_text=options.with_text) for r in results))


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:
    """One object with a ``histories`` list, each as `sources --versions` has it of one story."""
    return _listed("histories", (values.sources_history(r, with_text=options.with_text) for r in results))


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """One object with the versions and each speaker over them."""
    yield dumps(values.sources_history(result, with_text=options.with_text), indent=2) + "\n"


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """One object with a list of speakers."""
    yield dumps(values.sources_total(result), indent=2) + "\n"


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """One object with the measures, tables and errors of each pair of gold and answer."""
    from quotediff.rendering import scorevalues  # noqa: PLC0415 - most runs evaluate nothing

    yield dumps(scorevalues.evaluation(result), indent=2) + "\n"

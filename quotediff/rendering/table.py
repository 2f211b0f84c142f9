"""``table``: for people at a terminal, within its width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.rendering import edits
from quotediff.rendering.grid import BREAK, STYLES, Cell, heading, layout
from quotediff.rendering.terminal import Run, escaped, visible
from quotediff.rendering.words import (
    NO_STORY,
    Index,
    Side,
    Sides,
    changes_line,
    drawn_edits,
    kind_words,
    left_out_line,
    message_has_all_words,
    moved,
    near,
    quotes_line,
    shortened,
    undeclared_line,
)

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.model import Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.versions import History, Sources, SourcesHistory

_QUOTE_COLUMNS = {"id": 6, "¶": 6, "kind": 8, "speaker": 0.22, "cue": 0.14, "words": 1.0}
_NARROW_COLUMNS = {"id": 6, "speaker": 0.3, "words": 1.0}  # who said what, where there is no room for more
_CHANGE_COLUMNS = {"change": 24, "speaker": 0.22, "what happened": 1.0}


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """A heading, a table and a line of counts for each article."""
    separator = ""
    for extract in extracts:
        index = Index(extract)
        path, title = escaped(extract.document.name), visible(extract.document.title)
        yield separator + heading(f"{path}: {title}" if title else path, options)
        if extract.quotes:
            yield _quotes(index, options) + "\n\n"
        yield quotes_line(extract) + "\n"
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The changes, worst first as they come, and a line of counts."""
    old, new = (escaped(e.document.name) for e in (result.old, result.new))
    yield heading(f"{old} → {new}", options)
    if line := undeclared_line(result):
        yield heading(line, options, "warning")
    if result.changes:
        sides = Sides(result)
        rows: list[list[Cell]] = []
        for change in result.changes:
            if rows:  # a line between findings
                rows.append([[] for _ in _CHANGE_COLUMNS])
            rows.append(_change(change, *sides.of(change), color=options.color))
        yield layout(_CHANGE_COLUMNS, rows, options) + "\n\n"
    if result.left_out:
        yield visible(left_out_line(result)) + "\n"
    yield changes_line(result) + "\n"


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same for each story, or a line if there is none."""
    separator = ""
    for result in results:
        yield separator
        yield from comparison(result, options)
        separator = "\n"
    if not separator:
        yield NO_STORY + "\n"


def check(result: Report, options: Options) -> Iterator[str]:
    """What a check of a corpus found, a paragraph a finding."""
    from quotediff.rendering import checks  # noqa: PLC0415 - as below

    return checks.check(result, options)


def history(result: History, options: Options) -> Iterator[str]:
    """Each quote, traced, with a column for each version."""
    from quotediff.rendering import overview  # noqa: PLC0415 - most runs show no history

    return overview.history(result, options)


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """A table of speakers for each article."""
    from quotediff.rendering import overview  # noqa: PLC0415 - as above

    return overview.sources(articles, options)


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """The speakers of a story, with a column a version."""
    from quotediff.rendering import overview  # noqa: PLC0415 - as above

    return overview.sources_history(result, options)


def _quotes(index: Index, options: Options) -> str:
    limits = _QUOTE_COLUMNS if options.width >= 64 else _NARROW_COLUMNS
    rows = [_quote(index, quote) for quote in index.extract.quotes]
    return layout(limits, [[row[head] for head in limits] for row in rows], options)


def _quote(index: Index, quote: Quote) -> dict[str, Cell]:
    cue = "(inherited)" if quote.inherited else "" if quote.cue is None else quote.cue.text
    texts = {
        "id": quote.id,
        "¶": str(quote.paragraph),
        "kind": kind_words(quote),
        "speaker": visible(index.name(quote)),
        "cue": visible(cue),
        "words": visible(shortened(index.words(quote))),
    }
    return {head: [Run(text)] for head, text in texts.items()}


def _change(change: Change, old: Side, new: Side, *, color: bool) -> list[Cell]:
    severity = change.severity.value
    where = moved(old.paragraph, new.paragraph)
    code = [Run(severity, STYLES[severity]), Run(f" {change.code}"), BREAK, Run(visible(change.name))]
    if where:
        code += [BREAK, Run(f"¶ {where}")]
    what = [Run(visible(change.message))]
    words = _words(change, old, new, color=color)
    if words:
        what += [BREAK, *words]
    return [code, [Run(visible(moved(old.speaker, new.speaker)))], what]


def _words(change: Change, old: Side, new: Side, *, color: bool) -> Cell:
    """The words at issue: with what differs marked, if anything does, else what was there and what is."""
    if message_has_all_words(change, old, new):
        return []
    steps = drawn_edits(change, old, new)
    if any(edit.op != "equal" for edit in steps):
        return _drawn(edits.pieces(near(steps), gaps=color), color=color)
    if old.words == new.words:
        return [Run(visible(shortened(new.words)))]
    gone, there = (visible(side.words) for side in (old, new))
    between = [BREAK] if gone and there else []
    return [
        *_drawn(edits.replaced(gone, ""), color=color),
        *between,
        *_drawn(edits.replaced("", there), color=color),
    ]


def _drawn(pieces: Iterable[edits.Piece], *, color: bool) -> Cell:
    """What differs in colour, or else in brackets."""
    return [
        Run(piece.text if color else edits.bracketed(piece), STYLES.get(piece.style, "")) for piece in pieces
    ]

"""The drawings of ``docs/architecture.md``: how values flow from stage to stage, and who imports whom.

``scripts/readme`` writes them into ``docs/`` as SVG, and with ``--check`` says which differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent

_WIDTH, _HEIGHT = 208, 44  # of a box
_COLUMN, _ROW = 318, 84  # from one to the next
_EDGE = 16  # around the drawing
_STYLE = (
    "text{font:13px sans-serif;fill:#1a1a1a}.of{font:11px monospace;fill:#555}.type{font:11px monospace;"
    "fill:#0b5394}rect{fill:#f5f5f5;stroke:#888}.end{fill:#fff3d6}path{fill:none;stroke:#555}"
)


@dataclass(frozen=True)
class Box:
    """A stage, or what comes in or goes out, with its place; ``code``: its function, below ``quotediff``."""

    words: str
    column: float
    row: float
    code: str = ""


@dataclass(frozen=True)
class Arrow:
    """What passes from one box to another: the name of its type."""

    start: str
    end: str
    type: str


BOXES = {
    "file": Box("a file", 0, 0),
    "read": Box("read", 0, 1, "readers.read_path"),
    "annotate": Box("annotate", 0, 2, "extraction.document.annotate"),
    "cues": Box("find cues", 0, 3, "extraction.cues.find_cues"),
    "rules": Box("each rule", 0, 4, "extraction.rules.before.said_before"),
    "network": Box("network", 0, 5, "extraction.learned.candidates.network"),
    "merge": Box("merge proposals", 0, 6, "extraction.select.merge_proposals"),
    "select": Box("select", 0, 7, "extraction.select.select"),
    "continue": Box("continue quotes", 1, 7, "extraction.continue_quotes.continue_quotes"),
    "resolve": Box("resolve speakers", 1, 6, "extraction.speakers.resolve"),
    "extract": Box("one article, extracted", 1, 5, "extraction.engine.extract"),
    "normalize": Box("normalize, each version", 1, 4, "align.normalize.NormalizedText"),
    "align": Box("align sentences", 1, 3, "align.sentences.align"),
    "pair": Box("pair quotes", 1, 2, "align.quotes.pair"),
    "context": Box("gather what holds", 1, 1, "changes.context.ComparisonContext"),
    "judge": Box("ask each code", 1, 0, "changes.judge"),
    "compare": Box("compare", 2, 0, "api.compare"),
    "trace": Box("trace through versions", 2, 3, "tracing.trace"),
    "tally": Box("tally speakers", 2, 5, "tallying.tally"),
    "evaluate": Box("evaluate", 2, 6, "evaluation.evaluate.evaluate"),
    "load": Box("load annotations", 2, 7, "annotations.reading.load"),
    "render": Box("render", 3, 3, "rendering.render"),
    "text": Box("text, in any format", 3, 4),
}

ARROWS = (
    Arrow("file", "read", "bytes"),
    Arrow("read", "annotate", "Document"),
    Arrow("annotate", "cues", "AnnotatedDocument"),
    Arrow("cues", "rules", "Cue"),
    Arrow("rules", "network", "Candidate"),
    Arrow("network", "merge", "Candidate"),
    Arrow("merge", "select", "Candidate"),
    Arrow("select", "continue", "Candidate"),
    Arrow("continue", "resolve", "Attributed"),
    Arrow("resolve", "extract", "Resolution"),
    Arrow("extract", "normalize", "Extract"),
    Arrow("normalize", "align", "NormalizedText"),
    Arrow("align", "pair", "Alignment"),
    Arrow("pair", "context", "Matching"),
    Arrow("context", "judge", "ComparisonContext"),
    Arrow("judge", "compare", "Judgement"),
    Arrow("extract", "tally", "Extract"),
    Arrow("normalize", "trace", "NormalizedText"),
    Arrow("load", "evaluate", "AnnotatedArticle"),
    Arrow("compare", "render", "Comparison"),
    Arrow("trace", "render", "History"),
    Arrow("tally", "render", "Sources"),
    Arrow("evaluate", "render", "Evaluation"),
    Arrow("render", "text", "str"),
)


def data_flow() -> str:
    """What each stage takes and gives, as SVG."""
    body = [*map(_arrow, ARROWS), *map(_box, BOXES.values())]
    columns, rows = (max(getattr(b, side) for b in BOXES.values()) for side in ("column", "row"))
    return _svg("How values flow from stage to stage", body, _x(columns) + _WIDTH, _y(rows) + _HEIGHT)


def layers() -> str:
    """The parts of the package from the first to the last; each imports only from those above it."""
    order = _order()
    body = []
    for row, names in enumerate(order):
        top = _EDGE + row * 34
        for column, name in enumerate(names):
            left = _EDGE + column * 150
            body.append(f'<rect x="{left}" y="{top}" width="140" height="26" rx="4"/>')
            body.append(f'<text x="{left + 70}" y="{top + 18}" text-anchor="middle">{name}</text>')
    widest = max(map(len, order))
    height = len(order) * 34
    side = 2 * _EDGE + widest * 150
    body.append(f'<path d="M{side} {height}V{_EDGE + 6}" marker-end="url(#head)"/>')
    body.append(f'<text class="of" x="{side + 8}" y="{height // 2}">may import</text>')
    return _svg("Which part may import which", body, side + 80, height)


def _order() -> list[list[str]]:
    """The parts in the order that the architecture states, which ``tests/test_layers.py`` holds."""
    lines = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    stated = next(line for line in lines if line.count(" <- ") > 9)
    return [[name.strip(" {}`.") for name in level.split(",")] for level in stated.split(" <- ")]


def _x(column: float) -> int:
    return round(_EDGE + column * _COLUMN)


def _y(row: float) -> int:
    return round(_EDGE + row * _ROW)


def _box(box: Box) -> str:
    left, top = _x(box.column), _y(box.row)
    kind = "" if box.code else ' class="end"'
    middle = left + _WIDTH // 2
    name = f'<text class="of" x="{middle}" y="{top + 36}" text-anchor="middle">{_short(box.code)}</text>'
    below = top + (19 if box.code else 27)
    return (
        f'<rect{kind} x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" rx="4"/>'
        f'<text x="{middle}" y="{below}" text-anchor="middle">{escape(box.words)}</text>'
        + name
        * bool(box.code)
    )


def _short(code: str) -> str:
    """The last two parts of a function's name."""
    return ".".join(code.split(".")[-2:])


def _arrow(arrow: Arrow) -> str:
    """A line from box to box: down, up or to the right."""
    start, end = BOXES[arrow.start], BOXES[arrow.end]
    if start.column == end.column:
        x = _x(start.column) + _WIDTH // 2
        down = end.row > start.row
        first, last = (
            (_y(start.row) + _HEIGHT, _y(end.row)) if down else (_y(start.row), _y(end.row) + _HEIGHT)
        )
        return _line(f"M{x} {first}V{last}", x + 6, (first + last) // 2 + 4, arrow.type)
    first, last = _x(start.column) + _WIDTH, _x(end.column)
    y, to = _y(start.row) + _HEIGHT // 2, _y(end.row) + _HEIGHT // 2
    return _line(f"M{first} {y}H{last - 14}V{to}H{last}", first + 4, y - 6, arrow.type)


def _line(path: str, x: int, y: int, words: str) -> str:
    return (
        f'<path d="{path}" marker-end="url(#head)"/><text class="type" x="{x}" y="{y}">{escape(words)}</text>'
    )


def _svg(title: str, body: list[str], width: int, height: int) -> str:
    head = (
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" style="fill:#555;stroke:none"/></marker></defs>'
    )
    whole = width + _EDGE, height + _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" role="img">'
        f"<title>{title}</title><style>{_STYLE}</style>{head}\n"
        f'<rect x="0" y="0" width="{whole[0]}" height="{whole[1]}" style="fill:#fff;stroke:none"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )

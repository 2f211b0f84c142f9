"""Where the lines, dots and names of a slope chart stand: a column a version, a line a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quotediff.limits import MAX_SLOPE_NAME_CHARS

if TYPE_CHECKING:
    from quotediff.rendering.page.views import Cell, Lane

_TOP_MARGIN, _BOTTOM_MARGIN = (
    36,
    12,
)  # above the highest dot, where the versions' numbers stand, and below the lowest
_COLUMN_WIDTH, _NAMES_WIDTH = 200, 240  # from version to version; for the names on either side
_HEIGHT = 240  # of the scale, unless the names of a column need more
_LINE_HEIGHT = 16  # from one name to the next


@dataclass(frozen=True, slots=True)
class Dot:
    """A share in one version, with what it is in words."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a dot: before it in the first version, else behind it."""

    x: float
    y: float
    text: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Slope:
    """A speaker: dots, and lines as pairs of dots."""

    name: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All speakers with their names, the numbers of the versions, and the size of what holds them."""

    width: int
    height: float
    slopes: tuple[Slope, ...]
    labels: tuple[Label, ...]
    heads: tuple[Label, ...]


def chart(lanes: Sequence[Lane], versions: int) -> Chart:
    """The chart of shares.

    Who is quoted in the first version is named before it, who is quoted in the last behind that; who is in
    neither, behind the last dot. No two names of a column cover each other.
    """
    most = max((cell.share for lane in lanes for cell in lane.cells if cell), default=0.0) or 1.0
    beside = [_named(lane.cells) for lane in lanes]
    columns = [column for found in beside for column in found]
    scale = max(_HEIGHT, _LINE_HEIGHT * max(map(columns.count, columns), default=0))
    dots = [
        [_dot(k, cell, scale, most) if cell else None for k, cell in enumerate(lane.cells)] for lane in lanes
    ]
    labels: list[Label] = []
    for column in sorted(set(columns)):
        at = [(dot.y, k) for k, found in enumerate(beside) if column in found and (dot := dots[k][column])]
        heights = _apart(sorted(at), _TOP_MARGIN + scale)
        labels += [_placed_label(lanes[k], column, y) for k, y in heights.items()]
    slopes = tuple(_slope(lane.name, of_lane) for lane, of_lane in zip(lanes, dots, strict=True))
    heads = tuple(Label(_x(k), 14, str(k + 1)) for k in range(versions))
    width = 2 * _NAMES_WIDTH + _COLUMN_WIDTH * max(0, versions - 1)
    return Chart(width, _TOP_MARGIN + scale + _BOTTOM_MARGIN, slopes, tuple(labels), heads)


def _slope(name: str, dots: Sequence[Dot | None]) -> Slope:
    """A speaker's dots, and a line from one version to the next where there are two."""
    lines = tuple((one, other) for one, other in pairwise(dots) if one and other)
    return Slope(name, tuple(dot for dot in dots if dot), lines)


def _named(cells: Sequence[Cell | None]) -> set[int]:
    """The columns beside which a speaker is named."""
    there = [k for k, cell in enumerate(cells) if cell]
    ends = {k for k in (0, len(cells) - 1) if k in there}
    return ends or set(there[-1:])


def _x(column: int) -> int:
    return _NAMES_WIDTH + _COLUMN_WIDTH * column


def _dot(column: int, cell: Cell, scale: float, most: float) -> Dot:
    return Dot(_x(column), _TOP_MARGIN + scale * (1 - cell.share / most), cell.words)


def _placed_label(lane: Lane, column: int, height: float) -> Label:
    """A name beside its dot: before the first column, behind any other."""
    before = column == 0
    return Label(_x(column) + (-12 if before else 12), height + 4, _label(lane, column), before)


def _label(lane: Lane, column: int) -> str:
    """The name, with the share in the version beside which it stands."""
    name = (
        lane.name if len(lane.name) <= MAX_SLOPE_NAME_CHARS else lane.name[: MAX_SLOPE_NAME_CHARS - 1] + "…"
    )
    cell = lane.cells[column]
    share = cell.words.partition(" ")[0] if cell else ""
    return f"{name} {share}" if column == 0 else f"{share} {name}"


def _apart(names: Sequence[tuple[float, int]], bottom: float) -> dict[int, float]:
    """Heights at least a line apart, as near as may be to those wanted, none below the bottom."""
    placed: list[float] = []
    for y, _ in names:
        placed.append(max(y, placed[-1] + _LINE_HEIGHT) if placed else y)
    for k in reversed(range(len(placed))):
        below = placed[k + 1] - _LINE_HEIGHT if k + 1 < len(placed) else bottom
        placed[k] = min(placed[k], below)
    return {k: y for (_, k), y in zip(names, placed, strict=True)}

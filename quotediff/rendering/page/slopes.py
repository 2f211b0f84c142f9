"""Where the lines, dots and names of a slope chart stand: a column a version, a line a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotediff.rendering.page.views import Lane

_MARGIN, _COLUMN, _NAMES = 10, 200, 240  # around all, from version to version, for the last column's names
_HEIGHT = 200  # of the scale, unless the names of a column need more
_LINE = 15  # from one name to the next
_LONGEST = 28  # characters of a name


@dataclass(frozen=True, slots=True)
class Dot:
    """A share in one version, with what it is in words."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Slope:
    """A speaker: dots, lines as pairs of dots, and the name beside the last dot, at ``name_y``."""

    name: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]
    name_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All speakers, with the width and the height of what holds them."""

    width: int
    height: float
    slopes: tuple[Slope, ...]


def chart(lanes: Sequence[Lane], versions: int) -> Chart:
    """The chart of shares; no two names of a column cover each other."""
    most = max((cell.share for lane in lanes for cell in lane.cells if cell), default=0.0) or 1.0
    ends = [max((k for k, cell in enumerate(lane.cells) if cell), default=-1) for lane in lanes]
    scale = max(_HEIGHT, _LINE * max(map(ends.count, ends), default=0))
    dots = [
        [
            Dot(2 * _MARGIN + _COLUMN * k, _MARGIN + scale * (1 - cell.share / most), cell.words)
            if cell
            else None
            for k, cell in enumerate(lane.cells)
        ]
        for lane in lanes
    ]
    heights: dict[int, float] = {}
    for column in set(ends) - {-1}:
        at = [(dot.y, k) for k, end in enumerate(ends) if end == column and (dot := dots[k][column])]
        heights |= _apart(sorted(at), _MARGIN + scale)
    slopes = tuple(
        Slope(
            lane.name if len(lane.name) <= _LONGEST else lane.name[: _LONGEST - 1] + "…",
            tuple(dot for dot in dots[k] if dot),
            tuple((one, other) for one, other in pairwise(dots[k]) if one and other),
            heights[k],
        )
        for k, lane in enumerate(lanes)
        if k in heights
    )
    return Chart(_COLUMN * max(0, versions - 1) + _NAMES, scale + 2 * _MARGIN, slopes)


def _apart(names: Sequence[tuple[float, int]], bottom: float) -> dict[int, float]:
    """Heights at least a line apart, as near as may be to those wanted, none below the bottom."""
    placed: list[float] = []
    for y, _ in names:
        placed.append(max(y, placed[-1] + _LINE) if placed else y)
    for k in reversed(range(len(placed))):
        below = placed[k + 1] - _LINE if k + 1 < len(placed) else bottom
        placed[k] = min(placed[k], below)
    return {k: y for (_, k), y in zip(names, placed, strict=True)}

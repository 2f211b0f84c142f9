"""The figures that scripts/score may not fall below: kept in floors.toml beside this, to three places."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
_HEAD = """\
# What scripts/score measured at its best with the default engine, and may not fall below. It goes up
# with scripts/score --update, and down only with --update --allow-regression.
#
# PolNeAR's went down once (found+source .937 to .935, statements .791 to .782): its annotators take
# acts (signed a bill) and headlines without marks (Pence calls for prosecutor) for attributions, which
# are no longer listed. They went down again (validation: relations .643 to .634, source / cue / content
# exact .738/.678/.630 to .715/.664/.627, source|found .955 to .953) with beliefs: what no word of the
# cue says that somebody thinks, wants or backs (ordered, sought, was angry about) is not listed; of
# such, four in ten were attributions to PolNeAR's annotators, and in comparisons they made false
# findings. They are back, but for statements (.785 to .782), with beliefs listed by confidence: topics
# and targets (was asked about the loan, was accused of theft), noun phrases of which the verb gives
# nobody's words (claimed a seat) and persons admitted or described are no longer listed as statements,
# some of which PolNeAR has; of the speech listed on news that is not politics .71 in place of .68 is
# right.
"""

Figures = dict[str, float]


def load() -> dict[str, Figures]:
    """The floors, by what was measured on; none where the file is missing."""
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def below(floors: Mapping[str, Figures], measured: Mapping[str, Figures]) -> list[str]:
    """A line for each figure below its floor."""
    return [
        f"{group}: {name} {figures[name]:.3f} is below its floor, {floor:.3f}"
        for group, figures in measured.items()
        for name, floor in floors.get(group, {}).items()
        if name in figures and round(figures[name], 3) < floor
    ]


def updated(
    floors: Mapping[str, Figures], measured: Mapping[str, Figures], *, lower: bool
) -> dict[str, Figures]:
    """The floors raised to what was measured; with ``lower`` lowered to it, too."""
    result = {group: dict(figures) for group, figures in floors.items()}
    for group, figures in measured.items():
        for name, figure in figures.items():
            value = round(figure, 3)
            kept = result.setdefault(group, {})
            kept[name] = value if lower else max(value, kept.get(name, value))
    return result


def save(floors: Mapping[str, Figures]) -> None:
    """Writes them."""
    lines = [_HEAD]
    for group, figures in sorted(floors.items()):
        lines.append(f'\n["{group}"]\n')
        lines += [f'"{name}" = {value:.3f}\n' for name, value in sorted(figures.items())]
    FILE.write_text("".join(lines), encoding="utf-8")

"""Who annotated sources are, from files beside a gold: read only.

A folder has a file ``NAME.tsv`` an article, with a row a source and these cells: the offsets of its start and
its end, its words, the speaker's name in the fullest form of the article, and the speaker's kind
(``person``, ``group``, ``organization``, ``document``, ``unnamed``). Several speakers are joined with
`` + ``. A row of kind ``generic`` or ``unclear`` is not measured. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quotediff.errors import UsageError, unreadable
from quotediff.evaluation.speakers import SourceSpeaker
from quotediff.text.spans import Span

_KINDS_LEFT_OUT = frozenset({"generic", "unclear"})
_CELLS = 5


def load(path: str) -> Mapping[str, tuple[SourceSpeaker, ...]]:
    """The sources of each article of a folder, by its name; or of the article of one file.

    Raises:
        UsageError: there are none, or a row is not as above.
    """
    folder = Path(path)
    files = sorted(folder.glob("*.tsv")) if folder.is_dir() else [folder]
    if not files:
        raise UsageError(f"{path}: holds no .tsv files of speakers; name the folder that does")
    return {file.stem: tuple(_sources(file)) for file in files}


def _sources(file: Path) -> list[SourceSpeaker]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from None
    found = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) < _CELLS or not all(map(str.isdecimal, cells[:2])):
            raise UsageError(
                f"{file}:{number}: is no row of a source; it has start, end, words, speaker and kind"
            )
        start, end, mention, speaker, kind = cells[:_CELLS]
        if kind not in _KINDS_LEFT_OUT:
            found.append(SourceSpeaker((Span(int(start), int(end)),), mention, speaker, kind))
    return found

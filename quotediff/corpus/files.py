"""Writing files: as a whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO


def in_ci() -> bool:
    """Whether this runs in continuous integration, where nothing may be written: ``CI`` is set, not off."""
    return os.environ.get("CI", "").strip().lower() not in {"", "0", "false", "no", "off"}


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """All pieces as the file's new content, its permissions kept; or OSError, and the old one untouched.

    What UTF-8 cannot hold, of a file's name that is none, is written as an escape.
    """
    target = path.resolve()  # a link stays a link
    draft, stream = _draft(target)
    try:
        with stream:
            stream.writelines(pieces)
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:  # after Ctrl-C too no draft stays behind
        draft.unlink(missing_ok=True)


def _draft(target: Path) -> tuple[Path, IO[str]]:
    """A new file beside the target. Of a run that was killed an old one may lie there; it is left alone."""
    for number in count():
        draft = target.with_name(f".quotediff.{os.getpid()}.{number}.tmp")  # no longer than names may be
        with suppress(FileExistsError):
            return draft, draft.open("x", encoding="utf-8", errors="backslashreplace", newline="")
    raise AssertionError

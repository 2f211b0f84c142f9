"""Writing files of a corpus: as a whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def in_ci() -> bool:
    """Whether this runs in continuous integration, where nothing may be written: ``CI`` is set, not off."""
    return os.environ.get("CI", "").strip().lower() not in {"", "0", "false", "no", "off"}


def write_whole(path: Path, text: str) -> None:
    """The file's new content, its permissions kept; raises OSError and then leaves the old one untouched."""
    target = path.resolve()  # a link stays a link
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with draft.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)

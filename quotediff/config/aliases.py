"""The file of aliases: names that are one person or body.

    "Rick Brandvold" = ["Richard Brandvold", "R. J. Brandvold"]
    "Department of Homeland Security" = ["DHS", "Homeland Security"]

Whoever an article calls by one of them is listed under the name before the equals sign.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quotediff.errors import UsageError
from quotediff.limits import MAX_ALIASES_BYTES
from quotediff.text.fold import fold


def load(path: Path, shown: str) -> tuple[tuple[str, ...], ...]:
    """The groups of names in a file, the first of each being the one to use.

    Args:
        path: the file.
        shown: what to call it in messages.

    Raises:
        UsageError: it cannot be read, or holds something else; one line with file, name and remedy.
    """
    groups = []
    taken: dict[str, str] = {}
    for name, others in _read(path, shown).items():
        if not isinstance(others, list) or not all(isinstance(o, str) for o in others):
            raise UsageError(f'{shown}: {name}: must be a list of names, as in "Rick Doe" = ["Richard Doe"]')
        group = (name, *others)
        for one in group:
            key = fold(" ".join(one.split()))
            if not key:
                raise UsageError(f"{shown}: {name or 'a name'}: must not be empty")
            if taken.setdefault(key, name) != name:
                raise UsageError(f"{shown}: {one}: stands for {taken[key]} and for {name}; keep one of them")
        groups.append(group)
    return tuple(groups)


def _read(path: Path, shown: str) -> dict[str, Any]:
    from quotediff.config import toml  # noqa: PLC0415 - only who has aliases pays for it

    return toml.read(path, shown, MAX_ALIASES_BYTES, "a list of aliases")

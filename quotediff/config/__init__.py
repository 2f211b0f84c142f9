"""What a project has set: ``quotediff.toml``, or ``[tool.quotediff]`` in ``pyproject.toml``.

The first of them from the working directory upwards counts, alone; of two in one folder, ``quotediff.toml``.
Its keys are those of the command line, which wins:

    select = ["QD1", "QD2"]
    ignore = ["house-style"]
    show = ["QD112"]
    fail-on = ["error", "QD302"]
    min-confidence = 0.5
    aliases = "aliases.toml"

    [severity]
    QD302 = "error"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quotediff.config.selection import Selection, split
from quotediff.errors import UsageError, nearest_or_all
from quotediff.limits import MAX_CONFIG_BYTES
from quotediff.model import Severity
from quotediff.values import dataclass, field, replace

NAME = "quotediff.toml"
KEYS = ("select", "ignore", "show", "severity", "fail-on", "min-confidence", "aliases")

_PROJECT = "pyproject.toml"
_PYPROJECT_TABLE = ("tool", "quotediff")


@dataclass(frozen=True, slots=True)
class Settings:
    """What to report of two versions, and what to fail on; None or empty where nothing is set.

    ``files`` are those that were read for it, also where they set nothing. ``min_confidence``: how sure
    quotes must be to be listed or reported, 0 to 1; ``aliases``: groups of names of one person or body.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Selection = field(default_factory=Selection)
    files: tuple[str, ...] = ()
    min_confidence: float = 0.0
    aliases: tuple[tuple[str, ...], ...] = ()

    def selected(self) -> frozenset[str]:
        """What to ask `api.compare` for: what is selected, and what is named to be shown or to fail on."""
        return (frozenset({"QD"}) if self.select is None else self.select) | self.show | self.fail_on.codes


def load(path: str | None = None) -> Settings:
    """The settings in a file, or in the one found from the working directory upwards, or none.

    Args:
        path: the file as the user named it; None to look for one.

    Raises:
        UsageError: the file cannot be read or holds what is no setting; one line with file and key.
    """
    if path is not None:
        name = Path(path)
        table = _read(name, path)
        found = _settings(_inner(table, path) or {} if name.name == _PROJECT else table, path)
        return replace(found, files=(path, *found.files))
    files: tuple[str, ...] = ()
    for name, shown in _candidates():
        table = _read(name, shown)
        files += (str(name),)
        if name.name == NAME:
            found = _settings(table, shown)
            return replace(found, files=(*files, *found.files))
        inner = _inner(table, shown)
        if inner is not None:
            found = _settings(inner, shown, inner=".".join(_PYPROJECT_TABLE))
            return replace(found, files=(*files, *found.files))
    return Settings(files=files)


def over(settings: Settings, given: Mapping[str, str | None]) -> Settings:
    """Settings with what the command line gives in place of theirs.

    Args:
        settings: those of the project.
        given: options by key, as written; None where an option is not given. Severities are replaced code by
            code, all else as a whole.

    Raises:
        UsageError: an option names a code or level that is not there.
    """
    texts = {key: text for key, text in given.items() if text is not None}
    for key, text in texts.items():
        option = f"--{key}"
        values = split(text)
        if key == "aliases":
            settings = _with_aliases(settings, Path(text), text)
        elif key == "min-confidence":
            settings = replace(settings, min_confidence=_share(text, option))
        elif key == "severity":
            pairs = [value.partition("=") for value in values]
            own = _levels([(name, level) for name, _, level in pairs], option)
            settings = replace(settings, severity={**settings.severity, **own})
        else:
            settings = _with(settings, key, values, option)
    return settings


def _with(settings: Settings, key: str, words: list[str], where: str) -> Settings:
    """Settings with the codes of one key."""
    from quotediff.config import codes  # noqa: PLC0415 - who only lists quotes has no need of the codes

    if key == "fail-on":
        return replace(settings, fail_on=codes.selection(words, where))
    if key == "show":
        return replace(settings, show=frozenset(codes.code(word, where) for word in words))
    if key == "select":
        return replace(settings, select=codes.several(words, where))
    return replace(settings, ignore=codes.several(words, where))


def _with_aliases(settings: Settings, path: Path, shown: str) -> Settings:
    from quotediff.config import aliases  # noqa: PLC0415 - only who has aliases pays for it

    return replace(settings, aliases=aliases.load(path, shown), files=(*settings.files, shown))


def _share(value: object, where: str) -> float:
    """A number from 0 to 1."""
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
        )
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"{where}: must be a number from 0 to 1, as in 0.5")
    return number


def _candidates() -> list[tuple[Path, str]]:
    """The files that may hold settings, nearest first, with their names as a message shows them."""
    try:
        here = Path.cwd()
    except OSError:  # the folder is gone
        return []
    found = []
    for up, folder in enumerate((here, *here.parents)):
        for name in (NAME, _PROJECT):
            path = folder / name
            if path.is_file():
                found.append((path, os.path.join(*[os.pardir] * up, name)))  # noqa: PTH118 - as one reads it
    return found


def _read(path: Path, shown: str) -> dict[str, Any]:
    from quotediff.config import toml  # noqa: PLC0415 - only who has settings pays for it

    return toml.read(path, shown, MAX_CONFIG_BYTES, "a configuration")


def _inner(table: object, shown: str) -> dict[str, Any] | None:
    """``[tool.quotediff]`` of a project file; None if it has none."""
    for key in _PYPROJECT_TABLE:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    if not isinstance(table, dict):
        raise UsageError(f"{shown}: {'.'.join(_PYPROJECT_TABLE)}: must be a table")
    return table


def _settings(table: Mapping[str, Any], file: str, *, inner: str = "") -> Settings:
    """What a table sets.

    Args:
        table: the table.
        file: the name of its file, as a message shows it; files named in the table stand beside it.
        inner: the table's own name, where the file holds others.
    """
    settings = Settings()
    before = f"{file}: {inner}." if inner else f"{file}: "
    folder = os.path.dirname(file)  # noqa: PTH120 - as one reads it
    for key, value in table.items():
        where = f"{before}{key}"
        if key not in KEYS:
            raise UsageError(f"{where}: no such key; {nearest_or_all(key, KEYS)}")
        if key == "severity":
            settings = replace(settings, severity=_severities(value, where))
        elif key == "min-confidence":
            settings = replace(settings, min_confidence=_share(value, where))
        elif key == "aliases":
            if not isinstance(value, str) or not value.strip():
                raise UsageError(f'{where}: must be the name of a file, as in "aliases.toml"')
            settings = _with_aliases(settings, Path(folder) / value, str(Path(folder) / value))
        else:
            settings = _with(settings, key, _words(value, where), where)
    return settings


def _words(value: object, where: str) -> list[str]:
    if isinstance(value, str):
        return split(value)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return [part for word in value for part in split(word)]
    raise UsageError(f'{where}: must be a list of codes, as in ["QD101"]')


def _severities(value: object, where: str) -> dict[str, Severity]:
    if not isinstance(value, dict) or not all(isinstance(level, str) for level in value.values()):
        raise UsageError(f'{where}: must be a table of codes and levels, as in {{ QD302 = "error" }}')
    return _levels(list(value.items()), where)


def _levels(pairs: list[tuple[str, str]], where: str) -> dict[str, Severity]:
    from quotediff.config import codes  # noqa: PLC0415 - as above

    return dict(codes.severity(name, level, where) for name, level in pairs)

"""What the labels of a file mean: built-in names, a file for ``--labels``, or a set that is shipped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TypeVar

from quotediff.config import toml
from quotediff.errors import UsageError, meant, unreadable
from quotediff.model import Kind

CONTENT, SOURCE, CUE, CLAUSE, MENTION = "content", "source", "cue", "clause", "mention"
WITHIN, SPEAKER, SAME, IGNORE = "within", "speaker", "same", "ignore"
KINDS = tuple(kind.value for kind in Kind)

MEANINGS = (CONTENT, *KINDS, SOURCE, CUE, CLAUSE, MENTION, WITHIN, SPEAKER, SAME, IGNORE)
"""What a label can mean: a part of a quote (``direct``, ``mixed`` and ``indirect`` are contents of that
kind), a mention of a speaker, or a link: within another quote, its speaker, the same speaker."""

_SHIPPED = resources.files("quotediff.annotations") / "presets"
_TRAILING_NUMBER = re.compile(r"\d+$")
_LABEL_KEYS = frozenset({"labels", "only_attributed", "in_order"})
_Meaning = TypeVar("_Meaning", bound="str | None")


def part_of(meaning: _Meaning) -> _Meaning | str:
    """The part of a quote that a label means: a kind is its content's."""
    return CONTENT if meaning in KINDS else meaning


@dataclass(frozen=True, slots=True)
class Labels:
    """What labels mean, by their names in lower case.

    ``only_attributed``: a content that is joined to no cue and no source is left out. ``in_order``: an event
    of brat has only the parts that come before it in the file.
    """

    meanings: Mapping[str, str] = field(default_factory=lambda: {word: word for word in MEANINGS})
    only_attributed: bool = False
    in_order: bool = False

    def known(self, label: str) -> str | None:
        """What a label means, with or without a number at its end (``Content2``); None if nobody says."""
        name = label.lower()
        return self.meanings.get(name) or self.meanings.get(_TRAILING_NUMBER.sub("", name))

    def meaning(self, label: str, where: str) -> str:
        """What a label means.

        Args:
            label: as it is in the file.
            where: the file and the place in it, for the message.

        Raises:
            UsageError: nobody says what it means.
        """
        found = self.known(label)
        if found is None:
            raise UsageError(
                f'{where}: unknown label {label!r}; say what it means in a file for --labels: "{label}" = '
                '"content", "source", "cue" or "ignore"'
            )
        return found


def load(name: str | None) -> Labels:
    """The labels of a file, or of a set that comes with quotediff, beside the built-in names.

    Raises:
        UsageError: there is no such file or set, or it is not valid.
    """
    if name is None:
        return Labels()
    shipped = {path.name.removesuffix(".toml"): path for path in _SHIPPED.iterdir()}
    try:
        text = shipped[name].read_text("utf-8") if name in shipped else Path(name).read_text("utf-8")
    except (OSError, ValueError) as error:
        others = f"; those that come with quotediff are {', '.join(sorted(shipped))}"
        raise UsageError(f"{unreadable(name, error, 'the labels cannot be read')}{others}") from None
    try:
        found = toml.parse(text)
    except toml.NoTomlError as error:
        raise UsageError(f"{name}: is not valid TOML: {error}; correct it") from None
    return _valid(name, found)


def _valid(name: str, found: Mapping[str, object]) -> Labels:
    for key in found:
        if key not in _LABEL_KEYS:
            raise UsageError(
                f"{name}: unknown key {key!r}; write a table [labels], only_attributed, in_order"
            )
    table = found.get("labels", {})
    only, in_order = (found.get(key, False) for key in ("only_attributed", "in_order"))
    if not isinstance(table, Mapping) or not isinstance(only, bool) or not isinstance(in_order, bool):
        raise UsageError(f"{name}: labels is a table, the other keys are true or false; correct it")
    meanings = {word: word for word in MEANINGS}
    for label, meaning in table.items():
        if meaning not in MEANINGS:
            nearest = meant(str(meaning), MEANINGS)
            remedy = f"write {nearest!r}" if nearest else f"write one of {', '.join(MEANINGS)}"
            raise UsageError(f"{name}: {label}: {meaning!r} is not a meaning of a label; {remedy}")
        meanings[label.lower()] = meaning
    return Labels(meanings, only_attributed=only, in_order=in_order)

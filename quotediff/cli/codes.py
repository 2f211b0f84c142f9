"""Change codes as users name them: ``QD101``, ``wording-changed``, or a level such as ``warning``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotediff.changes import registry
from quotediff.changes.registry import RULES
from quotediff.errors import UsageError
from quotediff.model import Severity

if TYPE_CHECKING:
    from quotediff.model import Change

_LEVELS = [level.value for level in Severity]  # worst first


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes and levels; a level stands for itself and all that is worse."""

    codes: frozenset[str]
    levels: frozenset[str] = frozenset()

    def holds(self, change: Change) -> bool:
        """Whether the change is one of these."""
        return change.code in self.codes or change.severity.value in self.levels


def parse(option: str, text: str | None) -> Selection:
    """What a user wrote after ``option``: codes, names of codes and levels, with commas between.

    Raises:
        UsageError: one of them is none of these.
    """
    codes, levels = set(), set()
    for word in (text or "").replace(",", " ").split():
        if word.lower() in _LEVELS:
            levels.update(_LEVELS[: _LEVELS.index(word.lower()) + 1])
        else:
            codes.add(code(word, option))
    return Selection(frozenset(codes), frozenset(levels))


def code(word: str, where: str) -> str:
    """The code that a user names by itself or by its name.

    Raises:
        UsageError: there is none.
    """
    named = next((c for c, rule in RULES.items() if rule.name == word.lower()), word)
    try:
        return registry.rule(named).code
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None


def selected(asked: frozenset[str], *, everything: bool) -> frozenset[str]:
    """What to ask the library for: all that is not hidden and what a user asked for, or everything."""
    return frozenset({"ALL"} if everything else {"QD", *asked})

"""Codes and levels of which something is to be done; what codes there are costs more to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotediff.values import dataclass

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.report import Finding


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes and levels; a level stands for itself and all that is worse."""

    codes: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def holds(self, found: Change | Finding) -> bool:
        """Whether a change, or what a check found, is one of these."""
        return found.code in self.codes or found.severity.value in self.levels


def split(text: str) -> list[str]:
    """The words of an option's value, between which stand commas or spaces."""
    return text.replace(",", " ").split()

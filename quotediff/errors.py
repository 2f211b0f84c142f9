"""What can go wrong that is not a defect: each error says what, where, and how to mend it."""

from __future__ import annotations


class QuotediffError(Exception):
    """Base of every error quotediff raises on purpose; its text is one line, for a person."""


class InputError(QuotediffError):
    """An input that cannot be read as an article (QD903).

    Args:
        path: the file as the user named it.
        problem: what is wrong with it, without a full stop.
        remedy: what the user can do about it, without a full stop.
    """

    code = "QD903"

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = path, problem, remedy
        super().__init__(f"{path}: {problem}; {remedy}")


class UsageError(QuotediffError):
    """A request that means nothing: an unknown code, format or level."""

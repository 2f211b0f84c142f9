"""What can go wrong that is not a defect: each error says what, where, and how to mend it."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OF_READING: dict[int | None, str] = {
    errno.ENOENT: "check the name",
    errno.ENOTDIR: "check the name",
    errno.ENAMETOOLONG: "check the name",
    errno.EISDIR: "name a file in it",
    errno.EACCES: "check its permissions",
}
_OF_WRITING: dict[int | None, str] = {
    errno.ENOENT: "make its folder first",
    errno.ENOTDIR: "make its folder first",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EISDIR: "name a file in it",
    errno.EACCES: "check the permissions of its folder",
    errno.EPERM: "check the permissions of its folder",
    errno.EROFS: "name a file elsewhere",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.EFBIG: "files may not be so large here",
}


_LIKE = 0.7  # of 1: words that are less alike are not suggested


def meant(word: str, known: Iterable[str]) -> str | None:
    """Which of the words that are known was probably meant, or None.

    One that begins so; or the most alike; or one that holds the word, or stands in it.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only who errs pays for it

    low = word.lower()
    words = {each.lower(): each for each in known}
    shared = words if len(low) > 2 else {}
    begun = [each for each in shared if each.startswith(low)]
    held = [each for each in shared if low in each or each in low]
    alike = get_close_matches(low, words, 1, _LIKE)
    return next((words[each] for each in (*begun, *alike, *held)), None)


class QuotediffError(Exception):
    """Base of every error quotediff raises on purpose; its text is one line, for a person."""


def nearest_or_all(word: str, known: Iterable[str]) -> str:
    """What to say of a word that is not known: the one that it resembles, else which there are."""
    like = meant(word, known)
    return f"did you mean {like}?" if like else f"there are {', '.join(known)}"


def printable(words: str, most: int | None = None) -> str:
    """What a message may show of a file's own words, in one line."""
    return "".join(filter(str.isprintable, " ".join(words.split())))[:most]


def shortened(words: str, most: int) -> str:
    """Words in one line, cut to a number of characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def why(error: OSError | ValueError) -> str:
    """What the system says of an error."""
    return getattr(error, "strerror", None) or str(error)


def no_folder(path: Path) -> str:
    """What is wrong with a path that is no folder."""
    return "is not a folder" if path.exists() else "does not exist"


class InputError(QuotediffError):
    """An input that cannot be read as an article (QD903).

    Args:
        path: the file as the user named it.
        problem: what is wrong with it, without a full stop; words of the file in it are made printable.
        remedy: what the user can do about it, without a full stop.
    """

    code = "QD903"

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = path, printable(problem), remedy
        super().__init__(f"{path}: {self.problem}; {remedy}")


class NoStoryError(InputError):
    """An input that is well-formed but not a story: a picture, a package, a page that lists stories."""


class UsageError(QuotediffError):
    """A request that means nothing: an unknown code, format or level."""


def unreadable(path: object, error: OSError | ValueError, what: str = "cannot be read") -> UsageError:
    """What to raise where a file that is no article cannot be read: what it is, why, how to mend it."""
    return _failed(path, error, what, _OF_READING, "check the name and the disk")


def unwritable(path: object, error: OSError | ValueError) -> UsageError:
    """What to raise where a file cannot be written, likewise."""
    return _failed(path, error, "cannot be written", _OF_WRITING, "check the disk, or name another file")


def _failed(
    path: object, error: OSError | ValueError, what: str, remedies: dict[int | None, str], otherwise: str
) -> UsageError:
    remedy = remedies.get(getattr(error, "errno", None), otherwise)
    return UsageError(f"{path}: {what}: {why(error).lower()}; {remedy}")

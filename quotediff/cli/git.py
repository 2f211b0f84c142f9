"""What git has changed: files that were there at a revision, as they were and as they are now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotediff.corpus import git
from quotediff.errors import InputError

_SUFFIX = ".txt"  # of files that are taken for articles without being named
_FIELDS = 5  # of an entry of git's raw format: two modes, two objects, a status
_PLAIN = "100"  # modes of files begin so; those of links and submodules do not


@dataclass(frozen=True, slots=True)
class Edited:
    """A file that was changed, or renamed and changed.

    ``old`` and ``new`` are what reports call its versions: ``HEAD:stories/a.txt``, and the file's path from
    the working directory. ``old_object`` and ``new_object`` name what they hold in git's store; an empty one
    is what stands in the working directory.
    """

    old: str
    new: str
    old_object: str
    new_object: str

    def read(self, path: str) -> bytes:
        """What the version called ``path`` holds; raises InputError if it cannot be had."""
        name = self.old_object if path == self.old else self.new_object
        if name:
            return git.ask("cat-file", "blob", name)
        try:
            return Path(path).read_bytes()
        except OSError as error:
            raise InputError(
                path, f"cannot be read: {error.strerror or error}", "stage it or bring it back"
            ) from None


def edited(base: str, paths: Sequence[str], *, staged: bool) -> Iterator[Edited]:
    """The articles that were changed since ``base``, by path; new and removed ones have nothing to compare.

    Args:
        base: a revision.
        paths: files, taken whatever they are called, and folders, of which ``.txt`` files are; none for all.
        staged: what they are now is what is staged, else what stands in the working directory.

    Raises:
        UsageError: git is not there, this is no repository, or there is no such revision.
    """
    root = git.root()
    commit = git.commit(base)
    named = {os.path.relpath(Path(path).absolute(), root).replace(os.sep, "/") for path in paths}
    cached = ("--cached",) if staged else ()
    options = ("--raw", "-z", "-M", "--no-abbrev", "--diff-filter=MR", *cached)
    answer = git.ask("diff-index", *options, commit, "--", *paths)
    fields = iter(answer.split(b"\0"))
    for entry in fields:
        parts = os.fsdecode(entry).lstrip(":").split()
        if len(parts) != _FIELDS:
            return
        modes, objects, status = parts[:2], parts[2:4], parts[4]
        old = os.fsdecode(next(fields))
        new = os.fsdecode(next(fields)) if status.startswith("R") else old
        if all(mode.startswith(_PLAIN) for mode in modes) and (new in named or new.endswith(_SUFFIX)):
            now = objects[1] if objects[1].strip("0") else ""
            yield Edited(f"{base}:{old}", _shown(root / new, f"{base}:"), objects[0], now)


def _shown(path: Path, revision: str) -> str:
    """A file from the working directory, never like what is no file: a version in git, standard input."""
    name = os.path.relpath(path)
    return os.path.join(os.curdir, name) if name == "-" or name.startswith(revision) else name  # noqa: PTH118 - Path drops it

"""What git has changed: files that were there at a revision, as they were and as they are now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quotediff.corpus import git
from quotediff.errors import InputError, why

_SUFFIX = ".txt"  # of files that are taken for articles without being named
_MARKUP = (
    ".xml",
    ".json",
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
)  # of files that are if what stood in them is read
_RAW_FIELDS = 5  # of an entry of git's raw format: two modes, two objects, a status
_FILE_MODE = "100"  # modes of files begin so
_MODE_NAMES = {"120": "a symbolic link", "160": "a submodule"}  # by the beginning of their modes
_QUESTION = (  # not diff-index: a file that was only touched is changed for that
    "diff", "--raw", "-z", "--find-renames", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-relative",
    "--ignore-submodules=dirty",
)  # fmt: skip


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
            raise InputError(path, f"cannot be read: {why(error)}", "stage it or bring it back") from None


class Changed(NamedTuple):
    """What git has changed.

    ``files`` can be compared, in the order of their paths. ``refused`` cannot, though they should be: a line
    for each, with a remedy. ``notes`` are lines about what became something other than a file, or was it.
    """

    files: tuple[Edited, ...]
    refused: tuple[InputError, ...]
    notes: tuple[str, ...]


class _Entry(NamedTuple):
    """One entry of git's raw format; paths are from the root of the working tree."""

    modes: tuple[str, str]
    objects: tuple[str, str]
    status: str
    old: str
    new: str

    @property
    def kinds(self) -> tuple[str, str]:
        """The beginnings of the modes, which say what it was and is."""
        return self.modes[0][:3], self.modes[1][:3]


def changed(base: str, paths: Sequence[str], *, staged: bool) -> Changed:
    """The articles that were changed since ``base``; new, copied and removed ones have nothing to compare.

    Args:
        base: a revision.
        paths: files, taken whatever they are called, and folders, of which ``.txt`` files are; none for all.
        staged: what they are now is what is staged, else what stands in the working directory.

    Raises:
        UsageError: git is not there, this is no working tree, or there is no such revision.
    """
    root = git.root()
    commit = git.commit(base)
    refused = [
        InputError(path, f"no such file, here or at {base}", "check the name")
        for path in paths
        if not os.path.lexists(path) and not git.ask("ls-tree", "-z", commit, "--", path)
    ]
    named = {_from_root(path, root) for path in paths}
    asked = [os.path.relpath(root / path) for path in sorted(named)]  # git does not follow links into itself
    conflicts = _conflicts(root)
    files, notes = {}, {}
    for entry in _entries(commit, asked, staged=staged):
        if entry.new not in named and not _is_article(entry):
            continue
        shown = _shown(root / entry.new, f"{base}:")
        if entry.new in conflicts:
            refused.append(InputError(shown, "has conflicts of a merge", "resolve them, then git add it"))
        elif entry.status in "MRT" and entry.kinds != (_FILE_MODE, _FILE_MODE):
            notes[entry.new] = f"{shown}: {_became(*entry.kinds)}; not compared"
        elif entry.status in "MR":
            now = entry.objects[1] if staged or not os.path.lexists(shown) else ""
            files[entry.new] = Edited(f"{base}:{entry.old}", shown, entry.objects[0], now.strip("0") and now)
    return Changed(
        tuple(files[path] for path in sorted(files)),
        tuple(sorted(refused, key=str)),
        tuple(notes[path] for path in sorted(notes)),
    )


def _is_article(entry: _Entry) -> bool:
    """Whether a file that nobody has named is an article: by its name, else by what stood in it."""
    if entry.new.endswith(_SUFFIX):
        return True
    if not entry.new.endswith(_MARKUP) or not entry.objects[0].strip("0"):
        return False
    from quotediff.readers import READERS  # noqa: PLC0415 - most files of a repository are none of these
    from quotediff.readers.sniff import PLAIN, kind_of  # noqa: PLC0415 - likewise

    kind = kind_of(git.ask("cat-file", "blob", entry.objects[0]))
    return kind != PLAIN and kind in READERS


def _entries(commit: str, paths: Sequence[str], *, staged: bool) -> Iterator[_Entry]:
    """What git says of every path that is not as it was."""
    cached = ("--cached",) if staged else ()
    fields = iter(git.ask(*_QUESTION, *cached, commit, "--", *paths).split(b"\0"))
    for head in fields:
        parts = os.fsdecode(head).lstrip(":").split()
        if len(parts) != _RAW_FIELDS:
            return
        status = parts[4][:1]
        old = os.fsdecode(next(fields))
        new = os.fsdecode(next(fields)) if status in "RC" else old
        yield _Entry((parts[0], parts[1]), (parts[2], parts[3]), status, old, new)


def _conflicts(root: Path) -> frozenset[str]:
    """Paths that a merge has left with more than one version; a diff with the working tree hides that."""
    answer = git.ask("ls-files", "--unmerged", "--full-name", "-z", "--", os.path.relpath(root))
    return frozenset(os.fsdecode(entry.partition(b"\t")[2]) for entry in answer.split(b"\0") if entry)


def _became(old: str, new: str) -> str:
    """What a path was and is, of which one at least is no file."""
    was, now = (_MODE_NAMES.get(kind, "a file") for kind in (old, new))
    return f"is {now}" if was == now else f"was {was} and is {now}"


def _from_root(path: str, root: Path) -> str:
    """A path as git names it; a link at its end is itself."""
    folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100 - Path keeps ".."
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(root)).replace(  # noqa: PTH118
        os.sep, "/"
    )


def _shown(path: Path, revision: str) -> str:
    """A file from the working directory, never like what is no file: a version in git, standard input."""
    name = os.path.relpath(path)
    if name == "-" or name.startswith(revision):
        return os.path.join(os.curdir, name)  # noqa: PTH118 - Path drops it
    return name

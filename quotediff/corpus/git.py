"""What git knows: the one place that asks it; and of a corpus, what it held at another revision."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from quotediff.errors import UsageError

# A hook runs with these set for its own call; here the repository is the one that a folder lies in.
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def ask(*arguments: str, folder: Path | None = None) -> bytes:
    """What git answers; paths among the arguments are no patterns.

    Args:
        arguments: the words of its command line.
        folder: where to ask; None: here, where a hook's own settings hold.

    Raises:
        UsageError: git is not there, or refuses; with the first line of its message.
    """
    place = [] if folder is None else ["-C", str(folder)]
    left_out = () if folder is None else _OWN
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    try:
        done = subprocess.run(  # noqa: S603 - a list; a revision comes behind an end of options
            ["git", *place, "--literal-pathspecs", *arguments],  # noqa: S607 - the user's git
            env=environment | {"LC_ALL": "C"},
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        raise UsageError(f"git: cannot be run: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().split("\n")[0]
        raise UsageError(f"git: {said or 'refuses'}")
    return done.stdout


def root(folder: Path | None = None) -> Path:
    """The folder of the working tree, as ``ask`` finds the repository.

    Raises:
        UsageError: git is not there, or there is no working tree.
    """
    if _line(ask("rev-parse", "--is-inside-work-tree", folder=folder)) != "true":
        where = "in a bare repository" if _bare(folder) else "in the folder of a repository's own files"
        raise UsageError(f"git: {where} there are no stories; run it in a clone or a working tree")
    return Path(_line(ask("rev-parse", "--show-toplevel", folder=folder)))


def _bare(folder: Path | None) -> bool:
    return _line(ask("rev-parse", "--is-bare-repository", folder=folder)) == "true"


def commit(revision: str, folder: Path | None = None) -> str:
    """The commit that a user names; before the first one ``HEAD`` is the tree in which nothing is.

    Raises:
        UsageError: there is no such revision.
    """
    with suppress(UsageError):
        verified = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return _line(ask(*verified, folder=folder))
    if revision == "HEAD":
        with suppress(UsageError):
            ask("symbolic-ref", "--quiet", "HEAD", folder=folder)
            return _line(ask("hash-object", "-t", "tree", "--stdin", folder=folder))
    raise UsageError(f"--base: git knows no revision {revision!r} (a shallow clone has few)")


class Base:
    """A revision of the repository in which ``folder`` lies.

    Args:
        folder: a folder of the working tree.
        revision: what ``git rev-parse`` understands as a commit.

    Raises:
        UsageError: git is not there, the folder is in no repository, or there is no such revision.
    """

    def __init__(self, folder: Path, revision: str) -> None:
        self.revision = revision
        self._folder = folder.resolve()
        try:
            self._root = root(self._folder)
        except UsageError as error:
            raise UsageError(f"{folder}: --base: {error}") from None
        self._commit = commit(revision, self._folder)

    def changed(self) -> frozenset[Path]:
        """Files of the folder that were changed, added or removed since, untracked ones too; resolved.

        Raises:
            UsageError: git cannot tell.
        """
        listed = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", self._commit, "--", ".")
        others = ("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".")
        names = [n for call in (listed, others) for n in ask(*call, folder=self._folder).split(b"\0") if n]
        return frozenset(self._root / os.fsdecode(name) for name in names)

    def files(self, folder: Path) -> frozenset[str]:
        """The names of the files that a folder of the working tree held then."""
        name = self._name(folder)
        if name is None:
            return frozenset()
        tree = f"{self._commit}:{'' if name == '.' else name}"
        out = self._held("ls-tree", "--full-tree", "--name-only", "-z", tree)
        return frozenset(os.fsdecode(n) for n in (out or b"").split(b"\0") if n)

    def read(self, path: Path) -> bytes | None:
        """What a file of the working tree held then; None if it was not there."""
        name = self._name(path)
        return None if name is None else self._held("cat-file", "blob", f"{self._commit}:{name}")

    def _name(self, path: Path) -> str | None:
        try:
            return path.resolve().relative_to(self._root).as_posix()
        except ValueError:  # a link that leads out of the repository
            return None

    def _held(self, *arguments: str) -> bytes | None:
        """What git answers about something of the revision; None if that was not there."""
        with suppress(UsageError):
            return ask(*arguments, folder=self._folder)
        return None


def _line(answer: bytes) -> str:
    return os.fsdecode(answer.rstrip(b"\r\n"))

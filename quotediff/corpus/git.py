"""What git knows of a corpus at another revision: which files changed since then, and what they held."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from quotediff.errors import UsageError

# A hook runs with these set for its own call; here the repository is the one that the corpus lies in.
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


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
        top = self._git("rev-parse", "--show-toplevel")
        if top is None:
            raise UsageError(f"{folder}: is in no git repository, which --base needs")
        self.root = Path(_text(top))
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None and revision == "HEAD" and self._git("symbolic-ref", "--quiet", "HEAD"):
            commit = self._git("hash-object", "-t", "tree", "--stdin")  # before the first commit: nothing
        if commit is None:
            raise UsageError(f"--base: git knows no revision {revision!r}")
        self._commit = _text(commit)

    def changed(self) -> frozenset[Path]:
        """Files of the folder that were changed, added or removed since, untracked ones too; resolved."""
        listed = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", self._commit, "--", ".")
        others = ("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".")
        names = [name for call in (listed, others) for name in (self._git(*call) or b"").split(b"\0") if name]
        return frozenset(self.root / os.fsdecode(name) for name in names)

    def files(self, folder: Path) -> frozenset[str]:
        """The names of the files that a folder of the working tree held then."""
        name = self._name(folder)
        if name is None:
            return frozenset()
        out = self._git(
            "ls-tree", "--full-tree", "--name-only", "-z", f"{self._commit}:{'' if name == '.' else name}"
        )
        return frozenset(os.fsdecode(n) for n in (out or b"").split(b"\0") if n)

    def read(self, path: Path) -> bytes | None:
        """What a file of the working tree held then; None if it was not there."""
        name = self._name(path)
        return None if name is None else self._git("cat-file", "blob", f"{self._commit}:{name}")

    def _name(self, path: Path) -> str | None:
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:  # a link that leads out of the repository
            return None

    def _git(self, *arguments: str) -> bytes | None:
        """What git answers; None if it refuses."""
        environment = {key: value for key, value in os.environ.items() if key not in _OWN}
        try:
            done = subprocess.run(  # noqa: S603 - arguments are a list, a revision comes behind an end of options
                ["git", "-C", str(self._folder), *arguments],  # noqa: S607 - the user's git
                env=environment,
                capture_output=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except OSError as error:
            raise UsageError(f"--base: git cannot be run: {error.strerror or error}") from None
        return done.stdout if done.returncode == 0 else None


def _text(answer: bytes) -> str:
    return os.fsdecode(answer.rstrip(b"\r\n"))

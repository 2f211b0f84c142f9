"""What git knows: the one place that asks it; and of a corpus, what it held at another revision."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from quotediff.errors import UsageError, why

# A hook runs with these set for its own call; here the repository is the one that a folder lies in.
_GIT_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def ask(*arguments: str, folder: Path | None = None) -> bytes:
    """What git answers; paths among the arguments are no patterns.

    Args:
        arguments: the words of its command line.
        folder: where to ask; None: here, where a hook's own settings hold.

    Raises:
        UsageError: git is not there, or refuses; with the first line of its message.
    """
    place: list[str] = []
    left_out: Collection[str] = ()
    if folder is not None:
        place, left_out = ["-C", str(folder)], _GIT_VARIABLES
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
        raise UsageError(f"git: cannot be run: {why(error)}") from None
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


class Step(NamedTuple):
    """What one commit did to one file.

    ``old`` and ``new`` are its paths before and after, from the root; ``blob`` names what it then holds, None
    where it is gone or is no file.
    """

    commit: str
    time: str
    old: str
    new: str
    blob: str | None


_LOG = (
    "log", "--first-parent", "-m", "--reverse", "--raw", "-z", "--find-renames", "--no-abbrev", "--no-color",
    "--no-ext-diff", "--no-relative", "--format=%x01%H %cI", "HEAD", "--", ".",
)  # fmt: skip


def log(folder: Path) -> Iterator[Step]:
    """What each commit of the first-parent history did to each file below a folder, the oldest first.

    Raises:
        UsageError: git is not there, or the folder is in no repository that has a commit.
    """
    ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", folder=folder)
    fields = iter(ask(*_LOG, folder=folder).split(b"\0"))
    commit = time = ""
    for field in fields:
        head = os.fsdecode(field).lstrip("\n")
        if head.startswith("\1"):
            commit, _, time = head[1:].partition(" ")
        elif head.startswith(":"):
            modes = head[1:].split()
            old = os.fsdecode(next(fields))
            new = os.fsdecode(next(fields)) if modes[4][:1] in "RC" else old
            is_file = modes[1].startswith("100")
            yield Step(commit, time, old, new, modes[3] if is_file else None)


class Objects:
    """What git's store holds, asked of one process.

    Args:
        folder: a folder of the repository.

    Raises:
        UsageError: git cannot be run.
    """

    def __init__(self, folder: Path) -> None:
        self._sizes, self._whole = (self._started(folder, how) for how in ("--batch-check", "--batch"))

    @staticmethod
    def _started(folder: Path, how: str) -> subprocess.Popen[bytes]:
        environment = {key: value for key, value in os.environ.items() if key not in _GIT_VARIABLES}
        try:
            return subprocess.Popen(  # noqa: S603 - as above
                ["git", "-C", str(folder), "cat-file", how],  # noqa: S607 - the user's git
                env=environment | {"LC_ALL": "C"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise UsageError(f"git: cannot be run: {why(error)}") from None

    def size(self, blob: str) -> int:
        """How many bytes a blob has; 0 if it is not there, as in a partial clone."""
        return self._asked(self._sizes, blob)

    def read(self, blob: str) -> bytes:
        """What a blob holds; nothing if it is not there."""
        size = self._asked(self._whole, blob)
        stream = self._whole.stdout
        if stream is None or not size:
            return b""
        return stream.read(size + 1)[:size]

    @staticmethod
    def _asked(process: subprocess.Popen[bytes], blob: str) -> int:
        if process.stdin is None or process.stdout is None:
            return 0
        process.stdin.write(blob.encode("ascii") + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline().split()
        return int(answer[2]) if len(answer) == 3 else 0

    def close(self) -> None:
        """Ends the processes."""
        for process in (self._sizes, self._whole):
            process.communicate()

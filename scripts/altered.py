"""Which quotes and findings of the corpus a change of code altered, for ``scripts/score --base REV``.

altered.py [PAIRS [SEED]]   what the code that is imported finds in the corpus, and in so many pairs that
                            scripts/mutations makes of it, as JSON
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import quotediff

ROOT = Path(__file__).resolve().parent.parent


def since(revision: str, pairs: int = 0, seed: int = 1) -> list[str]:
    """A line for each quote or finding that is there now or was there at ``revision``, but not both.

    Args:
        revision: of this repository, as git names it.
        pairs: how many pairs of versions made of the corpus to compare besides.
        seed: of those pairs.

    Raises:
        ValueError: git knows no such revision.
    """
    archive = subprocess.run(
        ["git", "archive", revision, "quotediff"],  # noqa: S607 - git, wherever it is
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        raise ValueError(f"git knows no revision {revision!r} with the package in it")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
        before = _found_by(Path(folder), pairs, seed)
    now = _found_by(ROOT, pairs, seed)
    lines = []
    for place in sorted({*before, *now}):
        old, new = (Counter(found.get(place, [])) for found in (before, now))
        lines += [f"{place}: - {row}" for row in sorted((old - new).elements())]
        lines += [f"{place}: + {row}" for row in sorted((new - old).elements())]
    return lines


def _found_by(tree: Path, pairs: int, seed: int) -> dict[str, list[str]]:
    """What the code in a folder finds, by file or pair of files."""
    done = subprocess.run(
        [sys.executable, __file__, str(pairs), str(seed)],
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _found(pairs: int = 0, seed: int = 1) -> dict[str, list[str]]:
    import quotediff  # noqa: PLC0415 - the tree's that PYTHONPATH names

    result: dict[str, list[str]] = {}
    for story in sorted((ROOT / "corpus").iterdir()):
        paths = sorted(story.glob("v*.txt"), key=lambda p: int(re.sub(r"\D", "", p.stem) or "0"))
        extracts = [quotediff.extract(quotediff.read(path)) for path in paths]
        for path, extract in zip(paths, extracts, strict=True):
            names = {s.id: s.name for s in extract.speakers}
            result[f"{story.name}/{path.name}"] = [
                f"{q.kind.value} {names.get(q.speaker or '', '?')}"
                f" | {q.source.text if q.source else '-'} | {q.cue.text if q.cue else '-'} | {q.content.text}"
                for q in extract.quotes
            ]
        for (old, one), (new, other) in zip(
            zip(paths, extracts, strict=True), list(zip(paths, extracts, strict=True))[1:], strict=False
        ):
            result[f"{story.name}/{old.stem}-{new.stem}"] = _changes(one, other)
    return result | _found_in_pairs(pairs, seed)


def _found_in_pairs(pairs: int, seed: int) -> dict[str, list[str]]:
    """What is found between versions that scripts/mutate makes of the corpus alone."""
    if not pairs:
        return {}
    import quotediff  # noqa: PLC0415 - as above

    sys.path.insert(0, str(ROOT / "scripts" / "mutate"))
    articles, make = (import_module(name) for name in ("articles", "pairs"))
    own = tuple(articles.corpus(ROOT / "corpus"))
    result = {}
    for number in range(pairs):
        made = make.make(own, (), seed, number)
        if made is not None:
            old, new = (
                quotediff.extract(quotediff.read_bytes(version.text.encode()))
                for version in (made.old, made.new)
            )
            result[f"pair {seed}:{number}"] = _changes(old, new)
    return result


def _changes(old: quotediff.Extract, new: quotediff.Extract) -> list[str]:
    """All findings between two versions, hidden ones too."""
    import quotediff  # noqa: PLC0415 - as above

    return [f"{c.code} {c.message}" for c in quotediff.compare(old, new, select=["ALL"]).changes]


if __name__ == "__main__":
    json.dump(_found(*map(int, sys.argv[1:])), sys.stdout)

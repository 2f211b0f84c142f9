"""Which quotes and findings of the corpus a change of code altered, for ``scripts/score --base REV``.

altered.py          what the code that is imported finds in the corpus, as JSON
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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def since(revision: str) -> list[str]:
    """A line for each quote or finding that is there now or was there at ``revision``, but not both.

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
        before = _found_by(Path(folder))
    now = _found_by(ROOT)
    lines = []
    for place in sorted({*before, *now}):
        old, new = (Counter(found.get(place, [])) for found in (before, now))
        lines += [f"{place}: - {row}" for row in sorted((old - new).elements())]
        lines += [f"{place}: + {row}" for row in sorted((new - old).elements())]
    return lines


def _found_by(tree: Path) -> dict[str, list[str]]:
    """What the code in a folder finds, by file or pair of files."""
    done = subprocess.run(
        [sys.executable, __file__],
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _found() -> dict[str, list[str]]:
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
            changes = quotediff.compare(one, other).changes
            result[f"{story.name}/{old.stem}-{new.stem}"] = [f"{c.code} {c.message}" for c in changes]
    return result


if __name__ == "__main__":
    json.dump(_found(), sys.stdout)

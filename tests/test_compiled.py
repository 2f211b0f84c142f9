"""The wheel whose modules are compiled: it is compiled, and answers as the source does, to the byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMPILER = shutil.which(os.environ.get("CC") or (sysconfig.get_config_var("CC") or "cl").split()[0])
pytestmark = pytest.mark.skipif(not COMPILER, reason="there is no C compiler here to build the wheel with")

ANSWER = """
import hashlib, sys
from pathlib import Path
from quotediff import extract, read, read_text
from quotediff.extraction import clauses, engine
from quotediff.text import tokens

documents = [read(path) for path in sorted(Path(sys.argv[1]).glob("*/v*.txt"))]
documents += map(read_text, sys.argv[2:])
digest = hashlib.sha256()
for document in documents:
    for name in ("network", "rules"):
        found = extract(document, name)
        digest.update(repr((found.quotes, found.speakers)).encode())
compiled = [not module.__file__.endswith(".py") for module in (clauses, engine, tokens)]
print(compiled, len(documents), digest.hexdigest())
"""

NO_ARTICLES = (
    "“", '"' * 99, "he said " * 500, "“he said ‘" * 40 + "no" + "’ now”" * 40 + " Ann Poe said.",
    "Ann Poe: Yes.\n\nQ: No?\n\nA: “No,” he said.", "İ said ß.", "\x7f said \x01 it rained.", "@poe said so.",
)  # fmt: skip


def answered(folder: Path) -> str:
    """What the quotediff in a folder makes of the corpus and of what is no article."""
    return subprocess.run(
        [sys.executable, "-P", "-c", ANSWER, ROOT / "corpus", *NO_ARTICLES],
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip


def test_compiled_modules_answer_as_the_source_does() -> None:
    built = subprocess.run(
        [sys.executable, ROOT / "scripts" / "compiled.py"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr[-3000:]
    source = answered(ROOT)
    compiled = answered(Path(built.stdout.strip()))
    assert source.startswith("[False, False, False] ")
    assert compiled == source.replace("[False, False, False]", "[True, True, True]")

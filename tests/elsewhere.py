"""Answers in another process: with the locale of its environment, its hash seed and its time zone.

Standard input has a JSON list of stories, each a list of versions; standard output a line a story: a digest
of all that is shown of it.
"""

from __future__ import annotations

import hashlib
import json
import locale
import sys
from collections.abc import Sequence

import laws

from quotediff import api
from quotediff.errors import InputError
from quotediff.rendering import FORMATS
from quotediff.versions import EachSources


def digest(versions: Sequence[str], engine: str) -> str:
    """One of all answers about a story, in all formats."""
    found = hashlib.sha256()
    extracts = []
    for number, text in enumerate(versions):
        try:
            document = api.read_bytes(text.encode(), f"v{number}.txt")
        except InputError as error:
            found.update(str(error).encode())
            continue
        extracts.append(api.extract(document, engine))
    results: list[object] = [extracts, EachSources([api.sources(e) for e in extracts])]
    if len(extracts) > 1:
        results += [api.compare(extracts[0], extracts[-1], select=["ALL"]), api.history(extracts)]
        results += [api.sources_history(extracts)]
    for result in results:
        for name in FORMATS:
            found.update((laws.shown(name, result) or "").encode())  # type: ignore[arg-type]
    return found.hexdigest()


def digests(stories: Sequence[Sequence[str]]) -> list[str]:
    """Of every story, one in three by the network."""
    return [digest(versions, "rules" if n % 3 else "network") for n, versions in enumerate(stories)]


if __name__ == "__main__":
    locale.setlocale(locale.LC_ALL, "")  # an error if there is none of that name
    sys.stdout.write("\n".join(digests(json.load(sys.stdin.buffer))))

"""Looks for inputs that break a law (``tests/laws.py``), guided by what code each of them reaches.

Called by ``scripts/fuzz``; options are libFuzzer's. An input is an article, or up to four versions of one
parted by lines of ``====``. Each is extracted by one of the two engines, compared and, one in four, shown in
every format. An exception, a broken law, more than ``SLOW`` seconds of work, and libFuzzer's own limits on
time and memory end the run, and leave the input in a file. Files that are named instead are only tried.
"""

from __future__ import annotations

import random
import sys
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import atheris  # noqa: E402 - after the path
import pieces  # noqa: E402

with atheris.instrument_imports(include=["quotediff"], enable_loader_override=False):
    # All of it, also what a run imports late: only what is imported here is watched.
    import laws

    from quotediff.extraction import engine, learned
    from quotediff.extraction.learned import candidates
    from quotediff.rendering import FORMATS, _renderer
    from quotediff.tracing import order

    for name in FORMATS:
        _renderer(name)
    WATCHED = (engine, learned, candidates, order)

SLOW = 5.0
"""Seconds of processor time. The longest inputs take a tenth of one, watched as they are."""

LONGEST = 1500  # bytes: room for three short versions
_NEXT: str = laws.NEXT.decode()


def try_one(data: bytes) -> None:
    """One input: nothing but our own errors, and all laws hold."""
    number = zlib.crc32(data)  # what is done with it depends on nothing else
    begun = time.process_time()
    laws.hold(data, ("rules", "network")[number % 2], formats=number % 8 < 2)
    took = time.process_time() - begun
    if took > SLOW:
        raise RuntimeError(f"slow: {took:.1f} s of work for {len(data)} bytes")


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Another input: as libFuzzer would change it, or as a writer, an editor or a broken pipe would."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    if chance.random() < 0.4:
        return bytes(atheris.Mutate(data, most))
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        text = chance.choice(_WAYS)(text, chance)
    out = text.encode("utf-8", "replace")
    return out if len(out) <= most else out[:most]


def _sentence(text: str, chance: random.Random) -> str:
    """A paragraph or a sentence more, before or behind what is there."""
    more: str = chance.choice((pieces.sentence, pieces.paragraph))(chance)
    around = chance.choice((" ", "\n\n", "\n"))
    return text + around + more if chance.random() < 0.5 else more + around + text


def _version(text: str, chance: random.Random) -> str:
    """One more version: the last, as an editor would change it."""
    more: str = pieces.edited(text.rsplit(_NEXT, maxsplit=1)[-1], chance)
    return text + _NEXT + more


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice((1, 1, 5, 50, 500)) :]


def _again(text: str, chance: random.Random) -> str:
    """A stretch of it once or many times more, there or elsewhere."""
    low, width = chance.randint(0, len(text)), chance.choice((1, 3, 20, 200))
    stretch = text[low : low + width] * chance.choice((1, 1, 1, 20))
    at = chance.choice((low, chance.randint(0, len(text))))
    return text[:at] + stretch + text[at:]


_WAYS = (pieces.damaged, pieces.damaged, pieces.edited, _sentence, _version, _cut, _again)


def main() -> None:
    """Runs until libFuzzer's limits, or until something is found."""
    atheris.Setup(sys.argv, try_one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

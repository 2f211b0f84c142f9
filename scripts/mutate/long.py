"""How long compare takes on very long versions, and how much memory: ``scripts/mutations --long``.

A long story is made of many articles after each other, its new version of it with words replaced in a
third of the sentences. Times are seconds of the processor, the best of two.
"""

from __future__ import annotations

import random
import re
import resource
import time
from typing import TYPE_CHECKING

from articles import TRANSCRIPT
from stock import NARRATION, REPLACE

from quotediff import api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles import Article

    from quotediff.model import Engine, Extract

SHARE = 1 / 3  # of the sentences that are changed
WORDS = tuple(sorted(REPLACE))


def story(articles: Sequence[Article], size: int) -> str:
    """Articles after each other up to a size; where there are too few, again with other words."""
    plain = [a.text for a in articles if not TRANSCRIPT.search(a.text)]
    out, length, n = [], 0, 0
    while length < size:
        copy = plain[n % len(plain)]
        if n >= len(plain):
            copy = re.sub(r"\b([a-z]{5,})\b", rf"\1{n // len(plain)}", copy)
        out.append(copy)
        length += len(copy) + 2
        n += 1
    return "\n\n".join(out)


def changed(text: str) -> str:
    """The story with a fifth of the words replaced in a third of its sentences, and narration put in."""
    rng = random.Random(1)  # noqa: S311 - a fixed sequence, nothing secret
    pieces = re.split(r"(?<=[.!?])( )", text)
    for k in range(0, len(pieces), 2):
        if rng.random() < SHARE:
            words = pieces[k].split(" ")
            for _ in range(max(1, len(words) // 5)):
                words[rng.randrange(len(words))] = rng.choice(WORDS)
            pieces[k] = " ".join(words) + (f" {rng.choice(NARRATION)}" if rng.random() < 0.1 else "")
    return "".join(pieces)


def measure(articles: Sequence[Article], engine: Engine) -> None:
    """Print the times for stories of half a megabyte and of one, and the greatest memory."""
    print("compare, seconds        same twice   a third changed   quotes   problems")
    for size in (500_000, 1_000_000):
        text = story(articles, size)
        old = api.extract(api.read_bytes(text.encode()), engine)
        new = api.extract(api.read_bytes(changed(text).encode()), engine)
        same, third = _best(old, old), _best(old, new)
        problems = len(api.compare(old, new).problems)
        print(f"{size / 1e6:3.1f} MB {same:27.1f} {third:17.1f} {len(old.quotes):8} {problems:10}")
    text = story(articles, 1_000_000)
    started = time.process_time()
    new_text = changed(text)
    pair = [api.extract(api.read_bytes(t.encode()), engine) for t in (text, new_text)]
    api.compare(*pair)
    print(f"read, extracted and compared, 1 MB a third changed: {time.process_time() - started:.1f} s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _best(old: Extract, new: Extract) -> float:
    times = []
    for _ in range(2):
        started = time.process_time()
        api.compare(old, new)
        times.append(time.process_time() - started)
    return min(times)

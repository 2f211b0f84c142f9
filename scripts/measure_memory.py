"""Measures what remembering the network's work on unchanged paragraphs of a story saves.

    python scripts/measure_memory.py [--versions 200] [--live 30] [--rounds 3]

In one process, by its CPU time, the same versions in turns: read and extracted without memory, with it, and
made into the rows of an archive. Usual stories are those of ``synthetic``; the live page gets a paragraph
on top from version to version, and loses the last beyond 17,000 characters. Turns make up for a machine
that others use.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import nullcontext
from statistics import median

import synthetic

import quotediff
from quotediff.archive.rows import story_rows
from quotediff.archive.stories import StoryVersion
from quotediff.extraction.memory import remembering

_PAGE = 17_000  # characters


def main() -> None:
    """Measures usual stories and a live page, and prints versions a CPU second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=200)
    parser.add_argument("--live", type=int, default=30, help="versions of the live page")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    usual: dict[int, list[str]] = {}
    for one in synthetic.made(asked.versions, 1):
        usual.setdefault(one.story, []).append("\n\n".join((one.title, *one.paragraphs)))
    _measure("usual stories", list(usual.values()), asked.rounds)
    _measure("live page", [_live_page(asked.live)], asked.rounds)


def _live_page(versions: int) -> list[str]:
    """The versions of a page that is kept for a day."""
    paragraphs = [p for article in synthetic.texts([]) for p in article[1:]]
    found, begin = [], len(paragraphs) // 2
    for version in range(versions):
        begin -= 1
        page, size = [f"Live updates: {version} hours on"], 0
        for k in range(begin, begin + len(paragraphs)):
            paragraph = paragraphs[k % len(paragraphs)]
            size += len(paragraph)
            if size > _PAGE:
                break
            page.append(paragraph)
        found.append("\n\n".join(page))
    return found


def _measure(name: str, stories: list[list[str]], rounds: int) -> None:
    """Prints medians over the rounds, the three ways taking turns in each."""
    count = sum(map(len, stories))
    ways: tuple[Callable[[list[str]], object], ...] = (_without, _with, _rows)
    _seconds(_without, stories)  # fills what is remembered of words in any case
    times = [[_seconds(way, stories) for way in ways] for _ in range(rounds)]
    plain, remembered, rows = (count / median(each) for each in zip(*times, strict=True))
    factor = median(a / b for a, b, _ in times)
    share = median(a / c for a, _, c in times)
    print(f"{name}, {count} versions: extracted {plain:.1f} a CPU second, remembering {remembered:.1f}")
    print(
        f"  memory: {factor:.2f} times; rows of an archive {rows:.1f} a CPU second, {share:.2f} of extraction"
    )


def _seconds(way: Callable[[list[str]], object], stories: list[list[str]]) -> float:
    begun = time.process_time()
    for texts in stories:
        way(texts)
    return time.process_time() - begun


def _without(texts: list[str], memory: Callable[[], object] = nullcontext) -> None:
    with memory():  # type: ignore[attr-defined]
        for text in texts:
            quotediff.extract(quotediff.read_text(text))


def _with(texts: list[str]) -> None:
    _without(texts, remembering)


def _rows(texts: list[str]) -> None:
    story_rows([StoryVersion("story", text, version=str(k), number=k) for k, text in enumerate(texts)])


if __name__ == "__main__":
    main()

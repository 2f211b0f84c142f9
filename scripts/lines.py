"""Counts the lines of the default ``compare`` over the corpus's steps, and those of the articles compared.

Each is what ``quotediff compare v1.txt v2.txt`` shows in the folder of the story, wherever that lies.

scripts/lines [--width 80]
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import quotediff
from quotediff.rendering.terminal import Run, wrap

_CORPUS = Path(__file__).parent.parent / "corpus"


def main() -> None:
    """Prints the mean, the median and the most, and how many answers are longer than what they are about."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=80)
    width = parser.parse_args().width
    answers, longer = [], []
    for folder in sorted(_CORPUS.iterdir()):
        paths = sorted(folder.glob("v*.txt"))
        texts_by_name = ((path.name, path.read_text(encoding="utf-8")) for path in paths)
        extracts = [quotediff.extract(quotediff.read_text(text, name)) for name, text in texts_by_name]
        for old, new in pairwise(extracts):
            lines = quotediff.render(quotediff.compare(old, new), width=width).count("\n")
            answers.append(lines)
            texts = [line for e in (old, new) for line in e.document.text.splitlines()]
            if lines > sum(len(wrap([Run(line)], width)) or 1 for line in texts):
                longer.append(folder.name)
    print(f"{len(answers)} comparisons at {width} columns")
    print(f"lines: mean {mean(answers):.1f}, median {median(answers):.0f}, most {max(answers)}")
    print(f"longer than both articles: {len(longer)} {' '.join(longer)}")


if __name__ == "__main__":
    main()

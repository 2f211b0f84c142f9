"""Compares what tests/known_failures.toml says the tool gets wrong in the corpus with what it gets wrong now.

    scripts/known_failures.py                        tell what is new and what no longer fails
    scripts/known_failures.py --drop                 and strike out what no longer fails
    scripts/known_failures.py --add REASON PATTERN   and list what is new and matches under a cause

Read each before listing it: an error of the expectations is mended there instead.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from pathlib import Path

from quotediff.corpus.loader import load
from quotediff.corpus.verify import verify_story

ROOT = Path(__file__).parent.parent
KNOWN = ROOT / "tests" / "known_failures.toml"
HEAD = """\
# What the tool gets wrong in the corpus, by cause. A line is a story, a version or a step between two,
# what is wrong (missing, unexpected, or the field that differs), and the first words of the quote or change.
# tests/test_corpus.py fails for everything not listed here, and for everything listed that goes right.
# scripts/known_failures.py keeps the list.
"""


def main() -> None:
    """Reads the list, runs the corpus, tells the difference and writes the list if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drop", action="store_true", help="strike out what no longer fails")
    parser.add_argument("--add", metavar="REASON", help="list what is new under this cause")
    parser.add_argument(
        "pattern", nargs="?", default="", help="only lines that this regular expression finds"
    )
    arguments = parser.parse_args()

    causes: list[tuple[str, list[str]]] = [
        (c["reason"], list(c["mismatches"])) for c in tomllib.loads(KNOWN.read_text("utf-8"))["cause"]
    ]
    found = [(f"{s.slug} {m.title}", m.report()) for s in load(ROOT / "corpus") for m in verify_story(s)]
    now = Counter(line for line, _ in found)
    known = Counter(line for _, lines in causes for line in lines)
    new = list((now - known).elements())
    for line, report in found:
        if line in new and re.search(arguments.pattern, line):
            print(report)
    mended = known - now
    for line in sorted(mended.elements()):
        print(f"no longer fails: {line}")
    if arguments.drop:
        causes = [(reason, struck(lines, mended)) for reason, lines in causes]
    if arguments.add:
        chosen = [line for line in new if re.search(arguments.pattern, line)]
        listed = dict(causes)
        listed[arguments.add] = listed.get(arguments.add, []) + chosen
        causes = list(listed.items())
    if arguments.drop or arguments.add:
        write(causes)
    print(f"{len(new)} new, {sum((known - now).values())} no longer failing, {sum(now.values())} in all")


def struck(lines: list[str], mended: Counter[str]) -> list[str]:
    """The lines without those to strike out, which are counted down in ``mended``."""
    left = []
    for line in lines:
        if mended[line] > 0:
            mended[line] -= 1
        else:
            left.append(line)
    return left


def write(causes: list[tuple[str, list[str]]]) -> None:
    """The list, causes in their order, lines sorted."""
    parts = [HEAD]
    for reason, lines in causes:
        if lines:
            body = "".join(f"  {quoted(line)},\n" for line in sorted(lines))
            parts.append(f"\n[[cause]]\nreason = {quoted(reason)}\nmismatches = [\n{body}]\n")
    if len(parts) == 1:
        parts.append("\ncause = []\n")
    KNOWN.write_text("".join(parts), "utf-8")


def quoted(text: str) -> str:
    """A TOML string: literal where it can be, for the marks in it."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()

"""Edits stories as editors do, by known operations, and asks ``compare`` to give back exactly those.

    scripts/mutations                               the project's corpus, and PolNeAR where ../shared has it
    scripts/mutations --pairs 2000 --seed 3         so many pairs, from another seed
    scripts/mutations --errors 20 --only QD202      and show what went wrong about a code or an operation
    scripts/mutations --floor .95                   exit with 1 if recall or precision of a code is lower
    scripts/mutations --long                        instead, how long two versions of 1 MB take

For each code: how often it was due by the operations (scripts/mutate/operations.py says which and why),
the share that was found; how often it was reported, and the share that was right. Only statements that the
extraction saw in both versions count. What was due of others stands apart, by what became of them: *missed*
by the extraction, given to another *speaker*, or listed as a *belief*, which is not compared; *apart* are
findings about such statements; *follows* counts those that are a consequence of an edit, neither right nor
false. Two tables: *edits* are words, sources and paragraphs changed one by one (operations.py), *rewrites*
what another editor makes of a story (rewriting.py). Nothing of the articles is kept; errors on articles that
are kept back for measuring (``speakers-validation.txt`` beside PolNeAR) are counted and not shown.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from articles import corpus, polnear
from judge import APART, State, judge
from long import measure
from operations import QUIET
from pairs import make
from rewriting import STYLE

from quotediff.extraction.engine import ENGINES

if TYPE_CHECKING:
    from articles import Article
    from judge import Tally

    from quotediff.model import Engine

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
LEAST = 10  # times a code must have been due, or reported, before its floor counts
QUIET_FLOOR = 0.99


def main() -> int:
    """Runs the benchmark and prints it; 1 if something is below the floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=2000, help="how many pairs; default: 2000")
    parser.add_argument("--seed", type=int, default=1, help="of the pairs; default: 1")
    parser.add_argument("--polnear", type=Path, default=SHARED / "polnear", help="PolNeAR's folder")
    parser.add_argument("--engine", default=ENGINES[0], choices=ENGINES, help="as of quotediff compare")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N failures")
    parser.add_argument(
        "--only", default="", metavar="WORD", help="only failures with this word in their first line"
    )
    parser.add_argument(
        "--floor", type=float, default=0.0, help="the least recall and precision of every code"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes; default: 1")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--long", action="store_true", help="measure time and memory on very long versions")
    arguments = parser.parse_args()
    if arguments.long:
        own, others = articles(str(arguments.polnear))
        measure([*own, *others], arguments.engine)
        return 0
    tallies = run(arguments.pairs, arguments.seed, arguments.polnear, arguments.engine, arguments.jobs)
    figures = summary(tallies)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures, len(tallies))
    closed = kept_back(arguments.polnear)
    shown = (t for t in tallies if t.made.name not in closed)
    failures = [f for t in shown for f in t.failures if arguments.only in f.split("\n", 1)[0]]
    for failure in failures[: arguments.errors]:
        print(failure)
    low = below(figures, arguments.floor)
    if low:
        print(f"below {arguments.floor}: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


def run(pairs: int, seed: int, folder: Path, engine: Engine = ENGINES[0], jobs: int = 1) -> list[Tally]:
    """The tallies of the pairs of a seed, in their order whatever ``jobs`` is."""
    work = [(seed, number, str(folder), engine) for number in range(pairs)]
    if jobs > 1:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            found = pool.map(one, work, chunksize=8)
    else:
        found = [one(w) for w in work]
    return [tally for tally in found if tally is not None]


def one(work: tuple[int, int, str, Engine]) -> Tally | None:
    """One pair made and judged; None if its article allows no operation."""
    seed, number, folder, engine = work
    made = make(*articles(folder), seed, number)
    return None if made is None else judge(made, engine)


@cache
def articles(folder: str) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
    """The project's articles, and PolNeAR's if its folder is there."""
    path = Path(folder)
    return tuple(corpus(ROOT / "corpus")), tuple(polnear(path)) if (path / "train").is_dir() else ()


def kept_back(folder: Path) -> frozenset[str]:
    """The articles whose errors are not read."""
    path = folder / "speakers-validation.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def summary(tallies: list[Tally]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures by code (of all pairs, of edits and of rewrites), by operation, and of quiet pairs."""
    codes: dict[str, dict[str, Counter[str]]] = {"codes": {}, "edits": {}, "rewrites": {}}
    operations: dict[str, Counter[str]] = {}
    quiet: Counter[str] = Counter()
    for tally in tallies:
        sets = [codes["codes"], codes["rewrites" if tally.made.rewritten else "edits"]]
        for expected, met, apart in tally.due:
            name = f"{expected.operation} {expected.code}"
            for count in (
                *(c.setdefault(expected.code, Counter()) for c in sets),
                operations.setdefault(name, Counter()),
            ):
                count["due" if apart is State.GOOD else apart.value] += 1
                count["found"] += met and apart is State.GOOD
        for code, verdict in tally.findings:
            for count in (c.setdefault(code, Counter()) for c in sets):
                count[verdict] += 1
                count["reported"] += verdict in ("right", "false")
        if set(tally.made.operations) <= {*QUIET, *STYLE}:
            for name in ("all", *tally.made.operations):
                quiet[name] += 1
                quiet[f"{name} loud"] += bool(tally.loud)
    return {
        **{of: {code: _rates(table[code]) for code in sorted(table)} for of, table in codes.items()},
        "operations": {name: _rates(operations[name]) for name in sorted(operations)},
        "quiet": {
            name: {"pairs": n, "quiet": 1 - quiet[f"{name} loud"] / n}
            for name, n in sorted(quiet.items())
            if not name.endswith(" loud")
        },
    }


def _rates(count: Counter[str]) -> dict[str, float]:
    out: dict[str, float] = {
        k: count[k] for k in ("due", "found", *APART, "reported", "right", "follows", "apart")
    }
    out["recall"] = count["found"] / count["due"] if count["due"] else 1.0
    out["precision"] = count["right"] / count["reported"] if count["reported"] else 1.0
    return out


def show(figures: dict[str, dict[str, dict[str, float]]], pairs: int) -> None:
    """The figures as tables."""
    due = "due  found  recall  missed speaker belief"
    print(f"{pairs} pairs")
    for of in ("edits", "rewrites"):
        print(f"\n{of:8} {due}  reported  right  precision  follows apart")
        for code, f in figures[of].items():
            reported = f"{f['reported']:8.0f} {f['right']:6.0f}  {f['precision']:9.3f}"
            print(f"{code:8} {_due(f)}  {reported}  {f['follows']:7.0f} {f['apart']:5.0f}")
    print(f"\n{'operation':42} {due}")
    for name, f in figures["operations"].items():
        print(f"{name:40} {_due(f)}")
    print(f"\n{'quiet operations only':42} pairs  nothing above note")
    for name, f in figures["quiet"].items():
        print(f"{name:42} {f['pairs']:5.0f}  {f['quiet']:.3f}")


def _due(f: dict[str, float]) -> str:
    """What was due, and what of it was found; what was due of statements that are apart."""
    of_others = f"{f['missed']:6.0f} {f['speaker']:7.0f} {f['belief']:6.0f}"
    return f"{f['due']:5.0f} {f['found']:6.0f}  {f['recall']:6.3f}  {of_others}"


def below(figures: dict[str, dict[str, dict[str, float]]], floor: float) -> list[str]:
    """What is below the floor, with its figure."""
    out = []
    for name in ("edits", "rewrites"):
        for code, f in figures[name].items():
            for rate, of in (("recall", "due"), ("precision", "reported")):
                if f[of] >= LEAST and f[rate] < floor:
                    out.append(f"{code} {rate} {f[rate]:.3f} ({name})")
    quiet = figures["quiet"].get("all")
    if floor and quiet and quiet["pairs"] >= LEAST and quiet["quiet"] < QUIET_FLOOR:
        out.append(f"quiet {quiet['quiet']:.3f}")
    return out


if __name__ == "__main__":
    sys.exit(main())

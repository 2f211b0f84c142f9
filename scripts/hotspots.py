"""Where the time of a run goes: milliseconds an article by stage, then the hottest functions.

    scripts/profile                    PolNeAR's validation articles if ../shared has them, else the corpus
    scripts/profile --engine rules     without the network
    scripts/profile FILE...            these articles
    scripts/profile compare OLD NEW    any command of quotediff and its arguments: its hottest functions alone

Stages are timed without a profiler, in CPU time, the best of several rounds. Functions are timed by
cProfile, which makes many small calls look dearer than they are. (Not profile.py: that is Python's own.)
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from quotediff import readers
from quotediff.cli import COMMANDS
from quotediff.extraction import document, engine
from quotediff.extraction.learned import candidates as learned
from quotediff.extraction.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared" / "polnear"

STAGES: tuple[tuple[str, ModuleType, str], ...] = (  # what is called there; indented: a part of the one above
    ("read", readers, "read_path"),
    ("annotate", engine, "annotate"),
    ("  tokens", document, "repaired_tokens"),
    ("  sentences", document, "split_sentences"),
    ("  quoted ranges", document, "find_quoted_ranges"),
    ("annotate within", engine, "annotate_within"),
    ("cues", engine, "find_cues"),
    ("add_nested_cost", engine, "add_nested_cost"),
    ("network", learned, "network"),
    ("select", engine, "select"),
    ("continue_quotes", engine, "continue_quotes"),
    ("speakers", engine, "resolve"),
)


def main() -> None:
    """Runs the engine over the articles, timed and then profiled, and prints what took long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", help="articles; or a command of quotediff and its arguments")
    parser.add_argument("--engine", choices=engine.ENGINES, default=engine.WITH_NETWORK)
    parser.add_argument("--rounds", type=int, default=5, help="how often the stages are timed; default: 5")
    parser.add_argument("--top", type=int, default=25, metavar="N", help="functions to print; default: 25")
    arguments, options = parser.parse_known_args()
    files = arguments.files or articles()
    gc.set_threshold(50_000)  # as the command does
    if files[0] in COMMANDS:
        profile_command([*files, *options], arguments.top)
        return
    if options:
        parser.error(f"unknown: {' '.join(options)}")

    def run() -> int:
        return sum(len(engine.extract(readers.read_path(f), arguments.engine).tokens) for f in files)

    tokens = run()  # which also loads what is loaded once
    total = fastest(run, arguments.rounds)
    print(f"{len(files)} articles, {tokens / len(files):.0f} tokens each, engine {arguments.engine}")
    print(f"{total / len(files) * 1000:8.2f} ms an article, of which")
    print_stages(run, arguments.rounds, len(files))
    profile = cProfile.Profile()
    profile.runcall(run)
    print_functions(profile, arguments.top, len(files))


def profile_command(words: list[str], top: int) -> None:
    """Runs a command of quotediff twice, the first time to load what is loaded once; drops what it says."""
    from quotediff.cli import run  # noqa: PLC0415 - only this needs it

    sys.argv = ["quotediff", *words]
    for profile in (None, cProfile.Profile()):
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            if profile is None:
                run.main()
            else:
                profile.runcall(run.main)
    print(f"quotediff {' '.join(words)}")
    print_functions(cast("cProfile.Profile", profile), top, 1)


def articles() -> list[str]:
    """PolNeAR's validation articles, or the corpus."""
    only = POLNEAR / "validation.txt"
    if only.is_file():
        return [str(POLNEAR / "train" / "text" / f"{name}.txt") for name in only.read_text("utf-8").split()]
    return [str(path) for path in sorted((ROOT / "corpus").glob("*/*.txt"))]


def fastest(run: Callable[[], object], rounds: int) -> float:
    """The least CPU time of so many runs, in seconds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def print_stages(run: Callable[[], object], rounds: int, count: int) -> None:
    """Puts a clock around every stage, runs, and prints what each took."""
    names = [name for name, _, _ in STAGES]
    at = names.index("cues") + 1
    names[at:at] = [f"rule {name}" for name, _ in RULES]
    spent = dict.fromkeys(names, 0.0)

    def clocked(name: str, function: Callable[..., Any], *, exhaust: bool = False) -> Callable[..., Any]:
        def call(*args: object, **kwargs: object) -> object:
            started = time.process_time()
            value = function(*args, **kwargs)
            if exhaust:  # a generator does its work when it is read
                value = list(value)
            spent[name] += time.process_time() - started
            return value

        return call

    for name, module, attribute in STAGES:
        lazy = attribute == "network"
        setattr(module, attribute, clocked(name, getattr(module, attribute), exhaust=lazy))
    vars(engine)["RULES"] = [(name, clocked(f"rule {name}", rule, exhaust=True)) for name, rule in RULES]
    best = dict.fromkeys(names, float("inf"))
    for _ in range(rounds):
        spent.update(dict.fromkeys(names, 0.0))
        run()
        best = {name: min(best[name], spent[name]) for name in names}
    for name in names:
        print(f"{best[name] / count * 1000:8.2f} {name}")


def print_functions(profile: cProfile.Profile, top: int, count: int) -> None:
    """The functions in which most time was spent, and those whose calls together took most."""
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = pstats.Stats(profile).stats  # type: ignore[attr-defined] # not in the stubs
    for title, column in (("in itself", 2), ("with what it calls", 3)):
        print(
            f"\nms {title} (profiled), calls; of each article"
            if count > 1
            else f"\nms {title} (profiled), calls"
        )
        hottest = sorted(stats.items(), key=lambda item: -float(item[1][column]))[:top]
        for key, figures in hottest:
            print(f"{figures[column] / count * 1000:8.2f} {figures[1] / count:10.1f}  {where(*key)}")


def where(path: str, line: int, name: str) -> str:
    """A function's name and place, short."""
    if path == "~":
        return name  # built in
    file = Path(path)
    return f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}:{line} {name}"


if __name__ == "__main__":
    main()

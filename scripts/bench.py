"""How fast quotediff is, and how much memory it takes: start-up, list, compare, history, the worst inputs.

    scripts/bench                          everything; three quarters of an hour
    scripts/bench --quick                  without what is slow, and fewer articles; two minutes
    scripts/bench --only start compare     the cases in whose names one of these words stands
    scripts/bench --only jobs              what a second process gains, with the answers held to be the same
    scripts/bench --output new.json        and keep the figures
    scripts/bench --update old.json        and keep them beside those of old.json that were not measured anew
    scripts/bench --against old.json       and print how many times as much they are as those kept before
    scripts/bench --peers                  only: list, and as it is compiled for wheels, beside spaCy's small
                                           pipeline and textacy, in turn

Each case runs in a process of its own, several times; the figures are medians. Seconds are of CPU time, so
that a loaded machine disturbs them less, but for jobs, which are timed by the clock. Articles are those of
the corpus and, where ../shared (or the folder that $POLNEAR names) has them, those of PolNeAR's train part,
read from where they lie.

Peers are installed into build/peers, the compiled wheel is built into build/compiled; what cannot be had is
left out with a line. Everybody reads the same
articles on one core, in turn, in processes that have loaded what they need.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from io import BufferedReader
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import compiled
import peers

from quotediff.model import Engine

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = Path(os.environ.get("POLNEAR", ROOT.parent / "shared" / "polnear")) / "train" / "text"
ENGINES: tuple[Engine, ...] = ("rules", "network")
PEERS_CASE, EACH_FOR_PEERS = "list for peers", 16  # every so many articles
COMPILED = "list, compiled"
STARTS = 3  # pairs of starts a run
LIMIT = 1800  # seconds for one run of a case: what takes longer has failed

Figures = dict[str, float]
"""What one run gave, by name and unit: milliseconds, seconds, megabytes, or so many a second."""


# --- start-up -------------------------------------------------------------------------------------------


def start(engine: Engine) -> Figures:
    """One short article in a fresh process: Python alone, then modules, data files, the article itself."""
    article = ROOT / "corpus" / "solvent-plant-fire" / "v1.txt"
    argv = ["quotediff", "list", "--engine", engine, str(article)]
    whole = f"import sys; sys.argv = {argv!r}; from quotediff.cli import main; sys.exit(main())"
    bare = cpu_seconds([sys.executable, "-c", "pass"])
    complete = cpu_seconds([sys.executable, "-c", whole])
    done = time.process_time()
    import quotediff.cli.list  # noqa: PLC0415 - what the command loads, timed
    import quotediff.cli.run  # noqa: PLC0415
    import quotediff.extraction  # noqa: PLC0415
    import quotediff.readers.plain  # noqa: PLC0415
    import quotediff.rendering.table  # noqa: F401, PLC0415

    if engine != "rules":
        from quotediff.extraction.learned import candidates, models  # noqa: F401, PLC0415
    imported = time.process_time()
    if engine != "rules":
        models.model(engine)
    loaded = time.process_time()
    list_articles([article], engine)  # loads the data files
    first = time.process_time()
    list_articles([article], engine)
    second = time.process_time()
    return {
        "python ms": bare * 1000,
        "imports ms": (imported - done) * 1000,
        "model ms": (loaded - imported) * 1000,
        "data files ms": (2 * first - loaded - second) * 1000,  # what the first article took more
        "article ms": (second - first) * 1000,
        "whole process ms": complete * 1000,
    }


def cpu_seconds(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """The CPU time that a process takes from start to end, whose output nobody reads."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


# --- list -----------------------------------------------------------------------------------------------


def list_articles(files: Sequence[Path], engine: Engine) -> None:
    """Runs ``quotediff list --format json`` over the files, in this process, and drops the answer."""
    from quotediff.cli import main  # noqa: PLC0415 - start-up is timed

    sys.argv = ["quotediff", "list", "-f", "json", "-o", os.devnull, "--engine", engine, *map(str, files)]
    if main() != 0:
        sys.exit("quotediff list failed")


def throughput(files: Sequence[Path], engine: Engine) -> Figures:
    """``list`` over many articles in one process that has loaded what it needs."""
    list_articles(files[:1], engine)
    clock = time.process_time()
    list_articles(files, engine)
    seconds = time.process_time() - clock
    kilobytes = sum(file.stat().st_size for file in files) / 1000
    return {"articles/s": len(files) / seconds, "KB/s": kilobytes / seconds, "peak MB": peak()}


def jobs(files: Sequence[Path], engine: Engine) -> Figures:
    """``list`` over many articles in one process and in two, by the clock; the answers are the same bytes."""
    seconds: list[float] = []
    answers: list[str] = []
    for number in ("1", "2"):
        command = [sys.executable, "-m", "quotediff", "list", "-f", "jsonl", "--engine", engine, "-j", number]
        clock = time.perf_counter()
        with subprocess.Popen([*command, *map(str, files)], stdout=subprocess.PIPE) as running:
            digest = hashlib.file_digest(cast("BufferedReader", running.stdout), "sha256")
        seconds.append(time.perf_counter() - clock)
        answers.append(f"{running.returncode} {digest.hexdigest()}")
    if answers[0] != answers[1] or not answers[0].startswith("0 "):
        sys.exit(f"--jobs 2 says other things than --jobs 1: {answers}")
    return {"--jobs 1 s": seconds[0], "--jobs 2 s": seconds[1], "ratio": seconds[1] / seconds[0]}


def beside_peers(runs: int) -> Figures:
    """``list``, and what others make of the same articles, in articles a core-second beyond start.

    ``start`` is that of ``list`` of a short article, in times of importing click and regex.
    """
    try:
        with_peers = peers.python(ROOT / "build" / "peers")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the peers cannot be installed here, and are left out: {error}", file=sys.stderr)
        return {}
    files = (polnear() or corpus())[::EACH_FOR_PEERS]
    of_compiled = compiled_path()
    beside = [with_peers, str(ROOT / "scripts" / "peers.py")]
    commands: dict[str, list[Any]] = {"list": [sys.executable, __file__, "--measure", PEERS_CASE]}
    commands |= {COMPILED: commands["list"]} if of_compiled else {}
    own = tuple(commands)
    commands |= {name: [*beside, name, *files] for name in peers.PEERS}
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    found: dict[str, list[float]] = {f"{name} articles/s": [] for name in commands}
    found |= {f"{one} in times of {name}": [] for one in own for name in peers.PEERS}
    found |= {f"start of {one} in times of imports": [] for one in own}
    for _ in range(runs):
        rate = {}
        for name, command in commands.items():
            env = one_thread | (of_compiled if name == COMPILED else {})
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env, timeout=LIMIT)
            rate[name] = json.loads(done.stdout)["articles/s"]
            found[f"{name} articles/s"].append(rate[name])
        for one in own:
            for name in peers.PEERS:
                found[f"{one} in times of {name}"].append(rate[one] / rate[name])
            env = one_thread | (of_compiled if one == COMPILED else {})
            found[f"start of {one} in times of imports"] += [start_in_imports(env) for _ in range(STARTS)]
    return {unit: round(statistics.median(values), 3) for unit, values in found.items()}


def compiled_path() -> dict[str, str]:
    """The environment in which Python finds the compiled quotediff; empty where it cannot be built."""
    try:
        return {"PYTHONPATH": str(compiled.built())}
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the compiled wheel cannot be built here, and is left out: {error}", file=sys.stderr)
        return {}


def start_in_imports(env: dict[str, str]) -> float:
    """CPU time of ``list`` of a short article, in times of that of importing click and regex."""
    article = ROOT / "corpus" / "solvent-plant-fire" / "v1.txt"
    listed = cpu_seconds([sys.executable, "-P", "-m", "quotediff", "list", str(article)], env)
    return listed / cpu_seconds([sys.executable, "-c", "import click, regex"])


def corpus() -> list[Path]:
    """Every version of the corpus."""
    return sorted((ROOT / "corpus").glob("*/v*.txt"))


def polnear() -> list[Path]:
    """PolNeAR's articles; none where they are not at hand."""
    return sorted(POLNEAR.glob("*.txt"))


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


# --- compare --------------------------------------------------------------------------------------------


def compare(pairs: Sequence[tuple[str, str]]) -> Figures:
    """``compare`` of read and extracted versions, so many pairs a second."""
    from quotediff import compare, extract, read_bytes  # noqa: PLC0415 - start-up is timed

    extracts = [tuple(extract(read_bytes(text.encode())) for text in pair) for pair in pairs]
    compare(*extracts[0])
    clock = time.process_time()
    for old, new in extracts:
        compare(old, new)
    seconds = time.process_time() - clock
    return {"pairs/s": len(pairs) / seconds, "peak MB": peak()}


def steps() -> Iterator[tuple[str, str]]:
    """Each version of the corpus's stories and the next one."""
    for story in sorted({path.parent for path in corpus()}):
        yield from pairwise(path.read_text("utf-8") for path in sorted(story.glob("v*.txt")))


def history(number: int) -> Figures:
    """``history`` of a story of so many versions, each a step from the one before, in steps a second."""
    from quotediff import extract, history, read_bytes  # noqa: PLC0415 - start-up is timed

    story = max({path.parent for path in corpus()}, key=lambda folder: len(list(folder.glob("v*.txt"))))
    texts = [path.read_text("utf-8") for path in sorted(story.glob("v*.txt"))]
    there_and_back = [*texts, *texts[-2:0:-1]]
    order = [there_and_back[k % len(there_and_back)] for k in range(number)]
    extracts = [extract(read_bytes(text.encode())) for text in order]
    history(extracts[:2])
    clock = time.process_time()
    history(extracts)
    seconds = time.process_time() - clock
    return {"steps/s": (number - 1) / seconds, "peak MB": peak()}


def long_story(size: int) -> tuple[str, str]:
    """Two versions of a story of so many characters: the corpus's joined, with new names each round."""
    every = list(steps())
    old: list[str] = []
    new: list[str] = []
    while sum(map(len, old)) < size:
        round_, at = divmod(len(old), len(every))
        before, after = (re.sub(r"\b([A-Z][a-z]{3,})", rf"\1{'ov' * round_}", text) for text in every[at])
        old.append(before)
        new.append(after)
    return "\n\n".join(old), "\n\n".join(new)


# --- the worst ------------------------------------------------------------------------------------------


def worst(text: Callable[[], str], engine: Engine) -> Figures:
    """One text that is no article."""
    from quotediff import extract, read_bytes  # noqa: PLC0415 - start-up is timed

    extract(read_bytes(b'"Yes," Ann Poe said.'), engine)
    data = text().encode()
    clock = time.process_time()
    extract(read_bytes(data), engine)
    return {"ms": (time.process_time() - clock) * 1000, "peak MB": peak()}


def nest(depth: int) -> str:
    """Quotations within quotations."""
    return "“he said ‘" * (depth // 2) + "no" + "’ now”" * (depth // 2) + " Ann Poe said."


def paragraph(size: int) -> str:
    """One paragraph of the corpus's words."""
    words = " ".join(" ".join(path.read_text("utf-8").split()) for path in corpus())
    return (words * (size // len(words) + 1))[:size]


def unrelated(size: int) -> tuple[str, str]:
    """Two stories: of the corpus's stories the odd ones and the even ones, again and again."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*/v1.txt"))]
    odd, even = ("\n\n".join(texts[k::2]) + "\n\n" for k in (0, 1))
    return (odd * (size // len(odd) + 1))[:size], (even * (size // len(even) + 1))[:size]


WORST: dict[str, Callable[[], str]] = {
    "100,000 marks": lambda: '" ' * 100_000,
    "nest of 10,000": lambda: nest(10_000),
    "100,000 lines": lambda: "\n".join(["words"] * 100_000),
    "100,000 he said": lambda: "he said " * 100_000,
    "paragraph of 5 MB": lambda: paragraph(5_000_000),
}


# --- all cases ------------------------------------------------------------------------------------------


def cases(*, quick: bool) -> dict[str, Callable[[], Figures]]:
    """Every case by name."""
    found: dict[str, Callable[[], Figures]] = {}
    for engine in ENGINES:
        found[f"start {engine}"] = partial(start, engine)
        found[f"list corpus {engine}"] = partial(throughput, corpus(), engine)
        if polnear():
            found[f"list polnear {engine}"] = partial(throughput, polnear()[:: 20 if quick else 1], engine)
            found[f"jobs polnear {engine}"] = partial(jobs, polnear()[:: 20 if quick else 1], engine)
    if all(find_spec(name) for name in ("quotediff_deep", "onnxruntime", "tokenizers")):
        found["start deep"] = partial(start, "deep")
        found["list corpus deep"] = partial(throughput, corpus(), "deep")
        if polnear():
            found["list polnear deep"] = partial(throughput, polnear()[::20], "deep")
    found[PEERS_CASE] = partial(throughput, (polnear() or corpus())[::EACH_FOR_PEERS], "network")
    found["compare corpus"] = lambda: compare(list(steps()))
    found["compare 10 KB"] = lambda: compare([long_story(10_000)])
    found["compare 100 KB"] = lambda: compare([long_story(100_000)])
    for number in (2, 8, 32) if quick else (2, 8, 32, 128):
        found[f"history {number} versions"] = partial(history, number)
    if not quick:
        found["compare 1 MB"] = lambda: compare([long_story(1_000_000)])
        found["compare unrelated 2 MB"] = lambda: compare([unrelated(2_000_000)])
    for name, text in WORST.items():
        if not (quick and "MB" in name):
            for engine in ENGINES:
                found[f"worst {name} {engine}"] = partial(worst, text, engine)
    return found


def measured(name: str, runs: int, *, quick: bool) -> Figures:
    """The medians of so many runs of a case, each in a process of its own; empty if it failed."""
    every: list[Figures] = []
    long = name.startswith("worst") or name.endswith("MB")
    for _ in range(1 if long else min(runs, 3) if name.startswith("jobs") else runs):
        command = [sys.executable, __file__, "--measure", name, *(["--quick"] if quick else [])]
        try:
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=LIMIT)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return {}
        every.append(json.loads(done.stdout))
    return {unit: round(statistics.median(run[unit] for run in every), 3) for unit in every[0]}


def machine() -> dict[str, Any]:
    """What it was measured on."""
    import numpy as np  # noqa: PLC0415 - start-up is timed

    cpu = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.is_file() and (model := re.search(r"model name\s*: (.+)", listed.read_text("utf-8"))):
        cpu = model[1]
    return {"cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__}


def commit() -> str:
    """The commit of the working tree, with a plus if it was changed since; empty without git."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],  # noqa: S607 - the user's git
            cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def beside_earlier(result: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """The figures, and those kept before of cases that were not measured anew, with where these are from."""
    then = [{k: kept[k] for k in ("commit", "machine", "runs")} | {"cases": list(kept["figures"])}]
    earlier = [*kept.get("earlier", []), *then]
    known = set(result["figures"])
    for one in earlier:  # the first that has a case is where its figures are from
        one["cases"] = [case for case in one["cases"] if case not in known]
        known.update(one["cases"])
    figures = result["figures"] | {c: f for c, f in kept["figures"].items() if c not in result["figures"]}
    return result | {"figures": figures, "earlier": [one for one in earlier if one["cases"]]}


def main() -> None:
    """Measures what was asked for, prints it, keeps it if asked to; status 1 if a case failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="without the slow cases")
    parser.add_argument("--only", nargs="+", default=[""], metavar="WORD", help="cases of these names")
    parser.add_argument(
        "--runs", type=int, default=5, help="of each case; default: 5; of the long ones 3 or 1"
    )
    parser.add_argument("--peers", action="store_true", help="only list beside what others make of articles")
    parser.add_argument("--output", type=Path, metavar="FILE", help="keep the figures there, as JSON")
    parser.add_argument("--update", type=Path, metavar="FILE", help="keep them there, with the cases it has")
    parser.add_argument("--against", type=Path, metavar="FILE", help="figures kept before")
    parser.add_argument("--measure", metavar="CASE", help=argparse.SUPPRESS)  # one run, in this process
    arguments = parser.parse_args()
    every = cases(quick=arguments.quick)
    if arguments.measure:
        print(json.dumps(every[arguments.measure]()))
        return
    compileall.compile_dir(ROOT / "quotediff", quiet=1)  # as an installation does
    before = json.loads(arguments.against.read_text("utf-8"))["figures"] if arguments.against else {}
    result = {"commit": commit(), "machine": machine(), "runs": arguments.runs, "quick": arguments.quick}
    result["figures"] = {}
    print(json.dumps(result["machine"]))
    if arguments.peers:
        every = {}
        figures = beside_peers(arguments.runs)
        result["figures"] = {"peers": figures} if figures else {}
        for unit, figure in figures.items():
            print(f"{'peers':36} {figure:12.2f} {unit}")
    for name in every:
        if name != PEERS_CASE and any(word in name for word in arguments.only):
            result["figures"][name] = figures = measured(name, arguments.runs, quick=arguments.quick)
            for unit, figure in figures.items():
                old = before.get(name, {}).get(unit)
                print(f"{name:36} {figure:12.1f} {unit:18}" + (f"{figure / old:6.2f} times" if old else ""))
    if arguments.output:
        arguments.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    if arguments.update:
        kept = json.loads(arguments.update.read_text("utf-8"))
        arguments.update.write_text(json.dumps(beside_earlier(result, kept), indent=2) + "\n", "utf-8")
    if not all(result["figures"].values()):
        sys.exit(1)


if __name__ == "__main__":
    main()

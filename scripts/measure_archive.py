"""Measures archives: versions a second of CPU and of the clock, and memory, beside one ``quotediff list``.

python scripts/measure_archive.py --versions 2000 [--jobs 2] [--texts FOLDER]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import synthetic

_EVERY = 0.2  # seconds between two looks at memory


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--versions", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--output", default="out.db", help="out.db, or out for Parquet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(synthetic.made(asked.versions, 1, asked.texts))
        synthetic.write_jsonl(folder / "made.jsonl", iter(made))
        listed = list_rate(folder, made[:400])
        build = ["archive", "build", folder / "made.jsonl", "-o", folder / asked.output]
        cpu, clock, parent, worker = run([*build, "--jobs", asked.jobs])
        again, _, _, _ = run([*build, "--jobs", asked.jobs])
        size = sum(
            p.stat().st_size
            for p in (folder / asked.output, *(folder / asked.output).rglob("*"))
            if p.is_file()
        )
    count = len(made)
    print(f"list, one process: {listed:.1f} versions a CPU second")
    print(
        f"archive build, {asked.jobs} jobs: {count / cpu:.1f} versions a CPU second, "
        f"{count / clock:.1f} a second"
    )
    print(f"done again: {again:.1f} s; memory: first process {parent} MB, workers {worker} MB")
    print(f"{size / count / 1000:.1f} KB a version")


def list_rate(folder: Path, made: list[synthetic.Made]) -> float:
    """Versions a CPU second of ``quotediff list`` in one process, its start not counted."""
    files = []
    for n, one in enumerate(made):
        files.append(folder / f"{n}.txt")
        files[-1].write_text("\n\n".join((one.title, *one.paragraphs)), encoding="utf-8")
    command = ["list", "--jobs", 1, "--format", "jsonl", "-o", folder / "listed"]
    first, _, _, _ = run([*command, files[0]])
    cpu, _, _, _ = run([*command, *files])
    return (len(files) - 1) / (cpu - first)


def run(arguments: list[object]) -> tuple[float, float, int, int]:
    """CPU seconds, seconds, and the peaks of memory, in MB, of the first process and of any below it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    command = [sys.executable, "-m", "quotediff", *map(str, arguments)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    parent = worker = 0
    while running.poll() is None:
        parent = max(parent, _peak(running.pid))
        worker = max([worker, *map(_peak, children(running.pid))])
        time.sleep(_EVERY)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began, parent, worker


def children(process: int) -> list[int]:
    """The processes that a process has started itself."""
    found: list[int] = []
    for path in Path("/proc").glob(f"{process}/task/*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    (line,) = [x for x in status.splitlines() if x.startswith("VmHWM")] or ["VmHWM: 0 kB"]
    return int(line.split()[1]) // 1000


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    main()

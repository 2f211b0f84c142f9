"""Measures ``quotediff.spark``: versions a second of Python's CPU, beside the command that does the same.

    python scripts/measure_spark.py --versions 2000 [--texts FOLDER] [--rounds 2]

``table(versions, "changes")`` beside ``quotediff archive build --jobs 2``, and ``quotes(versions)`` beside
``quotediff list``, each in turn, on a Spark of two cores. Of Spark, the CPU time of its Python workers is
counted, their starts with it; of the commands, all of theirs. Needs what ``scripts/spark-setup`` installs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import measure_archive
import synthetic

_COMMANDS = {"table": "archive build", "quotes": "list"}
_EVERY = 0.1  # seconds between two looks at the workers
_TICKS = os.sysconf("SC_CLK_TCK")
_JOB = """
import sys
from pyspark.sql import SparkSession
from quotediff.spark import quotes, table

what, source = sys.argv[1:]
settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
versions = session.read.json(source)
found = quotes(versions) if what == "quotes" else table(versions, "changes")
found.write.format("noop").mode("overwrite").save()
"""


def main() -> None:
    """Prints versions a second of CPU and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--versions", type=int, default=2000)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=("table", "quotes"), help="measure one of the two")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(synthetic.made(asked.versions, 1, asked.texts))
        synthetic.write_jsonl(folder / "made.jsonl", iter(made))
        for what in ("table", "quotes"):
            if asked.only in (None, what):
                rates = [_rates(what, made, folder) for _ in range(asked.rounds)]
                one, other = (median(each) for each in zip(*rates, strict=True))
                ratio = median(a / b for a, b in rates)
                print(f"{what}: {one:.1f} versions a CPU second; {_COMMANDS[what]}: {other:.1f}; {ratio:.2f}")


def _rates(what: str, made: list[synthetic.Made], folder: Path) -> tuple[float, float]:
    """Versions a CPU second of a job of Spark, and of the command that does the same."""
    source = folder / "made.jsonl"
    if what == "quotes":
        other = measure_archive.list_rate(folder, made)
    else:
        (folder / "out.db").unlink(missing_ok=True)
        build = ["archive", "build", source, "--jobs", 2, "--output", folder / "out.db"]
        other = len(made) / measure_archive.run(build)[0]
    return len(made) / _spark(what, source), other


def _spark(what: str, source: Path) -> float:
    """The CPU seconds of the Python workers of a job."""
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    running = subprocess.Popen(
        [sys.executable, "-c", _JOB, what, str(source)], stderr=subprocess.DEVNULL, env=environment
    )
    seconds: dict[int, float] = {}
    while running.poll() is None:
        for process in _below(running.pid):
            seconds[process] = _cpu(process) or seconds.get(process, 0.0)
        time.sleep(_EVERY)
    if running.returncode:
        raise SystemExit(f"the job {what} failed")
    return sum(seconds.values())


def _below(process: int) -> list[int]:
    """The Python processes below one, at any depth."""
    found = []
    for child in measure_archive.children(process):
        if Path(f"/proc/{child}/exe").exists() and "python" in os.path.realpath(f"/proc/{child}/exe"):
            found.append(child)
        found += _below(child)
    return found


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    main()

"""The scripts that measure speed run, and what they keep can be compared with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def test_bench_keeps_figures_and_compares_with_them(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    only = ("--quick", "--runs", "1", "--only", "compare 10 KB")
    run("bench.py", *only, "--output", str(kept))
    result = json.loads(kept.read_text("utf-8"))
    assert result["machine"]["python"].startswith("3.")
    assert list(result["figures"]) == ["compare 10 KB"]
    assert all(figure > 0 for figure in result["figures"]["compare 10 KB"].values())
    assert " times" in run("bench.py", *only, "--against", str(kept))
    run("bench.py", "--quick", "--runs", "1", "--only", "history 2 versions", "--update", str(kept))
    both = json.loads(kept.read_text("utf-8"))
    assert list(both["figures"]) == ["history 2 versions", "compare 10 KB"]
    assert both["figures"]["compare 10 KB"] == result["figures"]["compare 10 KB"]
    assert [one["cases"] for one in both["earlier"]] == [["compare 10 KB"]]
    run("bench.py", *only, "--update", str(kept))
    again = json.loads(kept.read_text("utf-8"))
    assert [one["cases"] for one in again["earlier"]] == [["history 2 versions"]]


def test_the_figures_that_are_kept_are_those_of_all_cases() -> None:
    kept = ROOT / "scripts" / "bench.json"
    if not kept.exists():
        pytest.skip("no figures are kept yet: scripts/bench --output scripts/bench.json")
    result = json.loads(kept.read_text("utf-8"))
    assert re.fullmatch("[0-9a-f]{7,40}", result["commit"])  # a state that was committed
    for case in ("start network", "list corpus network", "compare 1 MB", "history 128 versions"):
        assert all(figure > 0 for figure in result["figures"][case].values()), case
    assert any(case.startswith("worst") for case in result["figures"])


def test_profile_names_the_functions_of_any_command() -> None:
    said = run("hotspots.py", "--top", "60", "rule", "QD101")
    assert said.startswith("quotediff rule QD101\n")
    assert "quotediff/cli/rule.py" in said


def test_profile_names_stages_and_functions() -> None:
    article = str(ROOT / "corpus" / "solvent-plant-fire" / "v1.txt")
    said = run("hotspots.py", "--rounds", "1", "--top", "40", "--engine", "rules", article)
    assert "speakers" in said
    assert "rule said-before" in said
    assert "quotediff/text/tokens.py" in said
